"""What was typed between two saves, on the disk before it is in the report: so a kill takes no word with it.

A journal is a file beside the report to which whole sections are added, a line each time, every line with its
checksum. While the report's own disk takes nothing, the lines go to this machine's state folder instead.
"""

import contextlib
import hashlib
import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from storage.durable import NotSaved, append, empty, open_for_appending, remove, write_file
from storage.errors import Refused
from storage.json_file import Missing, Unreadable, parse, read_file
from storage.report_shape import JOURNALS, LOCKS, SECTIONS
from storage.state_folder import state_folder

LIMIT: Final = 8 * 1024 * 1024
"""The longest journal that is read, in bytes."""

_MARK, _BASE, _HEAD, _PLACE, _SAVING = "至", "自", "开头", "停留", "存"
_LONG = 256 * 1024
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class Mark(NamedTuple):
    """What tells one state of a report from another."""

    revision: int
    modified: str

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Mark":
        """Return the mark of a payload."""
        revision, modified = payload.get("版次"), payload.get("修改时间")
        return cls(revision if type(revision) is int else 0, modified if isinstance(modified, str) else "")


@dataclass(frozen=True)
class Entry:
    """A line: the head and the sections that changed from `base` to `mark`, and where the caret was."""

    mark: Mark
    base: Mark
    head: dict[str, Any]
    sections: list[dict[str, Any]]
    place: dict[str, Any]

    def applied(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return `payload` as it was typed on."""
        changed = {section.get("编号"): section for section in self.sections}
        sections = [changed.pop(section.get("编号"), section) for section in payload[SECTIONS]]
        return {**payload, **self.head, SECTIONS: [*sections, *changed.values()]}


@dataclass
class LeftOver:
    """What journals hold: their lines, the states that saves were begun for, and whether any line was damaged."""

    entries: list[Entry] = field(default_factory=list)
    begun: set[Mark] = field(default_factory=set)
    damaged: bool = False


def near_of(report: Path) -> Path:
    """Return the journal beside a report file."""
    return report.parent / JOURNALS / f"{report.stem}.jsonl"


def far_of(report: Path) -> Path:
    """Return the journal of a report file in the state folder of this machine."""
    where = hashlib.blake2b(os.fsencode(os.path.realpath(report)), digest_size=8).hexdigest()
    return state_folder() / "journals" / f"{where}.jsonl"


def read_journals(report: Path) -> LeftOver:
    """Return what the journals of a report hold; what cannot be read is damaged, and never an obstacle."""
    found = LeftOver()
    for path in (near_of(report), far_of(report)):
        try:
            lines = read_file(path, LIMIT).split(b"\n")
        except Missing:
            continue
        except Unreadable:
            found.damaged = True
            continue
        # A line begins with a line end: what follows the last one is a line cut off by the kill, or whole.
        for number, line in enumerate(lines, 1):
            if line and not _read_line(line, found) and number < len(lines):
                found.damaged = True
    found.entries.sort(key=lambda entry: entry.mark)
    return found


def _read_line(line: bytes, found: LeftOver) -> bool:
    digest, _, content = line.partition(b" ")
    if digest != _digest(content):
        return False
    try:
        told = parse(content, "")
        if _SAVING in told:
            found.begun.add(_mark(told[_SAVING]))
            return True
        entry = Entry(_mark(told[_MARK]), _mark(told[_BASE]), told[_HEAD], told[SECTIONS], told[_PLACE])
    except (Refused, KeyError, TypeError, ValueError):
        return False
    if not isinstance(entry.sections, list) or not all(map(_is_section, entry.sections)):
        return False
    if not isinstance(entry.head, dict) or not isinstance(entry.place, dict) or SECTIONS in entry.head:
        return False
    found.entries.append(entry)
    return True


def _is_section(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("编号"), str)


def _mark(value: object) -> Mark:
    if isinstance(value, list) and list(map(type, value)) == [int, str]:
        return Mark(*value)
    raise TypeError("no mark")


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=8).hexdigest().encode()


class Journal:
    """The journals of one report that is open for writing. Safe to call from any thread.

    `payload` is what the report's file holds; lines that are there already stay until it is saved.
    """

    def __init__(self, report: Path, payload: dict[str, Any], *, kept: bool) -> None:
        # A stick pulled out may leave an empty folder behind, and what is put in there is never seen again.
        self._near = _Lines(near_of(report), beside=report.parent / LOCKS)
        self._far = _Lines(far_of(report), beside=state_folder())
        self._base = payload
        self._noted = Mark.of(payload)
        self._outstanding = kept

    def note(self, payload: dict[str, Any], place: dict[str, Any], *, far: bool = False) -> bool:
        """Write down what `payload` has that was not saved, fsynced, and say whether that was done.

        It goes beside the report, or into the state folder with `far`, where that fails, and while an earlier line
        is still on its way there: a disk that hangs holds nobody up.
        """
        base = self._base
        before = {section.get("编号"): section for section in base.get(SECTIONS, [])}
        try:
            line = _encode(
                {
                    _MARK: Mark.of(payload),
                    _BASE: Mark.of(base),
                    _HEAD: {k: v for k, v in payload.items() if k != SECTIONS and base.get(k) != v},
                    SECTIONS: [part for part in payload[SECTIONS] if before.get(part.get("编号")) != part],
                    _PLACE: place,
                }
            ).encode()
        except (TypeError, ValueError, RecursionError):
            # No save will take it either, and says so.
            return False
        if (not far and self._near.add(line, wait=False)) or self._far.add(line, wait=True):
            self._noted = max(self._noted, Mark.of(payload))
            # A save may have overtaken it.
            self._outstanding = self._outstanding or self._noted > Mark.of(self._base)
            return True
        return False

    def saving(self, payload: dict[str, Any]) -> None:
        """Note that this is about to take its place in the report's file: what comes before it is then no loss."""
        for lines in (self._near, self._far):
            lines.add_quickly(_saving(payload))

    def saved(self, payload: dict[str, Any]) -> None:
        """Note that this is in the report's file now."""
        self._base = payload
        self._far.remove()
        # A note of what came before may still be on its way.
        self._near.shorten(_saving(payload))
        if self._noted <= Mark.of(payload):
            self._outstanding = False

    def close(self) -> None:
        """Let go of the journals; they stay only where they hold what was not saved."""
        for lines in (self._near, self._far):
            lines.close(remove=not self._outstanding)

    def discard(self) -> None:
        """Remove the journals: what they hold is in the report, or was given up."""
        self._outstanding = False
        self._near.remove()
        self._far.remove()


class _Lines:
    """One file of lines."""

    def __init__(self, path: Path, *, beside: Path) -> None:
        self._path = path
        self._beside = beside
        self._closed = False
        self._turn = threading.Lock()
        self._descriptor = -1
        self._size = 0
        self._begun: list[bytes] = []

    def add(self, line: bytes, *, wait: bool) -> bool:
        if not self._turn.acquire(blocking=wait):
            return False
        try:
            if self._closed or not self._beside.is_dir():
                return False
            if self._size > _LONG and self._begin_anew(line):
                return True
            if self._descriptor < 0:
                self._descriptor = open_for_appending(self._path)
            append(self._descriptor, _framed(line))
            self._size += len(line)
        except OSError:
            self._close()
            return False
        finally:
            self._turn.release()
        return True

    def _begin_anew(self, line: bytes) -> bool:
        """Let a line take the place of those before it, all of which it has; say whether that was done."""
        try:
            write_file(self._path, b"".join(map(_framed, (*self._begun, line))))
        except NotSaved:
            return False
        self._close()
        self._size = 0
        return True

    def add_quickly(self, line: bytes) -> None:
        # Without fsync: it has to outlive this program, not the machine.
        with self._turn, contextlib.suppress(OSError):
            self._begun.append(line)
            if self._descriptor >= 0:
                append(self._descriptor, _framed(line), sync=False)

    def shorten(self, line: bytes) -> None:
        with self._turn, contextlib.suppress(OSError):
            self._begun = [line]
            if self._descriptor >= 0 and self._size > _LONG:
                empty(self._descriptor)
                append(self._descriptor, _framed(line), sync=False)
                self._size = len(line)

    def remove(self) -> None:
        with self._turn:
            self._close()
            self._begun, self._size = [], 0
            if os.path.lexists(self._path):
                remove(self._path)

    def close(self, *, remove: bool) -> None:
        """Add nothing more, not even what is on its way."""
        self._closed = True
        if remove:
            self.remove()
        else:
            with self._turn:
                self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1


def _saving(payload: dict[str, Any]) -> bytes:
    return _encode({_SAVING: Mark.of(payload)}).encode()


def _framed(line: bytes) -> bytes:
    # The line end comes first, so that a line cut short spoils none but itself.
    return b"\n" + _digest(line) + b" " + line
