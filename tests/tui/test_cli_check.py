"""Checking without a screen: reports by number and by file, and texts as somebody wrote them."""

import json
from pathlib import Path
from typing import Any

import pytest

from storage.checks.answering import answer
from storage.checks.checking import check
from storage.checks.subject import of_report
from storage.demo import demo_payload
from storage.library import Library
from storage.outline_files import find_outline
from storage.report.report import Report
from tests.storage.checks.planting import demo, instead, says, together
from tests.tui.verbs import Machine, own_outline, report, sentence
from tui.cli import main

TEXT = "某县文化馆2023年自评报告\n一、概况\n由XX科牵头，目前演出3场。\n附件：自评表\n某县文化馆\n2024年3月1日\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def planted(library: Library) -> str:
    change = together(says("other", "由XX科公开。"), says("completion", "中小学生近8000余人参观。"))
    return library.create(demo(change).payload())


def as_json(machine: Machine, *arguments: str | Path, code: int) -> list[dict[str, Any]]:
    result = machine(*arguments, "--json")
    assert (result.code, result.told) == (code, "")
    found: list[dict[str, Any]] = json.loads(result.out)
    return found


def test_a_report_is_checked_by_number(machine: Machine, library: Library) -> None:
    report_id = planted(library)
    found = as_json(machine, "--library", "库", "check", report_id, code=1)
    assert [(one["code"], one["severity"], one["section"]) for one in found] == [
        ("placeholder", "错误", "other"),
        ("rough-twice", "疑问", "completion"),
    ]
    assert found[0]["quotes"] == [{"where": "四 其他说明", "words": "XX"}]
    assert all(set(one) == {"code", "severity", "section", "message", "quotes"} for one in found)

    result = machine("--library", "库", "check", report_id)
    assert (result.code, result.told) == (1, "")
    first, second = (line.split("\t") for line in result.data)
    assert first == ["错误", "四 其他说明", found[0]["message"], "“XX”"]
    assert second[0] == "疑问" and second[3] == "“近8000余人”"


def test_only_what_is_certain_makes_the_exit_code_1(machine: Machine, library: Library) -> None:
    clean = library.create(demo_payload())
    assert as_json(machine, "--library", "库", "check", clean, code=0) == []
    assert machine("--library", "库", "check", clean) == (0, "", "")
    asked = library.create({**demo(says("completion", "近8000余人参观。")).payload(), "编号": None})
    assert [one["severity"] for one in as_json(machine, "--library", "库", "check", asked, code=0)] == ["疑问"]
    begun = report(library)
    assert "section-empty" in {one["code"] for one in as_json(machine, "--library", "库", "check", begun, code=1)}


def test_a_report_file_and_its_record_are_checked_where_there_is_no_library(
    machine: Machine, library: Library
) -> None:
    file = library.path_of(planted(library))
    record = machine.home / "记录.json"
    record.write_text(machine("export", file, "--format", "json", "-o", "-").out, encoding="utf-8")
    by_file = as_json(machine, "--library", "/nope", "check", file, code=1)
    assert by_file == as_json(machine, "--library", "/nope", "check", record, code=1)
    assert len(by_file) == 2


def test_a_report_is_checked_by_the_thresholds_of_its_own_outline(machine: Machine, library: Library) -> None:
    own = own_outline(library)
    text = own.read_text(encoding="utf-8")
    report_id = library.create({**demo_payload(), "模板": "own"})
    assert as_json(machine, "--library", "库", "check", report_id, code=0) == []
    own.write_text(text.replace("[scoring]", "[checks]\noverlap = 1\n\n[scoring]", 1), encoding="utf-8")
    assert "overlap" in machine.refused("--library", "库", "check", report_id)
    own.write_text(
        text.replace("[scoring]", "[checks]\nrectification_below = 99\n\n[scoring]", 1), encoding="utf-8"
    )
    said = {**demo(instead("other", "整改", "改进")).payload(), "模板": "own", "编号": None}
    found = as_json(machine, "check", library.path_of(library.create(said)), code=1)
    assert {one["code"] for one in found} == {"rectification-missing"}


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["utf-8", "with a mark", "gb18030", "utf-16", "windows"],
)
def test_a_text_is_read_in_the_encodings_of_the_office(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "自评.txt"
    text.write_bytes(data)
    assert main(["check", str(text), "--json"]) == 1
    found = {one["code"]: one for one in json.loads(capsys.readouterr().out)}
    assert set(found) == {"placeholder", "year-unfinished"}
    assert found["placeholder"]["quotes"] == [{"where": "一", "words": "XX"}]


def test_markdown_is_checked_as_the_text_it_shows(machine: Machine, library: Library) -> None:
    report_id = library.create(demo(says("comparison", "说明*未完[1]，")).payload())
    machine("--library", "库", "export", report_id, "-o", "我们的.md")
    assert "\\*" in (machine.home / "我们的.md").read_text(encoding="utf-8")
    (one,) = as_json(machine, "check", "我们的.md", code=1)
    assert one["code"] == "sentence-unfinished" and one["quotes"][0]["words"] == "说明*未完[1]，"

    clean = library.create({**demo_payload(), "编号": None})
    machine("--library", "库", "export", clean, "-o", "干净.md")
    assert [one for one in as_json(machine, "check", "干净.md", code=0) if one["severity"] == "错误"] == []

    foreign = "---\ntitle: 别处来的\n---\n\n# 2023年自评报告\n\n## 一、概况\n\n**重点**：由XX科牵头。\n"
    (machine.home / "别处.md").write_text(foreign, encoding="utf-8")
    found = as_json(machine, "check", "别处.md", code=1)
    assert [one["quotes"] for one in found if one["severity"] == "错误"] == [[{"where": "一", "words": "XX"}]]


def test_what_cannot_be_checked_is_told_in_one_sentence(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "图.txt": b"\x89PNG\r\n\0\0\xff\xfe",
        "表.docx": b"PK",
        "坏.json": b"{",
        "坏.txt": b"\xff",
        "大.txt": b"\n" * (8 * 1024 * 1024 + 1),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    for name in (*files, "没有.txt"):
        assert main(["check", str(tmp_path / name)]) == 1
        out, told = capsys.readouterr()
        assert out == "" and name in sentence(told)
    assert main(["--library", str(library.path), "check", "2023-nosuch"]) == 1
    assert "2023-nosuch" in sentence(capsys.readouterr().err)
    for wrong in (["check"], ["check", "a.txt", "b.txt"], ["check", "a.txt", "--all"]):
        assert main(wrong) == 2
        assert sentence(capsys.readouterr().err)


def test_hostile_words_stay_on_one_line(machine: Machine) -> None:
    text = "2023年\n一、概况\n（\x1b[31m红[red]\n\t二\n"
    (machine.home / "怪.txt").write_text(text, encoding="utf-8")
    result = machine("check", "怪.txt")
    assert result.code == 1 and all(line.count("\t") == 3 for line in result.data)
    assert "\x1b" not in result.out and "[red]" in result.out


def test_a_question_that_was_answered_is_not_asked_again(machine: Machine, library: Library) -> None:
    report_id = planted(library)
    with library.open_report(report_id) as file:
        kept = Report.read(file.load())
        (asked,) = (f for f in check(of_report(kept, find_outline("county"))) if f.code == "rough-twice")
        answer(kept, asked, "讲解员的原话")
        file.save(kept.payload())
    found = as_json(machine, "--library", "库", "check", report_id, code=1)
    assert [one["code"] for one in found] == ["placeholder"]
