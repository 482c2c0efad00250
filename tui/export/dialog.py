"""Exporting: where to and under which name; a file that is there is kept unless the person says otherwise."""

from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from exports.exporting import AlreadyThere, NoSnapshot, default_folder, export_from_library, export_name
from exports.filename import free_name
from storage.errors import Refused
from storage.library import Library
from storage.outline import Outline
from storage.report.report import Report, State
from storage.text import one_line
from tui.dialogs import Choice, Dialog, Question


class ExportDialog(Dialog[Path]):
    """Asks for folder and name, writes the Markdown, and says where it is; answers its path."""

    DEFAULT_CSS = """
    ExportDialog .row { height: 3; }
    ExportDialog .row Static { width: 10; padding: 1 0; }
    ExportDialog .row Input { width: 1fr; }
    ExportDialog #problem { color: $text-error; height: auto; }
    """

    def __init__(self, library: Library, report: Report, outline: Outline) -> None:
        super().__init__()
        self._library = library
        self._report = report
        self._outline = outline

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        blank = [s.title for s in self._report.sections if s.state is State.EMPTY and s.cover is None]
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "导出 Markdown"
            if blank:
                yield Static(f"还有 {len(blank)} 节没有填，导出后只有标题。", markup=False, classes="sentence")
            with Horizontal(classes="row"):
                yield Static("文件夹", markup=False)
                yield Input(str(default_folder()), id="folder", select_on_focus=False)
            with Horizontal(classes="row"):
                yield Static("文件名", markup=False)
                yield Input(export_name(self._report, "md"), id="name", select_on_focus=False)
            yield Static(markup=False, id="problem")
            with Horizontal(classes="buttons"):
                yield Button("导出", variant="primary", id="export")
                yield Button("返回", id="back")

    def on_mount(self) -> None:
        """One Enter exports under the name proposed."""
        self.query_one("#export", Button).focus()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Input.Submitted)
    @on(Button.Pressed, "#export")
    def _export(self) -> None:
        folder = Path(one_line(self.query_one("#folder", Input).value).strip()).expanduser()
        name = one_line(self.query_one("#name", Input).value).strip()
        if not name:
            self._tell("文件名还没有填。")
            return
        self._write(folder / name)

    def _tell(self, sentence: str) -> None:
        self.query_one("#problem", Static).update(sentence)

    @work(exclusive=True)
    async def _write(self, path: Path) -> None:
        overwrite = False
        while True:
            try:
                export_from_library(self._library, self._report, self._outline, path, "md", overwrite=overwrite)
            except AlreadyThere as error:
                another = free_name(path)
                choices = (
                    Choice(f"另存为 {another.name[-12:]}", "rename"),
                    Choice("覆盖原来的", "overwrite"),
                    Choice("返回", "back"),
                )
                answer = await self.app.push_screen_wait(Question("已有同名文件", str(error), choices))
                if answer == "rename":
                    path = another
                elif answer == "overwrite":
                    overwrite = True
                else:
                    return
            except NoSnapshot as error:
                await self._tell_done(path, str(error))
                return
            except Refused as error:
                self._tell(str(error))
                return
            else:
                await self._tell_done(path, f"报告已导出到：\n{path}")
                return

    async def _tell_done(self, path: Path, sentence: str) -> None:
        await self.app.push_screen_wait(Question("已导出", sentence, (Choice("好", "ok"),)))
        self.dismiss(path)
