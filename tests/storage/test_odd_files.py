"""Whatever lies where a report should be: one sentence, the rest of the library works, and nothing is written."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.durable import NotSaved
from storage.errors import Refused
from storage.generations import previous_of
from storage.json_file import LIMIT
from storage.library import Library
from storage.report_file import ReportFile
from storage.reports import Unsound, create_report, open_report
from tests.storage.conftest import a_payload

ID = "2023-aaaaaa"


def _huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(500 * 1024 * 1024)


ODD: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "null": lambda path: path.write_bytes(b"null"),
    "500 MB": _huge,
    "100,000 levels": lambda path: path.write_bytes(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "a newer format": lambda path: path.write_text('{"报告": {"1": {"格式": 9}}, "章节": {}}', encoding="utf-8"),
    "a folder": Path.mkdir,
    "a link to nothing": lambda path: path.symlink_to("没有"),
    "a link in a circle": lambda path: path.symlink_to(path),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to a folder": lambda path: path.symlink_to("/"),
    "a pipe": os.mkfifo if sys.platform != "win32" else Path.mkdir,
    "two sections of one id": lambda path: path.write_text(
        '{"报告": {"1": {"格式": 1, "模板": "county"}}, "章节": {"1": {"编号": "甲"}, "2": {"编号": "甲"}}}', encoding="utf-8"
    ),
}  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_what_is_no_report_is_one_sentence_and_the_rest_works(
    make: Callable[[Path], object], library: Library
) -> None:
    good = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    path = library.path / f"{ID}.json"
    make(path)
    before = os.lstat(path)
    library = Library.open(library.path)
    # A link to nothing is no report; whatever else there is stands in the list.
    assert {entry.id for entry in library.entries()} - {ID} == {good}
    with pytest.raises(Refused) as refused:
        open_report(library, ID)
    assert str(refused.value).count("。") == 1
    assert str(refused.value).endswith("。")
    after = os.lstat(path)
    assert (after.st_ino, after.st_mode, after.st_size, after.st_mtime_ns) == (
        before.st_ino,
        before.st_mode,
        before.st_size,
        before.st_mtime_ns,
    )
    opened = open_report(library, good)
    opened.file.save(opened.report.payload())
    opened.file.close()


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_what_a_link_leads_to_is_never_replaced_by_a_generation(library: Library, tmp_path: Path) -> None:
    theirs = tmp_path / "别人的文件"
    theirs.write_text("不是报告", encoding="utf-8")
    path = library.path / f"{ID}.json"
    path.symlink_to(theirs)
    generation = previous_of(path)[0]
    generation.parent.mkdir()
    good = library.create(a_payload())
    generation.write_bytes(library.path_of(good).read_bytes())
    with pytest.raises(Refused, match="不完整"):
        library.open_report(ID)
    assert theirs.read_text(encoding="utf-8") == "不是报告"


def test_more_than_is_read_is_not_saved_either(report: ReportFile) -> None:
    before = report.path.read_bytes()
    with pytest.raises(NotSaved, match="超过4兆字节；内容仍在屏幕上，请删去一些内容后重试"):
        report.save(a_payload("字" * (LIMIT // 3)))
    assert report.path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
@pytest.mark.parametrize("kind", ["500 MB", "a folder", "a pipe"])
def test_where_something_else_lies_the_last_good_generation_is_offered(library: Library, kind: str) -> None:
    report_id = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    opened = open_report(library, report_id)
    opened.file.save(opened.report.payload() | {"版次": 1})
    opened.file.save(opened.report.payload() | {"版次": 2})
    opened.file.close()
    path = opened.file.path
    path.unlink()
    ODD[kind](path)
    with pytest.raises(Unsound) as offered:
        open_report(library, report_id)
    assert str(offered.value).count("。") == 1
    again = open_report(library, report_id, fall_back=True)
    assert again.report.revision == 1
    # What is no file cannot be replaced by one: then the generation is only shown.
    assert again.file.read_only is (kind != "500 MB")
    assert "上一次保存的内容" in again.notice
    again.file.close()
    assert path.is_file() is (kind == "500 MB")
