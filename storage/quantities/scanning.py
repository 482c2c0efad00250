"""Where numbers with units stand in a text, and the range of values that each writing allows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from storage.quantities.numerals import (
    ARABIC,
    CHINESE,
    NUMERALS,
    SCALE,
    SCALED,
    plain_numerals,
    read_arabic,
    read_chinese,
    same_length,
)
from storage.quantities.units import is_measured, normal_unit, pattern

_SIGNS: Final = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "大于等于", "大于", "高于", "至少", "最少"), "≥"),
    **dict.fromkeys((">=", "≥", "≧", ">", "及以上", "以上"), "≥"),
    **dict.fromkeys(("不高于", "不超过", "不多于", "不大于", "小于等于", "小于", "低于", "控制在"), "≤"),
    **dict.fromkeys(("<=", "≤", "≦", "<", "及以下", "以下", "以内", "之内"), "≤"),
    **dict.fromkeys(("等于", "="), "="),
}
_MORE: Final = frozenset({"余", "多", "几", "上", "超过", "超", "逾", "突破"})
_SURPLUS: Final = frozenset({"余", "多", "几", "上"})
_LESS: Final = frozenset({"近", "将近", "接近", "不到", "不足"})
_ABOUT: Final = frozenset({"约", "大约", "约为", "左右", "上下", "来"})
_WORDS_BEFORE: Final = "|".join(
    sorted(
        {*_SIGNS, *_MORE, *_LESS, *_ABOUT}
        - {"左右", "上下", "来", "余", "多", "几", "上", "及以上", "以上", "及以下", "以下", "以内", "之内"},
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
            r"(?<![A-Za-z])(?!(?<=[0-9万 ])m[23](?![0-9A-Za-z]))[A-Za-z]{1,20}[0-9][0-9.]{0,20}[A-Za-z]{0,20}",
            r"“[^”\n]{0,40}”",
        )
    ),
    re.MULTILINE,
)
# 几十 and 数百 name no number, 进一步 and 同一 have none; 人数三十 has.
_BEFORE_CHINESE: Final = (
    rf"(?<![第之统唯逐同进每下这某那另几{NUMERALS}0-9])(?<!(?<![人次天户件个套总])数)"
    r"(?:(?P<up>上)(?=[百千万])|(?<!上))"
)
_DASH: Final = "[-—–－−~]"
_QUANTITY: Final = re.compile(
    rf"(?P<before>(?:(?:{_BEFORE}) ?){{0,2}})"
    rf"(?P<negative>(?:(?<!{_DASH})[-－−]|负)(?=[0-9百]))?(?P<money>(?:¥ ?)?)"
    r"(?:"
    rf"百分之(?P<hundredths>{CHINESE}|{ARABIC})"
    rf"|(?<![第{NUMERALS}0-9.])(?P<tenths>[二三四五六七八九2-9])成(?![员立功果为年长套人品型本都交份{NUMERALS}])"
    rf"|(?<![0-9A-Za-z.])(?<![0-9],)(?P<number>{SCALED})"
    rf"(?:(?:(?P<between>(?:{pattern()})?){_DASH}|{_DASH}{{2}}|[至到])(?P<upper>{SCALED}))?"
    rf"(?P<more>[余多来几]?) ?(?P<unit>(?:{pattern()}|\((?:{pattern()})\)次?)?)"
    r"(?P<per>(?:/[0-9]*万?[\u4e00-\u9fff]{1,3})?)"
    rf"|{_BEFORE_CHINESE}(?P<chinese>{CHINESE})(?P<chinese_more>[余多来几]?)(?P<chinese_scale>(?:(?<=[余多来几])[万亿])?)"
    rf"(?:(?:{_DASH}{{1,2}}|[至到])(?P<chinese_upper>{CHINESE}))?"
    rf"(?P<chinese_unit>{pattern(chinese=True)})"
    r")"
    rf"(?P<after>(?:{_AFTER})?)"
)
# 3万五千, 155,42 and 5元6角 go on after what was read.
_GOES_ON: Final = re.compile(f"[0-9几{NUMERALS}]|,[0-9]")
# In 3-5万 the scale belongs to both ends, in 5000-1万 it cannot.
_SCALE_AT_END: Final = re.compile(f"(?:{SCALE})$")
_CENTS_FOLLOW: Final = re.compile(f"[0-9{NUMERALS}]{{1,2}}[角分]")


# A number, or an end of a range, with the worth of its last digit.
_End: TypeAlias = tuple[Decimal, Decimal]


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
    """Return `text`, of the same length, with dates, ordinals and 文号 blotted out.

    Full-width forms and the numerals of cheques are folded.
    """
    return _NAMES.sub(lambda found: "\x00" * len(found[0]), plain_numerals(same_length(text)))


def numbers(folded: str) -> Iterator[Number]:
    """Yield the numbers of a text that `without_names` prepared, in order."""
    for found in _QUANTITY.finditer(folded):
        number = _read(found)
        if number is not None:
            yield number


def _read(found: re.Match[str]) -> Number | None:
    group = next(name for name in ("hundredths", "tenths", "number", "chinese") if found[name] is not None)
    ends = _ends(found, group)
    unit = _unit(found, group)
    if ends is None or found["negative"] or _is_cut(found, group, unit):
        return None
    (value, step), upper = ends
    more = re.findall("[余多来几]", found[group])
    marks = {*more, found["more"], found["chinese_more"], found["up"]} - {None, ""}
    marks |= {mark for whole in (found["before"], found["after"]) for mark in _split(whole)}
    low, high = _range(value, step, upper, marks, measured=is_measured(unit))
    start = found.start(group) - (3 if group == "hundredths" else 0)
    return Number(
        start=found.start(),
        end=found.end(),
        digits=(start, found.end("chinese_scale") if group == "chinese" else found.end(group)),
        value=value,
        low=low,
        high=high,
        unit=unit,
        sign=next((_SIGNS[mark] for mark in sorted(marks) if mark in _SIGNS), ""),
        approximate=bool(marks & (_MORE | _LESS | _ABOUT)) or upper is not None or group == "tenths",
        contradictory=_contradict(marks),
    )


def _unit(found: re.Match[str], group: str) -> str:
    if group in {"hundredths", "tenths"}:
        return "%"
    if group == "chinese":
        return normal_unit(found["chinese_unit"])
    written = found["unit"]
    plain = re.sub("[()]", "", written) if written.startswith("(") else written
    return normal_unit((plain or ("元" if found["money"] else "")) + found["per"])


def _is_cut(found: re.Match[str], group: str, unit: str) -> bool:
    """Whether the text goes on with the same number, so that what was read is only a part of it."""
    if found["between"] and normal_unit(found["between"]) != unit:
        return True
    if unit == "元" and _CENTS_FOLLOW.match(found.string, found.end()):
        return True
    goes_on = _GOES_ON.match(found.string, found.end())
    if goes_on is None or group != "number" or found["unit"]:
        return False
    # The groups of 109,522 say where it ends.
    return not ("," in found[group] and "," in goes_on[0])


def _ends(found: re.Match[str], group: str) -> tuple[_End, _End | None] | None:
    """Return the number, or the lower and the upper end of a range; None where either cannot be read for sure."""
    written = found[group]
    if group == "number":
        return _arabic_ends(re.sub("[余多来几]", "", written), found["upper"])
    if group == "tenths":
        digit = read_chinese(written) if written in NUMERALS else Decimal(written)
        return ((digit * 10, Decimal(10)), None) if digit is not None else None
    if re.match("[0-9]", written):
        read = read_arabic(written)
        return (read, None) if read is not None else None
    # 上万 is 上一万.
    value = read_chinese("一" + written if found["up"] and written[0] == "万" else written)
    one = Decimal({"万": 10_000, "亿": 100_000_000}.get(found["chinese_scale"], 1))
    if value is None:
        return None
    if not found["chinese_upper"]:
        return (value * one, one), None
    upper = read_chinese(found["chinese_upper"])
    scale = _SCALE_AT_END.search(found["chinese_upper"])
    if upper is not None and scale is not None and not re.search("[百千万亿]", written) and one == 1:
        shared = read_chinese(written + scale[0])
        value = shared if shared is not None and shared <= upper else value
    return ((value * one, one), (upper, Decimal(1))) if upper is not None and value * one <= upper else None


def _arabic_ends(written: str, upper_written: str | None) -> tuple[_End, _End | None] | None:
    lower = read_arabic(written)
    if upper_written is None or lower is None:
        return (lower, None) if lower is not None else None
    if re.search("[余多来几]", upper_written):
        return None
    upper = read_arabic(upper_written)
    scale = _SCALE_AT_END.search(upper_written)
    if upper is not None and scale is not None and not re.search("[百千万亿]", written):
        shared = read_arabic(written + scale[0])
        lower = shared if shared is not None and shared[0] <= upper[0] else lower
    return (lower, upper) if upper is not None and lower[0] <= upper[0] else None


def _split(words: str) -> Iterator[str]:
    yield from re.findall(f"{_BEFORE}|{_AFTER}|[余多来]", words)


def _contradict(marks: set[str]) -> bool:
    """Whether the marks say more and less, or more and about, at once: 近…余, 约…余, 余…左右."""
    more = marks & _MORE or {mark for mark in marks if _SIGNS.get(mark) == "≥"}
    return bool(more and marks & (_LESS | _ABOUT))


def _range(
    value: Decimal, step: Decimal, upper: _End | None, marks: set[str], *, measured: bool
) -> tuple[Decimal, Decimal]:
    exact = value == value.to_integral_value()
    digits = value.to_integral_value().as_tuple().digits
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if exact and value else 0
    # 6000余 ends before 7000, 110余 before 120.
    place = max(step, Decimal(1).scaleb(zeros))
    most, its_step = upper if upper is not None else (value, step)
    low, high = value - _half(value, step, measured=measured), most + _half(most, its_step, measured=measured)
    if marks & _ABOUT:
        low, high = min(low, value * 9 / 10), max(high, most * 11 / 10)
    if marks & _MORE:
        high = max(high, value * 10 if "上" in marks else value + place)
    if marks & _SURPLUS:
        low = value
    if marks & _LESS:
        low = min(low, value * 9 / 10)
    signs = {_SIGNS[mark] for mark in marks if mark in _SIGNS}
    if "≥" in signs:
        high = Decimal("Infinity")
    if "≤" in signs:
        low = Decimal(0)
    return low, high


def _half(value: Decimal, step: Decimal, *, measured: bool) -> Decimal:
    """Return how far a rounded value may be from what it stands for; 100% and 100分 are meant exactly."""
    rounded = (measured or step != 1) and not (value == 100 and step == 1)
    return step / 2 if rounded else Decimal(0)
