"""The findings as a list: headings, sentences broken as Chinese is set, and the places each speaks of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message

from storage.checks.finding import Finding
from storage.report.answer import Answer
from storage.text import one_line
from tui.check.tally import MARKS
from tui.grouped_list import GroupedList

_LONGEST: Final = 60


@dataclass(frozen=True)
class Item:
    """A line of the list: a finding under the heading it belongs to, and its answer where it has one."""

    heading: str
    finding: Finding
    answer: Answer | None = None

    @property
    def section(self) -> str:
        """The section of the finding."""
        return self.finding.section


class FindingList(GroupedList[Item]):
    """One of them is current; of the places it speaks of, one is chosen, the first to begin with."""

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
        super().__init__(section_name)
        self._read_only = read_only
        self._places: dict[str, int] = {}

    def show(self, items: Sequence[Item]) -> None:
        """List `items`; the current finding stays so, or what has taken its place."""
        self.go_to(items, self.current, self.at)

    def go_to(self, items: Sequence[Item], finding: Finding | None, at: int) -> None:
        """List `items` with `finding` current; with number `at` where it is no more."""
        keys = [item.finding.key for item in items]
        if finding is not None and finding.key in keys and not (at < len(keys) and keys[at] == finding.key):
            at = keys.index(finding.key)
        self.list_items(items, at)

    @property
    def current(self) -> Finding | None:
        """The finding that is current."""
        return self.item.finding if self.item is not None else None

    @property
    def place(self) -> tuple[Finding | None, int]:
        """Which is current, and its number in the list."""
        return self.current, self.at

    # -- how an item reads

    def prompt(self, item: Item) -> Content:
        """Draw the sentence, the places, and the answer."""
        finding = item.finding
        mark, style = ("-", "$text-muted") if finding.unjudged else MARKS[finding.severity]
        first, *others = self.hung(finding.message, 2)
        rows = [Content.assemble((mark, style), " ", first), *others, *self._quotes(finding)]
        if finding.fix is not None and item.answer is None and not self._read_only:
            rows += self.hung(f"  改法：{finding.fix.label}（按 Ctrl+F 采用）", 4)
        if item.answer is None:
            return Content("\n").join(rows)
        signed = "，".join(part for part in (item.answer.by, item.answer.at[:10]) if part)
        rows += self.hung(f"  答复：{item.answer.reason}" + (f"（{signed}）" if signed else ""), 4)
        return Content("\n").join(row.stylize("dim") for row in rows)

    def _quotes(self, finding: Finding) -> Iterator[Content]:
        chosen = self._places.get(finding.key, 0)
        several = len(finding.quotes) > 1
        for number, quote in enumerate(finding.quotes):
            sign = f"{'>' if number == chosen else ' '}{number + 1} " if several else ""
            # A single place is most often in the very section whose name is the heading.
            place = "" if not several and quote.where == self._section_name(finding.section) else quote.where
            yield from self.hung(f"  {sign}{_quoted(place, quote.words)}", 4 + len(sign))

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
            self.draw_current()

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
