"""How a document becomes a report again: the way back of composing, whatever file the document was read from.

For a document that was composed and not changed, composing what is read gives the very same document: every
entry it shows comes back, amounts to the cent. What it does not show does not come back: references are their
figures now, blank lines and rows are gone, and ticks, answers, who edited a section and when, and the history are
left to the library and to the format `json`. A section its outline no longer has comes back under its title.

Of one that was changed by hand nothing is guessed and nothing lost: text and tables that belong to no section or
are no table of ours are kept as text, and everything else that the report does not hold is told. What is computed
is never read: it is composed anew, and told where the document says otherwise.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from exports.blocks import cover, facts, funds, indicators, problems, transfer
from exports.blocks.prose import read_prose
from exports.composing import compose, holds_something, section_heading, stands_alone
from exports.document import Captions, Document, Element, Heading, Paragraph, Table, Tables
from storage.figures import fold, read_money, split_number, split_scale
from storage.outline import BlockKind, Outline
from storage.report.block import Block
from storage.report.report import Report, Section
from storage.text import one_line


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a document could not be taken as it stands, as one Chinese sentence.

    `element` is its position in the document from 0, and `row` that of a table's row, None for all of it.
    """

    sentence: str
    element: int
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Recomposed:
    """The report of a document. It has only the sections whose headings the document has, and the cover."""

    report: Report
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The tables of a kind of block, the captions above them, and how the block is read from their rows."""

    tables: Captions
    read: Callable[[Tables], Block]


# A new kind of block adds its line here; prose is what is in no table.
FORMS: Final[dict[BlockKind, Form]] = {
    "cover": Form(cover.TABLES, cover.read_cover),
    "facts": Form(facts.TABLES, facts.read_facts),
    "funds": Form(funds.TABLES, funds.read_funds),
    "indicators": Form(indicators.TABLES, indicators.read_indicators),
    "transfer": Form(transfer.TABLES, transfer.read_transfer),
    "problems": Form(problems.TABLES, problems.read_problems),
}
_CAPTIONS: Final = {header: caption for form in FORMS.values() for header, caption in form.tables.items()}
_COVER: Final = "cover"
_DEEPEST: Final = 3
_EXCERPT: Final = 30


@dataclass(slots=True)
class _Passage:
    """A section as the document has it: its lines of text and its tables, each with its position there.

    One that is none of the outline's has a title and a position, and no id before all that are kept are known.
    """

    id: str
    title: str = ""
    position: int = 0
    problem: Problem | None = None
    lines: list[tuple[int, str]] = field(default_factory=list)
    tables: dict[tuple[str, ...], tuple[int, Table]] = field(default_factory=dict)
    # Title and subtitle, which follow from the cover.
    front: list[tuple[int, str]] = field(default_factory=list)

    def rows(self) -> Tables:
        return {header: table.rows for header, (_, table) in self.tables.items()}


def read_document(document: Document, outline: Outline) -> Recomposed:
    """Read a document back as a report by the outline it was composed by."""
    passages, told = _passages(document.elements, outline)
    report = Report.new(
        outline,
        unit=document.identity.get("单位", ""),
        year=document.identity.get("年度", ""),
        project=document.identity.get("项目", ""),
    )
    report.id = one_line(document.identity.get("编号", ""))
    there = {section.id: section for section in report.sections}
    kept: list[tuple[_Passage, Section]] = []
    for passage in passages:
        section = there.get(passage.id) or Section(id="", title=passage.title)
        _fill(section, passage, outline)
        if passage.id or holds_something(section):
            kept.append((passage, section))
            told += [passage.problem] if passage.problem is not None else []
        else:
            told.append(Problem(f"“{passage.title[:_EXCERPT]}”下面没有内容，没有采用。", passage.position))
    _identify([passage for passage, _ in kept], outline)
    for passage, section in kept:
        section.id = passage.id
    order = {section.id: position for position, section in enumerate(outline.sections)}
    report.sections = sorted((section for _, section in kept), key=lambda one: order.get(one.id, len(order)))
    told += _untaken([passage for passage, _ in kept], compose(report, outline), outline)
    return Recomposed(report, tuple(sorted(told, key=lambda problem: (problem.element, problem.row or 0))))


def _fill(section: Section, passage: _Passage, outline: Outline) -> None:
    asked = outline.section(section.id)
    for kind, form in FORMS.items():
        if not passage.tables.keys().isdisjoint(form.tables):
            block = form.read(passage.rows())
            if asked is not None:
                block.fit(asked, outline)
            section.put(kind, block)
    if passage.lines:
        section.put("prose", read_prose([line for _, line in passage.lines]))


class _Headings:
    """The headings of an outline, each for the first heading of a document that is called so."""

    def __init__(self, outline: Outline) -> None:
        # By text, whatever level it has: the part, its section or "", and whether a part begins there.
        self._free: defaultdict[str, list[tuple[int, str, bool]]] = defaultdict(list)
        for number, part in enumerate(outline.parts):
            alone = stands_alone(part)
            if not alone:
                self._free[part.heading].append((number, "", True))
            for section in part.sections:
                self._free[section_heading(part, section).text].append((number, section.id, alone))
        self._part = 0

    def section(self, text: str) -> str | None:
        """Return the section a heading begins, "" for that of a part, None where it is none of the outline's."""
        free = self._free.get(text, [])
        # Several parts may have a section of the same name: then it is that of the part it stands in.
        found = next((one for one in free if one[0] == self._part or one[2]), None)
        if found is None and len(free) == 1:
            found = free[0]
        if found is None:
            return None
        free.remove(found)
        self._part = found[0]
        return found[1]

    @property
    def are_used(self) -> bool:
        """Whether the document has had them all."""
        return not any(self._free.values())


def _passages(elements: Sequence[Element], outline: Outline) -> tuple[list[_Passage], list[Problem]]:
    """Part a document into its sections; what is under no heading of a section gets one of its own."""
    told: list[Problem] = []
    headings = _Headings(outline)
    passages = [_Passage(_COVER)]
    # The heading of a part while nothing but the heading of a section should follow.
    part: str | None = None
    for position, element in enumerate(elements):
        if isinstance(element, Heading):
            text = element.text.strip()
            if position == 0 and element.level == 1:
                passages[0].front.append((position, text))
                continue
            section = headings.section(text)
            if section == "":
                part = text
                continue
            if section is not None or element.level <= _DEEPEST:
                part = None
                passages.append(_Passage(section) if section is not None else _stray(position, text, headings))
                continue
        if part is not None:
            why = f"“{part[:_EXCERPT]}”下面还没有到哪一节，这里的内容自成一节，放在最后。"
            passages.append(_Passage("", part, position, Problem(why, position)))
            part = None
        if isinstance(element, Heading):
            told.append(Problem(f"“{text[:_EXCERPT]}”不是一节的标题，作为正文。", position))
            passages[-1].lines.append((position, text))
        else:
            told += _take(passages[-1], position, element, outline)
    return passages, told


def _stray(position: int, text: str, headings: _Headings) -> _Passage:
    """Return the section of a heading the outline does not have; it belongs after all those that it has."""
    why = f"模板里没有“{text[:_EXCERPT]}”这个标题，它下面的内容自成一节，放在最后。"
    return _Passage("", text, position, None if headings.are_used else Problem(why, position))


def _identify(passages: Sequence[_Passage], outline: Outline) -> None:
    """Give those that are none of the outline's an id made of their title."""
    used = {section.id for section in outline.sections}
    for passage in passages:
        if not passage.id:
            number, passage.id = 1, passage.title
            while passage.id in used:
                number, passage.id = number + 1, f"{passage.title}（{number + 1}）"
            used.add(passage.id)


def _take(passage: _Passage, position: int, element: Element, outline: Outline) -> Iterator[Problem]:
    match element:
        case Paragraph(text) if position == 1 and passage.front and outline.subtitle and "\n" not in text:
            passage.front.append((position, text))
        case Paragraph():
            lines = element.text.split("\n")
            passage.lines.extend((position, line) for line in lines if line.strip())
        case Table():
            header = tuple(map(str.strip, element.header))
            if header in _CAPTIONS and header not in passage.tables:
                passage.tables[header] = position, element
                caption = _CAPTIONS[header]
                before, line = passage.lines[-1] if passage.lines else (-1, "")
                if caption and before == position - 1 and _is_caption(line, caption):
                    passage.lines.pop()
                return
            why = "这一节里有两张" if header in _CAPTIONS else "认不出表头是"
            columns = "、".join(header)
            yield Problem(f"{why}“{columns[:_EXCERPT]}”的表，它的各行作为正文。", position)
            for row in (element.header, *element.rows):
                text = "　".join(one_line(cell) for cell in row if cell.strip())
                if text:
                    passage.lines.append((position, text))


def _is_caption(line: str, caption: str) -> bool:
    """Whether a line is a caption, with or without the year that `of_year` adds."""
    return line == caption or (line.startswith(f"{caption}（") and line.endswith("年度）"))


def _untaken(passages: Sequence[_Passage], composed: Document, outline: Outline) -> list[Problem]:
    """Tell what a document shows and the document composed of its report does not."""
    composed_passages, _ = _passages(composed.elements, outline)
    _identify(composed_passages, outline)
    shown = {passage.id: passage for passage in composed_passages}
    told: list[Problem] = []
    if cover.HEADER not in passages[0].tables:
        told.append(Problem("没有封面的表，除了单位、年度和项目名称，封面是空的。", 0))
    for passage in passages:
        own = shown.get(passage.id, _Passage(passage.id))
        for (position, text), (_, expected) in zip(passage.front, own.front, strict=False):
            if not _same(text, expected):
                told.append(Problem(f"“{text}”没有采用：照封面应是“{expected}”。", position))
        told += _lines_untaken(passage, own)
        for header, (position, table) in passage.tables.items():
            expected_rows = own.tables[header][1].rows if header in own.tables else ()
            told += _cells_untaken(position, table, expected_rows)
    return told


def _lines_untaken(passage: _Passage, own: _Passage) -> Iterator[Problem]:
    left = Counter(line for _, line in own.lines)
    for position, line in passage.lines:
        left[line] -= 1
        if left[line] < 0:
            yield Problem(f"“{line[:_EXCERPT]}”里的 {{{{…}}}} 当作引用，导出时写成它的数。", position)


def _cells_untaken(position: int, table: Table, expected: Sequence[tuple[str, ...]]) -> Iterator[Problem]:
    for number, (row, own) in enumerate(_paired(table.rows, expected)):
        if own is None:
            words = "　".join(one_line(cell) for cell in row if cell.strip())
            # A quantity without a value is in the report even where it is not printed.
            if words and not (table.header == facts.HEADER and not row[1].strip()):
                yield Problem(f"表里的一行“{words[:_EXCERPT]}”没有采用，和表里别的内容对不上。", position, number)
            continue
        for column, cell, computed in zip(table.header, row, own, strict=True):
            if cell.strip() and not _same(cell, computed):
                instead = f"应是“{one_line(computed)[:_EXCERPT]}”" if computed else "现在还是空的"
                yield Problem(
                    f"“{one_line(cell)[:_EXCERPT]}”（{column}）没有采用：这一格是自动填的，{instead}。",
                    position,
                    number,
                )


def _paired(
    rows: Sequence[tuple[str, ...]], expected: Sequence[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...] | None]]:
    """Yield each row with the one that was composed for it: in order, or by what they are called."""
    # A row of two is an entry under its name.
    if len(rows) == len(expected) and rows and len(rows[0]) > 2:
        yield from zip(rows, expected, strict=True)
        return
    free: defaultdict[tuple[str, ...], deque[tuple[str, ...]]] = defaultdict(deque)
    for own in expected:
        free[_called(own)].append(own)
    for row in rows:
        named = free[_called(row)]
        yield row, named.popleft() if named else None


def _called(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_line(cell).strip() for cell in row[: 1 if len(row) == 2 else 3])


def _same(text: str, composed: str) -> bool:
    """Whether two cells say the same: 155.42万 is what 1,554,200.00 was written from."""
    return one_line(text).strip() == one_line(composed).strip() or (
        (number := _number(text)) is not None and number == _number(composed)
    )


def _number(text: str) -> Decimal | None:
    money = read_money(text)
    if isinstance(money, Decimal):
        return money
    split = split_number(fold(text))
    return split[0] * split_scale(split[1])[0] if split is not None else None
