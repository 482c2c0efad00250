"""Where a line of Chinese breaks into rows, the same wherever text is shown, edited or previewed.

It breaks anywhere but before closing and after opening punctuation; figures with their unit, Latin words, —— and
……, and references stay whole where they fit, as people know it from word processors (行首禁则、行尾禁则).
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rich.cells import cell_len

from storage.quantities.units import pattern

_WIDE_CLOSING: Final = "，。、；：？！）》」』】〕〉"
_WIDE_OPENING: Final = "（《「『【〔〈"
_NOT_FIRST: Final = re.escape(_WIDE_CLOSING + "”’…—·％‰℃%,.;:?!)]}")
_NOT_LAST: Final = re.escape(_WIDE_OPENING + "“‘￥¥([{")
_FIGURE: Final = (
    "(?:[第≥≤±−－+-](?=[0-9０-９]))?"
    "[A-Za-z0-9０-９][A-Za-z0-9０-９.,'/+:-]*"
    f"(?:(?<=[0-9０-９])[余多]?[十百千万亿]{{0,3}}[余多]?(?:{pattern()}|[月日号])?)?"
)
# A character is one with the sign after it that asks for its picture.
_CHARACTER: Final = ".\ufe0f?"
_REFERENCE: Final = r"\{\{[^{}\n]{1,60}\}\}"
_CLUSTER: Final = re.compile(
    f"(?:(?!{_REFERENCE})[{_NOT_LAST}])*(?:{_REFERENCE}|{_FIGURE}|{_CHARACTER})[{_NOT_FIRST}]*", re.DOTALL
)
_PART: Final = re.compile(_CHARACTER, re.DOTALL)
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
# How far past its cells a row may have to look: a word that does not fit, and marks that take no cell.
_SLACK: Final = 64


def text_width(text: str) -> int:
    """How many terminal cells one line of text takes; a tab is shown as one space."""
    return len(text) if text.isascii() else cell_len(text.replace("\t", " "))


_cluster_width = lru_cache(8192)(text_width)


@lru_cache(256)
def _even_row(count: int) -> re.Pattern[str]:
    """Match a row of `count` wide characters that may break there: most rows are, and are soon recognised so."""
    every, last = f"{_HAN}{_WIDE_CLOSING}{_WIDE_OPENING}", f"{_HAN}{_WIDE_CLOSING}"
    return re.compile(f"[{every}]{{{count - 1}}}[{last}](?=[{_HAN}{_WIDE_OPENING}])")


def reach(width: int) -> int:
    """How many characters from its first a row of `width` cells depends on."""
    return 2 * width + _SLACK


def row_end(line: str, start: int, width: int) -> int:
    """Where the row of `line` that begins at `start` ends, at `width` cells, two or more.

    A row holds at least a character, and what takes no cell stays with what it stands on.
    """
    if even := _even_row(width // 2).match(line, start):
        return even.end()
    window = line[start : start + reach(width)]
    used = end = 0
    for cluster in _CLUSTER.finditer(window):
        size = _cluster_width(cluster[0])
        if used + size > width:
            if size > width:
                end += _cut(cluster[0], width - used)
            break
        used += size
        end = cluster.end()
    while end < len(window) and not _cluster_width(window[end]):
        end += 1
    return start + (end or 1)


def _cut(cluster: str, room: int) -> int:
    """How many characters of what fits no row are set in the `room` that is left of this one."""
    end = 0
    for part in _PART.finditer(cluster):
        room -= _cluster_width(part[0])
        if room < 0:
            break
        end = part.end()
    return end


def row_starts(line: str, width: int) -> list[int]:
    """Where the rows of one line (no line break in it) begin after the first, at `width` cells; 0 breaks none."""
    starts: list[int] = []
    if width and len(line) * 2 > width:
        width, end = max(2, width), 0
        while (end := row_end(line, end, width)) < len(line):
            starts.append(end)
    return starts


@lru_cache(8192)
def text_rows(text: str, width: int) -> tuple[str, ...]:
    """The rows of a text at `width` cells, at least one; tabs are single spaces."""
    rows: list[str] = []
    for line in text.replace("\t", " ").split("\n"):
        edges = (0, *row_starts(line, width), len(line))
        rows += [line[start:end] for start, end in pairwise(edges)]
    return tuple(rows)


def column_at(row: str, x: int) -> int:
    """How many characters of a row stand before the cell `x`; a cell of a wide character is its start."""
    column = 0
    for part in _PART.finditer(row):
        x -= _cluster_width(part[0])
        if x < 0:
            break
        column = part.end()
    return column


def character_end(row: str, start: int) -> int:
    """Where what stands in the cell of the character at `start` ends: with the marks on it, at least after one."""
    end = start + 1
    while end < len(row) and not _cluster_width(row[end]):
        end += 1
    return end
