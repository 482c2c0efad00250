"""The editor that lies over the current cell of a table while the table has the focus.

It edits text and nothing else: what a key means for the table it tells its keeper, at once and in order,
so that fast typing and pastes land in the cell they were meant for.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal, Protocol, Self, TypeAlias

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Selection
from textual.document._edit import Edit
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from tui.writing.area import WritingArea
from tui.writing.line_breaking import row_starts, text_width

Way: TypeAlias = Literal[
    "next", "previous", "enter", "up", "down", "left", "right", "page_up", "page_down", "first", "last"
]
Arrival: TypeAlias = Literal["select", "start", "end"] | int
"""How the caret stands in a cell just entered: all selected, at an end, or after so many characters."""


class CellKeeper(Protocol):
    """What a `CellEditor` needs of the table around it."""

    def cell_typed(self, text: str, before: int) -> None:
        """The text is now `text`; the caret was after `before` characters."""

    def cell_pasted(self, text: str) -> None:
        """The terminal or the clipboard hands over `text`, as it came."""

    def cell_left(self, way: Way) -> None:
        """The caret is to go to another cell, or out of the table."""

    def cell_turned(self, step: int) -> None:
        """The next (1) or last (-1) choice is wanted."""

    def cell_chosen(self, character: str) -> None:
        """The choice that begins with `character` is wanted."""

    def cell_kept(self) -> None:
        """The editor is about to be given the focus by name: it stays in the cell it is at."""

    def cell_focused(self, *, again: bool) -> None:
        """The editor has the focus, `again` if only the terminal window had lost it."""

    def cell_blurred(self) -> None:
        """The editor has lost the focus."""

    def cell_clicked(self, x: int, y: int) -> None:
        """The mouse went down at cell (x, y) of the table while something else had the focus."""

    def backdrop(self, region: Region) -> Sequence[Strip]:
        """What the table itself shows under `region`."""


class CellEditor(WritingArea, inherit_bindings=False):
    """A text area without frame, as wide as a cell and the one cell right of it where the caret may rest."""

    DEFAULT_CSS = """
    CellEditor, CellEditor:focus {
        width: 1;
        height: 1;
        border: none;
        padding: 0;
        overflow: hidden;
        scrollbar-size: 0 0;
        background: $surface-lighten-1;
        &.-bad { color: $text-error; }
        &.-fixed { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "leave('next')", "下一格", show=False),
        Binding("shift+tab", "leave('previous')", "上一格", show=False),
        Binding("enter", "leave('enter')", "下一行", show=False),
        Binding("shift+enter,ctrl+j", "break_line", "格内换行", show=False),
        Binding("up", "vertical(-1)", "上移", show=False),
        Binding("down", "vertical(1)", "下移", show=False),
        Binding("left", "horizontal(-1)", "左移", show=False),
        Binding("right", "horizontal(1)", "右移", show=False),
        Binding("pageup", "leave('page_up')", "上移十行", show=False),
        Binding("pagedown", "leave('page_down')", "下移十行", show=False),
        Binding("ctrl+home", "leave('first')", "首行", show=False),
        Binding("ctrl+end", "leave('last')", "末行", show=False),
        Binding("home", "cursor_line_start", "行首", show=False),
        Binding("end", "cursor_line_end", "行尾", show=False),
        Binding("ctrl+left", "cursor_word_left", "左移一词", show=False),
        Binding("ctrl+right", "cursor_word_right", "右移一词", show=False),
        Binding("shift+left", "cursor_left(True)", "向左选择", show=False),
        Binding("shift+right", "cursor_right(True)", "向右选择", show=False),
        Binding("shift+up", "cursor_up(True)", "向上选择", show=False),
        Binding("shift+down", "cursor_down(True)", "向下选择", show=False),
        Binding("shift+home", "cursor_line_start(True)", "选到行首", show=False),
        Binding("shift+end", "cursor_line_end(True)", "选到行尾", show=False),
        Binding("ctrl+a", "select_all", "全选", show=False),
        Binding("backspace", "erase(-1)", "删除前一字", show=False),
        Binding("delete", "erase(1)", "删除后一字", show=False),
        Binding("ctrl+c,super+c", "copy", "复制", show=False),
        Binding("ctrl+x,super+x", "cut", "剪切", show=False),
        Binding("ctrl+v,super+v", "paste", "粘贴", show=False),
    ]

    def __init__(self, keeper: CellKeeper) -> None:
        self._keeper = keeper
        self._loading = True
        self._text_width = 0
        self._right = False
        self._multiline = False
        self._choosing = False
        self.pointed = False
        super().__init__(compact=True)
        self._loading = False

    # -- what is edited

    def load(
        self, text: str, arrival: Arrival, *, right: bool, multiline: bool, choosing: bool, fixed: bool
    ) -> None:
        """Start editing `text`: flush `right`, with line breaks, among choices, or `fixed` (only to be read)."""
        self._right, self._multiline, self._choosing = right, multiline, choosing
        self.read_only = fixed
        self.set_class(fixed, "-fixed")
        self._loading = True
        try:
            self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
        finally:
            self._loading = False
        self.history.clear()
        if arrival == "select":
            self.selection = Selection((0, 0), self.document.end)
        elif arrival == "start":
            self.move_cursor((0, 0))
        elif arrival == "end":
            self.move_cursor(self.document.end)
        else:
            self.move_cursor(self.location(arrival))

    def fit(self, width: int) -> None:
        """Wrap at `width` cells from now on, before the layout has caught up."""
        if width != self._text_width:
            self._text_width = width
            self._rewrap_and_refresh_virtual_size()

    def rows_at(self, width: int) -> int:
        """How many rows its text takes at `width` cells."""
        return sum(len(row_starts(line, width)) + 1 for line in self.document.lines)

    def insert_typed(self, text: str) -> None:
        """Put `text` in place of the selection, or at the caret."""
        self._replace_via_keyboard(text, *self.selection)

    # -- a text area that is a cell

    @property
    def wrap_width(self) -> int:
        """The width of the cell's text, known before the layout is."""
        return self._text_width

    @property
    def gutter_width(self) -> int:
        """The free cells before a figure that stands flush right."""
        if not self._right or self.document.line_count > 1:
            return 0
        return max(0, self._text_width - text_width(self.document.get_line(0)))

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        position = self.app.cursor_position
        super()._watch_selection(previous_selection, selection)
        if not self.has_focus:
            self.app.cursor_position = position

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Never scroll inside: the table makes the editor as high as its text."""
        self._recompute_cursor_offset()  # type: ignore[no-untyped-call]
        return Offset(0, 0)

    def focus_on_click(self) -> bool:
        """Leave a first click to the table, which knows the cell under it."""
        return self.has_focus

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit and tell the keeper."""
        before = self.caret
        result = super().edit(edit)
        if not self._loading:
            self._keeper.cell_typed(self.text, before)
        return result

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Have all painted again: what the table shows beneath may be other."""
        self._looks = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        """Show the text, or the table beneath while something else has the focus."""
        if not (self.has_focus or self.pointed):
            return self._keeper.backdrop(Region(0, y, self.size.width, 1).translate(self.virtual_region.offset))[0]
        strip = super().render_line(y)
        if y < self.wrapped_document.height and (free := self.gutter_width):
            strip = Strip([Segment(" " * free, self.rich_style), *strip])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def on_resize(self) -> None:
        """Draw all at the new size: what was due at the old one would end inside a wide character."""
        self.refresh()

    # -- keys

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        self._restart_blink()
        # A full-width space from an input method is not "printable" to Python.
        if event.character and (event.is_printable or event.character == "\u3000"):
            if self.read_only:
                # What can be done about that is for the screen to say.
                return
            event.stop()
            if self._choosing:
                if event.character in " \u3000":
                    self._keeper.cell_turned(1)
                else:
                    self._keeper.cell_chosen(event.character)
                return
            self.insert_typed(event.character)
        elif await self._act(event.key):
            event.stop()

    async def _act(self, key: str) -> bool:
        """Do what is bound to `key` here or in the table, now: through the app it would come after later keys."""
        for node in (self, self.parent):
            if isinstance(node, Widget):
                for binding in node._bindings.key_to_bindings.get(key, ()):
                    if await self.app.run_action(binding.action, node):
                        return True
        return False

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        if not self.read_only:
            event.stop()
            self._keeper.cell_pasted(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in this program."""
        self._keeper.cell_pasted(self.app.clipboard)

    def action_cut(self) -> None:
        """Cut the selection, but nothing of a choice."""
        if not self._choosing:
            super().action_cut()

    def action_leave(self, way: Way) -> None:
        """Go to another cell."""
        self._keeper.cell_left(way)

    def action_break_line(self) -> None:
        """Begin a new line inside the cell; where there is none, go on as with Enter."""
        if self._multiline and not self.read_only:
            self.insert_typed("\n")
        else:
            self._keeper.cell_left("enter")

    def action_erase(self, side: int) -> None:
        """Delete the selection or one character; among choices, go back one."""
        if self._choosing:
            if not self.read_only:
                self._keeper.cell_turned(-1)
        elif side < 0:
            self.action_delete_left()
        else:
            self.action_delete_right()

    def action_vertical(self, step: int) -> None:
        """Go up or down a row of this text, past its edge to another cell."""
        y = self.wrapped_document.location_to_offset(self.cursor_location).y
        if 0 <= y + step < self.wrapped_document.height and (self._multiline or self.selection.is_empty):
            self.move_cursor(self.navigator_target(step), record_width=False)
        else:
            self._keeper.cell_left("up" if step < 0 else "down")

    def navigator_target(self, step: int) -> tuple[int, int]:
        """Where the caret goes one row up or down."""
        return self.get_cursor_up_location() if step < 0 else self.get_cursor_down_location()

    def action_horizontal(self, step: int) -> None:
        """Go left or right a character, past the text's edge to another cell."""
        at_edge = self.cursor_at_start_of_text if step < 0 else self.cursor_at_end_of_text
        if self._choosing or (at_edge and self.selection.is_empty):
            self._keeper.cell_left("left" if step < 0 else "right")
        elif step < 0:
            self.action_cursor_left()
        else:
            self.action_cursor_right()

    # -- focus and mouse

    def focus(self, scroll_visible: bool = False) -> "CellEditor":
        """Take the focus in the cell it is at."""
        self._keeper.cell_kept()
        return super().focus(scroll_visible=False)

    def on_focus(self, event: events.Focus) -> None:
        """Start editing."""
        self._keeper.cell_focused(again=event.from_app_focus)

    def on_blur(self) -> None:
        """Stop editing."""
        self._keeper.cell_blurred()

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if self.screen.focused is self:
            return
        event.prevent_default()
        event.stop()
        region = self.virtual_region
        self._keeper.cell_clicked(event.x + region.x, event.y + region.y)
