"""After a kill: what was typed comes back, said in words, with the caret where it was."""

import os
from pathlib import Path
from typing import Any

import pytest

from storage import durable
from storage.journal import far_of, near_of
from storage.library import Library
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk, left_at
from tests.tui.test_failed_saves import FullDisk
from tui.entry.screen import EntryScreen
from tui.library.screen import LibraryScreen


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


def prose(path: Path) -> str:
    block = Report.read(read_report(path)).section("organisation").prose
    assert block is not None
    return block.text


async def noted(clerk: Clerk, path: Path, text: str) -> None:
    """Wait until a journal holds `text`."""
    await clerk.until(lambda: path.exists() and text in path.read_text(encoding="utf-8"), f"“{text}” in a journal")


async def test_a_killed_program_leaves_what_the_next_puts_back_at_the_caret(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.entry.autosave._DELAY", 600.0)
    path = library.path_of(report_id)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("头尾")
        await clerk.press("left")
        await clerk.type("中间")
        await noted(clerk, near_of(path), "头中间尾")
        # What is on the disk at this moment is all a killed program leaves.
        report, journal = path.read_bytes(), near_of(path).read_bytes()
    assert "头" not in report.decode()
    path.write_bytes(report)
    near_of(path).write_bytes(journal)
    monkeypatch.undo()
    monkeypatch.setenv("ZIPINGBAO_STATE", str(library.path.parent / "state"))
    async with desk(library.path) as clerk:
        await clerk.open()
        assert clerk.sees("头中间尾")
        assert clerk.sees("上次没有正常关闭；最后打的字找回来了")
        await clerk.type("又打")
        await clerk.until_saved("头中间又打尾")
        await clerk.press("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        assert not near_of(path).exists()
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        assert not clerk.sees("上次没有正常关闭")


async def test_the_window_closed_over_a_full_disk_loses_nothing(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(library.path)
    path = library.path_of(report_id)
    with monkeypatch.context() as full:
        full.setattr(durable, "files", disk)
        async with desk(library.path) as clerk:
            await clerk.open()
            disk.full = True
            await clerk.type("关窗口时没存下的")
            assert not clerk.entry.save_now()
            clerk.app.exit()
    assert prose(path) == ""
    assert os.path.lexists(far_of(path))
    async with desk(library.path) as clerk:
        await clerk.open()
        assert clerk.sees("关窗口时没存下的")
        await clerk.until_saved("关窗口时没存下的")


async def test_an_unsound_report_is_opened_as_it_was_last_when_that_is_chosen(
    library: Library, report_id: str
) -> None:
    path = library.path_of(report_id)
    with library.open_report(report_id) as file:
        payload: dict[str, Any] = file.load()
        file.save({**payload, "版次": 1})
        file.save({**payload, "不认识的": 1})
    bad = path.read_bytes()
    async with desk(library.path) as clerk:
        await clerk.press("enter")
        await clerk.until_told("不认识的")
        await clerk.press("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        assert path.read_bytes() == bad
        await clerk.press("enter")
        await clerk.until_told("不认识的")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        await clerk.until_sees("已损坏")
    (aside,) = (library.path / "损坏").iterdir()
    assert aside.read_bytes() == bad
