"""The outline beside the section being read: how much was found, remarked on and changed in each."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from storage.checks.finding import Finding
from storage.outline import Outline
from storage.report.remark import Remark, RemarkState
from storage.report.report import Report
from tui.check.tally import short_tally
from tui.review.items import WHOLE

# The id of an option cannot be empty.
_WHOLE_ID: Final = "-whole-"
# Cells beside frame, padding and scrollbar.
_ROOM: Final = 30


class ReviewOutline(OptionList):
    """The report as a whole, then its sections; `section_of` says which section an option is."""

    DEFAULT_CSS = """
    ReviewOutline {
        width: 36; height: 1fr; padding: 0; border: round $border-blurred; border-title-color: $primary;
        scrollbar-size-vertical: 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    ReviewOutline:focus { border: round $border; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "转到", tooltip="转到选中的一节"),
        Binding("escape", "screen.back_to_page", "返回阅读", tooltip="回到正在看的一节"),
    ]

    def __init__(self, report: Report, outline: Outline) -> None:
        super().__init__(markup=False, id="outline")
        self._report = report
        self._outline = outline

    def show(
        self,
        found: Mapping[str, Sequence[Finding]],
        remarks: Mapping[str, Sequence[Remark]],
        changes: Mapping[str, int],
        current: str,
    ) -> None:
        """List the sections with what there is in each; `current` is highlighted."""
        part = None
        self.clear_options()
        self.add_option(Option(self._line("整份报告", WHOLE, found, remarks, changes), id=_WHOLE_ID))
        for section in self._report.sections:
            above, part = part, self._outline.part_of(section.id)
            if part is not None and part is not above and len(part.sections) > 1:
                self.add_option(Option(Content(part.heading), disabled=True))
            asked = self._outline.section(section.id)
            number = asked.number if asked else ""
            if part is not None and not number:
                number = f"{part.number} "
            name = f"{number}{asked.short if asked else section.title}"
            self.add_option(Option(self._line(name, section.id, found, remarks, changes), id=section.id))
        open_ones = [one for one in self._report.review.remarks if one.state is not RemarkState.CLOSED]
        self.border_title = f"提纲　批注 {len(self._report.review.remarks)}，未销号 {len(open_ones)}"
        self.highlighted = self.get_option_index(current or _WHOLE_ID)

    def _line(
        self,
        name: str,
        section_id: str,
        found: Mapping[str, Sequence[Finding]],
        remarks: Mapping[str, Sequence[Remark]],
        changes: Mapping[str, int],
    ) -> Content:
        counts = [short_tally(found.get(section_id, ()))]
        listed = remarks.get(section_id, ())
        open_ones = sum(one.state is not RemarkState.CLOSED for one in listed)
        if listed:
            counts.append(
                Content.styled(f"批{open_ones}/{len(listed)}", "$primary" if open_ones else "$text-muted")
            )
        if changed := changes.get(section_id, 0):
            counts.append(Content.styled(f"改{changed}", "$text-success"))
        told = Content(" ").join(part for part in counts if part)
        room = _ROOM - told.cell_length
        if cell_len(name) > room:
            name = set_cell_size(name, room - 2).rstrip() + ".."
        return Content.assemble(f"{name} ", told)


def section_of(option_id: str | None) -> str:
    """Return the section an option stands for."""
    return WHOLE if option_id in {None, _WHOLE_ID} else str(option_id)
