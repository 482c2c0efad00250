"""A section as a reviewer reads it: what is printed, marked with what was changed, remarks and findings beside it.

Nothing is shown here; `tui.review.reading_view` sets it in rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from exports.blocks.prose import printed
from exports.composing import compose_section
from exports.document import Heading, Paragraph, Table
from storage.checks.answering import Sorted
from storage.checks.finding import Finding
from storage.checks.fixing import text_at
from storage.comparing import Difference, SectionDifference
from storage.outline import BlockKind, Outline
from storage.report.event import Act, Event
from storage.report.remark import Remark
from storage.report.report import Report, Section
from storage.report.spot import Field, Spot
from storage.review.placing import place_of
from storage.text_difference import Run, Sort, text_difference
from tui.review.items import Cell, Found, Item, Note, Remarked, Row, Text, Title, marked, same


def section_items(
    report: Report,
    outline: Outline,
    section: Section,
    changes: SectionDifference | None,
    before: Report | None,
    found: Sorted | None,
) -> list[Item]:
    """Return what there is to read of a section; `changes` are those since `before`, None in the first round."""
    page = _Page(report, outline, section, changes, before)
    items = page.items()
    _put_remarks(items, [remarked for remarked in _placed(report) if remarked.place.section == section.id])
    return [*items, *_findings(report, found, {section.id})]


def report_items(report: Report, found: Sorted | None) -> list[Item]:
    """Return what is said of the report as a whole, and how it came here."""
    items: list[Item] = [Title("整份报告")]
    items += [remarked for remarked in _placed(report) if not remarked.place.section]
    items += [Note(same(line)) for line in _told_events(report)]
    known = {section.id for section in report.sections}
    others = {finding.section for finding in _all(found)} - known
    return [*items, *_findings(report, found, others)]


def record_items(report: Report) -> list[Item]:
    """Return all that was said between the two sides, round by round."""
    items: list[Item] = [Title("审核记录")]
    for number in range(1, report.review.round + 1):
        items.append(Note(same(f"第{number}轮"), is_heading=True))
        events = [event for event in report.review.events if event.round == number]
        items += [Note(same(line)) for event in events if event.act is Act.SEND for line in _told_event(event)]
        items += [remarked for remarked in _placed(report) if remarked.remark.round == number]
        items += [Note(same(line)) for event in events if event.act is not Act.SEND for line in _told_event(event)]
    return items


def _told_events(report: Report) -> Iterator[str]:
    """Tell in a line each what happened between the two sides so far."""
    for event in report.review.events:
        yield from _told_event(event)


def _told_event(event: Event) -> Iterator[str]:
    signed = "，".join(filter(None, (event.by, event.at[:10])))
    said = f"：{event.text}" if event.text else ""
    yield f"第{event.round}轮{event.act}（{signed}）{said}"
    if event.signature is not None:
        yield f"　签署：负责人 {event.signature.responsible}，填报人 {event.signature.preparer}"
    for found in event.found or ():
        if found.reason:
            yield f"　{found.severity}：{found.message}　说明：{found.reason}"


def remarks_by_section(report: Report) -> dict[str, list[Remark]]:
    """Return the remarks under the section they stand in now, under `WHOLE` those on the report."""
    placed: dict[str, list[Remark]] = {}
    for remarked in _placed(report):
        placed.setdefault(remarked.place.section, []).append(remarked.remark)
    return placed


def _placed(report: Report) -> list[Remarked]:
    return [Remarked(remark, place_of(report, remark.anchor)) for remark in report.review.remarks]


def _all(found: Sorted | None) -> Iterator[Finding]:
    if found is not None:
        yield from found.open
        yield from found.unjudged
        yield from (answered.finding for answered in found.answered)


def _findings(report: Report, found: Sorted | None, sections: set[str]) -> Iterator[Item]:
    listed = [finding for finding in _all(found) if finding.section in sections]
    if listed:
        yield Note(same("核对发现"), is_heading=True)
    answers = {answer.finding: answer for answer in report.answers}
    sent = [event.found or () for event in report.review.events if event.act is Act.SEND]
    passed = {(one.code, one.section, one.message): one.reason for one in (sent[-1] if sent else ())}
    for finding in listed:
        answer = answers.get(finding.key)
        reason = passed.get((finding.code, finding.section, finding.message), "")
        yield Found(finding, answer.reason, answer.by) if answer is not None else Found(finding, reason)


# -- remarks beside what they are about


def _put_remarks(items: list[Item], remarks: Sequence[Remarked]) -> None:
    for remarked in reversed(remarks):
        spot = remarked.place.spot
        at, held = next(((at, cell) for at, item in enumerate(items) if (cell := holding(item, spot))), (0, None))
        item, column = items[at], held.column if held is not None else ""
        if isinstance(item, Text) and item.cell.spot is not None and spot is not None and remarked.place.is_same:
            quoted = (remarked.remark.anchor.words, spot.start - item.cell.spot.start)
            items[at] = replace(item, quoted=(*item.quoted, quoted))
        items.insert(at + 1, replace(remarked, column=column))


def holding(item: Item, spot: Spot | None) -> Cell | None:
    """Return the paragraph or the cell a spot is in; None where this item has none such."""
    match item:
        case Text(cell):
            return cell if _is_in(cell.spot, spot) else None
        case Row(_, _, cells):
            return next((cell for cell in cells if _is_in(cell.spot, spot)), None)
    return None


def _is_in(holder: Spot | None, spot: Spot | None) -> bool:
    if holder is None or spot is None or (holder.kind, holder.field) != (spot.kind, spot.field):
        return False
    return holder.end == 0 or holder.start <= spot.start < holder.end


# -- what is printed, with what was changed in it


class _Page:
    """One section while it is laid out; `_left` are the changes not shown yet."""

    def __init__(
        self,
        report: Report,
        outline: Outline,
        section: Section,
        changes: SectionDifference | None,
        before: Report | None,
    ) -> None:
        self._section = section
        self._elements = compose_section(report, outline, section.id)
        self._before = _prose(before, outline, section.id)
        self._is_compared = before is not None
        self._left: dict[tuple[BlockKind | None, Field], list[Difference]] = {}
        for change in changes.differences if changes is not None else ():
            self._left.setdefault((change.kind, change.field), []).append(change)
        self._added = {
            place for place, changed in self._left.items() if any(change.sort is Sort.ADDED for change in changed)
        }

    def items(self) -> list[Item]:
        items: list[Item] = []
        paragraphs = self._paragraphs()
        for element in self._elements:
            match element:
                case Heading(_, text):
                    items.append(Title(text))
                case Paragraph(text, None):
                    items.append(Note(same(text)))
                case Paragraph():
                    items.append(next(paragraphs))
                case Table():
                    items += self._rows(element)
        items += [*paragraphs, *self._blanks()]
        for change in (change for changes in self._left.values() for change in changes):
            items.append(_told(change))
        return items

    def _paragraphs(self) -> Iterator[Item]:
        """Yield the section's prose, a paragraph each, in the words of the round before and of this one."""
        there = [one for one in self._elements if isinstance(one, Paragraph) and one.spot is not None]
        text = "\n".join(one.text for one in there)
        self._left.pop(("prose", ("text",)), None)
        runs = text_difference(self._before, text) if self._is_compared else same(text)
        lines = _lines(runs)
        for one, line in zip(there, lines, strict=False):
            yield Text(Cell(line, one.spot))
        if not there and any(lines):
            yield Note(lines[0])

    def _rows(self, table: Table) -> Iterator[Item]:
        rows = []
        for number, texts in enumerate(table.rows):
            spots = table.spots[number] if number < len(table.spots) else (None,) * len(texts)
            is_added = self._is_added(spots)
            cells = (
                Cell(self._runs(text, spot, is_added=is_added), spot, column)
                for text, spot, column in zip(texts, spots, table.header, strict=True)
            )
            rows.append((tuple(cells), list(self._notes(spots))))
        # What is marked takes more room than what is printed.
        wide = replace(table, rows=tuple(tuple(marked(cell.runs).plain for cell in cells) for cells, _ in rows))
        yield Row(wide, -1, tuple(Cell(same(name)) for name in table.header))
        for number, (row, notes) in enumerate(rows):
            yield Row(wide, number, row)
            yield from notes

    def _runs(self, text: str, spot: Spot | None, *, is_added: bool) -> tuple[Run, ...]:
        if is_added and spot is not None:
            return (Run(Sort.ADDED, text),) if text else ()
        changes = self._left.pop((spot.kind, spot.field), []) if spot is not None else []
        if not changes:
            return same(text)
        runs = changes[-1].runs()
        # A number is printed otherwise than it is compared.
        after = "".join(run.text for run in runs if run.sort is not Sort.REMOVED)
        if after == text:
            return tuple(runs)
        return tuple(run for run in (Run(Sort.REMOVED, changes[-1].before), Run(Sort.ADDED, text)) if run.text)

    def _is_added(self, spots: Sequence[Spot | None]) -> bool:
        """Return whether a row was added as a whole, by itself or with what it is a part of."""
        for kind, field in _holders(spots):
            if any((kind, field[:length]) in self._added for length in range(2, len(field) + 1)):
                left = self._left.get((kind, field), [])
                self._left[kind, field] = [change for change in left if change.sort is not Sort.ADDED]
                return True
        return False

    def _notes(self, spots: Sequence[Spot | None]) -> Iterator[Item]:
        """Yield what else happened to the row, and the rows that went before it."""
        for kind, field in _holders(spots):
            for change in self._left.pop((kind, field), []):
                yield _told(change)

    def _blanks(self) -> Iterator[Item]:
        """Yield a place to point at for each kind of content that has nothing to print."""
        shown: set[BlockKind] = set()
        for element in self._elements:
            match element:
                case Paragraph(_, Spot() as spot):
                    shown.add(spot.kind)
                case Table():
                    shown.update(spot.kind for row in element.spots for spot in row if spot is not None)
        for kind in self._section.kinds():
            if kind not in shown:
                field: Field = ("text",) if kind == "prose" else ()
                name = Section.model_fields[kind].alias
                yield Text(Cell(same(f"（{name}：没有填写）"), Spot(self._section.id, kind, field)))


def _holders(spots: Sequence[Spot | None]) -> Iterator[tuple[BlockKind, Field]]:
    """Yield the row that a row's cells are in."""
    spot = next((spot for spot in spots if spot is not None), None)
    if spot is not None and len(spot.field) > 1:
        yield spot.kind, spot.field[:-1]


def _prose(report: Report | None, outline: Outline, section_id: str) -> str:
    if report is None or all(section.id != section_id for section in report.sections):
        return ""
    elements = compose_section(report, outline, section_id)
    return "\n".join(one.text for one in elements if isinstance(one, Paragraph) and one.spot is not None)


def _lines(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Divide a text where a paragraph of it as it is now ends; what was taken out stays with what is before it."""
    lines: list[list[Run]] = [[]]
    for sort, text in runs:
        if sort is Sort.REMOVED:
            lines[-1].append(Run(sort, text.replace("\n", "　")))
            continue
        first, *others = text.split("\n")
        lines[-1].append(Run(sort, first))
        lines += ([Run(sort, part)] for part in others)
    return [tuple(run for run in line if run.text) for line in lines]


def _told(change: Difference) -> Note:
    """Tell of a change that is no word of what is printed."""
    label = f"{change.label.replace(chr(10), ' ')}："
    if change.sort is Sort.MOVED:
        return Note(same(f"{label}从{change.before}移到{change.after}".replace(" ", "")))
    return Note((*same(label), *(Run(run.sort, run.text.replace("\n", "　")) for run in change.runs())))


def counted(found: Sorted | None) -> Mapping[str, Sequence[Finding]]:
    """Return the open findings under their sections."""
    counts: dict[str, list[Finding]] = {}
    for finding in found.open if found is not None else ():
        counts.setdefault(finding.section, []).append(finding)
    return counts


def place_in(report: Report, outline: Outline, cell: Cell, start: int, end: int) -> Spot | None:
    """Return where some characters of a cell were typed, all of it for 0 and 0; None where nothing was.

    Of what is printed otherwise than it was typed, such as an amount, there are no characters.
    """
    spot = cell.spot
    if spot is None or start == end:
        return spot
    typed = text_at(report, Spot(spot.section, spot.kind, spot.field))
    if spot.kind != "prose":
        return replace(spot, start=start, end=end) if typed == cell.text else spot
    resolved, before = printed(typed, report, outline), 0
    for line in resolved.text.split("\n"):
        if resolved.typed(before, before + len(line)) == (spot.start, spot.end):
            first, last = resolved.typed(before + start, before + end)
            return replace(spot, start=first, end=last)
        before += len(line) + 1
    return spot
