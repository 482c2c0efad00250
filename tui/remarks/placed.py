"""Remarks where they stand now, and how they read: the same beside a section and on the page of all."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from textual.content import Content

from storage.report.remark import Remark, RemarkState, Severity
from storage.report.report import Report
from storage.review.placing import Place, field_called, place_of
from storage.text import one_line

STYLES: Final = {
    Severity.MUST: "$text-error",
    Severity.SHOULD: "$text-warning",
    Severity.QUESTION: "$text-accent",
}
_STATES: Final = {
    RemarkState.WAITING: "$text-error",
    RemarkState.ANSWERED: "$text-warning",
    RemarkState.CLOSED: "$text-muted",
}
_LONGEST: Final = 24


class Placed(NamedTuple):
    """A remark, and where it stands in the report now."""

    remark: Remark
    place: Place


def placed(report: Report) -> list[Placed]:
    """Return all remarks by their state, those that wait for an answer first, and then as the report goes."""
    order = {section.id: number for number, section in enumerate(report.sections)}
    states = list(RemarkState)
    found = [Placed(remark, place_of(report, remark.anchor)) for remark in report.review.remarks]
    return sorted(found, key=lambda one: (states.index(one.remark.state), order.get(one.place.section, -1)))


def subject(one: Placed) -> str:
    """Return the words, or the field, a remark is about, to stand before it; empty for a section or all."""
    words, field = (one_line(told) for told in (one.remark.anchor.words, field_called(one.remark.anchor)))
    told = words or field
    if not told:
        return ""
    shown = told if len(told) <= _LONGEST else f"{told[: _LONGEST - 8]}……{told[-8:]}"
    return f"{f'“{shown}”' if words else shown}{'' if one.place.is_same else '（已经改过）'}："


def tally(remarks: Iterable[Remark]) -> Content:
    """Count remarks by where they stand: `待答复 1　已答复 2`."""
    counts = Counter(remark.state for remark in remarks)
    return Content("　").join(
        Content.styled(f"{state} {counts[state]}", style) for state, style in _STATES.items() if counts[state]
    )


def told_thread(remark: Remark) -> Iterator[str]:
    """Tell what was said to a remark, a line each."""
    for said in remark.thread:
        signed = "，".join(filter(None, (f"第{said.round}轮" if said.round else "", said.by, said.at[:10])))
        yield f"{said.kind}{f'：{said.text}' if said.text else ''}" + (f"（{signed}）" if signed else "")
