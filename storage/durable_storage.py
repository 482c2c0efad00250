"""The TinyDB storage of one report: durable, strict about what it reads, and never over somebody else's change."""

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from storage.durable import NotSaved, write_file
from storage.errors import Refused
from storage.json_file import LIMIT, Missing, Unreadable, encode, parse, read_file, shown

Tables = dict[str, dict[str, Any]]


class ChangedElsewhere(Refused):
    """The file on disk is not what was last read or written here; it was not overwritten."""

    def __init__(self, where: str, how: str, kept: str = "") -> None:
        also = f"，也存成了“{kept}”" if kept else ""
        remedy = "请重新打开后对照着改" if kept else "请先另存到别处再重新打开"
        super().__init__(f"报告文件“{where}”{how}，没有覆盖它；内容仍在屏幕上{also}，{remedy}。")
        self._told = where, how

    def kept_at(self, kept: str) -> "ChangedElsewhere":
        """Return the same, telling where in the library the own text was kept."""
        return ChangedElsewhere(*self._told, kept)


@dataclass(slots=True)
class _Pending:
    """What a transaction has read, and then written, so far."""

    tables: Tables | None
    keeps_previous: bool
    written: bool = False


class DurableStorage(Storage):
    """A JSON file holding all tables of a TinyDB.

    Only a file that does not exist and is opened with `create` is an empty database. What another program
    changes after the first reading is refused, both in reading and in writing, unless `read_only`: then reading
    shows what is there now, and writing is refused altogether. Each writing keeps the
    generations before at `previous`, the newest first.
    Not safe for several threads at once: whoever shares one holds a lock.
    """

    def __init__(
        self, path: Path, *, previous: Sequence[Path] = (), create: bool = False, read_only: bool = False
    ) -> None:
        self._path = path
        self._previous = previous
        self._create = create
        self._read_only = read_only
        self._signature: tuple[int, ...] | None = None
        self._digest: bytes | None = None
        self._attempts: set[bytes] = set()
        self._pending: _Pending | None = None

    def read(self) -> Tables | None:
        """Return all tables, or None for a database not written yet.

        :raises Unreadable: when the file cannot be read or holds no JSON object.
        :raises ChangedElsewhere: when somebody else changed it.
        """
        if self._pending is not None and self._pending.tables is not None:
            return self._pending.tables
        # Taken before: a change while it is read is then seen later on.
        signature = self._sign()
        try:
            data = read_file(self._path)
        except Missing as error:
            if self._create and self._digest is None:
                return None
            if self._digest is not None and not self._read_only:
                raise self._changed("已不在原处") from error
            raise
        digest = _digest(data)
        if self._digest is not None and not self._read_only and not self._is_ours(digest):
            raise self._changed("已被另一个程序改动")
        tables = parse(data, shown(self._path))
        self._signature, self._digest = signature, digest
        if self._pending is not None:
            self._pending.tables = tables
        return tables

    def write(self, data: Tables) -> None:
        """Make `data` all there is, durably, or at the end of the transaction when one is open.

        :raises NotSaved: when it could not reach the disk; the file is whole, and the next writing may succeed.
        :raises ChangedElsewhere: when somebody else changed or removed the file.
        """
        if self._pending is not None:
            self._pending.tables, self._pending.written = data, True
            return
        self._write(data, self._previous)

    def _write(self, data: Tables, previous: Sequence[Path]) -> None:
        if self._read_only:
            raise NotSaved(self._path, "它是以只读方式打开的", "请关闭另一个窗口后重新打开")
        try:
            content = encode(data)
        except (TypeError, ValueError, RecursionError) as error:
            raise NotSaved.because(self._path, error) from error
        if len(content) > LIMIT:
            raise NotSaved(self._path, f"超过{LIMIT // 1024 // 1024}兆字节", "请删去一些内容后重试")
        self._refuse_foreign_change()
        # A writing that fails late may have replaced the file all the same: its content is ours as well.
        digest = _digest(content)
        self._attempts.add(digest)
        self._signature = None
        write_file(self._path, content, previous=previous)
        self._digest = digest
        self._attempts.clear()
        self._signature = self._sign()

    @contextlib.contextmanager
    def transaction(self, start: Tables | None = None, *, keep_previous: bool = True) -> Iterator[None]:
        """Gather what is written inside into one durable writing at the end; an exception inside discards it.

        With `start`, it begins with these tables in place of what the file holds, which is then not read. Without
        `keep_previous`, the generation kept as the one before stays that.
        """
        if self._pending is not None:
            raise RuntimeError("transactions do not nest")
        pending = self._pending = _Pending(start, keep_previous)
        try:
            yield
        finally:
            self._pending = None
        if pending.written and pending.tables is not None:
            self._write(pending.tables, self._previous if pending.keeps_previous else ())

    def close(self) -> None:
        """Nothing stays open between readings and writings."""

    def _sign(self) -> tuple[int, ...] | None:
        """Return what tells this file from another, or None where the content has to tell."""
        try:
            status = self._path.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    def _refuse_foreign_change(self) -> None:
        if self._signature is not None and self._sign() == self._signature:
            return
        try:
            there = _digest(read_file(self._path))
        except Missing as error:
            if self._create and self._digest is None and not os.path.lexists(self._path):
                return
            raise self._changed("已不在原处") from error
        except Unreadable as error:
            raise NotSaved(self._path, error.reason, "请检查磁盘或U盘后重试") from error
        if not self._is_ours(there):
            raise self._changed("已被另一个程序改动")

    def _is_ours(self, digest: bytes) -> bool:
        return digest == self._digest or digest in self._attempts

    def _changed(self, how: str) -> ChangedElsewhere:
        return ChangedElsewhere(shown(self._path), how)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).digest()
