from exports import markdown
from exports.blocks import transfer as laid_out
from exports.composing import compose_section
from exports.document import Paragraph
from exports.markdown_reading import read_body
from storage.report.funds import Source
from storage.report.indicators import Measure
from storage.report.transfer import MANAGEMENT, ManagementLine
from tests.exports.sample import new_report, sample_outline, table

OUTLINE = sample_outline().model_copy(update={"fund_kinds": ("中央财政资金", "地方资金", "其他资金")})


def test_the_form_has_its_head_amounts_management_goal_and_indicators() -> None:
    report = new_report()
    cover, block = report.cover, report.section("transfer").transfer
    assert report.funds is not None
    assert block is not None
    cover.fund, cover.central_department = "科技馆免费开放补助资金", "中国科协"
    cover.department, cover.executor = "甘肃省科协", "临泽县科技馆"
    report.funds.sources = [
        Source(kind="中央财政资金", annual="4753.66", executed="3824.26"),
        Source(kind="地方资金", annual="100", executed="100"),
    ]
    block.expected, block.achieved = "免费开放", "全年开放"
    block.management[1].situation, block.management[1].remedy = "7月下达\n8月到位", "提前下达"
    block.management.append(ManagementLine(name="其他管理事项", situation="无"))
    block.rows = [
        Measure(level="产出", kind="数量指标", name="活动", target="≥62场次", actual="60场次", reason="天气")
    ]
    elements = compose_section(report, OUTLINE, "transfer")
    assert table(elements, laid_out.HEAD_HEADER) == [
        ("科技馆免费开放补助资金", "中国科协", "甘肃省科协", "临泽县科技馆")
    ]
    assert table(elements, laid_out.FUNDS_HEADER) == [
        ("年度资金总额", "0.485366", "0.392426", "80.85%"),
        ("其中：中央财政资金", "0.475366", "0.382426", "80.45%"),
        ("地方资金", "0.010000", "0.010000", "100%"),
        ("其他资金", "", "", ""),
    ]
    managed = table(elements, laid_out.MANAGEMENT_HEADER)
    assert [row[0] for row in managed] == [*MANAGEMENT, "其他管理事项"]
    assert managed[1] == ("下达及时性", "7月下达\n8月到位", "提前下达")
    assert table(elements, laid_out.GOAL_HEADER) == [("免费开放", "全年开放")]
    assert table(elements, laid_out.ROWS_HEADER) == [("产出", "数量指标", "活动", "≥62场次", "60场次", "天气")]


def test_an_empty_form_is_the_whole_form_with_its_seven_lines() -> None:
    elements = compose_section(new_report(), OUTLINE, "transfer")
    assert table(elements, laid_out.MANAGEMENT_HEADER) == [(name, "", "") for name in MANAGEMENT]
    assert table(elements, laid_out.ROWS_HEADER) == []
    assert read_body(markdown.elements(elements)) == elements


def test_a_form_says_its_year_and_prints_no_blank_row() -> None:
    report = new_report()
    block = report.section("transfer").transfer
    assert block is not None
    printed = compose_section(report, OUTLINE, "transfer")
    assert printed[1] == Paragraph("转移支付基本情况（2023年度）")
    block.rows.append(Measure(level="产出", kind="数量指标"))
    block.management.append(ManagementLine())
    assert compose_section(report, OUTLINE, "transfer") == printed


def test_amounts_of_one_table_have_as_many_decimals_as_the_longest_needs() -> None:
    report = new_report()
    assert report.funds is not None
    report.funds.sources = [
        Source(kind="中央财政资金", initial="0.01", annual="4753.6", executed="200000"),
        Source(kind="地方资金", annual="10000", executed="12.34"),
    ]
    assert [row[1:3] for row in table(compose_section(report, OUTLINE, "transfer"), laid_out.FUNDS_HEADER)] == [
        ("1.475360", "20.001234"),
        ("0.475360", "20.000000"),
        ("1.000000", "0.001234"),
        ("", ""),
    ]
    report.funds.sources = [Source(kind="中央财政资金", initial="0.01", annual="20000", executed="10000000")]
    total, *_ = table(compose_section(report, OUTLINE, "transfer"), laid_out.FUNDS_HEADER)
    assert total[1:3] == ("2", "1,000")
