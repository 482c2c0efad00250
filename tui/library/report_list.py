"""The list of reports: a row a report."""

from collections.abc import Sequence
from typing import Final

from storage.index import Entry
from tui.row_list import RowList, fitted

_FIXED: Final = {"年度": 6, "状态": 8, "进度": 7, "最后修改": 17}
# More for the state where remarks are counted behind it, or a round is named.
_MORE: Final = 5
# `Stage.SENT`; the models take a moment to import, and the list is the first thing seen.
_SENT: Final = "已送审"


class ReportList(RowList[Entry]):
    """Reports as rows."""

    _tells_more = False

    def show(self, rows: Sequence[Entry], at: int | None = None) -> None:
        """List reports; the cursor stays on its report where that is still there."""
        current, ids = self.current, [entry.id for entry in rows]
        self._tells_more = any(entry.waiting or entry.reviewed for entry in rows)
        super().show(rows, ids.index(current.id) if current and current.id in ids else at)

    def go_to(self, report_id: str) -> None:
        """Put the cursor on a report."""
        self.cursor = next((row for row, entry in enumerate(self._rows) if entry.id == report_id), self.cursor)

    def header(self, width: int) -> str:
        """Name the columns."""
        return self._line(("年度", "单位", "项目", "状态", "进度", "最后修改"), width)

    def parts(self, row: int, width: int) -> Sequence[tuple[str, str]]:
        """Draw a report, in the colour of errors where it cannot be read."""
        entry = self._rows[row]
        return [(self._line(_cells(entry), width), "list--problem" if entry.problem else "")]

    def _line(self, cells: tuple[str, ...], width: int) -> str:
        state = _FIXED["状态"] + (_MORE if self._tells_more else 0)
        spare = max(20, width - sum(_FIXED.values()) - state + _FIXED["状态"])
        project = spare - spare * 2 // 5
        widths = (_FIXED["年度"], spare * 2 // 5, project, state, _FIXED["进度"], _FIXED["最后修改"])
        return "".join(fitted(cell, cells_wide - 1) + " " for cell, cells_wide in zip(cells, widths, strict=True))


def _cells(entry: Entry) -> tuple[str, str, str, str, str, str]:
    if entry.problem:
        # The sentence begins with the path, which would leave no room for the reason.
        reason = entry.problem.partition(f"{entry.id}.json”")[2] or entry.problem
        return ("", entry.id, reason, "读不出", "", "")
    changed = entry.modified[:16].replace("T", " ")
    return (entry.year, entry.unit, entry.project, _state(entry), f"{entry.filled}/{entry.total}", changed)


def _state(entry: Entry) -> str:
    """Say where a report stands, from where one stands: what the office has sent is here to be reviewed."""
    if entry.reviewed:
        return f"{'待审核' if entry.status == _SENT else entry.status} {entry.reviewed}轮"
    return f"{entry.status} 批{entry.waiting}" if entry.waiting else entry.status
