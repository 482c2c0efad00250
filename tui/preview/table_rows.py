"""Tables of a document set in columns of terminal cells."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from textual.content import Content

from exports.document import Table
from tui.writing.line_breaking import text_rows, text_width

_RULE: Final = Content.styled("│", "$border-blurred")
_NARROWEST: Final = 4


def header_rows(table: Table, width: int) -> list[Content]:
    """Return the header of a table in rows of `width` cells."""
    return [row.stylize("bold underline") for row in _set(table, table.header, width, frozenset())]


def table_rows(table: Table, number: int, width: int) -> list[Content]:
    """Return a row of a table, counted from 0, in rows of `width` cells."""
    return _set(table, table.rows[number], width, table.right)


def _set(table: Table, texts: Sequence[str], width: int, right: frozenset[int]) -> list[Content]:
    widths = _column_widths(table, width)
    columns = [text_rows(text, cells) for text, cells in zip(texts, widths, strict=True)]
    rows = []
    for parts in zip_longest(*columns, fillvalue=""):
        padded = []
        for number, (part, cells) in enumerate(zip(parts, widths, strict=True)):
            blank = " " * (cells - text_width(part))
            padded.append(Content(blank + part if number in right else part + blank))
        rows.append(_RULE.join(padded))
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
