"""What a report was before, as a list: when, why, by whom; one is current, one may be marked for comparing."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from storage.generations import BEFORE, BEFORE_IMPORT, BEFORE_RESTORE, OPENED, OWN_TEXT, SAVED, Version
from tui.writing.line_breaking import text_rows

_WHY: Final = {
    SAVED: "自动保存",
    OPENED: "当天改动之前",
    OWN_TEXT: "没能存进去的",
    BEFORE: "换回之前",
    BEFORE_RESTORE: "从备份恢复之前",
    BEFORE_IMPORT: "采用文件之前",
    "导出": "导出的那一版",
}


def version_name(version: Version) -> str:
    """Name a version for a person: `2026-03-05 14:32:07 换回之前`."""
    return f"{version.when[:19].replace('T', ' ')} {_WHY.get(version.why, version.why)}".strip()


class VersionList(OptionList):
    """The latest first."""

    DEFAULT_CSS = """
    VersionList, VersionList:focus {
        height: 1fr; max-height: 100%; border: none; padding: 0; scrollbar-size-vertical: 1;
    }
    VersionList > .option-list--option-highlighted {
        background: $primary 20%; color: $foreground; text-style: none;
    }
    VersionList:focus > .option-list--option-highlighted {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: none;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "看差别", tooltip="看这一版和现在（或和标记的一版）差在哪里"),
        Binding("space", "mark", "标记", tooltip="标记这一版，再选另一版，就比较这两版；再按一次去掉"),
    ]

    class Marked(Message):
        """Another version was marked, or none is any more."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._versions: Sequence[Version] = ()
        self._marked: Version | None = None
        self._width = 0

    def show(self, versions: Sequence[Version]) -> None:
        """List versions, the first of them current and none marked."""
        self._versions, self._marked = versions, None
        self._lay_out(0)

    @property
    def current(self) -> Version | None:
        """The version that is current; None while the list is empty."""
        return None if self.highlighted is None else self._versions[self.highlighted]

    @property
    def compared(self) -> tuple[Version, Version | None] | None:
        """The earlier and the later of what is to be compared, None for the report as it is now."""
        current, marked = self.current, self._marked
        if current is None:
            return None
        if marked is None or marked is current:
            return current, None
        later, earlier = sorted((current, marked), key=self._versions.index)
        return earlier, later

    def action_mark(self) -> None:
        """Mark the current version, or take its mark away."""
        self._marked = None if self._marked is self.current else self.current
        self._lay_out(self.highlighted or 0)
        self.post_message(self.Marked())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with a version that can be read."""
        if action in {"select", "mark"}:
            return self.current is not None and self.current.problem is None
        return super().check_action(action, parameters)

    def on_resize(self) -> None:
        """Break the sentences anew."""
        if self._width != self.size.width:
            self._width = self.size.width
            self._lay_out(self.highlighted or 0)

    def _lay_out(self, at: int) -> None:
        # Taken out and put in again, it would be highlighted twice, and compared as often.
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(self._prompt(version)) for version in self._versions)
        self.highlighted = at if self._versions else None

    def _prompt(self, version: Version) -> Content:
        mark = "* " if version is self._marked else "  "
        rows = [Content.styled(f"{mark}{version_name(version)}", "bold" if version is self._marked else "")]
        if version.problem is None:
            who = f"第 {version.revision} 次改动" + (f"，{version.who}" if version.who else "")
            rows += [Content(f"    {row}") for row in self._broken(who)]
        else:
            rows += [Content.styled(f"    {row}", "$text-error") for row in self._broken(version.problem)]
        return Content("\n").join(rows)

    def _broken(self, text: str) -> Sequence[str]:
        # A scrollbar may come, and an option is padded by a cell on each side.
        return text_rows(text, max(10, self._width - 7))
