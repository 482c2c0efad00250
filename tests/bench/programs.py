"""Programs in pseudo-terminals, on the clock: from a byte written to the bytes that answer it."""

import os
import pty
import select
import signal
import termios
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NoReturn, Self

from tests.terminal import environment

ROOT = Path(__file__).parents[2]
COLUMNS, ROWS = 100, 30

_PATIENCE = 20.0
_SETTLED = 0.02


class NoAnswer(Exception):
    """A program that ended, or drew nothing of what was waited for."""


class Program:
    """A program in a terminal of its own. Times are in ms since it was started, or since the last `send`.

    Nothing sleeps here: waiting is the kernel's, until there is something to read.
    """

    def __init__(self, command: Sequence[str], home: Path, *, columns: int = COLUMNS, rows: int = ROWS) -> None:
        self._command = command
        self._seen = bytearray()
        self._since = perf_counter()
        self._pid, self._terminal = pty.fork()
        if not self._pid:
            _become(command, environment(home), columns, rows)
        self._poll = select.poll()
        self._poll.register(self._terminal, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self._pid, 0)

    def send(self, keys: bytes) -> None:
        """Press keys; the clock starts again, and what was drawn before counts no more."""
        self._seen.clear()
        self._since = perf_counter()
        os.write(self._terminal, keys)

    def press_on(self, keys: bytes) -> None:
        """Press keys while the clock goes on."""
        os.write(self._terminal, keys)

    def until(self, *marks: str, patience: float = _PATIENCE) -> list[float]:
        """Wait until all `marks` have been drawn, and return when the last byte of each had arrived.

        :raises NoAnswer: when one of them is missing and nothing is drawn for `patience` seconds.
        """
        wanted = {mark: mark.encode() for mark in marks}
        arrived: dict[str, float] = {}
        while True:
            now = (perf_counter() - self._since) * 1000
            arrived |= {mark: now for mark in wanted.keys() - arrived if wanted[mark] in self._seen}
            if len(arrived) == len(wanted):
                return [arrived[mark] for mark in marks]
            if not self._read(patience):
                missing = "、".join(wanted.keys() - arrived)
                drawn = bytes(self._seen[-300:]).decode(errors="replace")
                raise NoAnswer(f"{' '.join(self._command)} drew no {missing!r}; its last bytes: {drawn!r}")

    def until_end(self) -> float:
        """Wait until the program has ended, and return when."""
        while self._read(_PATIENCE):
            pass
        return (perf_counter() - self._since) * 1000

    def settle(self, seconds: float = _SETTLED) -> int:
        """Wait until nothing is drawn for `seconds`; return the bytes drawn since the last `send`."""
        while self._read(seconds):
            pass
        return len(self._seen)

    def _read(self, seconds: float) -> bool:
        """Take in what is there, or comes within `seconds`; False when nothing does, or never will."""
        if not self._poll.poll(seconds * 1000):
            return False
        try:
            chunk = os.read(self._terminal, 1 << 16)
        except OSError:
            # What Linux says of a terminal whose last program has ended.
            return False
        self._seen += chunk
        return bool(chunk)


def _become(command: Sequence[str], env: dict[str, str], columns: int, rows: int) -> NoReturn:
    try:
        termios.tcsetwinsize(0, (rows, columns))
        os.chdir(ROOT)
        os.execvpe(command[0], command, env)
    finally:
        os._exit(127)
