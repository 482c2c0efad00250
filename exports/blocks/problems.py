"""Problems: what went wrong, why, what is done about it, by whom and by when."""

from typing import Final

from exports.document import Captions, Element, Paragraph, Table, Tables
from storage.outline import Outline
from storage.report.block import filled
from storage.report.problems import Problem, Problems
from storage.report.report import Report, Section

CAPTION: Final = "问题及改进措施"
HEADER: Final = ("序号", "问题", "原因", "改进措施", "责任人", "完成时限")
TABLES: Final[Captions] = {HEADER: CAPTION}


def problems(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return the list in its order; nothing where there is no row."""
    if section.problems is None or section.problems.is_blank():
        return []
    rows = tuple(
        (str(number), row.problem, row.cause, row.measure, row.owner, row.due)
        for number, row in enumerate(filled(section.problems.rows), 1)
    )
    return [Paragraph(CAPTION), Table(HEADER, rows)]


def read_problems(tables: Tables) -> Problems:
    """Return the list a table shows, in its order whatever the numbers say."""
    return Problems(
        rows=filled(
            Problem(problem=problem, cause=cause, measure=measure, owner=owner, due=due)
            for _, problem, cause, measure, owner, due in tables.get(HEADER, ())
        )
    )
