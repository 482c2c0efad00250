"""F10: the whole report as it will print, with what was found beside it; from here it is sent, or taken back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Final, Protocol

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from exports.exporting import default_folder
from storage.errors import Refused
from storage.json_file import shown
from storage.outline import Outline
from storage.report.event import Act, Signature
from storage.report.report import Report
from storage.report.spot import Spot
from storage.review.acting import Readiness, readiness
from tui.ask_reason import AskReason
from tui.dialogs import Choice, Question
from tui.files.chooser import ChooseFolder
from tui.handover.pages import parts_of
from tui.handover.parts import Part
from tui.handover.signing import SignDialog
from tui.keybar import KeyBar
from tui.wrapped import Wrapped

_NOT_WRITTEN: Final = (Choice("换一个文件夹", "again"), Choice("以后再写", "later"))


@dataclass(frozen=True)
class HandoverPlace:
    """Where one was on the page: the part that was current, and its number."""

    way: ClassVar[str] = "back_to_handover"
    key: str = ""
    at: int = 0


@dataclass(frozen=True)
class Visit:
    """Where to go from the page: a spot, or without one a section; `back` leads back here."""

    section: str
    spot: Spot | None
    back: HandoverPlace


class Desk(Protocol):
    """What the page needs of the screen on which the report is filled in."""

    def override(self, key: str, reason: str) -> None:
        """Keep why the error with this key goes out all the same; the page is told of it by `overridden`."""

    def send(self, signature: Signature, overridden: Mapping[str, str]) -> None:
        """Begin the next round and save that.

        :raises Refused: when something stands in the way, or it cannot be saved; nothing is sent then.
        """

    def write_file(self, folder: Path) -> Path:
        """Write the file of the round that was sent into a folder and return it.

        :raises Refused: when it cannot be written.
        """

    def recall(self, reason: str) -> None:
        """Take back what was sent and save that.

        :raises Refused: when it cannot be taken back, or that cannot be saved.
        """

    def reopen(self, reason: str) -> None:
        """Open what was accepted for changes and save that.

        :raises Refused: when it cannot be opened, or that cannot be saved.
        """

    def action_remarks(self) -> None:
        """Open the page of all remarks."""


class HandoverScreen(Screen[Visit | None]):
    """Answers the place to go to, None to go back to where one was.

    `overridden` holds the reasons given, by the key of the finding; those of the last 送审 hold on. `refusal` is a
    sentence on why nothing can be done here but look, empty where it can.
    """

    CSS_PATH = "screen.tcss"
    HELP = """\
送审之前在这里把整份报告看一遍：看到的就是交上去的样子，核对出来的问题写在它那一节的标题下面。
上下键一处一处地看，Enter 到那一处去改，改完按 Esc 回到这里的同一处；Tab 到下一个问题。
错误列在最前面：改正，或者按 Ctrl+A 写明为什么照样送审，审核的人看得到。没有答复的批注要先答复（按 F7）。
都好了按 Ctrl+S 送审：签署、选一个文件夹（可以是U盘），就写出一个文件，把它交给审核单位。
送审以后报告不能改，等退回或通过的文件；要接着改，在这里按 Ctrl+R 撤回并写明理由。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "dismiss", "回去填写", tooltip="回到刚才填写的地方"),
        Binding("enter", "visit", "去改", tooltip="到这一处去改，改完按 Esc 回到这里"),
        Binding("tab", "problem(1)", "下一个问题", tooltip="到下一个核对出来的问题"),
        Binding("shift+tab", "problem(-1)", show=False),
        Binding("ctrl+a,a", "override", "写明理由", tooltip="这个错误不改，写明为什么照样送审"),
        Binding("ctrl+s,s", "send", "送审", tooltip="签署，选文件夹，写出交给审核单位的文件"),
        Binding("ctrl+s,s", "write_again", "再写文件", tooltip="把送审的文件再写一份，内容和送审时一样"),
        Binding("ctrl+r,r", "recall", "撤回", tooltip="把送审撤回来接着改，要写明理由"),
        Binding("ctrl+r,r", "reopen", "改动", tooltip="通过以后还要改，先写明理由；改了要重新送审"),
        Binding("f7", "remarks", "批注", tooltip="看审核的全部批注，逐条去改、答复"),
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,ctrl+home", "edge(0)", show=False),
        Binding("end,ctrl+end", "edge(-1)", show=False),
    ]

    def __init__(
        self,
        report: Report,
        outline: Outline,
        desk: Desk,
        place: HandoverPlace,
        overridden: Mapping[str, str],
        refusal: str,
    ) -> None:
        super().__init__()
        self._report = report
        self._outline = outline
        self._desk = desk
        self._place = place
        self._overridden = overridden
        self._refusal = refusal
        self._ready = Readiness((), (), (), ())
        self._parts: Sequence[Part] = ()
        self._at = 0
        self._pages = VerticalScroll(id="pages", can_focus=False)

    def compose(self) -> ComposeResult:
        """Lay out verdict, pages and keys; the pages are filled once the first frame is there."""
        yield Static(markup=False, id="header")
        yield Wrapped(id="verdict")
        yield self._pages
        yield Wrapped(id="told")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the report where it was left."""
        await self._show(self._place)

    async def _show(self, place: HandoverPlace) -> None:
        self._ready = readiness(self._report, self._outline)
        self._parts = list(parts_of(self._report, self._outline, self._ready, self._reasons()))
        with self.app.batch_update():
            await self._pages.remove_children()
            await self._pages.mount_all([part.widget for part in self._parts])
        keys = [part.key for part in self._parts]
        self._tell()
        at = keys.index(place.key) if place.key in keys else min(place.at, len(keys) - 1)
        # Only once it is laid out it can be brought into sight.
        self.call_after_refresh(self._go, at)

    # -- what is shown

    def _tell(self) -> None:
        review = self._report.review
        state = f"第{review.round}轮{review.stage}" if review.why_not(Act.SEND) else f"第{review.round + 1}轮送审"
        self.query_one("#header", Static).update(f"{state}　{self._report.cover.known_as}")
        verdict, stopped = self._verdict()
        line = self.query_one("#verdict", Wrapped)
        line.update(verdict)
        line.set_class(stopped, "-stopped")
        self.refresh_bindings()

    def _verdict(self) -> tuple[str, bool]:
        ready, review = self._ready, self._report.review
        if self._refusal:
            return self._refusal, False
        if why := review.locked or review.why_not(Act.SEND):
            return why, False
        reasons = self._reasons()
        left = [finding for finding in ready.errors if not reasons[finding.key]]
        if stops := len(ready.obstacles) + len(left):
            errors = "错误要改正，或者按 Ctrl+A 写明照样送审的理由。" if left else ""
            return f"还不能送审，先处理最前面列出的{stops}处：Enter 到那里去。{errors}", True
        open_ones = f"还有{len(ready.questions)}处疑问没有答复，会一起交上去；" if ready.questions else ""
        return f"{open_ones}看过以后按 Ctrl+S 送审。", False

    def _reasons(self) -> Mapping[str, str]:
        """Return why errors go out all the same, by the key of the finding: as told here, or at the last 送审."""
        sent = next((one.found or () for one in reversed(self._report.review.events) if one.act is Act.SEND), ())
        told = {(found.code, found.section, found.message): found.reason for found in sent}
        given = {
            finding.key: told.get((finding.code, finding.section, finding.message), "")
            for finding in self._ready.errors
        }
        return {**given, **self._overridden}

    # -- going about

    def _go(self, at: int) -> None:
        if self._at < len(self._parts):
            self._parts[self._at].widget.remove_class("-current")
        self._at = max(0, min(at, len(self._parts) - 1))
        widget = self._parts[self._at].widget
        widget.add_class("-current")
        self._pages.scroll_to_widget(widget, animate=False, force=True, immediate=True)
        self._refuse("")
        self.refresh_bindings()

    def action_step(self, step: int) -> None:
        """Go to the next part; what is higher than the page is read to its end first."""
        region, pages = self._parts[self._at].widget.region, self._pages.scrollable_content_region
        hidden = region.bottom - pages.bottom if step > 0 else pages.y - region.y
        if hidden > 0:
            self._pages.scroll_relative(y=step * min(hidden, pages.height - 1), animate=False, immediate=True)
        else:
            self._go(self._at + step)

    def action_page(self, step: int) -> None:
        """Go down or up by what is in sight."""
        pages = self._pages.scrollable_content_region
        self._pages.scroll_relative(y=step * (pages.height - 1), animate=False, immediate=True)
        self.call_after_refresh(self._follow_sight, step)

    def _follow_sight(self, step: int) -> None:
        pages = self._pages.scrollable_content_region
        seen = [at for at, part in enumerate(self._parts) if part.widget.region.overlaps(pages)]
        if seen:
            top = self._pages.scroll_y
            self._go(seen[0] if step < 0 else seen[-1])
            self._pages.scroll_to(y=top, animate=False, immediate=True)

    def action_edge(self, which: int) -> None:
        """Go to the first part or to the last."""
        self._go(which % len(self._parts))

    def action_problem(self, step: int) -> None:
        """Go to the next finding, or the one before; beyond the last comes the first."""
        at = [number for number, part in enumerate(self._parts) if part.finding is not None]
        later = [number for number in at if (number - self._at) * step > 0]
        if at:
            self._go((later or at)[0 if step > 0 else -1])

    # -- what is done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the report as it stands, and with the current part."""
        part = self._parts[self._at] if self._at < len(self._parts) else None
        acts = {"send": Act.SEND, "recall": Act.RECALL, "reopen": Act.CHANGE}
        if action in acts:
            return not self._refusal and not self._report.review.why_not(acts[action])
        if action == "write_again":
            return not self._refusal and not self._report.review.why_not(Act.RECALL)
        if action == "override":
            is_error = part is not None and part.finding in self._ready.errors
            return not self._refusal and is_error and not self._report.review.why_not(Act.SEND)
        if action == "problem":
            return any(one.finding is not None for one in self._parts)
        return True

    def _here(self) -> HandoverPlace:
        return HandoverPlace(self._parts[self._at].key, self._at)

    def action_visit(self) -> None:
        """Go where the current part is filled in."""
        part = self._parts[self._at]
        if part.finding is None and not part.section:
            self.action_remarks()
        else:
            section = part.section or self._report.sections[0].id
            self.dismiss(Visit(section, part.spot, self._here()))

    def action_remarks(self) -> None:
        """Go to the page of remarks instead."""
        self.dismiss(None)
        self._desk.action_remarks()

    def _refuse(self, sentence: str) -> None:
        told = self.query_one("#told", Wrapped)
        told.update(sentence)
        told.display = bool(sentence)

    @work(exclusive=True, group="hand over")
    async def action_override(self) -> None:
        """Ask why the current error goes out all the same."""
        finding = self._parts[self._at].finding
        if finding is None:
            return
        reason = await self.app.push_screen_wait(
            AskReason(
                "照样送审",
                finding.message,
                button="记下理由",
                placeholder="为什么不改正也要送审，审核的人看得到",
                missing="还没有写理由；审核的人要靠它判断。",
            )
        )
        if reason is not None:
            self._desk.override(finding.key, reason)
            await self._show(self._here())

    @work(exclusive=True, group="hand over")
    async def action_send(self) -> None:
        """Have it signed, ask for a folder, send it and write its file."""
        verdict, stopped = self._verdict()
        if stopped:
            self._refuse(verdict)
            return
        cover, today = self._report.cover, datetime.now().astimezone()
        date = f"{today.year}年{today.month}月{today.day}日"
        start = Signature(responsible=cover.head, preparer=cover.preparer, date=date)
        about = f"第{self._report.review.round + 1}轮送审：签署以后报告不能再改，要改先撤回。"
        signature = await self.app.push_screen_wait(SignDialog(about, start))
        if signature is None:
            return
        folder = await self._ask_folder()
        if folder is None:
            return
        try:
            self._desk.send(signature, self._reasons())
        except Refused as error:
            self._refuse(str(error))
            return
        await self._write(folder)

    @work(exclusive=True, group="hand over")
    async def action_write_again(self) -> None:
        """Write the file of the round once more."""
        folder = await self._ask_folder()
        if folder is not None:
            await self._write(folder)

    async def _ask_folder(self) -> Path | None:
        return await self.app.push_screen_wait(ChooseFolder("送审文件放在哪里（可以是U盘）", default_folder()))

    async def _write(self, folder: Path) -> None:
        """Write the file and say what to do with it; where it cannot be written, ask for another folder."""
        while True:
            try:
                path = await asyncio.to_thread(self._desk.write_file, folder)
            except Refused as error:
                sentence = f"报告已经送审，但是文件没有写出：{error}"
                if await self.app.push_screen_wait(Question("文件没有写出", sentence, _NOT_WRITTEN)) != "again":
                    break
                another = await self._ask_folder()
                folder = another if another is not None else folder
            else:
                sentence = (
                    f"送审文件已经写好：\n{shown(path)}\n"
                    "请把这个文件交给审核单位。写在U盘上的，现在可以拔下U盘。\n"
                    "审核的结果也是一个文件：收到以后在文档库按 Ctrl+O 导入。在那之前报告不能改。"
                )
                await self.app.push_screen_wait(Question("已送审", sentence, (Choice("好", "ok"),)))
                break
        self.dismiss(None)

    @work(exclusive=True, group="hand over")
    async def action_recall(self) -> None:
        """Ask why, and take back what was sent."""
        reason = await self.app.push_screen_wait(
            AskReason(
                "撤回",
                f"撤回第{self._report.review.round}轮送审，接着改；请告诉审核单位，交出去的文件不作数了。",
                button="撤回",
                placeholder="为什么撤回，审核的人看得到",
                missing="还没有写理由；请用一句话写明为什么撤回。",
            )
        )
        if reason is not None:
            self._do(self._desk.recall, reason)

    @work(exclusive=True, group="hand over")
    async def action_reopen(self) -> None:
        """Ask why, and open what was accepted for changes."""
        reason = await self.app.push_screen_wait(
            AskReason(
                "改动",
                "报告已经通过审核；改动以后就不算通过了，要重新送审。",
                button="改动",
                placeholder="为什么还要改，审核的人看得到",
                missing="还没有写理由；请用一句话写明为什么还要改。",
            )
        )
        if reason is not None:
            self._do(self._desk.reopen, reason)

    def _do(self, act: Callable[[str], None], reason: str) -> None:
        try:
            act(reason)
        except Refused as error:
            self._refuse(str(error))
        else:
            self.dismiss(None)
