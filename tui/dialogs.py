"""Small questions: a sentence, at most a few fields, and buttons."""

from collections.abc import Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button

from tui.wrapped import Wrapped

Answer = TypeVar("Answer")


class Choice(NamedTuple):
    """A button: what it says, and what the dialog then answers."""

    label: str
    answer: str


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A box in the middle of the screen; Esc answers None and changes nothing."""

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > VerticalScroll {
        width: 72; max-width: 96%; height: auto; max-height: 96%;
        border: round $accent; border-title-color: $accent; padding: 1 2; background: $surface;
    }
    Dialog .sentence { height: auto; margin-bottom: 1; }
    Dialog Horizontal.buttons { height: auto; margin-top: 1; }
    Dialog Button { min-width: 10; margin-right: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "返回", tooltip="关上这个窗口，什么也不改"),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)


class Question(Dialog[str]):
    """One sentence and a row of buttons; answers the chosen button's answer."""

    def __init__(self, title: str, sentence: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._sentence = sentence
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Lay out the sentence over the buttons."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            yield Wrapped(self._sentence, classes="sentence")
            with Horizontal(classes="buttons"):
                for number, choice in enumerate(self._choices):
                    yield Button(
                        choice.label, id=f"choice-{number}", variant="primary" if not number else "default"
                    )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer with the button's choice."""
        event.stop()
        self.dismiss(self._choices[int(str(event.button.id).removeprefix("choice-"))].answer)
