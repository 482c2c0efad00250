"""The question at the first key that would change an accepted report; what is typed meanwhile is kept."""

from collections.abc import MutableSequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key, Paste
from textual.widgets import Button, Input

from storage.text import one_line
from tui.dialogs import Dialog
from tui.line_input import LineInput
from tui.wrapped import Wrapped


class WhyChange(Dialog[str]):
    """Answers the reason. `typed` are the keys the change began with: more of them may come before one looks up.

    Only after 要改 the keys go to the reason; until then they belong to the change.
    """

    AUTO_FOCUS = "#change"
    HELP = """\
报告已经通过审核。还要改的话，先写明理由，审核的人看得到；改了以后就不算通过，要重新送审。
刚才打的字没有丢：写好理由以后放进原来的地方；按 Esc 不改，这些字就不放进去。"""
    DEFAULT_CSS = """
    WhyChange #problem { color: $text-error; }
    WhyChange LineInput { display: none; }
    WhyChange.-asking LineInput { display: block; }
    WhyChange.-asking #change { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, typed: MutableSequence[Key | Paste]) -> None:
        super().__init__()
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Lay out what this is about, what was typed, and the two answers."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "已通过的报告要改动"
            yield Wrapped("报告已经通过审核；改动以后就不算通过了，要写明理由，重新送审。", classes="sentence")
            yield Wrapped(id="typed", classes="sentence")
            yield LineInput(placeholder="为什么还要改，审核的人看得到；按 Enter 确定", id="reason")
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("要改，写理由", variant="primary", id="change")
                yield Button("不改", id="back")

    def on_mount(self) -> None:
        """Show what was typed so far."""
        self._tell()

    def _tell(self) -> None:
        words = "".join(key.text if isinstance(key, Paste) else key.character or "" for key in self._typed)
        shown = one_line("".join(word if word.isprintable() else "" for word in words))[:40]
        self.query_one("#typed", Wrapped).update(f"刚打的“{shown}”先留着，写好理由就放进去。" if shown else "")

    def on_key(self, event: Key) -> None:
        """Keep what is typed before the reason is asked for: it belongs to the change."""
        if event.is_printable and not self.has_class("-asking"):
            event.stop()
            self._typed.append(event)
            self._tell()

    def on_paste(self, event: Paste) -> None:
        """Keep a paste likewise."""
        if not self.has_class("-asking"):
            event.stop()
            self._typed.append(event)
            self._tell()

    @on(Button.Pressed, "#change")
    def _ask(self) -> None:
        self.add_class("-asking")
        self.query_one(LineInput).focus()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Input.Submitted)
    def _finish(self) -> None:
        if reason := self.query_one(LineInput).typed:
            self.dismiss(reason)
        else:
            self.query_one("#problem", Wrapped).update("还没有写理由；请用一句话写明为什么还要改。")
