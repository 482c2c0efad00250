"""How things are worded: what contradicts itself, stays unfinished or is not written one way."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import sentence, title_of, typed
from storage.checks.finding import Finding, Fix, Quote, Severity
from storage.checks.matching import matches, occurs
from storage.checks.subject import Passage, Subject
from storage.quantities.reading import find_quantities

_BOUND: Final = re.compile(
    "[≥≤≧≦⩾⩽＞＜>]=?[ 　]*[0-9０-９]+(?:[.．][0-9０-９]+)?[%％‰]?|[率度][^，。；\n0-9]{0,10}[0-9.]+[%％]以上"
)
# A goal may be quoted as one, and beside its result.
_OF_A_GOAL: Final = re.compile("目标|指标值|预期|计划|要求|标准|应当|确保|力争|实际|控制数|权重|分值")
_MONEY: Final = re.compile(
    r"(?<![0-9.．,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?[ ]?(亿元|万元|元)(?!/|／|每)"
)
# Below this an amount of 元 is a price or a standard, and those are written as they are.
_PRICE: Final = Decimal(10_000)
_HALF: Final = re.compile("(?<=[一-鿿”》）])[,;:?!](?=[一-鿿“《（])")
_FULL: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
# What is called by a longer name is not called so in one clause.
_LONGEST: Final = 200
_UNFINISHED: Final = "，,、；;"
# Items of a list are short, and each may end in a comma.
_ITEM_LENGTH: Final = 20
_SALUTATION: Final = re.compile("[ 　\t]*(?:尊敬的|各位).{1,16}[，,]")
_HEADING: Final = re.compile(
    "[ 　\t]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]、?)[^。]{0,40}"
)


def results_as_goals(subject: Subject) -> Iterator[Finding]:
    """A result told as a bound, as only a goal is: 展品完好率≥97 %. One told so twice is asked about once."""
    told: dict[str, list[Quote]] = {}
    for passage in subject.passages:
        for found in matches(_BOUND, passage.text):
            around = _without_heading(sentence(passage.text, *found.span()))
            if _OF_A_GOAL.search(around):
                continue
            first = max(0, found.start() - _LONGEST)
            start = (
                max(first - 1, *(passage.text.rfind(mark, first, found.start()) for mark in "，。；：、\n,;:")) + 1
            )
            start += len(passage.text[start:]) - len(passage.text[start:].lstrip())
            quote = passage.quote(start, found.end())
            name = re.match("[^≥≤≧≦⩾⩽＞＜>0-9]*?[率度]", quote.words)
            told.setdefault(name[0] if name is not None else quote.words, []).append(quote)
    for quotes in told.values():
        yield Finding(
            Code.RESULT_AS_GOAL,
            Severity.QUESTION,
            quotes[0].spot.section,
            f"“{quotes[0].words}”是目标的写法；写的是完成情况的话，请写实际的数。",
            tuple(quotes),
        )


def rough_numbers(subject: Subject) -> Iterator[Finding]:
    """近…余, 约…余: less than the number and more than it at once."""
    for passage in typed(subject):
        for quantity in find_quantities(passage.text):
            if quantity.contradictory:
                quote = passage.quote(quantity.start, quantity.end)
                yield Finding(
                    Code.ROUGH_TWICE,
                    Severity.QUESTION,
                    passage.section,
                    f"“{quote.words}”用了两个意思不同的约数词；请只留一个，最好写准确的数。",
                    (quote,),
                )


def unfinished_sentences(subject: Subject) -> Iterator[Finding]:
    """A paragraph that stops at a comma, and a last one that stops at a semicolon."""
    for passage in typed(subject):
        lines = list(re.finditer("[^\n]+", passage.text.rstrip()))
        for position, line in enumerate(lines):
            words = line[0].rstrip()
            is_last = position == len(lines) - 1
            # A plain text may break its lines anywhere; an item of a list ends in a semicolon.
            stops = (
                _UNFINISHED
                if is_last and passage.kind == "prose"
                else _UNFINISHED[:3]
                if is_last or (subject.report is not None and len(words) > _ITEM_LENGTH)
                else ""
            )
            if not words or words[-1] not in stops or _SALUTATION.fullmatch(words):
                continue
            if subject.report is None and _HEADING.fullmatch(words):
                continue
            end = line.start() + len(words)
            fix = None
            if is_last and len(words) > 1:
                fix = Fix("句末改成“。”", ((passage.spot(end - 1, end), "。"),))
            start = max(line.start(), end - 20)
            yield Finding(
                Code.SENTENCE_UNFINISHED,
                Severity.ERROR if is_last else Severity.QUESTION,
                passage.section,
                f"“…{passage.text[start:end]}”停在“{words[-1]}”上，话没有说完；请补完，或改成句号。",
                (passage.quote(start, end),),
                fix,
            )


def mixed_units(subject: Subject) -> Iterator[Finding]:
    """Large amounts in 元 in one place and in 万元 in another."""
    first: dict[str, tuple[Passage, re.Match[str]]] = {}
    for passage in subject.passages:
        for found, amount in _amounts(passage.text):
            if found[3] == "万元" or (found[3] == "元" and amount >= _PRICE):
                first.setdefault(found[3], (passage, found))
    if len(first) > 1:
        quotes = tuple(passage.quote(*found.span()) for passage, found in first.values())
        yield Finding(
            Code.UNITS_MIXED,
            Severity.HINT,
            quotes[0].spot.section,
            "金额有的用元、有的用万元；请统一用一种单位，便于核对。",
            quotes,
        )


def mixed_decimals(subject: Subject) -> Iterator[Finding]:
    """Amounts of one unit with two, one and no decimals in one section."""
    for passage in subject.passages:
        for unit in ("元", "万元"):
            places: dict[int, Quote] = {}
            for found, amount in _amounts(passage.text):
                # 万元 are given with the decimals they have, and with none where there are none.
                if found[3] == unit and (found[2] if unit == "万元" else amount >= _PRICE):
                    places.setdefault(len(found[2] or ".") - 1, passage.quote(*found.span()))
            if len(places) > 1:
                yield Finding(
                    Code.DECIMALS_MIXED,
                    Severity.HINT,
                    passage.section,
                    f"同一节里以{unit}为单位的金额，小数位数不一样；请统一。",
                    tuple(places.values()),
                )


def mixed_punctuation(subject: Subject) -> Iterator[Finding]:
    """A half-width comma between Chinese words, where the text has full-width ones too."""
    if not any("，" in passage.text for passage in subject.passages):
        return
    for passage in typed(subject):
        found = matches(_HALF, passage.text)
        if found:
            around = tuple(passage.quote(max(0, at.start() - 4), at.end() + 4) for at in found)
            changes = tuple((passage.spot(*at.span()), _FULL[at[0]]) for at in found)
            yield Finding(
                Code.PUNCTUATION_MIXED,
                Severity.HINT,
                passage.section,
                f"“{around[0].words}”里的“{found[0][0]}”是半角的；中文里用全角标点。",
                around,
                Fix("改成全角标点", changes),
            )


def results_without_figures(subject: Subject) -> Iterator[Finding]:
    """A section on money without an amount, or on what was reached without a number."""
    for passage in subject.passages:
        title = title_of(subject, passage)
        if len(passage.text.strip()) < 20:
            continue
        about_money = re.search("资金.*(?:安排|落实|到位|投入|执行|使用|对比)", title)
        if about_money and not occurs(_MONEY, passage.text) and not _has_table(subject, passage.section):
            message = "这一节讲资金，却没有一个金额；请写明下达、到位或支出了多少。"
            yield _bare(passage, Code.SECTION_WITHOUT_AMOUNT, message)
        elif re.search("(?:目标|指标|绩效).*(?:完成|实现)", title) and not re.search(
            "[0-9０-９]", _without_heading(passage.text)
        ):
            message = "这一节讲完成情况，却没有一个数；请对照指标写目标多少、做到多少。"
            yield _bare(passage, Code.SECTION_WITHOUT_FIGURE, message)


def _has_table(subject: Subject, section_id: str) -> bool:
    """Whether the figures stand in a table beside the text."""
    section = subject.report.section(section_id) if subject.report is not None else None
    tables = (section.facts, section.funds) if section is not None else ()
    return any(table is not None and not table.is_blank() for table in tables)


def _bare(passage: Passage, code: Code, message: str) -> Finding:
    end = min(len(passage.text), 20)
    return Finding(code, Severity.QUESTION, passage.section, message, (passage.quote(0, end),))


@lru_cache(maxsize=64)
def _amounts(text: str) -> tuple[tuple[re.Match[str], Decimal], ...]:
    return tuple((found, Decimal(found[1].replace(",", "") + (found[2] or ""))) for found in _MONEY.finditer(text))


def _without_heading(text: str) -> str:
    """Return text without a heading it starts with on the same line: 效益目标： is no goal."""
    return re.sub("^[ 　\t]*[（(]?[一二三四五六七八九十]+[）)、][^。：:；;\n]{0,40}[：:；;]", "", text)
