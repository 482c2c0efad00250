"""A list of rows under a heading, quick with ten thousand of them."""

from collections.abc import Sequence
from typing import ClassVar, Final, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

Row = TypeVar("Row")

_FAR: Final = 1_000_000


def fitted(text: str, cells: int) -> str:
    """Return `text` in exactly `cells` cells, its end shown as `..` where it does not fit."""
    if cell_len(text) > cells:
        text = set_cell_size(text, cells - 2).rstrip() + ".."
    return set_cell_size(text, cells)


class RowList(ScrollView, Generic[Row], can_focus=True):
    """A row a line; a widget a row, or a table that measures every cell, would not survive so many."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--header", "list--cursor", "list--muted", "list--problem"}
    DEFAULT_CSS = """
    RowList { height: 1fr; padding: 0 1; overflow-x: hidden; scrollbar-size-vertical: 1; }
    RowList > .list--header { color: $text-muted; text-style: bold; }
    RowList > .list--cursor { background: $panel; color: $foreground; text-style: bold; }
    RowList:focus > .list--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: none;
    }
    RowList > .list--muted { color: $text-muted; }
    RowList > .list--problem { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("home,ctrl+home", f"move(-{_FAR})", show=False),
        Binding("end,ctrl+end", f"move({_FAR})", show=False),
    ]
    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """The current row was chosen by a double click."""

    class Moved(Message):
        """Another row is current."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()

    def header(self, width: int) -> str:
        """Return the heading of the columns, `width` cells wide."""
        raise NotImplementedError

    def parts(self, row: int, width: int) -> Sequence[tuple[str, str]]:
        """Return the texts a row is made of, each with the component class it is drawn in, or with none."""
        raise NotImplementedError

    def show(self, rows: Sequence[Row], at: int | None = None) -> None:
        """List `rows` with the cursor on row `at`, or where it is."""
        self._rows = rows
        # First: a row beyond the rows there were could not be brought into sight.
        self.virtual_size = Size(self.size.width, len(rows) + 1)
        self.cursor = min(max(0, self.cursor if at is None else at), max(0, len(rows) - 1))
        self.refresh()
        self.post_message(self.Moved())

    @property
    def current(self) -> Row | None:
        """The row under the cursor; None while the list is empty."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def watch_cursor(self) -> None:
        """Keep the cursor's row in sight."""
        self.scroll_to_region(Region(0, max(0, self.cursor), 1, 2), animate=False, force=True)
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.cursor = min(max(0, self.cursor + rows), max(0, len(self._rows) - 1))

    def on_click(self, event: Click) -> None:
        """Go to the row clicked; a double click chooses it."""
        row = event.get_content_offset(self)
        if row is not None and 0 <= row.y - 1 + self.scroll_offset.y < len(self._rows):
            self.cursor = row.y - 1 + self.scroll_offset.y
            if event.chain == 2:
                self.post_message(self.Chosen())

    def on_resize(self) -> None:
        """Lay the rows out in the new width."""
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)

    def render_line(self, y: int) -> Strip:
        """Draw the heading on the first line and a row on each other."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        row = y - 1 + self.scroll_offset.y
        if y == 0:
            parts: Sequence[tuple[str, str]] = [(self.header(width), "list--header")]
        elif row < len(self._rows):
            parts = self.parts(row, width)
        else:
            return Strip.blank(width, base)
        if y and row == self.cursor:
            parts = [(text, "list--cursor") for text, _ in parts]
        styles = (base + self.get_component_rich_style(name, partial=True) if name else base for _, name in parts)
        segments = [Segment(text, style) for (text, _), style in zip(parts, styles, strict=True)]
        return Strip(segments).adjust_cell_length(width, segments[-1].style)
