import os
import re
import stat
from pathlib import Path

import pytest

from storage.errors import Refused
from storage.generations import KEPT, previous_of
from storage.library import Library
from storage.report.prose import Prose
from storage.report.report import Report
from storage.report_file import ReportFile, read_report
from storage.report_shape import DAMAGED
from storage.reports import OpenReport, Unsound, bring_back, carry_over, create_report, open_report, read_version
from storage.times import moment
from tests.storage.conftest import a_payload


@pytest.fixture
def report_id(library: Library) -> str:
    return create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")


def write(opened: OpenReport, text: str) -> None:
    section = opened.report.section("organisation")
    assert section.prose is not None
    section.prose.text = text
    opened.report.cover.preparer = "张三"
    opened.report.touch(section)
    opened.file.save(opened.report.payload())


def prose(path: Path) -> str:
    block = Report.read(read_report(path)).section("organisation").prose
    assert block is not None
    return block.text


def test_three_saves_back_are_kept_and_listed_with_who_when_and_why(library: Library, report_id: str) -> None:
    opened = open_report(library, report_id)
    for number in range(6):
        write(opened, f"第{number}稿")
    library.snapshot(report_id, opened.report.payload(), "导出")
    opened.file.close()
    found = library.versions(report_id)
    assert {prose(version.path) for version in found} == {"第5稿", "第4稿", "第3稿", "第2稿"}
    (snapshot,) = [version for version in found if version.why == "导出"]
    generations = [version for version in found if version.why == "保存"]
    assert [prose(version.path) for version in generations] == ["第4稿", "第3稿", "第2稿"]
    assert {version.who for version in found} == {"张三"}
    assert [version.revision for version in generations] == [5, 4, 3]
    assert all(version.when[:4].isdecimal() and version.problem is None for version in found)
    assert prose(snapshot.path) == "第5稿"
    for version in found:
        assert stat.S_IMODE(version.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(version.path.parent.stat().st_mode) == 0o700


def test_a_copied_library_tells_when_its_versions_were_made(library: Library, report_id: str) -> None:
    opened = open_report(library, report_id)
    for text in ("一", "二", "三"):
        write(opened, text)
    library.snapshot(report_id, opened.report.payload(), "导出")
    opened.file.close()
    found = library.versions(report_id)
    for version in found:
        os.utime(version.path, (1_000_000_000, 1_000_000_000))
    assert library.versions(report_id) == found
    # Where neither the name nor the content says so, the file does.
    (snapshot,) = [version.path for version in found if version.why == "导出"]
    renamed = snapshot.rename(snapshot.with_name("20249999T999999-导出.json"))
    generation = previous_of(opened.file.path)[0]
    said = re.sub(r'"修改时间": "2[^"]*"', '"修改时间": "昨天"', generation.read_text(encoding="utf-8"))
    generation.write_text(said, encoding="utf-8")
    os.utime(generation, (1_000_000_000, 1_000_000_000))
    dated = {version.path: version.when for version in library.versions(report_id)}
    assert dated[renamed] == dated[generation] == moment(1_000_000_000)


def test_an_older_version_brought_back_is_a_save_that_can_be_undone(library: Library, report_id: str) -> None:
    opened = open_report(library, report_id)
    for text in ("一", "二", "三"):
        write(opened, text)
    revision = opened.report.revision
    old = next(version for version in library.versions(report_id) if prose(version.path) == "一")
    bring_back(library, opened.file, old)
    assert prose(opened.file.path) == "一"
    assert opened.file.load()["版次"] == revision + 1
    (undo,) = [version for version in library.versions(report_id) if version.why == "换回前"]
    bring_back(library, opened.file, undo)
    assert prose(opened.file.path) == "三"
    opened.file.close()


def test_a_file_without_a_revision_counts_from_none(library: Library, report_id: str) -> None:
    path = library.path_of(report_id)
    path.write_bytes(re.sub(rb'\s*"\xe7\x89\x88\xe6\xac\xa1": [0-9]+,', b"", path.read_bytes()))
    assert "版次" not in read_report(path)
    opened = open_report(library, report_id)
    snapshot = library.snapshot(report_id, {**opened.report.payload(), "版次": 0}, "导出")
    (version,) = [one for one in library.versions(report_id) if one.path == snapshot]
    bring_back(library, opened.file, version)
    assert opened.file.load()["版次"] == 1
    opened.file.close()


def test_one_section_is_brought_back_and_the_rest_stays(library: Library, report_id: str) -> None:
    opened = open_report(library, report_id)
    write(opened, "旧的")
    write(opened, "新的")
    opened.report.section("process").prose = Prose(text="另一节")
    opened.report.section("organisation").done = True
    write(opened, "更新的")
    old = next(version for version in library.versions(report_id) if prose(version.path) == "旧的")
    assert read_version(library, old).section("organisation").prose == Prose(text="旧的")
    before = opened.file.load()
    bring_back(library, opened.file, old, "organisation")
    back = Report.read(opened.file.load())
    assert back.section("organisation").prose == Prose(text="旧的")
    assert not back.section("organisation").done
    assert back.section("process").prose == Prose(text="另一节")
    assert back.revision == before["版次"] + 1
    top = library.versions(report_id)[0]
    assert (top.why, top.who) == ("换回前", "张三")
    assert read_report(top.path) == before
    with pytest.raises(Refused, match="还没有这一节"):
        bring_back(library, opened.file, top, "no-such-section")
    assert Report.read(opened.file.load()) == back
    opened.file.close()


def test_a_generation_that_has_moved_on_is_not_taken_for_the_one_that_was_listed(
    library: Library, report_id: str
) -> None:
    opened = open_report(library, report_id)
    for text in ("一", "二", "三"):
        write(opened, text)
    listed = library.versions(report_id)[0]
    write(opened, "四")
    for take in (lambda: read_version(library, listed), lambda: bring_back(library, opened.file, listed)):
        with pytest.raises(Refused, match="顶替"):
            take()
    assert prose(opened.file.path) == "四"
    opened.file.close()


def test_another_report_is_not_brought_back(library: Library, report_id: str) -> None:
    other = create_report(library, outline_id="county", unit="乙", year="2023", project="别的")
    opened = open_report(library, report_id)
    before = opened.file.path.read_bytes()
    version = library.versions(other)
    assert version == []
    library.snapshot(other, read_report(library.path_of(other)), "导出")
    with pytest.raises(Refused, match="另一份报告的"):
        bring_back(library, opened.file, library.versions(other)[0])
    opened.file.close()
    assert opened.file.path.read_bytes() == before


def test_a_version_that_cannot_be_read_is_listed_with_its_problem(library: Library, report: ReportFile) -> None:
    for text in ("二稿", "三稿"):
        report.save(a_payload(text))
    newest, older = previous_of(report.path)[:2]
    newest.write_bytes(b"{")
    problems = {version.path: version.problem for version in library.versions(report.id)}
    assert problems[older] is None
    assert "不完整" in str(problems[newest])


def test_the_latest_generation_that_is_good_is_opened(library: Library, report: ReportFile) -> None:
    for number in range(2, 6):
        report.save(a_payload(f"{number}稿"))
    report.close()
    generations = previous_of(report.path)
    assert len(generations) == KEPT == 3
    for bad in (report.path, generations[0]):
        bad.write_bytes(b"\0" * 99)
    with library.open_report(report.id) as opened:
        assert opened.load()["章节"][0]["文字"] == "3稿"
        assert "已损坏" in str(opened.notice)
    (aside,) = (library.path / DAMAGED).iterdir()
    assert aside.read_bytes() == b"\0" * 99


def test_a_save_tried_again_gives_up_no_generation(report: ReportFile, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage import durable

    for number in range(2, 6):
        report.save(a_payload(f"{number}稿"))

    class Held(durable.Files):
        @staticmethod
        def replace(source: Path, target: Path) -> None:
            if target == report.path:
                raise OSError(5, "broken")
            source.replace(target)

    monkeypatch.setattr(durable, "files", Held())
    for _ in range(5):
        with pytest.raises(Refused):
            report.save(a_payload("六稿"))
    monkeypatch.setattr(durable, "files", durable.Files())
    kept = [read_report(path)["章节"][0]["文字"] for path in previous_of(report.path)]
    assert (kept[0], kept[2]) == ("5稿", "3稿")


def test_a_file_that_is_json_and_no_sound_report_is_offered_a_generation(library: Library, report_id: str) -> None:
    opened = open_report(library, report_id)
    write(opened, "好的")
    payload = opened.report.payload()
    payload["章节"].append(payload["章节"][1])
    opened.file.save(payload)
    opened.file.close()
    bad = opened.file.path.read_bytes()
    with pytest.raises(Unsound, match="两节的编号"):
        open_report(library, report_id)
    assert opened.file.path.read_bytes() == bad
    again = open_report(library, report_id, fall_back=True)
    again.file.close()
    assert prose(again.file.path) == "好的"
    assert "已损坏" in again.notice
    (aside,) = (library.path / DAMAGED).iterdir()
    assert aside.read_bytes() == bad


def test_what_a_report_was_before_the_days_work_is_kept_once(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("昨天写的", "今天一", "今天二"):
        opened = open_report(library, report_id)
        write(opened, text)
        opened.file.close()
    kept = [version for version in library.versions(report_id) if version.why == "打开时"]
    assert [prose(version.path) for version in kept] == ["昨天写的"]
    monkeypatch.setattr("storage.generations.stamp", lambda: "20990101T080000")
    for text in ("明天一", "明天二"):
        opened = open_report(library, report_id)
        write(opened, text)
        opened.file.close()
    kept = [version for version in library.versions(report_id) if version.why == "打开时"]
    assert {prose(version.path) for version in kept} == {"昨天写的", "今天二"}


@pytest.mark.parametrize(("unit", "project"), [("单" * 501, "乙"), ("甲", "项" * 100_000)])
def test_names_longer_than_any_are_refused(library: Library, report_id: str, unit: str, project: str) -> None:
    with pytest.raises(Refused, match=r"名称有.*太长了"):
        create_report(library, outline_id="county", unit=unit, year="2023", project=project)
    with pytest.raises(Refused, match=r"名称有.*太长了"):
        carry_over(library, report_id, unit=unit, year="2023", project=project)
    assert len(library.entries()) == 1
