"""A screen with a report on it: saved as one goes, and given back on leaving."""

from abc import abstractmethod
from typing import Any, Final

from textual import on, work
from textual.screen import Screen

from storage.errors import Refused
from storage.library import Library
from storage.reports import OpenReport
from tui.dialogs import Choice, Question
from tui.entry.autosave import Autosave
from tui.wrapped import Wrapped

_UNSAVED: Final = (
    Choice("重试", "retry"),
    Choice("另存到", "elsewhere"),
    Choice("返回", "stay"),
    Choice("不保存就退出", "go"),
)


class SavedScreen(Screen[None]):
    """What filling in a report and reviewing one have in common."""

    def __init__(self, library: Library, opened: OpenReport) -> None:
        super().__init__()
        self._library = library
        self._opened = opened
        self._report = opened.report
        self._autosave = Autosave(opened.file, self._report.payload, self._place)

    @abstractmethod
    def _place(self) -> dict[str, Any]:
        """Return where the person is, as plain JSON values."""

    def tell_trouble(self, sentence: str) -> None:
        """Say what went wrong in saving, until it goes well."""
        trouble = self.query_one("#trouble", Wrapped)
        trouble.update(sentence)
        trouble.display = bool(sentence)

    @on(Autosave.Settled)
    def _saved(self) -> None:
        self.tell_trouble(self._autosave.trouble)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another folder only while this one does not take the text."""
        if action == "save_elsewhere":
            return bool(self._autosave.trouble)
        return super().check_action(action, parameters)

    def action_save_elsewhere(self) -> None:
        """Ask for a folder that has room."""
        from tui.export.elsewhere import Elsewhere

        self.app.push_screen(Elsewhere(self._report.payload))

    # -- leaving

    def save_now(self) -> bool:
        """Save on this thread; the program is ending. False when it could not be saved."""
        try:
            self._autosave.now()
        except Refused:
            return False
        return True

    async def settle(self) -> bool:
        """Save; where that fails, ask whether to stay, and return False for that. Needs a worker."""
        from tui.export.elsewhere import Elsewhere

        while True:
            try:
                self._autosave.now()
            except Refused as error:
                answer = await self.app.push_screen_wait(Question("没有保存", str(error), _UNSAVED))
                if answer == "elsewhere":
                    if await self.app.push_screen_wait(Elsewhere(self._report.payload)) is not None:
                        return True
                    continue
                if answer == "go":
                    self._opened.file.give_up()
                if answer != "retry":
                    return answer == "go"
            else:
                return True

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Go back to the library once everything is saved."""
        if await self.settle():
            self.dismiss(None)

    def on_unmount(self) -> None:
        """Give the report back."""
        self._opened.file.close()
