"""How the entry screen finds words and replaces them: in the section shown, or on through the whole report."""

from asyncio import Lock
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from textual import on
from textual.widgets import Input

from storage.checks.fixing import Change, put
from storage.errors import Refused
from storage.library import Library
from storage.report.spot import Spot
from storage.reports import OpenReport
from storage.search import Match, first_from, replacements, search, section_kinds
from tui.entry.checked_screen import WAYS_BACK, CheckedScreen
from tui.entry.find import FindBar
from tui.entry.form import Form
from tui.wrapped import Wrapped

_SHORT: Final = 20


class SearchedScreen(CheckedScreen):
    """A screen on which a report is filled in, with a bar to search it."""

    def __init__(self, library: Library, opened: OpenReport) -> None:
        super().__init__(library, opened)
        self._hint = Wrapped(id="hint")
        self._find_bar = FindBar()
        self._matches: list[Match] = []
        self._match: Match | None = None
        self._sought: tuple[str, bool] = ("", False)
        self._sought_from = Spot(self._section.id, "cover")
        # Keys reach actions and fields on different ways: one search after the other.
        self._searching = Lock()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the bar does while it is there, and replacing where something can be changed."""
        if action in {"replace_one", "replace_all"}:
            return self._find_bar.display and not self.read_only
        if action == "close_find":
            return self._find_bar.display
        # Esc closes the bar before it leads anywhere.
        return super().check_action(action, parameters) and not (action in WAYS_BACK and self._find_bar.display)

    # -- finding

    async def action_find(self) -> None:
        """Open the bar, with the words selected in the text to look for."""
        async with self._searching:
            self.remove_class("-outline-open")
            words = ""
            if not self._find_bar.has_caret:
                self._sought_from = self._page.spot()
                # What is found never goes on in another line.
                words = next((line for line in self._page.selected.split("\n") if line.strip()), "")
            self._find_bar.open(words, read_only=self.read_only)
            self.refresh_bindings()
            await self._seek()

    def action_close_find(self) -> None:
        """Close the bar; the caret is where the words were found."""
        self._find_bar.display = False
        self.refresh_bindings()
        if self._match is not None and self._is_there(self._match):
            self._page.go_to(self._shown(self._match))
        else:
            self._page.go(self._page.place())

    def action_find_field(self) -> None:
        """Go to the bar's other field."""
        self._find_bar.turn()

    async def action_find_scope(self) -> None:
        """Search the whole report instead of the section, or the other way round."""
        async with self._searching:
            self._find_bar.whole = not self._find_bar.whole
            self._sought_from = self._page.spot()
            await self._seek()

    @on(Input.Changed, "#find-words")
    async def _words_typed(self, event: Input.Changed) -> None:
        event.stop()
        async with self._searching:
            if self._is_other_search:
                await self._seek()

    async def action_find_step(self, step: int) -> None:
        """Go to the next place (1) or the one before (-1), beyond the last to the first."""
        async with self._searching:
            if self._is_other_search:
                await self._seek()
            if self._find_bar.words:
                await self._step(step)

    @on(Form.Changed)
    def _count_again(self) -> None:
        """Count what is there now that something was typed into the report."""
        if self._find_bar.display and self._find_bar.words:
            self._look()
            self._find_bar.tell(f"共 {len(self._matches)} 处")

    @property
    def _is_other_search(self) -> bool:
        return self._sought != (self._find_bar.words, self._find_bar.whole)

    def _look(self) -> None:
        bar = self._find_bar
        self._sought = bar.words, bar.whole
        section_id = None if bar.whole else self._section.id
        self._matches = search(self._report, self._opened.outline, bar.words, section_id=section_id)

    async def _seek(self) -> None:
        """Find anew, from where the caret was when the search began."""
        self._look()
        self._match = None
        if self._find_bar.words:
            await self._arrive(self._first_from(self._sought_from))
        else:
            self._find_bar.tell("")

    async def _step(self, step: int, told: str = "") -> None:
        self._look()
        if self._match in self._matches and self._match is not None and self._is_there(self._match):
            number = self._matches.index(self._match) + step
        else:
            number = self._first_from(self._page.spot()) - (step < 0)
        await self._arrive(number, told)
        if self._match is not None:
            self._sought_from = self._match.spot

    async def _arrive(self, number: int, told: str = "") -> None:
        """Show a match, counted from 0; beyond the last comes the first, and before the first the last."""
        bar, count = self._find_bar, len(self._matches)
        if not count:
            self._match = None
            elsewhere = "" if bar.whole else "本节里"
            more = "" if bar.whole else "，按 Ctrl+E 在全文里找"
            missing = f"{elsewhere}没有找到“{_shortened(bar.words)}”{more}"
            bar.tell("共 0 处", told or missing, is_missing=True)
            return
        turned = "已到末尾，从头找起" if number >= count else "已到开头，从末尾找起" if number < 0 else ""
        self._match = match = self._matches[number % count]
        await self.go_to(self._shown(match), focus=False)
        kept = f"这处{match.kept}" if match.kept and not self.read_only else ""
        said = "；".join(sentence for sentence in (told, turned, kept) if sentence)
        bar.tell(f"第 {number % count + 1} 处，共 {count} 处", said)

    def _first_from(self, spot: Spot) -> int:
        return first_from(self._report, self._opened.outline, self._matches, spot)

    def _is_there(self, match: Match) -> bool:
        """Whether the caret still is where a match was shown."""
        here, spot = self._page.spot(), match.spot
        is_field = (here.section, here.kind, here.field) == (spot.section, spot.kind, spot.field)
        return is_field and (spot.kind != "prose" or here.start == spot.start)

    def _shown(self, match: Match) -> Spot:
        """Return what to select: all of a cell that shows a number in groups, as it does where it is locked."""
        spot = match.spot
        if match.is_figure and (match.kept or self.read_only):
            return Spot(spot.section, spot.kind, spot.field)
        return spot

    # -- replacing

    async def action_replace_one(self) -> None:
        """Replace the words shown, and go on to the next place."""
        async with self._searching:
            if self._is_other_search:
                await self._seek()
                return
            self._look()
            match = self._match
            if match is None or match not in self._matches or not self._is_there(match) or match.kept:
                await self._step(1, f"上一处{match.kept}" if match is not None and match.kept else "")
                return
            try:
                made = replacements(self._report, [match], self._find_bar.by)
            except Refused as error:
                self._find_bar.tell("", str(error))
                return
            self._make("替换", match.spot, made)
            spot, end = match.spot, match.spot.start + len(self._find_bar.by)
            self._look()
            self._sought_from = Spot(spot.section, spot.kind, spot.field, end, end)
            number = self._first_from(self._sought_from)
            await self._arrive(number, "已替换 1 处" if self._matches else "已替换 1 处，没有别的了")

    async def action_replace_all(self) -> None:
        """Replace the words everywhere, as a step of its own in each form they stand in."""
        async with self._searching:
            if not self._find_bar.words:
                return
            here, caret = self._section, self._page.spot()
            places = sections = 0
            refused = ""
            for section in self._report.sections if self._find_bar.whole else [here]:
                try:
                    count = await self._replace_in(section.id)
                except Refused as error:
                    refused = str(error)
                    break
                places += count
                sections += bool(count)
            await self.go_to(replace(caret, end=caret.start), focus=False)
            self._look()
            self._match = None
            self._sought_from = self._page.spot()
            self._tell_replaced(places, sections, refused)

    async def _replace_in(self, section_id: str) -> int:
        """Replace the words in a section; return in how many places."""
        outline, count = self._opened.outline, 0
        section = self._report.section(section_id)
        for kind in section_kinds(section, outline.section(section_id)):
            # Looked for anew each time: a name changed in a table has changed the references to it.
            found = search(self._report, outline, self._find_bar.words, section_id=section_id)
            matches = [match for match in found if match.spot.kind == kind and not match.kept]
            if matches:
                made = replacements(self._report, matches, self._find_bar.by)
                # There the caret is when somebody comes to take it back.
                await self.go_to(replace(matches[0].spot, end=matches[0].spot.start), focus=False)
                self._make("全部替换", matches[0].spot, made)
                count += len(matches)
        return count

    def _make(self, label: str, spot: Spot, made: Sequence[Change]) -> None:
        """Make changes of one block of the section shown."""
        form = self._page.make(spot.kind, label, partial(self._put, made))
        self.take_change(form)
        self._checker.soon()

    def _put(self, made: Sequence[Change]) -> None:
        for change in made:
            put(self._report, change)

    def _tell_replaced(self, places: int, sections: int, refused: str) -> None:
        across = f"，涉及 {sections} 节；要撤销，到每一节按 Ctrl+Z" if self._find_bar.whole else ""
        told = f"已替换 {places} 处{across}" if places else "没有可以替换的地方"
        kept = [match.kept for match in self._matches if match.kept]
        left = f"另有 {len(kept)} 处没有改：{'、'.join(dict.fromkeys(kept))}" if kept else ""
        said = "；".join(sentence for sentence in (told, left, refused) if sentence)
        self._find_bar.tell(f"共 {len(self._matches)} 处", said)


def _shortened(words: str) -> str:
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}……"
