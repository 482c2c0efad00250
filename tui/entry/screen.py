"""The entry screen: the outline at the side, one section in the middle, everything saved as it is typed."""

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from storage.library import Library
from storage.report.report import State
from storage.report.spot import Spot
from storage.reports import OpenReport
from tui.commands import Destination
from tui.entry.form import Form
from tui.entry.pick_figure import PickFigure
from tui.entry.reviewed_screen import OVERRIDDEN, ReviewedScreen
from tui.entry.where_from import ANOTHER, GO, Pointed, where_from
from tui.entry.work import Work
from tui.keybar import KeyBar
from tui.line_input import tell_dropped
from tui.wrapped import Wrapped


class EntryScreen(ReviewedScreen):
    """One report, section by section."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it so
    HELP = """\
在这里一节一节地填报告。左边是提纲（窗口窄时按 F2 打开），中间是这一节的说明和内容。
表格里直接打字；金额可以写 155.42万元，也可以写 1,554,225.33。合计、执行率、得分都会自动算出。
表格里 Tab 到下一格，Enter 到下一行；Ctrl+N 加一行，Ctrl+R 删一行，Ctrl+↑↓ 移动，Ctrl+Z 撤销。
从 WPS 表格复制的多格内容可以直接粘贴进来。
看不懂的数字会变红并原样保留，不会丢，也不会自作主张去改。
正文里按 F8 引用数据，如 {{开放天数}}，预览和导出时换成数和单位；数只在表里填一次，改了处处跟着改。
有的节能照表成文：在正文里按 Ctrl+L，看过再放进正文，以后数改了它也跟着改。
光标停在引用或表格的一格上按 Ctrl+G，看这个数是谁填的、怎么算的，回车跳过去。
按 Ctrl+F 查找：打字就找，Enter 下一处；Ctrl+E 换成在全文里找；在“替换为”里按 Enter 换这一处，Ctrl+R 全部替换。
停下来的时候会自动核对：这一节的问题列在下面，提纲上有个数（✗ 错误、? 疑问）；按 F6 看全部，逐条去改或答复。
从上年带来的字是黄的，提纲上是 [=]：没有变按 Ctrl+K 确认，变了直接改；在提纲里按 Ctrl+K 是整节都确认。
改坏了、想看以前怎么写的，按 F12：每天改动之前和每次导出都有留底，可以比较，也可以换回一节或整份。
都写完了按 F10：整份看一遍，签署，写出一个文件交给审核单位；退回来的批注列在那一节下面，按 F7 逐条去改、答复。
一节写完按 Ctrl+T 打勾。提纲上 [ ] 是未填，[~] 是填写中，[✓] 是已完成。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "outline", "提纲", tooltip="到提纲里选一节，再按一次收起"),
        Binding("f3", "step(-1)", "上一节", tooltip="到上一节"),
        Binding("f4", "step(1)", "下一节", tooltip="到下一节"),
        Binding("f5", "preview", "预览", tooltip="看这一节或整份报告排好的样子"),
        Binding("f6", "check", "核对", tooltip="看核对出来的全部问题，逐条去改或答复"),
        Binding("f7", "remarks", "批注", tooltip="看审核的全部批注，逐条去改、答复"),
        Binding("ctrl+f", "find", "查找", tooltip="在这一节或全文里查找，也可以替换"),
        Binding("ctrl+g", "where_from", "来历", tooltip="光标处的数是谁填的、怎么算的，并可以跳过去"),
        Binding("f9", "export", "导出", tooltip="导出成可以交上去的 Word 或 Markdown 文件"),
        Binding("f10", "hand_over", "送审", tooltip="整份看一遍，签署，写出交给审核单位的文件；也在这里撤回"),
        Binding("f12", "versions", "历史", tooltip="看这份报告以前的样子和差别，换回一节或整份"),
        Binding("ctrl+t", "toggle_done", "标完成", tooltip="给这一节打勾或去掉打勾"),
        Binding("ctrl+o", "save_elsewhere", "另存到", tooltip="保存不了时，把整份报告存到别的文件夹"),
        Binding("escape", "close_find", "关闭查找", tooltip="回到找到的地方"),
        Binding("escape", "back_to_check", "回到核对", tooltip="回到核对那一页的同一条"),
        Binding("escape", "back_to_remarks", "回到批注", tooltip="回到批注那一页的同一条"),
        Binding("escape", "back_to_handover", "回到送审", tooltip="回到送审那一页的同一处"),
        Binding("escape", "leave", "文档库", tooltip="回到文档库；内容都已保存"),
    ]

    def __init__(self, library: Library, opened: OpenReport) -> None:
        super().__init__(library, opened)
        self._places: dict[str, dict[str, Any]] = {}
        self._standing = ""
        self._middle = Vertical(id="middle")
        self._sums = Static(markup=False, id="sums")

    def compose(self) -> ComposeResult:
        """Lay out header, outline, page, hint and keys."""
        with Horizontal(id="header"):
            yield Static(markup=False, id="about")
            yield Static(self._report.status + " · ", markup=False, id="status")
            yield self._autosave
        yield Wrapped(id="trouble")
        with Horizontal(id="body"):
            yield self._outline_list
            with self._middle:
                with Horizontal(id="heading"):
                    yield Static(markup=False, id="title")
                    yield Static(markup=False, id="where")
                yield self._page
                yield self._sums
                yield self._panel
                yield self._remarks
                yield self._find_bar
                yield self._hint
        yield self._checker
        yield KeyBar()

    async def on_mount(self) -> None:
        """Land where the report was left."""
        place = self._opened.place
        section_id = place.get("章节")
        ids = [section.id for section in self._report.sections]
        await self._show(section_id if section_id in ids else ids[0], place)
        self.tell_about()
        self.tell_standing()
        if self._opened.unsaved:
            self._autosave.mark()
        self.begin_checking()

    def on_descendant_focus(self) -> None:
        """Frame the middle as what has the caret. `:focus-within` would style everything in it anew each time."""
        focused = self.focused
        self._middle.set_class(focused is not None and self._middle in focused.ancestors, "-focused")

    on_descendant_blur = on_descendant_focus

    # -- where we are

    async def _show(self, section_id: str, place: dict[str, Any] | None = None, *, focus: bool = True) -> None:
        self._places[self._section.id] = self._page.place()
        self.leave_for(self._report.section(section_id))
        work = self._work()
        ids = [section.id for section in self._report.sections]
        where = f"第 {ids.index(section_id) + 1} 页，共 {len(ids)} 页"
        self.query_one("#title", Static).update(f"{work.number} {self._section.title}".strip())
        self.query_one("#where", Static).update(where)
        self._sum_up(Content())
        await self._page.show(work, read_only=self.read_only)
        self._outline_list.mark_current(section_id)
        self.show_findings()
        self._checker.soon()
        if focus:
            self._page.go(place or self._places.get(section_id, {}))
        self._autosave.mark_place()

    async def go_to(self, spot: Spot, *, focus: bool = True) -> None:
        """Go to the very field of a spot, in whichever section it is, and select its words."""
        self.remove_class("-outline-open")
        if spot.section != self._section.id:
            await self._show(spot.section, focus=focus)
        self._page.go_to(spot, focus=focus)

    def _work(self) -> Work:
        outline = self._opened.outline
        return Work(self._report, outline, self._section, outline.section(self._section.id), self._following)

    def _place(self) -> dict[str, Any]:
        place = {"章节": self._section.id, **self._page.place()}
        return {**place, OVERRIDDEN: dict(self._overridden)} if self._overridden else place

    def destinations(self) -> Iterator[Destination]:
        """Yield every section for the palette."""
        for section in self._report.sections:
            outline = self._opened.outline
            part, asked = outline.part_of(section.id), outline.section(section.id)
            name = f"{part.number}{asked.number} {section.title}" if part and asked else section.title
            yield Destination(name, partial(self._show, section.id))

    async def action_step(self, step: int) -> None:
        """Go to the next or the previous section."""
        ids = [section.id for section in self._report.sections]
        target = ids.index(self._section.id) + step
        if 0 <= target < len(ids):
            await self._show(ids[target])
        else:
            self._hint.update("已经是最后一节。" if step > 0 else "已经是第一节。")

    def action_outline(self) -> None:
        """Go to the outline, or back to the form."""
        self.set_way_back(None)
        if self._outline_list.has_focus:
            self.action_back_to_form()
        else:
            self.add_class("-outline-open")
            self._outline_list.mark_current(self._section.id)
            self._outline_list.focus()

    def action_back_to_form(self) -> None:
        """Leave the outline for the place in the form that was left."""
        self.remove_class("-outline-open")
        self._page.go(self._page.place())

    @on(OptionList.OptionSelected, "#outline")
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.remove_class("-outline-open")
        if event.option_id:
            await self._show(event.option_id)

    # -- what happens to the text

    @on(Form.Changed)
    def _changed(self, event: Form.Changed) -> None:
        self.take_change(event.form)

    def take_change(self, form: Form) -> None:
        """Note that a key or an accepted fix has changed the section, and show what that means elsewhere."""
        self._report.touch(self._section)
        if form.kind == "prose":
            self._following.typed(self._section.id)
        else:
            self._following.follow()
        self._autosave.mark()
        self._checker.mark()
        self._page.refresh_figures(form)
        self._outline_list.show_state(self._section)
        if self._section.cover is not None:
            self.tell_about()

    @on(Form.Hint)
    def _show_hint(self, event: Form.Hint) -> None:
        # The caret has come to another field: what was typed in the last one is what it is called.
        self._following.settle()
        self._hint.update(event.text)

    @on(Form.Summed)
    def _show_sums(self, event: Form.Summed) -> None:
        self._sum_up(event.text)

    def _sum_up(self, sums: Content) -> None:
        line = self._sums
        line.update(sums, layout=False)
        line.display = bool(sums)
        size = line.content_size
        # They change at nearly every key, but seldom take more rows or fewer.
        if size.width and line.visual.get_height(line.styles.get_rules(), size.width) != size.height:
            line.refresh(layout=True)

    @on(Form.Dropped)
    def _tell_dropped(self, event: Form.Dropped) -> None:
        tell_dropped(self, event.count)

    def tell_about(self) -> None:
        """Name the report by what its cover says."""
        self.query_one("#about", Static).update(f"自评宝  {self._report.cover.known_as}", layout=False)

    def tell_standing(self) -> None:
        """Say why nothing can be changed, or what else has to be known as long as the report is open."""
        self._standing = self._opened.notice or self.why_read_only or self.standing
        self.tell_trouble(self._autosave.trouble)

    def tell_trouble(self, sentence: str) -> None:
        """Say what went wrong in saving; else what has to be known as long as the report is open."""
        super().tell_trouble(sentence or self._standing)

    def action_toggle_done(self) -> None:
        """Tick the section off, or take the tick back."""
        if self.read_only:
            return
        if not self._section.done and self._section.state is State.EMPTY:
            self._hint.update("这一节还没有填，填了再打勾；确实没有内容的，请写“无”。")
            return
        self._section.done = not self._section.done
        self._report.touch(self._section)
        self._autosave.mark()
        self._outline_list.show_state(self._section)
        waiting = len(self._section.unconfirmed()) if self._section.done else 0
        left = f"还有{waiting}处从上年带来的没有确认。" if waiting else ""
        self._hint.update(f"这一节已打勾。{left}" if self._section.done else "已去掉这一节的勾。")

    @work(exclusive=True, group="where")
    async def action_where_from(self) -> None:
        """Tell where the figure at the caret comes from, or any other, and go there if wanted."""
        pointed = self._page.pointed()
        while True:
            if pointed is None:
                name = await self.app.push_screen_wait(PickFigure(self._work(), "看哪个数的来历"))
                if name is None:
                    return
                pointed = Pointed.at(self._following.figures[name], is_reference=True)
            answer = await self.app.push_screen_wait(where_from(pointed, self._work()))
            if answer == GO:
                await self.go_to(pointed.spot)
            if answer != ANOTHER:
                return
            pointed = None

    # -- other screens

    def action_preview(self) -> None:
        """Show the section as it will be printed."""
        from tui.preview.screen import PreviewScreen

        self.app.push_screen(PreviewScreen(self._report, self._opened.outline, self._section.id))

    def action_export(self) -> None:
        """Ask where to, and export."""
        from tui.export.dialog import ExportDialog

        self.app.push_screen(ExportDialog(self._library, self._report, self._opened.outline))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the section, and leaving where Esc leads nowhere else."""
        if action == "toggle_done":
            return not self.read_only
        if action == "leave":
            return not self._find_bar.display and self._back is None
        return super().check_action(action, parameters)
