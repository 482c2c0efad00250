"""Whether the indicators can be measured: how targets and actuals are worded, and what is counted."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import fields
from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject
from storage.checks.tables import Row, rows
from storage.figures import percent
from storage.report.scoring import read_amount

_VAGUE: Final = re.compile(
    "显著|明显|大幅|进一步|(?:不断|逐步|持续|有效|稳步)(?:提[升高]|增强|改善|扩大|完善|加强|促进|推进|优化|发展)|"
    "[按保](?:质|时)[按保](?:量|质)|较[大好高快]|有所(?:提[升高]|增强|改善)"
)
_MONEY_NAME: Final = re.compile(
    "(?:支付|拨付|支出|执行|到位|下达|投入|预算|资金)(?:进度|率|及时率|金额|总额|总量|数额|额度|额)$|资金(?:规模|数量|投入)"
)
_OUTPUT: Final = "产出"
_FEW: Final = 3


def actuals_as_goals(subject: Subject) -> Iterator[Finding]:
    """An actual written as a goal: ≥97 % where what was reached belongs."""
    for row in rows(subject):
        actual = read_amount(row.measure.actual)
        if actual is not None and actual.is_bound:
            yield Finding(
                Code.ACTUAL_AS_GOAL,
                Severity.QUESTION,
                row.section,
                f"指标“{row.name}”的实际完成值“{row.measure.actual}”写成了目标的样子；实际是多少，请填那个数。",
                (row.quote("actual"),),
            )
    for field in fields(subject):
        if field.is_figure and re.match(r"\s*[≥≤≧≦<>＜＞]", field.passage.text):
            yield Finding(
                Code.ACTUAL_AS_GOAL,
                Severity.QUESTION,
                field.passage.section,
                f"“{field.passage.text}”写成了目标的样子；实际是多少，请填那个数。",
                (field.passage.quote(0, len(field.passage.text)),),
            )


def vague_targets(subject: Subject) -> Iterator[Finding]:
    """A target in words nobody can measure: 显著, 不断提升, 按质按量."""
    for row in rows(subject):
        target = row.measure.target
        found = _VAGUE.search(target)
        if found is not None and not re.search("[0-9０-９]", target):
            yield Finding(
                Code.TARGET_VAGUE,
                Severity.QUESTION,
                row.section,
                f"指标“{row.name}”的指标值“{target}”没法衡量；能不能改成一个数，或说清做到什么算达成？",
                (row.quote("target"),),
            )


def mostly_words(subject: Subject) -> Iterator[Finding]:
    """A table more than half of which is judged in words."""
    filled = [row for row in rows(subject) if row.measure.target.strip()]
    # A day to be done by is not a number, and yet nobody has to judge it.
    words = [
        row for row in filled if not row.measure.is_quantitative() and not re.search("[0-9]", row.measure.target)
    ]
    limit = subject.outline.checks.qualitative_share
    if len(filled) >= _FEW and len(words) > len(filled) * limit:
        yield Finding(
            Code.MOSTLY_QUALITATIVE,
            Severity.QUESTION,
            words[0].section,
            f"{len(filled)}项指标中有{len(words)}项是文字描述，超过{percent(limit)}；能量化的请改成数。",
            tuple(row.quote("target", f"{row.name}：{row.measure.target}") for row in words),
        )


def money_as_quantity(subject: Subject) -> Iterator[Finding]:
    """Money, or how much of it was paid, counted as a quantity of output."""
    for row in rows(subject):
        target = read_amount(row.measure.target)
        counts_money = target is not None and target.unit == "元"
        if "数量" in row.measure.kind and (counts_money or _MONEY_NAME.search(row.name)):
            yield Finding(
                Code.QUANTITY_IS_MONEY,
                Severity.QUESTION,
                row.section,
                f"数量指标“{row.name}”数的是钱或支付进度，预算执行率里已经有了；请改成做了多少事、产出多少东西。",
                (row.quote("name"), row.quote("target")),
            )


def costs(subject: Subject) -> Iterator[Finding]:
    """A cost that is to be at least something."""
    for row in rows(subject):
        target = read_amount(row.measure.target)
        at_least = target is not None and target.is_bound and not target.is_upper_bound
        if at_least and "成本" in row.measure.level + row.measure.kind:
            yield Finding(
                Code.COST_AT_LEAST,
                Severity.QUESTION,
                row.section,
                f"成本指标“{row.name}”的指标值是“{row.measure.target}”，花得越多越好吗？成本一般写“≤”。",
                (row.quote("target"),),
            )


def duplicates(subject: Subject) -> Iterator[Finding]:
    """The same indicator twice, or once as output and once as effect."""
    seen: dict[str, Row] = {}
    for row in rows(subject):
        key = re.sub(r"[\s（）()“”、，]", "", row.measure.name)
        if not key:
            continue
        first = seen.setdefault(key, row)
        if first is row:
            continue
        both = first.measure.level != row.measure.level and _OUTPUT in first.measure.level + row.measure.level
        how = f"在“{first.measure.level}”和“{row.measure.level}”里各列了一次" if both else "列了两次"
        yield Finding(
            Code.INDICATOR_TWICE,
            Severity.QUESTION,
            row.section,
            f"指标“{row.name}”{how}；同一件事只算一次分，请删去或改成另一项。",
            (first.quote("name"), row.quote("name")),
        )
