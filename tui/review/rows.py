"""The items of a page set in rows: paragraphs broken as Chinese is set, tables in columns, remarks beneath."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from textual.content import Content

from storage.checks.finding import Finding
from storage.report.remark import RemarkState, Severity
from storage.text import one_line
from tui.check.tally import MARKS
from tui.preview.table_rows import broken, header_rows, set_row
from tui.review.items import Found, Item, Note, Remarked, Row, Text, Title, marked

SEVERITY_STYLES: Final = {
    Severity.MUST: "$text-error",
    Severity.SHOULD: "$text-warning",
    Severity.QUESTION: "$text-primary",
}
_QUOTED: Final = 40


def item_rows(item: Item, width: int, column: int | None) -> list[Content]:
    """Return an item in rows of at most `width` cells; `column` is the current cell's number, None for none."""
    match item:
        case Title(text):
            return broken(Content.styled(text, "bold $primary"), width)
        case Note(runs, is_heading):
            return broken(marked(runs).stylize("bold $primary" if is_heading else "$text-muted"), width, 2)
        case Text(cell, quoted):
            return broken(_with_quoted(marked(cell.runs), quoted), width)
        case Row():
            return _table_row(item, width, column)
        case Remarked():
            return _remark_rows(item, width)
        case Found():
            return _finding_rows(item, width)


def _with_quoted(content: Content, quoted: Iterable[tuple[str, int]]) -> Content:
    """Let the words stand out that remarks are about: of several alike, the nearest to where they should be."""
    for words, near in quoted:
        found = [at.start() for at in re.finditer(re.escape(words), content.plain)] if words else []
        if found and len(words) < len(content.plain):
            start = min(found, key=lambda at: abs(at - near))
            content = content.stylize("bold on $warning 20%", start, start + len(words))
    return content


def _table_row(row: Row, width: int, column: int | None) -> list[Content]:
    if row.number < 0:
        return header_rows(row.table, width)
    cells = [marked(cell.runs) for cell in row.cells]
    lines = set_row(row.table, cells, width, row.table.right, column)
    # Rows of several lines each are told apart by their ground.
    return [line.stylize("on $boost") for line in lines] if row.number % 2 else lines


# -- what stands beside


def _remark_rows(item: Remarked, width: int) -> list[Content]:
    remark = item.remark
    state = remark.state
    gone = "（原文已改）" if not item.place.is_same else ""
    quoted = f"“{_shortened(remark.anchor.words)}”{gone} " if remark.anchor.words else gone
    quoted = f"{item.column}：{quoted}" if item.column else quoted
    head = Content.assemble(
        (f"  [{remark.severity}] ", f"bold {SEVERITY_STYLES[remark.severity]}"),
        (quoted, "$text-muted"),
        remark.text,
        f"　{_signed(remark.by, f'第{remark.round}轮')}　",
        (f"{state}", "bold"),
    )
    rows = broken(head, width, 4)
    for reply in remark.thread:
        said = f"：{reply.text}" if reply.text else ""
        line = f"    > {reply.kind}{said}　{_signed(reply.by, reply.at[:10])}"
        rows += broken(Content(line), width, 6)
    return [row.stylize("dim") for row in rows] if state is RemarkState.CLOSED else rows


def _finding_rows(item: Found, width: int) -> list[Content]:
    finding = item.finding
    mark, style = ("-", "$text-muted") if finding.unjudged else MARKS[finding.severity]
    rows = broken(Content.assemble("  ", (mark, style), f" {finding.message}"), width, 4)
    for quote in _quotes(finding):
        rows += broken(Content.styled(f"    {quote}", "$text-muted"), width, 6)
    if item.reason:
        by = f"（{item.by}）" if item.by else ""
        rows += broken(Content.styled(f"    填报单位说明：{item.reason}{by}", "bold"), width, 6)
    return rows


def _quotes(finding: Finding) -> Sequence[str]:
    if len(finding.quotes) < 2:
        return ()
    words = (f"“{_shortened(quote.words)}”" if quote.words else "空着" for quote in finding.quotes)
    told = enumerate(zip(finding.quotes, words, strict=True), 1)
    return [f"{number} {quote.where}：{said}" for number, (quote, said) in told]


def _signed(*parts: str) -> str:
    return f"（{'，'.join(filter(None, parts))}）"


def _shortened(text: str) -> str:
    words = one_line(text)
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 12]}……{words[-10:]}"
