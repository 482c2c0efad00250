"""References in text: found, printed, and led back to what was typed."""

from hypothesis import given
from hypothesis import strategies as st

from storage.checks.checking import check
from storage.checks.finding import Finding, Severity
from storage.checks.subject import of_report
from storage.demo import demo_payload
from storage.outline_files import find_outline
from storage.report.named_figure import NamedFigure
from storage.report.references import nearest, reference_to, references, resolve
from storage.report.report import Report
from storage.report.spot import Spot

COUNTY = find_outline("county")
SPOT = Spot("a", "facts", ("rows", 0, "value"))


def figure(name: str, text: str, *, known: bool = True) -> NamedFigure:
    return NamedFigure(name, text, known, SPOT, (name,))


FIGURES = {
    "参观人次": figure("参观人次", "109,522人次"),
    "天": figure("天", "7"),
    "空": figure("空", "", known=False),
    "很长的名称": figure("很长的名称", "1%"),
}


def test_a_reference_is_printed_as_its_figure() -> None:
    resolved = resolve("全年{{参观人次}}，{{ 天 }}天。\n{{空}}{{无此}}{{}}{年度}", FIGURES)
    assert resolved.text == "全年109,522人次，7天。\n{{空}}{{无此}}{{}}{年度}"


def test_what_is_no_reference_is_left_alone() -> None:
    for text in ("{{参观\n人次}}", "{参观人次}", "{{参观人次}", "{{{参观人次}"):
        assert resolve(text, FIGURES).text == text
    assert resolve("{{{参观人次}}}", FIGURES).text == "{109,522人次}"


pieces = st.lists(
    st.sampled_from([*map(reference_to, FIGURES), "{{无此}}", "{", "}", "\n", "，"])
    | st.text("甲乙{}", max_size=4),
    max_size=8,
).map("".join)


@given(pieces, st.data())
def test_printed_characters_lead_back_to_those_typed(text: str, data: st.DataObject) -> None:
    resolved = resolve(text, FIGURES)
    start = data.draw(st.integers(0, len(resolved.text)))
    end = data.draw(st.integers(start, len(resolved.text)))
    first, last = resolved.typed(start, end)
    assert 0 <= first <= last <= len(text)
    # Whatever the typed span prints holds what was pointed at, and a reference is never cut in two.
    assert resolved.text[start:end] in resolve(text[first:last], FIGURES).text
    known = [found for found in references(text) if FIGURES.get(found.name, FIGURES["空"]).known]
    assert not any(found.start < edge < found.end for found in known for edge in (first, last))
    if not known:
        assert (first, last) == (start, end)


@given(pieces)
def test_the_whole_print_leads_back_to_the_whole_text(text: str) -> None:
    resolved = resolve(text, FIGURES)
    assert resolved.typed(0, len(resolved.text)) == (0, len(text))


def test_words_beside_a_value_do_not_take_it_along() -> None:
    text = "甲{{天}}乙{{参观人次}}{{天}}丙"
    resolved = resolve(text, FIGURES)
    assert resolved.text == "甲7乙109,522人次7丙"
    for words in ("甲", "乙", "丙"):
        start = resolved.text.index(words)
        first, last = resolved.typed(start, start + 1)
        assert text[first:last] == words
    start = resolved.text.index("522")
    first, last = resolved.typed(start, start + 3)
    assert text[first:last] == "{{参观人次}}"


def test_the_name_that_was_meant_is_found_only_where_there_is_one() -> None:
    names = ["支出·电费", "支出·水费", "参观人次", "馆内活动场次", "馆外活动场次"]
    assert nearest("电费", names) == "支出·电费"
    assert nearest("参观人数", names) == "参观人次"
    assert nearest("活动场次", names) is None
    assert nearest("完全不同", names) is None
    assert nearest("", names) is None


def found_in(text: str, section: str = "benefits") -> list[Finding]:
    report = Report.read(demo_payload())
    report.section(section).prose.text = text
    return [finding for finding in check(of_report(report, COUNTY)) if finding.code.startswith("reference-")]


def test_a_reference_to_nothing_is_an_error_that_quotes_it_and_offers_what_was_meant() -> None:
    text = "开放{{开放天数}}，接待{{参观人数}}。"
    (finding,) = found_in(text)
    assert (finding.code, finding.severity, finding.section) == ("reference-unknown", Severity.ERROR, "benefits")
    (quote,) = finding.quotes
    assert quote.words == "{{参观人数}}"
    assert text[quote.spot.start : quote.spot.end] == "{{参观人数}}"
    assert quote.where == "二（三）效益目标"
    assert finding.fix is not None
    ((spot, written),) = finding.fix.changes
    assert text[: spot.start] + written + text[spot.end :] == "开放{{开放天数}}，接待{{参观人次}}。"


def test_a_reference_to_nothing_like_any_figure_offers_no_fix() -> None:
    (finding,) = found_in("见{{某某某}}。")
    assert finding.fix is None
    assert "{{某某某}}" in finding.message


def test_a_reference_to_a_blank_is_an_error_that_names_what_is_blank() -> None:
    report = Report.read(demo_payload())
    facts = report.section("benefits").facts
    facts.rows[0].value, facts.rows[1].value = "", "约五千"
    report.section("benefits").prose.text = "开放{{开放天数}}，面积{{建筑面积}}，接待{{参观人次}}。"
    findings = [f for f in check(of_report(report, COUNTY)) if f.code.startswith("reference-")]
    assert [finding.code for finding in findings] == ["reference-blank"] * 2
    assert "开放天数" in findings[0].message
    assert "约五千" in findings[1].message


def test_a_text_whose_references_all_stand_for_something_raises_nothing() -> None:
    assert found_in("开放{{开放天数}}，支出{{支出·电费}}，{年度}与{参观人次}不是引用。") == []


def test_checks_see_the_printed_text_and_point_at_what_was_typed() -> None:
    report = Report.read(demo_payload())
    text = "共支出{{支出合计}}，其中{{支出·电费}}是电费。"
    report.section("purpose").prose.text = text
    passage = next(p for p in of_report(report, COUNTY).passages if p.section == "purpose")
    assert passage.text == "共支出1,554,225.33元，其中229,592.46元是电费。"
    start = passage.text.index("229,592.46元是")
    quote = passage.quote(start, start + len("229,592.46元是"))
    assert quote.words == "229,592.46元是"
    assert text[quote.spot.start : quote.spot.end] == "{{支出·电费}}是"
