"""The whole library in one file that was read back and compared, and when that was done last."""

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from storage.archive import LARGEST_FILE, SUFFIX, Archive, Digest, is_kept, write_archive
from storage.durable import NotAsWritten, NotSaved, make_folder, sweep, unused, write_file
from storage.durable_stream import write_stream
from storage.errors import Refused, why_unreadable
from storage.journal import far_of
from storage.json_file import Missing, Unreadable, encode, parse, read_file, shown
from storage.library import MARKER, TEMPLATES, Library
from storage.library_refusals import LibraryLost, LibraryUnreadable
from storage.media import is_unplugged
from storage.report_shape import (
    BACKUP_RECORD,
    DAMAGED,
    FORMAT,
    HISTORY,
    ID,
    JOURNALS,
    PREVIOUS,
    TRASH,
)
from storage.settings import Settings
from storage.text import one_line
from storage.times import now

_FOLDERS = (PREVIOUS, HISTORY, JOURNALS, TRASH, DAMAGED, TEMPLATES)


class Backup(NamedTuple):
    """A backup made: its file, its length in bytes, the reports in it, and a sentence for each file left out."""

    path: Path
    size: int
    reports: int
    left_out: list[str]


def default_backup_folder() -> Path:
    """Return where backups go that nobody chose a place for: a folder among the person's documents."""
    from platformdirs import user_documents_path

    return user_documents_path() / "自评宝备份"


def back_up(library: Library, target: Path) -> Backup:
    """Write every file of a library into a new zip and read it back; `target` is a folder, or the zip itself.

    In a folder it is named by the day; a name that is taken gets a number. A window may be writing meanwhile: each
    file is in the backup as it was at one moment.

    :raises NotSaved: when it could not be written, or came back as something else.
    :raises LibraryRefused: when the library went away meanwhile.
    :raises Refused: when the place is inside the library, or on a stick that is not plugged in.
    """
    named = target.suffix.lower() == SUFFIX and not target.is_dir()
    folder = target.parent if named else target
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(library.path)):
        raise Refused(f"备份不能放在文档库“{shown(library.path)}”里面，请换一个文件夹，最好是U盘。")
    if is_unplugged(folder):
        raise Refused(f"“{shown(folder)}”那里没有插着U盘，没有备份；请插好U盘，或换一个文件夹。")
    make_folder(folder.absolute())
    sweep(folder)
    path = unused(target if named else folder / f"自评宝备份-{now()[:10]}{SUFFIX}")
    gathering = _Gathering(library)

    def fill(stream: BinaryIO) -> None:
        gathering.digests = write_archive(stream, gathering.contents())
        # A stick pulled out leaves an empty folder behind: what was gathered by then is no backup.
        if not os.path.lexists(library.path / MARKER):
            raise LibraryLost(library.path)

    def verify(written: Path) -> None:
        try:
            with Archive(written) as archive:
                if archive.files != gathering.digests:
                    raise NotAsWritten(path)
                for name in archive.files:
                    archive.read(name)
        except Unreadable as error:
            raise NotAsWritten(path) from error

    write_stream(path, fill, verify)
    if not library.read_only:
        # It is made all the same; that it was is what the reminder goes by, and no more.
        with contextlib.suppress(NotSaved):
            write_file(library.path / BACKUP_RECORD, encode({"格式": FORMAT, "时间": now()}))
    return Backup(path, path.stat().st_size, gathering.reports, gathering.left_out)


class _Gathering:
    """The files of a library, each read whole."""

    def __init__(self, library: Library) -> None:
        self._root = library.path
        self._leave_out: dict[str, str] = {}
        self.digests: dict[str, Digest] = {}
        self.reports = 0

    @property
    def left_out(self) -> list[str]:
        return list(self._leave_out.values())

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and content; what comes or moves to another folder meanwhile comes at the end."""
        done: set[str] = set()
        while new := {name: path for name, path in self._files() if name not in done}:
            done |= new.keys()
            for name, path in new.items():
                if (data := self._read(name, path)) is not None:
                    self.reports += _is_report(name)
                    yield name, data

    def _files(self) -> Iterator[tuple[str, Path]]:
        folders = [self._root, *(self._root / name for name in _FOLDERS)]
        with contextlib.suppress(OSError):
            folders += sorted(folder for folder in (self._root / HISTORY).iterdir() if folder.is_dir())
        for folder in folders:
            for path in _inside(folder):
                name = path.relative_to(self._root).as_posix()
                if is_kept(name):
                    yield name, path
                elif folder != self._root and not path.name.startswith("."):
                    self._leave_out[name] = f"“{shown(path)}”不是自评宝的文件，没有放进备份。"
        for path in sorted(self._root.glob("*.json")):
            if ID.fullmatch(path.stem) and os.path.lexists(far_of(path)):
                yield f"{JOURNALS}/{path.stem}.jsonl", path

    def _read(self, name: str, path: Path) -> bytes | None:
        try:
            if not name.startswith(JOURNALS):
                return read_file(path, LARGEST_FILE)
            # Lines of the two journals of a report may follow each other in one.
            near, far = self._root / name, far_of(self._root / f"{path.stem}.json")
            parts = [read_file(journal, LARGEST_FILE) for journal in (near, far) if os.path.lexists(journal)]
            return b"".join(parts)
        except Missing:
            return None
        except Refused as error:
            self._leave_out[name] = str(error)
            return None


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.is_dir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LibraryUnreadable(folder, why_unreadable(error)) from error


def _is_report(name: str) -> bool:
    return "/" not in name and ID.fullmatch(name.removesuffix(".json")) is not None


def reminder(library: Library, settings: Settings) -> str:
    """Return the sentence that a backup is due, "" when none is; `library` has a report at least.

    It is due so many days after the last one, or after the library was made: which is when the first report is.
    """
    if not settings.remind_after or library.read_only:
        return ""
    last = _last(library)
    try:
        since = last or datetime.fromtimestamp((library.path / MARKER).stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return ""
    days = (datetime.now(UTC) - since).days
    if days < settings.remind_after:
        return ""
    return f"上次备份是{days}天前" if last else f"文档库用了{days}天，还没有备份过"


def _last(library: Library) -> datetime | None:
    try:
        told = parse(read_file(library.path / BACKUP_RECORD, 4096), "")
        return datetime.fromisoformat(one_line(str(told.get("时间")))).astimezone()
    except (Unreadable, ValueError, OverflowError, OSError):
        return None
