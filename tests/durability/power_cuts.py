"""A model of a disk whose power fails: what was not fsynced may be there, half there, or not; in any order.

The operations of real saves are recorded. For every prefix of them, every disk that may be found afterwards is
built and opened by the real openers: it holds what was acknowledged, or what was being saved, whole.
"""

import errno
import itertools
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from storage import durable
from storage.library import Library
from storage.report_shape import LOCKS
from storage.reports import OpenReport, create_report, open_report

_Names: TypeAlias = "dict[tuple[Path, str], int | None]"


@dataclass
class Inode:
    """A file: what was written into it, and what of that has reached the disk."""

    data: bytes = b""
    safe: bytes = b""
    torn: bool = False

    def found(self) -> list[bytes]:
        """Return what may be found after a power cut."""
        if self.data == self.safe and not self.torn:
            return [self.data]
        half = self.safe + self.data[len(self.safe) : (len(self.safe) + len(self.data)) // 2]
        torn = [self.data[: len(self.data) // 2]] if self.torn or not self.data.startswith(self.safe) else []
        return list(dict.fromkeys([self.data, half, self.safe, *torn, *([b""] if self.torn else [])]))


@dataclass
class Disk:
    """The files of one folder and those below it, and what of their names has reached the disk."""

    inodes: dict[int, Inode] = field(default_factory=dict)
    names: _Names = field(default_factory=dict)
    pending: list[_Names] = field(default_factory=list)
    renames_tear: bool = False
    """As on vfat: a file that takes another name has to reach the disk again."""

    def name(self, path: Path, number: int | None) -> _Names:
        return {(path.parent, path.name): number}

    def now(self) -> _Names:
        """Return the names as the running system sees them."""
        names = dict(self.names)
        for change in self.pending:
            names |= change
        return names

    def found(self) -> Iterator[dict[Path, bytes]]:
        """Yield every content that may be found after a power cut now."""
        for count in range(len(self.pending) + 1):
            for changes in itertools.combinations(self.pending, count):
                names = dict(self.names)
                for change in changes:
                    names |= change
                files = {folder / name: number for (folder, name), number in names.items() if number is not None}
                contents = [self.inodes[number].found() for number in files.values()]
                for choice in itertools.product(*contents):
                    yield dict(zip(files, choice, strict=True))


class Recorder(durable.Files):
    """The real operations, told to a disk of the model as well; `look` is called after each."""

    def __init__(self, disk: Disk, root: Path, look: Callable[[], None]) -> None:
        self.disk, self.root, self.look = disk, root, look
        self._open: dict[int, tuple[Path, int | None]] = {}
        self.recorded = 0

    def _told(self, path: Path) -> bool:
        return path.is_relative_to(self.root) and LOCKS not in path.parts

    def _changed(self, *changes: _Names) -> None:
        self.disk.pending += changes
        self._looked()

    def _looked(self) -> None:
        self.recorded += 1
        self.look()

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        path = Path(path)
        new = flags & os.O_CREAT and not path.exists()
        descriptor = os.open(path, flags, mode)
        status = os.fstat(descriptor)
        is_folder = stat.S_ISDIR(status.st_mode)
        self._open[descriptor] = path, None if is_folder else status.st_ino
        if new and self._told(path):
            self.disk.inodes[status.st_ino] = Inode()
            self._changed(self.disk.name(path, status.st_ino))
        return descriptor

    def write(self, descriptor: int, data: Any) -> int:
        written = os.write(descriptor, data)
        path, number = self._open[descriptor]
        if self._told(path) and number in self.disk.inodes:
            self.disk.inodes[number].data += bytes(data)[:written]
            self._looked()
        return written

    def truncate(self, descriptor: int, length: int) -> None:
        os.ftruncate(descriptor, length)
        path, number = self._open[descriptor]
        if self._told(path) and number in self.disk.inodes:
            self.disk.inodes[number].data = self.disk.inodes[number].data[:length]
            self._looked()

    def fsync(self, descriptor: int) -> None:
        path, number = self._open[descriptor]
        if not self._told(path):
            return
        if number is None:
            kept = []
            for change in self.disk.pending:
                if any(folder == path for folder, _ in change):
                    self.disk.names |= change
                else:
                    kept.append(change)
            self.disk.pending = kept
        elif number in self.disk.inodes:
            inode = self.disk.inodes[number]
            inode.safe, inode.torn = inode.data, False
        self._looked()

    def mkdir(self, path: Any, mode: int = 0o777) -> None:
        # Taken as safe at once: it is fsynced before anything is put into it.
        Path(path).mkdir(mode)

    def link(self, source: Any, target: Any) -> None:
        if self.disk.renames_tear:
            raise OSError(errno.EPERM, "no links here")
        Path(target).hardlink_to(source)
        if self._told(Path(target)):
            self._changed(self.disk.name(Path(target), Path(target).stat().st_ino))

    def _moved(self, source: Path, target: Path) -> None:
        number = target.stat().st_ino
        if not self._told(target):
            return
        if self.disk.renames_tear:
            self.disk.inodes[number].torn = True
        self._changed(self.disk.name(source, None) | self.disk.name(target, number))

    def replace(self, source: Any, target: Any) -> None:
        Path(source).replace(target)
        self._moved(Path(source), Path(target))

    def rename(self, source: Any, target: Any) -> None:
        Path(source).rename(target)
        self._moved(Path(source), Path(target))

    def unlink(self, path: Any) -> None:
        Path(path).unlink()
        if self._told(Path(path)):
            self._changed(self.disk.name(Path(path), None))


def _disk_of(root: Path, renames_tear: bool) -> Disk:
    disk = Disk(renames_tear=renames_tear)
    for path in root.rglob("*"):
        if path.is_file() and LOCKS not in path.parts:
            number, data = path.stat().st_ino, path.read_bytes()
            disk.inodes[number] = Inode(data, data)
            disk.names |= disk.name(path, number)
    return disk


class Cuts:
    """Types, notes and saves, the power failing after every operation."""

    def __init__(self, folder: Path, *, renames_tear: bool) -> None:
        self.library = Library.open(folder / "库", create=True)
        self.copy = folder / "断电后"
        report_id = create_report(self.library, outline_id="county", unit="甲", year="2023", project="乙")
        self.opened = open_report(self.library, report_id)
        self.typed, self.safe = 0, 0
        self.renames_tear = renames_tear
        self.disk = _disk_of(self.library.path, renames_tear)
        self.recorder = Recorder(self.disk, self.library.path, self.look)
        self.looked: set[frozenset[tuple[Path, bytes]]] = set()
        self.opens = 0

    def look(self) -> None:
        """Open every disk that may be found now."""
        recorder, durable.files = durable.files, durable.Files()
        try:
            for content in self.disk.found():
                # What was acknowledged decides what has to be there, so it is a part of the case.
                case = frozenset({*content.items(), (Path(), b"%d" % self.safe)})
                if case not in self.looked:
                    self.looked.add(case)
                    self._open(content)
        finally:
            durable.files = recorder

    def _open(self, content: dict[Path, bytes]) -> None:
        shutil.rmtree(self.copy, ignore_errors=True)
        for path, data in content.items():
            there = self.copy / path.relative_to(self.library.path)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(data)
        self.opens += 1
        library = Library.open(self.copy)
        found = open_report(library, self.opened.file.id)
        number = _count(found)
        found.file.close()
        least = self.safe
        if self.renames_tear and self.safe < self.typed and "已损坏" in found.notice:
            # There the newest may be torn until it is acknowledged; then the one before it is good.
            least = self.saved_before
        assert least <= number <= self.typed, f"{number} found, {self.safe} acknowledged, {self.typed} typed"

    def go(self, steps: str) -> str:
        """Take steps, `n` for a note and `s` for a save; return the figures."""
        durable.files, real = self.recorder, durable.files
        self.saved_before = 0
        saved = 0
        try:
            for step in steps:
                self.typed += 1
                _type(self.opened)
                payload = self.opened.report.payload()
                if step == "n":
                    assert self.opened.file.note(payload, {})
                else:
                    self.saved_before = saved
                    self.opened.file.save(payload)
                    saved = self.typed
                self.safe = self.typed
                self.look()
        finally:
            durable.files = real
            self.opened.file.close()
        return (
            f"{self.recorder.recorded} operations, {self.opens} disks opened: acknowledged or newer, whole, always"
        )


def _type(opened: OpenReport) -> None:
    section = opened.report.section("organisation")
    assert section.prose is not None
    section.prose.text += "字"
    opened.report.touch(section)


def _count(opened: OpenReport) -> int:
    prose = opened.report.section("organisation").prose
    assert prose is not None
    return len(prose.text)


def cut_the_power(steps: str, folder: Path) -> str:
    """Let the power fail after every operation of `steps`, on a disk like ext4 and on one like vfat."""
    told = []
    for kind, renames_tear in (("ext4", False), ("vfat", True)):
        (folder / kind).mkdir()
        told.append(f"{kind}: {Cuts(folder / kind, renames_tear=renames_tear).go(steps)}")
    return "; ".join(told)


def never_synced(folder: Path) -> None:
    """Show that the model finds it out when a save does not reach the disk before it takes the name."""

    class Lazy(Recorder):
        def fsync(self, descriptor: int) -> None:
            if self._open[descriptor][1] is None:
                super().fsync(descriptor)

    cuts = Cuts(folder, renames_tear=False)
    cuts.recorder = Lazy(cuts.disk, cuts.library.path, cuts.look)
    with pytest.raises(AssertionError):
        cuts.go("ss")
