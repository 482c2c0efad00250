"""The funds account: where the money came from, and what it was used for, in 元."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from exports.blocks import spots
from exports.blocks.amounts import amounts_of, rate_of, summed, typed
from exports.document import Captions, Element, Paragraph, Table, Tables
from storage.figures import yuan
from storage.outline import Outline
from storage.report.block import filled
from storage.report.funds import Funds, Source, Use, UsePart
from storage.report.report import Report, Section

SOURCES_CAPTION: Final = "资金来源（单位：元）"
SOURCES_HEADER: Final = ("资金名称", "类别", "年初预算数", "全年预算数", "全年执行数", "执行率")
USES_CAPTION: Final = "支出用途（单位：元）"
USES_HEADER: Final = ("序号", "用途", "其中", "金额")
TABLES: Final[Captions] = {SOURCES_HEADER: SOURCES_CAPTION, USES_HEADER: USES_CAPTION}
SUBTOTAL: Final = "小计"
TOTAL: Final = "合计"
_PART_NUMBER: Final = re.compile(r"[0-9]+\.[0-9]+")
_SOURCE_TYPED_IN: Final = ("name", "kind", "initial", "annual", "executed", "")


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
        cells = spots.rows(section, "funds", block.sources, _SOURCE_TYPED_IN, "sources")
        found += [Paragraph(SOURCES_CAPTION), Table(SOURCES_HEADER, rows, frozenset({2, 3, 4, 5}), cells)]
    if uses := filled(block.uses):
        rows = tuple(_use_rows(uses))
        found += [
            Paragraph(USES_CAPTION),
            Table(USES_HEADER, rows, frozenset({3}), tuple(_use_spots(section, block))),
        ]
    return found


def read_funds(tables: Tables) -> Funds:
    """Return the account two tables show, without what is computed in them."""
    return Funds(
        sources=filled(
            Source(name=name, kind=kind, initial=initial, annual=annual, executed=executed)
            for name, kind, initial, annual, executed, _ in _typed_sources(tables.get(SOURCES_HEADER, ()))
        ),
        uses=filled(_uses(tables.get(USES_HEADER, ()))),
    )


def subtotalled(kinds: Sequence[str]) -> list[str]:
    """Return which of the sources' kinds get a 小计 row: those with several sources, unless all are of one kind.

    The number of these rows only grows with the rows before them, so a table with n sources, its 小计 rows and
    its 合计 row has one reading, whatever a source is called.
    """
    times = Counter(kinds)
    return [kind for kind in times if kind and times[kind] > 1] if len(times) > 1 else []


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


def _typed_sources(rows: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """Return the rows without 小计 and 合计 at their end."""
    kinds = [row[1] for row in rows]

    def written(sources: int) -> int:
        return sources + len(subtotalled(kinds[:sources])) + 1

    count = bisect_left(range(len(rows)), len(rows), key=written)
    computed = [*((SUBTOTAL, kind) for kind in subtotalled(kinds[:count])), (TOTAL, "")]
    if [row[:2] for row in rows[count:]] == computed:
        return rows[:count]
    # Rows were put in or taken out by hand: what is computed is known by its name alone.
    if rows and rows[-1][:2] == (TOTAL, ""):
        rows = rows[:-1]
    while rows and rows[-1][0] == SUBTOTAL:
        rows = rows[:-1]
    return rows


def _uses(rows: Sequence[tuple[str, ...]]) -> list[Use]:
    """Return the uses with their parts; a row without a number is a part where it names one."""
    uses: list[Use] = []
    for number, category, name, amount in rows[:-1] if rows and rows[-1][:3] == ("", TOTAL, "") else rows:
        part = UsePart(name=name, amount=amount)
        if uses and (_PART_NUMBER.fullmatch(number) or (not number and name)):
            # Beside parts the amount is computed from them.
            uses[-1].amount = ""
            uses[-1].parts.append(part)
        else:
            uses.append(Use(category=category, parts=[part]) if name else Use(category=category, amount=amount))
    return uses


def _use_spots(section: Section, block: Funds) -> Iterator[spots.RowSpots]:
    for number, use in enumerate(block.uses):
        if not use.is_blank():
            place = ("uses", number)
            yield spots.cells(section, "funds", place, ("", "category", "", "" if use.parts else "amount"))
            for position, _ in spots.numbered(use.parts):
                part = (*place, "parts", position)
                yield spots.cells(section, "funds", part, ("", "", "name", "amount"))
