"""References in the text that print nothing, or print a unit that stands there once more."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.finding import Finding, Fix, Severity
from storage.checks.subject import Passage, Subject
from storage.report.references import nearest, reference_to, references

_UNIT: Final = re.compile("(?<=[0-9])[^0-9.,]+$")


def unprintable(subject: Subject) -> Iterator[Finding]:
    """A `{{名称}}` that would be printed as it stands."""
    for passage in subject.passages if subject.report is not None else ():
        # What could be resolved is no longer there: passages hold the text as it is printed.
        for reference in references(passage.text):
            quote = passage.quote(reference.start, reference.end)
            figure = subject.figures.get(reference.name)
            if figure is None:
                yield Finding(
                    Code.REFERENCE_UNKNOWN,
                    Severity.ERROR,
                    passage.section,
                    f"{passage.where}里的“{quote.words}”没有对应的数据，会照原样印出来；按 F8 重新选一个。",
                    (quote,),
                    _fix(passage, subject, reference.name, reference.start, reference.end),
                )
            else:
                state = f"填的“{figure.text}”不是数" if figure.text else "还没有数"
                yield Finding(
                    Code.REFERENCE_BLANK,
                    Severity.ERROR,
                    passage.section,
                    f"{passage.where}里引用的“{reference.name}”{state}，会照原样印出来；先把它填上。",
                    (quote,),
                )


def doubled_units(subject: Subject) -> Iterator[Finding]:
    """A unit typed after a reference that is printed with its own: 3场次场."""
    for passage in subject.passages:
        for start, end, _ in passage.resolved.pieces if passage.resolved is not None else ():
            unit = _UNIT.search(passage.text, start, end)
            typed = next((word for word in _writings(unit) if passage.text.startswith(word, end)), "")
            if typed:
                quote = passage.quote(start, end + len(typed))
                place = passage.spot(end, end + len(typed))
                yield Finding(
                    Code.UNIT_DOUBLED,
                    Severity.QUESTION,
                    passage.section,
                    f"{passage.where}里的“{quote.words}”写了两遍单位；引用的数自带单位，请删去后面的“{typed}”。",
                    (quote,),
                    Fix(f"删去“{typed}”", ((place, ""),)),
                )


def _writings(unit: re.Match[str] | None) -> tuple[str, ...]:
    """Return a unit as it may be typed again, the longer first: 场次 and 场."""
    return (unit[0], unit[0][0]) if unit is not None else ()


def _fix(passage: Passage, subject: Subject, name: str, start: int, end: int) -> Fix | None:
    meant = nearest(name, subject.figures)
    if meant is None:
        return None
    written = reference_to(meant)
    return Fix(f"改成“{written}”", ((passage.spot(start, end), written),))
