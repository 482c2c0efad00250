"""What looks like a slip of wording, numbering or copying and is none: no 错误 in the sample, and none in a plain text."""

from decimal import Decimal

import pytest

from storage.checks.finding import Severity
from tests.storage.checks.planting import Case, found_in, headed, instead, row, says

WORDS = [
    # Numbers that are no numbering.
    "三、四楼展厅已更新。",
    "一、二楼展厅已更新。\n三、四楼展厅没有更新。",
    "二、三产业融合发展。",
    "一、二等奖共5名。",
    "二、三等奖共15名。",
    "（五）中队来馆参观1次。",
    "2. 5小时内完成维修。",
    # Signs that stand for a person, a mark or a shape and not for a blank.
    "张××同学获得一等奖。",
    "王XX等5人参加培训。",
    "李××评审了作品。",
    "留言簿上写着“还来吗？？？”",
    "群众来信问是否收费？？？",
    "详见http://www.example.cn/a___b.html。",
    "邮箱kepu___guan@example.cn常年开通。",
    "展品编号○○1已检修。",
    "采用{课程}模式授课。",
    "＊＊＊",
    # Words a form uses too.
    "我们在这里请专家讲课3次。",
    "按规划此处应建停车场。",
    "设备清单待补充，已列入计划。",
    "通知各单位请如实填写自评表并上报。",
    "请据实填写的要求已传达。",
    "展厅挂有“请填写意见卡”提示牌。",
    "每场活动留有记录（应填写签到表）。",
    "票据复印件（需注明原件存放处）已归档。",
    "请填写人签字确认。",
    "来信中说：请如实填写。",
    "填报说明：本表口径与上年一致。",
    # Marks without another half by right, and lines that break where they like.
    '更换55"电视2台。',
    "得分在[80，90）之间的为良。",
    "分两组：甲）讲解；乙）保障。",
    "分两步：i）报名；ii）演出。",
    "第1）项已完成。",
    "观众留言“很好玩:)”。",
    "“第一段引自通知。\n“第二段引自通知。”",
    "讲解员3名，\n保安2名，\n保洁1名。",
    "特此说明，\n某县科技馆",
]
LETTERS = ["尊敬的领导，", "尊敬的各位领导：\n现将情况报告如下。", *WORDS]


def certain(case: Case) -> list[str]:
    return [finding.message for finding in found_in(case) if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("words", WORDS)
def test_nothing_is_certain_of_innocent_words_in_a_report(words: str) -> None:
    assert certain(says("completion", words)) == []


@pytest.mark.parametrize("words", LETTERS)
def test_nothing_is_certain_of_innocent_words_in_a_plain_text(words: str) -> None:
    assert certain(headed(f"{words}\n一、概况\n{words}\n二、其他\n无")) == []


def test_a_section_may_start_with_its_own_heading() -> None:
    beginning = "年初确定的总体目标是"
    assert certain(instead("benefits", beginning, f"（三）效益目标\n{beginning}")) == []
    assert certain(instead("benefits", beginning, f"（三）效益目标。（一）总体目标。{beginning}")) == []


@pytest.mark.parametrize(
    "told",
    [
        "资金50,000.00元，项目数量1个，自评率100%。",
        "项目1个，资金50,000.00元，应评尽评。",
        "项目数量1，资金50,000.00元，覆盖率100%。",
    ],
)
def test_the_three_figures_of_coverage_may_be_told_in_other_words(told: str) -> None:
    assert certain(headed(f"一、自评工作开展情况\n（二）绩效自评金额、个数、覆盖率\n{told}")) == []


def test_a_tier_that_is_denied_is_not_named() -> None:
    denied = "没有未达成预期指标且效果较差的情况"
    assert certain(row("讲解和便民服务", actual=denied, achieved=Decimal(95))) == []
