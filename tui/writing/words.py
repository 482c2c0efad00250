"""Where a word or a phrase begins: how far Ctrl+← and Ctrl+→ go in a Chinese text.

Without a dictionary Chinese has no words, but it has phrases: what stands between punctuation marks and the small
words (的、了、和、对……) that join them. Figures with their unit, Latin words and references are one each.
"""

import re
from collections.abc import Iterator
from typing import Final

from storage.quantities.units import pattern

_AFTER: Final = "的地得了着过等者"
_BEFORE: Final = "和与及或并而且对为以在由按从向把被将给就再共已未不"
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_PHRASE: Final = re.compile(
    r"\{\{[^{}\n]*\}\}"
    f"|第?[0-9０-９][0-9０-９.,/:]*[余多]?[十百千万亿]*[余多]?(?:{pattern()}|[月日号%％‰])?"
    "|[A-Za-z]+"
    f"|[{_HAN}](?:(?![{_BEFORE}])(?<![{_AFTER}])[{_HAN}])*"
    f"|[^\\S\n]+"
    f"|[^\\s\\w{{]+|.",
)


# As far back as a word may have begun.
_LONGEST: Final = 200


def word_left(line: str, column: int) -> int:
    """Where the word begins that stands before `column`, 0 at the start of the line."""
    near = max(0, column - _LONGEST)
    return near + max((found.start() for found in _words(line[near:column])), default=0)


def word_right(line: str, column: int) -> int:
    """Where the next word begins after `column`, the end of the line where there is none."""
    near = max(0, column - _LONGEST)
    starts = (near + found.start() for found in _words(line[near : column + 2 * _LONGEST]))
    return next((start for start in starts if start > column), min(len(line), column + 2 * _LONGEST))


def _words(text: str) -> Iterator[re.Match[str]]:
    """Find the words of a text; blanks belong to the word before."""
    return (found for found in _PHRASE.finditer(text) if not found[0].isspace())
