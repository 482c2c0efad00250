"""The library: every report, found by typing, opened by Enter."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType

from storage.errors import Refused
from storage.index import Entry
from storage.library import Library
from tui.dialogs import Choice, Question
from tui.library.listed_screen import ListedScreen
from tui.library.report_list import ReportList

if TYPE_CHECKING:
    from storage.outline import Outline
    from storage.report.report import Report
    from tui.new_report import NewReport, Start


# Every `Stage` but a draft; the models take a moment to import, and the list is the first thing seen.
_REVIEWED: Final = frozenset({"已送审", "已退回", "已通过"})


class LibraryScreen(ListedScreen):
    """The list of reports of one library, or of its trash."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "ReportList"
    HELP = """\
这里是文档库，一行是一份报告。上下键选，Enter 打开。
直接打字就是查找：单位、年度、项目里有的字都能找，Esc 清空。
移到回收站的报告不会真的删除，按 F8 进回收站，选中后按 Enter 还原。
Ctrl+O 导入去年的 Word 文件，也收回导出后改过的文件：一节一节比，打勾的才采用；
审核单位退回或通过的文件也这样导入，“批”后面是待答复的批注数，打开报告按 F7 逐条答复。
送审过的报告按 Ctrl+E 看审核记录：双方各轮的送审、批注、答复和意见，可以导出成 Word 文件存档。
Ctrl+B 把整个文档库备份成一个文件，F7 从备份恢复，先看有哪些不同，什么也不会丢。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "打开", tooltip="打开选中的报告", priority=True),
        Binding("enter", "restore", "还原", tooltip="把选中的报告还原到文档库", priority=True),
        Binding("ctrl+n", "new", "新建", tooltip="新建一份报告"),
        Binding(
            "ctrl+d",
            "next_year",
            "以它做今年的",
            tooltip="用选中的报告做下一年的：文字和名称带过来逐条确认，数空着等填",
            priority=True,
        ),
        Binding("ctrl+o", "import", "导入", tooltip="导入去年的 Word 或文本文件，或者审核的文件"),
        Binding("f9", "export", "导出", tooltip="导出选中的报告"),
        Binding("f10", "hand_over", "送审", tooltip="把选中的报告整份看一遍，送审或者撤回"),
        Binding("ctrl+e", "record", "审核记录", tooltip="看选中的报告各轮的送审、批注、答复和意见，可以导出"),
        Binding("f12", "versions", "历史", tooltip="看选中的报告以前的样子和差别，换回一节或整份"),
        Binding("delete,ctrl+r", "trash", "移到回收站", tooltip="把选中的报告移到回收站，可以还原"),
        Binding("f8", "toggle_trash", "回收站", tooltip="看回收站，再按一次回来"),
        Binding("ctrl+b", "backup", "备份", tooltip="把整个文档库备份成一个文件，放到U盘"),
        Binding("f7", "bring_back", "从备份恢复", tooltip="看备份和文档库有哪些不同，选了恢复", show=False),
        Binding("ctrl+l", "choose_library", "换文档库", tooltip="打开别的文件夹里的文档库", show=False),
        Binding("escape", "clear", "清空查找", tooltip="清空查找的字，看全部报告"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what is selected."""
        writable = self._library is not None and not self._library.read_only
        current = self._list.current if self.is_mounted else None
        if action in {"open", "export", "versions"}:
            return current is not None and not self._in_trash
        if action == "record":
            return current is not None and not self._in_trash and current.status in _REVIEWED
        if action == "hand_over":
            return current is not None and not self._in_trash and not current.reviewed
        if action in {"trash", "next_year"}:
            return writable and current is not None and not self._in_trash
        if action == "restore":
            return writable and current is not None and self._in_trash
        if action in {"new", "import"}:
            return writable and not self._in_trash
        if action == "bring_back":
            return writable
        if action == "clear":
            return bool(self.is_mounted and self._search.value)
        return True

    @on(ReportList.Chosen)
    def _chosen(self) -> None:
        if self._in_trash:
            self.action_restore()
        else:
            self.action_open()

    def _readable(self) -> Entry | None:
        """Return the selected report; where it cannot be read, say what can be done."""
        entry = self._list.current
        if entry is not None and entry.problem:
            self._tell(f"{entry.problem}按 Enter 打开它，能改用上一次保存的那一份就改用。")
            return None
        return entry

    def action_open(self) -> None:
        """Open the selected report."""
        if (entry := self._list.current) is None:
            return
        from storage.reports import Unsound

        try:
            self.open_report(entry.id)
        except Unsound as error:
            self._offer_the_last_good(entry.id, error)
        except Refused as error:
            self._tell(str(error))

    @work(exclusive=True, group="library")
    async def _offer_the_last_good(self, report_id: str, error: Refused) -> None:
        choices = (Choice("打开上一次好的", "good"), Choice("返回", ""))
        if await self.app.push_screen_wait(Question("报告打不开", str(error), choices)) == "good":
            try:
                self.open_report(report_id, fall_back=True)
            except Refused as failed:
                self._tell(str(failed))

    def action_restore(self) -> None:
        """Bring the selected report back from the trash."""
        if self._library is None or (entry := self._list.current) is None:
            return
        try:
            self._library.restore(entry.id)
            self._reload()
        except Refused as error:
            self._tell(str(error))
        else:
            self.notify("已还原到文档库。", markup=False)

    def action_hand_over(self) -> None:
        """Open the selected report, and over it the page from which it is sent."""
        from tui.entry.screen import EntryScreen

        self.action_open()
        if isinstance(screen := self.app.screen, EntryScreen):
            screen.call_after_refresh(screen.action_hand_over)

    def open_report(self, report_id: str, *, fall_back: bool = False) -> None:
        """Open a report on the screen of whoever's copy it is; with `fall_back` as it was last when it was sound.

        :raises Refused: when it cannot be read.
        """
        from storage.report.event import Role
        from storage.reports import open_report
        from tui.entry.screen import EntryScreen
        from tui.review.screen import ReviewScreen

        if self._library is not None:
            opened = open_report(self._library, report_id, fall_back=fall_back)
            is_theirs = opened.report.review.role is Role.REVIEWER
            screen = (ReviewScreen if is_theirs else EntryScreen)(self._library, opened)
            self.app.push_screen(screen, lambda _: self.refresh_list())

    def action_new(self) -> None:
        """Ask what the report is about, make it and open it."""
        from storage.outline_files import DEFAULT
        from storage.reports import create_report
        from tui.new_report import NewReport, Start, year_reported

        unit = next((entry.unit for entry in self._entries if entry.unit), "")
        first = Start(unit, year_reported(datetime.now().astimezone()), "", DEFAULT)
        self._ask(
            lambda library: NewReport("新建报告", first, library.templates),
            lambda library, start: create_report(
                library, outline_id=start.outline, unit=start.unit, year=start.year, project=start.project
            ),
        )

    def action_next_year(self) -> None:
        """Ask what next year's report is about, start it from the selected one and open it."""
        from storage.report.next_year import proposed
        from storage.reports import carry_over
        from tui.new_report import NewReport, Start

        if (entry := self._readable()) is None:
            return
        year, project = proposed(entry.year, entry.project)
        first = Start(entry.unit, year, project, entry.outline)
        self._ask(
            lambda library: NewReport("以它做今年的", first, library.templates),
            lambda library, start: carry_over(
                library,
                entry.id,
                unit=start.unit,
                year=start.year,
                project=start.project,
                outline_id=start.outline,
            ),
        )

    @work(exclusive=True, group="library")
    async def _ask(
        self, question: "Callable[[Library], NewReport]", make: "Callable[[Library, Start], str]"
    ) -> None:
        if self._library is None:
            return
        start = await self.app.push_screen_wait(question(self._library))
        if start is None:
            return
        try:
            report_id = make(self._library, start)
        except Refused as error:
            self._tell(str(error))
        else:
            self._open_new(report_id)

    @work(exclusive=True, group="library")
    async def action_import(self) -> None:
        """Ask for a file; open the report that is made of it, or that it brought something to."""
        from tui.importing.bringing_in import import_file

        if self._library is None:
            return
        try:
            report_id = await import_file(self.app, self._library)
        except Refused as error:
            self._tell(str(error))
        else:
            if report_id is not None:
                self._open_new(report_id)

    def _open_new(self, report_id: str) -> None:
        try:
            self._reload()
            self._list.go_to(report_id)
            self.open_report(report_id)
        except Refused as error:
            self._tell(str(error))

    def action_trash(self) -> None:
        """Move the selected report to the trash."""
        if self._library is None or (entry := self._list.current) is None:
            return
        try:
            self._library.trash(entry.id)
            self._reload()
        except Refused as error:
            self._tell(str(error))
        else:
            self.notify("已移到回收站；按 F8 到回收站可以还原。", markup=False)

    def action_versions(self) -> None:
        """Show what the selected report was before."""
        from tui.library.closed_report import ClosedReport
        from tui.versions.screen import VersionsScreen

        if self._library is None or (entry := self._readable()) is None:
            return
        try:
            page = VersionsScreen(self._library, entry.id, ClosedReport(self._library, entry.id))
        except Refused as error:
            self._tell(str(error))
        else:
            self.app.push_screen(page, lambda _: self.refresh_list())

    @work(exclusive=True, group="library")
    async def action_backup(self) -> None:
        """Ask where to, and back the library up."""
        from tui.library.backup import BackupDialog

        if self._library is not None:
            answer = await self.app.push_screen_wait(BackupDialog(self._library))
            self._remind()
            if answer == "restore":
                self.action_bring_back()

    @work(exclusive=True, group="library")
    async def action_bring_back(self) -> None:
        """Ask for a backup and bring back from it what is chosen."""
        from tui.library.restore import ChooseBackup, RestoreDialog

        if self._library is None or (path := await self.app.push_screen_wait(ChooseBackup())) is None:
            return
        if await self.app.push_screen_wait(RestoreDialog(self._library, path)):
            self.refresh_list()

    def action_export(self) -> None:
        """Export the selected report."""
        from tui.export.dialog import ExportDialog

        if self._library is not None and (read := self._read()) is not None:
            self.app.push_screen(ExportDialog(self._library, *read))

    def action_record(self) -> None:
        """Show all that was said of the selected report between the two sides."""
        from tui.review.record_screen import RecordScreen

        if (read := self._read()) is not None:
            self.app.push_screen(RecordScreen(*read))

    def _read(self) -> "tuple[Report, Outline] | None":
        """Return the selected report and its outline, without opening it; say why where it cannot be read."""
        from tui.library.closed_report import ClosedReport

        if self._library is None or (entry := self._readable()) is None:
            return None
        try:
            return ClosedReport(self._library, entry.id).present()
        except Refused as error:
            self._tell(str(error))
            return None
