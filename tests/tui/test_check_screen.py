"""The page of all findings: there and back again, answers, fixes."""

import pytest
from textual.widgets import Input, TextArea

from storage.library import Library
from storage.report.report import Report
from storage.report_file import ReportFile, read_report
from storage.reports import create_report
from tests.tui.checks import SPARE, events, no_survey, placeholder, present_tense, style
from tests.tui.clerk import Clerk, desk, left_at
from tui.check.screen import CheckScreen
from tui.entry.screen import EntryScreen
from tui.library.screen import LibraryScreen


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


def read(library: Library, report_id: str) -> Report:
    return Report.read(read_report(library.path_of(report_id)))


async def open_page(clerk: Clerk) -> None:
    await clerk.press("f6")
    await clerk.until(lambda: isinstance(clerk.app.screen, CheckScreen), "the page of findings")
    await checked(clerk)


async def checked(clerk: Clerk) -> None:
    await clerk.until(lambda: clerk.entry._checker.is_current, "the end of the check")
    await clerk.settled()


async def on_entry_screen(clerk: Clerk, section_id: str) -> None:
    await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen) and clerk.section() == section_id)
    await clerk.settled()


def prose(clerk: Clerk, section_id: str) -> str:
    return clerk.entry._report.section(section_id).prose.text


def selected(clerk: Clerk) -> str:
    focused = clerk.app.focused
    assert isinstance(focused, TextArea)
    return focused.selected_text


def order(clerk: Clerk, *words: str) -> None:
    """Make sure that all words are on the screen, one after the other."""
    rest = clerk.text
    for each in words:
        assert each in rest, (each, clerk.text)
        rest = rest.partition(each)[2]


async def test_findings_are_grouped_by_severity_and_section_with_what_they_quote(
    library: Library, report_id: str, checks
) -> None:
    checks(style, present_tense, placeholder, no_survey)
    async with desk(library.path, size=(80, 40)) as clerk:
        await clerk.open()
        await clerk.burst("目前好!", "f4", "XX目前")
        await open_page(clerk)
        assert clerk.sees("全部 5 错误 1 疑问 2 提示 1 缺少数据，还不能核对 1")
        order(
            clerk,
            "错误：",
            "（二）金额",
            "✗ 占位",
            "“XX”",
            "疑问：",
            "（一）组织",
            "（二）金额",
            "提示：",
            "缺少数据，还不能核对\n",
            "- 没有填调查人数",
        )
        assert clerk.sees(f"写了“目前”{SPARE}，是指年底吗？“目前”改法：改成“全年”（按 Ctrl+F 采用）")


async def test_nothing_found_is_good_news(library: Library, report_id: str, checks) -> None:
    checks(placeholder)
    async with desk(library.path) as clerk:
        await clerk.open()
        await open_page(clerk)
        assert clerk.sees("都核对过了，没有发现问题，可以放心导出。")
        await clerk.burst("enter", "ctrl+a", "ctrl+f", "tab", "1", "f6")
        await on_entry_screen(clerk, "organisation")


async def test_a_report_not_begun_is_listed_section_by_section(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await open_page(clerk)
        assert clerk.sees("“一（一）组织管理”还没有填写")
        await clerk.burst("down", "enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))


async def test_enter_selects_the_words_and_esc_comes_back_to_the_same_finding(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense, placeholder)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.burst("第一段", "enter", "目前甲", "f4", "目前乙", "f4", "目前丙")
        await open_page(clerk)
        await clerk.burst("down", "enter")
        await on_entry_screen(clerk, "coverage")
        assert selected(clerk) == "目前"
        assert clerk.sees("Esc 回到核对")
        await clerk.burst("end", "XX", "escape")
        await checked(clerk)
        assert clerk.sees("全部 4 错误 1")
        await clerk.burst("enter")
        await on_entry_screen(clerk, "coverage")
        assert selected(clerk) == "目前"
        await clerk.burst("end", "backspace", "backspace", "escape")
        await checked(clerk)
        await clerk.burst("up", "enter")
        await on_entry_screen(clerk, "organisation")
        assert selected(clerk) == "目前"
        await clerk.burst("全年", "escape")
        await checked(clerk)
        assert prose(clerk, "organisation") == "第一段\n全年甲"
        assert clerk.sees("全部 2")
        await clerk.burst("enter")
        await on_entry_screen(clerk, "coverage")


async def test_enter_leads_into_the_cell_of_a_table(library: Library, report_id: str, checks) -> None:
    checks(events)
    async with desk(library.path, size=(80, 30)) as clerk:
        await clerk.open()
        await clerk.burst("活动42场次", "f4", "tab", "47")
        await open_page(clerk)
        order(clerk, ">1 一（一）组织管理：“42场次”", " 2 一（二）金额个数覆盖率：“47”")
        await clerk.burst("right")
        order(clerk, " 1 一（一）组织管理：“42场次”", ">2 一（二）金额个数覆盖率：“47”")
        await clerk.burst("enter")
        await on_entry_screen(clerk, "coverage")
        await clerk.burst("42", "escape")
        await checked(clerk)
        assert str(clerk.entry._report.section("coverage").facts.rows[0].value) == "42"
        assert clerk.sees("没有发现问题")


async def test_a_number_leads_to_the_place_with_that_number(library: Library, report_id: str, checks) -> None:
    checks(events)
    async with desk(library.path, size=(80, 30)) as clerk:
        await clerk.open()
        await clerk.burst("活动42场次", "f4", "tab", "47")
        await open_page(clerk)
        await clerk.burst("3", "2")
        await on_entry_screen(clerk, "coverage")
        await clerk.burst("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, CheckScreen))
        await clerk.burst("1")
        await on_entry_screen(clerk, "organisation")
        assert selected(clerk) == "42场次"


async def test_going_elsewhere_ends_the_way_back(library: Library, report_id: str, checks) -> None:
    checks(present_tense)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.burst("目前")
        for keys in ["f4"], ["f2", "f2"], ["f6", "escape"], ["escape", "escape"]:
            await open_page(clerk)
            await clerk.burst("enter")
            await on_entry_screen(clerk, "organisation")
            await clerk.until_sees("Esc 回到核对")
            await clerk.burst(*keys)
            await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
            await clerk.until_sees("Esc 文档库")
        await clerk.burst("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))


async def test_after_an_answer_the_next_question_is_at_hand(library: Library, report_id: str, checks) -> None:
    checks(present_tense)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("目前", "f4", "目前", "f4", "目前")
        await open_page(clerk)
        await clerk.burst("ctrl+a")
        await clerk.until(lambda: isinstance(clerk.app.focused, Input))
        await clerk.burst("是指年底", "enter")
        await clerk.until_sees("已答复 1")
        await clerk.burst("enter")
        await on_entry_screen(clerk, "coverage")


async def test_an_answered_question_stays_answered_until_its_words_change(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense, events)
    async with desk(library.path, size=(80, 30)) as clerk:
        await clerk.open()
        await clerk.burst("活动42场次", "f4", "tab", "47", "f3")
        await open_page(clerk)
        await clerk.burst("ctrl+a")
        await clerk.until(lambda: isinstance(clerk.app.focused, Input))
        await clerk.burst("enter")
        assert clerk.sees("还没有写理由")
        await clerk.type("42 是“进校园”[/x]的")
        await clerk.burst("enter")
        await clerk.until_sees("已答复 1")
        assert clerk.sees("答复：42 是“进校园”[/x]的")
        await clerk.burst("escape")
        await on_entry_screen(clerk, "organisation")
        assert not clerk.sees("按 F6 看全部")
        await clerk.press("ctrl+q")
    (kept,) = read(library, report_id).answers
    assert kept.reason == "42 是“进校园”[/x]的"
    async with desk(library.path, size=(80, 30)) as clerk:
        await clerk.open()
        await checked(clerk)
        assert not clerk.sees("按 F6 看全部")
        await clerk.burst("，目前")
        await clerk.until_sees("核对 ？1")
        assert not clerk.sees("哪个对")
        await clerk.burst("f4", "tab", "48")
        await clerk.until_sees("刚离开的一（一）组织管理 ？2")
        await clerk.burst("f3")
        assert clerk.sees("表里是 48，哪个对？")
        await clerk.burst("f4", "backspace", "7", "f3")
        await clerk.until(lambda: not clerk.sees("哪个对"))
        await clerk.until_sees("核对 ？1")


async def test_an_answer_can_be_withdrawn(library: Library, report_id: str, checks) -> None:
    checks(present_tense)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.type("目前")
        await open_page(clerk)
        await clerk.burst("a")
        await clerk.until(lambda: isinstance(clerk.app.focused, Input))
        await clerk.type("是指年底")
        await clerk.burst("enter")
        await clerk.until_sees("^A 撤回答复")
        await clerk.until_saved("是指年底")
        await clerk.burst("ctrl+a")
        await clerk.until_sees("疑问 1")
        assert not clerk.sees("是指年底吗？答复")
        await clerk.until(lambda: not read(library, report_id).answers, seconds=2)


async def test_only_questions_are_offered_an_answer(library: Library, report_id: str, checks) -> None:
    checks(placeholder, style, no_survey)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.type("XX!")
        await open_page(clerk)
        for _ in range(3):
            assert not clerk.sees("答复")
            await clerk.burst("ctrl+a", "down")
        assert isinstance(clerk.app.screen, CheckScreen)


async def test_one_kind_can_be_looked_at_alone(library: Library, report_id: str, checks) -> None:
    checks(present_tense, placeholder)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.type("目前XX")
        await open_page(clerk)
        await clerk.burst("tab")
        assert clerk.sees("占位的字母")
        assert not clerk.sees("是指年底")
        await clerk.burst("tab")
        assert not clerk.sees("占位的字母")
        assert clerk.sees("是指年底")
        await clerk.burst("tab")
        assert clerk.sees("占位的字母")
        assert clerk.sees("是指年底")


async def test_a_fix_in_a_text_is_accepted_checked_again_and_undone_in_its_place(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.burst("乙", "f4", "甲目前", "enter", "丁目前", "f4")
        await open_page(clerk)
        await clerk.burst("ctrl+f")
        await clerk.until_sees("全部 1")
        assert prose(clerk, "coverage") == "甲全年\n丁目前"
        await clerk.burst("f")
        await clerk.until_sees("没有发现问题")
        assert prose(clerk, "coverage") == "甲全年\n丁全年"
        await clerk.until_saved("甲全年\\n丁全年"[:3])
        await clerk.burst("escape")
        await on_entry_screen(clerk, "coverage")
        await clerk.burst("ctrl+z")
        assert prose(clerk, "coverage") == "甲全年\n丁目前"
        await clerk.burst("ctrl+z")
        assert prose(clerk, "coverage") == "甲目前\n丁目前"
        await clerk.burst("ctrl+y")
        assert prose(clerk, "coverage") == "甲全年\n丁目前"
        await clerk.until_sees("核对 ？1")
    assert read(library, report_id).section("organisation").prose.text == "乙"


async def test_a_fix_in_a_table_is_accepted_and_undone(library: Library, report_id: str, checks) -> None:
    checks(events)
    async with desk(library.path, size=(80, 30)) as clerk:
        await clerk.open()
        await clerk.burst("活动42场次", "f4", "tab", "47", "f4")
        await open_page(clerk)
        await clerk.burst("ctrl+f")
        await clerk.until_sees("没有发现问题")
        facts = clerk.entry._report.section("coverage").facts
        assert str(facts.rows[0].value) == "42"
        await clerk.until(lambda: str(read(library, report_id).section("coverage").facts.rows[0].value) == "42")
        await clerk.burst("escape")
        await on_entry_screen(clerk, "coverage")
        await clerk.burst("f4", "f3", "tab", "ctrl+z")
        assert str(clerk.entry._report.section("coverage").facts.rows[0].value) == "47"


async def test_a_report_open_for_reading_can_be_looked_through_but_not_answered(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("目前")
        await clerk.until_saved("目前")
        await clerk.press("ctrl+q")
    with ReportFile(library.path_of(report_id)):
        async with desk(library.path, size=(80, 24)) as clerk:
            await clerk.open()
            await open_page(clerk)
            assert not clerk.sees("^A")
            assert not clerk.sees("^F")
            await clerk.burst("ctrl+a", "ctrl+f", "enter")
            await on_entry_screen(clerk, "organisation")
            assert selected(clerk) == "目前"
            assert prose(clerk, "organisation") == "目前"
    assert not read(library, report_id).answers
