from hypothesis import given
from hypothesis import strategies as st

from exports.blocks import funds as laid_out
from exports.composing import compose_section
from exports.document import Element, Paragraph
from storage.report.funds import Funds, Source, Use, UsePart
from storage.report.report import Report
from tests.exports.sample import has_table, linze_report, new_report, sample_outline, table

names = st.sampled_from(["", "甲", "小计", "合计", "1.1"])
kinds = st.sampled_from(["", "当年财政拨款", "上年结转资金", "自筹", "小计"])
amounts = st.sampled_from(["", "0", "5", "1234567.89", "约3万", "—", "-12.50"])
sources = st.builds(Source, name=names, kind=kinds, initial=amounts, annual=amounts, executed=amounts)
parts = st.builds(UsePart, name=names, amount=amounts)
uses = st.one_of(
    st.builds(Use, category=names, amount=amounts),
    st.builds(Use, category=names, parts=st.lists(parts, min_size=1, max_size=3)),
)


def account(report: Report) -> list[Element]:
    return compose_section(report, sample_outline(), "account")


def with_sources(*rows: Source) -> list[tuple[str, ...]]:
    report = new_report()
    assert report.funds is not None
    report.funds.sources = list(rows)
    return table(account(report), laid_out.SOURCES_HEADER)


def with_uses(*rows: Use) -> list[tuple[str, ...]]:
    report = new_report()
    assert report.funds is not None
    report.funds.uses = list(rows)
    return table(account(report), laid_out.USES_HEADER)


def test_the_published_account_comes_out_to_the_cent() -> None:
    elements = account(linze_report())
    assert table(elements, laid_out.SOURCES_HEADER) == [
        ("2022年结转免费开放资金", "上年结转资金", "", "790,841.85", "790,841.85", "100%"),
        ("2023年免费开放资金", "当年财政拨款", "760,000.00", "763,383.48", "763,383.48", "100%"),
        ("合计", "", "760,000.00", "1,554,225.33", "1,554,225.33", "100%"),
    ]
    assert table(elements, laid_out.USES_HEADER) == [
        ("1", "临时聘用人员劳务费", "", "335,297.66"),
        ("1.1", "临时聘用人员劳务费", "临聘人员工资", "292,774.39"),
        ("1.2", "临时聘用人员劳务费", "社保及医保", "42,523.27"),
        ("2", "电费", "", "229,592.46"),
        ("3", "水费", "", "16,623.60"),
        ("4", "场馆运行维护费", "", "224,321.10"),
        ("5", "场馆提升改造费", "", "652,108.32"),
        ("5.1", "场馆提升改造费", "2022年改造", "224,806.32"),
        ("5.2", "场馆提升改造费", "2023年改造", "427,302.00"),
        ("6", "科普活动支出", "", "96,282.19"),
        ("", "合计", "", "1,554,225.33"),
    ]


def test_the_rate_is_taken_of_the_adjusted_budget() -> None:
    row = with_sources(Source(name="甲", initial="100", annual="4753.66", executed="3824.26"))[0]
    assert row[-1] == "80.45%"


def test_several_sources_of_a_kind_get_a_subtotal() -> None:
    rows = with_sources(
        Source(name="省级", kind="当年财政拨款", annual="100", executed="50"),
        Source(name="结转", kind="上年结转资金", annual="10", executed="10"),
        Source(name="县级", kind="当年财政拨款", annual="300", executed="50"),
    )
    assert rows[3:] == [
        ("小计", "当年财政拨款", "", "400.00", "100.00", "25%"),
        ("合计", "", "", "410.00", "110.00", "26.83%"),
    ]


def test_sources_all_of_one_kind_need_no_subtotal_beside_the_total() -> None:
    rows = with_sources(Source(kind="当年财政拨款", executed="1"), Source(kind="当年财政拨款", executed="2"))
    assert [row[0] for row in rows] == ["", "", "合计"]


def test_sources_without_a_kind_are_not_added_up_as_if_they_were_one() -> None:
    rows = with_sources(Source(executed="1"), Source(executed="2"), Source(kind="上年结转资金", executed="4"))
    assert [row[0] for row in rows] == ["", "", "", "合计"]


def test_an_amount_that_is_not_understood_stands_as_typed_and_leaves_its_total_blank() -> None:
    rows = with_sources(
        Source(name="甲", annual="约15万", executed="5"), Source(name="乙", annual="7", executed="2")
    )
    assert rows[0] == ("甲", "", "", "约15万", "5.00", "")
    assert rows[-1] == ("合计", "", "", "", "7.00", "")
    assert with_uses(Use(category="水费", amount="约3万"), Use(amount="1"))[-1] == ("", "合计", "", "")


def test_tables_nothing_was_entered_in_are_left_out() -> None:
    elements = account(new_report())
    assert not has_table(elements, laid_out.SOURCES_HEADER)
    assert not has_table(elements, laid_out.USES_HEADER)


def test_rows_begun_and_left_blank_are_not_printed_and_not_counted() -> None:
    report = linze_report()
    assert report.funds is not None
    printed = account(report)
    report.funds.sources.insert(1, Source(kind="社会捐赠"))
    report.funds.uses[0].parts.insert(0, UsePart())
    report.funds.uses.insert(0, Use())
    report.funds.uses.append(Use(parts=[UsePart(), UsePart()]))
    assert account(report) == printed
    report.funds.sources, report.funds.uses = [Source(kind="社会捐赠")], [Use()]
    assert account(report) == account(new_report())


def test_both_tables_name_their_unit_in_the_caption() -> None:
    captions = [element.text for element in account(linze_report()) if isinstance(element, Paragraph)]
    assert captions == ["资金来源（单位：元）", "支出用途（单位：元）"]
    assert table(account(linze_report()), ("序号", "用途", "其中", "金额"))


@given(st.lists(sources, min_size=1, max_size=6).filter(lambda rows: not Funds(sources=rows).is_blank()))
def test_the_table_of_sources_has_one_reading_whatever_they_are_called(rows: list[Source]) -> None:
    cells = with_sources(*rows)
    rows = [row for row in rows if not row.is_blank()]
    readings = [
        count
        for count in range(1, len(cells))
        if count + len(laid_out.subtotalled([row[1] for row in cells[:count]])) + 1 == len(cells)
    ]
    assert readings == [len(rows)]
    assert laid_out.read_funds({laid_out.SOURCES_HEADER: cells}).sources == rows


@given(st.lists(uses, min_size=1, max_size=4).filter(lambda rows: not Funds(uses=rows).is_blank()))
def test_the_table_of_uses_reads_back_whatever_they_are_called(rows: list[Use]) -> None:
    cells = with_uses(*rows)
    assert cells[-1][:3] == ("", "合计", "")
    assert laid_out.read_funds({laid_out.USES_HEADER: cells}).uses == [
        Use(category=use.category, amount=use.amount, parts=[part for part in use.parts if not part.is_blank()])
        for use in rows
        if not use.is_blank()
    ]


def test_rows_put_in_and_taken_out_by_hand_are_read_by_their_names() -> None:
    rows = [("甲", "中央", "", "1", "1", "100%"), ("乙", "地方", "", "2", "2", "100%")]
    total = ("合计", "", "", "9", "9", "1%")
    for end in ([total], [("小计", "中央", "", "1", "1", ""), total], [("小计", "中央", "", "1", "1", "")], []):
        account = laid_out.read_funds({laid_out.SOURCES_HEADER: [*rows, *end]})
        assert [source.name for source in account.sources] == ["甲", "乙"]
    uses = [("", "", "水费", "3"), ("1", "电费", "", "5"), ("", "", "上半年", "2"), ("3.7", "", "下半年", "4")]
    assert laid_out.read_funds({laid_out.USES_HEADER: uses}).uses == [
        Use(parts=[UsePart(name="水费", amount="3")]),
        Use(category="电费", parts=[UsePart(name="上半年", amount="2"), UsePart(name="下半年", amount="4")]),
    ]
