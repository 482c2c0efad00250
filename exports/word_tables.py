"""Tables in Word: fixed columns as wide as their content asks, and cells of one group drawn as one."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from exports.blocks.funds import USES_HEADER
from exports.blocks.indicators import GRADE, ROWS_HEADER, TOTAL
from exports.document import Table
from exports.word_text import halves, paragraph

# A table this wide needs the paper turned: the 自评表 has eight columns.
WIDE: Final = 7
# Columns whose repeated names Markdown writes out in every row, from the outermost group to the innermost.
_GROUPS: Final = (*ROWS_HEADER[:2], USES_HEADER[1])
_LABELS: Final = frozenset({TOTAL, GRADE})
_BEGINS: Final = '<w:vMerge w:val="restart"/>'
_GOES_ON: Final = "<w:vMerge/>"

# Twentieths of a point: half a character of 10.5 pt, four characters with what an odd one among them takes more,
# the most that a long text can ask for, and the blank on either side of a cell.
_HALF: Final = 105
_WORD: Final = 9 * _HALF
_MOST: Final = 80 * _HALF
_MARGIN: Final = 80

_MARGINS: Final = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 28), ("left", _MARGIN), ("bottom", 28), ("right", _MARGIN))
)
_EDGES: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(table: Table, width: int) -> str:
    """Return a table over `width` twentieths of a point; its header is repeated on every page.

    The same name below itself in a column of groups is one cell, and so are 总分 and the blanks behind it.
    """
    widths = _widths(table, width)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    heads = ["FigureHead" if column in table.right else "CellHead" for column in range(len(widths))]
    texts = ["CellFigure" if column in table.right else "CellText" for column in range(len(widths))]
    rows = [_row(table.header, widths, heads, [""] * len(widths), "<w:cantSplit/><w:tblHeader/>")]
    for row, marks in zip(table.rows, _merged(table), strict=True):
        rows.append(_row(row, widths, texts, marks, "<w:cantSplit/>"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    row: Sequence[str], widths: Sequence[int], styles: Sequence[str], marks: Sequence[str], properties: str
) -> str:
    cells: list[str] = []
    column = 0
    while column < len(row):
        span = 1
        if column == 0 and row[0] in _LABELS:
            span += next((blanks for blanks, text in enumerate(row[1:]) if text), len(row) - 1)
        wide = sum(widths[column : column + span])
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        mark = marks[column]
        text = "" if mark == _GOES_ON else row[column]
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{spanned}{mark}<w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph(styles[column], text)}</w:tc>"
        )
        column += span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _merged(table: Table) -> list[list[str]]:
    """Return for every cell of the body whether it begins a group, goes on with one, or neither."""
    marks = [[""] * len(table.header) for _ in table.rows]
    groups = [column for column, name in enumerate(table.header) if name in _GROUPS]
    for number in range(1, len(table.rows)):
        above, row = table.rows[number - 1 : number + 1]
        for column in groups:
            # A group within a group ends where the outer one does.
            if row[0] in _LABELS or not row[column] or row[column] != above[column]:
                break
            marks[number - 1][column] = marks[number - 1][column] or _BEGINS
            marks[number][column] = _GOES_ON
    return marks


def _widths(table: Table, total: int) -> list[int]:
    """Share out a width: figures stay whole, texts get the rest by length, a short word is not broken."""
    columns = list(zip(table.header, *table.rows, strict=True))
    wanted, least = [], []
    for number, column in enumerate(columns):
        # A long header is broken, what it stands over decides.
        head, *lengths = (_HALF * (1 + max(map(halves, text.split("\n")))) for text in column)
        longest = min(max([*lengths, min(head, _WORD)]), _MOST)
        wanted.append(longest + 2 * _MARGIN)
        least.append((longest if number in table.right else min(longest, _WORD)) + 2 * _MARGIN)
    if sum(wanted) <= total:
        least = wanted
    spare = total - sum(least)
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    weights = more if spare > 0 and any(more) else least
    shared = list(accumulate(weights))
    ends = [need + spare * share // shared[-1] for need, share in zip(accumulate(least), shared, strict=True)]
    return [end - start for start, end in pairwise([0, *ends])]
