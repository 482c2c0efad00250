"""The pieces of a file, a row each, beside the sections they go to."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from rich.cells import set_cell_size
from textual.binding import Binding, BindingType

from exports.reading.draft import ASIDE, UNSORTED, Draft, Placed
from exports.reading.recognising import Kind
from tui.row_list import RowList, fitted

UNSURE: Final = "?"
_MARK, _KIND, _GAP = 2, 7, 2
_TARGET_SHARE: Final = 0.36
_SAME: Final = "│"


def place_names(draft: Draft, *, short: bool = False) -> dict[str, str]:
    """Return the name of each place a piece can go to, with its number in full."""
    names = dict(draft.places())
    for part in draft.outline.parts:
        for section in part.sections:
            if section.id in names:
                names[section.id] = f"{part.number}{section.number} {section.short if short else section.title}"
    return names


def place_name(draft: Draft, placed: Placed, names: Mapping[str, str]) -> str:
    """Return where a piece goes, of `place_names`; where a heading is that of a whole part, the part."""
    part = draft.outline.part_of(placed.section) if placed.part else None
    return part.heading if part is not None else names[placed.section]


def kind_name(placed: Placed) -> str:
    """Return what a piece is, in a word; a heading that stays in the text is a 小标题."""
    if placed.piece.kind is Kind.HEADING:
        return "标题" if placed.title else "小标题"
    return "标题" if placed.title else placed.piece.kind.value


def as_cells(text: str) -> str:
    """Return a piece's text on a line, the cells of a table's row parted by bars."""
    return " │ ".join(part.strip(" 　") for part in text.strip(" 　\t\n").split("\t")).replace("\n", " ")


class PieceList(RowList[int]):
    """One piece is current, or a run of them; a heading stands for all that is under it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("list--taken", "list--title", "list--unsure", "list--unsorted", "list--taken-unsure")
    }
    DEFAULT_CSS = """
    PieceList > .list--title { color: $primary; text-style: bold; }
    PieceList > .list--unsure, PieceList > .list--unsorted { color: $warning; text-style: bold; }
    PieceList > .list--taken { background: $panel; }
    PieceList > .list--taken-unsure { background: $panel; color: $warning; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.put", "放到…", tooltip="放到另一节；标题连同它下面的一起走"),
        Binding("space", "screen.confirm", "没问题", tooltip="看过了，就放在这里；再到下一处拿不准的"),
        Binding("shift+down", "extend(1)", "多选", tooltip="按住 Shift 按 ↑↓，选连着的几段一起放"),
        Binding("shift+up", "extend(-1)", show=False),
    ]

    def __init__(self, draft: Draft) -> None:
        super().__init__(id="pieces")
        self._draft = draft
        self._names: Sequence[str] = ()
        self._anchor: int | None = None
        self._taken: frozenset[int] = frozenset()

    def show_draft(self, draft: Draft) -> None:
        """Show a draft; blank lines of the file are no rows."""
        self._draft, names = draft, place_names(draft, short=True)
        self._names = [place_name(draft, placed, names) for placed in draft.pieces]
        rows = [number for number, placed in enumerate(draft.pieces) if placed.piece.text.strip()]
        self.show(rows)
        self._take()

    def go_to(self, position: int) -> None:
        """Put the cursor on the piece at a position of the draft."""
        self.cursor = self._rows.index(position)

    def taken(self) -> Sequence[int]:
        """Return the positions that what is done next is done with, blank lines between them included."""
        if self.current is None:
            return range(0)
        if self._anchor is None:
            return self._draft.below(self.current)
        first, last = sorted((self._anchor, self.cursor))
        return range(self._rows[first], self._rows[last] + 1)

    def watch_cursor(self) -> None:
        """Take another piece."""
        self._take()
        super().watch_cursor()

    def _take(self) -> None:
        taken = self.taken()
        self._taken = frozenset(taken) if len(taken) > 1 else frozenset()
        self.refresh()

    def action_move(self, rows: int) -> None:
        """Go on with one piece."""
        self._anchor = None
        super().action_move(rows)
        self._take()

    def action_extend(self, step: int) -> None:
        """Take one piece more, or one less."""
        anchor = self.cursor if self._anchor is None else self._anchor
        super().action_move(step)
        self._anchor = anchor
        self._take()
        self.post_message(self.Moved())

    # -- how they look

    def _target_width(self, width: int) -> int:
        return int(width * _TARGET_SHARE)

    def header(self, width: int) -> str:
        """Name the columns."""
        target = self._target_width(width)
        return fitted("  种类   文件里的文字", width - target) + "放到哪一节"

    def parts(self, row: int, width: int) -> Sequence[tuple[str, str]]:
        """Draw a piece: mark, kind, text, and its section where that is another than the row's above."""
        position = self._rows[row]
        placed = self._draft.pieces[position]
        target = self._target_width(width)
        heading = placed.piece.heading
        indent = "  " * (heading.depth - 1) if heading is not None else ""
        body = placed.piece.body if placed.title else 0
        # No more of a paragraph than can be seen: one may be as long as the file.
        title = indent + as_cells(placed.piece.text[:body])
        text = as_cells(placed.piece.text[body : body + 2 * width])
        line = fitted(title + text, width - _MARK - _KIND - _GAP - target)
        name = self._names[position]
        if row > self.scroll_offset.y and self._names[self._rows[row - 1]] == name:
            name = _SAME
        taken = "list--taken" if position in self._taken else ""
        doubt = "list--taken-unsure" if taken else "list--unsure"
        where = {ASIDE: "list--muted", UNSORTED: "list--unsorted"}.get(placed.section, "")
        return [
            (set_cell_size(" " if placed.sure else UNSURE, _MARK), taken if placed.sure else doubt),
            (set_cell_size(kind_name(placed), _KIND), taken or "list--muted"),
            (line[: len(title)], taken or ("list--title" if placed.title else "")),
            (line[len(title) :] + " " * _GAP, taken),
            (fitted(name, target), taken or where),
        ]
