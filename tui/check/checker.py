"""Checking as one types: off the screen's thread, on a picture of the report taken on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual import on
from textual.message import Message
from textual.signal import Signal
from textual.timer import Timer
from textual.widget import Widget

from storage.checks.finding import Finding
from storage.outline import Outline
from storage.report.report import Report
from tui.crash import log_crash

if TYPE_CHECKING:
    from storage.checks.answering import Sorted

_PAUSE: Final = 0.5


class Checker(Widget):
    """Keeps what the checks find up to date. It shows nothing itself: `checked` tells whoever does.

    One check runs at a time; what it finds counts only if nothing was changed meanwhile.
    """

    DEFAULT_CSS = "Checker { display: none; }"

    @dataclass
    class _Ended(Message):
        change: int
        findings: Sequence[Finding]
        trouble: str

    def __init__(self, report: Report, outline: Outline) -> None:
        super().__init__()
        self._report = report
        self._outline = outline
        self._change = 0
        self._checked = -1
        self._checking = False
        self._pause: Timer | None = None
        self._findings: Sequence[Finding] = ()
        self.result: Sorted | None = None
        """What was found last; None before the first check has ended."""
        self.trouble = ""
        """Why the last check came to nothing; empty while all is well."""
        self.checked: Signal[None] = Signal(self, "checked")
        """Published when something else is found, or answered, than before."""

    @property
    def is_current(self) -> bool:
        """Whether the result is about the report as it is now."""
        return self._checked == self._change

    def mark(self) -> None:
        """Note that the report was changed; it is checked once the keys rest."""
        self._change += 1
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self.soon)

    def soon(self) -> None:
        """Check now, unless nothing has changed since."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if not (self.is_current or self._checking):
            self._checking = True
            self.run_worker(partial(self._check, self._change, self._report.payload()), thread=True, group="check")

    def _check(self, change: int, payload: dict[str, Any]) -> None:
        faults: list[str] = []
        try:
            # Not needed, and not imported, before the first frame.
            from storage.checks import answering  # noqa: F401
            from storage.checks.checking import check
            from storage.checks.subject import of_report

            subject = of_report(Report.read(payload), self._outline)
            found = check(subject, on_fault=lambda fault: faults.append(log_crash(fault)))
        except Exception as error:  # A fault in a check must not take the clerk's program away.
            found, faults = [], [log_crash(error)]
        trouble = f"核对没有做完，填写和导出不受影响；{faults[-1]}。" if faults else ""
        self.post_message(self._Ended(change, found, trouble))

    @on(_Ended)
    def _ended(self, event: _Ended) -> None:
        event.stop()
        self._checking = False
        if event.change == self._change:
            self._checked = event.change
            self._findings, self.trouble = event.findings, event.trouble
            self.sort_anew()
        elif self._pause is None:
            self.soon()

    def sort_anew(self) -> None:
        """Tell open from answered again: an answer was given or withdrawn, which no check looks at."""
        from storage.checks.answering import sort_out

        self.result = sort_out(self._findings, self._report.answers)
        self.checked.publish(None)
