"""The reports of a library or its trash: found by typing, never taken for none when the library is gone."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from textual import on, work
from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input, Static

from storage.errors import Refused
from storage.index import Entry
from storage.json_file import shown
from storage.library import Library
from storage.library_refusals import LibraryRefused
from tui.dialogs import Choice, Question
from tui.keybar import KeyBar
from tui.library.report_list import ReportList
from tui.line_input import LineInput
from tui.wrapped import Wrapped

_EMPTY = """\
这里还没有报告。

按 Ctrl+N 新建第一份：填上单位、年度、项目名称，选一个模板，就可以一节一节地填。
有去年的 Word 文件？按 Ctrl+O 导入：文字分到各节里，看过再生成报告。
收到的审核文件（送审、退回、通过）也按 Ctrl+O 导入；送审来的，导入以后就可以审。
填的内容自动保存，随时可以退出；填完按 F9 导出，就是可以交上去的报告。"""
_EMPTY_READ_ONLY = "这里还没有报告。"
_READ_ONLY = "这个文件夹没有写入权限，只能查看；要新建或修改，请按 Ctrl+L 换一个文件夹，或解除只读后重新打开。"
_EMPTY_TRASH = "回收站是空的。按 F8 回到文档库。"
_OFFERS = {"retry": "重试", "create": "在这里新建", "forget": "当作新的文档库", "choose": "换一个文件夹"}

_WARM_UP_AFTER: Final = 0.15


def _searched(entry: Entry) -> str:
    return f"{entry.id} {entry.unit} {entry.year} {entry.project} {entry.status}".lower()


class ListedScreen(Screen[None]):
    """A screen that opens a library and lists its reports."""

    def __init__(self, path: Path, *, create: bool) -> None:
        super().__init__()
        self._path = path
        self._create = create
        self._library: Library | None = None
        self._in_trash = False
        self._standing = ""
        self._entries: Sequence[Entry] = ()
        # Kept, as it is told when the program may already be leaving.
        self._reminder = Wrapped(id="reminder")

    def compose(self) -> ComposeResult:
        """Lay out header, search, list and keys."""
        yield Static(markup=False, id="header")
        yield LineInput(placeholder="打字查找：单位、年度、项目", id="search", compact=True)
        yield ReportList()
        yield Static(_EMPTY, markup=False, id="empty")
        yield self._reminder
        yield Wrapped(id="trouble")
        yield KeyBar()

    def on_mount(self) -> None:
        """Open the library; the first frame shows its reports."""
        self._open_library(self._path, create=self._create)

    @property
    def _list(self) -> ReportList:
        return self.query_one(ReportList)

    @property
    def _search(self) -> LineInput:
        return self.query_one("#search", LineInput)

    def _open_library(self, path: Path, *, create: bool = False, forget: bool = False) -> None:
        try:
            self._library = Library.open(path, create=create, forget=forget)
            self._path = path
            self._reload()
        except Refused as error:
            self._ask_about_library(path, error)
        else:
            # Python runs one thread at a time: the first frames and keys go before.
            self.set_timer(_WARM_UP_AFTER, self._warm_up)

    @work
    async def _warm_up(self) -> None:
        # The entry screen and the report models take a moment to import: done while the list is being read.
        await asyncio.to_thread(import_module, "tui.entry.screen")
        self._read_rules()
        self._remind()

    def _read_rules(self) -> None:
        """Read the rules of every screen: one that brings its own has all of them parsed and applied anew."""
        sheet = self.app.stylesheet
        for path in Path(__file__).parents[1].glob("**/*.tcss"):
            if not sheet.has_source(str(path), ""):
                sheet.read(path)
        sheet.parse()
        sheet.update(self.app)

    def _remind(self) -> None:
        """Say in a quiet line that a backup is due, or what is wrong with the settings."""
        from storage.backing_up import reminder
        from storage.settings import read_settings

        settings = read_settings()
        due = reminder(self._library, settings) if self._library and self._entries else ""
        self._reminder.update(f"{due}；插上U盘按 Ctrl+B 备份，一会儿就好。" if due else settings.fault)
        self._reminder.display = bool(due or settings.fault)

    @work(exclusive=True, group="library")
    async def _ask_about_library(self, path: Path, error: Refused) -> None:
        offers = error.offers if isinstance(error, LibraryRefused) else ("choose",)
        choices = [*(Choice(_OFFERS[offer], offer) for offer in offers), Choice("退出", "quit")]
        answer = await self.app.push_screen_wait(Question("文档库打不开", str(error), choices))
        if answer == "retry":
            self._open_library(path)
        elif answer in {"create", "forget"}:
            self._open_library(path, create=True, forget=answer == "forget")
        elif answer == "choose":
            self.action_choose_library()
        elif self._library is None:
            self.app.exit(return_code=1)

    @work(exclusive=True, group="library")
    async def action_choose_library(self) -> None:
        """Ask for another folder and open it."""
        from tui.files.chooser import ChooseFolder

        folder = await self.app.push_screen_wait(ChooseFolder("打开文档库", self._path))
        if folder is not None:
            self._open_library(folder)
        elif self._library is None:
            self._open_library(self._path)

    def _tell(self, sentence: str) -> None:
        """Say what was refused until the next key, when what has to be known all along comes back.

        A notification would be gone before it is read.
        """
        sentence = sentence or self._standing
        trouble = self.query_one("#trouble", Wrapped)
        trouble.update(sentence)
        trouble.display = bool(sentence)

    # -- the list

    def _reload(self) -> None:
        if self._library is None:
            return
        self._entries = self._library.trashed() if self._in_trash else self._library.entries()
        self._show_found()
        self._standing = _READ_ONLY if self._library.read_only else ""
        self._tell("")
        where = "回收站" if self._in_trash else "文档库"
        access = "（只读）" if self._library.read_only else ""
        self.query_one("#header", Static).update(
            f"自评宝  {where}{access}  {len(self._entries)} 份  {shown(self._path)}"
        )
        self.refresh_bindings()

    def refresh_list(self) -> None:
        """List the reports anew; says so where the library went away meanwhile."""
        try:
            self._reload()
        except Refused as error:
            self._ask_about_library(self._path, error)

    @on(Input.Changed, "#search")
    def _show_found(self) -> None:
        words = self._search.value.lower().split()
        found = [entry for entry in self._entries if all(word in _searched(entry) for word in words)]
        self._list.show(found)
        empty = self.query_one("#empty", Static)
        empty.display = not found
        if self._entries:
            empty.update(f"没有找到含“{self._search.value}”的报告。按 Esc 清空查找。")
        else:
            read_only = self._library is not None and self._library.read_only
            empty.update(_EMPTY_TRASH if self._in_trash else _EMPTY_READ_ONLY if read_only else _EMPTY)
        self.refresh_bindings()

    def on_key(self, event: Key) -> None:
        """Search as one types, wherever the focus is; go between search and list."""
        self._tell("")
        if self._list.has_focus and event.is_printable and event.character:
            event.stop()
            self._search.focus()
            self._search.insert_text_at_cursor(event.character)
        elif self._search.has_focus and event.key in {"down", "up"}:
            event.stop()
            self._list.focus()

    def action_clear(self) -> None:
        """Clear the search and go to the list."""
        self._search.value = ""
        self._list.focus()

    def action_toggle_trash(self) -> None:
        """Show the trash instead of the library, or the other way round."""
        self._in_trash = not self._in_trash
        self.refresh_list()
