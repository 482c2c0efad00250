"""A table of contents in a file: it repeats the headings and is none itself."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from exports.reading.lines import Line
from exports.reading.markers import read_marker
from exports.reading.titles import normal

_NAMED: Final = re.compile("[ 　\t*#]*目[ 　\t]*[录次](?:[/／]提纲)?[ 　\t]*(?:[：:.…][ 　\t.…]*)?$")
_PAGE: Final = re.compile("[-—(（]? ?(?:[0-9]{1,3}|[ivxIVX]{1,5}) ?[-—)）]?$")
_DOTS: Final = ".…·．_-—"
_BLANKS: Final = " 　\t"
_FEWEST_DOTS: Final = 3
_TAIL: Final = f"{_DOTS}{_BLANKS}0123456789"
_LONGEST_PAGE: Final = 9
_LONGEST_ENTRY: Final = 60
_LONGEST_LINE: Final = 300
_FEWEST: Final = 3


def contents(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of the lines that are a table of contents, its own heading with them."""
    found = {
        position for position, line in enumerate(lines) if line.listed or (not line.row and _is_paged(line.text))
    }
    first = next((position for position, line in enumerate(lines) if _NAMED.match(line.text)), None)
    if first is not None:
        found |= {first, *_entries(lines, first + 1, named=True)}
    elif not found:
        begin = next((position for position, line in enumerate(lines) if _key(line)), None)
        if begin is not None:
            found |= _entries(lines, begin, named=False)
    # A single line with a number at its end is no table.
    return frozenset(found) if len(found) > 1 or first is not None else frozenset()


def _is_paged(text: str) -> bool:
    """Whether a line has words, then dots or a gap, then a page's number."""
    shown = text.strip(_BLANKS)
    page = _PAGE.search(shown, max(0, len(shown) - _LONGEST_PAGE))
    if page is None:
        return False
    before = shown[: page.start()]
    led = before.rstrip(_BLANKS)
    words, gap = led.rstrip(_DOTS), before[len(led) :]
    wide = "\t" in gap or gap.count(" ") >= _FEWEST_DOTS or gap.count("　") > 1
    return (wide or len(led) - len(words) >= _FEWEST_DOTS or "…" in led[len(words) :]) and bool(
        re.search("[一-鿿]", words)
    )


def _key(line: Line) -> str:
    """Return a numbered line's words, "" for one without a number."""
    text = line.text.strip(" 　\t*")
    return normal(text[:_LONGEST_LINE].rstrip(_TAIL)) if not line.row and read_marker(text) is not None else ""


def _entries(lines: Sequence[Line], begin: int, *, named: bool) -> set[int]:
    """Return the lines from `begin` up to where the first numbered one comes again and the text begins."""
    keys = [(position, _key(lines[position])) for position in range(begin, len(lines)) if _key(lines[position])]
    if not keys:
        return set()
    start, opening = keys[0]
    again = next((position for position, key in keys[1:] if key.startswith(opening)), None)
    if again is None:
        return set()
    numbered = {position: key for position, key in keys if position < again}
    others = any(
        len(lines[position].text.strip()) > _LONGEST_ENTRY
        for position in range(start, again)
        if position not in numbered
    )
    later = sorted(key for position, key in keys if position >= again)
    # If any begins with a key, then the first that does not come before it.
    firsts = [*later, ""]
    repeated = sum(firsts[bisect_left(later, key)].startswith(key) for key in numbered.values())
    enough = named or (len(numbered) >= _FEWEST and repeated * 2 > len(numbered))
    if others or not enough:
        return set()
    last = max(numbered)
    # What stands between the last entry and the text is its title; a line of dots still belongs to the table.
    while last + 1 < again and not re.search("[一-鿿]", lines[last + 1].text):
        last += 1
    return set(range(begin, last + 1))
