from hypothesis import given
from hypothesis import strategies as st

from tui.writing.line_breaking import row_starts, text_rows, text_width

CHINESE = st.text(st.sampled_from("科技馆项目，。；（）《》“”1234567890.,%万元abc -[]/"), max_size=80)


@given(CHINESE, st.integers(2, 40))
def test_rows_hold_every_character_and_fit(text: str, width: int) -> None:
    rows = text_rows(text, width)
    assert "".join(rows) == text
    assert all(text_width(row) <= width for row in rows)
    assert all(rows) or rows == ("",)


def test_rows_break_as_chinese_is_set() -> None:
    assert text_rows("已完成展品，更新", 10) == ("已完成展", "品，更新")
    assert text_rows("见《办法》", 4) == ("见", "《办", "法》")


def test_figures_stay_whole_where_they_fit() -> None:
    assert text_rows("支出763383.48元", 12) == ("支出", "763383.48元")
    assert text_rows("763383.48", 4) == ("7633", "83.4", "8")


def test_line_breaks_begin_rows_and_a_tab_is_a_space() -> None:
    assert text_rows("一\n\n二\t三", 8) == ("一", "", "二 三")
    assert row_starts("abc", 3) == []
