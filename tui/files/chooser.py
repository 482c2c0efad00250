"""Asking for a folder or a file: by going through folders, by typing part of a name, or by a whole path."""

import os
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from storage.errors import Refused
from storage.json_file import shown
from storage.recent_folders import remember_folder
from tui.dialogs import Dialog
from tui.files.file_list import FileList, cut_in_the_middle
from tui.files.listing import Kind, Listing, Row, list_folder
from tui.files.path_field import PathField
from tui.files.places import places
from tui.initials import is_meant
from tui.keybar import KeyBar
from tui.wrapped import Wrapped

Chosen = TypeVar("Chosen")

_FOLDER_HINT: Final = "打几个字找文件夹，也可以粘贴完整路径"
_FILE_HINT: Final = "打几个字找文件（也可用拼音首字母），也可以粘贴完整路径"


class Places(OptionList):
    """Where one can start from; the caret comes here by Tab."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "打开", tooltip="看这个位置里有什么"),
        Binding("tab,shift+tab", "screen.back_to_field", "文件列表", tooltip="回到文件列表"),
    ]


class Chooser(Dialog[Chosen], Generic[Chosen]):
    """A folder's content with a field over it and places beside it; what is chosen goes to `take`."""

    DEFAULT_CSS = """
    Chooser > VerticalScroll { width: 110; height: 1fr; max-height: 100%; padding: 0 1; }
    Chooser #path { height: 1; color: $text-muted; text-wrap: nowrap; }
    Chooser PathField { border: none; height: 1; padding: 0; background: $boost; margin-bottom: 1; }
    Chooser Horizontal { height: 1fr; }
    Chooser Places {
        width: 18; height: 1fr; border: none; padding: 0; margin-right: 2; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Chooser Places:focus { border: none; background: $boost; }
    Chooser Places:blur > .option-list--option-highlighted { background: $surface; color: $foreground; }
    Chooser.-places FileList > .list--cursor { background: $panel; color: $foreground; }
    Chooser Vertical { width: 1fr; height: 1fr; }
    Chooser #about { color: $text-muted; }
    Chooser #about.-trouble { color: $text-error; }
    """
    AUTO_FOCUS = "PathField"
    FILES: ClassVar[bool]

    def __init__(self, title: str, start: Path) -> None:
        super().__init__()
        self._title = title
        self._folder = start
        self._listing = Listing(())
        self._list = FileList()
        self._places = list(places())

    def compose(self) -> ComposeResult:
        """Lay out path, field, places and list."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            yield Static(markup=False, id="path")
            yield PathField(placeholder=_FILE_HINT if self.FILES else _FOLDER_HINT, id="typed", compact=True)
            with Horizontal():
                yield Places(*(Option(Content(name)) for name, _ in self._places), markup=False)
                with Vertical():
                    yield self._list
                    yield Wrapped(id="about")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin in the folder asked for, or in the nearest above it that can be looked into."""
        folder = Path(os.path.abspath(self._folder))  # noqa: PTH100 - links stay as they are
        for one in (folder, *folder.parents):
            if self._go(one):
                return

    def on_descendant_focus(self) -> None:
        """Show which of the two lists the keys go to."""
        self.set_class(isinstance(self.focused, Places), "-places")

    @abstractmethod
    def take(self, path: Path) -> None:
        """Do with what was chosen what the dialog is for; `done` ends it, `tell` says why it goes on."""

    def done(self, answer: Chosen, folder: Path) -> None:
        """Answer, and begin in this folder the next time."""
        remember_folder(folder)
        self.dismiss(answer)

    def tell(self, sentence: str, *, trouble: bool = True) -> None:
        """Say something under the list until another row is current."""
        about = self.query_one("#about", Wrapped)
        about.update(sentence)
        about.set_class(trouble, "-trouble")

    # -- going about

    def _go(self, folder: Path, *, at: Path | None = None) -> bool:
        """Show a folder, with the cursor on what is at a path; say why where it cannot be looked into."""
        try:
            listing = list_folder(folder, files=self.FILES)
        except Refused as error:
            self.tell(str(error))
            return False
        self._folder, self._listing = folder, listing
        self.query_one("#path", Static).update(self._shown_folder())
        self.query_one(PathField).value = ""
        rows = self._found("")
        self._list.show(rows, next((number for number, row in enumerate(rows) if row.path == at), 0))
        self._tell_about()
        return True

    def _shown_folder(self) -> str:
        path = shown(self._folder)
        width = self.query_one("#path").content_size.width
        return cut_in_the_middle(path, width) if width else path

    def on_resize(self) -> None:
        """Cut the path to the new width."""
        self.call_after_refresh(lambda: self.query_one("#path", Static).update(self._shown_folder()))

    def _found(self, typed: str) -> Sequence[Row]:
        rows = self._listing.rows
        if typed:
            return [row for row in rows if is_meant(row.name, typed)]
        return rows if self.FILES else [Row(self._folder, "就用这个文件夹", Kind.HERE), *rows]

    @on(Input.Changed, "#typed")
    def _filter(self) -> None:
        field = self.query_one(PathField)
        is_path = field.path(self._folder) is not None
        self._list.show(self._found("" if is_path else field.typed), 0)
        self._tell_about()

    @on(FileList.Moved)
    def _tell_about(self) -> None:
        """Say what the row does not show: all of a long name, what is not listed, why nothing is."""
        row, field = self._list.current, self.query_one(PathField)
        if field.path(self._folder) is not None:
            sentence = "按 Enter 打开这个路径。" if self.FILES else "按 Enter 就用这个文件夹。"
        elif row is None and field.typed:
            sentence = "没有名字里含这几个字的；按退格改掉，或按 Tab 换一个位置。"
        elif row is None:
            sentence = "这里没有可以打开的文件；按 ← 到上一级，或按 Tab 换一个位置。"
        elif not cut_in_the_middle(row.name, self._list.name_width()).startswith(row.name):
            sentence = row.name
        elif row.kind is Kind.TO_CONVERT:
            sentence = "旧格式，要先在WPS或Word里打开它，另存为 .docx。"
        elif not self._listing.whole:
            sentence = "文件太多，只列出了一部分；没有列出的请粘贴完整路径。"
        else:
            sentence = (
                f"另有 {self._listing.others} 个别的文件不能导入，没有列出。" if self._listing.others else ""
            )
        self.tell(sentence, trouble=False)

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list while the field keeps the caret."""
        self._list.action_move(rows)

    @on(PathField.Up)
    def _up(self) -> None:
        self._go(self._folder.parent, at=self._folder)

    def action_places(self) -> None:
        """Go to the places, read anew: a stick may have been plugged in."""
        self._places = list(places())
        options = self.query_one(Places)
        options.clear_options()
        options.add_options(Option(Content(name)) for name, _ in self._places)
        options.highlighted = 0 if self._places else None
        options.focus()

    def action_back_to_field(self) -> None:
        """Go back to the list."""
        self.query_one(PathField).focus()

    @on(OptionList.OptionSelected)
    def _to_place(self, event: OptionList.OptionSelected) -> None:
        self._go(self._places[event.option_index][1])
        self.action_back_to_field()

    # -- choosing

    @on(Input.Submitted)
    @on(FileList.Chosen)
    def _open(self) -> None:
        path = self.query_one(PathField).path(self._folder)
        row = self._list.current
        if path is not None:
            self._open_path(path)
        elif row is not None and row.kind is Kind.FOLDER:
            self._go(row.path)
        elif row is not None:
            self.take(row.path)

    def _open_path(self, path: Path) -> None:
        if self.FILES and os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a name is too long
            self._go(path)
        else:
            self.take(path)


class ChooseFolder(Chooser[Path]):
    """Answers a folder, whether it is there or not."""

    FILES = False
    HELP = """\
选一个文件夹：上下键选，Enter 进去，← 到上一级；到了以后选第一行“就用这个文件夹”，按 Enter。
打字就是按名字找；也可以打或粘贴一个完整路径再按 Enter，就用它，还没有的文件夹也可以这样写。"""

    def take(self, path: Path) -> None:
        """Answer it."""
        self.done(path, path)
