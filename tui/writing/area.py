"""A text area for Chinese: rows as they are set, a key's cost that does not grow with the paragraph."""

from collections.abc import Iterable
from itertools import pairwise
from typing import ClassVar, NamedTuple, Self, TypeAlias, cast

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.document._document import Document, EditResult, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.events import MouseEvent
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea

from tui.writing.line_breaking import character_end
from tui.writing.rows import Location, Row, Rows
from tui.writing.words import word_left, word_right

Mark: TypeAlias = tuple[int, int, str]
"""Characters of a line from one to before another, and the component class they are shown in."""


class _Look(NamedTuple):
    """All that decides how a row of text looks."""

    text: str
    selected: tuple[int, int] | None
    caret: int | None
    marks: tuple[Mark, ...]


class WritingArea(TextArea, inherit_bindings=False):
    """A text area in which a line is a paragraph.

    Home and End go to the row's edge, then to the paragraph's; Ctrl+← and Ctrl+→ by phrases; only what looks
    different is painted again. `tui.writing.seams` names what of Textual's text area is replaced here.
    """

    # A scroll bar that came and went would break every row anew, and at odd widths without end.
    DEFAULT_CSS = """
    WritingArea { overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "上一行", show=False),
        Binding("down", "cursor_down", "下一行", show=False),
        Binding("left", "cursor_left", "左移", show=False),
        Binding("right", "cursor_right", "右移", show=False),
        Binding(
            "ctrl+left",
            "cursor_word_left",
            "左移一词",
            tooltip="左移一个词或短语；Ctrl+→ 右移；加 Shift 选中",
            show=False,
        ),
        Binding("ctrl+right", "cursor_word_right", "右移一词", show=False),
        Binding(
            "home", "cursor_line_start", "行首", tooltip="到行首，再按一次到段首；End 到行尾、段尾", show=False
        ),
        Binding("end", "cursor_line_end", "行尾", show=False),
        Binding("ctrl+home", "text_start", "全文开头", tooltip="到这一节开头；Ctrl+End 到末尾", show=False),
        Binding("ctrl+end", "text_end", "全文末尾", show=False),
        Binding("pageup", "page(-1)", "上一屏", show=False),
        Binding("pagedown", "page(1)", "下一屏", show=False),
        Binding("shift+up", "cursor_up(True)", "向上选择", show=False),
        Binding("shift+down", "cursor_down(True)", "向下选择", show=False),
        Binding("shift+left", "cursor_left(True)", "向左选择", show=False),
        Binding("shift+right", "cursor_right(True)", "向右选择", show=False),
        Binding("ctrl+shift+left", "cursor_word_left(True)", "向左选一词", show=False),
        Binding("ctrl+shift+right", "cursor_word_right(True)", "向右选一词", show=False),
        Binding("shift+home", "cursor_line_start(True)", "选到行首", show=False),
        Binding("shift+end", "cursor_line_end(True)", "选到行尾", show=False),
        Binding("ctrl+shift+home", "text_start(True)", "选到全文开头", show=False),
        Binding("ctrl+shift+end", "text_end(True)", "选到全文末尾", show=False),
        Binding("shift+pageup", "page(-1, True)", "向上选一屏", show=False),
        Binding("shift+pagedown", "page(1, True)", "向下选一屏", show=False),
        Binding("ctrl+a", "select_all", "全选", tooltip="选中这一节的全部文字", show=False),
        Binding("backspace", "delete_left", "删除前一字", show=False),
        Binding("delete", "delete_right", "删除后一字", show=False),
        Binding("ctrl+w,ctrl+backspace,alt+backspace", "delete_word_left", "删除前一词", show=False),
        Binding("ctrl+delete,alt+delete", "delete_word_right", "删除后一词", show=False),
        Binding("ctrl+x,super+x", "cut", "剪切", tooltip="剪切选中的字；Ctrl+C 复制，Ctrl+V 粘贴", show=False),
        Binding("ctrl+c,super+c", "copy", "复制", show=False),
        Binding("ctrl+v,super+v", "paste", "粘贴", show=False),
        Binding("ctrl+z,super+z", "undo", "撤销", tooltip="撤销刚才的输入", show=False),
        Binding("ctrl+y,super+y", "redo", "重做", tooltip="重做刚撤销的输入", show=False),
    ]

    _looks: list[_Look | None] | None = None
    """The rows as they were last asked to be painted; None when all have to be."""

    def __init__(self, *, placeholder: str = "", compact: bool = False) -> None:
        self._strips: LRUCache[_Look | None, Strip] = LRUCache(256)
        super().__init__(
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=placeholder,
            compact=compact,
        )
        # Input methods put their candidates where the cursor is: it must not blink away.
        self.cursor_blink = False
        self.indent_width = 1

    @property
    def rows(self) -> Rows:
        """The text in rows."""
        return cast(Rows, self.wrapped_document)

    def marks_of(self, line: str) -> Iterable[Mark]:
        """What of a paragraph is shown otherwise than the rest."""
        return ()

    # -- a text area in rows of ours

    def _set_document(self, text: str, language: str | None) -> None:
        self.set_reactive(TextArea.selection, Selection())
        self.document = Document(text)
        self.wrapped_document = Rows(self.document)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()
        self.move_cursor((0, 0))

    def _rewrap_and_refresh_virtual_size(self) -> None:
        super()._rewrap_and_refresh_virtual_size()
        # Where only the rows have changed, nothing else has them painted; and a strip is as wide as it was.
        self._strips.clear()
        self._looks = None
        self.refresh()
        self._recompute_cursor_offset()  # type: ignore[no-untyped-call]
        self.record_cursor_width()
        if self.has_focus:
            self.scroll_cursor_visible()

    def _refresh_size(self) -> None:
        size = Size(0, self.rows.height)
        if size != self.virtual_size:
            # Set by itself it would lay the whole screen out anew, for every row begun.
            self.set_reactive(TextArea.virtual_size, size)
            self._scroll_update(size)

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit, and show the caret: it may stand in a row that was not there before."""
        result = super().edit(edit)
        self.scroll_cursor_visible()
        return result

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        if selection.end != self.rows.leans:
            self.rows.leans = None
        super()._watch_selection(previous_selection, selection)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Look for none: it would read the whole text at every bracket."""
        return None

    # -- painting

    def notify_style_update(self) -> None:
        """Paint everything anew: its colours may be others."""
        self._looks = None
        self._strips.clear()
        super().notify_style_update()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Have painted what looks different since it was asked for last."""
        if not repaint or layout or recompose or not self.is_mounted:
            self._looks = None
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        before, width = self._looks, self.size.width
        self._looks = [self._look(y) for y in range(self.size.height)]
        if before is None or len(before) != len(self._looks):
            return super().refresh()
        changed = [Region(0, y, width, 1) for y, look in enumerate(self._looks) if look != before[y]]
        if regions or changed:
            super().refresh(*regions, *changed)
        return self

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint without the themes of code editors: the style sheet says all."""
        if self.has_focus:
            # Input methods show their candidates there, and a scroll bar that came has moved it.
            self.app.cursor_position = self.cursor_screen_offset
        return ScrollView.render_lines(self, crop)

    def render_line(self, y: int) -> Strip:
        """Paint one row."""
        look = self._look(y)
        strip = self._strips.get(look)
        if strip is None:
            strip = self._strips[look] = self._paint(look)
        return strip

    def _look(self, y: int) -> _Look | None:
        rows, y = self.rows, y + self.scroll_offset.y
        if y >= rows.height:
            return None
        row = rows.row(y)
        line = self.document.get_line(row.line)
        caret = self.cursor_location[1] - row.start if self._draw_cursor and y == self._cursor_offset[1] else None
        if self.is_blank and self.placeholder:
            return _Look(
                str(self.placeholder), None, caret, ((0, len(self.placeholder), "text-area--placeholder"),)
            )
        marks = tuple(
            (max(start, row.start) - row.start, min(end, row.end) - row.start, name)
            for start, end, name in self.marks_of(line)
            if start < row.end and end > row.start
        )
        return _Look(line[row.start : row.end], self._selected(row), caret, marks)

    @property
    def is_blank(self) -> bool:
        """Whether there is no text at all."""
        return self.document.line_count == 1 and not self.document.get_line(0)

    def _selected(self, row: Row) -> tuple[int, int] | None:
        """What of a row is selected; one more than its characters where the paragraph's end is too."""
        top, bottom = sorted(self.selection)
        if top == bottom or (row.line, row.start) >= bottom or (row.line, row.end + row.last) <= top:
            return None
        start = top[1] - row.start if top[0] == row.line else 0
        end = min(bottom[1], row.end) - row.start if bottom[0] == row.line else row.end - row.start + row.last
        return (max(0, start), end) if end > max(0, start) else None

    def _paint(self, look: _Look | None) -> Strip:
        base, width = self.rich_style, self.scrollable_content_region.width
        if look is None:
            return Strip.blank(width, base)
        styles: list[tuple[int, int, str]] = list(look.marks)
        if look.selected is not None:
            styles.append((*look.selected, "text-area--selection"))
        if look.caret is not None:
            styles.append((look.caret, character_end(look.text, look.caret), "text-area--cursor"))
        text = look.text + " "
        edges = sorted({0, len(text), *(edge for start, end, _ in styles for edge in (start, end))})
        segments = []
        for start, end in pairwise(edges):
            style = base
            for first, last, name in styles:
                if first <= start and end <= last:
                    style += self.get_component_rich_style(name)
            segments.append(Segment(text[start:end].replace("\t", " "), style))
        return Strip(segments).adjust_cell_length(width, base)

    # -- going about

    def _lean(self, target: tuple[Location, bool]) -> Location:
        location, leans = target
        self.rows.leans = location if leans else None
        return location

    def _vertical(self, step: int) -> Location:
        x, y = self.rows.location_to_offset(self.cursor_location)
        if y + step < 0:
            return 0, 0
        if y + step >= self.rows.height:
            return self.document.end
        return self._lean(self.rows.location_at(max(x, self.navigator.last_x_offset), y + step))

    def get_cursor_up_location(self) -> Location:
        """Where the caret goes one row up."""
        return self._vertical(-1)

    def get_cursor_down_location(self) -> Location:
        """Where the caret goes one row down."""
        return self._vertical(1)

    def get_cursor_line_start_location(self, smart_home: bool = False) -> Location:
        """Return the start of the row; of the paragraph where the caret is there already."""
        line, column = self.cursor_location
        start = self.rows.row(self.rows.y_of((line, column))).start
        return line, 0 if column == start else start

    def get_cursor_line_end_location(self) -> Location:
        """Return the end of the row; of the paragraph where the caret is there already."""
        line, column = self.cursor_location
        row = self.rows.row(self.rows.y_of((line, column)))
        if column == row.end:
            return line, len(self.document.get_line(line))
        return self._lean(((line, row.end), not row.last))

    def get_cursor_word_left_location(self) -> Location:
        """Return the start of the word before the caret."""
        line, column = self.cursor_location
        if column == 0:
            return self.get_cursor_left_location()
        return line, word_left(self.document.get_line(line), column)

    def get_cursor_word_right_location(self) -> Location:
        """Return the start of the word after the caret."""
        line, column = self.cursor_location
        text = self.document.get_line(line)
        if column == len(text):
            return self.get_cursor_right_location()
        return line, word_right(text, column)

    def get_target_document_location(self, event: MouseEvent) -> Location:
        """Where the mouse points."""
        x = event.x - self.gutter_width - self.gutter.left
        return self._lean(self.rows.location_at(max(0, x), event.y + self.scroll_offset.y - self.gutter.top))

    def action_page(self, step: int, select: bool = False) -> None:
        """Go up or down by what is in sight."""
        height = self.content_size.height
        self.scroll_relative(y=step * height, animate=False)
        x, y = self.rows.location_to_offset(self.cursor_location)
        x = max(x, self.navigator.last_x_offset)
        y = min(max(0, y + step * height), self.rows.height - 1)
        self.move_cursor(self._lean(self.rows.location_at(x, y)), select=select, record_width=False)

    def action_text_start(self, select: bool = False) -> None:
        """Go to the start of the text."""
        self.move_cursor((0, 0), select=select)

    def action_text_end(self, select: bool = False) -> None:
        """Go to the end of the text."""
        self.move_cursor(self.document.end, select=select)

    def action_delete_word_right(self) -> None:
        """Delete the selection, or up to the next word."""
        if self.selection.is_empty:
            self._delete_via_keyboard(self.cursor_location, self.get_cursor_word_right_location())
        else:
            self._delete_via_keyboard(*self.selection)

    def action_cut(self) -> None:
        """Cut the selection; without one, nothing (a text area would take the paragraph)."""
        if not self.selection.is_empty:
            super().action_cut()

    # -- characters counted from the start

    def location(self, offset: int) -> Location:
        """Return the line and column after `offset` characters."""
        before = self.text[: max(0, offset)].split("\n")
        return len(before) - 1, len(before[-1])

    @property
    def caret(self) -> int:
        """How many characters stand before the caret."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def select(self, start: int, end: int) -> None:
        """Select the characters from `start` to before `end`."""
        self.selection = Selection(self.location(start), self.location(end))
