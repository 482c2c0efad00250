"""Writing reports to files that can be handed in; never over a file that is there, unless told to."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from exports import markdown
from exports.composing import compose, undated_project
from exports.document import Document
from exports.named import is_file, payload_of
from exports.review_record import record_document, with_record
from storage.durable import NotSaved, make_folder, sweep, write_file
from storage.errors import Refused
from storage.filename import safe_name
from storage.json_file import shown
from storage.library import MARKER, Library
from storage.outline import Outline
from storage.report.report import Report
from storage.report_shape import HISTORY, ID
from storage.reports import parsed


class AlreadyThere(Refused):
    """A file of that name exists; `path` is it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{shown(path)}”已经有了，没有覆盖；请换一个名字，或确认覆盖后再导出。")
        self.path = path


class NoSnapshot(Refused):
    """The export is written, to `path`; what was handed over could not be kept in the library's history."""

    def __init__(self, path: Path, error: Refused) -> None:
        why = f"{error.reason}；{error.remedy}" if isinstance(error, NotSaved) else str(error).rstrip("。")
        super().__init__(f"已导出到“{shown(path)}”，但文档库的“{HISTORY}”里没能留底：{why}。")
        self.path = path


def _as_markdown(document: Document) -> bytes:
    return markdown.write(document).encode("utf-8")


def _as_word(document: Document) -> bytes:
    # Most exports are Markdown, and need none of what a zip is written with.
    from exports import word

    return word.write(document)


_WRITERS: Final[dict[str, Callable[[Document], bytes]]] = {"md": _as_markdown, "docx": _as_word}
FORMATS: Final = (*_WRITERS, "json")
"""The formats there are, by the suffix of their files."""


def written(report: Report, outline: Outline, form: str, *, record: bool = False) -> bytes:
    """Return the file of a report in a format; with `record`, 审核记录 follows, which is all in `json` anyway."""
    if form == "json":
        return f"{json.dumps(report.payload(), ensure_ascii=False, indent=1, allow_nan=False)}\n".encode()
    document = compose(report, outline)
    return _WRITERS[form](with_record(document, report, outline) if record else document)


def write_record(path: Path, report: Report, outline: Outline, *, overwrite: bool = False) -> None:
    """Write the 审核记录 of a report alone, in the format of the file's suffix; Markdown where that is none.

    :raises Refused: as `write_export`.
    """
    writer = _WRITERS.get(path.suffix.removeprefix("."), _as_markdown)
    _put(path, lambda: writer(record_document(report, outline)), overwrite=overwrite)


def default_folder() -> Path:
    """Return where exports go when nobody says: 自评报告 among the person's documents."""
    from platformdirs import user_documents_path

    return user_documents_path() / "自评报告"


def export_name(report: Report, form: str, number: int = 1) -> str:
    """Return the file name a report is handed in under; a `number` from 2 tells it from others of that name."""
    cover = report.cover
    year = f"{cover.year}年度" if cover.year else ""
    suffix = f"（{number}）.{form}" if number > 1 else f".{form}"
    return safe_name(f"{cover.unit}{year}{undated_project(report)}绩效自评报告", suffix)


def write_export(
    path: Path, report: Report, outline: Outline, form: str, *, overwrite: bool = False, record: bool = False
) -> None:
    """Write one report to `path`, its folder made if need be and rid of what writers that died left there.

    :raises AlreadyThere: when there is such a file, or a link, and `overwrite` is off.
    :raises NotSaved: when it could not be written, or is the place of a report in a library.
    """
    _put(path, lambda: written(report, outline, form, record=record), overwrite=overwrite)


def _put(path: Path, make: Callable[[], bytes], *, overwrite: bool) -> None:
    if ID.fullmatch(path.stem) and path.suffix == ".json" and os.path.lexists(path.parent / MARKER):
        raise NotSaved(path, "那里是文档库存放报告的地方", "请换一个文件夹或名称")
    if os.path.lexists(path) and not overwrite:
        raise AlreadyThere(path)
    data = make()
    try:
        make_folder(path.parent)
    except NotSaved as error:
        if isinstance(error.__cause__, (FileExistsError, NotADirectoryError)):
            in_the_way = next(above for above in path.parents if os.path.lexists(above))
            raise NotSaved(path, f"“{shown(in_the_way)}”是文件，不是文件夹", "请换一个文件夹后重试") from error
        raise NotSaved(path, error.reason, error.remedy) from error
    sweep(path.parent)
    write_file(path, data)


def export_from_library(
    library: Library,
    report: Report,
    outline: Outline,
    path: Path,
    form: str,
    *,
    overwrite: bool,
    record: bool = False,
) -> None:
    """Write a report of the library to `path` and keep a snapshot of what was handed over.

    The snapshot of a library that is read-only is left out.

    :raises Refused: as `write_export`.
    :raises NoSnapshot: when the report is written and the snapshot is not.
    """
    write_export(path, report, outline, form, overwrite=overwrite, record=record)
    if library.read_only:
        return
    try:
        library.snapshot(report.id, report.payload(), "导出")
    except Refused as error:
        raise NoSnapshot(path, error) from error


def export_reports(
    names: Sequence[str] | None,
    library_path: Path,
    *,
    form: str,
    output: str | None,
    overwrite: bool,
    record: bool = False,
) -> Iterator[tuple[str, Path | bytes | Refused]]:
    """Export reports by number or by file (of a library, or written as `json`), or with None all of the library.

    Each name comes back with the file written, or with the content where `output` is `-`, or with why it was
    refused; one that is refused does not stop the others. `output` is a file for one report, a folder for several
    (or where it is one already), None for the default folder. Two reports that would bear one name never overwrite
    each other, even with `overwrite`: the second is （2）. With `record`, 审核记录 follows each report.

    :raises Refused: when the library cannot be opened, or `output` cannot be a folder and has to.
    """
    # Files alone can be exported where there is no library.
    library = None if names and all(map(is_file, names)) else Library.open(library_path)
    if names is None:
        # In a fixed order: which of two bears the plain name does not change from one run to the next.
        wanted = sorted(entry.id for entry in library.entries()) if library else []
    else:
        wanted = list(dict.fromkeys(names))
    place, is_folder = _place(output, several=names is None or len(wanted) > 1)
    done: set[Path] = set()
    for name in wanted:
        try:
            payload, templates = payload_of(name, library, library_path)
            report, outline = parsed(payload, templates)
            if output == "-":
                yield name, written(report, outline, form, record=record)
                continue
            numbered = (place / export_name(report, form, number) for number in count(1))
            path = next(free for free in numbered if free not in done) if is_folder else place
            if library is None or is_file(name):
                write_export(path, report, outline, form, overwrite=overwrite, record=record)
            else:
                export_from_library(library, report, outline, path, form, overwrite=overwrite, record=record)
            done.add(path)
            yield name, path
        except NoSnapshot as error:
            done.add(error.path)
            yield name, error.path
            yield name, error
        except Refused as error:
            yield name, error


def _place(output: str | None, *, several: bool) -> tuple[Path, bool]:
    """Return where exports go, and whether that is a folder.

    :raises NotSaved: when it has to be a folder and is a file, or cannot be looked at.
    """
    if output is None:
        return default_folder(), True
    place = Path(output)
    if output == "-":
        return place, False
    try:
        is_folder = place.is_dir()
    except OSError as error:
        raise NotSaved.because(place, error) from error
    if several and not is_folder and os.path.lexists(place):
        raise NotSaved(place, "那里是文件，不是文件夹", "请写一个文件夹，几份报告都放进去")
    return place, several or is_folder or output.endswith(("/", os.sep))
