"""The scored 自评表 (项目支出绩效自评表): goal, indicators, computed scores, total and grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pydantic import Field

from storage.figures import known, plain
from storage.outline import Outline, OutlineSection, Scoring
from storage.report.block import Block, Line, Model, Percentage, Points, Text, filled
from storage.report.scoring import (
    Score,
    execution_score,
    read_amount,
    round_score,
    share_of_quantity,
    tier_of,
)


class Measure(Model):
    """What any indicator has: its place in the three levels, target, actual, and why they differ."""

    level: Line = Field("", alias="一级指标")
    kind: Line = Field("", alias="二级指标")
    name: Line = Field("", alias="三级指标")
    target: Line = Field("", alias="年度指标值")
    actual: Line = Field("", alias="实际完成值")
    reason: Text = Field("", alias="偏差原因分析及改进措施")

    def is_blank(self) -> bool:
        """Whether nothing but the pre-set levels is there."""
        return not (self.name + self.target + self.actual + self.reason).strip()

    def is_quantitative(self) -> bool:
        """Whether the target is a number; words (定性) are judged by a person."""
        return read_amount(self.target) is not None


class Indicator(Measure):
    """A scored row. `weight` and `deduction` are points; `achieved` is the judged share in % of a 定性 row."""

    weight: Points = Field("", alias="分值")
    achieved: Percentage = Field("", alias="达成度")
    deduction: Points = Field("", alias="扣分")

    def is_blank(self) -> bool:
        """Whether nothing but the pre-set levels is there."""
        return super().is_blank() and self.weight == self.achieved == self.deduction == ""

    def score(self, scoring: Scoring) -> Score:
        """Compute the score by the outline's rules; `why` says what it still needs.

        `deduction` takes points off, as when a target was set too low; a score never falls below 0.
        """
        if self.weight == "":
            return Score(why="还没有填分值")
        weight = known(self.weight)
        if weight is None or weight < 0:
            return Score(why="分值不是数" if weight is None else "分值不能是负数")
        judged = self.judged(scoring)
        if judged.share is None:
            return judged
        taken = Decimal(0) if self.deduction == "" else known(self.deduction)
        if taken is None or taken < 0:
            return Score(share=judged.share, why="扣分不是数" if taken is None else "扣分不能是负数")
        points = max(Decimal(0), weight * judged.share - taken)
        return Score(round_score(points, scoring), judged.share)

    def judged(self, scoring: Scoring) -> Score:
        """Return the share of the weight that was reached, before deductions."""
        target = read_amount(self.target)
        if target is not None:
            return share_of_quantity(target, self.actual, scoring)
        if not self.target.strip():
            return Score(why="还没有填年度指标值")
        percentage = known(self.achieved)
        if percentage is None:
            return Score(why="定性指标要填达成度（0 至 100）")
        if not 0 <= percentage <= 100:
            return Score(why="达成度要在 0 至 100 之间")
        return Score(share=percentage / 100)


@dataclass(frozen=True, slots=True)
class Result:
    """The bottom line. `missing` counts rows (执行率 included) without a score.

    `grade` waits for all of them and for weights that make up the full marks; until then `why` says what it needs.
    """

    score: Decimal
    weight: Decimal
    missing: int
    grade: str | None
    why: str = ""


class Indicators(Block):
    """The table: 年度总体目标 and the rows. Its funds are those of the funds account."""

    expected: Text = Field("", alias="预期目标")
    achieved: Text = Field("", alias="实际完成情况")
    rows: list[Indicator] = Field([], alias="绩效指标")

    def is_blank(self) -> bool:
        """Whether neither goal nor indicator has been filled in."""
        return not (self.expected.strip() or self.achieved.strip() or filled(self.rows))

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the goal's blank halves, the table without rows, and rows that cannot be scored yet."""
        goal = (("预期目标", self.expected), ("实际完成情况", self.achieved))
        rows = filled(self.rows)
        return [
            *(name for name, text in goal if not text.strip()),
            *(["绩效指标"] if not rows else ()),
            *(row.name.strip() or "未命名的指标" for row in rows if row.score(outline.scoring).value is None),
        ]

    def result(self, rate: Decimal | None, scoring: Scoring) -> Result:
        """Add up the scores, with 预算执行率 computed from `rate` (1 is 100 %)."""
        rows = filled(self.rows)
        scores = [execution_score(rate, scoring), *(row.score(scoring) for row in rows)]
        values = [score.value for score in scores if score.value is not None]
        points = sum(values, Decimal(0))
        missing = len(scores) - len(values)
        weight = scoring.execution + self.weight_of(rows)
        if not rows:
            why = "还没有指标"
        elif missing:
            why = f"还有 {missing} 项算不出得分"
        elif weight != scoring.full or not weight:
            why = f"分值合计 {plain(weight)}，应为 {plain(scoring.full)}"
        else:
            return Result(points, weight, missing, tier_of(points / weight, scoring.grades).name)
        return Result(points, weight, missing, None, why)

    def weights(self) -> dict[str, Decimal]:
        """Return the weight of each first-level indicator, in the order they first occur."""
        levels = dict.fromkeys(row.level for row in self.rows)
        return {level: self.weight_of(r for r in self.rows if r.level == level) for level in levels}

    @staticmethod
    def weight_of(rows: Iterable[Indicator]) -> Decimal:
        """Add up the weights that are understood."""
        return sum((known(row.weight) or Decimal(0) for row in rows), Decimal(0))
