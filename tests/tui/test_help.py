from collections.abc import Awaitable, Callable

import pytest

from exports.exporting import write_export
from exports.reading.importing import read_import
from exports.reading.own import read_own
from exports.reading.returned import find_returned
from storage.library import Library
from storage.outline_files import find_outline
from storage.report.event import Act, Event, Role
from storage.report_file import read_report
from storage.reports import create_report, open_report, parsed
from tests.tui.clerk import Clerk, desk, left_at
from tui.entry.screen import EntryScreen
from tui.handover.screen import HandoverScreen
from tui.help import Help
from tui.importing.returned import ReturnedScreen
from tui.importing.screen import ImportScreen
from tui.keybar import key_name, shown_keys
from tui.library.screen import LibraryScreen
from tui.preview.screen import PreviewScreen
from tui.remarks.screen import RemarksScreen
from tui.review.record_screen import RecordScreen
from tui.review.screen import ReviewScreen
from tui.versions.screen import VersionsScreen

# High enough for the whole of the longest help.
SIZE = (120, 57)


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


async def nowhere(clerk: Clerk) -> None:
    pass


async def to_the_entry(clerk: Clerk) -> None:
    await clerk.open()


async def to_the_funds(clerk: Clerk) -> None:
    await clerk.open()
    await clerk.go("purpose")
    await clerk.press("tab", "tab", "ctrl+n")


async def to_the_preview(clerk: Clerk) -> None:
    await clerk.open()
    await clerk.press("f5")


async def to_the_history(clerk: Clerk) -> None:
    await clerk.press("f12")


async def to_the_import(clerk: Clerk) -> None:
    file = clerk.folder.parent / "去年.txt"
    file.write_text("一、主要成效\n较好。\n二、宣传报道\n登报。\n", encoding="utf-8")
    read = read_import(file, find_outline("county"), None)
    await clerk.app.push_screen(ImportScreen(Library.open(clerk.folder), read))
    await clerk.settled()


async def to_the_review(clerk: Clerk) -> None:
    library = Library.open(clerk.folder)
    (entry,) = library.entries()
    opened = open_report(library, entry.id)
    opened.report.review.role = Role.REVIEWER
    opened.report.review.record(Event(id="e", act=Act.SEND, round=1))
    opened.file.save(opened.report.payload())
    opened.file.close()
    await clerk.press("enter")
    await clerk.settled()


async def to_the_record(clerk: Clerk) -> None:
    await to_the_review(clerk)
    await clerk.press("ctrl+e")


async def to_the_handover(clerk: Clerk) -> None:
    await clerk.press("f10")
    await clerk.until(lambda: isinstance(clerk.app.screen, HandoverScreen))
    await clerk._answered()


async def to_the_remarks(clerk: Clerk) -> None:
    await clerk.open()
    await clerk.press("f7")


async def to_the_returned(clerk: Clerk) -> None:
    library, file = Library.open(clerk.folder), clerk.folder.parent / "改过.md"
    (entry,) = library.entries()
    write_export(file, *parsed(read_report(library.path_of(entry.id)), None), "md")
    file.write_text(file.read_text(encoding="utf-8").replace("| 甲县科协 |", "| 乙县科协 |"), encoding="utf-8")
    own = read_own(file, None)
    assert own is not None
    found = find_returned(own, library.path)
    assert found.here is not None
    await clerk.app.push_screen(ReturnedScreen(library, found, found.here))
    await clerk.until_sees("[-甲县科协-][+乙县科协+]")


SCREENS: dict[str, tuple[Callable[[Clerk], Awaitable[None]], type, str]] = {
    "library": (nowhere, LibraryScreen, "这里是文档库，一行是一份报告"),
    "entry": (to_the_entry, EntryScreen, "在这里一节一节地填报告"),
    "funds": (to_the_funds, EntryScreen, "在这里一节一节地填报告"),
    "history": (to_the_history, VersionsScreen, "这里是这份报告以前的样子"),
    "import": (to_the_import, ImportScreen, "左边一行是文件里的一段"),
    "review": (to_the_review, ReviewScreen, "在这里审核收来的报告"),
    "record": (to_the_record, RecordScreen, "这里是双方各轮的送审"),
    "handover": (to_the_handover, HandoverScreen, "送审之前在这里把整份报告看一遍"),
    "remarks": (to_the_remarks, RemarksScreen, "这里列出审核的全部批注"),
    "returned": (to_the_returned, ReturnedScreen, "这是自评宝导出的文件，库里有它的报告"),
    "preview": (to_the_preview, PreviewScreen, "这里看到的就是导出的样子"),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_f1_says_what_the_screen_is_for_and_what_each_of_its_keys_does(
    library: Library, report_id: str, name: str
) -> None:
    reach, screen, purpose = SCREENS[name]
    async with desk(library.path, size=SIZE) as clerk:
        await reach(clerk)
        beneath = clerk.app.screen
        assert isinstance(beneath, screen)
        focused = beneath.focused
        bar = [f"{key_name(one.binding.key)} {one.binding.description}：" for one in shown_keys(beneath)]
        shown = {active.binding.action for active in shown_keys(beneath)}
        keys = [active for active in beneath.active_bindings.values() if active.binding.action in shown]
        await clerk.press("f1")
        await clerk.until(lambda: isinstance(clerk.app.screen, Help))
        await clerk.until_sees(purpose)
        assert clerk.sees("打进去的字一秒之内自动保存")
        told = set()
        for active in keys:
            assert active.tooltip
            if clerk.sees(f"{key_name(active.binding.key)} {active.binding.description}：{active.tooltip}"):
                told.add(active.binding.action)
        assert told == shown
        assert [words for words in bar if not clerk.sees(words)] == []
        await clerk.press("escape")
        assert clerk.app.screen is beneath
        assert beneath.focused is focused


async def test_the_help_of_a_table_names_the_keys_of_tables(library: Library, report_id: str) -> None:
    async with desk(library.path, size=SIZE) as clerk:
        await to_the_funds(clerk)
        await clerk.press("f1")
        for words in ("^N 加一行：", "^R 删除本行：", "^B 加其中项：", "^Z 撤销：", "F5 预览：", "^Q 退出："):
            assert clerk.sees(words), words


async def test_help_is_not_opened_over_help(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("f1")
        assert isinstance(clerk.app.screen, Help)
        await clerk.press("f1")
        assert isinstance(clerk.app.screen, LibraryScreen)


async def test_help_longer_than_the_window_is_scrolled_by_keys(library: Library, report_id: str) -> None:
    async with desk(library.path, size=(64, 18)) as clerk:
        await to_the_funds(clerk)
        await clerk.press("f1")
        assert clerk.sees("在这里一节一节地填报告")
        assert not clerk.sees("复制 Ctrl+C")
        await clerk.press(*["down"] * 60)
        await clerk.until_sees("复制 Ctrl+C")
        await clerk.press("enter", "字")
        assert clerk.entry._report.funds.uses[0].category == "字"
