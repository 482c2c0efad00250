"""What came from last year's report: not confirmed yet, with its years, and its measures carried out or not."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import entries, quote_at, year_of
from storage.checks.finding import Finding, Fix, Quote, Severity
from storage.checks.matching import matches
from storage.checks.subject import Subject, where
from storage.outline import BlockKind
from storage.report.block import Block
from storage.report.carried import Entry
from storage.report.references import references, resolve
from storage.report.report import Section
from storage.report.spot import Field, Spot

_YEAR: Final = re.compile("(?<![0-9])((?:19|20)[0-9]{2})年(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?")
_SHOWN: Final = 20
# The others come when these are confirmed.
_QUOTED: Final = 3


def unconfirmed(subject: Subject) -> Iterator[Finding]:
    """What nobody has confirmed for this year, section by section."""
    for section in subject.report.sections if subject.report is not None else ():
        waiting = section.unconfirmed()
        if waiting:
            yield Finding(
                Code.CARRIED_UNCONFIRMED,
                Severity.QUESTION,
                section.id,
                f"有{len(waiting)}处是从上年的报告带来的，还没有确认；没有变的请确认，变了的请改。",
                tuple(
                    _quote(subject, section, kind, entry.field, entry.start, entry.end, _printed(subject, entry))
                    for kind, entry in waiting[:_QUOTED]
                ),
            )


def years(subject: Subject) -> Iterator[Finding]:
    """Last year's number where nothing is confirmed yet: whether it becomes this year's, a person decides."""
    year, last = year_of(subject.year), last_year(subject)
    if year is None or last is None or last == year:
        return
    for section in subject.report.sections if subject.report is not None else ():
        for kind, entry in section.unconfirmed():
            for field, text, offset in _texts(section.block(kind), entry):
                for found in _years_in(text):
                    if int(found[1]) == last:
                        start, end = offset + found.start(), offset + found.end()
                        told = _shortened(text[found.start() :].split("\n")[0])
                        yield Finding(
                            Code.CARRIED_YEAR,
                            Severity.HINT,
                            section.id,
                            f"“{told}”是从上年带来的，要不要改成{year}年？",
                            (_quote(subject, section, kind, field, start, end, found[0]),),
                            to_year(found, Spot(section.id, kind, field, start, start + 4), year),
                        )


def measures(subject: Subject) -> Iterator[Finding]:
    """A measure promised last year of which nothing is said, or that was not carried out without a word on why."""
    for section in subject.report.sections if subject.report is not None else ():
        for position, promise in enumerate(section.problems.promises if section.problems is not None else ()):
            if promise.is_answered():
                continue
            asked = f"{promise.outcome}，请说明原因" if promise.outcome else "落实了没有，请填写"
            field = ("promises", position, "note" if promise.outcome else "outcome")
            yield Finding(
                Code.MEASURE_UNACCOUNTED,
                Severity.QUESTION,
                section.id,
                f"上年的措施“{_shortened(promise.measure)}”{asked}。",
                (quote_at(subject, section.id, "problems", field, promise.measure),),
            )


def last_year(subject: Subject) -> int | None:
    """Return the year of the report this one started from; None where it started from none."""
    return year_of(subject.report.last_year or "") if subject.report is not None else None


def to_year(found: re.Match[str], spot: Spot, year: int) -> Fix:
    """Offer to make the year that is the first group of what was found, and stands at `spot`, another one."""
    start, end = (at - found.start() for at in found.span(1))
    return Fix(f"改成“{found[0][:start]}{year}{found[0][end:]}”", ((spot, str(year)),))


def _years_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the years named in a text, without those in the names of figures."""
    named = [range(reference.start, reference.end) for reference in references(text)]
    return (found for found in matches(_YEAR, text) if not any(found.start() in name for name in named))


def _texts(block: Block, entry: Entry) -> Iterator[tuple[Field, str, int]]:
    """Yield the texts of an entry: field, words, and how many characters of the field are before them."""
    if len(entry.field) == 1:
        yield entry.field, entry.words, entry.start
        return
    for field, _, value, is_figure in entries(block):
        if isinstance(value, str) and not is_figure and field[:-1] == entry.field:
            yield field, value, 0


def _printed(subject: Subject, entry: Entry) -> str:
    return resolve(entry.words, subject.figures).text


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _quote(
    subject: Subject, section: Section, kind: BlockKind, field: Field, start: int, end: int, words: str
) -> Quote:
    name = where(subject.outline, section.id, section.title)
    called = quote_at(subject, section.id, kind, field, words).of
    return Quote(Spot(section.id, kind, field, start, end), name, words, called)
