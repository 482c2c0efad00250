"""A plain text split into its sections, and any text or report looked at without a fall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.checks.checking import check
from storage.checks.subject import of_report, of_text
from storage.report.report import Report
from tests.storage.checks.checked import OUTLINE
from tests.strategies import reports

TEXT = """某县科学技术协会
2023年项目绩效自评报告
一、自评工作开展情况
（一）自评工作的组织管理情况：
由办公室牵头。
（二）绩效自评金额、个数、覆盖率等：共1个项目。
二、项目概况和资金使用管理情况
(一)项目基本性质、用途、涉及范围；用于开放。
一、二季度检查两次。
(三)、效益目标
免费开放267天。
四、其他需说明的问题
无
"""


def test_each_heading_with_a_body_gives_a_passage_named_by_its_numbers() -> None:
    subject = of_text(TEXT, OUTLINE)
    assert [(passage.where, passage.section, passage.text) for passage in subject.passages] == [
        ("开头", "开头", "某县科学技术协会\n2023年项目绩效自评报告"),
        ("一（一）", "organisation", "由办公室牵头。"),
        ("一（二）", "coverage", "共1个项目。"),
        ("二（一）", "purpose", "用于开放。\n一、二季度检查两次。"),
        ("二（三）", "benefits", "免费开放267天。"),
        ("四", "other", "无"),
    ]
    assert subject.year == "2023"
    assert subject.report is None
    assert subject.lines == tuple(TEXT.split("\n"))


@pytest.mark.parametrize("heading", ["二、项目绩效实现情况", "二、（一）怎样开展"])
def test_a_heading_the_outline_does_not_have_is_named_by_its_numbers(heading: str) -> None:
    (passage,) = of_text(f"{heading}\n正文。", OUTLINE).passages
    assert (passage.section, passage.where) == ("二", "二")


pieces = st.sampled_from(
    [
        "一、",
        "（一）",
        "\n",
        "：",
        "其中",
        "馆内62场次",
        "馆外47场次",
        "每次40人",
        "，",
        "。",
        "由",
        "组成",
        "合计",
        "其余",
        "执行率100%",
        "下达155.42万元",
        "共计支出1554225.33元",
        "上年结转790841.85元",
        "2023年资金",
        "满意度95%以上",
        "一是",
    ]
)


@given(st.lists(pieces, max_size=40).map("".join) | st.text(max_size=120))
def test_any_text_is_checked_and_quoted_as_it_stands(text: str) -> None:
    subject = of_text(text, OUTLINE)
    passages = {(passage.section, passage.text) for passage in subject.passages}
    for finding in check(subject):
        for quote in finding.quotes:
            assert any(
                section == quote.spot.section and words[quote.spot.start : quote.spot.end] == quote.words
                for section, words in passages
            )


@given(reports(OUTLINE))
def test_any_report_is_checked(report: Report) -> None:
    for finding in check(of_report(report, OUTLINE)):
        assert finding.message
        assert all(quote.where for quote in finding.quotes)
