"""What every format is written from: a report laid out as headings, paragraphs and tables."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title, 2 is 一、 and 3 is （一）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, whose text may hold line breaks."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: every row has as many cells as the header; `right` numbers the right-aligned columns from 0."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


Element: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: what identifies it, under Chinese names and without 校验, and its elements in order."""

    identity: dict[str, str]
    elements: tuple[Element, ...]
