"""What came from last year's report and waits for somebody to confirm it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from storage.report.spot import Field

# A reference follows its figure's name, and a year is offered for change: neither makes an entry another one.
_CHANGING: Final = re.compile(r"\{\{[^{}\n]*\}\}|(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is confirmed as one: a paragraph, a row of a table, an entry of the cover.

    `field` leads there from its block, as in a `Spot`; a paragraph is its characters from `start` to before `end`.
    `sign` is the same wherever the entry is moved, and another once it reads otherwise.
    """

    field: Field
    words: str
    sign: str
    start: int = 0
    end: int = 0

    def holds(self, field: Field, at: int) -> bool:
        """Whether a field, or the character `at` of it, is a part of the entry, and not of one within it."""
        return entry_of(field) == self.field and (not self.end or self.start <= at <= self.end)


def entry_of(field: Field) -> Field:
    """Return the entry a field is a part of: the innermost row it is in, or else the field itself."""
    rows = [number for number, step in enumerate(field, 1) if isinstance(step, int)]
    return field[: rows[-1]] if rows else field


@lru_cache(maxsize=4096)
def sign(*words: str) -> str:
    """Return a short sign of the words of an entry, without regard to years and the names of references."""
    kept = _CHANGING.sub("", "\t".join(words))
    return blake2b(kept.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def numbered(sign: str, number: int) -> str:
    """Return the sign of the second, third … of several entries that read the same; the first has the bare one."""
    return f"{sign}-{number}" if number > 1 else sign


# Asked for every row of a text in sight.
@lru_cache(maxsize=16)
def without_numbers(signs: tuple[str, ...]) -> frozenset[str]:
    """Return the bare signs of entries, which all that read the same have in common."""
    return frozenset(sign.partition("-")[0] for sign in signs)
