"""A file as lines of text, each with its number in the file, whatever kind of file it was."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line, cleaned; a paragraph or a table's row where the file is no plain text.

    `number` counts from 1 the lines of a text file, the paragraphs and rows of a Word file. `level` is that of a
    heading by style or by `#`, from 1, and None where the file says nothing. `listed` says that the file itself
    makes it a part of a table of contents, `row` that it is a table's row, its cells parted by tabs.
    """

    number: int
    text: str
    level: int | None = None
    listed: bool = False
    row: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """All lines of a file in order, and how many control characters were dropped from them."""

    lines: tuple[Line, ...]
    dropped: int = 0
