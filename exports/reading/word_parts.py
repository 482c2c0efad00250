"""What a reader of a Word file sees: its paragraphs and tables in order, and the characters of a paragraph.

Tracked insertions are in the text and tracked deletions are not; text in content controls, text boxes and tables
is, and so are the numbers that Word writes before paragraphs by itself.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from exports.reading.word_numbers import Numbers
from exports.reading.word_xml import Xml, flag, in_order, name_of, value_of, word
from storage.errors import Refused
from storage.json_file import Unreadable
from storage.zips import BadZip, open_zip, read_entry

Read = TypeVar("Read")

_LARGEST: Final = 64 * 1024 * 1024
_MOST_FILES: Final = 2000
_DEEPEST: Final = 64
# Deleted, moved away, the copy of a text box for old programs, the reading above a character, commands of fields.
_UNSEEN: Final = frozenset({"del", "moveFrom", "Fallback", "rt", "instrText", "delText", "pPr", "rPr", "sdtPr"})
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_word(data: bytes, where: str, read: Callable[[Any], Read]) -> Read:
    """Return what `read` makes of the document of python-docx; `where` names the file in what is raised.

    :raises Unreadable: when it is no Word file, damaged, or would unpack to more than 64 MB.
    :raises Refused: when the part of 自评宝 that reads Word files is not installed, or as `read` does.
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
        return read(docx.Document(io.BytesIO(data)))
    except Refused:
        raise
    except Exception as error:
        # A damaged file fails anywhere in python-docx and lxml, with whatever they raise.
        raise Unreadable(where, "不是完好的 Word 文件", "请在WPS或Word中打开它，另存为 .docx 再试") from error


def _check_size(data: bytes, where: str) -> None:
    try:
        with open_zip(io.BytesIO(data), most=_MOST_FILES, largest=_LARGEST) as archive:
            for entry in archive.infolist():
                # python-docx unpacks whatever an entry holds, not what the list says it does.
                read_entry(archive, entry)
    except BadZip as error:
        if error.too_large:
            raise Unreadable(where, "展开后太大，不像一份报告", "请另存为纯文本，或删去图片后再试") from error
        raise Unreadable(where, "不是完好的 Word 文件", "请在WPS或Word中打开它，另存为 .docx 再试") from error


def blocks(container: Xml, numbers: Numbers) -> Iterator[tuple[Xml, str]]:
    """Yield the tables and the paragraphs with their text of a body, a cell or a text box; "" with a table.

    Paragraphs in a text box follow the one it is anchored in.
    """
    held = ""
    paragraph = None
    for block in _nested(container, 0):
        if name_of(block) == "tbl":
            yield block, ""
            continue
        paragraph = block
        boxes: list[Xml] = []
        text = "".join(_texts(block, boxes, 0))
        marker = numbers.marker(block) if text.strip() or boxes else ""
        # 1. before 5万元 would read as 1.5万元.
        gap = " " if marker and text.lstrip()[:1].isdecimal() else ""
        text, held = held + marker + gap + text, ""
        if _runs_on(block):
            # The mark at its end was deleted: the next paragraph is one with it.
            held = text
        else:
            yield block, text
        for box in boxes:
            yield from blocks(box, numbers)
    if held:
        yield paragraph, held


def rows(table: Xml) -> Iterator[list[Xml]]:
    """Yield the rows of a table that are not deleted, each as its cells."""
    for row in in_order(table, "tr", _UNSEEN):
        if flag(row, "trPr", "del") is None:
            yield list(in_order(row, "tc", _UNSEEN))


def _nested(container: Xml, depth: int) -> Iterator[Xml]:
    """Yield the paragraphs and tables in a container, those in content controls and insertions too."""
    for child in container:
        name = name_of(child)
        if name in {"p", "tbl"}:
            yield child
        elif name not in _UNSEEN and depth < _DEEPEST:
            yield from _nested(child, depth + 1)


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
