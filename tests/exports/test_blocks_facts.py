from hypothesis import given
from hypothesis import strategies as st

from exports.blocks import facts as laid_out
from exports.composing import compose_section
from storage.report.facts import Fact, Facts
from tests.exports.sample import has_table, new_report, sample_outline, table

ASKED = next(section for section in sample_outline().sections if section.id == "account")
asked_rows = st.sampled_from([Fact(name=a.name, unit=a.unit, period=a.period) for a in ASKED.facts])
own_rows = st.builds(
    Fact,
    name=st.sampled_from(["", "开放天数", "参观人次", "馆外活动"]),
    unit=st.sampled_from(["", "天", "元", "%"]),
    period=st.sampled_from(["全年", "", "上半年"]),
    value=st.sampled_from(["", "267", "1234567.5", "约300", "2.67万"]),
)


def shown(*rows: Fact) -> list[tuple[str, ...]]:
    report = new_report()
    report.section("account").facts = Facts(rows=list(rows))
    elements = compose_section(report, sample_outline(), "account")
    return table(elements, laid_out.HEADER) if has_table(elements, laid_out.HEADER) else []


def test_facts_are_written_with_every_digit_and_their_unit() -> None:
    assert shown(
        Fact(name="参观人次", unit="人次", value="10.9522万人次"),
        Fact(name="门票收入", unit="元", period="上半年", value="1554225.3"),
        Fact(name="展品完好率", unit="%", value="97.125"),
        Fact(name="馆外活动", unit="场次", value="42或47"),
    ) == [
        ("参观人次", "109,522", "人次", "全年"),
        ("门票收入", "1,554,225.30", "元", "上半年"),
        ("展品完好率", "97.125", "%", "全年"),
        ("馆外活动", "42或47", "场次", "全年"),
    ]


def test_asked_facts_nobody_filled_in_make_no_table() -> None:
    assert not has_table(compose_section(new_report(), sample_outline(), "account"), laid_out.HEADER)


def test_a_fact_the_clerk_named_stays_without_a_value() -> None:
    report = new_report()
    block = report.section("account").facts
    assert block is not None
    block.rows.append(Fact(name="馆外活动", unit="场次"))
    rows = table(compose_section(report, sample_outline(), "account"), laid_out.HEADER)
    assert rows[-1] == ("馆外活动", "", "场次", "全年")


def test_a_row_begun_and_left_blank_is_not_printed() -> None:
    assert shown(Fact(), Fact(name="馆外活动", unit="场次", value="42"), Fact()) == [
        ("馆外活动", "42", "场次", "全年")
    ]
    report = new_report()
    block = report.section("account").facts
    assert block is not None
    block.rows.append(Fact())
    assert not has_table(compose_section(report, sample_outline(), "account"), laid_out.HEADER)


@given(st.lists(asked_rows | own_rows, max_size=6))
def test_what_is_shown_and_what_the_outline_asks_are_all_the_facts_in_their_order(rows: list[Fact]) -> None:
    full = Facts(rows=list(rows))
    full.fit(ASKED, sample_outline())
    before = full.model_copy(deep=True)
    read = laid_out.read_facts({laid_out.HEADER: shown(*full.rows)})
    read.fit(ASKED, sample_outline())
    assert full == before
    full.rows = [fact for fact in full.rows if not fact.is_blank()]
    assert read == full
