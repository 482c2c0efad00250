"""The funds account: where the money came from, and what it was used for, in 元."""

from collections.abc import Iterator
from typing import Final

from exports.blocks.amounts import amounts_of, rate_of, summed, typed
from exports.document import Element, Paragraph, Table
from storage.figures import yuan
from storage.outline import Outline
from storage.report.block import filled
from storage.report.funds import Source, Use
from storage.report.report import Report, Section

SOURCES_CAPTION: Final = "资金来源（单位：元）"
SOURCES_HEADER: Final = ("资金名称", "类别", "年初预算数", "全年预算数", "全年执行数", "执行率")
USES_CAPTION: Final = "支出用途（单位：元）"
USES_HEADER: Final = ("序号", "用途", "其中", "金额")
SUBTOTAL: Final = "小计"
TOTAL: Final = "合计"


def funds(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return the two tables of the account, each with its computed total in the last row.

    A table nothing was entered in is left out. Whether the two totals agree is a matter for the checks.
    """
    block = section.funds
    if block is None:
        return []
    found: list[Element] = []
    if sources := filled(block.sources):
        rows = tuple(_source_rows(sources))
        found += [Paragraph(SOURCES_CAPTION), Table(SOURCES_HEADER, rows, frozenset({2, 3, 4, 5}))]
    if uses := filled(block.uses):
        rows = tuple(_use_rows(uses))
        found += [Paragraph(USES_CAPTION), Table(USES_HEADER, rows, frozenset({3}))]
    return found


def subtotalled(kinds: list[str]) -> list[str]:
    """Return which of the sources' kinds get a 小计 row: those with several sources, unless all are of one kind.

    The number of these rows only grows with the rows before them, so a table with n sources, its 小计 rows and
    its 合计 row has one reading, whatever a source is called.
    """
    different = list(dict.fromkeys(kinds))
    return [kind for kind in different if kind and kinds.count(kind) > 1] if len(different) > 1 else []


def _source_rows(sources: list[Source]) -> Iterator[tuple[str, ...]]:
    for source in sources:
        figures = (source.initial, source.annual, source.executed)
        yield (source.name, source.kind, *(typed(figure, yuan) for figure in figures), rate_of([source]))
    for kind in subtotalled([source.kind for source in sources]):
        yield _computed(SUBTOTAL, kind, [source for source in sources if source.kind == kind])
    yield _computed(TOTAL, "", sources)


def _computed(name: str, kind: str, sources: list[Source]) -> tuple[str, ...]:
    return (name, kind, *amounts_of(sources, yuan), rate_of(sources))


def _use_rows(uses: list[Use]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each use, numbered 1, and after it its parts, numbered 1.1.

    The numbers say which rows are parts: names alone cannot, as two uses may be called the same and a part
    may have no name yet.
    """
    for number, use in enumerate(uses, 1):
        own = summed(use.typed_amounts(), yuan) if use.parts else typed(use.amount, yuan)
        yield (str(number), use.category, "", own)
        for position, part in enumerate(filled(use.parts), 1):
            yield (f"{number}.{position}", use.category, part.name, typed(part.amount, yuan))
    leaves = [figure for use in uses for figure in use.typed_amounts()]
    yield ("", TOTAL, "", summed(leaves, yuan))
