"""How pasted text is spread over the cells of a sheet."""

import re
from collections.abc import Sequence
from typing import Final

from tui.sheet import Sheet

# Spreadsheets quote a field on the clipboard only when it holds a line break or a TAB.
_FIELD: Final = re.compile(r'"((?:[^"]|"")*[\n\t](?:[^"]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')


def grid(text: str) -> list[list[str]]:
    """Divide cleaned text into rows and fields as a spreadsheet puts them on the clipboard."""
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        match = _FIELD.match(text, at)
        assert match is not None  # noqa: S101 - the second alternative matches the empty string
        rows[-1].append(match[1].replace('""', '"') if match[1] is not None else match[2])
        at = match.end()
        if at >= len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def is_grid(text: str, *, multiline: bool) -> bool:
    """Whether text goes over several cells: it has TABs, or line breaks that the cell cannot hold."""
    return "\t" in text or ("\n" in text and not multiline)


def spread(sheet: Sheet, fields: list[list[str]], row: int, column: int) -> tuple[int, int]:
    """Put `fields` into the sheet from a cell on, to the right and below; return the last cell written.

    Rows are added where the sheet can grow. Computed cells are passed over, unless a row of `fields` is as
    wide as the sheet from `column` on, or as the sheet's printed form: then it was copied with its computed
    cells, which are left out. What finds no cell is added to the last cell, so that nothing is lost.
    """
    last = (row, column)
    left_over: list[str] = []
    for number, line in enumerate(fields):
        at = row + number
        if at >= sheet.row_count():
            added = sheet.add(at - 1)
            if added is None:
                left_over += [" ".join(filter(None, line)) for line in fields[number:]]
                break
            at = added
        last = _fill(sheet, line, at, column) or last
    if any(left_over):
        _append(sheet, last, left_over, "\n" if sheet.columns[last[1]].multiline else " ")
    return last


def _fill(sheet: Sheet, line: list[str], row: int, column: int) -> tuple[int, int] | None:
    columns: Sequence[int] = range(column, len(sheet.columns))
    printed = sheet.printed_columns()
    if column == 0 and len(line) == len(printed):
        columns = printed
    cells = next(sheet.cells([row]))
    if len(line) == len(columns):
        pairs = [(at, field) for at, field in zip(columns, line, strict=True) if cells[at].editable]
        rest: list[str] = []
    else:
        places = [at for at in columns if cells[at].editable]
        pairs = list(zip(places, line, strict=False))
        rest = line[len(pairs) :]
    for at, field in pairs:
        sheet.edit(row, at, fitted(sheet, at, field))
    if not pairs:
        return None
    last = (row, pairs[-1][0])
    if any(rest):
        _append(sheet, last, rest, " ")
    return last


def _append(sheet: Sheet, place: tuple[int, int], texts: list[str], between: str) -> None:
    row, column = place
    sheet.edit(row, column, between.join(filter(None, [sheet.cell(row, column).typed, *texts])))


def fitted(sheet: Sheet, column: int, text: str) -> str:
    """Return `text` as the column can hold it: on one line, or the choice it names."""
    shape = sheet.columns[column]
    if shape.multiline:
        return text
    line = re.sub(r"[\n\t]+", " ", text)
    return line.strip() if line.strip() in shape.choices else line
