"""What the two sides do with a report: 送审, 撤回, 退回, 通过, 改动. Each adds its event, or is refused.

Nothing is written here: whoever has the report open saves it, and hands it over with `storage.review.handing`.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from storage.checks.answering import sort_out
from storage.checks.checking import check
from storage.checks.finding import Finding, Severity
from storage.checks.subject import of_report
from storage.errors import Refused
from storage.outline import Outline
from storage.report import remark
from storage.report.event import Act, Event, Found, Signature
from storage.report.report import Report
from storage.review.content import report_digest
from storage.text import clean, one_line


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a person looks at before 送审.

    `errors` stop it until each is overridden with a reason, `questions` are open and go along, `answered` are
    questions with the reason given. `obstacles` are sentences that stop it whatever is overridden.
    """

    obstacles: tuple[str, ...]
    errors: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    answered: tuple[tuple[Finding, str], ...]


def readiness(report: Report, outline: Outline) -> Readiness:
    """Return what stands in the way of sending the report, and what would go along with it."""
    told = sort_out(check(of_report(report, outline)), report.answers)
    review = report.review
    waiting = review.remarks_in(remark.RemarkState.WAITING)
    obstacles = [review.why_not(Act.SEND)]
    if waiting:
        obstacles.append(f"还有{len(waiting)}条批注没有答复，不能送审；请逐条写明已修改或说明理由。")
    if review.conflicts:
        obstacles.append(f"还有{len(review.conflicts)}节两边都改过，不能送审；请先逐节选定一份。")
    return Readiness(
        tuple(filter(None, obstacles)),
        tuple(finding for finding in told.open if finding.severity is Severity.ERROR),
        tuple(finding for finding in told.open if finding.severity is Severity.QUESTION),
        tuple((one.finding, one.answer.reason) for one in told.answered),
    )


def send(report: Report, outline: Outline, signature: Signature, overridden: Mapping[str, str]) -> Event:
    """Begin the next round: record 送审 as signed, with what the checks found and why it goes out all the same.

    `overridden` gives a reason for each error, by the key of the finding.

    :raises Refused: when something stands in the way; the sentence tells the first of it.
    """
    ready = readiness(report, outline)
    if ready.obstacles:
        raise Refused(ready.obstacles[0])
    if not signature.responsible.strip() or not signature.preparer.strip():
        raise Refused("送审要有负责人和填报人签署，还没有写全；请补上姓名。")
    reasons = {key: clean(reason)[0].strip() for key, reason in overridden.items()}
    left = [finding for finding in ready.errors if not reasons.get(finding.key)]
    if left:
        raise Refused(
            f"还有{len(left)}处错误没有改正，不能送审（{left[0].message.rstrip('。')}）；请改正，或逐处写明放行的理由。"
        )
    found = [
        *((finding, reasons[finding.key]) for finding in ready.errors),
        *((finding, "") for finding in ready.questions),
        *ready.answered,
    ]
    return _record(
        report,
        Act.SEND,
        signature.preparer,
        signature=signature,
        found=tuple(
            Found(
                code=finding.code,
                severity=finding.severity,
                section=finding.section,
                message=finding.message,
                reason=reason,
            )
            for finding, reason in found
        ),
    )


def recall(report: Report, reason: str, by: str) -> Event:
    """Take back what was sent, so that it can be changed; a verdict that still comes does not count then.

    :raises Refused: when it cannot be done now, or no reason is given.
    """
    _check(report, Act.RECALL)
    return _record(report, Act.RECALL, by, text=_given(reason, "撤回要写明理由"))


def give_back(report: Report, act: Act, opinion: str, by: str) -> Event:
    """Record the reviewer's verdict on the round, 退回 or 通过.

    :raises Refused: when it cannot be done now, there is no opinion, or a 必须修改 is open and it is to pass.
    """
    _check(report, act)
    open_ones = [
        one
        for one in report.review.remarks
        if one.severity is remark.Severity.MUST and one.state is not remark.RemarkState.CLOSED
    ]
    if act is Act.ACCEPT and open_ones:
        raise Refused(
            f"还有{len(open_ones)}条“{remark.Severity.MUST}”的批注没有销号，不能通过；请先销号，或退回。"
        )
    return _record(report, act, by, text=_given(opinion, f"{act}要写明意见"))


def change(report: Report, why: str, by: str) -> Event:
    """Open an accepted report for changes; it is accepted no longer.

    :raises Refused: when it cannot be done now, or no reason is given.
    """
    _check(report, Act.CHANGE)
    return _record(report, Act.CHANGE, by, text=_given(why, "通过后要改动，先要写明理由"))


def new_id() -> str:
    """Return an id for something that is told: short, and nobody else's."""
    return secrets.token_hex(5)


def _check(report: Report, act: Act) -> None:
    if refusal := report.review.why_not(act):
        raise Refused(refusal)


def _given(text: str, what: str) -> str:
    kept = clean(text)[0].strip()
    if not kept:
        raise Refused(f"{what}，还没有写；请用一句话写明。")
    return kept


def _record(
    report: Report,
    act: Act,
    by: str,
    *,
    text: str = "",
    signature: Signature | None = None,
    found: tuple[Found, ...] | None = None,
) -> Event:
    report.touch()
    event = Event(
        id=new_id(),
        act=act,
        round=report.review.round + (act is Act.SEND),
        by=one_line(by).strip(),
        at=report.modified,
        revision=report.revision,
        digest=report_digest(report),
        text=text,
        signature=signature,
        found=found,
    )
    report.review.record(event)
    return event
