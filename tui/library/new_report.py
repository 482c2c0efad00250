"""The questions a new report starts with: unit, year, project, outline; a copy keeps the outline."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Select, Static

from storage.outline import DEFAULT, OutlineError, find_outline, outline_files
from storage.text import one_line
from tui.dialogs import Dialog


class Start(NamedTuple):
    """What a report is known by."""

    unit: str
    year: str
    project: str
    outline: str


def year_reported(today: datetime) -> str:
    """Return the year reports are about now: last year's until autumn, when the first write this year's."""
    return str(today.year if today.month >= 10 else today.year - 1)


class NewReport(Dialog[Start]):
    """Asks for what a report is known by; `start` is what the fields hold at first."""

    DEFAULT_CSS = """
    NewReport .row { height: 3; }
    NewReport .row Static { width: 12; padding: 1 0; }
    NewReport .row Input, NewReport .row Select { width: 1fr; }
    NewReport #problem { color: $text-error; height: auto; }
    """

    def __init__(self, title: str, start: Start, templates: Path, *, copying: bool = False) -> None:
        super().__init__()
        self._title = title
        self._start = start
        self._templates = templates
        self._copying = copying

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            yield from self._field("填报单位", "unit", "单位全称，与公章一致")
            yield from self._field("年度", "year", "如 2023")
            yield from self._field("项目名称", "project", "与预算批复上的名称一致")
            if not self._copying:
                with Horizontal(classes="row"):
                    yield Static("模板", markup=False)
                    yield Select(self._outlines(), value=self._start.outline, allow_blank=False, id="outline")
            yield Static(markup=False, id="problem")
            with Horizontal(classes="buttons"):
                yield Button("开始填写", variant="primary", id="start")
                yield Button("返回", id="back")

    def _field(self, label: str, name: str, hint: str) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static(label, markup=False)
            yield Input(getattr(self._start, name), placeholder=hint, id=name, select_on_focus=False)

    def _outlines(self) -> list[tuple[str, str]]:
        found = []
        for outline_id in outline_files(self._templates):
            try:
                found.append((find_outline(outline_id, self._templates).name, outline_id))
            except OutlineError as error:
                self.notify(str(error), severity="error", markup=False)
        return sorted(found, key=lambda pair: pair[1] != DEFAULT)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "project":
            self._finish()
        else:
            self.focus_next()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.action_leave()

    @on(Button.Pressed, "#start")
    def _finish(self) -> None:
        fields = {name: self.query_one(f"#{name}", Input) for name in ("unit", "year", "project")}
        answers = {name: one_line(field.value).strip() for name, field in fields.items()}
        blank = next((name for name, text in answers.items() if not text), None)
        if blank is not None:
            self.query_one("#problem", Static).update("这一格还没有填，填好再开始。")
            fields[blank].focus()
            return
        outline = self._start.outline if self._copying else str(self.query_one("#outline", Select).value)
        self.dismiss(Start(outline=outline, **answers))
