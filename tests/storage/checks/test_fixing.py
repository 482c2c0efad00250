from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.checks.finding import Finding, Fix, Quote, Severity
from storage.checks.fixing import changes, put
from storage.errors import Refused
from storage.report.facts import Fact
from storage.report.funds import Source, Use, UsePart
from storage.report.report import Report
from storage.report.spot import Spot
from storage.text import clean
from tests.storage.office import office_outline

OUTLINE = office_outline({"plan": ["prose", "facts"], "effect": ["prose"], "money": ["funds"]})
TEXT = "全年开展馆外活动42场次，其中进校园20场次。"


def report_with(text: str = TEXT) -> Report:
    report = Report.new(OUTLINE, unit="县科协", year="2023", project="免费开放")
    report.section("plan").prose.text = text
    report.section("plan").facts.rows = [Fact(name="馆外活动", unit="场次", value="42")]
    report.section("money").funds.sources = [Source(name="拨款", annual="763,383.48")]
    parts = [UsePart(name="工资", amount="5"), UsePart(name="社保", amount="2")]
    report.section("money").funds.uses = [Use(category="电费", amount="7"), Use(category="人员", parts=parts)]
    return report


def in_prose(start: int, end: int, section: str = "plan") -> Spot:
    return Spot(section, "prose", ("text",), start, end)


def finding(quotes: list[tuple[Spot, str]], *parts: tuple[Spot, str]) -> Finding:
    quoted = tuple(Quote(spot, "某处", words) for spot, words in quotes)
    return Finding("toy", Severity.ERROR, "plan", "两处不一样。", quoted, Fix("改", parts))


def accept(report: Report, found: Finding) -> None:
    for change in changes(report, found):
        put(report, change)


def test_the_quoted_characters_are_replaced_and_nothing_else() -> None:
    report = report_with()
    accept(report, finding([(in_prose(8, 10), "42")], (in_prose(8, 10), "47")))
    assert report.section("plan").prose.text == "全年开展馆外活动47场次，其中进校园20场次。"
    assert report.section("plan").facts.rows[0].value == 42


@given(st.text(max_size=30), st.data())
def test_any_changes_in_one_text_all_land_where_they_were_meant(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    parts = [(in_prose(*span), data.draw(st.text(max_size=3))) for span in spans]
    expected, last = "", 0
    for spot, new in parts:
        expected += text[last : spot.start] + new
        last = spot.end
    expected += text[last:]
    found = finding([], *data.draw(st.permutations(parts)))
    report = report_with(text)
    distinct = len({(spot.start, spot.end) for spot, _ in parts if spot.start == spot.end}) == sum(
        spot.start == spot.end for spot, _ in parts
    )
    if parts and distinct:
        (change,) = changes(report, found)
        assert change.value == clean(expected)[0]


def test_fields_of_tables_are_read_as_if_they_were_typed() -> None:
    report = report_with()
    fact, money = Spot("plan", "facts", ("rows", 0, "value")), Spot("money", "funds", ("sources", 0, "annual"))
    part = Spot("money", "funds", ("uses", 1, "parts", 0, "amount"))
    accept(
        report,
        finding(
            [(fact, "42"), (money, "763,383.48 元"), (part, "5.00")],
            (fact, "４７场次"),
            (money, "76.4万元"),
            (part, "6"),
        ),
    )
    funds = report.section("money").funds
    assert report.section("plan").facts.rows[0].value == 47
    assert funds.sources[0].annual == Decimal("764000.00")
    assert str(funds.uses[1].total().value) == "8.00"


def test_a_fix_may_change_several_sections() -> None:
    report = report_with()
    report.section("effect").prose.text = "共42场次"
    accept(report, finding([], (in_prose(8, 10), "47"), (in_prose(1, 3, "effect"), "47")))
    assert "活动47场次" in report.section("plan").prose.text
    assert report.section("effect").prose.text == "共47场次"


MOVED = [
    ([(in_prose(8, 10), "42")], (in_prose(8, 10), "47"), "2023年全年开展馆外活动42场次"),
    ([(in_prose(8, 10), "42"), (in_prose(0, 1), "今")], (in_prose(8, 10), "47"), TEXT),
    (
        [(Spot("plan", "facts", ("rows", 0, "value")), "43")],
        (Spot("plan", "facts", ("rows", 0, "value")), "47"),
        TEXT,
    ),
    ([], (Spot("plan", "facts", ("rows", 5, "value")), "47"), TEXT),
    ([], (Spot("plan", "facts", ("rows",)), "47"), TEXT),
    ([], (Spot("plan", "facts"), "47"), TEXT),
    ([], (Spot("plan", "funds", ("sources", 0, "annual")), "47"), TEXT),
    ([], (Spot("gone", "prose", ("text",), 0, 1), "47"), TEXT),
    ([], (in_prose(100, 102), "47"), TEXT),
]


@pytest.mark.parametrize(("quotes", "part", "text"), MOVED)
def test_a_fix_is_refused_when_something_else_stands_there_now(quotes, part, text: str) -> None:
    report = report_with(text)
    before = report.payload()
    with pytest.raises(Refused, match="改过"):
        accept(report, finding(quotes, part))
    assert report.payload() == before


def test_changes_that_overlap_are_refused() -> None:
    with pytest.raises(Refused):
        changes(report_with(), finding([], (in_prose(0, 4), "甲"), (in_prose(2, 6), "乙")))


def test_a_reference_is_not_replaced_by_a_figure_but_may_be_by_another_reference() -> None:
    text, printed = "全年{{馆外活动}}场次", "42"
    spot = in_prose(2, 10)
    with pytest.raises(Refused, match="填那个数的地方"):
        changes(report_with(text), finding([(spot, printed)], (spot, "47")))
    (change,) = changes(report_with(text), finding([(spot, printed)], (spot, "{{活动场次}}")))
    assert change.value == "全年{{活动场次}}场次"


def test_an_amount_beside_parts_that_is_not_their_sum_is_refused() -> None:
    report, amount = report_with(), Spot("money", "funds", ("uses", 1, "amount"))
    with pytest.raises(Refused, match="请到原处修改"):
        accept(report, finding([], (amount, "9")))
    assert report.section("money").funds.uses[1].amount == ""


def test_a_finding_without_a_fix_has_none_to_accept() -> None:
    with pytest.raises(Refused, match="没有现成的改法"):
        changes(report_with(), Finding("toy", Severity.ERROR, "plan", "错了。"))
