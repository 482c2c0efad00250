"""Parts and totals in the text: 其中, 由…组成, 合计, 其余, and differences."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from storage.checks.agreement import Stated, stated_in
from storage.checks.codes import Code
from storage.checks.finding import Finding, Severity
from storage.checks.known import Known, known_figures
from storage.checks.likeness import core, covers, key, sides
from storage.checks.matching import matches
from storage.checks.money import account_of
from storage.checks.subject import Passage, Subject
from storage.figures import grouped
from storage.quantities.quantity import Quantity, Role
from storage.quantities.reading import find_quantities

_SOURCE: Final = re.compile("结转|当年|本年|财政|中央|省级|市级|县级|自筹|配套|下达|(?:19|20)[0-9]{2}年.{0,8}资金")
_TOTAL: Final = re.compile("合计|共计|总计|[两三四五]项共|一共|总共|^共$")
_COMPOSED: Final = re.compile("由(?P<parts>[^。\n]{4,200}?)(?:[两三四五]部分)?(?:组成|构成)")
# Two that leave no third, where they are named by these words alone: 馆内讲座 leaves other things 馆内.
_OPPOSITE: Final = (
    *((f"{place}内(?:活动)?", f"{place}外(?:活动)?") for place in "馆室校县市省园"),
    (
        "(?:(?:上年|(?:19|20)[0-9]{2}年)度?)?结转(?:资金)?(?:支出|执行)?",
        "(?:(?:当年|本年|(?:19|20)[0-9]{2}年)度?(?:财政)?(?:下达|安排)?|下达)(?:补助)?(?:资金|拨款)?(?:支出|执行)?",
    ),
    ("线上(?:活动)?", "线下(?:活动)?"),
    ("中央(?:财政)?(?:资金|补助)?", "地方(?:财政)?(?:资金|补助|配套)?"),
)
_REMAINDER: Final = re.compile("(?:其余|余下|剩余)(?:的|部分)?(?:约|为|是|共)*$")
_ENDED: Final = re.compile("[。\n]")
_MORE: Final = re.compile("其余|其他|余下|另外?|还有|等")
_LISTED: Final = re.compile("[、，；,]")
_JOINT: Final = re.compile(f"{_LISTED.pattern}|以及|和|及|与")
# A list that misses its total by less than this share is meant to be whole.
_NEARLY: Final = Decimal("0.05")
_ENOUGH: Final = 3
_WHOLE_MYRIAD: Final = 5000
_MOST_PARTS: Final = 30
_REACH: Final = 60
_COMPARED: Final = re.compile("比|较|超|节约|节余|少支出|低|差")
_MORE_OR_LESS: Final = re.compile("(?:比|较)?(?:年度|年初)?(?:目标|计划)?(?:多|少|超|低|高|差)$")
_CLEAR: Final = 4
_UNKNOWN_BASE: Final = re.compile("上年|去年|同期|增长|以前|往年|节约用|原来|漏登|补记|新增|追加|扣")


def parts_of_totals(subject: Subject) -> Iterator[Finding]:
    """Parts after 其中 that do not make their total, tested by one dimension after the other."""
    for passage in subject.passages:
        quantities = find_quantities(passage.text)
        starts = [quantity.start for quantity in quantities]
        for match in re.finditer("其中", passage.text):
            first = bisect_left(starts, match.start())
            total = quantities[first - 1] if first else None
            if total is None or not total.is_actual or not _adjoins(passage.text[total.end : match.start()]):
                continue
            parts = list(_parts(passage.text, match.end(), total, quantities[first : first + _MOST_PARTS]))
            yield from _judge_parts(passage, total, parts)


def _adjoins(between: str) -> bool:
    """Whether 其中 speaks of the quantity before it: nothing of its own stands between."""
    return len(between) <= 20 and between.count("。") <= 1 and "\n" not in between


def _parts(text: str, start: int, total: Quantity, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield what is listed after 其中 on its own level: up to the end or the next 其中."""
    depth, position = 0, start
    for quantity in quantities:
        between = text[position : quantity.start]
        for mark in between:
            depth += (mark in "（(") - (mark in "）)")
            if depth < 0 or mark in "。\n":
                return
        if depth == 0 and "其中" in between:
            return
        position = quantity.start
        if depth == 0 and quantity.family == total.family:
            if _TOTAL.search(quantity.label):
                return
            if not quantity.each and quantity.role in {Role.ACTUAL, Role.EARLIER, Role.REST}:
                yield quantity


def _judge_parts(passage: Passage, total: Quantity, parts: list[Quantity]) -> Iterator[Finding]:
    open_parts, closed = _open(total, parts)
    if not open_parts:
        return
    if not closed and (sources := [part for part in open_parts if _SOURCE.search(part.label)]):
        rest = [part for part in open_parts if part not in sources]
        if rest and len(sources) > 1:
            yield from _judge_dimension(passage, total, sources)
            yield from _judge_dimension(passage, total, _open(total, rest)[0])
            return
    yield from _judge_dimension(passage, total, open_parts)


def _open(total: Quantity, parts: Iterable[Quantity]) -> tuple[list[Quantity], int]:
    """Return the parts left when those that make the total are taken away, and how often they made it."""
    closed, group = 0, list[Quantity]()
    for part in parts:
        group.append(part)
        if _makes(total, group):
            closed, group = closed + 1, []
    return group, closed


def _makes(total: Quantity, parts: Sequence[Quantity]) -> bool:
    spans = [_span(part) for part in parts]
    low, high = _span(total)
    return sum(span[0] for span in spans) <= high and low <= sum(span[1] for span in spans)


def _span(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return what a summand can be: whole 万 add up exactly, decimals may have been rounded."""
    whole = quantity.high - quantity.value >= _WHOLE_MYRIAD and not (quantity.approximate or quantity.sign)
    return (quantity.value, quantity.value) if whole else (quantity.low, quantity.high)


def _judge_dimension(passage: Passage, total: Quantity, parts: list[Quantity]) -> Iterator[Finding]:
    if len(parts) < 2 or _makes(total, parts) or any(part.sign for part in parts):
        return
    added = sum((part.value for part in parts), Decimal(0))
    alone, with_rest = _is_alone(passage.text, total, parts[-1]), _ends_with_rest(parts)
    if with_rest and not alone:
        # The rest may be that of the outer total.
        return
    all_given = alone and (with_rest or (len(parts) == 2 and _are_opposites(passage, parts)))
    certain = all_given and not any(q.approximate for q in (total, *parts))
    nearly = len(parts) >= _ENOUGH and abs(added - total.value) <= total.value * _NEARLY
    too_much = added > total.value and (total.unit == "元" or len(parts) >= _ENOUGH)
    if not (all_given or nearly or too_much):
        return
    stated = [Stated(passage, quantity) for quantity in (total, *parts)]
    yield Finding(
        Code.PARTS_DIFFER,
        Severity.ERROR if certain else Severity.QUESTION,
        passage.section,
        f"{passage.where}写的合计是“{stated[0].quote.words}”，其中各项加起来是 {_sum(parts)}，"
        f"{'请改正。' if certain else '请核对是不是写错、漏写或重复写了。'}",
        tuple(each.quote for each in stated),
    )


def _ends_with_rest(parts: Sequence[Quantity]) -> bool:
    return _REMAINDER.search(parts[-1].label) is not None


def _is_alone(text: str, total: Quantity, last: Quantity) -> bool:
    """Whether the sentence of a total has no other 其中, whose parts could be of another level."""
    following = _ENDED.split(text[total.end : last.end + _REACH])[0]
    before = following.partition("其中")[0]
    return not total.within and following.count("其中") == 1 and "；" not in before


def _are_opposites(passage: Passage, parts: Sequence[Quantity]) -> bool:
    """Whether two parts name the two sides of a whole, no more than that, and nothing more follows."""
    one, other = (re.sub("^其中[：:]?", "", part.label).rstrip("：:为是共") for part in parts)
    sentence = _ENDED.split(passage.text[parts[-1].end : parts[-1].end + _REACH])[0]
    return not _MORE.search(sentence) and any(
        re.fullmatch(first, x) and re.fullmatch(second, y)
        for first, second in _OPPOSITE
        for x, y in ((one, other), (other, one))
    )


def _sum(parts: Sequence[Quantity]) -> str:
    return f"{grouped(sum((part.value for part in parts), Decimal(0)))}{parts[0].unit}"


def composed_totals(subject: Subject) -> Iterator[Finding]:
    """A total said to be made up of parts (由…组成) that do not make it."""
    for passage in subject.passages:
        quantities = find_quantities(passage.text)
        for match in matches(_COMPOSED, passage.text):
            parts = [q for q in quantities if match.start() <= q.start < match.end()]
            before = [
                q for q in quantities if q.end <= match.start() and parts and q.sentence == parts[0].sentence
            ]
            if len(parts) < 2 or len({q.family for q in parts}) > 1 or not _are_items(passage.text, match, parts):
                continue
            totals = [q for q in before if q.family == parts[0].family and q.is_actual]
            if not totals or any(_makes(total, parts) for total in totals):
                continue
            adjoining = match.start() - totals[-1].end <= 2
            total = totals[-1] if adjoining else totals[0]
            certain = adjoining and not any(q.approximate for q in (total, *parts))
            stated = [Stated(passage, quantity).quote for quantity in (total, *parts)]
            yield Finding(
                Code.PARTS_DIFFER,
                Severity.ERROR if certain else Severity.QUESTION,
                passage.section,
                f"{passage.where}写“{stated[0].words}”由后面几项组成，几项加起来却是 {_sum(parts)}，"
                f"{'请改正' if certain else '请核对'}。",
                tuple(stated),
            )


def _are_items(text: str, composed: re.Match[str], parts: Sequence[Quantity]) -> bool:
    """Whether what is listed is one name and one amount after the other: 工资250元、社保60元."""
    begins = [composed.start("parts"), *(part.end for part in parts)]
    ends = [*(part.start for part in parts), composed.end("parts")]
    between = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
    joined = all(_JOINT.match(words) for words in between[1:-1]) and not between[-1]
    one_each = not any(_LISTED.search(words[1:]) for words in between)
    return joined and one_each and not any(part.each or part.label in {"由", ""} for part in parts)


def totals_after_lists(subject: Subject) -> Iterator[Finding]:
    """A 合计 that is not the sum of what is listed before it."""
    for passage in subject.passages:
        quantities = find_quantities(passage.text)
        for position, total in enumerate(quantities):
            if not (total.is_actual and _TOTAL.search(total.label) and len(core(total.label)) <= 2):
                continue
            listed = [
                q
                for q in quantities[max(0, position - 2 * _MOST_PARTS) : position]
                if q.family == total.family and not q.each
            ]
            near = _last_sentence(listed, total, passage.text)
            if len(near) < 2 or any(_makes(total, listed[-count:]) for count in range(2, len(listed) + 1)):
                continue
            stated = [Stated(passage, quantity).quote for quantity in (total, *near)]
            yield Finding(
                Code.PARTS_DIFFER,
                Severity.QUESTION,
                passage.section,
                f"{passage.where}写的合计是“{stated[0].words}”，前面几项加起来是 {_sum(near)}，请核对。",
                tuple(stated),
            )


def _last_sentence(listed: list[Quantity], total: Quantity, text: str) -> list[Quantity]:
    """Return what the sentence of a total lists; where it opens its sentence, what the one before lists."""
    actual = [q for q in listed if q.role is Role.ACTUAL]
    own = [q for q in actual if q.sentence == total.sentence]
    if own or not actual or text[total.sentence : total.start].strip() != total.label.strip():
        return own
    return [q for q in actual if q.sentence == actual[-1].sentence]


def remainders(subject: Subject) -> Iterator[Finding]:
    """A 其余 that is not what the total leaves; what follows 其中 is judged with the other parts."""
    for passage in subject.passages:
        quantities = find_quantities(passage.text)
        for position, rest in enumerate(quantities):
            if not _REMAINDER.search(rest.label):
                continue
            before = [
                q
                for q in quantities[max(0, position - _MOST_PARTS) : position]
                if q.family == rest.family and q.sentence == rest.sentence and not q.each and q.role is Role.ACTUAL
            ]
            # 中央 is no 中.
            named = next((n for n, q in reversed(list(enumerate(before))) if q.after == "中"), None)
            whole = 0 if named is None and len(before) == 2 else named
            if (
                whole is None
                or rest.within
                or any(_makes(q, [*before[n + 1 :], rest]) for n, q in enumerate(before))
            ):
                continue
            parts = [*before[whole + 1 :], rest]
            if len(parts) < 2 or before[whole].value < parts[0].value:
                continue
            certain = named is not None and not any(q.approximate for q in (before[whole], *parts))
            stated = [Stated(passage, quantity).quote for quantity in (before[whole], *parts)]
            yield Finding(
                Code.PARTS_DIFFER,
                Severity.ERROR if certain else Severity.QUESTION,
                passage.section,
                f"{passage.where}写的总数是“{stated[0].words}”，"
                f"各项加上其余“{stated[-1].words}”是 {_sum(parts)}，请{'改正' if certain else '核对'}。",
                tuple(stated),
            )


def differences(subject: Subject) -> Iterator[Finding]:
    """How much more or less something is than its goal or budget, where no two figures differ by that much."""
    figures = [figure for figure in known_figures(subject) if not figure.each]
    account = account_of(subject)
    for stated in stated_in(subject):
        quantity, passage = stated.quantity, stated.passage
        if quantity.role is not Role.DIFFERENCE or not _COMPARED.search(quantity.label):
            continue
        if _UNKNOWN_BASE.search(quantity.label):
            continue
        kind = "%" if quantity.unit == "个百分点" else quantity.family
        others = [q for q in find_quantities(passage.text) if q.family == kind and q.role is not Role.DIFFERENCE]
        near = [q for q in others if q.sentence == quantity.sentence]
        gap = _gap(quantity, figures)
        if gap is not None:
            if not quantity.allows(abs(gap[0].value - gap[1].value)):
                yield _misstated_gap(stated, *gap)
            continue
        named = re.search("目标|预算|下达", quantity.label) is not None
        if len(near) + named < 2 or (not near and not figures):
            continue
        values = {q.value for q in others} | {figure.value for figure in figures if figure.family == kind}
        values |= account.amounts if account is not None and kind == "元" else frozenset()
        if any(quantity.allows(abs(one - other)) for one, other in combinations(values, 2)):
            continue
        quotes = [Stated(passage, q).quote for q in near[-2:]]
        if quotes:
            yield Finding(
                Code.DIFFERENCE_MISSTATED,
                Severity.QUESTION,
                passage.section,
                f"{passage.where}写的差额“{stated.quote.words}”，从文中和表里的数算不出来，请核对。",
                (stated.quote, *quotes),
            )


def _gap(quantity: Quantity, figures: list[Known]) -> tuple[Known, Known] | None:
    """Return target and actual of the one indicator that the words before a difference name."""
    said = core(_MORE_OR_LESS.sub("", quantity.label))
    if len(said) < _CLEAR:
        return None
    goals = [f for f in figures if f.role is Role.TARGET and f.family == quantity.family]
    meant = [goal for goal in goals if covers(said, key(goal.name)) and sides(said) == sides(goal.name)]
    actual = [f for f in figures if f.role is Role.ACTUAL and meant and f.name == meant[0].name]
    return (meant[0], actual[0]) if len(meant) == 1 and actual else None


def _misstated_gap(stated: Stated, goal: Known, actual: Known) -> Finding:
    gap = grouped(abs(goal.value - actual.value))
    return Finding(
        Code.DIFFERENCE_MISSTATED,
        Severity.QUESTION,
        stated.passage.section,
        f"{stated.passage.where}写的差额是“{stated.quote.words}”，{goal.quote.where}里“{goal.name}”的指标值是"
        f"“{goal.shown}”，实际完成“{actual.shown}”，相差 {gap}{goal.unit}，请核对。",
        (stated.quote, goal.quote, actual.quote),
    )
