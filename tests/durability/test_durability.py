"""The quick form of what `python -m tests.durability` shows at length."""

import os
from pathlib import Path

import pytest

from tests.durability import failures, fuzz, kills, power_cuts, writers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals and kills as they are here")


@pytest.fixture(autouse=True)
def _own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ZIPINGBAO_STATE", str(tmp_path / "state"))


def test_the_program_killed_while_typing_loses_nothing(tmp_path: Path) -> None:
    assert kills.kill_the_program(2, tmp_path, seed=4, patient=True).startswith("2 kills, 2 while typing")


def test_every_save_a_killed_program_was_told_of_is_there(tmp_path: Path) -> None:
    kills.kill_the_store(6, tmp_path)


async def test_an_operation_that_fails_costs_no_word(tmp_path: Path) -> None:
    await failures.fail_in_turn(tmp_path, nth=(2, 7))


def test_a_power_cut_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    power_cuts.cut_the_power("nsn", tmp_path)


def test_a_save_that_is_not_synced_would_be_found_out(tmp_path: Path) -> None:
    power_cuts.never_synced(tmp_path)


def test_files_that_went_wrong_in_any_way_are_read_or_refused_in_words(tmp_path: Path) -> None:
    fuzz.fuzz(60, tmp_path, large=False)


def test_two_programs_that_write_in_turn_lose_and_tear_nothing(tmp_path: Path) -> None:
    writers.write_in_turn(100, tmp_path)
