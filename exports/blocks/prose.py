"""Prose: every line that was typed is a paragraph, its references replaced by the figures they stand for."""

from collections.abc import Sequence

from exports.document import Element, Paragraph
from storage.outline import Outline
from storage.report.naming import named_figures
from storage.report.prose import Prose
from storage.report.references import references, resolve
from storage.report.report import Report, Section


def prose(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return a section's text, one paragraph a line as typed; blank lines are dropped.

    A reference to nothing, or to a figure not known yet, stays as it was typed.
    """
    if section.prose is None:
        return []
    text = section.prose.text
    if references(text):
        text = resolve(text, named_figures(report, outline)).text
    return [Paragraph(line) for line in text.split("\n") if line.strip()]


def read_prose(paragraphs: Sequence[str]) -> Prose:
    """Return the text of some paragraphs, a line each; a figure that a reference stood for is its words now."""
    return Prose(text="\n".join(paragraphs))
