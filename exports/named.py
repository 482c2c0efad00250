"""What a name on the command line stands for: the number of a report, or a file."""

import os
from pathlib import Path
from typing import Any

from storage.errors import Refused
from storage.json_file import Damaged, parse, read_file, shown
from storage.library import MARKER, TEMPLATES, Library
from storage.report_file import read_report
from storage.report_shape import SECTIONS, check_format


def is_file(name: str) -> bool:
    """Whether a name is that of a file."""
    # What has neither is taken for a number, so that a misspelt one is called that.
    return "." in name or "/" in name or os.sep in name


def payload_of(name: str, library: Library | None, library_path: Path) -> tuple[dict[str, Any], Path]:
    """Return the payload a name stands for, and the folder of the outlines it may be by.

    :raises Refused: when there is no such report, or its file cannot be read.
    """
    if library is not None and not is_file(name):
        try:
            payload = read_report(library.path_of(name))
        except Damaged as error:
            told = f"报告 {name} 的文件已损坏（{error.reason}）；请用 zipingbao doctor 修好，再试一次。"
            raise Refused(told) from error
        # A file that was given another number by hand is the report of that number.
        return {**payload, "编号": name}, library.templates
    path = Path(name)
    return _read_file(path), templates_for(path, library_path)


def templates_for(path: Path, library_path: Path) -> Path:
    """Return the folder of the office's outlines for a file: of the library it lies in, else of `library_path`."""
    own = next((above for above in path.absolute().parents if os.path.lexists(above / MARKER)), library_path)
    return own / TEMPLATES


def _read_file(path: Path) -> dict[str, Any]:
    where = shown(path)
    content = parse(read_file(path), where)
    if isinstance(content.get(SECTIONS), list):
        # The plain record that the format `json` writes, not the tables of a report file.
        check_format(content, where)
        return content
    # It is read again as what it is, and a hostile one fills memory: once is enough.
    del content
    return read_report(path)
