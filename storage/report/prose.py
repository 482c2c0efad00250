"""Prose: plain text in which a line is a paragraph; what is typed is what is printed."""

import re
from collections.abc import Iterator
from typing import Final, Self

from pydantic import Field

from storage.outline import Outline, OutlineSection
from storage.report.block import Block, Text
from storage.report.carried import Entry, sign, without_numbers


class Prose(Block):
    """The text of a section."""

    text: Text = Field("", alias="正文")

    def carried_over(self) -> Self:
        """Hand the text on."""
        return self.model_copy()

    def typed_entries(self) -> Iterator[Entry]:
        """Yield the paragraphs."""
        start = 0
        for line in self.text.split("\n"):
            end = start + len(line)
            if line.strip():
                yield Entry(("text",), line, sign(line), start, end)
            start = end + 1

    def is_carried(self, line: str) -> bool:
        """Whether a paragraph that reads so waits to be confirmed."""
        return self.carried is not None and bool(line.strip()) and sign(line) in without_numbers(self.carried)

    def is_blank(self) -> bool:
        """Whether there is nothing but blanks."""
        return not self.text.strip()

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the text while it is blank."""
        return ["正文"] if self.is_blank() else []


# What a word processor set to Chinese counts one by one: Han, kana, full-width signs, and the marks it shares with
# other scripts but sets as Chinese.
_ONE_BY_ONE: Final = re.compile(
    "[‘’“”—…·\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+"
)
_RUN: Final = "\x00"


def count_words(text: str) -> int:
    """Count as Word and WPS do (字数): each Chinese character or mark, and each run of other signs (3.5, km)."""
    rest, runs = _ONE_BY_ONE.subn(_RUN, text.replace("\u3000", " "))
    one_by_one = len(text) - (len(rest) - runs)
    return one_by_one + len(rest.replace(_RUN, " ").split())
