"""Reports of a library as models: made, opened, carried over into the next year."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.durable import NotSaved, keep, sweep, unused, write_file
from storage.errors import Refused
from storage.generations import BEFORE, Version
from storage.json_file import Missing, Unreadable, shown
from storage.library import Library
from storage.lock import ReportLock
from storage.outline import Outline
from storage.outline_files import find_outline
from storage.recovery import Recovered, not_fitting, recover
from storage.report.cover import read_year
from storage.report.next_year import next_year
from storage.report.report import Report
from storage.report_file import ReportFile, latest_good, read_report
from storage.report_shape import DAMAGED, HISTORY
from storage.times import now, stamp

_LONGEST = 500


@dataclass(frozen=True)
class OpenReport:
    """A report with its outline and its file.

    `place` is where the person was last. `notice` is what has to be said first, or empty: what was damaged, or
    what was found that a killed program had not saved; that is `unsaved` then.
    """

    report: Report
    outline: Outline
    file: ReportFile
    place: dict[str, Any]
    notice: str = ""
    unsaved: bool = False


class Unsound(Refused):
    """A file that cannot be read, or is no sound report; there is a generation before it that is one."""


def create_report(library: Library, *, outline_id: str, unit: str, year: str, project: str) -> str:
    """Make an empty report in the library and return its number.

    :raises Refused: when there is no such outline, the year is none, a name is too long, or it cannot be saved.
    """
    check_lengths(unit, project)
    outline = find_outline(outline_id, library.templates)
    report = Report.new(outline, unit=unit, year=read_year(year), project=project)
    return _add(library, report)


def carry_over(
    library: Library, report_id: str, *, unit: str, year: str, project: str, outline_id: str = ""
) -> str:
    """Make this year's report from another one, by the same outline unless another is named; return its number.

    :raises Refused: when the other or the outline cannot be read, the year is none, a name is too long, or the
        report cannot be saved.
    """
    check_lengths(unit, project)
    year = read_year(year)
    last = Report.read(read_report(library.path_of(report_id)))
    outline = find_outline(outline_id or last.outline, library.templates)
    return _add(library, next_year(last, outline, unit=unit, year=year, project=project))


def check_lengths(unit: str, project: str) -> None:
    """Refuse names that no list could show.

    :raises Refused: saying which is too long.
    """
    for name, text in (("单位", unit), ("项目", project)):
        if len(text) > _LONGEST:
            raise Refused(f"{name}名称有{len(text)}个字，太长了，请写在{_LONGEST}个字以内。")


def _add(library: Library, report: Report) -> str:
    report.id = library.new_id(report.cover.year)
    return library.create(report.payload())


def open_report(library: Library, report_id: str, *, fall_back: bool = False) -> OpenReport:
    """Open a report for writing, or for reading where somebody else is writing, brought up to its outline.

    What a killed program had not saved is put back. With `fall_back`, a file that cannot be read or is no sound
    report is set aside and the latest generation that is one opened instead.

    :raises Unsound: when that is so and `fall_back` would help.
    :raises Refused: when its file or its outline cannot be read.
    """
    try:
        file = library.open_report(report_id, fall_back=fall_back)
    except Unreadable as error:
        if not isinstance(error, Missing) and latest_good(library.path_of(report_id), Report.read) is not None:
            raise Unsound(str(error)) from error
        raise
    try:
        payload = file.load()
        try:
            Report.read(payload)
        except Refused as error:
            if latest_good(file.path, Report.read) is None:
                raise
            if not fall_back:
                raise Unsound(str(error)) from error
            file.fall_back("内容不成一份报告", Report.read)
            payload = file.load()
        return _opened(file, payload, library.templates)
    except BaseException:
        file.close()
        raise


def _opened(file: ReportFile, payload: dict[str, Any], templates: Path) -> OpenReport:
    report, outline = parsed(payload, templates)
    found = Recovered() if file.read_only else recover(file.path, payload)
    if found.payload is not None:
        try:
            report, outline = parsed(found.payload, templates)
        except Refused:
            found = not_fitting(file.path)
    if not file.read_only:
        sweep(file.path.parent / HISTORY / file.id)
    if not found.stuck:
        file.begin_journal(payload, kept=found.payload is not None)
    notice = (file.notice or "") + found.sentence
    place = file.place if found.place is None else found.place
    return OpenReport(report, outline, file, place, notice, found.payload is not None)


def read_version(library: Library, version: Version) -> Report:
    """Return a report as it was once, brought up to its outline.

    :raises Refused: when it cannot be read, or a save has moved the generations on since they were listed.
    """
    return parsed(_payload_of(version), library.templates)[0]


def bring_back(library: Library, file: ReportFile, version: Version, section_id: str | None = None) -> None:
    """Make an older version, or one section of it, the content of an open report: a save, so it can be undone.

    What it takes the place of is kept in the history. A section comes with its tick; answers to findings come with
    the whole report only. The report has to be read anew.

    :raises Refused: when the version cannot be read or has no such section, the content is locked, or the report
        cannot be saved.
    """
    present, wanted = file.load(), _payload_of(version)
    if locked := Report.read(present).review.locked:
        raise Refused(locked)
    Report.read(wanted)
    if wanted.get("编号") != file.id:
        raise Refused(f"“{shown(version.path)}”是另一份报告的，没有换回；请另选一个。")
    if section_id is not None:
        report, _ = parsed(present, library.templates)
        older, _ = parsed(wanted, library.templates)
        _take_section(report, older, section_id)
        wanted = report.payload()
    take_place(library, file, present, wanted, BEFORE)


def _payload_of(version: Version) -> dict[str, Any]:
    if version.problem is not None:
        raise Refused(version.problem)
    payload = read_report(version.path)
    if payload.get("版次") != version.revision:
        raise Refused("这一版刚刚被新保存的顶替了，没有动它；请从重新列出的版本里再选。")
    return payload


def _take_section(report: Report, older: Report, section_id: str) -> None:
    wanted = next((section for section in older.sections if section.id == section_id), None)
    if wanted is None:
        raise Refused("那一版里还没有这一节，没有换回；请换回整份报告，或者另选一版。")
    ids = [section.id for section in report.sections]
    at = ids.index(section_id) if section_id in ids else len(ids)
    report.sections[at : at + 1] = [wanted]
    report.touch(wanted)


def take_place(
    library: Library, file: ReportFile, present: dict[str, Any], wanted: dict[str, Any], why: str
) -> None:
    """Save `wanted` in the place of the `present` content of an open report, which is kept in the history.

    What was said and sent stays: of the review, nothing is taken back.

    :raises Refused: when either is no sound report, or cannot be written.
    """
    report, before = Report.read(wanted), Report.read(present)
    report.review = before.review.merged(report.review)
    report.review.conflicts = before.review.conflicts
    report.revision, report.modified = before.revision + 1, now()
    library.snapshot(file.id, present, why)
    file.save(report.payload())


def replace_damaged(library: Library, report_id: str, data: bytes) -> str:
    """Put a sound report file in the place of one that cannot be opened; return where in the library that is now.

    :raises Refused: when it is open elsewhere, or one of the two cannot be written.
    """
    path = library.path_of(report_id)
    lock = ReportLock(library.path, report_id)
    aside = unused(library.path / DAMAGED / f"{report_id}-{stamp()}.json")
    try:
        if not lock.acquire():
            raise Refused(f"报告 {report_id} 正在另一处打开，没有动它；请先关闭它。")
        keep(path, aside)
        write_file(path, data)
    except OSError as error:
        raise NotSaved.because(path, error) from error
    finally:
        lock.release()
    return f"{DAMAGED}/{aside.name}"


def parsed(payload: dict[str, Any], templates: Path | None) -> tuple[Report, Outline]:
    """Return the report a payload holds, brought up to its outline, and the outline.

    :raises Refused: when either is not valid.
    """
    report = Report.read(payload)
    outline = find_outline(report.outline, templates)
    report.fit(outline)
    return report, outline
