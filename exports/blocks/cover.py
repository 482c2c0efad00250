"""The cover: a table of what the report is about and who answers for it."""

from typing import Final

from exports.blocks import spots
from exports.document import Captions, Element, Table, Tables
from storage.outline import Outline
from storage.report.cover import COVER_FIELDS, Cover
from storage.report.report import Report, Section

HEADER: Final = ("事项", "内容")
TABLES: Final[Captions] = {HEADER: ""}


def of_year(caption: str, report: Report) -> str:
    """Return a form's first caption with the year it is for, as the official forms are headed."""
    return f"{caption}（{report.cover.year}年度）" if report.cover.year else caption


def cover(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return the entries the outline asks for, blank ones too, then any others that were filled in."""
    block = section.cover
    if block is None:
        return []
    others = [label for label in COVER_FIELDS if label not in outline.cover and block.get(label)]
    labels = (*outline.cover, *others)
    rows = tuple((label, block.get(label)) for label in labels)
    fields = tuple(spots.cells(section, "cover", (), ("", COVER_FIELDS[label])) for label in labels)
    return [Table(HEADER, rows, spots=fields)]


def read_cover(tables: Tables) -> Cover:
    """Return the cover a table shows; of an entry that stands in it twice, the first that is filled in."""
    read = Cover()
    for label, text in tables.get(HEADER, ()):
        if label in COVER_FIELDS and not read.get(label):
            read.set(label, text)
    return read
