"""Every quantity of a text, with what it counts, when, and whether it is an actual, a goal or a difference."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from storage.quantities.numerals import NUMERALS
from storage.quantities.quantity import Quantity, Role
from storage.quantities.scanning import Number, numbers, without_names

_SENTENCE_END: Final = re.compile(r"[。!?！？\n]")
_ITEM_END: Final = re.compile(r"[。!?！？;\n]")
# A comma inside a number was taken with it.
_CLAUSE_END: Final = re.compile(r"[,:()。!?！？;\n]")
_ANY_NUMBER: Final = re.compile(f"[0-9０-９{NUMERALS}壹贰叁肆伍陆柒捌玖拾佰仟]")
_REACH: Final = 40
_CONTEXT: Final = 80
_AFTER: Final = re.compile(r"[\u4e00-\u9fff《》“”·]{0,14}")
_EACH: Final = re.compile(
    r"每(?:一|个)?(场次|人次|场|次|期|节|人|名|户|天|日|周|月|年|季度|季|半年|村|站|份|学期)|([人场次日月年户])均"
)
_COUNTED: Final = re.compile(r"(人次|场次|人数|天数|次数|个数|户数)(?:目标|实际)*(?:为|是|达到|达|共|约|:|、)*$")
_UNIT_OF_NOUN: Final = {"人数": "人", "天数": "天", "次数": "场次", "个数": "个", "户数": "户"}
_MONEY_NOUN: Final = re.compile("资金|经费|支出|预算|收入|拨款|专款|费|款")
_TARGET: Final = re.compile(
    "目标|计划|任务数|拟|力争|争取|确保|控制数|原定|预期|预计|应当|(?:提高|增加|提升|扩大)到|建议|年内要|将达|申报数"
)
_REACHED: Final = re.compile("实际|完成(?!目标)|已|达到|实现")
_TARGET_SENTENCE: Final = re.compile("(?<!效益)目标(?:是|为)?[,:]|目标是|计划(?:是|为)?:")
_AHEAD: Final = re.compile("下一步|今后|明年|下一?年度|下年|年度?绩效目标:|次年")
_EARLIER: Final = re.compile("上年(?!结转|度结转|结余|[^,、]{0,8}应付)|去年|上一年(?!度?结转)|往年|上年同期")
_DIFFERENCE: Final = re.compile(
    "(?:多|少|缺|低|高|超|超出|超过|超支|节约|节余|增加|减少|增长|下降|提高|降低|漏登|补记|补|新增|相差|差|差额|追加|调减"
    "|压减|扣|扣除|扣减[^,。;]{0,10})(?:了|出|支出|支付|安排|完成|得分)?$"
)
_BEYOND: Final = re.compile("(?:超出|超过|突破)(?:目标|计划|预算|控制数)$")
_LEADING_IN: Final = re.compile("(?:为|是|达|(?<!节)约| )+$")
_AT_LEAST: Final = re.compile("不[少低高超多大小]|至少|最少")
_AFTER_NUMBER: Final = re.compile("超出|超过|比|较|低于|高于")
# 其他收入 and 其他支出 are kinds of money in a budget, and no rest.
_REST: Final = re.compile("其余|剩余(?!资金)|余下|其他(?:为|是|共|约)*$")
_PERIOD: Final = re.compile(
    "全年|上半年|下半年|[一二三四]季度|(?:至|截至|截止|到)?目前|截[至止][^,。;]{0,12}|至今|年末|年初|[0-9]{1,2}月份?|(?:19|20)[0-9]{2}年"
)


@lru_cache(maxsize=1024)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of `text` in order; dates, ordinals, 文号 and numbers without a unit are none.

    A number without a unit counts where the words before it name what it counts: 参观人次109,522.
    """
    found: list[Quantity] = []
    start = 0
    for line in text.split("\n"):
        found += [quantity.moved(start) for quantity in _in_line(line)]
        start += len(line) + 1
    return tuple(found)


# No quantity, and none of the words that tell what it counts, reaches beyond its line: of a text that is being
# typed in, one line has to be read again.
@lru_cache(maxsize=2048)
def _in_line(line: str) -> tuple[Quantity, ...]:
    return tuple(_Reader(line).read()) if _ANY_NUMBER.search(line) else ()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = without_names(text)
        self.numbers = list(numbers(self.folded))
        self.sentences = self._ends(_SENTENCE_END)
        self.items = self._ends(_ITEM_END)
        self.clauses = self._ends(_CLAUSE_END)

    def _ends(self, mark: re.Pattern[str]) -> list[int]:
        """Return where sentences or clauses start; the marks inside a number end none."""
        inside = iter(self.numbers)
        number = next(inside, None)
        starts = [0]
        for found in mark.finditer(self.folded):
            while number is not None and number.end <= found.start():
                number = next(inside, None)
            if number is None or not number.start <= found.start() < number.end:
                starts.append(found.end())
        return starts

    def read(self) -> Iterator[Quantity]:
        previous: Number | None = None
        for number in self.numbers:
            quantity = self._quantity(number, previous)
            if quantity is not None:
                yield quantity
                previous = number

    def _quantity(self, number: Number, previous: Number | None) -> Quantity | None:
        clause, item, sentence = (
            starts[bisect_right(starts, number.start) - 1] for starts in (self.clauses, self.items, self.sentences)
        )
        same_clause = previous is not None and previous.end > clause
        start = max(clause, previous.end if previous is not None else 0)
        label = self.text[max(start, number.start - _REACH) : number.start]
        unit = number.unit or self._unit_of(label, number)
        if not unit:
            return None
        before = self.folded[max(sentence, number.start - 2 * _CONTEXT) : number.start]
        found = _AFTER.match(self.text, number.end)
        each = next(reversed(list(_EACH.finditer(label))), None)
        periods = _PERIOD.findall(self.text[max(sentence, start - _CONTEXT) : number.start])
        return Quantity(
            start=number.start,
            end=number.end,
            digits=number.digits,
            value=number.value,
            low=number.low,
            high=number.high,
            unit=unit,
            sign=number.sign,
            approximate=number.approximate,
            contradictory=number.contradictory,
            label=label.lstrip("、和及与，, 为").rstrip(),
            after=found[0] if found is not None else "",
            context=self.text[max(item, start - _CONTEXT) : start],
            each=(each[1] or each[2] if each is not None else "") or unit.partition("/")[2],
            period=periods[-1] if periods else "",
            role=self._role(number, label, max(clause, number.start - _REACH), before, adjoining=same_clause),
            within="其中" in before,
            sentence=sentence,
        )

    def _unit_of(self, label: str, number: Number) -> str:
        """Return the unit a number has by the words before it, "" where they name none."""
        noun = _COUNTED.search(label.rstrip())
        if noun is not None:
            return _UNIT_OF_NOUN.get(noun[1], noun[1])
        scaled = self.folded[number.digits[1] - 1] in "万亿"
        return "元" if scaled and _MONEY_NOUN.search(label) else ""

    def _role(self, number: Number, label: str, clause_start: int, sentence: str, *, adjoining: bool) -> Role:
        clause = self.folded[clause_start : number.start]
        after = self.folded[number.end : number.end + 6]
        bare = _LEADING_IN.sub("", label)
        if _REST.search(label):
            return Role.REST
        if _DIFFERENCE.search(bare) or (_BEYOND.search(bare) and not re.match("[0-9的]", after)):
            return Role.DIFFERENCE
        if adjoining and not label.strip() and _AFTER_NUMBER.search(clause):
            return Role.DIFFERENCE
        if re.match("的?(?:目标|计划|任务|控制数|要求)", after) or _AT_LEAST.match(self.folded, number.start):
            return Role.TARGET
        goals, reached = list(_TARGET.finditer(clause)), list(_REACHED.finditer(clause))
        if goals and (not reached or goals[-1].start() > reached[-1].start()):
            return Role.TARGET
        if _EARLIER.search(label):
            return Role.EARLIER
        return Role.TARGET if _sets_goals(sentence, clause) else Role.ACTUAL


def _sets_goals(sentence: str, clause: str) -> bool:
    """Whether the sentence sets out goals or what is to be done, and the clause itself tells of nothing done."""
    ahead = _TARGET_SENTENCE.search(sentence) or _AHEAD.search(sentence)
    return ahead is not None and not re.search("实际|已", clause)
