"""The section in the middle: one item of it is current, and only the rows in sight are drawn."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from storage.report.spot import Spot
from tui.review.items import Cell, Found, Item, Note, Remarked, Row, Text
from tui.review.passages import holding
from tui.review.rows import item_rows

_CURRENT: Final = "> "


class ReadingView(ScrollView, can_focus=True):
    """A page of items. Captions and headers of tables are passed over."""

    DEFAULT_CSS = """
    ReadingView { height: 1fr; padding: 0 1; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("left", "cell(-1)", show=False),
        Binding("right", "cell(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,ctrl+home", "edge(0)", show=False),
        Binding("end,ctrl+end", "edge(-1)", show=False),
    ]

    class Moved(Message):
        """Something else is current."""

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[Item] = ()
        self._starts: list[int] = []
        self._rows: list[tuple[int, Content]] = []
        self._at = 0
        self._column = 0
        self._current_rows: list[Content] = []
        self._width = 0

    def show(self, items: Sequence[Item], at: int = -1) -> None:
        """Show items with number `at` current, the first that can be for -1."""
        self._items = items
        stops = self._stops
        self._at = next((stop for stop in stops if stop >= at), stops[-1] if stops else 0)
        self._lay_out()
        if at < 0:
            self.scroll_home(animate=False, immediate=True)
        self._go(self._at)

    @property
    def _stops(self) -> list[int]:
        return [at for at, item in enumerate(self._items) if _can_be_current(item)]

    @property
    def at(self) -> int:
        """The number of the current item."""
        return self._at

    @property
    def current(self) -> Item | None:
        """The item that is current; None on an empty page."""
        return self._items[self._at] if self._at < len(self._items) else None

    @property
    def cell(self) -> Cell | None:
        """The paragraph or the cell that is current; None elsewhere."""
        match self.current:
            case Text(cell):
                return cell
            case Row(_, _, cells):
                return cells[min(self._column, len(cells) - 1)]
        return None

    def go_to_spot(self, spot: Spot) -> None:
        """Make what was typed at a spot current, where it is on the page."""
        for at, item in enumerate(self._items):
            if (held := holding(item, spot)) is not None:
                self._column = item.cells.index(held) if isinstance(item, Row) else self._column
                self._go(at)
                return

    def go_to_change(self) -> None:
        """Make the first item in which something was changed current."""
        changed = [at for at, item in enumerate(self._items) if _is_changed(item)]
        if changed:
            self._go(changed[0])

    def next_noted(self, step: int, *, from_edge: bool = False) -> bool:
        """Go to the next (1) or last (-1) change, remark or finding; False where there is none on this page."""
        noted = [at for at in self._stops if _is_noted(self._items[at])]
        if not from_edge:
            noted = [at for at in noted if (at - self._at) * step > 0]
        if noted:
            self._go(noted[0 if step > 0 else -1])
        return bool(noted)

    # -- going about

    def action_move(self, step: int) -> None:
        """Go to the next item; what is longer than the page is read to its end first."""
        first, end = self._range(self._at)
        top, height = int(self.scroll_y), self.size.height
        hidden = end - (top + height) if step > 0 else top - first
        if end - first > height and hidden > 0:
            self.scroll_to(y=top + step * min(hidden, height - 1), animate=False, immediate=True)
            return
        later = [at for at in self._stops if (at - self._at) * step > 0]
        if later:
            self._go(min(later) if step > 0 else max(later), from_below=step < 0)
        else:
            self.scroll_to(y=top + step * height, animate=False, immediate=True)

    def action_cell(self, step: int) -> None:
        """Go to the next cell of the row."""
        if isinstance(self.current, Row):
            self._column = min(max(0, self._column + step), len(self.current.cells) - 1)
            self._go(self._at)

    def action_page(self, step: int) -> None:
        """Go down or up by what is in sight."""
        top, height = int(self.scroll_y), self.size.height
        wanted = self._range(self._at)[0] + step * (height - 1)
        self.scroll_to(y=top + step * (height - 1), animate=False, immediate=True)
        stops = self._stops
        if stops:
            self._go(min(stops, key=lambda at: abs(self._starts[at] - wanted)))

    def action_edge(self, which: int) -> None:
        """Go to the first item or to the last."""
        if self._stops:
            self._go(self._stops[which])

    def on_click(self, event: Click) -> None:
        """Go to the item clicked."""
        offset = event.get_content_offset(self)
        row = offset.y + self.scroll_offset.y if offset is not None else len(self._rows)
        if row < len(self._rows) and _can_be_current(self._items[self._rows[row][0]]):
            self._go(self._rows[row][0])

    def _go(self, at: int, *, from_below: bool = False) -> None:
        self._at = at
        column = self._column if isinstance(self.current, Row) else None
        self._current_rows = item_rows(self._items[at], self._width, column) if self._items else []
        first, end = self._range(at)
        # With the header of its table, or the caption over it.
        above = self._range(at - 1)[0] if at and not _can_be_current(self._items[at - 1]) else first
        top, height = int(self.scroll_y), self.size.height
        if above < top or first >= top + height:
            y = end - height if from_below and end - first > height else above
            self.scroll_to(y=y if above < top else max(above, 0), animate=False, immediate=True)
        elif end > top + height:
            self.scroll_to(y=min(above, end - height), animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def _range(self, at: int) -> tuple[int, int]:
        if at >= len(self._starts):
            return 0, 0
        end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._rows)
        return self._starts[at], end

    # -- drawing

    def on_resize(self) -> None:
        """Break the rows anew."""
        if self._width != self._room:
            self._lay_out()
            self._go(self._at)

    @property
    def _room(self) -> int:
        # A scrollbar may come.
        return max(20, self.size.width - 3 - len(_CURRENT))

    def _lay_out(self) -> None:
        self._width = self._room
        self._rows, self._starts = [], []
        for at, item in enumerate(self._items):
            self._starts.append(len(self._rows))
            self._rows += [(at, row) for row in item_rows(item, self._width, None)]
            if not self._is_joined(at):
                self._rows.append((at, Content()))
        self.virtual_size = Size(self.size.width, len(self._rows))

    def _is_joined(self, at: int) -> bool:
        """Whether the next item belongs to this one: of its table, on it, or the next of several notes."""
        item, following = self._items[at], self._items[at + 1] if at + 1 < len(self._items) else None
        match following:
            case Remarked():
                return True
            case Row():
                return isinstance(item, Row | Note)
            case Note(_, is_heading):
                return isinstance(item, Note) and not is_heading
        return False

    def render_line(self, y: int) -> Strip:
        """Draw a row behind the sign of the current item."""
        width, number = self.scrollable_content_region.width, y + self.scroll_offset.y
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        at, row = self._rows[number]
        within = number - self._starts[at]
        if at != self._at or not self._stops or within >= len(self._current_rows):
            line = Content(" " * len(_CURRENT)) + row
        else:
            sign = _CURRENT if within == 0 else " " * len(_CURRENT)
            line = Content.styled(sign, "bold $accent") + self._current_rows[within]
            blank = Content(" " * max(0, width - line.cell_length))
            line = (line + blank).stylize("on $primary 15%")
        return Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)[0]


def _can_be_current(item: Item) -> bool:
    return not isinstance(item, Note) and not (isinstance(item, Row) and item.number < 0)


def _is_noted(item: Item) -> bool:
    return isinstance(item, Remarked | Found) or _is_changed(item)


def _is_changed(item: Item) -> bool:
    match item:
        case Text(cell):
            return cell.is_changed
        case Row(_, _, cells):
            return any(cell.is_changed for cell in cells)
    return False
