"""What every format is written from: a report laid out as headings, paragraphs and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from storage.report.spot import Spot


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title, 2 is 一、 and 3 is （一）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, whose text may hold line breaks.

    `spot` is the characters it was typed in, None for a caption and for what was read from a file.
    """

    text: str
    spot: Spot | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: every row has as many cells as the header; `right` numbers the right-aligned columns from 0.

    `spots` are the fields the cells of each row were typed in, None for a computed one; empty where the table was
    read from a file.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    spots: tuple[tuple[Spot | None, ...], ...] = field(default=(), compare=False)


Element: TypeAlias = Heading | Paragraph | Table
Captions: TypeAlias = Mapping[tuple[str, ...], str]
"""What stands above the tables of a block, by their headers; "" where nothing does."""
Tables: TypeAlias = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]
"""The rows of some tables by their headers, as a block is read from them; a header that is not there has none."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: what identifies it, under Chinese names and without 校验, and its elements in order."""

    identity: dict[str, str]
    elements: tuple[Element, ...]


RECORD: Final = Heading(1, "审核记录")
"""What 审核记录 begins with after a report: of the level that else only the title has."""


def without_record(elements: Sequence[Element]) -> Sequence[Element]:
    """Return the elements of a report's document up to the record that was put after it."""
    found = [position for position, element in enumerate(elements) if position and element == RECORD]
    return elements[: found[-1]] if found else elements
