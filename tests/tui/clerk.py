"""A clerk at the program: presses keys, reads the screen, looks into the files."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from textual import events
from textual.containers import VerticalScroll
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

from storage.library import Library
from storage.report_file import ReportFile, read_report
from tui.app import ZipingbaoApp
from tui.entry.screen import EntryScreen
from tui.library.screen import LibraryScreen

S = TypeVar("S", bound=Screen[Any])


class Clerk:
    """What a person can do and see."""

    def __init__(self, app: ZipingbaoApp, pilot: Pilot[None], folder: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.folder = folder

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each answered before the next."""
        for key in keys:
            await self.burst(key)

    async def burst(self, *keys: str) -> None:
        """Hand over all keys at once, as a terminal does that lagged; words are typed letter by letter."""
        for key in keys:
            for name in [key] if key in _NAMED or "+" in key[1:] else key:
                character = name if len(name) == 1 else _CHARACTERS.get(name)
                self.app.post_message(events.Key(_character_to_key(name) if len(name) == 1 else name, character))
        await self._answered()

    async def type(self, text: str) -> None:
        """Type characters."""
        for character in text:
            self.app.post_message(events.Key(_character_to_key(character), character))
        await self._answered()

    async def paste(self, text: str) -> None:
        """Paste as terminals do."""
        self.app.post_message(events.Paste(text))
        await self._answered()

    async def _answered(self) -> None:
        """Wait until every key has been dealt with, and everything that followed from it."""
        app, quiet, end = self.app, 0, time.monotonic() + 30
        while app.is_running and quiet < 3:
            assert time.monotonic() < end, f"the program does not come to rest:\n{self.text}"
            await asyncio.sleep(0.002)
            screen = app.screen
            busy = app._held or app._digesting or any(map(_is_busy, [app, *screen.walk_children(with_self=True)]))
            busy = busy or screen._callbacks or screen._dirty_widgets or screen._layout_required
            quiet = 0 if busy else quiet + 1

    @property
    def text(self) -> str:
        """Everything on the screen, row by row; a wide character stands once."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in row).rstrip() for row in rows)

    def sees(self, words: str) -> bool:
        """Whether `words` are on the screen, wherever rows break them."""
        return squeezed(words) in squeezed(self.text)

    def is_told(self, words: str) -> bool:
        """Whether the dialog on top says `words`, wherever its rows break them; what is around it does not count."""
        box = self.app.screen.query_one(VerticalScroll).region
        rows = self.app.screen._compositor.render_strips()[box.y : box.bottom]
        return squeezed(words) in squeezed("".join(row.crop(box.x, box.right).text for row in rows))

    async def until_told(self, words: str) -> None:
        """Wait until the dialog on top says `words`."""
        await self.until(lambda: self.is_told(words), f"“{words}” in the dialog")

    async def until(self, ready: Callable[[], object], what: str = "", seconds: float = 20) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not ready():
            assert self.app.is_running, f"the program ended before {what or 'what was waited for'}"
            assert time.monotonic() < end, f"{what or 'what was waited for'} did not come:\n{self.text}"
            # Looking paints the whole screen.
            await asyncio.sleep(0.025)

    async def until_sees(self, words: str) -> None:
        """Wait until `words` are on the screen."""
        await self.until(lambda: self.sees(words), f"“{words}”")

    @property
    def entry(self) -> EntryScreen:
        """The entry screen, also beneath others."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, EntryScreen))

    @property
    def library_screen(self) -> LibraryScreen:
        """The library's screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, LibraryScreen))

    def section(self) -> str:
        """The id of the section being filled in."""
        return self.entry._section.id

    @property
    def report_path(self) -> Path:
        """The file of the report that is open."""
        return self.entry._opened.file.path

    def saved(self) -> dict[str, Any]:
        """What the file of the open report holds now."""
        return read_report(self.report_path)

    async def until_saved(self, words: str) -> None:
        """Wait until `words` are in the file, without anyone asking for a save."""
        written = json.dumps(words, ensure_ascii=False)[1:-1]
        path = self.report_path
        await self.until(lambda: written in path.read_text(encoding="utf-8"), f"“{words}” in the file")

    async def open(self, at: int = 0) -> None:
        """Open the report in this row of the library."""
        await self.press(*["down"] * at, "enter")
        await self.until(lambda: isinstance(self.app.screen, EntryScreen), "the entry screen")
        await self.settled()

    async def settled(self) -> None:
        """Wait until the section is shown and the caret is in it."""
        await self.until(lambda: self.app.screen.focused is not None, "a caret")
        await self._answered()

    async def go(self, section_id: str) -> None:
        """Go to a section by F4 and F3."""
        ids = [section.id for section in self.entry._report.sections]
        step = ids.index(section_id) - ids.index(self.section())
        await self.burst(*["f4" if step > 0 else "f3"] * abs(step))


_NAMED = {
    *(f"f{number}" for number in range(1, 13)),
    *("enter", "tab", "escape", "space", "backspace", "delete", "up", "down", "left", "right", "home", "end"),
    *("pageup", "pagedown"),
}


_CHARACTERS = {"enter": "\r", "tab": "\t", "space": " "}


def _is_busy(pump: MessagePump) -> bool:
    return bool(not pump._message_queue.empty() or pump._next_callbacks)


_BORDERS = dict.fromkeys(map(ord, "│┃╭╮╰╯─▌▐▊▎"))


def squeezed(text: str) -> str:
    """Return text without blanks, borders and line breaks."""
    return "".join(text.translate(_BORDERS).split())


def left_at(library: Library, report_id: str, section_id: str) -> None:
    """Make a report open in this section, as if it had been left there."""
    with ReportFile(library.path_of(report_id)) as file:
        file.save_place({"章节": section_id})


@asynccontextmanager
async def desk(folder: Path, *, create: bool = False, size: tuple[int, int] = (100, 24)) -> AsyncIterator[Clerk]:
    """Sit a clerk before the program with the library in `folder`."""
    app = ZipingbaoApp(lambda: LibraryScreen(folder, create=create))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Clerk(app, pilot, folder)
