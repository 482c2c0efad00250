"""Choosing a file or a folder: by walking, by typing part of a name, by a path, from places at hand."""

import errno
import json
import os
from pathlib import Path

import pytest

from storage import media
from storage.library import Library
from storage.recent_folders import MOST, recent_folders, remember_folder
from tests.tui.clerk import Clerk, desk
from tui.files import listing
from tui.files.chooser import ChooseFolder
from tui.importing.choose_file import ChooseImport, PickOutline

LONG = "某某县科学技术协会2023年度科技馆免费开放补助资金项目支出绩效自评报告（第三次修改稿最终版）定稿.md"
TEXT = "一、自评工作开展情况\n由办公室牵头。\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "资料"
    (folder / "往年").mkdir(parents=True)
    (folder / "往年" / "2022年报告.txt").write_text(TEXT, encoding="utf-8")
    (folder / LONG).write_text(TEXT, encoding="utf-8")
    for name in ("旧.doc", "表.xlsx", ".隐藏.txt", "~$旧.docx", "空.txt", "坏\x1b[31m\n名.txt"):
        (folder / name).write_bytes(b"\xd0\xcf\x11\xe0" if name == "旧.doc" else b"")
    (folder / os.fsdecode(b"\xb2\xe2.txt")).write_text(TEXT, encoding="utf-8")
    (folder / "圈.txt").symlink_to("圈.txt")
    os.mkfifo(folder / "管.txt")
    (folder / "假.docx").write_bytes(b"PK\x03\x04" + b"x" * 50)
    return folder


async def opened(clerk: Clerk) -> None:
    await clerk.press("ctrl+o")
    await clerk.until(lambda: isinstance(clerk.app.screen, ChooseImport), "the file dialog")
    await clerk.settled()


async def test_a_clerk_finds_a_file_among_others(library: Library, documents: Path) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        await opened(clerk)
        # There is no folder 文档 on this machine: the nearest above it.
        await clerk.paste(f'"{documents}"')
        assert clerk.is_told("按 Enter 打开这个路径")
        await clerk.press("enter")
        text = clerk.text
        names = ("往年", "旧.doc", "空.txt", "坏[31m 名.txt", "\ufffd\ufffd.txt", "假.docx")
        assert all(name in text for name in names)
        assert not any(name in text for name in ("表.xlsx", "隐藏", "~$", "圈.txt", "管.txt", "\x1b"))
        assert clerk.is_told("另有 3 个别的文件不能导入") and clerk.is_told("要先转换")
        # The end of a long name stays in the list; all of it is said below.
        assert "某某县" in text and "）定稿.md" in text and not clerk.sees(LONG)
        await clerk.type("mmx")
        assert clerk.sees(LONG) and not clerk.sees("空.txt")
        # Refused in one sentence, and the dialog stays.
        for name, sentence in (("空", "没有文字"), ("旧", "另存为 .docx"), ("假", "不是完好的 Word 文件")):
            await clerk.press("ctrl+u", name, "enter")
            await clerk.until_told(sentence)
            assert isinstance(clerk.app.screen, ChooseImport)
        await clerk.press("backspace")
        await clerk.type("没有这个")
        assert clerk.is_told("没有名字里含这几个字的")
        await clerk.press("enter", *["backspace"] * 4)
        # Into a folder and out of it again, the cursor on where one came from.
        await clerk.press("enter")
        assert clerk.sees("2022年报告.txt") and not clerk.sees("旧.doc")
        await clerk.press("backspace", "enter")
        assert clerk.sees("2022年报告.txt")
        await clerk.press("left", "right", "enter")
        await clerk.paste(f"{documents}/没有.txt")
        await clerk.press("enter")
        await clerk.until_told("文件不存在")
        await clerk.press("ctrl+u")
        await clerk.paste((documents / "往年" / "2022年报告.txt").as_uri())
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, PickOutline), "the outlines")
        assert recent_folders() == []
        await clerk.press("escape")
        assert isinstance(clerk.app.screen, ChooseImport)
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, PickOutline), "the outlines")
        await clerk.press("enter", "escape")
        assert recent_folders() == [documents / "往年"]
        await opened(clerk)
        assert clerk.sees("2022年报告.txt")
        await clerk.press("escape")
        assert clerk.app.screen is clerk.library_screen


async def test_places_at_hand_and_folders_that_cannot_be_opened(
    library: Library, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "我的 U盘"
    (stick / "带来的").mkdir(parents=True)
    (tmp_path / "Desktop").mkdir()
    mounts = tmp_path / "mounts"
    escaped = str(stick).replace(" ", "\\040")
    mounts.write_text(
        f"36 25 8:17 / {escaped} rw shared:1 - vfat /dev/sdb1 rw\n1 1 8:1 / /boot/efi rw - vfat /dev/sda1 rw\nx\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(media, "_MOUNTS", mounts)
    monkeypatch.setattr(media, "_PLUGGED_IN", (f"{tmp_path}/",))
    remember_folder(documents)
    async with desk(library.path, size=(80, 24)) as clerk:
        await opened(clerk)
        assert clerk.sees("旧.doc") and clerk.sees("U盘 我的 U盘") and clerk.sees("最近 资料")
        assert not clerk.sees("efi")
        await clerk.press("tab", *["down"] * 2, "enter")
        assert clerk.sees("带来的")
        # It is pulled out meanwhile.
        (stick / "带来的").rmdir()
        await clerk.press("enter")
        assert clerk.is_told("已经不在了；请检查U盘是否已拔出")
        real = os.scandir

        def scandir(path: object) -> object:
            if "往年" in str(path):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return real(path)  # type: ignore[call-overload]

        monkeypatch.setattr(listing.os, "scandir", scandir)
        await clerk.paste(f"{documents}/往年")
        await clerk.press("enter")
        assert clerk.is_told("没有权限；请换一个文件夹")


async def test_five_thousand_files_are_listed_and_filtered_at_once(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "很多"
    folder.mkdir()
    for number in range(5_000):
        (folder / f"报告{number}.txt").touch()
    remember_folder(folder)
    async with desk(library.path, size=(80, 24)) as clerk:
        await opened(clerk)
        assert clerk.sees("报告0.txt")
        await clerk.press("pagedown")
        await clerk.type("bg4999")
        assert clerk.sees("报告4999.txt") and not clerk.sees("报告0.txt")


async def test_a_folder_is_walked_to_or_written(library: Library, documents: Path) -> None:
    async with desk(library.path) as clerk:
        answers: list[Path | None] = []
        for keys in (["往", "enter", "enter"], ["escape"]):
            await clerk.app.push_screen(ChooseFolder("打开文档库", documents), answers.append)
            await clerk.settled()
            assert not clerk.sees("旧.doc") and clerk.sees("就用这个文件夹")
            await clerk.press(*keys)
        await clerk.app.push_screen(ChooseFolder("打开文档库", documents / "没有" / "这里"), answers.append)
        await clerk.settled()
        assert clerk.sees("往年")
        await clerk.paste("./新的")
        await clerk.press("enter")
        assert answers == [documents / "往年", None, documents / "新的"]


def test_the_note_of_recent_folders_is_bounded_and_not_trusted(tmp_path: Path) -> None:
    for number in range(MOST + 3):
        remember_folder(tmp_path / str(number))
    assert recent_folders() == [tmp_path / str(number) for number in range(MOST + 2, 2, -1)]
    remember_folder(tmp_path / "5")
    assert recent_folders()[0] == tmp_path / "5" and len(recent_folders()) == MOST
    remember_folder(Path(os.fsdecode(b"/\xb2\xe2")))
    assert recent_folders()[0] == tmp_path / "5"
    note = tmp_path / "state" / "folders.json"
    for content in ("[]", "{", json.dumps({"文件夹": 3}), json.dumps({"文件夹": [3, "a", "/a\0b", "/x" * 9999]})):
        note.write_text(content, encoding="utf-8")
        assert recent_folders() == []
