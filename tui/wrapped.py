"""Text of ours or of an outline, broken into rows as Chinese is set: no ，or 。 at the start of one."""

from collections.abc import Iterator

from textual.content import Content

from tui.in_rows import InRows
from tui.writing.line_breaking import text_rows


class Wrapped(InRows):
    """A paragraph as high as its rows."""

    DEFAULT_CSS = "Wrapped { height: auto; width: 1fr; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._text = text

    def update(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.show_anew()

    def rows(self, width: int) -> Iterator[Content]:
        """Yield the rows."""
        return map(Content, text_rows(self._text, width))
