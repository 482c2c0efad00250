"""The reviewer's screen: the outline with counts, the section as it is printed, what is said of it beside it."""

from pathlib import Path
from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from storage.checks.finding import Finding
from storage.checks.finding import Severity as FindingSeverity
from storage.errors import Refused
from storage.report.event import Stage
from storage.report.remark import Anchor, ReplyKind, Severity
from storage.report.spot import Spot
from storage.review.habits import habits, note_remark
from storage.review.handing import hand_over
from storage.review.placing import anchor_at
from storage.review.remarking import make_remark, reply, why_no_remark, why_no_reply
from tui.ask_reason import AskReason
from tui.review.items import WHOLE, Cell, Found, Item, Remarked, Row, Text
from tui.review.passages import place_in
from tui.review.reading_screen import ReportReadingScreen
from tui.review.remark_dialog import Draft, RemarkDialog, Said

_WEIGHTS: Final = {
    FindingSeverity.ERROR: Severity.MUST,
    FindingSeverity.QUESTION: Severity.QUESTION,
    FindingSeverity.HINT: Severity.SHOULD,
}


class ReviewScreen(ReportReadingScreen):
    """One report that was sent here to be reviewed, section by section."""

    CSS_PATH = "screen.tcss"
    HELP = """\
在这里审核收来的报告，内容只看不改。左边是提纲（窗口窄时按 F2 打开）：✗ 错误 ? 疑问，批 未销号/全部，改 几处。
中间是这一节印出来的样子，上下键一段一段、一行一行地看，表格里左右键选一格；下面是自动核对出来的问题和单位的说明。
在一段、一格、标题或者一条问题上按 F7 写批注；标题上写的是对整节的，“整份报告”里写的是对整份的。
只批几个字的，在那一段按 Shift+→ 就到选字的地方。Tab 跳到下一处问题、批注或改动；在一条问题上按数字到它说的地方。
和上一轮比改了的字就地标出：[-删去的-] [+增加的+]；按 F8 只看全部改动。
批注不会删除：在一条批注上按 Ctrl+X 销号，按 Ctrl+R 重新打开。审完按 F9 退回或通过，写出文件交还填报单位。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7,enter", "remark", "批注", tooltip="在这一段、这一格、这一节或这条问题上写批注"),
        Binding("shift+right,shift+left", "remark(True)", "选字批注", tooltip="选出几个字来批", show=False),
        Binding("ctrl+x,x", "close", "销号", tooltip="这条批注已经解决，销号；以后可以重新打开"),
        Binding("ctrl+r,r", "reopen", "重新打开", tooltip="这条批注还没有解决，写明理由，重新打开"),
        Binding("f9", "verdict", "退回／通过", tooltip="结束这一轮，写出审核文件交还给填报单位"),
        Binding("f9", "write_file", "写审核文件", tooltip="再写一次审核文件，交还给填报单位"),
    ]

    # -- remarks

    @work(exclusive=True, group="remark")
    async def action_remark(self, choosing_words: bool = False) -> None:
        """Ask for a remark on what is current and add it."""
        item, cell = self._view.current, self._view.cell
        if item is None:
            return
        dialog = RemarkDialog(self._draft(item, cell), habits(), choosing_words=choosing_words)
        said = await self.app.push_screen_wait(dialog)
        if said is None:
            return
        try:
            make_remark(self._report, self._anchor(item, cell, said), said.severity, said.text, said.by)
        except Refused as error:
            self.tell_trouble(str(error))
            return
        note_remark(said.by, said.text)
        self._said()

    def _draft(self, item: Item, cell: Cell | None) -> Draft:
        title = self._called
        match item:
            case Found(finding):
                return Draft(title, severity=_WEIGHTS[finding.severity], text=finding.message)
            case Row(_, _, cells) if cell is not None:
                called = next((one.text for one in cells if one.text.strip()), "")
                title = f"{title} · {cell.column}"
                # What is computed is no place of the report: which figure is meant has to be said.
                text = "" if cell.spot is not None else f"{'·'.join(dict.fromkeys([called, cell.column]))}："
                return Draft(title, "" if cell.spot is None else cell.text, text=text)
            case Text() if cell is not None:
                return Draft(title, "" if cell.is_blank else cell.text)
        return Draft(title)

    def _anchor(self, item: Item, cell: Cell | None, said: Said) -> Anchor:
        if isinstance(item, Found):
            return self._anchor_of(item.finding)
        spot = (
            place_in(self._report, self._opened.outline, cell, said.start, said.end) if cell is not None else None
        )
        return anchor_at(self._report, spot) if spot is not None else Anchor(section=self._section_id)

    def _anchor_of(self, finding: Finding) -> Anchor:
        """Return what a finding speaks of first, or the section where that is not in the report."""
        spots = [quote.spot for quote in finding.quotes]
        known = [section.id for section in self._report.sections]
        if spots and spots[0].section in known and self._has(spots[0]):
            return anchor_at(self._report, spots[0])
        return Anchor(section=finding.section if finding.section in known else WHOLE)

    def _has(self, spot: Spot) -> bool:
        return spot.kind in self._report.section(spot.section).kinds()

    @work(exclusive=True, group="remark")
    async def action_close(self) -> None:
        """Close the current remark: what it asked for is done."""
        if isinstance(self._view.current, Remarked) and (name := await self._signed()):
            self._reply(self._view.current.remark.id, ReplyKind.CLOSED, "", name)

    @work(exclusive=True, group="remark")
    async def action_reopen(self) -> None:
        """Open the current remark again, saying why."""
        if not isinstance(self._view.current, Remarked):
            return
        remark = self._view.current.remark
        name = await self._signed()
        if not name:
            return
        question = AskReason(
            "重新打开",
            remark.text,
            button="重新打开",
            placeholder="还差什么",
            missing="还没有写理由；请用一句话写明还差什么。",
        )
        if reason := await self.app.push_screen_wait(question):
            self._reply(remark.id, ReplyKind.REOPENED, reason, name)

    async def _signed(self) -> str:
        """Return who signs, asked for the first time."""
        if name := habits().name:
            return name
        question = AskReason(
            "署名",
            "批注和答复要署名，只问这一次。",
            button="好",
            placeholder="审核人的姓名",
            missing="还没有署名；请写上审核人的姓名。",
        )
        asked = await self.app.push_screen_wait(question)
        if asked:
            note_remark(asked, "")
        return asked or ""

    def _reply(self, remark_id: str, kind: ReplyKind, text: str, name: str) -> None:
        try:
            reply(self._report, remark_id, kind, text, name)
        except Refused as error:
            self.tell_trouble(str(error))
        else:
            self._said()

    def _said(self) -> None:
        """Save what was said, and show it."""
        self.tell_trouble("")
        self._autosave.mark()
        self._show_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what is current, in this round, by whoever may write here."""
        item = self._view.current
        can_say = not self._opened.file.read_only and not why_no_remark(self._report)
        if action == "remark":
            return self.is_reading and can_say and item is not None and not isinstance(item, Remarked)
        if action in {"close", "reopen"}:
            kind = ReplyKind.CLOSED if action == "close" else ReplyKind.REOPENED
            can_reply = isinstance(item, Remarked) and not why_no_reply(self._report, item.remark, kind)
            return self.is_reading and can_say and can_reply
        if action == "verdict":
            return can_say
        if action == "write_file":
            return not self._opened.file.read_only and self._report.status in {Stage.RETURNED, Stage.ACCEPTED}
        return super().check_action(action, parameters)

    # -- the end of the round

    @work(exclusive=True, group="verdict")
    async def action_verdict(self) -> None:
        """Ask for the verdict, save it, and write the file that goes back."""
        from tui.review.verdict_dialog import VerdictDialog

        verdict = await self.app.push_screen_wait(VerdictDialog(self._report, habits()))
        if verdict is not None:
            note_remark(verdict.by, "")
            self._tell_standing()
            self._said()
            await self._write_file()

    @work(exclusive=True, group="verdict")
    async def action_write_file(self) -> None:
        """Write the file of the verdict once more."""
        await self._write_file()

    async def _write_file(self) -> None:
        from tui.review.write_file import WriteFile

        try:
            self._autosave.now()
        except Refused as error:
            self.tell_trouble(str(error))
            return
        told = "审核文件已写好，请交给填报单位，由他们在文档库里导入。"
        await self.app.push_screen_wait(WriteFile("审核文件写到哪里", self._hand_over, told))

    def _hand_over(self, folder: Path) -> Path:
        return hand_over(self._library, self._report, folder)
