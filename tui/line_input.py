"""A one-line field that takes what a report can hold, and says when a paste held something else."""

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from storage.text import clean, one_line


def tell_dropped(widget: Widget, count: int) -> None:
    """Say that so many characters of a paste cannot be in a report and were left out."""
    widget.notify(f"粘贴的内容里有 {count} 个看不见的控制字符，已去掉，文字都在。", markup=False)


class LineInput(Input):
    """Textual's Input keeps the first line of a paste only, lets controls through and swallows U+3000."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str, compact: bool = False) -> None:  # noqa: A002
        super().__init__(one_line(value), placeholder=placeholder, id=id, compact=compact, select_on_focus=False)
        # Input methods put their candidates where the cursor is: it must not blink away.
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """The text without blanks around it."""
        return self.value.strip()

    def put(self, text: str) -> None:
        """Insert text at the caret, in place of what is selected, on one line."""
        if dropped := clean(text)[1]:
            tell_dropped(self, dropped)
        self.replace(one_line(text), *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        # A full-width space is not "printable" to Python.
        if event.character == "\u3000":
            event.stop()
            event.prevent_default()
            self.put(event.character)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.put(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in the program; it passes the same entrance."""
        self.put(self.app.clipboard)
