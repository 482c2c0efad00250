"""Prose: plain text in which a line is a paragraph; what is typed is what is printed."""

import re

from pydantic import Field

from storage.outline import Outline, OutlineSection
from storage.report.block import Block, Text


class Prose(Block):
    """The text of a section."""

    text: Text = Field("", alias="正文")

    def is_blank(self) -> bool:
        """Whether there is nothing but blanks."""
        return not self.text.strip()

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the text while it is blank."""
        return ["正文"] if self.is_blank() else []


def count_characters(text: str) -> int:
    """Count characters without blanks and line ends: what WPS and Word call 字符数（不计空格）, not 字数."""
    return len(re.sub(r"\s", "", text))
