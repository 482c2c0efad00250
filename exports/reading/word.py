"""The lines of a Word file as a reader sees them: what python-docx leaves out is read from the XML itself.

Tracked insertions are in the text and tracked deletions are not; text in content controls, text boxes and tables
is, and so are the numbers that Word writes before paragraphs by itself.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from exports.reading.lines import Line, Source
from exports.reading.word_numbers import Numbers
from exports.reading.word_xml import Xml, flag, in_order, name_of, value_of, word
from storage.errors import Refused
from storage.json_file import Unreadable
from storage.text import clean

_LARGEST: Final = 64 * 1024 * 1024
_MOST_FILES: Final = 2000
_DEEPEST: Final = 64
# Deleted, moved away, the copy of a text box for old programs, the reading above a character, commands of fields.
_UNSEEN: Final = frozenset({"del", "moveFrom", "Fallback", "rt", "instrText", "delText", "pPr", "rPr", "sdtPr"})
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's text, the text boxes anchored in it, its level by style, and whether it lists contents."""

    text: str
    boxes: list[Xml] = field(default_factory=list)
    level: int | None = None
    listed: bool = False


def word_source(data: bytes, where: str) -> Source:
    """Return the lines of a .docx; `where` names it in what is raised.

    :raises Unreadable: when it is no Word file, damaged, or would unpack to more than 64 MB.
    :raises Refused: when the part of 自评宝 that reads Word files is not installed.
    """
    _check_size(data, where)
    try:
        import docx
    except ImportError as error:
        raise Refused(
            f"“{where}”是 Word 文件，这里没有装读它的部件；"
            "请运行 pip install 'zipingbao[word]'，或另存为纯文本再试。"
        ) from error
    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(Numbers(document))
        lines = list(reader.lines(document.element.body))
    except Exception as error:
        # A damaged file fails anywhere in python-docx and lxml, with whatever they raise.
        raise Unreadable(where, "不是完好的 Word 文件", "请在WPS或Word中打开它，另存为 .docx 再试") from error
    return _numbered(lines)


def _check_size(data: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(where, "不是完好的 Word 文件", "请在WPS或Word中打开它，另存为 .docx 再试") from error
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _LARGEST:
        raise Unreadable(where, "展开后太大，不像一份报告", "请另存为纯文本，或删去图片后再试")


def _numbered(lines: list[Line]) -> Source:
    kept: list[Line] = []
    dropped = number = 0
    for line in lines:
        text, lost = clean(line.text)
        dropped += lost
        for part in text.split("\n"):
            number += 1
            kept.append(Line(number, part, line.level, line.listed, line.row))
    return Source(tuple(kept), dropped)


class _Reader:
    """Walks a document's body; numbers are counted on from paragraph to paragraph."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def lines(self, container: Xml) -> Iterator[Line]:
        """Yield the paragraphs and rows of a body, a cell or a text box in order, not numbered yet."""
        held = ""
        for block in _blocks(container, 0):
            if name_of(block) == "tbl":
                yield from self._table(block)
                continue
            paragraph = self._paragraph(block)
            text, held = held + paragraph.text, ""
            if _runs_on(block):
                # The mark at its end was deleted: the next paragraph is one with it.
                held = text
            else:
                yield Line(0, text, paragraph.level, paragraph.listed)
            for box in paragraph.boxes:
                yield from self.lines(box)
        if held:
            yield Line(0, held)

    def _paragraph(self, element: Xml) -> _Paragraph:
        paragraph = _Paragraph("")
        text = "".join(_texts(element, paragraph.boxes, 0))
        marker = self._numbers.marker(element) if text.strip() or paragraph.boxes else ""
        # 1. before 5万元 would read as 1.5万元.
        gap = " " if marker and text.lstrip()[:1].isdecimal() else ""
        paragraph.text = marker + gap + text
        style = self._numbers.style_name(element)
        paragraph.listed = style.startswith(("toc", "目录"))
        paragraph.level = None if paragraph.listed or not text.strip() else self._numbers.level(element)
        return paragraph

    def _table(self, table: Xml) -> Iterator[Line]:
        rows = [row for row in in_order(table, "tr", _UNSEEN) if flag(row, "trPr", "del") is None]
        for row in rows:
            cells = list(in_order(row, "tc", _UNSEEN))
            if len(cells) == 1:
                # A frame around text, not a table of figures.
                yield from self.lines(cells[0])
                continue
            yield Line(0, "\t".join(self._cell(cell) for cell in cells), row=True)

    def _cell(self, cell: Xml) -> str:
        parts = (line.text.replace("\n", " ").replace("\t", " ") for line in self.lines(cell))
        return " ".join(part for part in parts if part.strip())


def _blocks(container: Xml, depth: int) -> Iterator[Xml]:
    """Yield the paragraphs and tables in a container, those in content controls and insertions too."""
    for child in container:
        name = name_of(child)
        if name in {"p", "tbl"}:
            yield child
        elif name not in _UNSEEN and depth < _DEEPEST:
            yield from _blocks(child, depth + 1)


def _texts(element: Xml, boxes: list[Xml], depth: int) -> Iterator[str]:
    for child in element:
        name = name_of(child)
        if name == "t":
            yield child.text or ""
        elif name == "txbxContent":
            boxes.append(child)
        elif name in _CHARACTERS and element.tag == word("r"):
            yield "" if name == "br" and value_of(child, "type") == "page" else _CHARACTERS[name]
        elif name not in _UNSEEN and depth < _DEEPEST:
            yield from _texts(child, boxes, depth + 1)


def _runs_on(paragraph: Xml) -> bool:
    return paragraph.find(f"{word('pPr')}/{word('rPr')}/{word('del')}") is not None
