"""A file that this program exported, whatever format it is in, as a report and what of it could not be taken."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exports.composing import FORMAT
from exports.document import Document, Heading, Table, without_record
from exports.recomposing import Problem, read_document
from storage.errors import Refused
from storage.json_file import shown
from storage.outline import Outline
from storage.outline_files import find_outline
from storage.report.report import Report

# Far above any report; what goes over them would be read for minutes.
_MOST_HEADINGS: Final = 100
_MOST_ROWS: Final = 2000


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of ours read back.

    `unchanged` says that it is the very one that was exported. `problems` are sentences on what could not be taken
    as it stands; a file that is unchanged has none, unless its outline is another one since or it holds controls.
    """

    path: Path
    report: Report
    outline: Outline
    unchanged: bool
    problems: tuple[str, ...]


def own_file(
    path: Path,
    document: Document,
    templates: Path | None,
    *,
    unchanged: bool,
    dropped: int,
    place: Callable[[Problem], str],
) -> OwnFile:
    """Return the report of a document that was read from a file of ours; `place` says where in it a problem is.

    `templates` holds the office's own outlines; `dropped` is how many control characters were left out.

    :raises Refused: when a later version wrote it, its outline is not here, or it is far too long for a report.
    """
    where, identity = shown(path), document.identity
    # Of the review nothing is read back: what was said and done is with the library and its review files.
    document = Document(identity, tuple(without_record(document.elements)))
    if identity.get("格式") != FORMAT:
        raise Refused(f"“{where}”由更新的版本导出，请升级自评宝。")
    outline_id, _, version = identity.get("模板", "").partition(" ")
    outline = find_outline(outline_id, templates)
    headings = sum(isinstance(element, Heading) for element in document.elements)
    rows = sum(len(element.rows) for element in document.elements if isinstance(element, Table))
    if headings > _MOST_HEADINGS or rows > _MOST_ROWS:
        raise Refused(f"“{where}”有{headings}个标题，表格共{rows}行，不像一份报告；请检查是不是选错了文件。")
    read = read_document(document, outline)
    problems = [f"{place(problem)}：{problem.sentence}" for problem in read.problems]
    if problems and version != str(outline.version):
        problems.insert(0, f"它照模板“{outline.name}”第{version}版写成，现在是第{outline.version}版。")
    if dropped:
        problems.insert(0, f"有{dropped}个看不见的控制字符没有读进来。")
    return OwnFile(path, read.report, outline, unchanged, tuple(problems))
