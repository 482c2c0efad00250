"""Questions the clerk has answered, told from those still open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.checks.finding import Finding, Severity
from storage.errors import Refused
from storage.report.answer import Answer
from storage.report.report import Report
from storage.text import clean
from storage.times import now


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that is raised, with the answer that was given to it."""

    finding: Finding
    answer: Answer


@dataclass(frozen=True, slots=True)
class Sorted:
    """What the checks found: still open, answered, and what could not be judged for lack of data."""

    open: tuple[Finding, ...] = ()
    answered: tuple[Answered, ...] = ()
    unjudged: tuple[Finding, ...] = ()


def sort_out(findings: Iterable[Finding], answers: Sequence[Answer]) -> Sorted:
    """Tell open findings from answered questions, each in the order given; only a 疑问 can be answered."""
    by_key = {answer.finding: answer for answer in answers}
    still_open, answered, unjudged = [], [], []
    for finding in findings:
        answer = by_key.get(finding.key) if finding.severity is Severity.QUESTION else None
        if finding.unjudged:
            unjudged.append(finding)
        elif answer is not None:
            answered.append(Answered(finding, answer))
        else:
            still_open.append(finding)
    return Sorted(tuple(still_open), tuple(answered), tuple(unjudged))


def answer(report: Report, finding: Finding, reason: str) -> None:
    """Keep the reason, in place of an earlier one, with who fills in the report and the time.

    :raises Refused: when `finding` is not a question, or no reason is given.
    """
    if finding.severity is not Severity.QUESTION or finding.unjudged:
        raise Refused(f"“{finding.severity}”不能用说明代替，请改正内容。")
    kept = clean(reason)[0].strip()
    if not kept:
        raise Refused("还没有写理由，请用一句话说明为什么没有问题。")
    _drop(report, finding)
    report.answers.append(Answer(finding=finding.key, reason=kept, by=report.cover.preparer, at=now()))
    report.touch()


def withdraw(report: Report, finding: Finding) -> None:
    """Take the answer to a finding back, so that it is open again."""
    _drop(report, finding)
    report.touch()


def _drop(report: Report, finding: Finding) -> None:
    report.answers = [answer for answer in report.answers if answer.finding != finding.key]
