"""References in a text: `{{参观人次}}` stands for the figure of that name, and is printed as its value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from storage.report.named_figure import NamedFigure

_REFERENCE: Final = re.compile(r"\{\{([^{}\n]*)\}\}")
# 参观人数 for 参观人次 is near; 馆内活动 for 馆外活动场次 is not.
_NEAR: Final = 0.7


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a text: its name, and its characters from `start` to before `end`, braces included."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text as it is printed, and which of its characters stand for which typed ones.

    `pieces` are the references that were replaced, in order, each with where its value stands in `text`.
    """

    text: str
    pieces: tuple[tuple[int, int, Reference], ...] = ()

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Return the typed characters that printed ones stand for; a part of a value is the whole reference."""
        return self._typed(start, is_end=False), max(
            self._typed(start, is_end=False), self._typed(end, is_end=True)
        )

    def _typed(self, position: int, *, is_end: bool) -> int:
        shift = 0
        for start, end, reference in self.pieces:
            if position < start or (is_end and position == start):
                break
            if position < end or (is_end and position == end):
                return reference.end if is_end else reference.start
            shift = reference.end - end
        return position + shift


def reference_to(name: str) -> str:
    """Return what is typed to refer to a figure."""
    return f"{{{{{name}}}}}"


def references(text: str) -> list[Reference]:
    """Find the references in a text, to known figures or not."""
    return [Reference(found[1].strip(), *found.span()) for found in _REFERENCE.finditer(text)]


def resolve(text: str, figures: Mapping[str, NamedFigure]) -> Resolved:
    """Return a text as it is printed; a reference to nothing, or to a figure not known yet, stays as it stands."""
    parts, pieces, end, length = [], [], 0, 0
    for reference in references(text):
        figure = figures.get(reference.name)
        if figure is not None and figure.known:
            between = text[end : reference.start]
            parts += [between, figure.text]
            start = length + len(between)
            end, length = reference.end, start + len(figure.text)
            pieces.append((start, length, reference))
    return Resolved("".join([*parts, text[end:]]), tuple(pieces))


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one name that was probably meant: `支出·电费` for `电费`, or one spelled nearly so."""
    candidates = list(names)
    alike = [candidate for candidate in candidates if name and candidate.endswith(f"·{name}")]
    near = alike or get_close_matches(name, candidates, n=2, cutoff=_NEAR)
    return near[0] if len(near) == 1 else None
