"""The sections of a report under their parts, a line each, at the side of a screen."""

from abc import abstractmethod
from collections.abc import Iterator

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from storage.outline import Outline
from storage.report.report import Report, Section
from tui.row_list import fitted


class SectionList(OptionList):
    """Parts as headings, sections as choices; an option's id is its section's."""

    DEFAULT_CSS = """
    SectionList {
        height: 1fr; padding: 0; border: round $border-blurred; border-title-color: $primary;
        scrollbar-size-vertical: 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    SectionList:focus { border: round $border; }
    """

    def __init__(self, report: Report, outline: Outline) -> None:
        super().__init__(markup=False, id="outline")
        self._report = report
        self._outline = outline

    @abstractmethod
    def line(self, section: Section) -> Content:
        """Return how a section is listed."""

    def list_sections(self) -> None:
        """List everything as it is now."""
        self.clear_options()
        self.add_options(self.listed())

    def listed(self) -> Iterator[Option]:
        """Yield the sections under their parts; a part of one section has no heading."""
        part = None
        for section in self._report.sections:
            above, part = part, self._outline.part_of(section.id)
            if part is not None and part is not above and len(part.sections) > 1:
                yield Option(Content(part.heading), disabled=True)
            yield Option(self.line(section), id=section.id)

    def name_of(self, section: Section) -> str:
        """Return a section's number, or its part's where the part has no other, and its short title."""
        asked, part = self._outline.section(section.id), self._outline.part_of(section.id)
        number = asked.number if asked else ""
        if part is not None and not number:
            number = f"{part.number} "
        return f"{number}{asked.short if asked else section.title}"


def beside(name: str, counts: Content, room: int) -> Content:
    """Return a name with what is counted behind it, the name cut so that both are in `room` cells."""
    return Content.assemble(f"{fitted(name, room - counts.cell_length).rstrip()} ", counts)
