"""The library backed up and brought back without a screen."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from storage.library import Library
from storage.report_file import read_report
from storage.reports import open_report
from storage.times import now
from tests.tui.verbs import Machine, report, sentence
from tui.cli import main


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 0) -> tuple[list[str], str]:
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    return captured.out.split("\n")[:-1], captured.err


def test_a_backup_is_made_by_the_day_and_never_over_another(
    machine: Machine, library: Library, tmp_path: Path
) -> None:
    report(library)
    assert "不存在" in machine.refused("--library", "没有", "backup")
    folder = tmp_path / "Documents" / "自评宝备份"
    made = machine("--library", "库", "backup")
    assert made.data == [str(folder / f"自评宝备份-{now()[:10]}.zip")]
    assert made.code == 0 and "备份了1份报告，读回来核对过" in sentence(made.told)


def test_where_it_goes_can_be_said(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZIPINGBAO_LIBRARY", str(library.path))
    report(library)
    stick = tmp_path / "U盘"
    name = f"自评宝备份-{now()[:10]}"
    assert run(capsys, "backup", "-o", stick)[0] == [str(stick / f"{name}.zip")]
    assert run(capsys, "backup", "-o", stick)[0] == [str(stick / f"{name}-2.zip")]
    assert run(capsys, "backup", "-o", stick / "年底.zip")[0] == [str(stick / "年底.zip")]
    assert run(capsys, "backup", "-o", stick / "年底.zip")[0] == [str(stick / "年底-2.zip")]
    assert "里面" in run(capsys, "backup", "-o", library.path, code=1)[1]
    settings = tmp_path / "state" / "settings.json"
    settings.write_text(
        json.dumps({"备份文件夹": str(tmp_path / "上次"), "几天没有备份就提醒": -1}), encoding="utf-8"
    )
    made, told = run(capsys, "backup")
    assert made == [str(tmp_path / "上次" / f"{name}.zip")]
    assert "“几天没有备份就提醒”要写0到365的整数" in told
    (library.path / "损坏").mkdir(exist_ok=True)
    (library.path / "损坏" / "坏:名.json").write_bytes(b"x")
    assert "坏:名.json”不是自评宝的文件，没有放进备份。" in run(capsys, "backup", code=1)[1]


def test_a_new_machine_gets_everything_from_a_backup(machine: Machine, library: Library, tmp_path: Path) -> None:
    ids = {report(library, name) for name in ("甲", "乙")}
    made = machine("--library", "库", "backup", "-o", "备份.zip").data[0]
    shutil.rmtree(library.path)
    shutil.rmtree(tmp_path / "state")
    shown = machine("restore", made, "--dry-run")
    assert shown.code == 0 and {line.split("\t")[1] for line in shown.data} == ids
    assert all(line.startswith("新的\t") for line in shown.data)
    assert not (tmp_path / "Documents" / "自评宝").exists()
    done = machine("restore", made)
    assert done.code == 0 and all("恢复好了" in line for line in done.data)
    assert {line.split("\t")[0] for line in machine("list").data} == ids


def test_restoring_says_what_it_does_and_overwrites_nothing(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZIPINGBAO_LIBRARY", str(library.path))
    first, second = report(library, "甲"), report(library, "乙")
    (made,), _ = run(capsys, "backup", "-o", tmp_path / "备份.zip")
    for report_id in (first, second):
        opened = open_report(library, report_id)
        with opened.file:
            opened.report.touch()
            opened.report.sections[1].title = "后来"
            opened.file.save(opened.report.payload())

    rows = run(capsys, "restore", made, "--dry-run")[0]
    assert [row.split("\t")[0] for row in rows] == ["这里较新", "这里较新"]
    with library.open_report(second):
        done, told = run(capsys, "restore", made, code=1)
    assert len(done) == 1 and "原来的内容留在" in done[0] and "恢复前" in done[0]
    assert second in sentence(told) and "正在另一处打开，没有恢复" in told
    assert read_report(library.path_of(second))["章节"][1]["标题"] == "后来"
    text = "\n".join(run(capsys, "restore", made, second, "--json")[0])
    (row,) = [dict[str, Any](one) for one in json.loads(text)]
    assert (row["id"], row["change"], row["title"]) == (second, "这里较新", "2023 乙（科协）")
    assert read_report(library.path_of(second))["章节"][1]["标题"] != "后来"
    assert run(capsys, "restore", made)[0] == [
        f"一样\t{one}\t“2023 {name}（科协）”和备份里的一样，没有动。"
        for one, name in sorted({first: "甲", second: "乙"}.items())
    ]
    assert "备份里没有编号为 2020-xxxxxx" in run(capsys, "restore", made, "2020-xxxxxx", code=1)[1]
    assert "后面写备份文件" in run(capsys, "restore", code=2)[1]
    assert "不是完好的备份" in run(capsys, "restore", library.path_of(first), code=1)[1]
    data = (tmp_path / "备份.zip").read_bytes()
    (tmp_path / "坏.zip").write_bytes(data[:900] + b"????" + data[904:])
    rows, told = run(capsys, "restore", tmp_path / "坏.zip", "--dry-run", code=1)
    assert [row.split("\t")[0] for row in rows].count("备份里读不出来") == 1
    assert "已损坏" in sentence(told)
