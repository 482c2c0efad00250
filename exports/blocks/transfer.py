"""The 转移支付区域（项目）绩效自评表: money given and spent, how it was managed, goal and indicators."""

from typing import Final

from exports.blocks import spots
from exports.blocks.amounts import aligned, amounts_of, official_lines, rate_of
from exports.blocks.cover import of_year
from exports.document import Captions, Element, Paragraph, Table, Tables
from storage.figures import wan
from storage.outline import Outline
from storage.report.block import filled
from storage.report.funds import Funds
from storage.report.indicators import Measure
from storage.report.report import Report, Section
from storage.report.transfer import ManagementLine, Transfer

HEAD_CAPTION: Final = "转移支付基本情况"
HEAD_HEADER: Final = ("转移支付名称", "中央主管部门", "地方主管部门", "资金使用单位")
FUNDS_CAPTION: Final = "资金投入情况"
FUNDS_HEADER: Final = ("资金投入（万元）", "全年预算数（A）", "全年执行数（B）", "执行率（B/A）")
MANAGEMENT_CAPTION: Final = "资金管理情况"
MANAGEMENT_HEADER: Final = ("管理事项", "情况说明", "存在问题和改进措施")
GOAL_CAPTION: Final = "总体目标完成情况"
GOAL_HEADER: Final = ("总体目标", "全年实际完成情况")
ROWS_CAPTION: Final = "绩效指标完成情况"
ROWS_HEADER: Final = ("一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施")
TABLES: Final[Captions] = {
    HEAD_HEADER: HEAD_CAPTION,
    FUNDS_HEADER: FUNDS_CAPTION,
    MANAGEMENT_HEADER: MANAGEMENT_CAPTION,
    GOAL_HEADER: GOAL_CAPTION,
    ROWS_HEADER: ROWS_CAPTION,
}

_MANAGED_IN: Final = ("", "situation", "remedy")
_TYPED_IN: Final = ("level", "kind", "name", "target", "actual", "reason")


def transfer(section: Section, report: Report, outline: Outline) -> list[Element]:
    """Return the tables of the form, amounts in 万元 with every digit; it has no scores."""
    block = section.transfer
    if block is None:
        return []
    cover = report.cover
    lines = list(official_lines(report.funds or Funds(), outline))
    amounts = aligned(amounts_of(sources, wan)[1:] for _, sources in lines)
    funds_rows = tuple(
        (name, *written, rate_of(sources)) for (name, sources), written in zip(lines, amounts, strict=True)
    )
    managed = tuple((line.name, line.situation, line.remedy) for line in filled(block.management))
    rows = tuple((r.level, r.kind, r.name, r.target, r.actual, r.reason) for r in filled(block.rows))
    management = spots.rows(section, "transfer", block.management, _MANAGED_IN, "management")
    goal = spots.cells(section, "transfer", (), ("expected", "achieved"))
    measures = spots.rows(section, "transfer", block.rows, _TYPED_IN)
    return [
        Paragraph(of_year(HEAD_CAPTION, report)),
        Table(HEAD_HEADER, ((cover.fund, cover.central_department, cover.department, cover.executor),)),
        Paragraph(FUNDS_CAPTION),
        Table(FUNDS_HEADER, funds_rows, frozenset({1, 2, 3})),
        Paragraph(MANAGEMENT_CAPTION),
        Table(MANAGEMENT_HEADER, managed, spots=management),
        Paragraph(GOAL_CAPTION),
        Table(GOAL_HEADER, ((block.expected, block.achieved),), spots=(goal,)),
        Paragraph(ROWS_CAPTION),
        Table(ROWS_HEADER, rows, spots=measures),
    ]


def read_transfer(tables: Tables) -> Transfer:
    """Return what was typed into the form; its first two tables are those of the cover and the funds account."""
    expected, achieved = next(iter(tables.get(GOAL_HEADER, ())), ("", ""))
    return Transfer(
        expected=expected,
        achieved=achieved,
        management=filled(
            ManagementLine(name=name, situation=situation, remedy=remedy)
            for name, situation, remedy in tables.get(MANAGEMENT_HEADER, ())
        ),
        rows=filled(
            Measure(level=level, kind=kind, name=name, target=target, actual=actual, reason=reason)
            for level, kind, name, target, actual, reason in tables.get(ROWS_HEADER, ())
        ),
    )
