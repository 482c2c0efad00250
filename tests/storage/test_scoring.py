from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.outline import Scoring, Step
from storage.report.indicators import Indicator, Indicators
from storage.report.scoring import execution_score, read_amount, round_score, tier_of
from tests.storage.office import office_outline, office_scoring
from tests.strategies import raw_texts

RATE = Decimal("0.9685168")
STEPS = tuple(
    Step(rate=Decimal(rate), score=Decimal(score)) for rate, score in (("1", 10), ("0.8", 7), ("0.6", 5), ("0", 0))
)


@pytest.fixture(scope="module")
def scoring() -> Scoring:
    return office_scoring()


def points(scoring: Scoring, weight: str = "10", **fields: str) -> Decimal | None:
    return Indicator.model_validate({"weight": weight, **fields}).score(scoring).value


def why(scoring: Scoring, weight: str = "10", **fields: str) -> str:
    score = Indicator.model_validate({"weight": weight, **fields}).score(scoring)
    assert score.value is None
    return score.why


@pytest.mark.parametrize(
    ("text", "sign", "value", "unit"),
    [
        ("≥62场次", "≥", "62", "场次"),
        ("≥ 62 场次", "≥", "62", "场次"),
        ("＞＝97％", "≥", "97", "%"),
        (">=97%", "≥", "97", "%"),
        ("不低于97%", "≥", "97", "%"),
        ("大于等于97%", "≥", "97", "%"),
        ("大于97%", ">", "97", "%"),
        ("＞97%", ">", "97", "%"),
        ("超过97%", ">", "97", "%"),
        ("小于3起", "<", "3", "起"),
        ("＜3起", "<", "3", "起"),
        ("达到100%", "≥", "100", "%"),
        ("95%以上", "≥", "95", "%"),
        ("95%（含）以上", "≥", "95", "%"),
        ("3次及以上", "≥", "3", "次"),
        ("≤155.42万元", "≤", "1554200", "元"),
        ("不超过10天", "≤", "10", "天"),
        ("小于等于10天", "≤", "10", "天"),
        ("控制在100万元以内", "≤", "1000000", "元"),
        ("10天以内", "≤", "10", "天"),
        ("=12期", "=", "12", "期"),
        ("等于12期", "=", "12", "期"),
        ("109,522人次", "", "109522", "人次"),
        ("10.9522万人次", "", "109522", "人次"),
        ("5237㎡", "", "5237", "平方米"),
        ("5237m²", "", "5237", "平方米"),
        ("3600平方米", "", "3600", "平方米"),
        ("5千米", "", "5", "千米"),
        ("40人/场", "", "40", "人/场"),
        ("5‰", "", "5", "‰"),
        ("40人左右", "", "40", "人"),
        ("12个月", "", "12", "个月"),
        ("3年", "", "3", "年"),
        ("30个工作日内", "≤", "30", "个工作日"),
        ("30日内", "≤", "30", "天"),
        ("30日之内", "≤", "30", "天"),
        ("25天", "", "25", "天"),
        ("25日", "", "25", "天"),
        ("1年内", "≤", "1", "年"),
        ("24小时内", "≤", "24", "小时"),
        ("500平方米室内", "", "500", "平方米室内"),
        ("3批（次）", "", "3", "批(次)"),
        ("≥168件（套）", "≥", "168", "件(套)"),
        ("-2.5%", "", "-2.5", "%"),
        ("0起", "", "0", "起"),
        ("100", "", "100", ""),
        ("100。", "", "100", ""),
    ],
)
def test_a_cell_with_a_number_is_read_with_its_sign_and_unit(text: str, sign: str, value: str, unit: str) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (amount.sign, amount.value, amount.unit) == (sign, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "有所提高", "显著", "每次40人", "2023年", "2023年底前", "2023年12月底前", "12月底前", "12月31日前"),
        *(
            "6月",
            "6月内",
            "2023年内",
            "3次（每月）",
            "3（次）（场）",
            "4季度",
            "15日前",
            "2023.1.1",
            "63%～68%",
            "100..",
            "62 5",
            "62场、47场",
            "1,55",
            "≥",
            "②",
            "约40人",
        ),
    ],
)
def test_words_and_dates_are_no_quantities(text: str) -> None:
    assert read_amount(text) is None


@given(raw_texts)
def test_no_text_makes_a_score_fall_over(text: str) -> None:
    row = Indicator(weight="10", target=text, actual=text, achieved=text, deduction=text)
    value = row.score(office_scoring()).value
    assert value is None or 0 <= value <= 10


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥62场次", "62场次", "10"),
        ("≥62场次", "80场次", "10"),
        ("62场次", "47场次", "7.58"),
        ("≥62场次", "47", "7.58"),
        ("≥97%", "48.5％", "5"),
        ("≥10万人次", "109522人次", "10"),
        ("≥5237㎡", "5237平方米", "10"),
        ("=12期", "12期", "10"),
        ("=12期", "6期", "5"),
        ("=12期", "15期", "10"),
        ("0起", "0起", "10"),
        ("0起", "2起", "0"),
        ("=0", "1", "0"),
        ("≥0", "1", "10"),
        ("≥5%", "-1%", "0"),
        ("≥-5%", "-3%", "10"),
        ("≥-5%", "-8%", "0"),
        ("大于0", "0", "0"),
        ("大于0", "1", "10"),
        ("小于0", "0", "0"),
        ("小于3起", "3起", "10"),
        ("大于-5%", "-5%", "0"),
        ("30日内", "25日", "10"),
        ("30日内", "25天", "10"),
        ("30日内", "40天", "7.5"),
        ("1年内", "1年", "10"),
        ("3批（次）", "3批次", "10"),
        ("3批（次）", "3（次）", "10"),
        ("168件（套）", "84套", "5"),
        ("168件（套）", "168件(套)", "10"),
    ],
)
def test_a_quantity_earns_its_weight_or_as_much_of_it_as_was_reached(
    scoring: Scoring, target: str, actual: str, score: str
) -> None:
    assert points(scoring, target=target, actual=actual) == Decimal(score)


@pytest.mark.parametrize(
    ("target", "met", "unmet"),
    [
        ("≥97%", ["97", "98"], ["96.99"]),
        ("大于97%", ["97.01"], ["97", "96"]),
        ("＞97%", ["97.01"], ["97"]),
        ("≤3起", ["3", "0"], ["3.01"]),
        ("小于3起", ["2"], ["3", "4"]),
        ("＜3起", ["2"], ["3"]),
        ("=12期", ["12", "13"], ["11"]),
        ("0起", ["0"], ["1"]),
    ],
)
def test_a_strict_sign_is_not_met_at_its_number(target: str, met: list[str], unmet: list[str]) -> None:
    amount = read_amount(target)
    assert amount is not None
    assert all(amount.is_met_by(Decimal(actual)) for actual in met)
    assert not any(amount.is_met_by(Decimal(actual)) for actual in unmet)


@pytest.mark.parametrize(
    ("target", "actual", "ratio", "linear"),
    [
        ("≤100万元", "100万元", "10", "10"),
        ("≤100万元", "80万元", "10", "10"),
        ("≤100万元", "125万元", "8", "7.5"),
        ("≤100万元", "200万元", "5", "0"),
        ("≤100万元", "300万元", "3.33", "0"),
        ("≤0起", "0起", "10", "10"),
        ("≤0起", "1起", "0", "0"),
    ],
)
def test_above_its_limit_a_reverse_indicator_earns_by_ratio_or_linearly(
    target: str, actual: str, ratio: str, linear: str
) -> None:
    assert points(office_scoring(reverse="ratio"), target=target, actual=actual) == Decimal(ratio)
    assert points(office_scoring(reverse="linear"), target=target, actual=actual) == Decimal(linear)


amounts = st.decimals(min_value=0, max_value=10**9, places=2)


@given(
    weight=st.decimals(min_value=0, max_value=100, places=1),
    target=amounts.filter(bool),
    actual=amounts,
    sign=st.sampled_from(["≥", "", "=", "≤"]),
    linear=st.booleans(),
    cut=st.booleans(),
)
def test_every_score_is_the_exact_fraction_rounded_once(
    weight: Decimal, target: Decimal, actual: Decimal, sign: str, linear: bool, cut: bool
) -> None:
    wanted, reached = Fraction(target), Fraction(actual)
    if sign != "≤":
        share = min(Fraction(1), reached / wanted)
    elif reached <= wanted:
        share = Fraction(1)
    else:
        share = max(Fraction(0), 2 - reached / wanted) if linear else wanted / reached
    exact = share * Fraction(weight) * 100
    whole = exact.numerator // exact.denominator
    expected = whole if cut or exact - whole < Fraction(1, 2) else whole + 1
    changed = office_scoring(reverse="linear" if linear else "ratio", rounding="cut" if cut else "half_up")
    earned = points(changed, str(weight), target=f"{sign}{target}元", actual=f"{actual}元")
    assert earned == Decimal(expected) / 100


def test_a_third_of_thirty_is_ten_even_when_scores_are_cut() -> None:
    assert points(office_scoring(rounding="cut"), "30", target="≥3次", actual="1次") == 10
    assert execution_score(Decimal(1) / 3, office_scoring(rounding="cut", execution=30)).value == 10


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"weight": ""}, "还没有填分值"),
        ({"weight": "十"}, "分值不是数"),
        ({"weight": "-1"}, "分值不能是负数"),
        ({}, "还没有填年度指标值"),
        ({"target": "≥62场次"}, "还没有填实际完成值"),
        ({"target": "≥62场次", "actual": "很多"}, "实际完成值不是数，请填数字和单位"),
        ({"target": "≥62场次", "actual": "≥62场次"}, "实际完成值写成了目标的样子，请填实际的数"),
        ({"target": "≥62场次", "actual": "62%"}, "单位不同：指标值是“场次”，实际是“%”"),
        ({"target": "有所提高"}, "定性指标要填达成度（0 至 100）"),
        ({"target": "有所提高", "achieved": "很好"}, "定性指标要填达成度（0 至 100）"),
        ({"target": "有所提高", "achieved": "101"}, "达成度要在 0 至 100 之间"),
        ({"target": "2023年12月底前", "actual": "2023年11月"}, "定性指标要填达成度（0 至 100）"),
        ({"target": "100", "actual": "100", "deduction": "一分"}, "扣分不是数"),
        ({"target": "100", "actual": "100", "deduction": "-1"}, "扣分不能是负数"),
    ],
)
def test_a_row_without_a_score_says_what_it_needs(scoring: Scoring, fields: dict[str, str], reason: str) -> None:
    assert why(scoring, **fields) == reason


@pytest.mark.parametrize("actual", ["62场", "62场次", "62次", "62 场"])
@pytest.mark.parametrize("target", ["≥60场次", "≥60场", "≥60次"])
def test_events_are_counted_in_one_unit_however_it_is_written(scoring: Scoring, target: str, actual: str) -> None:
    assert points(scoring, "8", target=target, actual=actual) == 8


def test_words_earn_the_judged_share_and_fall_in_its_tier(scoring: Scoring) -> None:
    assert points(scoring, "8", target="有所提高", achieved="97.5") == Decimal("7.8")
    assert points(scoring, target="有所提高", achieved="85％") == Decimal("8.5")
    assert points(scoring, "10分", target="有所提高", achieved="100") == 10
    names = [
        tier_of(Decimal(share), scoring.tiers).name[:3] for share in ("1", "0.8", "0.7999", "0.6", "0.59", "0")
    ]
    assert names == ["达成预", "达成预", "部分达", "部分达", "未达成", "未达成"]


def test_a_deduction_takes_points_off_and_never_below_nothing(scoring: Scoring) -> None:
    assert points(scoring, target="≥95%", actual="100%", deduction="3") == 7
    assert points(scoring, target="≥95%", actual="100%", deduction="0.5分") == Decimal("9.5")
    assert points(scoring, target="≥95%", actual="100%", deduction="11") == 0


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({"rounding": "half_up"}, "9.69"),
        ({"rounding": "cut"}, "9.68"),
        ({"places": 1}, "9.7"),
        ({"places": 4, "rounding": "cut"}, "9.6851"),
        ({"execution": 20}, "19.37"),
        ({"execution": 0}, "0"),
    ],
)
def test_the_execution_score_is_rate_times_weight_rounded_as_the_outline_says(
    changes: dict[str, Any], score: str
) -> None:
    assert execution_score(RATE, office_scoring(**changes)).value == Decimal(score)


def test_the_execution_score_stays_between_nothing_and_the_weight(scoring: Scoring) -> None:
    assert execution_score(Decimal("1.2"), scoring).value == 10
    assert execution_score(Decimal("-0.2"), scoring).value == 0
    missing = execution_score(None, scoring)
    assert (missing.value, missing.why) == (None, "资金表里还缺全年预算数或全年执行数")


@pytest.mark.parametrize(
    ("rate", "score"),
    [
        ("1.1", 10),
        ("1", 10),
        ("0.9999", 7),
        ("0.8", 7),
        ("0.7999", 5),
        ("0.6", 5),
        ("0.5999", 0),
        ("0", 0),
        ("-1", 0),
    ],
)
def test_where_a_province_scores_in_steps_the_rate_takes_the_step_it_reaches(rate: str, score: int) -> None:
    assert execution_score(Decimal(rate), office_scoring(steps=STEPS)).value == score


@given(st.decimals(min_value=0, max_value=1000, places=8), st.integers(0, 4))
def test_scores_are_rounded_as_by_hand(value: Decimal, places: int) -> None:
    for name, rounding in (("half_up", ROUND_HALF_UP), ("cut", ROUND_DOWN)):
        by_hand = value.quantize(Decimal(1).scaleb(-places), rounding, Context(prec=50))
        assert round_score(value, office_scoring(places=places, rounding=name)) == by_hand


def judged(weight: str, achieved: str, level: str = "产出指标") -> Indicator:
    return Indicator(level=level, name="提高科学素质", target="有所提高", weight=weight, achieved=achieved)


@pytest.mark.parametrize(
    ("achieved", "score", "grade"),
    [
        ("100", "100", "优"),
        ("88.8888888888", "90", "优"),
        ("88.87", "89.98", "良"),
        ("77.7777777777", "80", "良"),
        ("77.77", "79.99", "中"),
        ("55.5555555555", "60", "中"),
        ("55.55", "60", "中"),
        ("55.54", "59.99", "差"),
        ("0", "10", "差"),
    ],
)
def test_the_grade_goes_by_the_score_that_is_shown_and_each_band_starts_at_its_bound(
    scoring: Scoring, achieved: str, score: str, grade: str
) -> None:
    result = Indicators(rows=[judged("90", achieved)]).result(Decimal(1), scoring)
    assert (result.score, result.grade, result.weight, result.missing) == (Decimal(score), grade, 100, 0)
    assert result.why == ""


def test_a_table_that_is_not_whole_has_no_grade_and_says_why(scoring: Scoring) -> None:
    whole = [judged("50", "100"), judged("40", "100", "效益指标")]
    for rows, rate, reason in (
        ([], Decimal(1), "还没有指标"),
        (whole, None, "还有 1 项算不出得分"),
        ([whole[0], judged("40", "")], None, "还有 2 项算不出得分"),
        ([whole[0]], Decimal(1), "分值合计 60，应为 100"),
        ([*whole, judged("0.5", "100")], Decimal(1), "分值合计 100.5，应为 100"),
    ):
        result = Indicators(rows=rows).result(rate, scoring)
        assert (result.grade, result.why) == (None, reason)
    assert Indicators(rows=whole).result(Decimal(1), scoring).grade == "优"


def test_a_row_begun_and_left_blank_does_not_cost_a_whole_table_its_grade(scoring: Scoring) -> None:
    rows = [judged("50", "100"), Indicator(level="产出指标", kind="数量指标"), judged("40", "100", "效益指标")]
    block = Indicators(expected="甲", achieved="乙", rows=rows)
    result = block.result(Decimal(1), scoring)
    assert (result.grade, result.missing, result.why) == ("优", 0, "")
    outline = office_outline({"all": ["indicators"]})
    assert block.missing(outline.sections[1], outline) == []
    block.rows = rows[1:2]
    assert block.missing(outline.sections[1], outline) == ["绩效指标"]
    assert block.result(Decimal(1), scoring).why == "还没有指标"


def test_weights_are_added_up_by_first_level_in_the_order_of_the_rows() -> None:
    rows = [judged("20", "1"), judged("30", "1", "效益指标"), judged("15.5", "1"), judged("十", "1", "满意度指标")]
    weights = Indicators(rows=rows).weights()
    assert list(weights.items()) == [("产出指标", Decimal("35.5")), ("效益指标", 30), ("满意度指标", 0)]


def test_a_row_with_its_levels_alone_is_blank_and_any_figure_makes_it_an_entry() -> None:
    assert Indicator(level="产出指标", kind="数量指标", target=" ").is_blank()
    for field in ("name", "actual", "reason", "weight", "achieved", "deduction"):
        assert not Indicator.model_validate({field: "0"}).is_blank()
