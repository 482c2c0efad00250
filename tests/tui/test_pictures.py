"""Pictures of the main screens with the sample report; look at the report pytest makes when one changes."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from exports.reading.importing import read_import
from storage.demo import demo_payload
from storage.library import Library
from storage.outline_files import find_outline
from tests.exports.reading.test_draft import TEXT
from tests.tui.checks import no_survey, placeholder, present_tense, style
from tui.app import ZipingbaoApp
from tui.check.checker import Checker
from tui.importing.screen import ImportScreen
from tui.library.screen import LibraryScreen


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ZipingbaoApp:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    library = Path("演示文档库")
    Library.open(library, create=True).create(demo_payload())
    return ZipingbaoApp(lambda: LibraryScreen(library, create=False))


async def still(pilot: Pilot[None]) -> None:
    """Wait until every key is answered, everything has been checked and nothing on the screen moves any more."""
    while pilot.app._held or pilot.app._digesting:
        await pilot.pause(0.05)
    for checker in (checker for screen in pilot.app.screen_stack for checker in screen.query(Checker)):
        while not checker.is_current:
            await pilot.pause(0.05)
    before, now = "", pilot.app.export_screenshot()
    while now != before:
        await pilot.pause(0.15)
        before, now = now, pilot.app.export_screenshot()


def opened(*keys: str):
    """Open the report, then press keys."""

    async def before(pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        for key in keys:
            await pilot.press(key)
        await still(pilot)

    return before


SMALL, MIDDLE, LARGE = (80, 24), (120, 30), (200, 50)


def test_the_library_lists_reports(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=still)


def test_the_cover_is_entered(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=opened())


def test_the_funds_are_entered(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=MIDDLE, run_before=opened(*["f4"] * 4, "tab"))


def test_the_indicators_are_entered(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=LARGE, run_before=opened(*["f4"] * 12, "tab", "tab"))


def test_the_outline_opens_over_a_narrow_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=opened("f4", "f2"))


def test_the_section_is_previewed(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=MIDDLE, run_before=opened(*["f4"] * 12, "f5"))


def test_help_opens_over_the_entry_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=opened("f4", "f1"))


def test_the_library_fills_a_large_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=LARGE, run_before=still)


def test_a_text_is_entered_on_a_small_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=opened("f4"))


def test_a_text_is_entered_on_a_large_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=LARGE, run_before=opened("f4"))


def test_the_funds_are_entered_on_a_small_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=opened(*["f4"] * 4, "tab"))


def test_the_indicators_are_entered_on_a_small_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=opened(*["f4"] * 12, "tab", "tab"))


def test_words_are_found_in_the_report_on_a_small_screen(app, snap_compare) -> None:
    keys = opened("ctrl+f", "ctrl+e", *"98.21", "up")
    assert snap_compare(app, terminal_size=SMALL, run_before=keys)


def test_the_section_is_previewed_on_a_small_screen(app, snap_compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, run_before=opened(*["f4"] * 4, "f5"))


@pytest.fixture
def faulty_app(app, checks) -> ZipingbaoApp:
    checks(present_tense, placeholder, style, no_survey)
    library = Library.open(Path("演示文档库"))
    (entry,) = library.entries()
    with library.open_report(entry.id) as file:
        payload = file.load()
        for section_id, words in {"organisation": "XX", "process": "目前XX!", "purpose": "目前!"}.items():
            section = next(section for section in payload["章节"] if section["编号"] == section_id)
            section["文字"]["正文"] += words
        file.save(payload)
    return app


def test_findings_are_counted_and_listed_beside_the_section(faulty_app, snap_compare) -> None:
    assert snap_compare(faulty_app, terminal_size=MIDDLE, run_before=opened(*["f4"] * 3))


def test_all_findings_are_listed(faulty_app, snap_compare) -> None:
    assert snap_compare(faulty_app, terminal_size=SMALL, run_before=opened(*["f4"] * 3, "f6", "down", "down"))


def test_a_file_is_looked_at_before_it_is_imported(app, snap_compare) -> None:
    file = Path("去年的报告.txt")
    file.write_text(TEXT, encoding="utf-8")

    async def before(pilot: Pilot[None]) -> None:
        read = read_import(file, find_outline("county"), None)
        app.push_screen(ImportScreen(Library.open(Path("演示文档库")), read))
        await still(pilot)
        await pilot.press("f4", "f4")
        await still(pilot)

    assert snap_compare(app, terminal_size=SMALL, run_before=before)
