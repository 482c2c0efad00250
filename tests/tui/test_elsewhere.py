"""Saving the whole report to another folder."""

import json
from pathlib import Path
from typing import Any

from storage.library import Library
from storage.report_file import read_report
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk
from tui.export.elsewhere import Elsewhere


async def saved_to(clerk: Clerk, folder: str, payload: dict[str, Any]) -> None:
    """Save to this folder below the home folder, which the dialog begins in."""
    await clerk.app.push_screen(Elsewhere(lambda: payload))
    await clerk.settled()
    await clerk.press(*folder, "enter", "enter")
    await clerk.until(lambda: not isinstance(clerk.app.screen, Elsewhere), "the end of the dialog")


async def test_every_copy_in_a_library_is_a_report_of_its_own(library: Library) -> None:
    payload = read_report(
        library.path_of(create_report(library, outline_id="county", unit="甲", year="2023", project="乙"))
    )
    async with desk(library.path) as clerk:
        for _ in range(2):
            await saved_to(clerk, library.path.name, payload)
    ids = [entry.id for entry in library.entries()]
    assert len(set(ids)) == 3
    for report_id in ids:
        copy = read_report(library.path_of(report_id))
        assert copy == {**payload, "编号": report_id}
    assert len(list(library.path.glob("[!.]*.json"))) == 3


async def test_a_copy_in_any_other_folder_keeps_its_number_and_replaces_nothing(
    library: Library, tmp_path: Path
) -> None:
    report_id = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    payload = read_report(library.path_of(report_id))
    (tmp_path / "stick").mkdir()
    async with desk(library.path) as clerk:
        for _ in range(2):
            await saved_to(clerk, "stick", payload)
    copies = sorted((tmp_path / "stick").iterdir())
    assert [copy.name for copy in copies] == [f"{report_id}-2.json", f"{report_id}.json"]
    assert all(read_report(copy) == payload for copy in copies)


async def test_a_folder_that_takes_nothing_is_told_and_the_dialog_stays(library: Library, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    marker = {"格式": 99, "编号": "x"}
    (tmp_path / "new" / ".自评宝库.json").write_text(json.dumps(marker, ensure_ascii=False), encoding="utf-8")
    async with desk(library.path) as clerk:
        await clerk.app.push_screen(Elsewhere(lambda: {"格式": 1, "编号": "2023-aaaaaa", "章节": []}))
        await clerk.settled()
        await clerk.press(*"new", "enter", "enter")
        await clerk.until_sees("请升级自评宝")
        assert isinstance(clerk.app.screen, Elsewhere)
