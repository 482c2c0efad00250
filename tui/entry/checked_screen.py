"""How the entry screen deals with the checks: what they find and where it is shown."""

from abc import abstractmethod
from typing import Any

from textual.content import Content
from textual.screen import Screen

from storage.checks.finding import Finding
from storage.report.report import Section, State
from storage.reports import OpenReport
from tui.check.checker import Checker
from tui.check.panel import FindingsPanel
from tui.check.tally import tally
from tui.entry.autosave import Autosave
from tui.entry.outline_list import OutlineList
from tui.entry.page import SectionPage


class CheckedScreen(Screen[None]):
    """A screen on which a report is filled in, one section at a time, and checked meanwhile."""

    def __init__(self, opened: OpenReport) -> None:
        super().__init__()
        self._opened = opened
        self._report = opened.report
        self._section = self._report.sections[0]
        self._autosave = Autosave(opened.file, self._report.payload, self._place)
        self._page = SectionPage()
        self._outline_list = OutlineList(self._report, opened.outline)
        self._checker = Checker(self._report, opened.outline)
        self._panel = FindingsPanel()
        self._left: str | None = None

    @abstractmethod
    def _place(self) -> dict[str, Any]:
        """Return where the caret is, as plain JSON values."""

    def begin_checking(self) -> None:
        """Check once the first frame is there, and show what is found from then on."""
        self._checker.checked.subscribe(self, self._checked)
        self.call_after_refresh(self._checker.soon)

    def leave_for(self, section: Section) -> None:
        """Make another section the one being filled in."""
        if section is not self._section:
            self._left = self._section.id
        self._section = section

    def _checked(self, _: None) -> None:
        self.show_findings()

    def show_findings(self) -> None:
        """Count them in the outline and list this section's, without those of sections nobody has begun."""
        found: dict[str, list[Finding]] = {}
        begun = {section.id for section in self._report.sections if section.state is not State.EMPTY}
        for finding in self._checker.result.open if self._checker.result is not None else ():
            if finding.section in begun:
                found.setdefault(finding.section, []).append(finding)
        self._outline_list.show_findings(found)
        notice = Content(self._checker.trouble)
        if self._left is not None and self._left != self._section.id and self._left in found:
            notice = Content.assemble(f"刚离开的{self._name_of(self._left)} ", tally(found[self._left]))
        self._panel.show(found.get(self._section.id, []), notice)

    def _find(self, section_id: str) -> Section | None:
        return next((section for section in self._report.sections if section.id == section_id), None)

    def _name_of(self, section_id: str) -> str:
        from storage.checks.subject import where

        section = self._find(section_id)
        return where(self._opened.outline, section_id, section.title if section is not None else "整份报告")
