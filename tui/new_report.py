"""The questions a new report starts with: unit, year, project, outline."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from storage.errors import Refused
from storage.outline_files import DEFAULT, OutlineError, find_outline, outline_files
from storage.report.cover import read_year
from tui.dialogs import Dialog, field
from tui.line_input import LineInput
from tui.wrapped import Wrapped


class Start(NamedTuple):
    """What a report is known by."""

    unit: str
    year: str
    project: str
    outline: str


_LABELS = {"unit": "填报单位", "year": "年度", "project": "项目名称"}
_HINTS = {"unit": "单位全称，与公章一致", "year": "如 2023", "project": "与下达文件上的名称一致，前面不写年份"}


def year_reported(today: datetime) -> str:
    """Return the year reports are about now: last year's until autumn, when the first write this year's."""
    return str(today.year if today.month >= 10 else today.year - 1)


class NewReport(Dialog[Start]):
    """Asks for what a report is known by; `start` is what the fields hold at first, `about` is said over them."""

    HELP = """\
新建一份报告要先写明它是哪个单位、哪一年、哪个项目的；这三项以后在封面里还可以改。
以上年的报告做今年的：文字、名称、目标和问题带过来逐条确认，上年的数列在旁边，今年的数空着等填。
模板决定报告有哪些章节，建好以后不能换。Enter 到下一处，在模板上按 Enter 就开始填写。"""
    DEFAULT_CSS = """
    NewReport > VerticalScroll { padding: 0 2; }
    NewReport OptionList { height: auto; max-height: 6; width: 1fr; }
    NewReport #problem { color: $text-error; display: none; }
    """

    def __init__(
        self, title: str, start: Start, templates: Path, *, asks_outline: bool = True, about: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._start = start
        self._templates = templates
        self._asks_outline = asks_outline
        self._about = about

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            if self._about:
                yield Wrapped(self._about, classes="sentence")
            for name, label in _LABELS.items():
                yield field(label, LineInput(getattr(self._start, name), placeholder=_HINTS[name], id=name))
            if self._asks_outline:
                yield field("模板", OptionList(*self._outlines(), markup=False, id="outline"))
            yield Wrapped(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("开始填写", variant="primary", id="start")
                yield Button("返回", id="back")

    def on_mount(self) -> None:
        """Propose the outline to start with."""
        for outlines in self.query(OptionList):
            outlines.highlighted = 0

    def _outlines(self) -> Iterator[Option]:
        """Yield the outlines that can be used, the one to start with first."""
        found = []
        for outline_id in outline_files(self._templates):
            try:
                found.append((find_outline(outline_id, self._templates).name, outline_id))
            except OutlineError as error:
                self.notify(str(error), severity="error", markup=False)
        for name, outline_id in sorted(found, key=lambda pair: pair[1] != self._start.outline):
            yield Option(Content(name), id=outline_id)

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(OptionList.OptionSelected)
    @on(Button.Pressed, "#start")
    def _finish(self) -> None:
        fields = {name: self.query_one(f"#{name}", LineInput) for name in _LABELS}
        blank = next((name for name, line in fields.items() if not line.typed), None)
        if blank is not None:
            self._refuse(f"“{_LABELS[blank]}”还没有填，填好再开始。", fields[blank])
            return
        try:
            year = read_year(fields["year"].typed)
        except Refused as error:
            self._refuse(str(error), fields["year"])
            return
        chosen = [list_.highlighted_option for list_ in self.query(OptionList)]
        outline = chosen[0].id if chosen and chosen[0] is not None else self._start.outline
        self.dismiss(Start(fields["unit"].typed, year, fields["project"].typed, outline or DEFAULT))

    def _refuse(self, sentence: str, line: LineInput) -> None:
        problem = self.query_one("#problem", Wrapped)
        problem.update(sentence)
        problem.display = True
        line.focus()
