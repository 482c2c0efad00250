"""Tables of a document set in columns of terminal cells."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from textual.content import Content

from exports.document import Table
from tui.writing.line_breaking import row_starts, text_width

_RULE: Final = Content.styled("│", "$border-blurred")
_NARROWEST: Final = 4


def header_rows(table: Table, width: int) -> list[Content]:
    """Return the header of a table in rows of `width` cells."""
    rows = set_row(table, [Content(name) for name in table.header], width, frozenset())
    return [row.stylize("bold underline") for row in rows]


def table_rows(table: Table, number: int, width: int) -> list[Content]:
    """Return a row of a table, counted from 0, in rows of `width` cells."""
    return set_row(table, [Content(text) for text in table.rows[number]], width, table.right)


def set_row(
    table: Table, cells: Sequence[Content], width: int, right: frozenset[int], current: int | None = None
) -> list[Content]:
    """Return contents in the columns of a table; those of the column numbered `current` stand out."""
    widths = _column_widths(table, width)
    columns = [broken(cell, room) for cell, room in zip(cells, widths, strict=True)]
    rows = []
    for parts in zip_longest(*columns, fillvalue=Content()):
        padded = []
        for number, (part, room) in enumerate(zip(parts, widths, strict=True)):
            blank = Content(" " * max(0, room - text_width(part.plain)))
            line = blank + part if number in right else part + blank
            padded.append(line.stylize("reverse") if number == current else line)
        rows.append(_RULE.join(padded))
    return rows


def broken(content: Content, width: int, indent: int = 0) -> list[Content]:
    """Break a content into rows as Chinese is set, those after the first of a line indented."""
    rows: list[Content] = []
    plain = Content(content.plain.replace("\t", " "), list(content.spans))
    for line in plain.split("\n", allow_blank=True):
        first, *others = line.divide(row_starts(line.plain, max(2, width - indent)))
        rows += [first, *(Content(" " * indent) + row for row in others)]
    return rows


@lru_cache(32)
def _column_widths(table: Table, width: int) -> list[int]:
    """Return how wide each column is: what it needs, the widest cut down to what there is."""
    columns = zip(table.header, *table.rows, strict=True)
    wanted = [
        max(_NARROWEST, *(text_width(line) for text in texts for line in text.split("\n"))) for texts in columns
    ]
    room = width - len(wanted) + 1
    most = max(wanted)
    while sum(min(most, cells) for cells in wanted) > room and most > _NARROWEST:
        most -= 1
    return [min(most, cells) for cells in wanted]
