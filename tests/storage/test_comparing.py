"""What differs between two texts and between two reports."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.comparing import Comparison, Difference, compare_reports
from storage.demo import demo_payload
from storage.outline_files import find_outline
from storage.report.answer import Answer
from storage.report.funds import Source, Use, UsePart
from storage.report.problems import Problem
from storage.report.report import Report, Section
from storage.text_difference import Sort, text_difference
from tests.strategies import any_reports, clean_texts, reports

COUNTY, TRANSFER = find_outline("county"), find_outline("transfer")
_words = st.text("的了甲乙丙，。\n12万元{}a ", max_size=60)


def demo() -> Report:
    report = Report.read(demo_payload())
    report.fit(COUNTY)
    return report


def marked(before: str, after: str) -> str:
    signs = {Sort.SAME: "{}", Sort.REMOVED: "[-{}-]", Sort.ADDED: "[+{}+]"}
    return "".join(signs[run.sort].format(run.text) for run in text_difference(before, after))


# -- texts


@given(_words | clean_texts, _words | clean_texts)
@settings(max_examples=50)
def test_what_stayed_and_what_was_removed_or_added_are_the_two_texts(before: str, after: str) -> None:
    runs = text_difference(before, after)
    assert "".join(run.text for run in runs if run.sort is not Sort.ADDED) == before
    assert "".join(run.text for run in runs if run.sort is not Sort.REMOVED) == after
    assert all(run.text for run in runs)
    assert all(one.sort is not other.sort for one, other in pairwise(runs))
    if before == after:
        assert {run.sort for run in runs} <= {Sort.SAME}


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("共举办47场次活动。", "共举办42场次活动。", "共举办[-47场次-][+42场次+]活动。"),
        ("支出1,554,225.33元", "支出1,554,200元", "支出[-1,554,225.33元-][+1,554,200元+]"),
        ("参观{{参观人次}}。", "参观{{参观人数}}。", "参观[-{{参观人次}}-][+{{参观人数}}+]。"),
        ("引进WiFi设备", "引进Word设备", "引进[-WiFi-][+Word+]设备"),
        # What two words happen to share is not picked out of them.
        ("开展了科普宣传活动", "组织了科技宣传活动", "[-开展了科普-][+组织了科技+]宣传活动"),
        ("第一段。\n第二段。", "第一段。\n插进来的。\n第二段。", "第一段。\n[+插进来的。\n+]第二段。"),
        ("甲方案，乙方案，丙方案。", "甲方案，丙方案。", "甲方案，[-乙方案，-]丙方案。"),
        ("", "新写的", "[+新写的+]"),
    ],
)
def test_differences_read_as_a_person_would_mark_them(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


_LONG = {
    "lines": ("\n" * 20_000, "\n。" * 10_000),
    "one clause": ("的了" * 10_000, "了的的" * 6_667),
    "every clause": tuple("".join(f"第{n}次，{words}。" for n in range(900)) for words in ("甲乙丙", "丙乙甲")),
    "long clauses": tuple("".join(f"{words * 40}，{n}。" for n in range(60)) for words in ("的了", "了的的")),
}


@pytest.mark.parametrize("name", _LONG)
def test_long_texts_take_no_long_time_however_they_differ(name: str) -> None:
    before, after = _LONG[name]
    runs = text_difference(before, after)
    assert "".join(run.text for run in runs if run.sort is not Sort.ADDED) == before


# -- reports


def differences(comparison: Comparison) -> list[Difference]:
    found = [difference for section in comparison.sections for difference in section.differences]
    return [*found, *comparison.answers]


@given(reports(COUNTY) | reports(TRANSFER) | any_reports())
@settings(max_examples=12)
def test_a_report_does_not_differ_from_itself(report: Report) -> None:
    comparison = compare_reports(report, Report.read(report.payload()))
    assert comparison.count == 0
    assert {section.sort for section in comparison.sections} == {Sort.SAME}


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Section):
        yield from leaves(value.model_dump(mode="json", by_alias=True))
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"摘要", "修改时间", "修改人", "编号", "标题"}:
                yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


@given(reports(COUNTY), reports(COUNTY))
@settings(max_examples=12)
def test_every_entry_that_differs_is_told(before: Report, after: Report) -> None:
    comparison = compare_reports(before, after)
    told = [(d.before.replace(",", ""), d.after.replace(",", "")) for d in differences(comparison)]
    for first, second, at in ((before, after, 0), (after, before, 1)):
        there = {section.id: section for section in second.sections}
        for section in first.sections:
            others = set(leaves(there[section.id])) if section.id in there else set()
            for text in leaves(section):
                if text not in others:
                    assert any(text.replace(",", "") in pair[at] for pair in told), text
    again = compare_reports(after, before)
    assert again.count == comparison.count
    assert {section.id for section in again.sections} == {section.id for section in comparison.sections}


def test_what_was_changed_is_named_as_its_table_names_it() -> None:
    before, after = demo(), demo()
    section = after.section("purpose")
    assert section.prose is not None and section.funds is not None and before.funds is not None
    source = section.funds.sources[0]
    source.annual = Source(annual="1,234,567.5").annual
    name = source.name
    section.funds.uses.insert(0, Use(category="新用途", parts=[UsePart(name="其一", amount="3万元")]))
    gone = section.funds.uses.pop()
    section.prose.text += "又添一句。"
    section.done = not section.done
    after.cover.head = "换了人"
    comparison = compare_reports(before, after)
    changed = [section.id for section in comparison.sections if section.sort is Sort.CHANGED]
    assert changed == ["cover", "purpose"]
    (cover,) = comparison.sections[0].differences
    assert (cover.kind, cover.label, cover.after, cover.field) == ("cover", "负责人", "换了人", ("head",))
    (purpose,) = [section for section in comparison.sections if section.id == "purpose"]
    told = {difference.label: difference for difference in purpose.differences}
    assert told[f"资金来源·{name}·全年预算数"].after == "1,234,567.50"
    added = told["支出用途·新用途"]
    assert (added.sort, added.field, added.before) == (Sort.ADDED, ("uses", 0), "")
    assert added.after == "用途 新用途；其中·第1行·名称 其一；其中·第1行·金额 30,000.00"
    removed = told[f"支出用途·{gone.category}"]
    assert removed.sort is Sort.REMOVED
    assert told["完成"].kind is None
    assert told["正文"].runs()[-1] == (Sort.ADDED, "又添一句。")
    assert len(told) == len(purpose.differences) == 5


def test_rows_are_told_apart_by_name_and_by_what_they_say() -> None:
    def with_rows(*rows: Problem) -> Report:
        report = Report.new(COUNTY, unit="甲", year="2023", project="乙")
        (section,) = [section for section in report.sections if section.problems is not None]
        assert section.problems is not None
        section.problems.rows = list(rows)
        return report

    slow = Problem(problem="预算执行进度偏慢，年底集中支付", measure="按月通报")
    shown = Problem(problem="展品更新不及时，观众重复参观少", measure="每年更新一批")
    people = Problem(problem="讲解人员不足", measure="招募志愿者")
    reworded = Problem(problem="预算执行的进度偏慢，年底才集中支付", measure="按月通报")
    found = differences(compare_reports(with_rows(slow, shown, people), with_rows(people, reworded, shown)))
    assert [(one.sort, one.before, one.after) for one in found] == [
        (Sort.MOVED, "第 3 行", "第 1 行"),
        (Sort.CHANGED, slow.problem, reworded.problem),
    ]
    found = differences(compare_reports(with_rows(slow, shown), with_rows(people)))
    assert [one.sort for one in found] == [Sort.ADDED, Sort.REMOVED, Sort.REMOVED]
    assert found[0].after == "问题 讲解人员不足；改进措施 招募志愿者"


def test_a_section_only_one_has_is_compared_with_a_blank_one() -> None:
    before, after = demo(), demo()
    gone = after.sections.pop(3)
    assert gone.prose is not None
    for first, second, sort in ((before, after, Sort.REMOVED), (after, before, Sort.ADDED)):
        (only,) = [one for one in compare_reports(first, second).sections if one.sort is not Sort.SAME]
        assert (only.id, only.sort) == (gone.id, sort)
        assert gone.prose.text in {text for one in only.differences for text in (one.before, one.after)}


def test_answers_are_told_by_the_words_they_are_about() -> None:
    before, after = demo(), demo()
    asked = "q\nprocess\nprocess\t\t47场次\npurpose\t电费\t9.5"
    before.answers = [
        Answer(finding=asked, reason="口径不同", by="张三", at="昨天"),
        Answer(finding="q", reason="无"),
    ]
    after.answers = [Answer(finding=asked, reason="统计口径不同", by="李四", at="今天")]
    changed, gone = compare_reports(before, after).answers
    assert (changed.label, changed.before, changed.after) == ("“47场次”、“9.5”", "口径不同", "统计口径不同")
    assert (gone.label, gone.sort, gone.before) == ("疑问", Sort.REMOVED, "无")
    after.answers = [Answer(finding=one.finding, reason=one.reason) for one in before.answers]
    assert compare_reports(before, after).count == 0


def test_two_tables_of_many_rows_that_have_nothing_in_common_are_soon_compared() -> None:
    before, after = demo(), demo()
    for report, word in ((before, "甲"), (after, "乙")):
        assert report.funds is not None
        report.funds.uses = [Use(category=f"{word}{number}", amount=str(number)) for number in range(1_000)]
    assert compare_reports(before, after).count >= 1_000
