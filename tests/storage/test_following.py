"""References stay at their figures while these are renamed, letter by letter."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.outline import Outline
from storage.report.block import identify, rows_in
from storage.report.facts import Fact, Facts
from storage.report.following import Following
from storage.report.funds import Source, Use, UsePart
from storage.report.indicators import Indicator
from storage.report.naming import named_figures
from storage.report.references import references
from storage.report.report import Report
from tests.storage.office import office_outline

OUTLINE = office_outline({"text": ["prose"], "data": ["prose", "facts"], "money": ["funds"]})
NAMED = office_outline(
    {"text": ["prose"], "data": ["prose", "facts"], "money": ["funds"], "table": ["indicators"]}
)


@pytest.fixture
def report() -> Report:
    report = Report.new(OUTLINE, unit="甲", year="2023", project="乙")
    report.section("data").facts.rows = [
        Fact(name="开放天数", unit="天", value="267"),
        Fact(name="观众", value="9"),
    ]
    report.funds.sources = [Source(name="拨款", executed="5")]
    report.funds.uses = [
        Use(category="人员", parts=[UsePart(name="工资", amount="3")]),
        Use(category="电费", amount="2"),
    ]
    return report


def write(report: Report, text: str, section: str = "text", outline: Outline = OUTLINE) -> Following:
    report.section(section).prose.text = text
    return Following(report, outline)


def text(report: Report, section: str = "text") -> str:
    return report.section(section).prose.text


def test_every_kind_of_name_takes_its_references_along_in_every_text(report: Report) -> None:
    report.section("data").prose.text = "{{支出·人员·工资}}"
    following = write(
        report, "{{观众}}{{支出·人员}}{{支出·人员·占比}}{{支出·人员·工资}}{{来源·拨款·全年执行数}}{{支出合计}}"
    )
    report.section("data").facts.rows[1].name = "参观人次"
    report.funds.uses[0].category, report.funds.uses[0].parts[0].name = "劳务", "月工资"
    report.funds.sources[0].name = "补助"
    assert following.follow() == ["text", "data"]
    assert text(report) == (
        "{{参观人次}}{{支出·劳务}}{{支出·劳务·占比}}{{支出·劳务·月工资}}{{来源·补助·全年执行数}}{{支出合计}}"
    )
    assert text(report, "data") == "{{支出·劳务·月工资}}"
    assert following.follow() == []


def test_a_name_typed_through_another_s_name_never_takes_its_references(report: Report) -> None:
    following = write(report, "{{观众}}与{{开放天数}}")
    fact = report.section("data").facts.rows[1]
    for length in range(1, len("开放天数合计") + 1):
        fact.name = "开放天数合计"[:length]
        following.follow()
        assert len({figure.key for figure in following.figures.values()}) == len(following.figures)
        first, second = (following.figures[part.strip("{}")] for part in text(report).split("与"))
        assert (first.text, second.text) == ("9", "267天")
    assert text(report) == "{{开放天数合计}}与{{开放天数}}"


def test_a_name_deleted_letter_by_letter_and_typed_anew_keeps_its_references(report: Report) -> None:
    following = write(report, "{{观众}}")
    fact = report.section("data").facts.rows[1]
    for name in ("观", "", "人", "人次"):
        fact.name = name
        following.follow()
    assert text(report) == "{{人次}}"


def test_a_reference_to_nothing_is_not_taken_along_by_a_name_on_its_way(report: Report) -> None:
    following = write(report, "{{观众}}和{{人}}")
    fact = report.section("data").facts.rows[1]
    for name in ("人", "人次"):
        fact.name = name
        following.follow()
    assert text(report) == "{{人次}}和{{人}}"


def test_a_reference_to_nothing_belongs_to_a_name_that_stayed(report: Report) -> None:
    following = write(report, "{{人}}")
    fact = report.section("data").facts.rows[1]
    fact.name = "人"
    following.follow()
    following.settle()
    fact.name = "人次"
    following.follow()
    assert text(report) == "{{人次}}"


def test_rows_of_the_same_name_keep_their_references_when_they_are_moved(report: Report) -> None:
    facts = report.section("data").facts
    facts.rows = [Fact(name="人次", value="1"), Fact(name="人次", value="2")]
    following = write(report, "{{data·人次（1）}}和{{data·人次（2）}}")
    facts.rows.reverse()
    following.follow()
    assert text(report) == "{{data·人次（2）}}和{{data·人次（1）}}"
    del facts.rows[0]
    following.follow()
    assert text(report) == "{{人次}}和{{data·人次（1）}}"


def test_a_second_row_of_a_name_lengthens_the_references_to_the_first_and_going_shortens_them(
    report: Report,
) -> None:
    following = write(report, "{{观众}}")
    rows = report.section("data").facts.rows
    rows.insert(0, Fact(name="观众", value="1"))
    following.follow()
    assert text(report) == "{{data·观众（2）}}"
    del rows[0]
    following.follow()
    assert text(report) == "{{观众}}"


def test_a_block_put_back_as_it_was_puts_the_names_back_too(report: Report) -> None:
    following = write(report, "{{观众}}{{开放天数}}")
    section = report.section("data")
    before, identities = section.facts.model_dump_json(), [row.identity for row in rows_in(section.facts)]
    section.facts.rows[1].name = "人次"
    section.facts.rows.pop(0)
    following.follow()
    assert text(report) == "{{人次}}{{开放天数}}"
    section.facts = Facts.model_validate_json(before)
    identify(section.facts, identities)
    following.follow()
    assert text(report) == "{{观众}}{{开放天数}}"


def test_a_text_put_back_from_a_history_bears_the_names_of_today(report: Report) -> None:
    following = write(report, "支出{{支出·电费}}，{{无此}}，{{观众}}。")
    note = following.noted(text(report))
    report.funds.uses[1].category = "水电费"
    report.section("data").facts.rows.pop(1)
    following.follow()
    assert following.recalled(note) == "支出{{支出·水电费}}，{{无此}}，{{观众}}。"


def test_a_renaming_alone_changes_nothing_for_a_history(report: Report) -> None:
    following = write(report, "支出{{支出·电费}}。")
    note = following.noted(text(report))
    report.funds.uses[1].category = "水电费"
    following.follow()
    assert following.noted(text(report)) == note


edits = st.lists(
    st.sampled_from(["value", "name", "kind", "level", "cover", "add", "remove", "swap", "part"])
    | st.tuples(
        st.sampled_from(["fact", "use", "source", "indicator"]), st.sampled_from(["", "观众", "电费", "甲"])
    ),
    max_size=8,
)


def change(report: Report, edit: str | tuple[str, str]) -> None:
    facts, funds = report.section("data").facts.rows, report.funds
    indicators = report.section("table").indicators.rows
    match edit:
        case ("fact", name) if facts:
            facts[-1].name = name
        case ("use", name):
            funds.uses[0].category = name
        case ("source", name):
            funds.sources[0].name = name
        case ("indicator", name):
            indicators[0].name = name
        case "value":
            next(use for use in funds.uses if not use.parts).amount += 1
        case "kind":
            funds.sources[0].kind = "其他资金"
        case "level":
            indicators[0].level = "别的指标"
        case "cover":
            report.cover.phone = "" if report.cover.phone else "0936"
        case "add":
            facts.append(Fact(name="观众"))
        case "remove":
            del facts[1:]
        case "swap":
            funds.uses.reverse()
        case "part":
            next(use for use in funds.uses if use.parts).parts[0].name += "二"


@given(edits)
def test_the_names_are_those_of_the_figures_whatever_is_changed(edits: list[str | tuple[str, str]]) -> None:
    report = Report.new(NAMED, unit="甲", year="2023", project="乙")
    report.section("data").facts.rows = [Fact(name="开放天数", value="267"), Fact(name="观众", value="9")]
    report.funds.sources = [Source(name="拨款", executed="5")]
    report.funds.uses = [
        Use(category="人员", parts=[UsePart(name="工资", amount="3")]),
        Use(category="电费", amount=Decimal(2)),
    ]
    report.section("table").indicators.rows = [Indicator(level="产出指标", name="场次", target="62场次")]
    following = write(report, "{{观众}}{{支出·电费}}{{支出合计}}", outline=NAMED)
    for edit in edits:
        change(report, edit)
        following.follow()
        assert set(following.names) == set(following.figures) == set(named_figures(report, NAMED))
        tied = [reference.name for reference in references(text(report))]
        assert following.figures[tied[-1]].how.startswith("各项支出用途相加")
