"""The scored 自评表 (项目支出绩效自评表): funds, goal, indicators, and what was judged or taken off."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from exports.blocks import spots
from exports.blocks.amounts import UNSCORED, aligned, amounts_of, official_lines, rate_of, rate_shown, typed
from exports.blocks.cover import of_year
from exports.document import Captions, Element, Paragraph, Table, Tables
from storage.figures import known, plain, wan
from storage.outline import Outline, Scoring
from storage.report.block import filled
from storage.report.funds import Funds
from storage.report.indicators import Indicator, Indicators, Result
from storage.report.report import Report, Section
from storage.report.scoring import Score, execution_score, tier_of

HEAD_CAPTION: Final = "项目基本情况"
HEAD_HEADER: Final = ("项目名称", "主管部门", "实施单位")
FUNDS_CAPTION: Final = "项目资金"
FUNDS_HEADER: Final = ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
GOAL_CAPTION: Final = "年度总体目标"
GOAL_HEADER: Final = ("预期目标", "实际完成情况")
ROWS_CAPTION: Final = "绩效指标"
ROWS_HEADER: Final = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
NOTES_CAPTION: Final = "计分说明"
NOTES_HEADER: Final = ("指标次序", "三级指标", "达成度（%）", "扣分", "说明")
TABLES: Final[Captions] = {
    HEAD_HEADER: HEAD_CAPTION,
    FUNDS_HEADER: FUNDS_CAPTION,
    GOAL_HEADER: GOAL_CAPTION,
    ROWS_HEADER: ROWS_CAPTION,
    NOTES_HEADER: NOTES_CAPTION,
}
TOTAL: Final = "总分"
GRADE: Final = "评价等级"
_BLANK: Final = ("",) * 4
_TYPED_IN: Final = ("level", "kind", "name", "target", "actual", "weight", "", "reason")


def indicators(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return the tables of the form, amounts in 万元 with every digit; scores and grade are computed."""
    block = section.indicators
    if block is None:
        return []
    cover = report.cover
    scoring = outline.scoring
    rate = report.execution_rate(scoring)
    rows = filled(block.rows)
    funds_rows = tuple(_fund_rows(report.funds or Funds(), rate, outline))
    listed = tuple(_rows(rows, block.result(rate, scoring), scoring))
    goal = spots.cells(section, "indicators", (), ("expected", "achieved"))
    found: list[Element] = [
        Paragraph(of_year(HEAD_CAPTION, report)),
        Table(HEAD_HEADER, ((cover.project, cover.department, cover.executor),)),
        Paragraph(FUNDS_CAPTION),
        Table(FUNDS_HEADER, funds_rows, frozenset(range(1, 7))),
        Paragraph(GOAL_CAPTION),
        Table(GOAL_HEADER, ((block.expected, block.achieved),), spots=(goal,)),
        Paragraph(ROWS_CAPTION),
        Table(ROWS_HEADER, listed, frozenset({5, 6}), spots.rows(section, "indicators", block.rows, _TYPED_IN)),
    ]
    notes = tuple(_notes(rows, scoring))
    if notes:
        found += [Paragraph(NOTES_CAPTION), Table(NOTES_HEADER, notes, frozenset({2, 3}))]
    return found


def read_indicators(tables: Tables) -> Indicators:
    """Return what was typed into the form; a note that names no row of it, or one of several, is not read."""
    expected, achieved = next(iter(tables.get(GOAL_HEADER, ())), ("", ""))
    rows = [
        Indicator(level=level, kind=kind, name=name, target=target, actual=actual, weight=weight, reason=reason)
        for level, kind, name, target, actual, weight, _, reason in _typed(tables.get(ROWS_HEADER, ()))
    ]
    times = Counter(row.name for row in rows)
    by_name = {row.name: row for row in rows if times[row.name] == 1}
    by_number = {str(number): row for number, row in enumerate(rows, 1)}
    for number, name, share, deduction, _ in tables.get(NOTES_HEADER, ()):
        row = by_number.get(number)
        if row is None or row.name != name:
            # Rows were put in or taken out by hand, and the numbers with them are those of before.
            row = by_name.get(name)
        if row is not None:
            noted = Indicator(achieved=share, deduction=deduction)
            row.achieved, row.deduction = noted.achieved, noted.deduction
    # Only now: a row may have nothing but its note.
    return Indicators(expected=expected, achieved=achieved, rows=filled(rows))


def _typed(rows: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """Return the rows without 总分 and 评价等级 at their end."""
    for computed in (GRADE, TOTAL):
        if rows and rows[-1][:5] == (computed, *_BLANK):
            rows = rows[:-1]
    return rows


def _fund_rows(funds: Funds, rate: Decimal | None, outline: Outline) -> Iterator[tuple[str, ...]]:
    lines = list(official_lines(funds, outline))
    (first, *amounts) = aligned(amounts_of(sources, wan) for _, sources in lines)
    (name, _), *kinds = lines
    score = _written(execution_score(rate, outline.scoring))
    yield (name, *first, plain(outline.scoring.execution), rate_shown(rate), score)
    for (name, sources), written in zip(kinds, amounts, strict=True):
        yield (name, *written, UNSCORED, rate_of(sources), UNSCORED)


def _rows(rows: list[Indicator], result: Result, scoring: Scoring) -> Iterator[tuple[str, ...]]:
    """Yield the indicators in their order; the last two rows are always 总分 and 评价等级."""
    for row in rows:
        yield (
            row.level,
            row.kind,
            row.name,
            row.target,
            row.actual,
            typed(row.weight, plain),
            _written(row.score(scoring)),
            row.reason,
        )
    weighed = all(known(row.weight) is not None for row in rows)
    yield (
        TOTAL,
        *_BLANK,
        plain(result.weight) if weighed else "",
        "" if result.missing else plain(result.score),
        "",
    )
    yield (GRADE, *_BLANK, "", result.grade or "", "")


def _notes(rows: list[Indicator], scoring: Scoring) -> Iterator[tuple[str, ...]]:
    """Yield what was judged or taken off, which the table has no column for; 指标次序 counts its rows."""
    for number, row in enumerate(rows, 1):
        if row.achieved != "" or row.deduction != "":
            figures = (typed(row.achieved, plain), typed(row.deduction, plain))
            yield (str(number), row.name, *figures, _tier(row, scoring))


def _tier(row: Indicator, scoring: Scoring) -> str:
    """Return the official words for what a 定性 row was judged to have reached; none for a quantitative one."""
    share = row.judged(scoring).share
    return "" if share is None or row.is_quantitative() else tier_of(share, scoring.tiers).name


def _written(score: Score) -> str:
    return "" if score.value is None else plain(score.value)
