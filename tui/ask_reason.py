"""One sentence asked for: why something is right as it stands, why it is done, what was done about it."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input

from tui.dialogs import Dialog
from tui.line_input import LineInput
from tui.wrapped import Wrapped


class AskReason(Dialog[str]):
    """A sentence over a line to write; answers what was written.

    `missing` says what to do while nothing is written; where it is empty, nothing need be.
    """

    DEFAULT_CSS = "AskReason #problem { color: $text-error; }"

    def __init__(self, title: str, about: str, *, button: str, placeholder: str, missing: str = "") -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._button = button
        self._placeholder = placeholder
        self._missing = missing

    def compose(self) -> ComposeResult:
        """Lay out the sentence over the field."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            yield Wrapped(self._about, classes="sentence")
            yield LineInput(placeholder=self._placeholder, id="reason")
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button(self._button, variant="primary", id="finish")
                yield Button("返回", id="back")

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Button.Pressed, "#finish")
    @on(Input.Submitted)
    def _finish(self) -> None:
        field = self.query_one(LineInput)
        if field.typed or not self._missing:
            self.dismiss(field.typed)
        else:
            self.query_one("#problem", Wrapped).update(self._missing)
            field.focus()
