"""A backup holds the library as it is, and a zip of somebody else's harms nothing."""

import hashlib
import json
import re
import stat
import threading
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage import archive, durable
from storage.archive import Archive, is_kept
from storage.backing_up import back_up
from storage.durable import NotSaved
from storage.errors import Refused
from storage.journal import far_of, near_of
from storage.json_file import Damaged
from storage.library import MARKER, Library
from storage.report_file import read_report
from storage.report_shape import HISTORY, JOURNALS
from storage.reports import create_report, open_report
from storage.restoring import Change, bring, plan
from tests.storage.conftest import FAILURES, FailingDisk, a_payload, strays

LIST = "自评宝备份.json"


def a_report(library: Library, project: str = "科技馆") -> str:
    return create_report(library, outline_id="county", unit="科协", year="2023", project=project)


def change(library: Library, report_id: str, title: str) -> None:
    opened = open_report(library, report_id)
    with opened.file:
        opened.report.sections[1].title = title
        opened.report.touch()
        opened.file.save(opened.report.payload())


def title(library: Library, report_id: str) -> str:
    found: str = read_report(library.path_of(report_id))["章节"][1]["标题"]
    return found


def forged(path: Path, contents: dict[str, bytes], listed: dict[str, bytes] | None = None) -> Path:
    """Write a zip with a list of what should be in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in contents.items():
            made.writestr(name, data)
        rows = {
            name: {"大小": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in (contents if listed is None else listed).items()
        }
        made.writestr(LIST, json.dumps({"格式": 1, "文件": rows}))
    return path


# -- backing up


def test_everything_is_in_the_backup_whatever_it_is(library: Library, tmp_path: Path) -> None:
    kept, trashed = a_report(library), a_report(library, "乙")
    change(library, kept, "改了")
    library.snapshot(kept, read_report(library.path_of(kept)), "导出")
    library.trash(trashed)
    library.templates.mkdir()
    (library.templates / "own.toml").write_text("坏的", encoding="utf-8")
    (library.path / "损坏").mkdir(exist_ok=True)
    (library.path / "损坏" / f"{kept}-1.json").write_bytes(b"{")
    near_of(library.path / f"{kept}.json").parent.mkdir()
    near_of(library.path / f"{kept}.json").write_bytes(b"\nnear")
    far_of(library.path / f"{kept}.json").parent.mkdir(parents=True)
    far_of(library.path / f"{kept}.json").write_bytes(b"\nfar")
    (library.path / "照片.jpg").write_bytes(b"no")
    library.entries()
    made = back_up(library, tmp_path / "U盘")
    assert made.reports == 1 and made.left_out == [] and made.size == made.path.stat().st_size
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    ours = {
        path.relative_to(library.path).as_posix(): path.read_bytes()
        for path in library.path.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".jpg" and ".锁" not in path.parts
    }
    with Archive(made.path) as opened:
        found = {name: opened.read(name) for name in opened.files}
    assert found == ours | {f"{JOURNALS}/{kept}.jsonl": b"\nnear\nfar"}
    assert {name.partition("/")[0] for name in found} == {
        f"{kept}.json",
        "上一版",
        "历史",
        "损坏",
        "回收站",
        "模板",
        ".未存",
    }
    again = back_up(library, tmp_path / "U盘")
    assert again.path.name == made.path.stem + "-2.zip"
    with pytest.raises(Refused, match="里面"):
        back_up(library, library.path / "备份")


def test_a_backup_is_whole_while_a_window_is_writing(library: Library, tmp_path: Path) -> None:
    report_id = library.create(a_payload("初稿" * 20_000))
    done = threading.Event()

    def write() -> None:
        with library.open_report(report_id) as report:
            number = 0
            while not done.is_set():
                report.save(a_payload(f"第{number}稿" * 20_000))
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(5):
            made = back_up(library, tmp_path / "U盘")
            with Archive(made.path) as opened:
                text = json.loads(opened.read(f"{report_id}.json"))["章节"]["1"]["文字"]
            assert text == text[: len(text) // 20_000] * 20_000
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize("kind", FAILURES)
def test_a_failed_backup_leaves_nothing_and_the_next_succeeds(
    kind: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        library.create(a_payload(hashlib.sha256(bytes([number])).hexdigest() * 40))
    folder = tmp_path / "U盘"
    before = {path: path.read_bytes() for path in library.path.rglob("*.json")}
    for nth in range(1, 60):
        disk = FailingDisk(nth, FAILURES[kind])
        monkeypatch.setattr(durable, "files", disk)
        made = None
        try:
            made = back_up(library, folder)
        except (NotSaved, KeyboardInterrupt) as error:
            assert isinstance(error, KeyboardInterrupt) or str(error).endswith("。")
        monkeypatch.setattr(durable, "files", durable.Files())
        assert not strays(tmp_path)
        for path in folder.glob("*.zip") if folder.exists() else ():
            # Whatever has the name of a backup is one.
            with Archive(path) as opened:
                assert [opened.read(name) for name in opened.files] == [
                    before[library.path / name] for name in opened.files
                ]
            path.unlink()
        if not disk.reached:
            break
    assert made is not None and nth > 4
    assert {path: path.read_bytes() for path in before} == before


def test_what_a_stick_gives_back_otherwise_is_no_backup(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.create(a_payload())

    class Lying(durable.Files):
        @staticmethod
        def write(descriptor: int, data: Any) -> int:
            return durable.os.write(descriptor, bytes(data).replace(b"PK\x01\x02", b"PK\x01\x03"))

    monkeypatch.setattr(durable, "files", Lying())
    with pytest.raises(NotSaved, match="读回来的不一样"):
        back_up(library, tmp_path / "U盘")
    assert list((tmp_path / "U盘").iterdir()) == []


def test_a_machine_that_believes_it_is_1970_backs_up_all_the_same(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_report(library)
    monkeypatch.setattr(archive.time, "localtime", lambda: time.gmtime(0))
    with Archive(back_up(library, tmp_path / "U盘").path) as opened:
        assert len(opened.files) == 1


def test_a_library_that_goes_away_meanwhile_is_not_taken_for_one(library: Library, tmp_path: Path) -> None:
    a_report(library)
    (library.path / MARKER).unlink()
    with pytest.raises(Refused, match="找不到了"):
        back_up(library, tmp_path / "U盘")
    assert list((tmp_path / "U盘").iterdir()) == []


# -- restoring


def test_what_a_backup_would_change_is_told_and_nothing_is_lost_by_it(library: Library, tmp_path: Path) -> None:
    gone, newer, older, same, broken, trashed, held = (a_report(library, name) for name in "甲乙丙丁戊己庚")
    change(library, gone, "先前")
    library.snapshot(gone, read_report(library.path_of(gone)), "导出")
    library.templates.mkdir()
    (library.templates / "own.toml").write_text("一", encoding="utf-8")
    made = back_up(library, tmp_path / "U盘")
    for path in library.path.rglob(f"{gone}*.json"):
        path.unlink()
    for path in library.path.rglob(f"{HISTORY}/{gone}/*"):
        path.unlink()
    change(library, older, "后来")
    change(library, held, "后来")
    with library.open_report(newer) as opened:
        old = opened.load()
        old["章节"][1]["标题"] = "更早"
        opened.save({**old, "修改时间": "2020-01-01T00:00:00+08:00"})
    library.path_of(broken).write_bytes(b"{")
    library.trash(trashed)
    (library.templates / "own.toml").write_text("二", encoding="utf-8")

    with Archive(made.path) as opened_backup:
        before = {path: path.read_bytes() for path in library.path.rglob("*.json")}
        items = {item.id: item for item in plan(opened_backup, library)}
        assert {path: path.read_bytes() for path in library.path.rglob("*.json")} == before
        assert {key: item.change for key, item in items.items()} == {
            gone: Change.NEW,
            newer: Change.NEWER,
            older: Change.OLDER,
            same: Change.SAME,
            broken: Change.BROKEN_HERE,
            trashed: Change.IN_TRASH,
            held: Change.OLDER,
            "own.toml": Change.KEPT,
        }
        assert items[gone].title == "2023 甲（科协）"
        with library.open_report(held), pytest.raises(Refused, match="另一处打开"):
            bring(opened_backup, library, items[held])
        assert title(library, held) == "后来"
        for item in items.values():
            if item.id != held:
                assert bring(opened_backup, library, item).endswith("。")
        again = {item.id: item.change for item in plan(opened_backup, library)}
    assert again == {key: item.change for key, item in items.items()} | dict.fromkeys(
        (gone, newer, older, broken), Change.SAME
    )
    assert title(library, gone) == "先前"
    assert {"导出", "打开时"} & {version.why for version in library.versions(gone)} and len(
        library.versions(gone)
    ) > 1
    for report_id, words in {older: "后来", newer: "更早"}.items():
        assert title(library, report_id) not in ("后来", "更早")
        (version,) = (one for one in library.versions(report_id) if one.why == "恢复前")
        assert read_report(version.path)["章节"][1]["标题"] == words
    assert [path.read_bytes() for path in (library.path / "损坏").glob(f"{broken}*")] == [b"{"]
    assert (library.templates / "own.toml").read_text(encoding="utf-8") == "二"


def test_a_report_damaged_in_the_backup_comes_back_as_it_was_before(library: Library, tmp_path: Path) -> None:
    report_id = a_report(library)
    change(library, report_id, "一")
    change(library, report_id, "二")
    library.path_of(report_id).write_bytes(b"{")
    made = back_up(library, tmp_path / "U盘")
    fresh = Library.open(tmp_path / "新机", create=True)
    with Archive(made.path) as opened:
        (item,) = plan(opened, fresh)
        assert item.change is Change.NEW and "再前一次" in item.note
        bring(opened, fresh, item)
    assert title(fresh, report_id) == "一"


def test_a_report_a_later_version_wrote_is_told_and_no_older_one_offered(library: Library, tmp_path: Path) -> None:
    report_id = a_report(library)
    change(library, report_id, "一")
    path = library.path_of(report_id)
    path.write_bytes(path.read_bytes().replace('"格式": 1'.encode(), '"格式": 2'.encode(), 1))
    made = back_up(library, tmp_path / "U盘")
    with Archive(made.path) as opened:
        (item,) = plan(opened, None)
    assert item.change is Change.UNREADABLE and "请升级自评宝" in item.note


def test_words_that_were_never_saved_are_kept_when_a_backup_takes_their_place(
    library: Library, tmp_path: Path
) -> None:
    report_id = a_report(library)
    made = back_up(library, tmp_path / "U盘")
    opened = open_report(library, report_id)
    opened.report.sections[1].title = "没存"
    opened.report.touch(opened.report.sections[1])
    opened.file.note(opened.report.payload(), {})
    opened.file._lock.release()
    change(library, report_id, "没存")
    with Archive(made.path) as backup:
        (item,) = plan(backup, library)
        bring(backup, library, item)
    assert "没存" in {read_report(one.path)["章节"][1]["标题"] for one in library.versions(report_id)}


# -- what others may put into a zip


SAFE = "2023-aaaaaa.json"


@pytest.mark.parametrize(
    "name",
    [
        "../2023-aaaaaa.json", "/etc/2023-aaaaaa.json", "C:\\x.json", "c:x.json", "上一版/../../x.json", "模板/..\\x.toml",
        "历史/../x.json", "损坏/..", "损坏/.", "a/b.json", "x\x1b[2J.json", "x\u202e.json", "x\n.json", "con.json", "x.json ",
        ".锁/x.json", ".自评宝库.json", ".索引.json", "历史/x.json", "模板/x/y.toml", "损坏/x/y", "损坏/x.", "x.exe", "上一版/",
        "损坏/" + "长" * 90,
    ],
)  # fmt: skip
def test_a_name_that_no_library_has_is_refused(name: str, tmp_path: Path) -> None:
    assert not is_kept(name)
    with pytest.raises(Refused) as refused:
        Archive(forged(tmp_path / "坏.zip", {SAFE: b"{}", name: b"x"}))
    assert str(refused.value).endswith("。") and not set(str(refused.value)) & set("\x1b\n\u202e")


PARTS = ["..", "上一版", "模板", "损坏", "历史", "2023-aaaaaa", "/", "\\", "x.json", "x.toml", ":", "."]


@settings(max_examples=60)
@given(st.text(max_size=12) | st.lists(st.sampled_from(PARTS), max_size=6).map("".join))
@example("损坏/…")
def test_a_name_that_is_accepted_stays_in_the_library(name: str) -> None:
    if is_kept(name):
        root = Path("/库")
        path = Path(durable.os.path.normpath(root / name))
        assert path.is_relative_to(root) and len(path.relative_to(root).parts) == name.count("/") + 1
        assert path.as_posix() == f"/库/{name}" and "\\" not in name and ":" not in name


def sized(data: bytes, size: int, entries: int) -> bytes:
    """Return a zip whose first entries say that they are of this size."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        for found in islice(re.finditer(re.escape(mark), data), entries):
            changed[found.start() + at : found.start() + at + 4] = size.to_bytes(4, "little")
    return bytes(changed)


def _link(path: Path) -> None:
    entry = zipfile.ZipInfo("损坏/x.json")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(entry, "/etc/passwd")
        made.writestr(LIST, "{}")


def _twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("模板/a.toml", "")
        made.writestr("模板/A.toml", "")
        made.writestr(LIST, "{}")


def _encrypted(path: Path) -> None:
    forged(path, {SAFE: b"{}"})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)


def _bomb(path: Path) -> None:
    forged(path, {f"损坏/{number}.json": b"x" for number in range(5)})
    path.write_bytes(sized(path.read_bytes(), 60 * 1024 * 1024, 5))


def _long_list(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(LIST, "{}")
    data = path.read_bytes()
    at = data.index(b"PK\x05\x06")
    path.write_bytes(data[:at] + data[at : at + 12] + (2**31).to_bytes(4, "little") + data[at + 16 :])


FORGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link": (_link, "链接"),
    "a name twice": (_twice, "两个"),
    "a password": (_encrypted, "密码"),
    "a bomb": (_bomb, "太大"),
    "an endless list": (_long_list, "不是完好"),
    "another zip": (lambda path: forged(path, {"readme.txt": b"x"}), "不会放的文件"),
    "no list": (lambda path: zipfile.ZipFile(path, "w").close(), "不是自评宝的备份"),
    "more than the list says": (lambda path: forged(path, {SAFE: b"{}"}, {}), "对不上"),
    "no zip": (lambda path: path.write_bytes(b"PK\x03\x04" * 9), "不是完好"),
    "empty": (lambda path: path.write_bytes(b""), "不是完好"),
    "a folder": (Path.mkdir, "不是普通文件"),
    "not there": (lambda path: None, "不存在"),
}


@pytest.mark.parametrize("kind", FORGED)
def test_what_is_no_backup_is_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    make, words = FORGED[kind]
    make(tmp_path / "坏.zip")
    with pytest.raises(Refused, match=words) as refused:
        Archive(tmp_path / "坏.zip")
    assert str(refused.value).endswith("。")


def test_a_library_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST", 2)
    with pytest.raises(Refused, match="太大"):
        Archive(forged(tmp_path / "坏.zip", {SAFE: b"{}", "2023-bbbbbb.json": b"{}"}))


def test_an_entry_that_says_less_than_it_holds_is_damaged_and_costs_no_memory(tmp_path: Path) -> None:
    path = forged(tmp_path / "坏.zip", {SAFE: b"\0" * (24 * 1024 * 1024)})
    path.write_bytes(sized(path.read_bytes(), 9, 1))
    tracemalloc.start()
    with Archive(path) as opened, pytest.raises(Damaged):
        opened.read(SAFE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_a_bit_that_flips_anywhere_is_found(library: Library, tmp_path: Path) -> None:
    report_id = library.create(a_payload())
    good = back_up(library, tmp_path / "U盘").path.read_bytes()
    bad = tmp_path / "坏.zip"
    for at in range(0, len(good), 7):
        bad.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        try:
            with Archive(bad) as opened:
                there = {name: opened.read(name) for name in opened.files}
        except Refused as error:
            assert str(error).endswith("。")
        else:
            assert there == {f"{report_id}.json": library.path_of(report_id).read_bytes()}
