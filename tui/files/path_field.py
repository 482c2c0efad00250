"""The field of the file dialog: filters the list by typing, or takes a path that was typed or pasted."""

import os
import re
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import unquote

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.home import with_home
from tui.line_input import LineInput

_PATH: Final = re.compile(r"[/~]|\\\\|[A-Za-z]:[\\/]|\.{1,2}(?:[/\\]|$)")


class PathField(LineInput):
    """Has the caret all along; what moves about a list goes to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "打开", tooltip="打开选中的文件夹或文件；打了路径就打开这个路径"),
        Binding("left", "back('cursor_left')", "上一级", tooltip="到上一级文件夹；空着时按退格也行"),
        Binding("backspace", "back('delete_left')", "上一级", show=False),
        Binding("up", "screen.move(-1)", show=False),
        Binding("down", "screen.move(1)", show=False),
        Binding("pageup", "screen.move(-10)", show=False),
        Binding("pagedown", "screen.move(10)", show=False),
        Binding("tab,shift+tab", "screen.places", "常用位置", tooltip="桌面、文档、下载、U盘和最近用过的文件夹"),
    ]

    class Up(Message):
        """The folder above is wanted."""

    def action_back(self, action: str) -> None:
        """Do what the key does in a text; with nothing before the caret, go to the folder above."""
        if self.cursor_position or not self.selection.is_empty:
            getattr(self, f"action_{action}")()
        else:
            self.post_message(self.Up())

    def path(self, folder: Path) -> Path | None:
        """Return the path that stands here, seen from a folder; None where it is no path but part of a name."""
        typed = self.typed.strip("\"'“”")
        if typed.startswith("file://"):
            typed = unquote(typed.removeprefix("file://"))
        if not typed or not (_PATH.match(typed) or os.sep in typed):
            return None
        return folder / os.path.normpath(with_home(typed))
