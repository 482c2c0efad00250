"""Numbered headings and items: gaps, duplicates, two styles at once, and 、 after a bracket."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from storage.checks.codes import Code
from storage.checks.finding import Finding, Fix, Quote, Severity
from storage.checks.subject import Passage, Subject
from storage.report.spot import Spot

_DIGITS: Final = "一二三四五六七八九"
_CHINESE: Final = f"[{_DIGITS}十]{{1,3}}"
_NEIGHBOURS: Final = "|".join(f"{one}、{next_one}" for one, next_one in pairwise(f"{_DIGITS}十"))
# From the highest level to the lowest. 12.5万元, 2023.1.1, 一、二季度, 三、四楼 and (2个) are none of them.
_KINDS: Final = (
    re.compile(
        f"(?!(?:{_NEIGHBOURS})(?:[楼层等号期批类届轮区线环组班]|产业))"
        f"(?P<number>{_CHINESE})(?P<after>、)(?![{_DIGITS}十]{{1,3}}[、季月年级])"
    ),
    re.compile(f"(?P<before>[（(])(?P<number>{_CHINESE})(?P<after>[）)][、.．]?)"),
    re.compile("(?P<number>[0-9]{1,2})(?P<after>[.．、])(?![0-9０-９])"),
    re.compile("(?P<before>[（(])(?P<number>[0-9]{1,2})(?P<after>[）)][、.．]?)"),
)
_OWN_LINE: Final = re.compile("^[ 　\t]*", re.MULTILINE)
# What must stand before it is asked afterwards: a pattern that starts with that is tried at every character.
_RUN_IN: Final = re.compile(f"(?P<number>{_CHINESE})(?P<after>是)(?!否)")
_BEFORE_RUN_IN: Final = "。；;：:，,\n 　”"
_RUN_IN_KIND: Final = len(_KINDS)
# 二、三公经费, （五）中队 and 2. 5小时 number a heading only where this number is the one due.
_UNSURE: Final = re.compile(
    rf"{_NEIGHBOURS}|[（(]{_CHINESE}[）)](?:[中大支]队|标段|号楼|班(?!子))|"
    "[0-9]{1,2}[.．][ 　]+[0-9]+(?![0-9年月日])"
)
# Headings twice numbered 一 are a mistake; two lists that start with 1 are two lists.
_FIRST_OF_ITEMS: Final = 2


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number before a heading or an item: where it stands, its level and its value.

    `line` counts the lines of the text; `opens` says that its own ends in a colon;
    `sure`, that it must be a number.
    """

    kind: int
    value: int
    quote: Quote
    number: Spot
    line: int
    before: str = ""
    after: str = ""
    opens: bool = False
    sure: bool = True

    def written(self, value: int) -> str:
        """Return another number the way this one is written."""
        return str(value) if self.kind in {2, 3} else chinese(value)

    def marked(self, value: int) -> str:
        """Return another number with this one's marks around it."""
        return f"{self.before}{self.written(value)}{self.after}"


def sequences(subject: Subject) -> Iterator[Finding]:
    """A number that is left out or comes twice among its siblings."""
    for marks in _by_text(subject):
        last: dict[int, int] = {}
        for run in _runs(marks):
            first = run[0]
            # Items may be counted on from one heading to the next.
            goes_on = first.value == last.get(first.kind, 0) + 1
            yield from _faults(run, first.value if goes_on else 1)
            last[first.kind] = run[-1].value


def _runs(marks: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """Yield the siblings: numbers of one level with none of a higher between, up to where they start anew."""
    runs: dict[int, list[_Mark]] = {}
    for mark in marks:
        for deeper in [kind for kind in runs if kind > mark.kind]:
            yield runs.pop(deeper)
        run = runs.get(mark.kind, [])
        if not mark.sure and mark.value != (run[-1].value + 1 if run else 1):
            continue
        if run and mark.value == 1 and _starts_anew(run, mark):
            yield run
            run = []
        run.append(mark)
        runs[mark.kind] = run
    yield from runs.values()


def _starts_anew(run: Sequence[_Mark], mark: _Mark) -> bool:
    """Whether another 1 starts another list: one item right before the next, with nothing to list, is no list."""
    if run[-1].value > 1 or mark.kind < _FIRST_OF_ITEMS:
        return run[-1].value > 1
    return mark.kind == _RUN_IN_KIND or run[-1].opens or mark.line != run[-1].line + 1


def _faults(run: Sequence[_Mark], first: int) -> Iterator[Finding]:
    for position, mark in enumerate(run):
        expected = run[position - 1].value + 1 if position else first
        if mark.value == expected:
            continue
        # 一是…一是… is a way to list things; a list in a paragraph may go on from the one before.
        if mark.kind == _RUN_IN_KIND and (not position or mark.value == 1):
            return
        before = run[position - 1].quote if position else None
        quotes = (before, mark.quote) if before is not None else (mark.quote,)
        if position and mark.value == run[position - 1].value:
            message = f"编号“{mark.quote.words}”用了两次；请改成“{mark.marked(expected)}”，后面的顺延。"
            changes = tuple(
                (other.number, other.written(value))
                for value, other in enumerate(run[position:], expected)
                if other.value != value
            )
            fix = Fix(f"改成“{mark.marked(expected)}”，后面的顺延", changes)
            yield Finding(Code.NUMBERING_DUPLICATE, Severity.ERROR, mark.quote.spot.section, message, quotes, fix)
        else:
            after = f"“{before.words}”后面" if before is not None else "开头"
            right = mark.marked(expected)
            message = f"编号不连续：{after}是“{mark.quote.words}”，应当是“{right}”；请看是不是漏了一条。"
            # A number without brothers may be a part of a name.
            severity = Severity.ERROR if len(run) > 1 else Severity.QUESTION
            yield Finding(Code.NUMBERING_GAP, severity, mark.quote.spot.section, message, quotes)
        return


def styles(subject: Subject) -> Iterator[Finding]:
    """(一) beside （一）, 1、 beside 1. : numbers of one level written in two ways."""
    marks = [mark for marks in _by_text(subject) for mark in marks if mark.kind != _RUN_IN_KIND]
    headed = any("（" in section.number for section in subject.outline.sections)
    for kind in range(len(_KINDS)):
        full = "（" if kind in {1, 3} else "."
        plain: list[_Mark] = []
        others: list[_Mark] = []
        for mark in (mark for mark in marks if mark.kind == kind):
            (others if (mark.before or mark.after[:1]) == full else plain).append(mark)
        printed = subject.report is not None and kind == 1 and headed
        if not kind or not plain or not (others or printed):
            continue
        changes = tuple(change for mark in plain for change in _restyled(mark, full))
        example = others[0].quote.words if others else "（一）"
        yield Finding(
            Code.NUMBERING_MIXED,
            Severity.ERROR,
            plain[0].quote.spot.section,
            f"同一级编号有“{example}”和“{plain[0].quote.words}”两种写法；请统一成前一种。",
            tuple(mark.quote for mark in (*others[:1], *plain)),
            Fix("统一编号的写法", changes),
        )


def commas(subject: Subject) -> Iterator[Finding]:
    """A 、 or a point after a bracketed number: （一）、"""
    for marks in _by_text(subject):
        wrong = [mark for mark in marks if mark.kind in {1, 3} and len(mark.after) > 1]
        if wrong:
            first = wrong[0].quote
            changes = tuple((_last(mark.quote.spot), "") for mark in wrong)
            yield Finding(
                Code.NUMBERING_COMMA,
                Severity.ERROR,
                first.spot.section,
                f"“{first.words}”里，括号后面不加“{wrong[0].after[1:]}”；请删去。",
                tuple(mark.quote for mark in wrong),
                Fix(f"删去“{wrong[0].after[1:]}”", changes),
            )


def _last(spot: Spot) -> Spot:
    return Spot(spot.section, spot.kind, spot.field, spot.end - 1, spot.end)


def chinese(value: int) -> str:
    """Write a number in Chinese: 十二, 二十; from 100 on, where no heading goes, in digits."""
    if value > 99:
        return str(value)
    tens, ones = divmod(value, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return ten + (_DIGITS[ones - 1] if ones else "")


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    high = (_DIGITS.find(tens) + 1 if tens else 1) if ten else 0
    return 10 * high + (_DIGITS.find(ones) + 1 if ones else 0)


@lru_cache(maxsize=1)
def _by_text(subject: Subject) -> tuple[Sequence[_Mark], ...]:
    """Return the numbers of each text in order: of a report's every section, of a plain text as a whole."""
    if subject.report is None:
        whole = [
            Passage("", f"第{number}行", line, "prose", ("lines", number - 1))
            for number, line in enumerate(subject.lines, 1)
        ]
        return ([mark for number, line in enumerate(whole) for mark in _marks(line, number)],)
    return tuple(_marks(passage, titles=_own_titles(subject, passage)) for passage in subject.passages)


def _own_titles(subject: Subject, passage: Passage) -> tuple[str, ...]:
    """Return the headings the outline itself prints above a section, which its text may repeat."""
    part, asked = subject.outline.part_of(passage.section), subject.outline.section(passage.section)
    return tuple(heading.title for heading in (part, asked) if heading is not None and heading.title)


@lru_cache(maxsize=1024)
def _marks(passage: Passage, first: int = 0, titles: tuple[str, ...] = ()) -> Sequence[_Mark]:
    found: list[_Mark] = []
    for number, line in enumerate(_OWN_LINE.finditer(passage.text), first):
        matches = (pattern.match(passage.text, line.end()) for pattern in _KINDS)
        kind, match = next(((kind, match) for kind, match in enumerate(matches) if match), (0, None))
        if match is not None and not (titles and passage.text.startswith(titles, match.end())):
            found.append(_mark(passage, kind, match, number))
    found += [
        _mark(passage, _RUN_IN_KIND, match, first)
        for match in _RUN_IN.finditer(passage.text)
        if not match.start() or passage.text[match.start() - 1] in _BEFORE_RUN_IN
    ]
    return sorted(found, key=lambda mark: mark.number.start)


def _mark(passage: Passage, kind: int, match: re.Match[str], line: int) -> _Mark:
    text, end = passage.text, passage.text.find("\n", match.end())
    return _Mark(
        kind,
        _value(match["number"]),
        passage.quote(*match.span()),
        passage.spot(*match.span("number")),
        line,
        match.groupdict().get("before") or "",
        match["after"],
        opens=text[match.end() : end if end >= 0 else len(text)].rstrip().endswith(("：", ":")),
        sure=kind == _RUN_IN_KIND or _UNSURE.match(text, match.start()) is None,
    )


def _restyled(mark: _Mark, full: str) -> Iterator[tuple[Spot, str]]:
    spot, number = mark.quote.spot, mark.number
    if full == ".":
        yield Spot(spot.section, spot.kind, spot.field, number.end, number.end + 1), "."
    else:
        yield Spot(spot.section, spot.kind, spot.field, number.start - 1, number.start), "（"
        yield Spot(spot.section, spot.kind, spot.field, number.end, number.end + 1), "）"
