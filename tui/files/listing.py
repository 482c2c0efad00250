"""What is in a folder, as far as it can be chosen; nothing of it is trusted, not even its name."""

import contextlib
import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from exports.reading.files import MARKDOWN, TEXTS, TO_CONVERT, WORD
from storage.errors import Refused
from storage.json_file import shown
from storage.text import one_line

_MOST: Final = 20_000
# Mail and messengers put a number before the suffix: only this much of the name stays.
_REVIEW: Final = "审核"
_READ: Final = (TEXTS - {""}) | MARKDOWN | {WORD}

REVIEW: Final = ".json"
"""The suffix of review files."""


class Kind(StrEnum):
    """What a row stands for, in the words of the list."""

    HERE = "选它"
    FOLDER = "文件夹"
    FILE = "文件"
    TO_CONVERT = "要先转换"


@dataclass(frozen=True, slots=True)
class Row:
    """Something in a folder: its name fit for a screen, of a file its size in bytes and when it changed."""

    path: Path
    name: str
    kind: Kind
    size: int = 0
    changed: float = 0.0


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a folder, folders first; `others` counts what is there and cannot be chosen."""

    rows: Sequence[Row]
    others: int = 0
    whole: bool = True


def display_name(name: str) -> str:
    """Return a file's name as it can be shown: on a line, without controls, a mark for bytes that are no text."""
    return one_line(os.fsencode(name).decode("utf-8", "replace")) or "（名字显示不出）"


def list_folder(folder: Path, *, files: bool) -> Listing:
    """List a folder: its folders, and with `files` what can be imported or could be after a conversion.

    Hidden ones are passed over, and of more than 20,000 the rest.

    :raises Refused: when it cannot be looked into.
    """
    rows: list[Row] = []
    others = 0
    try:
        with os.scandir(folder) as found:
            for entry in islice(found, _MOST):
                # Word leaves such files beside what it has open.
                if entry.name.startswith((".", "~$")):
                    continue
                row = _row(entry, files=files)
                if row is not None:
                    rows.append(row)
                elif files:
                    others += 1
            whole = next(found, None) is None
    except OSError as error:
        raise Refused(f"“{shown(folder)}”打不开：{_reason(error)}。") from error
    rows.sort(key=lambda row: (row.kind is not Kind.FOLDER, row.name.casefold(), row.name))
    return Listing(rows, others, whole)


def _row(entry: "os.DirEntry[str]", *, files: bool) -> Row | None:
    # A link in a circle, a stick that is just being pulled out: it is there and cannot be chosen.
    with contextlib.suppress(OSError):
        path, name = Path(entry.path), display_name(entry.name)
        if entry.is_dir():
            return Row(path, name, Kind.FOLDER)
        suffix = path.suffix.lower()
        is_read = suffix in _READ or (suffix == REVIEW and _REVIEW in name)
        if files and (is_read or suffix in TO_CONVERT) and entry.is_file():
            status = entry.stat()
            kind = Kind.FILE if is_read else Kind.TO_CONVERT
            return Row(path, name, kind, status.st_size, status.st_mtime)
    return None


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.ENOENT:
            return "已经不在了；请检查U盘是否已拔出，或换一个文件夹"
        case errno.ENOTDIR:
            return "不是文件夹；请换一个文件夹"
        case errno.EACCES | errno.EPERM:
            return "没有权限；请换一个文件夹"
        case _:
            return f"系统报告“{error.strerror}”；请检查磁盘或换一个文件夹"
