"""Ctrl+G: where a figure comes from, in one sentence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.checks.subject import where
from storage.report.named_figure import NamedFigure
from storage.report.spot import Spot
from tui.dialogs import Choice, Question
from tui.entry.work import Work

GO: Final = "go"
ANOTHER: Final = "another"
_SHORT: Final = 24


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the caret is at: what it is called, how it reads, where it stands, and what it is computed from.

    `is_reference` tells a text that refers to it from the very cell it stands in.
    """

    name: str
    text: str
    spot: Spot
    how: str = ""
    is_reference: bool = False

    @classmethod
    def at(cls, figure: NamedFigure, *, is_reference: bool) -> "Pointed":
        """Point at a figure of the report."""
        return cls(figure.name, figure.text, figure.spot, figure.how, is_reference)


def where_from(pointed: Pointed, work: Work) -> Question:
    """Tell where a figure comes from; ask whether to go there from a text, or to see where another comes from."""
    go = [Choice("去看" if pointed.how else "去填写的地方", GO)] if pointed.is_reference else []
    return Question("来历", told(pointed, work), [*go, Choice("返回", "stay"), Choice("看别的数", ANOTHER)])


def told(pointed: Pointed, work: Work) -> str:
    """Say who typed it where and when, or what it is computed from."""
    section = work.report.section(pointed.spot.section)
    place = where(work.outline, section.id, section.title)
    text = _shortened(pointed.text)
    value = f"“{pointed.name}”（{text}）"
    block = section.block(pointed.spot.kind)
    last = _shortened(block.last_year(pointed.spot.field))
    beside = f"上年是{last}。" if last else ""
    if pointed.how:
        verb = f"{value}是自动算出的" if text else f"“{pointed.name}”还算不出来"
        return f"{verb}：{pointed.how.rstrip('。')}。见{place}。{beside}"
    if not text:
        return f"“{pointed.name}”还没有填，填在{place}。{beside}"
    if any(entry.holds(pointed.spot.field, pointed.spot.start) for entry in block.unconfirmed()):
        return f"{value}是从上年的报告带来的，在{place}，还没有确认。{beside}"
    who = f"由{section.editor}" if section.editor else ""
    return f"{value}{who}填在{place}{_when(section.edited)}。{beside}"


def _shortened(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _SHORT else text[:_SHORT] + "……"


def _when(moment: str) -> str:
    """Write when a section was last changed; nothing where its file does not say."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    return f"，这一节最后修改于{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分"
