"""Exporting: where to and under which name; a file that is there is kept unless the person says otherwise."""

import os
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input

from exports.exporting import AlreadyThere, NoSnapshot, default_folder, export_from_library, export_name
from exports.filename import free_name, safe_name
from storage.checks.subject import where
from storage.errors import Refused
from storage.library import Library
from storage.outline import Outline
from storage.report.report import Report, State
from tui.dialogs import Choice, Dialog, Question, field
from tui.line_input import LineInput
from tui.wrapped import Wrapped


class ExportDialog(Dialog[Path]):
    """Asks for folder and name, writes the Markdown, and says where it is; answers its path."""

    HELP = """\
导出成 Markdown 文件，可以直接交上去，也可以用别的软件打开排版。
文件夹不在时自动新建；已有同名文件时先问，不会直接覆盖。导出的内容在文档库的“历史”里留底。"""
    DEFAULT_CSS = """
    ExportDialog #problem { color: $text-error; }
    """

    def __init__(self, library: Library, report: Report, outline: Outline) -> None:
        super().__init__()
        self._library = library
        self._report = report
        self._outline = outline

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        blank = [s for s in self._report.sections if s.state is State.EMPTY and s.cover is None]
        names = [where(self._outline, section.id, section.title) for section in blank]
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "导出 Markdown"
            if names:
                yield Wrapped(
                    f"还有 {len(names)} 节没有填，导出后只有标题：{'、'.join(names)}。", classes="sentence"
                )
            yield field("文件夹", LineInput(str(default_folder()), id="folder"))
            yield field("文件名", LineInput(export_name(self._report, "md"), id="name"))
            yield Wrapped(id="problem")
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
        folder, name = (self.query_one(f"#{name}", LineInput).typed for name in ("folder", "name"))
        if not folder or not name:
            self._tell(f"{'文件名' if folder else '文件夹'}还没有填，填好再导出。")
            return
        # Path.expanduser has no answer for the home of somebody who is not there.
        self._write(Path(os.path.expanduser(folder)) / safe_name(name.removesuffix(".md"), ".md"))  # noqa: PTH111

    def _tell(self, sentence: str) -> None:
        self.query_one("#problem", Wrapped).update(sentence)

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
