"""How a sheet is laid out in lines of terminal cells: column widths, wrapped rows, sideways scrolling.

Knows no widget: `SheetTable` asks it for lines and says in which style each part (a role) is drawn.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.sheet import Cell, Column, Sheet
from tui.writing.line_breaking import text_rows

Styler: TypeAlias = Callable[[tuple[str, ...]], Style]
"""Gives the style of the roles that come together in one place, such as `("current", "bad")`."""

INDENT: Final = 2
_LEAST_TEXT: Final = 4


class Slot(NamedTuple):
    """Where the text of a column or cell is: first cell and number of cells; one free cell follows it."""

    x: int
    width: int

    @property
    def end(self) -> int:
        """The cell after the free cell."""
        return self.x + self.width + 1


@dataclass(slots=True)
class _Row:
    cells: tuple[Cell, ...]
    lines: tuple[tuple[str, ...], ...]
    height: int


def column_widths(columns: Sequence[Column], width: int) -> list[int]:
    """Share `width` cells among columns: what is over their least widths goes by `grow`.

    Each column takes one cell more than its width, and a separator stands between two.
    """
    widths = [column.width for column in columns]
    spare = width - (sum(widths) + 2 * len(widths) - 1)
    shares = sum(column.grow for column in columns)
    if spare > 0 and shares:
        given = passed = 0
        for index, column in enumerate(columns):
            passed += column.grow
            widths[index] += spare * passed // shares - given
            given = spare * passed // shares
    return widths


class SheetView:
    """The lines of one sheet at one width: caption, header, rule, rows, rule and totals."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = 0
        self.scroll = 0
        self._slots: list[Slot] = []
        self._frozen = 0
        self._header: tuple[tuple[str, ...], ...] = ()
        self._header_height = 1
        self._is_read = False
        self._rows: list[_Row] = []
        self._tops: list[int] = [0]
        self._totals: list[_Row] = []

    # -- measuring

    def measure(self, width: int) -> None:
        """Lay everything out at `width` cells, if it is not yet."""
        if width != self.width:
            self.width = width
            columns = self.sheet.columns
            widths = column_widths(columns, width)
            x = 0
            self._slots = []
            for cells in widths:
                self._slots.append(Slot(x, cells))
                x += cells + 2
            self._frozen = self._frozen_columns()
            self.scroll = 0
            self._header = tuple(
                text_rows(column.title, cells) for column, cells in zip(columns, widths, strict=True)
            )
            self._header_height = max(map(len, self._header))
            if self._is_read:
                self._rows = [self._wrap(row.cells) for row in self._rows]
                self._totals = [self._wrap(row.cells) for row in self._totals]
                self._stack()
            else:
                self.reset()

    def reset(self) -> None:
        """Read all rows and totals anew, after rows came, went or moved."""
        if self.width:
            self._is_read = True
            self._rows = [self._wrap(cells) for cells in self.sheet.marked_cells(range(self.sheet.row_count()))]
            self._totals = self._read_totals()
            self._stack()

    def reread(self, rows: Iterable[int]) -> tuple[list[int], bool]:
        """Read `rows` and the totals anew; return the lines that look different, and whether heights changed."""
        dirty: list[int] = []
        taller = False
        rows = list(rows)
        for index, cells in zip(rows, self.sheet.marked_cells(rows), strict=True):
            old = self._rows[index]
            if cells != old.cells:
                new = self._rows[index] = self._wrap(cells)
                taller = taller or new.height != old.height
                dirty += range(self.row_top(index), self.row_top(index) + old.height)
        totals = self._read_totals()
        if totals != self._totals:
            taller = taller or [row.height for row in totals] != [row.height for row in self._totals]
            self._totals = totals
            dirty += range(self.body_end, self.height)
        if taller:
            self._stack()
        return dirty, taller

    def _read_totals(self) -> list[_Row]:
        return [self._wrap(tuple(cells)) for cells in self.sheet.totals()]

    def _wrap(self, cells: tuple[Cell, ...]) -> _Row:
        lines = tuple(
            [text_rows(cell.text, inside(slot, cell).width) for slot, cell in zip(self._slots, cells, strict=True)]
        )
        return _Row(cells, lines, max(map(len, lines)))

    def _stack(self) -> None:
        tops = [0]
        for row in self._rows:
            tops.append(tops[-1] + row.height)
        self._tops = tops

    def _frozen_columns(self) -> int:
        """How many leading columns stay in place; none where they would leave no room for another."""
        if self._slots[-1].end <= self.width:
            return 0
        frozen = 0
        for column in self.sheet.columns:
            if not column.frozen:
                break
            frozen += 1
        if frozen == len(self._slots):
            return 0
        room = self.width - self._slots[frozen].x
        return frozen if room >= max(slot.width + 1 for slot in self._slots[frozen:]) else 0

    # -- places

    @property
    def caption(self) -> bool:
        """Whether the first line is a caption."""
        return bool(self.sheet.name)

    @property
    def body_top(self) -> int:
        """The first line of the first row."""
        return self.caption + self._header_height + 1

    @property
    def body_end(self) -> int:
        """The line after the last row, or after what stands in for rows."""
        return self.body_top + (self._tops[-1] if self._rows else len(self._empty_lines()))

    @property
    def height(self) -> int:
        """How many lines there are."""
        totals = sum(row.height for row in self._totals)
        return self.body_end + (totals + 1 if totals else 0)

    @property
    def row_count(self) -> int:
        """How many rows there were when last read."""
        return len(self._rows)

    def row_top(self, row: int) -> int:
        """The first line of a row."""
        return self.body_top + self._tops[row]

    def row_height(self, row: int) -> int:
        """How many lines a row takes."""
        return self._rows[row].height

    def cell(self, row: int, column: int) -> Cell:
        """The cell as last read."""
        return self._rows[row].cells[column]

    def rows_between(self, top: int, end: int) -> range:
        """The rows that show in lines `top` to `end` (excluded)."""
        if not self._rows or end <= self.body_top or top >= self.body_end:
            return range(0)
        first = bisect_right(self._tops, max(0, top - self.body_top)) - 1
        last = bisect_right(self._tops, end - 1 - self.body_top) - 1
        return range(first, min(last + 1, len(self._rows)))

    def slot(self, column: int) -> Slot:
        """Where a column is on the screen now."""
        slot = self._slots[column]
        return slot if column < self._frozen else Slot(slot.x - self.scroll, slot.width)

    def cell_slot(self, row: int, column: int) -> Slot:
        """Where the text of a cell is on the screen now."""
        return inside(self.slot(column), self.cell(row, column))

    def reveal(self, column: int) -> bool:
        """Scroll sideways until a column is wholly seen, back to the first ones for a frozen column.

        What scrolls always begins with a whole column. Returns whether anything moved.
        """
        before = self.scroll
        if column < self._frozen or self._slots[-1].end <= self.width:
            self.scroll = 0
        else:
            left = self._slots[self._frozen].x
            slot = self._slots[column]
            if slot.x - left < self.scroll:
                self.scroll = slot.x - left
            elif slot.end - self.scroll > self.width:
                starts = [other.x - left for other in self._slots[self._frozen : column + 1]]
                self.scroll = next((start for start in starts if slot.end - start <= self.width), starts[-1])
        return self.scroll != before

    def at(self, x: int, y: int) -> tuple[int, int] | None:
        """The row and column at a cell of the screen; None outside the rows."""
        if not self._rows or not self.body_top <= y < self.body_end:
            return None
        row = bisect_right(self._tops, y - self.body_top) - 1
        for column in range(len(self._slots)):
            slot = self.slot(column)
            hidden = column >= self._frozen and slot.end <= (self._slots[self._frozen].x if self._frozen else 0)
            if x < slot.end + 1 and not hidden:
                return row, column
        return row, len(self._slots) - 1

    # -- lines

    def line(self, y: int, current: tuple[int, int] | None, style: Styler) -> Strip:
        """Draw line `y`; `current` is the cell being edited, whose text the editor shows."""
        y -= self.caption
        if y < 0:
            return self._caption(style)
        if y < self._header_height:
            return self._header_line(y, current, style)
        if y == self._header_height:
            return self._rule("┼", style)
        y -= self._header_height + 1
        if not self._rows:
            lines = self._empty_lines()
            if y < len(lines):
                text = set_cell_size(" " + lines[y], self.width)
                return Strip([Segment(text, style(("hint",)))], self.width)
            y -= len(lines)
        elif y < self._tops[-1]:
            row = bisect_right(self._tops, y) - 1
            return self._body_line(row, y - self._tops[row], current, style)
        else:
            y -= self._tops[-1]
        if self._totals and y == 0:
            return self._rule("┼", style)
        y -= 1
        for total in self._totals:
            if y < total.height:
                return self._cells_line(total, y, ("total",), None, style)
            y -= total.height
        return Strip.blank(self.width, style(()))

    def _empty_lines(self) -> tuple[str, ...]:
        return text_rows(self.sheet.empty_text, max(_LEAST_TEXT, self.width - 2))

    def _caption(self, style: Styler) -> Strip:
        right = ""
        if self._slots[-1].end > self.width:
            seen = [
                column + 1
                for column in range(self._frozen, len(self._slots))
                if self.slot(column).x >= (self._slots[self._frozen].x if self._frozen else 0)
                and self.slot(column).end <= self.width
            ]
            if seen:
                right = f" 第{seen[0]}至{seen[-1]}列，共{len(self._slots)}列 "
        name = set_cell_size(self.sheet.name, max(0, self.width - cell_len(right)))
        return Strip([Segment(name, style(("caption",))), Segment(right, style(("caption", "more")))], self.width)

    def _header_line(self, y: int, current: tuple[int, int] | None, style: Styler) -> Strip:
        parts: list[Segment] = []
        for index, (column, slot, lines) in enumerate(
            zip(self.sheet.columns, self._slots, self._header, strict=True)
        ):
            text = lines[y] if y < len(lines) else ""
            roles = ("header", "header-current") if current and current[1] == index else ("header",)
            parts.append(Segment(_aligned(text, slot.width, column.right) + " ", style(roles)))
            parts.append(Segment("│", style(("header", "rule"))))
        strip = self._shown(parts[:-1], style(("header",)))
        if y:
            return strip
        more = style(("header", "more"))
        left = self._slots[self._frozen].x - 1 if self._frozen else 0
        if self.scroll:
            strip = Strip.join([strip.crop(0, left), Strip([Segment("<", more)], 1), strip.crop(left + 1)])
        if self._slots[-1].end - self.scroll > self.width:
            strip = Strip.join([strip.crop(0, self.width - 1), Strip([Segment(">", more)], 1)])
        return strip

    def _rule(self, crossing: str, style: Styler) -> Strip:
        text = crossing.join("─" * (slot.width + 1) for slot in self._slots)
        return self._shown([Segment(text, style(("rule",)))], style(()))

    def _body_line(self, row: int, y: int, current: tuple[int, int] | None, style: Styler) -> Strip:
        if current and current[0] == row:
            return self._cells_line(self._rows[row], y, ("current",), current[1], style)
        return self._cells_line(self._rows[row], y, ("odd",) if row % 2 else (), None, style)

    def _cells_line(self, row: _Row, y: int, roles: tuple[str, ...], edited: int | None, style: Styler) -> Strip:
        parts: list[Segment] = []
        plain, rule = style(roles), style((*roles, "rule"))
        for index, (column, slot) in enumerate(zip(self.sheet.columns, self._slots, strict=True)):
            cell, lines = row.cells[index], row.lines[index]
            if index == edited:
                parts.append(Segment(" " * (slot.width + 1), style((*roles, "edited"))))
            else:
                marks = [mark for mark in (cell.mark, "remarked" if cell.remarked else "") if mark]
                own = style((*roles, *marks)) if marks else plain
                text = lines[y] if y < len(lines) else ""
                narrow = inside(slot, cell)
                # The mark takes the free cell behind a full line, and stands right behind a shorter one.
                first = y == 0 and cell.mark not in [before.mark for before in row.cells[:index]]
                flag = "!" if cell.mark == "bad" and y == 0 else "=" if cell.mark == "carried" and first else ""
                flag = flag or (" " if column.right else "")
                text = _aligned(text + flag, narrow.width + 1, column.right)
                parts.append(Segment(" " * (narrow.x - slot.x) + text, own))
            parts.append(Segment("│", rule))
        return self._shown(parts[:-1], plain)

    def _shown(self, parts: list[Segment], filler: Style) -> Strip:
        strip = Strip(parts)
        if self._slots[-1].end > self.width:
            left = self._slots[self._frozen].x if self._frozen else 0
            room = self.width - left
            moving = strip.crop(left + self.scroll, left + self.scroll + room)
            strip = Strip.join([strip.crop(0, left), moving]) if left else moving
        return strip.adjust_cell_length(self.width, filler)


def inside(slot: Slot, cell: Cell) -> Slot:
    """Where the text of `cell` is in the slot of its column."""
    step = min(cell.indent * INDENT, max(0, slot.width - _LEAST_TEXT))
    return Slot(slot.x + step, slot.width - step)


def _aligned(text: str, width: int, right: bool) -> str:
    free = " " * max(0, width - cell_len(text))
    return free + text if right else text + free
