"""The figures of a report's tables, each with its place, for the text to be compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from storage.checks.fields import quote_at
from storage.checks.finding import Quote
from storage.checks.subject import Subject
from storage.checks.tables import rows
from storage.figures import known, yuan
from storage.quantities.quantity import Role
from storage.quantities.units import family, normal_unit
from storage.report.facts import Fact
from storage.report.funds import added
from storage.report.report import Section
from storage.report.scoring import read_amount


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of a table: its name, its value in `unit`, whether it is for each event, and its cell."""

    name: str
    value: Decimal
    unit: str
    quote: Quote
    role: Role = Role.ACTUAL
    each: bool = False

    @property
    def family(self) -> str:
        """What its unit is compared as."""
        return family(self.unit)

    @property
    def shown(self) -> str:
        """The figure as its cell shows it."""
        return self.quote.words


@lru_cache(maxsize=1)
def known_figures(subject: Subject) -> tuple[Known, ...]:
    """Return the facts and uses of the money in the report's order, and after them targets and actuals."""
    if subject.report is None:
        return ()
    typed = (figure for section in subject.report.sections for figure in _of_section(subject, section))
    return (*typed, *_of_indicators(subject))


def _of_section(subject: Subject, section: Section) -> Iterator[Known]:
    for position, fact in enumerate(section.facts.rows if section.facts is not None else ()):
        value = known(fact.value)
        if value is not None:
            quote = quote_at(subject, section.id, "facts", ("rows", position, "value"), fact.shown() + fact.unit)
            yield _of_fact(fact, value, quote)
    for position, use in enumerate(section.funds.uses if section.funds is not None else ()):
        yield from _of_use(subject, section, position)
        for number, part in enumerate(use.parts):
            amount = known(part.amount)
            if amount is not None:
                field = ("uses", position, "parts", number, "amount")
                quote = quote_at(subject, section.id, "funds", field, f"{yuan(amount)}元")
                yield Known(part.name, amount, "元", quote)


def _of_fact(fact: Fact, value: Decimal, quote: Quote) -> Known:
    return Known(fact.name, value, normal_unit(fact.unit), quote, each="每" in fact.name)


def _of_use(subject: Subject, section: Section, position: int) -> Iterator[Known]:
    if section.funds is None:
        return
    use = section.funds.uses[position]
    amount = added(use.typed_amounts())
    if use.category and amount is not None:
        quote = quote_at(subject, section.id, "funds", ("uses", position, "amount"), f"{yuan(amount)}元")
        yield Known(use.category, amount, "元", quote)


def _of_indicators(subject: Subject) -> Iterator[Known]:
    for row in rows(subject):
        measure = row.measure
        for field, text, role in (
            ("target", measure.target, Role.TARGET),
            ("actual", measure.actual, Role.ACTUAL),
        ):
            amount = read_amount(text)
            # An actual written as a goal is asked about as that.
            is_goal = amount is not None and amount.is_bound and role is Role.ACTUAL
            if amount is not None and measure.name and not is_goal:
                # 2.6天 of 平均修复时间 is for each, but is named as a whole.
                yield Known(measure.name, amount.value, normal_unit(amount.unit), row.quote(field), role)
