"""Markdown that this program exported, as the report it was exported from or as what somebody made of it."""

from pathlib import Path
from typing import Final

from exports.document import Document
from exports.markdown import DIGEST_KEY, digest
from exports.markdown_reading import front_matter, read_body_by_line
from exports.reading.decoding import decode
from exports.reading.files import MARKDOWN
from exports.reading.own_file import OwnFile, own_file
from exports.recomposing import Problem
from storage.json_file import read_file, shown
from storage.text import clean

_OURS: Final = '---\n格式: "自评宝'
# A million characters.
_LIMIT: Final = 3 * 1024 * 1024


def is_own(text: str) -> bool:
    """Whether a cleaned text bears our front matter."""
    return text.startswith(_OURS)


def read_own_markdown(path: Path, templates: Path | None) -> OwnFile | None:
    """Read a file of ours; None where it is no Markdown, or not ours.

    It is unchanged when its body is, but for line ends and encoding, the very one that was exported.

    :raises Refused: when it cannot be read, a row of a table has more or fewer cells than its header, or as
        `own_file`.
    """
    if path.suffix.lower() not in MARKDOWN:
        return None
    text, dropped = clean(decode(read_file(path, _LIMIT), shown(path)))
    if not is_own(text):
        return None
    identity, body = front_matter(text)
    unchanged = identity.pop(DIGEST_KEY, "") == digest(body)
    placed = read_body_by_line(body)
    first = text.count("\n") - body.count("\n") + 1

    def place(problem: Problem) -> str:
        line = first + placed[problem.element][1] if placed else first
        # The rows are below the header and its alignment.
        return f"第{line if problem.row is None else line + 2 + problem.row}行"

    document = Document(identity, tuple(element for element, _ in placed))
    return own_file(path, document, templates, unchanged=unchanged, dropped=dropped, place=place)
