"""Prose: every line that was typed is a paragraph."""

from exports.document import Element, Paragraph
from storage.outline import Outline
from storage.report.report import Report, Section


def prose(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return a section's text, one paragraph a line exactly as typed; blank lines are dropped."""
    if section.prose is None:
        return []
    return [Paragraph(line) for line in section.prose.text.split("\n") if line.strip()]
