"""Standard paragraphs built from the tables: whole, and without a stump where something is not filled in."""

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.demo import demo_payload
from storage.outline import FIGURES, Outline
from storage.outline_files import find_outline, outline_files
from storage.report.facts import Fact
from storage.report.funds import Source, Use, UsePart
from storage.report.naming import named_figures
from storage.report.references import references, resolve
from storage.report.report import Report
from storage.report.sentences import sentences
from tests.storage.office import office_outline
from tests.strategies import reports

COUNTY = find_outline("county")


def typed(report: Report, section_id: str, outline: Outline = COUNTY) -> list[str]:
    asked = next(asked for asked in outline.sections if asked.id == section_id)
    return sentences(asked, report, named_figures(report, outline))


def printed(report: Report, section_id: str, outline: Outline = COUNTY) -> list[str]:
    figures = named_figures(report, outline)
    return [resolve(text, figures).text for text in typed(report, section_id, outline)]


@pytest.fixture
def report() -> Report:
    return Report.read(demo_payload())


def test_the_spending_account_is_one_sentence_with_sources_uses_and_their_parts(report: Report) -> None:
    assert printed(report, "purpose") == [
        "2023年1月1日至12月31日，项目共支出1,554,225.33元，按资金来源分，"
        "2023年科技馆免费开放补助资金支出763,383.48元、2022年科技馆免费开放补助结转资金支出790,841.85元；"
        "按用途分，临时聘用人员劳务费335,297.66元（其中：临聘人员工资292,774.39元、临聘人员社保及医保42,523.27元），"
        "电费229,592.46元，水费16,623.60元，场馆运行维护费224,321.10元，"
        "场馆提升改造费652,108.32元（其中：2022年场馆提升改造费用224,806.32元、2023年场馆提升改造费用427,302.00元），"
        "科普活动支出96,282.19元。"
    ]


def test_number_amount_and_coverage_effects_and_comparison(report: Report) -> None:
    assert printed(report, "coverage") == [
        "2023年度应自评项目1个，已自评1个，覆盖率100%；自评金额2,345,041.85元，其中本年下达1,554,200.00元。"
    ]
    assert printed(report, "benefits") == [
        "全年免费开放267天，参观人数达109,522人次，展品完好率98.21%，公众满意度97.12%。",
        "全年开展科普活动109场次，其中馆内62场次（平均每场40人）、馆外47场次（平均每场60人）。",
    ]
    assert printed(report, "comparison") == [
        "年初预算2,345,041.85元，全年预算2,345,041.85元，全年执行1,554,225.33元，执行率66.28%，结余790,816.52元。"
        "分来源看，2023年科技馆免费开放补助资金年初预算1,554,200.00元，全年预算1,554,200.00元，执行763,383.48元，"
        "执行率49.12%；2022年科技馆免费开放补助结转资金年初预算790,841.85元，全年预算790,841.85元，"
        "执行790,841.85元，执行率100%。"
    ]
    (completion,) = printed(report, "completion")
    assert completion.startswith(
        "对照自评表，自评总分95.11分，评价等级为优。其中：预算执行率得6.63分，产出指标得49.49分"
    )
    assert completion.endswith("22项三级指标中，15项得到满分，7项没有得到满分。")


def test_a_paragraph_is_typed_as_references_and_follows_the_figures(report: Report) -> None:
    (text,) = typed(report, "purpose")
    assert not re.search(r"\d{3},\d{3}", text)
    report.funds.uses[1].amount = Decimal("229592.47")
    after = resolve(text, named_figures(report, COUNTY)).text
    assert "共支出1,554,225.34元" in after
    assert "电费229,592.47元" in after


def test_what_is_not_filled_in_is_left_out_with_its_words(report: Report) -> None:
    report.cover.year = ""
    report.funds.sources = []
    report.funds.uses = [
        Use(category="人员", parts=[UsePart(name="工资", amount="3"), UsePart(name="社保")]),
        Use(category="水费"),
        Use(amount="7"),
        Use(category="电费", amount="2"),
    ]
    assert printed(report, "purpose") == [
        "项目共支出12.00元；按用途分，人员3.00元（其中：工资3.00元），电费2.00元。"
    ]
    report.funds.sources = [Source(kind="当年财政拨款", executed="12")]
    report.funds.uses = [Use(category="电费", amount="12")]
    assert printed(report, "purpose") == [
        "项目共支出12.00元，按资金来源分，当年财政拨款支出12.00元；按用途分，电费12.00元。"
    ]
    report.funds.uses = []
    assert typed(report, "purpose") == []

    for fact in report.section("benefits").facts.rows:
        fact.value = fact.value if fact.name in {"公众满意度", "科普活动场次", "馆外活动场次"} else ""
    assert printed(report, "benefits") == ["公众满意度97.12%。", "全年开展科普活动109场次，其中馆外47场次。"]
    report.section("benefits").facts.rows[8].value = ""
    assert printed(report, "benefits")[1] == "全年开展科普活动109场次。"


def test_a_name_that_looks_like_a_reference_is_printed_as_words(report: Report) -> None:
    report.funds.uses = [Use(category="{{执行率}}", amount="1")]
    assert "｛｛执行率｝｝1.00元" in printed(report, "purpose")[0]


LOOPS = office_outline(
    {"money": ["prose", "funds", "facts"], "table": ["indicators"]}, money=["天数/天", "人次/人次"]
)


def by(pattern: str) -> Outline:
    data = LOOPS.model_dump()
    data["parts"][0]["sections"][0]["sentences"] = [pattern]
    return Outline.model_validate(data)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("[甲{{结余}}，]乙{{天数}}。", "乙7天。"),
        ("乙{{天数}}，[甲{{结余}}]，丙{{天数}}。", "乙7天，丙7天。"),
        ("乙{{天数}}，[甲{{结余}}]。", "乙7天。"),
        ("乙{{天数}}（[甲{{结余}}]、[丙{{结余}}]）。", "乙7天。"),
        ("乙{{天数}}（[甲{{结余}}]、[丙{{天数}}]）。", "乙7天（丙7天）。"),
        ("乙{{天数}}[，其中[甲{{结余}}]]。", "乙7天。"),
        ("乙{{天数}}：[甲{{结余}}]；[丙{{结余}}]。", "乙7天。"),
        ("共<数据|、|{名称}{{数值}}>。", "共天数7天。"),
        ("<列举|，|甲{{结余}}|乙{{天数}}|丙{{人次}}>。", "乙7天。"),
        ("<列举|，|甲{{结余}}|<数据|、|{名称}{{数值}}>>。", "天数7天。"),
        ("乙{{天数}}。[<用途|、|{名称}[（占{{占比}}）]>。]", "乙7天。"),
        ("甲{{结余}}，乙{{天数}}。", None),
        ("<列举|，|甲{{结余}}>。", None),
    ],
)
def test_what_is_left_over_of_the_punctuation_is_put_in_order(pattern: str, text: str | None) -> None:
    outline = by(pattern)
    report = Report.new(outline, unit="甲", year="2023", project="乙")
    report.section("money").facts.rows[0].value = Decimal(7)
    assert printed(report, "money", outline) == ([] if text is None else [text])


def test_punctuation_in_a_name_is_left_alone() -> None:
    outline = by("乙{{天数}}[，<数据|、|{名称}{{数值}}>]。")
    report = Report.new(outline, unit="甲", year="2023", project="乙")
    report.section("money").facts.rows = [Fact(name="天数", value="7"), Fact(name="（，）。。", value="1")]
    assert printed(report, "money", outline) == ["乙7，天数7、（，）。。1。"]


STUMP = re.compile(
    r"[。；，、：]{2}|（）|（[。；，、：]|[。；，、：]）|^[。；，、：]|其中[：，、；。）]?[，、；。）]|[^。]$|\s$|分，[；。]"
)


def outlined_reports() -> st.SearchStrategy[tuple[Outline, Report]]:
    outlines = [find_outline(outline_id) for outline_id in sorted(outline_files())]
    return st.sampled_from(outlines).flatmap(lambda outline: st.tuples(st.just(outline), reports(outline)))


@given(outlined_reports())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_sentence_of_any_report_has_a_stump(drawn: tuple[Outline, Report]) -> None:
    outline, report = drawn
    figures = named_figures(report, outline)
    for section in outline.sections:
        for text in sentences(section, report, figures):
            assert all(figures[found.name].known for found in references(text))
            names = [re.escape(name) for name in spelled_out(report) if name]
            skeleton = re.sub(r"\{\{[^{}]*\}\}", "数", text)
            # Names are as clerks type them, punctuation and all: only the words of the pattern are judged.
            for name in sorted(names, key=len, reverse=True):
                skeleton = re.sub(f"{name}(?=数|支出数|得数|年初预算数|全年预算数)", "名", skeleton)
            assert not STUMP.search(skeleton), (text, skeleton)


def spelled_out(report: Report) -> set[str]:
    """Return the names in the tables as a paragraph spells them."""
    names = {level for table in report.sections if table.indicators for level in table.indicators.weights()}
    if report.funds is not None:
        names |= {name for source in report.funds.sources for name in (source.name, source.kind)}
        names |= {use.category for use in report.funds.uses}
        names |= {part.name for use in report.funds.uses for part in use.parts}
    return {name.strip().translate(str.maketrans("{}", "｛｝")) for name in names}


@pytest.mark.parametrize("outline_id", sorted(outline_files()))
def test_what_an_outline_promises_to_its_sentences_every_report_has(outline_id: str) -> None:
    outline = find_outline(outline_id)
    report = Report.new(outline, unit="甲", year="2023", project="乙")
    kinds = {kind for section in outline.sections for kind in section.blocks}
    promised = {name for kind in kinds for name in FIGURES.get(kind, ())}
    assert promised <= set(named_figures(report, outline))
    assert any(section.sentences for section in outline.sections)
    assert all(typed(report, section.id, outline) == [] for section in outline.sections)
