"""What is checked: the running text of a report as it is printed, and the report itself where there is one."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from storage.checks.finding import Quote
from storage.outline import BlockKind, Outline, OutlineSection
from storage.report.named_figure import NamedFigure
from storage.report.naming import named_figures
from storage.report.references import Resolved, resolve
from storage.report.report import Report
from storage.report.spot import Field, Spot
from storage.text import clean

_OPENING: Final = "开头"
_ANNEXES: Final = "附件"
_NUMBER: Final = "[一二三四五六七八九十]{1,3}"
# 一、二季度 is no heading, and neither is a number in the middle of a line.
_HEADING: Final = re.compile(
    rf"\s*(?:(?P<part>{_NUMBER})\s*[、.．](?!{_NUMBER}[季月])|[（(](?P<section>{_NUMBER})[）)]\s*[、.．]?)\s*(?P<rest>.*)"
)
_ANNEX: Final = re.compile(r"\s*附\s?件\s*(?:[0-9一二三四五六七八九]{0,2}\s*[：:.．、]|[0-9]{0,2}\s*$)")
_LONGEST_TITLE: Final = 60
_TITLE: Final = re.compile(r"[^：:；;。]{1,60}(?=[：:；;。]|$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A field's text as it is printed. `where` names the section for a person.

    Positions count the characters of `text`; spots those that were typed, which `resolved` leads back to where
    references were replaced. `title` is the heading it has in a plain text, as it stands there, `of` what the row
    of a table is called.
    """

    section: str
    where: str
    text: str
    kind: BlockKind = "prose"
    field: Field = ("text",)
    title: str = ""
    of: str = ""
    resolved: Resolved | None = None

    def spot(self, start: int, end: int) -> Spot:
        """Return the place of some of its characters."""
        if self.resolved is not None:
            start, end = self.resolved.typed(start, end)
        return Spot(self.section, self.kind, self.field, start, end)

    def quote(self, start: int, end: int) -> Quote:
        """Quote some of its characters."""
        return Quote(self.spot(start, end), self.where, self.text[start:end], self.of)


# Compared by identity, so that what several checks ask of it can be kept while it is checked.
@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """Everything a check may look at; it does not change while it is checked.

    `report` is None for a plain text, which has passages only; `lines` are then all its lines, headings included.
    `figures` are what references in the text can stand for.
    """

    outline: Outline
    year: str
    passages: tuple[Passage, ...]
    report: Report | None = None
    lines: tuple[str, ...] = ()
    figures: Mapping[str, NamedFigure] = field(default_factory=dict)


def where(outline: Outline, section_id: str, title: str = "") -> str:
    """Name a section for a person: `二（三）效益目标`; by `title`, or else its id, where the outline lacks it."""
    part = outline.part_of(section_id)
    asked = outline.section(section_id)
    if asked is None:
        return title.strip() or section_id
    number = f"{part.number}{asked.number}" if part is not None else ""
    return f"{number}{' ' if number and not asked.number else ''}{asked.short}"


def of_report(report: Report, outline: Outline) -> Subject:
    """Return what can be checked of a report."""
    figures = named_figures(report, outline)
    passages = tuple(_passages(report, outline, figures))
    return Subject(outline, report.cover.year.strip(), passages, report, figures=figures)


def table_passages(subject: Subject) -> Iterator[Passage]:
    """Yield the sentences that stand in tables: what was achieved, and the problems; figures drift there too."""
    for section in subject.report.sections if subject.report is not None else ():
        name = where(subject.outline, section.id, section.title)
        for kind, goal in (("indicators", section.indicators), ("transfer", section.transfer)):
            if goal is not None and goal.achieved.strip():
                place: BlockKind = "indicators" if kind == "indicators" else "transfer"
                yield Passage(section.id, name, goal.achieved, place, ("achieved",))
        for position, row in enumerate(section.problems.rows if section.problems is not None else ()):
            if row.problem.strip():
                yield Passage(section.id, name, row.problem, "problems", ("rows", position, "problem"))


def _passages(report: Report, outline: Outline, figures: Mapping[str, NamedFigure]) -> Iterator[Passage]:
    for section in report.sections:
        if section.prose is not None and not section.prose.is_blank():
            resolved = resolve(section.prose.text, figures)
            name = where(outline, section.id, section.title)
            yield Passage(section.id, name, resolved.text, resolved=resolved)


def of_text(text: str, outline: Outline) -> Subject:
    """Return what can be checked of a plain text: a passage for each 一、 and （一） that has something under it.

    A passage is named by its numbers, `二（三）`; what stands before the first heading is 开头, and what follows a
    line that names the annexes is 附件. Its section is the outline's where number and title are the outline's own.
    The body may start in the heading's line.
    """
    cleaned = clean(text)[0]
    lines = cleaned.split("\n")
    passages: list[Passage] = []
    part, name, title, asked = "", _OPENING, "", None
    body: list[str] = []

    def close() -> None:
        joined = "\n".join(body).strip("\n")
        if joined.strip():
            passages.append(Passage(asked.id if asked is not None else name, name, joined, title=title))

    for line in lines:
        heading = _HEADING.match(line)
        # A form starts with 附件 as well.
        if heading is None and part and _ANNEX.match(line):
            close()
            name, title, asked, body = _ANNEXES, line.strip(), None, []
            continue
        if heading is None:
            body.append(line)
            continue
        close()
        if heading["part"]:
            part, name = heading["part"], heading["part"]
        else:
            name = f"{part}（{heading['section']}）"
        asked, title = _asked(outline, part, heading["section"] or "", heading["rest"])
        rest = heading["rest"][len(title) :].lstrip("：:；;。等 ,，")
        body = [rest] if rest.strip() else []
    close()
    years = Counter(re.findall(r"((?:19|20)[0-9]{2})\s*年度?", cleaned))
    return Subject(outline, _year(lines, years), tuple(passages), None, tuple(lines))


def _asked(outline: Outline, part: str, section: str, rest: str) -> tuple[OutlineSection | None, str]:
    """Return the outline's section that a heading is, and the heading's title in `rest`."""
    found = _TITLE.match(rest)
    title = found[0] if found is not None else rest if len(rest) <= _LONGEST_TITLE else ""
    for known in outline.parts:
        for asked in known.sections:
            number = asked.number.strip("（）") if asked.number else ""
            if known.number == part and number == section and _same_title(asked, known.title, title):
                return asked, title
    return None, title


def _same_title(asked: OutlineSection, part_title: str, title: str) -> bool:
    own = asked.title if asked.number else part_title
    letters, wanted = (set(re.findall("[一-鿿]", words)) for words in (title, own))
    return bool(wanted) and len(letters & wanted) * 2 > len(wanted)


def _year(lines: list[str], years: Counter[str]) -> str:
    """Return the year of a text: that of its first lines, or the one it names most."""
    head = re.search(r"((?:19|20)[0-9]{2})\s*年", "\n".join(lines[:8]))
    return head[1] if head is not None else next((year for year, _ in years.most_common(1)), "")
