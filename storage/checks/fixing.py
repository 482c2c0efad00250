"""Accepting a fix: what stands at its spots is read, compared with what was quoted, and replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from storage.checks.finding import Finding, Quote
from storage.errors import Refused
from storage.figures import Figure, plain
from storage.report.block import as_typed
from storage.report.facts import Fact
from storage.report.report import Report
from storage.report.spot import Spot

_MOVED = "这里的内容在核对之后改过，没有再动它；请等核对做完再看。"
_REFERENCE = "{{"


@dataclass(frozen=True, slots=True)
class Change:
    """The new content of one field: `spot` names the field and no characters of it."""

    spot: Spot
    value: Figure


def changes(report: Report, finding: Finding) -> list[Change]:
    """Return what accepting the fix of a finding makes of each field it changes; nothing is changed yet.

    What is put in passes the field's own reading, so that `47 场次` is a number where one is asked.

    :raises Refused: when there is no fix, anything it quotes is no longer what stands there, or the model does
        not take it.
    """
    if finding.fix is None:
        raise Refused("这一条没有现成的改法，请到原处修改。")
    fields: dict[Spot, list[tuple[Spot, str]]] = {}
    for spot, text in finding.fix.changes:
        fields.setdefault(_field(spot), []).append((spot, text))
    for quote in finding.quotes:
        if (quote.spot.kind == "prose" or _field(quote.spot) in fields) and not _stands(report, quote):
            raise Refused(_MOVED)
    return [change_to(report, field, _changed(text_at(report, field), parts)) for field, parts in fields.items()]


def put(report: Report, change: Change) -> None:
    """Make a change in the report it was worked out for; a fact is read anew in another unit."""
    holder, name = _holder(report, change.spot)
    setattr(holder, name, change.value)
    if isinstance(holder, Fact) and name == "unit":
        holder.read(as_typed(holder.value))


def _field(spot: Spot) -> Spot:
    return Spot(spot.section, spot.kind, spot.field)


def _is_whole(spot: Spot) -> bool:
    """Whether a spot is a field of a table as a whole; in prose 0 to 0 is the place before its first character."""
    return spot.kind != "prose" and spot.start == spot.end == 0


def _holder(report: Report, spot: Spot) -> tuple[BaseModel, str]:
    """Follow a spot to the model that has its field, a text or a figure."""
    try:
        holder: Any = report.section(spot.section).block(spot.kind)
        *steps, name = spot.field
        for step in steps:
            holder = holder[step] if isinstance(step, int) else getattr(holder, step)
    except (KeyError, IndexError, AttributeError, ValueError) as error:
        raise Refused(_MOVED) from error
    if (
        isinstance(holder, BaseModel)
        and isinstance(name, str)
        and isinstance(getattr(holder, name, None), str | Decimal)
    ):
        return holder, name
    raise Refused(_MOVED)


def text_at(report: Report, field: Spot) -> str:
    """Return what a field holds, a number with every digit it has.

    :raises Refused: when the report has no such field.
    """
    holder, name = _holder(report, field)
    value = getattr(holder, name)
    return plain(value) if isinstance(value, Decimal) else str(value)


def change_to(report: Report, field: Spot, text: str) -> Change:
    """Return what putting another text into a field makes of it, read as the field reads what is typed.

    :raises Refused: when the report has no such field, or the model does not take the text.
    """
    holder, name = _holder(report, field)
    try:
        return Change(field, _read(holder, name, text))
    except ValidationError as error:
        raise Refused(f"这一格不能改成“{text}”，请到原处修改。") from error


def _read(holder: BaseModel, name: str, text: str) -> Figure:
    """Return what the field makes of a text, in the unit that stands beside it.

    :raises ValidationError: when the model does not take it.
    """
    model = type(holder)
    written = holder.model_dump(mode="json", by_alias=True) | {model.model_fields[name].alias or name: text}
    read: Figure = getattr(model.model_validate(written), name)
    return read


def _stands(report: Report, quote: Quote) -> bool:
    """Whether the quoted words are still there: those characters, or any way the figure is written."""
    holder, name = _holder(report, quote.spot)
    value = getattr(holder, name)
    if isinstance(value, Decimal):
        return bool(_read(holder, name, quote.words) == value)
    standing = str(value) if _is_whole(quote.spot) else str(value)[quote.spot.start : quote.spot.end]
    # What is quoted of a reference is the figure it prints, which is not what was typed.
    return quote.words == standing or _REFERENCE in standing


def _changed(text: str, parts: Sequence[tuple[Spot, str]]) -> str:
    """Replace from the end on, so that what comes before stays where it is."""
    untouched = len(text)
    for spot, new in sorted(parts, key=lambda part: (part[0].start, part[0].end), reverse=True):
        start, end = (0, len(text)) if _is_whole(spot) else (spot.start, spot.end)
        if end > untouched:
            raise Refused(_MOVED)
        if _REFERENCE in text[start:end] and _REFERENCE not in new:
            raise Refused("这里的数是引用来的，改了就不再跟着变；请到填那个数的地方去改。")
        text = text[:start] + new + text[end:]
        untouched = start
    return text
