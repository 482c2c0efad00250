"""What a reviewer judged last, to tell what has been changed since."""

from storage.outline import Outline
from storage.report.event import Act
from storage.report.report import Report
from storage.review.handing import report_at
from storage.review.merging import Contents


def judged_before(report: Report, outline: Outline, contents: Contents) -> Report | None:
    """Return the report as it was when the last verdict before this round was given, brought up to its outline.

    `contents` are the sections at hand-overs by the digest of the content. None in the first round, and where what
    was judged is not among them.

    :raises Refused: when what was kept is no sound report.
    """
    verdicts = [event for event in report.review.events if event.act in {Act.RETURN, Act.ACCEPT}]
    earlier = [event for event in verdicts if event.round < report.review.round]
    before = report_at(report, earlier[-1], contents, outline) if earlier else None
    if before is not None:
        ticks = {section.id: section.done for section in report.sections}
        for section in before.sections:
            # Ticking a section off is nothing a reviewer has to know of.
            section.done = ticks.get(section.id, section.done)
    return before
