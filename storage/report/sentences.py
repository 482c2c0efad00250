"""Standard paragraphs built from the tables by an outline's patterns (storage/sentence.py).

What is built holds references, so that a text it was put into follows the figures afterwards.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from storage.outline import OutlineSection
from storage.report.block import Row
from storage.report.funds import Source, Use
from storage.report.named_figure import Key, NamedFigure, clean_name
from storage.report.references import reference_to
from storage.report.report import Report
from storage.sentence import LISTING, PARTS, Clause, Items, Loop, Mention, RowName, Words, parse

_FIELDS: Final = {
    "年初预算数": "initial",
    "全年预算数": "annual",
    "全年执行数": "executed",
    "执行率": "rate",
    "结余": "left",
    "金额": "amount",
    "占比": "share",
    "数值": "value",
}
# Stands for a figure while the punctuation around it is put in order; a text that is typed cannot hold it.
_VALUE: Final = "\x00"
# Where two meet because something between them is left out, the weightier stays.
_BREAKS: Final = "。；，、："
_MEETING: Final = re.compile(f"[{_BREAKS}]{{2,}}")


class _Blank(Exception):
    """A figure that is not known yet: what it stands in is left out."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A reference or a name, which the punctuation around it is none of."""

    text: str


_Built: TypeAlias = list[str | _Value]


def sentences(section: OutlineSection, report: Report, figures: Mapping[str, NamedFigure]) -> list[str]:
    """Return the paragraphs a section offers, as typed; one the tables do not suffice for yet is left out."""
    builder = _Builder(section.id, report, figures)
    built = (builder.paragraph(parse(pattern)) for pattern in section.sentences)
    return [paragraph for paragraph in built if paragraph]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a loop: what it is called, and its figures by the names that patterns use."""

    name: str
    figures: Mapping[str, NamedFigure | None]
    row: Row | None = None


class _Builder:
    def __init__(self, section_id: str, report: Report, figures: Mapping[str, NamedFigure]) -> None:
        self._section_id = section_id
        self._report = report
        self._figures = figures
        self._by_key: dict[Key, NamedFigure] = {figure.key: figure for figure in figures.values()}

    def paragraph(self, items: Items) -> str:
        try:
            built = self._items(items, None)
        except _Blank:
            return ""
        if not any(isinstance(piece, _Value) for piece in built):
            return ""
        words = _in_order("".join(_VALUE if isinstance(piece, _Value) else piece for piece in built))
        values = (piece.text for piece in built if isinstance(piece, _Value))
        return re.sub(_VALUE, lambda _: next(values), words)

    def _items(self, items: Items, line: _Line | None) -> _Built:
        built: _Built = []
        for item in items:
            match item:
                case Words(text):
                    built.append(text)
                case Mention(name):
                    figure = self._figures.get(name) if line is None else line.figures.get(name)
                    if figure is None or not figure.known:
                        raise _Blank
                    built.append(_Value(reference_to(figure.name)))
                case RowName():
                    if line is None or not line.name:
                        raise _Blank
                    built.append(_Value(line.name))
                case Clause(inner):
                    built += self._optional(inner, line)
                case Loop():
                    built += self._loop(item, line)
        return built

    def _optional(self, items: Items, line: _Line | None) -> _Built:
        """Build what may be left out: nothing where a figure is blank, or no figure is shown at all."""
        try:
            built = self._items(items, line)
        except _Blank:
            return []
        return built if any(isinstance(piece, _Value) for piece in built) else []

    def _loop(self, loop: Loop, line: _Line | None) -> _Built:
        if loop.over == LISTING:
            found = [self._optional(content, line) for content in loop.contents]
        else:
            found = [self._optional(loop.contents[0], row) for row in self._rows(loop.over, line)]
        built: _Built = []
        for piece in filter(None, found):
            built += [loop.separator, *piece] if built else piece
        if not built:
            raise _Blank
        return built

    def _rows(self, over: str, line: _Line | None) -> Iterator[_Line]:
        funds = self._report.funds
        section = next((s for s in self._report.sections if s.id == self._section_id), None)
        if over == PARTS:
            parts = line.row.parts if line is not None and isinstance(line.row, Use) else []
            yield from (self._line(part.name, part) for part in parts)
        elif over == "来源" and funds is not None:
            yield from (self._line(_source_name(source), source) for source in funds.sources)
        elif over == "用途" and funds is not None:
            yield from (self._line(use.category, use) for use in funds.uses)
        elif over == "数据" and section is not None and section.facts is not None:
            yield from (self._line(fact.name, fact) for fact in section.facts.rows)
        elif over == "一级指标":
            yield from self._levels()

    def _line(self, name: str, row: Row) -> _Line:
        figures = {label: self._by_key.get((row.identity, field)) for label, field in _FIELDS.items()}
        return _Line(clean_name(name), figures, row)

    def _levels(self) -> Iterator[_Line]:
        table = next((section.indicators for section in self._report.sections if section.indicators), None)
        for level in table.weights() if table is not None else ():
            keys = {label: ("indicators", "rows", f"{level}{label}") for label in ("得分", "分值")}
            yield _Line(clean_name(level), {label: self._by_key.get(key) for label, key in keys.items()})


def _source_name(source: Source) -> str:
    return source.name if source.name.strip() else source.kind


def _in_order(words: str) -> str:
    """Put the punctuation in order that is left over where something was left out."""
    before = ""
    while words != before:
        before = words
        words = _MEETING.sub(lambda met: min(met[0], key=_BREAKS.index), words)
        words = re.sub(f"（[{_BREAKS}]+", "（", words)
        words = re.sub(f"[{_BREAKS}]+）", "）", words)
        words = words.replace("（）", "").lstrip(_BREAKS)
    return words
