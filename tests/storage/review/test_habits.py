"""What a reviewer need not type again: kept on this machine, bounded, and never believed."""

from pathlib import Path

import pytest

from storage.review.habits import SHIPPED, habits, note_remark


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZIPINGBAO_STATE", str(tmp_path / "state"))
    return tmp_path / "state" / "reviewer.json"


def test_phrases_used_come_first_the_latest_before_the_others_and_each_once() -> None:
    assert habits().offered == list(SHIPPED) and habits().name == ""
    for phrase in ("补上文号", SHIPPED[3], "补上文号", "写明\n时间"):
        note_remark("王五", phrase)
    assert habits().offered[:4] == ["写明 时间", "补上文号", SHIPPED[3], SHIPPED[0]]
    assert len(habits().offered) == len(SHIPPED) + 2
    note_remark("赵六", "")
    assert habits().name == "赵六" and habits().phrases[0] == "写明 时间"


def test_there_are_never_too_many_nor_too_long_ones(file: Path) -> None:
    for number in range(40):
        note_remark("王五", f"第{number}句")
    note_remark("王五", "长" * 300)
    assert habits().phrases == tuple(f"第{number}句" for number in range(39, 9, -1))
    assert file.stat().st_size < 2000


@pytest.mark.parametrize(
    "content", ["", "{", '{"署名": 3, "常用语": "句"}', '{"署名": [], "常用语": [1, "\\u001b[2J句", null]}']
)
def test_what_is_damaged_or_forged_costs_nothing(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    assert habits().name == ""
    assert all(phrase.isprintable() for phrase in habits().offered)
    note_remark("王五", "补上文号")
    assert habits().offered[0] == "补上文号"
