"""Facts: a table of the section's quantities."""

from typing import Final

from exports.blocks import spots
from exports.document import Captions, Element, Paragraph, Table, Tables
from storage.outline import Outline
from storage.report.block import filled
from storage.report.facts import Fact, Facts
from storage.report.report import Report, Section

CAPTION: Final = "主要数据"
HEADER: Final = ("名称", "数值", "单位", "期间")
TABLES: Final[Captions] = {HEADER: CAPTION}


def facts(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return the quantities in their order; a value that was not understood stands as typed."""
    if section.facts is None:
        return []
    rows = tuple((f.name, f.shown(), f.unit, f.period) for f in _told(section.facts, section.id, outline))
    cells = spots.rows(section, "facts", section.facts.rows, ("name", "value", "unit", "period"))
    return [Paragraph(CAPTION), Table(HEADER, rows, frozenset({1}), cells[: len(rows)])] if rows else []


def read_facts(tables: Tables) -> Facts:
    """Return the quantities a table shows; those the outline asks besides are added by fitting them to it."""
    rows = tables.get(HEADER, ())
    return Facts(
        rows=filled(Fact(name=name, unit=unit, period=period, value=value) for name, value, unit, period in rows)
    )


def _told(block: Facts, section_id: str, outline: Outline) -> list[Fact]:
    """Return the rows with an entry, without those at the end that merely repeat what the outline asks.

    Fitting what is left to the outline gives all of them back, in the same order.
    """
    rows = filled(block.rows)
    asked = outline.section(section_id)
    if asked is not None:
        # What the outline asks has no value yet.
        typed = max((number for number, fact in enumerate(rows, 1) if fact.value != ""), default=0)
        for count in range(typed, len(rows)):
            head = Facts(rows=rows[:count])
            head.fit(asked, outline)
            if head.rows == rows:
                return rows[:count]
    return rows
