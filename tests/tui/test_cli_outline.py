"""The outline of a file, printed by the verb `outline`."""

import json
from pathlib import Path

import pytest

from tests.tui.verbs import Machine, sentence

TEXT = "某县项目自评报告\n一、项目概况\n(一)立项背景：为改善办学条件。\n二、绩效情况\n良好。\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_outline_of_a_file_is_printed(machine: Machine) -> None:
    (machine.home / "报告.txt").write_bytes(TEXT.encode("gb18030"))
    result = machine("outline", "报告.txt", "--json")
    assert (result.code, result.told) == (0, "")
    assert json.loads(result.out) == [
        {"line": 2, "depth": 1, "marker": "一、", "title": "项目概况", "run_in": False},
        {"line": 3, "depth": 2, "marker": "(一)", "title": "立项背景", "run_in": True},
        {"line": 4, "depth": 1, "marker": "二、", "title": "绩效情况", "run_in": False},
    ]
    assert machine("outline", "报告.txt").data == ["2\t一、项目概况", "3\t  (一)立项背景", "4\t二、绩效情况"]


def test_what_was_not_read_or_not_found_is_told(machine: Machine) -> None:
    (machine.home / "无.txt").write_text("没有\x07标题\x1b", encoding="utf-8")
    result = machine("outline", "无.txt", "--json")
    assert (result.code, result.out) == (0, "[]\n")
    assert [told.split("；")[0] for told in result.told.splitlines()] == [
        "没有认出标题",
        "有2个看不见的控制字符没有读进来。",
    ]


def test_what_cannot_be_read_is_refused(machine: Machine) -> None:
    (machine.home / "去年.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    assert "另存为 .docx" in machine.refused("outline", "去年.doc")
    assert "文件不存在" in machine.refused("outline", "没有.txt")
    assert "一个文件" in sentence(machine("outline").told)
    machine.refused("outline", "甲.txt", "乙.txt", code=2)
