"""What differs between two forms of a section, one beside the other: what only one of them says is marked."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from textual.content import Content

from storage.comparing import Difference
from storage.text_difference import Run, Sort
from tui.in_rows import InRows
from tui.writing.line_breaking import row_starts

_BETWEEN: Final = " │ "
_STYLES: Final = {Sort.REMOVED: "underline $text-error", Sort.ADDED: "underline $text-success"}


class SideBySide(InRows):
    """Two columns under the names of the two; each difference under the name of its place."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "SideBySide { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._titles = ("", "")
        self._differences: Sequence[Difference] = ()

    def show(self, titles: tuple[str, str], differences: Sequence[Difference]) -> None:
        """Show the differences of two forms of a section."""
        self._titles, self._differences = titles, differences
        self.show_anew()

    def rows(self, width: int) -> Iterator[Content]:
        """Yield names, then each difference."""
        room = max(10, (width - len(_BETWEEN)) // 2)
        left, right = (Content.styled(title, "bold $primary") for title in self._titles)
        yield from _beside(left, right, room)
        for difference in self._differences:
            yield Content()
            yield from _broken(Content.styled(difference.label.replace("\n", " "), "bold"), width)
            runs = difference.runs()
            if difference.sort is Sort.MOVED:
                runs = [Run(Sort.REMOVED, difference.before), Run(Sort.ADDED, difference.after)]
            yield from _beside(_side(runs, Sort.REMOVED), _side(runs, Sort.ADDED), room)


def _side(runs: Iterable[Run], own: Sort) -> Content:
    found = [Content.styled(run.text, _STYLES.get(run.sort, "")) for run in runs if run.sort in {Sort.SAME, own}]
    return Content("").join(found) if found else Content.styled("（没有）", "$text-muted")


def _beside(left: Content, right: Content, room: int) -> Iterator[Content]:
    for one, other in zip_longest(_broken(left, room), _broken(right, room), fillvalue=Content()):
        yield one + Content(" " * (room - one.cell_length) + _BETWEEN) + other


def _broken(content: Content, width: int) -> list[Content]:
    lines = Content(content.plain.replace("\t", " "), list(content.spans)).split("\n", allow_blank=True)
    return [row for line in lines for row in line.divide(row_starts(line.plain, width))]
