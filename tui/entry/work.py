"""What a form works on: one section of an open report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from storage.outline import Outline, OutlineSection
from storage.report.block import Block
from storage.report.following import Following
from storage.report.report import BLOCKS, Report, Section

B = TypeVar("B", bound=Block)
# Asked for every cell of a table.
_NAMES: Final[Mapping[type[Block], str]] = {block: name for name, block in BLOCKS.items()}


@dataclass(frozen=True)
class Work:
    """A section with everything its figures depend on. `asked` is None where the outline no longer has it.

    `following` knows every figure of the report by name.
    """

    report: Report
    outline: Outline
    section: Section
    asked: OutlineSection | None
    following: Following

    def block(self, kind: type[B]) -> B:
        """Return the section's block of a kind, always the present one: undo replaces blocks."""
        block: B | None = getattr(self.section, _NAMES[kind])
        if block is None:
            raise KeyError(kind)
        return block

    @property
    def number(self) -> str:
        """The section's number as people call it: `二（一）`, `四`, `附件`; empty for the cover."""
        part = self.outline.part_of(self.section.id)
        return f"{part.number}{self.asked.number}" if part is not None and self.asked is not None else ""
