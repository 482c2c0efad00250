"""Texts without tables: each must raise its finding, and the near miss beside it must not."""

import pytest

from storage.checks.finding import Severity
from tests.storage.checks.checked import of_words

EVENTS = "一、概况\n{}\n二、完成情况\n{}\n"


def two(first: str, second: str) -> str:
    return EVENTS.format(first, second)


CASES = [
    # code, text that raises it, near miss that does not
    ("approximation-contradicts", "发放资料近5000余份。", "发放资料近5000份。"),
    (
        "same-quantity-differs",
        two("组织馆外宣传活动31场次。", "举办科普活动80场次，馆内45场次，馆外35场次。"),
        two("组织馆外宣传活动35场次。", "举办科普活动80场次，馆内45场次，馆外35场次。"),
    ),
    (
        "same-quantity-differs",
        two("公众满意度为96%。", "问卷显示公众满意度达到98%。"),
        two("公众满意度为96%。", "公众满意度目标为95%。"),
    ),
    (
        "same-quantity-differs",
        two("支付电费32,500.00元。", "电费35,200.00元。"),
        two("支付电费32,500.00元。", "上年电费35,200.00元。"),
    ),
    (
        "parts-differ-from-total",
        "支出100万元，其中上年结转30万元，本年资金60万元。",
        "支出100万元，其中上年结转30万元，本年资金70万元。",
    ),
    (
        "parts-differ-from-total",
        "举办活动50场次，其中馆内30场次，馆外25场次。",
        "举办活动50场次，其中馆内30场次，讲座5场次。",
    ),
    (
        "parts-differ-from-total",
        "支出100万元，其中：上年结转30万元，本年资金70万元，人员费40万元、水电费25万元、维护费36万元。",
        "支出100万元，其中：上年结转30万元，本年资金70万元，人员费40万元、水电费25万元、维护费35万元。",
    ),
    (
        "parts-differ-from-total",
        "劳务费300.00元，由工资250.00元、社保60.00元组成。",
        "劳务费310.00元，由工资250.00元、社保60.00元组成。",
    ),
    (
        "parts-differ-from-total",
        "推送文章33期、视频32期，合计75期。",
        "推送文章33期、视频32期，合计65期。",
    ),
    (
        "parts-differ-from-total",
        "本年资金500.00元中，200.00元付了工程款，其余400.00元用于水电。",
        "本年资金500.00元中，200.00元付了工程款，其余300.00元用于水电。",
    ),
    (
        "difference-misstated",
        "控制数500.00元，实际430.00元，节约80.00元。",
        "控制数500.00元，实际430.00元，节约70.00元。",
    ),
    (
        "count-times-each-differs",
        "举办讲座20场次，每场50人，参加1,500人次。",
        "举办讲座20场次，每场50人左右，参加1,050人次。",
    ),
    (
        "count-times-each-differs",
        two("馆外宣传活动30场次，参与群众3000人。", "科普活动80场次，馆内50场次，馆外30场次，每次50人左右。"),
        two("馆外宣传活动30场次，参与群众1500人。", "科普活动80场次，馆内50场次，馆外30场次，每次50人左右。"),
    ),
    (
        "frequency-differs",
        "每月开展一次安全演练，全年开展演练20次。",
        "每月开展一次安全演练，全年开展演练12次。",
    ),
    (
        "frequency-differs",
        "每周开设一次编程课，已开设15节。",
        "每周开设一次编程课，已开设48节。",
    ),
    (
        "listed-exceed-total",
        two("一是在展厅开展安全教育40场次，趣味实验30场次。", "馆内60场次，每次30人。"),
        two("一是在展厅开展安全教育40场次，趣味实验20场次。", "馆内60场次，每次30人。"),
    ),
    (
        "listed-exceed-total",
        two("一是在展厅开展安全教育40场次，参加9000余人次。", "馆内60场次，每次30人。"),
        two("一是在展厅开展安全教育40场次，参加9000余人次，单独统计。", "馆内60场次，每次30人。"),
    ),
    (
        "rate-misstated",
        "下达资金4753.66万元，实际支出3824.26万元，执行率100%。",
        "下达资金4753.66万元，实际支出3824.26万元，执行率80.45%。",
    ),
    (
        "share-misstated",
        "收回问卷200份，满意190份，满意度98%。",
        "收回问卷200份，满意190份，满意度95%。",
    ),
    ("amount-nearly-equal", "支出790,841.85元。又付790,841.58元。", "支出790,841.85元。又付790,816.52元。"),
    (
        "money-roles-mixed",
        "2023年省级下达补助资金100.50万元。共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。",
        "2023年省级下达补助资金180.00万元。共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。",
    ),
    (
        "carried-over-as-current",
        "2023年度自评。2023年补助资金使用情况：共计支出100.00元，其中结转资金40.00元，本年资金60.00元。",
        "2023年度自评。使用情况：共计支出100.00元，其中结转资金40.00元，本年资金60.00元。",
    ),
    (
        "claims-budget-agreement",
        "共计支出100.00元，其中结转资金40.00元，本年资金60.00元。资金支付进度与年初预算相符。",
        "共计支出100.00元，其中结转资金40.00元，本年资金60.00元。逐项核对支付进度是否与年初预算相符。",
    ),
    (
        "claims-all-paid",
        "资金已全部拨付到项目。下达100.00万元，支付95.00万元，执行率95%。",
        "资金已全部拨付到项目。下达100.00万元，支付100.00万元，执行率100%。",
    ),
    (
        "goal-below-result",
        two("公众满意度100%。", "下一步提高服务，确保公众满意度在95%以上。"),
        two("公众满意度93%。", "下一步提高服务，确保公众满意度在95%以上。"),
    ),
    (
        "full-yet-rising",
        two("观众满意度持续上升。", "公众满意度100%。"),
        two("观众满意度持续上升。", "公众满意度97%。"),
    ),
]


@pytest.mark.parametrize(("code", "text", "near_miss"), CASES)
def test_it_is_raised_and_the_near_miss_is_not(code: str, text: str, near_miss: str) -> None:
    raised = [finding for finding in of_words(text) if finding.code == code]
    assert raised
    for finding in raised:
        assert finding.message.endswith(("。", "？"))
        assert all(quote.words in text for quote in finding.quotes)
        assert all(quote.words in finding.message for quote in finding.quotes[:1])
    assert code not in {finding.code for finding in of_words(near_miss)}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("支出100万元，其中上年结转30万元，本年资金60万元。", Severity.ERROR),
        ("支出100万元，其中人员费40万元、水电费25万元、维护费36万元。", Severity.QUESTION),
    ],
)
def test_only_parts_that_are_all_given_are_certain(text: str, severity: Severity) -> None:
    (finding,) = [each for each in of_words(text) if each.code == "parts-differ-from-total"]
    assert finding.severity is severity


@pytest.mark.parametrize(
    "text",
    [
        "投入100万元，其中中央资金60万元，省级资金30万元，其余由县级承担。",
        "支出100万元，其中2022年结转资金30万元，2023年设备款20万元。",
        "共编制12个指标，其中一级指标3个，二级指标9个，三级指标12个。",
        "参加50人，其中党员30人，女性40人。",
        "支出100.00万元，其中甲项33.33万元，乙项33.33万元，丙项33.33万元。",
    ],
)
def test_parts_that_need_not_be_all_or_overlap_are_no_finding(text: str) -> None:
    assert of_words(text) == []


def test_both_readings_of_granted_and_spent_are_given() -> None:
    (finding,) = [
        each
        for each in of_words(
            "2023年下达补助资金100.50万元。\n共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。"
        )
        if each.code == "money-roles-mixed"
    ]
    assert finding.severity is Severity.QUESTION
    assert finding.message.count("如果") == 2
    assert finding.fix is None
    assert [quote.words for quote in finding.quotes[:2]] == ["100.50万元", "1005010.20元"]


def test_a_wrong_rate_is_certain_and_mended() -> None:
    text = "下达资金200万元，实际支出150万元，执行率80%。"
    (finding,) = of_words(text)
    assert (finding.code, finding.severity) == ("rate-misstated", Severity.ERROR)
    assert finding.fix is not None
    ((spot, new),) = finding.fix.changes
    assert text[: spot.start] + new + text[spot.end :] == text.replace("80%", "75%")


def test_without_any_budget_agreement_with_it_cannot_be_judged() -> None:
    (finding,) = of_words("资金支付进度与年初预算相符。")
    assert (finding.code, finding.severity) == ("claims-budget-agreement", Severity.HINT)
    assert "无法判断" in finding.message
