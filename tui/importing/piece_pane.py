"""One piece of the file in full: where it stands, where it goes and why that is doubtful, and all its words."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from exports.reading.draft import ASIDE, UNSORTED, Draft, Placed
from tui.importing.piece_list import as_cells, kind_name, place_name, place_names
from tui.wrapped import Wrapped


class PiecePane(VerticalScroll, can_focus=True):
    """Scrolls what is longer than itself while it has the caret."""

    DEFAULT_CSS = """
    PiecePane { border: round $border-blurred; border-title-color: $primary; padding: 0 1; height: 1fr; }
    PiecePane:focus { border: round $border; }
    PiecePane #piece-about { color: $text-muted; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "screen.to_list", "回到列表", tooltip="回到左边的列表"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out what is said of the piece over its words."""
        yield Wrapped(id="piece-about")
        yield Wrapped(id="piece-text")

    def show(self, draft: Draft, position: int, taken: Sequence[int]) -> None:
        """Show the piece at a position of a draft, one of those `taken`."""
        placed = draft.pieces[position]
        self.border_title = f"第 {placed.piece.line} 行　{kind_name(placed)}"
        text = f"放到：{place_name(draft, placed, place_names(draft))}。{_about(placed)}"
        others = sum(bool(draft.pieces[one].piece.text.strip()) for one in taken) - 1
        if others:
            text += f"连同选中的另外 {others} 段一起放。"
        self.query_one("#piece-about", Wrapped).update(text)
        self.query_one("#piece-text", Wrapped).update(as_cells(placed.piece.text))
        self.scroll_home(animate=False)


def _about(placed: Placed) -> str:
    """Return why a person should look at a piece, or what becomes of it where that is not plain."""
    if placed.section == ASIDE:
        return "题名、目录、落款不进正文；要的话放到一节里。"
    if placed.sure:
        return "标题报告里已有，不再写一遍。" if placed.title else ""
    if placed.section == UNSORTED:
        return "拿不准：没有认出它属于哪一节；不动的话，它放在报告最后的“未归类”里，不会丢。"
    if placed.title:
        return "拿不准：这个标题和模板里的不大一样，或者先后不同。"
    return "拿不准：它上面的标题对得不牢。"
