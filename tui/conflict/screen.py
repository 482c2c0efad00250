"""A section that both sides changed: both forms of it beside each other, for a person to pick or to join."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from storage.comparing import compare_reports
from storage.report.report import Report, Section
from storage.report.review import Conflict
from storage.review.content import section_digest
from tui.conflict.side_by_side import SideBySide
from tui.keybar import KeyBar
from tui.wrapped import Wrapped


class ConflictScreen(Screen[Section | None]):
    """Answers what the section is to be: one of the forms, or one joined of two; None leaves it as it is."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "VerticalScroll"
    HELP = """\
这一节两边都改过，程序不替人做主：左边是现在这里的，右边是另一份，只有一边有的字划了线。
上下键滚动；有好几份时按 Tab 换右边的一份。按 1 用左边的，按 2 用右边的，
按 3 合起来：先用左边的，把右边正文里不同的段落接在后面，再到那一节里改成一份。
选定以后不再问，审核的人看得到选了哪份；到那一节按 Ctrl+Z 可以撤销改动。没有选的那份在“历史”里。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "返回", tooltip="先不选定，两份都留着"),
        Binding("1", "pick(0)", "用左边的", tooltip="这一节就用左边的，右边的不要"),
        Binding("2", "pick(1)", "用右边的", tooltip="这一节就用右边的，左边的不要"),
        Binding("3", "join", "合起来", tooltip="用左边的，把右边不同的段落接在后面，再去改成一份"),
        Binding("tab", "next_form", "换一份", tooltip="右边换成另一份"),
    ]

    def __init__(self, report: Report, conflict: Conflict, name: str) -> None:
        super().__init__()
        self._report = report
        self._called = name
        self._own = report.section(conflict.section)
        present = section_digest(self._own)
        self._others: Sequence[Section] = [
            Section.model_validate(version.content, by_alias=True, by_name=False)
            for version in conflict.versions
            if version.digest != present
        ]
        self._at = 0

    def compose(self) -> ComposeResult:
        """Lay out the two forms."""
        yield Static(f"{self._called}：两边都改过", markup=False, id="header")
        yield Wrapped("左边是现在这里的，右边是另一份；只有一边有的字划了线。", id="about")
        with VerticalScroll():
            yield SideBySide()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the first of the other forms."""
        self._show()

    @property
    def _other(self) -> Section:
        return self._others[self._at]

    def _show(self) -> None:
        which = f" {self._at + 1}/{len(self._others)}" if self._others[1:] else ""
        titles = (_signed("左：现在这里的", self._own), _signed(f"右：另一份{which}", self._other))
        ours, theirs = (self._with(section) for section in (self._own, self._other))
        found = next(one for one in compare_reports(ours, theirs).sections if one.id == self._own.id)
        self.query_one(SideBySide).show(titles, [one for one in found.differences if one.kind is not None])
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    def _with(self, section: Section) -> Report:
        return self._report.model_copy(
            update={"sections": [section if one.id == section.id else one for one in self._report.sections]}
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to join texts, and another form where there is one."""
        if action == "join":
            return bool(self._own.prose is not None and self._other.prose is not None and self._lines())
        if action == "next_form":
            return len(self._others) > 1
        return True

    def _lines(self) -> list[str]:
        """Return the paragraphs that only the other form has."""
        ours, theirs = (section.prose.text if section.prose else "" for section in (self._own, self._other))
        there = set(ours.split("\n"))
        return [line for line in theirs.split("\n") if line.strip() and line not in there]

    def action_next_form(self) -> None:
        """Show another form on the right."""
        self._at = (self._at + 1) % len(self._others)
        self._show()

    def action_pick(self, side: int) -> None:
        """Make one of the two the section."""
        self.dismiss((self._own, self._other)[side].model_copy(deep=True))

    def action_join(self) -> None:
        """Make of both one, to be edited."""
        joined = self._own.model_copy(deep=True)
        if joined.prose is not None:
            joined.prose.text = "\n".join([*filter(None, [joined.prose.text.rstrip("\n")]), *self._lines()])
        self.dismiss(joined)


def _signed(title: str, section: Section) -> str:
    signed = "，".join(filter(None, (section.editor, section.edited[:16].replace("T", " "))))
    return f"{title}（{signed}）" if signed else title
