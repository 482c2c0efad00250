"""The same quantity in two places: text against tables, tables against each other, text against text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

from storage.checks.codes import Code
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.known import Known, known_figures
from storage.checks.likeness import core, covers, key, sides, touches, without_other_side
from storage.checks.subject import Passage, Subject, table_passages
from storage.quantities.quantity import Quantity, Role
from storage.quantities.reading import find_quantities

_SUM: Final = re.compile("合计|总计|[两三四]项|各项|共计?$")
_YEAR: Final = re.compile("((?:19|20)[0-9]{2})年")
_CLAUSE: Final = re.compile("[，,：:；;。]")
_PART_OF_YEAR: Final = re.compile("上半年|下半年|季度|月份")
_SHORT: Final = 2
_CLEAR: Final = 4
_COUNTED_BEFORE: Final = re.compile("[0-9](?:个|场次|次|期|部|节|场)[^。;]{0,60}$")
_JOINED: Final = re.compile("和|及|与")
_NEGATED: Final = re.compile("没|未|不")
_MOST_QUOTES: Final = 4


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity and the passage it stands in."""

    passage: Passage
    quantity: Quantity

    @property
    def quote(self) -> Quote:
        """Its words, quoted."""
        return self.passage.quote(self.quantity.start, self.quantity.end)

    @property
    def own(self) -> str:
        """The words of its own clause that say what it counts."""
        after = self.quantity.after
        return f"{self.quantity.label} {'' if after.startswith(('和', '及', '与', '、')) else after[:12]}"

    @property
    def paragraph(self) -> tuple[int, int]:
        """The paragraph it stands in."""
        return id(self.passage), self.passage.text.count("\n", 0, self.quantity.start)


@lru_cache(maxsize=1)
def stated_in(subject: Subject) -> tuple[Stated, ...]:
    """Return the quantities of all passages and of the sentences in tables, in order."""
    passages = (*subject.passages, *table_passages(subject))
    return tuple(Stated(passage, quantity) for passage in passages for quantity in find_quantities(passage.text))


def text_against_tables(subject: Subject) -> Iterator[Finding]:
    """A quantity of the text that differs from the figure of a table it names (what reviewers ask about first)."""
    for pairs in _differing_from_tables(subject).values():
        figure, first = pairs[0]
        places = "、".join(dict.fromkeys(stated.passage.where for _, stated in pairs))
        what = "目标值" if figure.role is Role.TARGET else "数"
        yield Finding(
            Code.SAME_DIFFERS,
            Severity.QUESTION,
            first.passage.section,
            f"“{figure.name}”的{what}前后不一样：{places}写的是“{first.quote.words}”，"
            f"{figure.quote.where}的表里是“{figure.shown}”，请核对后改成一样。",
            (*(stated.quote for _, stated in pairs[:_MOST_QUOTES]), figure.quote),
        )


@lru_cache(maxsize=1)
def _differing_from_tables(subject: Subject) -> Mapping[tuple[Quote, str], list[tuple[Known, Stated]]]:
    """Return what the text contradicts, by the cell and the value the text has instead."""
    differing: dict[tuple[Quote, str], list[tuple[Known, Stated]]] = defaultdict(list)
    for stated in stated_in(subject):
        # Two tables that give the same value are one thing to be told.
        for figure in {figure.value: figure for figure in reversed(_contradicted(stated, subject))}.values():
            differing[figure.quote, f"{stated.quantity.value:f}"].append((figure, stated))
    return differing


def tables_against_each_other(subject: Subject) -> Iterator[Finding]:
    """A fact and an indicator of one name with different values, where no text has been quoted against them."""
    told = {cell for cell, _ in _differing_from_tables(subject)}
    figures = [figure for figure in known_figures(subject) if figure.role is Role.ACTUAL and not figure.each]
    for one, other in combinations(figures, 2):
        if one.quote.spot.kind == other.quote.spot.kind or one.value == other.value:
            continue
        if one.quote in told or other.quote in told:
            continue
        if _same_figure(one, other, figures):
            yield Finding(
                Code.SAME_DIFFERS,
                Severity.QUESTION,
                one.quote.spot.section,
                f"“{one.name}”的数前后不一样：{one.quote.where}的表里是“{one.shown}”，"
                f"{other.quote.where}的“{other.name}”是“{other.shown}”，请核对后改成一样。",
                (one.quote, other.quote),
            )


def _same_figure(one: Known, other: Known, figures: Iterable[Known]) -> bool:
    if (
        one.role is not other.role
        or one.each is not other.each
        or one.family != other.family
        or "和" in one.name + other.name
    ):
        return False
    short, long = sorted((key(one.name), key(other.name)), key=len)
    # The head of a name says what it is; what goes before it may be left out in one place.
    same_head = covers(short, long) and short[-2:] == long[-2:]
    if not same_head or sides(short) != sides(long):
        return False
    # 开放天数 is 展厅免费开放天数 where nothing else is called so.
    return len(short) > _SHORT or (
        one.unit != "元" and sum(key(f.name) == short and f.role is one.role for f in figures) == 1
    )


@lru_cache(maxsize=1)
def _by_kind(subject: Subject) -> Mapping[tuple[str, bool, bool], list[Known]]:
    """Return the figures of the tables by what makes them comparable: unit, for each or in all, goal or not."""
    kinds: dict[tuple[str, bool, bool], list[Known]] = defaultdict(list)
    for figure in known_figures(subject):
        kinds[figure.family, figure.each, figure.role is Role.TARGET].append(figure)
    return kinds


def _contradicted(stated: Stated, subject: Subject) -> list[Known]:
    """Return the figures a quantity names and does not agree with; none where it may mean another one."""
    quantity = stated.quantity
    if (
        quantity.role not in {Role.ACTUAL, Role.TARGET}
        or _SUM.search(quantity.label)
        or _is_partial(quantity, subject.year)
    ):
        return []
    comparable = _by_kind(subject).get((quantity.family, bool(quantity.each), quantity.role is Role.TARGET), [])
    ranked = [(found, figure) for figure in comparable if (found := strength(stated, figure)) is not None]
    if not ranked:
        return []
    best = max(found for found, _ in ranked)
    meant = [figure for found, figure in ranked if found == best]
    meant += [
        figure
        for _, figure in ranked
        if figure not in meant and any(_same_figure(figure, m, known_figures(subject)) for m in meant)
    ]
    if any(quantity.allows(figure.value) for _, figure in ranked if figure not in meant):
        return []
    return [figure for figure in meant if not _fits(quantity, figure)]


def _fits(quantity: Quantity, figure: Known) -> bool:
    return quantity.value == figure.value if quantity.role is Role.TARGET else quantity.allows(figure.value)


def _is_partial(quantity: Quantity, year: str) -> bool:
    """Whether it counts a part of the year, or another year."""
    other_year = _YEAR.search(quantity.label)
    return bool(
        _PART_OF_YEAR.search(quantity.period)
        or re.search(r"[0-9]月", quantity.label)
        or (other_year is not None and other_year[1] != year)
    )


def strength(stated: Stated, figure: Known) -> tuple[int, ...] | None:
    """Return how well the words before and after a quantity name a comparable figure; None where they do not."""
    quantity, name = stated.quantity, key(figure.name)
    own, bare = stated.own, core(quantity.label)
    if not bare and not quantity.after.strip():
        # 目标50场次，实际47场次: the clause before names it.
        before = (re.split("[0-9]", clause)[0] for clause in reversed(_CLAUSE.split(quantity.context)))
        own = next((clause for clause in before if core(clause)), "")
        bare = core(own)
    if re.search("、|和|及|与", bare[-len(name) - 1 :]) and not re.search("和|及|与", name):
        return None
    if len(name) <= _SHORT or figure.unit == "元":
        return _strength_by_label(quantity, figure, name, bare)
    context = without_other_side(quantity.context, own)
    whole = f"{context} {own}"
    own = whole if figure.each else own
    named = covers(name, whole) and touches(name, own) > 0
    implied = len(bare) >= _CLEAR and covers(bare, name) and sides(name) <= sides(whole)
    # 馆内62场次 stands for 馆内活动.
    implied = implied or (bool(sides(bare)) and bare.endswith(name[:_SHORT]) and sides(name) == sides(bare))
    if not named and not implied:
        return None
    return touches(name, own), touches(name, whole), -max(own.find(name[:2]), 0)


def _strength_by_label(quantity: Quantity, figure: Known, name: str, bare: str) -> tuple[int, ...] | None:
    """Return the strength where only the words right before the number count: of short names and of money."""
    in_name, in_label = _YEAR.search(figure.name), _YEAR.search(quantity.label)
    if in_name is not None and (in_label is None or in_label[1] != in_name[1]):
        return None
    if not bare.endswith(name) and not (len(bare) >= _CLEAR and name.startswith(bare)):
        return None
    if len(bare) > len(name) + _CLEAR or (figure.unit != "元" and _COUNTED_BEFORE.search(quantity.context)):
        return None
    return int(in_name is not None), len(name)


def text_against_text(subject: Subject) -> Iterator[Finding]:
    """The same thing counted differently in two paragraphs."""
    families: dict[str, list[Stated]] = defaultdict(list)
    for stated in stated_in(subject):
        quantity = stated.quantity
        # 一次 says how something is done more often than how many there were.
        if (
            quantity.is_actual
            and quantity.value != 1
            and not _SUM.search(quantity.label)
            and not _is_partial(quantity, subject.year)
        ):
            families[quantity.family].append(stated)
    # The table has been quoted against these already.
    against_tables = {stated.quote for pairs in _differing_from_tables(subject).values() for _, stated in pairs}
    told: set[frozenset[str]] = set()
    for same_unit in families.values():
        for one, other in combinations(same_unit, 2):
            if one.quantity.agrees(other.quantity) or not same_thing(one, other):
                continue
            if one.quote in against_tables or other.quote in against_tables:
                continue
            pair = frozenset({one.quote.words, other.quote.words})
            if pair not in told:
                told.add(pair)
                yield _differing(one, other)


def _differing(one: Stated, other: Stated) -> Finding:
    soon = next((s for s in (one, other) if "目前" in s.quantity.period or "至今" in s.quantity.period), None)
    hint = f"（{soon.passage.where}写的是“{soon.quantity.period}”，也许不是全年的数）" if soon is not None else ""
    return Finding(
        Code.SAME_DIFFERS,
        Severity.QUESTION,
        other.passage.section,
        f"“{_name(one, other)}”前后不一样：{one.passage.where}写的是“{one.quote.words}”，"
        f"{other.passage.where}写的是“{other.quote.words}”{hint}，请核对后改成一样，或说明为什么不同。",
        (one.quote, other.quote),
    )


def _name(one: Stated, other: Stated) -> str:
    return max(core(one.quantity.label), core(other.quantity.label), key=len)


def same_thing(one: Stated, other: Stated) -> bool:
    """Whether two quantities of a unit, in different paragraphs, count the same thing by their words."""
    if one.paragraph == other.paragraph:
        return False
    short, long = sorted((one, other), key=lambda stated: len(core(stated.quantity.label)))
    name, whole = core(short.quantity.label), core(long.quantity.label)
    # 没有得满分 is not 得满分, and 编程和实验课 is not 实验课.
    if any(bool(word.search(name)) is not bool(word.search(whole)) for word in (_NEGATED, _JOINED)):
        return False
    if one.quantity.unit == "元":
        return len(name) >= _SHORT and name == whole and _years(one) == _years(other)
    if not covers(name, whole) or "、" in one.quantity.label + other.quantity.label:
        return False
    if len(name) >= _CLEAR:
        return name[-2:] == whole[-2:]
    # 馆外47场次 carries on the 活动 of the clause before.
    return bool(sides(name)) and whole[-2:] != name[-2:] and whole[-2:] in short.quantity.words


def _years(stated: Stated) -> list[str]:
    return re.findall(r"(?:19|20)[0-9]{2}年|上年|本年|当年", stated.quantity.label)
