"""Amounts as a finished report prints them: what was typed, and what is computed from it.

A blank is what cannot be said yet, because nothing was typed or not all of it is understood; a total that
leaves something out would look like one that does not. `UNSCORED` is what the official form does not score.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final

from storage.figures import Figure, percent
from storage.outline import Outline
from storage.report.block import filled
from storage.report.funds import Funds, Source, added

UNSCORED: Final = "—"
UNSORTED: Final = "未分类"


def typed(figure: Figure, write: Callable[[Decimal], str]) -> str:
    """Write a figure by `write` where it is understood, otherwise exactly as typed."""
    return write(figure) if isinstance(figure, Decimal) else figure


def summed(figures: Iterable[Figure], write: Callable[[Decimal], str]) -> str:
    """Write the sum of `figures`; blank when all are empty or one is not understood."""
    sums = added(figures)
    return "" if sums is None else write(sums)


def rate_of(sources: Iterable[Source]) -> str:
    """Write 全年执行数 ÷ 全年预算数 in percent; blank while it cannot be computed."""
    return rate_shown(Funds(sources=list(sources)).all_sources().rate)


def rate_shown(rate: Decimal | None) -> str:
    """Write a rate in percent with up to two decimals; blank where there is none."""
    return "" if rate is None else percent(rate)


def amounts_of(sources: Iterable[Source], write: Callable[[Decimal], str]) -> tuple[str, str, str]:
    """Write the sums of 年初预算数, 全年预算数 and 全年执行数."""
    listed = list(sources)
    return (
        summed((source.initial for source in listed), write),
        summed((source.annual for source in listed), write),
        summed((source.executed for source in listed), write),
    )


def aligned(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Write amounts with as many decimals as the longest of them has, so that they compare at a glance."""
    written = list(rows)
    places = max(len(amount.partition(".")[2]) for row in written for amount in row)

    def padded(amount: str) -> str:
        whole, _, decimals = amount.partition(".")
        return f"{whole}.{decimals:0<{places}}" if amount and places else amount

    return [tuple(map(padded, row)) for row in written]


def official_lines(funds: Funds, outline: Outline) -> Iterator[tuple[str, list[Source]]]:
    """Yield the lines of an official funds table: 年度资金总额, then each kind with its sources.

    The outline's kinds come first, with or without sources; a kind it does not have gets a line of its own,
    and sources without a kind are 未分类, so that the lines always add up to the total.
    """
    sources = filled(funds.sources)
    yield "年度资金总额", sources
    kinds = dict.fromkeys([*outline.fund_kinds, *(source.kind for source in sources)])
    for position, kind in enumerate(kinds):
        name = kind or UNSORTED
        yield (
            name if position else f"其中：{name}",
            [source for source in sources if source.kind == kind],
        )
