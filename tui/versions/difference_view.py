"""What differs between two states of a report, in rows that scroll: removed and added words are marked as such."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from storage.comparing import Comparison, Difference
from storage.text_difference import Run, Sort
from tui.writing.line_breaking import row_starts

RUN_MARKS: Final = {
    Sort.SAME: ("", "", ""),
    Sort.REMOVED: ("[-", "-]", "strike $text-error"),
    Sort.ADDED: ("[+", "+]", "underline $text-success"),
}
_ROWS: Final = {Sort.ADDED: "增加一行 ", Sort.REMOVED: "删去一行 "}
# How much of what stayed is shown beside a change.
_BESIDE: Final = 24
_CURRENT: Final = "> "
_HANGING: Final = 2


class Sides(NamedTuple):
    """What the two states are called: their words, a section that one lacks, and that nothing differs."""

    removed: str
    added: str
    not_before: str
    not_after: str
    same: str


@dataclass(frozen=True, slots=True)
class _Change:
    """A change on the page: its section, "" for the report as a whole, and its rows, from 0."""

    section: str
    first: int
    end: int


class DifferenceView(ScrollView, can_focus=True):
    """A page of differences, one of which is current; keys scroll it or go from one to the next.

    Only the rows in sight are drawn: two texts that have nothing in common are thousands.
    """

    DEFAULT_CSS = """
    DifferenceView { height: 1fr; padding: 0 1; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """
    ALLOW_SELECT = False

    class Moved(Message):
        """Another difference is current."""

    def __init__(self, section_name: Callable[[str, str], str], sides: Sides) -> None:
        super().__init__()
        self._section_name = section_name
        self._sides = sides
        self._comparison: Comparison | None = None
        self._sentence = ""
        self._rows: list[Content] = []
        self._changes: list[_Change] = []
        self._at = 0
        self._width = 0

    def show(self, comparison: Comparison | None, sentence: str = "") -> None:
        """Show what differs, from its beginning; without a comparison, the sentence in its place."""
        self._comparison, self._sentence, self._at = comparison, sentence, 0
        self._lay_out()
        self.scroll_home(animate=False, immediate=True)

    @property
    def legend(self) -> Content:
        """How the words of the two states are marked."""
        return Content("　").join(
            Content.styled(f"{begin}{words}{end}", style)
            for (begin, end, style), words in (
                (RUN_MARKS[Sort.REMOVED], self._sides.removed),
                (RUN_MARKS[Sort.ADDED], self._sides.added),
            )
        )

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
        before, top = self._changes[self._at], int(self.scroll_y)
        bottom = top + self.size.height
        if before.first < bottom and top < before.end:
            at = self._at + step
        else:
            # Scrolled away from it: the next one is next to what is in sight.
            seen = [at for at, change in enumerate(self._changes) if change.end > top]
            at = (seen[0] if seen else len(self._changes)) - (step < 0)
        self._go(min(max(0, at), len(self._changes) - 1))

    def go_to(self, section_id: str) -> None:
        """Go to the first difference of a section, unless the current one is of it or it has none."""
        if self.section != section_id:
            for at, change in enumerate(self._changes):
                if change.section == section_id:
                    self._go(at)
                    return

    def _go(self, at: int) -> None:
        self._at = at
        self._into_sight()
        self.refresh()
        self.post_message(self.Moved())

    def _into_sight(self) -> None:
        # While it is hidden nothing is in sight, and it is brought there when it is shown.
        if not self._changes or not self.size.height:
            return
        top, change = int(self.scroll_y), self._changes[self._at]
        bottom = top + self.size.height
        # With the heading over it, and of a long one as much as there is room for.
        above, below = max(0, change.first - 2), min(change.end, change.first + self.size.height)
        if above < top or below > bottom:
            self.scroll_to(y=above, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Break the rows anew, the current difference in sight."""
        if self._width != self._room:
            self._lay_out()
        self._into_sight()

    def on_show(self) -> None:
        """Bring the difference into sight that became current while nothing was to be seen."""
        self._into_sight()

    @property
    def _room(self) -> int:
        # A scrollbar may come.
        return max(10, self.size.width - 3 - len(_CURRENT))

    def render_line(self, y: int) -> Strip:
        """Draw a row behind the sign of the current difference."""
        width, number = self.scrollable_content_region.width, y + self.scroll_offset.y
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        is_current = bool(self._changes) and number == self._changes[self._at].first
        sign = Content.styled(_CURRENT, "bold $accent") if is_current else Content(" " * len(_CURRENT))
        return Visual.to_strips(self, sign + self._rows[number], width, 1, self.visual_style, pad=True)[0]

    # -- rows

    def _lay_out(self) -> None:
        self._width = self._room
        self._rows, self._changes = [], []
        if self._comparison is None:
            self._put(Content(self._sentence))
        elif not self._comparison.count:
            self._put(Content(self._sides.same))
        else:
            self._put_all(self._comparison)
        self._at = min(self._at, max(0, len(self._changes) - 1))
        self.virtual_size = Size(self.size.width, len(self._rows))
        self.refresh()

    def _put_all(self, comparison: Comparison) -> None:
        same = []
        lacking = {Sort.ADDED: self._sides.not_before, Sort.REMOVED: self._sides.not_after}
        for section in comparison.sections:
            name = self._section_name(section.id, section.title)
            if section.sort is Sort.SAME:
                same.append(name)
            else:
                self._put_section(section.id, name + lacking.get(section.sort, ""), section.differences)
        if comparison.answers:
            self._put_section("", "对疑问的答复", comparison.answers)
        if same:
            self._put(Content.styled(f"没有变化：{'、'.join(same)}。", "$text-muted"))

    def _put_section(self, section_id: str, name: str, differences: Sequence[Difference]) -> None:
        self._put(Content.styled(name, "bold $primary"))
        for difference in differences:
            line, changed = _line(difference)
            first = len(self._rows)
            starts = self._put(line, _HANGING)
            for start, end in changed:
                begin, last = (first + bisect_right(starts, at) - 1 for at in (start, end))
                # What is in one row is seen at once.
                if not self._changes or self._changes[-1].first != begin:
                    self._changes.append(_Change(section_id, begin, last + 1))
        self._put(Content())

    def _put(self, content: Content, indent: int = 0) -> list[int]:
        """Break a content into rows; return which of its characters each begins with."""
        lines = Content(content.plain.replace("\t", " "), list(content.spans)).split("\n", allow_blank=True)
        starts, at, first = list[int](), 0, len(self._rows)
        for line in lines:
            breaks = row_starts(line.plain, self._width - indent)
            self._rows += line.divide(breaks)
            starts += [at, *(at + start for start in breaks)]
            at += len(line) + 1
        self._rows[first + 1 :] = [Content(" " * indent) + row for row in self._rows[first + 1 :]]
        return starts


def _line(difference: Difference) -> tuple[Content, list[tuple[int, int]]]:
    """Return how a difference reads, and from which character up to which it tells of a change."""
    line = Content.styled(f"{_one_line(difference.label)}：", "bold")
    if difference.sort is Sort.MOVED:
        moved = f"从{difference.before}移到{difference.after}".replace(" ", "")
        return line + Content(moved), [(0, len(line))]
    # An answer that came or went is no row of a table.
    line += Content(_ROWS.get(difference.sort, "") if difference.kind is not None else "")
    runs, changed = difference.runs(), list[tuple[int, int]]()
    for number, run in enumerate(runs):
        # Where it begins with the end of a line, there is nothing to see of it in that row.
        lead = len(run.text) - len(run.text.lstrip("\n")) if run.text.strip("\n") else 0
        start = len(line) + lead
        line += _run(run, is_first=not number, is_last=number == len(runs) - 1)
        if run.sort is not Sort.SAME:
            if number and runs[number - 1].sort is not Sort.SAME:
                start, _ = changed.pop()
            changed.append((start, len(line) - 1))
    return line, changed or [(0, 0)]


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _run(run: Run, *, is_first: bool, is_last: bool) -> Content:
    begin, end, style = RUN_MARKS[run.sort]
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
