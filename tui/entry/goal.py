"""年度总体目标: what was expected and what was achieved, in both kinds of 自评表."""

from collections.abc import Sequence

from storage.report.indicators import Indicators
from storage.report.spot import Field
from storage.report.transfer import Transfer
from tui.entry.work import Work
from tui.sheet import Cell, Column, Sheet


class GoalSheet(Sheet):
    """Two rows under the names the official form gives them."""

    name = "年度总体目标"
    spreads = False

    def __init__(self, work: Work, kind: type[Indicators] | type[Transfer]) -> None:
        self._work = work
        self._kind = kind
        fields = kind.model_fields
        self._rows = [(name, fields[name].alias or name) for name in ("expected", "achieved")]

    @property
    def columns(self) -> Sequence[Column]:
        """Name and text."""
        return (Column("", 16, frozen=True), Column("内容", 40, grow=1, multiline=True))

    def row_count(self) -> int:
        """Expected and achieved."""
        return len(self._rows)

    def cell(self, row: int, column: int) -> Cell:
        """Show the name or the text."""
        name, label = self._rows[row]
        if column == 0:
            return Cell(label, editable=False)
        return Cell(
            getattr(self._work.block(self._kind), name),
            note="照批复的绩效目标表写" if name == "expected" else "逐项对应目标写完成了什么，数字与下表一致",
        )

    def field(self, row: int, column: int) -> Field:
        """Return the half of the goal."""
        return (self._rows[row][0],) if column else ()

    def edit(self, row: int, column: int, text: str) -> None:
        """Take the text as typed."""
        setattr(self._work.block(self._kind), self._rows[row][0], text)
