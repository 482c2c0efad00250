"""A table over a list of rows of one model: each column shows and edits one field."""

from abc import abstractmethod
from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from storage.figures import Figure, grouped, plain, read_money, read_quantity, yuan
from storage.report.block import Model
from storage.report.spot import Field
from tui.sheet import Cell, Column, Sheet

Row = TypeVar("Row", bound=Model)


def money_cell(figure: Figure) -> Cell:
    """Show an amount in 元; what is not understood stays as typed and is marked."""
    if isinstance(figure, Decimal):
        return Cell(yuan(figure), entry=plain(figure))
    if not figure:
        return Cell("")
    return Cell(
        figure,
        mark="bad",
        note="这里看不出是多少钱，已原样保留；请改成 763383.48 或 155.42万元 这样的写法，最小到分",
    )


def quantity_cell(figure: Figure) -> Cell:
    """Show a number with every digit it has; what is not a number stays as typed and is marked."""
    if isinstance(figure, Decimal):
        return Cell(grouped(figure), entry=plain(figure))
    return Cell(figure, mark="bad", note="这里要填一个数；已原样保留，请改成数字") if figure else Cell("")


LAST_YEAR: Final = "上年的报告里的数"


def computed(text: str, note: str = "") -> Cell:
    """Show something the program works out; it cannot be typed over."""
    return Cell(text, editable=False, mark="computed", note=note)


@dataclass(frozen=True, slots=True)
class TextField:
    """A column of words, kept in the model's attribute `name`."""

    name: str
    column: Column
    note: str = ""

    def show(self, row: Any) -> Cell:
        """Show the words."""
        return Cell(getattr(row, self.name), note=self.note)

    def read(self, row: Any, text: str) -> None:
        """Take the words as typed."""
        setattr(row, self.name, text)


@dataclass(frozen=True, slots=True)
class MoneyField(TextField):
    """A column of amounts in 元."""

    def show(self, row: Any) -> Cell:
        """Show the amount."""
        return money_cell(getattr(row, self.name))

    def read(self, row: Any, text: str) -> None:
        """Take the amount, or keep what was typed."""
        setattr(row, self.name, read_money(text.strip()))


@dataclass(frozen=True, slots=True)
class QuantityField(TextField):
    """A column of plain numbers."""

    unit: str = ""

    def show(self, row: Any) -> Cell:
        """Show the number."""
        return quantity_cell(getattr(row, self.name))

    def read(self, row: Any, text: str) -> None:
        """Take the number, or keep what was typed."""
        setattr(row, self.name, read_quantity(text.strip(), self.unit))


@dataclass(frozen=True, slots=True)
class ComputedField(TextField):
    """A column the program works out of each row by `work_out`."""

    work_out: Callable[[Any], Cell] = field(kw_only=True)

    def show(self, row: Any) -> Cell:
        """Show what comes out."""
        return self.work_out(row)


class RowsSheet(Sheet, Generic[Row]):
    """Rows that can be added, removed and moved; subclasses say which list and which fields."""

    growable = True
    fields: Sequence[TextField]
    path = "rows"
    """The name of the list in the block's model."""

    @property
    @abstractmethod
    def rows(self) -> MutableSequence[Row]:
        """The list in the model, always the present one."""

    @abstractmethod
    def new_row(self, after: int) -> Row:
        """Return an empty row to stand below row `after`."""

    @property
    def columns(self) -> Sequence[Column]:
        """One column a field."""
        return [field.column for field in self.fields]

    def row_count(self) -> int:
        """How many rows the model has."""
        return len(self.rows)

    def cell(self, row: int, column: int) -> Cell:
        """Show the field of a row."""
        return self.fields[column].show(self.rows[row])

    def field(self, row: int, column: int) -> Field:
        """Return the list, the row and the field."""
        return (self.path, row, self.fields[column].name)

    def edit(self, row: int, column: int, text: str) -> None:
        """Take what was typed into the field."""
        self.fields[column].read(self.rows[row], text)

    def add(self, after: int) -> int:
        """Put an empty row below `after`."""
        self.rows.insert(after + 1, self.new_row(after))
        return after + 1

    def remove(self, row: int) -> None:
        """Take the row out."""
        del self.rows[row]

    def move(self, row: int, delta: int) -> int:
        """Swap the row with its neighbour."""
        target = min(max(0, row + delta), len(self.rows) - 1)
        self.rows.insert(target, self.rows.pop(row))
        return target
