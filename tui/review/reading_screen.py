"""Reading a report that was sent here: the outline with counts, the section as it is printed, what was changed."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from storage.checks.subject import where
from storage.comparing import Comparison, compare_reports
from storage.errors import Refused
from storage.library import Library
from storage.report.event import Stage
from storage.report.report import Report
from storage.reports import OpenReport
from storage.review.handing import handed_over
from storage.review.previous import judged_before
from storage.review.remarking import why_no_remark
from tui.check.checker import Checker
from tui.commands import Destination
from tui.entry.saved_screen import SavedScreen
from tui.entry.versioned_screen import read_only_sentence
from tui.keybar import KeyBar
from tui.review.items import WHOLE, Found, Item, Row
from tui.review.outline_list import ReviewOutline, section_of
from tui.review.passages import counted, remarks_by_section, report_items, section_items
from tui.review.reading_view import ReadingView
from tui.versions.difference_view import DifferenceView, Sides
from tui.wrapped import Wrapped

_SIDES: Final = Sides("删去的", "增加的", "（上一轮没有这一节）", "（这一轮没有这一节）", "内容和上一轮完全一样。")
_FIRST_ROUND: Final = "没有上一轮审过的内容可以比较：这是第一轮，或者上一轮的留底不在这个文档库里。"


class ReportReadingScreen(SavedScreen):
    """One report, section by section, with what was found in it, said of it and changed in it."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it so
    AUTO_FOCUS = "ReadingView"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "outline", "提纲", tooltip="到提纲里选一节，再按一次收起"),
        Binding("f3", "step(-1)", "上一节", tooltip="到上一节"),
        Binding("f4", "step(1)", "下一节", tooltip="到下一节"),
        Binding("f3", "step_change(-1)", "上一处", tooltip="到上一处改动"),
        Binding("f4", "step_change(1)", "下一处", tooltip="到下一处改动"),
        Binding("tab", "next_noted(1)", "下一处", tooltip="到下一处问题、批注或改动，Shift+Tab 到上一处"),
        Binding("shift+tab", "next_noted(-1)", show=False),
        Binding("1,g", "to_place(0)", "到原处", tooltip="到这条问题说的地方；说到好几处的按它的数字"),
        *(Binding(str(number + 1), f"to_place({number})", show=False) for number in range(1, 9)),
        Binding("f5", "preview", "预览", tooltip="看这一节或整份报告排好的样子"),
        Binding("f8", "only_changes", "只看改动", tooltip="只看和上一轮审的时候不同的地方，再按一次回来"),
        Binding("ctrl+e", "record", "审核记录", tooltip="看双方各轮的送审、批注、答复和意见"),
        Binding("ctrl+o", "save_elsewhere", "另存到", tooltip="保存不了时，把整份报告存到别的文件夹"),
        Binding("f8,escape", "leave_changes", "回到正文", tooltip="回到这处改动所在的一节"),
        Binding("escape", "leave", "文档库", tooltip="回到文档库；批注都已保存"),
    ]

    def __init__(self, library: Library, opened: OpenReport) -> None:
        super().__init__(library, opened)
        self._section_id = WHOLE
        self._checker = Checker(self._report, opened.outline)
        self._outline_list = ReviewOutline(self._report, opened.outline)
        self._view = ReadingView()
        self._changes = DifferenceView(self._name_of, _SIDES)
        self._told = Wrapped(id="told")
        self._middle = Vertical(id="middle")
        self._before: Report | None = None
        self._comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        """Lay out header, outline, page and keys."""
        with Horizontal(id="header"):
            yield Static(markup=False, id="about")
            yield Static(markup=False, id="status")
            yield self._autosave
        yield Wrapped(id="trouble")
        yield Wrapped(id="standing")
        with Horizontal(id="body"):
            yield self._outline_list
            with self._middle:
                yield Static(markup=False, id="title")
                yield self._view
                yield self._changes
                yield self._told
        yield self._checker
        yield KeyBar()

    def on_mount(self) -> None:
        """Land where the report was left."""
        section_id = self._opened.place.get("章节")
        if section_id in [section.id for section in self._report.sections]:
            self._section_id = str(section_id)
        self.query_one("#about", Static).update(f"审核  {self._report.cover.known_as}", layout=False)
        self._tell_standing()
        self.tell_trouble("")
        self._show(self._section_id)
        self._checker.checked.subscribe(self, self._checked)
        self.call_after_refresh(self._checker.soon)
        self._find_changes()
        if self._opened.unsaved:
            self._autosave.mark()

    def _place(self) -> dict[str, Any]:
        return {"章节": self._section_id}

    @work(exclusive=True, group="changes")
    async def _find_changes(self) -> None:
        """Compare with what was judged last, off the screen's thread: it is read from the history."""
        try:
            self._before, self._comparison = await asyncio.to_thread(self._compared)
        except Refused as error:
            self._changes.show(None, str(error))
        else:
            self._changes.show(self._comparison, _FIRST_ROUND)
        self._show_again()

    def _compared(self) -> tuple[Report | None, Comparison | None]:
        contents = handed_over(self._library, self._opened.file.id)
        before = judged_before(self._report, self._opened.outline, contents)
        return before, None if before is None else compare_reports(before, self._report)

    # -- what is on the page

    def _name_of(self, section_id: str, title: str = "") -> str:
        return where(self._opened.outline, section_id, title) if section_id else "整份报告"

    @property
    def _called(self) -> str:
        title = self._report.section(self._section_id).title if self._section_id else ""
        return self._name_of(self._section_id, title)

    def _items(self) -> list[Item]:
        result = self._checker.result
        if self._section_id == WHOLE:
            return report_items(self._report, result)
        section = self._report.section(self._section_id)
        compared = self._comparison.sections if self._comparison is not None else ()
        changes = next((one for one in compared if one.id == section.id), None)
        return section_items(self._report, self._opened.outline, section, changes, self._before, result)

    def _show(self, section_id: str) -> None:
        self._section_id = section_id
        self._view.show(self._items())
        self._count()
        self._autosave.mark_place()

    def _show_again(self) -> None:
        """Show the page anew, with what is current staying so."""
        current, items = self._view.current, self._items()
        self._view.show(items, items.index(current) if current in items else self._view.at)
        self._count()

    def _checked(self, _: None) -> None:
        self._show_again()

    def _count(self) -> None:
        compared = self._comparison.sections if self._comparison is not None else ()
        self._outline_list.show(
            counted(self._checker.result),
            remarks_by_section(self._report),
            {section.id: len(section.differences) for section in compared},
            self._section_id,
        )
        self._tell_where()

    @on(DifferenceView.Moved)
    def _tell_where(self) -> None:
        """Name the section, or the change, that is current."""
        if self.has_class("-changes"):
            at, count = self._changes.place
            told = (
                Content(f"改动　第 {at} 处，共 {count} 处　") + self._changes.legend if count else Content("改动")
            )
        else:
            ids = [section.id for section in self._report.sections]
            number = f"　第 {ids.index(self._section_id) + 1} 节，共 {len(ids)} 节" if self._section_id else ""
            told = Content(f"{self._called}{number}")
        self._middle.border_title = told
        self.query_one("#title", Static).update(told, layout=False)
        self._tell_about_current()

    @on(ReadingView.Moved)
    def _tell_about_current(self) -> None:
        item, column = self._view.current, self._view.cell
        told = self._checker.trouble
        if self.has_class("-changes"):
            told = ""
        elif isinstance(item, Row) and column is not None:
            told = f"{column.column}：{column.text.replace(chr(10), ' ') or '空着'}"
        self._told.update(told)
        self._told.display = bool(told)
        self.refresh_bindings()

    def destinations(self) -> Iterator[Destination]:
        """Yield every section for the palette."""
        yield Destination("整份报告", partial(self._show, WHOLE))
        for section in self._report.sections:
            yield Destination(self._name_of(section.id, section.title), partial(self._show, section.id))

    def action_step(self, step: int) -> None:
        """Go to the next section or the one before."""
        ids = [WHOLE, *(section.id for section in self._report.sections)]
        target = ids.index(self._section_id) + step
        if 0 <= target < len(ids):
            self._show(ids[target])

    def action_next_noted(self, step: int) -> None:
        """Go to the next change, remark or finding, in the sections that follow too."""
        if self._view.next_noted(step):
            return
        ids = [WHOLE, *(section.id for section in self._report.sections)]
        start = self._section_id
        at = ids.index(start) + step
        while 0 <= at < len(ids):
            self._show(ids[at])
            if self._view.next_noted(step, from_edge=True):
                return
            at += step
        self._show(start)
        self.notify("后面没有问题、批注和改动了。" if step > 0 else "前面没有问题、批注和改动了。", markup=False)

    def action_to_place(self, number: int) -> None:
        """Go to a place that the current finding speaks of."""
        if isinstance(item := self._view.current, Found) and number < len(item.finding.quotes):
            spot = item.finding.quotes[number].spot
            self._show(spot.section)
            self._view.go_to_spot(spot)

    def action_outline(self) -> None:
        """Go to the outline, or back to the page."""
        if self._outline_list.has_focus:
            self.action_back_to_page()
        else:
            self.add_class("-outline-open")
            self._outline_list.focus()

    def action_back_to_page(self) -> None:
        """Leave the outline."""
        self.remove_class("-outline-open")
        (self._changes if self.has_class("-changes") else self._view).focus()

    @on(OptionList.OptionSelected, "#outline")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.remove_class("-changes", "-outline-open")
        self._view.focus()
        self._show(section_of(event.option_id))

    def action_only_changes(self) -> None:
        """Show what was changed since the last round and nothing else."""
        self.add_class("-changes")
        self.remove_class("-outline-open")
        self._changes.focus()
        self._tell_where()

    def action_leave_changes(self) -> None:
        """Show the section of the current change, or the one that was read."""
        self.remove_class("-changes")
        self._view.focus()
        known = [section.id for section in self._report.sections]
        self._show(self._changes.section if self._changes.section in known else self._section_id)
        self._view.go_to_change()

    def action_step_change(self, step: int) -> None:
        """Go to the next change or the one before."""
        self._changes.step(step)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with a section, or with the changes."""
        if action == "next_noted":
            return self.is_reading
        if action == "to_place":
            item = self._view.current
            return self.is_reading and isinstance(item, Found) and bool(item.finding.quotes)
        if action in {"leave", "step", "only_changes"}:
            return not self.has_class("-changes")
        if action in {"leave_changes", "step_change"}:
            return self.has_class("-changes")
        return super().check_action(action, parameters)

    @property
    def is_reading(self) -> bool:
        """Whether the keys go to the page of a section."""
        return not self.has_class("-changes") and not self._outline_list.has_focus

    # -- other screens

    def action_preview(self) -> None:
        """Show the section as it will be printed."""
        from tui.preview.screen import PreviewScreen

        section_id = self._section_id or self._report.sections[0].id
        self.app.push_screen(PreviewScreen(self._report, self._opened.outline, section_id))

    def action_record(self) -> None:
        """Show all that was said between the two sides."""
        from tui.review.record_screen import RecordScreen

        self.app.push_screen(RecordScreen(self._report, self._opened.outline))

    def _tell_standing(self) -> None:
        file, review = self._opened.file, self._report.review
        self.query_one("#status", Static).update(f"第{review.round}轮 {review.stage} · ")
        told = [self._opened.notice]
        if file.read_only:
            told.append(read_only_sentence(file.holder, self._library.read_only, "审核"))
        else:
            told.append(why_no_remark(self._report))
            if self._report.status in {Stage.RETURNED, Stage.ACCEPTED}:
                told.append("审核文件没有交出去的，按 F9 再写一次。")
        standing = self.query_one("#standing", Wrapped)
        standing.update("".join(told))
        standing.display = any(told)
