"""No text makes a check fail, and a check that fails costs no other."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.checks import checking
from storage.checks.checking import check
from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject, of_text
from tests.storage.checks.planting import COUNTY

figures = st.sampled_from(
    [
        *("0", "1", "5", "100", "109,522", "155,42", "3万5千", "2亿3千万", "12万3456", "3.5-5.5万"),
        *("10余万", "三至五", "十几万", "数百", "上千", "廿三", "壹佰万", "-5", "百分之九十", "九成"),
    ]
)
units = st.sampled_from(
    ["", "元", "万元", "人", "人次", "（人次）", "场", "场次", "次", "（场）次", "节", "期", "%", "分", "m2"]
)
before = st.sampled_from(
    [
        "",
        "近",
        "约",
        "不少于",
        "超过",
        "每场",
        "每次",
        "每月",
        "其中",
        "其余",
        "共",
        "举办活动",
        "馆内活动",
        "参加",
        "目标",
        "支出",
        "执行率",
    ]
)
after = st.sampled_from(["", "以上", "以下", "左右", "余", "参加", "，", "、", "。", "；", "\n"])
sentences = st.lists(st.tuples(before, figures, units, after).map("".join), min_size=1, max_size=8).map("".join)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@example("举办活动5场以上，每场0人，共100人参加。")
@given(sentences)
def test_no_writing_of_numbers_makes_a_check_fail(text: str) -> None:
    check(of_text(text, COUNTY))


def one_and_a_fault(subject: Subject) -> Iterator[Finding]:
    passage = subject.passages[0]
    yield Finding("first", Severity.HINT, passage.section, "先说的。", (passage.quote(0, 1),))
    raise ZeroDivisionError("toy fault")


def another(subject: Subject) -> Iterator[Finding]:
    passage = subject.passages[0]
    yield Finding("second", Severity.HINT, passage.section, "后说的。", (passage.quote(0, 1),))


def test_a_fault_costs_only_what_its_check_had_yet_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "CHECKS", (one_and_a_fault, another))
    faults: list[Exception] = []
    found = check(of_text("一句话。", COUNTY), on_fault=faults.append)
    assert [finding.code for finding in found] == ["first", "second"]
    assert [str(fault) for fault in faults] == ["toy fault"]


def test_a_fault_nobody_asked_for_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "CHECKS", (one_and_a_fault, another))
    with pytest.raises(ZeroDivisionError):
        check(of_text("一句话。", COUNTY))
