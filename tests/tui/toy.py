"""A sheet of money rows with parts, a computed rate and a total, and an app that shows it."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Label

from storage.figures import known, percent, read_money, yuan
from tui.history import History
from tui.sheet import Cell, Column, Sheet
from tui.sheet_table import SheetTable

COLUMNS = (
    Column("资金名称", 12, grow=1, frozen=True),
    Column("性质", 8, choices=("本级", "上级专项", "转移支付")),
    Column("预算数", 14, right=True),
    Column("执行数", 14, right=True),
    Column("执行率", 8, right=True),
    Column("说明", 14, grow=2, multiline=True),
)


class Money:
    """The block: rows of texts, a part marked by its depth."""

    def __init__(self, rows: Sequence[dict[str, Any]] = ()) -> None:
        self.rows = [dict(row) for row in rows]

    def snapshot(self) -> str:
        return json.dumps(self.rows, ensure_ascii=False)

    def restore(self, text: str) -> None:
        self.rows[:] = json.loads(text)


def row(
    name: str = "", kind: str = "", budget: str = "", spent: str = "", note: str = "", depth: int = 0
) -> dict[str, Any]:
    return {"name": name, "kind": kind, "budget": budget, "spent": spent, "note": note, "depth": depth}


FIELDS = ("name", "kind", "budget", "spent", "", "note")


class MoneySheet(Sheet):
    growable = True
    empty_text = "还没有资金来源：按 Ctrl+N 加一行"

    def __init__(self, money: Money, name: str = "资金来源", columns: Sequence[Column] = COLUMNS) -> None:
        self.money = money
        self.name = name
        self._columns = columns

    @property
    def columns(self) -> Sequence[Column]:
        return self._columns

    def row_count(self) -> int:
        return len(self.money.rows)

    def cell(self, row: int, column: int) -> Cell:
        record = self.money.rows[row]
        field = FIELDS[column]
        if field in {"budget", "spent"}:
            figure = read_money(record[field])
            if isinstance(figure, Decimal):
                return Cell(yuan(figure), entry=record[field])
            note = "这不是金额。" if figure else ""
            return Cell(figure, mark="bad" if figure else "", note=note, entry=record[field])
        if not field:
            budget, spent = known(read_money(record["budget"])), known(read_money(record["spent"]))
            return Cell(
                percent(spent / budget) if budget and spent is not None else "", editable=False, mark="computed"
            )
        if field == "name":
            return Cell(record["name"], indent=record["depth"])
        return Cell(record[field])

    def edit(self, row: int, column: int, text: str) -> None:
        self.money.rows[row][FIELDS[column]] = text

    def totals(self) -> Sequence[Sequence[Cell]]:
        def total(field: str) -> str:
            return yuan(
                sum((known(read_money(record[field])) or Decimal(0) for record in self.money.rows), Decimal(0))
            )

        texts = ("合计", "", total("budget"), total("spent"), "", "")
        return [[Cell(text, editable=False, mark="computed") for text in texts]]

    def add(self, after: int) -> int | None:
        self.money.rows.insert(after + 1, row())
        return after + 1

    def _group(self, index: int) -> int:
        end = index + 1
        while end < len(self.money.rows) and self.money.rows[end]["depth"] > self.money.rows[index]["depth"]:
            end += 1
        return end

    def remove(self, row: int) -> None:
        del self.money.rows[row : self._group(row)]

    def move(self, row: int, delta: int) -> int:
        rows, end = self.money.rows, self._group(row)
        group = rows[row:end]
        if delta < 0:
            if row == 0:
                return row
            target = row - 1
            while target and rows[target]["depth"] > group[0]["depth"]:
                target -= 1
        else:
            if end >= len(rows):
                return row
            target = row + self._group(end) - end
        del rows[row:end]
        rows[target:target] = group
        return target


SAMPLE = (
    row("科技馆免费开放补助", "上级专项", "763383.48", "763383.48", "中央财政下达"),
    row("其中：展品更新", "上级专项", "500000", "480000", "", 1),
    row(
        "上年结转",
        "转移支付",
        "790841.85",
        "790841.85",
        "2022年结转到本年度继续使用的资金，按原用途安排，第一行\n第二行",
    ),
    row("其他资金", "本级", "一百万", "0", ""),
)


class Host(App[None]):
    """Two tables over one block between two inputs."""

    CSS = "Input { height: 1; border: none; padding: 0; } #hint { height: 1; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, rows: Sequence[dict[str, Any]] = SAMPLE, **options: Any) -> None:
        super().__init__()
        self.money = Money(rows)
        self.history = History(self.money.snapshot, self.money.restore)
        self.sheet = MoneySheet(self.money)
        self.options = options
        self.edits: list[tuple[int, int]] = []
        self.dropped = 0

    def compose(self) -> ComposeResult:
        yield Input(id="before")
        with VerticalScroll(can_focus=False):
            yield SheetTable(self.sheet, self.history, id="table", **self.options)
        yield Input(id="after")
        yield Label(id="hint", markup=False)
        yield Footer()

    @property
    def table(self) -> SheetTable:
        return self.query_one("#table", SheetTable)

    def on_sheet_table_edited(self, event: SheetTable.Edited) -> None:
        self.edits.append((event.row, event.column))

    def on_sheet_table_moved(self, event: SheetTable.Moved) -> None:
        for label in self.query("#hint").results(Label):
            label.update(event.table.hint())

    def on_sheet_table_dropped(self, event: SheetTable.Dropped) -> None:
        self.dropped += event.count
