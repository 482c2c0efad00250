"""The list of reports: a row a report, quick with ten thousand of them."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from storage.index import Entry

_FIXED: Final = {"年度": 6, "状态": 8, "进度": 7, "最后修改": 17}


def fitted(text: str, cells: int) -> str:
    """Return `text` in exactly `cells` cells, its end shown as `..` where it does not fit."""
    if cell_len(text) > cells:
        text = set_cell_size(text, cells - 2).rstrip() + ".."
    return set_cell_size(text, cells)


class ReportList(ScrollView, can_focus=True):
    """Reports as rows; a widget a row, or a table that measures every cell, would not survive a full library."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--header", "list--cursor", "list--problem"}
    DEFAULT_CSS = """
    ReportList { height: 1fr; padding: 0 1; }
    ReportList > .list--header { color: $text-muted; text-style: bold; }
    ReportList > .list--cursor { background: $block-cursor-blurred-background; }
    ReportList:focus > .list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    ReportList > .list--problem { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("home,ctrl+home", "move(-1000000)", show=False),
        Binding("end,ctrl+end", "move(1000000)", show=False),
    ]
    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """The current report was chosen by a double click."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """List `entries`; the cursor stays on its report where that is still there."""
        current = self.current
        self._entries = entries
        ids = [entry.id for entry in entries]
        self.cursor = (
            ids.index(current.id) if current and current.id in ids else min(self.cursor, max(0, len(ids) - 1))
        )
        self.virtual_size = Size(self.size.width, len(entries) + 1)
        self.refresh()

    @property
    def current(self) -> Entry | None:
        """The report under the cursor; None while the list is empty."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def go_to(self, report_id: str) -> None:
        """Put the cursor on a report."""
        self.cursor = next((row for row, entry in enumerate(self._entries) if entry.id == report_id), self.cursor)

    def watch_cursor(self) -> None:
        """Keep the cursor's row in sight."""
        self.scroll_to_region(Region(0, max(0, self.cursor), 1, 2), animate=False, force=True)
        self.refresh()

    def action_move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.cursor = min(max(0, self.cursor + rows), max(0, len(self._entries) - 1))

    def on_click(self, event: Click) -> None:
        """Go to the row clicked; a double click chooses it."""
        row = event.get_content_offset(self)
        if row is not None and 0 <= row.y - 1 + self.scroll_offset.y < len(self._entries):
            self.cursor = row.y - 1 + self.scroll_offset.y
            if event.chain == 2:
                self.post_message(self.Chosen())

    def on_resize(self) -> None:
        """Lay the rows out in the new width."""
        self.virtual_size = Size(self.size.width, len(self._entries) + 1)

    def render_line(self, y: int) -> Strip:
        """Draw the header on the first line and a report on each other."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y == 0:
            style = base + self.get_component_rich_style("list--header", partial=True)
            cells = ("年度", "单位", "项目", "状态", "进度", "最后修改")
        else:
            row = y - 1 + self.scroll_offset.y
            if row >= len(self._entries):
                return Strip.blank(width, base)
            entry = self._entries[row]
            style = base + self._row_style(row, entry)
            cells = _cells(entry)
        return Strip([Segment(_line(cells, width), style)]).adjust_cell_length(width, style)

    def _row_style(self, row: int, entry: Entry) -> Style:
        if row == self.cursor:
            return self.get_component_rich_style("list--cursor", partial=True)
        if entry.problem:
            return self.get_component_rich_style("list--problem", partial=True)
        return Style.null()


def _cells(entry: Entry) -> tuple[str, str, str, str, str, str]:
    if entry.problem:
        # The sentence begins with the path, which would leave no room for the reason.
        reason = entry.problem.partition(f"{entry.id}.json”")[2] or entry.problem
        return ("", entry.id, reason, "读不出", "", "")
    changed = entry.modified[:16].replace("T", " ")
    return (entry.year, entry.unit, entry.project, entry.status, f"{entry.filled}/{entry.total}", changed)


def _line(cells: tuple[str, ...], width: int) -> str:
    spare = max(20, width - sum(_FIXED.values()))
    widths = (
        _FIXED["年度"],
        spare * 2 // 5,
        spare - spare * 2 // 5,
        _FIXED["状态"],
        _FIXED["进度"],
        _FIXED["最后修改"],
    )
    return "".join(fitted(cell, cells_wide - 1) + " " for cell, cells_wide in zip(cells, widths, strict=True))
