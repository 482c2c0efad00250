import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from storage import durable, known_libraries, temporary_names
from storage.durable import NotMoved, NotSaved
from storage.errors import Refused
from storage.library import MARKER, Library, NoSuchReport
from storage.library_refusals import (
    LibraryLost,
    LibraryMissing,
    LibraryNotFolder,
    LibraryNotMade,
    LibraryRefused,
    LibraryUnreadable,
    NotALibrary,
)
from storage.report_file import read_report
from storage.report_shape import ID, TRASH, TooNew
from tests.storage.conftest import FAILURES, FailingDisk, a_payload


class ReadOnlyDisk(durable.Files):
    """A disk that lets nothing be made on it: what a person without rights meets, whoever runs the tests."""

    @staticmethod
    def open(path: Path, flags: int, mode: int = 0) -> int:
        if flags & os.O_CREAT:
            raise FAILURES["read-only"]()
        return os.open(path, flags, mode)


def test_a_library_is_made_only_when_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "文档" / "自评宝"
    with pytest.raises(LibraryMissing, match="不存在") as missing:
        Library.open(path)
    assert "create" in missing.value.offers
    assert not path.exists()
    path.mkdir(parents=True)
    (path / "别的文件.txt").touch()
    with pytest.raises(NotALibrary):
        Library.open(path)
    assert Library.open(path, create=True).entries() == []
    assert Library.open(path).entries() == []
    assert json.loads((path / MARKER).read_bytes())["格式"] == 1


def test_folders_are_for_their_owner_alone(library: Library) -> None:
    report_id = library.create(a_payload())
    with library.open_report(report_id) as report:
        report.save(a_payload("二稿"))
    library.snapshot(report_id, a_payload(), "导出")
    library.entries()
    for path in [library.path, *library.path.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("left", ["empty", "nothing", "other files"])
def test_a_library_that_went_away_is_not_taken_for_an_empty_one(library: Library, left: str) -> None:
    library.create(a_payload())
    shutil.rmtree(library.path)
    if left != "nothing":
        library.path.mkdir()
    if left == "other files":
        (library.path / "照片.jpg").touch()
    for attempt in (
        lambda: Library.open(library.path),
        lambda: Library.open(library.path, create=True),
        library.entries,
        library.trashed,
        lambda: library.create(a_payload()),
        lambda: library.path_of("2023-aaaaaa"),
    ):
        with pytest.raises(LibraryLost, match="找不到了") as lost:
            attempt()
        assert "forget" in lost.value.offers
    assert not library.path.exists() or not (library.path / MARKER).exists()
    assert Library.open(library.path, create=True, forget=True).entries() == []


def test_the_library_is_there_again_when_the_stick_is(library: Library, tmp_path: Path) -> None:
    report_id = library.create(a_payload())
    library.path.rename(tmp_path / "拔出的U盘")
    with pytest.raises(LibraryLost):
        Library.open(library.path, create=True)
    (tmp_path / "拔出的U盘").rename(library.path)
    assert [entry.id for entry in Library.open(library.path).entries()] == [report_id]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"\xe6\x96\x87\xe6\xa1\xa3\xe5\xba\x93": [7]}', b"\xff", None])
def test_a_useless_note_of_known_libraries_is_no_obstacle(library: Library, content: bytes | None) -> None:
    note = Path(os.environ["ZIPINGBAO_STATE"]) / "libraries.json"
    note.unlink()
    if content is None:
        note.mkdir()
    else:
        note.write_bytes(content)
    assert Library.open(library.path).entries() == []


def test_the_note_forgets_one_library_only(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        Library.open(tmp_path / name, create=True)
    known_libraries.forget(tmp_path / "甲")
    assert known_libraries.recall(tmp_path / "甲") is None
    assert known_libraries.recall(tmp_path / "乙") is not None


def test_a_file_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    with pytest.raises(LibraryNotFolder, match="不是文件夹"):
        Library.open(tmp_path / "文件", create=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_is_refused_in_words(library: Library) -> None:
    library.path.chmod(0)
    with pytest.raises(LibraryUnreadable, match="没有读取权限"):
        Library.open(library.path)
    library.path.chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_refused_in_words(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise FAILURES["broken"]()

    monkeypatch.setattr(os, "scandir", refuse)
    for attempt in (lambda: Library.open(library.path), library.entries):
        with pytest.raises(LibraryUnreadable) as unreadable:
            attempt()
        assert isinstance(unreadable.value, LibraryRefused)
        assert "读不出来：磁盘读写出错；" in str(unreadable.value)


def test_a_library_that_cannot_be_written_to_is_open_for_reading(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = library.create(a_payload())
    monkeypatch.setattr(durable, "files", ReadOnlyDisk())
    viewed = Library.open(library.path)
    assert viewed.read_only
    assert [entry.id for entry in viewed.entries()] == [report_id]
    with viewed.open_report(report_id) as report:
        assert report.read_only
        assert report.load()["编号"] == report_id
    for attempt in (
        lambda: viewed.create(a_payload()),
        lambda: viewed.trash(report_id),
        lambda: viewed.restore(report_id),
        lambda: viewed.snapshot(report_id, a_payload(), "导出"),
    ):
        with pytest.raises(Refused, match="没有写入权限"):
            attempt()


def test_no_library_is_made_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "files", ReadOnlyDisk())
    with pytest.raises(LibraryNotMade, match="没有写入权限"):
        Library.open(tmp_path, create=True)
    monkeypatch.setattr(durable, "files", durable.Files())
    (tmp_path / "文件").touch()
    with pytest.raises(LibraryRefused):
        Library.open(tmp_path / "文件" / "库", create=True)


@pytest.mark.parametrize("kind", ["full", "broken", "read-only"])
def test_creating_fails_whole_or_succeeds(kind: str, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for nth in range(1, 30):
        disk = FailingDisk(nth, FAILURES[kind])
        before = len(library.entries())
        monkeypatch.setattr(durable, "files", disk)
        try:
            report_id = library.create(a_payload())
        except NotSaved:
            report_id = ""
        monkeypatch.setattr(durable, "files", durable.Files())
        assert all(entry.problem is None for entry in library.entries())
        assert not report_id or len(library.entries()) == before + 1
        if not disk.reached:
            break
    assert nth > 4


def test_a_marker_that_went_bad_still_marks_a_library(library: Library) -> None:
    report_id = library.create(a_payload())
    (library.path / MARKER).write_bytes(b"")
    assert [entry.id for entry in Library.open(library.path).entries()] == [report_id]
    assert json.loads((library.path / MARKER).read_bytes())["编号"]
    (library.path / MARKER).write_text('{"格式": 2}', encoding="utf-8")
    with pytest.raises(TooNew, match="请升级自评宝"):
        Library.open(library.path)


def test_opening_removes_what_a_dead_program_left(library: Library) -> None:
    (library.path / TRASH).mkdir()
    stray = f".2023-aaaaaa.{temporary_names.host()}-{2**22 + 9}-1.tmp"
    for folder in (library.path, library.path / TRASH):
        (folder / stray).write_bytes(b"half")
    Library.open(library.path)
    assert not (library.path / stray).exists()
    assert not (library.path / TRASH / stray).exists()


@pytest.mark.parametrize(
    "report_id",
    ["../文档库/.自评宝库", "2023-abcdef/../x", "/etc/passwd", "", "2023-ABCDEF", "2023-abcdef\n", "\x1b[0m"],
)
def test_what_is_no_id_names_no_file(library: Library, report_id: str) -> None:
    for attempt in (library.path_of, library.open_report, library.trash, library.restore):
        with pytest.raises(NoSuchReport) as refused:
            attempt(report_id)
        assert "\x1b" not in str(refused.value)
    if report_id:
        with pytest.raises(Refused, match="请换一个编号"):
            library.create(a_payload(编号=report_id))


def test_an_unknown_id_says_where_to_look(library: Library) -> None:
    with pytest.raises(NoSuchReport, match="没有编号为 2023-abcdef 的报告；请用 zipingbao list 查看"):
        library.open_report("2023-abcdef")


def test_ids_are_plain_and_taken_ones_are_refused(library: Library) -> None:
    assert re.fullmatch("2023-[a-z2-9]{6}", library.new_id("2023年度"))
    assert ID.fullmatch(library.new_id("二〇二三"))
    taken = library.create(a_payload(编号="2023-abcdef"))
    assert taken == "2023-abcdef"
    with pytest.raises(Refused, match="编号"):
        library.create(a_payload(编号=taken))
    library.trash(taken)
    with pytest.raises(Refused, match="编号"):
        library.create(a_payload(编号=taken))


def test_the_trash_gives_back_what_was_put_there(library: Library) -> None:
    report_id, other = library.create(a_payload("要紧的")), library.create(a_payload())
    library.trash(report_id)
    assert [entry.id for entry in library.entries()] == [other]
    assert [entry.id for entry in library.trashed()] == [report_id]
    with pytest.raises(NoSuchReport):
        library.open_report(report_id)
    library.restore(report_id)
    assert library.trashed() == []
    with library.open_report(report_id) as report:
        assert not report.read_only
        assert report.load()["章节"][0]["文字"] == "要紧的"
        with pytest.raises(Refused, match="正在另一处打开"):
            library.trash(report_id)


def test_neither_trashing_nor_restoring_overwrites(library: Library) -> None:
    report_id = library.create(a_payload("一"))
    library.trash(report_id)
    shutil.copy(library.path / TRASH / f"{report_id}.json", library.path)
    for attempt in (library.trash, library.restore):
        with pytest.raises(NotMoved, match="同名"):
            attempt(report_id)
    assert len(library.entries()) == len(library.trashed()) == 1


@pytest.mark.parametrize("kind", ["full", "broken", "forbidden"])
def test_a_failed_move_leaves_the_report_in_one_place(
    kind: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = library.create(a_payload())
    for nth in range(1, 30):
        disk = FailingDisk(nth, FAILURES[kind])
        monkeypatch.setattr(durable, "files", disk)
        try:
            library.trash(report_id)
        except NotMoved as refused:
            assert "内容仍在屏幕上" not in str(refused)
        monkeypatch.setattr(durable, "files", durable.Files())
        assert len(library.entries()) + len(library.trashed()) == 1
        if library.trashed():
            library.restore(report_id)
        if not disk.reached:
            break
    assert nth > 3


def test_snapshots_are_reports_and_never_overwritten(library: Library) -> None:
    report_id = library.create(a_payload())
    paths = [library.snapshot(report_id, a_payload(f"第{n}版"), "送审/../") for n in range(3)]
    assert len(set(paths)) == 3
    assert all(re.fullmatch(r"\d{8}T\d{6}-送审(-\d)?\.json", path.name) for path in paths)
    assert [read_report(path)["章节"][0]["文字"] for path in paths] == ["第0版", "第1版", "第2版"]
    assert set(paths) == set((library.path / "历史" / report_id).iterdir())
    assert library.snapshot(report_id, a_payload(), "…").stem.endswith("快照")


def test_listing_needs_neither_tinydb_nor_locks_nor_models(library: Library) -> None:
    library.create(a_payload())
    program = (
        "import sys; from pathlib import Path; from storage.library import Library\n"
        "assert len(Library.open(Path(sys.argv[1])).entries()) == 1\n"
        "print(*sorted({'tinydb', 'filelock', 'pydantic', 'textual'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(library.path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert told.stdout == "\n"
