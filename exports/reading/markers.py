"""The numbers headings begin with, as they are written: 一、 （一） (一)、 1. 1、 1). （1） ① 1.1 第一部分."""

import re
from dataclasses import dataclass
from typing import Final

_DIGITS: Final = "一二三四五六七八九"
_NUMERAL: Final = f"[{_DIGITS}十]{{1,3}}"
_NUMBER: Final = "[0-9０-９]{1,2}"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED: Final = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_FOLD: Final = {0xFF10 + digit: ord("0") + digit for digit in range(10)}
# 1.2023年 is a first heading about a year, 1.5万元 and 2023.1.1 are none.
_NO_FIGURE: Final = "(?![0-9０-９])|(?=(?:19|20)[0-9]{2}年)"
_COUNTED: Final = "[万亿元%％倍米吨个人次天家公里平方亩户元分小千百‰℃度年月日]"


@dataclass(frozen=True, slots=True)
class Marker:
    """A number before a heading: the words as they stand, its family, its value and where it ends in the text.

    Numbers of one family are counted on from one another; `rank` is how deep a family usually stands, from 0.
    """

    words: str
    family: str
    value: int
    end: int

    @property
    def rank(self) -> float:
        """How deep numbers of this family usually stand, from 0."""
        return RANKS[self.family]


RANKS: Final = {"part": 0, "cn": 1, "cn()": 2, "n.": 3, "n.n": 3.5, "n.n.n": 4, "n)": 4, "(n)": 5, "o": 6}
_FORMS: Final = (
    ("part", re.compile(rf"第(?P<value>{_NUMERAL}|{_NUMBER})(?:部分|章|节|篇)[、:：.． 　\t]*")),
    (
        "cn",
        re.compile(
            rf"(?P<value>{_NUMERAL}) ?[、.．]"
            rf"(?![{_DIGITS}十]{{1,3}}(?:[、季月年级是楼层等号期批类届轮区线环组班]|产业))"
        ),
    ),
    ("cn", re.compile(rf"(?P<value>{_NUMERAL})[，,](?![{_DIGITS}十])")),
    (
        "cn()",
        re.compile(rf"[（(〔【\[] ?(?P<value>{_NUMERAL}) ?[）)〕】\]][、.．]?(?!(?:中队|大队|支队|标段|号楼))"),
    ),
    ("cn()", re.compile(f"(?P<value>[{_BRACKETED}])[、.．]?")),
    (
        "n.n.n",
        re.compile(rf"(?P<parts>[0-9]{{1,2}}(?:[.．][0-9]{{1,2}}){{2,3}})[.．、]?(?![0-9.．])(?!{_COUNTED})"),
    ),
    ("n.n", re.compile(rf"(?P<parts>[0-9]{{1,2}}[.．][0-9]{{1,2}})[.．、]?(?![0-9.．])(?! ?{_COUNTED})")),
    ("n.", re.compile(rf"(?P<value>{_NUMBER})(?: ?[)）])? ?[.．、](?:{_NO_FIGURE})")),
    ("n)", re.compile(rf"(?P<value>{_NUMBER})[)）](?![0-9])")),
    ("(n)", re.compile(rf"[（(] ?(?P<value>{_NUMBER}) ?[）)][、.．]?")),
    ("o", re.compile(f"(?P<value>[{_CIRCLED}])[、.．]?")),
)
INLINE: Final = re.compile(
    rf"{_NUMERAL}、|[（(]{_NUMERAL}[）)]|(?<![0-9０-９.．]){_NUMBER}[.．、](?![0-9０-９])|[（(]{_NUMBER}[）)]"
)
"""Where a marker may stand inside a line; `read_marker` says whether it is one."""


def read_marker(text: str, start: int = 0) -> Marker | None:
    """Return the marker that begins at `start`, or None.

    一、二季度, (2个), 12.5万元 and 2023.1.1 begin with none.
    """
    for family, form in _FORMS:
        found = form.match(text, start)
        if found is None:
            continue
        groups = found.groupdict()
        if written := groups.get("parts"):
            value = int(re.split("[.．]", written)[-1])
        else:
            value = _value(groups["value"])
        if value:
            return Marker(found[0].rstrip(" 　\t"), family, value, found.end())
    return None


def _value(written: str) -> int:
    for row in (_CIRCLED, _BRACKETED):
        if written in row:
            return row.index(written) + 1
    if written.translate(_FOLD).isdecimal():
        return int(written.translate(_FOLD))
    tens, ten, ones = written.rpartition("十")
    if any(len(part) > 1 for part in (tens, ones)) or (ten == "" and len(ones) != 1):
        return 0
    return 10 * ((_DIGITS.find(tens) + 1 if tens else 1) if ten else 0) + (_DIGITS.find(ones) + 1 if ones else 0)
