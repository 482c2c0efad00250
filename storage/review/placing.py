"""Where a remark stands in a report that was changed since: it follows its words, or its row, when they move."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, product
from typing import Any, Final, get_args

from storage.checks.fields import entries, row_called
from storage.checks.fixing import text_at
from storage.outline import BlockKind
from storage.report.block import Block, Model
from storage.report.remark import Anchor
from storage.report.report import BLOCKS, Report, Section
from storage.report.spot import Field, Spot

_CONTEXT: Final = 24
_LONGEST: Final = 500
# A text made to be searched in vain; in a report nothing is quoted that stands so often.
_MOST: Final = 500
# Fewer characters in common are chance.
_COMMON: Final = 4
# How much of what was before and after the words is asked for, less each time: a change nearby must not hide them.
_SIZES: Final = (_CONTEXT, 12, 8, _COMMON, 2)
_NEARER: Final = sorted((pair for pair in product(_SIZES, _SIZES) if max(pair) >= _COMMON), key=sum, reverse=True)
# The ends of a text; neither can be in one.
_BEGIN, _END = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a remark stands now: a spot, or a section as a whole, or with neither the report.

    `is_same` says that what was remarked on is still there: the quoted words as they were, or the field. Otherwise
    the spot is the closest there is, and where there is none the remark stands at its section with the old words.
    """

    section: str = ""
    spot: Spot | None = None
    is_same: bool = True


def anchor_at(report: Report, spot: Spot) -> Anchor:
    """Return what attaches a remark to a spot: to its characters, or where it has none to the field as a whole.

    :raises Refused: when characters are named and there is no such text.
    """
    block = report.section(spot.section).block(spot.kind)
    row = row_called(block, spot.field)
    anchor = Anchor(section=spot.section, kind=spot.kind, field=spot.field, row=row)
    if spot.start == spot.end:
        return anchor
    text = text_at(report, Spot(spot.section, spot.kind, spot.field))
    end = min(spot.end, spot.start + _LONGEST)
    anchor.start, anchor.words = spot.start, text[spot.start : end]
    anchor.before, anchor.after = text[max(0, spot.start - _CONTEXT) : spot.start], text[end : end + _CONTEXT]
    return anchor


def place_of(report: Report, anchor: Anchor) -> Place:
    """Return where a remark with this anchor stands in the report now."""
    section = next((one for one in report.sections if one.id == anchor.section), None)
    if section is None:
        return Place(is_same=not anchor.section)
    if anchor.kind is None:
        return Place(section.id)
    spot = _words(report, section, anchor) if anchor.words else _field(section, anchor.kind, anchor)
    if spot is None:
        return Place(section.id, is_same=False)
    return Place(spot.section, spot, not anchor.words or _quoted(report, spot) == anchor.words)


def field_called(anchor: Anchor) -> str:
    """Return what the field of a remark is called: its row and its column; empty for a text, and a section."""
    if anchor.kind is None or anchor.kind == "prose":
        return ""
    model: type[Model] | None = BLOCKS[anchor.kind]
    label = ""
    for step in anchor.field:
        if isinstance(step, str) and model is not None and step in model.model_fields:
            info = model.model_fields[step]
            label = info.alias or step
            model = next((one for one in get_args(info.annotation) if _is_model(one)), None)
    return "·".join(filter(None, (anchor.row, label)))


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Model)


def _quoted(report: Report, spot: Spot) -> str:
    return text_at(report, Spot(spot.section, spot.kind, spot.field))[spot.start : spot.end]


# -- a field


def _field(section: Section, kind: BlockKind, anchor: Anchor) -> Spot | None:
    if kind not in section.kinds():
        return None
    block = section.block(kind)
    if not anchor.field:
        return Spot(section.id, kind)
    found = [field for field in _alike(block, anchor.field) if row_called(block, field) == anchor.row]
    nearest = min(found, key=lambda field: _distance(field, anchor.field), default=None)
    return None if nearest is None else Spot(section.id, kind, nearest)


def _alike(block: Block, field: Field) -> Iterator[Field]:
    """Yield the fields of that column in each row there is."""

    def walk(holder: Any, done: Field, rest: Field) -> Iterator[Field]:
        if not rest:
            yield done
        elif isinstance(holder, list):
            for position, row in enumerate(holder):
                yield from walk(row, (*done, position), rest[1:])
        elif isinstance(holder, Model) and isinstance(rest[0], str) and rest[0] in type(holder).model_fields:
            yield from walk(getattr(holder, rest[0]), (*done, rest[0]), rest[1:])

    return walk(block, (), field)


def _distance(one: Field, other: Field) -> list[int]:
    return [abs(a - b) for a, b in zip(one, other, strict=True) if isinstance(a, int) and isinstance(b, int)]


# -- words


def _words(report: Report, section: Section, anchor: Anchor) -> Spot | None:
    texts = sorted(_texts(section), key=lambda found: not _is_own(found[0], anchor))
    found = [
        ((_agreement(text, start, anchor), _is_own(spot, anchor), -abs(start - anchor.start)), spot, start)
        for spot, text in texts
        for start in _starts(text, anchor.words)
    ]
    best = max(found, key=lambda one: one[0], default=None)
    exact = None if best is None else _part(best[1], best[2], best[2] + len(anchor.words))
    # The same words somewhere else are weaker than what stands now between the words around the quoted ones.
    if best is not None and best[0][0] >= min(_COMMON, len(anchor.before + anchor.after)):
        return exact
    own = [found for found in texts if _is_own(found[0], anchor)]
    return (
        _moved(report, anchor)
        or _first(texts, anchor, _between)
        or _first(own, anchor, _nearby)
        or exact
        or _first(texts, anchor, _closest)
    )


def _moved(report: Report, anchor: Anchor) -> Spot | None:
    """Return where the words stand with all that was around them, in any section."""
    whole = anchor.before + anchor.words + anchor.after
    for spot, text in (found for section in report.sections for found in _texts(section)):
        if whole != anchor.words and (at := text.find(whole)) >= 0:
            start = at + len(anchor.before)
            return _part(spot, start, start + len(anchor.words))
    return None


def _first(
    texts: list[tuple[Spot, str]], anchor: Anchor, way: Callable[[str, Anchor], tuple[int, int] | None]
) -> Spot | None:
    spans = ((spot, way(text, anchor)) for spot, text in texts)
    return next((_part(spot, *span) for spot, span in spans if span is not None), None)


def _texts(section: Section) -> Iterator[tuple[Spot, str]]:
    for kind in section.kinds():
        for field, _, value, is_figure in entries(section.block(kind)):
            if isinstance(value, str) and not is_figure:
                yield Spot(section.id, kind, field), value


def _starts(text: str, words: str) -> Iterator[int]:
    def found() -> Iterator[int]:
        start = text.find(words)
        while start >= 0:
            yield start
            start = text.find(words, start + 1)

    return islice(found(), _MOST)


def _is_own(spot: Spot, anchor: Anchor) -> bool:
    return (spot.kind, spot.field) == (anchor.kind, anchor.field)


def _agreement(text: str, start: int, anchor: Anchor) -> int:
    """Return how many of the characters around a place are those that were around the words."""
    end = start + len(anchor.words)
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return _common(reversed(before), reversed(anchor.before)) + _common(iter(after), iter(anchor.after))


def _common(one: Iterator[str], other: Iterator[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _between(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Return what stands now between the words around the quoted ones."""
    return _gap(text, anchor.before, anchor.after, anchor) if anchor.before and anchor.after else None


def _nearby(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Return what stands now between the last of the words before and the first of those after, or an end."""
    before = anchor.before if len(anchor.before) == _CONTEXT else _BEGIN + anchor.before
    after = anchor.after if len(anchor.after) == _CONTEXT else anchor.after + _END
    whole = f"{_BEGIN}{text}{_END}"
    gaps = (_gap(whole, before[-last:], after[:first], anchor) for last, first in _NEARER)
    return next(((start - 1, end - 1) for start, end in filter(None, gaps)), None)


def _gap(text: str, before: str, after: str, anchor: Anchor) -> tuple[int, int] | None:
    """Return what stands between two pieces of a text, nearest to where the words were and not much longer."""
    longest = 2 * len(anchor.words) + _CONTEXT
    starts = [start + len(before) for start in _starts(text, before)]
    gaps = [(start, text.find(after, start, start + longest + len(after))) for start in starts]
    return min((gap for gap in gaps if gap[1] >= 0), key=lambda gap: abs(gap[0] - anchor.start), default=None)


def _closest(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Return the longest piece of the words that is still there, where that is at least half of them."""
    match = SequenceMatcher(None, text, anchor.words, autojunk=False).find_longest_match()
    enough = match.size >= max(_COMMON, len(anchor.words) / 2)
    return (match.a, match.a + match.size) if enough else None


def _part(spot: Spot, start: int, end: int) -> Spot:
    return Spot(spot.section, spot.kind, spot.field, start, end)
