"""A form made of tables over one block, with one history of changes and a line of sums."""

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from textual import on
from textual.content import Content
from textual.widgets import TextArea

from storage.report.block import identify, rows_in
from storage.report.carried import entry_of
from storage.report.report import BLOCKS
from storage.report.spot import Field, Spot
from storage.text import one_line
from tui.entry.form import CONFIRM, Form
from tui.entry.where_from import Pointed
from tui.entry.work import Work
from tui.history import History
from tui.sheet import Sheet
from tui.sheet_table import SheetTable

_SHOWN: Final = 60


class SheetForm(Form):
    """Subclasses say which tables a block has and what its sums say."""

    DEFAULT_CSS = """
    SheetForm { height: auto; }
    SheetForm SheetTable { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._work: Work | None = None
        self._histories: dict[str, History] = {}
        self._left: SheetTable | None = None
        self._summed: Content | None = None
        self._hinted = ""

    def sheets(self, work: Work) -> Sequence[Sheet]:
        """Return the tables of the block, in order; always as many."""
        raise NotImplementedError

    def summary(self, work: Work) -> Content | None:
        """Return the line of sums; None for a block that has none."""
        return None

    @property
    def _tables(self) -> list[SheetTable]:
        return list(self.query(SheetTable))

    @property
    def _current(self) -> SheetTable:
        """The table with the caret, or the one it was in last."""
        return next((table for table in self._tables if table.editing), self._left or self._tables[0])

    @property
    def current_sheet(self) -> Sheet | None:
        """The sheet the caret is in; None while it is in none."""
        return next((table.sheet for table in self._tables if table.editing), None)

    async def show(self, work: Work, *, read_only: bool) -> None:
        """Show a section's block; what was changed in it since opening can still be undone."""
        self._work = work
        history = self._histories.setdefault(work.section.id, self._history_of(work))
        sheets = self.sheets(work)
        for sheet in sheets:
            sheet.unconfirmed = self._unconfirmed
        tables = self._tables
        if tables:
            for table, sheet in zip(tables, sheets, strict=True):
                table.read_only = read_only
                table.show(sheet, history)
        else:
            tables = [SheetTable(sheet, history, read_only=read_only) for sheet in sheets]
            await self.mount_all(tables)
        for table in tables:
            # A list that nobody can add to is no use while it is empty.
            table.display = table.sheet.growable or table.sheet.row_count() > 0
        self._summed = None
        self._sum_up()

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the tables be changed, or no longer."""
        for table in self._tables:
            table.read_only = read_only

    def show_remarks(self, spots: Collection[Spot]) -> None:
        """Mark the cells that were remarked on."""
        fields = frozenset(spot.field for spot in spots if spot.field)
        for table in self._tables:
            if table.sheet.remarked != fields:
                table.sheet.remarked = fields
                table.reload()

    def _history_of(self, work: Work) -> History:
        def snapshot() -> str:
            block = work.section.block(self.kind)
            identities = [row.identity for row in rows_in(block)]
            return f"{json.dumps(identities)}\n{block.model_dump_json(by_alias=True)}"

        def restore(state: str) -> None:
            identities, _, entries = state.partition("\n")
            block = BLOCKS[self.kind].model_validate_json(entries)
            # References follow a row by its identity: it has to come back as the same one.
            identify(block, json.loads(identities))
            work.section.put(self.kind, block)

        return History(snapshot, restore)

    def _unconfirmed(self) -> frozenset[Field]:
        if self._work is None:
            return frozenset()
        return frozenset(entry.field for entry in self._work.section.block(self.kind).unconfirmed())

    def _tell_hint(self, table: SheetTable) -> None:
        """Say what helps in the current cell of a table: how it is filled in, and what it has of last year."""
        field = table.field_at_caret()
        last = self._work.section.block(self.kind).last_year(field) if self._work is not None else ""
        last = one_line(last)
        shown = last if len(last) <= _SHOWN else f"{last[:_SHOWN]}……"
        waits = entry_of(field) in self._unconfirmed() and not table.read_only
        parts = (table.hint(), f"上年：{shown}" if shown else "", CONFIRM if waits else "")
        self._hinted = "　".join(part for part in parts if part)
        self.post_message(self.Hint(self._hinted))

    def _sum_up(self) -> None:
        sums = self.summary(self._work) if self._work is not None else None
        if sums is not None and sums != self._summed:
            self._summed = sums
            self.post_message(self.Summed(sums))

    def refresh_figures(self) -> None:
        """Show computed cells and sums anew."""
        for table in self._tables:
            table.reload()
        self._sum_up()

    def make(self, label: str, change: Callable[[], None]) -> None:
        """Let `change` change the block, as one step that can be undone."""
        if self._work is not None:
            self._histories[self._work.section.id].record(label, self._current.place)
            change()
            self.refresh_figures()
            self.refresh_bindings()

    def insert(self, label: str, add: Callable[[int], int], *, column: int) -> None:
        """Add a row by `add(current row)` as a step that can be undone, and go to `column` of it."""
        table, work = self._current, self._work
        if work is None or table.read_only:
            return
        place = table.place
        self._histories[work.section.id].record(label, place)
        row = add(place.row)
        self._after_change()
        self.refresh_figures()
        table.go(row, column)

    def _after_change(self) -> None:
        self._sum_up()
        self.post_message(self.Changed(self))

    @on(SheetTable.Edited)
    def _edited(self, event: SheetTable.Edited) -> None:
        event.stop()
        for table in self._tables:
            if table is not event.table:
                table.reload()
        self._after_change()
        if self._hinted.endswith(CONFIRM):
            self._tell_hint(event.table)

    @on(SheetTable.Restored)
    def _restored(self, event: SheetTable.Restored) -> None:
        event.stop()
        for table in self._tables:
            table.reload()
            if table is not event.table and table.sheet.name == event.place.sheet:
                table.go(event.place.row, event.place.column, event.place.caret)
                table.focus()
        self._after_change()

    @on(SheetTable.Moved)
    def _moved(self, event: SheetTable.Moved) -> None:
        event.stop()
        self._left = event.table
        self._tell_hint(event.table)

    @on(SheetTable.Dropped)
    def _dropped(self, event: SheetTable.Dropped) -> None:
        event.stop()
        self.post_message(self.Dropped(event.count))

    def pointed(self) -> Pointed | None:
        """Return what the current cell shows."""
        sheet, place, work = self._current.sheet, self._current.place, self._work
        field = self._current.field_at_caret()
        if work is None or not field:
            return None
        spot = Spot(work.section.id, self.kind, field)
        figure = next((figure for figure in work.following.figures.values() if figure.spot == spot), None)
        if figure is not None:
            return Pointed.at(figure, is_reference=False)
        cell, title = sheet.cell(place.row, place.column), sheet.columns[place.column].title
        return Pointed(title, cell.text, spot, "" if cell.editable else cell.note or "由程序算出")

    def place(self) -> dict[str, Any]:
        """Return the table, row, column and caret."""
        place = self._current.place
        return {"表": place.sheet, "行": place.row, "列": place.column, "字": place.caret}

    def go(self, place: dict[str, Any]) -> None:
        """Go to the table, row, column and caret; to the first cell where they are no more."""
        table = next((table for table in self._tables if table.sheet.name == place.get("表")), self._tables[0])
        row, column, caret = (place.get(key) for key in ("行", "列", "字"))
        if isinstance(row, int) and isinstance(column, int):
            table.go(row, column, caret if isinstance(caret, int) else None)
        self._left = table
        table.focus()

    def go_to(self, spot: Spot, *, focus: bool = True) -> None:
        """Go to the cell of a spot and select its words; to where one starts for the block as a whole."""
        self.unpoint()
        tables = self._tables if spot.field else []
        located = {table: cell for table in tables if (cell := table.sheet.locate(spot.field))}
        table = next(iter(located), self._tables[0])
        if located:
            table.go(*located[table])
        if located and spot.end > spot.start:
            table.select(spot.start, spot.end)
        self._left = table
        if focus:
            table.focus()
        else:
            table.point(on=True)

    def unpoint(self) -> None:
        """Show the current cells as all others again."""
        for table in self._tables:
            table.point(on=False)

    @property
    def text_area(self) -> TextArea:
        """The editor over the current cell."""
        return self._current.query_one(TextArea)

    def spot(self) -> Spot:
        """Return the field of the current cell."""
        section = self._work.section.id if self._work is not None else ""
        return Spot(section, self.kind, self._current.field_at_caret())
