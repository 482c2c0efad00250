"""Each figure changed in the sample report's text or tables is found; another writing of it is not."""

from decimal import Decimal

import pytest

from storage.checks.checking import check
from storage.checks.codes import Code
from tests.storage.checks.planting import (
    Change,
    fact,
    figures_in,
    found_in,
    instead,
    row,
    source,
    subject_of,
    together,
)

D = Decimal
SAME, PARTS, RATE, SCORE = Code.SAME_DIFFERS, Code.PARTS_DIFFER, Code.RATE_MISSTATED, Code.SCORE_MISSTATED


@pytest.mark.parametrize(
    ("section", "old", "new", "code"),
    [
        ("coverage", "下达该项补助资金1,554,200.00元", "下达该项补助资金1,554,225.33元", Code.MONEY_ROLES_MIXED),
        (
            "coverage",
            "下达该项补助资金1,554,200.00元",
            "下达该项补助资金2,345,041.85元",
            Code.CARRIED_OVER_AS_CURRENT,
        ),
        ("coverage", "全年支出1,554,225.33元", "全年支出1,554,235.33元", SAME),
        ("coverage", "全年支出1,554,225.33元", "全年支出1,554,200.00元", Code.MONEY_ROLES_MIXED),
        ("coverage", "多25.33元", "多35.33元", Code.DIFFERENCE_MISSTATED),
        ("process", "把22项三级指标", "把23项三级指标", Code.COUNT_MISSTATED),
        ("purpose", "由工资292,774.39元", "由工资292,700.00元", PARTS),
        ("purpose", "；电费229,592.46元", "；电费239,000.00元", SAME),
        ("purpose", "水费16,623.60元", "水费16,000.00元", SAME),
        ("purpose", "场馆运行维护费224,321.10元", "场馆运行维护费230,000.00元", SAME),
        ("purpose", "场馆提升改造费652,108.32元", "场馆提升改造费600,000.00元", SAME),
        ("purpose", "提升改造占41.96%", "提升改造占43.96%", SAME),
        ("purpose", "占51.85%", "占53.85%", Code.SHARE_MISSTATED),
        (
            "purpose",
            "2023年下达资金支出763,383.48元",
            "2023年下达资金支出1,554,225.33元",
            Code.CARRIED_OVER_AS_CURRENT,
        ),
        ("allocation", "其余566,035.53元", "其余500,000.00元", PARTS),
        ("allocation", "其余336,081.48元", "其余300,000.00元", PARTS),
        ("allocation", "当年资金结余790,816.52元", "当年资金结余790,000.00元", SAME),
        ("benefits", "馆外活动不少于50场次", "馆外活动不少于55场次", SAME),
        ("benefits", "展品完好率不低于97%", "展品完好率不低于96%", SAME),
        ("benefits", "全年免费开放267天", "全年免费开放276天", SAME),
        ("benefits", "比目标多7天", "比目标多9天", Code.DIFFERENCE_MISSTATED),
        ("benefits", "建筑面积5,237平方米", "建筑面积5,327平方米", SAME),
        ("benefits", "常设展厅2,740平方米", "常设展厅2,470平方米", SAME),
        ("benefits", "参观人次109,522，", "参观人次109,552，", SAME),
        ("benefits", "科普活动109场次", "科普活动一百一十场次", SAME),
        ("benefits", "其中馆内62场次", "其中馆内６３场次", SAME),
        ("benefits", "平均每场40人", "平均每场45人", SAME),
        ("benefits", "参与2,480人次", "参与2,680人次", Code.COUNT_TIMES_EACH_DIFFERS),
        ("benefits", "馆外47场次", "馆外42场次", SAME),
        ("benefits", "合计参与5,300人次", "合计参与5,500人次", PARTS),
        ("benefits", "活动比目标少3场次", "活动比目标少6场次", Code.DIFFERENCE_MISSTATED),
        ("benefits", "正常使用165件（套）", "正常使用155件（套）", SAME),
        ("benefits", "展品完好率98.21%", "展品完好率99%", SAME),
        ("benefits", "满意和基本满意303份", "满意和基本满意300份", Code.SHARE_MISSTATED),
        ("benefits", "公众满意度97.12%", "公众满意度百分之九十八", SAME),
        ("benefits", "师生满意度94.68%", "师生满意度95.68%", SAME),
        ("benefits", "低0.32个百分点", "低1.32个百分点", Code.DIFFERENCE_MISSTATED),
        ("comparison", "执行率66.28%", "执行率68.28%", RATE),
        ("comparison", "执行率49.12%", "执行率100%", RATE),
        (
            "comparison",
            "当年财政拨款执行763,383.48元",
            "当年财政拨款执行1,554,225.33元",
            Code.CARRIED_OVER_AS_CURRENT,
        ),
        ("comparison", "合计246,216.06元", "合计246,000.00元", PARTS),
        ("comparison", "节约5,678.90元", "节约6,678.90元", Code.DIFFERENCE_MISSTATED),
        ("comparison", "得分3.37分", "得分3.73分", Code.DEDUCTION_MISSTATED),
        ("completion", "自评总分95.11分", "自评总分96.11分", SCORE),
        ("completion", "等级为优", "等级为良", Code.GRADE_BAND),
        ("completion", "预算执行率6.63分（满分10分）", "预算执行率10分（满分10分）", SCORE),
        ("completion", "产出指标49.49分", "产出指标49.94分", SCORE),
        ("completion", "满意度指标9.99分（满分10分）", "满意度指标9.99分（满分20分）", SCORE),
        ("completion", "15项得到满分", "16项得到满分", Code.COUNT_MISSTATED),
        ("completion", "7项没有得到满分", "6项没有得到满分", Code.COUNT_MISSTATED),
        ("completion", "馆内活动62场次、", "馆内活动26场次、", SAME),
        ("completion", "实际47场次", "实际50场次", SAME),
        ("completion", "实际35节", "实际36节", SAME),
        ("completion", "创意编程课17节", "创意编程课十九节", SAME),
        ("completion", "放映红色影片12部", "放映红色影片21部", SAME),
        ("completion", "观影6,000人次", "观影5,000人次", SAME),
        ("completion", "开展安全教育22场次", "开展安全教育32场次", SAME),
        ("completion", "短期展览3个", "短期展览4个", SAME),
        ("completion", "合计100期", "合计110期", PARTS),
        ("completion", "科学实验包120个", "科学实验包100个", SAME),
        ("completion", "馆外活动目标50场次", "馆外活动目标45场次", SAME),
        ("completion", "两项按完成比例计分", "馆外活动达到目标，两项按完成比例计分", Code.UNMET_SAID_DONE),
        ("completion", "总体看，", "总体看，各项绩效目标均已完成，", Code.UNMET_SAID_DONE),
        ("analysis", "定性指标4项", "定性指标5项", Code.COUNT_MISSTATED),
        ("comparison", "支付进度与预算有差距", "支付进度与年初预算相符", Code.CLAIMS_BUDGET_AGREEMENT),
        ("allocation", "没有滞留和截留", "并已全部支付", Code.CLAIMS_ALL_PAID),
    ],
)
def test_a_figure_or_claim_changed_in_the_text_is_found(section: str, old: str, new: str, code: Code) -> None:
    subject = subject_of(instead(section, old, new))
    findings = check(subject)
    assert code in {finding.code for finding in findings}
    for finding in findings:
        texts = {passage.section: passage.text for passage in subject.passages}
        for quote in finding.quotes:
            if quote.spot.kind == "prose":
                assert texts[quote.spot.section][quote.spot.start : quote.spot.end] == quote.words


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (fact("coverage", "下达资金", "1554225.33"), SAME),
        (fact("coverage", "自评金额", "1554200"), SAME),
        (fact("benefits", "开放天数", "276"), SAME),
        (fact("benefits", "参观人次", "109252"), SAME),
        (fact("benefits", "馆内活动场次", "61"), SAME),
        (fact("benefits", "馆外活动场次", "42"), SAME),
        (fact("benefits", "馆外活动每场人数", "80"), SAME),
        (fact("benefits", "公众满意度", "100"), SAME),
        (fact("completion", "科学实验课", "20"), SAME),
        (fact("completion", "心理健康课", "8"), SAME),
        (fact("completion", "竞赛参加人数", "260"), SAME),
        (row("馆外科普活动", actual="50场次"), SAME),
        (row("馆内科普活动", target="≥65场次"), SAME),
        (row("线上科普作品", actual="120期"), SAME),
        (row("展品完好率", actual="96%"), SAME),
        (row("水电费", actual="236216.06元"), SAME),
        (row("参观公众满意度", weight=D(5)), SCORE),
        (source(0, executed="863383.48"), RATE),
        (source(1, executed="700841.85"), RATE),
    ],
)
def test_a_figure_changed_in_a_table_is_found(change: Change, code: Code) -> None:
    findings = found_in(change)
    assert code in {finding.code for finding in findings}
    assert any(quote.spot.kind != "prose" for finding in findings for quote in finding.quotes)


@pytest.mark.parametrize(
    ("section", "old", "new"),
    [
        ("benefits", "参观人次109,522，", "参观人次10.95万，"),
        ("benefits", "参观人次109,522，", "参观人次109，522，"),
        ("benefits", "其中馆内62场次", "其中馆内六十余场次"),
        ("benefits", "展品完好率98.21%", "展品完好率98.2%"),
        ("benefits", "建筑面积5,237平方米", "建筑面积5237㎡"),
        ("coverage", "下达该项补助资金1,554,200.00元", "下达该项补助资金155.42万元"),
        ("coverage", "全年支出1,554,225.33元", "全年支出155.42万元"),
        ("comparison", "执行率66.28%", "执行率66.3%"),
        ("completion", "观影6,000人次", "观影6,000余人次"),
        ("completion", "总体看，", "总体看，其余各项绩效目标均已完成，"),
        ("comparison", "支付进度与预算有差距", "逐项核对支付进度是否与年初预算相符"),
    ],
)
def test_another_writing_of_the_same_figure_is_no_finding(section: str, old: str, new: str) -> None:
    assert figures_in(instead(section, old, new)) == []


def test_a_rate_beside_an_unfinished_account_is_not_judged_and_that_is_told_once() -> None:
    change = together(source(0, executed=""), instead("comparison", "执行率66.28%", "执行率68.28%"))
    findings = found_in(change)
    assert RATE not in {finding.code for finding in findings}
    assert [finding.code for finding in findings if finding.unjudged] == [Code.FUNDS_NOT_JUDGED]
    assert "执行率" in next(finding.message for finding in findings if finding.unjudged)
