"""The real program in a real pseudo-terminal: keys go in as bytes, the screen is what a person would see."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

PROGRAM = Path(sys.executable).with_name("zipingbao")
KEYS = {
    "enter": "\r", "tab": "\t", "escape": "\x1b", "delete": "\x1b[3~", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "home": "\x1b[H", "end": "\x1b[F",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR",
    "f4": "\x1bOS", "f5": "\x1b[15~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    "shift+right": "\x1b[1;2C",
}  # fmt: skip


def environment(home: Path) -> dict[str, str]:
    """A fresh machine's environment, with everything the program keeps under `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "ZIPINGBAO_STATE": str(home / "state"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


class Terminal:
    """A program running in a terminal of `columns` × `rows`."""

    def __init__(
        self, home: Path, *arguments: str, program: Path = PROGRAM, columns: int = 100, rows: int = 30, **env: str
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            str(program), list(arguments), env=environment(home) | env, dimensions=(rows, columns), timeout=20
        )
        self._ended = False
        # pexpect would wait 50 ms before every key, for password prompts.
        self.child.delaybeforesend = None

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program has drawn until it is quiet for `seconds`."""
        while True:
            try:
                self._stream.feed(self.child.read_nonblocking(65536, timeout=seconds))
            except pexpect.TIMEOUT:
                return
            except pexpect.EOF:
                self._ended = True
                return

    @property
    def text(self) -> str:
        """What is on the screen. A wide character takes two cells, the second of which is empty."""
        return "\n".join(row.rstrip() for row in self.screen.display)

    def wait_for(self, words: str, seconds: float = 15) -> None:
        """Wait until `words` are on the screen."""
        self._wait(lambda: words in self.text, f"“{words}” did not appear", seconds)

    def wait_told(self, words: str) -> None:
        """Wait until `words` are on the screen, however they are broken into rows in a box."""
        self._wait(lambda: words in re.sub(r"[\s│]", "", self.text), f"“{words}” was not told", 15)

    def wait_gone(self, words: str, seconds: float = 15) -> None:
        """Wait until `words` are no longer on the screen."""
        self._wait(lambda: words not in self.text, f"“{words}” stayed", seconds)

    def wait_until(self, ready: Callable[[], bool], complaint: str) -> None:
        """Wait until something is so, looking as soon as anything is drawn."""
        self._wait(ready, complaint, 15, quiet=0.002)

    def _wait(self, ready: Callable[[], bool], complaint: str, seconds: float, quiet: float = 0.05) -> None:
        end = time.monotonic() + seconds
        while True:
            self.read(quiet)
            if ready():
                return
            if self._ended or time.monotonic() > end:
                raise AssertionError(f"{complaint}{' before the program ended' * self._ended}:\n{self.text}")

    def press(self, *names: str) -> None:
        """Press keys by name, `ctrl+x` included."""
        for name in names:
            letter = name.removeprefix("ctrl+")
            self.child.send(KEYS.get(name, name) if letter == name else chr(ord(letter) & 0x1F))

    def type(self, text: str) -> None:
        """Type characters one by one, as an input method hands them over."""
        for character in text:
            self.child.send(character)

    def paste(self, text: str) -> None:
        """Paste as terminals do (bracketed)."""
        self.child.send(f"\x1b[200~{text}\x1b[201~")

    def kill(self) -> None:
        """Kill the program as a power cut would."""
        self.child.kill(signal.SIGKILL)
        self.child.wait()

    def quit(self) -> int:
        """Leave by Ctrl+Q and return the exit code."""
        self.press("ctrl+q")
        return self.end()

    def end(self, seconds: float = 20) -> int:
        """Wait until the program ends and return its exit code; what it said last is on the screen."""
        self._wait(lambda: self._ended, "the program did not end", seconds)
        self.child.close()
        return self.child.exitstatus
