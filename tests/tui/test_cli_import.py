"""A file taken into the library by the verb `import`, or only looked at."""

import json
from pathlib import Path

import pytest

from storage.library import Library
from storage.report.report import Report
from storage.report_file import read_report
from tests.tui.verbs import Machine

TEXT = """某县文化馆
2023年项目支出绩效自评报告
（2023年免费开放补助资金项目）
一、自评工作开展情况
（一）组织管理
由办公室牵头。
二、宣传报道
登报两次。
三、其他需要说明的问题
参观人次5000人次。
"""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "去年.txt").write_bytes(TEXT.encode("gb18030"))
    return Machine(tmp_path)


def test_a_file_becomes_a_report(machine: Machine) -> None:
    result = machine("--library", "库", "import", "去年.txt")
    assert (result.code, result.told) == (0, "")
    library = Library.open(machine.home / "库")
    (report_id,) = result.data
    report = Report.read(read_report(library.path_of(report_id)))
    assert (report.cover.unit, report.cover.year, report.cover.project) == (
        "某县文化馆",
        "2023",
        "免费开放补助资金项目",
    )
    texts = {one.id: one.prose.text for one in report.sections if one.prose is not None and one.prose.text}
    assert texts == {
        "organisation": "由办公室牵头。",
        "other": "参观人次5000人次。",
        "未归类": "二、宣传报道\n登报两次。",
    }
    exported = machine("--library", "库", "export", report_id, "-o", "-").out
    assert "## 未归类\n\n二、宣传报道" in exported


def test_what_is_given_goes_before_what_the_title_says(machine: Machine) -> None:
    result = machine("--library", "库", "import", "去年.txt", "--year", "2024", "--unit", "某馆", "--json")
    (row,) = json.loads(result.out)
    assert (row["unit"], row["year"], row["project"]) == ("某馆", "2024", "免费开放补助资金项目")
    assert row["id"].startswith("2024-") and row["unsure"] == 2


def test_a_dry_run_writes_nothing(machine: Machine) -> None:
    result = machine("--library", "库", "import", "去年.txt", "--dry-run")
    assert (result.code, result.told) == (0, "")
    assert not (machine.home / "库").exists()
    assert result.data[0] == "1\t不放进报告\t\t某县文化馆"
    assert result.data[4:7] == [
        "5\t（一）自评工作的组织管理情况\t\t（一）组织管理",
        "6\t（一）自评工作的组织管理情况\t\t由办公室牵头。",
        "7\t未归类\t？\t二、宣传报道",
    ]
    assert result.data[-1] == "\t可填入表格\t？\t参观人次5000人次"
    rows = json.loads(machine("--library", "库", "import", "去年.txt", "--dry-run", "--json").out)
    assert len(rows) == 10 and rows[4] == {
        "line": 5,
        "kind": "标题",
        "section": "organisation",
        "sure": True,
        "title": True,
        "text": "（一）组织管理",
    }


def test_what_cannot_be_imported_is_refused(machine: Machine) -> None:
    (machine.home / "短.txt").write_text("一、项目概况\n很好。", encoding="utf-8")
    assert "--unit" in machine.refused("--library", "库", "import", "短.txt")
    assert not (machine.home / "库").exists()
    (machine.home / "空.txt").write_text(" \n", encoding="utf-8")
    assert "没有文字" in machine.refused("import", "空.txt")
    machine.refused("import", code=2)
    assert "没有名为" in machine.refused("import", "去年.txt", "--outline", "没有")
