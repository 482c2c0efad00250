"""The rows of a folder: name, when it was changed, what it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rich.cells import cell_len, set_cell_size

from tui.files.listing import Kind, Row
from tui.row_list import RowList, fitted

_CHANGED, _KIND, _GAP = 10, 8, 2
# Room for how the files of a review end, which is all that tells them apart: 第1轮送审.审核.json.
_END: Final = 22


class FileList(RowList[Row]):
    """Folders and files; the caret stays in the field above."""

    can_focus = False
    DEFAULT_CSS = """
    FileList { padding: 0; }
    FileList > .list--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: none;
    }
    """

    def name_width(self) -> int:
        """Return how many cells a name has."""
        return max(12, self.scrollable_content_region.width - _CHANGED - _KIND - 2 * _GAP)

    def header(self, width: int) -> str:
        """Name the columns."""
        return f"{fitted('名称', self.name_width())}  {fitted('修改日期', _CHANGED)}  大小"

    def parts(self, row: int, width: int) -> Sequence[tuple[str, str]]:
        """Draw what is in the folder; the ends of long names stay, where years and kinds of files are."""
        entry = self._rows[row]
        changed, kind = "", str(entry.kind)
        if entry.kind in {Kind.FILE, Kind.TO_CONVERT}:
            changed = _date(entry.changed)
        if entry.kind is Kind.FILE:
            kind = _size(entry.size)
        name = cut_in_the_middle(entry.name, self.name_width())
        muted = "list--muted" if entry.kind is Kind.TO_CONVERT else ""
        return [
            (f"{name}  ", muted),
            (f"{fitted(changed, _CHANGED)}  {fitted(kind, _KIND)}", "list--muted"),
        ]


def cut_in_the_middle(text: str, cells: int) -> str:
    """Return `text` in exactly `cells` cells, its middle shown as `..` where it does not fit."""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    end = text[-_END:]
    while cell_len(end) > _END:
        end = end[1:]
    return set_cell_size(f"{set_cell_size(text, cells - 2 - cell_len(end)).rstrip()}..{end}", cells)


def _date(changed: float) -> str:
    # A clock may have stood at any time.
    try:
        return datetime.fromtimestamp(changed).astimezone().strftime("%Y-%m-%d")
    except (OverflowError, ValueError, OSError):
        return ""


def _size(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB" if size else "空"
    return f"{size / 1024 / 1024:.1f} MB"
