"""Text of the preview in rows as Chinese is set, the same as in the editor."""

from typing import Any, Self

from textual.content import Content

from tui.writing.line_breaking import row_starts


class SetText(Content):
    """Content that breaks before no closing mark, and in no figure."""

    @classmethod
    def of(cls, content: Content) -> Self:
        """Set a text that Textual has read."""
        return cls(content.plain, list(content.spans))

    @property
    def without_spans(self) -> "SetText":
        """The same without styles, in the same rows: its height is measured by it."""
        return type(self)(self.plain)

    def _wrap_and_format(self, width: int, *args: Any, **options: Any) -> list[Any]:
        cells = max(2, width - 2 * options.get("line_pad", 0))
        lines = self.split(allow_blank=True)
        rows = [row for line in lines for row in line.divide(row_starts(line.plain, cells))]
        return Content("\n").join(rows)._wrap_and_format(width, *args, **options)
