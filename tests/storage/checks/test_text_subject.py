"""A plain text split into its sections, and any text or report looked at without a fall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.checks.checking import check
from storage.checks.codes import Code
from storage.checks.subject import of_report, of_text
from storage.report.report import Report
from tests.storage.checks.planting import COUNTY
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


def test_a_line_that_names_the_annexes_ends_the_last_section() -> None:
    body = "附件2\n某县文化馆\n一、其他问题\n附件齐全。\n附件：1.自评表\n2.问卷\n2024年3月1日"
    first, other, annexes = of_text(body, COUNTY).passages
    assert first.text == "附件2\n某县文化馆"
    assert (other.where, other.title, other.text) == ("一", "其他问题", "附件齐全。")
    assert (annexes.section, annexes.title, annexes.text) == ("附件", "附件：1.自评表", "2.问卷\n2024年3月1日")


def test_a_check_that_goes_by_titles_knows_those_of_another_outline() -> None:
    body = "一、资金落实情况\n资金按时下达，按制度使用，专人负责，账目清楚明白。\n"
    raised = {finding.code for finding in check(of_text(body, COUNTY))}
    assert Code.SECTION_WITHOUT_AMOUNT in raised
    raised = {finding.code for finding in check(of_text(body.replace("资金落实", "日常工作"), COUNTY))}
    assert Code.SECTION_WITHOUT_AMOUNT not in raised


def test_each_heading_with_a_body_gives_a_passage_named_by_its_numbers() -> None:
    subject = of_text(TEXT, COUNTY)
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
    (passage,) = of_text(f"{heading}\n正文。", COUNTY).passages
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
    subject = of_text(text, COUNTY)
    for finding in check(subject):
        for quote in finding.quotes:
            spot = quote.spot
            if spot.field[0] == "lines":
                texts = [subject.lines[int(spot.field[1])]]
            else:
                texts = [passage.text for passage in subject.passages if passage.section == spot.section]
            assert quote.words in [words[spot.start : spot.end] for words in texts]


@given(reports(COUNTY))
def test_any_report_is_checked(report: Report) -> None:
    for finding in check(of_report(report, COUNTY)):
        assert finding.message
        assert all(quote.where for quote in finding.quotes)
