"""What was found in a section, beneath its page: a few lines that never take the caret."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from storage.checks.finding import Finding
from tui.check.tally import MARKS, tally
from tui.in_rows import InRows
from tui.writing.line_breaking import text_rows

_LEAST: Final = 4
_SHARE: Final = 5


class FindingsPanel(InRows):
    """Counts in the first row, then the sentences as far as they have room; not shown while there is nothing."""

    DEFAULT_CSS = """
    FindingsPanel { display: none; height: auto; padding: 0 1; background: $boost; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._findings: Sequence[Finding] = ()
        self._notice: Content = Content()

    def show(self, findings: Sequence[Finding], notice: Content) -> None:
        """Show the findings of a section, and what else there is to say in the first row."""
        if (findings, notice) != (self._findings, self._notice):
            self._findings, self._notice = findings, notice
            self.display = bool(findings or notice)
            self.show_anew()

    def rows(self, width: int) -> list[Content]:
        """Return as many rows as there are, within the share of the window that is its own."""
        heading = [Content.styled("核对 ", "bold") + tally(self._findings), self._notice, Content("按 F6 看全部")]
        rows = [Content("　").join(part for part in heading if part)]
        for finding in self._findings:
            mark, style = MARKS[finding.severity]
            first, *others = text_rows(finding.message, width - 2)
            rows.append(Content.assemble((mark, style), f" {first}"))
            rows += [Content(f"  {row}") for row in others]
        return rows[: max(_LEAST, self.app.size.height // _SHARE)]
