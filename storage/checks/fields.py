"""The fields of a report as the checks see them: the texts a person typed, and where in them a word stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, cast, get_args

from storage.checks.finding import Quote
from storage.checks.matching import matches
from storage.checks.subject import Passage, Subject, where
from storage.figures import Figure
from storage.outline import BlockKind
from storage.report.block import Model
from storage.report.spot import Field as Place
from storage.report.spot import Spot

_SENTENCE_END: Final = frozenset("。！？；!?;\n")
# What runs on for longer is no sentence, and each figure in it would look through all of it.
_LONGEST: Final = 200
_CLAUSE_END: Final = _SENTENCE_END | frozenset("，,、")
# What stands in a table's column for reasons and tells nothing; a form's own label is no explanation either.
_NOTHING: Final = re.compile(
    r"[\s无—－\-/、。]*|没有|暂无|不适用|同上|(?:说明|填写)?(?:偏差|未完成)?(?:的?原因)(?:分析)?(?:[及和与]?(?:改进)?措施)?[:：]?"
)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_NAMED_BY: Final = ("name", "category", "problem")


@dataclass(frozen=True, slots=True)
class Field:
    """One typed field of a block; `is_figure` where a number belongs."""

    passage: Passage
    is_figure: bool


@lru_cache(maxsize=1)
def fields(subject: Subject) -> tuple[Field, ...]:
    """Return every field of a report that holds text, in the order of its sections; none of a plain text."""
    return tuple(_fields(subject))


def _fields(subject: Subject) -> Iterator[Field]:
    report = subject.report
    for section in report.sections if report is not None else ():
        name = where(subject.outline, section.id, section.title)
        for kind in section.kinds():
            for place, label, value, is_figure in entries(section.block(kind)):
                if isinstance(value, str):
                    shown = name if kind == "prose" else f"{name}·{label}"
                    called = row_called(section.block(kind), place)
                    yield Field(Passage(section.id, shown, value, kind, place, of=called), is_figure)


@lru_cache(maxsize=1)
def typed(subject: Subject) -> tuple[Passage, ...]:
    """Return the running text as it is printed, and after it every other text typed into a report's tables."""
    there = {(passage.section, passage.kind, passage.field) for passage in subject.passages}
    others = (field.passage for field in fields(subject) if not field.is_figure)
    return (
        *subject.passages,
        *(other for other in others if (other.section, other.kind, other.field) not in there),
    )


def entries(model: Model, place: Place = ()) -> Iterator[tuple[Place, str, Figure, bool]]:
    """Yield each field of a block that holds something: where it is, label, value, whether a number belongs there.

    `place` leads to the model from its block.
    """
    for name, label, is_figure in _layout(type(model)):
        value = getattr(model, name)
        if isinstance(value, list):
            for position, row in enumerate(value):
                for inner, inner_label, held, inner_is_figure in entries(row, (*place, name, position)):
                    yield inner, f"{label}第{position + 1}行·{inner_label}", held, inner_is_figure
        elif isinstance(value, Decimal) or (isinstance(value, str) and value.strip()):
            yield (*place, name), label, value, is_figure


@cache
def _layout(model: type[Model]) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a model: name, label, and whether a number belongs there."""
    entries = model.model_fields.items()
    return tuple((name, info.alias or name, Decimal in get_args(info.annotation)) for name, info in entries)


def row_called(block: Model, field: tuple[str | int, ...]) -> str:
    """Return what the innermost row on the way to a field is called; empty outside of a table."""
    called, holder = "", cast(Any, block)
    for step in field[:-1]:
        holder = holder[step] if isinstance(step, int) else getattr(holder, step)
        if isinstance(holder, Model):
            names = (getattr(holder, attribute, "").strip() for attribute in _NAMED_BY)
            called = next(filter(None, names), "")
    return called


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around some characters: up to 。；！？ or the end of the line on both sides."""
    return _around(text, start, end, _SENTENCE_END)


def clause(text: str, start: int, end: int) -> str:
    """Return the clause around some characters: a sentence divided at its commas too."""
    return _around(text, start, end, _CLAUSE_END)


def _around(text: str, start: int, end: int, ends: frozenset[str]) -> str:
    first, last = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    while start > first and text[start - 1] not in ends:
        start -= 1
    while end < last and text[end] not in ends:
        end += 1
    return text[start:end]


def inside(names: re.Pattern[str], text: str) -> frozenset[int]:
    """Return the positions in a text that lie within what the pattern finds: in the titles of documents, say."""
    return frozenset(at for found in matches(names, text) for at in range(*found.span()))


def explains(text: str) -> bool:
    """Whether a cell for reasons says anything; 无, a dash and the form's own label do not."""
    return _NOTHING.fullmatch(text.strip()) is None


def year_of(text: str) -> int | None:
    """Return the year in an entry such as `2023` or `2023年度`."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def title_of(subject: Subject, passage: Passage) -> str:
    """Return the heading a passage stands under: the outline's for a report, as it stands for a plain text."""
    asked = subject.outline.section(passage.section)
    return asked.title if asked is not None else passage.title


def quote_at(subject: Subject, section: str, kind: BlockKind, field: tuple[str | int, ...], words: str) -> Quote:
    """Quote a figure or a blank of a table, which has no characters to count."""
    report = subject.report
    title, called = "", ""
    if report is not None:
        holder = report.section(section)
        title, called = holder.title, row_called(holder.block(kind), field)
    return Quote(Spot(section, kind, field), where(subject.outline, section, title), words, called)
