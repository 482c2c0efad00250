"""Figures that known sentences of a text state, offered one by one with the words each was read from.

Nothing is guessed. An account is offered where its amounts add up to the total it states; a quantity, where the
words around it name a fact the outline asks for, in the fact's unit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final, TypeAlias

from storage.checks.agreement import Stated, strength
from storage.checks.known import Known
from storage.checks.likeness import core, covers, key, sides, without_other_side
from storage.checks.subject import Passage
from storage.outline import AskedFact, Outline
from storage.quantities.quantity import Quantity, Role
from storage.quantities.reading import find_quantities
from storage.quantities.units import family, normal_unit
from storage.report.funds import Source, Use, UsePart
from storage.report.report import Report, Section

_VERBS: Final = re.compile(
    "^(?:其中|分别|主要|用于|支出|支付|缴纳|发放|拨付|使用|安排|到位|下达|一是|二是|[：:、，,（(\\s])+"
)
_OF_SOURCE: Final = re.compile("结转|拨款|财政|自筹|中央|省级|市级|县级|上级|资金$")
_CARRIED: Final = re.compile("结转|结余")
# No account has more; each of them may be the total of those after it.
_MOST_AMOUNTS: Final = 500
_THIS_YEAR: Final = re.compile("拨款|财政|中央|省级|市级|县级|上级|当年|本年|(?:19|20)[0-9]{2}年")


@dataclass(frozen=True, slots=True)
class SourceOffer:
    """A source of money: its name, its kind by the outline, 全年执行数 in 元, and the words that say so."""

    name: str
    kind: str
    executed: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class UseOffer:
    """A use of the money in 元 with its parts, and the words that say so."""

    category: str
    amount: Decimal
    parts: tuple[tuple[str, Decimal], ...]
    words: str


@dataclass(frozen=True, slots=True)
class FactOffer:
    """A value of a fact that a section asks for, in the fact's unit, and the words that say so.

    `exact` is off where the words are rough (6000余) or a bound (≥97%).
    """

    section: str
    name: str
    unit: str
    value: Decimal
    words: str
    exact: bool = True


Offer: TypeAlias = SourceOffer | UseOffer | FactOffer


@dataclass(frozen=True, slots=True)
class _Item:
    """An amount of an account with what it is called; `inside` says that it stands in another's brackets."""

    name: str
    quantity: Quantity
    inside: bool


def offers(texts: Mapping[str, str], outline: Outline) -> list[Offer]:
    """Return what the texts of a report's sections, by section, offer for its tables.

    Of each account the first that adds up is offered, of each fact the value in the section that asks for it
    before others.
    """
    asked_funds = any("funds" in section.blocks for section in outline.sections)
    accounts = (_account(line, outline) for text in texts.values() for line in text.split("\n"))
    account = next((found for found in accounts if found), []) if asked_funds else []
    return [*account, *_facts(texts, outline)]


def accept(report: Report, offer: Offer) -> None:
    """Put one offer into its table; a fact that has a value already gets the offered one.

    :raises KeyError: when the report has no such table.
    """
    match offer:
        case SourceOffer() | UseOffer():
            section = _with_funds(report)
            if section.funds is None:
                raise KeyError("funds")
            if isinstance(offer, SourceOffer):
                _put_source(section.funds.sources, offer)
            else:
                parts = [UsePart(name=name, amount=amount) for name, amount in offer.parts]
                section.funds.uses.append(
                    Use(category=offer.category, amount="" if parts else offer.amount, parts=parts)
                )
        case FactOffer():
            section = report.section(offer.section)
            rows = section.facts.rows if section.facts is not None else []
            fact = next((fact for fact in rows if fact.name == offer.name), None)
            if fact is None:
                raise KeyError(offer.name)
            fact.value = offer.value
    report.touch(section)


def _put_source(sources: list[Source], offer: SourceOffer) -> None:
    """Put a source into the row its kind has waiting, or into a new one."""
    row = Source(name=offer.name, kind=offer.kind, executed=offer.executed)
    for position, source in enumerate(sources):
        if source.is_blank() and source.kind == offer.kind:
            sources[position] = row
            return
    sources.append(row)


def _with_funds(report: Report) -> Section:
    for section in report.sections:
        if section.funds is not None:
            return section
    raise KeyError("funds")


def _account(line: str, outline: Outline) -> list[Offer]:
    """Return the account a paragraph gives: a total, then amounts that add up to it, once or twice over.

    Money is told by where it comes from, by what it was used for, or by both, each adding up to all of it.
    """
    items = list(islice(_items(line), _MOST_AMOUNTS))
    for start, total in enumerate(items):
        groups: list[list[_Item]] = []
        rest = items[start + 1 :]
        while group := _adding_up(rest, total.quantity.value):
            groups.append(group)
            rest = rest[len(group) :]
        if groups:
            sources = groups[0] if _are_sources(groups[0]) else []
            uses = next((group for group in groups if group is not sources), [])
            return [*(_source(item, line, outline) for item in sources), *_uses(uses, line)]
    return []


def _items(line: str) -> Iterator[_Item]:
    depth, last = 0, 0
    for quantity in find_quantities(line):
        between = line[last : quantity.start]
        depth = max(0, depth + len(re.findall("[（(]", between)) - len(re.findall("[）)]", between)))
        last = quantity.end
        if quantity.unit == "元" and quantity.is_actual and not quantity.approximate:
            yield _Item(_VERBS.sub("", quantity.label), quantity, inside=depth > 0)


def _adding_up(items: Sequence[_Item], total: Decimal) -> list[_Item]:
    """Return the first items, with those in their brackets, whose amounts add up to the total; two at least."""
    added, count = Decimal(0), 0
    for position, item in enumerate(items):
        if item.inside:
            continue
        added, count = added + item.quantity.value, count + 1
        if added == total and count > 1:
            end = next((n for n in range(position + 1, len(items)) if not items[n].inside), len(items))
            return list(items[:end])
        if added > total:
            break
    return []


def _are_sources(group: Sequence[_Item]) -> bool:
    return all(_OF_SOURCE.search(item.name) for item in group if not item.inside)


def _source(item: _Item, line: str, outline: Outline) -> SourceOffer:
    wanted = "结转" if _CARRIED.search(item.name) else "当年" if _THIS_YEAR.search(item.name) else "其他"
    kind = next((kind for kind in outline.fund_kinds if wanted in kind), outline.fund_kinds[-1])
    return SourceOffer(item.name, kind, item.quantity.value, _words(item, line))


def _uses(group: Sequence[_Item], line: str) -> Iterator[UseOffer]:
    for position, item in enumerate(group):
        if item.inside:
            continue
        end = next((n for n in range(position + 1, len(group)) if not group[n].inside), len(group))
        parts = tuple((part.name, part.quantity.value) for part in group[position + 1 : end])
        if sum((amount for _, amount in parts), Decimal(0)) != item.quantity.value:
            parts = ()
        words = line[item.quantity.start - len(item.quantity.label) : group[end - 1].quantity.end]
        yield UseOffer(item.name, item.quantity.value, parts, words)


def _words(item: _Item, line: str) -> str:
    return line[max(0, item.quantity.start - len(item.quantity.label)) : item.quantity.end]


def _facts(texts: Mapping[str, str], outline: Outline) -> Iterator[FactOffer]:
    stated = [
        Stated(Passage(section, section, text), quantity)
        for section, text in texts.items()
        for quantity in find_quantities(text)
        if quantity.role is Role.ACTUAL
    ]
    families = [family(fact.unit) for section in outline.sections for fact in section.facts]
    ranked = [
        (one.passage.section == section.id, found, number, section.id, fact)
        for section in outline.sections
        for fact in section.facts
        if fact.unit != "元"
        for number, one in enumerate(stated)
        if (found := _fits(one, fact, alone=families.count(family(fact.unit)) == 1)) is not None
    ]
    chosen: dict[str, FactOffer] = {}
    taken: set[int] = set()
    # Sorting keeps what ranks the same in the order of the text.
    for _, _, number, section_id, fact in sorted(ranked, key=lambda entry: entry[:2], reverse=True):
        if fact.name in chosen or number in taken:
            continue
        taken.add(number)
        text, quantity = stated[number].passage.text, stated[number].quantity
        words = text[quantity.start - len(quantity.label) : quantity.end]
        exact = not (quantity.approximate or quantity.sign)
        chosen[fact.name] = FactOffer(section_id, fact.name, fact.unit, quantity.value, words, exact)
    asked = [fact.name for section in outline.sections for fact in section.facts]
    yield from sorted(chosen.values(), key=lambda offer: asked.index(offer.name))


def _fits(stated: Stated, fact: AskedFact, *, alone: bool) -> tuple[int, ...] | None:
    """Return how well the words around a quantity name a fact; None where they do not, or the unit is another.

    `alone` says that no other fact is counted in this unit, so that the end of its name says enough.
    """
    each = "每" in fact.name
    if family(fact.unit) != stated.quantity.family or each is not bool(stated.quantity.each):
        return None
    found = strength(stated, Known(fact.name, Decimal(0), normal_unit(fact.unit), stated.quote, each=each))
    if found is not None:
        return found
    name, quantity = key(fact.name), stated.quantity
    if each:
        # 馆内62场次，每次40人: what is counted stands before.
        named = covers(name, without_other_side(quantity.context, "")) and sides(name) <= sides(quantity.context)
    else:
        named = alone and core(quantity.label).endswith(name)
    return (0,) if named else None
