"""Numbers as prose writes them, Arabic and Chinese, read to the digit they were written to."""

import re
from decimal import Decimal
from typing import Final

# One character for one, so that positions stay those of the text.
_FORMS: Final = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {
    ord("．"): ".",
    ord("％"): "%",
    ord("，"): ",",
    ord("（"): "(",
    ord("）"): ")",
    ord("　"): " ",
    ord("\u00a0"): " ",
    ord("＝"): "=",
    ord("＞"): ">",
    ord("＜"): "<",
    ord("～"): "~",
    ord("："): ":",
    ord("；"): ";",
    ord("￥"): "¥",
}
# Groups are whole, or `12,5` and a comma between two numbers would become other numbers.
# What another comma joins to it (155,42) is part of a number nobody can read.
ARABIC: Final = (
    r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}|[1-9][0-9]{0,3}(?:,[0-9]{4}){1,4}"
    r"|[1-9][0-9]{0,2}(?: [0-9]{3}){1,5}(?=\.[0-9])|[0-9]{1,15})(?![0-9])(?:\.[0-9]{1,10}(?![0-9]))?"
)
NUMERALS: Final = "零〇一二两三四五六七八九十廿卅百千万亿"
CHINESE: Final = rf"[{NUMERALS}]{{1,24}}(?:点[零〇一二三四五六七八九]{{1,6}})?"
SCALE: Final = r"万亿|千万|百万|亿|万|千(?![米克瓦伏])|百(?!分)"
_PART: Final = re.compile(rf"({ARABIC}) ?({SCALE}|)")
# 2亿3千万 and 12万3456 are one number; 10余万 says 余 in the middle of one.
_COMPOUND: Final = rf"{ARABIC}(?:{SCALE})(?:{ARABIC}(?:{SCALE}|)){{1,3}}"
SCALED: Final = rf"(?:{_COMPOUND}|{ARABIC}[余多来几](?:{SCALE})|{ARABIC}(?: ?(?:{SCALE}))?)"
_FINANCIAL: Final = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,24}[元圆]")
_PLAIN: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟圆", "一二三四五六七八九十百千元")
_SCALES: Final = {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12, "": 0}
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}


def same_length(text: str) -> str:
    """Return `text` with full-width digits, points and punctuation as ASCII, each at the place it had."""
    return text.translate(_FORMS)


def plain_numerals(text: str) -> str:
    """Return `text`, of the same length, with amounts in the numerals of cheques (`壹佰万元`) in everyday ones."""
    return _FINANCIAL.sub(lambda found: found[0].translate(_PLAIN), text)


def read_arabic(written: str) -> tuple[Decimal, Decimal] | None:
    """Return the number and the worth of its last written digit: `155.42万` is 1554200 and 100.

    In `1千万` the 千 stands for digits: the worth is that of the 万. Of `2亿3千万` and
    `12万3456` each part has to fit into the one before; None where it does not: `3万5`, `2千3百万`.
    """
    parts = _PART.findall(written)
    total, step, above, inexact = Decimal(0), Decimal(1), "", False
    for digits, scale in parts:
        number = Decimal(re.sub("[, ]", "", digits))
        exponent = number.as_tuple().exponent
        decimals = exponent if isinstance(exponent, int) else 0
        value = number.scaleb(_SCALES[scale])
        fills = scale or len(digits.partition(".")[0]) == _SCALES[above]
        if above and (inexact or value >= Decimal(1).scaleb(_SCALES[above]) or not fills):
            return None
        step = Decimal(1).scaleb(decimals + _SCALES[scale if decimals else scale.lstrip("百千") or scale])
        total, above, inexact = total + value, scale, decimals < 0
    return total, step


def read_chinese(written: str) -> Decimal | None:
    """Read `二十二`, `三千零五`, `一万二千`, `两百三`, `廿三`, `三点五`; None where it is no number."""
    whole, _, decimals = written.replace("廿", "二十").replace("卅", "三十").partition("点")
    value = _read_whole(whole)
    if value is None:
        return None
    fraction = "".join(str(_DIGITS[digit]) for digit in decimals)
    return Decimal(f"{value}.{fraction}") if fraction else Decimal(value)


def _read_whole(written: str) -> int | None:
    if len(written) > 1 and all(character in _DIGITS for character in written):
        # Digits one by one are a year or a number read aloud, unless `三四` stands for three or four.
        return int("".join(str(_DIGITS[c]) for c in written)) if len(written) > 2 else None
    if written[0] in _MYRIADS:
        return None
    total, section, digit, last = 0, 0, -1, 10
    for character in written:
        if character in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[character]
            last = 10 if digit == 0 else last
        elif character in _PLACES:
            section += (digit if digit > 0 else 1) * _PLACES[character]
            digit, last = -1, _PLACES[character]
        else:
            section += max(digit, 0)
            worth = _MYRIADS[character]
            total = (total + section) * worth if worth > 10_000 else total + (section or 1) * worth
            section, digit, last = 0, -1, worth
    # 两百三 and 一万二 leave out the place of the last digit.
    return total + section + max(digit, 0) * (last // 10 if last > 10 else 1)
