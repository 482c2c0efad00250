"""Handing a report over and taking one in: what a library does with review files."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from storage.errors import Refused
from storage.json_file import shown
from storage.library import TEMPLATES, Library, NoSuchReport
from storage.outline import Outline
from storage.outline_files import find_outline, outline_files, own_text, parse_outline
from storage.report.event import Act, Event, Role, standing
from storage.report.report import Report
from storage.report_file import read_report
from storage.report_shape import HISTORY, SECTIONS, TRASH
from storage.reports import OpenReport, open_report
from storage.review.content import content_digest
from storage.review.merging import Contents, merge
from storage.review.review_file import ReviewFile, read_review_file, write_review_file

_HANDED_OVER: Final = frozenset({Act.SEND, Act.RETURN, Act.ACCEPT})
_MERGED: Final = "合并前"
"""Why there is a snapshot of what the report was before the other side's sections came in."""


@dataclass(frozen=True)
class TakenIn:
    """What importing a review file did: counts of what is new, and ids of the sections that changed or conflict.

    `is_new` when the library had no such report, `changed` when anything came in at all, `counts` unless it is a
    verdict on what was recalled meanwhile. `outline` is the id of the outline that came along and was new here.
    """

    report_id: str
    event: Event
    role: Role
    is_new: bool = False
    changed: bool = True
    remarks: int = 0
    replies: int = 0
    taken: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    counts: bool = True
    outline: str = ""

    @property
    def sentence(self) -> str:
        """What there is to tell of it."""
        what = f"第{self.event.round}轮{self.event.act}"
        if not self.changed:
            return f"{what}的文件已经导入过，没有新的内容。"
        parts = [f"{self.remarks}条新批注"] if self.remarks else []
        parts += [f"{self.replies}条新的往来"] if self.replies else []
        parts += [f"{len(self.taken)}节有改动"] if self.taken and not self.is_new else []
        told = f"已导入{what}" + (f"：{'、'.join(parts)}" if parts else "")
        if self.outline:
            told += f"；它用的模板 {self.outline} 也放进了“{TEMPLATES}”文件夹"
        if not self.counts:
            told += "；这一轮已经撤回，审核意见留作记录，不作数"
        if self.conflicts:
            return f"{told}；有{len(self.conflicts)}节两边都改过，两份都留着，请逐节选定。"
        return f"{told}。"


def hand_over(library: Library, report: Report, folder: Path) -> Path:
    """Write the file of the present hand-over into a folder and return it; again, it is written once more.

    The report has been saved. What is handed over is kept in its history first.

    :raises Refused: when there is nothing to hand over, the content of then is known no more, or the file could
        not be written.
    """
    review = report.review
    event = review.last_hand_over
    if event is None or (event.act is Act.SEND) is not (review.role is Role.OFFICE):
        raise Refused(
            "这份报告还没有送审，没有可以交的文件；请先送审。"
            if review.role is Role.OFFICE
            else "这份报告还没有审核意见，没有可以交的文件；请先退回或通过。"
        )
    contents, payload = handed_over(library, report.id), report.payload()
    if event.digest not in contents:
        if event.digest != content_digest(payload):
            raise Refused(
                f"报告在{event.act}之后又改过，{event.act}时的内容也不在“{HISTORY}”里，没有写文件；请把那时的内容换回来再试。"
            )
        library.snapshot(report.id, payload, event.act)
        contents[event.digest] = payload[SECTIONS]
    # What was handed over, whatever has become of it here since.
    then = Report.read({**payload, SECTIONS: contents[event.digest]})
    # Whoever sends decides on the outline; what comes back may have been made by an older form of it.
    outline = own_text(report.outline, library.templates) if event.act is Act.SEND else ""
    return write_review_file(folder, then, event, contents, outline)


def handed_over(library: Library, report_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return the sections of a report at each hand-over its history holds, by the digest of the content.

    :raises Refused: when there is no such report.
    """
    contents = {}
    for version in library.versions(report_id):
        if version.why in _HANDED_OVER and version.problem is None:
            payload = read_report(version.path)
            contents[content_digest(payload)] = payload[SECTIONS]
    return contents


def report_at(report: Report, event: Event, contents: Contents, outline: Outline) -> Report | None:
    """Return the report as it was at an event, brought up to its outline; None where the content is not known.

    `contents` are those of `handed_over`. It is what the present report is compared with for what changed since.
    """
    if event.digest not in contents:
        return None
    then = Report.read({**report.payload(), SECTIONS: contents[event.digest]})
    then.fit(outline)
    return then


def take_in(library: Library, path: Path) -> TakenIn:
    """Import a review file: a report sent here to be reviewed, or what came back for one of the library's own.

    Importing it again changes nothing. Nothing of the library's own is overwritten.

    :raises Refused: when it cannot be read, is older than what is here, is for another report of that number, or
        the report is open elsewhere.
    """
    read = read_review_file(path)
    outline = _take_outline(library, read, shown(path))
    try:
        library.path_of(read.report.id)
    except NoSuchReport:
        return replace(_added(library, read), outline=outline)
    opened = open_report(library, read.report.id)
    try:
        if opened.file.read_only:
            raise Refused(f"报告 {read.report.id} 现在只能查看，没有导入；请先在另一处关闭它，或解除只读。")
        return _merged(library, opened, read, shown(path))
    finally:
        opened.file.close()


def _take_outline(library: Library, read: ReviewFile, where: str) -> str:
    """Put the outline that came along into the library, where none has its id, and return that id; else nothing.

    :raises Refused: when the outline is unknown here, or another one.
    """
    outline_id = read.report.outline
    is_new = bool(read.outline) and outline_id not in outline_files(library.templates)
    if is_new:
        library.put_outline(outline_id, read.outline)
    here = find_outline(outline_id, library.templates)
    if read.outline and parse_outline(read.outline, where) != here:
        raise Refused(
            f"“{where}”没有导入：它用的模板 {outline_id} 和这里同名的模板不一样；请和填报单位核实，要用他们的，"
            f"就把他们文档库“{TEMPLATES}”文件夹里的 {outline_id}.toml 放到这里的“{TEMPLATES}”文件夹，再导入一次。"
        )
    return outline_id if is_new else ""


def _added(library: Library, read: ReviewFile) -> TakenIn:
    report = read.report
    if (library.path / TRASH / f"{report.id}.json").exists():
        raise Refused(f"报告 {report.id} 在回收站里，没有导入；请先把它恢复。")
    report.review.role = Role.REVIEWER if read.event.act is Act.SEND else Role.OFFICE
    library.create(report.payload())
    _keep(library, read, {})
    replies = sum(len(remark.thread) for remark in report.review.remarks)
    return TakenIn(
        report.id,
        read.event,
        report.review.role,
        is_new=True,
        remarks=len(report.review.remarks),
        replies=replies,
    )


def _merged(library: Library, opened: OpenReport, read: ReviewFile, where: str) -> TakenIn:
    report, review = opened.report, opened.report.review
    if (report.created, report.outline) != (read.report.created, read.report.outline):
        raise Refused(f"“{where}”没有导入：编号 {report.id} 在这里是另一份报告；请和对方核实是不是选错了文件。")
    contents = handed_over(library, report.id)
    if review.role is Role.REVIEWER and read.event.act is Act.SEND:
        _refuse_other_sending(report, read, where)
    before = report.payload()
    told = _counted(report)
    merged = merge(report, read.report, {**contents, **read.earlier}, opened.outline)
    if not merged.changed:
        _refuse_older(report, read.event, where)
        _keep(library, read, contents)
        return TakenIn(report.id, read.event, review.role, changed=False)
    _keep(library, read, contents)
    if merged.taken or merged.conflicts:
        library.snapshot(report.id, before, _MERGED)
    opened.file.save(report.payload())
    remarks, replies = (now - then for now, then in zip(_counted(report), told, strict=True))
    return TakenIn(
        report.id,
        read.event,
        review.role,
        remarks=remarks,
        replies=replies,
        taken=merged.taken,
        conflicts=merged.conflicts,
        counts=any(event.id == read.event.id for event in standing(report.review.events)[1]),
    )


def _refuse_other_sending(report: Report, read: ReviewFile, where: str) -> None:
    """Refuse what was sent without knowing of a sending that is here already: no reviewer can judge both."""
    known = {event.id for event in read.report.review.events}
    sent = [event for event in report.review.events if event.act is Act.SEND and event.id not in known]
    if sent and sent[-1].round > read.event.round:
        raise Refused(_older(report.review.round, Act.SEND, read.event, where))
    if sent:
        raise Refused(
            f"“{where}”没有导入：第{read.event.round}轮已经收到过另一份送审，两份不是同一次；请和填报单位核实以哪份为准。"
        )


def _refuse_older(report: Report, event: Event, where: str) -> None:
    last = report.review.last_hand_over
    if last is not None and last.id != event.id:
        raise Refused(_older(last.round, last.act, event, where))


def _older(round_number: int, act: Act, event: Event, where: str) -> str:
    return (
        f"“{where}”没有导入：它是第{event.round}轮{event.act}的旧文件，这里已经到第{round_number}轮{act}；"
        "请选用最新的文件。"
    )


def _counted(report: Report) -> tuple[int, int]:
    remarks = report.review.remarks
    return len(remarks), sum(len(remark.thread) for remark in remarks)


def _keep(library: Library, read: ReviewFile, known: dict[str, list[dict[str, Any]]]) -> None:
    """Keep in the history what the report was at the hand-overs that are not in it yet."""
    for event in read.report.review.events:
        sections = read.earlier.get(event.digest)
        if event.is_hand_over and sections is not None and event.digest not in known:
            payload = {**read.payload, SECTIONS: sections, "版次": event.revision, "修改时间": event.at}
            library.snapshot(read.report.id, payload, event.act)
            known = {**known, event.digest: sections}
