"""Choosing one of many by typing a few of its letters or characters."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.dialogs import Dialog
from tui.initials import is_meant
from tui.line_input import LineInput


class Pickable(NamedTuple):
    """What can be chosen: the answer, the name it is found by, and its line in the list."""

    answer: str
    name: str
    line: Content


class Pick(Dialog[str]):
    """A list to choose from by typing; answers the chosen one's answer."""

    DEFAULT_CSS = """
    Pick > VerticalScroll { width: 92; height: 90%; }
    Pick Input { margin-bottom: 1; }
    Pick OptionList {
        height: 1fr; border: none; padding: 0; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Pick .none { display: none; height: auto; color: $text-muted; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('cursor_up')", "上", show=False),
        Binding("down", "move('cursor_down')", "下", show=False),
        Binding("pageup", "move('page_up')", "上翻", show=False),
        Binding("pagedown", "move('page_down')", "下翻", show=False),
    ]

    def __init__(
        self, title: str, items: Sequence[Pickable], *, placeholder: str, none: str, first: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._items = items
        self._placeholder = placeholder
        self._none = none
        self._first = first

    def compose(self) -> ComposeResult:
        """Lay out the field over the list."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            yield LineInput(placeholder=self._placeholder, id="filter")
            options = OptionList(markup=False, id="items")
            # The keys go to the field; the list follows them.
            options.can_focus = False
            yield options
            yield Static(self._none, markup=False, classes="none")

    def on_mount(self) -> None:
        """List all, with the one to begin with current."""
        self._list("")
        options = self.query_one(OptionList)
        answers = [item.answer for item in self._items]
        if self._first in answers:
            options.highlighted = answers.index(self._first)

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        self._list(event.value.strip())

    def _list(self, typed: str) -> None:
        found = [number for number, item in enumerate(self._items) if is_meant(item.name, typed)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._items[number].line, id=str(number)) for number in found)
        options.highlighted = 0 if found else None
        self.query_one(".none").display = not found

    def action_move(self, step: str) -> None:
        """Move the choice while the field keeps the caret."""
        getattr(self.query_one(OptionList), f"action_{step}")()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        if option is not None:
            self._answer(option)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._answer(event.option)

    def _answer(self, option: Option) -> None:
        self.dismiss(self._items[int(str(option.id))].answer)
