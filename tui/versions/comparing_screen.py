"""A list at the left, what differs at the right; on a narrow screen they take turns."""

from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from storage.comparing import Comparison
from tui.versions.broken_list import BrokenList
from tui.versions.difference_view import DifferenceView
from tui.wrapped import Wrapped

Answer = TypeVar("Answer")


class ComparingScreen(Screen[Answer], Generic[Answer]):
    """What every page of differences does: from change to change, to the list and back, a sentence above."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it so
    DEFAULT_CSS = """
    ComparingScreen #header {
        height: 1; background: $primary; color: $text; text-style: bold; padding: 0 1; text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    ComparingScreen #told { display: none; padding: 0 1; background: $boost; color: $text-secondary; }
    ComparingScreen #told.-refused { background: $error-muted; color: $text-error; }
    ComparingScreen #both { height: 1fr; }
    ComparingScreen #list { width: 42; border: round $border-blurred; border-title-color: $primary; }
    ComparingScreen #list:focus-within { border: round $border; }
    ComparingScreen #differences { width: 1fr; border: round $border-blurred; }
    ComparingScreen #differences:focus-within { border: round $border; }
    ComparingScreen #between { height: auto; padding: 0 1; background: $boost; }
    ComparingScreen.-narrow #list { width: 1fr; }
    ComparingScreen.-narrow #differences { display: none; }
    ComparingScreen.-narrow.-reading #list { display: none; }
    ComparingScreen.-narrow.-reading #differences { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "step(1)", "下一处", tooltip="到下一处改动"),
        Binding("f3", "step(-1)", "上一处", tooltip="到上一处改动"),
    ]

    def __init__(self, listed: BrokenList, view: DifferenceView) -> None:
        super().__init__()
        self._listed = listed
        self._view = view
        self._told = Wrapped(id="told")
        self._comparison: Comparison | None = None

    def between(self) -> str:
        """Return what is compared at the moment, for the line over the differences."""
        raise NotImplementedError

    def both(self, title: str) -> ComposeResult:
        """Lay out the list under its title beside the differences."""
        with Horizontal(id="both"):
            with Vertical(id="list") as box:
                box.border_title = title
                yield self._listed
            with Vertical(id="differences"):
                yield Static(markup=False, id="between")
                yield self._view

    def show(self, comparison: Comparison | None, sentence: str = "") -> None:
        """Show what differs; without a comparison, the sentence in its place."""
        self._comparison = comparison
        self._view.show(comparison, sentence)
        self.tell_between()
        self.refresh_bindings()

    @on(DifferenceView.Moved)
    def tell_between(self) -> None:
        """Say over the differences what is compared and which of them is current."""
        number, count = self._view.place
        lines = [Content(self.between())]
        if count:
            lines.append(Content(f"第 {number} 处，共 {count} 处　") + self._view.legend)
        self.query_one("#between", Static).update(Content("\n").join(lines))

    def tell(self, sentence: str, *, is_refused: bool = False) -> None:
        """Say something under the header."""
        self._told.set_class(is_refused, "-refused")
        self._told.update(sentence)
        self._told.display = bool(sentence)

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self.add_class("-reading")
        self._view.focus()

    def action_step(self, step: int) -> None:
        """Go to the next change or the one before; first of all to the current one, where it is not in sight."""
        is_seen = self.has_class("-wide") or self.has_class("-reading")
        self.add_class("-reading")
        self._view.focus()
        if is_seen:
            self._view.step(step)

    def action_to_list(self) -> None:
        """Go back to the list."""
        self.remove_class("-reading")
        self._listed.focus()

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what is compared."""
        elsewhere = self.focused not in {None, self._listed}
        if action == "step":
            return self._comparison is not None and self._comparison.count > 0
        if action == "to_list":
            return elsewhere
        if action == "leave":
            return not elsewhere
        return True
