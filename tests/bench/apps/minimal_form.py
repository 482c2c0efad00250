"""The least a form in Textual can be: a sidebar, three inputs, a text area, a footer."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Input, OptionList, TextArea


class MinimalForm(App[None]):
    CSS = """
    OptionList { width: 26; height: 1fr; }
    TextArea { height: 1fr; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        Binding("ctrl+q", "quit", "Leave"),
    ]

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(*(f"Section {number}" for number in range(12)))
            with Vertical():
                yield Input(placeholder="Unit")
                yield Input(placeholder="Year")
                yield Input(placeholder="Project")
                yield TextArea("Written here")
        yield Footer()


if __name__ == "__main__":
    MinimalForm().run()
