"""Our own Markdown coming back by the verb `import`."""

import json
from pathlib import Path

from exports.exporting import write_export
from storage.demo import demo_payload
from storage.library import Library
from storage.reports import parsed
from tests.tui.verbs import Machine

REPORT = "2023-kjgmkf"


def test_a_file_of_ours_comes_back(tmp_path: Path) -> None:
    machine, file = Machine(tmp_path), tmp_path / "甲.md"
    payload = demo_payload() | {"编号": REPORT}
    Library.open(tmp_path / "库", create=True).create(payload)
    write_export(file, *parsed(payload, None), "md")
    assert "--unit" in machine.refused("--library", "库", "import", "甲.md", "--unit", "某馆", code=2)

    file.write_text(file.read_text("utf-8").replace("比目标多7天", "比去年多7天"), encoding="utf-8")
    assert "“（三）效益目标”不同" in machine.refused("--library", "库", "import", "甲.md")
    looked = machine("--library", "库", "import", "甲.md", "--dry-run")
    assert looked.code == 0 and len(looked.data) == 13
    assert looked.data[5:7] == [
        "allocation\t（二）项目资金安排落实情况\t相同",
        "benefits\t（三）效益目标\t不同",
    ]
    (row,) = json.loads(machine("--library", "库", "import", "甲.md", "--take", "benefits", "--json").out)
    assert (row["id"], row["outcome"], row["sections"][6]["standing"]) == (REPORT, "taken", "不同")

    # What cannot be read back is imported like any other file, and the reason is said.
    file.write_text(file.read_text("utf-8").replace("| 267 | 天 | 全年 |", "| 267 | 天 |"), encoding="utf-8")
    other = machine("--library", "库", "import", "甲.md")
    assert other.code == 0 and other.data != [REPORT]
    assert "有3格，表头有4格" in other.told and "按别处来的文件导入" in other.told
