"""What a report must have and does not have yet."""

from collections.abc import Iterator

from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject, where
from storage.report.report import State


def empty_sections(subject: Subject) -> Iterator[Finding]:
    """A section nothing was entered in (RULES: a required blank)."""
    report = subject.report
    for section in report.sections if report is not None else ():
        if section.state is State.EMPTY:
            name = where(subject.outline, section.id, section.title)
            yield Finding(
                "section-empty", Severity.ERROR, section.id, f"“{name}”还没有填写；没有内容的也要写“无”。"
            )
