"""What is typed stays on screen, and is offered ways out, while the disk does not take it."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from storage import durable
from storage.library import Library
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk, left_at
from tui.entry.screen import EntryScreen
from tui.library.screen import LibraryScreen


class FullDisk(durable.Files):
    """A disk with no room in one folder and those below it, until there is room again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.full = False

    # The one operation that brings new bytes; what is there can still be read and given back.
    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        if self.full and flags & os.O_CREAT and Path(path).is_relative_to(self.folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return os.open(path, flags, mode)


@pytest.fixture
def disk(library: Library, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    disk = FullDisk(library.path)
    monkeypatch.setattr(durable, "files", disk)
    return disk


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


def kept(path: Path) -> str:
    block = Report.read(read_report(path)).section("organisation").prose
    assert block is not None
    return block.text


async def typed_in_vain(clerk: Clerk, disk: FullDisk, text: str = "存不下的字") -> None:
    """Type while the disk is full, and leave."""
    disk.full = True
    await clerk.type(text)
    await clerk.press("escape")
    await clerk.until_sees("不保存就退出")


async def test_a_save_that_fails_is_told_and_made_up_for_once_there_is_room(
    library: Library, report_id: str, disk: FullDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.entry.autosave._RETRY", 0.05)
    async with desk(library.path) as clerk:
        await clerk.open()
        assert not clerk.sees("另存到")
        disk.full = True
        await clerk.type("存不下的字")
        await clerk.until_sees("磁盘已满；内容仍在屏幕上，请腾出空间后重试")
        await clerk.until_sees("草稿 · 没有保存")
        assert clerk.sees("存不下的字")
        await clerk.until_sees("^O 另存到")
        assert kept(library.path_of(report_id)) == ""
        await clerk.type("，接着打")
        assert clerk.sees("存不下的字，接着打")
        disk.full = False
        await clerk.until_saved("存不下的字，接着打")
        await clerk.until(lambda: not clerk.sees("磁盘已满"), "the sentence to go")
        await clerk.until_sees("已保存")
        assert not clerk.sees("没有保存")
        await clerk.until(lambda: not clerk.sees("另存到"), "the offer to go")


async def test_leaving_what_could_not_be_saved_asks_first_and_can_be_thought_better_of(
    library: Library, report_id: str, disk: FullDisk
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await typed_in_vain(clerk, disk)
        assert clerk.is_told("没有保存到")
        assert clerk.is_told("磁盘已满")
        for choice in ("重试", "另存到", "返回", "不保存就退出"):
            assert clerk.sees(choice)
        await clerk.press("right", "right", "enter")
        assert clerk.app.screen is clerk.entry
        await clerk.type("，还在")
        assert clerk.sees("存不下的字，还在")
        await clerk.press("ctrl+q")
        await clerk.until_sees("不保存就退出")
        await clerk.press("escape")
        assert clerk.app.is_running
        assert clerk.app.screen is clerk.entry
        disk.full = False
        await clerk.press("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
    assert kept(library.path_of(report_id)) == "存不下的字，还在"


async def test_retrying_asks_again_until_there_is_room(library: Library, report_id: str, disk: FullDisk) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await typed_in_vain(clerk, disk)
        question = clerk.app.screen
        await clerk.press("enter")
        await clerk.until(lambda: clerk.app.screen is not question, "to be asked again")
        await clerk.until_sees("不保存就退出")
        disk.full = False
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
    assert kept(library.path_of(report_id)) == "存不下的字"


@pytest.mark.parametrize("way", ["escape", "ctrl+q"])
async def test_what_was_typed_is_given_up_only_when_that_is_chosen(
    library: Library, report_id: str, disk: FullDisk, way: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        disk.full = True
        await clerk.type("不要了")
        await clerk.press(way)
        await clerk.until_sees("不保存就退出")
        await clerk.press("right", "right", "right", "enter")
        if way == "escape":
            await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
            disk.full = False
            await clerk.press("enter")
            await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
            assert not clerk.sees("只读")
        else:
            await clerk.until(lambda: not clerk.app.is_running or clerk.app._exit, "the end")
    assert kept(library.path_of(report_id)) == ""


async def test_the_whole_report_is_saved_to_another_folder_on_leaving(
    library: Library, report_id: str, disk: FullDisk, tmp_path: Path
) -> None:
    (tmp_path / "U盘").mkdir()
    async with desk(library.path) as clerk:
        await clerk.open()
        await typed_in_vain(clerk, disk)
        await clerk.press("right", "enter")
        await clerk.until_sees("另存到别的文件夹")
        await clerk.press("ctrl+u")
        await clerk.type(str(library.path))
        await clerk.press("enter")
        await clerk.until_told(".json”：磁盘已满")
        await clerk.press("ctrl+u")
        await clerk.type("~/U盘")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
    (copy,) = (tmp_path / "U盘").iterdir()
    assert kept(copy) == "存不下的字"


async def test_the_whole_report_is_saved_to_another_folder_while_going_on(
    library: Library, report_id: str, disk: FullDisk, tmp_path: Path
) -> None:
    (tmp_path / "U盘").mkdir()
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("ctrl+o")
        assert clerk.app.screen is clerk.entry
        disk.full = True
        await clerk.type("存不下的字")
        await clerk.until_sees("^O 另存到")
        for number in (1, 2):
            await clerk.press("ctrl+o")
            await clerk.until_sees("另存到别的文件夹")
            await clerk.press("ctrl+u")
            await clerk.type("~/U盘")
            await clerk.press("enter")
            await clerk.until(lambda: clerk.app.screen is clerk.entry)
            await clerk.until(lambda number=number: len(list((tmp_path / "U盘").iterdir())) == number)
            await clerk.type(f"，{number}")
        disk.full = False
        await clerk.press("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
    copies = sorted(map(kept, (tmp_path / "U盘").iterdir()))
    assert copies == ["存不下的字", "存不下的字，1"]
    assert kept(library.path_of(report_id)) == "存不下的字，1，2"


async def test_another_folder_thought_better_of_leads_back_to_the_question(
    library: Library, report_id: str, disk: FullDisk
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await typed_in_vain(clerk, disk)
        await clerk.press("right", "enter")
        await clerk.until_sees("另存到别的文件夹")
        await clerk.press("escape")
        await clerk.until_sees("不保存就退出")
        disk.full = False
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
    assert kept(library.path_of(report_id)) == "存不下的字"


async def test_a_report_changed_by_another_program_is_not_overwritten_and_told(
    library: Library, report_id: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        path = library.path_of(report_id)
        theirs = path.read_bytes().replace("甲县科协".encode(), "别处改的".encode())
        path.write_bytes(theirs)
        await clerk.type("这边打的")
        await clerk.until_sees("另一个程序改")
        assert clerk.sees("这边打的")
        assert path.read_bytes() == theirs
