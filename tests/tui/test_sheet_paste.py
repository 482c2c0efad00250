import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.toy import FIELDS, Money, MoneySheet, row
from tui.sheet_paste import fitted, grid, is_grid, spread


def sheet(rows: int = 2) -> MoneySheet:
    return MoneySheet(Money([row() for _ in range(rows)]))


def test_fields_are_divided_at_tabs_and_line_breaks() -> None:
    assert grid("a\tb\nc") == [["a", "b"], ["c"]]
    assert grid("a\t\t\n\tb") == [["a", "", ""], ["", "b"]]


def test_a_quoted_field_keeps_its_line_break() -> None:
    assert grid('"第一行\n说""好""的"\tb') == [['第一行\n说"好"的', "b"]]


@pytest.mark.parametrize("text", ['"引"号\tb', '"只有开头\tb', 'a"b\tc"'])
def test_quotes_that_no_spreadsheet_wrote_are_kept(text: str) -> None:
    assert [field for line in grid(text) for field in line] == text.split("\t")


@given(st.text(st.sampled_from('ab"一'), min_size=0, max_size=6), st.text(st.sampled_from("ab一"), max_size=4))
def test_every_character_of_plain_fields_arrives(first: str, second: str) -> None:
    assert grid(f"{first}\t{second}\n{second}") == [[first, second], [second]]


def test_rows_are_added_below_and_computed_cells_passed_over() -> None:
    target = sheet(1)
    last = spread(target, grid("甲\t本级\t1\t2\t说明\n乙\t本级\t3\t4\t\n丙"), 0, 0)
    assert [record["name"] for record in target.money.rows] == ["甲", "乙", "丙"]
    assert target.money.rows[0] == row("甲", "本级", "1", "2", "说明")
    assert last == (2, 0)


def test_a_row_copied_with_its_computed_cells_stays_in_its_columns() -> None:
    target = sheet(1)
    spread(target, grid("甲\t本级\t1\t2\t200%\t说明"), 0, 0)
    assert target.money.rows[0] == row("甲", "本级", "1", "2", "说明")


def test_what_finds_no_cell_goes_to_the_last_one() -> None:
    target = sheet(1)
    target.add = lambda after: None  # type: ignore[method-assign]
    spread(target, grid("x\ta\tb\tc\n下一行\t又一格"), 0, 3)
    assert target.money.rows[0]["spent"] == "x"
    assert target.money.rows[0]["note"] == "a b c\n下一行 又一格"


def test_a_choice_is_recognised_and_anything_else_kept() -> None:
    target = sheet(1)
    assert fitted(target, FIELDS.index("kind"), " 本级 ") == "本级"
    assert fitted(target, FIELDS.index("kind"), "市级\n") == "市级 "


def test_line_breaks_alone_are_text_in_a_cell_that_can_hold_them() -> None:
    assert not is_grid("一\n二", multiline=True)
    assert is_grid("一\n二", multiline=False)
    assert is_grid("一\t二", multiline=True)
