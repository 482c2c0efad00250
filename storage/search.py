"""Finding words anywhere in a report, and what replacing them makes of the fields they stand in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from storage.checks.fields import entries
from storage.checks.fixing import Change, change_to, text_at
from storage.figures import fold, plain, split_number
from storage.outline import BlockKind, Outline, OutlineSection
from storage.report.block import Block
from storage.report.cover import COVER_FIELDS, Cover
from storage.report.facts import Fact, Facts
from storage.report.funds import Source, Use
from storage.report.indicators import Indicator, Indicators
from storage.report.references import references
from storage.report.report import Report, Section
from storage.report.spot import Field, Spot

COMPUTED: Final = "算出来的，不能改"
SET_BY_OUTLINE: Final = "模板规定的，不能改"
SAID_LAST_YEAR: Final = "上年的报告里写的，不能改"
CHOSEN: Final = "从几项里选的，不能替换"
REFERENCE: Final = "在引用里，没有改；要改请改那个数据的名称，或者整个引用一起替换"

# The columns of a row as a person reads them, where the model has another order or lacks what is computed.
_COLUMNS: Final[dict[type, tuple[str, ...]]] = {
    Fact: ("name", "value", "unit", "period"),
    Source: ("name", "kind", "initial", "annual", "executed", "rate"),
    Use: ("category", "amount", "share", "parts"),
    Indicator: (
        *("level", "kind", "name", "target", "actual"),
        *("weight", "achieved", "deduction", "score", "reason"),
    ),
}
_SHOWN_COMPUTED: Final = frozenset({"rate", "amount", "share", "achieved", "score"})
_CHOICES: Final = frozenset({"level", "kind", "outcome"})


@dataclass(frozen=True, slots=True)
class Match:
    """Words that were found. `kept` says why they cannot be replaced where they stand; empty where they can.

    `is_figure` where they are digits of a number: on screen it may be grouped, and its characters be others.
    """

    spot: Spot
    kept: str = ""
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one field shows; `order` is where it comes on the page of its section."""

    order: tuple[int, ...]
    field: Field
    value: Decimal | str
    kept: str


def search(report: Report, outline: Outline, words: str, *, section_id: str | None = None) -> list[Match]:
    """Return where words stand in the report, or in one section of it, in the order they are met on its pages.

    Capital and small letters are alike, and so are full-width and half-width forms. A number is found by its
    digits, grouped or not, and as a whole by the amount it is. Words never go on in another line.
    """
    found: list[Match] = []
    for section in report.sections:
        if words and section_id in {None, section.id}:
            for kind in section_kinds(section, outline.section(section.id)):
                for entry in _entries(report, outline, section, kind):
                    found += _matches(section, kind, entry, words)
    return found


def first_from(report: Report, outline: Outline, matches: Sequence[Match], spot: Spot) -> int:
    """Return the number, from 0, of the first match at `spot` or after it; how many there are where none is."""
    wanted = _order(report, outline, spot)
    return next(
        (number for number, match in enumerate(matches) if _order(report, outline, match.spot) >= wanted),
        len(matches),
    )


def replacements(report: Report, matches: Sequence[Match], words: str) -> list[Change]:
    """Return what putting `words` in place of matches makes of each field; what has to be kept is kept.

    :raises Refused: when a field does not take what would come out.
    """
    fields: dict[Spot, list[Spot]] = {}
    for match in matches:
        if not match.kept:
            spot = match.spot
            fields.setdefault(Spot(spot.section, spot.kind, spot.field), []).append(spot)
    made = []
    for field, spots in fields.items():
        text = text_at(report, field)
        for spot in reversed(spots):
            text = text[: spot.start] + words + text[spot.end :]
        made.append(change_to(report, field, text))
    return made


def section_kinds(section: Section, asked: OutlineSection | None) -> list[BlockKind]:
    """Return the kinds of blocks of a section in the order of its page: first as the outline asks for them."""
    first = [kind for kind in asked.blocks if kind in section.kinds()] if asked is not None else []
    return [*first, *(kind for kind in section.kinds() if kind not in first)]


# -- comparing


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text, from which character to before which; none overlaps another."""
    folded, wanted = text.translate(_ALIKE), words.translate(_ALIKE)
    start = folded.find(wanted) if wanted else -1
    while start >= 0:
        yield start, start + len(wanted)
        start = folded.find(wanted, start + len(wanted))


class _Alike(dict[int, str]):
    """One character for each, so that what is found has the same place in the text as typed."""

    def __missing__(self, code: int) -> str:
        character = _FORMS.get(code, chr(code))
        lower = character.lower()
        self[code] = lower if len(lower) == 1 else character
        return self[code]


# Not NFKC: it makes ② a 2, and ㎡ two characters.
_FORMS: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict(
    zip(map(ord, "　\t￥｡｢｣､･"), "  ¥。「」、・", strict=True)
)
_ALIKE: Final = _Alike()


def _matches(section: Section, kind: BlockKind, entry: _Entry, words: str) -> Iterator[Match]:
    value = entry.value
    is_figure = isinstance(value, Decimal) or entry.kept == COMPUTED
    named = references(value) if kind == "prose" and isinstance(value, str) else []
    for start, end in _digits(value, words) if is_figure else occurrences(str(value), words):
        is_torn = any(
            reference.start < end and start < reference.end and (reference.start < start or end < reference.end)
            for reference in named
        )
        yield Match(
            Spot(section.id, kind, entry.field, start, end), REFERENCE if is_torn else entry.kept, is_figure
        )


def _digits(value: Decimal | str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a number, or all of it where it is that very amount; groups do not count."""
    ungrouped = words.replace(",", "").replace("，", "")
    amount = split_number(fold(words))
    if isinstance(value, Decimal) and amount == (value, ""):
        return iter([(0, len(plain(value)))])
    text = plain(value) if isinstance(value, Decimal) else value.replace(",", "")
    return occurrences(text, ungrouped)


# -- what there is to be searched


def _entries(report: Report, outline: Outline, section: Section, kind: BlockKind) -> list[_Entry]:
    """Return what the fields of a block show, without the blank ones, in the order of its tables."""
    block = section.block(kind)
    shown = {field: (value, _kept(block, field, outline, section)) for field, _, value, _ in entries(block)}
    if isinstance(block, Indicators):
        for number, row in enumerate(block.rows):
            if row.is_quantitative():
                # What was judged while the target was in words is kept, and not shown.
                shown.pop(("rows", number, "achieved"), None)
    for figure in block.figures(section.id, outline, report.execution_rate(outline.scoring)):
        field = figure.spot.field
        # A figure of a row has a cell of its own; sums stand beneath the table, where the caret cannot go.
        if figure.how and figure.text and len(field) > 1 and field[-1] in _SHOWN_COMPUTED:
            shown[field] = figure.text.removesuffix("元").removesuffix("分"), COMPUTED
    found = [
        _Entry(_order_in(block, outline, field), field, value, kept)
        for field, (value, kept) in shown.items()
        if kind != "cover" or field[0] in _cover_fields(outline)
    ]
    return sorted(found, key=lambda entry: entry.order)


def _kept(block: Block, field: Field, outline: Outline, section: Section) -> str:
    """Say why a field that holds something cannot be typed in; empty where it can."""
    asked, name = outline.section(section.id), field[-1]
    if isinstance(block, Facts) and asked is not None and name in {"name", "unit"}:
        names = [fact.name for fact in block.rows]
        own = block.rows[int(field[1])].name
        is_asked = own in {fact.name for fact in asked.facts} and names.index(own) == field[1]
        return SET_BY_OUTLINE if is_asked else ""
    if field[0] == "management" and name == "name":
        return SET_BY_OUTLINE
    if field[0] == "promises" and name == "measure":
        return SAID_LAST_YEAR
    return CHOSEN if len(field) > 1 and name in _CHOICES else ""


def _cover_fields(outline: Outline) -> list[str]:
    """Return what stands on the cover, from above."""
    return [COVER_FIELDS[label] for label in outline.cover]


def _order(report: Report, outline: Outline, spot: Spot) -> tuple[int, ...]:
    number = next(number for number, section in enumerate(report.sections) if section.id == spot.section)
    section = report.sections[number]
    kinds = section_kinds(section, outline.section(section.id))
    place = _order_in(section.block(spot.kind), outline, spot.field)
    return (number, kinds.index(spot.kind), *place, spot.start)


def _order_in(block: Block, outline: Outline, field: Field) -> tuple[int, ...]:
    """Return numbers that compare as the fields of a block follow each other on its page."""
    order: list[int] = []
    holder: Any = block
    for step in field:
        if isinstance(step, int):
            order.append(step)
            holder = holder[step] if step < len(holder) else None
        else:
            columns = _cover_fields(outline) if isinstance(block, Cover) else _columns(type(holder))
            order.append(columns.index(step) if step in columns else len(columns))
            holder = getattr(holder, step, None)
    return tuple(order)


def _columns(model: type) -> Sequence[str]:
    return _COLUMNS.get(model) or tuple(getattr(model, "model_fields", ()))
