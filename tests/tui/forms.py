"""The tables of every form of a report, without a screen."""

from collections.abc import Iterator

from storage.outline import BlockKind, Outline
from storage.report.following import Following
from storage.report.report import Report
from tui.entry.page import FORMS
from tui.entry.sheet_form import SheetForm
from tui.entry.work import Work
from tui.sheet import Sheet

_SHEET_FORMS = {kind: form for kind, make in FORMS.items() if isinstance(form := make(), SheetForm)}


def sheets_of(report: Report, outline: Outline, *only: BlockKind) -> Iterator[Sheet]:
    """Yield the tables of all sections in order: of all kinds of blocks, or of some."""
    for section, asked in zip(report.sections, outline.sections, strict=True):
        work = Work(report, outline, section, asked, Following(report, outline))
        for kind in section.kinds():
            if kind in _SHEET_FORMS and (not only or kind in only):
                yield from _SHEET_FORMS[kind].sheets(work)
