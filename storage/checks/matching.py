"""What a pattern finds in a passage, kept from one check to the next: a key changes one passage of many."""

import re
from functools import lru_cache
from typing import Final

# Some sixty patterns look through a score of passages; what is left over holds the passages as they were before.
_KEPT: Final = 4096


@lru_cache(maxsize=_KEPT)
def matches(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    """Return all that a pattern finds, in order."""
    return tuple(pattern.finditer(text))


@lru_cache(maxsize=_KEPT)
def occurs(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern finds anything."""
    return pattern.search(text) is not None
