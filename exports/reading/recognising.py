"""The outline recognised in a file: every line of it is a heading, body, or what else a report has around them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from exports.reading.candidates import ANNEX, Candidate, candidates
from exports.reading.contents import contents
from exports.reading.lines import Line, Source
from exports.reading.markers import read_marker
from exports.reading.sequence import depths
from exports.reading.titles import PAGE, normal
from storage.outline import Outline

_DIGIT: Final = "[0-9０-９一二三四五六七八九十]"
_DATE: Final = re.compile(
    "[ 　\t]*(?:[0-9０-９]{4}|[一二三四五六七八九〇○零0O]{4}) ?年 ?"
    f"{_DIGIT}{{1,3}} ?月(?: ?{_DIGIT}{{1,3}} ?日)?[ 　\t]*$"
)
_SIGNED: Final = re.compile(
    "[（(]?(?:盖章|公章|签[字章名]|填报|报送|单位负责人|负责人|填报人|联系人|联系电话|审核人)|[（(](?:盖章|公章)[）)]"
)
OFFICE: Final = re.compile(
    "(?:办公室|[局委会馆院校所站队厅处部司署厂社区县镇乡村]|中心|协会|政府|公司|集团|大学|小学|中学|党校|支队|大队)$"
)
"""How the name of an office ends."""
_LONGEST_TITLE: Final = 60
_LAST_LINES: Final = 8


class Kind(StrEnum):
    """What a piece of a file is."""

    HEADING = "标题"
    BODY = "正文"
    ROW = "表格"
    BLANK = "空行"
    TITLE = "题名"
    CONTENTS = "目录"
    SIGNATURE = "落款"
    ANNEX = "附件"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its line, its depth from 1, the number as it stands, its title, and whether body follows it."""

    line: int
    depth: int
    marker: str
    title: str
    run_in: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the file, or a part of one where a heading begins inside it.

    `body` is where the body begins in the text of a heading; `begins` says that a line of the file begins here.
    """

    line: int
    text: str
    kind: Kind
    heading: Heading | None = None
    body: int = 0
    begins: bool = True


def headings(pieces: Sequence[Piece]) -> list[Heading]:
    """Return the headings among pieces."""
    return [piece.heading for piece in pieces if piece.heading is not None]


def joined(pieces: Sequence[Piece]) -> str:
    """Return the text that pieces were made of."""
    return "".join(("\n" if piece.begins and number else "") + piece.text for number, piece in enumerate(pieces))


def known_titles(outlines: Sequence[Outline]) -> dict[str, int]:
    """Return the titles of outlines, as titles are compared, with their depth."""
    known: dict[str, int] = {}
    for outline in outlines:
        for part in outline.parts:
            known.setdefault(normal(part.title), 1)
            for section in part.sections:
                known.setdefault(normal(section.title), 2)
    return known


def recognise(source: Source, known: Mapping[str, int]) -> tuple[Piece, ...]:
    """Take a file apart into pieces, in order: each character of it is in exactly one.

    `known` are titles to expect, of `known_titles`.
    """
    lines = source.lines
    listed = contents(lines)
    found = candidates(lines, listed | _title_position(lines), known)
    chosen: dict[int, list[tuple[Candidate, int]]] = {}
    for candidate, depth in zip(found, depths(found), strict=True):
        if depth:
            chosen.setdefault(candidate.position, []).append((candidate, depth))
    pieces = [
        piece
        for position in range(len(lines))
        for piece in _cut(lines, position, chosen.get(position, []), listed)
    ]
    return _around(pieces)


def _title_position(lines: Sequence[Line]) -> frozenset[int]:
    """Return the line that a style makes the title: the only one at the top, and it has no number."""
    tops = [
        position
        for position, line in enumerate(lines)
        if line.level is not None and line.level <= 1 and read_marker(line.text.strip()) is None
    ]
    deeper = any(line.level is not None and line.level > 1 for line in lines)
    return frozenset(tops[:1] if len(tops) == 1 and deeper else [p for p in tops if lines[p].level == 0])


def _cut(
    lines: Sequence[Line], position: int, chosen: Sequence[tuple[Candidate, int]], listed: frozenset[int]
) -> list[Piece]:
    line = lines[position]
    if not chosen:
        blank = not line.text.strip()
        kind = (
            Kind.BLANK
            if blank
            else Kind.CONTENTS
            if position in listed
            else Kind.TITLE
            if line.level is not None
            else Kind.ROW
            if line.row
            else Kind.BODY
        )
        return [Piece(line.number, line.text, kind)]
    pieces: list[Piece] = []
    if begin := chosen[0][0].start:
        pieces.append(Piece(line.number, line.text[:begin], Kind.BODY))
    ends = [candidate.start for candidate, _ in chosen[1:]] + [len(line.text)]
    for (candidate, depth), end in zip(chosen, ends, strict=True):
        marker = candidate.marker.words if candidate.marker is not None else ""
        # Where what was taken for the next number is none, the line goes on behind it.
        body = candidate.title.body if candidate.title.run_in else candidate.end
        rest = line.text[body:end].strip(" 　\t*_")
        run_in = bool(rest) and PAGE.match(rest) is None
        heading = Heading(line.number, depth, marker, candidate.title.text, run_in)
        text = line.text[candidate.start : end]
        pieces.append(
            Piece(line.number, text, Kind.HEADING, heading, body - candidate.start, begins=candidate.start == 0)
        )
    return pieces


def _around(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Tell the title before the first heading, and signature and annexes after the last, from the body."""
    numbers = [number for number, piece in enumerate(pieces) if piece.kind is Kind.HEADING]
    first = numbers[0] if numbers else 0
    last = numbers[-1] if numbers else len(pieces)
    for number in range(first):
        piece = pieces[number]
        text = piece.text.strip()
        if piece.kind is Kind.BODY and piece.begins and len(text) <= _LONGEST_TITLE and not _reads_on(text):
            pieces[number] = _as(piece, Kind.TITLE)
    ended = [number for number in range(last + 1, len(pieces)) if pieces[number].kind is Kind.BODY]
    annex = next((number for number in ended if ANNEX.match(pieces[number].text)), len(pieces))
    annexed = [number for number in ended if number >= annex]
    for number in annexed:
        pieces[number] = _as(pieces[number], Kind.ANNEX)
    # An office signs before its annexes or after them.
    for before in ([number for number in ended if number < annex], annexed):
        for number in _signature(before, pieces):
            pieces[number] = _as(pieces[number], Kind.SIGNATURE)
    return tuple(pieces)


def _reads_on(text: str) -> bool:
    return text.endswith(("。", "；", "，", "：", ":", ";")) or "。" in text


def _signature(after: Sequence[int], pieces: Sequence[Piece]) -> list[int]:
    """Return those of the last lines that sign a report: office, people, date."""
    signed: list[int] = []
    for number in reversed(after[-_LAST_LINES:]):
        text = pieces[number].text.strip()
        dated = _DATE.match(text) is not None
        office = 4 <= len(text) <= 30 and OFFICE.search(text) is not None and not re.search("[，。；：]", text)
        if not (dated or _SIGNED.search(text[:20]) or office):
            break
        signed.append(number)
    return signed


def _as(piece: Piece, kind: Kind) -> Piece:
    return Piece(piece.line, piece.text, kind, begins=piece.begins)
