"""How findings are marked and counted, the same in the outline, beside a section and on the page of all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from textual.content import Content

from storage.checks.finding import Finding, Severity

# The marks of rows and of the outline are one cell wide in every terminal.
MARKS: Final = {
    Severity.ERROR: ("✗", "$text-error"),
    Severity.QUESTION: ("?", "$text-warning"),
    Severity.HINT: ("*", "$text-muted"),
}
_IN_WORDS: Final = {Severity.ERROR: "✗", Severity.QUESTION: "？", Severity.HINT: "提示"}


def short_tally(findings: Iterable[Finding]) -> Content:
    """Count what needs doing, for the outline: `✗1 ?2`; matters of style are not counted there."""
    needed = (finding for finding in findings if finding.severity is not Severity.HINT)
    return _counted(needed, {severity: mark for severity, (mark, _) in MARKS.items()})


def tally(findings: Iterable[Finding]) -> Content:
    """Count everything, for a heading: `✗1 ？2 提示1`."""
    return _counted(findings, _IN_WORDS)


def _counted(findings: Iterable[Finding], names: Mapping[Severity, str]) -> Content:
    counts = Counter(finding.severity for finding in findings)
    return Content(" ").join(
        Content.styled(f"{names[severity]}{counts[severity]}", style)
        for severity, (_, style) in MARKS.items()
        if counts[severity]
    )
