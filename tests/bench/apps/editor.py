"""Nothing but an editor: `stock` or `ours` with the caret after CARET characters of a text of LENGTH.

F4 gives the stock one another text of as many characters, and again the first; each ends in a mark of its own.
"""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from tests.bench.materials import our_editor, paragraph


class Editor(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "switch", priority=True)]

    def __init__(self, kind: str, length: int, caret: int, *marks: str) -> None:
        super().__init__()
        self._editor = our_editor() if kind == "ours" else TextArea(soft_wrap=True, show_line_numbers=False)
        # What blinks is drawn at any time, and would be taken for the answer to a key.
        self._editor.cursor_blink = False
        self._texts = [paragraph(length, mark) for mark in marks or ("",)]
        self._caret = caret

    def compose(self) -> ComposeResult:
        yield self._editor

    def on_mount(self) -> None:
        self._editor.load_text(self._texts[0])
        self._editor.move_cursor((0, self._caret))
        self._editor.focus()

    def action_switch(self) -> None:
        self._texts.reverse()
        self._editor.load_text(self._texts[0])
        self._editor.move_cursor(self._editor.document.end)


if __name__ == "__main__":
    kind, length, caret, *marks = sys.argv[1:]
    Editor(kind, int(length), int(caret), *marks).run()
