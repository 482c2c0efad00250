"""Reports of a library as models: made, opened, copied."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.library import Library
from storage.outline import Outline
from storage.outline_files import find_outline
from storage.report.cover import read_year
from storage.report.report import Report
from storage.report_file import ReportFile, read_report


@dataclass(frozen=True)
class OpenReport:
    """A report with its outline and its file."""

    report: Report
    outline: Outline
    file: ReportFile


def create_report(library: Library, *, outline_id: str, unit: str, year: str, project: str) -> str:
    """Make an empty report in the library and return its number.

    :raises Refused: when there is no such outline, the year is none, or it cannot be saved.
    """
    outline = find_outline(outline_id, library.templates)
    report = Report.new(outline, unit=unit, year=read_year(year), project=project)
    return _add(library, report)


def copy_report(library: Library, report_id: str, *, unit: str, year: str, project: str) -> str:
    """Make a new report with the content of another under its own unit, year and project; return its number.

    :raises Refused: when the other cannot be read, the year is none, or the new one cannot be saved.
    """
    year = read_year(year)
    report = Report.read(read_report(library.path_of(report_id)))
    fresh = Report.new(find_outline(report.outline, library.templates), unit=unit, year=year, project=project)
    report.created = report.modified = fresh.created
    report.revision = 0
    report.cover.unit, report.cover.year, report.cover.project = unit, year, project
    # What was answered was about last year's figures.
    report.answers = []
    for section in report.sections:
        # Nobody has looked at it in this report yet: that is how carried-over entries are told from typed ones.
        section.done, section.edited, section.editor = False, "", ""
    return _add(library, report)


def _add(library: Library, report: Report) -> str:
    report.id = library.new_id(report.cover.year)
    return library.create(report.payload())


def open_report(library: Library, report_id: str) -> OpenReport:
    """Open a report for writing, or for reading where somebody else is writing, brought up to its outline.

    :raises Refused: when its file or its outline cannot be read.
    """
    file = library.open_report(report_id)
    try:
        report, outline = parsed(file.load(), library.templates)
    except BaseException:
        file.close()
        raise
    return OpenReport(report, outline, file)


def parsed(payload: dict[str, Any], templates: Path | None) -> tuple[Report, Outline]:
    """Return the report a payload holds, brought up to its outline, and the outline.

    :raises Refused: when either is not valid.
    """
    report = Report.read(payload)
    outline = find_outline(report.outline, templates)
    report.fit(outline)
    return report, outline
