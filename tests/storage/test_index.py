import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import durable, index
from storage.index import INDEX, Entry, entries
from storage.library import Library
from tests.storage.conftest import FAILURES, FailingDisk, a_payload


def _summary(library: Library, report_id: str, **changes: Any) -> None:
    with library.open_report(report_id) as report:
        payload = report.load()
        payload["修改时间"] = changes.pop("修改时间", payload["修改时间"])
        payload["摘要"] |= changes
        report.save(payload)


def test_an_entry_says_what_the_head_says(library: Library) -> None:
    report_id = library.create(a_payload())
    assert library.entries() == [
        Entry(
            id=report_id,
            unit="临泽县科学技术协会",
            year="2023",
            project="科技馆免费开放",
            outline="县级",
            status="草稿",
            filled=3,
            done=1,
            total=12,
            modified="2024-01-05T09:00:00+08:00",
        )
    ]


def test_the_latest_change_comes_first(library: Library) -> None:
    days = {library.create(a_payload(修改时间=f"2024-01-0{day}T09:00:00+08:00")): day for day in (2, 9, 5)}
    assert [days[entry.id] for entry in library.entries()] == [9, 5, 2]


def test_a_changed_report_is_read_again_and_the_others_are_not(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, other = library.create(a_payload()), library.create(a_payload())
    library.entries()
    _summary(library, changed, 项目="新项目")
    read: list[str] = []
    real_open = os.open

    def counting(path: Any, *arguments: Any, **options: Any) -> int:
        read.append(Path(path).name)
        return real_open(path, *arguments, **options)

    monkeypatch.setattr(os, "open", counting)
    assert {entry.id: entry.project for entry in library.entries()} == {changed: "新项目", other: "科技馆免费开放"}
    assert f"{changed}.json" in read
    assert f"{other}.json" not in read


def test_a_report_edited_in_place_with_the_same_length_is_noticed(library: Library) -> None:
    path = library.path_of(library.create(a_payload()))
    library.entries()
    path.write_text(path.read_text(encoding="utf-8").replace("免费开放", "收费开放"), encoding="utf-8")
    assert [entry.project for entry in library.entries()] == ["科技馆收费开放"]


def test_a_vanished_report_leaves_the_list(library: Library) -> None:
    gone, stays = library.create(a_payload()), library.create(a_payload())
    library.entries()
    library.path_of(gone).unlink()
    assert [entry.id for entry in library.entries()] == [stays]


def test_the_index_is_written_only_when_something_changed(library: Library) -> None:
    library.create(a_payload())
    library.entries()
    before = (library.path / INDEX).stat()
    library.entries()
    assert (library.path / INDEX).stat() == before


@pytest.mark.parametrize("kind", ["full", "broken", "forbidden", "read-only"])
def test_an_index_that_cannot_be_written_is_no_error(
    kind: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.create(a_payload())
    for nth in range(1, 8):
        (library.path / INDEX).unlink(missing_ok=True)
        monkeypatch.setattr(durable, "files", FailingDisk(nth, FAILURES[kind]))
        assert len(library.entries()) == 1


def test_unreadable_reports_are_listed_with_their_problem(library: Library) -> None:
    good = library.create(a_payload())
    (library.path / "2023-aaaaaa.json").write_bytes(b"")
    (library.path / "2023-bbbbbb.json").write_bytes(b'{"a": ' * 50_000)
    (library.path / "2023-cccccc.json").mkdir()
    (library.path / "2023-dddddd.json").symlink_to("2023-dddddd.json")
    (library.path / "笔记.json").write_bytes(b"{}")
    (library.path / "2023-aaaaaa.json.bak").write_bytes(b"{}")
    for _ in range(2):
        problems = {entry.id: entry.problem for entry in library.entries()}
        assert problems.pop(good) is None
        assert set(problems) == {"2023-aaaaaa", "2023-bbbbbb", "2023-cccccc", "2023-dddddd"}
        assert all(problem and "读不出来" in problem for problem in problems.values())


@pytest.mark.parametrize(
    "summary", [None, [], "甲", {"单位": 7, "年度": None, "已填": "三", "完成": -1, "节数": True}]
)
def test_a_summary_of_the_wrong_kind_is_shown_empty(library: Library, summary: object) -> None:
    library.create(a_payload(摘要=summary, 模板=["县级"], 修改时间=5))
    (entry,) = library.entries()
    assert entry[1:] == ("", "", "", "", "", 0, 0, 0, "", 0, 0, None)


def test_nothing_listed_can_act_on_the_terminal(library: Library) -> None:
    library.create(a_payload(模板="县\x1b[31m级\u202e"))
    assert library.entries()[0].outline == "县[31m级"
    index = json.loads((library.path / INDEX).read_bytes())
    for row in index["报告"].values():
        row[3] = "\x1b]0;甲\x07"
    (library.path / INDEX).write_text(json.dumps(index), encoding="utf-8")
    assert library.entries()[0].unit == "临泽县科学技术协会"


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=True),
    lambda inner: st.lists(inner, max_size=14) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(hostile=JSON_VALUES, column=st.integers(0, 13))
def test_whatever_the_index_holds_the_list_is_right(library: Library, hostile: Any, column: int) -> None:
    if not library.entries():
        library.create(a_payload())
    right = library.entries()
    index = library.path / INDEX
    good = json.loads(index.read_bytes())
    report_id, row = next(iter(good["报告"].items()))
    kept = type(hostile) is type(row[column]) if column < len(row) else False
    forged = [*row[:column], hostile, *row[column + 1 :]]
    for content in (hostile, {"格式": 1, "报告": hostile}, {"格式": 1, "报告": {report_id: hostile}}):
        index.write_text(json.dumps(content), encoding="utf-8")
        assert library.entries() == right
    if not kept:
        index.write_text(json.dumps({"格式": 1, "报告": {report_id: forged}}), encoding="utf-8")
        assert library.entries() == right
    for content in (b"", b"\0" * 50, b"\xff\xfe", b"[" * 90_000):
        index.write_bytes(content)
        assert library.entries() == right


def test_a_fresh_index_lists_without_opening_a_report(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        library.create(a_payload())
    listed = entries(library.path)
    opened: list[str] = []
    read_file = index.read_file
    monkeypatch.setattr(index, "read_file", lambda path: opened.append(path.name) or read_file(path))
    assert entries(library.path) == listed
    assert len(listed) == 3
    assert opened == [INDEX]
