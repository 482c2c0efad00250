from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from storage.figures import percent, wan, yuan
from storage.report.funds import Funds, Source, Use, UsePart, total
from tests.storage.office import PUBLISHED_TOTAL, published_funds
from tests.strategies import typed_figures

money = st.decimals(min_value=Decimal(-(10**9)), max_value=Decimal(10**9), places=2)


def test_the_published_account_adds_up_to_the_cent_on_both_sides() -> None:
    funds = published_funds()
    assert [use.total().value for use in funds.uses] == [
        Decimal(amount) for amount in ("335297.66", "229592.46", "16623.60", "224321.10", "652108.32", "96282.19")
    ]
    assert funds.all_sources().executed.value == funds.all_uses().value == PUBLISHED_TOTAL
    assert funds.gap() == 0
    assert (yuan(funds.all_uses().value), wan(funds.all_uses().value)) == ("1,554,225.33", "155.422533")


def test_sources_are_summed_by_kind_and_in_all() -> None:
    funds = published_funds()
    funds.sources.append(Source(kind="当年财政拨款", initial="100", annual="236616.52", executed="0"))
    year = funds.of_kind("当年财政拨款")
    assert (year.initial.value, year.annual.value) == (100, 1_000_000)
    assert percent(year.rate or Decimal(0)) == "76.34%"
    assert funds.of_kind("上年结转资金").rate == 1
    assert funds.of_kind("其他资金").rate is None
    assert funds.all_sources().annual.value == Decimal("1790841.85")


def test_the_gap_is_signed_and_exact() -> None:
    funds = published_funds()
    funds.uses[1].amount = Decimal("229592.47")
    assert funds.gap() == Decimal("-0.01")


def test_the_rate_is_by_the_adjusted_budget_and_may_pass_100_percent() -> None:
    line = Source(initial="1", annual="4753.66", executed="3824.26").line()
    assert percent(line.rate or Decimal(0)) == "80.45%"
    assert Source(annual="100", executed="120").line().rate == Decimal("1.2")
    assert Source(annual="100", executed="0").line().rate == 0


@pytest.mark.parametrize(
    ("annual", "executed"),
    [("", ""), ("100", ""), ("", "100"), ("0", "0"), ("0", "5"), ("约100", "50"), ("100", "一半"), ("-1", "1")],
)
def test_there_is_no_rate_while_an_amount_it_needs_is_missing_or_makes_no_sense(
    annual: str, executed: str
) -> None:
    assert Source(annual=annual, executed=executed).line().rate is None


def test_a_source_with_one_of_its_two_amounts_leaves_the_total_without_a_rate() -> None:
    funds = Funds(sources=[Source(annual="100", executed="100"), Source(annual="100")])
    assert funds.all_sources().rate is None
    funds.sources[1].executed = Decimal("0.00")
    assert funds.all_sources().rate == Decimal("0.5")
    funds.sources.append(Source(name="还没有数", initial="3"))
    assert funds.all_sources().rate == Decimal("0.5")


def test_only_a_typed_zero_budget_with_nothing_spent_is_an_empty_budget() -> None:
    assert Source(annual="0", executed="0").line().has_empty_budget
    for annual, executed in [("", ""), ("0", ""), ("", "0"), ("0", "1"), ("1", "0"), ("无", "0")]:
        assert not Source(annual=annual, executed=executed).line().has_empty_budget


def test_what_is_not_understood_is_counted_and_never_added() -> None:
    added = total(["", Decimal("1.10"), "约3万", Decimal("2.20"), "—"])
    assert (added.value, added.unread) == (Decimal("3.30"), 2)
    line = Funds(sources=[Source(annual="一百", executed="1"), Source(annual="2", executed="1")]).all_sources()
    assert (line.annual.value, line.annual.unread, line.executed.unread) == (2, 1, 0)
    assert line.rate is None


@given(st.lists(st.tuples(money, money, money), max_size=6))
def test_the_total_of_all_sources_is_exact(amounts: list[tuple[Decimal, Decimal, Decimal]]) -> None:
    funds = Funds(sources=[Source(initial=i, annual=a, executed=e) for i, a, e in amounts])
    line = funds.all_sources()
    cents = [sum(int(column * 100) for column in columns) for columns in zip(*amounts, strict=True)] or [0, 0, 0]
    assert [int(part.value * 100) for part in (line.initial, line.annual, line.executed)] == cents


@given(typed_figures, st.integers(0, 3))
def test_the_first_part_takes_the_typed_amount_and_the_last_gives_it_back(typed: str, more: int) -> None:
    use = Use(category="劳务费", amount=typed)
    before, amount = use.total(), use.amount
    use.add_part(0)
    assert (use.amount, use.parts[0].amount, use.total()) == ("", amount, before)
    for position in range(more):
        use.add_part(position)
    assert use.total() == before
    for _ in range(more):
        use.remove_part(0)
    use.remove_part(0)
    assert (use.amount, use.parts, use.total()) == (amount, [], before)


def test_a_use_with_parts_is_their_sum_and_unread_parts_are_counted() -> None:
    use = Use(parts=[UsePart(amount="1.05"), UsePart(amount="看单据"), UsePart()])
    assert (use.total().value, use.total().unread) == (Decimal("1.05"), 1)


def test_an_amount_given_beside_parts_must_be_their_sum_and_is_then_left_to_them() -> None:
    parts = [UsePart(amount="292774.39"), UsePart(amount="42523.27")]
    use = Use(amount="335297.66", parts=parts)
    assert (use.amount, use.total().value) == ("", Decimal("335297.66"))
    for wrong in ("335297.67", "约33万"):
        with pytest.raises(ValidationError, match="各项之和不同"):
            Use(amount=wrong, parts=parts)


def test_a_zero_is_an_entry_and_a_row_begun_with_its_kind_alone_is_not() -> None:
    assert Funds(sources=[Source(kind="其他资金")], uses=[Use(), Use(parts=[UsePart()])]).is_blank()
    for funds in (
        Funds(sources=[Source(executed="0")]),
        Funds(sources=[Source(name="拨款")]),
        Funds(uses=[Use(amount="0")]),
        Funds(uses=[Use(parts=[UsePart(amount="0")])]),
    ):
        assert not funds.is_blank()


@pytest.mark.parametrize("value", [1.5, None, True, 12, ["12"]])
def test_an_amount_is_given_as_text_or_decimal_and_nothing_else(value: object) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"年初预算数": value})


def test_a_part_of_a_cent_is_kept_as_typed_and_not_rounded() -> None:
    source = Source(initial=Decimal("1.005"), annual="1.005")
    assert source.initial == source.annual == "1.005"
    assert source.model_dump(mode="json", by_alias=True)["年初预算数"] == "1.005"
