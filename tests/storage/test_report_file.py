import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import durable
from storage.durable import NotSaved, sweep
from storage.durable_storage import ChangedElsewhere, DurableStorage
from storage.errors import Refused
from storage.json_file import Damaged, Missing
from storage.library import Library
from storage.lock import Holder, ReportLock
from storage.report_file import ReadOnly, ReportFile, read_report
from storage.report_shape import DAMAGED, PREVIOUS, TooNew
from tests.storage.conftest import a_payload

REPOSITORY = Path(__file__).parents[2]
TEXT = st.text('汉字，。“”〔〕　 a1{\n\t"\\\u2028𠮷', max_size=12)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    head=st.dictionaries(TEXT.filter(lambda key: key not in {"格式", "章节"}), JSON_VALUES, max_size=4),
    sections=st.lists(st.dictionaries(TEXT, JSON_VALUES, max_size=4), max_size=4),
)
def test_what_is_saved_is_loaded_equal(
    report: ReportFile, head: dict[str, Any], sections: list[dict[str, Any]]
) -> None:
    payload = {**head, "格式": 1, "章节": sections}
    report.save(payload)
    assert report.load() == payload == read_report(report.path)


def test_a_report_file_is_a_readable_tinydb_with_chinese_names(report: ReportFile) -> None:
    text = report.path.read_text(encoding="utf-8")
    tables = json.loads(text)
    assert list(tables) == ["报告", "章节"]
    assert list(tables["章节"]) == ["1", "2"]
    assert text.startswith('{\n "报告": {\n  "1": {\n   "格式": 1,\n')
    assert '"单位": "临泽县科学技术协会"' in text


def test_saving_keeps_the_place_and_what_is_beside_it(report: ReportFile) -> None:
    report.save_place({"章节": "资金", "光标": 7})
    before = report.path.read_bytes()
    report.save_place({"章节": "资金", "光标": 7})
    assert report.path.read_bytes() == before
    report.save({**report.load(), "版次": 2})
    assert report.place == {"章节": "资金", "光标": 7}
    assert report.load()["版次"] == 2


def test_text_and_place_are_saved_in_one_writing(report: ReportFile, monkeypatch: pytest.MonkeyPatch) -> None:
    previous = report.path.parent / PREVIOUS / report.path.name
    first = report.load()
    replaced: list[Path] = []

    class Counting(durable.Files):
        @staticmethod
        def replace(source: Any, target: Any) -> None:
            replaced.append(Path(target))
            Path(source).replace(target)

    monkeypatch.setattr(durable, "files", Counting())
    report.save(a_payload("二稿"), {"章节": "资金"})
    assert (report.load()["章节"][0]["文字"], report.place) == ("二稿", {"章节": "资金"})
    assert read_report(previous) == first
    assert replaced == [previous, report.path]


def test_a_move_leaves_the_previous_generation_alone(report: ReportFile) -> None:
    previous = report.path.parent / PREVIOUS / report.path.name
    report.save(a_payload("二稿"))
    before = previous.read_bytes()
    report.save_place({"章节": "资金"})
    report.save_place({"章节": "问题"})
    assert previous.read_bytes() == before
    report.save(a_payload("三稿"))
    assert report.place == {"章节": "问题"}
    assert read_report(previous)["章节"][0]["文字"] == "二稿"


def test_a_second_window_reads_and_knows_who_writes(library: Library) -> None:
    report_id = library.create(a_payload())
    program = (
        "import sys; from pathlib import Path; from storage.library import Library\n"
        "with Library.open(Path(sys.argv[1])).open_report(sys.argv[2]) as report:\n"
        "    print(report.read_only, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(library.path), report_id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=REPOSITORY,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "False\n"
        with library.open_report(report_id) as second:
            assert second.read_only
            assert second.holder is not None
            assert second.holder.pid == other.pid
            assert second.holder.since
            assert second.load()["章节"][0]["文字"] == "初稿"
            with pytest.raises(ReadOnly, match="只读"):
                second.save(a_payload())
            second.save_place({"章节": "资金"})
            assert second.place == {}
        with pytest.raises(Refused, match="正在另一处打开"):
            library.trash(report_id)
        other.kill()
    with library.open_report(report_id) as third:
        assert not third.read_only
        assert third.holder is None


def test_one_program_does_not_open_a_report_twice_for_writing(library: Library) -> None:
    report_id = library.create(a_payload())
    first = library.open_report(report_id)
    second = library.open_report(report_id)
    assert (first.read_only, second.read_only) == (False, True)
    first.save(a_payload("改过"))
    assert second.load()["章节"][0]["文字"] == "改过"
    second.close()
    with library.open_report(report_id) as still_locked:
        assert still_locked.read_only
    closing = threading.Thread(target=first.close)
    closing.start()
    closing.join()
    with library.open_report(report_id) as third:
        assert not third.read_only
    with pytest.raises(ReadOnly, match="已经关闭"):
        first.save(a_payload())


@pytest.mark.parametrize("note", [b"", b"[]", b'{"who": 7, "pid": "x", "host": "\\u001b[31m"}', b"\xff"])
def test_a_nonsense_note_beside_the_lock_is_no_obstacle(library: Library, note: bytes) -> None:
    lock, other = ReportLock(library.path, "2023-aaaaaa"), ReportLock(library.path, "2023-aaaaaa")
    assert lock.acquire()
    (library.path / ".锁" / "2023-aaaaaa.json").write_bytes(note)
    assert not other.acquire()
    assert isinstance(other.holder(), Holder)
    assert "\x1b" not in other.holder().host
    lock.release()
    assert other.acquire()
    other.release()


def test_a_disk_that_cannot_lock_opens_for_reading(library: Library) -> None:
    report_id = library.create(a_payload())
    (library.path / ".锁").write_bytes(b"")
    with library.open_report(report_id) as report:
        assert report.read_only
        assert report.holder is None
        assert report.load()["编号"] == report_id


def test_saves_from_several_threads_are_each_whole(report: ReportFile) -> None:
    def save(number: int) -> None:
        for turn in range(5):
            report.save(a_payload(f"{number}" * 500, 版次=turn))
            report.save_place({"第几": number})

    threads = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert report.load()["版次"] == 4


def _edit(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("初稿", "别人"), encoding="utf-8")


def _replace(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes().replace("初稿".encode(), "别人".encode()))
    other.replace(path)


@pytest.mark.parametrize("change", [_edit, _replace, Path.unlink, lambda path: path.write_bytes(b"")])
def test_what_somebody_else_changed_is_never_overwritten(report: ReportFile, change: Any) -> None:
    report.load()
    change(report.path)
    there = report.path.read_bytes() if report.path.exists() else None
    for attempt in (report.load, lambda: report.save(a_payload()), lambda: report.save_place({"甲": 1})):
        with pytest.raises(ChangedElsewhere, match="没有覆盖它；内容仍在屏幕上"):
            attempt()
    assert (report.path.read_bytes() if report.path.exists() else None) == there


def test_a_touched_file_is_not_a_changed_one(report: ReportFile) -> None:
    os.utime(report.path, (1, 1))
    report.save(a_payload("二稿"))
    assert report.load()["章节"][0]["文字"] == "二稿"


def test_what_can_not_be_written_down_is_refused_before_the_disk(report: ReportFile) -> None:
    for payload in (
        a_payload("\ud800"),
        a_payload(率=float("nan")),
        a_payload(格式=2),
        {"格式": 1},
        a_payload(甲=b""),
    ):
        with pytest.raises(NotSaved):
            report.save(payload)
    assert report.load()["章节"][0]["文字"] == "初稿"


def _retold(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    return lambda good: json.dumps(change(json.loads(good)), ensure_ascii=False).encode()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "null": lambda good: b"null",
    "zeros": lambda good: b"\0" * len(good),
    "BOM": lambda good: b"\xef\xbb\xbf" + good,
    "GBK": lambda good: good.decode().encode("gbk"),
    "half": lambda good: good[: len(good) // 2],
    "NaN": lambda good: good.replace('"版次": 1'.encode(), '"版次": NaN'.encode()),
    "a key twice": lambda good: good.replace(b"{\n", '{"章节": {},\n'.encode(), 1),
    "no head": _retold(lambda tables: {"章节": tables["章节"]}),
    "no sections": _retold(lambda tables: {"报告": tables["报告"]}),
    "a section lost": _retold(lambda tables: {**tables, "章节": {"2": tables["章节"]["2"]}}),
    "a table that is none": _retold(lambda tables: {**tables, "章节": [1]}),
    "a place that is none": _retold(lambda tables: {**tables, "停留": {"1": "资金"}}),
    "no format": _retold(lambda tables: {**tables, "报告": {"1": {}}}),
    "another program's": lambda good: b'{"name": "package.json"}',
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_report_is_set_aside_and_the_previous_generation_opened(
    damage: Callable[[bytes], bytes], library: Library
) -> None:
    report_id = library.create(a_payload("第一次", 版次=1))
    path = library.path_of(report_id)
    with library.open_report(report_id) as report:
        report.save({**report.load(), "版次": 1})
    bad = damage(path.read_bytes())
    assert bad != path.read_bytes()
    path.write_bytes(bad)

    with library.open_report(report_id, writable=False) as viewed:
        assert viewed.load()["章节"][0]["文字"] == "第一次"
        assert "已损坏" in str(viewed.notice)
    assert path.read_bytes() == bad

    with library.open_report(report_id) as report:
        assert report.load()["章节"][0]["文字"] == "第一次"
        assert not report.read_only
        assert "已改用上一次保存的内容" in str(report.notice)
        report.save(a_payload("接着写"))
    assert [aside.read_bytes() for aside in (library.path / DAMAGED).iterdir()] == [bad]
    with library.open_report(report_id) as report:
        assert report.notice is None


def test_a_file_cut_off_anywhere_is_recovered_or_refused_and_stays(library: Library) -> None:
    report_id = library.create(a_payload())
    path = library.path_of(report_id)
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            library.open_report(report_id)
        assert path.read_bytes() == whole[:length]
    assert not (library.path / DAMAGED).exists()
    path.write_bytes(whole)
    with library.open_report(report_id) as report:
        assert not report.read_only


def test_flipped_bits_are_read_as_a_report_or_refused_in_words(library: Library) -> None:
    report_id = library.create(a_payload())
    path = library.path_of(report_id)
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :])
        assert len(library.entries()) == 1
        try:
            with library.open_report(report_id, writable=False) as report:
                assert isinstance(report.load()["章节"], list)
        except Refused as refused:
            assert str(refused).endswith("。")


def test_a_damaged_report_without_a_good_previous_generation_stays_where_it_is(library: Library) -> None:
    report_id = library.create(a_payload())
    previous = library.path / PREVIOUS / f"{report_id}.json"
    previous.parent.mkdir()
    previous.write_bytes(b"{}")
    library.path_of(report_id).write_bytes(b"{")
    with pytest.raises(Damaged, match="不完整"):
        library.open_report(report_id)
    assert (previous.read_bytes(), library.path_of(report_id).read_bytes()) == (b"{}", b"{")


def test_a_report_of_a_later_version_is_left_alone(library: Library) -> None:
    report_id = library.create(a_payload())
    with library.open_report(report_id) as report:
        report.save(a_payload("二稿"))
    path = library.path_of(report_id)
    newer = path.read_bytes().replace('"格式": 1'.encode(), '"格式": 2'.encode())
    path.write_bytes(newer)
    with pytest.raises(TooNew, match="更新的版本写成，请升级自评宝"):
        library.open_report(report_id)
    assert path.read_bytes() == newer


def test_only_a_new_file_is_an_empty_database(tmp_path: Path) -> None:
    path = tmp_path / "新.json"
    with pytest.raises(Missing):
        DurableStorage(path).read()
    storage = DurableStorage(path, create=True)
    assert storage.read() is None
    path.write_bytes(b"")
    with pytest.raises(Damaged):
        storage.read()
    with pytest.raises(ChangedElsewhere):
        storage.write({"甲": {}})
    assert path.read_bytes() == b""


def test_a_transaction_is_one_write_or_none(tmp_path: Path) -> None:
    path, previous = tmp_path / "新.json", tmp_path / "上一版" / "新.json"
    storage = DurableStorage(path, previous=[previous], create=True)
    storage.write({"甲": {"1": {}}})
    with storage.transaction():
        storage.write({"乙": {}})
        assert storage.read() == {"乙": {}}
        storage.write({"丙": {}})
        assert json.loads(path.read_bytes()) == {"甲": {"1": {}}}
    assert json.loads(path.read_bytes()) == {"丙": {}}
    assert json.loads(previous.read_bytes()) == {"甲": {"1": {}}}
    with pytest.raises(ZeroDivisionError), storage.transaction():
        storage.write({"丁": {}})
        raise ZeroDivisionError
    assert storage.read() == {"丙": {}}


def test_sweeping_while_a_report_is_being_saved_takes_nothing(report: ReportFile) -> None:
    stop = threading.Event()

    def keep_sweeping() -> None:
        while not stop.is_set():
            sweep(report.path.parent)

    sweeper = threading.Thread(target=keep_sweeping)
    sweeper.start()
    for number in range(50):
        report.save(a_payload(版次=number))
    stop.set()
    sweeper.join()
    assert report.load()["版次"] == 49
