"""Backing the library up: where to, how often to be reminded, and what became of it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from storage.backing_up import Backup, back_up, default_backup_folder
from storage.durable import NotSaved
from storage.errors import Refused
from storage.json_file import shown
from storage.library import Library
from storage.media import is_removable, is_unplugged, plugged_in
from storage.settings import MOST_DAYS, Settings, read_settings, write_settings
from tui.dialogs import Choice, Dialog, Question, field
from tui.home import with_home
from tui.line_input import LineInput
from tui.wrapped import Wrapped


def places(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield where backups may go, with what each place is to a person: what is plugged in first."""
    seen = set()
    chosen = Path(settings.backup_folder)
    last = [("上次的", chosen)] if settings.backup_folder and chosen.is_dir() and not is_unplugged(chosen) else []
    for kind, folder in (*(("U盘", one) for one in plugged_in()), *last, ("电脑里", default_backup_folder())):
        if folder not in seen:
            seen.add(folder)
            yield kind, folder


class BackupDialog(Dialog[str]):
    """Asks for a folder, writes the backup and says where it is; answers "restore" where that is wanted."""

    HELP = """\
备份是把整个文档库（报告、以前的版本、回收站、模板）写成一个 .zip 文件，写完读回来核对过才算数。
最好放到U盘，和电脑分开收好；同一天再备份不会覆盖前一个。要用时按 F7 从备份恢复。
到了写的天数还没有备份，文档库最下面会提醒一句；写 0 就不提醒。"""
    DEFAULT_CSS = """
    BackupDialog OptionList { height: auto; max-height: 5; width: 1fr; }
    BackupDialog #days { width: 12; }
    BackupDialog #hint { width: 1fr; padding: 1 1; }
    BackupDialog #problem { color: $text-error; }
    """

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._settings = read_settings()
        self._places = list(places(self._settings))
        self._busy = False

    def compose(self) -> ComposeResult:
        """Lay out the places, the folder and the days."""
        options = [Option(Content(f"{kind}  {shown(folder)}")) for kind, folder in self._places]
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "备份文档库"
            yield field("放到哪里", OptionList(*options, markup=False))
            yield field("文件夹", LineInput(shown(self._places[0][1]), id="folder"))
            days = LineInput(str(self._settings.remind_after), id="days")
            hint = Static("天没有备份就提醒，0 是不提醒", markup=False, id="hint")
            yield Horizontal(Static("提醒", markup=False), days, hint, classes="field")
            yield Wrapped(self._settings.fault, id="problem")
            with Horizontal(classes="buttons"):
                yield Button("备份", variant="primary", id="start")
                yield Button("从备份恢复", id="restore")
                yield Button("返回", id="back")

    def on_mount(self) -> None:
        """One Enter backs up to the place proposed."""
        self.query_one(OptionList).highlighted = 0
        self.query_one("#start", Button).focus()

    @on(OptionList.OptionHighlighted)
    @on(OptionList.OptionSelected)
    def _place(self, event: OptionList.OptionHighlighted | OptionList.OptionSelected) -> None:
        self.query_one("#folder", LineInput).value = shown(self._places[event.option_index][1])

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Button.Pressed, "#restore")
    def _restore(self) -> None:
        self._leave_with("restore")

    def action_leave(self) -> None:
        """Keep the days that were set, and leave."""
        self._leave_with(None)

    def _leave_with(self, answer: str | None) -> None:
        # What is being written will be whole or not there; one waits those seconds.
        if not self._busy and self._keep_settings(self._settings.backup_folder):
            self.dismiss(answer)

    @on(Input.Submitted)
    @on(Button.Pressed, "#start")
    def _start(self) -> None:
        typed = self.query_one("#folder", LineInput).typed
        if not typed:
            self._tell("文件夹还没有填，填好再备份。")
        elif not self._busy and self._keep_settings(self._settings.backup_folder):
            self._busy = True
            self._tell("正在备份，写完还要读回来核对…")
            self._write(Path(with_home(typed)))

    def _keep_settings(self, folder: str) -> bool:
        """Keep folder and days where they are others than before; say what is wrong with the days."""
        typed = self.query_one("#days", LineInput).typed
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 9 and int(typed) <= MOST_DAYS):
            self._tell(f"“提醒”的天数要写0到{MOST_DAYS}的整数，0是不提醒。")
            self.query_one("#days", LineInput).focus()
            return False
        wanted = Settings(int(typed), folder)
        if wanted != self._settings:
            try:
                write_settings(wanted)
                self._settings = wanted
            except NotSaved as error:
                self.notify(str(error), severity="error", markup=False)
        return True

    def _tell(self, sentence: str) -> None:
        self.query_one("#problem", Wrapped).update(sentence)

    @work(exclusive=True)
    async def _write(self, folder: Path) -> None:
        try:
            made: Backup | Refused = await asyncio.to_thread(back_up, self._library, folder)
        except Refused as error:
            made = error
        self._busy = False
        if isinstance(made, NotSaved):
            self._tell(f"没有备份到“{shown(made.path)}”：{made.reason}；{made.remedy}。")
        elif isinstance(made, Refused):
            self._tell(str(made))
        else:
            self._keep_settings(str(made.path.parent))
            told = [f"{made.reports}份报告备份好了，读回来核对过：\n{shown(made.path)}", *made.left_out]
            if is_removable(made.path.parent):
                told.append("请先在系统里弹出U盘，再拔下来。")
            question = Question("备份好了", "\n".join(told), (Choice("好", "ok"),))
            await self.app.push_screen_wait(question)
            self.dismiss(None)
