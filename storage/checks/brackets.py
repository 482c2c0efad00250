"""Brackets and quotation marks that are not closed, not opened, or of two widths."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import typed
from storage.checks.finding import Finding, Fix, Severity
from storage.checks.subject import Passage, Subject

_CLOSES: Final = {
    "）": "（",
    ")": "（",
    "】": "【",
    "〕": "〔",
    "》": "《",
    "〉": "〈",
    "」": "「",
    "』": "『",
    "”": "“",
    "]": "[",
    "］": "[",
}
_OPENS: Final = {"(": "（", "［": "["} | {mark: mark for mark in _CLOSES.values()}
_MARKS: Final = re.compile(f"[{re.escape(''.join([*_CLOSES, *_OPENS]))}]")
# `1)` and `一）` number an item.
_ITEM: Final = re.compile("(?:^|[\n。；;：:，,、 　])(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z①-⑳])$")
_SHOWN: Final = 16


def unclosed(subject: Subject) -> Iterator[Finding]:
    """A bracket or a quotation mark without its other half, and one closed by another width."""
    for passage in typed(subject):
        yield from _unclosed(passage)


def _unclosed(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    opened: list[int] = []
    for found in _MARKS.finditer(text):
        mark, at = found[0], found.start()
        if mark in _OPENS:
            opened.append(at)
            continue
        match = next((place for place in reversed(opened) if _OPENS[text[place]] == _CLOSES[mark]), None)
        if match is not None:
            while opened[-1] != match:
                yield _finding(passage, opened.pop())
            opened.pop()
            yield from _two_widths(passage, match, at)
        elif not (mark in "）)" and _ITEM.search(text[max(0, at - 3) : at])):
            yield _finding(passage, at)
    for place in opened:
        yield _finding(passage, place)
    straight = [found.start() for found in re.finditer('["＂]', text)]
    if len(straight) % 2:
        yield _finding(passage, straight[-1])


def _finding(passage: Passage, at: int) -> Finding:
    text, mark = passage.text, passage.text[at]
    closing = mark in _CLOSES
    start, end = (max(0, at + 1 - _SHOWN), at + 1) if closing else (at, min(len(text), at + _SHOWN))
    line_start, line_end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    start, end = max(start, line_start), end if line_end < 0 else min(end, line_end)
    words = text[start:end]
    lacks = "没有前一半" if closing else "没有后一半"
    return Finding(
        Code.BRACKET_UNCLOSED,
        Severity.ERROR,
        passage.section,
        f"“{words}”里的“{mark}”{lacks}；请补上，或删去这一半。",
        (passage.quote(start, end),),
    )


def _two_widths(passage: Passage, start: int, end: int) -> Iterator[Finding]:
    opening, closing = passage.text[start], passage.text[end]
    if {opening, closing} & {"(", ")"} and {opening, closing} & {"（", "）"}:
        changes = ((passage.spot(start, start + 1), "（"), (passage.spot(end, end + 1), "）"))
        yield Finding(
            Code.BRACKET_WIDTHS,
            Severity.HINT,
            passage.section,
            f"“{opening}”和“{closing}”一半是全角、一半是半角；请都用全角。",
            (passage.quote(start, end + 1),),
            Fix("改成全角括号", changes),
        )
