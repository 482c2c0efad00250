"""Quantities in prose: what is one and what is not, how much, of what, and how it is meant."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.figures import grouped, plain
from storage.quantities.quantity import Quantity, Role
from storage.quantities.reading import find_quantities
from storage.quantities.units import normal_unit

D = Decimal
INFINITE = D("Infinity")
DIGITS = "零一二三四五六七八九"


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


def test_a_unit_is_the_same_in_either_kind_of_brackets() -> None:
    assert normal_unit("件（套）") == normal_unit("件(套)") == "件"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("下达资金155.42万元。", "1554200", "元"),
        ("支出1,554,225.33元。", "1554225.33", "元"),
        ("支出１，５５４，２２５．３３元。", "1554225.33", "元"),
        ("支出155,4225.33元。", "1554225.33", "元"),
        ("支出1 554 225.33元。", "1554225.33", "元"),
        ("支出资金12万，用于维修。", "120000", "元"),
        ("安排1.2亿元。", "120000000", "元"),
        ("开展活动109场次。", "109", "场次"),
        ("开展活动１０９场。", "109", "场次"),
        ("开展检查二十二次。", "22", "次"),
        ("接待三千五百人次。", "3500", "人次"),
        ("接待一万二千人次。", "12000", "人次"),
        ("举办两场讲座。", "2", "场次"),
        ("满意度为97.5％。", "97.5", "%"),
        ("满意度为百分之九十七。", "97", "%"),
        ("满意度为百分之九十七点五。", "97.5", "%"),
        ("提高3.2个百分点。", "3.2", "个百分点"),
        ("展厅面积2740㎡。", "2740", "平方米"),
        ("展厅面积2740 平方米。", "2740", "平方米"),
        ("清点展品168件（套）。", "168", "件"),
        ("全年参观人次109,522，比上年多。", "109522", "人次"),
        ("参观人次目标为10万，已经超过。", "100000", "人次"),
        ("标准为300元/年。", "300", "元/年"),
        ("得分95.11分。", "95.11", "分"),
        ("支出2亿3千万元。", "230000000", "元"),
        ("支出1亿2000万元。", "120000000", "元"),
        ("支出3万5千元。", "35000", "元"),
        ("支出5万4200元。", "54200", "元"),
        ("支出12万3456.5元。", "123456.5", "元"),
        ("支出壹佰万元整。", "1000000", "元"),
        ("支出伍万肆仟圆整。", "54000", "元"),
        ("支出¥50,000.00，用于维修。", "50000", "元"),
        ("支出￥5万。", "50000", "元"),
        ("支出50万（元）。", "500000", "元"),
        ("接待109522（人次）。", "109522", "人次"),
        ("举办42（场）次。", "42", "场次"),
        ("展厅面积3000m2。", "3000", "平方米"),
        ("仓库容积300m3。", "300", "立方米"),
        ("检查廿三次。", "23", "次"),
        ("参加人数三十人。", "30", "人"),
    ],
)
def test_every_writing_is_read_to_its_value(text: str, value: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit) == (D(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月1日至12月31日，2022-2023年，2023年度。",
        "5月份和六月份，3月至5月，2023-06-01 14:16:00，2023.1.1。",
        "（临财预发〔2023〕296号）和[2018]35号文件。",
        "第九届大赛、37届大赛、第十六届大赛，第3期。",
        "1-4年级、三年级、二季度、一、二季度。",
        "购买84消毒液，联系电话0936-1234567或13912345678。",
        "1.项目立项\n2、资金\n（3）其他",
        "一是加强管理，二是统一调度，进一步完善，一同前往，同一个地方。",
        "C25砼、P1.5屏、5G网络、VR体验。",
        "一等奖作品，近三年的经验，第一次，上一次会议，多次沟通。",
        "临泽二中、滨河小学，三位一体，一般情况，一致通过。",
        "{{参观人次}}和{{馆内活动场次}}。",
        "大陆元素、第1-3期、第几名。",
    ],
)
def test_what_names_or_dates_something_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "支出155,42万元。",
        "支出2.5亿3千万元。",
        "支出2千3百万元。",
        "支出3万5元。",
        "支出资金3万五千元。",
        "支出5元6角。",
        "支出伍元陆角。",
        "接待数百人次。",
        "接待数十万人次。",
        "接待几十人。",
        "接待几百一十人。",
        "接待一百几十人。",
        "接待人次二百二。",
        "增长-5%。",
        "增长－5%。",
        "增长负3.2%。",
        "增长负百分之三。",
        "参加10-5人。",
        "参加3场-5人。",
        "满意度九成五。",
    ],
)
def test_what_cannot_be_read_for_sure_is_left_unread(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("参加6000余人次。", 6000, 7000),
        ("参加110余人。", 110, 120),
        ("参加80多人。", 80, 90),
        ("参加三千余人。", 3000, 4000),
        ("发放近8000份。", 7200, 8000),
        ("参与40人左右。", 36, 44),
        ("参与约40人。", 36, 44),
        ("参与30-40人。", 30, 40),
        ("满意度≥97%。", D("96.5"), INFINITE),
        ("满意度97%以上。", D("96.5"), INFINITE),
        ("不低于60场次。", 60, INFINITE),
        ("控制在3天以内。", 0, 3),
        ("支出155.42万元。", 1554150, 1554250),
        ("接待109522人次。", 109522, 109522),
        ("接待10.95万人次。", 109450, 109550),
        ("执行率66.28%。", D("66.275"), D("66.285")),
        ("执行率100%。", 100, 100),
        ("比上年节约5,678.90元。", D("5678.895"), D("5678.905")),
        ("参加3至5人。", 3, 5),
        ("参加三至五人。", 3, 5),
        ("参加3–5人。", 3, 5),
        ("参加3——5人。", 3, 5),
        ("参加3人-5人。", 3, 5),
        ("支出3到5万元。", 25000, 55000),
        ("支出3万至5万元。", 25000, 55000),
        ("支出3.5-5.5万元。", 34500, 55500),
        ("接待5000-1万人次。", 5000, 15000),
        ("支出1千万元。", 9995000, 10005000),
        ("支出3万5千元。", 34500, 35500),
        ("参加6千人。", 5500, 6500),
        ("参加6千余人。", 6000, 7000),
        ("接待10余万人次。", 100000, 200000),
        ("支出100多万元。", 1000000, 2000000),
        ("支出五百余万元。", 5000000, 6000000),
        ("接待十几万人次。", 100000, 200000),
        ("接待二十几人。", 20, 30),
        ("接待10几人。", 10, 20),
        ("接待三至五万人次。", 30000, 50000),
        ("接待五十至一百人次。", 50, 100),
        ("接待上千人次。", 1000, 10000),
        ("接待上万人次。", 10000, 100000),
        ("满意度九成。", 85, 95),
    ],
)
def test_a_writing_allows_what_it_leaves_open(text: str, low: D | int, high: D | int) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "contradictory"),
    [
        ("近8000余人参观。", True),
        ("约3000余人次。", True),
        ("600余人左右。", True),
        ("近8000人参观。", False),
        ("8000余人参观。", False),
        ("约3000人左右。", False),
    ],
)
def test_more_and_less_at_once_contradict_each_other(text: str, contradictory: bool) -> None:
    assert only(text).contradictory is contradictory


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("馆外活动47场次。", Role.ACTUAL),
        ("馆外活动目标50场次。", Role.TARGET),
        ("举办活动不少于60场次。", Role.TARGET),
        ("满意度低于95%的目标。", Role.TARGET),
        ("原定的3场次演出没有成行。", Role.TARGET),
        ("下一步把名额增加到40人。", Role.TARGET),
        ("总体目标是：开放260天。", Role.TARGET),
        ("上年开放255天。", Role.EARLIER),
        ("上年结转资金790,841.85元。", Role.ACTUAL),
        ("馆外活动比目标少3场次。", Role.DIFFERENCE),
        ("台账漏登5场次。", Role.DIFFERENCE),
        ("超出控制数6,216.06元。", Role.DIFFERENCE),
        ("其余27场次是小型活动。", Role.REST),
        ("按计划执行：实际支出200元。", Role.ACTUAL),
    ],
)
def test_goals_differences_and_last_year_are_no_actuals(text: str, role: Role) -> None:
    assert only(text).role is role


def test_a_goal_and_the_actual_after_it_are_told_apart() -> None:
    roles = [quantity.role for quantity in find_quantities("课程目标36节，实际35节，比目标36节少1节。")]
    assert roles == [Role.TARGET, Role.ACTUAL, Role.TARGET, Role.DIFFERENCE]


def test_what_it_counts_is_before_it_after_it_or_in_the_clause_before() -> None:
    whole, inside, each, outside = find_quantities(
        "开展科普活动109场次，馆内62场次，每次参与40人左右，馆外47场次。"
    )
    assert (whole.label, inside.label, outside.label) == ("开展科普活动", "馆内", "馆外")
    assert "科普活动" in inside.context
    assert (each.each, each.is_actual, inside.is_actual) == ("次", False, True)
    school = only("培训覆盖全县18所学校。")
    assert (school.label, school.after) == ("培训覆盖全县", "学校")


def test_period_and_sub_totals_are_known() -> None:
    total, part = find_quantities("上半年开展活动30场次，其中讲座6场次。")
    assert (total.period, total.within, part.within) == ("上半年", False, True)


def chinese(number: int) -> str:
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        zero = "零" if 0 < rest < 1000 else ""
        return chinese(head) + "万" + zero + (chinese(rest) if rest else "")
    written, skipped = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            written += ("零" if skipped and written else "") + DIGITS[digit] + name
        skipped = not digit
    return written


@given(st.integers(1, 99_999_999))
def test_a_chinese_number_is_read_back(number: int) -> None:
    assert only(f"接待{chinese(number)}人次。").value == number


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.sampled_from(
        [plain, grouped, lambda value: plain(value).translate({n + 48: n + 0xFF10 for n in range(10)})]
    ),
)
def test_an_arabic_number_is_read_back_in_every_writing(number: Decimal, write: object) -> None:
    assert callable(write)
    quantity = only(f"，共支出{write(number)}元。")
    assert (quantity.value, quantity.unit) == (number, "元")


@given(st.decimals(min_value=1, max_value=10**6, places=4), st.sampled_from([("万", 4), ("亿", 8)]))
def test_a_scaled_number_is_read_back(number: Decimal, scale: tuple[str, int]) -> None:
    assert only(f"安排资金{plain(number)}{scale[0]}元。").value == number.scaleb(scale[1])


pieces = st.sampled_from(
    [
        "馆外",
        "47",
        "场次",
        "，",
        "。",
        "近",
        "余",
        "万",
        "百分之",
        "每",
        "其中",
        "二十",
        "2023年",
        "（",
        "1,554",
        ".5",
        "%",
    ]
)


@given(st.lists(pieces, max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_in_order(text: str) -> None:
    quantities = find_quantities(text)
    for quantity in quantities:
        first, last = quantity.digits
        assert 0 <= quantity.start <= first < last <= quantity.end <= len(text)
        assert quantity.low <= quantity.high
    assert all(one.end <= other.start for one, other in pairwise(quantities))


def test_a_quantity_stands_where_it_is_in_whichever_line() -> None:
    text = "上年47场次。\n\n全年62场次，其中学生8000人次；\n其余300人次"
    found = find_quantities(text)
    assert [text[q.start : q.end] for q in found] == ["47场次", "62场次", "8000人次", "300人次"]
    assert [text[slice(*q.digits)] for q in found] == ["47", "62", "8000", "300"]
    assert [text[q.sentence :].partition("。")[0].split("\n")[0][:2] for q in found] == [
        "上年",
        "全年",
        "全年",
        "其余",
    ]
    assert [q.role for q in found] == [Role.EARLIER, Role.ACTUAL, Role.ACTUAL, Role.REST]
    assert [q.within for q in found] == [False, False, True, False]
