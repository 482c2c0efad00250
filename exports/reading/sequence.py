"""Which candidates are headings: those whose numbers, nesting and titles make the likeliest whole.

A beam search over the file. A state is the stack of numbers that are open; a candidate continues one of them,
opens another below, is an item of a list, or is no number at all. Numbers are repeated and left out in real
reports, so no rule forbids anything: each irregularity has its cost.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from exports.reading.candidates import Candidate

_WIDTH: Final = 24
_DEEPEST: Final = 8
_SWITCHED: Final = 2.5
_UNDER_ITEM: Final = 3.0
_OUT_OF_RANK: Final = 2.0
_NO_NUMBER: Final = 1.2
_ITEM_SHARE: Final = 0.9
_ARABIC: Final = frozenset({"n.", "n)"})


class _Open(NamedTuple):
    """An open number: its family and rank, its last value, whether it numbers headings, its style's level."""

    family: str
    rank: float
    value: int
    heading: bool
    level: int | None = None


class _Choice(NamedTuple):
    """What a candidate was taken for, and the choices before it."""

    depth: int
    before: "_Choice | None"


_Stack = tuple[_Open, ...]


def depths(found: Sequence[Candidate]) -> list[int]:
    """Return the depth of each candidate as a heading, from 1; 0 where it is none."""
    # A file of nothing but numbers is no report: it is read with less care than a report.
    width = _WIDTH if len(found) <= 2000 else 3
    beam: dict[_Stack, tuple[float, _Choice | None]] = {(): (0.0, None)}
    for candidate in found:
        reached: dict[_Stack, tuple[float, _Choice | None]] = {}
        for stack, (score, choice) in beam.items():
            for cost, after, depth in _steps(stack, candidate):
                total = score + cost
                if after not in reached or reached[after][0] < total:
                    reached[after] = (total, _Choice(depth, choice))
        best = sorted(reached.items(), key=lambda item: -item[1][0])[:width]
        beam = dict(best)
    choice = max(beam.values(), key=lambda state: state[0])[1]
    chosen: list[int] = []
    while choice is not None:
        chosen.append(choice.depth)
        choice = choice.before
    return chosen[::-1]


def _steps(stack: _Stack, own: Candidate) -> Iterator[tuple[float, _Stack, int]]:
    """Yield what a candidate may be here: the score it adds, the stack after it, its depth as a heading or 0."""
    plain = own.inline or own.marker is None
    yield (0.0 if plain else -_NO_NUMBER), stack, 0
    if own.level is not None and own.marker is None:
        yield _styled(stack, own)
        return
    for score, after in _placed(stack, own, heading=True):
        below_item = any(not one.heading for one in after[:-1])
        yield own.weight + score - _UNDER_ITEM * below_item, after, sum(one.heading for one in after)
    if not plain:
        for score, after in _placed(stack, own, heading=False):
            yield _ITEM_SHARE * score, after, 0


def _styled(stack: _Stack, own: Candidate) -> tuple[float, _Stack, int]:
    """Take a heading without a number that the file itself names as one: its level says where it stands."""
    level = own.level or 0
    above = tuple(one for one in stack if one.heading and one.level is not None and one.level < level)
    after = (*above, _Open(own.family, own.rank, own.value, heading=True, level=level))
    return own.weight, after[:_DEEPEST], len(after[:_DEEPEST])


def _placed(stack: _Stack, own: Candidate, *, heading: bool) -> Iterator[tuple[float, _Stack]]:
    entry = _Open(own.family, own.rank, own.value, heading, own.level)
    for place in range(len(stack) - 1, -1, -1):
        one = stack[place]
        if own.marker is None:
            if one.heading and one.rank == own.rank:
                # The line stands where the next number would: 一、 (二、 lost) 三、
                yield 0.5, (*stack[:place], one._replace(value=one.value + 1))
        elif one.family == own.family or (one.family in _ARABIC and own.family in _ARABIC and own.value > 1):
            switched = _SWITCHED if one.heading is not heading else 0.0
            mixed = 0.5 if one.family != own.family else 0.0
            yield _follows(one.value, own.value, heading=heading) - switched - mixed, (*stack[:place], entry)
    if len(stack) >= _DEEPEST:
        return
    kept = tuple(one for one in stack if one.rank < own.rank or (one.rank == own.rank and own.marker is not None))
    opens = (
        0.0
        if own.marker is None
        else 0.5
        if own.value == 1
        else -0.4
        if not stack
        else -0.9 - 0.2 * min(own.value, 5)
    )
    if not heading:
        yield opens, (*stack, entry)
        return
    if not any(one.rank == own.rank and one.heading for one in kept):
        yield opens, (*kept, entry)
    if len(kept) < len(stack) and own.marker is not None:
        yield opens - _OUT_OF_RANK, (*stack, entry)


def _follows(last: int, value: int, *, heading: bool) -> float:
    step = value - last
    if step == 1:
        return 1.5
    if value == 1:
        return -1.5 if heading else 0.3
    if step == 0:
        return -1.0 if heading else -0.3
    return -0.5 - 0.25 * min(step, 6) if step > 0 else -2.0
