"""Where numbers with units stand in a text, and the range of values that each writing allows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from storage.quantities.numerals import ARABIC, CHINESE, SCALE, read_arabic, read_chinese, same_length
from storage.quantities.units import is_measured, normal_unit, pattern

_SIGNS: Final = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "大于等于", "大于", "高于", "至少", "最少"), "≥"),
    **dict.fromkeys((">=", "≥", "≧", ">", "及以上", "以上"), "≥"),
    **dict.fromkeys(("不高于", "不超过", "不多于", "不大于", "小于等于", "小于", "低于", "控制在"), "≤"),
    **dict.fromkeys(("<=", "≤", "≦", "<", "及以下", "以下", "以内", "之内"), "≤"),
    **dict.fromkeys(("等于", "="), "="),
}
_MORE: Final = frozenset({"余", "多", "超过", "超", "逾", "突破"})
_LESS: Final = frozenset({"近", "将近", "接近", "不到", "不足"})
_ABOUT: Final = frozenset({"约", "大约", "约为", "左右", "上下", "来"})
_WORDS_BEFORE: Final = "|".join(
    sorted(
        {*_SIGNS, *_MORE, *_LESS, *_ABOUT}
        - {"左右", "上下", "来", "余", "多", "及以上", "以上", "及以下", "以下", "以内", "之内"},
        key=len,
        reverse=True,
    )
)
# 节约 and 附近 are words of their own.
_BEFORE: Final = f"(?<![节附最])(?:{_WORDS_BEFORE})"
_AFTER: Final = "左右|上下|及以上|以上|及以下|以下|以内|之内"
_YEAR: Final = "(?:19|20)[0-9]{2}"
_DAY_RANGE: Final = r"(?<![0-9])[0-9]{1,2}(?:[-—~至到、][0-9]{1,2})?"
_SMALL: Final = "[一二三四五六七八九十]"

# Numbers that name, date or order something count nothing.
_NAMES: Final = re.compile(
    "|".join(
        (
            r"\{\{[^{}\n]{0,60}\}\}",
            r"[〔\[(]" + _YEAR + r"[〕\])](?:第?[0-9]{1,5}号)?",
            r"第 ?(?:[0-9]{1,6}|[零一二三四五六七八九十百]{1,8})[\u4e00-\u9fff]?",
            _YEAR + r"[-./][0-9]{1,2}[-./][0-9]{1,2}",
            _YEAR + r" ?(?:[-—~至到] ?" + _YEAR + " ?)?年(?:度|底|初|末)?",
            r"[〇零一二三四五六七八九]{4}年",
            _DAY_RANGE
            + r" ?月(?:份|底|初|末|上旬|中旬|下旬)?(?:[0-9]{1,2} ?[日号](?:[-—~至到][0-9]{1,2} ?[日号])?)?",
            _DAY_RANGE + r" ?[日号](?![均元])",
            f"{_SMALL}{{1,3}}月(?:份|{_SMALL}{{1,3}}[日号])?",
            r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?",
            f"(?:(?<![0-9])[0-9]{{1,5}}|{_SMALL}{{1,4}})(?:[-—~至到](?:[0-9]{{1,5}}|{_SMALL}{{1,4}}))?(?:年级|季度|届|等奖|号)",
            f"(?:{_SMALL}|[0-9])(?:、(?:{_SMALL}|[0-9])){{1,3}}季度",
            f"[近前后](?:[0-9]{{1,2}}|[两{_SMALL[1:-1]}]{{1,2}})年",
            r"(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])|(?<![0-9])1[3-9][0-9]{9}(?![0-9.,元万亿])",
            r"^ {0,8}\(?[0-9]{1,2}(?:[.)、](?![0-9])){1,2}",
            r"(?<![A-Za-z])[A-Za-z]{1,20}[0-9][0-9.]{0,20}[A-Za-z]{0,20}",
            r"“[^”\n]{0,40}”",
        )
    ),
    re.MULTILINE,
)
_QUANTITY: Final = re.compile(
    rf"(?P<before>(?:(?:{_BEFORE}) ?){{0,2}})"
    r"(?:"
    rf"百分之(?P<hundredths>{CHINESE}|{ARABIC})"
    rf"|(?<![0-9A-Za-z.])(?P<number>{ARABIC}) ?(?P<scale>{SCALE}|)"
    rf"(?:%?[-—~](?P<upper>{ARABIC}) ?(?P<upper_scale>{SCALE}|))?"
    rf"(?P<more>[余多来]?) ?(?P<unit>(?:{pattern()})?)(?P<per>(?:/[0-9]*万?[\u4e00-\u9fff]{{1,3}})?)"
    rf"|(?<![第之统唯逐同进每上下这某那另])(?P<chinese>{CHINESE})(?P<chinese_more>[余多来]?)"
    rf"(?P<chinese_unit>{pattern(chinese=True)})"
    r")"
    rf"(?P<after>(?:{_AFTER})?)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number found: spans, value and range, and its unit ("" where none follows)."""

    start: int
    end: int
    digits: tuple[int, int]
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    sign: str
    approximate: bool
    contradictory: bool


def without_names(text: str) -> str:
    """Return `text`, of the same length, with full-width forms folded and dates, ordinals and 文号 blotted out."""
    return _NAMES.sub(lambda found: "\x00" * len(found[0]), same_length(text))


def numbers(folded: str) -> Iterator[Number]:
    """Yield the numbers of a text that `without_names` prepared, in order."""
    for found in _QUANTITY.finditer(folded):
        number = _read(found)
        if number is not None:
            yield number


def _read(found: re.Match[str]) -> Number | None:
    group = next(name for name in ("hundredths", "number", "chinese") if found[name] is not None)
    written, unit = found[group], "%"
    if group == "number":
        unit = (found["unit"] or "") + (found["per"] or "")
        value, step = read_arabic(written, found["scale"])
    elif re.match("[0-9]", written):
        value, step = read_arabic(written)
    else:
        read = read_chinese(written)
        if read is None:
            return None
        value, step = read, Decimal(1)
        unit = found["chinese_unit"] or "%"
    unit = normal_unit(unit)
    scaled = bool(found["scale"]) or "." in written
    upper = None
    if found["upper"]:
        upper, _ = read_arabic(found["upper"], found["upper_scale"])
        # In 3-5万 the scale belongs to both.
        value = value * (upper / read_arabic(found["upper"])[0]) if not found["scale"] and upper else value
    marks = {*found["before"].split(), found["more"] or found["chinese_more"] or "", found["after"] or ""}
    marks = {mark for whole in marks for mark in _split(whole)}
    low, high = _range(value, step, upper, marks, rounded=scaled or is_measured(unit))
    start = found.start(group) - (3 if group == "hundredths" else 0)
    return Number(
        start=found.start(),
        end=found.end(),
        digits=(start, found.end(group) + len(found["scale"] or "")),
        value=value,
        low=low,
        high=high,
        unit=unit,
        sign=next((_SIGNS[mark] for mark in sorted(marks) if mark in _SIGNS), ""),
        approximate=bool(marks & (_MORE | _LESS | _ABOUT)) or upper is not None,
        contradictory=_contradict(marks),
    )


def _split(words: str) -> Iterator[str]:
    yield from re.findall(f"{_BEFORE}|{_AFTER}|[余多来]", words)


def _contradict(marks: set[str]) -> bool:
    """Whether the marks say more and less, or more and about, at once: 近…余, 约…余, 余…左右."""
    more = marks & _MORE or {mark for mark in marks if _SIGNS.get(mark) == "≥"}
    return bool(more and marks & (_LESS | _ABOUT))


def _range(
    value: Decimal, step: Decimal, upper: Decimal | None, marks: set[str], *, rounded: bool
) -> tuple[Decimal, Decimal]:
    exact = value == value.to_integral_value()
    digits = value.to_integral_value().as_tuple().digits
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if exact and value else 0
    # 6000余 ends before 7000, 110余 before 120.
    place = max(step, Decimal(1).scaleb(zeros))
    half = step / 2 if rounded and not (value == 100 and step == 1) else Decimal(0)
    low, high = value - half, (upper if upper is not None and upper >= value else value) + half
    if marks & _ABOUT:
        low, high = min(low, value * 9 / 10), max(high, value * 11 / 10)
    if marks & _MORE:
        high = max(high, value + place)
    if marks & _LESS:
        low = min(low, value * 9 / 10)
    signs = {_SIGNS[mark] for mark in marks if mark in _SIGNS}
    if "≥" in signs:
        high = Decimal("Infinity")
    if "≤" in signs:
        low = Decimal(0)
    return low, high
