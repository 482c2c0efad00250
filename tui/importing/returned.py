"""A file of ours beside the report of the library it is a state of: section by section taken, or left."""

import asyncio
from collections import Counter
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from exports.reading.returned import Returned, add_returned, problems_told, take_returned
from exports.taking import Compared, Standing
from storage.checks.subject import where
from storage.errors import Refused
from storage.library import Library
from storage.report.report import Report
from tui.files.listing import display_name
from tui.importing.section_list import SectionList
from tui.keybar import KeyBar
from tui.versions.comparing_screen import ComparingScreen
from tui.versions.difference_view import DifferenceView, Sides
from tui.wrapped import Wrapped

_SIDES: Final = Sides(
    "库里的", "文件里的", "（库里没有这一节）", "（文件里没有这一节，库里的不动）", "各节内容完全一样。"
)


class Problems(VerticalScroll, can_focus=True):
    """What of the file could not be taken as it stands; it grows while it has the caret."""

    DEFAULT_CSS = """
    Problems { height: auto; max-height: 4; padding: 0 1; background: $warning-muted; color: $text-warning; }
    Problems:focus { max-height: 60%; }
    """


class ReturnedScreen(ComparingScreen[str | None]):
    """Answers the number of the report to open, once something was taken or a new one made; else None."""

    AUTO_FOCUS = "SectionList"
    HELP = """\
这是自评宝导出的文件，库里有它的报告，内容不一样。左边是不一样的节，右边是差在哪里：
[-库里的-] 是库里有、文件里没有的，[+文件里的+] 是文件里才有的。F4、F3 一处一处看，上下键、翻页键滚动。
空格打勾，Ctrl+A 全部打勾；按 Ctrl+O，打了勾的节换成文件里的，没有打勾的不动。库里有、文件里没有的节也不动。
换掉的内容留在历史里，打开报告按 F12 随时可以换回来。引用的数在没有改过的句子里仍然是引用。
上面写着文件里没有采用的地方，多的按 Tab 过去上下看。要两份都留着，按 Ctrl+N 另作一份新报告。"""
    DEFAULT_CSS = """
    ReturnedScreen #about { padding: 0 1; background: $boost; }
    ReturnedScreen.-narrow.-reading #about, ReturnedScreen.-narrow.-reading Problems { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "打勾", tooltip="打了勾的节用文件里的，再按一次去掉；没有打勾的不动"),
        Binding("ctrl+a,a", "all", "全部打勾", tooltip="全部打勾；已经全打了就全部去掉"),
        Binding("ctrl+o", "take", "采用", tooltip="打了勾的节换成文件里的；换掉的内容留在历史里"),
        Binding("ctrl+n", "as_new", "作为新报告导入", tooltip="用文件另作一份新报告，库里原来的不动"),
        Binding("tab", "app.focus_next", "换一框", tooltip="在列表、差别和没有采用的地方之间换"),
        Binding("escape", "to_list", "回到列表", tooltip="回到列表，看别的节"),
        Binding("escape", "leave", "不导入", tooltip="回到文档库，什么也不写"),
    ]

    def __init__(self, library: Library, found: Returned, here: Report) -> None:
        self._list = SectionList(found.differing, self._name_of)
        super().__init__(self._list, DifferenceView(self._name_of, _SIDES))
        self._library = library
        self._found = found
        self._here = here

    def compose(self) -> ComposeResult:
        """Lay out what this is, the problems, list, differences and keys."""
        name = display_name(self._found.file.path.name)
        yield Static(f"导入  {name}  →  {self._here.cover.known_as}", markup=False, id="header")
        yield self._told
        yield Wrapped(self._about(), id="about")
        if self._found.file.problems:
            with Problems():
                yield Wrapped("\n".join(problems_told(self._found.file)))
        yield from self.both("不一样的节")
        yield KeyBar()

    def on_mount(self) -> None:
        """Compare what is listed."""
        self._compare()

    def _name_of(self, section_id: str, title: str) -> str:
        return where(self._found.file.outline, section_id, title)

    def _about(self) -> str:
        counts = Counter(one.standing for one in self._found.sections)
        counted = "，".join(f"{standing} {counts[standing]} 节" for standing in Standing if counts[standing])
        changed = "没有改过，是库里的后来改了" if self._found.file.unchanged else "改过"
        return f"文件导出后{changed}。和库里的报告比：{counted}。打了勾的才采用。"

    # -- what is looked at

    @work(exclusive=True, group="compare")
    async def _compare(self) -> None:
        """Show what differs, found off the screen's thread: both are composed and read back."""
        self.show(await asyncio.to_thread(self._found.comparison, self._here))
        self._other_section()

    @on(OptionList.OptionHighlighted)
    def _other_section(self) -> None:
        if (current := self._list.current) is not None:
            self._view.go_to(current.section)

    @on(DifferenceView.Moved)
    def _other_change(self) -> None:
        with self.prevent(OptionList.OptionHighlighted):
            self._list.go_to(self._view.section)

    def between(self) -> str:
        """Name the section, ticked or not."""
        current = self._list.current
        return self._line(current) if current is not None else ""

    def _line(self, one: Compared) -> str:
        return f"{self._list.mark(one)} {self._name_of(one.section, one.title)}".strip()

    # -- what is done with a section

    def action_tick(self) -> None:
        """Tick the current section, or take its tick away."""
        if (current := self._list.current) is not None and current.standing.can_be_taken:
            self._tick(self._list.ticked ^ {current.section})

    def action_all(self) -> None:
        """Tick all, or none where all are."""
        takeable = {one.section for one in self._found.takeable}
        self._tick(set() if self._list.ticked == takeable else takeable)

    def _tick(self, sections: set[str]) -> None:
        self._list.tick(sections)
        self.tell_between()
        self.tell("")

    def action_take(self) -> None:
        """Take what is ticked, in one save."""
        chosen = [one.section for one in self._found.takeable if one.section in self._list.ticked]
        if not chosen:
            self.tell("还没有打勾的节，什么也没有写；在要采用的节上按空格。", is_refused=True)
            return
        try:
            take_returned(self._found, self._library, chosen)
        except Refused as error:
            self.tell(str(error), is_refused=True)
        else:
            self.notify(f"采用了 {len(chosen)} 节；换掉的内容在历史里，按 F12 可以换回来。", markup=False)
            self.dismiss(self._found.id)

    def action_as_new(self) -> None:
        """Make a new report of the file."""
        try:
            report_id = add_returned(self._found, self._library)
        except Refused as error:
            self.tell(str(error), is_refused=True)
        else:
            self.notify("作为新报告导入了，库里原来的没有动。", markup=False)
            self.dismiss(report_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what there is to take."""
        if action in {"tick", "all", "take"}:
            return bool(self._found.takeable)
        return super().check_action(action, parameters)
