"""Who answers for what is sent: asked for once a round, proposed from the cover."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input

from storage.report.event import Signature
from tui.dialogs import Dialog, field
from tui.line_input import LineInput
from tui.wrapped import Wrapped

_LABELS: Final = {"responsible": "负责人", "preparer": "填报人", "date": "日期"}


class SignDialog(Dialog[Signature]):
    """Asks for the signature; `start` is what the fields hold at first."""

    HELP = """\
送审要有负责人和填报人签署，姓名从封面带来，可以改；日期是今天。
签署写进送审的文件里，审核的人看得到。签好以后选一个文件夹，文件就写在那里。"""
    DEFAULT_CSS = """
    SignDialog > VerticalScroll { padding: 0 2; }
    SignDialog #problem { color: $text-error; }
    """

    def __init__(self, about: str, start: Signature) -> None:
        super().__init__()
        self._about = about
        self._start = start

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "签署"
            yield Wrapped(self._about, classes="sentence")
            for name, label in _LABELS.items():
                yield field(label, LineInput(getattr(self._start, name), id=name))
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("签署，选文件夹", variant="primary", id="sign")
                yield Button("返回", id="back")

    def on_mount(self) -> None:
        """Begin where something is missing; where nothing is, one Enter signs."""
        blank = next((name for name in _LABELS if not getattr(self._start, name).strip()), "sign")
        self.query_one(f"#{blank}").focus()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Button.Pressed, "#sign")
    def _sign(self) -> None:
        typed = {name: self.query_one(f"#{name}", LineInput).typed for name in _LABELS}
        blank = next((name for name in _LABELS if not typed[name]), None)
        if blank is None:
            self.dismiss(Signature(**typed))
        else:
            self.query_one("#problem", Wrapped).update(f"“{_LABELS[blank]}”还没有填，填好再签署。")
            self.query_one(f"#{blank}").focus()
