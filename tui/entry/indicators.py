"""The scored 自评表's form: goal, indicators with scores worked out as they are typed, total and grade."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from textual.content import Content

from storage.figures import percent, plain, read_quantity, yuan
from storage.outline import Level
from storage.report.indicators import Indicator, Indicators
from storage.report.scoring import execution_score, tier_of
from tui.entry.goal import GoalSheet
from tui.entry.rows_sheet import ComputedField, QuantityField, RowsSheet, TextField, computed, quantity_cell
from tui.entry.sheet_form import SheetForm
from tui.entry.work import Work
from tui.sheet import Cell, Column, Sheet


class IndicatorsSheet(RowsSheet[Indicator]):
    """The rows of the table; 达成度 is typed for words (定性) and worked out for numbers."""

    name = "绩效指标"
    empty_text = "还没有指标：按 Ctrl+N 加一行，照批复的绩效目标表逐条填"

    def __init__(self, work: Work) -> None:
        self._work = work
        self._scoring = work.outline.scoring
        self.fields = (
            *level_fields(self._scoring.levels),
            TextField("name", Column("三级指标", 14, grow=3, frozen=True)),
            TextField("target", Column("年度指标值", 10, grow=1), note="如 ≥62场次、≥97%、≤155万元；定性的写文字"),
            TextField("actual", Column("实际完成值", 10, grow=1), note="填实际的数和单位，不写成 ≥"),
            QuantityField("weight", Column("分值", 5, right=True), unit="分"),
            ComputedField("achieved", Column("达成度", 7, right=True), work_out=self._share_cell),
            QuantityField(
                "deduction",
                Column("扣分", 5, right=True),
                note="目标定得偏低等需要另外扣的分，没有就空着",
                unit="分",
            ),
            ComputedField("score", Column("得分", 6, right=True), work_out=self._score_cell),
            TextField("reason", Column("偏差原因分析及改进措施", 14, grow=3, multiline=True)),
        )

    @property
    def rows(self) -> list[Indicator]:
        """The rows in the report."""
        return self._work.block(Indicators).rows

    def printed_columns(self) -> Sequence[int]:
        """All but 达成度 and 扣分, which the official form does not have."""
        return [at for at, field in enumerate(self.fields) if field.name not in {"achieved", "deduction"}]

    def new_row(self, after: int) -> Indicator:
        """Start a row in the same levels as the one above."""
        if after >= 0:
            above = self.rows[after]
            return Indicator(level=above.level, kind=above.kind)
        first = self._scoring.levels[0]
        return Indicator(level=first.name, kind=first.kinds[0])

    def _score_cell(self, indicator: Indicator) -> Cell:
        score = indicator.score(self._scoring)
        if score.value is None:
            return computed("—", score.why)
        return computed(plain(score.value), "按规则自动计算")

    def _share_cell(self, indicator: Indicator) -> Cell:
        """Show the share reached: worked out for a number, to be typed for words."""
        score = indicator.judged(self._scoring)
        if indicator.is_quantitative():
            share = percent(score.share) if score.share is not None else "—"
            return computed(share, score.why or "由实际完成值算出")
        typed = quantity_cell(indicator.achieved)
        if typed.mark or score.share is None:
            return replace(typed, note=typed.note or score.why)
        tier = tier_of(score.share, self._scoring.tiers).name
        return replace(typed, text=f"{typed.text}%", note=f"{tier}；定性指标按完成情况填 0 至 100")

    def edit(self, row: int, column: int, text: str) -> None:
        """Take a field; a new first level takes its own second level with it."""
        name = self.fields[column].name
        if name == "achieved":
            self.rows[row].achieved = read_quantity(text.strip(), "%")
            return
        super().edit(row, column, text)
        if name == "level":
            kinds = next((level.kinds for level in self._scoring.levels if level.name == text), ())
            if kinds and self.rows[row].kind not in kinds:
                self.rows[row].kind = kinds[0]

    def totals(self) -> Sequence[Sequence[Cell]]:
        """预算执行率, which the funds give, and the bottom line."""
        report, scoring = self._work.report, self._scoring
        rate = report.execution_rate(scoring)
        execution = execution_score(rate, scoring)
        result = self._work.block(Indicators).result(rate, scoring)
        line = report.funds.all_sources() if report.funds is not None else None
        return [
            self._total(
                name="预算执行率",
                target=yuan(line.annual.value) if line else "—",
                actual=yuan(line.executed.value) if line else "—",
                weight=plain(scoring.execution),
                achieved=percent(rate) if rate is not None else "—",
                score=plain(execution.value) if execution.value is not None else "—",
            ),
            self._total(name="总分", weight=plain(result.weight), score=plain(result.score)),
        ]

    def _total(self, **texts: str) -> list[Cell]:
        return [computed(texts.get(field.name, "")) for field in self.fields]


def level_fields(levels: Sequence[Level]) -> tuple[TextField, ...]:
    """Return the columns of the first two levels, with the outline's names to choose from."""
    kinds = tuple(kind for level in levels for kind in level.kinds)
    return (
        TextField("level", Column("一级指标", 8, choices=tuple(level.name for level in levels), frozen=True)),
        TextField("kind", Column("二级指标", 8, choices=kinds, frozen=True)),
    )


class IndicatorsForm(SheetForm):
    """The whole table."""

    kind = "indicators"

    def sheets(self, work: Work) -> Sequence[Sheet]:
        """Goal and indicators."""
        return [GoalSheet(work, Indicators), IndicatorsSheet(work)]

    def summary(self, work: Work) -> Content:
        """Say how the weights stand against the outline's, the total and the grade."""
        scoring, block = work.outline.scoring, work.block(Indicators)
        weights = block.weights()
        result = block.result(work.report.execution_rate(scoring), scoring)
        parts: list[Any] = []
        for level in scoring.levels:
            given = weights.get(level.name, Decimal(0))
            style = "$text-success" if given == level.weight else "$text-warning"
            parts.append((f"{level.name} {plain(given)}/{plain(level.weight)}　", style))
        grade = f"等级 {result.grade}" if result.grade else result.why
        parts.append((f"总分 {plain(result.score)}　{grade}", "bold"))
        return Content.assemble(*parts)
