"""Facts: named quantities with a unit and a period, asked by the outline or added by the clerk."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Self

from pydantic import Field, ValidationInfo, field_validator

from storage.figures import Figure, grouped, known, percent, read_quantity, yuan
from storage.outline import Outline, OutlineSection
from storage.report.block import Block, Line, Measured, Row, as_typed
from storage.report.named_figure import BLANK, NamedFigure, Naming
from storage.report.spot import Field as Place


class Fact(Row):
    """One quantity. `value` is a number of `unit`, or what was typed while it is not understood as one."""

    figures_of_the_year = ("value",)

    name: Line = Field("", alias="名称")
    unit: Line = Field("", alias="单位")
    period: Line = Field("全年", alias="期间")
    value: Measured = Field("", alias="数值")

    @field_validator("value", mode="before")
    @classmethod
    def _read_in_its_unit(cls, value: object, info: ValidationInfo) -> Figure:
        return read_quantity(as_typed(value), info.data.get("unit", ""))

    @property
    def called(self) -> tuple[str, ...]:
        """Its name."""
        return (self.name,)

    def is_blank(self) -> bool:
        """Whether no value has been typed and nobody named it; the period is pre-set."""
        return self.value == "" and not self.name.strip() and not self.unit.strip()

    def carried_over(self) -> Self:
        """Return it without its value, which stands beside it in the unit it was counted in."""
        fact = super().carried_over()
        if fact.last is not None:
            fact.last.unit = self.unit
        return fact

    def told(self, name: str) -> str:
        """Write the value with its unit."""
        return self.shown() + self.unit if name == "value" and self.value != "" else ""

    def read(self, text: str) -> None:
        """Take a value as typed: `2.67万人次` is 26700 where the unit is 人次."""
        self.value = read_quantity(text, self.unit)

    def shown(self) -> str:
        """Write the value with every digit it has, without its unit."""
        return write_value(self.value, self.unit)


def write_value(value: Figure, unit: str) -> str:
    """Write a value as its unit is written: money as `yuan` does, anything else with the digits it has."""
    if isinstance(value, str):
        return value
    return yuan(value) if unit == "元" else grouped(value)


class Facts(Block):
    """The quantities of one section, in the order shown."""

    rows: list[Fact] = Field([], alias="数据")

    def carried_over(self) -> Self:
        """Hand on what is counted, without the values."""
        return self.model_copy(update={"rows": [fact.carried_over() for fact in self.rows]})

    def given(self, section: OutlineSection | None) -> frozenset[Place]:
        """Return the quantities that are as the outline asks for them."""
        asked = {(fact.name, fact.unit, fact.period) for fact in section.facts} if section is not None else set()
        facts = enumerate(self.rows)
        return frozenset(("rows", at) for at, fact in facts if (fact.name, fact.unit, fact.period) in asked)

    def is_blank(self) -> bool:
        """Whether no quantity has a value."""
        return all(fact.value == "" for fact in self.rows)

    def fit(self, section: OutlineSection, outline: Outline) -> None:
        """Add the facts the outline asks for that are not there; none is taken away."""
        names = {fact.name for fact in self.rows}
        self.rows += [
            Fact(name=asked.name, unit=asked.unit, period=asked.period)
            for asked in section.facts
            if asked.name not in names
        ]

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the quantities without a value."""
        return [fact.name for fact in self.rows if fact.value == "" and fact.name]

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield every quantity under its own name."""
        naming = Naming(section_id, "facts")
        for number, fact in enumerate(self.rows):
            written = fact.shown() + fact.unit
            field = ("rows", number, "value")
            yield naming.typed(fact.name, fact.value, written, field, identity=fact.identity)
        asked = outline.section(section_id)
        values = {fact.name: known(fact.value) for fact in self.rows}
        for computed in asked.rates if asked is not None else ():
            part, whole = values.get(computed.part), values.get(computed.whole)
            text = percent(part / whole) if part is not None and whole else ""
            how = f"{computed.part} {_spelled(part)} ÷ {computed.whole} {_spelled(whole)}"
            yield naming.computed(computed.name, text, how, ("rows",))


def _spelled(value: Decimal | None) -> str:
    return BLANK if value is None else grouped(value)
