"""The one table of every form: it shows a `Sheet` and edits it where it stands.

While the table has the focus the current cell holds a real editor; each key changes the sheet at once.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.events import MouseDown
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import TextArea

from storage.report.spot import Field
from storage.text import clean
from tui.cell_editor import Arrival, Way
from tui.history import History, Place
from tui.sheet import Sheet, hint
from tui.sheet_pane import SheetPane
from tui.sheet_paste import fitted, grid, is_grid, spread
from tui.sheet_view import SheetView

PAGE: Final = 10
"""Rows that PageUp and PageDown pass."""


class SheetTable(SheetPane):
    """A table over a `Sheet`, as high as its rows: put it into something that scrolls.

    Every change goes to the sheet at once and posts `Edited`. With a `History`, which several tables of one
    form may share, changes can be undone.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "add", "加一行", id="sheet.add", tooltip="在本行下面加一行"),
        Binding("ctrl+r", "remove", "删除本行", id="sheet.remove", tooltip="删除本行；撤销可以找回"),
        Binding("ctrl+up", "move(-1)", "上移", id="sheet.up", tooltip="把本行往上移"),
        Binding("ctrl+down", "move(1)", "下移", id="sheet.down", tooltip="把本行往下移"),
        Binding("ctrl+z", "undo", "撤销", id="sheet.undo", tooltip="撤销上一步"),
        Binding("ctrl+y", "redo", "重做", id="sheet.redo", tooltip="重做刚撤销的一步"),
    ]

    read_only: reactive[bool] = reactive(False, init=False)
    """Cells can be visited and copied, nothing can be changed."""

    @dataclass
    class _At(Message):
        table: "SheetTable"
        row: int
        column: int

        @property
        def control(self) -> "SheetTable":
            """The table."""
            return self.table

    class Edited(_At):
        """The sheet was changed at a cell: a key, a paste, a row added, removed or moved."""

    class Moved(_At):
        """Another cell is the current one, or the table has come into focus: `hint` says something else."""

    @dataclass
    class Dropped(Message):
        """A paste held `count` characters that cannot be in a report; they were left out."""

        table: "SheetTable"
        count: int

        @property
        def control(self) -> "SheetTable":
            """The table."""
            return self.table

    @dataclass
    class Restored(Message):
        """Undo or redo has restored the block; `place` is where, perhaps in another table of the form.

        This table shows it already; the owner reloads the others and goes to `place` if it is in one of them.
        """

        table: "SheetTable"
        place: Place

        @property
        def control(self) -> "SheetTable":
            """The table."""
            return self.table

    def __init__(
        self,
        sheet: Sheet,
        history: History | None = None,
        *,
        read_only: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(sheet, id=id, classes=classes)
        self._history = history
        self._kept = False
        self._entry = ""
        self._undo_shown = (False, False)
        self.set_reactive(SheetTable.read_only, read_only)
        self._row, self._column = self._edge(1)

    def on_mount(self) -> None:
        """Read the current cell, and learn from which side the focus comes."""
        self._load(self._arrival())
        self.watch(self.screen, "focused", self._focus_moved, init=False)

    # -- what the owner uses

    @property
    def place(self) -> Place:
        """Where the caret is."""
        return Place(self.sheet.name, self._row, self._column, self._editor.caret)

    def field_at_caret(self) -> Field:
        """Return what the current cell shows; empty where it is nothing in the model."""
        return self.sheet.field(self._row, self._column) if self._row < self.sheet.row_count() else ()

    def hint(self) -> str:
        """One line on the current cell: its column, its note, its choices."""
        return hint(self.sheet, self._row, self._column, read_only=self.read_only)

    def show(self, sheet: Sheet, history: History | None = None) -> None:
        """Show another sheet, from its first cell that can be edited."""
        self.sheet = sheet
        self._history = history
        self._view = SheetView(sheet)
        self._row, self._column = self._edge(1)
        self._restart()
        self._load(self._arrival())
        self._announce()

    def reload(self) -> None:
        """Show the sheet anew after its model was changed from outside; the caret stays where it can."""
        before = self._row, self._column
        self._clamp()
        if self._view.row_count == self.sheet.row_count():
            self._reread_seen()
        else:
            self._restart()
        moved = before != (self._row, self._column)
        if moved or self._entry != self._cell().typed or self._editor.read_only == self._open():
            self._load(self._editor.caret)

    def go(self, row: int, column: int, caret: int | None = None) -> None:
        """Make a cell the current one, with the caret after `caret` characters or as on entering with Tab."""
        self._go(row, column, caret)

    def select(self, start: int, end: int) -> None:
        """Select characters of the current cell."""
        self._editor.select(start, end)

    def focus(self, scroll_visible: bool = True) -> "SheetTable":
        """Edit the current cell."""
        self._editor.focus()
        if scroll_visible:
            self.call_after_refresh(self._reveal)
        return self

    def watch_read_only(self) -> None:
        """Open or lock the current cell; what was selected in it as a whole stays so."""
        is_all = not self._editor.selection.is_empty and self._editor.selected_text == self._editor.text
        self._load("select" if is_all else self._editor.caret)
        self._announce()
        self.refresh_bindings()

    # -- the current cell

    def _open(self) -> bool:
        if self.read_only:
            return False
        return self._cell().editable if self.sheet.row_count() else self.sheet.growable

    def _arrival(self) -> Arrival:
        return "end" if self.sheet.columns[self._column].multiline else "select"

    def _load(self, arrival: Arrival) -> None:
        filled = self.sheet.row_count() > 0
        cell, column = self._cell(), self.sheet.columns[self._column]
        self._entry = cell.typed
        self._editor.load(
            cell.typed if self._open() else cell.text,
            arrival,
            right=column.right and filled,
            multiline=column.multiline and filled,
            choosing=bool(column.choices) and filled,
            fixed=not self._open(),
        )
        self._editor.can_focus = filled or self._open()
        self._editor.set_class(cell.mark == "bad", "-bad")

    def _clamp(self) -> None:
        self._row = max(0, min(self._row, self.sheet.row_count() - 1))
        self._column = max(0, min(self._column, len(self.sheet.columns) - 1))

    def _go(self, row: int, column: int, arrival: Arrival | None = None) -> None:
        before = self._row, self._column
        self._row, self._column = row, column
        self._clamp()
        if self._history is not None:
            self._history.close()
        self._load(self._arrival() if arrival is None else arrival)
        if self._view.width and self.sheet.row_count() and self._view.reveal(self._column):
            self.refresh()
        else:
            self._refresh_row(before[0])
            self._refresh_row(self._row)
            if before[1] != self._column:
                self._refresh_lines(range(self._view.body_top))
        self._settle()
        self.call_after_refresh(self._reveal)
        self._announce()

    def _announce(self) -> None:
        if self._editing:
            self.post_message(self.Moved(self, self._row, self._column))
            self._show_undo()

    def _show_undo(self) -> None:
        """Tell the footer when undo or redo become possible; drawing it anew at each key would be dear."""
        history = self._history
        shown = (bool(history.undoable), bool(history.redoable)) if history else (False, False)
        if shown != self._undo_shown:
            self._undo_shown = shown
            self.refresh_bindings()

    def _stop(self, row: int, column: int, direction: int) -> tuple[int, int] | None:
        """The next cell (1) or the one before (-1) where Tab stops: one that can be edited, or only read."""
        width = len(self.sheet.columns)
        at = row * width + column + direction
        while 0 <= at < self.sheet.row_count() * width:
            row, column = divmod(at, width)
            if self.read_only or self.sheet.cell(row, column).editable:
                return row, column
            at += direction
        return None

    def _edge(self, direction: int) -> tuple[int, int]:
        """The first (1) or the last (-1) cell where Tab stops."""
        start = (0, -1) if direction > 0 else (self.sheet.row_count(), 0)
        return self._stop(*start, direction) or (0, 0)

    def _first_stop(self, row: int) -> int:
        columns = range(len(self.sheet.columns))
        return next((column for column in columns if self.sheet.cell(row, column).editable), 0)

    # -- changes

    def _record(self, label: str, caret: int | None = None, *, typing: bool = False) -> None:
        if self._history is not None:
            caret = self._editor.caret if caret is None else caret
            self._history.record(label, Place(self.sheet.name, self._row, self._column, caret), typing=typing)

    def _changed(self) -> None:
        self._reread_seen()
        cell = self._cell()
        self._entry = cell.typed
        self._editor.set_class(cell.mark == "bad", "-bad")
        self._settle()
        self._edited()

    def _edited(self) -> None:
        self.post_message(self.Edited(self, self._row, self._column))
        self._show_undo()

    def _begin(self) -> bool:
        """Make the first row of an empty sheet, keeping what the editor holds."""
        row = self.sheet.add(-1)
        if row is None:
            return False
        self._row, self._column = row, self._first_stop(row)
        self._restart()
        self.refresh_bindings()
        return True

    def _step(self, label: str) -> AbstractContextManager[None]:
        return nullcontext() if self._history is None else self._history.step(label, self.place)

    def cell_typed(self, text: str, before: int) -> None:
        """Hand a key on to the sheet."""
        if self.sheet.row_count():
            self._record("输入", before, typing=True)
            self.sheet.edit(self._row, self._column, text)
            self._changed()
            return
        with self._step("输入"):
            begun = self._begin()
            self._load("start")
            if begun and self.sheet.columns[self._column].choices:
                self.cell_chosen(text)
            elif begun:
                self._editor.insert_typed(text)

    def cell_pasted(self, text: str) -> None:
        """Take in a paste: into this cell, or over several."""
        if not self._open():
            return
        text, dropped = clean(text)
        if dropped:
            self.post_message(self.Dropped(self, dropped))
        text = text.removesuffix("\n")
        if not text:
            return
        with self._step("粘贴"):
            if self.sheet.row_count() or self._begin():
                self._paste(text)

    def _paste(self, text: str) -> None:
        shape = self.sheet.columns[self._column]
        if self.sheet.spreads and is_grid(text, multiline=shape.multiline):
            place = spread(self.sheet, grid(text), self._row, self._column)
            self._restart()
            self._go(*place, "end")
            self._edited()
            return
        text = fitted(self.sheet, self._column, text)
        if shape.choices:
            self._choose(text)
        else:
            self._editor.insert_typed(text)

    def _choose(self, choice: str) -> None:
        self._record("选择", typing=True)
        self.sheet.edit(self._row, self._column, choice)
        self._load("end")
        self._changed()

    def cell_turned(self, step: int) -> None:
        """Take the next or the last choice."""
        choices, now = self.sheet.columns[self._column].choices, self._cell().typed
        at = choices.index(now) + step if now in choices else min(step, 0)
        self._choose(choices[at % len(choices)] if now in choices or step < 0 else choices[0])

    def cell_chosen(self, character: str) -> None:
        """Take the next choice that begins with a character."""
        choices, now = self.sheet.columns[self._column].choices, self._cell().typed
        at = choices.index(now) + 1 if now in choices else 0
        found = next((c for c in (*choices[at:], *choices[:at]) if c.startswith(character)), None)
        if found is not None:
            self._choose(found)

    def action_add(self) -> None:
        """Add a row below this one."""
        filled = self.sheet.row_count() > 0
        self._record("加一行")
        row = self.sheet.add(self._row if filled else -1)
        if row is not None:
            self._restart()
            self._go(row, self._first_stop(row))
            self._edited()
            if not filled:
                self.refresh_bindings()

    def action_remove(self) -> None:
        """Remove this row."""
        self._record("删除本行")
        self.sheet.remove(self._row)
        self._restart()
        self._go(self._row, self._column)
        self._edited()
        if not self.sheet.row_count():
            self.refresh_bindings()

    def action_move(self, delta: int) -> None:
        """Move this row up or down, the caret with it."""
        caret = self._editor.caret
        self._record("移动本行")
        row = self.sheet.move(self._row, delta)
        if row != self._row:
            self._restart()
            self._go(row, self._column, caret)
            self._edited()

    def action_undo(self) -> None:
        """Take the last step back."""
        if self._history is not None:
            self._return(self._history.undo())

    def action_redo(self) -> None:
        """Do again what was undone."""
        if self._history is not None:
            self._return(self._history.redo())

    def _return(self, place: Place | None) -> None:
        self._show_undo()
        if place is None:
            return
        self._restart()
        if place.sheet == self.sheet.name:
            self._go(place.row, place.column, place.caret)
        else:
            self._go(self._row, self._column)
        self.post_message(self.Restored(self, place))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done here; show undo and redo greyed while there is nothing to undo."""
        if action in {"add", "remove", "move"}:
            possible = self.sheet.growable and not self.read_only
            return possible and (action == "add" or self.sheet.row_count() > 0)
        if action in {"undo", "redo"}:
            if self._history is None or self.read_only:
                return False
            return bool(self._history.undoable if action == "undo" else self._history.redoable) or None
        return True

    # -- moving

    def cell_left(self, way: Way) -> None:
        """Go where a key leads: to another cell, to a new row, or out of the table."""
        row, column, last = self._row, self._column, self.sheet.row_count() - 1
        match way:
            case "next" | "previous":
                direction = 1 if way == "next" else -1
                stop = self._stop(row, column, direction)
                if stop is not None:
                    self._go(*stop)
                elif direction > 0:
                    self.screen.focus_next()
                else:
                    self.screen.focus_previous()
            case "enter" if row < last:
                self._go(row + 1, column)
            case "enter" if self.sheet.growable and not self.read_only:
                self.action_add()
            case "enter":
                self.screen.focus_next()
            case "left" if column > 0:
                self._go(row, column - 1, "end")
            case "right" if column < len(self.sheet.columns) - 1:
                self._go(row, column + 1, "start")
            case "up" | "down" | "page_up" | "page_down" | "first" | "last":
                steps = {"up": -1, "down": 1, "page_up": -PAGE, "page_down": PAGE, "first": -row, "last": last}
                target = max(0, min(last, row + steps[way]))
                if target != row:
                    self._go(target, column)

    def cell_kept(self) -> None:
        """Stay in the current cell when the focus comes."""
        self._kept = self.screen.focused is not self._editor

    def _focus_moved(self, old: Widget | None, new: Widget | None) -> None:
        """Start at the first cell when Tab comes from before the table, at the last from behind it."""
        if new is not self._editor or old is None or self._kept:
            return
        chain = self.screen.focus_chain
        if old in chain and new in chain and len(chain) > 2:
            step = (chain.index(new) - chain.index(old)) % len(chain)
            if step in {1, len(chain) - 1}:
                self._row, self._column = self._edge(1 if step == 1 else -1)

    def cell_focused(self, *, again: bool) -> None:
        """Begin to edit the current cell."""
        self._editing = True
        if not again and not self._kept:
            self._load(self._arrival())
        self._kept = False
        self._seen_anew()
        self.call_after_refresh(self._reveal)
        self._announce()
        # What a form offers depends on the table the caret is in.
        self.refresh_bindings()

    def cell_blurred(self) -> None:
        """Show the current cell as all others."""
        self._editing = False
        if self._history is not None:
            self._history.close()
        self._seen_anew()

    def _seen_anew(self) -> None:
        self._refresh_row(self._row)
        if self._view.width:
            if self.sheet.row_count() and self._view.reveal(self._column):
                self.refresh()
            self._refresh_lines(range(self._view.body_top))
        self._settle()

    def cell_clicked(self, x: int, y: int) -> None:
        """Go to the cell that was clicked, and edit it."""
        place = self._view.at(x, y)
        if place is not None:
            self._go(*place)
        if place is not None or not self.sheet.row_count():
            self._editor.focus()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Go to the cell that was clicked."""
        event.stop()
        self.cell_clicked(event.x, event.y)

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def _swallow(self, message: Message) -> None:
        """The editor is this widget's own affair: owners hear of `Edited` and `Moved`."""
        message.stop()
