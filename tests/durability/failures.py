"""Every operation on the disk made to fail in turn, under the real program while somebody types."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from storage import durable
from storage.library import Library
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import create_report
from tests.storage.conftest import FAILURES, FailingDisk, strays
from tests.tui.clerk import Clerk, desk, left_at

KINDS = [kind for kind in FAILURES if kind != "interrupted"]


async def fail_in_turn(folder: Path, *, nth: Sequence[int] | None = None) -> str:
    """Let operation N of typing and saving fail, for these N or for 1, 2, 3 … until none fails; return the figures."""
    library = Library.open(folder / "库", create=True)
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    told = []
    with pytest.MonkeyPatch.context() as patched:
        for name, seconds in {"_NOTE": 0.005, "_DELAY": 0.01, "_RETRY": 0.01}.items():
            patched.setattr(f"tui.entry.autosave.{name}", seconds)
        async with desk(library.path) as clerk:
            await clerk.open()
            for kind in KINDS:
                failed = 0
                for number in nth or range(1, 200):
                    if not await _fail(clerk, library.path_of(report_id), kind, number):
                        break
                    failed += 1
                told.append(f"{kind} {failed}")
    assert not strays(library.path)
    return f"operations failed: {', '.join(told)}: old or new whole, the text on screen, the next save good"


async def _fail(clerk: Clerk, path: Path, kind: str, nth: int) -> bool:
    """Type one character while operation `nth` fails; say whether it came to that."""
    before = _prose(path)
    disk = FailingDisk(nth, FAILURES[kind])
    durable.files = disk
    try:
        await clerk.type("字")

        def saved() -> bool:
            there = _prose(path)
            assert there in (before, before + "字"), "neither old nor new"
            return there != before and not clerk.entry._autosave.unsaved

        await clerk.until(saved, "the next save", seconds=30)
    finally:
        durable.files = durable.Files()
    await clerk.until(lambda: not clerk.entry._autosave.trouble, "the end of the trouble")
    assert clerk.app.is_running
    assert clerk.sees((before + "字")[-20:])
    assert not strays(path.parent)
    return disk.reached


def _prose(path: Path) -> str:
    block = Report.read(read_report(path)).section("organisation").prose
    assert block is not None
    return block.text
