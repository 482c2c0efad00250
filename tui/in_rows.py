"""What is as high as the rows it breaks into at the width it has."""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget


class InRows(Widget):
    """Asks `rows` once for each width and window, though layout and painting both need them."""

    _laid_out: tuple[object, Sequence[Content]] = (None, ())

    def rows(self, width: int) -> Iterable[Content]:
        """Return what is shown at `width` cells, row by row."""
        raise NotImplementedError

    def show_anew(self) -> None:
        """Show what `rows` are now. Laying the screen out is dear, and they are mostly as many as before."""
        width = self.content_size.width
        before = len(self._rows(width))
        self._laid_out = (None, ())
        self.refresh(layout=not width or len(self._rows(width)) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows at `width` cells."""
        return len(self._rows(width))

    def render(self) -> Content:
        """Show the rows."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> Sequence[Content]:
        key = (width, self.app.size)
        if self._laid_out[0] != key:
            self._laid_out = (key, tuple(self.rows(width)))
        return self._laid_out[1]
