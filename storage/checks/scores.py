"""What the text says of the 自评表: scores, deductions and numbers of indicators."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.checks.agreement import Stated, stated_in
from storage.checks.codes import Code
from storage.checks.fields import quote_at
from storage.checks.finding import Finding, Fix, Severity
from storage.checks.subject import Subject
from storage.checks.tables import scored_tables
from storage.figures import known, plain
from storage.quantities.quantity import Quantity, Role
from storage.report.indicators import Indicators
from storage.report.scoring import execution_score

_TOTAL: Final = re.compile("(?:总分|总得分|自评得?分|综合得分|评价得分)(?:为|是|共|计)*$")
_NOT_FULL: Final = re.compile("(?:没有?|未)(?:得到?|获得|拿到)?满分")
_FULL: Final = re.compile("(?:得到?|获得|拿到)满分")
_TAKEN: Final = re.compile("扣(?:除|减|了)?")


def stated_scores(subject: Subject) -> Iterator[Finding]:
    """A score in the text that the 自评表 does not give: the total, 预算执行率, a first-level indicator."""
    found = next(scored_tables(subject), None)
    if found is None or subject.report is None:
        return
    section, table = found
    scores = _scores(subject, table)
    for stated in stated_in(subject):
        quantity = stated.quantity
        if quantity.unit != "分" or quantity.role is not Role.ACTUAL:
            continue
        yield from _full_marks(subject, section, stated)
        name = _named(quantity, scores)
        if name is None or quantity.allows(scores[name]):
            continue
        points = plain(scores[name])
        quote = quote_at(subject, section, "indicators", (), f"{name}{points}分")
        yield Finding(
            Code.SCORE_MISSTATED,
            Severity.ERROR,
            stated.passage.section,
            f"{stated.passage.where}写的“{name}”是“{stated.quote.words}”，"
            f"{quote.where}算出来是 {points} 分，请改正。",
            (stated.quote, quote),
            Fix(f"改成“{points}分”", ((stated.passage.spot(*quantity.digits), points),)),
        )


def _full_marks(subject: Subject, section: str, stated: Stated) -> Iterator[Finding]:
    """Judge 满分 after the score of 预算执行率 or of a first-level indicator."""
    quantity, scoring = stated.quantity, subject.outline.scoring
    weights = {"预算执行率": scoring.execution, **{level.name: level.weight for level in scoring.levels}}
    places = {name: quantity.context.rfind(name) for name in weights if name in quantity.context}
    if not quantity.label.endswith(("满分", "满分为")) or not places:
        return
    name = max(places, key=lambda name: places[name])
    if not quantity.allows(weights[name]):
        points = plain(weights[name])
        quote = quote_at(subject, section, "indicators", (), f"{name}{points}分")
        yield Finding(
            Code.SCORE_MISSTATED,
            Severity.ERROR,
            stated.passage.section,
            f"{stated.passage.where}写“{name}”满分“{stated.quote.words}”，按规定是 {points} 分，请改正。",
            (stated.quote, quote),
            Fix(f"改成“{points}分”", ((stated.passage.spot(*quantity.digits), points),)),
        )


def _scores(subject: Subject, table: Indicators) -> dict[str, Decimal]:
    """Return what is computed and complete: 总分, 预算执行率 and each first-level indicator, in points."""
    scoring = subject.outline.scoring
    rate = subject.report.execution_rate(scoring) if subject.report is not None else None
    scores: dict[str, Decimal] = {}
    for level in table.weights():
        points = [row.score(scoring).value for row in table.rows if row.level == level]
        if level and all(value is not None for value in points):
            scores[level] = sum((value for value in points if value is not None), Decimal(0))
    executed = execution_score(rate, scoring).value
    if executed is not None and scoring.execution:
        scores["预算执行率"] = executed
    result = table.result(rate, scoring)
    if not result.missing:
        scores["总分"] = result.score
    return scores


def _named(quantity: Quantity, scores: dict[str, Decimal]) -> str | None:
    label = quantity.label.rstrip("得分为是：: ")
    if "总分" in scores and _TOTAL.search(quantity.label):
        return "总分"
    return next((name for name in scores if label.endswith(name)), None)


def stated_deductions(subject: Subject) -> Iterator[Finding]:
    """Points the text says were taken off, which no row of the 自评表 lost."""
    found = next(scored_tables(subject), None)
    if found is None:
        return
    section, table = found
    scoring = subject.outline.scoring
    rows = [(known(row.weight), row.score(scoring).value) for row in table.rows]
    if any(weight is None or value is None for weight, value in rows):
        return
    lost = [(weight or Decimal(0)) - (value or Decimal(0)) for weight, value in rows]
    scores = _scores(subject, table)
    lost += [level.weight - scores[level.name] for level in scoring.levels if level.name in scores]
    lost += [scoring.execution - scores["预算执行率"]] if "预算执行率" in scores else []
    lost += [scoring.full - scores["总分"]] if "总分" in scores else []
    for stated in stated_in(subject):
        quantity = stated.quantity
        taken = quantity.unit == "分" and quantity.role is Role.DIFFERENCE and _TAKEN.search(quantity.label)
        if taken and not any(quantity.allows(points) for points in lost):
            losses = "、".join(plain(points) for points in lost if points)
            quote = quote_at(subject, section, "indicators", (), losses)
            yield Finding(
                Code.DEDUCTION_MISSTATED,
                Severity.QUESTION,
                stated.passage.section,
                f"{stated.passage.where}写了扣“{stated.quote.words}”，{quote.where}里没有一项是扣这么多分，请核对。",
                (stated.quote, quote),
            )


def stated_numbers_of_indicators(subject: Subject) -> Iterator[Finding]:
    """A number of indicators in the text that differs from the rows of the 自评表."""
    found = next(scored_tables(subject), None)
    if found is None:
        return
    section, table = found
    scoring = subject.outline.scoring
    scores = [(row.score(scoring).value, known(row.weight)) for row in table.rows]
    full = sum(score == weight for score, weight in scores)
    quantitative = sum(row.is_quantitative() for row in table.rows)
    numbers = {
        "三级指标": len(table.rows),
        "定量指标": quantitative,
        "定性指标": len(table.rows) - quantitative,
    }
    if all(score is not None for score, _ in scores):
        numbers |= {"没有得到满分的指标": len(table.rows) - full, "得到满分的指标": full}
    for stated in stated_in(subject):
        quantity = stated.quantity
        name = _counted(quantity) if quantity.unit in {"项", "个"} and quantity.is_actual else None
        if name in numbers and not quantity.allows(Decimal(numbers[name])):
            count = f"{numbers[name]}{quantity.unit}"
            quote = quote_at(subject, section, "indicators", (), f"{name}{count}")
            yield Finding(
                Code.COUNT_MISSTATED,
                Severity.QUESTION,
                stated.passage.section,
                f"{stated.passage.where}写的{name}是“{stated.quote.words}”，{quote.where}里是 {count}，请核对。",
                (stated.quote, quote),
                Fix(f"改成“{count}”", ((stated.passage.spot(*quantity.digits), str(numbers[name])),)),
            )


def _counted(quantity: Quantity) -> str | None:
    words = f"{quantity.label}|{quantity.after}"
    if _NOT_FULL.search(words):
        return "没有得到满分的指标"
    if _FULL.search(words):
        return "得到满分的指标"
    return next(
        (
            name
            for name in ("三级指标", "定量指标", "定性指标")
            if quantity.label.endswith(name) or quantity.after.startswith(name)
        ),
        None,
    )
