"""Whatever format it is in, a file that this program exported, read back as a report."""

from importlib.util import find_spec
from pathlib import Path

from exports.document import Document, Heading
from exports.reading.files import WORD
from exports.reading.own_file import OwnFile, own_file
from exports.reading.own_markdown import read_own_markdown
from exports.recomposing import Problem
from storage.errors import Refused
from storage.json_file import Unreadable


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
    return own_file(
        path,
        document,
        templates,
        unchanged=read.unchanged,
        dropped=read.dropped,
        place=lambda one: _under(document, one),
    )


def read_own_or_why(path: Path, templates: Path | None) -> tuple[OwnFile | None, str]:
    """Read a file of ours as `read_own`; where it is ours but no report can be made of it, None and why not.

    :raises Unreadable: when nothing can read it.
    """
    try:
        return read_own(path, templates), ""
    except Unreadable:
        raise
    except Refused as error:
        return None, f"{str(error).rstrip('。')}；这次按别处来的文件导入。"


def _under(document: Document, problem: Problem) -> str:
    """Say where a problem is in a file without lines: under which heading."""
    above = (one.text for one in reversed(document.elements[: problem.element + 1]) if isinstance(one, Heading))
    row = "" if problem.row is None else f"，表格第{problem.row + 1}行"
    return f"“{next(above, '开头')}”{row}"
