"""What the reviewer said of a section, beneath its page: a few lines that never take the caret."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from storage.report.remark import RemarkState
from tui.in_rows import InRows
from tui.remarks.placed import STYLES, Placed, subject, tally, told_thread
from tui.writing.line_breaking import text_rows

_LEAST: Final = 3
_SHARE: Final = 5


class RemarksPanel(InRows):
    """Counts in the first row, then the remarks as far as they have room, without those that are closed."""

    DEFAULT_CSS = """
    RemarksPanel { display: none; height: auto; padding: 0 1; background: $boost; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._placed: Sequence[Placed] = ()

    def show(self, placed: Sequence[Placed]) -> None:
        """Show the remarks of a section."""
        self._placed = placed
        self.display = bool(placed)
        self.show_anew()

    def rows(self, width: int) -> list[Content]:
        """Return as many rows as there are, within the share of the window that is its own."""
        heading = [
            Content.styled("批注", "bold"),
            tally(one.remark for one in self._placed),
            Content("按 F7 看全部、答复"),
        ]
        rows = [Content("　").join(heading)]
        for one in self._placed:
            if one.remark.state is not RemarkState.CLOSED:
                severity = one.remark.severity
                said = " ".join([subject(one) + one.remark.text, *told_thread(one.remark)])
                first, *others = text_rows(f"{severity} {said}", width)
                rows.append(Content.assemble((severity, STYLES[severity]), first[len(severity) :]))
                rows += [Content(row) for row in others]
        return rows[: max(_LEAST, self.app.size.height // _SHARE)]
