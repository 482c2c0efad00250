"""What differs between two reports, section by section, in lines a person can read.

It knows no kind of block: every model is visited field by field under the names it has in the file, a list in it
is a table, and its rows are told apart by what they are called. Nothing is changed here, and nothing is shown.
What is only known of last year, and what waits to be confirmed, is no entry and no difference.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final, TypeAlias

from storage.checks.finding import quoted_words
from storage.outline import BlockKind
from storage.report.answer import Answer
from storage.report.block import Model, Row
from storage.report.report import BLOCKS, Report, Section
from storage.report.spot import Field
from storage.text_difference import Run, Sort, text_difference

# How alike, of 1, two rows have to be to count as one that was written anew.
_ALIKE: Final = 0.4
_MOST_PAIRS: Final = 10_000
_SHORT: Final = 24
_NAMED_BY: Final = ("name", "category", "problem", "kind")

_Pairs: TypeAlias = dict[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that holds something else, or a row that came, went or was moved.

    `kind` is the block's, None for what stands beside the blocks: tick, title, answers. `label` names the place in
    words, `资金来源·县级配套·全年预算数`; `field` leads there in the block as `Spot` does, in the later report
    unless the row was removed. `before` and `after` are what it holds, a number with its digits in groups; of a
    row that came or went all its entries, of one that was moved its number.
    """

    kind: BlockKind | None
    label: str
    field: Field
    sort: Sort
    before: str = ""
    after: str = ""

    def runs(self) -> list[Run]:
        """Return how the words became others; short entries, such as a name or an amount, stay whole."""
        if len(self.before) + len(self.after) <= _SHORT:
            return [run for run in (Run(Sort.REMOVED, self.before), Run(Sort.ADDED, self.after)) if run.text]
        return text_difference(self.before, self.after)


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """What differs in one section, in the order of its blocks; `sort` is SAME where nothing does.

    A section that only one of the reports has is ADDED or REMOVED, and compared with a blank one.
    """

    id: str
    title: str
    sort: Sort
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sections of two reports in the order of the later one, those it has no more at the end.

    `answers` are those to findings: they belong to the report as a whole.
    """

    sections: tuple[SectionDifference, ...]
    answers: tuple[Difference, ...] = ()

    @property
    def count(self) -> int:
        """How many differences there are."""
        return len(self.answers) + sum(len(section.differences) for section in self.sections)


def compare_reports(before: Report, after: Report) -> Comparison:
    """Compare what two reports say; when and by whom something was changed or answered is no difference.

    Both have to be fitted to their outline, or the names an older one had for things are shown as changes.
    """
    there = {section.id: section for section in before.sections}
    sections = [_section(section, there.pop(section.id, None), section) for section in after.sections]
    sections += [_section(section, section, None) for section in there.values()]
    return Comparison(tuple(sections), tuple(_answers(before.answers, after.answers)))


def _section(one: Section, before: Section | None, after: Section | None) -> SectionDifference:
    old, new = (section or Section(id=one.id) for section in (before, after))
    found = list(_beside(old, new)) if before and after else []
    for kind, block in BLOCKS.items():
        first, second = getattr(old, kind), getattr(new, kind)
        if first != second:
            found += _fields(kind, (), "", first or block(), second or block())
    if before is None or after is None:
        sort = Sort.ADDED if before is None else Sort.REMOVED
    else:
        sort = Sort.CHANGED if found else Sort.SAME
    return SectionDifference(one.id, one.title, sort, tuple(found))


def _beside(before: Section, after: Section) -> Iterator[Difference]:
    if before.title != after.title:
        yield Difference(None, "标题", ("title",), Sort.CHANGED, before.title, after.title)
    if before.done != after.done:
        words = {False: "没有打勾", True: "已打勾"}
        yield Difference(None, "完成", ("done",), Sort.CHANGED, words[before.done], words[after.done])


def _answers(before: Sequence[Answer], after: Sequence[Answer]) -> Iterator[Difference]:
    old, new = ({answer.finding: answer.reason for answer in answers} for answers in (before, after))
    for finding in new | old:
        first, second = old.get(finding), new.get(finding)
        if first != second:
            sort = Sort.ADDED if first is None else Sort.REMOVED if second is None else Sort.CHANGED
            label = "、".join(f"“{words}”" for words in quoted_words(finding)) or "疑问"
            yield Difference(None, label, (), sort, first or "", second or "")


# -- a model of some kind, field by field


def _fields(kind: BlockKind, field: Field, label: str, before: Model, after: Model) -> Iterator[Difference]:
    for name, info in type(after).model_fields.items():
        if name in after.beside:
            continue
        first, second = getattr(before, name), getattr(after, name)
        place, called = (*field, name), _joined(label, info.alias or name)
        if isinstance(second, list):
            yield from _tables(kind, place, called, first, second)
        elif first != second:
            yield Difference(kind, called, place, Sort.CHANGED, _written(before, name), _written(after, name))


def _tables(
    kind: BlockKind, field: Field, label: str, before: Sequence[Model], after: Sequence[Model]
) -> Iterator[Difference]:
    """Compare the rows of two tables in the order of the later; rows that went stand where they stood."""
    pairs = _paired(before, after)
    moved = _moved(pairs)
    gone = sorted(set(range(len(before))) - set(pairs.values()))
    for number, row in enumerate(after):
        was = pairs.get(number)
        place, called = (*field, number), _joined(label, _called(row, number))
        while was is not None and gone and gone[0] < was:
            yield _removed(kind, field, label, before, gone.pop(0))
        if was is None:
            yield Difference(kind, called, place, Sort.ADDED, after=_entries(row))
            continue
        if number in moved:
            yield Difference(kind, called, place, Sort.MOVED, f"第 {was + 1} 行", f"第 {number + 1} 行")
        if before[was] != row:
            yield from _fields(kind, place, called, before[was], row)
    for position in gone:
        yield _removed(kind, field, label, before, position)


def _removed(kind: BlockKind, field: Field, label: str, rows: Sequence[Model], position: int) -> Difference:
    called = _joined(label, _called(rows[position], position))
    return Difference(kind, called, (*field, position), Sort.REMOVED, _entries(rows[position]))


def _joined(*names: str) -> str:
    return "·".join(filter(None, names))


def _called(row: Model, number: int) -> str:
    names = (str(getattr(row, name, "")).strip() for name in _NAMED_BY)
    return next(filter(None, names), f"第{number + 1}行")


def _entries(row: Model) -> str:
    return "；".join(f"{label} {text}" for label, text in _leaves(row))


def _leaves(model: Model, label: str = "") -> Iterator[tuple[str, str]]:
    for name, info in type(model).model_fields.items():
        called = _joined(label, info.alias or name)
        value = getattr(model, name)
        if name in model.beside:
            continue
        if isinstance(value, list):
            for number, row in enumerate(value):
                yield from _leaves(row, _joined(called, f"第{number + 1}行"))
        elif text := _written(model, name):
            yield called, text


def _written(model: Model, name: str) -> str:
    """Return what a field holds as its model writes it down, with the whole part of a number in groups."""
    value = getattr(model, name)
    if not isinstance(value, Decimal):
        return str(value)
    # The file's form: two places for money, and of anything else the digits it has.
    return f"{Decimal(model.model_dump(mode='json', include={name})[name]):,f}"


# -- which row is which


def _paired(before: Sequence[Model], after: Sequence[Model]) -> _Pairs:
    """Return which row of `before` each of `after` was: first the same, then of the same name, then alike."""
    pairs: _Pairs = {}
    for key in (Model.model_dump_json, _name_key):
        _pair_by(key, pairs, before, after)
    taken = set(pairs.values())
    old = [position for position in range(len(before)) if position not in taken]
    new = [number for number in range(len(after)) if number not in pairs]
    if len(old) * len(new) <= _MOST_PAIRS:
        words = {id(row): _neighbours(row) for row in (*(before[at] for at in old), *(after[at] for at in new))}
        alike = [
            (_likeness(words[id(before[position])], words[id(after[number])]), -position, -number)
            for position in old
            for number in new
        ]
        for likeness, position, number in sorted(alike, reverse=True):
            if likeness >= _ALIKE and -number not in pairs and -position not in taken:
                pairs[-number] = -position
                taken.add(-position)
    return pairs


def _pair_by(key: Callable[[Model], str], pairs: _Pairs, before: Sequence[Model], after: Sequence[Model]) -> None:
    taken = set(pairs.values())
    found = defaultdict[str, deque[int]](deque)
    for position, row in enumerate(before):
        if position not in taken:
            found[key(row)].append(position)
    for number, row in enumerate(after):
        if number not in pairs and (name := key(row)) and found[name]:
            pairs[number] = found[name].popleft()


def _name_key(row: Model) -> str:
    names = row.called if isinstance(row, Row) else [getattr(row, name, "") for name in _NAMED_BY]
    return "\t".join(names) if any(name.strip() for name in names) else ""


def _neighbours(row: Model) -> Counter[str]:
    """Count the pairs of neighbouring characters in what a row says."""
    words = "\n".join(text for _, text in _leaves(row))
    return Counter(map("".join, pairwise(words)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two rows have in common, 1 for all."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _moved(pairs: _Pairs) -> set[int]:
    """Return the fewest rows of the later table that were moved, if the others kept their order."""
    # The longest run of rows in order: `ends` are the earlier positions the best runs of each length end with.
    ends: list[int] = []
    lengths: dict[int, int] = {}
    for number in sorted(pairs):
        length = bisect_left(ends, pairs[number])
        ends[length : length + 1] = [pairs[number]]
        lengths[number] = length
    wanted, below, kept = len(ends) - 1, len(pairs) + max(pairs.values(), default=0) + 1, set[int]()
    for number in sorted(pairs, reverse=True):
        if lengths[number] == wanted and pairs[number] < below:
            kept.add(number)
            wanted, below = wanted - 1, pairs[number]
    return set(pairs) - kept
