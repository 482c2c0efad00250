"""All checks, run together."""

from collections.abc import Callable, Iterator
from typing import Final

from storage.checks import completeness
from storage.checks.finding import Finding
from storage.checks.subject import Subject

# A new check adds its line here.
CHECKS: Final[tuple[Callable[[Subject], Iterator[Finding]], ...]] = (completeness.empty_sections,)


def check(subject: Subject) -> list[Finding]:
    """Return everything found, certain things first, then in the order of the sections."""
    order = {passage.section: number for number, passage in enumerate(subject.passages)}
    if subject.report is not None:
        order = {section.id: number for number, section in enumerate(subject.report.sections)}
    severities = ["错误", "疑问", "提示"]
    found = [finding for each in CHECKS for finding in each(subject)]
    return sorted(found, key=lambda f: (severities.index(f.severity), order.get(f.section, len(order))))
