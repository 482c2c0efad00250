"""The funds' form: sources and uses beside each other's totals."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from storage.figures import percent, yuan
from storage.report.funds import Funds, Source, Total, Use, UsePart
from storage.report.spot import Field
from tui.entry.rows_sheet import (
    LAST_YEAR,
    ComputedField,
    MoneyField,
    RowsSheet,
    TextField,
    computed,
    money_cell,
)
from tui.entry.sheet_form import SheetForm
from tui.entry.work import Work
from tui.sheet import Cell, Column, Sheet


def _total_cell(total: Total) -> Cell:
    if total.unread:
        return Cell(
            yuan(total.value), editable=False, mark="bad", note=f"有 {total.unread} 处金额看不懂，没有算进来"
        )
    return computed(yuan(total.value))


def _rate_cell(source: Source) -> Cell:
    rate = source.line().rate
    return computed(percent(rate) if rate is not None else "—", "执行率＝全年执行数÷全年预算数，自动计算")


class SourcesSheet(RowsSheet[Source]):
    """Where the money came from."""

    name = "资金来源（元）"
    path = "sources"
    empty_text = "还没有资金来源：按 Ctrl+N 加一行；一种资金写一行"

    def __init__(self, work: Work) -> None:
        self._work = work
        self.fields = (
            TextField(
                "name", Column("资金名称", 12, grow=2, frozen=True), note="写明年度和名称，如 2022年结转免开资金"
            ),
            TextField("kind", Column("类别", 12, choices=work.outline.fund_kinds)),
            MoneyField("initial", Column("年初预算数", 14, right=True)),
            MoneyField("annual", Column("全年预算数", 14, right=True)),
            MoneyField("executed", Column("全年执行数", 14, right=True)),
            ComputedField("rate", Column("执行率", 7, right=True), work_out=_rate_cell),
        )

    @property
    def rows(self) -> list[Source]:
        """The sources in the report."""
        return self._work.block(Funds).sources

    def new_row(self, after: int) -> Source:
        """Start a source of the first kind not used yet."""
        used = {source.kind for source in self.rows}
        kinds = self._work.outline.fund_kinds
        return Source(kind=next((kind for kind in kinds if kind not in used), kinds[0]))

    def totals(self) -> Sequence[Sequence[Cell]]:
        """The total line with its rate."""
        line = self._work.block(Funds).all_sources()
        amounts = (_total_cell(total) for total in (line.initial, line.annual, line.executed))
        return [
            [
                computed("合计"),
                computed(""),
                *amounts,
                computed(percent(line.rate) if line.rate is not None else "—"),
            ]
        ]


class UsesSheet(Sheet):
    """What the money was used for; the parts of a use stand beneath it, and then make up its amount."""

    name = "支出用途（元）"
    growable = True
    empty_text = "还没有支出用途：按 Ctrl+N 加一行；有“其中”的，在那一行按 Ctrl+B"

    def __init__(self, work: Work) -> None:
        self._work = work
        lines = [line for use in self._uses for line in (use, *use.parts)]
        self._has_last = any(line.last is not None for line in lines)

    @property
    def _uses(self) -> list[Use]:
        return self._work.block(Funds).uses

    def _at(self, row: int) -> tuple[int, int | None]:
        """Return the use of a line, and the part within it or None for the use's own line."""
        for number, use in enumerate(self._uses):
            if row <= len(use.parts):
                return number, row - 1 if row else None
            row -= 1 + len(use.parts)
        raise IndexError(row)

    def _row_of(self, number: int, position: int | None = None) -> int:
        """Return the line of a use, or of a part of it."""
        own = sum(1 + len(use.parts) for use in self._uses[:number])
        return own if position is None else own + 1 + position

    @property
    def columns(self) -> Sequence[Column]:
        """What for, how much, the share of all uses, and how much it was last year where that is known."""
        last = (Column("上年", 14, right=True),) if self._has_last else ()
        return (
            Column("用途", 24, grow=1, frozen=True),
            Column("金额", 16, right=True),
            Column("占支出", 8, right=True),
            *last,
        )

    def row_count(self) -> int:
        """Uses and parts together."""
        return self._row_of(len(self._uses))

    def cell(self, row: int, column: int) -> Cell:
        """Show a use or one of its parts."""
        return next(self.cells([row]))[column]

    def cells(self, rows: Iterable[int]) -> Iterator[tuple[Cell, ...]]:
        """Show uses and their parts."""
        spent = self._work.block(Funds).all_uses().value
        lines = [(use, part) for use in self._uses for part in (None, *use.parts)]
        for use, part in (lines[row] for row in rows):
            cells = _use_cells(use, spent) if part is None else _part_cells(part)
            last = (use if part is None else part).last
            amount = money_cell(last.amount).text if last is not None else ""
            yield (*cells, computed(amount, LAST_YEAR)) if self._has_last else cells

    def field(self, row: int, column: int) -> Field:
        """Return the use or the part and what the column shows of it."""
        number, position = self._at(row)
        if position is None:
            return ("uses", number, ("category", "amount", "share", "last")[column])
        return ("uses", number, "parts", position, ("name", "amount", "share", "last")[column])

    def edit(self, row: int, column: int, text: str) -> None:
        """Take a name or an amount as typed."""
        number, position = self._at(row)
        use = self._uses[number]
        line: Use | UsePart = use if position is None else use.parts[position]
        if column == 1:
            _AMOUNT.read(line, text)
        elif isinstance(line, Use):
            line.category = text
        else:
            line.name = text

    def totals(self) -> Sequence[Sequence[Cell]]:
        """What all uses add up to."""
        last = [computed("")] if self._has_last else []
        return [[computed("合计"), _total_cell(self._work.block(Funds).all_uses()), computed(""), *last]]

    def add(self, after: int) -> int:
        """Add a use below the one at row `after` and its parts."""
        number = self._at(after)[0] + 1 if after >= 0 else 0
        self._uses.insert(number, Use())
        return self._row_of(number)

    def add_part(self, row: int) -> int:
        """Add a part to the use at `row`, below that row; return the new row."""
        number, position = self._at(row)
        place = 0 if position is None else position + 1
        self._uses[number].add_part(place)
        return self._row_of(number, place)

    def remove(self, row: int) -> None:
        """Remove a part, or a use with all its parts."""
        number, position = self._at(row)
        if position is None:
            del self._uses[number]
        else:
            self._uses[number].remove_part(position)

    def move(self, row: int, delta: int) -> int:
        """Move a part within its use, or a use with all its parts."""
        number, position = self._at(row)
        items: list[Use] | list[UsePart] = self._uses if position is None else self._uses[number].parts
        start = number if position is None else position
        target = min(max(0, start + delta), len(items) - 1)
        items.insert(target, items.pop(start))  # type: ignore[arg-type]
        return self._row_of(target) if position is None else self._row_of(number, target)


def _use_cells(use: Use, spent: Decimal) -> tuple[Cell, Cell, Cell]:
    """Show a use; `spent` is what all uses add up to, in 元."""
    total = use.total()
    amount = money_cell(use.amount)
    if use.parts:
        shown = _total_cell(total)
        note = shown.note or "由下面“其中”各项相加得出"
        amount = Cell(shown.text, editable=False, mark=shown.mark, note=note)
    share = percent(total.value / spent) if spent and total.value else ""
    return Cell(use.category), amount, computed(share)


def _part_cells(part: UsePart) -> tuple[Cell, Cell, Cell]:
    name = Cell(part.name, indent=1, note="其中的一项；还有一项就再按 Ctrl+B")
    return name, money_cell(part.amount), computed("")


_AMOUNT = MoneyField("amount", Column("金额", 16, right=True))


class FundsForm(SheetForm):
    """Sources, uses, and whether they are the same money."""

    kind = "funds"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+b", "add_part", "加其中项", tooltip="给这一项支出加一个“其中”的组成部分", id="add-part"),
    ]

    def sheets(self, work: Work) -> Sequence[Sheet]:
        """Two tables."""
        return [SourcesSheet(work), UsesSheet(work)]

    def summary(self, work: Work) -> Content:
        """Say whether what the sources spent is what the uses add up to."""
        funds = work.block(Funds)
        if funds.is_blank():
            return Content()
        spent, used, gap = funds.all_sources().executed, funds.all_uses(), funds.gap()
        if unread := spent.unread + used.unread:
            agree = (f"有 {unread} 处金额看不懂，还不能核对", "bold $text-error")
        elif gap:
            agree = (f"相差 {yuan(abs(gap))} 元", "bold $text-error")
        else:
            agree = ("相符", "$text-success")
        return Content.assemble(f"来源全年执行 {yuan(spent.value)} 元　支出合计 {yuan(used.value)} 元　", agree)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer parts only where there is a use to have them."""
        if action == "add_part":
            return isinstance(self.current_sheet, UsesSheet) and self.current_sheet.row_count() > 0
        return super().check_action(action, parameters)

    def action_add_part(self) -> None:
        """Add a part to the use under the caret."""
        sheet = self.current_sheet
        if isinstance(sheet, UsesSheet):
            self.insert("加其中项", sheet.add_part, column=0)
