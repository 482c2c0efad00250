"""A file laid out over the sections of an outline, for a person to look at and change before anything is written.

Nothing of the file is left out of a draft: what matches no section is 未归类, and what does not belong into a
text (title, table of contents, signature) is aside, visible and as movable as everything else.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from exports.reading.matching import Match, match
from exports.reading.recognising import Kind, Piece
from storage.outline import Outline
from storage.report.prose import Prose
from storage.report.report import Report, Section

UNSORTED: Final = "未归类"
"""The id and the title of the section for what matches no other; no outline can have such an id."""
ASIDE: Final = ""
"""Where pieces are that go into no section."""
_LAYOUT: Final = " \t　\n"
_OUTSIDE: Final = frozenset({Kind.TITLE, Kind.CONTENTS, Kind.SIGNATURE, Kind.ANNEX})


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of the file and the section it goes to; `sure` is off where a person should look.

    `title` says that it is a heading the section bears already, so that only the body on its line is text; `part`,
    that it is the heading of the whole part which the section begins.
    """

    piece: Piece
    section: str
    sure: bool = True
    title: bool = False
    part: bool = False

    @property
    def text(self) -> str:
        """What of it becomes text: without the layout at its ends, and without a title that is there already."""
        return (self.piece.text[self.piece.body :] if self.title else self.piece.text).strip(_LAYOUT)

    def row(self) -> tuple[int, str, str | None, bool, bool, str]:
        """Return line, kind, section (None for aside), sure, title and the text as it stands in the file."""
        return (
            self.piece.line,
            self.piece.kind.value,
            self.section or None,
            self.sure,
            self.title,
            self.piece.text,
        )


@dataclass(frozen=True)
class Draft:
    """All pieces of a file in order with their places in a report by `outline`."""

    outline: Outline
    pieces: tuple[Placed, ...]

    @classmethod
    def of(cls, pieces: Sequence[Piece], outline: Outline) -> Self:
        """Lay pieces out over the sections of an outline by their headings."""
        matches = iter(match([piece.heading for piece in pieces if piece.heading is not None], outline))
        return cls(outline, tuple(_placed(pieces, matches, outline)))

    def places(self) -> list[tuple[str, str]]:
        """Return where a piece can go: the sections that have a text, 未归类, and aside; each with its name."""
        named = [(one.id, f"{one.number}{one.title}") for one in self.outline.sections if "prose" in one.blocks]
        return [*named, (UNSORTED, UNSORTED), (ASIDE, "不放进报告")]

    def unsure(self) -> list[int]:
        """Return the positions of the pieces a person should look at; blank lines are none."""
        return [
            position
            for position, placed in enumerate(self.pieces)
            if not placed.sure and placed.piece.kind is not Kind.BLANK
        ]

    def below(self, position: int) -> range:
        """Return the positions of a heading with all that stands under it, or of that one piece."""
        heading = self.pieces[position].piece.heading
        end = position + 1
        while heading is not None and end < len(self.pieces) and self._is_under(end, heading.depth):
            end += 1
        return range(position, end)

    def moved(self, positions: Collection[int], section: str) -> Self:
        """Return a draft in which the pieces at `positions` go to a section, in the order of the file.

        A heading that was the title of the section it leaves becomes text.

        :raises KeyError: when there is no such place.
        """
        if section not in dict(self.places()):
            raise KeyError(section)
        return self._with(
            {
                position: replace(
                    placed,
                    section=section,
                    sure=True,
                    title=placed.title and placed.section == section,
                    part=placed.part and placed.section == section,
                )
                for position, placed in enumerate(self.pieces)
                if position in positions
            }
        )

    def as_text(self, position: int) -> Self:
        """Return a draft in which a heading is none: with what is under it, it goes where the line before is."""
        before = (placed.section for placed in reversed(self.pieces[:position]) if placed.section != ASIDE)
        return self.moved(self.below(position), next(before, UNSORTED))._with_text(position)

    def as_title(self, position: int, section: str) -> Self:
        """Return a draft in which a line is the title of a section: what is under it goes there without it.

        :raises KeyError: when there is no such place.
        """
        moved = self.moved(self.below(position), section)
        return moved._with({position: replace(moved.pieces[position], title=True, part=False)})

    def confirmed(self, positions: Collection[int]) -> Self:
        """Return a draft in which a person has looked at the pieces at `positions` and left them there."""
        return self._with({position: replace(self.pieces[position], sure=True) for position in positions})

    def texts(self) -> dict[str, str]:
        """Return the text of each section that gets one, a line a paragraph, in the order of the file."""
        lines: dict[str, list[str]] = {}
        for placed in self.pieces:
            if placed.section != ASIDE and placed.text:
                lines.setdefault(placed.section, []).append(placed.text)
        return {section: "\n".join(texts) for section, texts in lines.items()}

    def apply(self, report: Report) -> None:
        """Put the texts into a report by the same outline, after what its sections hold already."""
        for section_id, text in self.texts().items():
            section = next((one for one in report.sections if one.id == section_id), None)
            if section is None:
                section = Section(id=section_id, title=UNSORTED)
                report.sections.append(section)
            there = section.prose.text if section.prose is not None else ""
            section.prose = Prose(text="\n".join(part for part in (there, text) if part))
            report.touch(section)

    def _is_under(self, position: int, depth: int) -> bool:
        placed = self.pieces[position]
        heading = placed.piece.heading
        return heading.depth > depth if heading is not None else placed.piece.kind not in _OUTSIDE

    def _with_text(self, position: int) -> Self:
        return self._with({position: replace(self.pieces[position], title=False, part=False)})

    def _with(self, changed: dict[int, Placed]) -> Self:
        pieces = tuple(changed.get(position, placed) for position, placed in enumerate(self.pieces))
        return replace(self, pieces=pieces)


def _placed(pieces: Sequence[Piece], matches: Iterator[Match | None], outline: Outline) -> Iterator[Placed]:
    """Yield each piece with its place: that of the nearest heading above that has one."""
    open_places: list[tuple[int, str, bool]] = []
    section, sure = UNSORTED, False
    for piece in pieces:
        heading = piece.heading
        if heading is None:
            if piece.kind is Kind.ANNEX:
                section, sure = UNSORTED, False
            aside = piece.kind in _OUTSIDE - {Kind.ANNEX}
            yield Placed(piece, ASIDE if aside else section, sure=aside or sure)
            continue
        found = next(matches)
        open_places = [place for place in open_places if place[0] < heading.depth]
        if found is not None:
            section, sure = found.target.section, found.sure
            yield Placed(piece, section, sure=sure, title=True, part=found.target.holds)
            # Under a part of several sections only its own headings have a place; body belongs to none for sure.
            sure = sure and not found.target.holds
            open_places.append((heading.depth, "" if found.target.holds else section, sure))
            continue
        section, sure = next(((s, ok) for _, s, ok in reversed(open_places) if s), (UNSORTED, False))
        if open_places and not open_places[-1][1]:
            section, sure = UNSORTED, False
        yield Placed(piece, section, sure=sure)
        open_places.append((heading.depth, section, sure))
