"""The answer to a question: one sentence saying why it is right as it stands."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from tui.dialogs import Dialog
from tui.wrapped import Wrapped


class AnswerDialog(Dialog[str]):
    """Asks for the reason and answers it, never empty; `question` is what was asked."""

    DEFAULT_CSS = "AnswerDialog #problem { color: $text-error; height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay out the question over the field."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "答复"
            yield Wrapped(self._question, classes="sentence")
            yield Input(placeholder="用一句话说明为什么没有问题", id="reason")
            yield Static(markup=False, id="problem")
            with Horizontal(classes="buttons"):
                yield Button("答复", variant="primary", id="answer")
                yield Button("返回", id="back")

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Button.Pressed, "#answer")
    @on(Input.Submitted)
    def _finish(self) -> None:
        reason = self.query_one(Input).value.strip()
        if reason:
            self.dismiss(reason)
        else:
            self.query_one("#problem", Static).update("还没有写理由；审核的人要靠它判断。")
            self.query_one(Input).focus()
