"""Two states of one report, section by section: where they differ, and what is taken of the other one."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from exports.composing import compose
from exports.recomposing import read_document
from storage.outline import Outline
from storage.report.naming import named_figures
from storage.report.prose import Prose
from storage.report.report import BLOCKS, Report, Section, State
from storage.report.reworded import with_references


class Standing(StrEnum):
    """How a section is in the library's report, here, and in the file's, there."""

    SAME = "相同"
    DIFFERENT = "不同"
    ONLY_HERE = "只在库里"
    ONLY_THERE = "只在文件里"

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to take; what a file leaves out altogether is not taken away here."""
        return self in {Standing.DIFFERENT, Standing.ONLY_THERE}


@dataclass(frozen=True, slots=True)
class Compared:
    """A section of two reports, with its title as it is printed."""

    section: str
    title: str
    standing: Standing


def continued(there: Report, here: Report, outline: Outline) -> Report:
    """Return a report read from a file as a later state of the library's: with its references and section ids.

    The ids are those of sections the outline no longer has, which a file knows by their titles. References are
    kept as `with_references` says, by the figures here and by those there.
    """
    report = there.model_copy(deep=True)
    used = {section.id for section in report.sections}
    left = {
        section.title.strip() or section.id: section.id
        for section in reversed(here.sections)
        if outline.section(section.id) is None and section.id not in used
    }
    for section in report.sections:
        if outline.section(section.id) is None:
            section.id = left.pop(section.title.strip() or section.id, section.id)
    states = [named_figures(here, outline), named_figures(there, outline)]
    sources = {section.id: section.prose.text for section in here.sections if section.prose is not None}
    for section in report.sections:
        if section.prose is not None and section.id in sources:
            section.prose = Prose(text=with_references(section.prose.text, sources[section.id], states))
    return report


def compare_sections(here: Report, there: Report, outline: Outline) -> list[Compared]:
    """Compare what was entered in each section, in order; nothing that is computed, and no blank lines and rows.

    `there` is a report read from a file, continued or not.
    """
    ours, theirs = (
        {section.id: section for section in as_shown(report, here, outline).sections} for report in (here, there)
    )
    order = [section.id for section in outline.sections]
    return [
        Compared(section_id, _title(section_id, ours, theirs, outline), _standing(section_id, ours, theirs))
        for section_id in dict.fromkeys([*order, *ours, *theirs])
        if section_id in ours or section_id in theirs
    ]


def as_shown(report: Report, here: Report, outline: Outline) -> Report:
    """Return what a document shows of a report as a state of the library's: two of these can be compared."""
    there = {section.id for section in report.sections}
    shown = continued(read_document(compose(report, outline), outline).report, here, outline)
    # A heading is composed for every section of the outline, also for one that the report does not have.
    shown.sections = [
        section for section in shown.sections if section.id in there or outline.section(section.id) is None
    ]
    return shown


def take_sections(here: Report, there: Report, chosen: Collection[str]) -> Report:
    """Return the library's report with the chosen sections as they are in the continued report of a file.

    :raises KeyError: when the file has no such section.
    """
    report = here.model_copy(deep=True)
    for section_id in chosen:
        taken = there.section(section_id).model_copy(deep=True)
        own = next((section for section in report.sections if section.id == section_id), None)
        if own is None:
            own = Section(id=section_id, title=taken.title)
            report.sections.append(own)
        for kind in BLOCKS:
            block, before = getattr(taken, kind), getattr(own, kind)
            if block is not None and before is not None:
                block.remember(before)
            setattr(own, kind, block)
        report.touch(own)
    return report


def _title(section_id: str, ours: dict[str, Section], theirs: dict[str, Section], outline: Outline) -> str:
    asked = outline.section(section_id)
    if asked is not None:
        return f"{asked.number}{asked.title}"
    return (ours.get(section_id) or theirs[section_id]).title


def _standing(section_id: str, ours: dict[str, Section], theirs: dict[str, Section]) -> Standing:
    here, there = ours.get(section_id), theirs.get(section_id)
    if here is None:
        return Standing.ONLY_THERE
    if there is None:
        return Standing.SAME if here.state is State.EMPTY else Standing.ONLY_HERE
    same = all(getattr(here, kind) == getattr(there, kind) for kind in BLOCKS)
    return Standing.SAME if same else Standing.DIFFERENT
