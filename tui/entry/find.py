"""The bar of Ctrl+F: what to look for, what to put in its place, where, and how much of it there is."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.entry.form import Form
from tui.line_input import LineInput
from tui.wrapped import Wrapped

_KEYS: Final = "Enter 下一处，↑ 上一处，Ctrl+E 换本节或全文，Esc 关闭"


class _Words(LineInput):
    """What to look for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.find_step(1)", "下一处", tooltip="到下一处"),
        Binding("down", "screen.find_step(1)", "下一处", show=False),
        Binding("up", "screen.find_step(-1)", "上一处", tooltip="到上一处"),
        Binding("ctrl+e", "screen.find_scope", "本节/全文", tooltip="换成在全文里找，再按一次只找这一节"),
        Binding("ctrl+r", "screen.replace_all", "全部替换", tooltip="把找到的全部替换；到那一节按 Ctrl+Z 撤销"),
        Binding("tab,shift+tab", "screen.find_field", "另一格", show=False),
        Binding("ctrl+a", "select_all", "全选", show=False),
    ]
    hint = f"查找：{_KEYS}，Tab 到“替换为”"

    def on_focus(self) -> None:
        """Say what keys do here."""
        self.post_message(Form.Hint(self.hint))


class _By(_Words):
    """What to put in its place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.replace_one", "替换这处", tooltip="替换找到的这一处，再到下一处"),
        Binding("down", "screen.find_step(1)", "下一处", tooltip="这一处不换，到下一处"),
    ]
    hint = "替换为：Enter 换这一处，↓ 跳过，Ctrl+R 全部替换；空着就是删去"


class FindBar(Vertical):
    """One line at the bottom of the page, and a second while there is something to say."""

    DEFAULT_CSS = """
    FindBar { display: none; height: auto; background: $panel; padding: 0 1; }
    FindBar Horizontal { height: 1; }
    FindBar LineInput { width: 1fr; min-width: 8; border: none; height: 1; padding: 0; margin: 0 1; }
    FindBar Static { width: auto; text-wrap: nowrap; }
    FindBar #find-scope { text-style: bold; color: $primary; margin-right: 1; }
    FindBar.-missing #find-count { color: $text-error; }
    FindBar Wrapped { display: none; color: $text-warning; }
    """

    def __init__(self) -> None:
        super().__init__(id="find")
        self._words = _Words(id="find-words", compact=True)
        self._label = Static("替换为", markup=False)
        self._by = _By(id="find-by", compact=True)
        self._scope = Static(markup=False, id="find-scope")
        self._count = Static(markup=False, id="find-count")
        self._told = Wrapped()
        self._whole = False

    def compose(self) -> ComposeResult:
        """Lay out the two fields, the switch and the count over what is said."""
        with Horizontal():
            yield Static("查找", markup=False)
            yield self._words
            yield self._label
            yield self._by
            yield self._scope
            yield self._count
        yield self._told

    @property
    def words(self) -> str:
        """What to look for, blanks included."""
        return self._words.value

    @property
    def by(self) -> str:
        """What to put in its place."""
        return self._by.value

    @property
    def whole(self) -> bool:
        """Whether the whole report is searched."""
        return self._whole

    @whole.setter
    def whole(self, whole: bool) -> None:
        self._whole = whole
        self._scope.update("全文" if whole else "本节")

    @property
    def has_caret(self) -> bool:
        """Whether one of the fields has the focus."""
        return self.screen.focused in {self._words, self._by}

    def open(self, words: str, *, read_only: bool) -> None:
        """Come up with words to look for, or with the last ones; nothing can be replaced when `read_only`."""
        self._label.display = self._by.display = not read_only
        if read_only:
            self._words.hint = f"查找：{_KEYS}"
        self.whole = self._whole
        if not self.display:
            self.tell("")
            self.display = True
        if words:
            self._words.value = ""
            self._words.put(words)
        self._words.action_select_all()
        self._words.focus()

    def turn(self) -> None:
        """Go to the other field."""
        other = self._by if self._words.has_focus and self._by.display else self._words
        other.focus()

    def tell(self, count: str, told: str = "", *, is_missing: bool = False) -> None:
        """Show how many there are, and a sentence where there is more to say."""
        self._count.update(count)
        self._told.update(told)
        self._told.display = bool(told)
        self.set_class(is_missing, "-missing")
