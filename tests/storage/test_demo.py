"""The sample report: complete, consistent to the cent, and written for this program."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from storage.demo import demo_payload
from storage.figures import grouped, known, percent, rounded, yuan
from storage.library import Library
from storage.outline import Outline
from storage.outline_files import find_outline
from storage.report.funds import Funds
from storage.report.indicators import Indicators
from storage.report.report import Report, State
from storage.report.scoring import execution_score, read_amount, tier_of
from storage.reports import open_report

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "reference" / "linze-2023.txt"
D = Decimal


@pytest.fixture(scope="module")
def outline() -> Outline:
    return find_outline("county")


@pytest.fixture(scope="module")
def report() -> Report:
    return Report.read(demo_payload())


@pytest.fixture(scope="module")
def table(report: Report) -> Indicators:
    table = report.section("table").indicators
    assert table is not None
    return table


@pytest.fixture(scope="module")
def account(report: Report) -> Funds:
    assert report.funds is not None
    return report.funds


def prose_of(report: Report) -> dict[str, str]:
    return {section.id: section.prose.text for section in report.sections if section.prose is not None}


def facts_of(report: Report) -> dict[str, Decimal]:
    return {
        fact.name: known(fact.value) or D(0)
        for section in report.sections
        if section.facts
        for fact in section.facts.rows
    }


def written_by_us(report: Report, table: Indicators) -> Iterator[str]:
    yield from prose_of(report).values()
    yield from (table.expected, table.achieved)
    for row in table.rows:
        yield from (row.name, row.target, row.actual, row.reason)
    problems = report.section("problems").problems
    assert problems is not None
    for problem in problems.rows:
        yield from (problem.problem, problem.cause, problem.measure)


def test_it_is_what_the_program_writes_and_needs_no_bringing_up_to_date(outline: Outline) -> None:
    payload = demo_payload()
    report = Report.read(payload)
    report.fit(outline)
    assert report.payload() == payload


def test_a_library_takes_it_in_and_opens_it(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "示例", create=True)
    report_id = library.create(demo_payload())
    opened = open_report(library, report_id)
    try:
        assert opened.outline.id == "county"
        assert opened.report.cover.project == "科技馆免费开放补助资金"
        assert not opened.file.read_only
    finally:
        opened.file.close()


def test_nothing_the_outline_asks_for_is_blank(report: Report, outline: Outline) -> None:
    for asked in outline.sections:
        section = report.section(asked.id)
        assert section.state is State.DONE
        for kind in asked.blocks:
            assert section.block(kind).missing(asked, outline) == [], (asked.id, kind)
    assert len(report.sections) == 13


def test_the_account_is_the_published_one_to_the_cent(account: Funds) -> None:
    amounts = {use.category: use.total().value for use in account.uses}
    assert amounts == {
        "临时聘用人员劳务费": D("335297.66"),
        "电费": D("229592.46"),
        "水费": D("16623.60"),
        "场馆运行维护费": D("224321.10"),
        "场馆提升改造费": D("652108.32"),
        "科普活动支出": D("96282.19"),
    }
    parts = [part.amount for use in account.uses for part in use.parts]
    assert parts == [D("292774.39"), D("42523.27"), D("224806.32"), D("427302.00")]
    assert account.of_kind("上年结转资金").executed.value == D("790841.85")
    assert account.of_kind("当年财政拨款").executed.value == D("763383.48")
    assert account.all_sources().executed.value == account.all_uses().value == D("1554225.33")
    assert account.gap() == 0


def test_the_budget_is_this_year_s_grant_and_what_was_carried_over(account: Funds, report: Report) -> None:
    facts = facts_of(report)
    assert account.of_kind("当年财政拨款").annual.value == facts["下达资金"] == D("1554200.00")
    assert account.all_sources().annual.value == facts["自评金额"] == D("2345041.85")
    assert percent(account.of_kind("上年结转资金").rate or D(0)) == "100%"
    assert percent(report.execution_rate() or D(0)) == "66.28%"


def test_the_weights_are_the_official_ones_and_add_up_to_100(table: Indicators, outline: Outline) -> None:
    assert table.weights() == {level.name: level.weight for level in outline.scoring.levels}
    assert sum(table.weights().values()) + outline.scoring.execution == 100
    kinds = {level.name: level.kinds for level in outline.scoring.levels}
    assert all(row.kind in kinds[row.level] for row in table.rows)
    assert len(table.rows) >= 15
    assert len({row.name for row in table.rows}) == len(table.rows)


def test_it_has_indicators_of_every_sort(table: Indicators) -> None:
    targets = [read_amount(row.target) for row in table.rows]
    assert {target.sign for target in targets if target is not None} == {"≥", "≤", "="}
    assert 2 <= targets.count(None) < len(targets) / 2


def test_score_and_grade_are_computed(table: Indicators, report: Report, outline: Outline) -> None:
    result = table.result(report.execution_rate(), outline.scoring)
    scores = [row.score(outline.scoring).value for row in table.rows]
    assert None not in scores
    added = sum((score for score in scores if score is not None), D(0))
    assert result.score == added + D("6.63") == D("95.11")
    assert result.grade == "优"
    assert result.missing == 0


def test_every_lost_point_has_its_reason_and_no_full_score_makes_excuses(
    table: Indicators, outline: Outline
) -> None:
    for row in table.rows:
        assert bool(row.reason) is (row.score(outline.scoring).value != row.weight), row.name
    assert sum(bool(row.reason) for row in table.rows) == 7


def test_no_actual_is_written_as_a_goal_and_none_overshoots_unexplained(table: Indicators) -> None:
    for row in table.rows:
        target, actual = read_amount(row.target), read_amount(row.actual)
        if target is not None:
            assert actual is not None
            assert actual.sign == ""
            assert actual.unit == target.unit
            assert actual.value < target.value * D("1.2")


def test_a_judged_share_lies_in_the_tier_that_its_words_claim(table: Indicators, outline: Outline) -> None:
    judged = [row for row in table.rows if not row.is_quantitative()]
    for row in judged:
        share = row.judged(outline.scoring).share
        assert share is not None
        assert tier_of(share, outline.scoring.tiers).name == "达成预期指标"


def test_every_problem_is_answered_by_somebody_by_a_day(report: Report) -> None:
    problems = report.section("problems").problems
    assert problems is not None
    assert len(problems.rows) >= 4
    for row in problems.rows:
        assert all((row.problem, row.cause, row.measure, row.owner)), row
        assert re.fullmatch(r"2024年[1-9]\d?月[1-9]\d?日", row.due)


def test_every_amount_in_the_text_stands_in_the_account_or_follows_from_it(
    report: Report, account: Funds, table: Indicators
) -> None:
    amounts: dict[str, Decimal] = {}
    for source in account.sources:
        amounts |= {
            f"{source.kind}{n}": known(v) or D(0) for n, v in (("年初", source.initial), ("全年", source.annual))
        }
        amounts[source.kind] = known(source.executed) or D(0)
    for use in account.uses:
        amounts[use.category] = use.total().value
        amounts |= {part.name: known(part.amount) or D(0) for part in use.parts}
    amounts["支出"] = account.all_uses().value
    amounts["预算"] = account.all_sources().annual.value
    amounts["结余"] = amounts["预算"] - amounts["支出"]
    amounts["水电"] = amounts["电费"] + amounts["水费"]
    amounts["保运转"] = amounts["临时聘用人员劳务费"] + amounts["水电"] + amounts["场馆运行维护费"]
    amounts["结转其余"] = amounts["上年结转资金"] - amounts["2022年场馆提升改造费用"]
    amounts["当年其余"] = amounts["当年财政拨款"] - amounts["2023年场馆提升改造费用"]
    amounts["支出超过下达"] = amounts["支出"] - amounts["当年财政拨款全年"]
    amounts["每人次成本"] = rounded(amounts["保运转"] / facts_of(report)["参观人次"], 2)
    limits = {row.name: read_amount(row.target) for row in table.rows if row.kind == "成本指标"}
    for name, limit in limits.items():
        assert limit is not None
        spent = amounts["水电" if name == "水电费" else name]
        amounts |= {f"{name}控制数": limit.value, f"{name}差额": abs(spent - limit.value)}
    assert amounts["结转其余"] + amounts["当年其余"] == amounts["保运转"] + amounts["科普活动支出"]

    known_amounts = {yuan(amount) for amount in amounts.values()}
    texts = "\n".join(written_by_us(report, table))
    stated = set(re.findall(r"\d[\d,]*\.\d{2}(?=元)", texts))
    # The actuals of the table are written without grouping.
    assert {yuan(D(amount.replace(",", ""))) for amount in stated} <= known_amounts
    roles = {
        "coverage": ("下达该项补助资金{当年财政拨款全年}元", "全年支出{支出}元", "多{支出超过下达}元"),
        "purpose": (
            "共支出{支出}元",
            "结转资金支出{上年结转资金}元",
            "下达资金支出{当年财政拨款}元",
            "合计{保运转}元",
        ),
        "allocation": ("当年资金结余{结余}元", "其余{结转其余}元", "其余{当年其余}元"),
        "comparison": ("年初预算{预算}元", "少支出{结余}元", "合计{水电}元，超出{水电费差额}元"),
        "analysis": ("保运转支出{保运转}元，平均每人次{每人次成本}元",),
    }
    in_words = {name: yuan(amount) for name, amount in amounts.items()}
    for section_id, phrases in roles.items():
        for phrase in phrases:
            assert phrase.format_map(in_words) in prose_of(report)[section_id], phrase
    purpose = prose_of(report)["purpose"]
    assert all(f"{use.category}{yuan(use.total().value)}元" in purpose for use in account.uses)


def test_the_text_states_rates_scores_and_the_gap_as_computed(
    report: Report, account: Funds, table: Indicators, outline: Outline
) -> None:
    texts = prose_of(report)
    spent = account.all_uses().value
    shares = {use.category: use.total().value / spent for use in account.uses}
    assert f"场馆提升改造占{percent(shares['场馆提升改造费'])}" in texts["purpose"]
    assert f"科普活动的占{percent(shares['科普活动支出'])}" in texts["purpose"]
    rate = account.of_kind("当年财政拨款").rate
    assert rate is not None
    assert f"执行率{percent(rate)}" in texts["comparison"]
    assert f"执行率{percent(report.execution_rate() or D(0))}" in texts["comparison"]
    assert f"多{spent - account.of_kind('当年财政拨款').annual.value}元" in texts["coverage"]

    scores = [row.score(outline.scoring).value or D(0) for row in table.rows]
    full = sum(score == row.weight for score, row in zip(scores, table.rows, strict=True))
    executed = execution_score(report.execution_rate(), outline.scoring).value or D(0)
    assert f"{len(scores)}项三级指标中，{full}项得到满分，{len(scores) - full}项" in texts["completion"]
    assert f"自评总分{sum(scores) + executed}分，等级为优" in texts["completion"]
    assert f"预算执行率{executed}分" in texts["completion"]
    for level in outline.scoring.levels:
        earned = sum(score for score, row in zip(scores, table.rows, strict=True) if row.level == level.name)
        assert f"{level.name}{earned}分（满分{level.weight}分）" in texts["completion"]
    quantitative = sum(row.is_quantitative() for row in table.rows)
    assert f"定量指标{quantitative}项、定性指标{len(scores) - quantitative}项" in texts["analysis"]


def test_every_quantity_is_stated_in_the_text_of_its_section(report: Report) -> None:
    for section in report.sections:
        if section.facts is not None and section.prose is not None:
            for fact in section.facts.rows:
                stated = f"(?<![0-9.,]){re.escape(fact.shown())}(?![0-9.])"
                assert re.search(stated, section.prose.text), (section.id, fact.name, fact.shown())


def test_quantities_agree_among_themselves_and_with_the_table(report: Report, table: Indicators) -> None:
    facts = facts_of(report)
    inside, outside = facts["馆内活动场次"], facts["馆外活动场次"]
    assert inside + outside == facts["科普活动场次"] == 109
    people = inside * facts["馆内活动每场人数"] + outside * facts["馆外活动每场人数"]
    courses = facts["创意编程课"] + facts["科学实验课"]
    online = facts["线上科学家精神"] + facts["线上地理知识"] + facts["线上科学实验"]
    actuals = {row.name: amount.value for row in table.rows if (amount := read_amount(row.actual)) is not None}
    same = {
        "展厅免费开放天数": facts["开放天数"],
        "常设展厅开放面积": facts["常设展厅面积"],
        "参观人次": facts["参观人次"],
        "馆内科普活动": inside,
        "馆外科普活动": outside,
        "创意编程和科学实验课": courses,
        "短期展览": facts["短期展览"],
        "线上科普作品": online,
        "展品完好率": facts["展品完好率"],
        "馆内外科普活动参与人次": people,
        "青少年科技竞赛参加人数": facts["竞赛参加人数"],
        "参观公众满意度": facts["公众满意度"],
        "合作学校师生满意度": facts["师生满意度"],
        "水电费": D("229592.46") + D("16623.60"),
        "场馆运行维护费": D("224321.10"),
    }
    assert {name: actuals[name] for name in same} == same
    texts = prose_of(report)
    assert f"合计参与{grouped(people)}人次" in texts["benefits"]
    assert f"其余{inside - courses}场次" in texts["completion"]


def test_satisfaction_and_intact_rate_follow_from_the_counts_in_the_text(report: Report) -> None:
    facts, text = facts_of(report), prose_of(report)["benefits"]
    surveys = re.findall(r"发放问卷(\d+)份，收回有效问卷(\d+)份，其中满意和基本满意(\d+)份", text)
    assert len(surveys) == 2
    for (sent, returned, content), name in zip(surveys, ("公众满意度", "师生满意度"), strict=True):
        assert int(sent) >= int(returned)
        assert percent(D(content) / D(returned)) == f"{facts[name]}%"
    found = re.search(r"展品(\d+)件（套），正常使用(\d+)件（套）.*?其余(\d+)件", text)
    assert found is not None
    every, good, rest = map(int, found.groups())
    assert good + rest == every
    assert percent(D(good) / D(every)) == f"{facts['展品完好率']}%"
    assert re.search(r"2023年11月6日至17日", text)


def test_the_text_keeps_the_conventions_of_official_writing(report: Report, table: Indicators) -> None:
    for text in written_by_us(report, table):
        for opening, closing in ("（）", "〔〕", "《》", "“”"):
            assert text.count(opening) == text.count(closing), text
        assert not re.search(r"[,;:!?](?![0-9])|[()\[\]]|\.{2}", text), text
        assert not re.search(r"目前|上半年|[xX×]{2}|_{2}|年0|月0|[ \t]$", text), text
        assert not re.search(r"[，、；：]$", text, re.MULTILINE), text
    for section_id, text in prose_of(report).items():
        assert all(line.endswith("。") for line in text.split("\n")), section_id
        assert len(text) >= 250, section_id
    assert len(prose_of(report)["completion"]) >= 1000


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published report is not beside the repository")
def test_no_sentence_is_taken_from_the_published_report(report: Report, table: Indicators) -> None:
    def runs(text: str) -> set[str]:
        found = re.findall(r"[\u4e00-\u9fff]{15,}", text)
        return {run[start : start + 15] for run in found for start in range(len(run) - 14)}

    published = runs(PUBLISHED.read_text(encoding="utf-8"))
    assert published
    for text in written_by_us(report, table):
        assert not runs(text) & published
