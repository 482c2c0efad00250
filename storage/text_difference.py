"""What differs between two texts, in words: what was taken out, what was put in, and what stayed."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, NamedTuple

from storage.quantities.units import pattern


class Sort(StrEnum):
    """What became of something between two states."""

    SAME = "相同"
    REMOVED = "删去"
    ADDED = "增加"
    CHANGED = "改动"
    MOVED = "移动"


class Run(NamedTuple):
    """Characters that stayed, were taken out or were put in."""

    sort: Sort
    text: str


# Figures with their unit, Latin words and references are read as one; of Chinese, a character is a word.
_WORD: Final = re.compile(
    rf"\{{\{{[^{{}}\n]*\}}\}}|[0-9０-９][0-9０-９.,，:]*(?<![.,，:])(?:[万亿]?(?:{pattern()}))?|[A-Za-z]+|.",
    re.DOTALL,
)
_CLAUSE: Final = re.compile(r"[^，。；！？\n]*[，。；！？\n]|[^，。；！？\n]+")
_SPLITS: Final[tuple[Callable[[str], Sequence[str]], ...]] = (
    lambda text: text.splitlines(keepends=True),
    _CLAUSE.findall,
    _WORD.findall,
)
# How many pairs of equal pieces are looked at to align two texts: those of some 1,000 Chinese characters.
_MOST_PAIRS: Final = 10_000
# What stays between two changes and is no longer than this says nothing by itself.
_ISLAND: Final = 2


def text_difference(before: str, after: str) -> list[Run]:
    """Return how one text became the other: runs in reading order, what was taken out before what was put in.

    SAME and REMOVED together are `before`, SAME and ADDED are `after`; no run is empty, and no two of a sort
    follow each other. Lines are aligned first, then clauses, then words, each with a bounded effort: texts of
    20,000 characters take a fraction of a second, and where they have next to nothing in common all is replaced.
    """
    return list(_joined(_without_islands(_runs(before, after, 0))))


def _runs(before: str, after: str, level: int) -> Iterator[Run]:
    old, new = _SPLITS[level](before), _SPLITS[level](after)
    for is_same, i, end, j, to in _aligned(old, new):
        removed, added = "".join(old[i:end]), "".join(new[j:to])
        if is_same:
            yield Run(Sort.SAME, removed)
        elif removed and added and level + 1 < len(_SPLITS):
            yield from _runs(removed, added, level + 1)
        else:
            yield Run(Sort.REMOVED, removed)
            yield Run(Sort.ADDED, added)


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield ranges that are the same or not, `old[i:end]` and `new[j:to]`."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    shorter -= head
    tail = next((at for at in range(shorter) if old[-1 - at] != new[-1 - at]), shorter)
    yield True, 0, head, 0, head
    middle, other = old[head : len(old) - tail], new[head : len(new) - tail]
    there = Counter(other)
    if sum(count * there[piece] for piece, count in Counter(middle).items()) > _MOST_PAIRS:
        yield False, head, len(old) - tail, head, len(new) - tail
    else:
        for tag, i, end, j, to in SequenceMatcher(None, middle, other, autojunk=False).get_opcodes():
            yield tag == "equal", head + i, head + end, head + j, head + to
    yield True, len(old) - tail, len(old), len(new) - tail, len(new)


def _without_islands(runs: Iterator[Run]) -> Iterator[Run]:
    """Take a character or two that happen to stand in both texts into the changes around them."""
    island, is_between = "", False
    for run in runs:
        if run.sort is Sort.SAME:
            island += run.text
            continue
        if run.text:
            if is_between and len(island) <= _ISLAND and "\n" not in island:
                yield Run(Sort.REMOVED, island)
                yield Run(Sort.ADDED, island)
            else:
                yield Run(Sort.SAME, island)
            island, is_between = "", True
            yield run
    yield Run(Sort.SAME, island)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    removed = added = same = ""
    for sort, text in runs:
        if sort is Sort.SAME:
            if text:
                yield from _filled(Run(Sort.REMOVED, removed), Run(Sort.ADDED, added))
                removed = added = ""
            same += text
            continue
        yield from _filled(Run(Sort.SAME, same))
        same = ""
        if sort is Sort.REMOVED:
            removed += text
        else:
            added += text
    yield from _filled(Run(Sort.REMOVED, removed), Run(Sort.ADDED, added), Run(Sort.SAME, same))


def _filled(*runs: Run) -> Iterator[Run]:
    return (run for run in runs if run.text)
