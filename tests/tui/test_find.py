"""Ctrl+F: finding and replacing, in the section shown and in the whole report."""

import pytest
from textual.widgets import TextArea

from storage.library import Library
from storage.report.facts import Fact
from storage.report.funds import Source
from storage.report.problems import Problem
from storage.report.prose import Prose
from storage.report.report import Report
from storage.report_file import ReportFile, read_report
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk, left_at
from tui.entry.prose_editor import ProseEditor
from tui.entry.screen import EntryScreen
from tui.library.screen import LibraryScreen


@pytest.fixture
def office(library: Library) -> Library:
    """A report that says 甲馆 in its first text, in two cells of 效益目标, and in the problems."""
    report_id = create_report(library, outline_id="county", unit="丙县科协", year="2023", project="免费开放")
    report = Report.read(read_report(library.path_of(report_id)))
    report.section("organisation").prose = Prose(text="甲馆开馆，甲馆\n闭馆。")
    report.section("benefits").facts.rows.append(Fact(name="甲馆人次", unit="人次", value="47"))
    report.section("benefits").prose = Prose(text="共{{甲馆人次}}，甲馆47场次。")
    report.funds.sources.append(Source(name="补助", kind="当年财政拨款", annual="2500000", executed="1250000"))
    report.section("problems").problems.rows.append(Problem(problem="设备旧", cause="经费少", measure="甲馆更新"))
    with ReportFile(library.path_of(report_id)) as file:
        file.save(report.payload())
    left_at(library, report_id, "organisation")
    return library


def prose(clerk: Clerk, section_id: str = "organisation") -> str:
    return clerk.entry._report.section(section_id).prose.text


def focused(clerk: Clerk) -> str:
    return clerk.app.focused.id if clerk.app.focused is not None else ""


def selected(clerk: Clerk) -> tuple[int, str]:
    """Where in the text what is selected begins, and the words."""
    spot = clerk.entry._page.spot()
    return spot.start, clerk.entry._page.selected


async def look_for(clerk: Clerk, words: str, *keys: str) -> None:
    await clerk.press("ctrl+f", *keys)
    await clerk.type(words)


async def test_typing_finds_at_once_and_enter_and_arrows_go_round(office: Library) -> None:
    async with desk(office.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.press("up", "home")
        await look_for(clerk, "甲")
        assert focused(clerk) == "find-words"
        await clerk.type("馆")
        assert clerk.sees("本节 第 1 处，共 2 处")
        assert selected(clerk) == (0, "甲馆")
        await clerk.press("enter")
        assert selected(clerk) == (5, "甲馆")
        assert clerk.sees("第 2 处，共 2 处")
        assert not clerk.sees("从头找起")
        await clerk.press("down")
        assert selected(clerk) == (0, "甲馆")
        assert clerk.sees("已到末尾，从头找起")
        await clerk.press("up")
        assert selected(clerk) == (5, "甲馆")
        assert clerk.sees("已到开头，从末尾找起")
        assert focused(clerk) == "find-words"
        assert prose(clerk) == "甲馆开馆，甲馆\n闭馆。"


async def test_esc_closes_the_bar_and_leaves_the_caret_on_what_was_found(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await look_for(clerk, "闭馆")
        await clerk.press("escape")
        assert not clerk.sees("替换为")
        await clerk.type("休息")
        assert prose(clerk) == "甲馆开馆，甲馆\n休息。"
        assert isinstance(clerk.app.screen, EntryScreen)
        await clerk.press("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen), "the library")


async def test_keys_typed_ahead_are_taken_in_order(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await clerk.burst("up", "home", "ctrl+f", "甲馆", "enter", "escape", "乙", "f4")
        assert clerk.section() == "coverage"
        assert prose(clerk) == "甲馆开馆，乙\n闭馆。"


async def test_words_selected_in_the_text_are_looked_for_of_several_lines_the_first(office: Library) -> None:
    async with desk(office.path, size=(120, 30)) as clerk:
        await clerk.open()
        await clerk.press("ctrl+a", "ctrl+f")
        assert clerk.sees("查找 甲馆开馆，甲馆 替换为")
        assert clerk.sees("第 1 处，共 1 处")
        await clerk.press("escape")
        await clerk.press("up", "home", "shift+right", "shift+right", "ctrl+f")
        assert clerk.sees("查找 甲馆")
        assert clerk.sees("第 1 处，共 2 处")
        await clerk.press("ctrl+f")
        await clerk.type("开馆")
        assert clerk.sees("第 1 处，共 1 处")


async def test_nothing_found_says_so_and_points_to_the_whole_report(office: Library) -> None:
    async with desk(office.path, size=(80, 24)) as clerk:
        await clerk.open()
        await look_for(clerk, "更新")
        assert clerk.sees("共 0 处")
        assert clerk.sees("本节里没有找到“更新”，按 Ctrl+E 在全文里找")
        await clerk.press("ctrl+e")
        assert clerk.section() == "problems"
        assert clerk.sees("全文 第 1 处，共 1 处")
        await clerk.type("无")
        assert clerk.sees("没有找到“更新无”")
        assert not clerk.sees("按 Ctrl+E 在全文里找")
        await clerk.press(*["backspace"] * 3)
        assert not clerk.sees("没有找到")
        assert not clerk.sees("共 0 处")
        await clerk.press("enter", "ctrl+r")
        assert not clerk.sees("已替换")


async def test_the_whole_report_is_gone_through_section_by_section_and_round(office: Library) -> None:
    async with desk(office.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.press("up", "home")
        await look_for(clerk, "甲馆", "ctrl+e")
        forms = ["organisation/prose"] * 2 + ["benefits/prose"] * 2 + ["benefits/facts", "problems/problems"]
        for number, form in enumerate([*forms, forms[0]]):
            assert clerk.sees(f"全文 第 {number % 6 + 1} 处，共 6 处")
            assert f"{clerk.section()}/{clerk.entry._page.spot().kind}" == form
            assert focused(clerk) == "find-words"
            assert clerk.sees("甲馆更新") == (form == "problems/problems")
            assert clerk.sees("从头找起") == (number == 6)
            await clerk.press("enter")
        await clerk.press("up", "up")
        assert clerk.section() == "problems"
        await clerk.press("escape")
        await clerk.type("乙馆")
        assert clerk.entry._report.section("problems").problems.rows[0].measure == "乙馆更新"


async def test_a_search_begins_where_the_caret_is(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await clerk.go("benefits")
        await look_for(clerk, "甲馆", "ctrl+e")
        assert clerk.section() == "benefits"
        assert clerk.sees("第 5 处，共 6 处")
        await clerk.press("f4", "ctrl+f")
        assert clerk.section() == "problems"


async def test_the_bar_opens_from_the_outline_and_from_a_table(office: Library) -> None:
    async with desk(office.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.press("f2")
        await look_for(clerk, "闭馆")
        assert selected(clerk)[1] == "闭馆"
        await clerk.press("escape")
        await clerk.go("cover")
        await look_for(clerk, "县科协")
        assert clerk.sees("第 1 处，共 1 处")
        await clerk.press("escape")
        await clerk.type("丁")
        assert clerk.entry._report.cover.unit == "丙丁"


async def test_replacing_one_goes_on_to_the_next_and_can_be_taken_back(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await clerk.press("up", "home")
        await look_for(clerk, "甲馆")
        await clerk.press("tab")
        await clerk.type("甲馆甲")
        await clerk.press("enter")
        assert prose(clerk) == "甲馆甲开馆，甲馆\n闭馆。"
        assert selected(clerk) == (6, "甲馆")
        assert clerk.sees("已替换 1 处")
        assert clerk.sees("第 2 处，共 2 处")
        await clerk.press("down", "down", "enter")
        assert prose(clerk) == "甲馆甲开馆，甲馆甲\n闭馆。"
        await clerk.until_saved("甲馆甲\n闭馆。")
        await clerk.press("escape", "ctrl+z")
        assert prose(clerk) == "甲馆甲开馆，甲馆\n闭馆。"
        await clerk.press("ctrl+z")
        assert prose(clerk) == "甲馆开馆，甲馆\n闭馆。"
        await look_for(clerk, "闭馆。")
        await clerk.press("tab", "ctrl+a", "delete", "enter")
        assert prose(clerk) == "甲馆开馆，甲馆\n"
        assert clerk.sees("已替换 1 处，没有别的了")
        assert clerk.sees("共 0 处")
        assert focused(clerk) == "find-by"


async def test_all_of_a_section_is_one_step(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await look_for(clerk, "馆")
        await clerk.press("tab")
        await clerk.type("园")
        await clerk.press("ctrl+r")
        assert prose(clerk) == "甲园开园，甲园\n闭园。"
        assert clerk.sees("已替换 4 处")
        assert not clerk.sees("涉及")
        assert prose(clerk, "benefits").endswith("甲馆47场次。")
        await clerk.press("escape", "ctrl+z")
        assert prose(clerk) == "甲馆开馆，甲馆\n闭馆。"


async def test_all_of_the_report_is_a_step_in_each_section_and_references_follow(office: Library) -> None:
    async with desk(office.path, size=(80, 24)) as clerk:
        await clerk.open()
        report = clerk.entry._report
        facts, problems = report.section("benefits").facts, report.section("problems").problems
        await clerk.press("up", "home")
        await look_for(clerk, "甲馆", "ctrl+e")
        await clerk.press("tab")
        await clerk.type("乙")
        await clerk.press("ctrl+r")
        assert clerk.sees("已替换 5 处，涉及 3 节；要撤销，到每一节按 Ctrl+Z")
        assert not clerk.sees("另有")
        assert (clerk.section(), focused(clerk)) == ("organisation", "find-by")
        assert prose(clerk) == "乙开馆，乙\n闭馆。"
        assert prose(clerk, "benefits") == "共{{乙人次}}，乙47场次。"
        assert facts.rows[-1].name == "乙人次"
        assert problems.rows[0].measure == "乙更新"
        await clerk.until_saved("乙更新")
        await clerk.press("escape")
        await clerk.go("problems")
        await clerk.press("ctrl+z")
        assert report.section("problems").problems.rows[0].measure == "甲馆更新"
        assert prose(clerk) == "乙开馆，乙\n闭馆。"
        await clerk.go("organisation")
        await clerk.press("ctrl+z")
        assert prose(clerk) == "甲馆开馆，甲馆\n闭馆。"


async def test_what_is_computed_or_set_is_found_and_left_and_said(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await clerk.go("purpose")
        await look_for(clerk, "50%")
        assert clerk.sees("第 1 处，共 1 处")
        assert clerk.sees("这处算出来的，不能改")
        assert clerk.entry._page.spot().field == ("sources", 0, "rate")
        await clerk.press("tab")
        await clerk.type("60%")
        await clerk.press("enter")
        assert clerk.sees("上一处算出来的，不能改")
        await clerk.press("ctrl+r")
        assert clerk.sees("没有可以替换的地方；另有 1 处没有改：算出来的，不能改")
        await clerk.press("shift+tab", "ctrl+a")
        await clerk.type("1,250,000")
        await clerk.press("tab", "ctrl+a")
        await clerk.type("130万")
        await clerk.press("enter")
        assert clerk.entry._report.funds.sources[0].executed == 1300000
        assert clerk.sees("1,300,000.00")
        assert clerk.sees("52%")
        await clerk.press("escape")
        await clerk.go("benefits")
        await look_for(clerk, "人次}}，")
        await clerk.press("tab", "ctrl+r")
        assert clerk.sees("另有 1 处没有改：在引用里，没有改")
        assert prose(clerk, "benefits") == "共{{甲馆人次}}，甲馆47场次。"


async def test_a_read_only_report_can_be_searched_and_no_more(office: Library) -> None:
    async with desk(office.path) as holder:
        await holder.open()
        async with desk(office.path) as clerk:
            await clerk.open()
            await clerk.until_sees("只读")
            await clerk.go("purpose")
            await look_for(clerk, "1250000")
            assert clerk.sees("第 1 处，共 1 处")
            assert not clerk.sees("替换")
            await clerk.press("tab")
            await clerk.type("0")
            assert clerk.sees("没有找到“12500000”")
            await clerk.press("backspace", "ctrl+r", "enter", "escape")
            assert isinstance(clerk.app.focused, TextArea)
            assert clerk.app.focused.selected_text == "1,250,000.00"
            assert clerk.entry._report.funds.sources[0].executed == 1250000


async def test_what_is_typed_into_the_report_meanwhile_is_counted(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await look_for(clerk, "甲馆")
        await clerk.pilot.click(ProseEditor)
        await clerk.settled()
        await clerk.press("end")
        await clerk.type("甲馆")
        assert clerk.sees("共 3 处")
        await clerk.press("escape")
        assert not clerk.sees("替换为")


async def test_a_paste_into_the_bar_is_one_line_without_controls(office: Library) -> None:
    async with desk(office.path) as clerk:
        await clerk.open()
        await look_for(clerk, "")
        await clerk.paste("闭\x1b[31m馆\n。")
        assert clerk.sees("查找 闭[31m馆 。")
        await clerk.until_sees("看不见的控制字符")
        await clerk.press("ctrl+a")
        await clerk.paste("[/x][red]" + "长" * 5000)
        assert clerk.sees("没有找到“[/x][red]长长长长长长长长长长长……”")


async def test_the_bar_is_in_the_footer_the_palette_and_the_help(office: Library) -> None:
    async with desk(office.path, size=(80, 24)) as clerk:
        await clerk.open()
        assert clerk.sees("^F 查找")
        await look_for(clerk, "甲")
        assert clerk.sees("Esc 关闭查找")
        assert clerk.sees("^R 全部替换")
        await clerk.press("f1")
        assert clerk.sees("Ctrl+F 查找：打字就找")
        await clerk.press("escape", "ctrl+p")
        await clerk.type("查找")
        await clerk.until_sees("在这一节或全文里查找")
