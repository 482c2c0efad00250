"""Checks for the tests of the screens: what they raise is plain to see in the text."""

import re
from collections.abc import Callable, Iterator

from storage.checks.finding import Finding, Fix, Quote, Severity
from storage.checks.subject import Passage, Subject
from storage.report.spot import Spot

Check = Callable[[Subject], Iterator[Finding]]

SPARE = "[/x][red]【】"


def _found(subject: Subject, word: str) -> Iterator[tuple[Passage, int, int]]:
    for passage in subject.passages:
        for match in re.finditer(re.escape(word), passage.text):
            yield passage, *match.span()


def present_tense(subject: Subject) -> Iterator[Finding]:
    """`目前` is a question, with `全年` to put there."""
    for passage, start, end in _found(subject, "目前"):
        fix = Fix("改成“全年”", ((passage.spot(start, end), "全年"),))
        message = f"年度报告里写了“目前”{SPARE}，是指年底吗？"
        yield Finding("present", Severity.QUESTION, passage.section, message, (passage.quote(start, end),), fix)


def placeholder(subject: Subject) -> Iterator[Finding]:
    """`XX` is an error."""
    for passage, start, end in _found(subject, "XX"):
        yield Finding(
            "placeholder", Severity.ERROR, passage.section, "占位的字母还没有换掉。", (passage.quote(start, end),)
        )


def style(subject: Subject) -> Iterator[Finding]:
    """`!` is a matter of style."""
    for passage, start, end in _found(subject, "!"):
        yield Finding("style", Severity.HINT, passage.section, "叹号用得不合适。", (passage.quote(start, end),))


def events(subject: Subject) -> Iterator[Finding]:
    """`N场次` that is not the first fact of 一（二） is a question about both, with the fact's value to change."""
    facts = subject.report.section("coverage").facts if subject.report is not None else None
    value = facts.rows[0].value if facts is not None else ""
    for passage in subject.passages:
        for match in re.finditer("([0-9]+)场次", passage.text):
            if value != "" and match[1] != str(value):
                cell = Spot("coverage", "facts", ("rows", 0, "value"))
                yield Finding(
                    "events",
                    Severity.QUESTION,
                    passage.section,
                    f"文字里是 {match[0]}，表里是 {value}，哪个对？",
                    (passage.quote(*match.span()), Quote(cell, "一（二）金额个数覆盖率", str(value))),
                    Fix(f"表里改成 {match[1]}", ((cell, match[1]),)),
                )


def no_survey(subject: Subject) -> Iterator[Finding]:
    """Something that cannot be judged."""
    yield Finding("survey", Severity.HINT, "table", "没有填调查人数，满意度没法核对。", unjudged=True)
