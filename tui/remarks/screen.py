"""F7: all the reviewer's remarks, those to be answered first; from here one goes to their places and back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from storage.errors import Refused
from storage.report.event import Act, Stage
from storage.report.remark import RemarkState, ReplyKind
from storage.report.report import Report
from storage.review.remarking import why_no_reply
from tui.ask_reason import AskReason
from tui.keybar import KeyBar
from tui.remarks.placed import placed, tally
from tui.remarks.remark_list import Item, RemarkList
from tui.wrapped import Wrapped

_NONE: Final = """\
还没有批注。

送审（F10）以后，审核单位的意见也是一个文件：收到后在文档库按 Ctrl+O 导入，批注就列在这里，逐条去改、答复。"""


@dataclass(frozen=True)
class RemarkPlace:
    """Where one was on the page: the item that was current, and its number."""

    way: ClassVar[str] = "back_to_remarks"
    key: str = ""
    at: int = 0


@dataclass(frozen=True)
class Jump:
    """Where to go from the page: to the place of `item`; `back` leads back here."""

    item: Item
    back: RemarkPlace


class Desk(Protocol):
    """What the page needs of the screen on which the report is filled in."""

    def reply(self, remark_id: str, kind: ReplyKind, text: str) -> None:
        """Answer a remark, and have that saved.

        :raises Refused: when it cannot be answered so now.
        """

    def action_hand_over(self) -> None:
        """Open the page from which the report is sent."""


class RemarksScreen(Screen[Jump | None]):
    """Answers the place to go to, None to go back to where one was."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "RemarkList"
    HELP = """\
这里列出审核的全部批注：待答复的在最前面，已答复的等审核销号，已销号的在最后。
上下键选一条，Enter 到它说的地方去改（引的字在正文里有底色），改完按 Esc 回到这里的同一条。
改好了按 Ctrl+A 答复“已修改”，可以写一句改了什么；不改的按 Ctrl+E 写说明，讲清为什么。答复过的还可以再补一条。
“两边都改过”的一节要先选定：按 Enter 把两份并排看，用自己的、用对方的，或者合起来。
全部答复完，按 F10 再送审。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f7", "dismiss", "回去填写", tooltip="回到刚才填写的地方"),
        Binding("ctrl+a,m", "reply('已修改')", "已修改", tooltip="答复：已经照批注改了，可以写一句改了什么"),
        Binding("ctrl+e,e", "reply('说明')", "说明", tooltip="答复：不改的，写明为什么"),
        Binding("f10", "hand_over", "送审", tooltip="整份看一遍，再送审"),
    ]

    def __init__(
        self,
        report: Report,
        desk: Desk,
        section_name: Callable[[str], str],
        place: RemarkPlace,
        *,
        read_only: bool,
    ) -> None:
        super().__init__()
        self._report = report
        self._desk = desk
        self._place = place
        self._read_only = read_only
        self._list = RemarkList(section_name)

    def compose(self) -> ComposeResult:
        """Lay out counts, list and keys."""
        yield Static("批注", markup=False, id="header")
        yield Static(markup=False, id="counts")
        yield Wrapped(id="verdict")
        yield self._list
        yield Wrapped(id="empty")
        yield Wrapped(id="told")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show where one was."""
        self._show(self._place)

    def _items(self) -> Iterator[Item]:
        for conflict in self._report.review.conflicts:
            yield Item(f"conflict {conflict.section}", conflict.section)
        for one in placed(self._report):
            yield Item(one.remark.id, one.place.section, one)

    def _show(self, place: RemarkPlace) -> None:
        items = list(self._items())
        self._list.go_to(items, place.key, place.at)
        self._list.set_class(not items, "-empty")
        review = self._report.review
        counts = Content(f"第{review.round}轮　{review.stage}　" if review.round else "")
        if conflicts := len(review.conflicts):
            counts += Content.styled(f"两边都改过 {conflicts}　", "$text-error")
        self.query_one("#counts", Static).update(counts + tally(review.remarks))
        self._tell_verdict()
        empty = self.query_one("#empty", Wrapped)
        empty.display = not items
        empty.update(_NONE)
        self.refresh_bindings()

    def _tell_verdict(self) -> None:
        """Say what the reviewer wrote when the report was last given back."""
        event = self._report.review.last_hand_over
        verdict = self.query_one("#verdict", Wrapped)
        verdict.display = event is not None and event.act is not Act.SEND
        if event is not None:
            signed = f"（{event.by}）" if event.by else ""
            verdict.update(f"第{event.round}轮{event.act}的意见{signed}：{event.text}")

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._refuse("")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the current one."""
        if action == "reply":
            remark = self._list.remark
            return (
                not self._read_only
                and remark is not None
                and not why_no_reply(self._report, remark, ReplyKind(str(parameters[0])))
            )
        if action == "hand_over":
            return self._report.status in {Stage.DRAFT, Stage.RETURNED}
        return True

    @on(RemarkList.Chosen)
    def _go(self, event: RemarkList.Chosen) -> None:
        self.dismiss(Jump(event.item, RemarkPlace(event.item.key, self._list.at)))

    def action_hand_over(self) -> None:
        """Go to the page before sending instead."""
        self.dismiss(None)
        self._desk.action_hand_over()

    @work(exclusive=True, group="answer")
    async def action_reply(self, name: str) -> None:
        """Ask for a word, and answer the current remark."""
        remark, kind = self._list.remark, ReplyKind(name)
        if remark is None:
            return
        mended = kind is ReplyKind.MENDED
        text = await self.app.push_screen_wait(
            AskReason(
                f"答复：{kind}",
                f"{remark.severity}：{remark.text}",
                button="答复",
                placeholder="改了什么，也可以不写" if mended else "用一句话说明为什么不改",
                missing="" if mended else "还没有写说明；审核的人要靠它判断。",
            )
        )
        if text is None:
            return
        was_waiting = remark.state is RemarkState.WAITING
        try:
            self._desk.reply(remark.id, kind, text)
        except Refused as error:
            self._refuse(str(error))
        else:
            # What was answered goes down the list; the person goes on with what has taken its place.
            self._show(RemarkPlace("" if was_waiting else remark.id, self._list.at))

    def _refuse(self, sentence: str) -> None:
        """Say why not until another one is current."""
        told = self.query_one("#told", Wrapped)
        told.update(sentence)
        told.display = bool(sentence)
