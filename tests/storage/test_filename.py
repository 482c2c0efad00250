import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.filename import LIMIT, UNNAMED, free_name, safe_name
from tests.exports import adversarial

DEVICES = ("CON", "prn", "Aux", "NUL", "COM1", "com0", "LPT9", "lpt¹", "CONIN$", "conout$")
names = st.one_of(
    st.text(),
    adversarial.texts,
    st.lists(st.sampled_from([*DEVICES, ".", " ", "-", "~", "报告", "\u0301", "e", "\u200b", "x"])).map("".join),
    st.tuples(st.text(max_size=3), st.integers(0, 300), st.sampled_from("年a 𠮷.")).map(
        lambda t: t[0] + t[1] * t[2]
    ),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("临泽县科协2023年度绩效自评报告", "临泽县科协2023年度绩效自评报告.md"),
        ('a/b\\c:d*e?f"g<h>i|j', "a／b＼c：d＊e？f＂g＜h＞i｜j.md"),
        ("../../etc/passwd", "／..／etc／passwd.md"),
        ("~$ -报告.. \u3000", "$ -报告.md"),
        ("e\u0301\u200b\n\u202e\x1b", "é.md"),
        ("con", "con_.md"),
        ("NUL.txt", "NUL_.txt.md"),
        ("Com1 .x", "Com1_ .x.md"),
        ("CONTRACT", "CONTRACT.md"),
        ("", "未命名.md"),
        (" .-~\n", "未命名.md"),
        ("年" * 100, "年" * 65 + ".md"),
        ("CON." + "x" * 200, "CON_." + "x" * 192 + ".md"),
        ("con" + " " * 250 + "x", "con_.md"),
    ],
)
def test_a_name_keeps_what_it_can(text: str, name: str) -> None:
    assert safe_name(text, ".md") == name


@given(names, st.sampled_from([".md", ".json", ".docx", ""]))
@settings(deadline=None, max_examples=600)
def test_a_name_is_safe_everywhere(text: str, suffix: str) -> None:
    name = safe_name(text, suffix)
    stem = name.removesuffix(suffix)
    assert name.endswith(suffix)
    assert len(name.encode("utf-8")) <= LIMIT
    assert unicodedata.is_normalized("NFC", name)
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    assert not set(name) & set('<>:"/\\|?*')
    assert stem
    assert not {stem[0], stem[-1]} & set(".-~")
    assert stem == stem.strip()
    assert name.split(".")[0].rstrip().upper() not in {device.upper() for device in DEVICES}


@given(names)
@settings(deadline=None)
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    name = safe_name(text, "")
    assert safe_name(name, "") == name


@given(names.map(lambda text: safe_name(text, ".md")))
@settings(deadline=None, max_examples=50)
def test_a_file_of_that_name_can_be_made(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("names")
    (folder / name).write_text("", encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == [name]
    assert free_name(folder / name).name == f"{name.removesuffix('.md')}（2）.md"


def test_the_first_free_name_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "2023.1报告.md"
    assert free_name(path) == path
    path.touch()
    (tmp_path / "2023.1报告（2）.md").symlink_to(tmp_path / "没有")
    assert free_name(path).name == "2023.1报告（3）.md"


def test_a_report_without_a_name_has_one() -> None:
    assert safe_name("\u200b", ".md") == f"{UNNAMED}.md"
