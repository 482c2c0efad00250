"""Saving the whole report to another folder when its own place does not take it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storage.durable import unused
from storage.errors import Refused
from storage.json_file import shown
from storage.library import MARKER, Library
from storage.report_file import write_report
from tui.files.chooser import ChooseFolder


class Elsewhere(ChooseFolder):
    """Asks for a folder and writes the report's file there, to be opened or carried on from there."""

    def __init__(self, payload: Callable[[], dict[str, Any]]) -> None:
        super().__init__("另存到别的文件夹", Path.home())
        self._payload = payload

    def take(self, path: Path) -> None:
        """Write the report there; where that fails too, say why and stay."""
        folder = path
        payload = self._payload()
        try:
            if os.path.lexists(folder / MARKER):
                # Only what is named by a number of its own is listed there.
                library = Library.open(folder)
                path = library.path_of(library.create({**payload, "编号": None}))
            else:
                path = unused(folder / f"{payload['编号']}.json")
                write_report(path, payload)
        except Refused as error:
            self.tell(str(error))
        else:
            self.app.notify(f"整份报告已存到“{shown(path)}”。", markup=False, timeout=20)
            self.done(path, folder)
