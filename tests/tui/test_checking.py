"""Checking while one types: beside the section, in the outline, and never in the way."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject
from storage.library import Library
from storage.report_file import ReportFile
from storage.reports import create_report
from tests.tui.checks import SPARE, placeholder, present_tense, style
from tests.tui.clerk import Clerk, desk, left_at


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


async def at_rest(clerk: Clerk) -> None:
    """Wait until everything typed has been checked and shown."""
    await clerk.until(lambda: clerk.entry._checker.is_current, "the end of the check")
    await clerk.settled()


async def test_what_is_found_stands_under_the_section_until_it_is_mended(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense, placeholder, style)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await at_rest(clerk)
        assert not clerk.sees("按 F6 看全部")
        await clerk.type("目前有XX人!")
        await clerk.until_sees("核对 ✗1 ？1 提示1")
        assert clerk.sees("✗ 占位的字母还没有换掉。? 年度报告里写了“目前”")
        await clerk.burst(*["backspace"] * 4, "九人")
        await clerk.until_sees("核对 ？1")
        assert not clerk.sees("占位的字母")
        await clerk.burst(*["backspace"] * 5)
        await clerk.until(lambda: not clerk.sees("按 F6 看全部"))


async def test_hostile_text_in_a_finding_is_shown_as_it_is(library: Library, report_id: str, checks) -> None:
    checks(present_tense)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("目前")
        await clerk.until_sees(f"写了“目前”{SPARE}，")


async def test_the_outline_counts_errors_and_questions_of_each_section(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense, placeholder, style)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("XX目前目前!", "f4", "目前", "f4", "!")
        await clerk.until_sees("（一）组织管理 ✗1 ?2")
        await at_rest(clerk)
        assert clerk.sees("（二）金额个数覆盖率 ?1")
        assert clerk.sees("已填 3/12 完成 0")
        assert "（三）实施过程 *" not in clerk.text
        await clerk.burst("f3", "f3", *["backspace"] * 7)
        await clerk.until(lambda: not clerk.sees("（一）组织管理 ✗"))
        await clerk.burst("f2")
        assert clerk.sees("（二）金额个数覆盖率 ?1")


async def test_counts_that_do_not_fit_shorten_the_name_and_not_themselves(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense, placeholder)
    left_at(library, report_id, "coverage")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("目前" * 12 + "XX" * 11)
        await clerk.until_sees("✗11 ?12")
        assert "（二）" in next(row for row in clerk.text.splitlines() if "✗11 ?12" in row)


async def test_sections_nobody_has_begun_are_not_counted_and_not_nagged_about(
    library: Library, report_id: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await at_rest(clerk)
        assert {"organisation", "coverage"} <= {finding.section for finding in clerk.entry._checker.result.open}
        await clerk.burst("f4", "f4")
        assert "✗" not in clerk.text.replace("封面 ✗1", "封面")
        assert not clerk.sees("还没有填写")


async def test_the_next_section_says_what_the_one_just_left_still_has(
    library: Library, report_id: str, checks
) -> None:
    checks(present_tense, placeholder)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("目前XX", "f4")
        await clerk.until_sees("刚离开的一（一）组织管理 ✗1 ？1")
        await clerk.burst("f3")
        assert not clerk.sees("刚离开")
        await clerk.burst("f4", "f4")
        assert not clerk.sees("刚离开")


async def test_findings_take_neither_the_focus_nor_the_caret_out_of_sight(
    library: Library, report_id: str, checks
) -> None:
    checks(placeholder)
    async with desk(library.path, size=(64, 18)) as clerk:
        await clerk.open()
        await clerk.burst("XX" * 5, *["enter"] * 20, "最后一行")
        await clerk.until_sees("核对 ✗5")
        await clerk.settled()
        await clerk.until_sees("最后一行")
        await clerk.type("接着写")
        assert clerk.sees("最后一行接着写")


async def test_at_most_four_rows_of_a_small_screen_are_taken_and_more_of_a_tall_one(
    library: Library, report_id: str, checks
) -> None:
    checks(placeholder)
    for height, rows in (24, 4), (50, 10):
        async with desk(library.path, size=(80, height)) as clerk:
            await clerk.open()
            await clerk.type("XX" * 15)
            await clerk.until_sees("核对 ✗")
            await at_rest(clerk)
            assert clerk.text.count("占位的字母") == rows - 1
            await clerk.burst("ctrl+q")


class Slow:
    """A check that waits until it is let go, and then tells which text it was given."""

    def __init__(self) -> None:
        self.started = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def __call__(self, subject: Subject) -> Iterator[Finding]:
        self.started.release()
        assert self.go_on.acquire(timeout=20)
        for passage in subject.passages:
            yield Finding("slow", Severity.ERROR, passage.section, f"看到的是“{passage.text}”。")

    def has_started(self) -> bool:
        return self.started.acquire(blocking=False)


async def test_keys_typed_during_a_slow_check_arrive_and_its_stale_result_is_dropped(
    library: Library, report_id: str, checks
) -> None:
    slow = Slow()
    checks(slow)
    async with desk(library.path) as clerk:
        try:
            await clerk.open()
            await clerk.until(slow.has_started, "the first check")
            slow.go_on.release()
            await at_rest(clerk)
            await clerk.type("一")
            await clerk.until(slow.has_started, "the check of what was typed")
            await clerk.burst("二三", "f4", "四", "tab", "12", "f3", "五")
            report = clerk.entry._report
            assert report.section("organisation").prose.text == "一二三五"
            assert report.section("coverage").prose.text == "四"
            assert str(report.section("coverage").facts.rows[0].value) == "12"
            slow.go_on.release()
            await clerk.until(slow.has_started, "the next check")
            await clerk.settled()
            assert not clerk.sees("看到的是")
            slow.go_on.release()
            await clerk.until_sees("看到的是“一二三五”")
        finally:
            slow.go_on.release(9)


async def test_a_fault_in_a_check_is_said_and_takes_nothing_away(
    library: Library, report_id: str, checks, tmp_path
) -> None:
    def faulty(subject: Subject) -> Iterator[Finding]:
        if subject.passages:
            raise ZeroDivisionError("toy fault")
        yield from ()

    checks(faulty, present_tense)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("第一句")
        await clerk.until_sees("核对没有做完，填写和导出不受影响")
        await clerk.type("第二句")
        await clerk.until_saved("第一句第二句")
        await clerk.type("目前")
        await clerk.until_sees("核对 ？1")
    assert "toy fault" in (tmp_path / "state" / "error.log").read_text(encoding="utf-8")


async def test_a_report_open_for_reading_is_checked_too(library: Library, report_id: str, checks) -> None:
    checks(present_tense)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("目前")
        await clerk.until_saved("目前")
        await clerk.press("ctrl+q")
    with ReportFile(library.path_of(report_id)):
        async with desk(library.path) as clerk:
            await clerk.open()
            await clerk.until_sees("核对 ？1")
            assert clerk.sees("只读")


def test_the_checks_are_not_imported_before_the_first_frame() -> None:
    code = "import sys, tui.entry.screen; sys.exit('storage.checks.checking' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_a_fix_waits_for_the_check_of_what_was_typed_last(library: Library, report_id: str, checks) -> None:
    slow = Slow()
    checks(present_tense)
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("目前")
        await at_rest(clerk)
        checks(present_tense, slow)
        try:
            await clerk.burst("home", "甲", "f6")
            await clerk.until(slow.has_started, "the check of what was typed")
            await clerk.burst("f")
            await clerk.until_sees("刚改过的内容还在核对")
            assert clerk.entry._report.section(clerk.section()).prose.text == "甲目前"
        finally:
            slow.go_on.release(100)
