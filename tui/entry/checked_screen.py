"""How the entry screen deals with the checks: what they find, the page of all, the way there and back."""

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from textual.content import Content

from storage.checks.finding import Finding
from storage.library import Library
from storage.report.report import Section, State
from storage.report.spot import Spot
from storage.reports import OpenReport
from tui.check.checker import Checker
from tui.check.panel import FindingsPanel
from tui.check.tally import tally
from tui.entry.form import Form
from tui.entry.outline_list import OutlineList
from tui.entry.page import SectionPage
from tui.entry.saved_screen import SavedScreen

if TYPE_CHECKING:
    from tui.check.screen import CheckPlace, Jump

WAYS_BACK: Final = frozenset({"back_to_check", "back_to_remarks", "back_to_handover"})


class WayBack(Protocol):
    """A place on a page of the whole report from which one came to a field."""

    way: ClassVar[str]
    """The action that leads back there."""


class CheckedScreen(SavedScreen):
    """A screen on which a report is filled in, one section at a time, and checked meanwhile."""

    def __init__(self, library: Library, opened: OpenReport) -> None:
        super().__init__(library, opened)
        self._section = self._report.sections[0]
        self._page = SectionPage()
        self._outline_list = OutlineList(self._report, opened.outline)
        self._checker = Checker(self._report, opened.outline)
        self._panel = FindingsPanel()
        self._left: str | None = None
        self._back: WayBack | None = None

    @property
    def read_only(self) -> bool:
        """Whether nothing of the content can be changed now."""
        return self._opened.file.read_only

    @abstractmethod
    async def go_to(self, spot: Spot, *, focus: bool = True) -> None:
        """Put the caret on a place of the report; without `focus`, only show it."""

    @abstractmethod
    async def _show(self, section_id: str, place: dict[str, Any] | None = None, *, focus: bool = True) -> None:
        """Show a section; without `focus` the caret stays where it is, outside of the page."""

    @abstractmethod
    def tell_about(self) -> None:
        """Name the report anew: its cover was changed."""

    @abstractmethod
    def action_hand_over(self) -> None:
        """Open the page from which the report is sent."""

    @abstractmethod
    def take_change(self, form: Form) -> None:
        """Note that the section was changed."""

    def begin_checking(self) -> None:
        """Check once the first frame is there, and show what is found from then on."""
        self._checker.checked.subscribe(self, self._checked)
        self.call_after_refresh(self._checker.soon)

    def leave_for(self, section: Section) -> None:
        """Make another section the one being filled in; this is going elsewhere than back to the findings."""
        if section is not self._section:
            self._left = self._section.id
        self._section = section
        self.set_way_back(None)

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

    def set_way_back(self, place: WayBack | None) -> None:
        """Let Esc lead back to where one came from, or to the library again."""
        if place != self._back:
            self._back = place
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the one way back there is."""
        if action in WAYS_BACK:
            return self._back is not None and action == self._back.way
        return super().check_action(action, parameters)

    def action_check(self) -> None:
        """Open the page of all findings."""
        from tui.check.screen import CheckPlace

        self._open_check(CheckPlace())

    def action_back_to_check(self) -> None:
        """Go back to the finding from which one came here."""
        from tui.check.screen import CheckPlace

        if isinstance(self._back, CheckPlace):
            self._open_check(self._back)

    def _open_check(self, place: "CheckPlace") -> None:
        from tui.check.screen import CheckScreen

        self.set_way_back(None)
        page = CheckScreen(self._report, self._checker, self, self._name_of, place, read_only=self.read_only)
        self.app.push_screen(page, self._jump)

    async def _jump(self, jump: "Jump | None") -> None:
        if jump is not None:
            spot = jump.finding.quotes[jump.place].spot if jump.finding.quotes else None
            await self.visit(jump.finding.section, spot, jump.back)

    async def visit(self, section_id: str, spot: Spot | None, back: WayBack) -> None:
        """Go to a spot, or without one to a section, from a page that Esc leads back to."""
        section = self._find(spot.section if spot is not None else section_id)
        if spot is not None and section is not None and spot.kind in section.kinds():
            await self.go_to(spot)
        elif section is not None:
            await self._show(section.id)
        self.set_way_back(back)

    async def accept(self, finding: Finding) -> None:
        """Make the change that `finding` offers, in each section it changes, so that it can be undone there.

        :raises Refused: when what it is about is no longer there.
        """
        from storage.checks.fixing import changes, put

        for change in changes(self._report, finding):
            await self._show(change.spot.section)
            form = self._page.make(change.spot.kind, "采用改法", partial(put, self._report, change))
            self.take_change(form)
        self._checker.soon()

    def answers_changed(self) -> None:
        """Save an answer that was given or withdrawn, and show what that means."""
        self._autosave.mark()
        self._checker.sort_anew()
