"""This year's report from last year's: what is handed on, what is not, and what waits to be confirmed."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.checks.checking import check
from storage.checks.codes import Code
from storage.checks.fixing import changes, put
from storage.checks.subject import of_report
from storage.comparing import compare_reports
from storage.demo import demo_payload
from storage.errors import Refused
from storage.library import Library
from storage.outline import Outline
from storage.outline_files import find_outline, outline_files
from storage.report.block import CarriedRow, Model
from storage.report.facts import Facts
from storage.report.next_year import next_year
from storage.report.problems import OUTCOMES
from storage.report.prose import Prose
from storage.report.report import Report, State
from storage.reports import carry_over, create_report, open_report
from tests.storage.office import office_outline
from tests.strategies import any_reports, reports

COUNTY = find_outline("county")
arbitrary = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def started(last: Report, outline: Outline = COUNTY) -> Report:
    return next_year(last, outline, unit="甲县科协", year="2024", project="科技馆免费开放")


def demo_of_2024() -> Report:
    return started(Report.read(demo_payload()))


def through_a_file(report: Report) -> Report:
    return Report.read(json.loads(json.dumps(report.payload(), ensure_ascii=False)))


def rows_of(model: Model) -> Iterator[CarriedRow]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        for row in value if isinstance(value, list) else ():
            if isinstance(row, CarriedRow):
                yield row
                yield from rows_of(row)


# -- what is handed on


@arbitrary
@given(reports(COUNTY))
def test_nothing_of_last_year_is_lost_or_passed_off_as_this_year(last: Report) -> None:
    before = through_a_file(last)
    report = started(last)
    assert last == before
    assert report.last_year == last.cover.year
    assert through_a_file(report) == report
    for section in last.sections:
        own = report.section(section.id)
        assert own.state is not State.DONE and bool(own.edited) is (own.cover is not None)
        if section.prose is not None:
            assert own.prose is not None and own.prose.text == section.prose.text
        for kind in section.kinds():
            old, new = list(rows_of(section.block(kind))), list(rows_of(own.block(kind)))
            for was, row in zip(old, new, strict=False):
                for name in type(was).model_fields.keys() - {"last", "parts"}:
                    value = getattr(was, name)
                    if name not in was.figures_of_the_year:
                        assert getattr(row, name) == value
                        continue
                    assert getattr(row, name) == ""
                    if name == "amount" and getattr(was, "parts", []):
                        continue
                    assert not str(value).strip() or (row.last is not None and getattr(row.last, name) == value)


@arbitrary
@given(any_reports())
def test_any_report_can_be_started_from_by_any_outline(last: Report) -> None:
    for outline_id in outline_files():
        report = started(last, find_outline(outline_id))
        assert through_a_file(report) == report
        text = json.dumps(report.payload(), ensure_ascii=False)
        for section in last.sections:
            if section.prose is not None and not section.prose.is_blank():
                assert json.dumps(section.prose.text, ensure_ascii=False) in text


@pytest.mark.parametrize("outline_id", outline_files())
@settings(arbitrary, max_examples=10)
@given(st.data())
def test_everything_handed_on_waits_until_it_is_confirmed(outline_id: str, data: st.DataObject) -> None:
    outline = find_outline(outline_id)
    report = started(data.draw(reports(outline)), outline)
    for section in report.sections:
        for kind in section.kinds():
            block = section.block(kind)
            given_anew = block.given(outline.section(section.id))
            waiting = block.unconfirmed()
            assert [e.field for e in waiting] == [e.field for e in block.entries() if e.field not in given_anew]
            for number, entry in enumerate(waiting):
                block.confirm([entry])
                assert block.unconfirmed() == waiting[number + 1 :]
            assert block.carried is None


def test_a_row_that_is_changed_counts_as_confirmed_and_one_that_is_moved_does_not() -> None:
    report = demo_of_2024()
    funds = report.funds
    assert funds is not None
    before = len(funds.unconfirmed())
    funds.uses.reverse()
    assert len(funds.unconfirmed()) == before
    funds.sources[0].annual = Decimal("1554200")
    assert len(funds.unconfirmed()) == before - 1
    funds.sources[0].annual = ""
    assert len(funds.unconfirmed()) == before


def test_years_and_names_of_references_change_no_mark() -> None:
    prose = Prose(text="2023年开放{{天数}}。\n\n无。")
    prose.ask_to_confirm(None)
    prose.text = "2024年开放{{开放天数}}。\n\n无。\n新的一段。"
    assert [(entry.start, entry.end) for entry in prose.unconfirmed()] == [(0, 16), (18, 20)]
    prose.text = prose.text.replace("开放天数", "").replace("无", "有")
    assert [entry.words for entry in prose.unconfirmed()] == ["2024年开放{{}}。"]


def test_last_year_stands_beside_this_year() -> None:
    report = demo_of_2024()
    facts, table = report.section("benefits").facts, report.section("table").indicators
    assert isinstance(facts, Facts) and table is not None and report.funds is not None
    assert facts.rows[0].value == "" and facts.last_year(("rows", 0, "value")) == "267天"
    assert report.funds.last_year(("sources", 0, "executed")) == "763,383.48元"
    assert report.funds.last_year(("uses", 0, "amount")) == "335,297.66元"
    assert report.funds.last_year(("uses", 0, "parts", 1, "amount")) == "42,523.27元"
    assert table.last_year(("rows", 4, "actual")) == "47场次"
    assert table.last_year(("rows", 4, "reason")).startswith("科普大篷车11月检修")
    assert (table.rows[4].target, table.rows[4].weight) == ("≥50场次", Decimal(3))
    # The year after, only the year before stands there.
    facts.rows[0].value = Decimal(270)
    again = next_year(report, COUNTY, unit="甲", year="2025", project="乙").section("benefits").facts
    assert again is not None and again.rows[0].last is not None and again.rows[0].last.last is None
    assert again.last_year(("rows", 0, "value")) == "270天"
    assert again.last_year(("rows", 1, "value")) == ""


def test_what_last_year_promised_is_asked_about() -> None:
    report = demo_of_2024()
    problems = report.section("problems").problems
    assert problems is not None
    assert [promise.measure for promise in problems.promises] == [row.measure for row in problems.rows]
    assert all(row.due == "" for row in problems.rows)

    def asked() -> list[str]:
        found = check(of_report(report, COUNTY))
        return [finding.message for finding in found if finding.code is Code.MEASURE_UNACCOUNTED]

    assert len(asked()) == len(problems.promises)
    for promise in problems.promises:
        promise.outcome = OUTCOMES[0]
    assert asked() == []
    problems.promises[0].outcome = OUTCOMES[2]
    assert "未落实，请说明原因" in asked()[0]
    problems.promises[0].note = "资金没有下达"
    assert asked() == []


# -- another outline


def test_sections_of_another_outline_are_found_by_id_and_then_by_title() -> None:
    old = office_outline({"plan": ["prose", "facts"], "money": ["funds"], "gone": ["prose"]}, plan=["开放天数/天"])
    last = Report.new(old, unit="甲", year="2023", project="乙")
    for section_id in ("plan", "gone"):
        last.section(section_id).prose = Prose(text=f"{section_id}的内容")
    facts = last.section("plan").facts
    assert facts is not None
    facts.rows[0].read("267")
    other = office_outline({"fresh": ["prose", "facts"], "money": ["funds"]}, fresh=["开放天数/天"])
    last.section("plan").title = "fresh 的标题"
    report = started(last, other)
    fresh, gone = report.section("fresh"), report.section("gone")
    assert fresh.prose is not None and fresh.prose.text == "plan的内容"
    assert fresh.facts is not None and fresh.facts.last_year(("rows", 0, "value")) == "267天"
    assert gone.prose is not None and gone.prose.text == "gone的内容"
    assert report.sections[-1] is gone
    assert [entry.words for _, entry in (*fresh.unconfirmed(), *gone.unconfirmed())] == [
        "plan的内容",
        "gone的内容",
    ]


# -- in the library


def test_a_report_in_the_library_starts_the_next(library: Library) -> None:
    report_id = library.create(demo_payload())
    before = library.path_of(report_id).read_bytes()
    new_id = carry_over(library, report_id, unit="甲", year="2024年", project="乙")
    assert library.path_of(report_id).read_bytes() == before
    opened = open_report(library, new_id)
    opened.file.close()
    assert opened.report.last_year == "2023" and opened.report.cover.year == "2024"
    assert sum(len(section.unconfirmed()) for section in opened.report.sections) > 100
    by_another = carry_over(library, report_id, unit="甲", year="2024", project="乙", outline_id="transfer")
    opened = open_report(library, by_another)
    opened.file.close()
    assert opened.outline.id == "transfer"
    with pytest.raises(Refused, match="没有"):
        carry_over(library, report_id, unit="甲", year="2024", project="乙", outline_id="nowhere")


def test_a_file_from_before_opens_and_is_saved_as_it_was(library: Library) -> None:
    payload = demo_payload()
    for section in payload["章节"]:
        section.get("问题", {}).pop("上年改进措施", None)
    report = Report.read(payload)
    assert not any(section.unconfirmed() for section in report.sections)
    assert "待确认" not in json.dumps(report.payload(), ensure_ascii=False)
    assert create_report(library, outline_id="county", unit="甲", year="2024", project="乙")


# -- years


def test_last_year_s_number_is_offered_for_change_and_each_is_decided_alone() -> None:
    report = demo_of_2024()

    def offered() -> list[str]:
        found = check(of_report(report, COUNTY))
        codes = {Code.CARRIED_YEAR, Code.YEAR_LEFT, Code.DATE_OUTSIDE_YEAR}
        return [f.fix.label for f in found if f.code in codes and f.fix is not None and f.section == "purpose"]

    waiting = len(report.section("purpose").unconfirmed())
    first = offered()
    assert "改成“2024年1月1日”" in first and "改成“2024年”" in first
    for left in range(len(first), 0, -1):
        assert len(offered()) == left
        subject = of_report(report, COUNTY)
        finding = next(f for f in check(subject) if f.section == "purpose" and f.fix is not None)
        for change in changes(report, finding):
            put(report, change)
    assert offered() == []
    prose = report.section("purpose").prose
    assert prose is not None
    assert "2024年1月1日至12月31日" in prose.text and "2022年结转资金" in prose.text
    assert len(report.section("purpose").unconfirmed()) == waiting
    table = report.section("table").indicators
    assert table is not None
    for finding in check(of_report(report, COUNTY)):
        if finding.section == "table" and finding.code is Code.CARRIED_YEAR:
            for change in changes(report, finding):
                put(report, change)
    assert table.rows[11].target == "2024年6月底前完成"


def test_what_was_confirmed_and_not_saved_is_put_back_after_a_kill(library: Library) -> None:
    started_id = carry_over(library, library.create(demo_payload()), unit="甲", year="2024", project="乙")
    opened = open_report(library, started_id)
    prose, funds = opened.report.section("other").prose, opened.report.funds
    assert prose is not None and funds is not None
    prose.confirm(prose.unconfirmed()[1:])
    funds.confirm(funds.unconfirmed())
    opened.report.touch()
    assert opened.file.note(opened.report.payload(), {})
    opened.file.close()
    again = open_report(library, started_id)
    again.file.close()
    assert again.unsaved
    assert len(again.report.section("other").unconfirmed()) == 1
    assert again.report.sections == opened.report.sections


def test_a_block_that_comes_back_from_a_document_remembers_last_year() -> None:
    before = demo_of_2024().funds
    assert before is not None
    read = before.model_copy(deep=True)
    for row in rows_of(read):
        row.last = None
    read.carried = None
    read.uses.reverse()
    read.sources[0].annual = Decimal(5)
    read.remember(before)
    assert read.last_year(("sources", 0, "annual")) == "1,554,200.00元"
    assert read.last_year(("uses", 5, "amount")) == "335,297.66元"
    assert len(read.unconfirmed()) == len(before.unconfirmed()) - 1


def test_last_year_is_no_difference_between_two_versions() -> None:
    before, after = demo_of_2024(), demo_of_2024()
    for section in after.sections:
        for kind in section.kinds():
            section.block(kind).confirm(section.block(kind).unconfirmed())
    assert compare_reports(before, after).count == 0
    assert after.funds is not None
    after.funds.sources.pop()
    (found,) = [one for section in compare_reports(before, after).sections for one in section.differences]
    assert "上年的" not in found.before and "None" not in found.before
