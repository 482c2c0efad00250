"""Text of ours or of an outline, broken into rows as Chinese is set: no ，or 。 at the start of one."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.writing.line_breaking import text_rows


class Wrapped(Widget):
    """A paragraph as high as its rows."""

    DEFAULT_CSS = "Wrapped { height: auto; width: 1fr; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._text = text

    def update(self, text: str) -> None:
        """Show another text."""
        width = self.content_size.width
        before, self._text = len(text_rows(self._text, width)), text
        # Laying the screen out anew is dear, and most texts take as many rows as the one before.
        self.refresh(layout=not width or len(text_rows(text, width)) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows at `width` cells."""
        return len(text_rows(self._text, width))

    def render(self) -> Content:
        """Show the rows."""
        return Content("\n".join(text_rows(self._text, self.content_size.width)))
