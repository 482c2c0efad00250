"""Problems: what went wrong, why, what is done about it, by whom and by when; what became of last year's."""

from typing import Final

from exports.blocks import spots
from exports.document import Captions, Element, Paragraph, Table, Tables
from storage.outline import Outline
from storage.report.block import filled
from storage.report.problems import Problem, Problems, Promise
from storage.report.report import Report, Section

CAPTION: Final = "问题及改进措施"
HEADER: Final = ("序号", "问题", "原因", "改进措施", "责任人", "完成时限")
PROMISES_CAPTION: Final = "上年改进措施落实情况"
PROMISES_HEADER: Final = ("序号", "上年措施", "落实情况", "说明")
TABLES: Final[Captions] = {HEADER: CAPTION, PROMISES_HEADER: PROMISES_CAPTION}


def problems(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return both lists in their order; nothing for one without rows."""
    if section.problems is None:
        return []
    rows = tuple(
        (str(number), row.problem, row.cause, row.measure, row.owner, row.due)
        for number, row in enumerate(filled(section.problems.rows), 1)
    )
    promises = tuple(
        (str(number), promise.measure, promise.outcome, promise.note)
        for number, promise in enumerate(section.problems.promises, 1)
    )
    kept = tuple(
        spots.cells(section, "problems", ("promises", number), ("", "measure", "outcome", "note"))
        for number in range(len(promises))
    )
    names = ("", "problem", "cause", "measure", "owner", "due")
    lists = (
        Table(HEADER, rows, spots=spots.rows(section, "problems", section.problems.rows, names)),
        Table(PROMISES_HEADER, promises, spots=kept),
    )
    return [e for table in lists if table.rows for e in (Paragraph(TABLES[table.header]), table)]


def read_problems(tables: Tables) -> Problems:
    """Return the lists the tables show, in their order whatever the numbers say."""
    return Problems(
        rows=filled(
            Problem(problem=problem, cause=cause, measure=measure, owner=owner, due=due)
            for _, problem, cause, measure, owner, due in tables.get(HEADER, ())
        ),
        promises=[
            Promise(measure=measure, outcome=outcome, note=note)
            for _, measure, outcome, note in tables.get(PROMISES_HEADER, ())
        ],
    )
