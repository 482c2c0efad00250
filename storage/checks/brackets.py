"""Brackets and quotation marks that are not closed, not opened, or of two widths."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
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
# `1)`, `一）`, `甲）` and `ii）` number an item; `:)` smiles.
_ITEM: Final = re.compile(
    "(?:^|[\n。；;：:，,、 　第])"
    "(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2}|[甲乙丙丁戊己庚辛]|[ivxIVX]{1,4}|[a-zA-Z①-⑳])$"
    "|[:：;；]-?$"
)
_ITEM_LENGTH: Final = 5
# An interval is open at one end and closed at the other: [80，90）.
_NUMBER: Final = "[ ]*[-－]?[0-9.]+[%％万分]?[ ]*"
_BOUNDS: Final = f"{_NUMBER}[,，、]{_NUMBER}"
_INTERVAL: Final = re.compile(f"[\\[［]{_BOUNDS}[)）]|[(（]{_BOUNDS}[\\]］]")
_INCHES: Final = re.compile('(?<=[0-9])["＂]')
_SHOWN: Final = 16


def unclosed(subject: Subject) -> Iterator[Finding]:
    """A bracket or a quotation mark without its other half, and one closed by another width."""
    for passage in typed(subject):
        yield from _unclosed(passage)


@lru_cache(maxsize=256)
def _unclosed(passage: Passage) -> tuple[Finding, ...]:
    return tuple(_faults(passage))


def _faults(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    of_intervals = {at for found in _INTERVAL.finditer(text) for at in (found.start(), found.end() - 1)}
    opened: list[int] = []
    # How many of each kind are open, so that a stray half does not look through all of them.
    waiting: Counter[str] = Counter()
    for found in _MARKS.finditer(text):
        mark, at = found[0], found.start()
        if at in of_intervals:
            continue
        if mark in _OPENS:
            if not _opens_anew(text, opened, at):
                opened.append(at)
                waiting[_OPENS[mark]] += 1
        elif waiting[_CLOSES[mark]]:
            while _OPENS[text[opened[-1]]] != _CLOSES[mark]:
                waiting[_OPENS[text[opened[-1]]]] -= 1
                yield _finding(passage, opened.pop())
            waiting[_CLOSES[mark]] -= 1
            yield from _two_widths(passage, opened.pop(), at)
        elif not (mark in "）)" and _ITEM.search(text[max(0, at - _ITEM_LENGTH) : at])):
            yield _finding(passage, at)
    for place in opened:
        yield _finding(passage, place)
    straight = [found.start() for found in re.finditer('["＂]', text)]
    if len(straight) % 2 and (len(straight) - len(_INCHES.findall(text))) % 2:
        yield _finding(passage, straight[-1])


def _opens_anew(text: str, opened: list[int], at: int) -> bool:
    """Whether a quotation goes on in the next paragraph, which opens it once more; then that is its beginning."""
    if not opened or text[at] not in "“「『" or text[opened[-1]] != text[at]:
        return False
    between = text[opened[-1] : at].rstrip(" 　\t")
    if not between.endswith("\n") or "\n" in between.rstrip():
        return False
    opened[-1] = at
    return True


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
