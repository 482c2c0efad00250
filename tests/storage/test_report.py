import copy
import json
from collections import Counter
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings

from storage.errors import Refused
from storage.outline import BlockKind
from storage.outline_files import find_outline, outline_files
from storage.report.block import Model
from storage.report.facts import Fact, Facts
from storage.report.funds import Funds, Source
from storage.report.prose import Prose
from storage.report.report import BLOCKS, Report, Section, State
from storage.text import clean
from tests.storage.office import PUBLISHED_TOTAL, office_outline, office_scoring, published_funds
from tests.strategies import any_reports, raw_texts

arbitrary = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
WHOLE = office_outline(
    {"plan": ["prose", "facts"], "money": ["funds"], "table": ["indicators"]}, plan=["开放天数/天"]
)


def new_report() -> Report:
    return Report.new(WHOLE, unit="县科协", year="2023", project="科技馆免费开放")


def through_a_file(report: Report) -> Report:
    return Report.read(json.loads(json.dumps(report.payload(), ensure_ascii=False).encode()))


def entries(value: object) -> Counter[str]:
    """Count every text and figure in the blocks of a report, wherever it stands."""
    if isinstance(value, Report):
        return entries([section.block(kind) for section in value.sections for kind in section.kinds()])
    if isinstance(value, Model):
        return sum((entries(getattr(value, name)) for name in type(value).model_fields), Counter())
    if isinstance(value, list):
        return sum(map(entries, value), Counter())
    return Counter([str(value)]) if isinstance(value, str | Decimal) and value != "" else Counter()


def test_the_blocks_the_outline_may_name_are_the_ones_a_section_can_hold() -> None:
    fields = {
        name: field for name, field in Section.model_fields.items() if type(None) in get_args(field.annotation)
    }
    assert list(BLOCKS) == list(get_args(BlockKind)) == list(fields)
    for kind, field in fields.items():
        assert get_args(field.annotation) == (BLOCKS[kind], type(None))


@arbitrary
@given(any_reports())
def test_any_report_is_read_back_from_its_file_as_it_was(report: Report) -> None:
    again = through_a_file(report)
    assert again == report
    assert again.payload() == report.payload()


@arbitrary
@given(any_reports())
def test_nothing_in_a_report_file_is_a_binary_float_or_unfit_for_a_terminal(report: Report) -> None:
    def check(value: Any) -> None:
        assert not isinstance(value, float)
        if isinstance(value, str):
            assert clean(value) == (value, 0)
        for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(member)

    check(report.payload())


@arbitrary
@given(any_reports())
def test_fitting_any_report_loses_no_entry_and_a_second_time_changes_nothing(report: Report) -> None:
    before = entries(report)
    report.fit(WHOLE)
    assert before <= entries(report)
    once = report.model_copy(deep=True)
    report.fit(WHOLE)
    assert report == once
    assert through_a_file(report) == report


@given(unit=raw_texts, year=raw_texts, project=raw_texts)
def test_a_new_report_is_by_its_outline_and_clean_whatever_it_is_called(
    unit: str, year: str, project: str
) -> None:
    report = Report.new(WHOLE, unit=unit, year=year, project=project)
    assert [section.id for section in report.sections] == ["cover", "plan", "money", "table"]
    assert [section.title for section in report.sections][:2] == ["封面", "plan的标题"]
    assert (report.outline, report.outline_version, report.revision) == ("office", 1, 0)
    assert report.created == report.modified != ""
    assert through_a_file(report) == report


@pytest.mark.parametrize("outline_id", sorted(outline_files()))
def test_every_outline_that_is_shipped_makes_a_report_that_is_read_back(outline_id: str) -> None:
    outline = find_outline(outline_id)
    report = Report.new(outline, unit="县科协", year="2023", project="科技馆免费开放")
    assert through_a_file(report) == report
    for section, asked in zip(report.sections, outline.sections, strict=True):
        assert set(section.kinds()) == set(asked.blocks)
        for kind in asked.blocks:
            assert all(section.block(kind).missing(asked, outline)) or kind == "cover"


def test_the_file_has_chinese_names_figures_as_text_and_a_summary() -> None:
    report = new_report()
    money = report.section("money")
    money.funds = published_funds()
    report.section("plan").prose = Prose(text="写好了")
    report.section("plan").done = True
    payload = report.payload()
    assert payload["摘要"] == {
        "单位": "县科协",
        "年度": "2023",
        "项目": "科技馆免费开放",
        "状态": "草稿",
        "已填": 2,
        "完成": 1,
        "节数": 3,
    }
    assert payload["章节"][2]["资金"]["支出用途"][3]["金额"] == "224321.10"
    assert payload["章节"][2]["资金"]["支出用途"][0]["金额"] == ""
    again = through_a_file(report).funds
    assert again is not None
    assert again.all_uses().value == PUBLISHED_TOTAL


def test_a_section_is_empty_started_or_done() -> None:
    report = new_report()
    plan, money = report.section("plan"), report.section("money")
    assert (plan.state, money.state) == (State.EMPTY, State.EMPTY)
    assert plan.facts is not None
    plan.facts.rows[0].read("0")
    money.funds = Funds(sources=[Source(executed="0")])
    assert (plan.state, money.state) == (State.STARTED, State.STARTED)
    plan.done = True
    assert plan.state is State.DONE


def test_a_section_without_an_entry_is_empty_whatever_was_ticked() -> None:
    report = new_report()
    plan, money = report.section("plan"), report.section("money")
    plan.done = money.done = True
    money.funds = Funds(sources=[Source(kind="当年财政拨款")])
    assert (plan.state, money.state) == (State.EMPTY, State.EMPTY)
    assert (report.payload()["摘要"]["已填"], report.payload()["摘要"]["完成"]) == (0, 0)


def test_a_change_is_counted_and_signed_by_whoever_fills_in_the_report() -> None:
    report = new_report()
    report.cover.preparer = "何会计"
    report.touch(report.section("plan"))
    assert (report.revision, report.section("plan").editor) == (1, "何会计")
    assert report.section("plan").edited == report.modified


def test_what_a_report_does_not_have_is_a_key_error() -> None:
    report = new_report()
    with pytest.raises(KeyError):
        report.section("nowhere")
    with pytest.raises(KeyError):
        report.section("money").block("prose")
    with pytest.raises(KeyError):
        report.cover.get("不存在")


def spoiled(*path: str | int, value: Any) -> dict[str, Any]:
    payload = copy.deepcopy(new_report().payload())
    place: Any = payload
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return payload


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (spoiled("备注", value="x"), "有不认识的“备注”"),
        (spoiled("sections", value=[]), "有不认识的“sections”"),
        (spoiled("章节", 0, "封面", "传真", value="x"), "有不认识的“章节·第1项·封面·传真”"),
        (
            spoiled("章节", 1, "数据", "数据", 0, "备\x1b注", value="x"),
            "有不认识的“章节·第2项·数据·数据·第1项·备注”",
        ),
        (spoiled("章节", 1, "文字", "正文", value=None), "“章节·第2项·文字·正文”的内容不对"),
        (spoiled("章节", 1, "数据", "数据", 0, "数值", value=1.5), "“章节·第2项·数据·数据·第1项·数值”的内容不对"),
        (
            spoiled("章节", 2, "资金", "资金来源", value=[{"全年预算数": None}]),
            "“章节·第3项·资金·资金来源·第1项·全年预算数”的内容不对",
        ),
        (
            spoiled("章节", 2, "资金", "支出用途", value=[{"金额": "1", "其中": [{"金额": "2"}]}]),
            "“章节·第3项·资金·支出用途·第1项”的内容不对（金额与“其中”各项之和不同）",
        ),
        (spoiled("章节", 1, "编号", value="money"), "有两节的编号都是 money"),
        (spoiled("章节", value=[]), "缺少封面"),
        (spoiled("章节", value="x"), "“章节”的内容不对"),
        (spoiled("格式", value=2), "“格式”的内容不对"),
        (spoiled("审核", value={"角色": "抄送"}), "“审核·角色”的内容不对"),
        (spoiled("版次", value=-1), "“版次”的内容不对"),
        ({"格式": 1, "章节": []}, "缺少“模板”"),
    ],
)
def test_a_file_with_an_entry_that_is_not_right_is_refused_in_one_sentence_naming_it(
    payload: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Refused) as refused:
        Report.read(payload)
    assert str(refused.value).startswith(f"报告文件里{fault}")
    assert str(refused.value).endswith("，请改用“上一版”里它的副本。")
    assert clean(str(refused.value))[1] == 0


def test_an_english_name_is_no_entry_of_a_file_even_in_place_of_the_chinese_one() -> None:
    payload = new_report().payload()
    payload["revision"] = payload.pop("版次")
    with pytest.raises(Refused, match="有不认识的“revision”"):
        Report.read(payload)


def test_a_report_of_an_older_outline_gets_what_is_new_and_keeps_what_is_gone() -> None:
    older = office_outline(
        {"plan": ["prose", "facts"], "past": ["prose"], "money": ["funds"]}, plan=["开放天数/天", "旧数据/个"]
    )
    report = Report.new(older, unit="县科协", year="2023", project="科技馆")
    plan = report.section("plan")
    assert plan.facts is not None
    plan.facts.rows[0].read("267天")
    plan.facts.rows[1].read("约3个")
    report.section("past").prose = Prose(text="旧的一节")
    report.section("money").funds = published_funds()
    newer = office_outline(
        {"extra": ["problems"], "money": ["prose", "funds"], "plan": ["facts"]},
        version=2,
        plan=["参观人次/人次", "开放天数/天"],
    )
    report.fit(newer)
    assert [section.id for section in report.sections] == ["cover", "extra", "money", "plan", "past"]
    assert report.outline_version == 2
    assert plan.kinds() == ["prose", "facts"]
    assert [(fact.name, fact.value, fact.unit) for fact in plan.facts.rows] == [
        ("开放天数", 267, "天"),
        ("旧数据", "约3个", "个"),
        ("参观人次", "", "人次"),
    ]
    assert report.section("past").prose == Prose(text="旧的一节")
    assert report.section("past").title == "past的标题"
    assert report.section("money").kinds() == ["prose", "funds"]
    assert report.funds == published_funds()


def test_blocks_and_facts_that_moved_to_another_section_take_their_entries_along() -> None:
    older = office_outline({"old": ["facts", "funds"], "money": ["prose"]}, old=["开放天数/天", "场次/场"])
    report = Report.new(older, unit="县科协", year="2023", project="科技馆")
    old = report.section("old")
    assert old.facts is not None
    old.facts.rows[0].read("267")
    old.facts.rows[1].read("47")
    old.facts.rows.append(Fact(name="自己加的", value="5"))
    old.funds = published_funds()
    report.fit(office_outline({"money": ["prose", "funds", "facts"]}, version=2, money=["场次/场", "开放天数/天"]))
    money = report.section("money")
    assert report.funds is money.funds
    assert money.funds == published_funds()
    assert money.facts is not None
    assert {fact.name: fact.value for fact in money.facts.rows} == {"开放天数": 267, "场次": 47}
    assert old.facts == Facts(rows=[Fact(name="自己加的", value="5")])
    assert report.section("old").kinds() == ["facts"]


def test_a_fact_the_clerk_added_elsewhere_stays_while_the_outline_has_its_own() -> None:
    report = new_report()
    report.section("table").facts = Facts(rows=[Fact(name="开放天数", value="200")])
    report.fit(WHOLE)
    table = report.section("table")
    assert table.facts is not None
    assert [fact.value for fact in table.facts.rows] == [200]


def test_the_rate_of_the_report_is_that_of_its_funds_and_an_empty_budget_counts_where_the_outline_says() -> None:
    report = new_report()
    full = office_scoring(empty_budget_full=True)
    assert report.execution_rate(full) is None
    report.section("money").funds = published_funds()
    assert report.execution_rate() == report.execution_rate(full) == 1
    report.section("money").funds = Funds(sources=[Source(annual="0", executed="0")])
    assert report.execution_rate(full) == 1
    assert report.execution_rate(office_scoring()) is None
    assert report.execution_rate() is None
    report.section("money").funds = Funds(sources=[Source(annual="无", executed="0")])
    assert report.execution_rate(full) is None
    report.section("money").funds = None
    assert report.execution_rate(full) is None


def test_a_fact_is_read_and_shown_in_its_unit() -> None:
    visitors = Fact(name="参观人次", unit="人次", value="10.9522万人次")
    assert (visitors.value, visitors.shown()) == (109522, "109,522")
    visitors.read("约十万")
    assert (visitors.value, visitors.shown()) == ("约十万", "约十万")
    assert Fact(unit="元", value="224321.1").shown() == "224,321.10"
    assert Fact(unit="元", value=Decimal("1.005")).value == "1.005"
    assert Fact(unit="%", value="97.50％").shown() == "97.5"
    assert Fact().period == "全年"


def test_what_is_missing_is_named() -> None:
    report = new_report()
    plan, table = (next(s for s in WHOLE.sections if s.id == name) for name in ("plan", "table"))
    section = report.section("plan")
    assert section.block("prose").missing(plan, WHOLE) == ["正文"]
    assert section.block("facts").missing(plan, WHOLE) == ["开放天数"]
    assert section.facts is not None
    section.facts.rows[0].read("0")
    assert section.block("facts").missing(plan, WHOLE) == []
    assert report.section("money").block("funds").missing(plan, WHOLE) == ["资金来源", "支出用途"]
    assert report.section("table").block("indicators").missing(table, WHOLE) == [
        "预期目标",
        "实际完成情况",
        "绩效指标",
    ]
    assert report.cover.missing(plan, WHOLE) == []
    report.cover.set("项目名称", " \u200b\n")
    assert report.cover.missing(plan, WHOLE) == ["项目名称"]
