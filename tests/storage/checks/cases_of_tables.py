"""For each code of the funds account, the 自评表 and its score: what must raise it, and what must not."""

from decimal import Decimal

from storage.checks.codes import Code
from tests.storage.checks.planting import (
    Case,
    another_row,
    every_row,
    fact,
    headed,
    instead,
    row,
    says,
    source,
    together,
    use,
    without,
)

D = Decimal

CASES: list[tuple[Code, Case, Case]] = [
    # The funds account.
    (Code.FIGURE_UNREAD, source(0, executed="七十六万"), source(0, initial="")),
    (Code.FUNDS_NOT_JUDGED, source(0, executed=""), source(0, initial="")),
    (Code.FUNDS_NOT_JUDGED, use(1, ""), use(1, "1.00")),
    (Code.FUNDS_GAP, use(1, "229592.47"), together(use(1, "229592.47"), use(2, "16623.59"))),
    (Code.RATE_OVER_FULL, source(0, annual="700000.00"), source(0, annual="763383.48")),
    (Code.SOURCE_OVER_FULL, source(1, annual="790841.84"), source(1, annual="790841.86")),
    (Code.RATE_LOW_UNEXPLAINED, without("执行率", "结余", "结转"), without("执行率")),
    # The 自评表.
    (Code.WEIGHTS_NOT_JUDGED, row("参观人次", weight=""), row("参观人次", weight=D(4))),
    (
        Code.WEIGHTS_OF_LEVEL,
        row("参观人次", weight=D(5)),
        together(row("参观人次", weight=D(5)), row("短期展览", weight=D(1))),
    ),
    (
        Code.WEIGHTS_TOTAL,
        together(
            another_row(name="甲", target="≥1个", actual="1个", level="其他指标"),
            row("展厅免费开放天数", weight=D(4)),
        ),
        another_row(name="甲", target="≥1个", actual="1个"),
    ),
    (Code.ROW_UNSCORED, row("参观人次", actual=""), row("参观人次", actual="109522")),
    (Code.ROW_UNSCORED, row("参观人次", actual="109522场"), row("参观人次", actual="10.9522万人次")),
    (
        Code.LOSS_UNEXPLAINED,
        row("馆外科普活动", reason="偏差原因分析及改进措施"),
        row("馆内科普活动", reason="无"),
    ),
    (
        Code.LOSS_WITHOUT_MEASURE,
        row("馆外科普活动", reason="大篷车坏了。"),
        row("馆外科普活动", reason="大篷车坏了，今后提前检修。"),
    ),
    (Code.OVERSHOOT_UNEXPLAINED, row("馆内科普活动", actual="72场次"), row("馆内科普活动", actual="71场次")),
    (
        Code.OVERSHOOT_UNEXPLAINED,
        row("馆内科普活动", actual="80场次"),
        row("馆内科普活动", actual="80场次", reason="学校新增了课后服务需求。"),
    ),
    (Code.OVERSHOOT_UNEXPLAINED, row("馆内科普活动", actual="80场次"), row("场馆运行维护费", actual="100000元")),
    (Code.TARGETS_TOO_LOW, every_row(target="≥10次", actual="12次"), row("馆内科普活动", actual="80场次")),
    (
        Code.TIER_MISMATCH,
        row("讲解和便民服务", actual="部分达成预期指标并具有一定效果"),
        row("讲解和便民服务", actual="达成预期指标"),
    ),
    (
        Code.TIER_MISMATCH,
        row("讲解和便民服务", actual="部分达成"),
        row("讲解和便民服务", actual="部分达成", achieved=D(70)),
    ),
    (
        Code.ALL_FULL_MARKS,
        together(every_row(target="≥10次", actual="10次"), source(0, annual="763383.48")),
        every_row(target="≥10次", actual="10次"),
    ),
    (Code.ALL_FULL_MARKS, headed("一、结果\n自评得分100分。"), headed("一、结果\n自评得分99分。")),
    (Code.ACTUAL_AS_GOAL, row("展品完好率", actual="≥97%"), row("展品完好率", actual="97%")),
    (Code.ACTUAL_AS_GOAL, fact("benefits", "展品完好率", "≥97%"), fact("benefits", "展品完好率", "97%")),
    (
        Code.TARGET_VAGUE,
        row("讲解和便民服务", target="服务水平显著提升"),
        row("讲解和便民服务", target="预约等候不超过30分钟，服务水平显著提升"),
    ),
    (
        Code.MOSTLY_QUALITATIVE,
        every_row(target="按承诺提供服务", achieved=D(100)),
        every_row(target="2023年6月底前完成", achieved=D(100)),
    ),
    (Code.QUANTITY_IS_MONEY, row("短期展览", name="补助资金支付进度"), row("短期展览", name="补助人数")),
    (
        Code.QUANTITY_IS_MONEY,
        row("短期展览", target="≥3万元", actual="3万元"),
        row("场馆运行维护费", target="≤230000元"),
    ),
    (Code.COST_AT_LEAST, row("水电费", target="≥240000元"), row("水电费", target="240000元")),
    (Code.INDICATOR_TWICE, row("短期展览", name="参观人次"), row("短期展览", name="线上参观人次")),
    (
        Code.INDICATOR_TWICE,
        row("青少年科技竞赛参加人数", name="（参观人次）"),
        row("青少年科技竞赛参加人数", name="竞赛人次"),
    ),
    (Code.SATISFACTION_WITHOUT_SURVEY, without("问卷"), instead("benefits", "随机发放问卷320份", "随机访谈320人")),
    (
        Code.SATISFACTION_WITHOUT_SURVEY,
        headed("一、效果\n群众满意度100%。"),
        headed("一、效果\n6月发放问卷80份，群众满意度95%。"),
    ),
    (
        Code.SATISFACTION_WITHOUT_SURVEY,
        headed("一、效果\n群众满意度99%。"),
        headed("一、效果\n确保群众满意度在95%以上。"),
    ),
    (
        Code.SATISFACTION_FULL,
        headed("一、效果\n6月发放问卷80份，群众满意度100%。"),
        headed("一、效果\n6月发放问卷80份，群众满意度99.1%。"),
    ),
    (
        Code.SATISFACTION_FULL,
        says("benefits", "窗口服务满意度100%。"),
        # That it differs from the table comes first.
        row("参观公众满意度", actual="100%"),
    ),
    (
        Code.GRADE_BAND,
        headed("一、结果\n自评得分75分，等级为良。"),
        headed("一、结果\n产出指标自评得分45分，评价等级为优。"),
    ),
    (
        Code.GRADE_BAND,
        instead("completion", "等级为优", "等级为良"),
        instead("completion", "等级为优", "评为“优秀”"),
    ),
    (
        Code.GRADE_BAND,
        headed("一、结果\n综合得分89.99分，评价等级为优。"),
        headed("一、结果\n综合得分90分，评价等级为优。"),
    ),
    (
        Code.GRADE_BAND,
        says("other", "绩效自评等级为“良好”。"),
        says("other", "在科普评价中被评为优秀单位，空气质量等级为良。"),
    ),
    (
        Code.RECTIFICATION_MISSING,
        together(without("整改"), every_row(target="≥10次", actual="7次", reason="天气原因，今后改期。")),
        together(without("整改"), every_row(target="≥10次", actual="9次", reason="天气原因，今后改期。")),
    ),
    (
        Code.RECTIFICATION_MISSING,
        headed("一、结果\n自评得分79.5分。"),
        headed("一、结果\n自评得分79.5分。对扣分项限期整改。"),
    ),
]
