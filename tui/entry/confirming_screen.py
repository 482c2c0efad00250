"""How the entry screen has what came from last year's report confirmed: entry by entry, or a whole section."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, TypeAlias

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from storage.outline import BlockKind
from storage.report.carried import Entry
from storage.report.report import Section
from storage.report.spot import Spot
from storage.search import section_kinds
from tui.entry.versioned_screen import VersionedScreen

_Waiting: TypeAlias = tuple[BlockKind, Entry]


class ConfirmingScreen(VersionedScreen):
    """A screen on which a report is filled in that may have started from last year's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+k", "confirm", "确认", tooltip="从上年带来的这一处没有变；在提纲里按，整节都没有变"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to confirm where something waits for it."""
        if action == "confirm":
            return not self.read_only and bool(self._meant.unconfirmed())
        return super().check_action(action, parameters)

    @property
    def _meant(self) -> Section:
        """The section the caret is in; in the outline the one that is chosen."""
        chosen = self._outline_list.chosen if self._outline_list.has_focus else None
        return self._section if chosen is None else self._report.section(chosen)

    @on(OptionList.OptionHighlighted, "#outline")
    def _chosen_another(self) -> None:
        self.refresh_bindings()

    async def action_confirm(self) -> None:
        """Confirm the entry at the caret and go on to the next; in the outline, confirm a whole section."""
        if self._outline_list.has_focus:
            await self._confirm_section(self._meant)
            return
        section, spot = self._section, self._page.spot()
        kinds = section_kinds(section, self._opened.outline.section(section.id))
        entries = [(kind, entry) for kind in kinds for entry in section.block(kind).entries()]
        waiting = section.unconfirmed()
        here = next(
            (
                number
                for number, (kind, entry) in enumerate(entries)
                if kind == spot.kind and entry.holds(spot.field, spot.start)
            ),
            -1,
        )
        if here >= 0 and entries[here] in waiting:
            self._confirm([entries[here]])
        left = section.unconfirmed()
        numbers = [number for number, entry in enumerate(entries) if entry in left]
        if numbers:
            kind, entry = entries[next((number for number in numbers if number > here), numbers[0])]
            await self.go_to(Spot(section.id, kind, entry.field, entry.start, entry.start))
        else:
            self._hint.update("这一节从上年带来的都确认了。")

    async def _confirm_section(self, section: Section) -> None:
        waiting = section.unconfirmed()
        await self._show(section.id, focus=False)
        self._confirm(waiting)
        self._hint.update(f"这一节从上年带来的{len(waiting)}处都确认了；到那里按 Ctrl+Z 可以撤销。")

    def _confirm(self, waiting: Sequence[_Waiting]) -> None:
        """Confirm entries of the section shown, as a step of its own in each form they stand in."""
        for kind in dict.fromkeys(kind for kind, _ in waiting):
            block = self._section.block(kind)
            entries = [entry for of, entry in waiting if of == kind]
            self.take_change(self._page.make(kind, "确认", partial(block.confirm, entries)))
        self.refresh_bindings()
        self._checker.soon()
