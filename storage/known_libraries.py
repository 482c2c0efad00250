"""Which folders were libraries once: a stick that is not plugged in leaves an empty folder, not an empty library.

A note on this machine, outside the libraries. Without it nothing is lost but the warning.
"""

import contextlib
import os
from pathlib import Path

from storage.durable import NotSaved, make_folder, write_file
from storage.json_file import Unreadable, encode, parse, read_file
from storage.state_folder import state_folder

_KEY = "文档库"


def recall(library: Path) -> str | None:
    """Return the number of the library that was last opened at this path, None when there was none."""
    return _read().get(_name(library))


def remember(library: Path, number: str) -> None:
    """Note that the library with this number was opened at this path."""
    if recall(library) != number:
        _write({**_read(), _name(library): number})


def forget(library: Path) -> None:
    """Take back that there ever was a library at this path."""
    if recall(library) is not None:
        _write({path: number for path, number in _read().items() if path != _name(library)})


def _name(library: Path) -> str:
    return os.fsencode(os.path.realpath(library)).decode("utf-8", "replace")


def _file() -> Path:
    return state_folder() / "libraries.json"


def _read() -> dict[str, str]:
    try:
        noted = parse(read_file(_file()), "").get(_KEY)
    except Unreadable:
        return {}
    if not isinstance(noted, dict):
        return {}
    return {path: number for path, number in noted.items() if isinstance(number, str)}


def _write(noted: dict[str, str]) -> None:
    with contextlib.suppress(NotSaved, ValueError):
        make_folder(_file().parent)
        write_file(_file(), encode({_KEY: noted}))
