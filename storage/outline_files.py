"""Outlines in files: those that come along, and an office's own before them.

Whatever is wrong in one is said with its file, its line and what to do.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from storage.errors import Refused
from storage.json_file import Unreadable, read_file, shown
from storage.outline import Outline
from storage.outline_faults import fault, length_fault, nesting_fault, syntax_fault
from storage.text import one_line

BUILT_IN: Final = Path(__file__).parent / "outlines"
DEFAULT: Final = "county"
LIMIT: Final = 1024 * 1024
"""The largest outline that is read, in bytes."""


class OutlineError(Refused):
    """An outline that cannot be used."""


def _error(where: str, line: int, reason: str) -> OutlineError:
    return OutlineError(f"模板 {where} 第 {line} 行：{reason}。")


def parse_outline(text: str, where: str) -> Outline:
    """Read an outline from TOML `text`; `where` names it in messages.

    :raises OutlineError: naming `where`, the line and what is wrong.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _error(where, *syntax_fault(error, text)) from error
    except RecursionError as error:
        raise _error(where, *nesting_fault(text)) from error
    except ValueError as error:
        # Valid TOML all the same: Python reads no number of thousands of digits.
        raise _error(where, *length_fault(text)) from error
    try:
        return Outline.model_validate(data)
    except ValidationError as error:
        raise _error(where, *fault(error, text)) from error


def load_outline(path: Path) -> Outline:
    """Read the outline in a file.

    :raises OutlineError: when it cannot be read or is not valid.
    """
    return parse_outline(_text(path), shown(path))


def _text(path: Path) -> str:
    where = shown(path)
    try:
        # Windows Notepad puts a mark before UTF-8.
        return read_file(path, LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OutlineError(f"模板 {where} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except Unreadable as error:
        raise OutlineError(f"模板 {where} 读不出来：{error.reason}，请检查这个文件。") from error


@cache
def _built_in(name: str) -> Outline:
    return load_outline(BUILT_IN / f"{name}.toml")


def outline_files(own: Path | None = None) -> dict[str, Path]:
    """Return the outlines at hand by id (the file's stem); those in folder `own` come before the built-in."""
    found = {path.stem: path for path in sorted(BUILT_IN.glob("*.toml"))}
    if own is not None and own.is_dir():
        found |= {path.stem: path for path in sorted(own.glob("*.toml"))}
    return found


def own_text(outline_id: str, own: Path) -> str:
    """Return the TOML of the office's own outline with this id in folder `own`; empty where there is none.

    :raises OutlineError: when it cannot be used.
    """
    path = outline_files(own).get(outline_id)
    if path is None or path.parent == BUILT_IN:
        return ""
    find_outline(outline_id, own)
    return _text(path)


def find_outline(outline_id: str, own: Path | None = None) -> Outline:
    """Return the outline with this id.

    :raises OutlineError: when there is none, it is not valid, or its file is named otherwise than its id.
    """
    files = outline_files(own)
    if outline_id not in files:
        raise OutlineError(f"没有名为 {one_line(outline_id)} 的模板，现有：{one_line('、'.join(files))}。")
    path = files[outline_id]
    outline = _built_in(outline_id) if path.parent == BUILT_IN else load_outline(path)
    if outline.id != outline_id:
        raise OutlineError(f"模板 {shown(path)} 里的 id 是 {outline.id}，请与文件名改成一样。")
    return outline
