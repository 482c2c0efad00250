"""This year's report from last year's."""

import re
from typing import Final

from storage.outline import Outline
from storage.report.cover import is_year
from storage.report.report import Report, Section

_LETTERS: Final = re.compile(r"[\W_]+")


def proposed(year: str, project: str) -> tuple[str, str]:
    """Return the year after, and a project's name with that year in place of its own."""
    if not is_year(year):
        return year, project
    following = str(int(year) + 1)
    return following, project.replace(year, following)


def next_year(last: Report, outline: Outline, *, unit: str, year: str, project: str) -> Report:
    """Return a report by `outline` that starts from another, whose figures stand beside what is to be entered.

    What is handed on waits to be confirmed; nobody has looked at it in this report yet. Where the outline is
    another one, sections are found by their ids and then by their titles; what it has no place for comes last.
    """
    report = Report.new(outline, unit=unit, year=year, project=project)
    ids = _ids(last, outline)
    report.sections = [_carried_over(section, ids[section.id]) for section in last.sections]
    begun = next(section for section in report.sections if section.cover is not None)
    begun.edited = report.created
    report.cover.unit, report.cover.year, report.cover.project = unit, year, project
    report.fit(outline)
    report.last_year = last.cover.year
    for section in report.sections:
        for kind in section.kinds():
            section.block(kind).ask_to_confirm(outline.section(section.id))
    return report


def _carried_over(section: Section, section_id: str) -> Section:
    carried = Section(id=section_id, title=section.title)
    for kind in section.kinds():
        carried.put(kind, section.block(kind).carried_over())
    return carried


def _ids(last: Report, outline: Outline) -> dict[str, str]:
    """Return which section of the outline each section of a report is; its own id where it is none of them."""
    ids = {section.id: section.id for section in last.sections}
    free = {_letters(asked.title): asked.id for asked in outline.sections if asked.id not in ids}
    for section in last.sections:
        if outline.section(section.id) is None:
            ids[section.id] = free.pop(_letters(section.title), section.id)
    return ids


def _letters(title: str) -> str:
    return _LETTERS.sub("", title)
