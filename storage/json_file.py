"""JSON files as the library reads and writes them: plain files, strict UTF-8, nothing silently let through."""

import errno
import json
import math
import os
import stat
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from storage.errors import Refused, why_unreadable
from storage.text import one_line

LIMIT = 4 * 1024 * 1024
"""The largest file that is read or saved, in bytes: a hundred times a report, at its worst 200 MB of memory."""

_LEVELS = 5
_line = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_BINARY = getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


class Unreadable(Refused):
    """A file that cannot be read now: no right to, too large, no plain file."""

    def __init__(self, where: str, reason: str, remedy: str) -> None:
        super().__init__(f"“{where}”读不出来：{reason}；{remedy}。")
        self.reason = reason


class Missing(Unreadable):
    """A file that is not there."""


class Damaged(Unreadable):
    """A file whose content is not, or is no longer, what it should be."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason, "请改用它的另一份副本")


def shown(path: Path) -> str:
    """Return a path as it can be put into a sentence."""
    return one_line(str(path))


def read_file(path: Path, limit: int = LIMIT) -> bytes:
    """Return the content of a plain file of at most `limit` bytes.

    :raises Missing: when there is no such file.
    :raises Damaged: when the disk cannot give it back.
    :raises Unreadable: when it is no plain file, too large, or not ours to read.
    """
    where = shown(path)
    try:
        # Without waiting: opening a named pipe would otherwise block until someone writes to it.
        descriptor = os.open(path, os.O_RDONLY | _BINARY | _NO_WAIT)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(where, "不是普通文件", "请改用一个文件")
            if status.st_size > limit:
                raise Unreadable(where, f"超过{limit // 1024 // 1024}兆字节", "请检查它是不是报告文件")
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                data = stream.read(limit + 1)
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Missing(where, "文件不存在", "请检查它是否被移走，或U盘是否已拔出") from error
    except OSError as error:
        if error.errno == errno.EIO:
            raise Damaged(where, why_unreadable(error)) from error
        raise Unreadable(where, why_unreadable(error), "请检查路径、权限和磁盘") from error
    if len(data) > limit:
        raise Unreadable(where, f"超过{limit // 1024 // 1024}兆字节", "请检查它是不是报告文件")
    return data


def encode(document: dict[str, Any]) -> bytes:
    """Return a JSON object as the readable UTF-8 text that files of the library hold.

    A member a line, one space deeper for each level, down to the fields of a block; what lies deeper (a row of a
    table) stays on one line, where the quick encoder writes it.

    :raises ValueError: for NaN, infinity or characters UTF-8 has no place for.
    :raises TypeError: for what JSON has no form for.
    """
    return (_text(document, _LEVELS, "\n") + "\n").encode()


def _text(value: object, levels: int, margin: str) -> str:
    deeper = margin + " "
    if levels and value and isinstance(value, dict):
        members = [f"{deeper}{_name(key)}: {_text(member, levels - 1, deeper)}" for key, member in value.items()]
        return "{" + ",".join(members) + margin + "}"
    if levels and value and isinstance(value, list):
        return "[" + ",".join([deeper + _text(member, levels - 1, deeper) for member in value]) + margin + "]"
    return encode_basestring(value) if isinstance(value, str) else _line(value)


def _name(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("a member of an object is named by text")
    return encode_basestring(key)


def parse(data: bytes, where: str) -> dict[str, Any]:
    """Return the JSON object that `data` holds; `where` names the file in what is raised.

    :raises Damaged: when it is empty, not strict UTF-8 JSON (BOM, NUL bytes, NaN, a key given twice, nested too
        deep), or no object.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            raise Damaged(where, "同一项写了两次")
        return members

    def finite(text: str) -> float:
        number = float(text)
        if not math.isfinite(number):
            raise Damaged(where, "含有不是数的数值")
        return number

    if not data:
        raise Damaged(where, "文件是空的")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise Damaged(where, "文件开头多了编码标记（BOM）")
    # An escaped NUL inside a string is valid JSON and is dropped where text enters a report; a raw one is what a
    # power cut leaves.
    if b"\0" in data:
        raise Damaged(where, "内容被清零了一部分")
    try:
        document = json.loads(data.decode(), object_pairs_hook=once, parse_float=finite, parse_constant=finite)
    except UnicodeDecodeError as error:
        raise Damaged(where, "不是UTF-8编码的文字") from error
    except RecursionError as error:
        raise Damaged(where, "嵌套太深") from error
    except ValueError as error:
        raise Damaged(where, "内容不完整或不是JSON") from error
    if not isinstance(document, dict):
        raise Damaged(where, "内容不是自评宝写的")
    return document
