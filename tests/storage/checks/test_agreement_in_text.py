"""Texts without tables: how what does not agree in them is told, and what is let pass."""

import pytest

from storage.checks.codes import Code
from storage.checks.finding import Severity
from tests.storage.checks.cases_of_figures import CASES
from tests.storage.checks.planting import figures_in, found_in

TEXTS = [(code, text) for code, text, _ in CASES if isinstance(text, str)]


@pytest.mark.parametrize(("code", "text"), TEXTS, ids=[str(code) for code, _ in TEXTS])
def test_it_is_told_in_a_sentence_that_quotes_the_text(code: Code, text: str) -> None:
    for finding in [finding for finding in found_in(text) if finding.code == code]:
        assert finding.message.endswith(("。", "？"))
        assert all(quote.words in text for quote in finding.quotes)
        assert finding.quotes[0].words in finding.message


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("支出100万元，其中上年结转30万元，本年资金60万元。", Severity.ERROR),
        ("支出100万元，其中人员费40万元、水电费25万元、维护费36万元。", Severity.QUESTION),
        ("举办活动50场次，其中馆内30场次，馆外25场次。", Severity.ERROR),
        ("举办活动50场次，其中馆内30场次，其余25场次在馆外。", Severity.ERROR),
        ("本年资金500万元中，200万元付了工程款，其余400万元用于水电。", Severity.ERROR),
        ("举办活动50场次，馆内30场次，其余25场次在馆外。", Severity.QUESTION),
        ("劳务费300万元，由工资250万元、社保60万元组成。", Severity.ERROR),
    ],
)
def test_only_parts_that_are_all_given_are_certain(text: str, severity: Severity) -> None:
    (finding,) = [each for each in figures_in(text) if each.code == Code.PARTS_DIFFER]
    assert finding.severity is severity


@pytest.mark.parametrize(
    "text",
    [
        "投入100万元，其中中央资金60万元，省级资金30万元，其余由县级承担。",
        "支出100万元，其中2022年结转资金30万元，2023年设备款20万元。",
        "共编制12个指标，其中一级指标3个，二级指标9个，三级指标12个。",
        "支出100万元，其中人员费60万元，其中工资50万元，其余40万元用于水电。",
        "支出100万元，其中人员费60万元（其中工资50万元），其余40万元用于水电。",
        "活动100场，其中线上40场，线下50场，其他10场。",
        "下达资金200万元，人员费支出50万元，水电费支出100万元，执行率75%。",
        "参加50人，其中党员30人，女性40人。",
        "支出100.00万元，其中甲项33.33万元，乙项33.33万元，丙项33.33万元。",
    ],
)
def test_parts_that_need_not_be_all_or_overlap_are_no_finding(text: str) -> None:
    assert figures_in(text) == []


def test_both_readings_of_granted_and_spent_are_given() -> None:
    (finding,) = [
        each
        for each in figures_in(
            "2023年下达补助资金100.50万元。\n共计支出1005010.20元，其中上年结转资金405010.20元，本年资金600000.00元。"
        )
        if each.code == Code.MONEY_ROLES_MIXED
    ]
    assert finding.severity is Severity.QUESTION
    assert finding.message.count("如果") == 2
    assert finding.fix is None
    assert [quote.words for quote in finding.quotes[:2]] == ["100.50万元", "1005010.20元"]


def test_a_wrong_rate_is_certain_and_mended() -> None:
    text = "下达资金200万元，实际支出150万元，执行率80%。"
    (finding,) = figures_in(text)
    assert (finding.code, finding.severity) == (Code.RATE_MISSTATED, Severity.ERROR)
    assert finding.fix is not None
    ((spot, new),) = finding.fix.changes
    assert text[: spot.start] + new + text[spot.end :] == text.replace("80%", "75%")
