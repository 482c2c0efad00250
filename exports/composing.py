"""How a report becomes a document: title, cover, and its sections under the outline's headings.

Everything in the report is visible text or a table, so that it can be read back. Except for the subtitle and
the lines of prose, every paragraph is the caption of the table that follows it, and every table is known by
its header.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from exports.blocks.cover import cover
from exports.blocks.facts import facts
from exports.blocks.funds import funds
from exports.blocks.indicators import indicators
from exports.blocks.problems import problems
from exports.blocks.prose import prose
from exports.blocks.transfer import transfer
from exports.document import Document, Element, Heading, Paragraph
from storage.outline import BlockKind, Outline, OutlineSection, Part
from storage.report.report import BLOCKS, Report, Section

FORMAT: Final = "自评宝 1"

# A new kind of block adds its line here.
COMPOSERS: Final[dict[BlockKind, Callable[[Section, Report, Outline], list[Element]]]] = {
    "cover": cover,
    "prose": prose,
    "facts": facts,
    "funds": funds,
    "indicators": indicators,
    "transfer": transfer,
    "problems": problems,
}


def compose(report: Report, outline: Outline) -> Document:
    """Lay out a whole report by its outline.

    A section the report lacks is a heading alone. Sections the outline no longer has come last, under the
    title they had; one of these nothing was ever entered in is left out.
    """
    cover_asked, *_ = outline.sections
    elements = [*_front(report, outline), *_content(report, outline, cover_asked)]
    for part in outline.parts:
        if not stands_alone(part):
            elements.append(Heading(2, part.heading))
        for section in part.sections:
            elements += [section_heading(part, section), *_content(report, outline, section)]
    asked = {section.id for section in outline.sections}
    for left in report.sections:
        if left.id not in asked and holds_something(left):
            elements += _leftover(left, report, outline)
    return Document(_identity(report, outline), tuple(elements))


def compose_section(report: Report, outline: Outline, section_id: str) -> list[Element]:
    """Lay out one section with its heading, as it stands in the whole document; the cover with the title.

    :raises KeyError: when neither the outline nor the report has the section.
    """
    asked = outline.section(section_id)
    if asked is None:
        return list(_leftover(report.section(section_id), report, outline))
    part = outline.part_of(section_id)
    head = _front(report, outline) if part is None else [section_heading(part, asked)]
    return [*head, *_content(report, outline, asked)]


def fill_in(pattern: str, report: Report) -> str:
    """Replace {填报单位}, {年度} and {项目名称} in an outline's title; braces that were typed stay as they are."""
    entry = {name: report.cover.get(name) for name in ("填报单位", "年度", "项目名称")}
    if "{年度}" in pattern:
        entry["项目名称"] = undated_project(report)
    return re.sub(r"\{(填报单位|年度|项目名称)\}", lambda match: entry[match[1]], pattern)


def undated_project(report: Report) -> str:
    """Return the project's name as it stands beside the report's year: without that year at its beginning."""
    year, project = report.cover.year, report.cover.project
    return re.sub(f"^{re.escape(year)}年度?(?!度?$)", "", project) if year else project


def _identity(report: Report, outline: Outline) -> dict[str, str]:
    identity = {
        "格式": FORMAT,
        "模板": f"{outline.id} {outline.version}",
        "单位": report.cover.unit,
        "年度": report.cover.year,
        "项目": report.cover.project,
    }
    return identity | {"编号": report.id} if report.id else identity


def _front(report: Report, outline: Outline) -> list[Element]:
    front: list[Element] = [Heading(1, fill_in(outline.title, report))]
    if outline.subtitle:
        front.append(Paragraph(fill_in(outline.subtitle, report)))
    return front


def stands_alone(part: Part) -> bool:
    """Whether a part is one section without a number of its own, so that the part's heading is the section's."""
    return len(part.sections) == 1 and not part.sections[0].number


def section_heading(part: Part, section: OutlineSection) -> Heading:
    """Return the heading a section stands under."""
    return Heading(2, part.heading) if stands_alone(part) else Heading(3, section.number + section.title)


def _content(report: Report, outline: Outline, asked: OutlineSection) -> list[Element]:
    """Lay out the blocks the outline asks for, then those an older version of it asked for."""
    section = next((section for section in report.sections if section.id == asked.id), None)
    if section is None:
        return []
    kinds = dict.fromkeys([*asked.blocks, *section.kinds()])
    return [element for kind in kinds for element in COMPOSERS[kind](section, report, outline)]


def _leftover(section: Section, report: Report, outline: Outline) -> Iterator[Element]:
    yield Heading(2, section.title.strip() or section.id)
    for kind in section.kinds():
        yield from COMPOSERS[kind](section, report, outline)


def holds_something(section: Section) -> bool:
    """Whether anything was ever entered in a section that the outline no longer has."""
    return any(section.block(kind) != BLOCKS[kind]() for kind in section.kinds())
