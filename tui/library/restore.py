"""Bringing reports back from a backup: which file, how each differs from the library, and what became of it."""

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from storage.archive import SUFFIX, Archive
from storage.durable import NotSaved
from storage.errors import Refused
from storage.json_file import shown
from storage.library import Library
from storage.restoring import BRINGS, Change, Item, bring, plan
from storage.settings import read_settings
from storage.times import moment
from tui.dialogs import Choice, Dialog, Question, field
from tui.home import with_home
from tui.library.backup import places
from tui.line_input import LineInput
from tui.row_list import fitted
from tui.wrapped import Wrapped

_MOST_SHOWN: Final = 50
# The marks and the columns beside the title, with what the list itself takes at both sides.
_FIXED: Final = 16 + 2 * 14 + 3 + 6


class ChooseBackup(Dialog[Path]):
    """Asks for the file of a backup; those found where backups go are offered, the latest first."""

    HELP = """\
选一个备份，或写它的完整路径，按 Enter 看看里面和文档库有哪些不同；这一步什么也不改。"""
    DEFAULT_CSS = """
    ChooseBackup OptionList { height: auto; max-height: 8; width: 1fr; }
    ChooseBackup #problem { color: $text-error; }
    """

    def compose(self) -> ComposeResult:
        """Lay out what was found and the path."""
        self._found = _backups()
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "从备份恢复"
            if self._found:
                options = [Option(Content(f"{shown(Path(path.name))}  {_when(path)}")) for path in self._found]
                yield field("找到的", OptionList(*options, markup=False))
            else:
                yield Wrapped("U盘和上次备份的文件夹里没有找到备份；请写它的完整路径。", classes="sentence")
            yield field("备份文件", LineInput(shown(self._found[0]) if self._found else "", id="file"))
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("看看有哪些不同", variant="primary", id="look")
                yield Button("返回", id="back")

    def on_mount(self) -> None:
        """Propose the latest."""
        for found in self.query(OptionList):
            found.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#file", LineInput).value = shown(self._found[event.option_index])

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    @on(Button.Pressed, "#look")
    def _look(self) -> None:
        typed = self.query_one("#file", LineInput).typed
        path = Path(with_home(typed))
        try:
            with Archive(path):
                self.dismiss(path)
        except Refused as error:
            self.query_one("#problem", Wrapped).update(str(error) if typed else "备份文件还没有填，填好再看。")


def _backups() -> list[Path]:
    found: list[Path] = []
    for _, folder in places(read_settings()):
        with contextlib.suppress(OSError):
            found += folder.glob(f"自评宝备份*{SUFFIX}")
    return sorted(found, key=_when, reverse=True)[:_MOST_SHOWN]


def _when(path: Path) -> str:
    try:
        return moment(path.stat().st_mtime)[:16].replace("T", " ")
    except (OSError, OverflowError, ValueError):
        return ""


class RestoreDialog(Dialog[bool]):
    """Shows how each report of a backup differs and brings those back that are chosen; answers True if any was."""

    HELP = """\
一行是备份里的一份报告：它和文档库里的怎样不同，备份里和这里各是什么时候改的。
空格或 Enter 选上、去掉，选好按 Tab 到“恢复选中的”。前面没有方括号的不用恢复，或恢复不了。
恢复不会丢东西：文档库里原来的内容留在“历史”，损坏的文件留在“损坏”。"""
    DEFAULT_CSS = """
    RestoreDialog > VerticalScroll { width: 100; padding: 0 2; }
    RestoreDialog #head { padding: 0 2; text-style: bold; }
    RestoreDialog OptionList { height: auto; max-height: 10; }
    RestoreDialog #whole { color: $text-muted; }
    RestoreDialog #problem { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "选上、去掉", tooltip="选上这一份来恢复，或去掉"),
    ]

    def __init__(self, library: Library, path: Path) -> None:
        super().__init__()
        self._library = library
        self._path = path
        self._items: list[Item] = []
        self._chosen: set[int] = set()
        self._busy = True

    def compose(self) -> ComposeResult:
        """Lay out the list, which comes when the backup has been read."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = Content(f"恢复：{shown(Path(self._path.name))}")
            yield Wrapped("正在读备份，和文档库比较…", classes="sentence", id="summary")
            yield Static(markup=False, id="head")
            yield OptionList(markup=False)
            yield Wrapped(id="whole")
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("恢复选中的", variant="primary", id="start", disabled=True)
                yield Button("全选", id="all", disabled=True)
                yield Button("返回", id="back")

    def on_mount(self) -> None:
        """Compare, while the dialog can be seen."""
        self._compare()

    @work(exclusive=True)
    async def _compare(self) -> None:
        try:
            found: list[Item] | Refused = await asyncio.to_thread(_planned, self._path, self._library)
        except Refused as error:
            found = error
        self._busy = False
        if isinstance(found, Refused):
            self._tell(str(found))
            return
        self._items = found
        # What is newer here is brought back only by whoever asks for it.
        wanted = BRINGS - {Change.OLDER}
        self._chosen = {number for number, item in enumerate(found) if item.change in wanted}
        rows = self.query_one(OptionList)
        rows.add_options(
            Option(self._row(number), disabled=item.change not in BRINGS) for number, item in enumerate(found)
        )
        self.query_one("#head", Static).update(self._columns("    怎样", "报告", "备份里改于", "这里改于"))
        brings = sum(item.change in BRINGS for item in found)
        differing = f"{brings}项可以恢复，空格选上或去掉" if brings else "没有要恢复的"
        self.query_one("#summary", Wrapped).update(f"备份里有{len(found)}项，{differing}。")
        self._tell(" ".join(item.note for item in found if item.change is Change.UNREADABLE))
        for name in ("start", "all"):
            self.query_one(f"#{name}", Button).disabled = not brings
        rows.action_first()
        (rows if brings else self.query_one("#back", Button)).focus()

    def _columns(self, change: str, title: str, there: str, here: str) -> Content:
        room = self.query_one("#summary", Wrapped).content_size.width - _FIXED
        return Content(f"{fitted(change, 16)} {fitted(title, room)} {fitted(there, 14)} {fitted(here, 14)}")

    def _row(self, number: int) -> Content:
        item = self._items[number]
        mark = "   " if item.change not in BRINGS else "[x]" if number in self._chosen else "[ ]"
        return self._columns(f"{mark} {item.change}", item.title, item.there[2:16], item.here[2:16])

    def _choose(self, numbers: Iterable[int]) -> None:
        """Choose these, and none else."""
        self._chosen = set(numbers)
        rows = self.query_one(OptionList)
        for number in range(len(self._items)):
            rows.replace_option_prompt_at_index(number, self._row(number))

    @on(OptionList.OptionHighlighted)
    def _show_whole(self, event: OptionList.OptionHighlighted) -> None:
        item = self._items[event.option_index]
        self.query_one("#whole", Wrapped).update(f"{item.title} {item.note}")

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        """Choose the report under the cursor, or leave it."""
        number = self.query_one(OptionList).highlighted
        if number is not None:
            self._choose(self._chosen ^ {number})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the space press a button that has the focus."""
        return action != "choose" or (self.is_mounted and self.query_one(OptionList).has_focus)

    @on(Button.Pressed, "#all")
    def _all(self) -> None:
        self._choose(number for number, item in enumerate(self._items) if item.change in BRINGS)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """Leave, but not in the middle."""
        if not self._busy:
            self.dismiss(None)

    @on(Button.Pressed, "#start")
    def _start(self) -> None:
        chosen = [self._items[number] for number in sorted(self._chosen)]
        if not chosen:
            self._tell("一项也没有选；用空格选上要恢复的。")
        elif not self._busy:
            self._busy = True
            self._tell("正在恢复…")
            self._bring(chosen)

    def _tell(self, sentence: str) -> None:
        self.query_one("#problem", Wrapped).update(sentence)

    @work(exclusive=True)
    async def _bring(self, chosen: list[Item]) -> None:
        told, count = await asyncio.to_thread(_brought, self._path, self._library, chosen)
        sentence = "\n".join([f"恢复了{count}项。", *told[:_MOST_SHOWN]])
        await self.app.push_screen_wait(Question("恢复完了", sentence, (Choice("好", "ok"),)))
        self.dismiss(True)


def _planned(path: Path, library: Library) -> list[Item]:
    with Archive(path) as archive:
        return plan(archive, library)


def _brought(path: Path, library: Library, chosen: list[Item]) -> tuple[list[str], int]:
    """Bring these back; return what is to be told of each, and how many were."""
    told, count = [], 0
    try:
        with Archive(path) as archive:
            for item in chosen:
                try:
                    told.append(bring(archive, library, item))
                    count += 1
                except NotSaved as error:
                    told.append(f"“{item.title}”没有恢复：{error.reason}；{error.remedy}。")
                except Refused as error:
                    told.append(str(error))
    except Refused as error:
        told.append(str(error))
    return told, count
