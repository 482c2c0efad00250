"""The facts' form: name, value, unit and period; the outline's facts first, then the clerk's own."""

from collections.abc import Sequence

from storage.figures import known
from storage.outline import AskedFact
from storage.report.block import as_typed
from storage.report.facts import Fact, Facts
from tui.entry.rows_sheet import LAST_YEAR, RowsSheet, TextField, computed, money_cell
from tui.entry.sheet_form import SheetForm
from tui.entry.work import Work
from tui.sheet import Cell, Column, Sheet


class FactsSheet(RowsSheet[Fact]):
    """Quantities. Nothing is refused: what is not a number is marked and kept."""

    name = "数据"
    empty_text = "这一节还没有数据：按 Ctrl+N 加一行"

    def __init__(self, work: Work) -> None:
        self._work = work
        last = TextField("last", Column("上年", 12, right=True))
        self.fields = (
            TextField("name", Column("名称", 18, grow=2, frozen=True)),
            TextField("value", Column("数值", 14, grow=1, right=True)),
            TextField("unit", Column("单位", 8)),
            TextField("period", Column("期间", 12, grow=1)),
            *([last] if any(fact.last is not None for fact in self.rows) else ()),
        )
        self._asked = {fact.name: fact for fact in work.asked.facts} if work.asked else {}

    @property
    def rows(self) -> list[Fact]:
        """The section's facts."""
        return self._work.block(Facts).rows

    def _asked_at(self, row: int) -> AskedFact | None:
        """Return what the outline asks in a row: of several facts with that name it is the first."""
        name = self.rows[row].name
        asked = self._asked.get(name)
        if asked is None or any(fact.name == name for fact in self.rows[:row]):
            return None
        return asked

    def new_row(self, after: int) -> Fact:
        """Start a fact of the clerk's own."""
        return Fact()

    def cell(self, row: int, column: int) -> Cell:
        """Show a field; the outline's names and units are fixed, as other places refer to them."""
        fact, field = self.rows[row], self.fields[column].name
        asked = self._asked_at(row)
        if field == "value":
            return _value_cell(fact, asked.note if asked else "")
        if field == "last":
            return computed(self._work.block(Facts).last_year(("rows", row, "value")), LAST_YEAR)
        return Cell(getattr(fact, field), editable=asked is None or field == "period")

    def edit(self, row: int, column: int, text: str) -> None:
        """Take a field as typed; the value is read in its unit, anew when the unit changes."""
        fact, field = self.rows[row], self.fields[column].name
        if field == "value":
            fact.read(text.strip())
            return
        setattr(fact, field, text.strip())
        if field == "unit":
            fact.read(as_typed(fact.value))

    def remove(self, row: int) -> None:
        """Take the row out; a fact the outline asks for stays, without its value."""
        if self._asked_at(row):
            self.rows[row].value = ""
        else:
            del self.rows[row]


def _value_cell(fact: Fact, note: str) -> Cell:
    value = known(fact.value)
    if value is not None:
        return Cell(fact.shown(), entry=f"{value:f}", note=note)
    if fact.value and fact.unit == "元":
        return money_cell(fact.value)
    if fact.value:
        unit = f"（{fact.unit}）" if fact.unit else ""
        return Cell(str(fact.value), mark="bad", note=f"这里要填一个数{unit}；已原样保留，请改成数字")
    return Cell("", note=note)


class FactsForm(SheetForm):
    """The facts of a section."""

    kind = "facts"

    def sheets(self, work: Work) -> Sequence[Sheet]:
        """One table."""
        return [FactsSheet(work)]
