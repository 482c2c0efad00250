"""Whether a satisfaction figure says how it was found out."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import clause, quote_at, typed
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.matching import matches
from storage.checks.subject import Subject
from storage.checks.tables import rows
from storage.figures import known, plain

_SAID: Final = re.compile("满意(?:度|率)[^，。；、\n≥≤0-9]{0,10}?([0-9]{1,3}(?:[.][0-9]+)?)[ ]?[%％]")
_OF_A_GOAL: Final = re.compile("目标|确保|力争|指标值|不低于|不少于|以上|应|争取|要求|[≥>]|低于")
_SURVEY: Final = re.compile("问卷|调查|访谈|抽样|测评|回访|评价器")
_SAMPLE: Final = re.compile("[0-9][0-9,]*[ ]?(?:余|多)?(?:份|人|名|户|家|条)")
_WHEN: Final = re.compile("[0-9]{1,2}[ ]?月|[0-9]{1,2}日|第?[一二三四1-4]季度|[年]末")


def satisfaction(subject: Subject) -> Iterator[Finding]:
    """A satisfaction figure without a survey, its sample and its date; and one of 100 %."""
    told = list(_told(subject))
    if not told:
        return
    surveys = [text for passage in typed(subject) for text in passage.text.split("\n") if _SURVEY.search(text)]
    lacking = [
        name
        for name, there in (
            ("怎样调查的", bool(surveys)),
            ("调查了多少份", any(map(_SAMPLE.search, surveys))),
            ("什么时候调查的", any(map(_WHEN.search, surveys))),
        )
        if not there
    ]
    if lacking:
        first = told[0]
        yield Finding(
            Code.SATISFACTION_WITHOUT_SURVEY,
            Severity.QUESTION,
            first.spot.section,
            f"写了“{first.words}”，没有写{'、'.join(lacking)}；请写明调查的方式、份数和时间。",
            tuple(told),
        )
        return
    for quote in told:
        if re.search("(?<![0-9.])100(?:[.]0+)?[ ]?[%％]", quote.words):
            yield Finding(
                Code.SATISFACTION_FULL,
                Severity.QUESTION,
                quote.spot.section,
                f"“{quote.words}”：收回的问卷没有一份不满意吗？请核对，并写明份数。",
                (quote,),
            )


def _told(subject: Subject) -> Iterator[Quote]:
    """Yield every satisfaction figure given as a result, in the text, the facts and the table."""
    for passage in subject.passages:
        for found in matches(_SAID, passage.text):
            if not _OF_A_GOAL.search(clause(passage.text, *found.span())):
                yield passage.quote(*found.span())
    for section in subject.report.sections if subject.report is not None else ():
        for position, fact in enumerate(section.facts.rows if section.facts is not None else []):
            value = known(fact.value)
            if "满意" in fact.name and value is not None:
                field = ("rows", position, "value")
                yield quote_at(subject, section.id, "facts", field, f"{fact.name}{plain(value)}{fact.unit}")
    for row in rows(subject):
        if "满意" in row.name and row.measure.actual.strip():
            yield row.quote("actual", f"{row.name}{row.measure.actual}")
