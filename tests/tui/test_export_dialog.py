import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from exports.exporting import default_folder
from exports.reading.own_word import read_own_word
from storage import durable
from storage.demo import demo_payload
from storage.durable import NotSaved
from storage.library import Library
from storage.reports import carry_over, create_report
from tests.tui.clerk import Clerk, desk, squeezed
from tui.export.dialog import ExportDialog

NAME = "甲县科协2023年度免费开放绩效自评报告.md"
ANOTHER = "甲县科协2023年度免费开放绩效自评报告（2）.md"


@pytest.fixture
def report_id(library: Library) -> str:
    return create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")


@pytest.fixture
def there() -> Path:
    """A file of the name an export would have."""
    there = default_folder() / NAME
    there.parent.mkdir(parents=True)
    there.write_text("去年交的", encoding="utf-8")
    return there


async def ask(clerk: Clerk) -> None:
    """Open the dialog over the report being filled in."""
    await clerk.open()
    await clerk.press("f9")
    await clerk.until_sees("导出报告")


async def again(clerk: Clerk) -> None:
    """Press Enter on the button that was pressed before; a button takes no second press while it shows the first."""
    button = clerk.app.screen.query_one("#export")
    await clerk.until(lambda: not button.has_class("-active"), "the button to come up")
    await clerk.press("enter")


async def into(clerk: Clerk, folder: str) -> None:
    """Have the report exported into this folder."""
    await clerk.press("shift+tab", "shift+tab", "ctrl+u")
    await clerk.type(folder)
    await clerk.press("enter")


def history(library: Library) -> list[Path]:
    return list(library.path.glob("历史/*/*.json"))


async def test_enter_exports_what_was_just_typed_and_says_where_it_is(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4", "刚打的字", "f9")
        await clerk.until_sees("导出报告")
        assert clerk.sees("还有 11 节没有填，导出后只有标题")
        await clerk.press("enter")
        await clerk.until_sees("报告已导出到")
        assert clerk.is_told("自评报告.md")
        await clerk.press("enter")
        assert clerk.app.screen is clerk.entry
    assert "刚打的字" in (default_folder() / NAME).read_text(encoding="utf-8")
    assert len(history(library)) == 1


async def test_esc_and_back_export_nothing(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await ask(clerk)
        await clerk.press("escape")
        assert clerk.app.screen is clerk.entry
        await clerk.press("f9", "right", "enter")
        assert clerk.app.screen is clerk.entry
    assert not default_folder().exists()


async def test_an_export_asks_before_it_takes_the_place_of_a_file(
    library: Library, report_id: str, there: Path
) -> None:
    async with desk(library.path) as clerk:
        await ask(clerk)
        await clerk.press("enter")
        await clerk.until_sees("已有同名文件")
        assert clerk.is_told("没有覆盖")
        for choice in ("另存为", "（2）.md", "覆盖原来的", "返回"):
            assert clerk.sees(choice)
        await clerk.press("right", "right", "enter")
        assert isinstance(clerk.app.screen, ExportDialog)
        await again(clerk)
        await clerk.until_sees("已有同名文件")
        await clerk.press("escape")
        assert isinstance(clerk.app.screen, ExportDialog)
        await clerk.press("escape")
        assert clerk.app.screen is clerk.entry
    assert there.read_text(encoding="utf-8") == "去年交的"
    assert list(there.parent.iterdir()) == [there]
    assert history(library) == []


async def test_an_export_goes_under_another_name_beside_the_file_that_is_there(
    library: Library, report_id: str, there: Path
) -> None:
    async with desk(library.path) as clerk:
        await ask(clerk)
        await clerk.press("enter")
        await clerk.until_sees("已有同名文件")
        await clerk.press("enter")
        await clerk.until_sees("报告已导出到")
        assert clerk.is_told("（2）.md")
        await clerk.press("enter")
    assert there.read_text(encoding="utf-8") == "去年交的"
    assert "# 甲县科协" in there.with_name(ANOTHER).read_text(encoding="utf-8")


async def test_an_export_takes_the_place_of_a_file_where_that_is_chosen(
    library: Library, report_id: str, there: Path
) -> None:
    async with desk(library.path) as clerk:
        await ask(clerk)
        await clerk.press("enter")
        await clerk.until_sees("已有同名文件")
        await clerk.press("right", "enter")
        await clerk.until_sees("报告已导出到")
        await clerk.press("enter")
    assert "# 甲县科协" in there.read_text(encoding="utf-8")
    assert list(there.parent.iterdir()) == [there]


async def test_folder_and_name_can_be_chosen(library: Library, report_id: str, tmp_path: Path) -> None:
    async with desk(library.path) as clerk:
        await ask(clerk)
        await clerk.press("shift+tab", "ctrl+u", "enter")
        await clerk.until_sees("文件名还没有填")
        await clerk.type("报告.md")
        await clerk.press("tab")
        await into(clerk, "~/交上去/2023")
        await clerk.until_sees("报告已导出到")
        await clerk.press("enter")
    assert [path.name for path in (tmp_path / "交上去" / "2023").iterdir()] == ["报告.md"]


async def test_a_folder_that_cannot_be_made_is_told_and_another_can_be_typed(
    library: Library, report_id: str, tmp_path: Path
) -> None:
    (tmp_path / "是文件").write_text("原样", encoding="utf-8")
    async with desk(library.path) as clerk:
        await ask(clerk)
        await into(clerk, "~/是文件/里面")
        await clerk.until_told("是文件，不是文件夹")
        assert clerk.is_told("请换一个文件夹后重试")
        assert isinstance(clerk.app.screen, ExportDialog)
        await clerk.press("ctrl+u")
        await clerk.type("~/别处")
        await clerk.press("enter")
        await clerk.until_sees("报告已导出到")
        await clerk.press("enter")
    assert (tmp_path / "是文件").read_text(encoding="utf-8") == "原样"
    assert [path.name for path in (tmp_path / "别处").iterdir()] == [NAME]


async def test_a_disk_that_does_not_take_the_export_is_told(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with desk(library.path) as clerk:
        await ask(clerk)
        with monkeypatch.context() as full:
            full.setattr(durable.files, "write", no_room)
            await clerk.press("enter")
            await clerk.until_told("磁盘已满")
        assert isinstance(clerk.app.screen, ExportDialog)
        assert list(default_folder().iterdir()) == []
        await again(clerk)
        await clerk.until_sees("报告已导出到")


async def test_a_snapshot_that_could_not_be_kept_is_told_and_the_export_is_there(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Path:
        raise NotSaved(library.path / "历史", "磁盘已满", "请腾出空间后重试")

    monkeypatch.setattr(Library, "snapshot", refuse)
    async with desk(library.path) as clerk:
        await ask(clerk)
        await clerk.press("enter")
        await clerk.until_told("没能留底：磁盘已满")
        assert clerk.is_told("已导出到")
        await clerk.press("enter")
        assert clerk.app.screen is clerk.entry
    assert (default_folder() / NAME).exists()


async def test_a_report_is_exported_from_the_list(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("f9")
        await clerk.until_sees("还有 12 节没有填")
        await clerk.press("enter")
        await clerk.until_sees("报告已导出到")
        await clerk.press("enter")
        assert clerk.app.screen is clerk.library_screen
    assert "# 甲县科协" in (default_folder() / NAME).read_text(encoding="utf-8")


async def test_what_is_wrong_and_what_is_only_last_years_is_told_before_it_is_exported(library: Library) -> None:
    last = library.create(demo_payload())
    carry_over(library, last, unit="甲县科协", year="2024", project="免费开放")
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.press("f9")
        await clerk.until_sees("导出报告")
        told = re.search(r"还有(\d+)处错误没有改正、(\d+)处上年的内容没有确认，填写时按F6看", squeezed(clerk.text))
        assert told is not None and int(told[1]) > 0 and int(told[2]) > 20, clerk.text
        await clerk.press("escape", "down", "f9")
        await clerk.until_sees("导出报告")
        assert not clerk.sees("处上年的内容")


async def test_word_is_chosen_with_the_arrows_and_proposed_the_next_time(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExportDialog, "last", "md")
    async with desk(library.path) as clerk:
        await ask(clerk)
        assert clerk.sees("Markdown（.md）") and clerk.sees("Word（.docx）")
        await clerk.press("shift+tab", "shift+tab", "shift+tab", "down", "enter")
        await clerk.until_told("报告已导出到")
        assert clerk.is_told("自评报告.docx")
        await clerk.press("enter", "f9", "enter")
        await clerk.until_sees("已有同名文件")
        assert clerk.sees("（2）.docx")
        await clerk.press("enter")
        await clerk.until_told("报告已导出到")
        await clerk.press("enter", "f9", "shift+tab", "end", "ctrl+u")
        await clerk.type("报告.md")
        await clerk.press("enter")
        await clerk.until_told("报告已导出到")
    names = [Path(name).with_suffix(".docx").name for name in (NAME, ANOTHER, "报告")]
    assert sorted(path.name for path in default_folder().iterdir()) == sorted(names)
    for name in names:
        read = read_own_word(default_folder() / name)
        assert read is not None and read.unchanged and read.document.identity["单位"] == "甲县科协"
    assert len(history(library)) == 3
