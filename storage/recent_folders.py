"""The folders in which somebody last chose something, the latest first.

A note on this machine, outside the libraries. Without it nothing is lost but a few keys.
"""

import contextlib
import os
from pathlib import Path
from typing import Final

from storage.durable import NotSaved, make_folder, write_file
from storage.json_file import Unreadable, encode, parse, read_file
from storage.state_folder import state_folder

MOST: Final = 8
"""How many folders are remembered."""
_KEY: Final = "文件夹"
_LONGEST: Final = 4096


def recent_folders() -> list[Path]:
    """Return those folders; whether they are still there is another matter."""
    try:
        noted = parse(read_file(_file()), "").get(_KEY)
    except Unreadable:
        return []
    if not isinstance(noted, list):
        return []
    paths = (Path(path) for path in noted if isinstance(path, str) and len(path) < _LONGEST and "\0" not in path)
    return [path for path in paths if path.is_absolute()][:MOST]


def remember_folder(folder: Path) -> None:
    """Note that something was chosen in a folder; one whose name is no text cannot be noted."""
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - a link stays one, and `..` is no folder of its own
    folders = recent_folders()
    if folders[:1] == [folder]:
        return
    noted = [folder, *(other for other in folders if other != folder)][:MOST]
    with contextlib.suppress(NotSaved, ValueError):
        make_folder(_file().parent)
        write_file(_file(), encode({_KEY: [str(path) for path in noted]}))


def _file() -> Path:
    return state_folder() / "folders.json"
