"""What a page that a reviewer reads consists of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from textual.content import Content

from exports.document import Table
from storage.checks.finding import Finding
from storage.report.remark import Remark
from storage.report.spot import Spot
from storage.review.placing import Place
from storage.text_difference import Run, Sort
from tui.versions.difference_view import RUN_MARKS

WHOLE: Final = ""
"""In place of a section's id: the report as a whole."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A paragraph, or a cell of a table: how its words became what they are, and where they were typed.

    `spot` is None for a heading and for what is computed; `column` is the header over a cell.
    """

    runs: tuple[Run, ...]
    spot: Spot | None = None
    column: str = ""

    @property
    def text(self) -> str:
        """What it says now."""
        return "".join(run.text for run in self.runs if run.sort is not Sort.REMOVED)

    @property
    def is_blank(self) -> bool:
        """Whether it stands for a text or a table in which nothing was typed."""
        spot = self.spot
        return spot is not None and (not spot.field or (spot.kind == "prose" and spot.start == spot.end))

    @property
    def is_changed(self) -> bool:
        """Whether anything of it was changed."""
        return any(run.sort is not Sort.SAME for run in self.runs)


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of the section, or of the report; a remark on it is about all that is under it."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is shown and not pointed at: a caption, a row that is no more, a heading over the findings."""

    runs: tuple[Run, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `quoted` are words of it that remarks are about, each with where it is expected in it."""

    cell: Cell
    quoted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `table`, which all of its rows share; `number` counts from 0, -1 is the header."""

    table: Table
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark, beside what it is about; `place` says whether that is still there as it was.

    `column` is the one of a table's row that it is about.
    """

    remark: Remark
    place: Place
    column: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found; `reason` is the office's answer to it, or why it was sent all the same."""

    finding: Finding
    reason: str = ""
    by: str = ""


Item: TypeAlias = Title | Note | Text | Row | Remarked | Found


def marked(runs: Iterable[Run]) -> Content:
    """Return how words became others, marked otherwise than by colour alone."""
    parts = []
    for run in runs:
        begin, end, style = RUN_MARKS[run.sort]
        parts.append(Content.styled(f"{begin}{run.text}{end}", style))
    return Content("").join(parts)


def same(text: str) -> tuple[Run, ...]:
    """Return a text in which nothing was changed."""
    return (Run(Sort.SAME, text),) if text else ()
