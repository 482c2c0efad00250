"""The program: one window, its screens, and what is the same on all of them."""

import asyncio
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final, Protocol, runtime_checkable

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.events import Event, Paste, Resize
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.theme import Theme
from textual.widgets import Static

from tui.commands import Actions
from tui.crash import log_crash
from tui.keys_in_order import KeysInOrder
from tui.paste_guard import guard_pastes

_SMALLEST: Final = (64, 18)
_LONGEST_PASTE: Final = 100_000
_NOT_SAVED: Final = "最后打的字没能保存，文档库里是上一次保存的内容"

# Black on white like the paper it becomes; every colour keeps 4.5:1 against its ground.
_PAPER: Final = Theme(
    name="paper",
    dark=False,
    primary="#1f4e79",
    secondary="#2f6f4f",
    accent="#8a4b08",
    warning="#9a5b00",
    error="#b3261e",
    success="#1e6b3a",
    foreground="#1b1f24",
    background="#ffffff",
    surface="#ffffff",
    panel="#e9edf2",
    boost="#f4f6f9",
    variables={"border-blurred": "#c3ccd6", "text-muted": "#5b6570", "block-cursor-background": "#1f4e79"},
)


@runtime_checkable
class KeepsText(Protocol):
    """A screen that may hold text not yet on disk."""

    def save_now(self) -> bool:
        """Write what is on screen at once, whatever else is happening; False when it could not be written."""
        ...

    async def settle(self) -> bool:
        """Save everything; False when the person chose to stay because it could not be saved."""
        ...


class TooSmall(ModalScreen[None]):
    """Shown over everything while the window cannot hold the screens."""

    DEFAULT_CSS = "TooSmall { align: center middle; background: $background; } TooSmall Static { width: auto; }"

    def compose(self) -> ComposeResult:
        """Say what is wrong and how to mend it."""
        yield Static(f"窗口太小，请拉大到至少 {_SMALLEST[0]} 列 {_SMALLEST[1]} 行；内容都在。", markup=False)

    def on_resize(self) -> None:
        """Go once the window is large enough."""
        self._go_if_large()

    def on_screen_resume(self) -> None:
        """Go also when the window grew while the palette was open over this."""
        self._go_if_large()

    def _go_if_large(self) -> None:
        if self.is_active and not _is_small(self.app.size):
            self.dismiss()


def _is_small(size: Size) -> bool:
    return size.width < _SMALLEST[0] or size.height < _SMALLEST[1]


class ZipingbaoApp(KeysInOrder[None]):
    """自评宝. `first_screen` makes the screen it opens with."""

    TITLE = "自评宝"
    # An emoji: many fonts have none of it, and terminals do not agree on how wide it is.
    CSS = "CommandPalette SearchIcon { display: none; }"
    DEFAULT_MODE = "library"
    COMMANDS: ClassVar = {Actions}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "show_help", "帮助", tooltip="这一屏是做什么的、有哪些按键"),
        Binding("ctrl+p", "command_palette", "命令", tooltip="打几个字找功能、找章节", priority=True),
        Binding("ctrl+q", "quit", "退出", tooltip="退出自评宝；内容都已自动保存", priority=True),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(self, first_screen: Callable[[], Screen[None]]) -> None:
        super().__init__()
        # Pushed over Textual's empty screen, it would be laid out and painted twice before it is first seen.
        self.add_mode(self.DEFAULT_MODE, first_screen)
        self.register_theme(_PAPER)
        self.theme = _PAPER.name

    async def on_event(self, event: Event) -> None:
        """Take no more of a paste than a report may hold."""
        if isinstance(event, Paste) and len(event.text) > _LONGEST_PASTE:
            event.text = event.text[:_LONGEST_PASTE]
            self.notify("粘贴的内容太长，只放进了前10万个字；请分几次粘贴。", markup=False, timeout=20)
        await super().on_event(event)

    def on_mount(self) -> None:
        """End as Ctrl+Q does, everything saved, when the terminal window is closed."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            try:
                loop.add_signal_handler(getattr(signal, name), self._hang_up)
            except (AttributeError, NotImplementedError, RuntimeError):
                # Not on Windows, not outside the main thread: autosave is a second behind at most.
                return

    def _hang_up(self) -> None:
        saved = self._save_all_now()
        self.exit(return_code=0 if saved else 1, message=None if saved else Text(f"自评宝关闭时{_NOT_SAVED}。"))

    def _save_all_now(self) -> bool:
        # Every one of them tries, whatever became of the others.
        kept = [screen.save_now() for screen in self.screen_stack if isinstance(screen, KeepsText)]
        return all(kept)

    async def action_quit(self) -> None:
        """Leave once everything is saved; once is enough while the question what to do about it is open."""
        if not any(worker.group == "leave" and worker.is_running for worker in self.workers):
            self._leave()

    # A worker, as a screen that cannot save has to ask and wait for the answer.
    @work(exclusive=True, group="leave")
    async def _leave(self) -> None:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, KeepsText) and not await screen.settle():
                return
        self.exit()

    def action_help_quit(self) -> None:
        """Answer Ctrl+C where there is nothing to copy."""
        self.notify("Ctrl+C 是复制；要退出请按 Ctrl+Q。", markup=False)

    def action_command_palette(self) -> None:
        """Open the palette with a Chinese prompt."""
        if not self.screen.has_class("--textual-command-palette"):
            self.push_screen(CommandPalette(placeholder="打几个字找功能、找章节…", id="--command-palette"))

    def action_show_help(self) -> None:
        """Open the help of the screen on top."""
        # Help is a screen of its own: not needed, and not imported, before somebody asks for it.
        from tui.help import Help

        screen = self.screen
        if not isinstance(screen, Help):
            words = getattr(screen, "HELP", None) or "按 Esc 返回。"
            self.push_screen(Help(words, screen.active_bindings.values()))

    def on_resize(self, event: Resize) -> None:
        """Cover the screen while the window is too small for it."""
        if _is_small(event.size) and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())

    def _fatal_error(self) -> None:
        # Textual prints a traceback here; the person gets one sentence and keeps the text, the log gets the rest.
        saved = "打的字已保存，重新打开即可继续" if self._save_all_now() else _NOT_SAVED
        where = log_crash(self._exception)
        self._exit_renderables.append(Text(f"自评宝出错退出了，{saved}；{where}。"))
        self._close_messages_no_wait()


def run(library: Path, *, create: bool) -> int:
    """Run the program on a library and return the exit code; `create` makes a library that was never there."""
    from tui.library.screen import LibraryScreen

    guard_pastes()
    app = ZipingbaoApp(lambda: LibraryScreen(library, create=create))
    app.run()
    return app.return_code or 0


def run_demo() -> int:
    """Run the program on a throw-away library that holds the complete sample report."""
    from storage import known_libraries
    from storage.demo import demo_payload
    from storage.library import Library

    with tempfile.TemporaryDirectory(prefix="zipingbao-demo-") as folder:
        try:
            Library.open(Path(folder), create=True).create(demo_payload())
            return run(Path(folder), create=False)
        finally:
            known_libraries.forget(Path(folder))
