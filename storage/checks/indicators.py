"""Whether the 自评表 is scored by the rules and what was lost is explained (财预〔2020〕10号).

Scores are computed, so that a score that breaks the rule, one above its weight, and an execution score that is not
rate × weight cannot occur; these are what can.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import explains, quote_at
from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject
from storage.checks.tables import rows, scored_tables
from storage.figures import known, percent, plain
from storage.outline import Tier
from storage.report.indicators import Indicator
from storage.report.scoring import execution_score, read_amount, tier_of

_MEASURE: Final = re.compile(
    "将|今后|下一步|下年|次年|明年|20[0-9]{2}年|改进|改为|整改|加强|加快|加大|完善|增加|建立|制定|措施|提高|优化|"
    "调整|督促|落实|规范|安排|严格|协调|争取|培养|强化"
)
_FEW: Final = 3
_DENIED: Final = re.compile("(?:没有|并无|无|未|不|并非)(?:出现|发生|存在|完全|全部|有)?$")


def weights(subject: Subject) -> Iterator[Finding]:
    """Weights that do not add up: those of a level to its weight, or all of them to the full marks."""
    scoring = subject.outline.scoring
    for section, table in scored_tables(subject):
        filled = [row for row in table.rows if not row.is_blank()]
        blank = "、".join(f"“{row.name.strip() or '未命名'}”" for row in filled if known(row.weight) is None)
        sums = {level.name: table.weights().get(level.name, Decimal(0)) for level in scoring.levels}
        wrong = [level for level in scoring.levels if sums[level.name] != level.weight]
        total = scoring.execution + table.weight_of(filled)
        told: list[tuple[Code, Severity, str, str]] = []
        if blank:
            why = f"还不能核对分值合计，因为{blank}的分值没有填；请照批复的绩效目标表补上。"
            told.append((Code.WEIGHTS_NOT_JUDGED, Severity.HINT, why, blank))
        elif filled and wrong:
            for level in wrong:
                found = f"“{level.name}”各项分值合计{plain(sums[level.name])}分"
                why = f"{found}，应为{plain(level.weight)}分；请核对各项分值。"
                told.append((Code.WEIGHTS_OF_LEVEL, Severity.ERROR, why, found))
        elif filled and total != scoring.full:
            others = "、".join(name or "空白" for name in table.weights() if name not in sums)
            found = f"分值合计{plain(total)}分"
            why = f"{found}，应为{plain(scoring.full)}分；一级指标“{others}”不在模板里，请核对。"
            told.append((Code.WEIGHTS_TOTAL, Severity.ERROR, why, found))
        for code, severity, why, found in told:
            quotes = (quote_at(subject, section, "indicators", ("rows",), found),)
            yield Finding(code, severity, section, why, quotes, unjudged=code is Code.WEIGHTS_NOT_JUDGED)


def unscored(subject: Subject) -> Iterator[Finding]:
    """A row that earns no score for what it lacks: a required blank, or what is not understood."""
    for row in rows(subject):
        why, actual = row.score.why, read_amount(row.measure.actual)
        # What is not understood as a figure and an actual written as a goal have findings of their own.
        told = row.has_unread_figure or (actual is not None and actual.is_bound)
        if why and not told:
            yield Finding(
                Code.ROW_UNSCORED,
                Severity.ERROR,
                row.section,
                f"指标“{row.name}”算不出得分：{why}。",
                (row.quote("actual", f"{row.name}：{row.measure.actual}"),),
            )


def losses(subject: Subject) -> Iterator[Finding]:
    """A row that lost points, or missed its target, without a reason, or with a reason and no measure."""
    for row in rows(subject):
        result, reason = row.score, row.measure.reason
        weight = known(row.measure.weight) if isinstance(row.measure, Indicator) else None
        if result.value is not None and weight is not None:
            lost = result.value < weight
            state = f"得{plain(result.value)}分，满分{plain(weight)}分"
        else:
            lost = result.share is not None and result.share < 1
            state = "没有达到指标值"
        if not lost:
            continue
        quotes = (row.quote("actual", f"{row.name}：指标值{row.measure.target}，实际{row.measure.actual}"),)
        if not explains(reason):
            yield Finding(
                Code.LOSS_UNEXPLAINED,
                Severity.ERROR,
                row.section,
                f"指标“{row.name}”{state}，没有写偏差原因和改进措施；请补上。",
                quotes,
            )
        elif not _MEASURE.search(reason):
            yield Finding(
                Code.LOSS_WITHOUT_MEASURE,
                Severity.QUESTION,
                row.section,
                f"指标“{row.name}”{state}，写了原因，看不出怎样改进；请补一句改进措施。",
                (*quotes, row.quote("reason")),
            )


def overshoots(subject: Subject) -> Iterator[Finding]:
    """A target far exceeded without a word why, and targets most of which are."""
    checks = subject.outline.checks
    judged = [(row, reached) for row in rows(subject) if (reached := row.reached) is not None]
    over = [(row, reached) for row, reached in judged if reached >= checks.overshoot]
    for row, reached in over:
        if not explains(row.measure.reason):
            yield Finding(
                Code.OVERSHOOT_UNEXPLAINED,
                Severity.QUESTION,
                row.section,
                f"指标“{row.name}”完成了指标值的{percent(reached)}，没有说明原因；是目标定低了，还是有新的情况？",
                (row.quote("target"), row.quote("actual")),
            )
    if len(judged) >= _FEW and len(over) > len(judged) * checks.overshot_share:
        yield Finding(
            Code.TARGETS_TOO_LOW,
            Severity.QUESTION,
            over[0][0].section,
            f"{len(judged)}项定量指标中有{len(over)}项超过指标值的{percent(checks.overshoot)}；"
            "目标是不是普遍定低了，请在指标体系分析里说明。",
            tuple(row.quote("actual", f"{row.name}：{percent(reached)}") for row, reached in over),
        )


def tiers(subject: Subject) -> Iterator[Finding]:
    """A 定性 row whose words name one tier and whose 达成度 lies in another."""
    scale = subject.outline.scoring.tiers
    for row in rows(subject):
        measure = row.measure
        share = measure.judged(subject.outline.scoring).share if isinstance(measure, Indicator) else None
        said = _tier_said(measure.actual, scale)
        if share is None or said is None or measure.is_quantitative() or tier_of(share, scale) == said:
            continue
        yield Finding(
            Code.TIER_MISMATCH,
            Severity.ERROR,
            row.section,
            f"指标“{row.name}”写的是“{said.name}”，达成度{percent(share)}却属于“{tier_of(share, scale).name}”；"
            "请改其中一个。",
            (row.quote("actual"), row.quote("achieved", percent(share))),
        )


def full_marks(subject: Subject) -> Iterator[Finding]:
    """A table in which every row and the execution rate earn all their points."""
    report, scoring = subject.report, subject.outline.scoring
    for section, table in scored_tables(subject):
        scored = [(row.score(scoring).value, known(row.weight)) for row in table.rows if not row.is_blank()]
        rate = report.execution_rate(scoring) if report is not None else None
        executed = execution_score(rate, scoring).value == scoring.execution
        if executed and len(scored) >= _FEW and all(value == weight is not None for value, weight in scored):
            yield Finding(
                Code.ALL_FULL_MARKS,
                Severity.QUESTION,
                section,
                f"{len(scored)}项指标和预算执行率全是满分；真的没有一项有偏差吗，请逐项核对实际完成值。",
                (quote_at(subject, section, "indicators", ("rows",), "全部满分"),),
            )


def _tier_said(actual: str, scale: tuple[Tier, ...]) -> Tier | None:
    """Return the tier a cell names, in full anywhere in it or by its beginning alone: 部分达成."""
    words = actual.strip()
    named = [tier for tier in scale if tier.name in words]
    if named:
        # 达成预期指标 is a part of the other names.
        said = max(named, key=lambda tier: len(tier.name))
        return None if _DENIED.search(words.partition(said.name)[0]) else said
    return next((tier for tier in scale if len(words) > 1 and tier.name.startswith(words)), None)
