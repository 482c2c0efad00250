"""A file of ours chosen with Ctrl+O: opened where nothing differs, else taken section by section."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from exports.exporting import write_export
from storage.demo import demo_payload
from storage.generations import BEFORE_IMPORT
from storage.library import Library
from storage.recent_folders import remember_folder
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import open_report, parsed
from tests.tui.clerk import Clerk, desk
from tui.dialogs import Question
from tui.entry.screen import EntryScreen
from tui.importing.returned import ReturnedScreen
from tui.importing.screen import ImportScreen
from tui.pick import Pick

REPORT = "2023-kjgmkf"
EDITS = (
    ("开放267天，比目标多7天", "开放267天，比去年多7天"),
    ("| 电费 |  | 229,592.46 |", "| 电费 |  | 229,592.47 |"),
    ("|  | 合计 |  | 1,554,225.33 |", "|  | 合计 |  | 1.00 |"),
    ("## 附件", "## 附言\n\n[/x]谢谢大家。\n\n## 附件"),
)


def demo() -> dict[str, Any]:
    """The demo report with a reference in a text."""
    payload = demo_payload() | {"编号": REPORT}
    benefits = next(section for section in payload["章节"] if section["编号"] == "benefits")
    benefits["文字"]["正文"] = benefits["文字"]["正文"].replace("开放267天，", "开放{{开放天数}}，")
    return payload


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demo report as it was exported, edited by hand, and edited beyond recognition."""
    for kind in ("md", "docx"):
        write_export(tmp_path / f"原样.{kind}", *parsed(demo(), None), kind)
    text = (tmp_path / "原样.md").read_text(encoding="utf-8")
    for before, after in EDITS:
        assert before in text
        text = text.replace(before, after)
    (tmp_path / "改过.md").write_text(text, encoding="utf-8")
    text = text.replace("| 267 | 天 | 全年 |", "| 267 | 天 |")
    (tmp_path / "坏了.md").write_text(text, encoding="utf-8")
    remember_folder(tmp_path)
    return tmp_path


async def chosen(clerk: Clerk, name: str) -> None:
    """Choose a file in the library."""
    await clerk.press("ctrl+o")
    await clerk.until_sees("导入：选一个文件")
    await clerk.type(name)
    await clerk.press("enter")


async def compared(clerk: Clerk) -> ReturnedScreen:
    """Choose the edited file and wait until the differences are there."""
    await chosen(clerk, "改过")
    await clerk.until(lambda: isinstance(clerk.app.screen, ReturnedScreen), "the comparison")
    screen = clerk.app.screen
    assert isinstance(screen, ReturnedScreen)
    await clerk.until(lambda: screen._comparison is not None, "the differences")
    await clerk.settled()
    return screen


async def opened(clerk: Clerk, words: str) -> None:
    """See the report open with a sentence, and go back to the library."""
    await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen), "the report", 10)
    await clerk.until_sees(words)
    await clerk.settled()
    await clerk.press("escape")
    await clerk.until(lambda: clerk.app.screen is clerk.library_screen, "the library")


def read(library: Library, report_id: str = REPORT) -> Report:
    return Report.read(read_report(library.path_of(report_id)))


def prose(report: Report, section_id: str) -> str:
    block = report.section(section_id).prose
    assert block is not None
    return block.text


def electricity(report: Report) -> str:
    assert report.funds is not None
    return str(next(use.amount for use in report.funds.uses if use.category == "电费"))


async def test_sections_of_an_edited_file_are_taken_one_by_one(library: Library, folder: Path) -> None:
    library.create(demo())
    before = read(library)
    async with desk(library.path, size=(80, 24)) as clerk:
        await chosen(clerk, "原样.md")
        await opened(clerk, "和库里的报告一样")
        # What cannot be read back says why, and is looked at like any other file.
        await chosen(clerk, "坏了")
        await clerk.until(lambda: isinstance(clerk.app.screen, Pick), "the outlines")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, ImportScreen), "the preview")
        await clerk.press("down")
        assert clerk.sees("有3格，表头有4格") and clerk.sees("这次按别处来的文件导入")
        await clerk.press("escape")

        screen = await compared(clerk)
        assert clerk.sees("文件导出后改过") and clerk.sees("相同 11 节，不同 2 节，只在文件里 1 节")
        assert clerk.sees("第105行：“1.00”（金额）没有采用") and "[✓]" not in clerk.text
        await clerk.press("ctrl+o")
        assert clerk.sees("还没有打勾的节") and clerk.app.screen is screen
        # The list and the differences go together, at 80 columns in turns.
        await clerk.press("enter")
        assert clerk.sees("[ ] 二（一）性质用途范围") and clerk.sees("电费·金额：[-229,592.46-][+229,592.47+]")
        await clerk.press("escape", "down", "f4")
        assert clerk.sees("[ ] 二（三）效益目标") and clerk.sees("{{开放天数}}，比[-目标-][+去年+]多7天")
        await clerk.press("space")
        assert clerk.sees("[✓] 二（三）效益目标")
        await clerk.press("f4")
        assert clerk.sees("附言（库里没有这一节）") and clerk.sees("[+[/x]谢谢大家。+]")
        await clerk.press("escape")
        assert screen.query_one(OptionList).highlighted == 2
        await clerk.press("ctrl+a", "ctrl+a")
        assert "[✓]" not in clerk.text
        await clerk.press("up", "space")
        with open_report(library, REPORT).file:
            await clerk.press("ctrl+o")
            assert clerk.sees("正在另一处打开") and clerk.app.screen is screen
        assert read(library) == before
        await clerk.press("ctrl+o")
        await opened(clerk, "采用了 1 节")

        taken = read(library)
        assert "开放{{开放天数}}，比去年多7天" in prose(taken, "benefits")
        assert electricity(taken) == "229592.46" and len(taken.sections) == len(before.sections)
        kept = library.versions(REPORT)[0]
        assert kept.why == BEFORE_IMPORT and Report.read(read_report(kept.path)) == before
        # What is left of it is refused by leaving, or kept beside.
        screen = await compared(clerk)
        assert not clerk.sees("效益目标")
        await clerk.press("space", "escape")
        assert clerk.app.screen is clerk.library_screen and read(library) == taken
        await compared(clerk)
        await clerk.press("ctrl+n")
        await opened(clerk, "作为新报告导入了")
    (other,) = (entry.id for entry in library.entries() if entry.id != REPORT)
    assert electricity(read(library, other)) == "229592.47" and read(library) == taken


async def test_a_file_of_a_report_that_is_not_there_becomes_one(library: Library, folder: Path) -> None:
    async with desk(library.path, size=(120, 30)) as clerk:
        await chosen(clerk, "改过")
        await clerk.until(lambda: isinstance(clerk.app.screen, Question), "the question")
        await clerk.until_told("第105行：“1.00”（金额）没有采用")
        assert clerk.is_told("“改过.md”导出后改过。库里没有这份报告")
        await clerk.press("escape")
        assert library.entries() == []
        await chosen(clerk, "原样.docx")
        await opened(clerk, "照文件导入成了新报告")
        assert [entry.id for entry in library.entries()] == [REPORT] and electricity(read(library)) == "229592.46"
        library.trash(REPORT)
        await chosen(clerk, "改过")
        await clerk.until(lambda: isinstance(clerk.app.screen, Question), "the question")
        await clerk.press("enter")
        await opened(clerk, "照文件导入成了新报告")
    (entry,) = library.entries()
    report = read(library, entry.id)
    assert entry.id != REPORT and prose(report, report.sections[-1].id) == "[/x]谢谢大家。"
