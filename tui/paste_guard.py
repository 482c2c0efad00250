r"""Keeping a paste in one piece: an ESC inside it must not act as a key.

Terminals put a paste between two sequences, and most take the ESCs out of it; tmux and older ones do not. Textual
8.2.8 then plays what follows an ESC as keys, and the rest of the text lands wherever these lead to.
"""

import sys
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
# Not nothing: what cleans the paste counts it, and the person is told that something was left out.
_DROPPED: Final = "\x1a"


class GuardedParser(XTermParser):
    """Textual's reader of terminal input, given pastes whose only ESC is the one that ends them."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._recent = ""
        self._pasting = False
        self._held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Read what the terminal sent; it may end in the middle of a sequence."""
        guarded = "".join(map(self._passed, data))
        # Nothing at all would tell the parser that the terminal is gone.
        return super().feed(guarded) if guarded or not data else ()

    def _passed(self, character: str) -> str:
        if not self._pasting:
            self._recent = (self._recent + character)[-len(_START) :]
            self._pasting = self._recent == _START
            return character
        held, self._held = self._held + character, ""
        if held == _END:
            self._pasting = False
            return held
        if _END.startswith(held):
            self._held = held
            return ""
        text = held[:-1].replace("\x1b", _DROPPED)
        if character == "\x1b":
            self._held = character
            return text
        return text + character


def guard_pastes() -> None:
    """Make Textual's driver read with the guarded parser; Windows hands pastes over without sequences."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        # The driver makes its parser itself and takes no other.
        linux_driver.XTermParser = GuardedParser  # type: ignore[attr-defined]
