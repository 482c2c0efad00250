"""Paragraphs built from the tables, put into the text, and following the figures from then on."""

import pytest

from storage.demo import demo_payload
from storage.library import Library
from storage.report.spot import Spot
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk, left_at
from tui.dialogs import Question
from tui.entry.screen import EntryScreen


@pytest.fixture
def report_id(library: Library) -> str:
    return library.create(demo_payload())


def text_of(clerk: Clerk, section_id: str) -> str:
    return clerk.entry._report.section(section_id).prose.text


async def offered(clerk: Clerk) -> None:
    await clerk.press("ctrl+l")
    await clerk.until(lambda: isinstance(clerk.app.screen, Question), "the offer")


async def taken(clerk: Clerk, *keys: str) -> None:
    await clerk.press(*keys)
    await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen), "the entry screen")
    await clerk.settled()


async def test_the_spending_account_is_shown_put_in_at_the_caret_and_follows_an_amount(
    library: Library, report_id: str
) -> None:
    left_at(library, report_id, "purpose")
    async with desk(library.path, size=(120, 40)) as clerk:
        await clerk.open()
        assert clerk.sees("在正文里按 Ctrl+L")
        assert clerk.sees("^L 成文")
        before = text_of(clerk, "purpose")
        await clerk.press("enter")
        await offered(clerk)
        assert clerk.sees("项目共支出1,554,225.33元")
        assert clerk.sees("（其中：临聘人员工资292,774.39元")
        assert text_of(clerk, "purpose") == f"{before}\n"
        await taken(clerk, "enter")
        assert text_of(clerk, "purpose").startswith(
            f"{before}\n{{{{年度}}}}年1月1日至12月31日，项目共支出{{{{支出合计}}}}"
        )

        await clerk.entry.go_to(Spot("purpose", "funds", ("uses", 1, "amount")))
        await clerk.settled()
        await clerk.press("ctrl+a")
        await clerk.type("229592.47")
        await clerk.press("f5")
        await clerk.until_sees("项目共支出1,554,225.34元")
        await clerk.until_sees("电费229,592.47元")
        await clerk.press("escape")
        await clerk.entry.go_to(Spot("purpose", "prose"))
        await clerk.settled()
        await clerk.press("ctrl+z")
        assert text_of(clerk, "purpose") == f"{before}\n"


async def test_of_several_paragraphs_one_can_be_taken_or_none(library: Library, report_id: str) -> None:
    left_at(library, report_id, "benefits")
    async with desk(library.path) as clerk:
        await clerk.open()
        before = text_of(clerk, "benefits")
        await offered(clerk)
        assert clerk.sees("参观人数达109,522人次")
        assert clerk.sees("其中馆内62场次（平均每场40人）")
        await taken(clerk, "escape")
        assert text_of(clerk, "benefits") == before
        await offered(clerk)
        await taken(clerk, "right", "right", "enter")
        assert (
            text_of(clerk, "benefits").removeprefix(before).startswith("\n全年开展科普活动{{科普活动场次}}，其中")
        )


async def test_without_figures_there_is_nothing_to_build_and_the_hint_says_so(library: Library) -> None:
    report_id = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    left_at(library, report_id, "purpose")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("ctrl+l")
        assert clerk.sees("写不成这一段")


async def test_a_section_without_patterns_offers_none(library: Library, report_id: str) -> None:
    left_at(library, report_id, "process")
    async with desk(library.path) as clerk:
        await clerk.open()
        assert not clerk.sees("^L 成文")
        await clerk.press("ctrl+l")
        assert isinstance(clerk.app.screen, EntryScreen)
        assert not clerk.sees("写不成这一段")
        await clerk.press("f4")
        assert clerk.sees("^L 成文")
        await clerk.press("f3")
        assert not clerk.sees("^L 成文")
