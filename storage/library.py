"""The collection: a folder whose every report is one file, never taken for empty when it is not there.

Listing opens no report; what opens one is imported where it is used, so a list costs neither TinyDB nor locks.
"""

import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from storage import known_libraries
from storage.durable import NotMoved, NotSaved, make_folder, move, sweep, write_file
from storage.errors import Refused, why_unreadable
from storage.generations import Version, snapshot_path, versions
from storage.index import Entry, entries
from storage.json_file import Damaged, encode, parse, read_file, shown
from storage.library_refusals import (
    LibraryLost,
    LibraryMissing,
    LibraryNotFolder,
    LibraryNotMade,
    LibraryUnreadable,
    NotALibrary,
)
from storage.report_shape import DAMAGED, FORMAT, ID, LOCKS, PREVIOUS, TRASH, check_format
from storage.rights import is_writable
from storage.state_folder import state_folder

if TYPE_CHECKING:
    from storage.report_file import ReportFile

TEMPLATES = "模板"
MARKER = ".自评宝库.json"

# Without 0 o 1 l i: a number is read out over the telephone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class NoSuchReport(Refused):
    """An id that no report bears."""


class Library:
    """A library that was found in its place. `read_only` when its folder cannot be written to."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only

    @classmethod
    def open(cls, path: Path, *, create: bool = False, forget: bool = False) -> Self:
        """Open the library in a folder; with `create`, a folder that never was one becomes one.

        A folder known to have been a library is not made one again, unless `forget`.

        :raises LibraryRefused: one of its kinds, each with what can be offered instead.
        :raises TooNew: when a later version made it.
        """
        if forget:
            known_libraries.forget(path)
        known = known_libraries.recall(path) is not None
        if not os.path.lexists(path):
            if known:
                raise LibraryLost(path)
            if not create:
                raise LibraryMissing(path)
            _make(path)
        try:
            with os.scandir(path):
                pass
        except NotADirectoryError as error:
            raise LibraryNotFolder(path) from error
        except FileNotFoundError as error:
            raise (LibraryLost(path) if known else LibraryMissing(path)) from error
        except OSError as error:
            raise LibraryUnreadable(path, why_unreadable(error)) from error
        if not os.path.lexists(path / MARKER):
            if known:
                raise LibraryLost(path)
            if not create:
                raise NotALibrary(path)
            _mark(path)
        read_only = not is_writable(path)
        known_libraries.remember(path, _number(path, read_only=read_only))
        if not read_only:
            for folder in (state_folder(), path, *(path / name for name in (PREVIOUS, TRASH, DAMAGED, LOCKS))):
                sweep(folder)
        return cls(path.absolute(), read_only=read_only)

    @property
    def templates(self) -> Path:
        """The folder of the office's own outlines; it need not be there."""
        return self.path / TEMPLATES

    def put_outline(self, outline_id: str, text: str) -> None:
        """Put an outline of an office's own into the library; its `text` has been read, and none has the id here.

        :raises Refused: when the library cannot be written to.
        """
        self._check_writable()
        make_folder(self.templates)
        write_file(self.templates / f"{outline_id}.toml", text.encode())

    def entries(self) -> list[Entry]:
        """Return what a list shows of every report, the latest change first; unreadable ones with their problem.

        :raises LibraryRefused: when the library went away meanwhile; it is never shown as empty then.
        """
        return self._list(self.path)

    def trashed(self) -> list[Entry]:
        """Return the same of the reports in the trash."""
        self._check_there()
        trash = self.path / TRASH
        return self._list(trash) if os.path.lexists(trash) else []

    def new_id(self, year: str) -> str:
        """Return an id no report of the library or its trash bears, such as `2023-k7f3q2`."""
        digits = re.search("[0-9]{4}", year)
        while True:
            letters = "".join(secrets.choice(_LETTERS) for _ in range(6))
            report_id = f"{digits[0] if digits else '0000'}-{letters}"
            if not self._is_taken(report_id):
                return report_id

    def create(self, payload: dict[str, Any]) -> str:
        """Put a new report into the library and return its id: the payload's `编号`, or else a new one.

        :raises Refused: when the id is taken or no id, the library cannot be written to, or the report not saved.
        """
        # Opening a report needs TinyDB and the lock, listing does not.
        from storage.report_file import write_report

        self._check_writable()
        summary = payload.get("摘要")
        year = str(summary.get("年度", "")) if isinstance(summary, dict) else ""
        report_id = str(payload.get("编号") or self.new_id(year))
        if not ID.fullmatch(report_id) or self._is_taken(report_id):
            raise Refused(f"编号 {shown(Path(report_id))} 不能用或已有报告在用，请换一个编号。")
        write_report(self._file(report_id), {**payload, "编号": report_id})
        return report_id

    def open_report(self, report_id: str, *, writable: bool = True, fall_back: bool = False) -> "ReportFile":
        """Open a report: for writing, unless somebody else has it, the library is read-only or `writable` is off.

        A damaged one is opened as it was last; with `fall_back`, so is one that cannot be read for another reason.

        :raises NoSuchReport: when there is none by this id.
        :raises Unreadable: when neither it nor a generation of it can be read.
        :raises TooNew: when a later version wrote it.
        """
        from storage.report_file import ReportFile  # as in create

        writable = writable and not self.read_only
        return ReportFile(self.path_of(report_id), writable=writable, fall_back=fall_back)

    def path_of(self, report_id: str) -> Path:
        """Return the file of a report.

        :raises NoSuchReport: when no report bears this id, or it is no id at all.
        :raises LibraryRefused: when the library went away meanwhile.
        """
        self._check_there()
        if ID.fullmatch(report_id) and os.path.lexists(self._file(report_id)):
            return self._file(report_id)
        raise NoSuchReport(f"没有编号为 {shown(Path(report_id))} 的报告；请用 zipingbao list 查看。")

    def trash(self, report_id: str) -> None:
        """Move a report to the trash, from where `restore` brings it back.

        :raises Refused: when it is open somewhere, there is none by this id, or it could not be moved.
        """
        # As in create.
        from storage.lock import ReportLock

        self._check_writable()
        source = self.path_of(report_id)
        lock = ReportLock(self.path, report_id)
        try:
            free = lock.acquire()
        except OSError as error:
            raise NotMoved.because(self.path / TRASH / source.name, error) from error
        if not free:
            raise Refused(f"报告 {report_id} 正在另一处打开，没有移到回收站；请先关闭它。")
        try:
            move(source, self.path / TRASH / source.name)
        finally:
            lock.release()

    def restore(self, report_id: str) -> None:
        """Bring a report back from the trash.

        :raises Refused: when none by this id is there, or it could not be moved.
        """
        self._check_writable()
        target = self._file(report_id)
        source = self.path / TRASH / target.name
        if not ID.fullmatch(report_id) or not os.path.lexists(source):
            raise NoSuchReport(f"回收站里没有编号为 {shown(Path(report_id))} 的报告。")
        move(source, target)

    def snapshot(self, report_id: str, payload: dict[str, Any], reason: str) -> Path:
        """Keep `payload` in the history of a report, as a report file of its own that is never overwritten.

        `reason` is a word of ours, such as 导出; it becomes part of the file's name.

        :raises Refused: when it could not be written.
        """
        from storage.report_file import write_report  # as in create

        self._check_writable()
        path = snapshot_path(self.path_of(report_id), reason)
        write_report(path, payload)
        return path

    def versions(self, report_id: str) -> list[Version]:
        """Return the generations and snapshots of a report, the latest first; each can be read as a report.

        :raises Refused: as `path_of`.
        """
        return versions(self.path_of(report_id))

    def _file(self, report_id: str) -> Path:
        return self.path / f"{report_id}.json"

    def _is_taken(self, report_id: str) -> bool:
        file = self._file(report_id)
        return os.path.lexists(file) or os.path.lexists(self.path / TRASH / file.name)

    def _list(self, folder: Path) -> list[Entry]:
        self._check_there()
        try:
            return entries(folder, write=not self.read_only)
        except OSError as error:
            raise LibraryUnreadable(folder, why_unreadable(error)) from error

    def _check_there(self) -> None:
        # A stick pulled out leaves an empty folder behind, or none.
        if not os.path.lexists(self.path / MARKER):
            raise LibraryLost(self.path)

    def _check_writable(self) -> None:
        self._check_there()
        if self.read_only:
            raise Refused(f"文档库“{shown(self.path)}”没有写入权限，只能查看；请换一个文件夹或解除只读。")


def _make(path: Path) -> None:
    try:
        make_folder(path)
    except NotSaved as error:
        raise LibraryNotMade(path, error.reason) from error


def _mark(path: Path) -> None:
    try:
        write_file(path / MARKER, encode({"格式": FORMAT, "编号": secrets.token_hex(8)}))
    except NotSaved as error:
        raise LibraryNotMade(path, error.reason) from error


def _number(path: Path, *, read_only: bool) -> str:
    """Return the number in the marker; a damaged marker still marks a library, and is written anew."""
    marker = path / MARKER
    try:
        mark = parse(read_file(marker), shown(marker))
        check_format(mark, shown(path))
    except Damaged:
        if read_only:
            return ""
        _mark(path)
        return _number(path, read_only=True)
    return str(mark.get("编号", ""))
