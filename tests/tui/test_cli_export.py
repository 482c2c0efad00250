"""Exporting without a screen: where to, under which name, what is refused."""

import json
import re
from pathlib import Path

import pytest

from exports.document import Heading
from exports.reading.own_word import read_own_word
from storage.library import Library
from storage.report_file import read_report
from storage.report_shape import HISTORY
from storage.reports import create_report
from tests.tui.verbs import Machine, own_outline, report, sentence

HOSTILE = ["\x1b[31m红\x07\n二", "-rf", "长" * 300, "../x", "[red]坏[/x]", "con", 'a"b|c*', "\u202e反"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def documents(tmp_path: Path) -> Library:
    """The library that is used where none is named."""
    return Library.open(tmp_path / "Documents" / "自评宝", create=True)


def snapshots(library: Library, report_id: str) -> list[Path]:
    return sorted((library.path / HISTORY / report_id).glob("*.json"))


def test_reports_are_exported_by_number_to_where_they_were_asked_for(machine: Machine, documents: Library) -> None:
    report_id = report(documents)
    (exported,) = machine("export", report_id).data
    assert Path(exported) == machine.home / "Documents" / "自评报告" / "科协2023年度科技馆绩效自评报告.md"
    markdown = Path(exported).read_text(encoding="utf-8")
    assert report_id in markdown and "自评工作开展情况" in markdown

    assert machine("export", report_id, "-o", "新/一.md").out == "新/一.md\n"
    assert (machine.home / "新" / "一.md").read_text(encoding="utf-8") == markdown
    assert machine("export", report_id, "-o", "另/").out == "另/科协2023年度科技馆绩效自评报告.md\n"
    before = len(snapshots(documents, report_id))
    assert machine("export", report_id, "-o", "-", PYTHONIOENCODING="ascii") == (0, markdown, "")
    # To have looked is not to have handed in.
    assert len(snapshots(documents, report_id)) == before == 3
    assert all(read_report(path)["编号"] == report_id for path in snapshots(documents, report_id))
    assert "-导出" in snapshots(documents, report_id)[0].stem


def test_a_file_that_is_there_is_not_written_over_unless_told(machine: Machine, library: Library) -> None:
    report_id = report(library)
    there, link = machine.home / "有.md", machine.home / "链接.md"
    there.write_text("旧", encoding="utf-8")
    link.symlink_to(machine.home / "没有.md")
    export = ("--library", "库", "export", report_id, "-o")
    for name in ("有.md", "链接.md"):
        told = machine.refused(*export, name)
        assert name in told and "--overwrite" in told
    assert there.read_text(encoding="utf-8") == "旧" and not link.exists()
    assert snapshots(library, report_id) == []
    assert machine(*export, "有.md", "--overwrite").code == 0
    assert there.read_text(encoding="utf-8").startswith("---")


def test_an_export_never_takes_the_place_of_a_report(machine: Machine, library: Library) -> None:
    report_id = report(library)
    file = library.path / f"{report_id}.json"
    before = file.read_bytes()
    for target in (file, file.with_name("2023-abcdef.json")):
        told = machine.refused(
            "export", file, "--format", "json", "-o", target, "--overwrite", "--library", library.path
        )
        assert "换一个" in told
    assert file.read_bytes() == before and len(library.entries()) == 1


def test_an_export_that_cannot_be_written_says_why_and_speaks_of_no_screen(
    machine: Machine, library: Library
) -> None:
    report_id = report(library)
    (machine.home / "文件").write_text("", encoding="utf-8")
    export = ("--library", "库", "export", report_id, "-o")
    for target, why in {
        "文件/出.md": "“文件”是文件",
        "文件/": "文件夹",
        "长" * 100: "太长",
        "/proc/出.md": "出.md",
    }.items():
        told = machine.refused(*export, target)
        assert why in told and "屏幕" not in told and "请" in told, told

    (library.path / HISTORY).write_text("", encoding="utf-8")
    result = machine(*export, "出.md")
    assert result.code == 1 and result.out == "出.md\n"
    assert re.search("已导出到“出.md”，但.*没能留底", sentence(result.told))


def test_one_report_that_fails_does_not_stop_the_others(machine: Machine, library: Library) -> None:
    first, second = report(library, "甲"), report(library, "乙")
    (library.path / "2022-broken.json").write_text("{", encoding="utf-8")
    result = machine("--library", "库", "export", first, "2022-nosuch", "没有.json", second, first, "-o", "出")
    assert result.code == 1
    assert result.data == ["出/科协2023年度甲绩效自评报告.md", "出/科协2023年度乙绩效自评报告.md"]
    nosuch, missing = result.told.rstrip("\n").split("\n")
    assert "2022-nosuch" in sentence(f"{nosuch}\n") and "没有.json" in sentence(f"{missing}\n")

    everything = machine("--library", "库", "export", "--all", "-o", "全部", "--format", "json")
    assert everything.code == 1 and "2022-broken" in sentence(everything.told)
    assert sorted(everything.data) == [
        "全部/科协2023年度乙绩效自评报告.json",
        "全部/科协2023年度甲绩效自评报告.json",
    ]
    assert "是文件" in machine.refused("--library", "库", "export", "--all", "-o", everything.data[0])


def test_what_is_wrong_in_one_of_several_names_it(machine: Machine, library: Library) -> None:
    ids = [report(library) for _ in range(2)]
    for report_id, old, new in ((ids[0], '"county"', '"gone"'), (ids[1], '"版次"', '"不认识"')):
        file = library.path / f"{report_id}.json"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    result = machine("--library", "库", "export", *ids)
    told = result.told.rstrip("\n").split("\n")
    assert result.code == 1 and result.out == ""
    assert ids[0] in told[0] and "gone" in told[0] and ids[1] in told[1] and "不认识" in told[1]


def test_reports_are_exported_as_word(machine: Machine, library: Library) -> None:
    ids = [report(library), report(library, "乙")]
    export = ("--library", "库", "export", "--format", "docx")
    result = machine(*export, "--all", "-o", "出")
    assert (result.code, result.told) == (0, "")
    assert sorted(result.data) == ["出/科协2023年度乙绩效自评报告.docx", "出/科协2023年度科技馆绩效自评报告.docx"]
    read = read_own_word(machine.home / "出" / "科协2023年度乙绩效自评报告.docx")
    assert read is not None and read.unchanged and read.document.identity["项目"] == "乙"
    assert Heading(2, "一、自评工作开展情况") in read.document.elements
    assert [len(snapshots(library, report_id)) for report_id in ids] == [1, 1]

    again = machine(*export, ids[0], "-o", "出")
    assert again.code == 1 and "--overwrite" in sentence(again.told)
    assert "标准输出" in machine.refused(*export, ids[0], "-o", "-", code=2)


def test_two_reports_of_one_name_never_overwrite_each_other(machine: Machine, library: Library) -> None:
    ids = sorted(report(library) for _ in range(2))
    for _ in range(2):
        result = machine("--library", "库", "export", "--all", "-o", "出", "--overwrite")
        assert result.data == ["出/科协2023年度科技馆绩效自评报告.md", "出/科协2023年度科技馆绩效自评报告（2）.md"]
        found = [(machine.home / path).read_text(encoding="utf-8") for path in result.data]
        assert [report_id in text for report_id, text in zip(ids, found, strict=True)] == [True, True]


def test_the_json_export_is_the_record_and_can_be_exported_again_without_a_library(
    machine: Machine, library: Library
) -> None:
    report_id = report(library)
    record = library.path_of(report_id)
    exported = machine("--library", "库", "export", report_id, "--format", "json", "-o", "-").out
    assert json.loads(exported) == read_report(record)

    plain = machine.home / "记录.json"
    plain.write_text(exported, encoding="utf-8")
    alone = ("--library", "/nope", "export")
    assert machine(*alone, "记录.json", "--format", "json", "-o", "-").out == exported
    markdown = machine(*alone, "记录.json", "-o", "-").out
    assert report_id in markdown and machine(*alone, record, "-o", "-").out == markdown
    assert snapshots(library, report_id) == []

    for content, why in {
        "[]": "不是自评宝",
        '{"章节": []}': "不是自评宝",
        '{"格式": 9, "章节": []}': "升级",
    }.items():
        plain.write_text(content, encoding="utf-8")
        told = machine.refused(*alone, "记录.json")
        assert "记录.json" in told and why in told


def test_a_report_file_finds_the_outline_of_its_own_library(machine: Machine, library: Library) -> None:
    own_outline(library)
    report_id = create_report(library, outline_id="own", unit="科协", year="2023", project="科技馆")
    assert machine("--library", "库", "export", report_id, "-o", "出.md").code == 0
    (snapshot,) = snapshots(library, report_id)
    for file in (library.path_of(report_id), snapshot):
        exported = machine("export", file, "-o", "-")
        assert (exported.code, exported.told) == (0, "") and report_id in exported.out


def test_hostile_names_stay_text(machine: Machine, library: Library) -> None:
    for text in HOSTILE[:3]:
        assert machine("--library", "库", "new", "--unit", text, "--year", "2023", "--project", text).code == 0
    for text in HOSTILE[3:]:
        report(library, text, text)
    listed = machine("--library", "库", "list")
    assert len(listed.data) == len(HOSTILE) and all(line.count("\t") == 6 for line in listed.data)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", listed.out) and "[red]坏[/x]" in listed.out
    exported = machine("--library", "库", "export", "--all", "-o", "出")
    assert (exported.code, exported.told) == (0, "")
    files = list((machine.home / "出").iterdir())
    assert sorted(f"出/{file.name}" for file in files) == sorted(exported.data) and len(files) == len(HOSTILE)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", exported.out)
    assert all(not file.name.startswith(("-", ".")) and len(file.name.encode()) <= 200 for file in files)
