"""The findings as a list: headings, sentences broken as Chinese is set, and the places each speaks of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from storage.checks.finding import Finding
from storage.report.answer import Answer
from storage.text import one_line
from tui.check.tally import MARKS
from tui.writing.line_breaking import text_rows

_LONGEST: Final = 60


@dataclass(frozen=True)
class Item:
    """A line of the list: a finding under the heading it belongs to, and its answer where it has one."""

    heading: str
    finding: Finding
    answer: Answer | None = None


class FindingList(OptionList):
    """One of them is current; of the places it speaks of, one is chosen, the first to begin with."""

    DEFAULT_CSS = """
    FindingList, FindingList:focus {
        height: 1fr; max-height: 100%; border: none; padding: 0; scrollbar-size-vertical: 1;
    }
    FindingList.-empty { height: 1; }
    FindingList > .option-list--option-disabled { color: $primary; text-style: bold; }
    FindingList > .option-list--option-highlighted, FindingList:focus > .option-list--option-highlighted {
        background: $primary 20%; color: $foreground; text-style: none;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "到原处去改", tooltip="到说的那个地方，有字的选中那几个字"),
        Binding("right", "choose(1)", "换一处", tooltip="说到好几处的，换下一处；也可以直接按数字"),
        Binding("left", "choose(-1)", "上一处", show=False),
    ]

    @dataclass
    class Jump(Message):
        """The place to go to: number `place` of those the finding quotes."""

        finding: Finding
        place: int

    def __init__(self, section_name: Callable[[str], str], *, read_only: bool) -> None:
        super().__init__(markup=False)
        self._section_name = section_name
        self._read_only = read_only
        self._items: Sequence[Item] = ()
        self._rows: list[int] = []
        self._places: dict[str, int] = {}
        self._width = 0

    def show(self, items: Sequence[Item]) -> None:
        """List `items`; the current finding stays so, or what has taken its place."""
        self.go_to(items, self.current, self._at)

    def go_to(self, items: Sequence[Item], finding: Finding | None, at: int) -> None:
        """List `items` with `finding` current; with number `at` where it is no more."""
        self._items = items
        keys = [item.finding.key for item in items]
        if finding is not None and finding.key in keys and not (at < len(keys) and keys[at] == finding.key):
            at = keys.index(finding.key)
        self._lay_out(max(0, min(at, len(items) - 1)))

    def _lay_out(self, at: int) -> None:
        self._rows = []
        options: list[Option] = []
        heading = section = ""
        for item in self._items:
            name = self._section_name(item.finding.section)
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
    def _at(self) -> int:
        return self._rows.index(self.highlighted) if self.highlighted in self._rows else 0

    @property
    def item(self) -> Item | None:
        """What is current; None while the list is empty."""
        return self._items[self._at] if self._items else None

    @property
    def current(self) -> Finding | None:
        """The finding that is current."""
        return self.item.finding if self.item is not None else None

    @property
    def place(self) -> tuple[Finding | None, int]:
        """Which is current, and its number in the list."""
        return self.current, self._at

    # -- how an item reads

    def on_resize(self) -> None:
        """Break the sentences anew."""
        if self._width != self._room:
            self._width = self._room
            self._lay_out(self._at)

    @property
    def _room(self) -> int:
        # A scrollbar may come, and an option is padded by a cell on each side.
        return self.size.width - 3

    def _prompt(self, item: Item) -> Content:
        finding = item.finding
        mark, style = ("-", "$text-muted") if finding.unjudged else MARKS[finding.severity]
        first, *others = self._hung(finding.message, 2)
        rows = [Content.assemble((mark, style), " ", first), *others, *self._quotes(finding)]
        if finding.fix is not None and item.answer is None and not self._read_only:
            rows += self._hung(f"  改法：{finding.fix.label}（按 Ctrl+F 采用）", 4)
        if item.answer is None:
            return Content("\n").join(rows)
        signed = "，".join(part for part in (item.answer.by, item.answer.at[:10]) if part)
        rows += self._hung(f"  答复：{item.answer.reason}" + (f"（{signed}）" if signed else ""), 4)
        return Content("\n").join(row.stylize("dim") for row in rows)

    def _quotes(self, finding: Finding) -> Iterator[Content]:
        chosen = self._places.get(finding.key, 0)
        several = len(finding.quotes) > 1
        for number, quote in enumerate(finding.quotes):
            sign = f"{'>' if number == chosen else ' '}{number + 1} " if several else ""
            # A single place is most often in the very section whose name is the heading.
            place = "" if not several and quote.where == self._section_name(finding.section) else quote.where
            yield from self._hung(f"  {sign}{_quoted(place, quote.words)}", 4 + len(sign))

    def _hung(self, text: str, indent: int) -> list[Content]:
        first, *others = text_rows(text, max(10, self._room - indent))
        return [Content(first), *(Content(" " * indent + row) for row in others)]

    # -- where to go

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another place only where there is one."""
        if action == "choose":
            return self.current is not None and len(self.current.quotes) > 1
        if action == "select":
            return self.current is not None
        return super().check_action(action, parameters)

    def action_choose(self, step: int) -> None:
        """Choose the next or the last place of the current finding."""
        if self.item is not None:
            finding = self.item.finding
            self._places[finding.key] = (self._places.get(finding.key, 0) + step) % len(finding.quotes)
            self.replace_option_prompt_at_index(self._rows[self._at], self._prompt(self.item))

    def action_select(self) -> None:
        """Go to the chosen place."""
        if self.current is not None:
            self.post_message(self.Jump(self.current, self._places.get(self.current.key, 0)))

    def on_key(self, event: Key) -> None:
        """Go to the place with this number."""
        number = int(event.key) - 1 if event.key.isdecimal() else -1
        if self.current is not None and 0 <= number < len(self.current.quotes):
            event.stop()
            self._places[self.current.key] = number
            self.action_select()


def _quoted(place: str, words: str) -> str:
    shown = one_line(words)
    if len(shown) > _LONGEST:
        shown = f"{shown[: _LONGEST - 20]}……{shown[-20:]}"
    return "：".join(part for part in (place, f"“{shown}”" if shown else "空着") if part)
