"""Every figure of a report has a name that means it alone."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.demo import demo_payload
from storage.outline_files import find_outline
from storage.report.facts import Fact
from storage.report.funds import Source, Use, UsePart
from storage.report.named_figure import NamedFigure
from storage.report.naming import named_figures
from storage.report.report import Report
from tests.storage.office import office_outline, published_funds
from tests.strategies import reports

COUNTY = find_outline("county")


@pytest.fixture
def report() -> Report:
    return Report.read(demo_payload())


@pytest.fixture
def figures(report: Report) -> dict[str, NamedFigure]:
    return named_figures(report, COUNTY)


PRINTED = {
    "填报单位": "临泽县科学技术协会",
    "年度": "2023",
    "开放天数": "267天",
    "参观人次": "109,522人次",
    "展品完好率": "98.21%",
    "自评金额": "2,345,041.85元",
    "年初预算合计": "2,345,041.85元",
    "全年预算合计": "2,345,041.85元",
    "全年执行合计": "1,554,225.33元",
    "支出合计": "1,554,225.33元",
    "结余": "790,816.52元",
    "执行率": "66.28%",
    "当年财政拨款·全年执行数": "763,383.48元",
    "当年财政拨款·执行率": "49.12%",
    "上年结转资金·结余": "0.00元",
    "来源·2022年科技馆免费开放补助结转资金·全年执行数": "790,841.85元",
    "来源·2022年科技馆免费开放补助结转资金·执行率": "100%",
    "支出·电费": "229,592.46元",
    "支出·临时聘用人员劳务费": "335,297.66元",
    "支出·临时聘用人员劳务费·临聘人员工资": "292,774.39元",
    "支出·场馆提升改造费·占比": "41.96%",
    "预算执行率得分": "6.63分",
    "指标·馆外科普活动·实际完成值": "47场次",
    "指标·馆外科普活动·达成度": "94%",
    "指标·馆外科普活动·得分": "2.82分",
    "指标·讲解和便民服务·达成度": "95%",
    "产出指标得分": "49.49分",
    "产出指标分值": "50分",
    "自评总分": "95.11分",
    "评价等级": "优",
    "指标个数": "22项",
    "定性指标个数": "4项",
    "满分指标个数": "15项",
    "未得满分指标个数": "7项",
    "问题个数": "7个",
    "资金来源个数": "2个",
    "支出用途个数": "6项",
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_figure_is_printed_with_its_unit(figures: dict[str, NamedFigure], name: str) -> None:
    assert figures[name].text == PRINTED[name]
    assert figures[name].known


COMPUTED = {
    "执行率": "全年执行数 1,554,225.33 元 ÷ 全年预算数 2,345,041.85 元",
    "结余": "全年预算数 2,345,041.85 元 − 全年执行数 1,554,225.33 元",
    "支出·临时聘用人员劳务费": "其中各项相加：292,774.39 元 + 42,523.27 元",
    "全年执行合计": "各项资金来源的全年执行数相加：763,383.48 元 + 790,841.85 元",
    "预算执行率得分": "执行率 66.28% × 分值 10 分",
    "指标·馆外科普活动·得分": "分值 3 分 × 达成度 94%",
    "指标·馆外科普活动·达成度": "实际完成值 47场次 对年度指标值 ≥50场次",
    "满意度指标得分": "满意度指标各行得分相加：6 分 + 3.99 分",
}


@pytest.mark.parametrize("name", COMPUTED)
def test_a_computed_figure_says_what_it_is_computed_from(figures: dict[str, NamedFigure], name: str) -> None:
    assert figures[name].how == COMPUTED[name]
    assert figures[name].how


def test_a_typed_figure_says_where(figures: dict[str, NamedFigure]) -> None:
    for name, section, field in (
        ("开放天数", "benefits", ("rows", 0, "value")),
        ("支出·场馆提升改造费·2023年场馆提升改造费用", "purpose", ("uses", 4, "parts", 1, "amount")),
        ("来源·2022年科技馆免费开放补助结转资金·年初预算数", "purpose", ("sources", 1, "initial")),
        ("负责人", "cover", ("head",)),
    ):
        figure = figures[name]
        assert (figure.how, figure.spot.section, figure.spot.field) == ("", section, field)


def test_what_is_not_known_yet_has_a_name_all_the_same(report: Report) -> None:
    facts = report.section("benefits").facts
    facts.rows[0].value, facts.rows[1].value = "", "约五千"
    report.funds.sources[0].annual = "未定"
    report.section("table").indicators.rows[0].weight = ""
    figures = named_figures(report, COUNTY)
    for name, text in (
        ("开放天数", ""),
        ("建筑面积", "约五千"),
        ("全年预算合计", ""),
        ("执行率", ""),
        ("结余", ""),
        ("预算执行率得分", ""),
        ("产出指标得分", ""),
        ("自评总分", ""),
        ("评价等级", ""),
        ("满分指标个数", ""),
        ("其他资金·执行率", ""),
    ):
        assert (figures[name].text, figures[name].known) == (text, False)
    assert figures["全年执行合计"].known
    assert "（未填）" in figures["全年预算合计"].how


def test_a_total_of_blanks_is_not_zero() -> None:
    outline = office_outline({"money": ["funds"]})
    empty = Report.new(outline, unit="甲", year="2023", project="乙")
    figures = named_figures(empty, outline)
    assert not any(figures[name].known for name in ("支出合计", "全年预算合计", "结余", "支出用途个数"))
    empty.funds.uses = published_funds().uses
    assert named_figures(empty, outline)["支出合计"].text == "1,554,225.33元"


OFFICE = office_outline({"first": ["facts"], "second": ["facts"], "money": ["funds"]}, first=["人次/人次"])


def of(report: Report) -> dict[str, str]:
    return {name: figure.text for name, figure in named_figures(report, OFFICE).items()}


def test_figures_of_the_same_name_are_told_apart_and_none_keeps_the_bare_name() -> None:
    report = Report.new(OFFICE, unit="甲", year="2023", project="乙")
    report.section("first").facts.rows[0].value = Decimal(1)
    report.section("second").facts.rows = [Fact(name="人次", value="2"), Fact(name="执行率", value="3")]
    figures = of(report)
    assert (figures["first·人次"], figures["second·人次"], figures["second·执行率"]) == ("1人次", "2", "3")
    assert {"人次", "执行率"}.isdisjoint(figures)

    report.section("second").facts.rows.append(Fact(name="人次", value="4"))
    figures = of(report)
    assert (figures["first·人次"], figures["second·人次（1）"], figures["second·人次（2）"]) == ("1人次", "2", "4")
    assert "second·人次" not in figures


def test_uses_and_parts_of_the_same_name_are_told_apart() -> None:
    report = Report.new(OFFICE, unit="甲", year="2023", project="乙")
    wages = [UsePart(name="工资", amount="1"), UsePart(name="工资", amount="2")]
    report.funds.uses = [Use(category="人员", parts=wages), Use(category="人员·工资", amount="4")]
    report.funds.sources = [Source(name="拨款", executed="5"), Source(name="拨款", executed="6")]
    figures = of(report)
    assert [figures[f"money·支出·人员·工资（{number}）"] for number in (1, 2, 3)] == ["1.00元", "2.00元", "4.00元"]
    assert [figures[f"money·来源·拨款·全年执行数（{n}）"] for n in (1, 2)] == ["5.00元", "6.00元"]
    assert figures["支出·人员"] == "3.00元"


def test_a_name_that_looks_like_another_s_longer_one_names_neither() -> None:
    report = Report.new(OFFICE, unit="甲", year="2023", project="乙")
    report.section("first").facts.rows[0].value = Decimal(1)
    report.section("second").facts.rows = [Fact(name="人次", value="2"), Fact(name="first·人次", value="3")]
    figures = of(report)
    assert (figures["first·人次（1）"], figures["first·人次（2）"]) == ("1人次", "3")
    assert "first·人次" not in figures


def test_a_name_with_braces_or_line_ends_can_still_be_referred_to() -> None:
    report = Report.new(OFFICE, unit="甲", year="2023", project="乙")
    report.section("second").facts.rows = [Fact(name=" {{年}} ", value="2")]
    assert of(report)["｛｛年｝｝"] == "2"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_two_figures_ever_share_a_name_and_few_go_without(data: st.DataObject) -> None:
    report = data.draw(reports(COUNTY))
    figures = named_figures(report, COUNTY)
    assert len({figure.key for figure in figures.values()}) == len(figures)
    rate = report.execution_rate(COUNTY.scoring)
    for section in report.sections:
        for kind in section.kinds():
            for figure in section.block(kind).figures(section.id, COUNTY, rate):
                named = figures.get(figure.name)
                assert named is None or named.key == figure.key
    for name, figure in figures.items():
        assert figure.name == name == name.strip()
        assert not set("{}\n") & set(name)
        assert figure.text.strip() or not figure.known
