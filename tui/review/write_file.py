"""Writing a file into a folder or onto a stick that a person chooses, until it is there."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from textual import work

from storage.errors import Refused
from storage.json_file import shown
from storage.media import is_removable
from storage.recent_folders import recent_folders
from tui.dialogs import Choice, Question
from tui.files.chooser import ChooseFolder

_OK: Final = (Choice("好", "ok"),)


class WriteFile(ChooseFolder):
    """Writes a file into the chosen folder by `write`, which answers its path; then says where it is.

    `write` is called off the screen's thread: a stick may be slow. `told` is what is to be done with the file.
    """

    def __init__(self, title: str, write: Callable[[Path], Path], told: str) -> None:
        super().__init__(title, next(iter(recent_folders()), Path.home()))
        self._write = write
        self._told = told
        self._is_writing = False

    def take(self, path: Path) -> None:
        """Write the file; where that fails, say why and stay."""
        if not self._is_writing:
            self._is_writing = True
            self._take(path)

    @work
    async def _take(self, folder: Path) -> None:
        self.tell("正在写文件……", trouble=False)
        try:
            written = await asyncio.to_thread(self._write, folder)
        except Refused as error:
            self.tell(str(error))
            return
        finally:
            self._is_writing = False
        stick = "已经写到U盘上并读回核对过，可以拔下。" if is_removable(written.parent) else ""
        sentence = f"{self._told}{stick}\n{written.name}\n所在文件夹：{shown(written.parent)}"
        await self.app.push_screen_wait(Question("已写好", sentence, _OK))
        self.done(written.parent, written.parent)
