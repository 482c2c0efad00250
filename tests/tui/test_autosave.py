"""When a report is saved, and that what is newer stays."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.library import Library
from storage.report_file import ReportFile, read_report
from storage.report_shape import PREVIOUS
from storage.reports import create_report
from tests.tui.clerk import desk
from tui.entry.autosave import Autosave


class HeldAutosave(Autosave):
    """An autosave whose clock and threads are the test's: what they are given waits until the test lets it go."""

    def __init__(self, file: ReportFile, payload: dict[str, Any]) -> None:
        super().__init__(file, lambda: dict(payload), lambda: {"章节": "cover", "版次": payload["版次"]})
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.notes: list[tuple[float, Callable[[], None]]] = []
        self.threads: list[Callable[[], None]] = []

    def set_timer(self, delay: float, callback: Any = None, **_: Any) -> Any:
        (self.notes if callback == self._note else self.timers).append((delay, callback))

    def run_worker(self, work: Any, *_: Any, **__: Any) -> Any:
        self.threads.append(work)

    def post_message(self, message: Any) -> bool:
        if isinstance(message, Autosave._Ended):
            self._ended(message)
        return True

    def tick(self) -> None:
        """Let the next timer go off."""
        self.timers.pop(0)[1]()


@pytest.fixture
def file(library: Library) -> Iterator[ReportFile]:
    report_id = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    with library.open_report(report_id) as opened:
        yield opened


@pytest.fixture
def previous(file: ReportFile) -> Path:
    return file.path.parent / PREVIOUS / file.path.name


def test_a_save_is_less_than_a_second_away_however_long_the_typing_goes_on(file: ReportFile) -> None:
    autosave = HeldAutosave(file, file.load())
    for _ in range(5):
        autosave.mark()
    ((delay, _),) = autosave.timers
    assert 0 < delay < 1
    autosave.tick()
    autosave.mark()
    assert not autosave.timers, "the next save waits for the one under way"
    assert len(autosave.threads) == 1


def test_a_save_that_comes_late_does_not_come_down_over_a_newer_one(file: ReportFile) -> None:
    payload = file.load()
    autosave = HeldAutosave(file, payload)
    autosave.mark()
    autosave.tick()
    payload["版次"] = 2
    autosave.now()
    (late,) = autosave.threads
    late()
    assert file.load()["版次"] == 2
    assert file.place["版次"] == 2


def test_a_move_is_kept_without_a_save(file: ReportFile, previous: Path) -> None:
    payload = file.load()
    file.save({**payload, "版次": 7})
    kept = previous.read_bytes()
    autosave = HeldAutosave(file, payload)
    autosave.mark_place()
    autosave.mark_place()
    assert not autosave.unsaved
    ((delay, _),) = autosave.timers
    assert 0 < delay < 1
    autosave.tick()
    autosave.threads.pop()()
    assert file.place["章节"] == "cover"
    assert file.load()["版次"] == 7
    assert previous.read_bytes() == kept


def test_typing_before_a_move_is_kept_saves_both_at_once(file: ReportFile, previous: Path) -> None:
    before = file.load()
    payload = {**before, "版次": 3}
    autosave = HeldAutosave(file, payload)
    autosave.mark_place()
    autosave.mark()
    assert len(autosave.timers) == 1
    autosave.tick()
    (save,) = autosave.threads
    save()
    assert file.load()["版次"] == 3
    assert file.place["版次"] == 3
    assert read_report(previous) == before
    autosave.now()
    assert read_report(previous) == before


def test_a_move_during_a_save_is_kept_after_it(file: ReportFile) -> None:
    payload = file.load()
    autosave = HeldAutosave(file, payload)
    autosave.mark()
    autosave.tick()
    autosave.mark_place()
    autosave.threads.pop()()
    payload["版次"] = 5
    autosave.tick()
    autosave.threads.pop()()
    assert file.place["版次"] == 5
    assert file.load()["版次"] != 5


def test_a_place_that_can_not_be_kept_is_no_trouble(file: ReportFile) -> None:
    autosave = HeldAutosave(file, file.load())
    autosave.mark_place()
    autosave.tick()
    file.path.unlink()
    autosave.threads.pop()()
    assert not autosave.trouble
    assert not autosave.unsaved


def test_nobody_moves_in_a_report_that_is_only_read(library: Library, file: ReportFile) -> None:
    with library.open_report(file.id) as second:
        autosave = HeldAutosave(second, second.load())
        autosave.mark_place()
        assert not autosave.timers


async def test_a_program_killed_after_a_move_opens_in_the_section_moved_to(library: Library) -> None:
    report_id = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4", "f4")
        moved_to = clerk.section()
        path = library.path_of(report_id)
        await clerk.until(lambda: f'"章节": "{moved_to}"' in path.read_text(encoding="utf-8"), "the place")
        # What is on the disk at this moment is all a killed program leaves.
        left = path.read_bytes()
    path.write_bytes(left)
    async with desk(library.path) as clerk:
        await clerk.open()
        assert clerk.section() == moved_to != "cover"
