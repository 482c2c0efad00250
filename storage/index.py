"""What a list of reports shows of each, kept in one file so that listing does not open them all.

The index is a cache and never believed: an entry counts while its report's file is the very one it was read from,
anything else is read again, and a missing, damaged or forged index costs time and nothing more.
"""

import contextlib
import os
import stat
from pathlib import Path
from typing import Any, NamedTuple

from storage.durable import NotSaved, write_file
from storage.errors import Refused, why_unreadable
from storage.json_file import LIMIT, Missing, Unreadable, encode, parse, read_file, shown
from storage.report_shape import ID, check_tables
from storage.text import one_line
from storage.times import moment

INDEX = ".索引.json"

_FORMAT = 1
_SUFFIX = ".json"
_MANY = 1_000_000
_KINDS = [int, int, int, str, str, str, str, str, int, int, int, str, int, int]


class Entry(NamedTuple):
    """One line of the list.

    `modified` is an ISO time, `waiting` how many remarks wait for an answer, `reviewed` the round of a report that
    was sent here to be reviewed, 0 for any other; `problem` is a sentence when the file cannot be read.
    """

    id: str
    unit: str
    year: str
    project: str
    outline: str
    status: str
    filled: int
    done: int
    total: int
    modified: str
    waiting: int = 0
    reviewed: int = 0
    problem: str | None = None


_Stamp = tuple[int, int, int]
_Known = dict[str, tuple[_Stamp, Entry]]


def entries(folder: Path, *, write: bool = True) -> list[Entry]:
    """Return an entry for every report file in `folder`, the latest change first.

    The index is brought up to date on disk where that changes it, unless `write` is off.

    :raises OSError: when the folder cannot be listed.
    """
    known = _read_index(folder / INDEX)
    current: _Known = {}
    problems: list[Entry] = []
    with os.scandir(folder) as found:
        for file in found:
            report_id = file.name.removesuffix(_SUFFIX)
            if report_id + _SUFFIX != file.name or not ID.fullmatch(report_id):
                continue
            try:
                status = file.stat()
                stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
                before = known.get(report_id)
                if before is not None and before[0] == stamp and stat.S_ISREG(status.st_mode):
                    current[report_id] = before
                else:
                    current[report_id] = stamp, _read_entry(Path(file.path), report_id)
            except (FileNotFoundError, Missing):
                continue
            except (OSError, Refused) as error:
                problems.append(_problem(report_id, file, error))
    if write and current != known:
        with contextlib.suppress(NotSaved, ValueError):
            index = encode(_rows(current))
            # A longer one would not be read again.
            if len(index) <= LIMIT:
                write_file(folder / INDEX, index)
    return sorted(
        [entry for _, entry in current.values()] + problems,
        key=lambda entry: (entry.modified, entry.id),
        reverse=True,
    )


def _read_entry(path: Path, report_id: str) -> Entry:
    where = shown(path)
    head = check_tables(parse(read_file(path), where), where)
    found = head.get("摘要")
    summary: dict[str, Any] = found if isinstance(found, dict) else {}
    return Entry(
        id=report_id,
        unit=_words(summary.get("单位")),
        year=_words(summary.get("年度")),
        project=_words(summary.get("项目")),
        outline=_words(head.get("模板")),
        status=_words(summary.get("状态")),
        filled=_count(summary.get("已填")),
        done=_count(summary.get("完成")),
        total=_count(summary.get("节数")),
        modified=_words(head.get("修改时间")),
        waiting=_count(summary.get("待答复")),
        reviewed=_count(summary.get("收来审核")),
    )


def _problem(report_id: str, file: os.DirEntry[str], error: OSError | Refused) -> Entry:
    changed = ""
    with contextlib.suppress(OSError, OverflowError, ValueError):
        changed = moment(file.stat().st_mtime)
    where = shown(Path(file.path))
    refusal = error if isinstance(error, Refused) else Unreadable(where, why_unreadable(error), "请检查磁盘")
    return Entry(report_id, "", report_id[:4], "", "", "", 0, 0, 0, changed, problem=str(refusal))


def _words(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _count(value: object) -> int:
    return value if type(value) is int and 0 <= value < _MANY else 0


def _rows(known: _Known) -> dict[str, Any]:
    # The id is the key already, and an entry with a problem is never kept.
    return {
        "格式": _FORMAT,
        "报告": {key: [*stamp, *entry[1:-1]] for key, (stamp, entry) in known.items()},
    }


def _read_index(path: Path) -> _Known:
    try:
        index = parse(read_file(path), "")
    except Unreadable:
        return {}
    rows = index.get("报告")
    if index.get("格式") != _FORMAT or not isinstance(rows, dict):
        return {}
    known: _Known = {}
    for report_id, row in rows.items():
        if _is_row(row):
            known[report_id] = (row[0], row[1], row[2]), Entry(report_id, *row[3:])
    return known


def _is_row(row: object) -> bool:
    if not isinstance(row, list) or list(map(type, row)) != _KINDS:
        return False
    words = f"{row[3]}{row[4]}{row[5]}{row[6]}{row[7]}{row[11]}"
    # Printable is quick to see, but Python does not count the full-width space as such; the rest is slow to ask.
    plain = words.replace("\u3000", "").isprintable() or one_line(words) == words
    return plain and all(0 <= row[number] < _MANY for number in (8, 9, 10, 12, 13))
