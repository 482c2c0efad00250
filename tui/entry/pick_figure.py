"""Every figure of the report by name; a few letters or characters find one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from storage.checks.subject import where
from storage.report.named_figure import BLANK, NamedFigure
from tui.dialogs import Dialog
from tui.entry.work import Work
from tui.initials import Initials, initials_of, matches
from tui.line_input import LineInput
from tui.writing.line_breaking import text_rows, text_width

_NAME, _VALUE = 34, 18


class PickFigure(Dialog[str]):
    """A list to choose from by typing; answers the name of the figure."""

    DEFAULT_CSS = """
    PickFigure > VerticalScroll { width: 92; height: 90%; }
    PickFigure Input { margin-bottom: 1; }
    PickFigure OptionList {
        height: 1fr; border: none; padding: 0; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    PickFigure .none { display: none; height: auto; color: $text-muted; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('cursor_up')", "上", show=False),
        Binding("down", "move('cursor_down')", "下", show=False),
        Binding("pageup", "move('page_up')", "上翻", show=False),
        Binding("pagedown", "move('page_down')", "下翻", show=False),
    ]

    def __init__(self, work: Work, title: str) -> None:
        super().__init__()
        self._title = title
        here = work.section.id
        # What the section itself has is wanted first.
        self._figures = sorted(work.following.figures.values(), key=lambda figure: figure.spot.section != here)
        sections = {section.id: section.title for section in work.report.sections}
        self._places = {
            figure.name: where(work.outline, figure.spot.section, sections[figure.spot.section])
            for figure in self._figures
        }
        self._initials: dict[str, Initials] = {}

    def compose(self) -> ComposeResult:
        """Lay out the field over the list."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = self._title
            yield LineInput(placeholder="打几个字，或拼音首字母（开放天数：kfts）；↑↓ 选，回车确定", id="filter")
            options = OptionList(markup=False, id="figures")
            # The keys go to the field; the list follows them.
            options.can_focus = False
            yield options
            yield Static("没有这样的数据。", classes="none")

    def on_mount(self) -> None:
        """List all."""
        self._list("")

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        self._list(event.value.strip())

    def _list(self, typed: str) -> None:
        found = [figure for figure in self._figures if self._is_meant(figure.name, typed)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._line(figure), id=str(self._figures.index(figure))) for figure in found)
        options.highlighted = 0 if found else None
        self.query_one(".none").display = not found

    def _is_meant(self, name: str, typed: str) -> bool:
        if typed in name:
            return True
        if not (typed.isascii() and typed.isalnum()):
            return False
        if name not in self._initials:
            self._initials[name] = initials_of(name)
        return matches(typed.lower(), self._initials[name])

    def _line(self, figure: NamedFigure) -> Content:
        rows = text_rows(figure.text or BLANK, _VALUE - 4)
        value = rows[0] if len(rows) == 1 else f"{rows[0]}…"
        return Content.assemble(
            _padded(figure.name, _NAME),
            (_padded(value, _VALUE), "" if figure.known else "$text-warning"),
            (self._places[figure.name], "$text-muted"),
        )

    def action_move(self, step: str) -> None:
        """Move the choice while the field keeps the caret."""
        getattr(self.query_one(OptionList), f"action_{step}")()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        if option is not None:
            self._answer(option)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._answer(event.option)

    def _answer(self, option: Option) -> None:
        self.dismiss(self._figures[int(str(option.id))].name)


def _padded(text: str, width: int) -> str:
    """Return a text as wide as a column, with at least two blanks after it."""
    return text + " " * max(2, width - text_width(text))
