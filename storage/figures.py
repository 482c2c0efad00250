"""Figures as clerks type them, and as they are printed.

A `Figure` is either understood (`Decimal`) or still what was typed (`str`, `""` where nothing was).
Nothing here rounds on the way in: what cannot be kept exactly stays as typed, for the person to mend.
"""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final, TypeAlias

from storage.text import one_line

Figure: TypeAlias = Decimal | str

_CENT: Final = Decimal("0.01")
_EXACT: Final = Context(prec=100)
# Beyond any treasury, and small enough that sums, shares and percentages stay within Decimal's 28 digits.
_LIMIT: Final = Decimal(10) ** 15
# Exactly the forms an input method types for ASCII: normalising by NFKC would also make ② a 2 and 5² a 52.
_TYPED_FOR_ASCII: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("￥"): "¥",
    ord("。"): ".",
    ord("−"): "-",
}
_WRITINGS: Final = {
    **dict.fromkeys(("㎡", "m²", "m2", "平米"), "平方米"),
    **dict.fromkeys(("m³", "m3"), "立方米"),
    "日": "天",
}
# Tables and prose compare units by this one list.
_SAME_UNITS: Final = {
    **dict.fromkeys(("场", "次"), "场次"),
    **dict.fromkeys(("名", "位"), "人"),
    **dict.fromkeys(("km", "千米"), "公里"),
    "元整": "元",
    "千克": "公斤",
    "百分点": "个百分点",
    "个工作日": "工作日",
    "个小时": "小时",
}
_MONEY_UNITS: Final = frozenset({"元", "圆", "元整", "块"})
# The longer before what they start with.
_SCALES: Final = {
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}
# Groups must be whole and of three, or `12 5`, `1,55` and `1,5542` would silently become other numbers.
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)\s?"
    r"(?P<digits>[1-9][0-9]{0,2}(?:(?:,\s?[0-9]{3})+|(?:\s[0-9]{3})+)"
    r"|[0-9]+)(?![0-9])"
    r"(?P<decimals>\.[0-9]{1,10}(?![0-9]))?"
    r"(?P<rest>(?!\s?[0-9,.]).*)",
    re.DOTALL,
)
# In these the scale is a part of the unit.
_SCALED_UNITS: Final = re.compile("千[米克瓦伏]|百分")


def fold(text: str) -> str:
    """Return typed `text` with full-width forms as ASCII, blanks single, and without a full stop at its end."""
    return re.sub(r"\s+", " ", text.translate(_TYPED_FOR_ASCII)).strip().removesuffix(".").rstrip()


def fold_unit(unit: str) -> str:
    """Return a unit in the one form it is kept in: `㎡`, `m²` and `平米` are 平方米, 日 is 天."""
    folded = fold(unit).replace(" ", "")
    return _WRITINGS.get(folded, folded)


def comparable_unit(unit: str) -> str:
    """Return what a unit is compared as: 场, 场次 and 次 all count events, 名 and 位 are 人, 千米 is 公里."""
    folded = fold_unit(unit)
    return _SAME_UNITS.get(folded, folded)


def split_number(folded: str) -> tuple[Decimal, str] | None:
    """Split folded text into the number it starts with and what follows, `1.5万人次` into 1.5 and `万人次`."""
    match = _NUMBER.fullmatch(folded)
    if match is None:
        return None
    number = Decimal(match["sign"] + re.sub(r"[,\s]", "", match["digits"]) + (match["decimals"] or ""))
    return (number + 0, match["rest"].strip()) if abs(number) < _LIMIT else None


def split_scale(words: str) -> tuple[Decimal, str]:
    """Split what follows a number into its scale and its unit, `万人次` into 10000 and `人次`."""
    if not _SCALED_UNITS.match(words):
        for name, scale in _SCALES.items():
            if words.startswith(name):
                return scale, words.removeprefix(name).strip()
    return Decimal(1), words


def _read(folded: str, units: frozenset[str]) -> Decimal | None:
    """Read a number with an optional scale and one of `units` or none; None where it is anything else."""
    split = split_number(folded)
    if split is None:
        return None
    number, words = split
    if not words or comparable_unit(words) in units:
        return number
    scale, unit = split_scale(words)
    if unit and comparable_unit(unit) not in units:
        return None
    # `155万` where the unit is 万元 would be 155万 of 万元.
    if not unit and any(name.startswith(tuple(_SCALES)) for name in units):
        return None
    value = number * scale
    return value if abs(value) < _LIMIT else None


def read_money(text: str) -> Figure:
    """Read an amount in 元: `155.42万`, `１５５．４２ 万元`, `1,554,225.33`, `1 554 225.33`, `¥12.5` are read.

    Returns the amount with two places; or `text` on one line, without outer blanks and invisible characters,
    when it is no amount or has a part of a cent. `(3.00)` is not read: it may be negative or a number in brackets.
    """
    typed = one_line(text).strip()
    folded = fold(typed).removeprefix("人民币").lstrip().removeprefix("¥").lstrip()
    value = _read(folded, _MONEY_UNITS)
    if value is None:
        return typed
    exact = value.quantize(_CENT)
    return exact if exact == value else typed


def read_quantity(text: str, unit: str = "") -> Figure:
    """Read a count or measure in `unit`: `1.5万人次`, `267天`, `９７％`; otherwise the text, as `read_money` does.

    A typed unit must be `unit` itself, or another way to write it; `元` reads as money.
    """
    if unit == "元":
        return read_money(text)
    typed = one_line(text).strip()
    value = _read(fold(typed), frozenset({fold_unit(unit), comparable_unit(unit)} if unit else ()))
    return typed if value is None else normal(value)


def known(figure: Figure) -> Decimal | None:
    """Return the number of a figure, or None while it is empty or not understood."""
    return figure if isinstance(figure, Decimal) else None


def is_typed(figure: Figure) -> bool:
    """Whether there is an entry, understood or not. Comparing a Decimal with "" would take ten times as long."""
    return isinstance(figure, Decimal) or bool(figure)


def normal(value: Decimal) -> Decimal:
    """Return `value` without trailing zeros or an exponent: 1.50 is 1.5 and 1E+4 is 10000."""
    return Decimal(plain(value))


def plain(value: Decimal) -> str:
    """Write every digit of `value` and no more: no grouping, no exponent, no trailing zeros."""
    digits = f"{value:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def grouped(value: Decimal) -> str:
    """Write every digit of `value`, the whole part in groups of three."""
    return f"{normal(value):,f}"


def cents(value: Decimal) -> str:
    """Write an amount in 元 with its two places, and with every digit of a part of a cent: `1554225.33`."""
    whole, _, decimals = plain(value).partition(".")
    return f"{whole}.{decimals:0<2}"


# A table is added up and named at each key, and all its amounts but one are as they were.
@lru_cache(maxsize=4096)
def yuan(value: Decimal) -> str:
    """Write an amount in 元 as `cents` does, the whole part in groups of three: `1,554,225.33`."""
    return f"{Decimal(cents(value)):,f}"


def wan(value: Decimal) -> str:
    """Write an amount of 元 in 万元 with every digit it has: 1554225.33 is `155.422533`."""
    return grouped(value.scaleb(-4))


def percent(rate: Decimal, places: int = 2) -> str:
    """Write a rate (1 is 100 %) rounded half up for display, without trailing zeros: `80.45%`."""
    return plain(rounded(rate * 100, places)) + "%"


def rounded(value: Decimal, places: int, *, cut: bool = False) -> Decimal:
    """Round half up to `places`, or cut there."""
    rounding = ROUND_DOWN if cut else ROUND_HALF_UP
    return value.quantize(Decimal(1).scaleb(-places), rounding, _EXACT)
