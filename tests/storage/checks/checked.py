"""How the tests of the checks ask: the codes a text or the sample report with a change in it raises."""

from collections.abc import Callable

from storage.checks.checking import check
from storage.checks.finding import Finding
from storage.checks.subject import Subject, of_report, of_text
from storage.demo import demo_payload
from storage.outline import find_outline
from storage.report.report import Report

OUTLINE = find_outline("county")


def of_words(text: str) -> list[Finding]:
    return check(of_text(text, OUTLINE))


def sample(change: Callable[[Report], None] = lambda report: None) -> Subject:
    report = Report.read(demo_payload())
    change(report)
    return of_report(report, OUTLINE)


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def replaced(section: str, old: str, new: str) -> Callable[[Report], None]:
    """Return a change of the sample: words of a section's text, which must stand there, become others."""

    def change(report: Report) -> None:
        prose = report.section(section).prose
        assert prose is not None
        assert old in prose.text, old
        prose.text = prose.text.replace(old, new, 1)

    return change
