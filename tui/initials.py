"""Finding Chinese names by the initials of their pinyin: kfts for 开放天数."""

from collections.abc import Sequence

Initials = Sequence[frozenset[str]]
"""For each character that can be typed, the letters it may begin with: 重 is z or c."""


def initials_of(name: str) -> Initials:
    """Return what each character of a name begins with; punctuation is passed over."""
    # The library reads a large dictionary: only who types letters waits for it.
    from pypinyin import Style, pinyin

    letters = []
    for character in name:
        if character.isascii() and character.isalnum():
            letters.append(frozenset(character.lower()))
        elif character.isalnum():
            (sounds,) = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)
            letters.append(frozenset(sounds))
    return letters


def matches(typed: str, initials: Initials) -> bool:
    """Whether the letters typed follow one another somewhere in a name."""
    return any(
        all(letter in sounds for letter, sounds in zip(typed, initials[start:], strict=False))
        for start in range(len(initials) - len(typed) + 1)
    )
