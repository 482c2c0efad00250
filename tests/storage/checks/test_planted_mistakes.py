"""Mistakes planted in the clean sample: each is found, where it is, in the words that stand there."""

from decimal import Decimal

import pytest
from hypothesis import given

from storage.checks.checking import check
from storage.checks.codes import Code
from storage.checks.subject import Passage, Subject, of_report, of_text
from storage.outline import Outline
from storage.report.report import Report
from tests.storage.checks.planting import (
    COUNTY,
    Change,
    another_row,
    codes_of,
    cover,
    emptied,
    every_row,
    found_in,
    goal,
    instead,
    new_report,
    problem,
    reads,
    row,
    says,
    source,
    together,
    use,
    without,
)
from tests.strategies import any_reports, raw_texts

D = Decimal

# What is planted, the section it is found in, and words that are quoted.
PLANTED: list[tuple[Code, Change, str, str]] = [
    (Code.SECTION_EMPTY, emptied("process"), "process", ""),
    (Code.ENTRY_BLANK, cover(head="", date=""), "cover", "填报日期"),
    (Code.ENTRY_BLANK, reads("coverage", ""), "coverage", "正文"),
    (Code.ENTRY_BLANK, goal(expected=""), "table", "预期目标"),
    (Code.COVERAGE_MISSING, reads("coverage", "应自评项目1个，全部自评。"), "coverage", "应自评项目1个"),
    (Code.FIGURE_UNREAD, source(1, annual="79万多"), "purpose", "79万多"),
    (Code.FIGURE_UNREAD, row("参观人次", weight="四"), "table", "四"),
    (Code.FUNDS_GAP, use(2, "16632.60"), "purpose", "支出用途合计1,554,234.33元"),
    (Code.FUNDS_GAP, source(1, executed="790814.85"), "purpose", "全年执行数合计1,554,198.33元"),
    (Code.RATE_OVER_FULL, source(0, annual="155420.00"), "purpose", "全年预算数946,261.85元"),
    (Code.SOURCE_OVER_FULL, source(1, annual="790481.85"), "purpose", "全年预算数790,481.85元"),
    (Code.WEIGHTS_OF_LEVEL, row("参观公众满意度", weight=D(7)), "table", "“满意度指标”各项分值合计11分"),
    (Code.WEIGHTS_OF_LEVEL, row("馆校合作学校", level="产出指标"), "table", "“产出指标”各项分值合计56分"),
    (Code.ROW_UNSCORED, row("展品完好率", actual="完好"), "table", "展品完好率：完好"),
    (Code.ROW_UNSCORED, row("讲解和便民服务", achieved=""), "table", "讲解和便民服务"),
    (Code.ROW_UNSCORED, row("讲解和便民服务", achieved=D(120)), "table", "讲解和便民服务"),
    (Code.LOSS_UNEXPLAINED, row("水电费", reason=""), "table", "水电费：指标值≤240000元，实际246216.06元"),
    (Code.LOSS_UNEXPLAINED, row("展厅免费开放天数", actual="258天"), "table", "实际258天"),
    (Code.LOSS_UNEXPLAINED, row("短期展览", deduction=D("0.5")), "table", "短期展览"),
    (Code.OVERSHOOT_UNEXPLAINED, row("馆校合作学校", actual="5所"), "table", "5所"),
    (Code.TIER_MISMATCH, row("免费开放管理制度", actual="达成预期指标", achieved=D(75)), "table", "75%"),
    (Code.ACTUAL_AS_GOAL, row("合作学校师生满意度", actual="≥95%"), "table", "≥95%"),
    (Code.TARGET_VAGUE, row("编程学员学习成果", target="按质按量完成教学"), "table", "按质按量完成教学"),
    (Code.QUANTITY_IS_MONEY, another_row(name="资金到位率", target="=100%", actual="100%"), "table", "资金到位率"),
    (Code.COST_AT_LEAST, row("场馆运行维护费", target="不低于200000元"), "table", "不低于200000元"),
    (Code.INDICATOR_TWICE, row("线上科普作品", name="短期展览"), "table", "短期展览"),
    (
        Code.SATISFACTION_FULL,
        says("benefits", "窗口服务满意度100%。"),
        "benefits",
        "满意度100%",
    ),
    (Code.GRADE_BAND, instead("completion", "等级为优", "等级为良"), "completion", "良"),
    (
        Code.RESULT_AS_GOAL,
        instead("benefits", "，展品完好率98.21%", "，展品完好率≥97%"),
        "benefits",
        "展品完好率≥97%",
    ),
    (Code.ROUGH_TWICE, instead("completion", "观影6,000人次", "观影近6000余人次"), "completion", "近6000余人次"),
    (Code.ROUGH_TWICE, row("编程学员学习成果", actual="约30余人完成作品"), "table", "约30余人"),
    (Code.SENTENCE_UNFINISHED, instead("other", "接受社会监督。", "接受社会监督，"), "other", "接受社会监督，"),
    (Code.SENTENCE_UNFINISHED, row("水电费", reason="设备增多，今后分时开关、"), "table", "今后分时开关、"),
    (
        Code.BRACKET_UNCLOSED,
        instead("organisation", "296号），", "296号，"),
        "organisation",
        "（临财预发〔2023〕296号",
    ),
    (Code.BRACKET_UNCLOSED, instead("completion", "“彩虹课堂”", "彩虹课堂”"), "completion", "彩虹课堂”"),
    (Code.BRACKET_UNCLOSED, problem(problem="人手少（编制5人。", measure="招聘。"), "problems", "（编制5人。"),
    (Code.NUMBERING_GAP, instead("analysis", "三是学员", "四是学员"), "analysis", "四是"),
    (Code.NUMBERING_DUPLICATE, instead("analysis", "六是没有", "五是没有"), "analysis", "五是"),
    (Code.NUMBERING_DUPLICATE, says("other", "（一）口径。\n（二）公开。\n（二）审计。"), "other", "（二）"),
    (Code.NUMBERING_MIXED, says("other", "(1)口径。\n（2）公开。"), "other", "(1)"),
    (Code.NUMBERING_COMMA, says("other", "（一）、口径。\n（二）公开。"), "other", "（一）、"),
    (Code.DATE_IMPOSSIBLE, instead("process", "从2024年1月8日", "从2024年13月8日"), "process", "2024年13月8日"),
    (Code.DATE_OUTSIDE_YEAR, instead("benefits", "2023年11月6日", "2021年11月6日"), "benefits", "2021年11月6日"),
    (
        Code.YEAR_UNFINISHED,
        instead("completion", "全年放映红色影片12部", "目前已放映红色影片12部"),
        "completion",
        "目前已放映红色影片12",
    ),
    (
        Code.YEAR_UNFINISHED,
        instead("allocation", "截至2023年12月31日", "截至2023年9月30日"),
        "allocation",
        "截至2023年9月30日",
    ),
    (Code.PLACEHOLDER, instead("organisation", "小组共5人", "小组共××人"), "organisation", "××"),
    (Code.PLACEHOLDER, cover(unit="XX县科学技术协会"), "cover", "XX"),
    (
        Code.FORM_HINT,
        instead("process", "自评从2024年", "（简要说明自评过程）自评从2024年"),
        "process",
        "（简要说明自评过程）",
    ),
    (
        Code.YEAR_LEFT,
        instead("coverage", "2023年度县科协应开展绩效自评", "2021年度县科协应开展绩效自评"),
        "coverage",
        "2021年度",
    ),
    (Code.OTHER_UNIT, says("coverage", "高台县科技馆负责填报。"), "coverage", "高台县科技馆"),
    (
        Code.OTHER_PROJECT,
        instead("organisation", "成立科技馆免费开放补助资金绩效自评小组", "成立乡村少年宫建设资金绩效自评小组"),
        "organisation",
        "乡村少年宫建设资金",
    ),
    (Code.PROMISE_ALREADY_THERE, says("analysis", "下一步创建“科学蒲公英”栏目。"), "analysis", "“科学蒲公英”"),
    (Code.UNITS_MIXED, instead("comparison", "节约5,678.90元", "节约0.57万元"), "coverage", "0.57万元"),
    (Code.DECIMALS_MIXED, instead("purpose", "电费229,592.46元", "电费229,592.5元"), "purpose", "229,592.5元"),
]


@pytest.mark.parametrize(("code", "change", "section", "words"), PLANTED)
def test_a_planted_mistake_is_found_where_it_is(code: Code, change: Change, section: str, words: str) -> None:
    findings = [finding for finding in found_in(change) if finding.code == code]
    assert [finding.section for finding in findings] == [section] * len(findings) != []
    quoted = [quote.words for finding in findings for quote in finding.quotes]
    assert not words or any(words in one for one in quoted), quoted
    assert all(finding.message[-1] in "。？" for finding in findings)


def with_checks(**settings: object) -> Outline:
    return Outline.model_validate(COUNTY.model_dump(exclude={"checks"}) | {"checks": settings})


def test_the_outline_decides_from_where_on_the_checks_speak() -> None:
    low = without("执行率", "结余", "结转")
    severities = [
        [finding.severity for finding in found_in(low, outline) if finding.code == Code.RATE_LOW_UNEXPLAINED]
        for outline in (COUNTY, with_checks(low_rate=D("0.9")), with_checks(low_rate=D("0.5")))
    ]
    assert severities == [["疑问"], ["错误"], []]
    over = source(0, annual="700000.00")
    assert Code.RATE_OVER_FULL not in codes_of(over, with_checks(rate_over_full=True))
    busy = row("馆内科普活动", actual="75场次")
    assert Code.OVERSHOOT_UNEXPLAINED not in codes_of(busy, with_checks(overshoot=D("1.3")))
    words = every_row(target="按承诺提供服务", achieved=D(100))
    assert Code.MOSTLY_QUALITATIVE not in codes_of(words, with_checks(qualitative_share=D(1)))
    assert Code.TARGETS_TOO_LOW in codes_of(busy, with_checks(overshot_share=D(0)))
    assert Code.RECTIFICATION_MISSING in codes_of(without("整改"), with_checks(rectification_below=D(96)))


def test_a_report_just_begun_is_told_what_it_lacks_and_nothing_else() -> None:
    assert {str(finding.code) for finding in check(of_report(new_report(), COUNTY))} == {
        "section-empty",
        "entry-blank",
    }


def test_certain_things_come_first_then_the_sections_in_order() -> None:
    late, early = says("other", "由XX科公开。"), says("organisation", "目前有5人。")
    change = together(late, early, says("process", "由XX科核对。"))
    found = [(str(finding.severity), finding.section) for finding in found_in(change)]
    assert found == [("错误", "process"), ("错误", "other"), ("疑问", "organisation")]


def test_an_answer_belongs_to_the_words_and_not_to_where_they_stand() -> None:
    def key(*changes: Change) -> str:
        (finding,) = [f for f in found_in(together(*changes)) if f.code == Code.ROUGH_TWICE]
        return finding.key

    rough = says("completion", "近8000余人参观。")
    assert key(rough) == key(says("completion", "另有展览。"), rough) != key(says("completion", "近800余人参观。"))


@given(any_reports())
def test_whatever_a_report_holds_it_can_be_checked(report: Report) -> None:
    for finding in check(of_report(report, COUNTY)):
        assert finding.code in set(Code) and finding.message.strip()


@given(raw_texts, raw_texts)
def test_whatever_a_text_holds_it_can_be_checked(first: str, second: str) -> None:
    subject: Subject = of_text(f"2023年\n一、{first}\n（二）{second}\n{first}", COUNTY)
    assert all(isinstance(passage, Passage) for passage in subject.passages)
    assert all(finding.message[-1] in "。？" for finding in check(subject))
