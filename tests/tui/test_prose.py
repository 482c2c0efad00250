import pytest
from textual.widgets import TextArea

from storage.library import Library
from storage.report.prose import Prose
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk, left_at

ESCAPE_CODES = "\x1b[31m"


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


def prose(clerk: Clerk, section_id: str = "organisation") -> str:
    block = clerk.entry._report.section(section_id).prose
    assert block is not None
    return block.text


def editor(clerk: Clerk) -> str:
    return clerk.entry.query_one(TextArea).text


async def test_a_paste_loses_what_acts_on_a_terminal_and_says_how_much(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.paste(f"\ufeff开\u200b放{ESCAPE_CODES}267\u202e天\x07")
        assert prose(clerk) == editor(clerk) == "开放[31m267天"
        await clerk.until_sees("粘贴的内容里有 5")
        assert clerk.sees("个看不见的控制字符，已去掉")
        await clerk.press("escape")
    assert "开放[31m267天" in library.path_of(report_id).read_text(encoding="utf-8")


async def test_a_clean_paste_is_not_remarked_upon(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.paste("第一段\n　　第二段")
        assert prose(clerk) == "第一段\n　　第二段"
        assert not clerk.sees("已去掉")


async def test_a_long_paste_of_all_kinds_of_line_ends_comes_in_whole_and_in_order(
    library: Library, report_id: str
) -> None:
    ends = ["\r\n", "\r", "\n", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"]
    lines = [f"第{number:03}段：临泽县科技馆全年免费开放，接待观众，开展活动。" for number in range(200)]
    pasted = "".join(line + ends[number % len(ends)] for number, line in enumerate(lines))
    assert len(pasted) > 6000
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("前后", "left")
        await clerk.paste(pasted)
        await clerk.type("中")
        assert prose(clerk) == editor(clerk) == "前" + "\n".join(lines) + "\n中后"
        assert clerk.sees("201 段")
        assert not clerk.sees("已去掉")
        await clerk.press("escape")
    saved = Report.read(read_report(library.path_of(report_id)))
    assert saved.section("organisation").prose == Prose(text="前" + "\n".join(lines) + "\n中后")


async def test_a_paste_takes_the_place_of_what_is_selected(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("旧的内容", "shift+home")
        await clerk.paste("新的\r内容")
        await clerk.type("。")
        assert prose(clerk) == "新的\n内容。"


async def test_what_was_copied_in_the_program_passes_the_same_entrance(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        clerk.app.copy_to_clipboard("甲\x1b乙\r\n丙")
        await clerk.press("ctrl+v")
        assert prose(clerk) == "甲乙\n丙"
        await clerk.until_sees("粘贴的内容里有 1")


async def test_typing_is_undone_and_done_again(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("打的字")
        await clerk.paste("，贴的字")
        await clerk.press("ctrl+z")
        assert prose(clerk) == editor(clerk) == "打的字"
        # How many steps these are depends on how fast they were typed; no more than three.
        await clerk.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert prose(clerk) == editor(clerk) == ""
        await clerk.press("ctrl+y", "ctrl+y", "ctrl+y", "ctrl+y")
        assert prose(clerk) == editor(clerk) == "打的字，贴的字"
        await clerk.press("ctrl+z", "escape")
    saved = Report.read(read_report(library.path_of(report_id)))
    assert saved.section("organisation").prose == Prose(text="打的字")


async def test_each_section_takes_back_its_own_changes_after_others_were_typed_in(
    library: Library, report_id: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.paste("组织")
        await clerk.paste("管理")
        await clerk.go("process")
        await clerk.paste("实施")
        await clerk.go("organisation")
        assert editor(clerk) == "组织管理"
        await clerk.press("ctrl+z")
        assert prose(clerk) == "组织"
        assert prose(clerk, "process") == "实施"
        await clerk.go("process")
        await clerk.press("ctrl+z", "ctrl+z")
        assert prose(clerk, "process") == ""
        assert prose(clerk) == "组织"
        await clerk.go("organisation")
        await clerk.press("ctrl+y")
        assert prose(clerk) == "组织管理"
        await clerk.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert prose(clerk) == ""
        assert prose(clerk, "process") == ""


async def test_the_count_follows_the_text(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        assert clerk.sees("0 字　0 段")
        await clerk.paste("免费开放 267 天\n\n接待观众")
        # As Word counts: 267 is one, blanks are none.
        assert clerk.sees("10 字　2 段")
        await clerk.press("shift+left", "shift+left")
        assert clerk.sees("选中 2 字　共 10 字　2 段")
        await clerk.press("right", "backspace")
        await clerk.go("process")
        assert clerk.sees("0 字　0 段")
        await clerk.go("organisation")
        assert clerk.sees("9 字　2 段")
        assert not clerk.sees("选中")


async def test_a_paste_longer_than_the_editor_is_undone_and_done_again(library: Library, report_id: str) -> None:
    text = "\n".join(f"第{number}段" for number in range(40))
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.paste(text)
        await clerk.press("ctrl+z")
        assert prose(clerk) == editor(clerk) == ""
        await clerk.press("ctrl+y")
        assert prose(clerk) == editor(clerk) == text
