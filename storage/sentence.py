"""The patterns of an outline's standard sentences, from which a section's text is built.

    [{{年度}}年，]共支出{{支出合计}}[，其中<用途|、|{名称}{{金额}}[（含<其中|、|{名称}{{金额}}>）]>]。

`{{名称}}` refers to a figure. `[…]` is a clause, left out where a figure in it is blank or it shows none at all.
`<行|分隔|内容>` repeats its content for each row of a table, in which `{名称}` is the row's name and `{{…}}` one
of its own figures; a row in which one is blank is left out. `<列举|分隔|内容|内容>` strings together what is not
blank. What is left over of the punctuation when something is left out is put in order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

NAME: Final = "名称"
LISTING: Final = "列举"
PARTS: Final = "其中"
# What a row of each table has: its figures by the names that patterns use.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "来源": ("年初预算数", "全年预算数", "全年执行数", "执行率", "结余"),
    "用途": ("金额", "占比"),
    PARTS: ("金额",),
    "数据": ("数值",),
    "一级指标": ("得分", "分值"),
}


_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Words:
    """Text that is printed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure: of the report, or within a loop of the row."""

    name: str


@dataclass(frozen=True, slots=True)
class RowName:
    """The name of the row."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What is left out as a whole."""

    items: "Items"


@dataclass(frozen=True, slots=True)
class Loop:
    """Contents strung together: the one for each row, or with `列举` one after the other."""

    over: str
    separator: str
    contents: tuple["Items", ...]


Item: TypeAlias = Words | Mention | RowName | Clause | Loop
Items: TypeAlias = tuple[Item, ...]

_TOKEN: Final = re.compile(r"\{\{([^{}]*)\}\}|\{([^{}]*)\}|([\[\]<>|{}])|[^\[\]<>|{}]+")


class PatternError(ValueError):
    """What is wrong in a pattern, as a Chinese clause."""


@cache
def parse(pattern: str) -> Items:
    """Read a pattern.

    :raises PatternError: saying what is wrong and at which words.
    """
    reader = _Reader(pattern)
    items = reader.items("", "")
    if not any(_mentions(item) for item in items):
        raise PatternError("句式里没有引用任何数据，写成 {{数据的名称}}")
    return items


def mentions(items: Items) -> set[str]:
    """Return the names of the report's figures that a pattern refers to, without those of rows."""
    found: set[str] = set()
    for item in items:
        match item:
            case Mention(name):
                found.add(name)
            case Clause(inner):
                found |= mentions(inner)
            case Loop(over, _, contents) if over == LISTING:
                found |= {name for content in contents for name in mentions(content)}
    return found


def _mentions(item: Item) -> bool:
    match item:
        case Clause(inner):
            return any(map(_mentions, inner))
        case Loop(_, _, contents):
            return any(_mentions(inner) for content in contents for inner in content)
        case Mention() | RowName():
            return True
    return False


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pieces = list(_TOKEN.finditer(pattern))
        self._at = 0
        self._depth = 0

    def _next(self) -> str:
        return self._pieces[self._at][0] if self._at < len(self._pieces) else ""

    def items(self, row: str, end: str) -> Items:
        """Read up to one of the characters in `end`, within a loop over `row` rows."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PatternError("[ ] 和 < > 套得太深")
        items: list[Item] = []
        while piece := self._next():
            if piece in end:
                break
            match = self._pieces[self._at]
            self._at += 1
            if match[1] is not None:
                items.append(self._mention(match[1].strip(), row))
            elif match[2] is not None:
                if match[2].strip() != NAME or not row:
                    raise PatternError(f"{piece} 不认识：引用数据写成 {{{{名称}}}}，{{名称}} 只在 <> 里用")
                items.append(RowName())
            elif piece == "[":
                items.append(self._clause(row))
            elif piece == "<":
                items.append(self._loop(row))
            elif match[3] is not None:
                raise PatternError(f"“{piece}”不成对，或写在了不该写的地方")
            else:
                items.append(Words(piece))
        if end and not self._next():
            raise PatternError(f"到句式末尾还缺“{end[-1]}”")
        self._depth -= 1
        return tuple(items)

    @staticmethod
    def _mention(name: str, row: str) -> Mention:
        if row and name not in ROWS[row]:
            raise PatternError(f"“{row}”的一行里没有 {{{{{name}}}}}，只能用 {'、'.join(ROWS[row])}")
        return Mention(name)

    def _clause(self, row: str) -> Clause:
        items = self.items(row, "]")
        self._at += 1
        if not any(map(_mentions, items)):
            raise PatternError("[ ] 里没有引用任何数据，永远不会写出来")
        return Clause(items)

    def _loop(self, row: str) -> Loop:
        over, separator = self._plain(), self._plain()
        if over != LISTING and over not in ROWS:
            raise PatternError(f"<{over}|…> 不认识，只能用 {'、'.join([*ROWS, LISTING])}")
        if over == PARTS and row != "用途":
            raise PatternError(f"<{PARTS}|…> 只能写在 <用途|…> 里面")
        if row and over not in {PARTS, LISTING}:
            raise PatternError(f"<{over}|…> 不能写在 <{row}|…> 里面")
        inner = row if over == LISTING else over
        contents = [self.items(inner, "|>")]
        while self._next() == "|":
            self._at += 1
            contents.append(self.items(inner, "|>"))
        self._at += 1
        if over != LISTING and len(contents) > 1:
            raise PatternError(f"<{over}|…> 要写成 <{over}|分隔|内容>，多了“|”")
        if not all(any(map(_mentions, content)) for content in contents):
            raise PatternError(f"<{over}|…> 里有一段没有引用任何数据")
        return Loop(over, separator, tuple(contents))

    def _plain(self) -> str:
        """Read words up to the next bar."""
        words = ""
        if self._next() not in {"", "|"} and self._pieces[self._at].lastindex is None:
            words = self._next()
            self._at += 1
        if self._next() != "|":
            raise PatternError("< > 要写成 <行|分隔|内容>")
        self._at += 1
        return words
