"""The whole report in parts, as the page before 送审 shows it: what stops it, then the sections as they print."""

from collections.abc import Iterator, Mapping, Sequence

from exports.composing import compose_section
from exports.document import Element, Heading, Paragraph, Table
from storage.checks.finding import Finding, Severity
from storage.outline import Outline
from storage.report.event import Act
from storage.report.report import Report
from storage.review.acting import Readiness
from tui.handover.parts import Line, Part, TableRow, Told, heading, note, paragraph


def parts_of(report: Report, outline: Outline, ready: Readiness, reasons: Mapping[str, str]) -> Iterator[Part]:
    """Yield what stops the report, then its sections with what was found under the heading of each.

    `reasons` say why an error goes out all the same, by the key of the finding.
    """
    errors = [(finding, reasons.get(finding.key, "")) for finding in ready.errors]
    notes = [*errors, *((finding, "") for finding in ready.questions), *ready.answered]
    if not report.review.why_not(Act.SEND):
        for number, sentence in enumerate(ready.obstacles):
            yield Part(f"obstacle {number}", Told([Line(f"✗ {sentence}", "$text-error", 2)], classes="-note"))
        for finding, reason in errors:
            yield _noted(f"first {finding.key}", finding, reason)
    known = {section.id for section in report.sections}
    yield from (_noted(finding.key, finding, reason) for finding, reason in notes if finding.section not in known)
    part = None
    for section in report.sections:
        above, part = part, outline.part_of(section.id)
        if part is not None and part is not above and len(part.sections) > 1:
            yield Part(f"part {part.heading}", heading(Heading(2, part.heading)), section.id)
        first, *others = compose_section(report, outline, section.id)
        yield from _printed(f"{section.id} heading", section.id, [first])
        yield from (
            _noted(finding.key, finding, reason) for finding, reason in notes if finding.section == section.id
        )
        if not others:
            yield Part(f"{section.id} blank", Told([Line("（这一节没有内容）", "$text-muted")]), section.id)
        yield from _printed(section.id, section.id, others)


def _noted(key: str, finding: Finding, reason: str) -> Part:
    spot = finding.quotes[0].spot if finding.quotes else None
    widget = note(finding, reason, name="照样送审" if finding.severity is Severity.ERROR else "答复")
    return Part(key, widget, finding.section, spot, finding)


def _printed(key: str, section_id: str, elements: Sequence[Element]) -> Iterator[Part]:
    for number, element in enumerate(elements):
        match element:
            case Heading():
                yield Part(f"{key} {number}", heading(element), section_id)
            case Paragraph(_, spot):
                yield Part(f"{key} {number}", paragraph(element), section_id, spot)
            case Table():
                for row, _ in enumerate(element.rows):
                    spots = element.spots[row] if row < len(element.spots) else ()
                    spot = next((one for one in spots if one is not None), None)
                    yield Part(f"{key} {number} {row}", TableRow(element, row), section_id, spot)
