"""Saving and listing, on the disk the temporary folder is on (TMPDIR chooses another)."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document

from storage.demo import demo_payload
from storage.library import Library
from storage.report_file import ReportFile
from tests.bench.materials import library_of_many
from tests.bench.measuring import Goal, Line, Lines, Setting, alternated, timed

TWICE_RAW = Goal(2)
AS_TEN = Goal(1.2)
LISTED = Goal(100, unit="ms")

_ROUNDS = 200
_LISTS = 30
_MANY = 10_000


def save(setting: Setting) -> Lines:
    """Measure a save against writing the same bytes by hand, and against TinyDB as it comes."""
    library = Library.open(setting.home / "library-saved", create=True)
    report_id = library.create(demo_payload())
    with ReportFile(library.path_of(report_id)) as file, TinyDB(setting.home / "tinydb.json") as database:
        payloads = _payloads(file.load())
        data = file.path.read_bytes()
        taken = alternated(
            {
                "ours": timed(lambda: file.save(payloads())),
                "raw": timed(lambda: _write(setting.home / "raw.json", data)),
                "synced": timed(lambda: _write(setting.home / "synced.json", data, sync_folder=True)),
                "tinydb": timed(lambda: _fill(database, payloads())),
            },
            setting.rounds(_ROUNDS),
        )
    what = f"save, {len(data) / 1024:.0f} KB"
    yield Line(what, taken["ours"], "raw write + fsync + rename", taken["raw"], TWICE_RAW)
    yield Line(what, taken["ours"], "the same + fsync of the folder", taken["synced"])
    yield Line(what, taken["ours"], "TinyDB, default JSONStorage", taken["tinydb"])


def save_among_many(setting: Setting) -> Lines:
    """Measure a save in a library of 10,000 reports against one of ten."""
    many, ten = setting.count(_MANY), 10
    with ExitStack() as stack:
        saves: dict[str, Callable[[], float]] = {}
        for reports in (many, ten):
            library = library_of_many(setting.home / f"library-{reports}", reports)
            file = stack.enter_context(ReportFile(library.path_of(library.entries()[0].id)))
            saves[str(reports)] = _saving(file)
        taken = alternated(saves, setting.rounds(_ROUNDS))
    yield Line(f"save, {many:,} reports", taken[str(many)], "save, 10 reports", taken[str(ten)], AS_TEN)


def listing(setting: Setting) -> Lines:
    """Measure listing 10,000 reports from the index, against looking at their files alone."""
    reports = setting.count(_MANY)
    library = library_of_many(setting.home / f"library-{reports}", reports)
    taken = alternated(
        {"ours": timed(library.entries), "scan": timed(lambda: _scan(library.path))}, setting.rounds(_LISTS)
    )
    yield Line(f"{reports:,} reports", taken["ours"], "scandir + stat of each", taken["scan"], LISTED)


def _saving(file: ReportFile) -> Callable[[], float]:
    payloads = _payloads(file.load())
    return timed(lambda: file.save(payloads()))


def _payloads(payload: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Return what gives the payload, each time with another revision, as typing does."""
    revisions = count(1000)
    return lambda: {**payload, "版次": next(revisions)}


def _write(path: Path, data: bytes, *, sync_folder: bool = False) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    if sync_folder:
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _fill(database: TinyDB, payload: dict[str, Any]) -> None:
    head = {key: value for key, value in payload.items() if key != "章节"}
    for name, documents in (("报告", [head]), ("章节", payload["章节"])):
        table = database.table(name)
        table.truncate()
        table.insert_multiple(Document(document, number) for number, document in enumerate(documents, 1))


def _scan(folder: Path) -> list[os.stat_result]:
    with os.scandir(folder) as found:
        return [file.stat() for file in found]
