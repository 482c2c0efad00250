"""The editor of a section's text, with a history that outlives the names in it."""

from itertools import takewhile
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.events import Key, Paste
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from storage.text import clean
from tui.entry.form import Form
from tui.history import History, Place

# Typing up to one of these is a step to be undone.
_ENDS: Final = frozenset("，。；：！？、\n")
_HERE: Final = Place("", 0, 0)


class _Checkpoints(EditHistory):
    """Passes on where a step ends. The area's own history holds edits at places, and renaming moves these."""

    def __init__(self, editor: "ProseEditor") -> None:
        super().__init__(max_checkpoints=1, checkpoint_timer=0, checkpoint_max_characters=0)
        self._editor = editor

    def record(self, edit: Edit) -> None:
        """Leave it to the history of whole texts."""

    def checkpoint(self) -> None:
        """Begin a new step."""
        self._editor.close_step()


class ProseEditor(TextArea):
    """The text of a section; a line is a paragraph."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", "全选", tooltip="选中这一节的全部文字", show=False),
        Binding("ctrl+z", "undo", "撤销", tooltip="撤销刚才的输入", show=False),
        Binding("ctrl+y", "redo", "重做", tooltip="重做刚撤销的输入", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder="在这里写正文；回车另起一段。",
        )
        # Input methods put their candidates where the cursor is: it must not blink away.
        self.cursor_blink = False
        self.history = _Checkpoints(self)
        self._steps: History | None = None
        self._restoring = False
        self._inserting = True

    def show(self, text: str, steps: History) -> None:
        """Edit another text with its own history."""
        self._steps = steps
        self.load_text(text)

    def become(self, text: str) -> None:
        """Change the text from outside, only where it differs; this is no step."""
        before = self.text
        start = _alike(before, text)
        tail = _alike(before[start:][::-1], text[start:][::-1])
        self._restoring = True
        try:
            self.replace(
                text[start : len(text) - tail],
                self.location(start),
                self.location(len(before) - tail),
                maintain_selection_offset=False,
            )
        finally:
            self._restoring = False

    # -- characters counted from the start

    def location(self, offset: int) -> tuple[int, int]:
        """Return the line and column after `offset` characters."""
        before = self.text[:offset].split("\n")
        return len(before) - 1, len(before[-1])

    @property
    def caret(self) -> int:
        """How many characters stand before the caret."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def select(self, start: int, end: int) -> None:
        """Select the characters from `start` to before `end`."""
        self.selection = Selection(self.location(start), self.location(end))

    # -- steps

    def close_step(self) -> None:
        """Let the next typing be a step of its own."""
        if self._steps is not None:
            self._steps.close()

    def begin_step(self, label: str) -> None:
        """Note the text as it is before it will `become` another by what `label` says: a step of its own."""
        if self._steps is not None:
            self._steps.record(label, _HERE)

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit as a step, or as a part of one."""
        if self._steps is not None and not self._restoring:
            is_insertion = edit.from_location == edit.to_location
            if len(edit.text) > 1 or is_insertion is not self._inserting:
                self._steps.close()
            self._inserting = is_insertion
            self._steps.record("输入", _HERE, typing=True)
            if len(edit.text) > 1 or edit.text in _ENDS:
                self._steps.close()
        return super().edit(edit)

    def undo(self) -> None:
        """Take the last step back."""
        if self._steps is not None:
            self._steps.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        if self._steps is not None:
            self._steps.redo()

    # -- what comes from outside

    async def _on_key(self, event: Key) -> None:
        # A full-width space is not "printable" to Python, and Textual would swallow it.
        if event.character == "\u3000":
            event.stop()
            event.prevent_default()
            self.put(event.character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave F6 to the screen: a text area would select the line."""
        return action != "select_line" and super().check_action(action, parameters)

    def on_paste(self, event: Paste) -> None:
        """Take a paste of any size and any line ends, without what cannot be in a report."""
        event.prevent_default()
        event.stop()
        self.put(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in the program; it passes the same entrance."""
        self.put(self.app.clipboard)

    def put_paragraphs(self, text: str) -> None:
        """Insert whole paragraphs at the caret, on lines of their own."""
        (start, end), lines = sorted(self.selection), self.document.lines
        before, after = lines[start[0]][: start[1]], lines[end[0]][end[1] :]
        self.put("\n" * bool(before.strip()) + text + "\n" * bool(after.strip()))

    def put(self, text: str) -> None:
        """Insert pasted text at the caret, in place of what is selected."""
        if self.read_only:
            return
        kept, dropped = clean(text)
        if dropped:
            self.post_message(Form.Dropped(dropped))
        self.replace(kept, *self.selection, maintain_selection_offset=False)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
