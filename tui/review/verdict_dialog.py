"""F9: 退回 or 通过 closes the round, with an opinion and in sight of what is still open."""

from collections import Counter
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from storage.errors import Refused
from storage.report.event import Act
from storage.report.remark import RemarkState, Severity
from storage.report.report import Report
from storage.review.acting import give_back
from storage.review.habits import Habits
from tui.dialogs import Choice, Dialog, Question, field
from tui.line_input import LineInput
from tui.wrapped import Wrapped


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, and who signed it."""

    act: Act
    by: str


class VerdictDialog(Dialog[Verdict]):
    """Records the verdict in the report, which is not saved here; answers what it was."""

    HELP = """\
这一轮审完了，在这里退回或者通过，写一句总的意见。“必须修改”的批注没有全部销号时不能通过。
定了以后这一轮就不能再加批注；接着选文件夹，写出一个审核文件交还给填报单位。"""
    DEFAULT_CSS = """
    VerdictDialog > VerticalScroll { padding: 0 2; }
    VerdictDialog #problem { color: $text-error; }
    """

    def __init__(self, report: Report, habits: Habits) -> None:
        super().__init__()
        self._report = report
        self._habits = habits

    def compose(self) -> ComposeResult:
        """Lay out the counts over the fields."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = f"第{self._report.review.round}轮审核意见"
            yield Wrapped(self._counts(), classes="sentence")
            yield field("意见", LineInput(placeholder="一两句总的意见", id="opinion"))
            yield field("署名", LineInput(self._habits.name, placeholder="审核人的姓名", id="name"))
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("退回", variant="primary", id="return")
                yield Button("通过", id="accept")
                yield Button("返回", id="back")

    def _open_ones(self) -> Counter[Severity]:
        remarks = self._report.review.remarks
        return Counter(one.severity for one in remarks if one.state is not RemarkState.CLOSED)

    def _counts(self) -> str:
        remarks = self._report.review.remarks
        if not remarks:
            return "还没有批注。"
        open_ones = self._open_ones()
        parts = [f"{severity} {open_ones[severity]} 条未销号" for severity in Severity if open_ones[severity]]
        return f"共有批注 {len(remarks)} 条：{'，'.join(parts) or '都已销号'}。"

    @on(LineInput.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Button.Pressed, "#return")
    def _return(self) -> None:
        self._decide(Act.RETURN)

    @on(Button.Pressed, "#accept")
    def _accept(self) -> None:
        self._decide(Act.ACCEPT)

    @work(exclusive=True)
    async def _decide(self, act: Act) -> None:
        opinion, name = (self.query_one(f"#{name}", LineInput) for name in ("opinion", "name"))
        if not name.typed:
            self._ask_for("还没有署名；请写上审核人的姓名。", name)
            return
        if not await self._is_sure(act):
            return
        try:
            give_back(self._report, act, opinion.typed, name.typed)
        except Refused as error:
            self._ask_for(str(error), opinion)
        else:
            self.dismiss(Verdict(act, name.typed))

    async def _is_sure(self, act: Act) -> bool:
        open_ones = self._open_ones()
        if act is Act.ACCEPT and open_ones and not open_ones[Severity.MUST]:
            sentence = f"还有 {open_ones.total()} 条批注没有销号，通过以后不再答复；确定通过吗？"
        elif act is Act.RETURN and not open_ones:
            sentence = "没有未销号的批注，填报单位只能看到总的意见；确定退回吗？"
        else:
            return True
        choices = (Choice(str(act), "yes"), Choice("返回", ""))
        return await self.app.push_screen_wait(Question(str(act), sentence, choices)) == "yes"

    def _ask_for(self, sentence: str, widget: LineInput) -> None:
        self.query_one("#problem", Wrapped).update(sentence)
        widget.focus()
