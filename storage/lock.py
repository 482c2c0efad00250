"""One writer at a time: a lock a report, held by a living program and gone with it."""

import contextlib
import getpass
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from storage import durable
from storage.durable import NotSaved, remove, write_file
from storage.json_file import Unreadable, encode, parse, read_file
from storage.report_shape import LOCKS
from storage.text import one_line
from storage.times import now


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a report open for writing; all empty when that is not known. `since` is an ISO time."""

    who: str = ""
    host: str = ""
    pid: int = 0
    since: str = ""


class ReportLock:
    """The lock of one report of the library in a folder."""

    def __init__(self, library: Path, report_id: str) -> None:
        self._folder = library / LOCKS
        self._note = self._folder / f"{report_id}.json"
        # Not bound to a thread: it may be taken in one and given back in another.
        self._lock = FileLock(self._folder / f"{report_id}.lock", timeout=0, mode=0o600, thread_local=False)

    def acquire(self) -> bool:
        """Take the lock if nobody has it, in this program or another, and say whether it was taken.

        :raises OSError: when this disk does not let anyone lock.
        """
        with contextlib.suppress(FileExistsError):
            durable.files.mkdir(self._folder, 0o700)
        try:
            self._lock.acquire()
        except Timeout:
            return False
        holder = Holder(user(), platform.node(), os.getpid(), now())
        with contextlib.suppress(NotSaved, ValueError):
            write_file(self._note, encode(asdict(holder)))
        return True

    def release(self) -> None:
        """Give the lock back; does nothing when it is not held."""
        if self._lock.is_locked:
            remove(self._note)
            self._lock.release()

    def holder(self) -> Holder:
        """Return who took the lock last, as far as they said."""
        try:
            note = parse(read_file(self._note, limit=4096), "")
        except Unreadable:
            return Holder()
        who, host, since = (one_line(str(note.get(key, "")))[:80] for key in ("who", "host", "since"))
        pid = note.get("pid")
        return Holder(who, host, pid if type(pid) is int else 0, since)


def user() -> str:
    """Return who is logged in on this machine; empty when that is not known."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
