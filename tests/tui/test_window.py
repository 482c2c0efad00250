"""The window itself: too small to work in, or closed with words in it."""

import signal
from pathlib import Path

import pytest

from storage.library import Library
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import create_report
from tests.terminal import Terminal
from tests.tui.clerk import desk, left_at
from tui.app import TooSmall


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


def prose(library: Library, report_id: str) -> str:
    block = Report.read(read_report(library.path_of(report_id))).section("organisation").prose
    assert block is not None
    return block.text


@pytest.mark.parametrize("size", [(60, 15), (63, 24), (80, 17)])
async def test_a_window_too_small_is_covered_until_it_is_large_enough(
    library: Library, report_id: str, size: tuple[int, int]
) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.type("窗口变小之前")
        await clerk.pilot.resize_terminal(*size)
        await clerk.until_sees("窗口太小，请拉大到至少 64 列 18 行；内容都在")
        assert not clerk.sees("窗口变小之前")
        await clerk.type("看不见的")
        # A second step of the same dragging.
        await clerk.pilot.resize_terminal(size[0] - 1, size[1])
        await clerk.pilot.resize_terminal(80, 24)
        await clerk.until(lambda: clerk.app.screen is clerk.entry, "the report again")
        assert not any(isinstance(screen, TooSmall) for screen in clerk.app.screen_stack)
        await clerk.settled()
        assert clerk.sees("窗口变小之前")
        await clerk.type("，之后")
        await clerk.press("escape")
    assert prose(library, report_id) == "窗口变小之前，之后"


async def test_the_smallest_window_is_not_covered(library: Library, report_id: str) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.pilot.resize_terminal(64, 18)
        assert clerk.app.screen is clerk.entry
        assert not clerk.sees("窗口太小")


async def test_a_program_started_in_a_small_window_waits_for_a_larger_one(
    library: Library, report_id: str
) -> None:
    async with desk(library.path, size=(40, 10)) as clerk:
        await clerk.until_sees("窗口太小")
        await clerk.pilot.resize_terminal(80, 24)
        await clerk.until_sees("甲县科协")
        assert not clerk.sees("窗口太小")
        await clerk.open()


async def test_a_small_window_can_be_left_with_everything_saved(library: Library, report_id: str) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.type("刚打的")
        await clerk.pilot.resize_terminal(60, 15)
        await clerk.until_sees("窗口太小")
        await clerk.press("ctrl+q")
    assert prose(library, report_id) == "刚打的"


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_what_was_typed_is_saved_when_the_window_is_closed(
    library: Library, report_id: str, tmp_path: Path, ending: signal.Signals
) -> None:
    terminal = Terminal(tmp_path, "--library", str(library.path))
    terminal.wait_for("甲县科协")
    terminal.press("enter")
    terminal.wait_for("第 2 页")
    terminal.type("刚打的字")
    terminal.wait_for("刚打的字")
    terminal.child.kill(ending)
    assert terminal.end() is not None, "the program did not end by itself"
    assert prose(library, report_id) == "刚打的字"


async def test_the_palette_opened_over_a_small_window_does_not_keep_it_covered(
    library: Library, report_id: str
) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.pilot.resize_terminal(60, 15)
        await clerk.until_sees("窗口太小")
        await clerk.press("ctrl+p")
        await clerk.pilot.resize_terminal(80, 24)
        await clerk.press("escape")
        await clerk.until(lambda: clerk.app.screen is clerk.entry, "the report again")
        assert not clerk.sees("窗口太小")
