"""The problems' form: problem, cause, measure, who and by when; what has become of last year's measures."""

from collections.abc import Sequence

from storage.report.problems import OUTCOMES, Problem, Problems, Promise
from tui.entry.rows_sheet import RowsSheet, TextField
from tui.entry.sheet_form import SheetForm
from tui.entry.work import Work
from tui.sheet import Cell, Column, Sheet


class ProblemsSheet(RowsSheet[Problem]):
    """The list of problems; what stands alone is marked."""

    name = "问题与改进措施"
    empty_text = "还没有写问题：按 Ctrl+N 加一行；一行写一个问题和它的措施"
    fields = (
        TextField("problem", Column("问题", 16, grow=3, multiline=True)),
        TextField("cause", Column("原因", 14, grow=2, multiline=True)),
        TextField("measure", Column("改进措施", 16, grow=3, multiline=True)),
        TextField("owner", Column("责任人", 8), note="写到科室或姓名"),
        TextField("due", Column("完成时限", 10), note="如 2024年6月底前"),
    )

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def rows(self) -> list[Problem]:
        """The list in the report."""
        return self._work.block(Problems).rows

    def new_row(self, after: int) -> Problem:
        """Start an empty problem."""
        return Problem()

    def cell(self, row: int, column: int) -> Cell:
        """Show a field; a problem without measure, and a measure that answers no problem, are marked."""
        problem, field = self.rows[row], self.fields[column].name
        if field == "measure" and problem.is_unanswered():
            return Cell(problem.measure, mark="bad", note="这个问题还没有改进措施", entry=problem.measure)
        if field == "problem" and problem.answers_nothing():
            return Cell(problem.problem, mark="bad", note="右边的措施没有对应的问题，请写明它解决什么问题")
        return super().cell(row, column)


class PromisesSheet(RowsSheet[Promise]):
    """The measures that last year's report promised: they are what they were, and each is answered."""

    name = "上年改进措施落实情况"
    path = "promises"
    growable = False
    fields = (
        TextField("measure", Column("上年措施", 24, grow=3)),
        TextField("outcome", Column("落实情况", 8, choices=(*OUTCOMES, ""))),
        TextField("note", Column("说明", 16, grow=2, multiline=True), note="没有全部落实的，写明原因和下一步"),
    )

    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def rows(self) -> list[Promise]:
        """The list in the report."""
        return self._work.block(Problems).promises

    def new_row(self, after: int) -> Promise:
        """Return a line; what was not promised last year is none."""
        return Promise()

    def cell(self, row: int, column: int) -> Cell:
        """Show the measure as it was promised, or what is answered."""
        promise = self.rows[row]
        if self.fields[column].name == "measure":
            return Cell(promise.measure, editable=False, note="上年的报告里写的措施")
        return super().cell(row, column)


class ProblemsForm(SheetForm):
    """The problems of the year, and last year's measures where there were any."""

    kind = "problems"

    def sheets(self, work: Work) -> Sequence[Sheet]:
        """Two tables."""
        return [ProblemsSheet(work), PromisesSheet(work)]
