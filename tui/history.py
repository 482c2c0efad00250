"""Undo for one block of a report, however many tables show it."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

LIMIT: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where the caret is: sheet name, row, column and caret offset in characters."""

    sheet: str
    row: int
    column: int
    caret: int = 0

    @property
    def cell(self) -> tuple[str, int, int]:
        """The place without the caret."""
        return self.sheet, self.row, self.column


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    place: Place
    state: str


class History:
    """Steps of a block that can be taken back and done again, at most 500.

    `snapshot` returns the block as text (its JSON); `restore` puts such a text back in its place.
    """

    def __init__(self, snapshot: Callable[[], str], restore: Callable[[str], None]) -> None:
        self._snapshot = snapshot
        self._restore = restore
        self._done: deque[_Step] = deque(maxlen=LIMIT)
        self._undone: list[_Step] = []
        self._open = False
        self._held = False

    @property
    def undoable(self) -> str:
        """What `undo` would take back, such as `粘贴`; "" if nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redoable(self) -> str:
        """What `redo` would do again; "" if nothing."""
        return self._undone[-1].label if self._undone else ""

    def record(self, label: str, place: Place, *, typing: bool = False) -> None:
        """Note the block as it is just before a change at `place`.

        Changes by `typing` in one cell that follow each other are one step.
        """
        if self._held:
            return
        if typing and self._open and self._done and self._done[-1].place.cell == place.cell:
            return
        self._done.append(_Step(label, place, self._snapshot()))
        self._undone.clear()
        self._open = typing

    @contextmanager
    def step(self, label: str, place: Place) -> Iterator[None]:
        """Make one step of all changes inside, whatever else they record."""
        self.record(label, place)
        held, self._held = self._held, True
        try:
            yield
        finally:
            self._held = held

    def close(self) -> None:
        """Let the next typing be a step of its own: the caret has left the cell."""
        self._open = False

    def undo(self) -> Place | None:
        """Take the last step back; return where it was taken, None if there was none."""
        return self._travel(self._done, self._undone)

    def redo(self) -> Place | None:
        """Do again what was undone last; return where, None if nothing was."""
        return self._travel(self._undone, self._done)

    def _travel(self, source: "deque[_Step] | list[_Step]", target: "deque[_Step] | list[_Step]") -> Place | None:
        self._open = False
        now = self._snapshot()
        while source:
            step = source.pop()
            # A step that changed nothing (a row moved up from the top) is no step to a person.
            if step.state != now:
                target.append(_Step(step.label, step.place, now))
                self._restore(step.state)
                return step.place
        return None
