"""References that stay at their figures while these are renamed, for as long as a report is open.

A name is typed letter by letter, and on the way it may be another figure's name, or that of a reference to
nothing. What a reference stands for is therefore kept beside the text and not looked up anew at every letter.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from storage.outline import Outline
from storage.report.named_figure import Key, NamedFigure
from storage.report.naming import named_figures, names_made_of
from storage.report.prose import Prose
from storage.report.references import reference_to, references
from storage.report.report import Report


@dataclass(frozen=True, slots=True)
class _Tie:
    key: Key
    name: str


_Tied: TypeAlias = Sequence[str | _Tie]


class Following:
    """The references in the prose of one report, and the figures they stand for."""

    def __init__(self, report: Report, outline: Outline) -> None:
        self._report = report
        self._outline = outline
        self._figures: dict[str, NamedFigure] | None = None
        self._names: dict[Key, str] = {}
        # What the present names are made of; None while that is not known.
        self._made_of: Sequence[object] | None = None
        self._present: Collection[str] | None = None
        self._texts: dict[str, _Tied] = {}
        self.begin_anew()

    def begin_anew(self) -> None:
        """Take what the references name as what they stand for: the report has become another."""
        self._figures = self._made_of = self._present = None
        self._texts = {section_id: self._tied(prose.text) for section_id, prose in self._prose().items()}

    @property
    def figures(self) -> dict[str, NamedFigure]:
        """The figures of the report as they are now, by name."""
        if self._figures is None:
            self._figures = named_figures(self._report, self._outline)
            # Names that are gone are kept: a row that was removed, or left without a name, may yet come back.
            self._names |= {figure.key: name for name, figure in self._figures.items()}
            self._present = frozenset(self._figures)
        return self._figures

    @property
    def names(self) -> Collection[str]:
        """The names of the figures: cheap at each key, as most keys change a figure and not what it is called."""
        return self.figures if self._present is None else self._present

    def typed(self, section_id: str) -> None:
        """Note that a section's text was typed in."""
        self._texts[section_id] = self._tied(self._prose()[section_id].text)

    def follow(self) -> list[str]:
        """Rename the references to what is called otherwise now; return the sections whose text changed so.

        To be called after anything but prose was changed.
        """
        self._figures = None
        if not any(isinstance(part, _Tie) for tied in self._texts.values() for part in tied):
            self._made_of = self._present = None
            return []
        made_of = names_made_of(self._report)
        if made_of == self._made_of:
            return []
        self._made_of, self._present = made_of, None
        changed = []
        for section_id, prose in self._prose().items():
            tied = self._texts[section_id]
            renamed = [part if isinstance(part, str) else _Tie(part.key, self._name(part.key)) for part in tied]
            if renamed != tied:
                self._texts[section_id] = renamed
                prose.text = "".join(
                    part if isinstance(part, str) else reference_to(part.name) for part in renamed
                )
                changed.append(section_id)
        return changed

    def settle(self) -> None:
        """Let references to nothing stand for what bears their name now that nobody is typing it any more."""
        for section_id, tied in self._texts.items():
            parts = [self._tied(part) if isinstance(part, str) else [part] for part in tied]
            self._texts[section_id] = [part for found in parts for part in found]

    def noted(self, text: str) -> str:
        """Write down a text, and what its references stand for, for a history of changes."""
        tied = self._tied(text)
        return json.dumps([part if isinstance(part, str) else part.key for part in tied], ensure_ascii=False)

    def recalled(self, note: str) -> str:
        """Return a text that was written down, with the names its figures bear now."""
        parts = json.loads(note)
        return "".join(part if isinstance(part, str) else reference_to(self._name(tuple(part))) for part in parts)

    def _prose(self) -> dict[str, Prose]:
        return {section.id: section.prose for section in self._report.sections if section.prose is not None}

    def _tied(self, text: str) -> _Tied:
        return list(self._ties(text))

    def _ties(self, text: str) -> Iterator[str | _Tie]:
        end = 0
        for reference in references(text):
            figure = self.figures.get(reference.name)
            if figure is not None:
                yield text[end : reference.start]
                yield _Tie(figure.key, figure.name)
                end = reference.end
        yield text[end:]

    def _name(self, key: Key) -> str:
        """Return what a figure is called; the last it was called where it has lost its name or its row."""
        _ = self.figures
        return self._names[key]
