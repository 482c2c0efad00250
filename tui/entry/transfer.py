"""The transfer-payment 自评表's form: funds shown, goal, seven lines of management, indicators without scores."""

from collections.abc import Sequence

from textual.content import Content

from storage.figures import percent, yuan
from storage.report.indicators import Measure
from storage.report.transfer import ManagementLine, Transfer
from tui.entry.goal import GoalSheet
from tui.entry.indicators import level_fields
from tui.entry.rows_sheet import RowsSheet, TextField
from tui.entry.sheet_form import SheetForm
from tui.entry.work import Work
from tui.sheet import Cell, Column, Sheet


class ManagementSheet(RowsSheet[ManagementLine]):
    """The seven official lines: their names are fixed."""

    name = "资金管理情况"
    path = "management"
    growable = False
    fields = (
        TextField("name", Column("管理事项", 16, frozen=True)),
        TextField("situation", Column("情况说明", 24, grow=1, multiline=True)),
        TextField("remedy", Column("存在问题和改进措施", 24, grow=1, multiline=True), note="没有问题的写“无”"),
    )

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def rows(self) -> list[ManagementLine]:
        """The lines in the report."""
        return self._work.block(Transfer).management

    def new_row(self, after: int) -> ManagementLine:
        """Return a line; the official form has no further ones."""
        return ManagementLine()

    def cell(self, row: int, column: int) -> Cell:
        """Show the official name, or what is filled in."""
        return super().cell(row, column) if column else Cell(self.rows[row].name, editable=False)


class MeasuresSheet(RowsSheet[Measure]):
    """Indicators without scores."""

    name = "绩效指标"
    empty_text = "还没有指标：按 Ctrl+N 加一行，照下达的绩效目标表逐条填"

    def __init__(self, work: Work) -> None:
        self._work = work
        self._levels = work.outline.scoring.levels
        self.fields = (
            *level_fields(self._levels),
            TextField("name", Column("三级指标", 14, grow=2, frozen=True)),
            TextField("target", Column("指标值", 12, grow=1), note="照下达的绩效目标表"),
            TextField("actual", Column("全年实际完成值", 14, grow=1), note="填实际的数和单位"),
            TextField("reason", Column("未完成原因和改进措施", 14, grow=2, multiline=True)),
        )

    @property
    def rows(self) -> list[Measure]:
        """The rows in the report."""
        return self._work.block(Transfer).rows

    def new_row(self, after: int) -> Measure:
        """Start a row in the same levels as the one above."""
        if after >= 0:
            return Measure(level=self.rows[after].level, kind=self.rows[after].kind)
        return Measure(level=self._levels[0].name, kind=self._levels[0].kinds[0])


class TransferForm(SheetForm):
    """The whole form."""

    kind = "transfer"

    def sheets(self, work: Work) -> Sequence[Sheet]:
        """Goal, management and indicators."""
        return [GoalSheet(work, Transfer), ManagementSheet(work), MeasuresSheet(work)]

    def summary(self, work: Work) -> Content:
        """Show A, B and B/A as the funds section gives them."""
        if work.report.funds is None:
            return Content()
        line = work.report.funds.all_sources()
        rate = percent(line.rate) if line.rate is not None else "—"
        return Content(
            f"全年预算数(A) {yuan(line.annual.value)} 元　全年执行数(B) {yuan(line.executed.value)} 元　"
            f"执行率(B/A) {rate}　（在资金一节填写）"
        )
