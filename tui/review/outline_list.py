"""The outline beside the section being read: how much was found, remarked on and changed in each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from storage.checks.finding import Finding
from storage.outline import Outline
from storage.report.remark import Remark, RemarkState
from storage.report.report import Report, Section
from tui.check.tally import short_tally
from tui.review.items import WHOLE
from tui.section_list import SectionList, beside

# The id of an option cannot be empty.
_WHOLE_ID: Final = "-whole-"
# Cells beside frame, padding and scrollbar.
_ROOM: Final = 30


class ReviewOutline(SectionList):
    """The report as a whole, then its sections; `section_of` says which section an option is."""

    DEFAULT_CSS = "ReviewOutline { width: 36; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "转到", tooltip="转到选中的一节"),
        Binding("escape", "screen.back_to_page", "返回阅读", tooltip="回到正在看的一节"),
    ]

    def __init__(self, report: Report, outline: Outline) -> None:
        super().__init__(report, outline)
        self._found: Mapping[str, Sequence[Finding]] = {}
        self._remarks: Mapping[str, Sequence[Remark]] = {}
        self._changes: Mapping[str, int] = {}

    def show(
        self,
        found: Mapping[str, Sequence[Finding]],
        remarks: Mapping[str, Sequence[Remark]],
        changes: Mapping[str, int],
        current: str,
    ) -> None:
        """List the sections with what there is in each; `current` is highlighted."""
        self._found, self._remarks, self._changes = found, remarks, changes
        self.list_sections()
        open_ones = [one for one in self._report.review.remarks if one.state is not RemarkState.CLOSED]
        self.border_title = f"提纲　批注 {len(self._report.review.remarks)}，未销号 {len(open_ones)}"
        self.highlighted = self.get_option_index(current or _WHOLE_ID)

    def listed(self) -> Iterator[Option]:
        """Yield the report as a whole, then the sections."""
        yield Option(self._told("整份报告", WHOLE), id=_WHOLE_ID)
        yield from super().listed()

    def line(self, section: Section) -> Content:
        """Return the name of a section and the counts."""
        return self._told(self.name_of(section), section.id)

    def _told(self, name: str, section_id: str) -> Content:
        counts = [short_tally(self._found.get(section_id, ()))]
        listed = self._remarks.get(section_id, ())
        open_ones = sum(one.state is not RemarkState.CLOSED for one in listed)
        if listed:
            counts.append(
                Content.styled(f"批{open_ones}/{len(listed)}", "$primary" if open_ones else "$text-muted")
            )
        if changed := self._changes.get(section_id, 0):
            counts.append(Content.styled(f"改{changed}", "$text-success"))
        return beside(name, Content(" ").join(part for part in counts if part), _ROOM)


def section_of(option_id: str | None) -> str:
    """Return the section an option stands for."""
    return WHOLE if option_id in {None, _WHOLE_ID} else str(option_id)
