"""Paragraphs and their characters in Word's XML."""

import re
import unicodedata
from typing import Final
from xml.sax.saxutils import escape

from storage.text import clean

_MARKS: Final = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def paragraph(style: str, text: str, properties: str = "") -> str:
    """Return a paragraph in a style, with what it has besides: an indent, the section it is the end of."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{run(text)}</w:p>'


def run(text: str) -> str:
    """Return text as Word keeps it, blanks and line breaks too; what XML cannot hold is dropped."""
    parts = [part for part in re.split("([\n\t])", clean(text)[0]) if part]
    inner = "".join(_MARKS.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts)
    # Without the hint quotes and dashes would be set in the Latin font.
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{inner}</w:r>' if inner else ""


def halves(line: str) -> int:
    """Return how long a line is in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
