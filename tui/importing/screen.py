"""The preview of an import: what the file holds beside where each piece goes; nothing is written yet."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final, TypeAlias

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from exports.reading.draft import ASIDE, UNSORTED, Draft
from exports.reading.importing import Identity, Import, imported_report
from exports.reading.offers import Offer, accept, offers
from exports.reading.recognising import Kind
from storage.errors import Refused
from storage.library import Library
from storage.outline_files import find_outline
from storage.report.report import Report
from tui.dialogs import Choice, Question
from tui.files.listing import display_name
from tui.importing.choose_file import PickOutline, usable_outlines
from tui.importing.offers import OffersScreen
from tui.importing.piece_list import PieceList, place_names
from tui.importing.piece_pane import PiecePane
from tui.keybar import KeyBar
from tui.new_report import NewReport, Start
from tui.pick import Pick, Pickable
from tui.row_list import RowList
from tui.wrapped import Wrapped

Step: TypeAlias = tuple[Draft, int]
"""What the draft was before a change, and the row the cursor was on."""

_NO_SECTION: Final = frozenset({UNSORTED, ASIDE})
_MOST_STEPS: Final = 200
_LEAVE: Final = (Choice("接着看", "stay"), Choice("不导入了", "go"))
_CHANGED: Final = "您在这里改过、选过，报告还没有生成；现在离开，改过的就没有了。原来的文件不受影响。"


class ImportScreen(Screen[str | None]):
    """A draft to change by hand; answers the number of the report that was made of it, or None."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "PieceList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it so
    HELP = """\
左边一行是文件里的一段，右边是它要放到报告的哪一节；还没有写进文档库，看好了按 Ctrl+O 才生成报告。
带 ? 的是拿不准的，按 F4 一处一处看：没问题按空格，不对就按 Enter 选一节。标题会带着它下面的一起走。
“未归类”是没有认出来的，不动也不会丢：它放在报告最后，以后在那里剪切、粘贴到该去的一节。
题名、目录、落款不放进正文。右边写“│”的和上一行去同一节。长的段落按 Tab 看全文。
接下来会问：文字里认出来的金额和数据要不要填进表格（不选就不填），再核对单位、年度、项目。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "不导入", tooltip="回到文档库，什么也不写；改过的先问一声"),
        Binding("ctrl+o", "go_on", "生成报告", tooltip="都看好了：核对单位、年度、项目，生成报告"),
        Binding("f4", "unsure(1)", "下一处?", tooltip="到下一处拿不准的"),
        Binding("f3", "unsure(-1)", "上一处?", tooltip="到上一处拿不准的", show=False),
        Binding("ctrl+t,t", "as_title", "作标题", tooltip="这一行是一节的标题，它下面的都放到那一节"),
        Binding("ctrl+b,b", "as_text", "作正文", tooltip="这不是一节的标题，连同下面的接在上一段后面"),
        Binding("f2", "outline", "换模板", tooltip="按另一种模板重新分节，按 Ctrl+Z 可以换回来"),
        Binding("ctrl+z", "undo", "撤销", tooltip="撤销上一步"),
        Binding("ctrl+y", "redo", "重做", tooltip="把撤销的再做一遍"),
        Binding("tab,shift+tab", "to_pane", "看全文", tooltip="到全文那一框，上下键滚动"),
    ]

    def __init__(self, library: Library, read: Import) -> None:
        super().__init__()
        self._library = library
        self._read = read
        self._draft = read.draft
        self._unsure: Sequence[int] = ()
        self._done: deque[Step] = deque(maxlen=_MOST_STEPS)
        self._undone: deque[Step] = deque()
        self._last_place = ""
        self._accepted: set[Offer] = set()
        self._start = Start(read.identity.unit, read.identity.year, read.identity.project, "")
        self._list = PieceList(self._draft)
        self._pane = PiecePane()

    def compose(self) -> ComposeResult:
        """Lay out counts, list, pane and keys."""
        yield Static(markup=False, id="header")
        yield Wrapped(id="counts")
        yield Wrapped(self._read.notice, id="notice")
        yield Wrapped(id="told")
        with Horizontal(id="body"):
            yield self._list
            yield self._pane
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the file as it was laid out."""
        self.query_one("#notice").display = bool(self._read.notice)
        self._show(self._draft)

    # -- what is shown

    def _show(self, draft: Draft) -> None:
        self._draft, self._unsure = draft, draft.unsure()
        self._list.show_draft(draft)
        name = display_name(self._read.path.name)
        self.query_one("#header", Static).update(f"导入  {name}  →  {draft.outline.name}")
        self.query_one("#counts", Wrapped).update("　".join(self._counts()))
        self.refresh_bindings()

    def _counts(self) -> list[str]:
        draft = self._draft
        unsure = len(self._unsure)
        counts = [f"? 拿不准 {unsure} 处，按 F4 看" if unsure else "都认出来了"]
        texts = draft.texts()
        unsorted = sum(placed.section == UNSORTED and bool(placed.text) for placed in draft.pieces)
        if unsorted:
            counts.append(f"未归类 {unsorted} 段")
        wanted = [place for place, _ in draft.places() if place not in _NO_SECTION]
        counts.append(f"{len(wanted)} 节里 {sum(place in texts for place in wanted)} 节有文字")
        rows = sum(placed.piece.kind is Kind.ROW for placed in draft.pieces)
        if rows:
            counts.append(f"表格 {rows} 行，按文字放")
        if self._read.dropped:
            counts.append(f"去掉了 {self._read.dropped} 个看不见的控制字符")
        return counts

    @on(RowList.Moved)
    def _moved(self) -> None:
        if (position := self._list.current) is not None:
            self._pane.show(self._draft, position, self._list.taken())
        self._tell("")
        self.refresh_bindings()

    def _tell(self, sentence: str, *, trouble: bool = True) -> None:
        told = self.query_one("#told", Wrapped)
        told.update(sentence)
        told.set_class(trouble, "-trouble")
        told.display = bool(sentence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the current piece."""
        position = self._list.current
        placed = self._draft.pieces[position] if position is not None else None
        if action == "undo":
            return bool(self._done)
        if action == "redo":
            return bool(self._undone)
        if action == "unsure":
            return bool(self._unsure)
        if action == "as_text":
            return placed is not None and placed.title
        if action == "as_title":
            return placed is not None and not placed.title
        return True

    # -- what is done with a piece

    def _change(self, draft: Draft) -> None:
        if draft != self._draft:
            self._done.append((self._draft, self._list.cursor))
            self._undone.clear()
            self._show(draft)

    def action_undo(self) -> None:
        """Take the last change back."""
        self._travel(self._done, self._undone)

    def action_redo(self) -> None:
        """Make the change again that was taken back."""
        self._travel(self._undone, self._done)

    def _travel(self, source: deque[Step], target: deque[Step]) -> None:
        draft, cursor = source.pop()
        target.append((self._draft, cursor))
        self._show(draft)
        self._list.cursor = cursor

    def action_unsure(self, step: int) -> None:
        """Go to the next or the last piece that should be looked at, round the end."""
        unsure, at = self._unsure, self._list.current or 0
        if unsure:
            ordered = unsure if step > 0 else unsure[::-1]
            beyond = (one for one in ordered if (one - at) * step > 0)
            self._list.go_to(next(beyond, ordered[0]))

    def action_confirm(self) -> None:
        """Leave what is taken where it is, and go to the next piece to look at."""
        self._change(self._draft.confirmed(self._list.taken()))
        self.action_unsure(1)

    @work(exclusive=True, group="pick")
    async def action_put(self) -> None:
        """Ask for the section that what is taken goes to."""
        taken = self._list.taken()
        place = await self._picked("放到哪一节", place_names(self._draft))
        if place is not None:
            self._change(self._draft.moved(taken, place))

    @work(exclusive=True, group="pick")
    async def action_as_title(self) -> None:
        """Ask for the section whose title this line is."""
        position = self._list.current
        names = place_names(self._draft)
        place = await self._picked(
            "是哪一节的标题", {one: names[one] for one in names if one not in {UNSORTED, ASIDE}}
        )
        if place is not None and position is not None:
            self._change(self._draft.as_title(position, place))

    async def _picked(self, title: str, places: Mapping[str, str]) -> str | None:
        short = place_names(self._draft, short=True)
        items = [Pickable(place, f"{name} {short[place]}", Content(name)) for place, name in places.items()]
        picked = await self.app.push_screen_wait(
            Pick(
                title,
                items,
                placeholder="打几个字，或拼音首字母（资金安排：zjap）；↑↓ 选，回车确定",
                none="没有这样的一节。",
                first=self._last_place,
            )
        )
        if picked is not None:
            self._last_place = picked
        return picked

    def action_as_text(self) -> None:
        """Make a title text of the section before it."""
        if (position := self._list.current) is not None:
            self._change(self._draft.as_text(position))

    @work(exclusive=True, group="pick")
    async def action_outline(self) -> None:
        """Lay the file out over another outline."""
        picked = await self.app.push_screen_wait(PickOutline(self._read, usable_outlines(self._library.templates)))
        if picked is not None and picked != self._draft.outline.id:
            self._change(self._read.laid_over(find_outline(picked, self._library.templates)).draft)

    def action_to_pane(self) -> None:
        """Go to the words of the piece."""
        self._pane.focus()

    def action_to_list(self) -> None:
        """Go back to the pieces."""
        self._list.focus()

    # -- the end of it

    @work(exclusive=True, group="go on")
    async def action_go_on(self) -> None:
        """Offer the figures, ask whose report it is, and make it."""
        self._tell("正在看文字里有没有可以填进表格的数……", trouble=False)
        draft, found = await self._offered()
        self._tell("")
        if found and not await self.app.push_screen_wait(OffersScreen(found, draft.texts(), self._accepted)):
            return
        chosen = [offer for offer in found if offer in self._accepted]
        start = await self.app.push_screen_wait(
            NewReport(
                "是谁的报告", self._start, self._library.templates, asks_outline=False, about=self._left(draft)
            )
        )
        if start is None:
            return
        self._start = start
        try:
            self.dismiss(self._made(draft, start, chosen))
        except Refused as error:
            self._tell(str(error))

    async def _offered(self) -> tuple[Draft, Sequence[Offer]]:
        """Return the draft with what its texts offer."""
        while True:
            draft = self._draft
            found = await asyncio.to_thread(offers, draft.texts(), draft.outline)
            # In a long text that takes a while, in which it may have been changed.
            if draft is self._draft:
                return draft, found

    def _left(self, draft: Draft) -> str:
        """Return what a person should know before the report is made."""
        known = [entry for entry in (self._start.unit, self._start.year, self._start.project) if entry]
        if len(known) == 3:
            told = "这三项是从文件的题名里读的，请核对。"
        elif known:
            told = "从文件的题名里读到的已经填上，请核对；空着的请补上。"
        else:
            told = "文件里没有写这三项，请填上。"
        if self._unsure:
            told += f"还有 {len(self._unsure)} 处拿不准的没有看过，照现在的样子放。"
        if UNSORTED in draft.texts():
            told += "没有归类的文字放在报告最后的“未归类”里。"
        return told

    def _made(self, draft: Draft, start: Start, chosen: Sequence[Offer]) -> str:
        """Make the report, in one save, and return its number."""
        report = imported_report(replace(self._read, draft=draft), Identity(start.unit, start.year, start.project))
        for offer in chosen:
            accept(report, offer)
        report_id = self._library.create(Report.read(report.payload()).payload())
        if UNSORTED in draft.texts():
            self.app.notify("没有归类的文字在最后一节“未归类”里，按 F2 看得到。", markup=False, timeout=20)
        return report_id

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Go back to the library; ask first where something was changed by hand."""
        if await self.settle():
            self.dismiss(None)

    def save_now(self) -> bool:
        """There is nothing to save: the file is where it was."""
        return True

    async def settle(self) -> bool:
        """Ask whether to stay where something was changed by hand."""
        if not (self._done or self._accepted):
            return True
        return await self.app.push_screen_wait(Question("还没有生成报告", _CHANGED, _LEAVE)) == "go"
