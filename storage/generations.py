"""What a report was before: the generations that every save leaves, and the snapshots that are never replaced.

Each is a report file of its own.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from storage.durable import NotSaved, keep, make_folder, sweep, unused
from storage.errors import Refused
from storage.json_file import parse, read_file, shown
from storage.report_shape import HISTORY, PREVIOUS, SECTIONS, check_tables
from storage.text import one_line
from storage.times import moment, read_moment, stamp

KEPT: Final = 3
"""How many saves back a report can be had."""
SAVED: Final = "保存"
"""Why there is a generation: a save replaced it."""
OWN_TEXT: Final = "未存入"
"""Why there is a snapshot of what could not take the report's place: somebody else had changed it."""
OPENED: Final = "打开时"
"""Why there is a snapshot of what a report was when it was opened on a day, before anything was changed."""
BEFORE: Final = "换回前"
"""Why there is a snapshot of what an older version took the place of."""
BEFORE_RESTORE: Final = "恢复前"
"""Why there is a snapshot of what a version from a backup took the place of."""
BEFORE_IMPORT: Final = "导入前"
"""Why there is a snapshot of what sections of an imported file took the place of."""

_SNAPSHOT = re.compile(r"(?P<made>[0-9]{8}T[0-9]{6})-(?P<why>\w+?)(-[0-9]+)?\.json")


class Version(NamedTuple):
    """A report as it was once, in the file `path`.

    `when` is an ISO time: for a snapshot when it was made, for a generation when it was last changed, however the
    file came where it is. `who` filled it in, "" where nobody said; `why` is a word such as 保存 or 导出.
    `problem` is a sentence when it cannot be read.
    """

    path: Path
    why: str
    when: str
    who: str = ""
    revision: int = 0
    problem: str | None = None


def previous_of(report: Path) -> list[Path]:
    """Return where the generations of a report file are kept, the newest first, whether they are there or not."""
    newest = report.parent / PREVIOUS / report.name
    return [newest, *(newest.with_stem(f"{newest.stem}-{number}") for number in range(2, KEPT + 1))]


def versions(report: Path) -> list[Version]:
    """Return every generation and snapshot of a report file that there is, the latest first."""
    found = [_version(path, SAVED) for path in previous_of(report) if os.path.lexists(path)]
    with contextlib.suppress(OSError):
        found += [_version(*snapshot) for snapshot in _snapshots(report.parent / HISTORY / report.stem)]
    # In the second in which something was brought back or in, what it took the place of is what is looked for.
    return sorted(
        found, key=lambda one: (one.when, one.revision, one.why in {BEFORE, BEFORE_IMPORT}), reverse=True
    )


def snapshot_path(report: Path, reason: str) -> Path:
    """Return a new name in the history of a report file, its folder made and swept; `reason` is a word of ours.

    :raises NotSaved: when there is no folder for it.
    """
    folder = report.parent / HISTORY / report.stem
    make_folder(folder.parent, above=False)
    make_folder(folder, above=False)
    sweep(folder)
    word = re.sub(r"\W", "", reason)[:20] or "快照"
    return unused(folder / f"{stamp()}-{word}.json")


def keep_as_opened(report: Path) -> None:
    """Keep the present content of a report file in its history, unless that was done today.

    The generations are three saves, which is seconds of typing; this is what it was before the day's work. A disk
    that does not take it is no obstacle.
    """
    today = stamp()[:8]
    with contextlib.suppress(NotSaved, OSError):
        folder = report.parent / HISTORY / report.stem
        if not any(folder.glob(f"{today}T*-{OPENED}.json")):
            keep(report, snapshot_path(report, OPENED))


def _snapshots(folder: Path) -> Iterator[tuple[Path, str, str]]:
    for path in folder.iterdir():
        match = _SNAPSHOT.fullmatch(path.name)
        if match is not None:
            yield path, match["why"], match["made"]


def _version(path: Path, why: str, made: str = "") -> Version:
    when, where = "", shown(path)
    try:
        # Copied to a stick or to another machine, a file may have the time of the copying.
        when = _moment(made, moment(path.lstat().st_mtime))
        tables = parse(read_file(path), where)
        head = check_tables(tables, where)
    except Refused as error:
        return Version(path, why, when, problem=str(error))
    except (OSError, OverflowError, ValueError):
        return Version(path, why, when, problem=f"“{where}”读不出来，请检查磁盘。")
    changed = head.get("修改时间")
    when = _moment(made or changed, when)
    last = [section for section in tables[SECTIONS].values() if section.get("修改时间") == changed]
    who = next((one["修改人"] for one in last if one.get("修改人") and isinstance(one["修改人"], str)), "")
    revision = head.get("版次")
    return Version(path, why, when, one_line(who), revision if type(revision) is int else 0)


def _moment(said: object, otherwise: str) -> str:
    try:
        return read_moment(said) if isinstance(said, str) else otherwise
    except (OSError, OverflowError, ValueError):
        return otherwise
