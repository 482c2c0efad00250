"""Remarks made and replied to; each is added to the report in place, or refused in one sentence."""

from typing import Final

from storage.errors import Refused
from storage.report.event import Role, Stage
from storage.report.remark import Anchor, Remark, RemarkState, Reply, ReplyKind, Severity
from storage.report.report import Report
from storage.review.acting import new_id
from storage.text import clean, one_line

_BY: Final = {
    ReplyKind.MENDED: Role.OFFICE,
    ReplyKind.EXPLAINED: Role.OFFICE,
    ReplyKind.CLOSED: Role.REVIEWER,
    ReplyKind.REOPENED: Role.REVIEWER,
}
_SIDES: Final = {Role.OFFICE: ("审核一方", "填报单位的"), Role.REVIEWER: ("填报单位", "收来审核的")}
_FROM: Final = {
    ReplyKind.MENDED: {RemarkState.WAITING, RemarkState.ANSWERED},
    ReplyKind.EXPLAINED: {RemarkState.WAITING, RemarkState.ANSWERED},
    ReplyKind.CLOSED: {RemarkState.WAITING, RemarkState.ANSWERED},
    ReplyKind.REOPENED: {RemarkState.ANSWERED, RemarkState.CLOSED},
}


def make_remark(report: Report, anchor: Anchor, severity: Severity, text: str, by: str) -> Remark:
    """Add a remark of the present round.

    :raises Refused: when this is not the reviewer's copy of a report that was sent, or nothing is said.
    """
    if refusal := why_no_remark(report):
        raise Refused(refusal)
    said = clean(text)[0].strip()
    if not said:
        raise Refused("批注还没有写内容；请写明要改什么或者想问什么。")
    report.touch()
    remark = Remark(
        id=new_id(),
        anchor=anchor,
        severity=severity,
        text=said,
        by=one_line(by).strip(),
        at=report.modified,
        round=report.review.round,
        order=max((one.order for one in report.review.remarks), default=0) + 1,
    )
    report.review.remarks.append(remark)
    return remark


def why_no_remark(report: Report) -> str:
    """Return in one sentence why no remark can be made now; empty when one can."""
    if report.review.role is not Role.REVIEWER:
        return "批注由审核一方来加；这一份是填报单位的，可以答复已有的批注。"
    return _why_not_reviewing(report)


def reply(report: Report, remark_id: str, kind: ReplyKind, text: str, by: str) -> Reply:
    """Add to the thread of a remark.

    :raises Refused: when whoever holds this copy cannot do so now, or has to say something and does not.
    :raises KeyError: when there is no such remark.
    """
    remark = report.review.remark(remark_id)
    if refusal := why_no_reply(report, remark, kind):
        raise Refused(refusal)
    said = clean(text)[0].strip()
    if not said and kind in {ReplyKind.EXPLAINED, ReplyKind.REOPENED}:
        raise Refused(f"“{kind}”要写明理由，还没有写；请用一句话写明。")
    report.touch()
    added = Reply(
        id=new_id(),
        kind=kind,
        text=said,
        by=one_line(by).strip(),
        at=report.modified,
        round=report.review.round,
        order=max((one.order for one in remark.thread), default=0) + 1,
    )
    remark.thread.append(added)
    return added


def why_no_reply(report: Report, remark: Remark, kind: ReplyKind) -> str:
    """Return in one sentence why this reply cannot be made now; empty when it can."""
    role = report.review.role
    if _BY[kind] is not role:
        other, own = _SIDES[role]
        return f"“{kind}”由{other}来办；这一份是{own}。"
    if remark.state not in _FROM[kind]:
        return f"这条批注是“{remark.state}”，不能再{kind}。"
    if role is Role.REVIEWER:
        return _why_not_reviewing(report)
    if report.status is Stage.SENT:
        return f"第{report.review.round}轮已送审，退回或通过之前不能答复；要答复请先撤回。"
    return ""


def _why_not_reviewing(report: Report) -> str:
    if report.status is Stage.SENT:
        return ""
    return f"第{report.review.round}轮已经有了审核意见（{report.status}），不能再加；请等填报单位再送审。"
