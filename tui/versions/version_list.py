"""What a report was before, as a list: when, why, by whom; one is current, one may be marked for comparing."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from storage.generations import BEFORE, BEFORE_IMPORT, BEFORE_RESTORE, OPENED, OWN_TEXT, SAVED, Version
from tui.versions.broken_list import BrokenList

_WHY: Final = {
    SAVED: "自动保存",
    OPENED: "当天改动之前",
    OWN_TEXT: "没能存进去的",
    BEFORE: "换回之前",
    BEFORE_RESTORE: "从备份恢复之前",
    BEFORE_IMPORT: "采用文件之前",
}


def version_name(version: Version) -> str:
    """Name a version for a person: `2026-03-05 14:32:07 换回之前`."""
    return f"{version.when[:19].replace('T', ' ')} {_WHY.get(version.why, version.why)}".strip()


class VersionList(BrokenList):
    """The latest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "看差别", tooltip="看这一版和现在（或和标记的一版）差在哪里"),
        Binding("space", "mark", "标记", tooltip="标记这一版，再选另一版，就比较这两版；再按一次去掉"),
    ]

    class Marked(Message):
        """Another version was marked, or none is any more."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: Sequence[Version] = ()
        self._marked: Version | None = None

    def show(self, versions: Sequence[Version]) -> None:
        """List versions, the first of them current and none marked."""
        self._versions, self._marked = versions, None
        self.lay_out(0)

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
        self.lay_out(self.highlighted or 0)
        self.post_message(self.Marked())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with a version that can be read."""
        if action in {"select", "mark"}:
            return self.current is not None and self.current.problem is None
        return super().check_action(action, parameters)

    def prompts(self) -> Iterator[Content]:
        """Yield the versions, each with who changed it last or why it cannot be read."""
        for version in self._versions:
            is_marked = version is self._marked
            name = f"{'*' if is_marked else ' '} {version_name(version)}"
            rows = [Content.styled(name, "bold" if is_marked else "")]
            if version.problem is None:
                # The first one of a report is what it was made as.
                what = f"第 {version.revision} 次改动" if version.revision else "刚建好，还没有改动"
                who = what + (f"，{version.who}" if version.who else "")
                rows += [Content(row) for row in self.broken(who, 4)]
            else:
                rows += [Content.styled(row, "$text-error") for row in self.broken(version.problem, 4)]
            yield Content("\n").join(rows)
