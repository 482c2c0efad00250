"""F1: what this screen is for and what its keys do, written from the actions themselves."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keybar import KeyBar, key_name
from tui.wrapped import Wrapped

GENERAL = """\
Tab、Shift+Tab 到下一格、上一格；Enter 往下一行；Esc 返回，绝不丢字。
打进去的字一秒之内自动保存，随时可以退出，不用另外存盘。
^N 就是按住 Ctrl 再按 N；记不住的功能按 Ctrl+P 打几个字就能找到。
复制 Ctrl+C，粘贴用 Ctrl+V 或终端自己的粘贴（多为 Ctrl+Shift+V）。"""


class Help(ModalScreen[None]):
    """The help of one screen: its own words, then every action with its key."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "dismiss", "返回", tooltip="关上帮助"),
        Binding("up", "scroll('up')", "上", show=False),
        Binding("down", "scroll('down')", "下", show=False),
    ]

    def __init__(self, words: str, actions: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._words = words
        # Of several keys for an action the first is shown, as the bar of keys does.
        self._actions = {a.binding.action: a for a in reversed(list(actions)) if a.tooltip}

    def compose(self) -> ComposeResult:
        """Lay out the words over the table of keys."""
        with VerticalScroll() as page:
            page.border_title = "帮助"
            yield Wrapped(self._words)
            yield Static(self._table(), markup=False, classes="keys")
            yield Wrapped(GENERAL)
        yield KeyBar()

    def _table(self) -> Content:
        lines = []
        for active in reversed(self._actions.values()):
            key = key_name(active.binding.key)
            lines.append(
                Content.assemble(
                    (f"{key:<6} ", "bold $primary"), f"{active.binding.description}：{active.tooltip}"
                )
            )
        return Content("\n").join(lines)
