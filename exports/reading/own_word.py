"""Reading back the Word files that `exports.word` writes, also after somebody edited them in Word or WPS."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from exports import markdown
from exports.document import Document, Element, Heading, Paragraph, Table
from exports.reading.files import MOST_LINES, WORD, check_amount, word_bytes
from exports.reading.word_numbers import Numbers
from exports.reading.word_parts import blocks, read_word, rows
from exports.reading.word_xml import Xml, flag, name_of, number_of, value_of
from exports.word_styles import FIGURE_HEAD
from storage.errors import Refused
from storage.json_file import shown
from storage.text import clean

_FORMAT: Final = "格式"
_OURS: Final = "自评宝"
_DEEPEST_HEADING: Final = 6
# Word has no more; what a file claims is not believed.
_MOST_COLUMNS: Final = 63
_EXCERPT: Final = 30


class OwnWord(NamedTuple):
    """What a file of ours holds, whether that is what was exported, word for word, and the controls dropped."""

    document: Document
    unchanged: bool
    dropped: int


class _Cleaner:
    """Drops control characters and counts them."""

    dropped = 0

    def __call__(self, text: str) -> str:
        kept, dropped = clean(text)
        self.dropped += dropped
        return kept


def read_own_word(path: Path) -> OwnWord | None:
    """Read a file back into the document it was written from; None where it is no .docx, or not one of ours.

    A cell that reaches over several rows is in each of them, one that reaches over several columns in the first.

    :raises Refused: when it cannot be read, is too long for a report, or a row of a table has more or fewer cells
        than its header.
    """
    if path.suffix.lower() != WORD:
        return None
    where = shown(path)

    def read(document: Any) -> OwnWord | None:  # python-docx has no types
        identity = _identity(document)
        if not identity.get(_FORMAT, "").startswith(_OURS):
            return None
        cleaned = _Cleaner()
        elements = tuple(_bounded(_elements(document.element.body, Numbers(document), cleaned), where))
        exported = identity.pop(markdown.DIGEST_KEY, "")
        unchanged = exported == markdown.digest(markdown.elements(elements))
        return OwnWord(Document(identity, elements), unchanged, cleaned.dropped)

    return read_word(word_bytes(path), where, read)


def _identity(document: Any) -> dict[str, str]:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    try:
        part = document.part.package.part_related_by(RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    except KeyError:
        return {}
    properties = parse_xml(part.blob)
    return {clean(entry.get("name"))[0]: clean("".join(entry.itertext()))[0] for entry in properties}


def _bounded(elements: Iterator[Element], where: str) -> Iterator[Element]:
    lines = characters = 0
    for element in elements:
        match element:
            case Heading() | Paragraph():
                lines += 1
                characters += len(element.text)
            case Table():
                lines += 1 + len(element.rows)
                characters += sum(len(text) for row in (element.header, *element.rows) for text in row)
        check_amount(lines, characters, where)
        yield element


def _elements(container: Xml, numbers: Numbers, cleaned: _Cleaner) -> Iterator[Element]:
    for block, text in blocks(container, numbers):
        kept = cleaned(text)
        if name_of(block) == "tbl":
            yield from _tables(block, numbers, cleaned)
        elif (level := numbers.level(block)) is not None:
            yield Heading(min(level + 1, _DEEPEST_HEADING), kept)
        elif kept:
            # One without text is the gap behind a table, or somebody's empty line.
            yield Paragraph(kept)


def _tables(table: Xml, numbers: Numbers, cleaned: _Cleaner) -> Iterator[Table]:
    """Yield the table, unless all its rows were deleted."""
    read: list[tuple[str, ...]] = []
    right: frozenset[int] = frozenset()
    for cells in islice(rows(table), MOST_LINES + 1):
        if not read:
            right = frozenset(number for number, cell in enumerate(cells) if _is_figure_head(cell, numbers))
        row = _row(cells, read[-1] if read else (), numbers, cleaned)
        if read and len(row) != len(read[0]):
            raise Refused(
                f"表格的一行“{' '.join(row)[:_EXCERPT]}”有{len(row)}格，表头有{len(read[0])}格；"
                "请在WPS或Word中把这一行的格数改得和表头一样。"
            )
        read.append(row)
    if read:
        yield Table(read[0], tuple(read[1:]), right)


def _row(cells: list[Xml], above: tuple[str, ...], numbers: Numbers, cleaned: _Cleaner) -> tuple[str, ...]:
    row: list[str] = []
    for cell in cells:
        merged = flag(cell, "tcPr", "vMerge")
        if merged is not None and value_of(merged) != "restart" and len(row) < len(above):
            text = above[len(row)]
        else:
            text = cleaned("\n".join(_lines(cell, numbers)))
        across = min(number_of(flag(cell, "tcPr", "gridSpan"), 1), _MOST_COLUMNS)
        row += [text, *[""] * (across - 1)]
    return tuple(row)


def _lines(container: Xml, numbers: Numbers) -> Iterator[str]:
    for block, text in blocks(container, numbers):
        if name_of(block) == "tbl":
            for cells in rows(block):
                for cell in cells:
                    yield from _lines(cell, numbers)
        else:
            yield text


def _is_figure_head(cell: Xml, numbers: Numbers) -> bool:
    return any(numbers.style_name(block) == FIGURE_HEAD for block, _ in blocks(cell, numbers))
