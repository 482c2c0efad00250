"""Where headings may stand in a file, and what speaks for and against each before its neighbours are asked."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from exports.reading.lines import Line
from exports.reading.markers import INLINE, RANKS, Marker, read_marker
from exports.reading.titles import Title, is_nominal, likely, normal, read_title

# A page's number glued to what follows it, blanks, and the stars of bold Markdown.
_BEFORE: Final = re.compile(
    r"[ 　\t]*(?:[-—–－]+ ?[0-9]{1,3} ?[-—–－]+[ 　\t]*|第 ?[0-9]{1,3} ?页[ 　\t]*"
    r"|[0-9]{1,3}(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]))?(?:\*\*|__)?[ 　\t]*"
)
_ANNOUNCES: Final = re.compile("(?:如下|以下.{0,12}|包括|包含|分别[为是]|具体[为是]|有|为|其中)[：:]?$")
_PRIOR: Final = {
    "part": 2.0,
    "cn": 1.5,
    "cn()": 0.8,
    "n.": 0.0,
    "n.n": 0.4,
    "n.n.n": 0.2,
    "n)": -0.3,
    "(n)": -0.3,
    "o": -1.0,
}
_CROWDED: Final = {"cn": 0.0, "cn()": -0.4, "part": 0.0}
_SAYS_SO: Final = re.compile("(?:情况|分析|概况|措施|建议|问题|指标)$")
_NO_HEADING: Final = re.compile("(?:报告|通知|意见稿|表|书|函|单位)$|^(?:附|注)")
ANNEX: Final = re.compile(
    "[ 　\t]*附(?:件|表|录)?[ 　\t]*(?:[0-9一二三四五六七八九十]{1,2})?[ 　\t]*(?:[：:.、．]|$)"
)
"""How a line begins that names the annexes."""
_LONGEST_LIST: Final = 12
_LONGEST_ENTRY: Final = 40
_COLLAPSED: Final = 240
_MANY: Final = 3
_SHORT: Final = 12
_ENDS: Final = '。；;：:！!？?”"）) 　\t'
_STYLED: Final = 2.0
_LOST_ALL, _LOST_ONE = 2.3, 4.0
INLINE_COST: Final = 1.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a heading may stand: from `start` to `end` of a line's text, its position among the lines.

    `marker` is None where the file says by a style, or a title says by itself, that there may be a heading.
    `weight` is what speaks for it, whatever stands around; `inline` that it begins inside a line.
    """

    position: int
    start: int
    end: int
    marker: Marker | None
    title: Title
    family: str
    rank: float
    weight: float
    level: int | None = None
    inline: bool = False

    @property
    def value(self) -> int:
        """The number; 0 where there is none."""
        return self.marker.value if self.marker is not None else 0


def candidates(lines: Sequence[Line], skipped: frozenset[int], known: Mapping[str, int]) -> list[Candidate]:
    """Return the places in order; `skipped` are positions of lines that can hold none.

    `known` are the titles of outlines as `normal` writes them, with the depth they have there.
    """
    numbered = _count_numbered(lines, skipped)
    found: list[Candidate] = []
    for position, line in enumerate(lines):
        if position in skipped or not line.text.strip():
            continue
        if line.level is None and _continues_annex(lines, position):
            continue
        cuts = [0, *_cuts(line.text, known), len(line.text)]
        for start, end in itertools.pairwise(cuts):
            candidate = _candidate(line, position, start, end, known)
            if candidate is None and start == 0 and not line.row:
                candidate = _bare(lines, position, end, known, numbered)
                # What stands before the first number is the report's own title, over as many lines as it likes.
                if (
                    numbered[0]
                    and not found
                    and candidate is not None
                    and normal(candidate.title.text) not in known
                ):
                    candidate = None
            if candidate is not None:
                found.append(candidate)
    return [_weighed(found, number, lines) for number in range(len(found))]


def _continues_annex(lines: Sequence[Line], position: int) -> bool:
    """Whether a line goes on with the list of annexes: 附件：1.自评表, then 2.佐证材料."""
    for above in range(position, max(-1, position - _LONGEST_LIST), -1):
        text = lines[above].text.strip()
        if ANNEX.match(text):
            return above == position or re.search("[：:][ 　\t]*1", text) is not None
        if not re.match("[0-9]{1,2}[.．、]", text) or len(text) > _LONGEST_ENTRY:
            return False
    return False


def _count_numbered(lines: Sequence[Line], skipped: frozenset[int]) -> tuple[int, int, int]:
    """Return how many lines begin with 一、, with （一） and with a number of a lower level."""
    counts = [0, 0, 0]
    for position, line in enumerate(lines):
        mark = None if position in skipped else read_marker(line.text.strip())
        if mark is not None:
            counts[0 if mark.rank <= RANKS["cn"] else 1 if mark.rank == RANKS["cn()"] else 2] += 1
    return counts[0], counts[1], counts[2]


def _cuts(text: str, known: Mapping[str, int]) -> Iterator[int]:
    """Yield where a marker with a plausible title stands inside a line: line breaks get lost."""
    begin = _BEFORE.match(text)
    last = begin.end() if begin is not None else 0
    opened = read_marker(text, last)
    last = opened.end if opened is not None else last
    glued = _is_glued(text)
    for found in INLINE.finditer(text, last):
        marker = read_marker(text, found.start())
        if marker is None or found.start() <= last:
            continue
        before = text[max(last, found.start() - _LONGEST_ENTRY) : found.start()]
        closed = before[-1:] in _ENDS or (
            opened is not None and found.start() - last < _LONGEST_ENTRY and is_nominal(before)
        )
        if not closed and not (glued and marker.rank <= RANKS["cn()"]):
            continue
        following = INLINE.search(text, marker.end)
        end = following.start() if following is not None else len(text)
        title = read_title(text, marker.end, end, known, glued=glued)
        short = glued and closed and title.run_in and len(title.text) <= _SHORT
        if 0 < len(title.text) <= _LONGEST_ENTRY and (
            short or is_nominal(title.text) or normal(title.text) in known
        ):
            yield found.start()
            last, opened = marker.end, marker


def _is_glued(text: str) -> bool:
    """Whether a line is several that lost their breaks: it is long, or has a number after another."""
    found = islice(INLINE.finditer(text, 1), _MANY)
    return len(text) > _COLLAPSED or sum(read_marker(text, one.start()) is not None for one in found) == _MANY


def _candidate(line: Line, position: int, start: int, end: int, known: Mapping[str, int]) -> Candidate | None:
    text = line.text[:end]
    before = _BEFORE.match(text, start)
    begin = before.end() if before is not None else start
    marker = read_marker(text, begin)
    if line.row and (marker is None or "\t" in text.strip()):
        return None
    if marker is None:
        if line.level is None or start or not text.strip():
            return None
        title = Title(text.strip().strip("*_"), "", len(text), run_in=False)
        return Candidate(
            position, start, end, None, title, "styled", 0, _STYLED + likely(title, known), line.level
        )
    bare = text.rstrip().removesuffix("**").removesuffix("__")
    glued = end - start < len(line.text) and _is_glued(line.text)
    title = read_title(text, marker.end, len(bare), known, glued=glued)
    if not title.run_in:
        title = Title(title.text, title.closing, end, run_in=False)
    weight = _PRIOR[marker.family] + likely(title, known) + (_STYLED if line.level is not None else 0.0)
    if start:
        weight -= 0.4 if glued else INLINE_COST
    return Candidate(
        position, start, end, marker, title, marker.family, marker.rank, weight, line.level, inline=start > 0
    )


def _bare(
    lines: Sequence[Line], position: int, end: int, known: Mapping[str, int], numbered: Sequence[int]
) -> Candidate | None:
    """Return a line that reads as a title whose number got lost: of the highest level that has no numbers."""
    text = lines[position].text[:end]
    name = text.strip().rstrip("：:。")
    depth = known.get(normal(name), 0)
    closed = text.rstrip().endswith("。") and _SAYS_SO.search(name) is None
    plausible = not closed and 4 <= len(name) <= 25 and re.search("[0-9０-９。；;，,：:、\t]", name) is None
    if not depth and not (plausible and is_nominal(name)):
        return None
    if _NO_HEADING.search(name) or end < len(lines[position].text):
        return None
    title = Title(name, "", end, run_in=False)
    missing = next((rank for rank, count in enumerate(numbered, 1) if not count), len(numbered) + 1)
    rank = depth if depth and not numbered[depth - 1] else missing
    weight = likely(title, known) - (_LOST_ONE if numbered[0] > 1 else _LOST_ALL)
    following = (lines[number].text.strip() for number in range(position + 1, len(lines)))
    below = next(filter(None, following), "")
    if len(below) < _SHORT and "。" not in below and read_marker(below) is None:
        # One short line after another is the report's title, or a list.
        weight -= 1.0
    return Candidate(position, 0, end, None, title, f"bare{rank}", rank, weight)


def _weighed(found: Sequence[Candidate], number: int, lines: Sequence[Line]) -> Candidate:
    """Return a candidate with what its neighbours say of it: a heading has something below it, an item has not."""
    own = found[number]
    if own.family == "styled":
        return own
    weight = own.weight
    after = found[number + 1] if number + 1 < len(found) else None
    between = own.position + 1 if after is None else after.position
    body = any(line.text.strip() for line in lines[own.position + 1 : between]) or (
        after is None and any(line.text.strip() for line in lines[own.position + 1 :])
    )
    above = found[number - 1] if number else None
    if own.marker is None and above is not None and above.marker is not None and not above.title.run_in:
        # Right under a heading stands body, or a heading that lost its number.
        weight += 0.9 if not any(line.text.strip() for line in lines[above.position + 1 : own.position]) else 0.0
    before_text = _text_before(found, number, lines)
    if not own.title.run_in:
        if body or (after is not None and after.rank > own.rank and after.value == 1):
            weight += 0.8
        elif after is not None and after.family == own.family:
            weight += _CROWDED.get(own.family, -1.3)
        elif own.marker is None or own.rank > RANKS["cn()"]:
            weight -= 0.9
    elif lines[own.position].text.rstrip().endswith(("；", ";")):
        weight -= 2.2 if own.rank > RANKS["cn()"] else 0.8
    if own.value == 1 and own.rank > 1 and _ANNOUNCES.search(before_text) and not is_nominal(before_text):
        weight -= 1.0
    return Candidate(
        own.position,
        own.start,
        own.end,
        own.marker,
        own.title,
        own.family,
        own.rank,
        weight,
        own.level,
        own.inline,
    )


def _text_before(found: Sequence[Candidate], number: int, lines: Sequence[Line]) -> str:
    own = found[number]
    if own.start:
        return lines[own.position].text[max(0, own.start - _LONGEST_ENTRY) : own.start].strip()
    above = (lines[position].text.strip() for position in range(own.position - 1, -1, -1))
    return next((text for text in above if text), "")
