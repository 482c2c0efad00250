"""The parts of the page before 送审: each a place of the report, current one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from textual.content import Content
from textual.widget import Widget

from exports.document import Heading, Paragraph, Table
from storage.checks.finding import Finding
from storage.report.spot import Spot
from storage.text import one_line
from tui.check.tally import MARKS
from tui.in_rows import InRows
from tui.preview.table_rows import header_rows, table_rows
from tui.writing.line_breaking import text_rows

_LONGEST: Final = 40


class Line(NamedTuple):
    """A paragraph of a part; rows after its first stand `indent` cells to the right."""

    text: str
    style: str = ""
    indent: int = 0


@dataclass(frozen=True)
class Part:
    """A place on the page: `key` finds it again, `section` and `spot` say where Enter leads.

    `finding` is the error that may be overridden here.
    """

    key: str
    widget: Widget
    section: str = ""
    spot: Spot | None = None
    finding: Finding | None = None


class Told(InRows):
    """Lines broken as Chinese is set."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Told { height: auto; width: 1fr; max-width: 100; }
    Told.-title { text-align: center; }
    Told.-above { margin-top: 1; }
    Told.-note { background: $boost; }
    """

    def __init__(self, lines: Sequence[Line], *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._lines = lines

    def rows(self, width: int) -> Iterator[Content]:
        """Yield the lines in rows."""
        for line in self._lines:
            first, *others = text_rows(line.text, max(10, width - line.indent))
            yield Content.styled(first, line.style)
            yield from (Content.styled(" " * line.indent + row, line.style) for row in others)


class TableRow(Told):
    """A row of a table as it is printed, the first under the header."""

    def __init__(self, table: Table, number: int) -> None:
        super().__init__(())
        self._table = table
        self._number = number

    def rows(self, width: int) -> Iterator[Content]:
        """Yield the row of the table in rows of the screen."""
        if not self._number:
            yield from header_rows(self._table, width)
        yield from table_rows(self._table, self._number, width)


def heading(element: Heading) -> Told:
    """Return a heading as it stands over a section, or over the report."""
    return Told([Line(element.text, "bold $primary")], classes="-title" if element.level == 1 else "-above")


def paragraph(element: Paragraph) -> Told:
    """Return a paragraph as it is printed; one without a place of its own is a caption."""
    return Told([Line(element.text, "" if element.spot is not None else "bold")])


def note(finding: Finding, reason: str, *, name: str) -> Told:
    """Return how a finding reads, with why it is right, or why it goes out, all the same."""
    mark, style = MARKS[finding.severity]
    lines = [Line(f"{mark} {finding.message}", "$text-muted" if reason else style, 2)]
    for quote in finding.quotes:
        words = one_line(quote.words)
        shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 10]}……{words[-10:]}"
        lines.append(Line(f"  {quote.where}：{f'“{shown}”' if shown else '空着'}", "$text-muted", 4))
    if reason:
        lines.append(Line(f"  {name}：{reason}", "", 4))
    return Told(lines, classes="-note")
