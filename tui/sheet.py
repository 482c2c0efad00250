"""What a form of rows and columns is to the one table widget that shows it: no Textual here.

A block kind (funds, indicators, facts …) describes itself as one or several `Sheet`s over its model;
`tui.sheet_table.SheetTable` shows and edits any of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from storage.report.carried import entry_of
from storage.report.spot import Field

Mark: TypeAlias = Literal["", "bad", "computed", "hint", "carried"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title and how its cells are laid out and edited."""

    title: str
    width: int
    """The least number of terminal cells for its text (a Chinese character takes two)."""
    grow: int = 0
    """Its share of the width that is left over; 0 keeps the least width."""
    right: bool = False
    """Flush right, for figures."""
    multiline: bool = False
    """Line breaks may be typed, and entering a cell puts the caret at its end instead of selecting it."""
    choices: tuple[str, ...] = ()
    """The only values that can be entered, taken in turn with the space bar; empty for free text."""
    frozen: bool = False
    """Leading columns that stay in place while the others scroll sideways."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is to be shown now."""

    text: str
    """What is shown while the cell is not being edited."""
    editable: bool = True
    mark: Mark = ""
    """`bad`: certainly wrong; `computed`: not typed; `hint`: an example in place of an entry; `carried`: from last
    year's report, and not confirmed."""
    note: str = ""
    """One sentence for the hint line while the cell has the focus, such as why it is marked."""
    entry: str | None = None
    """What editing starts from, where it is not `text` (a figure without its grouping, a hint's "")."""
    indent: int = 0
    """Steps (two cells each) its text stands to the right: a part of the row above."""
    remarked: bool = False
    """Whether the reviewer remarked on it."""

    @property
    def typed(self) -> str:
        """What the editor starts with."""
        return self.text if self.entry is None else self.entry


class Sheet(ABC):
    """Rows and columns over a part of a report.

    It holds no copy of the model: after an undo has restored the model, the same sheet shows the restored one.
    """

    name: str = ""
    """The caption, and what tells the sheets of one form apart; "" for a sheet without caption."""
    growable: bool = False
    """Rows can be added, removed and moved."""
    spreads: bool = True
    """A paste of several cells fills the cells beside and below, as in a spreadsheet."""
    empty_text: str = ""
    """Shown in place of rows while there are none."""
    unconfirmed: Callable[[], Collection[Field]] = frozenset
    """Gives the entries that came from last year's report and wait to be confirmed."""
    remarked: frozenset[Field] = frozenset()
    """The fields, or parts of rows, that the reviewer remarked on."""

    @property
    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """The columns, never none, the same number for every row as long as the sheet is shown."""

    @abstractmethod
    def row_count(self) -> int:
        """How many rows there are now, without totals."""

    @abstractmethod
    def cell(self, row: int, column: int) -> Cell:
        """Show one cell. Called often: it must cost little."""

    def cells(self, rows: Iterable[int]) -> Iterator[tuple[Cell, ...]]:
        """Yield whole rows; a sheet that works something out of all rows need do so but once for them."""
        columns = range(len(self.columns))
        for row in rows:
            yield tuple([self.cell(row, column) for column in columns])

    def marked_cells(self, rows: Iterable[int]) -> Iterator[tuple[Cell, ...]]:
        """Yield whole rows, in which what waits to be confirmed and what was remarked on is marked."""
        rows, waiting = list(rows), self.unconfirmed()
        # Asked at every key, and most reports have nothing to confirm and no remarks.
        if not waiting and not self.remarked:
            yield from self.cells(rows)
            return
        for row, cells in zip(rows, self.cells(rows), strict=True):
            fields = (self.field(row, column) for column in range(len(cells)))
            yield tuple([self._marked(cell, field, waiting) for cell, field in zip(cells, fields, strict=True)])

    def _marked(self, cell: Cell, field: Field, waiting: Collection[Field]) -> Cell:
        if cell.text and not cell.mark and entry_of(field) in waiting:
            cell = replace(cell, mark="carried")
        if any(field[:length] in self.remarked for length in range(1, len(field) + 1)):
            cell = replace(cell, remarked=True)
        return cell

    @abstractmethod
    def edit(self, row: int, column: int, text: str) -> None:
        """Take in what an editable cell holds after a key: `text` in full, kept even if it is not understood."""

    def printed_columns(self) -> Sequence[int]:
        """The columns of the official form it becomes, where that has fewer: its rows are pasted here."""
        return ()

    def field(self, row: int, column: int) -> Field:
        """Return what a cell shows, as a `Spot` of its block names it; empty where it is nothing in the model."""
        return ()

    def locate(self, field: Field) -> tuple[int, int] | None:
        """Return the row and column of the first cell that shows `field` or a part of it; None where none does."""
        cells = ((row, column) for row in range(self.row_count()) for column in range(len(self.columns)))
        return next((cell for cell in cells if self.field(*cell)[: len(field)] == field), None)

    def totals(self) -> Sequence[Sequence[Cell]]:
        """Rows below all others, computed, each with one cell a column."""
        return ()

    def add(self, after: int) -> int | None:
        """Add an empty row below row `after` (-1: as the first); return its number, None if there can be none."""
        return None

    def remove(self, row: int) -> None:  # noqa: B027 - a sheet that does not grow has no need of it
        """Remove a row, and whatever belongs to it."""

    def move(self, row: int, delta: int) -> int:
        """Move a row with whatever belongs to it up (-1) or down (1); return where it is now."""
        return row


def hint(sheet: Sheet, row: int, column: int, *, read_only: bool = False) -> str:
    """One line on a cell: its column, its note, and what keys do there."""
    if not sheet.row_count():
        return sheet.empty_text
    shape, cell = sheet.columns[column], sheet.cell(row, column)
    parts = [cell.note]
    if read_only:
        parts.append("只读，不能修改")
    elif not cell.editable:
        parts.append("" if cell.note else "自动计算，不用填")
    elif shape.choices:
        parts.append("按空格换一项：" + "、".join(choice or "（空）" for choice in shape.choices))
    elif shape.multiline:
        parts.append("Ctrl+J 格内换行")
    told = "；".join(part.rstrip("。") for part in parts if part)
    return "：".join(part for part in (shape.title.replace("\n", ""), told) if part)
