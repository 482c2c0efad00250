"""The scored 自评表 (项目支出绩效自评表): goal, indicators, computed scores, total and grade."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from pydantic import Field

from storage.figures import is_typed, known, percent, plain
from storage.outline import Outline, OutlineSection, Scoring
from storage.report.block import Block, Line, Percentage, Points, Row, Text, filled
from storage.report.named_figure import NamedFigure, Naming, points, spelled, sum_spelled
from storage.report.scoring import (
    Score,
    execution_score,
    read_amount,
    round_score,
    share_of_quantity,
    tier_of,
)


class Measure(Row):
    """What any indicator has: its place in the three levels, target, actual, and why they differ."""

    figures_of_the_year: ClassVar[tuple[str, ...]] = ("actual", "reason")

    level: Line = Field("", alias="一级指标")
    kind: Line = Field("", alias="二级指标")
    name: Line = Field("", alias="三级指标")
    target: Line = Field("", alias="年度指标值")
    actual: Line = Field("", alias="实际完成值")
    reason: Text = Field("", alias="偏差原因分析及改进措施")

    @property
    def called(self) -> tuple[str, ...]:
        """Level and name."""
        return (self.level, self.name)

    def is_blank(self) -> bool:
        """Whether nothing but the pre-set levels is there."""
        return not (self.name + self.target + self.actual + self.reason).strip()

    def is_quantitative(self) -> bool:
        """Whether the target is a number; words (定性) are judged by a person."""
        return read_amount(self.target) is not None


class Indicator(Measure):
    """A scored row. `weight` and `deduction` are points; `achieved` is the judged share in % of a 定性 row."""

    figures_of_the_year = ("actual", "reason", "achieved", "deduction")

    weight: Points = Field("", alias="分值")
    achieved: Percentage = Field("", alias="达成度")
    deduction: Points = Field("", alias="扣分")

    def is_blank(self) -> bool:
        """Whether nothing but the pre-set levels is there."""
        return super().is_blank() and not any(map(is_typed, (self.weight, self.achieved, self.deduction)))

    def score(self, scoring: Scoring) -> Score:
        """Compute the score by the outline's rules; `why` says what it still needs.

        `deduction` takes points off, as when a target was set too low; a score never falls below 0.
        """
        if not is_typed(self.weight):
            return Score(why="还没有填分值")
        weight = known(self.weight)
        if weight is None or weight < 0:
            return Score(why="分值不是数" if weight is None else "分值不能是负数")
        judged = self.judged(scoring)
        if judged.share is None:
            return judged
        taken = known(self.deduction) if is_typed(self.deduction) else Decimal(0)
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

    def carried_over(self) -> Self:
        """Hand on the goal and the indicators with targets and weights, without what was reached."""
        return self.model_copy(update={"achieved": "", "rows": [row.carried_over() for row in self.rows]})

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

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield the scores of 预算执行率 and of each level, the total, the grade, and counts of rows."""
        naming, scoring, field = Naming(section_id, "indicators"), outline.scoring, ("rows",)
        executed = execution_score(rate, scoring).value
        reached = "" if rate is None else f" {percent(rate)}"
        how = "，按模板规定的档次给分" if scoring.steps else f" × 分值 {spelled(scoring.execution, '分')}"
        yield naming.computed("预算执行率得分", points(executed), f"执行率{reached}{how}", field)
        marks = []
        for number, row in enumerate(self.rows):
            score = row.score(scoring)
            marks.append(_Mark(row.level, known(row.weight), score.value))
            yield from _row_figures(naming, number, row, score)
        levels = dict.fromkeys([*(level.name for level in scoring.levels), *(mark.level for mark in marks)])
        for level in levels:
            of_level = [mark for mark in marks if mark.level == level]
            for name, values in (("得分", [m.score for m in of_level]), ("分值", [m.weight for m in of_level])):
                how = f"{level}各行{name}相加：{sum_spelled(values, '分')}"
                yield naming.computed(f"{level}{name}", points(_all_added(values)), how, field)
        scores = [executed, *(mark.score for mark in marks)]
        total = _all_added(scores) if marks else None
        how = f"预算执行率和各行的得分相加：{sum_spelled(scores, '分')}"
        yield naming.computed("自评总分", points(total), how, field)
        result = self.result(rate, scoring)
        how = f"总分 {spelled(total, '分')}占分值 {spelled(result.weight, '分')}的比例，按模板的等级标准"
        yield naming.computed("评价等级", result.grade or "", how, field)
        yield from measure_figures(self.rows, naming)
        full = sum(mark.score == mark.weight for mark in marks) if total is not None else None
        for name, count, what in (
            ("满分指标个数", full, "等于"),
            ("未得满分指标个数", None if full is None else len(marks) - full, "低于"),
        ):
            text = "" if count is None else f"{count}项"
            yield naming.computed(name, text, f"自评表里得分{what}分值的行数", field)


def _row_figures(naming: Naming, number: int, row: Indicator, score: Score) -> Iterator[NamedFigure]:
    name, identity = row.name.strip(), row.identity
    if not name:
        return
    share = "" if score.share is None else percent(score.share)
    field = ("rows", number, "achieved")
    if row.is_quantitative():
        how = score.why or f"实际完成值 {row.actual.strip()} 对年度指标值 {row.target.strip()}"
        yield naming.computed(f"指标·{name}·达成度", share, how, field, identity=identity)
    else:
        judged = known(row.achieved)
        written = "" if judged is None else f"{plain(judged)}%"
        yield naming.typed(f"指标·{name}·达成度", row.achieved, written, field, identity=identity)
    taken = known(row.deduction)
    less = f" − 扣分 {spelled(taken, '分')}" if taken else ""
    how = score.why or f"分值 {spelled(known(row.weight), '分')} × 达成度 {share}{less}"
    field = ("rows", number, "score")
    yield naming.computed(f"指标·{name}·得分", points(score.value), how, field, identity=identity)


@dataclass(frozen=True, slots=True)
class _Mark:
    level: str
    weight: Decimal | None
    score: Decimal | None


def _all_added(values: Sequence[Decimal | None]) -> Decimal | None:
    """Add up values; None where there are none or one is not known."""
    known_values = [value for value in values if value is not None]
    return sum(known_values, Decimal(0)) if values and len(known_values) == len(values) else None


def measure_figures(rows: Sequence[Measure], naming: Naming) -> Iterator[NamedFigure]:
    """Yield what each indicator came to, how many a table has, and how many of them are 定量 and 定性."""
    for number, row in enumerate(rows):
        if name := row.name.strip():
            field = ("rows", number, "actual")
            yield naming.words(f"指标·{name}·实际完成值", row.actual, field, identity=row.identity)
    filled = [row for row in rows if not row.is_blank()]
    quantitative = sum(row.is_quantitative() for row in filled)
    for name, count in (
        ("指标个数", len(filled)),
        ("定量指标个数", quantitative),
        ("定性指标个数", len(filled) - quantitative),
    ):
        how = f"自评表里{'' if name == '指标个数' else name[:2]}指标的行数"
        yield naming.computed(name, f"{count}项" if filled else "", how, ("rows",))
