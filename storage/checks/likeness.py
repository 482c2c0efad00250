"""Whether two names mean the same thing, as far as their characters tell."""

import re
from functools import lru_cache
from typing import Final

_UNIT_NOUN: Final = re.compile("(?:场次|人次|人数|天数|次数|个数|数量|总?面积|金额)$")
_FILLER: Final = re.compile(
    "略|只有|仅|共计|合计|总计|累计|年度|全年|本年|今年|至?目前|实际|完成|达到|支出|支付|缴纳|开展|举办|组织|接待|放映|播放|开设|另开|实现|其中|分别"
    "|平均|每[场次期节人天月]|目标|计划|控制数|统一|各类|各种|共|已|达|为|是|有|约|了|的|等|在|全县|(?:19|20)[0-9]{2}年|[0-9]+月"
    r"|[^\u4e00-\u9fff]"
)
_SIDES: Final = (("内", "外"),)


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """Return a figure's name without the noun of its unit: 馆外活动场次 is 馆外活动."""
    bare = re.sub(r"[^\u4e00-\u9fff]|平均每[场次期节]|每[场次期节]", "", name)
    shorter = _UNIT_NOUN.sub("", bare)
    return shorter if len(shorter) >= 2 else bare


@lru_cache(maxsize=4096)
def core(label: str) -> str:
    """Return what is left of a clause's words when those that count, do or introduce are taken out."""
    return _UNIT_NOUN.sub("", _FILLER.sub("", label))


def sides(words: str) -> frozenset[str]:
    """Return which sides a name takes: 内 in 馆内活动, both in 馆内外."""
    return frozenset(re.findall("[内外]|线上|线下", words))


def covers(name: str, text: str) -> bool:
    """Whether `name` can be put together from pieces of `text`: 馆外活动 from 馆外展教活动.

    Pieces have at least two characters; one single character may be left over where it stands in the text too.
    """
    start, singles = 0, 0
    while start < len(name):
        end = start + 2
        if end > len(name) or name[start:end] not in text:
            singles += 1
            if singles > 1 or len(name) < 4 or name[start] not in text:
                return False
            start += 1
            continue
        while end < len(name) and name[start : end + 1] in text:
            end += 1
        start = end
    return bool(name)


def touches(name: str, text: str) -> int:
    """Return how many neighbouring pairs of characters of `name` stand in `text`."""
    return sum(name[start : start + 2] in text for start in range(len(name) - 1))


def without_other_side(context: str, own: str) -> str:
    """Return `context` without what the nearer words exclude: 馆内 where they speak of 馆外.

    Where the own words take no side, the side named last in the context is the one meant.
    """
    for first, second in _SIDES:
        taken = re.findall(f"([馆校场园院厂区])({first}|{second})(?!{first}|{second})", context + own)
        if taken:
            place, side = taken[-1]
            context = context.replace(place + (second if side == first else first), "")
    return context
