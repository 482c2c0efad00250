"""How many times and how many people: 场次 × 每场人数, 每月一次, what is listed against what is counted."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from storage.checks.agreement import Stated, same_thing
from storage.checks.codes import Code
from storage.checks.finding import Finding, Severity
from storage.checks.matching import matches, occurs
from storage.checks.subject import Passage, Subject
from storage.figures import grouped, plain
from storage.quantities.quantity import Quantity, Role
from storage.quantities.reading import find_quantities
from storage.quantities.units import family

_EVENTS: Final = frozenset({"场次", "节", "课时", "期"})
_TAKING_PART: Final = re.compile("参与|参加|受益|观|服务|覆盖|惠及|培训|接待|人数|共")
_FREQUENCY: Final = re.compile("每(?:个)?(月|周|季度)")
_TIMES: Final = {"月": 12, "周": 53, "季度": 4}
_ITEM: Final = re.compile("[一二三四五六七八九十]是(?=[^否])")
_SEPARATE: Final = re.compile("单独统计|另行统计|分别统计|[未不没][有]?(?:计入|并入|列入|包括|包含|含)|不重复计")
_INSIDE: Final = re.compile("馆内|入馆|在馆|展厅|展区|影院")
_OUTSIDE: Final = re.compile("馆外|下乡|进校园|进社区|流动科技馆|大篷车")


@dataclass(frozen=True, slots=True)
class _Group:
    """Events with how many took part: for each one, or in all."""

    events: Stated
    each: Stated | None = None
    people: Stated | None = None

    def product(self) -> tuple[Decimal, Decimal]:
        """Return what count × each can be."""
        events, each = self.events.quantity, self.each.quantity if self.each is not None else self.events.quantity
        # 5场以上 of 0人 each are nobody, and infinity times 0 is no number.
        most = events.high * each.high if events.high and each.high else Decimal(0)
        return events.low * each.low, most

    def shown(self) -> str:
        """Write out the multiplication."""
        events, each = self.events.quantity, self.each.quantity if self.each is not None else self.events.quantity
        about = "约" if each.approximate or events.approximate else ""
        return f"{about}{grouped(events.value * each.value)}{each.unit}"


def people_by_events(subject: Subject) -> Iterator[Finding]:
    """A number of people that count × people each does not make, beside it or in another section."""
    groups = _groups_of(subject)
    for group in groups:
        if group.each is None:
            continue
        if group.people is not None:
            yield from _against(group, group.people, group.events)
        for other in groups:
            total = other.people
            if total is not None and other.each is None and same_thing(group.events, other.events):
                yield from _against(group, total, other.events)


@lru_cache(maxsize=1)
def _groups_of(subject: Subject) -> tuple[_Group, ...]:
    return tuple(group for passage in subject.passages for group in _groups(passage))


def _groups(passage: Passage) -> Iterator[_Group]:
    quantities = find_quantities(passage.text)
    for position, events in enumerate(quantities):
        if events.family not in _EVENTS or not events.is_actual:
            continue
        each = people = None
        for quantity in quantities[position + 1 : position + 3]:
            if quantity.sentence != events.sentence or quantity.family != "人":
                break
            if quantity.each:
                each = quantity if family(quantity.each) == events.family and each is None else each
            elif quantity.role is Role.ACTUAL and _TAKING_PART.search(quantity.label + quantity.after):
                people = quantity
                break
        stated = [Stated(passage, q) if q is not None else None for q in (each, people)]
        yield _Group(Stated(passage, events), *stated)


def _against(group: _Group, people: Stated, events: Stated) -> Iterator[Finding]:
    low, high = group.product()
    if (people.quantity.low <= high and low <= people.quantity.high) or group.each is None:
        return
    quotes = [group.events.quote, group.each.quote, people.quote]
    if events != group.events:
        quotes.append(events.quote)
    yield Finding(
        Code.COUNT_TIMES_EACH_DIFFERS,
        Severity.QUESTION,
        group.events.passage.section,
        f"人数前后不一样：{group.events.passage.where}写“{quotes[0].words}”、每{group.each.quantity.each}“{quotes[1].words}”，"
        f"相乘{group.shown()}，{people.passage.where}写的是“{people.quote.words}”，请核对后改成一样，或说明口径。",
        tuple(quotes),
    )


def frequencies(subject: Subject) -> Iterator[Finding]:
    """每月一次 beside a number of times that a year has no room for, or that leaves half of it out."""
    for passage in subject.passages:
        quantities = [
            q for q in find_quantities(passage.text) if q.family in _EVENTS and q.value != 1 and q.is_actual
        ]
        fewer: list[tuple[re.Match[str], Quantity]] = []
        marks = matches(_FREQUENCY, passage.text)
        for mark, following in zip(marks, [*marks, None][1:], strict=True):
            end = following.start() if following is not None else len(passage.text)
            count = next((q for q in quantities if mark.end() <= q.start < end), None)
            if count is None or re.search("[。\n]", passage.text[mark.end() : count.start]):
                continue
            if count.low > _TIMES[mark[1]]:
                yield _unlikely(passage, [(mark, count)], f"全年最多{_TIMES[mark[1]]}次，写的次数却更多")
            elif count.high * 2 <= _TIMES[mark[1]]:
                fewer.append((mark, count))
        if fewer:
            yield _unlikely(passage, fewer, "写的次数却不到全年的一半，可能不是全年的数")


def _unlikely(passage: Passage, pairs: Sequence[tuple[re.Match[str], Quantity]], why: str) -> Finding:
    said = "、".join(f"{mark[0]}一次与“{passage.text[q.start : q.end]}”" for mark, q in pairs)
    quotes = [quote for mark, q in pairs for quote in (passage.quote(*mark.span()), passage.quote(q.start, q.end))]
    return Finding(
        Code.FREQUENCY_DIFFERS,
        Severity.QUESTION,
        passage.section,
        f"{passage.where}写的{said}对不上：{why}，请核对次数或改写频次。",
        tuple(quotes),
    )


def listed_inside(subject: Subject) -> Iterator[Finding]:
    """Activities listed inside the house that are more than the number stated for all of them."""
    if any(occurs(_SEPARATE, passage.text) for passage in subject.passages):
        return
    groups = _groups_of(subject)
    inside = next((g for g in groups if g.each is not None and re.search("馆内", g.events.quantity.label)), None)
    if inside is None or inside.each is None:
        return
    listed = [group for group in groups if group.events.passage is not inside.events.passage and _is_inside(group)]
    events = [group.events for group in listed if group.events.quantity.value != 1]
    added = sum((stated.quantity.low for stated in events), Decimal(0))
    if added > inside.events.quantity.high:
        yield _too_many(inside.events, inside.events.quote.words, events, f"{plain(added)}场次（节）")
    people = [group.people for group in listed if group.people is not None]
    taking_part = sum((stated.quantity.low for stated in people), Decimal(0))
    if taking_part > inside.product()[1]:
        each = f"每{inside.each.quantity.each}{inside.each.quote.words}"
        words = f"{inside.events.quote.words}、{each}，相乘{inside.shown()}"
        yield _too_many(inside.events, words, people, f"{grouped(taking_part)}人次", inside.each)


def _is_inside(group: _Group) -> bool:
    """Whether the item that tells of the events places them inside and not outside."""
    passage, start = group.events.passage, group.events.quantity.start
    marks = [mark.start() for mark in matches(_ITEM, passage.text)]
    begin = max((mark for mark in marks if mark < start), default=0)
    item = passage.text[begin : min((mark for mark in marks if mark >= start), default=len(passage.text))]
    usual = group.events.quantity.family in {"场次", "节"}
    return usual and bool(_INSIDE.search(item)) and not _OUTSIDE.search(item)


def _too_many(total: Stated, words: str, listed: list[Stated], added: str, each: Stated | None = None) -> Finding:
    places: dict[str, list[str]] = defaultdict(list)
    for stated in listed:
        places[stated.passage.where].append(stated.quote.words)
    named = "；".join(f"{where}列出{'、'.join(those)}" for where, those in places.items())
    return Finding(
        Code.LISTED_EXCEED_TOTAL,
        Severity.QUESTION,
        total.passage.section,
        f"馆内活动前后不一样：{total.passage.where}写馆内“{words}”，{named}，"
        f"合计至少 {added}，请核对或说明哪些不计入。",
        (total.quote, *([each.quote] if each is not None else []), *(stated.quote for stated in listed)),
    )
