"""Finding Chinese names by the initials of their pinyin: kfts for 开放天数."""

from collections.abc import Sequence
from functools import cache, lru_cache

Initials = Sequence[frozenset[str]]
"""For each character that can be typed, the letters it may begin with: 重 is z or c."""


@lru_cache(8192)
def initials_of(name: str) -> Initials:
    """Return what each character of a name begins with; punctuation is passed over."""
    return [_letters(character) for character in name if character.isalnum()]


@cache
def _letters(character: str) -> frozenset[str]:
    if character.isascii():
        return frozenset(character.lower())
    # The library reads a large dictionary: only who types letters waits for it.
    from pypinyin import Style, pinyin

    (sounds,) = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)
    return frozenset(sounds)


def matches(typed: str, initials: Initials) -> bool:
    """Whether the letters typed follow one another somewhere in a name."""
    return any(
        all(letter in sounds for letter, sounds in zip(typed, initials[start:], strict=False))
        for start in range(len(initials) - len(typed) + 1)
    )


def is_meant(name: str, typed: str) -> bool:
    """Whether what was typed stands in a name, or is made of initials of it."""
    typed = typed.lower()
    if typed in name.lower():
        return True
    return typed.isascii() and typed.isalnum() and matches(typed, initials_of(name))
