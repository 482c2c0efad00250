"""What the text says of the 自评表: scores, deductions and numbers of indicators."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.checks.agreement import Stated, stated_in
from storage.checks.codes import Code
from storage.checks.fields import quote_at
from storage.checks.finding import Finding, Fix, Severity
from storage.checks.owners import clause_before, is_of_another, is_rule, opens_rule
from storage.checks.subject import Subject
from storage.checks.tables import scored_tables
from storage.figures import known, plain
from storage.quantities.quantity import Quantity, Role
from storage.quantities.reading import find_quantities
from storage.report.indicators import Indicators
from storage.report.scoring import execution_score

_TOTAL: Final = re.compile("(?:总分|总得分|自评得?分|综合得分|评价得分)(?:为|是|共|计)*$")
_OWN: Final = (
    "(?:对照自评表|经自评|本|该|项目|(?:19|20)[0-9]{2}年度?|自评|绩效|综合|最终|评价|其中|和|及|的|总体)*"
)
_OWN_TOTAL: Final = re.compile(_OWN + "(?:总分|总得分|得分|自评分|自评得?分)(?:为|是|共|计|[：: ])*")
# Weights are told without these; a total of 100 points may be that of the weights listed after it.
_ATTAINED: Final = re.compile("得")
_ATTAINED_ALONE: Final = re.compile("自评|得|本项目")
# 总分90分（含）以上 is a rule, 0.01分被扣 a loss.
_RULE_AFTER: Final = re.compile("(?:[（(]含[^）)]{0,4}[）)])?及?以[上下]|被扣|的")
_NOT_FULL: Final = re.compile("(?:没有?|未)(?:得到?|获得|拿到)?满分")
_FULL: Final = re.compile("(?:得到?|获得|拿到)满分")
_TAKEN: Final = re.compile("扣(?:除|减|了)?")
_NEAR: Final = 30


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
        if name is None or quantity.allows(scores[name]) or not _may_be_own(subject, stated):
            continue
        if _are_weights(subject, stated):
            continue
        certain = _is_plain(stated, name)
        # 社会效益指标 is another one than 效益指标.
        if name != "总分" and not certain:
            continue
        points = plain(scores[name])
        quote = quote_at(subject, section, "indicators", (), f"{name}{points}分")
        yield Finding(
            Code.SCORE_MISSTATED,
            Severity.ERROR if certain else Severity.QUESTION,
            stated.passage.section,
            f"{stated.passage.where}写的“{name}”是“{stated.quote.words}”，"
            f"{quote.where}算出来是 {points} 分，请{'改正' if certain else '核对'}。",
            (stated.quote, quote),
            Fix(f"改成“{points}分”", ((stated.passage.spot(*quantity.digits), points),)) if certain else None,
        )


def _full_marks(subject: Subject, section: str, stated: Stated) -> Iterator[Finding]:
    """Judge 满分 after the score of 预算执行率 or of a first-level indicator."""
    quantity, weights = stated.quantity, _weights(subject)
    before = stated.passage.text[: quantity.start]
    name = next((name for name in weights if re.search(_full_marks_of(name), before[-_NEAR:])), None)
    if name is None:
        return
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


def _full_marks_of(name: str) -> str:
    """Return the pattern of what may stand from the name to its 满分: 预算执行率6.63分（满分."""
    return (
        f"(?:^|[^\u4e00-\u9fff]|其中|和|及){name}(?:得分?|为|是)*(?:[0-9.]+[ ]?分)?[（(，,：:]?满分(?:为|是)?[ ]?$"
    )


def _weights(subject: Subject) -> dict[str, Decimal]:
    """Return the full marks of 预算执行率 and of each first-level indicator."""
    scoring = subject.outline.scoring
    return {"预算执行率": scoring.execution, **{level.name: level.weight for level in scoring.levels}}


def _may_be_own(subject: Subject, stated: Stated) -> bool:
    """Whether nothing says that a score is that of another year, judge or matter, a rule or a loss."""
    quantity, text = stated.quantity, stated.passage.text
    own, before = clause_before(text, quantity.start)
    other = is_of_another(f"{before}，{own}", subject.year) or is_rule(own) or opens_rule(before)
    return not other and not quantity.sign and _RULE_AFTER.match(text, quantity.end) is None


def _are_weights(subject: Subject, stated: Stated) -> bool:
    """Whether a sentence hands out full marks: every score named in it is one, and none is said to be attained."""
    weights = {"总分": Decimal(100), **_weights(subject)}
    named = [
        (other, name)
        for other in find_quantities(stated.passage.text)
        if other.sentence == stated.quantity.sentence and other.unit == "分" and (name := _named(other, weights))
    ]
    attained = _ATTAINED if len(named) > 1 else _ATTAINED_ALONE
    return all(
        other.value == weights[name]
        and not attained.search(other.label)
        and not stated.passage.text.startswith(("（满分", "(满分"), other.end)
        for other, name in named
    )


def _is_plain(stated: Stated, name: str) -> bool:
    """Whether the clause names the score and nothing else, and no rule goes before."""
    own, before = clause_before(stated.passage.text, stated.quantity.start)
    label = stated.quantity.label.strip()
    pattern = _OWN_TOTAL.pattern if name == "总分" else f"{_OWN}{name}(?:得分?|为|是|[：: ])*"
    whole = re.fullmatch(pattern, label) is not None and own.strip().endswith(label)
    return whole and not is_rule(before)


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
