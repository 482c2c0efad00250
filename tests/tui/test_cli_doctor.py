"""The library looked at and mended without a screen."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from storage.index import INDEX
from storage.journal import near_of
from storage.library import MARKER, Library
from storage.report_file import read_report
from storage.report_shape import DAMAGED, HISTORY, JOURNALS, LOCKS, PREVIOUS, TRASH
from storage.reports import open_report
from storage.temporary_names import host
from tests.terminal import PROGRAM
from tests.tui.verbs import Machine, own_outline, powerless, ran, report, sentence
from tui.cli import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions and links as they are here")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def doctor(library: Library, capsys: pytest.CaptureFixture[str], *, code: int) -> dict[str, tuple[str, str]]:
    """Run the verb and return what it says of each file."""
    assert main(["doctor", "--json", "--library", str(library.path)]) == code
    captured = capsys.readouterr()
    found: list[dict[str, Any]] = json.loads(captured.out)
    assert f"看完了{len(found)}个文件" in sentence(captured.err)
    assert all(one["message"].endswith("。") and "\n" not in one["message"] for one in found)
    assert len({one["file"] for one in found}) == len(found)
    return {one["file"]: (one["state"], one["message"]) for one in found}


def saved_twice(library: Library, report_id: str) -> None:
    opened = open_report(library, report_id)
    with opened.file:
        for revision in (1, 2):
            opened.file.save({**opened.report.payload(), "版次": revision})


def too_new(path: Path) -> bytes:
    path.write_bytes(path.read_bytes().replace('"格式": 1'.encode(), '"格式": 2'.encode(), 1))
    return path.read_bytes()


def contents(library: Library) -> set[bytes]:
    """Return what is in the library but for what is written anew."""
    files = (path for path in library.path.rglob("*.json") if path.name not in (INDEX, MARKER))
    return {path.read_bytes() for path in files if LOCKS not in path.parts}


def test_a_sound_library_is_left_as_it_is(machine: Machine, library: Library) -> None:
    report_id = report(library)
    saved_twice(library, report_id)
    library.entries()
    before = {path: path.read_bytes() for path in library.path.rglob("*.json")}
    result = machine("--library", "库", "doctor")
    assert result.code == 0 and sentence(result.told) == "看完了5个文件：完好5个。"
    assert f"完好\t{report_id}.json\t报告完好。" in result.data
    assert {path: path.read_bytes() for path in library.path.rglob("*.json")} == before


def test_everything_that_can_be_mended_is_and_nothing_is_lost(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged, renamed, trashed, good, old = (report(library, name) for name in "甲乙丙丁戊")
    for report_id in (damaged, trashed):
        saved_twice(library, report_id)
    library.trash(trashed)
    root = library.path
    other = root / "2019-zzzzzz.json"
    library.path_of(renamed).rename(other)
    (root / f"{damaged}.json").write_bytes(b'{"cut')
    (root / TRASH / f"{trashed}.json").write_bytes(b"")
    (root / PREVIOUS / f"{damaged}-2.json").write_bytes(b"[]")
    kept = library.snapshot(good, read_report(library.path_of(good)), "导出")
    kept.write_bytes(b"\0\0")
    snapshot = library.snapshot(old, read_report(library.path_of(old)), "导出")
    library.path_of(old).write_bytes(b"{}")
    (root / INDEX).write_bytes(b"{")
    (root / MARKER).write_bytes(b"")
    (root / f".x.{host()}-999999999-1.tmp").write_bytes(b"half")
    (root / LOCKS / f"{good}.json").write_bytes(b"{}")
    (root / f"{good}.json").chmod(0o644)
    root.joinpath(HISTORY).chmod(0o755)

    there = contents(library)
    told = doctor(library, capsys, code=0)
    mended = {
        MARKER: "标记",
        INDEX: "重建",
        f"{damaged}.json": f"{DAMAGED}/{damaged}-",
        f"{old}.json": "留底（导出）",
        "2019-zzzzzz.json": f"“{renamed}”不一致",
        f"{TRASH}/{trashed}.json": "已换成上一次保存的内容",
        f"{PREVIOUS}/{damaged}-2.json": DAMAGED,
        f"{HISTORY}/{good}/{kept.name}": DAMAGED,
        f".x.{host()}-999999999-1.tmp": "清掉",
        f"{LOCKS}/{good}.json": "占用记号",
        f"{good}.json": "只有自己能读写",
    }
    for name, words in mended.items():
        assert told[name][0] == "已修好" and words in told[name][1], (name, told[name])
    assert (root / f"{good}.json").stat().st_mode & 0o777 == 0o600
    assert (root / HISTORY).stat().st_mode & 0o777 == 0o700
    assert (
        read_report(root / f"{damaged}.json")["版次"] == read_report(root / TRASH / f"{trashed}.json")["版次"] == 1
    )
    assert read_report(library.path_of(old)) == read_report(snapshot)
    assert read_report(other)["编号"] == other.stem
    assert there <= contents(library)

    told = doctor(library, capsys, code=0)
    assert {state for state, _ in told.values()} == {"完好"}


def test_what_stays_wrong_is_said_with_what_to_do(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    lost, twin = report(library, "甲"), report(library, "乙")
    path = library.path_of(lost)
    shutil.copy(library.path_of(twin), library.path / f"{twin} - 副本.json")
    path.write_bytes(b"{")
    (library.path / "空.txt").write_bytes(b"")
    (library.path / ".备份.json").write_bytes(b"{")
    own_outline(library).write_text("x =", encoding="utf-8")
    (library.path / TRASH).mkdir()
    shutil.copy(library.path_of(twin), library.path / TRASH / f"{twin}.json")
    told = doctor(library, capsys, code=1)
    assert told[f"{lost}.json"][0] == "有问题" and "另一份副本" in told[f"{lost}.json"][1]
    assert told[f"{twin} - 副本.json"][0] == "有问题" and "改名为" in told[f"{twin} - 副本.json"][1]
    assert told["模板/own.toml"][0] == "有问题" and "第 1 行" in told["模板/own.toml"][1]
    assert told[f"{TRASH}/{twin}.json"][0] == "有问题" and "编号一样" in told[f"{TRASH}/{twin}.json"][1]
    assert told["空.txt"] == ("留意", "是空文件，不是自评宝的，没有动。")
    assert told[".备份.json"][0] == "留意" and "下次备份时重写" in told[".备份.json"][1]
    assert path.read_bytes() == b"{"


def test_what_a_window_has_open_is_looked_at_only(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    report_id = report(library)
    saved_twice(library, report_id)
    path = library.path_of(report_id)
    with library.open_report(report_id) as opened:
        assert doctor(library, capsys, code=0)[f"{LOCKS}/{report_id}.json"] == ("完好", "报告正在另一处打开。")
        path.write_bytes(b"{")
        state, message = doctor(library, capsys, code=1)[f"{report_id}.json"]
        assert state == "有问题" and "另一处打开" in message
        assert path.read_bytes() == b"{" and not opened.read_only


def test_what_was_not_saved_waits_for_the_report_to_be_opened(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    report_id = report(library)
    opened = open_report(library, report_id)
    opened.report.touch(opened.report.sections[1])
    opened.file.note(opened.report.payload(), {})
    opened.file._lock.release()
    path = library.path_of(report_id)
    there = near_of(path).read_bytes()
    state, message = doctor(library, capsys, code=0)[f"{report_id}.json"]
    assert state == "留意" and "下次打开" in message
    assert near_of(path).read_bytes() == there
    near_of(path).write_bytes(there + b"\nnonsense\n")
    told = doctor(library, capsys, code=0)
    assert told[f"{JOURNALS}/{report_id}.jsonl"][0] == "留意"
    assert [path.read_bytes() for path in (library.path / DAMAGED).iterdir()] == [there + b"\nnonsense\n"]
    # One whose report is gone.
    orphan = near_of(library.path / "2020-aaaaaa.json")
    orphan.write_bytes(b"\nnonsense\n")
    assert doctor(library, capsys, code=0)[f"{JOURNALS}/{orphan.name}"][0] == "已修好"
    orphan.write_bytes(there)
    assert doctor(library, capsys, code=0)[f"{JOURNALS}/{orphan.name}"][0] == "留意"


def test_a_library_that_is_not_there_is_refused_and_a_read_only_one_only_read(
    machine: Machine, library: Library, tmp_path: Path
) -> None:
    report_id = report(library)
    assert "不存在" in machine.refused("--library", "没有", "doctor")
    library.path.rename(tmp_path / "别处")
    library.path.mkdir()
    assert "找不到了" in machine.refused("--library", "库", "doctor")
    library.path.rmdir()
    (tmp_path / "别处").rename(library.path)
    assert "用法" in machine.refused("doctor", "x", code=2)
    library.path_of(report_id).write_bytes(b"{")
    asked = [*powerless(), str(PROGRAM), "--library", str(library.path), "doctor"]
    library.path.chmod(0o500)
    try:
        result = ran(asked, machine.home)
    finally:
        library.path.chmod(0o700)
    assert result.code == 1 and "只核对，没有修" in result.data[0]
    assert library.path_of(report_id).read_bytes() == b"{"


def test_what_a_later_version_wrote_is_not_damaged_and_stays_in_its_place(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, trashed = report(library, "甲"), report(library, "乙")
    saved_twice(library, trashed)
    library.trash(trashed)
    snapshot = library.snapshot(kept, read_report(library.path_of(kept)), "导出")
    files = (library.path / TRASH / f"{trashed}.json", snapshot)
    before = [too_new(file) for file in files]
    told = doctor(library, capsys, code=1)
    for file in files:
        state, message = told[file.relative_to(library.path).as_posix()]
        assert state == "有问题" and "请升级自评宝" in message
    assert [file.read_bytes() for file in files] == before
