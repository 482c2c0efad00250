"""The verbs without a screen, as a script runs them: the real process, its two streams, its exit code."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from storage.library import MARKER, Library
from tests.terminal import PROGRAM, Terminal
from tests.tui.verbs import Machine, own_outline, powerless, ran, report, sentence
from tui.arguments import ALWAYS, OPTIONS
from tui.cli import HELP, main


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def documents(tmp_path: Path) -> Library:
    """The library that is used where none is named."""
    return Library.open(tmp_path / "Documents" / "自评宝", create=True)


def test_the_help_lists_what_there_is_and_nothing_else() -> None:
    assert set(re.findall(r"^  zipingbao ([a-z]+)", HELP, re.MULTILINE)) == set(OPTIONS) - {""}
    there = {option for options in (ALWAYS, *OPTIONS.values()) for option in options}
    assert set(re.findall(r"--[a-z]+(?:-[a-z]+)*", HELP)) | {"--output"} == there


def test_help_and_version_are_data(machine: Machine) -> None:
    assert re.fullmatch(r"自评宝 \d+\.\d+\.\d+\n", machine("--version").out)
    for arguments in (["--help"], ["-h"], ["export", "-h"], ["list", "--help"], ["new", "--unit", "甲", "-h"]):
        assert machine(*arguments) == (0, HELP, "")


def test_what_is_written_wrong_is_told_in_one_sentence_that_names_it(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, named in {
        ("lsit",): "lsit",
        ("",): "命令",
        ("--bogus",): "--bogus",
        ("--lib", "x", "list"): "--lib",
        ("list", "--jsno"): "--jsno",
        ("list", "2023"): "2023",
        ("list", "--json=yes"): "--json",
        ("list", "--version"): "--version",
        ("--demo", "list"): "--demo",
        ("--library",): "--library",
        ("--library=", "list"): "--library",
        ("list", "--library"): "--library",
        ("new", "--unit", "甲", "--year", "--project", "乙"): "--year",
        ("new", "--unit", "甲", "--year", "2023"): "--project",
        ("new", "--unit", "甲", "--year", " ", "--project", "乙"): "--year",
        ("export",): "编号",
        ("export", "--all", "2023-abcdef"): "--all",
        ("export", "2023-abcdef", "--format", "wps"): "md、docx、json",
        ("export", "2023-abcdef", "-o"): "-o",
        ("outlines", "\x1b[31m坏\n"): "坏",
    }.items():
        assert main(words) == 2
        out, told = capsys.readouterr()
        assert out == "" and named in sentence(told) and told.endswith("；用法请看 zipingbao --help。\n"), told
    assert "--year" in machine.refused("new", "--unit", "甲", "--year", code=2)
    assert not any(machine.home.iterdir())


def test_options_and_names_come_in_any_order(machine: Machine, library: Library) -> None:
    first, second = report(library, "甲"), report(library, "乙")
    result = machine("--library", "别处", "export", first, "--format=json", second, "--library=库", "-o", "出")
    assert (result.code, len(result.data), result.told) == (0, 2, "")
    assert machine("export", "--library", library.path, "-o", "-", "--", first).code == 0


def test_this_year_s_report_is_started_from_last_year_s(machine: Machine, library: Library) -> None:
    last = report(library, "2023年科技馆")
    made = machine("new", "--from", last, "--library", library.path)
    (report_id,) = made.data
    assert made.code == 0 and report_id.startswith("2024-")
    rows = {row["id"]: row for row in json.loads(machine("list", "--json", "--library", library.path).out)}
    assert (rows[report_id]["unit"], rows[report_id]["project"]) == (rows[last]["unit"], "2024年科技馆")
    assert "没有" in machine.refused("new", "--from", "2023-aaaaaa", "--library", library.path)


def test_a_new_report_makes_the_library_and_is_listed(machine: Machine) -> None:
    made = machine("new", "--unit", "科协", "--year", "2023", "--project", "科技馆", "--outline", "department")
    (report_id,) = made.data
    assert made.code == 0 and re.fullmatch("2023-[0-9a-z]{6}", report_id)
    assert (machine.home / "Documents" / "自评宝" / f"{report_id}.json").is_file()

    (row,) = json.loads(machine("list", "--json").out)
    assert {key: row[key] for key in ("id", "unit", "year", "project", "status")} == {
        "id": report_id,
        "unit": "科协",
        "year": "2023",
        "project": "科技馆",
        "status": "草稿",
    }
    assert re.fullmatch("0/[1-9][0-9]?", row["progress"]) and row["problem"] is None and "findings" in row
    assert machine("list").data == [
        "\t".join([report_id, "科协", "2023", "科技馆", "草稿", row["progress"], row["modified"]])
    ]


def test_the_library_is_the_option_or_else_the_variable_or_else_the_documents(
    machine: Machine, library: Library, documents: Library
) -> None:
    (machine.home / ".config").mkdir()
    # What desktops set up in Chinese write.
    (machine.home / ".config" / "user-dirs.dirs").write_text('XDG_DOCUMENTS_DIR="$HOME/文档"\n', encoding="utf-8")
    translated = Library.open(machine.home / "文档" / "自评宝", create=True)
    ids = [report(one) for one in (library, documents, translated)]
    assert ids[0] in machine("--library", "库", "list", ZIPINGBAO_LIBRARY="/nope").out
    assert ids[0] in machine("list", "--library=~/库").out
    assert ids[1] in machine("list", ZIPINGBAO_LIBRARY=str(documents.path)).out
    assert ids[2] in machine("list", ZIPINGBAO_LIBRARY="").out


def test_a_library_that_cannot_be_used_is_refused_and_nothing_is_made(machine: Machine, library: Library) -> None:
    (machine.home / "文件").write_text("", encoding="utf-8")
    (machine.home / "空").mkdir()
    before = sorted(machine.home.rglob("*"))
    new = ("new", "--unit", "甲", "--year", "2023", "--project", "乙")
    assert "不存在" in machine.refused("list")
    assert "不存在" in machine.refused("export", "--all")
    assert "不存在" in machine.refused("--library", "~nobody-of-this-name/库", "list")
    assert "还不是文档库" in machine.refused("--library", "空", "list")
    assert "不是文件夹" in machine.refused("--library", "文件", "list")
    assert "“文件/库”" in machine.refused("--library", "文件/库", *new)
    assert "不能在" in machine.refused("--library", "/proc/库", *new)
    told = machine.refused(*new, "--outline", "../county")
    assert "county" in told and "department" in told
    assert sorted(machine.home.rglob("*")) == before

    shutil.rmtree(library.path)
    assert "原来在这里" in machine.refused("--library", "库", *new)
    library.path.mkdir()
    assert "原来在这里" in machine.refused("--library", "库", "list")
    assert not any(library.path.iterdir())


def test_a_read_only_library_is_listed_and_exported_and_takes_no_new_report(
    machine: Machine, library: Library
) -> None:
    report_id = report(library)
    folders = [library.path, *(path for path in library.path.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        asked = [*powerless(), str(PROGRAM), "--library", str(library.path)]
        new = ran([*asked, "new", "--unit", "甲", "--year", "2023", "--project", "乙"], machine.home)
        assert new.code == 1 and "只能查看" in sentence(new.told)
        assert report_id in ran([*asked, "list"], machine.home).out
        assert ran([*asked, "export", report_id, "-o", "出.md"], machine.home) == (0, "出.md\n", "")
        inside = ran([*asked, "export", report_id, "-o", str(library.path / "出.md")], machine.home)
        assert inside.code == 1 and "没有写入权限" in sentence(inside.told) and "屏幕" not in inside.told
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_an_unreadable_report_is_listed_with_its_problem_beside_the_others(
    machine: Machine, library: Library
) -> None:
    good = report(library)
    (library.path / "2022-broken.json").write_text("{", encoding="utf-8")
    (library.path / "2021-folder.json").mkdir()
    (library.path / "notes.json").write_text("{", encoding="utf-8")
    listed = json.loads(machine("--library", "库", "list", "--json").out)
    problems = {row["id"]: row["problem"] for row in listed}
    assert set(problems) == {good, "2022-broken", "2021-folder"}
    assert problems[good] is None and "2022-broken.json" in problems["2022-broken"]
    plain = machine("--library", "库", "list")
    assert len(plain.data) == 3 and plain.code == 0
    for line in plain.told.rstrip("\n").split("\n"):
        assert "读不出来" in sentence(f"{line}\n")
    for verb in ("check", "export"):
        refused = machine("--library", "库", verb, "2022-broken")
        assert refused.code == 1 and "请用 zipingbao doctor 修好" in sentence(refused.told)


def test_outlines_are_listed_and_what_is_wrong_in_one_is_told_with_file_and_line(
    machine: Machine, library: Library
) -> None:
    built_in = machine("outlines")
    assert built_in.code == 0 and {line.split("\t")[0] for line in built_in.data} >= {"county", "department"}

    own = own_outline(library)
    listed = machine("--library", "库", "outlines")
    assert (listed.code, listed.told) == (0, "") and len(listed.data) == len(built_in.data) + 1

    lines = own.read_text(encoding="utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, 1) if line.startswith("short"))
    lines[number - 1] = "short = 3"
    own.write_text("\n".join(lines), encoding="utf-8")
    (library.templates / "bad\nname.toml").write_bytes(b"\xff")
    wrong = machine("--library", "库", "outlines")
    assert wrong.code == 1 and wrong.data == built_in.data
    name, line = wrong.told.rstrip("\n").split("\n")
    assert "UTF-8" in sentence(f"{name}\n")
    assert "own.toml" in line and f"第 {number} 行" in sentence(f"{line}\n")

    missing = machine("--library", "/nope", "outlines")
    assert missing.code == 1 and missing.data == built_in.data and "/nope" in sentence(missing.told)


def test_other_encodings_get_marks_and_never_a_traceback(machine: Machine, documents: Library) -> None:
    report(documents, "项目é𠮷")
    for encoding in ("ascii", "gbk"):
        listed = machine("list", "--json", PYTHONIOENCODING=encoding)
        assert [row["project"] for row in json.loads(listed.out)] == ["项目é𠮷"] and listed.told == ""
    assert machine("list", PYTHONIOENCODING="ascii").code == 0
    assert machine("list", LC_ALL="C").out == machine("list").out
    wrong = machine("lsit", PYTHONIOENCODING="ascii")
    assert wrong.code == 2 and wrong.told.isascii() and "zipingbao --help" in wrong.told
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    assert "C.UTF-8" in machine.refused("list", **ascii_only)


def test_a_reader_that_went_away_is_not_complained_about(machine: Machine, documents: Library) -> None:
    report(documents)
    for arguments in (["list"], ["export", "--all", "-o", "-"], ["--help"]):
        gone, ours = os.pipe()
        os.close(gone)
        try:
            assert ran([PROGRAM, *arguments], machine.home, stdout=ours) == (1, "", "")
        finally:
            os.close(ours)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_does_not_arrive_is_told(machine: Machine, documents: Library) -> None:
    report(documents)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = ran([PROGRAM, "list"], machine.home, stdout=full.fileno())
    assert result.code == 1 and "磁盘已满" in sentence(result.told)


@pytest.mark.skipif(os.name == "nt", reason="a shell that closes streams")
def test_streams_closed_by_the_caller_do_no_harm(machine: Machine, documents: Library) -> None:
    report(documents)
    for closing, code in {"list >&-": 0, "list 2>&-": 0, "lsit 2>&-": 2, "<&-": 1}.items():
        result = ran(["/bin/sh", "-c", f'"{PROGRAM}" {closing}'], machine.home)
        assert result.code == code and "Traceback" not in result.told + result.out
    assert "终端" in sentence(result.told)


def test_a_fault_of_ours_is_one_sentence_and_a_log(machine: Machine, tmp_path: Path) -> None:
    code = "import sys, tui.cli, tui.verbs.listing\ntui.verbs.listing.run = lambda arguments: 1 // 0\nsys.exit(tui.cli.main(['list']))"
    result = ran([sys.executable, "-c", code], machine.home)
    assert (result.code, result.out) == (1, "")
    log = tmp_path / "state" / "error.log"
    assert str(log) in result.told and "ZeroDivisionError" not in result.told
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_the_app_opens_in_a_terminal_only(machine: Machine) -> None:
    for arguments in ([], ["--demo"]):
        assert "终端" in machine.refused(*arguments)


@pytest.mark.parametrize(("variable", "name"), [("LC_ALL", "C"), ("LANG", "C"), ("LANG", "zh_CN.GBK")])
def test_a_terminal_that_cannot_show_chinese_is_told_what_to_do(tmp_path: Path, variable: str, name: str) -> None:
    terminal = Terminal(tmp_path, columns=200, **{variable: name})
    assert terminal.end() == 1
    (line,) = terminal.text.strip().split("\n")
    assert name in line and f"export {variable}=C.UTF-8" in line and "UTF-8 locale" in line


def test_a_utf8_terminal_opens_the_app(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.wait_for("这里还没有报告")
    assert terminal.quit() == 0
    assert (tmp_path / "Documents" / "自评宝" / MARKER).exists()


def test_version_and_list_import_what_they_need_and_no_more(machine: Machine, documents: Library) -> None:
    report(documents)
    for verb, unwanted in {"--version": {"storage.library"}, "list": {"storage.outline", "filelock"}}.items():
        told = machine(verb, PYTHONPROFILEIMPORTTIME="1").told
        imported = {line.rpartition("|")[2].strip() for line in told.split("\n")}
        assert "tui.cli" in imported
        assert imported & ({"textual", "pydantic", "tinydb", "markdown_it", "argparse"} | unwanted) == set()


def test_the_first_screen_waits_for_nothing_it_does_not_show(machine: Machine) -> None:
    code = "import sys, tui.app, tui.library.screen; print(*sys.modules, sep='\\n')"
    imported = set(ran([sys.executable, "-c", code], machine.home).data)
    assert "tui.library.screen" in imported
    assert imported & {"pydantic", "markdown_it", "tinydb", "docx", "argparse"} == set()
