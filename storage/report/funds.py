"""The funds account: where the money came from and what it was used for. All amounts in 元.

Totals, parts and rates are computed here and stored nowhere. 执行率 is 全年执行数 ÷ 全年预算数 (adjusted), not
÷ 年初预算数 (财预〔2020〕10号 and the official 自评表).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from pydantic import Field, model_validator

from storage.figures import Figure, is_typed, known, percent
from storage.outline import Outline, OutlineSection
from storage.report.block import Block, Line, Model, Money, Row, filled
from storage.report.named_figure import NamedFigure, Naming, money, spelled, sum_spelled


@dataclass(frozen=True, slots=True)
class Total:
    """A computed sum in 元, and how many entries could not be counted because they are not understood."""

    value: Decimal
    unread: int = 0


def total(figures: Iterable[Figure]) -> Total:
    """Add up what is understood and count what is not."""
    values, unread = [], 0
    for figure in figures:
        if isinstance(figure, Decimal):
            values.append(figure)
        elif figure:
            unread += 1
    return Total(sum(values, Decimal("0.00")), unread)


def _told(row: Row, name: str) -> str:
    value = getattr(row, name, "")
    return money(value) if isinstance(value, Decimal) else str(value)


def added(figures: Iterable[Figure]) -> Decimal | None:
    """Add up what was typed; None where nothing was, or something is not understood."""
    figures = list(figures)
    sums = total(figures)
    return sums.value if not sums.unread and any(map(is_typed, figures)) else None


class Source(Row):
    """One source of money: its name, its kind and its three official amounts."""

    figures_of_the_year = ("initial", "annual", "executed")

    name: Line = Field("", alias="资金名称")
    kind: Line = Field("", alias="类别")
    initial: Money = Field("", alias="年初预算数")
    annual: Money = Field("", alias="全年预算数")
    executed: Money = Field("", alias="全年执行数")

    @property
    def called(self) -> tuple[str, ...]:
        """Name and kind."""
        return (self.name, self.kind)

    def is_blank(self) -> bool:
        """Whether nothing but the pre-set kind is there."""
        return not self.name.strip() and self.initial == self.annual == self.executed == ""

    def told(self, name: str) -> str:
        """Write an amount."""
        return _told(self, name)

    def line(self) -> "FundLine":
        """Return its amounts as a line of the account."""
        return FundLine.of([self])


class UsePart(Row):
    """One of the parts (其中) a use is made of."""

    figures_of_the_year = ("amount",)

    name: Line = Field("", alias="名称")
    amount: Money = Field("", alias="金额")

    @property
    def called(self) -> tuple[str, ...]:
        """Its name."""
        return (self.name,)

    def told(self, name: str) -> str:
        """Write the amount."""
        return _told(self, name)


class Use(Row):
    """One use of the money. Where it has parts its amount is their sum, and `amount` is empty.

    An amount given beside parts must be their sum, and is then left to them.
    """

    figures_of_the_year = ("amount",)

    category: Line = Field("", alias="用途")
    amount: Money = Field("", alias="金额")
    parts: list[UsePart] = Field([], alias="其中")

    @property
    def called(self) -> tuple[str, ...]:
        """What for."""
        return (self.category,)

    @model_validator(mode="after")
    def _amount_is_typed_once(self) -> Self:
        if self.parts and self.amount != "":
            computed = self.total()
            if computed.unread or computed.value != known(self.amount):
                raise ValueError("金额与“其中”各项之和不同")
            self.amount = ""
        return self

    def carried_over(self) -> Self:
        """Return it and its parts without amounts; beside it stands what it came to."""
        use = self.model_copy(update={"amount": added(self.typed_amounts()) or self.amount, "parts": []})
        parts = [part.carried_over() for part in self.parts]
        return super(Use, use).carried_over().model_copy(update={"parts": parts})

    def told(self, name: str) -> str:
        """Write the amount."""
        return _told(self, name)

    def typed_amounts(self) -> list[Figure]:
        """Return the amounts that make it up: those of the parts, or its own."""
        return [part.amount for part in self.parts] or [self.amount]

    def total(self) -> Total:
        """Return the amount: the sum of the parts, or what was typed where there are none."""
        return total(self.typed_amounts())

    def add_part(self, position: int) -> None:
        """Add a part; the first takes over the amount already typed, so that the total stays what it was."""
        self.parts.insert(position, UsePart(amount="" if self.parts else self.amount))
        self.amount = ""

    def remove_part(self, position: int) -> None:
        """Remove a part; the last one leaves its amount to the line."""
        part = self.parts.pop(position)
        if not self.parts:
            self.amount = part.amount


@dataclass(frozen=True, slots=True)
class FundLine:
    """A line of the account: 年初预算数, 全年预算数, 全年执行数, and the rate computed from the last two.

    `paired` counts the sources that have both 全年预算数 and 全年执行数, `unpaired` those that have one of them.
    """

    initial: Total
    annual: Total
    executed: Total
    paired: int = 0
    unpaired: int = 0

    @classmethod
    def of(cls, sources: Sequence[Source]) -> Self:
        """Return the sum of some sources."""
        initial, annual, executed = (
            [getattr(source, amount) for source in sources] for amount in ("initial", "annual", "executed")
        )
        typed = [is_typed(budget) + is_typed(spent) for budget, spent in zip(annual, executed, strict=True)]
        return cls(total(initial), total(annual), total(executed), typed.count(2), typed.count(1))

    @property
    def _is_known(self) -> bool:
        return bool(self.paired) and not (self.unpaired or self.annual.unread or self.executed.unread)

    @property
    def rate(self) -> Decimal | None:
        """执行率, 1 for 100 %; None where there is no budget, or a blank or unread amount could change it."""
        if not self._is_known or self.annual.value <= 0:
            return None
        return self.executed.value / self.annual.value

    @property
    def has_empty_budget(self) -> bool:
        """Whether both 全年预算数 and 全年执行数 were entered and are 0."""
        return self._is_known and not self.annual.value and not self.executed.value


_AMOUNTS: Final = {"initial": "年初预算数", "annual": "全年预算数", "executed": "全年执行数"}
_TOTALS: Final = ("年初预算合计", "全年预算合计", "全年执行合计", "执行率", "结余")


def _named(line: str) -> list[str]:
    return [f"{line}·{name}" for name in (*_AMOUNTS.values(), "执行率", "结余")]


class Funds(Block):
    """Sources and uses. What the sources spent and what the uses add up to are the same money."""

    sources: list[Source] = Field([], alias="资金来源")
    uses: list[Use] = Field([], alias="支出用途")

    def carried_over(self) -> Self:
        """Hand on where money comes from and what it is for, without the amounts."""
        sources, uses = ([row.carried_over() for row in rows] for rows in (self.sources, self.uses))
        return self.model_copy(update={"sources": sources, "uses": uses})

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the tables that are blank."""
        tables: dict[str, Sequence[Model]] = {"资金来源": self.sources, "支出用途": self.uses}
        return [name for name, rows in tables.items() if not filled(rows)]

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield the totals, the kinds, each source, each use and its parts."""
        naming = Naming(section_id, "funds")
        whole = _Line(naming, _TOTALS, self.sources, rate)
        yield from (*whole.sums(), *whole.ratios())
        for kind in dict.fromkeys([*outline.fund_kinds, *(source.kind for source in self.sources)]):
            sources = [source for source in self.sources if source.kind == kind]
            if kind.strip():
                line = _Line(naming, _named(kind), sources, self.of_kind(kind).rate)
                yield from (*line.sums(), *line.ratios())
        for number, source in enumerate(self.sources):
            if name := source.name.strip() or source.kind.strip():
                names, field = _named(f"来源·{name}"), ("sources", number)
                for (amount, _), label in zip(_AMOUNTS.items(), names, strict=False):
                    figure = getattr(source, amount)
                    written = money(known(figure))
                    yield naming.typed(label, figure, written, (*field, amount), identity=source.identity)
                line = _Line(naming, names, [source], source.line().rate, field)
                yield from line.ratios(source.identity)
        yield from self._use_figures(naming)
        for name, rows, unit in (("资金来源个数", self.sources, "个"), ("支出用途个数", self.uses, "项")):
            count = sum(not row.is_blank() for row in rows)
            yield naming.computed(name, f"{count}{unit}" if count else "", f"{name[:4]}表的行数", ())

    def _use_figures(self, naming: Naming) -> Iterator[NamedFigure]:
        leaves = [figure for use in self.uses for figure in use.typed_amounts()]
        spent = added(leaves)
        each = sum_spelled(added(use.typed_amounts()) for use in self.uses)
        yield naming.computed("支出合计", money(spent), f"各项支出用途相加：{each}", ("uses",))
        for number, use in enumerate(self.uses):
            name, field = f"支出·{use.category.strip()}", ("uses", number, "amount")
            if not use.category.strip():
                continue
            own = added(use.typed_amounts())
            if use.parts:
                how = f"其中各项相加：{sum_spelled(known(part.amount) for part in use.parts)}"
                yield naming.computed(name, money(own), how, field, identity=use.identity)
            else:
                yield naming.typed(name, use.amount, money(own), field, identity=use.identity)
            share = percent(own / spent) if own is not None and spent else ""
            how = f"{spelled(own)} ÷ 支出合计 {spelled(spent)}"
            field = ("uses", number, "share")
            yield naming.computed(f"{name}·占比", share, how, field, identity=use.identity)
            for position, part in enumerate(use.parts):
                if part.name.strip():
                    yield naming.typed(
                        f"{name}·{part.name.strip()}",
                        part.amount,
                        money(known(part.amount)),
                        ("uses", number, "parts", position, "amount"),
                        identity=part.identity,
                    )

    def is_blank(self) -> bool:
        """Whether no row has anything in it."""
        return all(row.is_blank() for row in [*self.sources, *self.uses])

    def of_kind(self, kind: str) -> FundLine:
        """Return the sum of the sources of one kind."""
        return FundLine.of([source for source in self.sources if source.kind == kind])

    def all_sources(self) -> FundLine:
        """Return the total line."""
        return FundLine.of(self.sources)

    def all_uses(self) -> Total:
        """Return what the uses add up to."""
        return total(figure for use in self.uses for figure in use.typed_amounts())

    def gap(self) -> Decimal:
        """Return 全年执行数 of the sources less the uses, in 元; 0 where what is understood of both agrees."""
        return self.all_sources().executed.value - self.all_uses().value


@dataclass(frozen=True, slots=True)
class _Line:
    """Names the figures of some of the sources, as `当年财政拨款·执行率`."""

    naming: Naming
    names: Sequence[str]
    """What the three amounts, the rate and what is left are called."""
    sources: Sequence[Source]
    rate: Decimal | None
    """执行率, 1 for 100 %."""
    field: tuple[str | int, ...] = ("sources",)

    def sums(self) -> Iterator[NamedFigure]:
        for (field, label), name in zip(_AMOUNTS.items(), self.names, strict=False):
            figures = [getattr(source, field) for source in self.sources]
            how = f"各项资金来源的{label}相加：{sum_spelled(map(known, figures))}"
            yield self.naming.computed(name, money(added(figures)), how, self.field)

    def ratios(self, identity: int | None = None) -> Iterator[NamedFigure]:
        annual, executed = (added(getattr(s, field) for s in self.sources) for field in ("annual", "executed"))
        rate = "" if self.rate is None else percent(self.rate)
        amounts = f"全年执行数 {spelled(executed)} ÷ 全年预算数 {spelled(annual)}"
        left = None if annual is None or executed is None else annual - executed
        field = () if identity is None else ("rate",)
        yield self.naming.computed(self.names[3], rate, amounts, (*self.field, *field), identity=identity)
        amounts = f"全年预算数 {spelled(annual)} − 全年执行数 {spelled(executed)}"
        field = () if identity is None else ("left",)
        yield self.naming.computed(self.names[4], money(left), amounts, (*self.field, *field), identity=identity)
