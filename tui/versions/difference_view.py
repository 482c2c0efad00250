"""What differs between two states of a report, in rows that scroll: removed and added words are marked as such."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from storage.comparing import Comparison, Difference
from storage.text_difference import Run, Sort
from tui.sight import bring_into_sight
from tui.writing.line_breaking import row_starts

LEGEND: Final = Content.assemble(
    ("[-删去的-]", "strike $text-error"), "　", ("[+增加的+]", "underline $text-success")
)
_MARKS: Final = {
    Sort.SAME: ("", "", ""),
    Sort.REMOVED: ("[-", "-]", "strike $text-error"),
    Sort.ADDED: ("[+", "+]", "underline $text-success"),
}
_ONLY: Final = {Sort.ADDED: "（前一版没有这一节）", Sort.REMOVED: "（后一版没有这一节）"}
_ROWS: Final = {Sort.ADDED: "增加一行 ", Sort.REMOVED: "删去一行 "}
# How much of what stayed is shown beside a change.
_BESIDE: Final = 24
_CURRENT: Final = "> "
_HANGING: Final = 2


@dataclass(frozen=True, slots=True)
class _Change:
    """A difference on the page: its section, "" for the report as a whole, and its rows, from 0."""

    section: str
    first: int
    end: int


class DifferenceView(VerticalScroll, can_focus=True):
    """A page of differences, one of which is current; keys scroll it or go from one difference to the next."""

    DEFAULT_CSS = """
    DifferenceView { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    DifferenceView > Static { height: auto; text-wrap: nowrap; }
    """

    class Moved(Message):
        """Another difference is current."""

    def __init__(self, section_name: Callable[[str, str], str]) -> None:
        super().__init__()
        self._section_name = section_name
        self._page = Static(markup=False)
        self._comparison: Comparison | None = None
        self._sentence = ""
        self._rows: list[Content] = []
        self._changes: list[_Change] = []
        self._at = 0
        self._width = 0

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield self._page

    def show(self, comparison: Comparison | None, sentence: str = "") -> None:
        """Show what differs, from its beginning; without a comparison, the sentence in its place."""
        self._comparison, self._sentence, self._at = comparison, sentence, 0
        self._lay_out()
        self.scroll_home(animate=False, immediate=True)

    @property
    def place(self) -> tuple[int, int]:
        """The number of the current difference, from 1, and how many there are."""
        return self._at + bool(self._changes), len(self._changes)

    @property
    def section(self) -> str:
        """The id of the section the current difference is in; "" where there is none."""
        return self._changes[self._at].section if self._changes else ""

    def step(self, step: int) -> None:
        """Go to the next difference (1) or the one before (-1)."""
        if not self._changes:
            return
        before = self._changes[self._at]
        top, bottom = int(self.scroll_y), int(self.scroll_y) + self.size.height
        if not before.first < bottom or not top < before.end:
            # Scrolled away from it: the next one is next to what is in sight.
            seen = [at for at, change in enumerate(self._changes) if change.end > top]
            at = (seen[0] if seen else len(self._changes)) - (step < 0)
        else:
            at = self._at + step
        self._at = min(max(0, at), len(self._changes) - 1)
        self._update()
        change = self._changes[self._at]
        # All of it, or as much as there is room for from its beginning, and the heading over it if that has room.
        end = min(change.end, change.first + self.size.height)
        bring_into_sight(self, self._page, ((max(0, change.first - 2), end), (change.first, end)))
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Break the rows anew."""
        if self._width != self._room:
            self._lay_out()

    @property
    def _room(self) -> int:
        # A scrollbar may come.
        return max(10, self.size.width - 3 - len(_CURRENT))

    # -- rows

    def _lay_out(self) -> None:
        self._width = self._room
        self._rows, self._changes = [], []
        if self._comparison is None:
            self._rows = _broken(Content(self._sentence), self._width)
        elif not self._comparison.count:
            self._rows = _broken(Content("两版内容完全一样。"), self._width)
        else:
            self._put(self._comparison)
        self._update()

    def _update(self) -> None:
        current = self._changes[self._at].first if self._changes else -1
        rows = [
            Content.assemble((_CURRENT, "bold $accent"), row)
            if number == current
            else Content(" " * len(_CURRENT)) + row
            for number, row in enumerate(self._rows)
        ]
        self._page.update(Content("\n").join(rows))

    def _put(self, comparison: Comparison) -> None:
        same = []
        for section in comparison.sections:
            name = self._section_name(section.id, section.title)
            if section.sort is Sort.SAME:
                same.append(name)
            else:
                self._put_section(section.id, name + _ONLY.get(section.sort, ""), section.differences)
        if comparison.answers:
            self._put_section("", "对疑问的答复", comparison.answers)
        if same:
            self._rows += _broken(Content.styled(f"没有变化：{'、'.join(same)}。", "$text-muted"), self._width)

    def _put_section(self, section_id: str, name: str, differences: Sequence[Difference]) -> None:
        heading = Content.styled(f"{name}　{len(differences)} 处", "bold $primary")
        self._rows += _broken(heading, self._width)
        for difference in differences:
            first = len(self._rows)
            self._rows += _broken(_line(difference), self._width, _HANGING)
            self._changes.append(_Change(section_id, first, len(self._rows)))
        self._rows.append(Content())


def _line(difference: Difference) -> Content:
    label = Content.styled(f"{_one_line(difference.label)}：", "bold")
    if difference.sort is Sort.MOVED:
        return label + Content(f"从{difference.before}移到{difference.after}".replace(" ", ""))
    # An answer that came or went is no row of a table.
    sign = _ROWS.get(difference.sort, "") if difference.kind is not None else ""
    runs = difference.runs()
    shown = [_run(run, is_first=not at, is_last=run is runs[-1]) for at, run in enumerate(runs)]
    return label + Content(sign) + Content("").join(shown)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _run(run: Run, *, is_first: bool, is_last: bool) -> Content:
    begin, end, style = _MARKS[run.sort]
    if run.sort is Sort.SAME:
        return Content(_shortened(run.text, is_first=is_first, is_last=is_last))
    body = run.text.strip("\n")
    if not body:
        return Content.styled(f"{begin}换行{end}", style) + Content("\n")
    lead, _, trail = run.text.partition(body)
    return Content(lead) + Content.styled(f"{begin}{body}{end}", style) + Content(trail)


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    before = "" if is_first else text[:_BESIDE]
    after = "" if is_last else text[-_BESIDE:]
    if len(text) <= len(before) + len(after) + 2:
        return text
    return f"{before}……{after}"


def _broken(content: Content, width: int, indent: int = 0) -> list[Content]:
    lines = Content(content.plain.replace("\t", " "), list(content.spans)).split("\n", allow_blank=True)
    rows = [row for line in lines for row in line.divide(row_starts(line.plain, width - indent))]
    return [rows[0], *(Content(" " * indent) + row for row in rows[1:])]
