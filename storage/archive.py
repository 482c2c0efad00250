"""A backup: one zip with the files of a library under their names there, and a list with the checksum of each.

Nothing in it is trusted. Only names that a library has are accepted, so nothing can be meant for elsewhere.
"""

import hashlib
import re
import stat
import time
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath
from typing import Any, BinaryIO, Final, NamedTuple, Self

from storage.errors import why_unreadable
from storage.json_file import Damaged, Missing, Unreadable, encode, parse, shown
from storage.library import TEMPLATES
from storage.report_shape import DAMAGED, FORMAT, HISTORY, ID, JOURNALS, PREVIOUS, TRASH, check_format
from storage.text import one_line
from storage.times import now
from storage.zips import BadZip, open_zip, read_entry

LARGEST_FILE: Final = 64 * 1024 * 1024
"""The largest file of a library that goes into a backup, in bytes."""
SUFFIX: Final = ".zip"

_LIST: Final = "自评宝备份.json"
_LARGEST: Final = 8 * 1024 * 1024 * 1024
_MOST: Final = 200_000
_SMALL: Final = 256 * 1024 * 1024
_RATIO: Final = 200
_LONGEST_NAME: Final = 255
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_NAME = "[^/.][^/]*"
_PLACES = re.compile(
    rf"(?:(?:{PREVIOUS}|{TRASH}|{HISTORY}/{ID.pattern})/)?{_NAME}\.json|{re.escape(JOURNALS)}/{_NAME}\.jsonl|"
    rf"{DAMAGED}/{_NAME}|{TEMPLATES}/{_NAME}\.toml"
)
_REMEDY = "请另选一个备份"


class Digest(NamedTuple):
    """What tells a file from another: its length in bytes, and the SHA-256 of its content in hex."""

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Self:
        """Return the digest of a content."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


def is_kept(name: str) -> bool:
    """Say whether a backup may hold a file by this name, a path below the library with `/` between its parts.

    Such a name means the same file on every system, and that is one of those which a library has.
    """
    part = name.rpartition("/")[2]
    return (
        _PLACES.fullmatch(name) is not None
        and name != _LIST
        and one_line(name) == name
        and not set(part) & set('\\:*?"<>|')
        and not part.endswith((".", " "))
        and not PureWindowsPath(part).is_reserved()
        and len(part.encode("utf-8", "surrogateescape")) <= _LONGEST_NAME
    )


def write_archive(stream: BinaryIO, contents: Iterable[tuple[str, bytes]]) -> dict[str, Digest]:
    """Write a backup with these names and contents; return the digest of each."""
    digests = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents:
            digests[name] = Digest.of(data)
            archive.writestr(_entry(name), data)
        rows = {name: {"大小": digest.size, "sha256": digest.sha256} for name, digest in digests.items()}
        archive.writestr(_entry(_LIST), encode({"格式": FORMAT, "时间": now(), "文件": rows}))
    return digests


def _entry(name: str) -> zipfile.ZipInfo:
    # A machine whose battery is empty believes it is 1970, which a zip cannot say.
    entry = zipfile.ZipInfo(name, max(time.localtime()[:6], _EARLIEST))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry


class Archive:
    """A backup opened: `files` is what it should hold, `when` an ISO time, "" where it does not say.

    :raises Missing: when there is no such file.
    :raises Unreadable: when it is no backup of ours, or holds what no backup holds.
    :raises TooNew: when a later version wrote it.
    """

    def __init__(self, path: Path) -> None:
        self._where = shown(path)
        self._stream = self._opened(path)
        try:
            self._entries = self._checked()
            told = self._read_list()
            self.files = self._digests(told.get("文件"))
        except BaseException:
            self._stream.close()
            raise
        self.when = one_line(str(told.get("时间", "")))[:40]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        :raises Damaged: when it is not there, or not what was put in.
        """
        where = f"{self._where} 里的 {name}"
        entry = self._entries.get(name)
        if entry is None:
            raise Damaged(where, "备份里缺了这个文件")
        try:
            data = read_entry(self._zip, entry)
        except BadZip as error:
            raise Damaged(where, "备份里的内容已损坏") from error
        if Digest.of(data) != self.files[name]:
            raise Damaged(where, "备份里的内容和校验值对不上")
        return data

    def _opened(self, path: Path) -> BinaryIO:
        try:
            if not path.is_file():
                raise FileNotFoundError if not path.exists() else IsADirectoryError
            return path.open("rb")
        except FileNotFoundError as error:
            raise Missing(self._where, "文件不存在", "请检查路径，或插好U盘后重试") from error
        except IsADirectoryError as error:
            raise Unreadable(self._where, "不是普通文件", "请写备份文件的完整路径") from error
        except OSError as error:
            raise Unreadable(self._where, why_unreadable(error), "请检查路径、权限和磁盘") from error

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        """Return the entries by name, refusing the whole where any of them is what no backup of ours has."""
        try:
            self._zip = open_zip(self._stream, most=_MOST, largest=_LARGEST)
        except BadZip as error:
            reason = "展开后太大，不像一个备份" if error.too_large else "不是完好的备份文件"
            raise Unreadable(self._where, reason, _REMEDY) from error
        except OSError as error:
            raise Unreadable(self._where, "磁盘读写出错", "请检查磁盘或U盘后重试") from error
        entries = self._zip.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if unpacked > _SMALL and unpacked > packed * _RATIO:
            raise Unreadable(self._where, "展开后太大，不像一个备份", _REMEDY)
        found: dict[str, zipfile.ZipInfo] = {}
        seen = set()
        for entry in entries:
            # The name as it stands in the file: zipfile cuts it off at a NUL.
            name = entry.orig_filename
            if entry.flag_bits & 1:
                raise Unreadable(self._where, "加了密码", "请换成没有密码的备份")
            if not (name == _LIST or is_kept(name)) or entry.file_size > LARGEST_FILE:
                what = f"里面有自评宝不会放的文件“{one_line(name)[:40]}”"
                raise Unreadable(self._where, what, _REMEDY)
            if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
                raise Unreadable(self._where, f"里面的“{name[:40]}”是链接，不是文件", _REMEDY)
            same = unicodedata.normalize("NFC", name).casefold()
            if same in seen:
                raise Unreadable(self._where, f"里面有两个“{name[:40]}”", _REMEDY)
            seen.add(same)
            found[name] = entry
        return found

    def _read_list(self) -> dict[str, Any]:
        if _LIST not in self._entries:
            raise Unreadable(self._where, "不是自评宝的备份", _REMEDY)
        try:
            told = parse(read_entry(self._zip, self._entries.pop(_LIST)), self._where)
            check_format(told, self._where)
        except (BadZip, Damaged) as error:
            raise Unreadable(self._where, "备份的清单已损坏", _REMEDY) from error
        return told

    def _digests(self, rows: object) -> dict[str, Digest]:
        digests: dict[str, Digest] = {}
        for name, row in rows.items() if isinstance(rows, dict) else ():
            size, sha256 = (row.get("大小"), row.get("sha256")) if isinstance(row, dict) else (None, None)
            if is_kept(name) and type(size) is int and isinstance(sha256, str):
                digests[name] = Digest(size, sha256)
        if not isinstance(rows, dict) or len(digests) != len(rows) or not self._entries.keys() <= digests.keys():
            raise Unreadable(self._where, "里面的文件和清单对不上", _REMEDY)
        return digests
