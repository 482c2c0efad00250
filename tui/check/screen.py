"""F6: everything the checks found in a report, with the places it is about; from here one goes there and back."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from storage.checks.answering import answer, withdraw
from storage.checks.finding import Finding, Severity
from storage.errors import Refused
from storage.report.report import Report
from tui.ask_reason import AskReason
from tui.check.checker import Checker
from tui.check.finding_list import FindingList, Item
from tui.keybar import KeyBar
from tui.wrapped import Wrapped

_ALL: Final = "全部"
_HEADINGS: Final = {
    Severity.ERROR: "错误：要改正",
    Severity.QUESTION: "疑问：改正，或者答复一句",
    Severity.HINT: "提示：写法上可以更好",
}
_UNJUDGED: Final = "缺少数据，还不能核对"
_ANSWERED: Final = "已答复"


@dataclass(frozen=True)
class CheckPlace:
    """Where one was on the page: which kinds it showed, and the finding that was current."""

    way: ClassVar[str] = "back_to_check"
    shown: str = _ALL
    finding: Finding | None = None
    at: int = 0


@dataclass(frozen=True)
class Jump:
    """Where to go from the page: place number `place` of those `finding` quotes; `back` leads back here."""

    finding: Finding
    place: int
    back: CheckPlace


class Desk(Protocol):
    """What the page needs of the screen on which the report is filled in."""

    async def accept(self, finding: Finding) -> None:
        """Make the change that `finding` offers, so that it can be undone there.

        :raises Refused: when what it is about is no longer there.
        """

    def answers_changed(self) -> None:
        """Save an answer that was given or withdrawn, and show what that means."""

    def action_hand_over(self) -> None:
        """Open the page from which the report is sent."""


class CheckScreen(Screen[Jump | None]):
    """All findings, grouped. Answers the place to go to, None to go back to where one was."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "FindingList"
    HELP = """\
这里列出整份报告里核对出来的全部问题：错误一定要改正；疑问是看着不对的地方，改正或者答复一句都行；提示只关写法。
上下键选一条，Enter 到它说的地方去改，说到好几处的按 → 或数字换一处；改完按 Esc 回到这里的同一条。
疑问按 Ctrl+A 写一句理由就算答复了，引到的字不变就不会再问，审核的人看得到；再按一次 Ctrl+A 撤回答复。
有现成改法的按 Ctrl+F 采用，回到那一节按 Ctrl+Z 可以撤销。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f6", "dismiss", "回去填写", tooltip="回到刚才填写的地方"),
        Binding("ctrl+a,a", "answer", "答复", tooltip="写一句理由，说明这个疑问没有问题"),
        Binding("ctrl+a,a", "withdraw", "撤回答复", tooltip="撤回答复，重新算作疑问"),
        Binding("ctrl+f,f", "accept", "采用改法", tooltip="照现成的改法改好；在那一节可以撤销"),
        Binding("f10", "hand_over", "送审", tooltip="整份看一遍，签署，写出交给审核单位的文件"),
        Binding("tab", "show_next", "只看一类", tooltip="全部、错误、疑问、提示、已答复轮着看"),
        Binding("shift+tab", "show_next(-1)", show=False),
    ]

    def __init__(
        self,
        report: Report,
        checker: Checker,
        desk: Desk,
        section_name: Callable[[str], str],
        place: CheckPlace,
        *,
        read_only: bool,
    ) -> None:
        super().__init__()
        self._report = report
        self._checker = checker
        self._desk = desk
        self._place = place
        self._read_only = read_only
        self._list = FindingList(section_name, read_only=read_only)
        self._told = Wrapped(id="told")
        self._done = ""
        self._stays = False

    def compose(self) -> ComposeResult:
        """Lay out counts, list and keys."""
        yield Static(markup=False, id="header")
        yield Static(markup=False, id="shown")
        yield self._list
        yield Wrapped(id="empty")
        yield self._told
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is known, and check what has changed since."""
        self._checker.checked.subscribe(self, self._follow)
        self._checker.soon()
        self._show(self._place.finding, self._place.at)

    def _follow(self, _: None) -> None:
        finding, at = self._list.place
        # What was answered goes to the end; the person goes on with what has taken its place.
        self._show(None if self._stays else finding, at)
        self._stays = False

    # -- what is listed

    def _items(self) -> Iterator[Item]:
        result = self._checker.result
        if result is not None:
            for finding in result.open:
                yield Item(_HEADINGS[finding.severity], finding)
            for finding in result.unjudged:
                yield Item(_UNJUDGED, finding)
            for answered in result.answered:
                yield Item(_ANSWERED, answered.finding, answered.answer)

    def _show(self, finding: Finding | None, at: int) -> None:
        items = list(self._items())
        counts = Counter(item.heading for item in items)
        if self._place.shown not in counts:
            self._place = replace(self._place, shown=_ALL)
        shown = [item for item in items if self._place.shown in {_ALL, item.heading}]
        self._list.go_to(shown, finding, at)
        self._list.set_class(not shown, "-empty")
        self._tell_counts({_ALL: len(items), **counts})
        self._tell_done()
        empty = self.query_one("#empty", Wrapped)
        empty.display = not shown
        if self._checker.result is None:
            empty.update("正在核对……")
        elif self._checker.trouble:
            empty.update(self._checker.trouble)
        else:
            empty.update("都核对过了，没有发现问题，可以放心导出。")
        self.refresh_bindings()

    def _tell_counts(self, counts: dict[str, int]) -> None:
        parts = [
            Content.styled(f" {name.partition('：')[0]} {count} ", "reverse" if name == self._place.shown else "")
            for name, count in counts.items()
        ]
        self.query_one("#shown", Static).update(Content(" ").join(parts))

    def _tell_done(self) -> None:
        doing = self._done if self._checker.is_current else f"{self._done}正在核对……"
        self.query_one("#header", Static).update(f"核对　{doing}")

    def action_hand_over(self) -> None:
        """Go to the page before sending instead."""
        self.dismiss(None)
        self._desk.action_hand_over()

    def action_show_next(self, step: int = 1) -> None:
        """Show the next kind of findings only, or all again."""
        kinds = [_ALL, *dict.fromkeys(item.heading for item in self._items())]
        shown = kinds[(kinds.index(self._place.shown) + step) % len(kinds)]
        self._place = replace(self._place, shown=shown)
        self._show(*self._list.place)

    # -- what is done with one

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._refuse("")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the current one."""
        item = self._list.item
        if action not in {"answer", "withdraw", "accept"}:
            return True
        if item is None or self._read_only:
            return False
        if action == "accept":
            return item.finding.fix is not None and item.answer is None
        is_question = item.finding.severity is Severity.QUESTION and not item.finding.unjudged
        return is_question and (item.answer is None) is (action == "answer")

    @on(FindingList.Jump)
    def _jump(self, event: FindingList.Jump) -> None:
        finding, at = self._list.place
        self.dismiss(Jump(event.finding, event.place, replace(self._place, finding=finding, at=at)))

    @work(exclusive=True, group="answer")
    async def action_answer(self) -> None:
        """Ask for the reason and keep it."""
        finding = self._list.current
        if finding is None:
            return
        reason = await self.app.push_screen_wait(
            AskReason(
                "答复",
                finding.message,
                button="答复",
                placeholder="用一句话说明为什么没有问题",
                missing="还没有写理由；审核的人要靠它判断。",
            )
        )
        if reason is None:
            return
        try:
            answer(self._report, finding, reason)
        except Refused as error:
            self._refuse(str(error))
        else:
            self._done = "已答复，放到最后了；引到的字不变就不会再问。"
            self._stays = True
            self._desk.answers_changed()

    def action_withdraw(self) -> None:
        """Take the answer back."""
        finding = self._list.current
        if finding is not None:
            withdraw(self._report, finding)
            self._done = "已撤回答复，重新算作疑问。"
            self._desk.answers_changed()

    async def action_accept(self) -> None:
        """Make the change the current one offers."""
        finding = self._list.current
        if finding is None:
            return
        if not self._checker.is_current:
            self._refuse("刚改过的内容还在核对，核对完再接受。")
            return
        try:
            await self._desk.accept(finding)
        except Refused as error:
            self._refuse(str(error))
        else:
            self._done = "已改好；到那一节按 Ctrl+Z 可以撤销。"
            self._tell_done()

    def _refuse(self, sentence: str) -> None:
        """Say why not until another finding is current."""
        self._told.update(sentence)
        self._told.display = bool(sentence)
