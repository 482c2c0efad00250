from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.figures import (
    cents,
    grouped,
    known,
    normal,
    percent,
    plain,
    read_money,
    read_quantity,
    rounded,
    wan,
    yuan,
)
from tests.strategies import typed_figures

money = st.decimals(min_value=Decimal(-(10**14)), max_value=Decimal(10**14), places=2)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("155.42 万元", "1554200.00"),
        ("１５５．４２万元", "1554200.00"),
        ("155.42万", "1554200.00"),
        ("155.422533万元", "1554225.33"),
        ("1,554,225.33", "1554225.33"),
        ("1，554，225.33", "1554225.33"),
        ("1, 554, 225.33", "1554225.33"),
        ("1 554 225.33", "1554225.33"),
        ("1\u00a0554\u3000225.33", "1554225.33"),
        ("763383.48元", "763383.48"),
        ("427302元整", "427302.00"),
        ("人民币427302元。", "427302.00"),
        ("人民币￥12", "12.00"),
        ("¥ 12.50", "12.50"),
        ("12.5亿", "1250000000.00"),
        ("2千万元", "20000000.00"),
        ("3百万", "3000000.00"),
        ("-3", "-3.00"),
        ("－3", "-3.00"),
        ("−3", "-3.00"),
        ("+3", "3.00"),
        ("-0", "0.00"),
        ("007", "7.00"),
        ("125。", "125.00"),
        ("125．", "125.00"),
        ("12。5", "12.50"),
        ("12.500", "12.50"),
        ("1\u200b2", "12.00"),
        ("  12  ", "12.00"),
    ],
)
def test_an_amount_is_read_however_a_clerk_types_it(typed: str, amount: str) -> None:
    assert str(read_money(typed)) == amount
    assert isinstance(read_money(typed), Decimal)


@pytest.mark.parametrize(
    "typed",
    [
        *("(3.00)", "约3万", "155万多", "三万元", "—", "无", "1万5", "12.5.3", "1-2", "3~5", "12月", "1e5", "NaN"),
        *(
            "1,55",
            "1,5542",
            "155,4225.33",
            "1,5542,25",
            "0,123",
            "12 5",
            "12 34",
            "1 554,225",
            "1,2345,678",
            "12. 5",
            ".5",
            "12..",
            "¥",
            "万",
        ),
        *("②", "5²", "½", "٣", "1_000", "12.345", "0.005", "0.0000001万", "1" * 40, "1,000" + ",000" * 20),
        *("1000000000000000", "999999999999999亿"),
    ],
)
def test_what_is_not_certainly_an_amount_of_whole_cents_stays_as_typed(typed: str) -> None:
    assert read_money(typed) == typed


@pytest.mark.parametrize("typed", ["", " ", "　", "\n", "\u200b"])
def test_a_cell_of_blanks_is_empty(typed: str) -> None:
    assert read_money(typed) == ""
    assert read_quantity(typed, "天") == ""


def test_text_that_is_kept_is_fit_for_a_report() -> None:
    assert read_money(" 约\x1b3\r\n万 ") == "约3 万"
    assert read_quantity("\u202e约3天", "天") == "约3天"


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("267天", "天", "267"),
        ("267", "天", "267"),
        ("１０９５２２ 人次", "人次", "109522"),
        ("10.9522万人次", "人次", "109522"),
        ("1.5万", "人次", "15000"),
        ("10.95万人次", "万人次", "10.95"),
        ("62场次", "场次", "62"),
        ("62场", "场次", "62"),
        ("62次", "场", "62"),
        ("40人/场", "人/场", "40"),
        ("40人／场", "人/场", "40"),
        ("97％", "%", "97"),
        ("97%", "％", "97"),
        ("97.50", "%", "97.5"),
        ("5‰", "‰", "5"),
        ("5237㎡", "平方米", "5237"),
        ("5237 m²", "㎡", "5237"),
        ("5237平方米", "㎡", "5237"),
        ("5237平米", "m2", "5237"),
        ("5千米", "千米", "5"),
        ("1.2万千米", "千米", "12000"),
        ("155.42万元", "万元", "155.42"),
        ("155.42", "万元", "155.42"),
        ("1.2千瓦", "千瓦", "1.2"),
        ("3百分点", "百分点", "3"),
        ("0.123456789", "吨", "0.123456789"),
        ("12.30", "元", "12.30"),
        ("1.5万", "", "15000"),
    ],
)
def test_a_quantity_is_read_in_its_unit(typed: str, unit: str, value: str) -> None:
    assert str(read_quantity(typed, unit)) == value
    assert isinstance(read_quantity(typed, unit), Decimal)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("62人次", "场次"),
        ("5‰", "%"),
        ("97%", ""),
        ("267天", ""),
        ("155万", "万元"),
        ("5千", "千米"),
        ("1554200元", "万元"),
        ("267天267", "天"),
        ("约267", "天"),
        ("0.005", "元"),
        ("0.00000000001", "吨"),
    ],
)
def test_another_unit_or_one_that_could_be_meant_twice_stays_as_typed(typed: str, unit: str) -> None:
    assert read_quantity(typed, unit) == typed


@given(typed_figures, st.sampled_from(["", "元", "%", "天", "万元", "。"]))
def test_whatever_is_typed_is_a_finite_number_or_text_that_reads_the_same_again(typed: str, unit: str) -> None:
    for figure in (read_money(typed), read_quantity(typed, unit)):
        assert known(figure) is None or known(figure) == Decimal(plain(figure))
    kept = read_quantity(typed, unit)
    assert read_quantity(plain(kept) if isinstance(kept, Decimal) else kept, unit) == kept


@given(money)
def test_an_amount_is_read_back_to_the_cent_from_every_way_it_is_written(amount: Decimal) -> None:
    for written in (cents(amount), yuan(amount), plain(amount), grouped(amount), wan(amount) + "万元"):
        assert read_money(written) == amount
    assert len(cents(amount).partition(".")[2]) == 2


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_no_writing_of_a_number_loses_a_digit(value: Decimal) -> None:
    for written in (cents(value), yuan(value), plain(value), grouped(value)):
        assert Decimal(written.replace(",", "")) == value
    assert Decimal(wan(value).replace(",", "")) * 10_000 == value
    assert normal(value) == value


def test_the_reference_amount_as_it_is_printed() -> None:
    amount = Decimal("1554225.33")
    assert (yuan(amount), wan(amount), cents(amount)) == ("1,554,225.33", "155.422533", "1554225.33")
    assert (yuan(Decimal("224321.1")), yuan(Decimal(427302))) == ("224,321.10", "427,302.00")
    assert (yuan(Decimal("-0.00")), yuan(Decimal("1.005")), yuan(Decimal("-0.5"))) == ("0.00", "1.005", "-0.50")
    assert (plain(Decimal("1E+4")), grouped(Decimal("-1234.50")), plain(Decimal("-0.0"))) == (
        "10000",
        "-1,234.5",
        "0",
    )


def test_a_rate_is_shown_half_up() -> None:
    assert percent(Decimal("3824.26") / Decimal("4753.66")) == "80.45%"
    assert [percent(Decimal(rate)) for rate in ("1", "0", "0.97", "0.80445")] == ["100%", "0%", "97%", "80.45%"]
    assert percent(Decimal("0.80445"), 1) == "80.4%"


def test_a_score_is_rounded_half_up_or_cut() -> None:
    assert rounded(Decimal("9.685168"), 2) == Decimal("9.69")
    assert rounded(Decimal("9.685168"), 2, cut=True) == Decimal("9.68")
    assert rounded(Decimal("0.125"), 2) == Decimal("0.13")
    assert rounded(Decimal(10) ** 40, 2) == Decimal(10) ** 40


@given(st.decimals(min_value=0, max_value=1000, places=6), st.integers(0, 4))
def test_half_up_is_never_more_than_half_a_step_away_and_cutting_never_goes_up(
    value: Decimal, places: int
) -> None:
    step = Fraction(1, 10**places)
    up, cut = Fraction(rounded(value, places)), Fraction(rounded(value, places, cut=True))
    assert -step / 2 < up - Fraction(value) <= step / 2
    assert 0 <= Fraction(value) - cut < step
