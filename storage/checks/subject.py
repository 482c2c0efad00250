"""What is checked: the running text of a report as it is printed, and the report itself where there is one."""

from collections.abc import Iterator
from dataclasses import dataclass

from storage.checks.finding import Quote
from storage.outline import BlockKind, Outline
from storage.report.report import Report
from storage.report.spot import Spot


@dataclass(frozen=True, slots=True)
class Passage:
    """A field's text. `where` names the section for a person; spots count the characters of this text."""

    section: str
    where: str
    text: str
    kind: BlockKind = "prose"
    field: tuple[str | int, ...] = ("text",)

    def spot(self, start: int, end: int) -> Spot:
        """Return the place of some of its characters."""
        return Spot(self.section, self.kind, self.field, start, end)

    def quote(self, start: int, end: int) -> Quote:
        """Quote some of its characters."""
        return Quote(self.spot(start, end), self.where, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything a check may look at.

    `report` is None for a plain text, which has passages only; `lines` are then all its lines, headings included.
    """

    outline: Outline
    year: str
    passages: tuple[Passage, ...]
    report: Report | None = None
    lines: tuple[str, ...] = ()


def where(outline: Outline, section_id: str, title: str = "") -> str:
    """Name a section for a person: `二（三）效益目标`; by `title` where the outline does not have it."""
    part = outline.part_of(section_id)
    asked = next((asked for asked in outline.sections if asked.id == section_id), None)
    if asked is None:
        return title
    number = f"{part.number}{asked.number}" if part is not None else ""
    return f"{number}{' ' if number and not asked.number else ''}{asked.short}"


def of_report(report: Report, outline: Outline) -> Subject:
    """Return what can be checked of a report."""
    return Subject(outline, report.cover.year.strip(), tuple(_passages(report, outline)), report)


def _passages(report: Report, outline: Outline) -> Iterator[Passage]:
    for section in report.sections:
        if section.prose is not None and not section.prose.is_blank():
            yield Passage(section.id, where(outline, section.id, section.title), section.prose.text)
