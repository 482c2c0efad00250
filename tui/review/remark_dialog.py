"""F7: what a reviewer says of a passage, how much it asks for, and which words it is about."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Paste
from textual.message import Message
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from storage.report.remark import Severity
from storage.review.habits import Habits
from storage.text import clean
from tui.dialogs import Dialog, field
from tui.line_input import LineInput, tell_dropped
from tui.review.rows import SEVERITY_STYLES
from tui.wrapped import Wrapped
from tui.writing.area import WritingArea

_KEYS: Final = {Severity.MUST: "F2", Severity.SHOULD: "F3", Severity.QUESTION: "F4"}
_WHOLE: Final = "所批的原文（不选就是整段；Shift+Tab 到这里，Shift+→ 选中几个字）"


@dataclass(frozen=True, slots=True)
class Draft:
    """A remark as it is proposed: what it is about, named and in the words there are, its severity and text."""

    title: str
    words: str = ""
    severity: Severity = Severity.MUST
    text: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A remark as it was made; `start` and `end` are the words it is about, both 0 for all of them."""

    severity: Severity
    text: str
    by: str
    start: int
    end: int


class Words(WritingArea):
    """What a remark is about: to select in, not to change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.to_text", show=False)]

    def __init__(self, words: str) -> None:
        super().__init__(compact=True)
        self.load_text(words)
        self.read_only = True

    @property
    def chosen(self) -> tuple[int, int]:
        """The characters selected, from the first to before the last; 0 and 0 for none."""
        lines = self.document.lines
        start, end = sorted(sum(len(one) + 1 for one in lines[:row]) + column for row, column in self.selection)
        return (start, end) if start < end else (0, 0)


class Comment(WritingArea):
    """A few rows to write in; Enter is for being done with it, as in a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", show=False, priority=True),
        Binding("down", "down", show=False),
    ]

    class Submitted(Message):
        """It is written."""

    class Left(Message):
        """The caret was moved down past the last row."""

    def __init__(self, text: str, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True)
        self.load_text(text)

    def action_submit(self) -> None:
        """Be done."""
        self.post_message(self.Submitted())

    def action_down(self) -> None:
        """Go down, from the last row to what is beneath."""
        if self._cursor_offset[1] + 1 >= self.rows.height:
            self.post_message(self.Left())
        else:
            self.action_cursor_down()

    def on_paste(self, event: Paste) -> None:
        """Take a paste without what cannot be in a report."""
        event.stop()
        event.prevent_default()
        self._put(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in the program; it passes the same entrance."""
        self._put(self.app.clipboard)

    def _put(self, text: str) -> None:
        kept, dropped = clean(text)
        if dropped:
            tell_dropped(self, dropped)
        self.replace(kept, *self.selection)


class RemarkDialog(Dialog[Said]):
    """Asks for a remark; answers what was said, never empty and always signed."""

    HELP = """\
写一条批注。F2、F3、F4 选轻重：必须修改、建议修改、疑问。
往下按 ↓ 到常用语里选一句，Enter 放进去，还可以接着改；用过的排在最前面。写好按 Enter。
只批几个字的，按 Shift+Tab 到上面的原文里，用 Shift+← → 选中那几个字，再按 Enter 回来写。"""
    DEFAULT_CSS = """
    RemarkDialog > VerticalScroll { padding: 0 1; width: 76; }
    RemarkDialog .label { color: $text-muted; }
    RemarkDialog Words { height: auto; max-height: 3; background: $boost; padding: 0 1; }
    RemarkDialog Comment { height: 3; border-left: outer $accent; padding: 0 1; background: $panel; }
    RemarkDialog #severity { margin-top: 1; }
    RemarkDialog OptionList { height: auto; max-height: 5; padding: 0; border: none; }
    RemarkDialog .field Static { padding: 0; width: 6; }
    RemarkDialog #problem { display: none; color: $text-error; }
    RemarkDialog Horizontal.buttons { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.lower(), f"weigh('{severity.name}')", severity, show=False) for severity, key in _KEYS.items()
    ]

    def __init__(self, draft: Draft, habits: Habits, *, choosing_words: bool = False) -> None:
        super().__init__()
        self._draft = draft
        self._habits = habits
        self._severity = draft.severity
        self._words = Words(draft.words)
        self._comment = Comment(draft.text, "要改什么，或者想问什么")
        self._choosing_words = choosing_words

    def compose(self) -> ComposeResult:
        """Lay out the words, the severity, the text, the phrases and who signs."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = Content(f"批注：{self._draft.title}")
            if self._draft.words:
                yield Wrapped(_WHOLE, classes="label")
                yield self._words
            yield Static(markup=False, id="severity")
            yield self._comment
            yield Static("常用语（↓ 选，Enter 放进去）", markup=False, classes="label")
            phrases = (Option(Content(phrase)) for phrase in self._habits.offered)
            yield OptionList(*phrases, markup=False)
            if not self._habits.name:
                yield field("署名", LineInput(placeholder="审核人的姓名，只问这一次", id="name", compact=True))
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("加上批注", variant="primary", id="finish")
                yield Button("返回", id="back")

    def on_mount(self) -> None:
        """Begin with the text, or with choosing the words it is about."""
        self._show_severity()
        (self._words if self._choosing_words and self._draft.words else self._comment).focus()
        self._comment.move_cursor(self._comment.document.end)

    def _show_severity(self) -> None:
        parts = []
        for severity, key in _KEYS.items():
            is_chosen = severity is self._severity
            style = f"bold reverse {SEVERITY_STYLES[severity]}" if is_chosen else ""
            sign = ">" if is_chosen else " "
            parts.append(Content.styled(f"{sign}{key} {severity} ", style))
        self.query_one("#severity", Static).update(Content("  ").join(parts))

    def action_weigh(self, name: str) -> None:
        """Choose how much it asks for."""
        self._severity = Severity[name]
        self._show_severity()

    def action_to_text(self) -> None:
        """Go on with the text."""
        self._comment.focus()

    @on(Comment.Left)
    def _to_phrases(self) -> None:
        listed = self.query_one(OptionList)
        listed.highlighted = 0
        listed.focus()

    @on(OptionList.OptionSelected)
    def _put(self, event: OptionList.OptionSelected) -> None:
        self._comment.replace(str(event.option.prompt), *self._comment.selection)
        self._comment.focus()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Comment.Submitted)
    @on(LineInput.Submitted)
    @on(Button.Pressed, "#finish")
    def _finish(self) -> None:
        name = self._habits.name or self.query_one("#name", LineInput).typed
        text = self._comment.text.strip()
        if not text:
            self._ask_for("批注还没有写内容；请写明要改什么或者想问什么。", self._comment)
        elif not name:
            self._ask_for("还没有署名；请写上审核人的姓名，只问这一次。", self.query_one("#name", LineInput))
        else:
            self.dismiss(Said(self._severity, text, name, *self._words.chosen))

    def _ask_for(self, sentence: str, widget: LineInput | Comment) -> None:
        problem = self.query_one("#problem", Wrapped)
        problem.update(sentence)
        problem.display = True
        widget.focus()
