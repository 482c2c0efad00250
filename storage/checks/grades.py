"""Whether the grade told is that of the score, and whether a low one is followed by rectification.

In the 自评表 the grade is computed; in a text it is typed.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import quote_at, sentence, typed
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.subject import Passage, Subject
from storage.figures import plain
from storage.report.scoring import tier_of

_SCORE: Final = re.compile(
    "(?:总分|总得分|综合得分|自评得分|自评分值?|最终得分|综合评分|自评结果|评价得分)(?:数)?(?:是|为|达|共)?"
    r"[：:]?[ ]?([0-9]{1,3}(?:\.[0-9]+)?)[ ]?分"
)
_GRADE: Final = re.compile(
    '^[^。；\n]{0,20}?(?:等级|等次|评为|评定为|结论|结果)(?:是|为|：|:)?[ ]?[“"]?(优秀|优|良好|良|中等|中|较差|差)'
)
_SHORT: Final = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差"}
# A score of a part is not the total.
_OF_A_PART: Final = re.compile("产出|效益|满意|指标(?!体系)|执行率|成本|[一二三]级|其中")
_RECTIFIED: Final = re.compile("整改")


def grades(subject: Subject) -> Iterator[Finding]:
    """A grade in the text that is not the score's."""
    scoring = subject.outline.scoring
    names = {tier.name for tier in scoring.grades}
    for passage in subject.passages:
        for found in _totals(passage):
            said = _GRADE.search(passage.text[found.end() :])
            if said is None or (grade := _SHORT.get(said[1], said[1])) not in names:
                continue
            right = tier_of(Decimal(found[1]) / 100, scoring.grades).name
            if grade != right:
                end = found.end() + said.end()
                yield Finding(
                    Code.GRADE_BAND,
                    Severity.ERROR,
                    passage.section,
                    f"{found[1]}分应当是“{right}”，这里写的是“{said[1]}”；请核对得分和等级。",
                    (passage.quote(found.start(), end),),
                )


def rectification(subject: Subject) -> Iterator[Finding]:
    """A low score and not a word of 整改."""
    limit = subject.outline.checks.rectification_below
    low = next((quote for score, quote in _scores(subject) if score < limit), None)
    if low is None or any(_RECTIFIED.search(passage.text) for passage in typed(subject)):
        return
    yield Finding(
        Code.RECTIFICATION_MISSING,
        Severity.ERROR,
        low.spot.section,
        f"“{low.words}”低于{plain(limit)}分，报告里没有写整改；请写明怎样整改、谁负责、什么时候完成。",
        (low,),
    )


def full_score(subject: Subject) -> Iterator[Finding]:
    """A text that gives itself 100 points."""
    if subject.report is not None:
        return
    for score, quote in _scores(subject):
        if score == 100:
            yield Finding(
                Code.ALL_FULL_MARKS,
                Severity.QUESTION,
                quote.spot.section,
                f"“{quote.words}”是满分；真的没有一项有偏差吗，请逐项核对实际完成值。",
                (quote,),
            )


def _scores(subject: Subject) -> Iterator[tuple[Decimal, Quote]]:
    report, scoring = subject.report, subject.outline.scoring
    for section in report.sections if report is not None else ():
        if section.indicators is not None and report is not None:
            result = section.indicators.result(report.execution_rate(scoring), scoring)
            if result.grade is not None:
                words = f"总分{plain(result.score)}分"
                yield result.score, quote_at(subject, section.id, "indicators", (), words)
    for passage in subject.passages:
        for found in _totals(passage):
            yield Decimal(found[1]), passage.quote(*found.span())


def _totals(passage: Passage) -> Iterator[re.Match[str]]:
    for found in _SCORE.finditer(passage.text):
        if not _OF_A_PART.search(sentence(passage.text[: found.start()], found.start(), found.start())):
            yield found
