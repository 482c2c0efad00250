"""A list of what is said of sections, under headings, each entry of several rows broken as Chinese is set."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.writing.line_breaking import text_rows


class Entry(Protocol):
    """What can be listed: it has a heading it belongs under, and a section by its id."""

    @property
    def heading(self) -> str:
        """What it is listed under."""
        ...

    @property
    def section(self) -> str:
        """The section it speaks of."""
        ...


Item = TypeVar("Item", bound=Entry)


class GroupedList(OptionList, Generic[Item]):
    """One of the entries is current; headings and sections stand over those that have them in common."""

    DEFAULT_CSS = """
    GroupedList, GroupedList:focus {
        height: 1fr; max-height: 100%; border: none; padding: 0; scrollbar-size-vertical: 1;
    }
    GroupedList.-empty { height: 1; }
    GroupedList > .option-list--option-disabled { color: $primary; text-style: bold; }
    GroupedList > .option-list--option-highlighted, GroupedList:focus > .option-list--option-highlighted {
        background: $primary 20%; color: $foreground; text-style: none;
    }
    """

    def __init__(self, section_name: Callable[[str], str]) -> None:
        super().__init__(markup=False)
        self._section_name = section_name
        self._items: Sequence[Item] = ()
        self._rows: list[int] = []
        self._width = 0

    def prompt(self, item: Item) -> Content:
        """Return an entry as it is drawn."""
        raise NotImplementedError

    def list_items(self, items: Sequence[Item], at: int) -> None:
        """List `items` with number `at` current, or the last."""
        self._items = items
        self._lay_out(max(0, min(at, len(items) - 1)))

    def _lay_out(self, at: int) -> None:
        self._rows = []
        options: list[Option] = []
        heading = section = ""
        for item in self._items:
            name = self._section_name(item.section)
            if item.heading != heading:
                options.append(Option(Content(item.heading), disabled=True))
            if (item.heading, name) != (heading, section):
                options.append(Option(Content.styled(f"  {name}", "$text-muted not bold"), disabled=True))
            heading, section = item.heading, name
            self._rows.append(len(options))
            options.append(Option(self.prompt(item)))
        self.clear_options()
        self.add_options(options)
        self.highlighted = self._rows[at] if self._rows else None

    @property
    def at(self) -> int:
        """The number of the current item."""
        return self._rows.index(self.highlighted) if self.highlighted in self._rows else 0

    @property
    def item(self) -> Item | None:
        """What is current; None while the list is empty."""
        return self._items[self.at] if self._items else None

    def draw_current(self) -> None:
        """Draw the current item anew."""
        if self.item is not None:
            self.replace_option_prompt_at_index(self._rows[self.at], self.prompt(self.item))

    def on_resize(self) -> None:
        """Break the sentences anew."""
        if self._width != self._room:
            self._width = self._room
            self._lay_out(self.at)

    @property
    def _room(self) -> int:
        # A scrollbar may come, and an option is padded by a cell on each side.
        return self.size.width - 3

    def hung(self, text: str, indent: int) -> list[Content]:
        """Return a text in rows, all but the first behind an indent of so many cells."""
        first, *others = text_rows(text, max(10, self._room - indent))
        return [Content(first), *(Content(" " * indent + row) for row in others)]
