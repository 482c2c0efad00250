"""This year's report from last year's, at the screen: what came from there is marked, confirmed and answered."""

from storage.checks.codes import Code
from storage.demo import demo_payload
from storage.library import Library
from storage.report.report import Report
from storage.reports import carry_over
from tests.tui.clerk import Clerk, desk, left_at


def waiting(clerk: Clerk) -> list[int]:
    return [len(section.unconfirmed()) for section in clerk.entry._report.sections]


async def test_what_came_from_last_year_is_confirmed_key_by_key(library: Library) -> None:
    library.create(demo_payload())
    async with desk(library.path, size=(120, 40)) as clerk:
        await clerk.press("ctrl+d", "enter", "enter", "enter", "enter")
        await clerk.until_sees("[=] 封面 =8")
        report = clerk.entry._report
        assert clerk.sees("^K 确认")

        # The cover: from entry to entry, and a step back.
        await clerk.press("ctrl+k")
        assert clerk.sees("从上年带来，没有变按 Ctrl+K 确认") and waiting(clerk)[0] == 8
        await clerk.press("ctrl+k")
        assert waiting(clerk)[0] == 7 and clerk.sees("[=] 封面 =7")
        await clerk.press("ctrl+z")
        assert waiting(clerk)[0] == 8
        await clerk.press("ctrl+y", *["ctrl+k"] * 8)
        assert waiting(clerk)[0] == 0 and clerk.sees("[~] 封面") and clerk.sees("都确认了")
        assert not clerk.sees("^K 确认")

        # A text: the paragraph at the caret, which is also confirmed by changing it; undoing marks it again.
        await clerk.press("f4")
        prose = report.section("organisation").prose
        assert prose is not None and waiting(clerk)[1] == 3
        assert clerk.sees("这一段从上年带来")
        await clerk.type("改")
        assert waiting(clerk)[1] == 2
        await clerk.press("ctrl+z")
        assert waiting(clerk)[1] == 3
        await clerk.press("ctrl+k")
        assert waiting(clerk)[1] == 2
        assert clerk.entry._page.spot().start == 0
        await clerk.press("ctrl+k", "ctrl+k")
        assert waiting(clerk)[1] == 0
        await clerk.press("ctrl+z")
        assert waiting(clerk)[1] == 1 and prose.carried is not None
        await clerk.press("ctrl+k")

        # A table: a figure that is typed confirms its row; last year's stands beside it.
        await clerk.go("benefits")
        await clerk.press("tab")
        assert clerk.sees("上年：267天")
        await clerk.go("purpose")
        before = waiting(clerk)[4]
        await clerk.press("tab")
        await clerk.press("tab", "tab")
        assert clerk.sees("上年：1,554,200.00元")
        await clerk.type("1500000")
        assert waiting(clerk)[4] == before - 1
        await clerk.press("ctrl+z")
        assert waiting(clerk)[4] == before

        # Whole sections in the outline, each with a step back in its forms.
        await clerk.press("f2", "ctrl+k")
        assert waiting(clerk)[4] == 0 and clerk.sees(f"{before}处都确认了")
        for section in report.sections:
            if section.unconfirmed():
                clerk.entry._outline_list.mark_current(section.id)
                await clerk.press("ctrl+k")
        assert not any(waiting(clerk)) and not clerk.sees("[=]")

        # Last year's measures are asked about, and answered with the space bar.
        checker = clerk.entry._checker
        await clerk.until(lambda: checker.is_current)
        assert checker.result is not None
        codes = [finding.code for finding in checker.result.open]
        assert codes.count(Code.MEASURE_UNACCOUNTED) == 7 and Code.CARRIED_UNCONFIRMED not in codes
        problems = report.section("problems").problems
        assert problems is not None
        await clerk.entry.go_to(checker.result.open[codes.index(Code.MEASURE_UNACCOUNTED)].quotes[0].spot)
        await clerk.press("space")
        assert problems.promises[0].outcome == "已落实"
        await clerk.press("space", "space", "tab")
        await clerk.type("资金没有下达")
        assert (problems.promises[0].outcome, problems.promises[0].note) == ("未落实", "资金没有下达")
        await clerk.until_saved("资金没有下达")
        assert not any(section.unconfirmed() for section in Report.read(clerk.saved()).sections)


async def test_marks_survive_leaving_and_a_year_is_changed_from_the_findings_without_confirming(
    library: Library,
) -> None:
    started = carry_over(library, library.create(demo_payload()), unit="甲县科协", year="2024", project="免费开放")
    left_at(library, started, "other")
    async with desk(library.path) as clerk:
        clerk.library_screen._list.go_to(started)
        await clerk.open()
        await clerk.until_sees("是从上年带来的，要不要")
        before = waiting(clerk)
        await clerk.press("f6")
        await clerk.until_sees("核对")
        findings = clerk.app.screen.query_one("FindingList")
        wanted = next(
            item.finding
            for item in findings._items
            if item.finding.code is Code.CARRIED_YEAR and item.finding.section == "other"
        )
        findings.go_to(findings._items, wanted, 0)
        await clerk.press("ctrl+f")
        prose = clerk.entry._report.section("other").prose
        await clerk.until(lambda: prose is not None and "2024年度没有审计" in prose.text)
        assert waiting(clerk) == before
        await clerk.press("escape", "escape")
        await clerk.until(lambda: clerk.app.screen is clerk.library_screen)
        await clerk.open()
        assert waiting(clerk) == before
