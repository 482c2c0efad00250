"""Prose: every line that was typed is a paragraph, its references replaced by the figures they stand for."""

from collections.abc import Sequence

from exports.document import Element, Paragraph
from storage.outline import Outline
from storage.report.naming import named_figures
from storage.report.prose import Prose
from storage.report.references import Resolved, references, resolve
from storage.report.report import Report, Section
from storage.report.spot import Spot


def prose(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return a section's text, one paragraph a line as typed; blank lines are dropped.

    A reference to nothing, or to a figure not known yet, stays as it was typed.
    """
    if section.prose is None:
        return []
    resolved = printed(section.prose.text, report, outline)
    lines, start = list[Element](), 0
    for line in resolved.text.split("\n"):
        end = start + len(line)
        if line.strip():
            lines.append(Paragraph(line, Spot(section.id, "prose", ("text",), *resolved.typed(start, end))))
        start = end + 1
    return lines


def printed(text: str, report: Report, outline: Outline) -> Resolved:
    """Return a text with the figures its references stand for; where there are none, nothing is computed."""
    return resolve(text, named_figures(report, outline)) if references(text) else Resolved(text)


def read_prose(paragraphs: Sequence[str]) -> Prose:
    """Return the text of some paragraphs, a line each; a figure that a reference stood for is its words now."""
    return Prose(text="\n".join(paragraphs))
