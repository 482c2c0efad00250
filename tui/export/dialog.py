"""Exporting: as what, where to and under which name; a file that is there is kept unless the person says so."""

from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from exports.exporting import AlreadyThere, NoSnapshot, default_folder, export_from_library, export_name
from storage.checks.checking import check
from storage.checks.finding import Severity
from storage.checks.subject import of_report, where
from storage.errors import Refused
from storage.filename import free_name, safe_name
from storage.library import Library
from storage.outline import Outline
from storage.report.report import Report, State
from tui.crash import log_crash
from tui.dialogs import Choice, Dialog, Question, field
from tui.home import with_home
from tui.line_input import LineInput
from tui.wrapped import Wrapped

_FORMATS: Final = {
    "md": "Markdown（.md）　纯文字，各种软件都能打开",
    "docx": "Word（.docx）　　按公文格式排好，可以直接打印",
}


class ExportDialog(Dialog[Path]):
    """Asks for format, folder and name, writes the file, and says where it is; answers its path."""

    HELP = """\
导出成 Word 或 Markdown 文件，可以直接交上去；格式用 ↑↓ 选，下一次导出时还是它。
文件夹不在时自动新建；已有同名文件时先问，不会直接覆盖。导出的内容在文档库的“历史”里留底。"""
    DEFAULT_CSS = """
    ExportDialog > VerticalScroll { padding: 0 2; }
    ExportDialog OptionList { height: auto; width: 1fr; }
    ExportDialog #problem { color: $text-error; }
    """

    last: ClassVar = "md"
    """The format chosen last since the program was started."""

    def __init__(self, library: Library, report: Report, outline: Outline) -> None:
        super().__init__()
        self._library = library
        self._report = report
        self._outline = outline

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        blank = [s for s in self._report.sections if s.state is State.EMPTY and s.cover is None]
        names = [where(self._outline, section.id, section.title) for section in blank]
        left = self._left()
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "导出报告"
            if names:
                yield Wrapped(
                    f"还有 {len(names)} 节没有填，导出后只有标题：{'、'.join(names)}。", classes="sentence"
                )
            if left:
                yield Wrapped(f"还有 {left}，填写时按 F6 看。", classes="sentence")
            options = (Option(Content(words), id=form) for form, words in _FORMATS.items())
            yield field("格式", OptionList(*options, markup=False, id="format"))
            yield field("文件夹", LineInput(str(default_folder()), id="folder"))
            yield field("文件名", LineInput(export_name(self._report, self.last), id="name"))
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("导出", variant="primary", id="export")
                yield Button("返回", id="back")

    def _left(self) -> str:
        """Say what must not go out unseen; empty while there is nothing of it."""
        found = check(of_report(self._report, self._outline), on_fault=log_crash)
        errors = sum(finding.severity is Severity.ERROR for finding in found)
        carried = sum(len(section.unconfirmed()) for section in self._report.sections)
        told = ((errors, f"{errors} 处错误没有改正"), (carried, f"{carried} 处上年的内容没有确认"))
        return "、".join(words for count, words in told if count)

    def on_mount(self) -> None:
        """One Enter exports under the name proposed."""
        self.query_one(OptionList).highlighted = [*_FORMATS].index(self.last)
        self.query_one("#export", Button).focus()

    @on(OptionList.OptionHighlighted)
    def _rename(self, event: OptionList.OptionHighlighted) -> None:
        """Let the name end in what the format asks for."""
        line = self.query_one("#name", LineInput)
        name = _stem(line.value)
        line.value = f"{name}.{event.option_id}" if name else ""

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    @on(Button.Pressed, "#export")
    def _export(self) -> None:
        folder, name = (self.query_one(f"#{name}", LineInput).typed for name in ("folder", "name"))
        if not folder or not name:
            self._tell(f"{'文件名' if folder else '文件夹'}还没有填，填好再导出。")
            return
        form = ExportDialog.last = [*_FORMATS][self.query_one(OptionList).highlighted or 0]
        path = Path(with_home(folder)) / safe_name(_stem(name), f".{form}")
        self._write(path, form)

    def _tell(self, sentence: str) -> None:
        self.query_one("#problem", Wrapped).update(sentence)

    @work(exclusive=True)
    async def _write(self, path: Path, form: str) -> None:
        overwrite = False
        while True:
            try:
                export_from_library(self._library, self._report, self._outline, path, form, overwrite=overwrite)
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


def _stem(name: str) -> str:
    for form in _FORMATS:
        name = name.removesuffix(f".{form}")
    return name
