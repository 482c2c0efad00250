"""The clerk who is reminded, backs up, and brings back what went wrong."""

import json
import os
import time
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from storage import media
from storage.archive import Archive
from storage.library import MARKER, Library
from storage.report_file import read_report
from storage.reports import open_report
from storage.times import now
from tests.tui.clerk import desk
from tests.tui.verbs import report
from tui.library.restore import RestoreDialog


def used_for(library: Library, days: int) -> None:
    then = time.time() - days * 86400 - 60
    os.utime(library.path / MARKER, (then, then))


def change(library: Library, report_id: str) -> None:
    opened = open_report(library, report_id)
    with opened.file:
        opened.report.touch()
        opened.report.sections[1].title = "后来"
        opened.file.save(opened.report.payload())


def title(library: Library, report_id: str) -> str:
    found: str = read_report(library.path_of(report_id))["章节"][1]["标题"]
    return found


async def test_a_clerk_is_reminded_backs_up_and_brings_back(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, changed, same = (report(library, name) for name in ("丢了的", "改过的", "没动的"))
    before = title(library, changed)
    used_for(library, 8)
    stick = tmp_path / "media" / "U 盘"
    stick.mkdir(parents=True)
    mounts = tmp_path / "mounts"
    place = str(stick).replace(" ", "\\040")
    mounts.write_text(f"36 25 8:17 / {place} rw shared:1 - vfat /dev/sdb1 rw\n", encoding="utf-8")
    monkeypatch.setattr(media, "_MOUNTS", mounts)
    monkeypatch.setattr(media, "_PLUGGED_IN", (f"{tmp_path}/media/",))
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.until_sees("文档库用了8天，还没有备份过；插上U盘按 Ctrl+B 备份")
        await clerk.press("ctrl+b")
        await clerk.until_sees("放到哪里")
        assert clerk.is_told("U盘") and clerk.app.screen.query_one("#folder", Input).value == str(stick)
        # What the days are is said beside them.
        assert any(row.split()[1:4:2] == ["提醒", "7"] and "天没有备份" in row for row in clerk.text.split("\n"))
        # The days are checked, and kept with the folder.
        days = clerk.app.screen.query_one("#days", Input)
        days.focus()
        for wrong in ("400", "000000000400"):
            days.value = wrong
            await clerk.press("enter")
            assert clerk.is_told("“提醒”的天数要写0到365的整数")
            days.value = ""
        days.value = "30"
        await clerk.press("enter")
        await clerk.until_sees("3份报告备份好了，读回来核对过")
        made = stick / f"自评宝备份-{now()[:10]}.zip"
        with Archive(made) as archive:
            assert len([archive.read(name) for name in archive.files]) == 3
        await clerk.press("enter")
        assert not clerk.sees("还没有备份过")
        told = json.loads((tmp_path / "state" / "settings.json").read_text(encoding="utf-8"))
        assert told == {"几天没有备份就提醒": 30, "备份文件夹": str(stick)}

        library.path_of(gone).unlink()
        change(library, changed)
        await clerk.press("ctrl+b")
        await clerk.until_sees("放到哪里")
        for place, words in {library.path: "备份不能放在文档库", stick.parent / "拔了": "没有插着U盘"}.items():
            folder = clerk.app.screen.query_one("#folder", Input)
            folder.focus()
            folder.value = str(place)
            await clerk.press("enter")
            await clerk.until_told(words)
        assert not (stick.parent / "拔了").exists()
        clerk.app.screen.query_one("#restore", Button).press()
        await clerk.until_sees("备份文件")
        assert clerk.is_told(made.name)
        path = clerk.app.screen.query_one("#file", Input)
        marked = made.with_name("[red]备份.zip")
        path.value = str(library.path_of(same))
        path.focus()
        await clerk.press("enter")
        await clerk.until_told("不是完好的备份文件")
        path.value = str(made.rename(marked))
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, RestoreDialog))
        await clerk.until_sees("备份里有3项，2项可以恢复")
        assert clerk.sees("恢复：[red]备份.zip")
        assert clerk.is_told("[x] 新的") and clerk.is_told("[ ] 这里较新") and not clerk.is_told("[ ] 一样")
        await clerk.until_told("（科协）")
        # One left out again, and then all of them.
        clerk.app.screen.query_one("#all", Button).press()
        await clerk.until_told("[x] 这里较新")
        await clerk.press("space")
        assert clerk.is_told("[ ]")
        await clerk.press("space")
        clerk.app.screen.query_one("#start", Button).press()
        await clerk.until_sees("恢复了2项")
        await clerk.press("enter")
        await clerk.until_sees("丢了的")
    assert title(library, changed) == title(library, gone) == before
    (kept,) = (one for one in library.versions(changed) if one.why == "恢复前")
    assert read_report(kept.path)["章节"][1]["标题"] == "后来"


async def test_nobody_is_reminded_who_need_not_be(library: Library, tmp_path: Path) -> None:
    settings = tmp_path / "state" / "settings.json"
    used_for(library, 40)
    async with desk(library.path) as clerk:
        await clerk.until_sees("这里还没有报告")
        await clerk.pilot.pause(0.4)
        assert not clerk.sees("备份过")
    report(library)
    settings.write_text('{"几天没有备份就提醒": 0}', encoding="utf-8")
    async with desk(library.path) as clerk:
        await clerk.pilot.pause(0.4)
        assert not clerk.sees("备份过")
        settings.write_text('{"几天没有备份就提醒": "七"}', encoding="utf-8")
        clerk.library_screen._remind()
        await clerk.until_sees("还没有备份过")
        (library.path / ".备份.json").write_text(
            json.dumps({"时间": "2020-01-01T00:00:00+08:00"}), encoding="utf-8"
        )
        clerk.library_screen._remind()
        await clerk.until_sees("上次备份是")
        (library.path / ".备份.json").write_text(json.dumps({"时间": now()}), encoding="utf-8")
        clerk.library_screen._remind()
        await clerk.until_sees("要写0到365的整数，0是不提醒")
