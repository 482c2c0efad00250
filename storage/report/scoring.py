"""How a row of the 自评表 earns its score, and the table its grade.

Rules of 财预〔2020〕10号 and practice: a quantitative indicator that is met earns its weight, short of the
target weight × actual ÷ target; a qualitative one earns the share of the weight a person judged; 预算执行率
earns rate × weight. What provinces do differently is read from the outline's `Scoring`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from storage.figures import comparable_unit, fold, fold_unit, rounded, split_number, split_scale
from storage.outline import Scoring, Tier

# Each writing stands after the longer ones it starts.
_SIGNS: Final = {
    "≥": (
        *("大于等于", "大于或等于", "不低于", "不少于", "不小于", "至少", "达到"),
        *(">=", "≥", "≧", "⩾"),
    ),
    "≤": (
        *("小于等于", "小于或等于", "不高于", "不超过", "不多于", "不大于", "控制在"),
        *("<=", "≤", "≦", "⩽"),
    ),
    ">": ("大于", "超过", "高于", "多于", ">"),
    "<": ("小于", "低于", "少于", "<"),
    "=": ("等于", "="),
}
_ENDINGS: Final = {
    "≥": re.compile("及?以上$"),
    "≤": re.compile("(?:及?以[内下]|之内|(?<=[年月周日天时钟])内)$"),
}
# 12月底前, 2023年, 4季度 and 15日前 are dates; 12个月, 3年 and 30个工作日 are quantities.
_DATE: Final = re.compile("月|季|号|日前|日底|年底|年末|年初|年前")
_LONGEST_UNIT: Final = 8
# In 批（次） and 件（套） the brackets hold another word for the unit; longer ones say something about the number.
_UNIT: Final = re.compile(r"[^\d,;、。()]*(?:\([^\d,;、。()每约含]{1,2}\))?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit as written in a cell, and the sign before it: `≥`, `>`, `≤`, `<`, `=` or none."""

    sign: str
    value: Decimal
    unit: str

    @property
    def is_bound(self) -> bool:
        """Whether it leaves room on one side, as targets do and what was done does not."""
        return self.sign in {"≥", ">", "≤", "<"}

    @property
    def is_upper_bound(self) -> bool:
        """Whether less is better."""
        return self.sign in {"≤", "<"}

    def is_met_by(self, actual: Decimal) -> bool:
        """Whether `actual` does what this target asks; > and < are not met by their own number."""
        met = {
            "≥": actual >= self.value,
            ">": actual > self.value,
            "≤": actual <= self.value,
            "<": actual < self.value,
        }
        # A target of 0 without a sign is meant as = 0: no accident, no complaint.
        return met.get(self.sign, actual >= self.value if self.value > 0 else actual == self.value)

    def has_unit_of(self, other: "Amount") -> bool:
        """Whether the two can be compared: 168件（套） with 件 and 套, 场次 with 次, anything without a unit."""
        return not self.unit or not other.unit or not _words(self.unit).isdisjoint(_words(other.unit))


@lru_cache(maxsize=256)
def _words(unit: str) -> frozenset[str]:
    one, _, other = unit.removesuffix(")").partition("(")
    return frozenset(comparable_unit(word) for word in (one + other, one, other) if word)


# Every sum over a table reads its cells again, and all but one are as they were.
@lru_cache(maxsize=4096)
def read_amount(text: str) -> Amount | None:
    """Read a target or an actual, `≥62场次`, `100%`, `1.5万人次`; None where it is words (定性) or a date."""
    sign, rest = _split_sign(fold(text).replace("(含)", ""))
    split = split_number(rest)
    if split is None:
        return None
    number, words = split
    scale, unit = split_scale(words)
    for meaning, ending in _ENDINGS.items():
        shorter = ending.sub("", unit)
        if shorter != unit:
            sign, unit = meaning, shorter
    unit = fold_unit(unit.removesuffix("左右"))
    is_year = unit == "年" and number >= 1000
    if is_year or _DATE.match(unit) or len(unit) > _LONGEST_UNIT or not _UNIT.fullmatch(unit):
        return None
    return Amount(sign, number * scale, unit)


def _split_sign(folded: str) -> tuple[str, str]:
    for meaning, writings in _SIGNS.items():
        for writing in writings:
            if folded.startswith(writing):
                return meaning, folded.removeprefix(writing).lstrip()
    return "", folded


@dataclass(frozen=True, slots=True)
class Score:
    """What a row earned, in points. `why` says in Chinese what is missing.

    `share` is how far the row got, 1 for all of it: the share of its weight before deductions, or 执行率 itself.
    """

    value: Decimal | None = None
    share: Decimal | None = None
    why: str = ""


def share_of_quantity(target: Amount, actual_text: str, scoring: Scoring) -> Score:
    """Compare an actual with a quantitative target; the share is from 0 to 1 and is not rounded."""
    if not actual_text.strip():
        return Score(why="还没有填实际完成值")
    actual = read_amount(actual_text)
    if actual is None:
        return Score(why="实际完成值不是数，请填数字和单位")
    if actual.is_bound:
        return Score(why="实际完成值写成了目标的样子，请填实际的数")
    if not actual.has_unit_of(target):
        return Score(why=f"单位不同：指标值是“{target.unit}”，实际是“{actual.unit}”")
    return Score(share=min(Decimal(1), max(Decimal(0), _ratio(target, actual.value, scoring))))


def _ratio(target: Amount, actual: Decimal, scoring: Scoring) -> Decimal:
    if target.is_met_by(actual):
        return Decimal(1)
    # There is no ratio to 0.
    if target.value <= 0:
        return Decimal(0)
    if not target.is_upper_bound:
        return actual / target.value
    return 2 - actual / target.value if scoring.reverse == "linear" else target.value / actual


def round_score(value: Decimal, scoring: Scoring) -> Decimal:
    """Round a score as the outline says; scores are shown and added up in this form."""
    # 30 × ⅓ is 9.99…9 in 28 digits, and must not be cut to 9.99.
    exact = rounded(value, 20)
    return rounded(exact, scoring.places, cut=scoring.rounding == "cut")


def execution_score(rate: Decimal | None, scoring: Scoring) -> Score:
    """Score 预算执行率: rate × weight, from 0 to the weight, or by the outline's steps."""
    if not scoring.execution:
        return Score(Decimal(0), rate)
    if rate is None:
        return Score(why="资金表里还缺全年预算数或全年执行数")
    if scoring.steps:
        reached = [step for step in scoring.steps if rate >= step.rate]
        points = max(reached, key=lambda step: step.rate).score if reached else Decimal(0)
    else:
        points = min(Decimal(1), max(Decimal(0), rate)) * scoring.execution
    return Score(round_score(points, scoring), rate)


def tier_of(share: Decimal, tiers: Sequence[Tier]) -> Tier:
    """Return the highest tier that `share` (of 1) reaches; the lowest starts at 0."""
    return max((tier for tier in tiers if share >= tier.at_least), key=lambda tier: tier.at_least)
