"""The picture of a table: a `Sheet` in lines, with the editor over the current cell."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final, cast

from rich.style import Style
from textual.app import ComposeResult
from textual.errors import NoWidget
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.cell_editor import CellEditor, CellKeeper
from tui.sheet import Cell, Sheet
from tui.sheet_view import SheetView, Slot
from tui.sight import bring_into_sight

NARROW: Final = 14
"""Cells of a column below which a long text is edited in a wider editor, over its neighbours."""
ROOMY: Final = 36
"""Cells that editor takes."""
AT_ONCE: Final = 60
"""Rows up to which the whole sheet is read again at each key; of more, those in sight at once, the rest soon."""
SOON: Final = 0.25


class _OverCell(Layout):
    """Puts the editor over the current cell."""

    name = "over-cell"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        region = cast("SheetPane", parent).editor_region(size.width)
        return [WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child) for child in children]


class SheetPane(Widget):
    """Shows a sheet, as high as its rows, and keeps an editor over the current cell.

    Only lines in sight are drawn, only lines that changed are drawn again.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet-table--caption",
        "sheet-table--header",
        "sheet-table--header-current",
        "sheet-table--more",
        "sheet-table--rule",
        "sheet-table--odd",
        "sheet-table--current",
        "sheet-table--edited",
        "sheet-table--total",
        "sheet-table--computed",
        "sheet-table--bad",
        "sheet-table--hint",
        "sheet-table--carried",
        "sheet-table--remarked",
    }
    DEFAULT_CSS = """
    SheetPane {
        width: 1fr;
        height: auto;
        overflow: hidden;
        .sheet-table--caption { text-style: bold; color: $text-accent; }
        .sheet-table--header { text-style: bold; background: $panel; }
        .sheet-table--header-current { color: $text-primary; }
        .sheet-table--odd { background: $boost; }
        .sheet-table--total { text-style: bold; }
        .sheet-table--current { background: $primary 20%; }
        .sheet-table--edited { background: $surface-lighten-1; }
        .sheet-table--computed { color: $text-muted; }
        .sheet-table--hint { color: $text-disabled; text-style: italic; }
        .sheet-table--carried { color: $text-warning; }
        .sheet-table--remarked { background: $warning-muted; text-style: underline; }
        .sheet-table--bad { color: $text-error; }
        .sheet-table--rule { color: $foreground 30%; text-style: not bold; }
        .sheet-table--more { color: $text-warning; text-style: bold; }
    }
    """

    def __init__(self, sheet: Sheet, *, id: str | None, classes: str | None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.sheet = sheet
        self._view = SheetView(sheet)
        self._row = 0
        self._column = 0
        self._editing = False
        self._pointed = False
        self._region = Region()
        self._styles: dict[tuple[str, ...], Style] = {}
        self._soon: Timer | None = None
        self._editor = CellEditor(cast(CellKeeper, self))
        self._placing = _OverCell()

    def compose(self) -> ComposeResult:
        """Yield the editor, the only child."""
        yield self._editor

    @property
    def editing(self) -> bool:
        """Whether the table has the focus."""
        return self._editing

    def point(self, *, on: bool) -> None:
        """Show the current cell and what is selected in it also while the focus is elsewhere."""
        if on != self._pointed:
            self._pointed = self._editor.pointed = on
            self._relay()
        if on:
            self.call_after_refresh(self._reveal)

    @property
    def _is_cell_shown(self) -> bool:
        return self._editing or self._pointed

    @property
    def layout(self) -> Layout:
        """The layout that keeps the editor over its cell."""
        return self._placing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as its rows, and as the editor where it reaches below them."""
        return max(self._measured(width).height, self.editor_region(width).bottom)

    def editor_region(self, width: int) -> Region:
        """Where the editor is in a table of `width` cells."""
        view = self._measured(width)
        if not self.sheet.row_count():
            region = Region(0, view.body_top, 1, 1)
            self._editor.fit(1)
        else:
            slot = view.cell_slot(self._row, self._column)
            slot = self._floated(slot, width)
            height = self._editor.rows_at(slot.width) if self._is_cell_shown else 1
            if slot == view.cell_slot(self._row, self._column):
                height = max(height, view.row_height(self._row))
            region = Region(slot.x, view.row_top(self._row), slot.width + 1, height)
            self._editor.fit(slot.width)
        self._region = region
        return region

    def _floated(self, slot: Slot, width: int) -> Slot:
        roomy = min(ROOMY, width - 1)
        if not self._is_cell_shown or not self.sheet.columns[self._column].multiline or slot.width >= NARROW:
            return slot
        if self._editor.rows_at(slot.width) == 1:
            return slot
        return Slot(max(0, min(slot.x, width - roomy - 1)), roomy)

    def _measured(self, width: int) -> SheetView:
        if width != self._view.width:
            self._view.measure(width)
            if self.sheet.row_count():
                self._view.reveal(self._column)
        return self._view

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        current = (self._row, self._column) if self._is_cell_shown and self.sheet.row_count() else None
        return self._measured(self.size.width).line(y, current, self._style)

    def backdrop(self, region: Region) -> Sequence[Strip]:
        """What the table itself shows under `region`."""
        return [self.render_line(y).crop(region.x, region.right) for y in region.line_range]

    def on_resize(self) -> None:
        """Draw all at the new width: what was due at the old one would end inside a wide character."""
        self.refresh()
        self.call_after_refresh(self._reveal)

    def notify_style_update(self) -> None:
        """Forget drawn styles when the theme changes."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, roles: tuple[str, ...]) -> Style:
        style = self._styles.get(roles)
        if style is None:
            style = self.get_visual_style(*[f"sheet-table--{role}" for role in roles]).rich_style
            self._styles[roles] = style
        return style

    def _restart(self) -> None:
        self._view.reset()
        self._relay()

    def _relay(self) -> None:
        self.refresh()
        self._editor.refresh(layout=True)

    def _refresh_lines(self, lines: Iterable[int]) -> None:
        regions = [Region(0, y, self.size.width, 1) for y in lines]
        if regions and self.is_mounted:
            self.refresh(*regions)
            if not self._is_cell_shown:
                self._editor.refresh()

    def _refresh_row(self, row: int) -> None:
        if 0 <= row < self.sheet.row_count() and self._view.width:
            top = self._view.row_top(row)
            self._refresh_lines(range(top, top + self._view.row_height(row)))

    def _reread(self, rows: Iterable[int]) -> None:
        if self._view.width:
            lines, taller = self._view.reread(rows)
            if taller:
                self._relay()
            else:
                self._refresh_lines(lines)

    def _reread_seen(self) -> None:
        """Show what a key changed: this cell, computed cells, totals."""
        count = self.sheet.row_count()
        if count <= AT_ONCE:
            self._reread(range(count))
            return
        try:
            seen = self.screen.find_widget(self).visible_region
        except NoWidget:
            seen = Region()
        top = seen.y - self.region.y
        self._reread({self._row, *self._view.rows_between(top, top + seen.height)})
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(SOON, lambda: self._reread(range(self.sheet.row_count())))

    def _settle(self) -> None:
        """Lay the editor out again if it is no longer where it belongs."""
        if self._view.width:
            before = self._region
            if self.editor_region(self._view.width) != before:
                # Whole lines: a frame that ends inside a wide character would leave a hole there.
                self._refresh_lines(range(before.y, min(before.bottom, self.size.height)))
                # The editor asks: a widget's own request leaves the places of its children as they were.
                self._editor.refresh(layout=True)
                self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        """Scroll what surrounds the table until the current row is seen, at least its line with the caret.

        With the first row come caption and header, with the last one the totals, if there is room.
        """
        if not self._is_cell_shown or not self.is_attached:
            return
        caret = self._editor.cursor_screen_offset.y - self.region.y
        top, bottom = self._region.y, self._region.bottom
        if self._row == 0:
            top = 0
        if self._row >= self.sheet.row_count() - 1:
            bottom = self.region.height
        for parent in self.ancestors:
            if isinstance(parent, Widget) and parent.allow_vertical_scroll:
                row = (self._region.y, self._region.bottom)
                bring_into_sight(parent, self, ((top, bottom), row, (caret, caret + 1)))
                return

    def _cell(self) -> Cell:
        return self.sheet.cell(self._row, self._column) if self.sheet.row_count() else Cell("")
