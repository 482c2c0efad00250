"""Leaving a screen with a report on it: what is not on the disk is saved, or the person is asked what to do."""

from collections.abc import Callable
from typing import Any, Final

from textual.screen import Screen

from storage.errors import Refused
from storage.report_file import ReportFile
from tui.dialogs import Choice, Question
from tui.entry.autosave import Autosave

_UNSAVED: Final = (
    Choice("重试", "retry"),
    Choice("另存到", "elsewhere"),
    Choice("返回", "stay"),
    Choice("不保存就退出", "go"),
)


async def settle(
    screen: Screen[None], autosave: Autosave, file: ReportFile, payload: Callable[[], dict[str, Any]]
) -> bool:
    """Save; where that fails, ask whether to stay, and return False for that. Needs a worker."""
    from tui.export.elsewhere import Elsewhere

    while True:
        try:
            autosave.now()
        except Refused as error:
            answer = await screen.app.push_screen_wait(Question("没有保存", str(error), _UNSAVED))
            if answer == "elsewhere" and await screen.app.push_screen_wait(Elsewhere(payload)) is not None:
                return True
            if answer == "go":
                file.give_up()
            if answer not in {"retry", "elsewhere"}:
                return answer == "go"
        else:
            return True
