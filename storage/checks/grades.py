"""Whether the grade told is the 自评表's or that of the score, and whether a low score is followed by 整改."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import clause, quote_at, sentence, typed
from storage.checks.finding import Finding, Fix, Quote, Severity
from storage.checks.matching import matches, occurs
from storage.checks.owners import clause_before, is_of_another, is_rule, opens_rule
from storage.checks.subject import Passage, Subject
from storage.checks.tables import scored_tables
from storage.figures import plain
from storage.report.indicators import Result
from storage.report.scoring import tier_of

_SCORE: Final = re.compile(
    "(?:总分|总得分|综合得分|自评得分|自评分值?|最终得分|综合评分|自评结果|评价得分)(?:数)?(?:是|为|达|共)?"
    r"[：:]?[ ]?([0-9]{1,3}(?:\.[0-9]+)?)[ ]?分"
)
_GRADE: Final = re.compile(
    '(?:等级|等次|评为|评定为|结论|结果)(?:评定)?(?:是|为|：|:)?[ ]?[“"]?(优秀|优|良好|良|中等|中|较差|差)'
    '(?=[”"]?(?:[，,。；;、）)\n]|等[级次]|$))'
)
_OF_THE_REPORT: Final = re.compile("自评|总分|得分|评价")
_OF_ITSELF: Final = re.compile("自评|总分|得分")
_OWN_GRADE: Final = re.compile(
    "(?:对照自评表|经自评|本|该|项目|(?:19|20)[0-9]{2}年|年度|自评|绩效|综合|总体|评价|评定|最终|得分|总分"
    "|对应|的|[ ])*"
)
_NEAR: Final = 20
_SHORT: Final = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差"}
# A score of a part is not the total.
_OF_A_PART: Final = re.compile("产出|效益|满意|指标(?!体系)|执行率|成本|[一二三]级|其中")
_RECTIFIED: Final = re.compile("整改")


def grades(subject: Subject) -> Iterator[Finding]:
    """A grade in the text that is not the 自评表's, or where there is none, not that of the score before it."""
    scoring = subject.outline.scoring
    names = {tier.name for tier in scoring.grades}
    table = next(_graded(subject), None)
    for passage in subject.passages:
        totals = list(_totals(passage))
        for said in matches(_GRADE, passage.text):
            grade = _SHORT.get(said[1], said[1])
            score = next((found for found in reversed(totals) if _leads_to(found, said)), None)
            certain = _is_certain(passage.text, said, score, subject.year)
            if grade not in names or certain is None:
                continue
            if table is not None:
                yield from _against_table(passage, said, grade, *table, certain=certain)
            elif score is not None:
                right = tier_of(Decimal(score[1]) / 100, scoring.grades).name
                if right != grade:
                    yield Finding(
                        Code.GRADE_BAND,
                        Severity.ERROR if certain else Severity.QUESTION,
                        passage.section,
                        f"{score[1]}分应当是“{right}”，这里写的是“{said[1]}”；请核对得分和等级。",
                        (passage.quote(score.start(), said.end(1)),),
                    )


def _is_certain(text: str, said: re.Match[str], score: re.Match[str] | None, year: str) -> bool | None:
    """Whether a grade is the report's own for certain; None where it is another's or a rule's."""
    own, before = clause_before(text, said.start())
    of_score, before_score = clause_before(text, score.start()) if score is not None else ("", "")
    if is_rule(own) or any(
        opens_rule(words) or is_of_another(words, year) for words in (own, before, of_score, before_score)
    ):
        return None
    plain_words = _OWN_GRADE.fullmatch(own) is not None and _OWN_GRADE.fullmatch(of_score) is not None
    # 评价 alone may be that of anything.
    named = _OF_THE_REPORT if plain_words else _OF_ITSELF
    if score is None and not named.search(clause(text, *said.span())):
        return None
    return plain_words and not is_rule(sentence(text, *said.span()))


def _leads_to(score: re.Match[str], said: re.Match[str]) -> bool:
    between = said.string[score.end() : said.start()]
    return score.end() <= said.start() and len(between) <= _NEAR and not re.search("[。；\n]", between)


def _against_table(
    passage: Passage, said: re.Match[str], grade: str, result: Result, quote: Quote, *, certain: bool
) -> Iterator[Finding]:
    if result.grade is not None and result.grade != grade:
        yield Finding(
            Code.GRADE_BAND,
            Severity.ERROR if certain else Severity.QUESTION,
            passage.section,
            f"这里写的等级是“{said[1]}”，按{quote.where}的{quote.words}应当是“{result.grade}”；"
            f"请{'改正' if certain else '核对'}。",
            (passage.quote(*said.span(1)), quote),
            Fix(f"改成“{result.grade}”", ((passage.spot(*said.span(1)), result.grade),)) if certain else None,
        )


def rectification(subject: Subject) -> Iterator[Finding]:
    """A low score and not a word of 整改."""
    limit = subject.outline.checks.rectification_below
    low = next((quote for score, quote in _scores(subject) if score < limit), None)
    if low is None or any(occurs(_RECTIFIED, passage.text) for passage in typed(subject)):
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
    for result, quote in _graded(subject):
        yield result.score, quote
    for passage in subject.passages:
        for found in _totals(passage):
            yield Decimal(found[1]), passage.quote(*found.span())


def _graded(subject: Subject) -> Iterator[tuple[Result, Quote]]:
    """Yield the bottom line of the 自评表 once it has a grade."""
    report, scoring = subject.report, subject.outline.scoring
    for section, table in scored_tables(subject):
        result = table.result(report.execution_rate(scoring) if report is not None else None, scoring)
        if result.grade is not None:
            yield result, quote_at(subject, section, "indicators", (), f"总分{plain(result.score)}分")


def _totals(passage: Passage) -> Iterator[re.Match[str]]:
    for found in matches(_SCORE, passage.text):
        if not _OF_A_PART.search(sentence(passage.text[: found.start()], found.start(), found.start())):
            yield found
