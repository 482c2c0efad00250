from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from textual.document._document import Document

import tui.writing.rows as module
from tests.tui.naive_writing import CLOSING, OPENING, Naive, naive_rows, width
from tui.writing.line_breaking import column_at, row_starts
from tui.writing.rows import Rows

SIGNS = [
    "✈\ufe0f",
    *"科技馆项目的和了，。、；：（）《》“”—…·1234567890.,%万元人次第年月日abC -[]/{}\t①≥é\u0301✈👍\u3000",
]
LINE = st.lists(st.sampled_from(SIGNS), max_size=200).map("".join)
WIDTHS = st.integers(1, 200)
PIECES = st.one_of(
    LINE,
    st.sampled_from(["科技馆全年免费开放。", "共支出763,383.48元，", "{{参观人次}}", "（", "——", "\n", "\n\n"]),
)


def cut(line: str, starts: list[int]) -> list[str]:
    return [line[start:end] for start, end in zip([0, *starts], [*starts, len(line)], strict=True)]


@given(LINE, WIDTHS)
@example("，" * 30, 2)
@example("（" * 30 + "科", 9)
@example("e" + "\u0301" * 30 + "科技馆", 4)
def test_rows_are_those_of_a_naive_breaking(line: str, cells: int) -> None:
    assert cut(line, row_starts(line, cells)) == naive_rows(line, cells)


WORDS = [
    "科",
    "技术",
    "馆，",
    "活动。",
    "（附件）",
    "“彩虹课堂”、",
    "《办法》；",
    "其中：",
    "年（一）",
    "是——",
    "等……",
]


@given(st.lists(st.sampled_from(WORDS), max_size=80).map("".join), st.integers(14, 80))
def test_no_row_begins_with_a_closing_mark_or_ends_with_an_opening_one(line: str, cells: int) -> None:
    for above, below in pairwise(cut(line, row_starts(line, cells))):
        assert below[0] not in CLOSING
        assert above[-1] not in OPENING


@given(
    st.lists(st.tuples(PIECES, st.integers(0, 400), st.integers(0, 60)), max_size=30), st.lists(WIDTHS, min_size=1)
)
def test_after_any_edits_the_rows_are_as_if_broken_anew(
    edits: list[tuple[str, int, int]], widths: list[int]
) -> None:
    document, model = Document(""), Naive()
    rows = Rows(document)
    for number, (piece, start, length) in enumerate(edits):
        if number % 5 == 0:
            rows.wrap(widths[number // 5 % len(widths)])
        cells = rows._width
        start = start * (len(model.text) + 1) // 401
        end = min(len(model.text), start + length)
        model.anchor, model.caret = start, end
        before = [at(model.text, offset) for offset in (start, end)]
        model.put(piece)
        result = document.replace_range(*before, piece)
        rows.wrap_range(*before, result.end_location)
        lines = model.text.split("\n")
        assert document.lines == lines
        assert [row for number in range(len(lines)) for row in rows.get_sections(number)] == [
            row for line in lines for row in naive_rows(line, cells)
        ]
        assert rows.height == sum(len(naive_rows(line, cells)) for line in lines)
        assert tuple(rows.location_to_offset(at(model.text, model.caret))) == model.cell(cells)


def at(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].split("\n")
    return len(before) - 1, len(before[-1])


@given(LINE, st.integers(0, 40))
def test_a_cell_belongs_to_the_character_shown_in_it(row: str, x: int) -> None:
    column = column_at(row, x)
    assert width(row[:column]) <= x or column == 0
    assert column == len(row) or width(row[: column + 1]) > x or row[column : column + 2].endswith("\ufe0f")


def test_typing_in_a_long_paragraph_breaks_only_the_rows_about_the_caret_anew(monkeypatch) -> None:
    broken = []
    breaking = module.row_end
    monkeypatch.setattr(
        module, "row_end", lambda line, start, cells: broken.append(start) or breaking(line, start, cells)
    )
    sentences = (
        f"科技馆{'免费' * (n % 7)}开放，第{n}天接待{'中小学生' * (n % 5)}{n * 37}人次；" for n in range(1000)
    )
    document = Document("".join(sentences))
    rows = Rows(document)
    rows.wrap(80)
    broken.clear()
    result = document.replace_range((0, 9000), (0, 9000), "馆")
    rows.wrap_range((0, 9000), (0, 9000), result.end_location)
    assert 0 < len(broken) < 40
