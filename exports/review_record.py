"""审核记录: the rounds of a report's review as a document, after the report's own or alone.

It begins with a heading of the level that else only the title has: what reads a report back stops there.
"""

from collections.abc import Callable, Sequence
from typing import Final

from exports.composing import undated_project
from exports.document import RECORD, Document, Element, Heading, Paragraph, Table
from storage.checks.subject import where
from storage.outline import Outline
from storage.report.event import Event, standing
from storage.report.remark import Remark
from storage.report.report import Report
from storage.review.placing import field_called

FORMAT: Final = "审核记录 1"

_COURSE: Final = ("轮次", "事项", "时间", "署名", "意见或说明", "内容校验")
_SIGNED: Final = ("轮次", "负责人", "填报人", "日期")
_FOUND: Final = ("轮次", "轻重", "位置", "核对结果", "说明或放行理由")
_REMARKS: Final = ("序号", "轮次", "轻重", "位置", "原文", "批注", "署名", "时间", "状态")
_THREAD: Final = ("批注序号", "轮次", "事项", "内容", "署名", "时间")
_CHOICES: Final = ("位置", "选定的内容校验", "署名", "时间")
_DIGEST_SHOWN: Final = 12


def record_document(report: Report, outline: Outline) -> Document:
    """Lay out the record alone."""
    cover = report.cover
    identity = {"格式": FORMAT, "单位": cover.unit, "年度": cover.year, "项目": cover.project, "编号": report.id}
    year = f"{cover.year}年度" if cover.year else ""
    title = Heading(1, f"{cover.unit}{year}{undated_project(report)}绩效自评报告{RECORD.text}")
    return Document(identity, (title, *_body(report, outline)))


def with_record(document: Document, report: Report, outline: Outline) -> Document:
    """Return the document of a report with the record after it; as it is where there was no review."""
    if not report.review.events:
        return document
    return Document(document.identity, (*document.elements, RECORD, *_body(report, outline)))


def _body(report: Report, outline: Outline) -> list[Element]:
    review = report.review
    _, counted = standing(review.events)
    numbers = {remark.id: number for number, remark in enumerate(review.remarks, 1)}

    def place(section_id: str) -> str:
        title = next((section.title for section in report.sections if section.id == section_id), "")
        return where(outline, section_id, title) if section_id else "全文"

    elements: list[Element] = [
        Paragraph(f"状态：{review.stage}　轮次：{review.round}　批注：{len(review.remarks)}条")
    ]
    elements += _table("经过", _COURSE, [_course(event, counted=event in counted) for event in review.events])
    elements += _table(
        "签署",
        _SIGNED,
        [
            (f"第{event.round}轮", event.signature.responsible, event.signature.preparer, event.signature.date)
            for event in review.events
            if event.signature is not None
        ],
    )
    elements += _table(
        "送审时的核对结果",
        _FOUND,
        [
            (f"第{event.round}轮", found.severity, place(found.section), found.message, found.reason)
            for event in review.events
            for found in event.found or ()
        ],
    )
    elements += _table("批注", _REMARKS, [_remark(remark, numbers[remark.id], place) for remark in review.remarks])
    elements += _table(
        "答复和销号",
        _THREAD,
        [
            (str(numbers[remark.id]), f"第{reply.round}轮", reply.kind, reply.text, reply.by, _minute(reply.at))
            for remark in review.remarks
            for reply in remark.thread
        ],
    )
    elements += _table(
        "两边都改过时的选定",
        _CHOICES,
        [
            (place(choice.section), _short(choice.chosen), choice.by, _minute(choice.at))
            for choice in review.choices
        ],
    )
    return elements


def _table(caption: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[Element]:
    return [Heading(2, caption), Table(header, tuple(rows))] if rows else []


def _course(event: Event, *, counted: bool) -> tuple[str, ...]:
    act = str(event.act) if counted else f"{event.act}（不作数）"
    return (f"第{event.round}轮", act, _minute(event.at), event.by, event.text, _short(event.digest))


def _remark(remark: Remark, number: int, place: Callable[[str], str]) -> tuple[str, ...]:
    anchor = remark.anchor
    at = "·".join(filter(None, (place(anchor.section), field_called(anchor))))
    return (
        *(str(number), f"第{remark.round}轮", str(remark.severity), at),
        *(anchor.words, remark.text, remark.by, _minute(remark.at), str(remark.state)),
    )


def _minute(at: str) -> str:
    """Return a time as it is read on paper."""
    return at[:16].replace("T", " ")


def _short(digest: str) -> str:
    """Return as much of a digest as tells it from others on paper."""
    return digest.removeprefix("sha256:")[:_DIGEST_SHOWN]
