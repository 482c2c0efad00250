from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.blocks import indicators as laid_out
from exports.composing import compose_section
from exports.document import Element, Paragraph
from storage.outline import Outline
from storage.report.funds import Source
from storage.report.indicators import Indicator
from storage.report.report import Report
from tests.exports.sample import has_table, linze_report, new_report, sample_outline, table


def form(report: Report, outline: Outline | None = None) -> list[Element]:
    return compose_section(report, outline or sample_outline(), "table")


def indicator(**fields: object) -> Indicator:
    usual: dict[str, object] = {"level": "产出指标", "kind": "数量指标", "name": "馆外活动"}
    return Indicator.model_validate(usual | fields)


@pytest.fixture
def scored() -> Report:
    """A report whose every row is scored: 10 + 50 + 29.25 + 7 of 100."""
    report = linze_report()
    block = report.section("table").indicators
    assert block is not None
    block.expected, block.achieved = "免费开放\n丰富活动", "全年开放267天"
    block.rows = [
        indicator(target="≥47场次", actual="47场次", weight="50"),
        indicator(
            level="效益指标",
            kind="社会效益指标",
            name="提高科学素质",
            target="有所提高",
            actual="有所提高",
            weight="30",
            achieved="97.5",
        ),
        indicator(
            level="满意度指标",
            kind="服务对象满意度指标",
            name="满意度",
            target="≥95%",
            actual="100%",
            weight="10",
            deduction="3",
            reason="目标定低了",
        ),
    ]
    return report


def test_the_funds_are_in_ten_thousands_with_every_digit_and_only_the_total_is_scored() -> None:
    assert table(form(linze_report()), laid_out.FUNDS_HEADER) == [
        ("年度资金总额", "76.000000", "155.422533", "155.422533", "10", "100%", "10"),
        ("其中：当年财政拨款", "76.000000", "76.338348", "76.338348", "—", "100%", "—"),
        ("上年结转资金", "", "79.084185", "79.084185", "—", "100%", "—"),
        ("其他资金", "", "", "", "—", "", "—"),
    ]


def test_money_of_a_kind_the_outline_does_not_have_gets_a_line_of_its_own() -> None:
    report = linze_report()
    assert report.funds is not None
    report.funds.sources += [
        Source(kind="没有填"),
        Source(kind="社会捐赠", executed="1"),
        Source(name="不明", executed="0.01"),
    ]
    rows = table(form(report), laid_out.FUNDS_HEADER)
    assert rows[0][3] == "155.422634"
    assert [(row[0], row[3]) for row in rows[4:]] == [("社会捐赠", "0.000100"), ("未分类", "0.000001")]


def test_the_head_comes_from_the_cover_and_the_goal_keeps_its_lines(scored: Report) -> None:
    scored.cover.department, scored.cover.executor = "县科协", "县科技馆"
    elements = form(scored)
    assert table(elements, laid_out.HEAD_HEADER) == [("科技馆免费开放补助资金项目", "县科协", "县科技馆")]
    assert elements[1] == Paragraph("项目基本情况（2023年度）")
    assert table(elements, laid_out.GOAL_HEADER) == [("免费开放\n丰富活动", "全年开放267天")]


def test_every_row_is_scored_and_the_last_two_are_the_total_and_the_grade(scored: Report) -> None:
    rows = table(form(scored), laid_out.ROWS_HEADER)
    assert rows[0] == ("产出指标", "数量指标", "馆外活动", "≥47场次", "47场次", "50", "50", "")
    assert [row[6] for row in rows] == ["50", "29.25", "7", "96.25", "优"]
    assert rows[2][7] == "目标定低了"
    assert (rows[3][0], rows[3][5]) == ("总分", "100")
    assert rows[4][0] == "评价等级"


def test_the_notes_hold_what_the_official_columns_have_no_room_for(scored: Report) -> None:
    assert table(form(scored), laid_out.NOTES_HEADER) == [
        ("2", "提高科学素质", "97.5", "", "达成预期指标"),
        ("3", "满意度", "", "3", ""),
    ]


def test_there_are_no_notes_where_the_table_says_it_all(scored: Report) -> None:
    block = scored.section("table").indicators
    assert block is not None
    del block.rows[1:]
    assert not has_table(form(scored), laid_out.NOTES_HEADER)


def test_a_row_that_cannot_be_scored_is_left_blank_and_nothing_is_added_up_without_it(scored: Report) -> None:
    block = scored.section("table").indicators
    assert block is not None
    block.rows[0].actual = ""
    block.rows[1].weight = "三十"
    elements = form(scored)
    rows = table(elements, laid_out.ROWS_HEADER)
    assert rows[0][6] == ""
    assert rows[1][5:7] == ("三十", "")
    assert rows[3] == ("总分", "", "", "", "", "", "", "")
    assert rows[4][6] == ""
    assert table(elements, laid_out.NOTES_HEADER)[0] == ("2", "提高科学素质", "97.5", "", "达成预期指标")


def test_an_execution_rate_that_is_missing_is_left_blank() -> None:
    elements = form(new_report())
    assert table(elements, laid_out.FUNDS_HEADER)[0] == ("年度资金总额", "", "", "", "10", "", "")
    assert not has_table(elements, laid_out.NOTES_HEADER)


def test_what_the_program_still_wants_is_not_handed_in(scored: Report) -> None:
    block = scored.section("table").indicators
    assert block is not None
    block.rows += [indicator(name="新指标"), indicator(name="又一个", deduction="一分", weight="5")]
    assert "还没有填" not in str(form(scored))
    assert table(form(scored), ("指标次序", "三级指标", "达成度（%）", "扣分", "说明"))[-1][:4] == (
        "5",
        "又一个",
        "",
        "一分",
    )


def test_a_row_begun_and_left_blank_is_not_printed_and_not_counted(scored: Report) -> None:
    block = scored.section("table").indicators
    assert block is not None
    printed = form(scored)
    block.rows.insert(0, indicator(name=""))
    block.rows.append(indicator(name=" "))
    assert form(scored) == printed


def test_an_empty_budget_counts_as_fully_executed_where_the_outline_says_so() -> None:
    report, outline = new_report(), sample_outline()
    assert report.funds is not None
    report.funds.sources = [Source(kind="当年财政拨款", annual="0", executed="0")]
    full = outline.model_copy(update={"scoring": outline.scoring.model_copy(update={"empty_budget_full": True})})
    assert table(form(report), laid_out.FUNDS_HEADER)[0][4:] == ("10", "", "")
    assert table(form(report, full), laid_out.FUNDS_HEADER)[0][4:] == ("10", "100%", "10")


def test_scores_follow_the_outline(scored: Report) -> None:
    outline = sample_outline()
    cut = outline.model_copy(
        update={"scoring": outline.scoring.model_copy(update={"rounding": "cut", "execution": Decimal(20)})}
    )
    block = scored.section("table").indicators
    assert block is not None
    block.rows[0].target, block.rows[0].actual, block.rows[0].weight = "≥3场次", "2场次", Decimal(10)
    assert table(form(scored, cut), laid_out.FUNDS_HEADER)[0][4:] == ("20", "100%", "20")
    assert table(form(scored, cut), laid_out.ROWS_HEADER)[0][6] == "6.66"
    assert table(form(scored), laid_out.ROWS_HEADER)[0][6] == "6.67"


rows = st.builds(
    Indicator,
    level=st.sampled_from(["", "产出指标", "总分", "评价等级"]),
    name=st.sampled_from(["", "馆外活动", "预算执行率"]),
    target=st.sampled_from(["", "≥62场次", "有所提高"]),
    actual=st.sampled_from(["", "62场次"]),
    reason=st.sampled_from(["", "天气\n设备"]),
    weight=st.sampled_from(["", "10", "7.5", "十"]),
    achieved=st.sampled_from(["", "0", "80.5", "120", "八成"]),
    deduction=st.sampled_from(["", "0", "1", "一分"]),
)


@given(st.lists(rows, max_size=5))
def test_the_indicators_read_back_from_the_table_and_its_notes(typed: list[Indicator]) -> None:
    report = new_report()
    block = report.section("table").indicators
    assert block is not None
    block.rows = typed
    elements = form(report)
    headers = [
        laid_out.ROWS_HEADER,
        *([laid_out.NOTES_HEADER] if has_table(elements, laid_out.NOTES_HEADER) else []),
    ]
    read = laid_out.read_indicators({header: table(elements, header) for header in headers})
    assert read.rows == [row for row in typed if not row.is_blank()]


def test_a_note_goes_to_the_row_it_names_after_rows_were_put_in_by_hand() -> None:
    row = ("产出指标", "数量指标", "", "", "", "", "", "")
    rows = [(*row[:2], name, *row[3:]) for name in ("新增", "甲", "乙", "乙")]
    notes = [
        ("1", "甲", "80", "", ""),
        ("2", "乙", "90", "", ""),
        ("3", "乙", "", "1", ""),
        ("9", "丙", "1", "", ""),
    ]
    read = laid_out.read_indicators({laid_out.ROWS_HEADER: rows, laid_out.NOTES_HEADER: notes}).rows
    assert [(one.name, str(one.achieved), str(one.deduction)) for one in read] == [
        ("新增", "", ""),
        ("甲", "80", ""),
        ("乙", "", "1"),
        ("乙", "", ""),
    ]
