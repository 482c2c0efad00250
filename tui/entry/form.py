"""What the page of a section needs of any form."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from storage.outline import BlockKind
from storage.report.spot import Spot
from tui.entry.where_from import Pointed
from tui.entry.work import Work

CONFIRM: Final = "从上年带来，没有变按 Ctrl+K 确认"
"""What can be done about what waits to be confirmed."""


class Form(Vertical):
    """A block on screen. It stays mounted and is given another section's block to show."""

    DEFAULT_CSS = "Form { height: auto; }"
    kind: ClassVar[BlockKind]

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        # Textual orders Tab by where widgets stood when last laid out: a form just shown stood nowhere.
        return (0, 0)

    @dataclass
    class Changed(Message):
        """The block was changed by a key."""

        form: "Form"

    @dataclass
    class Hint(Message):
        """What helps at the caret now, in one line."""

        text: str

    @dataclass
    class Summed(Message):
        """The block's sums, and whether they agree, in one line; empty while there is nothing to add up."""

        text: Content

    @dataclass
    class Dropped(Message):
        """A paste held characters that cannot be in a report; so many were left out."""

        count: int

    async def show(self, work: Work, *, read_only: bool) -> None:
        """Show a section's block."""
        raise NotImplementedError

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the block that is shown be changed, or no longer; caret and undo stay as they are."""
        raise NotImplementedError

    def show_remarks(self, spots: Collection[Spot]) -> None:
        """Mark what the reviewer remarked on in the block that is shown."""
        raise NotImplementedError

    def refresh_figures(self) -> None:
        """Show computed figures anew after another form of the section was changed."""

    def make(self, label: str, change: Callable[[], None]) -> None:
        """Let `change` change the block, as one step that can be undone under the name `label`."""

    def pointed(self) -> Pointed | None:
        """Return the figure at the caret; None where there is none."""
        raise NotImplementedError

    def place(self) -> dict[str, Any]:
        """Return where the caret is, as plain JSON values."""
        raise NotImplementedError

    def go(self, place: dict[str, Any]) -> None:
        """Put the caret where `place` says, as near as the block allows now."""
        raise NotImplementedError

    def go_to(self, spot: Spot, *, focus: bool = True) -> None:
        """Put the caret into the field of a spot and select its words; without `focus` they are only shown."""
        raise NotImplementedError

    def unpoint(self) -> None:
        """Show no longer where a spot is that was gone to without focus."""

    def spot(self) -> Spot:
        """Return the field the caret is in, and what is selected in a text; of no field where it is in none."""
        raise NotImplementedError

    @property
    def text_area(self) -> TextArea:
        """What the caret is in, or was in last: it has one also while the focus is elsewhere."""
        raise NotImplementedError
