"""Files from elsewhere as lines: plain text, Markdown and Word; what cannot be read says how to convert it."""

import re
from pathlib import Path
from typing import Final

from exports.reading.decoding import decode
from exports.reading.lines import Line, Source
from exports.reading.markdown_lines import markdown_lines
from storage.errors import Refused
from storage.json_file import Unreadable, read_file, shown
from storage.text import clean

TEXTS: Final = frozenset({"", ".txt", ".text"})
MARKDOWN: Final = frozenset({".md", ".markdown"})
WORD: Final = ".docx"
TO_CONVERT: Final = frozenset({".doc", ".wps", ".rtf", ".dot", ".wpt", ".odt", ".pdf"})
_LIMIT: Final = 8 * 1024 * 1024
_WORD_LIMIT: Final = 64 * 1024 * 1024
MOST_LINES: Final = 50_000
_MOST_CHARACTERS: Final = 1_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK\x03\x04"


def read_source(path: Path) -> Source:
    """Return the lines of a text, Markdown or Word file.

    :raises Refused: when it is of another kind, not what its name says, too large, damaged or not there.
    """
    suffix, where = path.suffix.lower(), shown(path)
    if suffix in TO_CONVERT:
        raise _to_convert(where)
    if suffix == WORD:
        from exports.reading.word import word_source

        source = word_source(word_bytes(path), where)
    elif suffix in TEXTS or suffix in MARKDOWN:
        data = _not_old(read_file(path, _LIMIT), where)
        if data.startswith(_ZIP):
            raise Unreadable(
                where, "里面不是文字，像是 Word 文件或压缩包", "请把扩展名改成 .docx 再试，或另存为纯文本"
            )
        text = decode(data, where)
        source = markdown_source(text) if suffix in MARKDOWN else text_source(text)
    else:
        raise Refused(f"“{where}”读不了：只能读 .docx、.txt 和 .md 文件；请另存为 .docx 后再试。")
    check_amount(len(source.lines), sum(len(line.text) for line in source.lines), where)
    return source


def check_amount(lines: int, characters: int, where: str) -> None:
    """Refuse what is too long for a report.

    :raises Unreadable: when there are more than 50,000 lines or a million characters.
    """
    if lines > MOST_LINES or characters > _MOST_CHARACTERS:
        raise Unreadable(where, f"超过{MOST_LINES}行或一百万字，不像一份报告", "请检查是不是选错了文件")


def word_bytes(path: Path) -> bytes:
    """Return the content of a file that should be a .docx.

    :raises Unreadable: when it is larger than 64 MB, of an older format, or cannot be read.
    """
    return _not_old(read_file(path, _WORD_LIMIT), shown(path))


def text_source(text: str) -> Source:
    """Return the lines of plain text; what breaks a line inside one keeps that line's number."""
    lines: list[Line] = []
    dropped = 0
    for number, written in enumerate(re.split("\r\n|\r|\n", text), 1):
        kept, lost = clean(written)
        dropped += lost
        lines += [Line(number, part, row=_is_row(part)) for part in kept.split("\n")]
    return Source(tuple(lines), dropped)


def markdown_source(text: str) -> Source:
    """Return the lines of Markdown as they read: without `#`, backslashes and the bars of tables."""
    kept, dropped = clean(text)
    return Source(tuple(markdown_lines(kept)), dropped)


def _is_row(text: str) -> bool:
    cells = text.strip().strip("|").split("|") if text.strip().startswith("|") else text.strip().split("\t")
    return len([cell for cell in cells if cell.strip()]) > 2


def _not_old(data: bytes, where: str) -> bytes:
    if data.startswith(_OLE):
        raise _to_convert(where)
    return data


def _to_convert(where: str) -> Unreadable:
    return Unreadable(where, "是旧格式、别的格式或加了密码的文件", "请在WPS或Word中打开它，另存为 .docx 再试")
