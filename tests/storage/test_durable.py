import errno
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from storage import durable, media, temporary_names
from storage.durable import NotMoved, NotSaved, move, sweep, unused, write_file
from storage.json_file import read_file
from tests.storage.conftest import FAILURES, FailingDisk, strays

OLD, NEW = "旧内容".encode() * 50, "新内容".encode() * 60


@pytest.mark.parametrize("previous", [False, True])
@pytest.mark.parametrize("kind", FAILURES)
def test_whichever_operation_fails_the_old_or_the_new_file_is_whole(
    kind: str, previous: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, kept = tmp_path / "报告.json", tmp_path / "上一版" / "报告.json"
    for nth in range(1, 100):
        write_file(path, OLD)
        disk = FailingDisk(nth, FAILURES[kind])
        monkeypatch.setattr(durable, "files", disk)
        failed = False
        try:
            write_file(path, NEW, previous=[kept] if previous else [])
        except (NotSaved, KeyboardInterrupt):
            failed = True
        monkeypatch.setattr(durable, "files", durable.Files())
        assert path.read_bytes() in (OLD, NEW)
        assert failed or path.read_bytes() == NEW
        assert not strays(tmp_path)
        write_file(path, NEW, previous=[kept] if previous else [])
        assert path.read_bytes() == NEW
        if not disk.reached:
            break
    assert nth > (8 if previous else 6), "the failing disk was not asked"


@pytest.mark.parametrize(
    ("kind", "words"), [("full", "磁盘已满"), ("read-only", "没有写入权限"), ("broken", "磁盘读写出错")]
)
def test_a_failed_write_says_why_and_what_to_do(
    kind: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "files", FailingDisk(1, FAILURES[kind]))
    with pytest.raises(NotSaved, match=rf"报告.json.*{words}；内容仍在屏幕上，.*后重试。") as refused:
        write_file(tmp_path / "报告.json", NEW)
    assert refused.value.path == tmp_path / "报告.json"


def test_content_reaches_the_disk_before_it_takes_the_name_and_once_more_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    class Told(durable.Files):
        def __getattribute__(self, name: str) -> object:
            if not name.startswith("_"):
                done.append(name)
            return object.__getattribute__(self, name)

    monkeypatch.setattr(durable, "files", Told())
    write_file(tmp_path / "报告.json", NEW)
    assert done == ["open", "write", "fsync", "replace", "open", "fsync", "open", "fsync"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="文件夹不在了"):
        write_file(tmp_path / "没有" / "报告.json", NEW)


def test_a_folder_or_device_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "报告.json").mkdir()
    with pytest.raises(NotSaved, match="不是普通文件"):
        write_file(tmp_path / "报告.json", NEW)
    assert (tmp_path / "报告.json").is_dir()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a crash is a child that ends in the middle")
def test_a_crash_at_any_operation_leaves_a_whole_file_and_what_sweep_removes(tmp_path: Path) -> None:
    path, kept = tmp_path / "报告.json", tmp_path / "上一版" / "报告.json"
    for nth in range(1, 100):
        write_file(path, OLD)
        child = os.fork()
        if child == 0:
            durable.files = FailingDisk(nth, lambda: os._exit(9))
            write_file(path, NEW, previous=[kept])
            os._exit(0)
        crashed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        assert path.read_bytes() in (OLD, NEW)
        assert crashed or path.read_bytes() == NEW
        assert len(strays(tmp_path)) <= 2
        sweep(tmp_path)
        sweep(kept.parent)
        assert not strays(tmp_path)
        if not crashed:
            break
    assert nth > 8


def test_the_previous_generation_is_kept_each_time(tmp_path: Path) -> None:
    path, kept = tmp_path / "报告.json", tmp_path / "上一版" / "报告.json"
    for generation in range(4):
        write_file(path, b"%d" % generation, previous=[kept])
    assert (path.read_bytes(), kept.read_bytes()) == (b"3", b"2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_disk_without_links_keeps_the_previous_generation_as_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoLinks(durable.Files):
        @staticmethod
        def link(*_: object) -> None:
            raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(durable, "files", NoLinks())
    path, kept = tmp_path / "报告.json", tmp_path / "上一版" / "报告.json"
    for generation in (b"1", b"2", b"3"):
        write_file(path, generation, previous=[kept])
    assert (path.read_bytes(), kept.read_bytes()) == (b"3", b"2")
    assert not strays(tmp_path)


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "真处").mkdir()
    real, link = tmp_path / "真处" / "报告.json", tmp_path / "报告.json"
    real.write_bytes(OLD)
    link.symlink_to(real)
    write_file(link, NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW


def test_a_target_held_by_another_program_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = iter([True, True])

    class Held(durable.Files):
        @staticmethod
        def replace(source: Path, target: Path) -> None:
            if next(held, False):
                raise PermissionError(errno.EACCES, "held")
            source.replace(target)

    monkeypatch.setattr(durable, "files", Held())
    write_file(tmp_path / "报告.json", NEW)
    assert (tmp_path / "报告.json").read_bytes() == NEW


def test_sweep_takes_only_what_dead_writers_left(tmp_path: Path) -> None:
    host = temporary_names.host()
    dead, alive = 2**22 + 5, os.getpid()
    kept = [
        f".报告.{host}-{alive}-1.tmp",
        ".报告.otherhost-77-1.tmp",
        "报告.json",
        "笔记.tmp",
        ".笔记.tmp",
        f".报告.{host}-{dead}-1.json",
    ]
    gone = [f".报告.{host}-{dead}-1.tmp", ".昨天.otherhost-77-2.tmp"]
    for name in kept + gone:
        (tmp_path / name).write_bytes(b"")
    os.utime(tmp_path / gone[1], (time.time() - 90_000,) * 2)
    (tmp_path / f".夹.{host}-{dead}-3.tmp").mkdir()
    assert sweep(tmp_path) == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(kept)
    assert sweep(tmp_path / "没有") == 0


def test_a_long_name_in_chinese_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 80 + ".json")
    write_file(path, NEW)
    assert path.read_bytes() == NEW


def test_a_move_never_lands_on_another_file(tmp_path: Path) -> None:
    source, target = tmp_path / "甲.json", tmp_path / "回收站" / "甲.json"
    source.write_bytes(OLD)
    target.parent.mkdir()
    target.write_bytes(NEW)
    with pytest.raises(NotMoved, match="仍在原处"):
        move(source, target)
    assert (source.read_bytes(), target.read_bytes()) == (OLD, NEW)


def test_an_unused_name_counts_up(tmp_path: Path) -> None:
    for name in ("甲.json", "甲-2.json"):
        (tmp_path / name).touch()
    assert unused(tmp_path / "甲.json").name == "甲-3.json"
    assert unused(tmp_path / "乙.json").name == "乙.json"


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_only_plain_files_of_bearable_size_are_read(tmp_path: Path) -> None:
    from storage.json_file import Missing, Unreadable

    os.mkfifo(tmp_path / "管道")
    (tmp_path / "大").write_bytes(b"x" * 11)
    for path in (tmp_path / "管道", tmp_path, Path("/dev/zero"), tmp_path / "大"):
        with pytest.raises(Unreadable):
            read_file(path, limit=10)
    with pytest.raises(Missing, match="不存在"):
        read_file(tmp_path / "没有")
    assert read_file(tmp_path / "大", limit=11) == b"x" * 11


def test_three_generations_move_up_one_place_each(tmp_path: Path) -> None:
    path, kept = tmp_path / "报告.json", [tmp_path / "上一版" / f"{number}.json" for number in (1, 2, 3)]
    for generation in range(6):
        write_file(path, b"%d" % generation, previous=kept)
    assert [place.read_bytes() for place in (path, *kept)] == [b"5", b"4", b"3", b"2"]


class Forgetful(durable.Files):
    """A stick that gives back something else than it took."""

    @staticmethod
    def read(descriptor: int, length: int) -> bytes:
        return os.read(descriptor, length).replace("新".encode(), "旧".encode())


def test_a_stick_that_gives_back_something_else_is_found_out_before_the_old_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.json"
    write_file(path, OLD)
    device = path.stat().st_dev
    mounts = tmp_path / "mountinfo"
    line = f"36 25 {os.major(device)}:{os.minor(device)} / /media/U rw shared:1 - {{}} /dev/sdb1 rw\n"
    monkeypatch.setattr(media, "_MOUNTS", mounts)
    monkeypatch.setattr(durable, "files", Forgetful())
    for kind in ("vfat", "exfat"):
        mounts.write_text(f"22 27 0:21 / /proc rw - proc proc rw\n{line.format(kind)}", encoding="utf-8")
        with pytest.raises(NotSaved, match="写进去的和读回来的不一样"):
            write_file(path, NEW)
        assert path.read_bytes() == OLD
        assert not strays(tmp_path)
    mounts.write_text(line.format("ext4"), encoding="utf-8")
    with pytest.raises(NotSaved):
        write_file(path, NEW, read_back=True)
    write_file(path, NEW)
    assert path.read_bytes() == NEW


def test_a_target_held_for_good_leaves_the_content_under_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, instead = tmp_path / "报告.json", tmp_path / "报告-未替换.json"
    write_file(path, OLD)

    class Held(durable.Files):
        @staticmethod
        def replace(source: Path, target: Path) -> None:
            if target == path:
                raise PermissionError(errno.EACCES, "held")
            source.replace(target)

    monkeypatch.setattr(durable, "files", Held())
    monkeypatch.setattr(durable, "_REPLACE_PAUSES", (0.0,))
    for _ in range(2):
        with pytest.raises(
            NotSaved, match=r"被其他程序占用，内容先存成了“报告-未替换\.json”；内容仍在屏幕上，请关闭"
        ):
            write_file(path, NEW)
        assert (path.read_bytes(), instead.read_bytes()) == (OLD, NEW)
    monkeypatch.setattr(durable, "files", durable.Files())
    write_file(path, NEW)
    assert [one.name for one in tmp_path.iterdir()] == ["报告.json"]
