"""The lines of a Word file from elsewhere."""

from collections.abc import Iterator
from typing import Any

from exports.reading.lines import Line, Source
from exports.reading.word_numbers import Numbers
from exports.reading.word_parts import blocks, read_word, rows
from exports.reading.word_xml import Xml, name_of
from storage.text import clean


def word_source(data: bytes, where: str) -> Source:
    """Return the lines of a .docx; `where` names it in what is raised.

    :raises Refused: as `read_word`.
    """
    return read_word(data, where, _source)


def _source(document: Any) -> Source:  # python-docx has no types
    kept: list[Line] = []
    dropped = number = 0
    for line in _lines(document.element.body, Numbers(document)):
        text, lost = clean(line.text)
        dropped += lost
        for part in text.split("\n"):
            number += 1
            kept.append(Line(number, part, line.level, line.listed, line.row))
    return Source(tuple(kept), dropped)


def _lines(container: Xml, numbers: Numbers) -> Iterator[Line]:
    """Yield the paragraphs and rows of a body or a cell in order, not numbered yet."""
    for block, text in blocks(container, numbers):
        if name_of(block) == "tbl":
            yield from _table(block, numbers)
        else:
            listed = numbers.style_name(block).startswith(("toc", "目录"))
            yield Line(0, text, None if listed or not text.strip() else numbers.level(block), listed)


def _table(table: Xml, numbers: Numbers) -> Iterator[Line]:
    for cells in rows(table):
        if len(cells) == 1:
            # A frame around text, not a table of figures.
            yield from _lines(cells[0], numbers)
        else:
            yield Line(0, "\t".join(_cell(cell, numbers) for cell in cells), row=True)


def _cell(cell: Xml, numbers: Numbers) -> str:
    parts = (line.text.replace("\n", " ").replace("\t", " ") for line in _lines(cell, numbers))
    return " ".join(part for part in parts if part.strip())
