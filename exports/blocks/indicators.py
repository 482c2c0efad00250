"""The scored 自评表 (项目支出绩效自评表): funds, goal, indicators, and how the scores came about."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from exports.blocks.amounts import UNSCORED, amounts_of, official_lines, rate_of, rate_shown, typed
from exports.document import Element, Paragraph, Table
from storage.figures import known, plain, wan
from storage.outline import Outline, Scoring
from storage.report.funds import Funds
from storage.report.indicators import Indicator, Indicators
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
NOTES_HEADER: Final = ("序号", "三级指标", "达成度（%）", "扣分", "说明")
TOTAL: Final = "总分"
GRADE: Final = "评价等级"
EXECUTION: Final = "预算执行率"


def indicators(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return the tables of the form, amounts in 万元 with every digit; scores and grade are computed."""
    block = section.indicators
    if block is None:
        return []
    cover = report.cover
    scoring = outline.scoring
    rate = report.execution_rate(scoring)
    funds_rows = tuple(_fund_rows(report.funds or Funds(), rate, outline))
    found: list[Element] = [
        Paragraph(HEAD_CAPTION),
        Table(HEAD_HEADER, ((cover.project, cover.department, cover.executor),)),
        Paragraph(FUNDS_CAPTION),
        Table(FUNDS_HEADER, funds_rows, frozenset(range(1, 7))),
        Paragraph(GOAL_CAPTION),
        Table(GOAL_HEADER, ((block.expected, block.achieved),)),
        Paragraph(ROWS_CAPTION),
        Table(ROWS_HEADER, tuple(_rows(block, rate, scoring)), frozenset({5, 6})),
    ]
    notes = tuple(_notes(block.rows, rate, scoring))
    if notes:
        found += [Paragraph(NOTES_CAPTION), Table(NOTES_HEADER, notes, frozenset({2, 3}))]
    return found


def _fund_rows(funds: Funds, rate: Decimal | None, outline: Outline) -> Iterator[tuple[str, ...]]:
    (name, sources), *kinds = official_lines(funds, outline)
    score = _written(execution_score(rate, outline.scoring))
    yield (name, *amounts_of(sources, wan), plain(outline.scoring.execution), rate_shown(rate), score)
    for name, sources in kinds:
        yield (name, *amounts_of(sources, wan), UNSCORED, rate_of(sources), UNSCORED)


def _rows(block: Indicators, rate: Decimal | None, scoring: Scoring) -> Iterator[tuple[str, ...]]:
    """Yield the indicators in their order; the last two rows are always 总分 and 评价等级."""
    for row in block.rows:
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
    result = block.result(rate, scoring)
    weighed = all(known(row.weight) is not None for row in block.rows)
    blank = ("",) * 4
    yield (
        TOTAL,
        *blank,
        plain(result.weight) if weighed else "",
        "" if result.missing else plain(result.score),
        "",
    )
    yield (GRADE, *blank, "", result.grade or "", "")


def _notes(rows: list[Indicator], rate: Decimal | None, scoring: Scoring) -> Iterator[tuple[str, ...]]:
    """Yield the rows whose score a reader could not recompute from the table; 序号 counts its rows."""
    executed = execution_score(rate, scoring)
    if executed.value is None:
        yield ("", EXECUTION, "", "", executed.why)
    for number, row in enumerate(rows, 1):
        score = row.score(scoring)
        if row.achieved != "" or row.deduction != "" or score.value is None:
            figures = (typed(row.achieved, plain), typed(row.deduction, plain))
            yield (str(number), row.name, *figures, score.why or _tier(row, score, scoring))


def _tier(row: Indicator, score: Score, scoring: Scoring) -> str:
    """Return the official words for what a 定性 row was judged to have reached; none for a quantitative one."""
    if score.share is None or row.is_quantitative():
        return ""
    return tier_of(score.share, scoring.tiers).name


def _written(score: Score) -> str:
    return "" if score.value is None else plain(score.value)
