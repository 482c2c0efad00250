"""Saving as one types and moves: at most a second behind the keys, and never on the screen's thread."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeAlias

from textual import on
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from storage.errors import Refused
from storage.report_file import ReportFile

_Values: TypeAlias = Callable[[], dict[str, Any]]

_NOTE: Final = 0.2
_DELAY: Final = 0.4
_RETRY: Final = 3.0


class Autosave(Static):
    """Keeps a report's file up to date and says how things stand: 已保存 14:32, 正在保存, 没有保存.

    Between two saves, and while none succeeds, what was typed goes to the journal. `payload` gives what is
    to be written; it is called on the screen's thread, so what is written was whole then.
    """

    DEFAULT_CSS = """
    Autosave { width: auto; }
    Autosave.-failing { color: $text-error; text-style: bold; }
    """
    trouble: reactive[str] = reactive("", init=False)
    """The sentence of the last save that failed; empty while all is well."""

    @dataclass
    class _Ended(Message):
        trouble: str

    class Settled(Message):
        """A save ended, well or not: `trouble` says which."""

    def __init__(self, file: ReportFile, payload: _Values, place: _Values) -> None:
        super().__init__(markup=False)
        self._file = file
        self._payload = payload
        self._place = place
        self._waiting = False
        self._saving = False
        self._unsaved = False
        self._moved = False
        self._noting = False
        self._marks = 0
        self._noted = 0
        self._turn = threading.Lock()
        self._taken = 0
        self._written = 0

    def on_mount(self) -> None:
        """Say from the start what happens here."""
        self.update("只读" if self._file.read_only else "自动保存")

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not yet on the disk."""
        return self._unsaved or self._saving

    def mark(self) -> None:
        """Note that something was typed; it is saved shortly, however long the typing goes on."""
        self._marks += 1
        self._remain_unsaved()

    def _remain_unsaved(self) -> None:
        self._unsaved = True
        self._wait()
        if not self._noting:
            self._noting = True
            self.set_timer(_NOTE, self._note)

    def mark_place(self) -> None:
        """Note that the person is elsewhere now; unless something is typed as well, only that is kept."""
        if not self._file.read_only:
            self._moved = True
            self._wait()

    def _wait(self) -> None:
        if not (self._waiting or self._saving):
            self._waiting = True
            self.set_timer(_RETRY if self.trouble else _DELAY, self._start)

    def _note(self) -> None:
        self._noting = False
        if not self.unsaved:
            return
        if self._noted < self._marks:
            note = partial(self._write_down, self._marks, self._payload(), self._place(), far=bool(self.trouble))
            self.run_worker(note, thread=True, group="journal")
        # A disk may hold a save, or a note, for long: then it is looked after again.
        self._noting = True
        self.set_timer(_NOTE, self._note)

    def _write_down(self, mark: int, payload: dict[str, Any], place: dict[str, Any], *, far: bool) -> None:
        if self._file.note(payload, place, far=far):
            self._noted = max(self._noted, mark)

    def _start(self) -> None:
        self._waiting = False
        if self._saving:
            return
        if self._unsaved:
            self._saving, self._unsaved, self._moved = True, False, False
            self.run_worker(partial(self._write, *self._take()), thread=True, group="save")
        elif self._moved:
            self._moved = False
            self.run_worker(partial(self._keep_place, *self._take_place()), thread=True, group="save")

    def _take_place(self) -> tuple[int, dict[str, Any]]:
        self._taken += 1
        return self._taken, self._place()

    def _take(self) -> tuple[int, dict[str, Any], dict[str, Any]]:
        number, place = self._take_place()
        return number, place, self._payload()

    def _save(self, number: int, place: dict[str, Any], payload: dict[str, Any] | None = None) -> None:
        with self._turn:
            # A save that waited for its thread must not come down over what `now` has written meanwhile.
            if number > self._written:
                if payload is None:
                    self._file.save_place(place)
                else:
                    self._file.save(payload, place)
                self._written = number

    def _keep_place(self, number: int, place: dict[str, Any]) -> None:
        # Nothing typed depends on it, and a disk that takes no place will not take the next word either.
        with contextlib.suppress(Refused):
            self._save(number, place)

    def _write(self, number: int, place: dict[str, Any], payload: dict[str, Any]) -> None:
        try:
            self._save(number, place, payload)
        except Refused as error:
            self.post_message(self._Ended(str(error)))
        else:
            self.post_message(self._Ended(""))

    @on(_Ended)
    def _ended(self, event: _Ended) -> None:
        event.stop()
        trouble = event.trouble
        self._saving = False
        self.trouble = trouble
        self.set_class(bool(trouble), "-failing")
        self.update("没有保存" if trouble else f"已保存 {datetime.now().astimezone():%H:%M}")
        if trouble or self._unsaved:
            self._remain_unsaved()
        elif self._moved:
            self.mark_place()
        self.post_message(self.Settled())

    def now(self) -> None:
        """Save at once on this thread: the program is about to end, or something needs the disk up to date.

        :raises Refused: when it could not be saved; the journal has it then, if there is room for that.
        """
        if self._file.read_only:
            return
        if self.unsaved:
            number, place, payload = self._take()
            try:
                self._save(number, place, payload)
            except Refused:
                self._write_down(self._marks, payload, place, far=True)
                raise
            self._unsaved = False
            self.post_message(self._Ended(""))
        else:
            self._save(*self._take_place())
