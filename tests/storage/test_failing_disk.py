"""A report on a disk that fails: nothing is lost, and whoever asked is told in a sentence."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import durable
from storage.durable import NotSaved
from storage.errors import Refused
from storage.json_file import Unreadable
from storage.library import Library
from storage.report_file import ReportFile, read_report
from tests.storage.conftest import FAILURES, FailingDisk, a_payload, strays


@pytest.mark.parametrize("kind", FAILURES)
def test_a_failed_save_loses_nothing_and_the_next_succeeds(
    kind: str, report: ReportFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    payloads = [a_payload("甲" * 90), a_payload("乙" * 80)]
    for nth in range(1, 100):
        old, new = payloads[nth % 2], payloads[1 - nth % 2]
        report.save(old)
        disk = FailingDisk(nth, FAILURES[kind])
        monkeypatch.setattr(durable, "files", disk)
        saved = False
        try:
            report.save(new)
            saved = True
        except (NotSaved, KeyboardInterrupt):
            pass
        monkeypatch.setattr(durable, "files", durable.Files())
        assert read_report(report.path) in ([new] if saved else [old, new])
        assert not strays(report.path.parent)
        report.save({**new, "版次": nth})
        assert report.load() == {**new, "版次": nth}
        if not disk.reached:
            break
    assert nth > 8


@pytest.mark.parametrize("number", [errno.EIO, errno.ELOOP, errno.EACCES, errno.ENODEV])
@pytest.mark.parametrize("operation", ["stat", "open", "fstat"])
def test_a_disk_that_fails_in_reading_is_told_in_a_sentence(
    operation: str, number: int, library: Library, report: ReportFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    report.save(a_payload("二稿"))
    working = getattr(os, operation)

    def failing(which: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(which, int) or Path(which) == report.path:
            raise OSError(number, os.strerror(number))
        return working(which, *arguments, **options)

    attempts: list[Callable[[], object]] = [
        lambda: library.open_report(report.id, writable=False).load(),
        report.load,
        lambda: report.save(a_payload("三稿")),
    ]
    with monkeypatch.context() as broken:
        broken.setattr(os, operation, failing)
        for attempt in attempts:
            try:
                attempt()
            except Refused as refused:
                assert str(refused).endswith("。")
    report.save(a_payload("四稿"))
    assert report.load()["章节"][0]["文字"] == "四稿"


def test_a_report_that_is_a_link_in_a_circle_is_refused_in_a_sentence(library: Library) -> None:
    path = library.path / "2023-aaaaaa.json"
    path.symlink_to(path)
    with pytest.raises(Unreadable, match=r"2023-aaaaaa\.json”读不出来"):
        library.open_report("2023-aaaaaa")


def test_a_recovery_that_finds_the_disk_full_shows_the_previous_generation(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = library.create(a_payload())
    with library.open_report(report_id) as report:
        report.save(a_payload("二稿"))
    library.path_of(report_id).write_bytes(b"{")

    class Full(durable.Files):
        @staticmethod
        def link(*_: object) -> None:
            raise FAILURES["full"]()

        @staticmethod
        def write(*_: object) -> int:
            raise FAILURES["full"]()

    monkeypatch.setattr(durable, "files", Full())
    with library.open_report(report_id) as report:
        assert report.read_only
        assert report.load()["章节"][0]["文字"] == "初稿"
    assert library.path_of(report_id).read_bytes() == b"{"
