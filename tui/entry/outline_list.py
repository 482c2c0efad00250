"""The outline at the side: every section with its state; Enter goes there."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from storage.checks.finding import Finding, Severity
from storage.outline import Outline
from storage.report.report import Report, Section, State
from tui.check.tally import short_tally
from tui.section_list import SectionList, beside

# Every character here is one cell wide in every terminal; the usual circles are two in some Chinese ones.
_MARKS: Final = {
    State.EMPTY: ("[ ]", "$text-muted"),
    State.STARTED: ("[~]", "$warning"),
    State.DONE: ("[✓]", "$success"),
}
_CARRIED: Final = ("[=]", "$text-warning")
# Cells at the least, and of frame, scrollbar, mark and the spaces after it and the name.
_WIDTH: Final = 32
_BESIDE: Final = 10


class OutlineList(SectionList):
    """Each section with its state, and with what is found, waits or was remarked on in it."""

    DEFAULT_CSS = "OutlineList { width: 32; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "转到", tooltip="转到选中的一节"),
        Binding("escape", "screen.back_to_form", "返回填写", tooltip="回到正在填的一节"),
    ]

    def __init__(self, report: Report, outline: Outline) -> None:
        super().__init__(report, outline)
        self._found: Mapping[str, Sequence[Finding]] = {}
        self._waiting: Mapping[str, int] = {}

    def on_mount(self) -> None:
        """List the sections."""
        self.list_sections()

    def on_resize(self) -> None:
        """Cut names anew: in a narrow window the outline has all of it."""
        for section in self._report.sections:
            self.show_state(section)

    def list_sections(self) -> None:
        """List the sections, and tell how far they are."""
        super().list_sections()
        self._tell_progress()

    def line(self, section: Section) -> Content:
        """Return the mark of a section's state, its name and the counts."""
        waiting = len(section.unconfirmed())
        mark, style = _CARRIED if waiting else _MARKS[section.state]
        name = self.name_of(section)
        counts = short_tally(self._found.get(section.id, ()))
        if waiting:
            counts = Content(" ").join(part for part in (Content(f"={waiting}"), counts) if part)
        if remarked := self._waiting.get(section.id, 0):
            told = Content.styled(f"批{remarked}", "$text-error")
            counts = Content(" ").join(part for part in (told, counts) if part)
        if not counts:
            return Content.assemble((mark, style), f" {name}")
        if any(finding.severity is Severity.ERROR for finding in self._found.get(section.id, ())):
            style = "$text-error"
        room = max(_WIDTH, self.outer_size.width) - _BESIDE
        return Content.assemble((mark, style), " ", beside(name, counts, room))

    def show_findings(self, found: Mapping[str, Sequence[Finding]]) -> None:
        """Count what was found beside each section; the mark of one with errors is in their colour."""
        self._found = found
        for section in self._report.sections:
            self.show_state(section)

    def show_remarks(self, waiting: Mapping[str, int]) -> None:
        """Count beside each section the remarks that wait for an answer."""
        if waiting != self._waiting:
            self._waiting = waiting
            for section in self._report.sections:
                self.show_state(section)

    def show_state(self, section: Section) -> None:
        """Show a section's state anew."""
        line = self.line(section)
        # Asked at every key, and dear: the list is laid out anew.
        if self.get_option(section.id).prompt != line:
            self.replace_option_prompt(section.id, line)
            self._tell_progress()

    @property
    def chosen(self) -> str | None:
        """The id of the section that Enter goes to."""
        return self.highlighted_option.id if self.highlighted_option is not None else None

    def _tell_progress(self) -> None:
        states = [section.state for section in self._report.sections if section.cover is None]
        filled = sum(state is not State.EMPTY for state in states)
        self.border_title = f"提纲 已填 {filled}/{len(states)} 完成 {states.count(State.DONE)}"

    def mark_current(self, section_id: str) -> None:
        """Put the highlight on the section being filled in."""
        self.highlighted = self.get_option_index(section_id)
