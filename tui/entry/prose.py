"""The prose form: a roomy editor with a count of characters."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.document._history import EditHistory
from textual.events import Key, Paste
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from storage.report.prose import Prose, count_characters
from storage.report.spot import Spot
from storage.text import clean
from tui.entry.form import Form
from tui.entry.work import Work

# Steps kept, and the seconds and characters after which typing is a new step.
_UNDO: Final = (200, 2.0, 100)


class ProseEditor(TextArea):
    """The text of a section; a line is a paragraph."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", "全选", tooltip="选中这一节的全部文字", show=False),
        Binding("ctrl+z", "undo", "撤销", tooltip="撤销刚才的输入", show=False),
        Binding("ctrl+y", "redo", "重做", tooltip="重做刚撤销的输入", show=False),
    ]

    async def _on_key(self, event: Key) -> None:
        # A full-width space is not "printable" to Python, and Textual would swallow it.
        if event.character == "\u3000":
            event.stop()
            event.prevent_default()
            self.put(event.character)

    def on_paste(self, event: Paste) -> None:
        """Take a paste of any size and any line ends, without what cannot be in a report."""
        event.prevent_default()
        event.stop()
        self.put(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in the program; it passes the same entrance."""
        self.put(self.app.clipboard)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave F6 to the screen: a text area would select the line."""
        return action != "select_line" and super().check_action(action, parameters)

    def put(self, text: str) -> None:
        """Insert pasted text at the caret, in place of what is selected."""
        if self.read_only:
            return
        kept, dropped = clean(text)
        if dropped:
            self.post_message(Form.Dropped(dropped))
        self.replace(kept, *self.selection, maintain_selection_offset=False)


class ProseForm(Form):
    """The text of a section."""

    kind = "prose"
    DEFAULT_CSS = """
    ProseForm { height: 1fr; min-height: 9; }
    ProseForm ProseEditor { height: 1fr; border: round $border-blurred; padding: 0 1; }
    ProseForm ProseEditor:focus { border: round $border; }
    ProseForm .count { height: 1; color: $text-muted; text-align: right; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._work: Work | None = None
        self._histories: dict[str, EditHistory] = {}
        self._editor = ProseEditor(
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder="在这里写正文；回车另起一段。",
        )
        # Input methods put their candidates where the cursor is: it must not blink away.
        self._editor.cursor_blink = False
        self._count = Static(markup=False, classes="count")

    def compose(self) -> ComposeResult:
        """Lay out the editor over the count."""
        yield self._editor
        yield self._count

    async def show(self, work: Work, *, read_only: bool) -> None:
        """Show a section's text; what was changed in it since opening can still be undone."""
        self._work = work
        self._editor.read_only = read_only
        text = work.block(Prose).text
        with self.prevent(TextArea.Changed):
            # Loading clears the history: that of the section which is left must be out of its way.
            self._editor.history = EditHistory(*_UNDO)
            self._editor.load_text(text)
        self._editor.history = self._histories.setdefault(work.section.id, self._editor.history)
        self._tell_count(text)

    def _tell_count(self, text: str) -> None:
        paragraphs = sum(1 for line in text.split("\n") if line.strip())
        self._count.update(f"{count_characters(text)} 字　{paragraphs} 段")

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._work is not None and self._editor.text != self._work.block(Prose).text:
            self._work.block(Prose).text = self._editor.text
            self._tell_count(self._editor.text)
            self.post_message(self.Changed(self))

    def make(self, label: str, change: Callable[[], None]) -> None:
        """Let `change` change the text, as one step that Ctrl+Z takes back."""
        if self._work is None:
            return
        change()
        before, after = self._editor.text, self._work.block(Prose).text
        start = _same(before, after)
        rest = _same(before[start:][::-1], after[start:][::-1])
        ends = (_location(before, offset) for offset in (start, len(before) - rest))
        self._editor.replace(after[start : len(after) - rest], *ends, maintain_selection_offset=False)
        self._tell_count(after)

    def on_descendant_focus(self) -> None:
        """Say what can be done in a text."""
        self.post_message(self.Hint("正文：一行一段，不用空格缩进；Ctrl+Z 撤销，Tab 到下一处"))

    def place(self) -> dict[str, Any]:
        """Return the caret's line and column."""
        row, column = self._editor.cursor_location
        return {"行": row, "列": column}

    def go(self, place: dict[str, Any]) -> None:
        """Put the caret back; to the end of the text where nothing was kept of it or that line is no more."""
        row, column = place.get("行"), place.get("列")
        if isinstance(row, int) and isinstance(column, int) and 0 <= row < self._editor.document.line_count:
            line = self._editor.document.get_line(row)
            self._editor.move_cursor((row, min(max(0, column), len(line))))
        else:
            self._editor.move_cursor(self._editor.document.end)
        self._arrive()

    def go_to(self, spot: Spot) -> None:
        """Select the words of a spot; put the caret at the end for the text as a whole."""
        if not spot.field:
            self.go({})
            return
        text = self._editor.text
        self._editor.selection = Selection(_location(text, spot.start), _location(text, max(spot.start, spot.end)))
        self._arrive()

    def _arrive(self) -> None:
        self._editor.focus()
        # The editor may just have been put on the screen: only then it knows what is in sight.
        self.call_after_refresh(self._editor.scroll_cursor_visible)


def _location(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].split("\n")
    return len(before) - 1, len(before[-1])


def _same(one: str, other: str) -> int:
    """Count the characters in which both begin alike."""
    differing = (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))
