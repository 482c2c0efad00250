import asyncio
from collections.abc import Callable

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.widgets import OptionList

from storage.library import Library
from storage.outline_files import find_outline
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk, left_at
from tui.app import ZipingbaoApp
from tui.entry.screen import EntryScreen
from tui.export.dialog import ExportDialog
from tui.keybar import key_name
from tui.library.screen import LibraryScreen
from tui.new_report import NewReport
from tui.preview.screen import PreviewScreen


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


async def offered(clerk: Clerk) -> list[str]:
    """Open the palette and return what it offers before a word is typed."""
    await clerk.press("ctrl+p")
    await clerk.until_sees("打几个字找功能")
    options = clerk.app.screen.query_one(OptionList)
    await clerk.until(lambda: options.option_count > 1, "the offers")
    return [str(option.prompt).split("\n")[0] for option in options.options]


async def choose(clerk: Clerk, words: str) -> None:
    """Open the palette, type these words and take the first offer."""
    await clerk.press("ctrl+p")
    await clerk.until_sees("打几个字找功能")
    options = clerk.app.screen.query_one(OptionList)
    await clerk.type(words)

    def found() -> bool:
        return options.option_count > 0 and words in str(options.get_option_at_index(0).prompt)

    await clerk.until(found, f"“{words}” in the palette")
    await clerk.press("enter")
    await clerk.until(lambda: not isinstance(clerk.app.screen, CommandPalette), "the palette to close")
    await clerk.settled()


def told(binding: Binding) -> str:
    return f"{binding.description}（{key_name(binding.key.partition(',')[0])}）"


async def test_the_palette_offers_every_action_and_every_section(library: Library, report_id: str) -> None:
    sections = find_outline("county").sections
    async with desk(library.path) as clerk:
        await clerk.open()
        names = await offered(clerk)
        bindings = [*EntryScreen.BINDINGS, *ZipingbaoApp.BINDINGS]
        # Saving elsewhere is offered only while saving fails, ways back only after a jump or a search.
        ways_back = {"back_to_check", "back_to_remarks", "back_to_handover"}
        only_then = {"save_elsewhere", "close_find", *ways_back}
        actions = [told(binding) for binding in bindings if binding.tooltip and binding.action not in only_then]
        assert len(actions) == 16
        assert [action for action in actions if action not in names] == []
        places = [name.removeprefix("去：") for name in names if name.startswith("去：")]
        assert [place.rpartition(" ")[2] for place in places] == [section.title for section in sections]


async def test_the_palette_offers_what_can_be_done_in_a_table(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.go("purpose")
        await clerk.press("tab", "tab", "ctrl+n")
        await choose(clerk, "加其中项")
        await clerk.type("工资")
        assert clerk.entry._report.funds.uses[0].parts[0].name == "工资"


async def test_the_palette_reaches_sections(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        for section in find_outline("county").sections[::-4]:
            await choose(clerk, section.title)
            assert clerk.section() == section.id


REACHED: dict[str, tuple[str, Callable[[Clerk], bool]]] = {
    "下一节": ("entry", lambda clerk: clerk.section() == "coverage"),
    "提纲": ("entry", lambda clerk: clerk.entry._outline_list.has_focus),
    "预览": ("entry", lambda clerk: isinstance(clerk.app.screen, PreviewScreen)),
    "导出": ("entry", lambda clerk: isinstance(clerk.app.screen, ExportDialog)),
    "标完成": ("entry", lambda clerk: clerk.sees("这一节还没有填，填了再打勾")),
    "文档库": ("entry", lambda clerk: isinstance(clerk.app.screen, LibraryScreen)),
    "新建": ("library", lambda clerk: isinstance(clerk.app.screen, NewReport)),
    "换文档库": ("library", lambda clerk: clerk.sees("打开文档库")),
}


@pytest.mark.parametrize("name", REACHED)
async def test_the_palette_does_what_the_key_does(library: Library, report_id: str, name: str) -> None:
    screen, done = REACHED[name]
    async with desk(library.path, size=(80, 24)) as clerk:
        if screen == "entry":
            await clerk.open()
        await choose(clerk, f"{name}（")
        await clerk.until(lambda: done(clerk), f"what “{name}” does")


async def test_the_palette_finds_what_is_said_of_an_action_and_says_when_there_is_nothing(
    library: Library, report_id: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("ctrl+p")
        await clerk.until_sees("打几个字找功能")
        assert "🔎" not in clerk.text
        await clerk.type("也可以替换")
        await clerk.until_sees("查找（^F）")
        await clerk.type("[/x]")
        await clerk.until_sees("没有找到“也可以替换[/x]”，请换个说法")
        await asyncio.sleep(CommandPalette._NO_MATCHES_COUNTDOWN + 0.1)
        assert not clerk.sees("No matches")
        await clerk.press("enter")
        await clerk.until(lambda: clerk.app.screen is clerk.entry)


async def test_quitting_by_the_palette_saves(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("刚打的", "ctrl+p")
        await clerk.type("退出")
        await clerk.until_sees("退出（^Q）")
        await clerk.press("enter")
        await clerk.until(lambda: "刚打的" in library.path_of(report_id).read_text(encoding="utf-8"))
