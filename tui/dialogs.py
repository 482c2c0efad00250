"""Small questions: a sentence, at most a few fields, and buttons."""

from collections.abc import Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

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
    Dialog .field { height: auto; }
    Dialog .field Static { width: 12; padding: 1 0; }
    Dialog .field Input { width: 1fr; }
    Dialog Horizontal.buttons { height: auto; margin-top: 1; }
    Dialog Button { min-width: 10; margin-right: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "返回", tooltip="关上这个窗口，什么也不改"),
        Binding("f1", "app.show_help", "帮助", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)


def field(label: str, widget: Widget) -> Horizontal:
    """Return a field of a dialog behind its label."""
    return Horizontal(Static(label, markup=False), widget, classes="field")


class Question(Dialog[str]):
    """One sentence and a row of buttons; answers the chosen button's answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_by(-1)", show=False),
        Binding("down", "scroll_by(1)", show=False),
    ]

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
                    label = Content(choice.label)
                    yield Button(label, id=f"choice-{number}", variant="default" if number else "primary")

    def action_scroll_by(self, rows: int) -> None:
        """Scroll what is longer than the screen."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer with the button's choice."""
        event.stop()
        self.dismiss(self._choices[int(str(event.button.id).removeprefix("choice-"))].answer)
