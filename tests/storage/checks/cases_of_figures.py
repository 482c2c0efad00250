"""For each code of figures that do not agree: what must raise it, and what comes near and must not."""

from storage.checks.codes import Code
from tests.storage.checks.planting import Case, fact, instead, says, source, together, without

ALL_SPENT = source(0, annual="763383.48")
EVENTS = "一、概况\n{}\n二、完成情况\n{}\n"


def two(first: str, second: str) -> str:
    return EVENTS.format(first, second)


CASES: list[tuple[Code, Case, Case]] = [
    # Against the tables, and the tables against each other.
    (
        Code.SAME_DIFFERS,
        instead("purpose", "；电费229,592.46元", "；电费239,000.00元"),
        instead("purpose", "；电费229,592.46元", "；电费22.959246万元"),
    ),
    (
        Code.SAME_DIFFERS,
        says("completion", "短期展览4个。"),
        says("completion", "短期展览3个。"),
    ),
    (
        Code.SAME_DIFFERS,
        together(without("短期展览"), fact("completion", "短期展览", "4")),
        together(without("短期展览"), fact("completion", "短期展览", "3")),
    ),
    (
        Code.SAME_DIFFERS,
        fact("coverage", "下达资金", "1554225.33"),
        fact("coverage", "下达资金", "1554200"),
    ),
    (
        Code.MONEY_ROLES_MIXED,
        instead("coverage", "全年支出1,554,225.33元", "全年支出1,554,200.00元"),
        instead("coverage", "全年支出1,554,225.33元", "全年支出1,554,225.33元（含结转）"),
    ),
    (
        Code.SHARE_MISSTATED,
        instead("purpose", "占51.85%", "占53.85%"),
        instead("purpose", "占51.85%", "约占51.85%"),
    ),
    (
        Code.SAME_DIFFERS,
        two("组织馆外宣传活动31场次。", "举办科普活动80场次，馆内45场次，馆外35场次。"),
        two("组织馆外宣传活动35场次。", "举办科普活动80场次，馆内45场次，馆外35场次。"),
    ),
    (
        Code.SAME_DIFFERS,
        two("公众满意度为96%。", "问卷显示公众满意度达到98%。"),
        two("公众满意度为96%。", "公众满意度目标为95%。"),
    ),
    (
        Code.SAME_DIFFERS,
        two("支付电费32,500.00元。", "电费35,200.00元。"),
        two("支付电费32,500.00元。", "上年电费35,200.00元。"),
    ),
    (
        Code.PARTS_DIFFER,
        "支出100万元，其中上年结转30万元，本年资金60万元。",
        "支出100万元，其中上年结转30万元，本年资金70万元。",
    ),
    (
        Code.PARTS_DIFFER,
        "举办活动50场次，其中馆内30场次，馆外25场次。",
        "举办活动50场次，其中馆内30场次，讲座5场次。",
    ),
    (
        Code.PARTS_DIFFER,
        "支出100万元，其中：上年结转30万元，本年资金70万元，人员费40万元、水电费25万元、维护费36万元。",
        "支出100万元，其中：上年结转30万元，本年资金70万元，人员费40万元、水电费25万元、维护费35万元。",
    ),
    (
        Code.PARTS_DIFFER,
        "劳务费300.00元，由工资250.00元、社保60.00元组成。",
        "劳务费310.00元，由工资250.00元、社保60.00元组成。",
    ),
    (
        Code.PARTS_DIFFER,
        "推送文章33期、视频32期，合计75期。",
        "推送文章33期、视频32期，合计65期。",
    ),
    (
        Code.PARTS_DIFFER,
        "本年资金500.00元中，200.00元付了工程款，其余400.00元用于水电。",
        "本年资金500.00元中，200.00元付了工程款，其余300.00元用于水电。",
    ),
    (
        Code.DIFFERENCE_MISSTATED,
        "控制数500.00元，实际430.00元，节约80.00元。",
        "控制数500.00元，实际430.00元，节约70.00元。",
    ),
    (
        Code.COUNT_TIMES_EACH_DIFFERS,
        "举办讲座20场次，每场50人，参加1,500人次。",
        "举办讲座20场次，每场50人左右，参加1,050人次。",
    ),
    (
        Code.COUNT_TIMES_EACH_DIFFERS,
        two("馆外宣传活动30场次，参与群众3000人。", "科普活动80场次，馆内50场次，馆外30场次，每次50人左右。"),
        two("馆外宣传活动30场次，参与群众1500人。", "科普活动80场次，馆内50场次，馆外30场次，每次50人左右。"),
    ),
    (
        Code.FREQUENCY_DIFFERS,
        "每月开展一次安全演练，全年开展演练20次。",
        "每月开展一次安全演练，全年开展演练12次。",
    ),
    (
        Code.FREQUENCY_DIFFERS,
        "每周开设一次编程课，已开设15节。",
        "每周开设一次编程课，已开设48节。",
    ),
    (
        Code.LISTED_EXCEED_TOTAL,
        two("一是在展厅开展安全教育40场次，趣味实验30场次。", "馆内60场次，每次30人。"),
        two("一是在展厅开展安全教育40场次，趣味实验20场次。", "馆内60场次，每次30人。"),
    ),
    (
        Code.LISTED_EXCEED_TOTAL,
        two("一是在展厅开展安全教育40场次，参加9000余人次。", "馆内60场次，每次30人。"),
        two("一是在展厅开展安全教育40场次，参加9000余人次，单独统计。", "馆内60场次，每次30人。"),
    ),
    (
        Code.RATE_MISSTATED,
        "下达资金4753.66万元，实际支出3824.26万元，执行率100%。",
        "下达资金4753.66万元，实际支出3824.26万元，执行率80.45%。",
    ),
    (
        Code.SHARE_MISSTATED,
        "收回问卷200份，满意190份，满意度98%。",
        "收回问卷200份，满意190份，满意度95%。",
    ),
    (Code.AMOUNT_NEARLY_EQUAL, "支出790,841.85元。又付790,841.58元。", "支出790,841.85元。又付790,816.52元。"),
    (
        Code.MONEY_ROLES_MIXED,
        "2023年省级下达补助资金100.50万元。共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。",
        "2023年省级下达补助资金180.00万元。共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。",
    ),
    (
        Code.CARRIED_OVER_AS_CURRENT,
        "2023年度自评。2023年补助资金使用情况：共计支出100.00元，其中结转资金40.00元，本年资金60.00元。",
        "2023年度自评。使用情况：共计支出100.00元，其中结转资金40.00元，本年资金60.00元。",
    ),
    (
        Code.CLAIMS_BUDGET_AGREEMENT,
        "共计支出100.00元，其中结转资金40.00元，本年资金60.00元。资金支付进度与年初预算相符。",
        "共计支出100.00元，其中结转资金40.00元，本年资金60.00元。逐项核对支付进度是否与年初预算相符。",
    ),
    (
        Code.MONEY_ROLES_MIXED,
        "2023年下达资金100.50万元。共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。",
        "2023年下达资金100.50万元。共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。"
        "当年结余405000.00元。",
    ),
    (
        Code.CLAIMS_ALL_PAID,
        "上年资金已全部支付。全年支付95.00万元，执行率95%。",
        "上年结转资金已全部支付。全年支付95.00万元，执行率95%。",
    ),
    (
        Code.CLAIMS_ALL_PAID,
        "资金已全部拨付到项目。下达100.00万元，支付95.00万元，执行率95%。",
        "资金已全部拨付到项目。下达100.00万元，支付100.00万元，执行率100%。",
    ),
    (
        Code.GOAL_BELOW_RESULT,
        two("公众满意度100%。", "下一步提高服务，确保公众满意度在95%以上。"),
        two("公众满意度93%。", "下一步提高服务，确保公众满意度在95%以上。"),
    ),
    (
        Code.BUDGET_NOT_JUDGED,
        "资金支付进度与年初预算相符。",
        "下达资金100.00万元，共计支出100.00万元，支付进度与年初预算相符。",
    ),
    (
        Code.CLAIMS_BUDGET_AGREEMENT,
        instead("comparison", "支付进度与预算有差距", "支付进度与年初预算相符"),
        instead("comparison", "支付进度与预算有差距", "逐项核对支付进度是否与年初预算相符"),
    ),
    (
        Code.CLAIMS_BUDGET_AGREEMENT,
        together(ALL_SPENT, says("comparison", "资金支出与年初预算相符。")),
        together(ALL_SPENT, says("comparison", "资金支出与预算相符。")),
    ),
    (
        Code.UNMET_SAID_DONE,
        instead("completion", "总体看，", "总体看，各项绩效目标均已完成，"),
        instead("completion", "总体看，", "总体看，其余各项绩效目标均已完成，"),
    ),
    (
        Code.SCORE_MISSTATED,
        instead("completion", "自评总分95.11分", "自评总分96.11分"),
        instead("completion", "自评总分95.11分", "自评总分为95.11分"),
    ),
    (
        Code.DEDUCTION_MISSTATED,
        instead("comparison", "得分3.37分", "得分3.73分"),
        instead("comparison", "得分3.37分", "得分约3.4分"),
    ),
    (
        Code.COUNT_MISSTATED,
        instead("analysis", "定性指标4项", "定性指标5项"),
        instead("analysis", "定性指标4项", "定性指标四项"),
    ),
]
