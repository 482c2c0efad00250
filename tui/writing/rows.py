"""The rows a text is shown in, kept up with each edit at a cost that does not grow with the paragraph."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from textual.document._document import DocumentBase
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset

from tui.writing.line_breaking import column_at, reach, row_end, row_starts, text_width

Location: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row on the screen: the characters of a line from `start` to before `end`."""

    line: int
    start: int
    end: int
    last: bool
    """Whether the line ends with it."""


class Rows(WrappedDocument):
    """A document in rows broken as Chinese is set; a tab is one cell.

    A place where a row breaks is both the end of one row and the start of the next. The caret stands at the start,
    unless it `leans`: then it was sent to the end of the row before.
    """

    def __init__(self, document: DocumentBase) -> None:
        self.leans: Location | None = None
        super().__init__(document)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Break every line anew at `width` cells; 0 breaks none."""
        self._width = width
        self._tab_width = 1
        self._wrap_offsets = [row_starts(line, width) for line in self.document.lines]
        self._count()

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Break anew what an edit has changed: from `start`, where `old_end` has become `new_end`."""
        self.leans = None
        (top, column), (old_bottom, old_column), (bottom, new_column) = start, old_end, new_end
        before, after = self._wrap_offsets[top], self._wrap_offsets[old_bottom]
        # A row may have ended where it did because of characters that stand in the next.
        kept = before[: bisect_right(before, column - reach(max(2, self._width)))] if self._width else []
        shift = new_column - old_column
        settled = {at + shift for at in after[bisect_left(after, old_column) :]}
        broken: list[list[int]] = []
        for number in range(top, bottom + 1):
            starts = self._breaks(number, kept if number == top else [], settled if number == bottom else set())
            if number == bottom and starts and starts[-1] in settled:
                starts += [at + shift for at in after[bisect_right(after, starts[-1] - shift) :]]
            broken.append(starts)
        old_heights = [len(starts) for starts in self._wrap_offsets[top : old_bottom + 1]]
        self._wrap_offsets[top : old_bottom + 1] = broken
        if old_heights != [len(starts) for starts in broken]:
            self._count()

    def _breaks(self, number: int, kept: list[int], settled: set[int]) -> list[int]:
        """Break a line after the rows that are kept, as far as to a row that begins where one did before."""
        line, starts = self.document.get_line(number), list(kept)
        if not self._width:
            return []
        end = starts[-1] if starts else 0
        while (end := row_end(line, end, max(2, self._width))) < len(line):
            starts.append(end)
            if end in settled:
                break
        return starts

    def _count(self) -> None:
        self._tops = [0]
        for starts in self._wrap_offsets:
            self._tops.append(self._tops[-1] + len(starts) + 1)

    # -- rows and places

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._tops[-1]

    def row(self, y: int) -> Row:
        """Return the row at `y`; the nearest where there is none."""
        y = min(max(0, y), self.height - 1)
        line = bisect_right(self._tops, y) - 1
        starts, part = self._wrap_offsets[line], y - self._tops[line]
        last = part == len(starts)
        end = len(self.document.get_line(line)) if last else starts[part]
        return Row(line, starts[part - 1] if part else 0, end, last)

    def y_of(self, location: Location) -> int:
        """The row in which the caret stands at a location."""
        line, column = location
        starts = self._wrap_offsets[line]
        part = bisect_left(starts, column) if location == self.leans else bisect_right(starts, column)
        return self._tops[line] + part

    def location_at(self, x: int, y: int) -> tuple[Location, bool]:
        """Return the location nearest to a cell, and whether the caret leans there: it is past the row's end."""
        row = self.row(y)
        column = column_at(self.document.get_line(row.line)[row.start : row.end], x) + row.start
        return (row.line, column), column == row.end and not row.last

    # -- what a text area and its navigator ask

    def location_to_offset(self, location: Location) -> Offset:
        """Return the cell at which a location is shown."""
        y = self.y_of(location)
        row = self.row(y)
        return Offset(text_width(self.document.get_line(row.line)[row.start : location[1]]), y)

    def offset_to_location(self, offset: Offset) -> Location:
        """Return the location nearest to a cell."""
        return self.location_at(*offset)[0]

    def get_sections(self, line_index: int) -> list[str]:
        """Return the rows of a line."""
        line = self.document.get_line(line_index)
        edges = [0, *self._wrap_offsets[line_index], len(line)]
        return [line[start:end] for start, end in pairwise(edges)]

    def get_tab_widths(self, line_index: int) -> list[int]:
        """A tab is one cell."""
        return [1] * self.document.get_line(line_index).count("\t")
