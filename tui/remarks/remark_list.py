"""What is to be done of the review as a list: sections to decide on, then remarks with what was said to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from storage.report.remark import Remark, RemarkState
from tui.remarks.placed import STYLES, Placed, subject, told_thread
from tui.writing.line_breaking import text_rows

_CONFLICTS = "两边都改过，要选定一份"


@dataclass(frozen=True)
class Item:
    """A line of the list: a remark, or with none a section both sides changed; `key` tells it from all others."""

    key: str
    section: str
    one: Placed | None = None

    @property
    def heading(self) -> str:
        """What it is listed under."""
        return _CONFLICTS if self.one is None else self.one.remark.state


class RemarkList(OptionList):
    """One of them is current."""

    DEFAULT_CSS = """
    RemarkList, RemarkList:focus {
        height: 1fr; max-height: 100%; border: none; padding: 0; scrollbar-size-vertical: 1;
    }
    RemarkList.-empty { height: 1; }
    RemarkList > .option-list--option-disabled { color: $primary; text-style: bold; }
    RemarkList > .option-list--option-highlighted, RemarkList:focus > .option-list--option-highlighted {
        background: $primary 20%; color: $foreground; text-style: none;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "到原处去改", tooltip="到批注说的那个地方，改完按 Esc 回到这里"),
    ]

    @dataclass
    class Chosen(Message):
        """The place of an item is to be gone to."""

        item: Item

    def __init__(self, section_name: Callable[[str], str]) -> None:
        super().__init__(markup=False)
        self._section_name = section_name
        self._items: Sequence[Item] = ()
        self._rows: list[int] = []
        self._width = 0

    def go_to(self, items: Sequence[Item], key: str, at: int) -> None:
        """List `items` with the one of that key current; with number `at` where it is no more."""
        self._items = items
        keys = [item.key for item in items]
        self._lay_out(keys.index(key) if key in keys else max(0, min(at, len(keys) - 1)))

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
            options.append(Option(self._prompt(item)))
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

    @property
    def remark(self) -> Remark | None:
        """The remark that is current; None where none is."""
        item = self.item
        return item.one.remark if item is not None and item.one is not None else None

    def on_resize(self) -> None:
        """Break the sentences anew."""
        if self._width != self._room:
            self._width = self._room
            self._lay_out(self.at)

    @property
    def _room(self) -> int:
        # A scrollbar may come, and an option is padded by a cell on each side.
        return self.size.width - 3

    def _prompt(self, item: Item) -> Content:
        if item.one is None:
            return Content("\n").join(self._hung("按 Enter 把两份并排看，选定一份，或者合起来。", 2))
        remark = item.one.remark
        severity = remark.severity
        first, *others = self._hung(f"{severity} {subject(item.one)}{remark.text}", 2)
        rows = [Content.assemble((severity, STYLES[severity]), first[len(severity) :]), *others]
        signed = "，".join(filter(None, (f"第{remark.round}轮", remark.by, remark.at[:10])))
        rows += [Content.styled(f"  {signed}", "$text-muted")]
        for line in told_thread(remark):
            rows += self._hung(f"  {line}", 4)
        if remark.state is RemarkState.CLOSED:
            rows = [row.stylize("dim") for row in rows]
        return Content("\n").join(rows)

    def _hung(self, text: str, indent: int) -> list[Content]:
        first, *others = text_rows(text, max(10, self._room - indent))
        return [Content(first), *(Content(" " * indent + row) for row in others)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go only where there is somewhere to go."""
        return self.item is not None if action == "select" else super().check_action(action, parameters)

    def action_select(self) -> None:
        """Go to the place of the current one."""
        if self.item is not None:
            self.post_message(self.Chosen(self.item))
