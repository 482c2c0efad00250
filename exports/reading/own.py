"""Whatever format it is in, a file that this program exported, read back as a report."""

from importlib.util import find_spec
from pathlib import Path

from exports.document import Document, Heading
from exports.reading.files import WORD
from exports.reading.own_file import OwnFile, own_file
from exports.reading.own_markdown import read_own_markdown
from exports.recomposing import Problem


def read_own(path: Path, templates: Path | None) -> OwnFile | None:
    """Read a Markdown or Word file of ours; None for any other. `templates` holds the office's own outlines.

    :raises Refused: when it cannot be read, or is ours and cannot be made a report of.
    """
    if path.suffix.lower() != WORD:
        return read_own_markdown(path, templates)
    if find_spec("docx") is None:
        # The reader of files from elsewhere says what has to be installed.
        return None
    # What it is read with is slow to import, and nothing else waits for it.
    from exports.reading.own_word import read_own_word

    read = read_own_word(path)
    if read is None:
        return None
    document = read.document
    return own_file(path, document, templates, unchanged=read.unchanged, place=lambda one: _under(document, one))


def _under(document: Document, problem: Problem) -> str:
    """Say where a problem is in a file without lines: under which heading."""
    above = (one.text for one in reversed(document.elements[: problem.element + 1]) if isinstance(one, Heading))
    row = "" if problem.row is None else f"，表格第{problem.row + 1}行"
    return f"“{next(above, '开头')}”{row}"
