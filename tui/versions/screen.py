"""F12: what a report was before, what differs from that, and the way back to it."""

import asyncio
from typing import ClassVar, Final, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from storage.checks.subject import where
from storage.comparing import Comparison, compare_reports
from storage.errors import Refused
from storage.generations import Version
from storage.library import Library
from storage.outline import Outline
from storage.report.report import Report
from storage.reports import read_version
from tui.dialogs import Choice, Question
from tui.keybar import KeyBar
from tui.versions.comparing_screen import ComparingScreen
from tui.versions.difference_view import DifferenceView, Sides
from tui.versions.version_list import VersionList, version_name
from tui.wrapped import Wrapped

_EMPTY: Final = """\
这份报告还没有以前的版本。

每天第一次改动之前、每次自动保存（最近三次）、每次导出时都会留底；有了以后在这里按时间列出，可以看差别，也可以换回来。"""
_KEPT: Final = "现在的内容会先留底，就是换回之后列表最上面的“换回之前”，选它就能再换回来。"
_SIDES: Final = Sides("删去的", "增加的", "（前一版没有这一节）", "（后一版没有这一节）", "两版内容完全一样。")
_CHOICES: Final = (Choice("换回", "yes"), Choice("返回", ""))


class Desk(Protocol):
    """What the page needs of where it was opened from."""

    @property
    def why_read_only(self) -> str:
        """A sentence on why nothing can be brought back; empty where it can."""
        ...

    def present(self) -> tuple[Report, Outline]:
        """Return the report as it is now, as a copy that nobody else changes, and its outline.

        :raises Refused: when it cannot be read.
        """
        ...

    async def bring_back(self, version: Version, section_id: str | None) -> None:
        """Make a version, or one section of it, what the report is now; what it was is kept in the history.

        :raises Refused: when that could not be done; the report is as it was.
        """
        ...


class VersionsScreen(ComparingScreen[None]):
    """The versions at the left, what differs between one and the report as it is, or another, at the right."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "VersionList"
    HELP = """\
这里是这份报告以前的样子，最近的在最上面：每天改动之前、最近三次自动保存、每次导出和换回之前都有留底，不会被覆盖。
上下键选一版，Enter 看它和现在差在哪里：[-删去的-] 是那一版有、现在没有的，[+增加的+] 是现在才有的。
F4、F3 一处一处看；上下键、翻页键滚动。
要比较任意两版：在一版上按空格标记，再选另一版。
> 所在的那一节可以按 Ctrl+R 单独换回，其余各节不动；按 Ctrl+B 换回整份。
换回之前的内容也会留底，随时可以再换回来。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "bring_back_section", "换回这一节", tooltip="只把光标处的这一节换成那一版的，其余不动"),
        Binding("ctrl+b", "bring_back", "换回整份", tooltip="把整份报告换成选中的那一版；现在的内容会留底"),
        Binding("escape", "to_list", "回到列表", tooltip="回到版本列表，另选一版"),
        Binding("escape", "leave", "返回", tooltip="回到来的地方"),
        Binding("f12", "dismiss", show=False),
    ]

    def __init__(self, library: Library, report_id: str, desk: Desk) -> None:
        self._list = VersionList()
        super().__init__(self._list, DifferenceView(self._name_of, _SIDES))
        self._library = library
        self._report_id = report_id
        self._desk = desk
        self._report, self._outline = desk.present()

    def compose(self) -> ComposeResult:
        """Lay out header, list, differences and keys."""
        yield Static(f"历史  {self._report.cover.known_as}", markup=False, id="header")
        yield Wrapped(self._desk.why_read_only, id="standing")
        yield self._told
        yield Wrapped(_EMPTY, id="empty")
        yield from self.both("以前的版本")
        yield KeyBar()

    def on_mount(self) -> None:
        """List what there is."""
        self.query_one("#standing").display = bool(self._desk.why_read_only)
        self.load()

    def _name_of(self, section_id: str, title: str = "") -> str:
        return where(self._outline, section_id, title)

    # -- what is listed and compared

    def load(self) -> None:
        """List the versions anew, the latest current."""
        try:
            found = self._library.versions(self._report_id)
            self._report, self._outline = self._desk.present()
        except Refused as error:
            self.tell(str(error), is_refused=True)
            return
        self.query_one("#empty").display = not found
        self.query_one("#both").display = bool(found)
        self._list.show(found)
        self._list.focus()
        self.remove_class("-reading")
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    @on(VersionList.Marked)
    def _other_chosen(self) -> None:
        # Nothing is brought back before it is seen.
        self._comparison = None
        self._compare()

    @work(exclusive=True, group="compare")
    async def _compare(self) -> None:
        """Show what differs, found off the screen's thread: versions are read from the disk."""
        compared = self._list.compared
        if compared is None:
            return
        try:
            self.show(await asyncio.to_thread(self._found, *compared))
        except Refused as error:
            self.show(None, str(error))

    def _found(self, earlier: Version, later: Version | None) -> Comparison:
        before = read_version(self._library, earlier)
        after = self._report if later is None else read_version(self._library, later)
        return compare_reports(before, after)

    def between(self) -> str:
        """Name the two versions."""
        if self._list.compared is None:
            return ""
        earlier, later = self._list.compared
        return f"{version_name(earlier)} → {'现在' if later is None else version_name(later)}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what is compared."""
        found = self._comparison
        if action == "bring_back":
            return not self._desk.why_read_only and found is not None and found.count > 0
        if action == "bring_back_section":
            is_seen = self.has_class("-wide") or self.has_class("-reading")
            return is_seen and not self._desk.why_read_only and found is not None and self._view.section != ""
        return super().check_action(action, parameters)

    # -- the way back

    def action_bring_back(self) -> None:
        """Bring the whole of the current version back, if that is wanted."""
        self._bring_back(None)

    def action_bring_back_section(self) -> None:
        """Bring the section of the current change back, if that is wanted."""
        self._bring_back(self._view.section)

    @work(exclusive=True, group="bring back")
    async def _bring_back(self, section_id: str | None) -> None:
        version = self._list.current
        if version is None:
            return
        title = next((section.title for section in self._report.sections if section.id == section_id), "")
        what = "整份报告" if section_id is None else f"“{self._name_of(section_id, title)}”这一节"
        rest = "" if section_id is None else "其余各节不动。"
        wanted = f"“{version_name(version)}”那一版"
        sentence = f"把{what}换成{wanted}？{rest}{_KEPT}"
        if not await self.app.push_screen_wait(Question("换回", sentence, _CHOICES)):
            return
        try:
            await self._desk.bring_back(version, section_id)
        except Refused as error:
            self.load()
            self.tell(str(error), is_refused=True)
        else:
            self.load()
            self.tell(f"已把{what}换成{wanted}；换回之前的在最上面，选它可以再换回来。")
