"""What is to be done of the review as a list: sections to decide on, then remarks with what was said to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from storage.report.remark import Remark, RemarkState
from tui.grouped_list import GroupedList
from tui.remarks.placed import STYLES, Placed, subject, told_thread

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


class RemarkList(GroupedList[Item]):
    """One of them is current."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "到原处去改", tooltip="到批注说的那个地方，改完按 Esc 回到这里"),
    ]

    @dataclass
    class Chosen(Message):
        """The place of an item is to be gone to."""

        item: Item

    def go_to(self, items: Sequence[Item], key: str, at: int) -> None:
        """List `items` with the one of that key current; with number `at` where it is no more."""
        keys = [item.key for item in items]
        self.list_items(items, keys.index(key) if key in keys else at)

    @property
    def remark(self) -> Remark | None:
        """The remark that is current; None where none is."""
        item = self.item
        return item.one.remark if item is not None and item.one is not None else None

    def prompt(self, item: Item) -> Content:
        """Draw the remark with what was said to it."""
        if item.one is None:
            return Content("\n").join(self.hung("按 Enter 把两份并排看，选定一份，或者合起来。", 2))
        remark = item.one.remark
        severity = remark.severity
        first, *others = self.hung(f"{severity} {subject(item.one)}{remark.text}", 2)
        rows = [Content.assemble((severity, STYLES[severity]), first[len(severity) :]), *others]
        signed = "，".join(filter(None, (f"第{remark.round}轮", remark.by, remark.at[:10])))
        rows += [Content.styled(f"  {signed}", "$text-muted")]
        for line in told_thread(remark):
            rows += self.hung(f"  {line}", 4)
        if remark.state is RemarkState.CLOSED:
            rows = [row.stylize("dim") for row in rows]
        return Content("\n").join(rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go only where there is somewhere to go."""
        return self.item is not None if action == "select" else super().check_action(action, parameters)

    def action_select(self) -> None:
        """Go to the place of the current one."""
        if self.item is not None:
            self.post_message(self.Chosen(self.item))
