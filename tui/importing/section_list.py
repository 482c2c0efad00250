"""The sections in which a file differs from the report of the library; those to be taken are ticked."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from exports.taking import Compared, Standing
from tui.versions.broken_list import BrokenList

_TICKED, _BLANK = "[✓]", "[ ]"
_INDENT: Final = 4
_ABOUT: Final = {Standing.ONLY_HERE: "只在库里，不动", Standing.ONLY_THERE: "只在文件里"}


class SectionList(BrokenList):
    """None is ticked before a person ticks it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "看差别", tooltip="到差别那一框，一处一处看"),
    ]

    def __init__(self, sections: Sequence[Compared], section_name: Callable[[str, str], str]) -> None:
        super().__init__()
        self._sections = sections
        self._section_name = section_name
        self.ticked: set[str] = set()

    @property
    def current(self) -> Compared | None:
        """The section under the cursor; None before the list is laid out."""
        return None if self.highlighted is None else self._sections[self.highlighted]

    def go_to(self, section_id: str) -> None:
        """Put the cursor on a section."""
        for number, one in enumerate(self._sections):
            if one.section == section_id:
                self.highlighted = number

    def tick(self, sections: set[str]) -> None:
        """Tick these and no others."""
        self.ticked = sections
        self.lay_out(self.highlighted or 0)

    def mark(self, one: Compared) -> str:
        """Return the box before a section; blanks where there is nothing to take."""
        if not one.standing.can_be_taken:
            return " " * len(_BLANK)
        return _TICKED if one.section in self.ticked else _BLANK

    def prompts(self) -> Iterator[Content]:
        """Yield the sections, each with how it differs."""
        for one in self._sections:
            first, *rest = self.broken(self._section_name(one.section, one.title), _INDENT)
            about = self.broken(_ABOUT.get(one.standing, one.standing), _INDENT)
            yield Content("\n".join([f"{self.mark(one)} {first[_INDENT:]}", *rest, *about]))
