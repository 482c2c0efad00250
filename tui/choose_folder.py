"""Asking for a folder by typing its path."""

import os
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from tui.dialogs import Dialog
from tui.line_input import LineInput


class ChooseFolder(Dialog[Path]):
    """A path to type; answers it as a folder, whether it is there or not."""

    def __init__(self, title: str, start: Path) -> None:
        super().__init__()
        self._title = title
        self._start = start

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            yield Static("文件夹的完整路径（~ 是您的主目录）：", markup=False, classes="sentence")
            yield LineInput(str(self._start), id="folder")
            with Horizontal(classes="buttons"):
                yield Button("确定", variant="primary", id="choose")
                yield Button("返回", id="back")

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Input.Submitted)
    @on(Button.Pressed, "#choose")
    def _choose(self) -> None:
        if typed := self.query_one(LineInput).typed:
            # Path.expanduser has no answer for the home of somebody who is not there.
            self.take(Path(os.path.expanduser(typed)))  # noqa: PTH111

    def take(self, folder: Path) -> None:
        """Do with the folder what the dialog is for."""
        self.dismiss(folder)
