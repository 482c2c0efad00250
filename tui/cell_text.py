"""How the text of a table cell breaks into rows, the same whether it is shown or edited.

Chinese breaks anywhere but before closing and after opening punctuation; figures and Latin words stay whole
where they fit.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rich.cells import cell_len

_NOT_FIRST: Final = "，。、；：？！）》」』】〕〉”’…—·％‰℃%,.;:?!)]}"
_NOT_LAST: Final = "（《「『【〔〈“‘￥¥([{"
_CLUSTER: Final = re.compile(
    rf"[{re.escape(_NOT_LAST)}]*(?:[A-Za-z0-9][A-Za-z0-9.,'/+-]*|.)[{re.escape(_NOT_FIRST)}]*", re.DOTALL
)


class _Widths(dict[str, int]):
    def __missing__(self, character: str) -> int:
        # A tab is shown as one space: there are no tab stops in a cell.
        width = self[character] = 1 if character == "\t" else cell_len(character)
        return width


_WIDTHS: Final = _Widths()


def text_width(text: str) -> int:
    """How many terminal cells one line of text takes."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


@lru_cache(8192)
def break_line(line: str, width: int) -> tuple[int, ...]:
    """Where the rows of one line (no line break in it) begin after the first, at `width` cells a row."""
    if width < 2 or text_width(line) <= width:
        return ()
    starts: list[int] = []
    used = 0
    for cluster in _CLUSTER.finditer(line):
        size = text_width(cluster[0])
        if used + size <= width:
            used += size
            continue
        if size <= width:
            starts.append(cluster.start())
            used = size
            continue
        for offset, character in enumerate(cluster[0], cluster.start()):
            size = _WIDTHS[character]
            if used + size > width:
                starts.append(offset)
                used = 0
            used += size
    return tuple(starts)


@lru_cache(8192)
def text_rows(text: str, width: int) -> tuple[str, ...]:
    """The rows of a cell's text at `width` cells, at least one."""
    rows: list[str] = []
    for line in text.replace("\t", " ").split("\n"):
        edges = (0, *break_line(line, width), len(line))
        rows += [line[start:end] for start, end in pairwise(edges)]
    return tuple(rows)
