"""A program that is nothing but the editor, from the screen's first cell to its last."""

from textual.app import ComposeResult

from tui.entry.prose_editor import ProseEditor
from tui.history import History
from tui.keys_in_order import KeysInOrder


class Desk(KeysInOrder[None]):
    CSS = "ProseEditor, ProseEditor:focus { border: none; padding: 0; }"

    def compose(self) -> ComposeResult:
        yield ProseEditor()

    def on_mount(self) -> None:
        editor = self.query_one(ProseEditor)
        editor.show("", History(lambda: editor.text, editor.become), lambda: {"参观人次"}, lambda _: False)
        editor.focus()


if __name__ == "__main__":
    Desk().run()
