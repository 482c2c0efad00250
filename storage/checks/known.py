"""The figures of a report's tables, each with its place, for the text to be compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from storage.checks.finding import Quote
from storage.checks.subject import Subject, where
from storage.figures import known, yuan
from storage.outline import BlockKind
from storage.quantities.quantity import Role
from storage.quantities.units import family, normal_unit
from storage.report.facts import Fact
from storage.report.report import Section
from storage.report.scoring import read_amount
from storage.report.spot import Spot


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of a table: its name, its value in `unit`, whether it is for each event, and its cell."""

    name: str
    value: Decimal
    unit: str
    quote: Quote
    role: Role = Role.ACTUAL
    each: bool = False
    period: str = "全年"

    @property
    def family(self) -> str:
        """What its unit is compared as."""
        return family(self.unit)

    @property
    def shown(self) -> str:
        """The figure as its cell shows it."""
        return self.quote.words


def known_figures(subject: Subject) -> list[Known]:
    """Return facts, uses of the money, and targets and actuals of indicators, in the report's order."""
    if subject.report is None:
        return []
    return [figure for section in subject.report.sections for figure in _of_section(subject, section)]


def cell(subject: Subject, section: Section, kind: BlockKind, field: tuple[str | int, ...], words: str) -> Quote:
    """Quote a cell of a table."""
    return Quote(Spot(section.id, kind, field), where(subject.outline, section.id, section.title), words)


def _of_section(subject: Subject, section: Section) -> Iterator[Known]:
    for position, fact in enumerate(section.facts.rows if section.facts is not None else ()):
        value = known(fact.value)
        if value is not None:
            quote = cell(subject, section, "facts", ("rows", position, "value"), fact.shown() + fact.unit)
            yield _of_fact(fact, value, quote)
    for position, use in enumerate(section.funds.uses if section.funds is not None else ()):
        yield from _of_use(subject, section, position)
        for number, part in enumerate(use.parts):
            amount = known(part.amount)
            if amount is not None:
                field = ("uses", position, "parts", number, "amount")
                yield Known(part.name, amount, "元", cell(subject, section, "funds", field, f"{yuan(amount)}元"))
    yield from _of_indicators(subject, section)


def _of_fact(fact: Fact, value: Decimal, quote: Quote) -> Known:
    return Known(fact.name, value, normal_unit(fact.unit), quote, each="每" in fact.name, period=fact.period)


def _of_use(subject: Subject, section: Section, position: int) -> Iterator[Known]:
    if section.funds is None:
        return
    use = section.funds.uses[position]
    total = use.total()
    if use.category and not total.unread and (use.parts or use.amount != ""):
        field = ("uses", position, "amount")
        yield Known(
            use.category, total.value, "元", cell(subject, section, "funds", field, f"{yuan(total.value)}元")
        )


def _of_indicators(subject: Subject, section: Section) -> Iterator[Known]:
    table, kind = (
        (section.indicators, "indicators") if section.indicators is not None else (section.transfer, "transfer")
    )
    for position, row in enumerate(table.rows if table is not None else ()):
        for field, text, role in (("target", row.target, Role.TARGET), ("actual", row.actual, Role.ACTUAL)):
            amount = read_amount(text)
            if amount is not None and row.name:
                place: BlockKind = "indicators" if kind == "indicators" else "transfer"
                quote = cell(subject, section, place, ("rows", position, field), text)
                # 2.6天 of 平均修复时间 is for each, but is named as a whole.
                yield Known(row.name, amount.value, normal_unit(amount.unit), quote, role)
