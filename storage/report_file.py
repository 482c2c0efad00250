"""One report of the library, opened: read, saved in one durable write, locked against a second writer."""

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from tinydb import TinyDB
from tinydb.table import Document

from storage.durable import NotSaved, keep, unused, write_file
from storage.durable_storage import ChangedElsewhere, DurableStorage, Tables
from storage.errors import Refused
from storage.generations import OWN_TEXT, keep_as_opened, previous_of, snapshot_path
from storage.journal import Journal, Mark
from storage.json_file import Damaged, Unreadable, parse, read_file, shown
from storage.lock import Holder, ReportLock
from storage.report_shape import DAMAGED, FORMAT, HEAD, HISTORY, LOCKS, PLACE, SECTIONS, check_tables
from storage.times import stamp


class ReadOnly(Refused):
    """A change to a report that is open for reading only."""


class _Database:
    """A report file as a TinyDB: what both an opened report and a file read once are made of."""

    def __init__(self, storage: DurableStorage, path: Path) -> None:
        self._storage = storage
        self._path = path
        self._tables = TinyDB(storage=lambda: storage)
        # What a save leaves as it is, kept here so that saving need not read the file first.
        self._beside: Tables = {}

    def check(self) -> None:
        tables = self._storage.read()
        check_tables(tables, shown(self._path))
        self._beside = {name: table for name, table in (tables or {}).items() if name not in (HEAD, SECTIONS)}

    def payload(self) -> dict[str, Any]:
        with self._storage.transaction():
            self.check()
            sections = sorted(self._tables.table(SECTIONS), key=lambda section: section.doc_id)
            return {**self._first(HEAD), SECTIONS: [dict(section) for section in sections]}

    def place(self) -> dict[str, Any]:
        with self._storage.transaction():
            self.check()
            return self._first(PLACE)

    def put(self, payload: dict[str, Any], place: dict[str, Any] | None = None) -> None:
        sections = payload.get(SECTIONS)
        if (
            payload.get("格式") != FORMAT
            or not isinstance(sections, list)
            or not all(isinstance(section, dict) for section in sections)
        ):
            raise NotSaved(self._path, "内容不是一份完整的报告", "请先导出再重新打开")
        head = {key: value for key, value in payload.items() if key != SECTIONS}
        with self._storage.transaction({HEAD: {}, SECTIONS: {}, **self._beside}):
            self._fill(HEAD, [head])
            self._fill(SECTIONS, sections)
            if place is not None:
                self._fill(PLACE, [place])
                self._beside[PLACE] = {"1": place}

    def put_place(self, place: dict[str, Any]) -> None:
        with self._storage.transaction(keep_previous=False):
            self._fill(PLACE, [place])
            self.check()

    def _first(self, table: str) -> dict[str, Any]:
        document = self._tables.table(table).get(doc_id=1)
        return dict(document) if isinstance(document, Document) else {}

    def _fill(self, name: str, documents: list[dict[str, Any]]) -> None:
        table = self._tables.table(name)
        table.truncate()
        table.insert_multiple(Document(document, doc_id) for doc_id, document in enumerate(documents, 1))


def read_report(path: Path) -> dict[str, Any]:
    """Return the payload of any report file (of the library, its trash, its history, a stick), without a lock.

    :raises Unreadable: when it cannot be read or is no report.
    :raises TooNew: when a later version wrote it.
    """
    return read_payload(read_file(path), shown(path))


def read_payload(data: bytes, where: str) -> dict[str, Any]:
    """Return the payload that the content of a report file holds; `where` names it in what is raised.

    :raises Damaged: when it is no report.
    :raises TooNew: when a later version wrote it.
    """
    tables = parse(data, where)
    head = check_tables(tables, where)
    return {**head, SECTIONS: [tables[SECTIONS][str(number)] for number in range(1, len(tables[SECTIONS]) + 1)]}


def write_report(path: Path, payload: dict[str, Any]) -> None:
    """Write a payload as a new report file, durably.

    :raises NotSaved: when it could not be written, or there is such a file already.
    """
    if os.path.lexists(path):
        raise NotSaved.because(path, FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)))
    _Database(DurableStorage(path, create=True), path).put(payload)


class ReportFile:
    """One report opened, for writing if nobody else has it, else for reading. Safe to call from any thread.

    `read_only` says which; `holder` who has it, when somebody has; `notice` is one sentence when the file was
    damaged and a generation before it was opened instead. With `fall_back` that is done for any other reason.

    :raises Unreadable: when neither the file nor a generation of it can be read; everything stays in place.
    :raises TooNew: when a later version wrote it.
    """

    def __init__(self, path: Path, *, writable: bool = True, fall_back: bool = False) -> None:
        self.id = path.stem
        self.path = path
        self.read_only = True
        self.holder: Holder | None = None
        self.notice: str | None = None
        self._journal: Journal | None = None
        self._begun = Mark(0, "")
        self._kept_as_opened = False
        self._own_copy: tuple[Path, _Database] | None = None
        self._guard = threading.Lock()
        self._closed = False
        self._lock = ReportLock(path.parent, self.id)
        if writable:
            self._take_lock()
        try:
            self._database = self._open(fall_back=fall_back)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def place(self) -> dict[str, Any]:
        """Where the person was when it was last closed; empty when that was never kept."""
        with self._guard:
            return self._database.place()

    def load(self) -> dict[str, Any]:
        """Return the payload: what the head holds, and `章节`, the list of the sections.

        :raises Unreadable: when the file went bad since it was opened.
        :raises ChangedElsewhere: when another program changed it since; it has to be opened again.
        """
        with self._guard:
            return self._database.payload()

    def save(self, payload: dict[str, Any], place: dict[str, Any] | None = None) -> None:
        """Make `payload` the content, in one durable write; when this returns it survives a power cut.

        `place` is where the person is; without it, the place stays the one kept last. Neither must be changed by
        another thread meanwhile.

        :raises NotSaved: when it did not reach the disk; the file is whole, and saving may be tried again.
        :raises ChangedElsewhere: when another program changed or removed the file; it was not overwritten, and
            `payload` is in the history beside it, where that could be written.
        :raises ReadOnly: when the report is open for reading only, or closed.
        """
        with self._writing():
            if self._journal is not None:
                if self._begun.revision and not self._kept_as_opened:
                    keep_as_opened(self.path)
                self._kept_as_opened = True
                self._journal.saving(payload)
            try:
                self._database.put(payload, place)
            except ChangedElsewhere as error:
                raise self._kept_beside(error, payload) from error
            if self._journal is not None:
                self._journal.saved(payload)

    def save_place(self, place: dict[str, Any]) -> None:
        """Keep where the person is, as durably as a save; nothing is written when that is unchanged or not ours.

        The previous generation stays: it is that of the content.

        :raises NotSaved: and the others of `save`.
        """
        if self.read_only:
            return
        with self._writing():
            if place != self._database.place():
                self._database.put_place(place)

    def begin_journal(self, payload: dict[str, Any], *, kept: bool = False) -> None:
        """Let `note` keep what is typed on from `payload`, which is what the file holds.

        What a journal holds already stays until the next save with `kept`, and is removed without. The first save
        that follows keeps what was there before the day's work in the history.
        """
        if not self.read_only:
            self._begun = Mark.of(payload)
            self._journal = Journal(self.path, payload, kept=kept)
            if not kept:
                self._journal.discard()

    def note(self, payload: dict[str, Any], place: dict[str, Any], *, far: bool = False) -> bool:
        """Write down what was typed since the last save, on this machine with `far`, and say whether it was.

        It waits for no save, and costs a third of one. Read-only reports and closed ones note nothing.
        """
        journal = self._journal
        return journal is not None and not self._closed and journal.note(payload, place, far=far)

    def give_up(self) -> None:
        """Forget what was typed since the last save: the person said so."""
        if self._journal is not None:
            self._journal.discard()

    def close(self) -> None:
        """Give the report back, after a save that is under way; a second time does nothing.

        What was noted and could not be saved is kept, to be found when the report is opened again.
        """
        with self._guard:
            self._closed = True
            if self._journal is not None:
                self._journal.close()
                self._journal = None
            self._lock.release()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with self._guard:
            if self._closed:
                raise ReadOnly(f"报告 {self.id} 已经关闭，改动没有保存；请重新打开。")
            if self.read_only:
                raise ReadOnly(f"报告 {self.id} 以只读方式打开，改动没有保存；请在另一处关闭它后重新打开。")
            yield

    def _take_lock(self) -> None:
        try:
            self.read_only = not self._lock.acquire()
        except OSError:
            return
        if self.read_only:
            self.holder = self._lock.holder()

    def _open(self, *, fall_back: bool) -> _Database:
        try:
            return self._checked(self.path)
        except Unreadable as trouble:
            good = fall_back or isinstance(trouble, Damaged)
            recovered = self._recovered(trouble.reason, lambda _: None) if good else None
            if recovered is None:
                raise
            return recovered

    def fall_back(self, reason: str, check: Callable[[dict[str, Any]], object]) -> bool:
        """Open the latest generation whose payload `check` does not refuse, and say whether there is one.

        The file is set aside as damaged for this `reason`, a few words.

        :raises Refused: when the generation cannot be opened.
        """
        with self._guard:
            recovered = self._recovered(reason, check)
            if recovered is not None:
                self._database = recovered
        return recovered is not None

    def _checked(self, path: Path) -> _Database:
        database = _Database(
            DurableStorage(path, previous=previous_of(self.path), read_only=self.read_only),
            path,
        )
        database.check()
        return database

    def _recovered(self, reason: str, check: Callable[[dict[str, Any]], object]) -> _Database | None:
        """Open the latest good generation in place of the damaged file, which is set aside and kept."""
        good = latest_good(self.path, check)
        if good is None:
            return None
        if not self.read_only:
            aside = unused(self.path.parent / DAMAGED / f"{self.id}-{stamp()}.json")
            try:
                # Kept first and replaced then: at no instant is the report missing from the library.
                keep(self.path, aside)
                write_file(self.path, read_file(good))
            except NotSaved:
                self.read_only = True
                self._lock.release()
            else:
                self.notice = (
                    f"报告 {self.id} 的文件已损坏（{reason}），"
                    f"已改用上一次保存的内容，原文件留在“{DAMAGED}/{aside.name}”。"
                )
                return self._checked(self.path)
        self.notice = f"报告 {self.id} 的文件已损坏（{reason}），现在看到的是上一次保存的内容，不能修改。"
        return self._checked(good)

    def _kept_beside(self, error: ChangedElsewhere, payload: dict[str, Any]) -> ChangedElsewhere:
        """Keep the own text in the history, where somebody else's change took the report's place."""
        if not (self.path.parent / LOCKS).is_dir():
            # The library itself is gone, and what is in its place is some other folder.
            return error
        try:
            if self._own_copy is None:
                path = snapshot_path(self.path, OWN_TEXT)
                self._own_copy = path, _Database(DurableStorage(path, create=True), path)
            path, copy = self._own_copy
            copy.put(payload)
        except Refused:
            return error
        if self._journal is not None:
            self._journal.discard()
        return error.kept_at(f"{HISTORY}/{self.id}/{path.name}")


def latest_good(path: Path, check: Callable[[dict[str, Any]], object]) -> Path | None:
    """Return the latest generation of a report file that is one and whose payload `check` does not refuse.

    There is none for a link: what it leads to may be no report of ours, and is not to be replaced by one.
    """
    if path.is_symlink():
        return None
    for generation in previous_of(path):
        try:
            check(read_report(generation))
        except Refused:
            continue
        return generation
    return None
