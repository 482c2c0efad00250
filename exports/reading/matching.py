"""Which section of an outline each heading of a file means: by title, helped by number, parent and order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from exports.reading.markers import read_marker
from exports.reading.recognising import Heading
from exports.reading.titles import normal
from storage.outline import Outline

# What every heading of a report may have in it says little about which one it is.
_COMMON: Final = re.compile("项目|绩效|情况|工作|分析|自评|的|及|等|和|与|说明|需要?|其他|有关|相关|进行|主要")
_LEAST: Final = 0.5
_SURE: Final = 0.72
_CLEAR: Final = 0.08


@dataclass(frozen=True, slots=True)
class Target:
    """A heading of the outline: its depth, its number, its title, and where what stands under it goes.

    `section` is the section it is, or for a part with sections the first that has a text. `part` is the number
    of its part; `holds` says that other headings of the outline stand below it.
    """

    depth: int
    number: int
    title: str
    section: str
    part: int
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a heading means, and whether that is beyond doubt."""

    target: Target
    sure: bool


def targets(outline: Outline) -> Iterator[Target]:
    """Yield the headings of an outline whose sections have a text, in order."""
    for position, part in enumerate(outline.parts):
        sections = [section for section in part.sections if "prose" in section.blocks]
        if not sections:
            continue
        stands_alone = len(part.sections) == 1 and not part.sections[0].number
        number = _value(f"{part.number}、")
        yield Target(1, number, normal(part.title), sections[0].id, position, holds=not stands_alone)
        if not stands_alone:
            for section in sections:
                yield Target(2, _value(section.number), normal(section.title), section.id, position)


def match(headings: Sequence[Heading], outline: Outline) -> list[Match | None]:
    """Return what each heading means; None for one the outline has nothing like.

    Higher headings are matched first and the likeliest pairs of a depth before the others, so that a report with
    another order, or with more and fewer sections, still finds its places. What is out of order is not sure.
    """
    wanted = list(targets(outline))
    above = _parents(headings)
    found: list[Match | None] = [None] * len(headings)
    taken: set[int] = set()
    for depth in sorted({heading.depth for heading in headings}):
        own = [number for number, heading in enumerate(headings) if heading.depth == depth]
        pairs = [
            (score, number, place)
            for number in own
            if _is_open(number, above, found)
            for place, target in enumerate(wanted)
            if (score := _score(headings, number, target, above, found)) >= _LEAST
        ]
        for score, number, place in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if found[number] is None and place not in taken:
                rivals = [other for other, same, elsewhere in pairs if same == number and elsewhere != place]
                clear = all(score - other > _CLEAR for other in rivals)
                found[number] = Match(wanted[place], sure=score >= _SURE and clear)
                taken.add(place)
        for _, number, place in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if found[number] is None:
                # Two of its sections are one of ours.
                found[number] = Match(wanted[place], sure=False)
    return _doubted(found, wanted)


def likeness(one: str, other: str) -> float:
    """Return how alike two titles are, as `normal` writes them: 1 for the same, 0 for nothing in common."""
    if one == other:
        return 1.0
    bare, other_bare = _COMMON.sub("", one), _COMMON.sub("", other)
    whole = _overlap(one, other)
    if bare == other_bare != "":
        return 0.9
    if not bare or not other_bare:
        return 0.6 * whole
    return 0.3 * whole + 0.7 * _overlap(bare, other_bare)


def _overlap(one: str, other: str) -> float:
    """Return the share of neighbouring characters in common, between that of the shorter and that of both."""
    pairs, others = ({text[at : at + 2] for at in range(max(1, len(text) - 1))} for text in (one, other))
    common = len(pairs & others)
    return 0.5 * common / min(len(pairs), len(others)) + 0.5 * 2 * common / (len(pairs) + len(others))


def _score(
    headings: Sequence[Heading],
    number: int,
    target: Target,
    above: Sequence[int | None],
    found: Sequence[Match | None],
) -> float:
    heading = headings[number]
    score = likeness(normal(heading.title), target.title)
    if heading.depth != target.depth:
        score -= 0.05 if score > 0.9 else 0.12
    elif target.number and _value(heading.marker) == target.number:
        score += 0.06
    parent = above[number]
    match = found[parent] if parent is not None else None
    if match is not None:
        score += 0.12 if match.target.part == target.part else -0.15
    return score


def _is_open(number: int, above: Sequence[int | None], found: Sequence[Match | None]) -> bool:
    """Whether no heading above it is a section already: what stands in a section is the section's own affair."""
    parent = above[number]
    while parent is not None:
        match = found[parent]
        if match is not None and not match.target.holds:
            return False
        parent = above[parent]
    return True


def _parents(headings: Sequence[Heading]) -> list[int | None]:
    above: list[int | None] = []
    open_ones: list[int] = []
    for number, heading in enumerate(headings):
        while open_ones and headings[open_ones[-1]].depth >= heading.depth:
            open_ones.pop()
        above.append(open_ones[-1] if open_ones else None)
        open_ones.append(number)
    return above


def _doubted(found: Sequence[Match | None], wanted: Sequence[Target]) -> list[Match | None]:
    """Return the matches, those doubted that stand elsewhere than the outline has them."""
    order = {target: place for place, target in enumerate(wanted)}
    doubted: list[Match | None] = []
    last = -1
    for match in found:
        if match is None:
            doubted.append(None)
            continue
        place = order[match.target]
        doubted.append(Match(match.target, sure=match.sure and place > last))
        last = max(last, place) if match.sure else last
    return doubted


def _value(written: str) -> int:
    marker = read_marker(written)
    return marker.value if marker is not None else 0
