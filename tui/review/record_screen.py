"""审核记录: every round, with what was sent, remarked, answered and decided, to look at."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from exports.exporting import write_record
from storage.filename import free_name, safe_name
from storage.outline import Outline
from storage.report.report import Report
from tui.keybar import KeyBar
from tui.review.passages import record_items
from tui.review.reading_view import ReadingView


class RecordScreen(Screen[None]):
    """All that was said between the two sides, in order."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "ReadingView"
    HELP = """\
这里是双方各轮的送审、批注、答复和意见，只看不改。上下键、翻页键滚动，Esc 回去。
按 F9 单独导出成 Word 文件，可以打印存档。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "export", "导出记录", tooltip="把审核记录单独导出成 Word 文件"),
        Binding("escape,ctrl+e", "dismiss", "返回", tooltip="回到来的地方"),
    ]

    def __init__(self, report: Report, outline: Outline) -> None:
        super().__init__()
        self._report = report
        self._outline = outline

    def compose(self) -> ComposeResult:
        """Lay out header, page and keys."""
        yield Static(f"审核记录  {self._report.cover.known_as}", markup=False, id="header")
        yield ReadingView()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show all of it."""
        self.query_one(ReadingView).show(record_items(self._report))

    def action_export(self) -> None:
        """Ask for a folder and write the record there, over nothing."""
        from tui.review.write_file import WriteFile

        self.app.push_screen(WriteFile("审核记录导出到哪里", self._write, "审核记录已导出。"))

    def _write(self, folder: Path) -> Path:
        cover = self._report.cover
        name = "-".join(filter(None, (cover.unit.strip(), cover.year.strip(), cover.project.strip())))
        path = free_name(folder / safe_name(name, "-审核记录.docx"))
        write_record(path, self._report, self._outline)
        return path
