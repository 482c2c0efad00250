"""From a file on the disk to its pieces, with the titles of the outlines at hand to know headings by."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exports.reading.files import read_source
from exports.reading.recognising import Piece, known_titles, recognise
from storage.outline import Outline
from storage.outline_files import OutlineError, find_outline, outline_files


@dataclass(frozen=True, slots=True)
class Reading:
    """A file taken apart, and how many control characters were dropped from it."""

    pieces: tuple[Piece, ...]
    dropped: int


def read_file_as_pieces(path: Path, templates: Path | None) -> Reading:
    """Read a text, Markdown or Word file and recognise its outline; `templates` holds the office's own outlines.

    :raises Refused: when it cannot be read.
    """
    source = read_source(path)
    return Reading(recognise(source, known_titles(list(_outlines(templates)))), source.dropped)


def _outlines(templates: Path | None) -> Iterator[Outline]:
    for outline_id in outline_files(templates):
        # One that is not valid has no titles; `zipingbao outlines` says what is wrong in it.
        with contextlib.suppress(OutlineError):
            yield find_outline(outline_id, templates)
