"""Pastes as terminals send them, ESCs and all, however the bytes are cut into pieces."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from storage.library import Library
from storage.reports import create_report
from tests.terminal import Terminal
from tests.tui.clerk import desk, left_at
from tui.paste_guard import GuardedParser

START, END = "\x1b[200~", "\x1b[201~"


def read(pieces: list[str]) -> tuple[list[str], list[str]]:
    """What a parser makes of the pieces: the pastes, and the characters of the keys."""
    parser = GuardedParser()
    found = [event for piece in pieces for event in parser.feed(piece)]
    pastes = [event.text for event in found if isinstance(event, events.Paste)]
    return pastes, [event.character or event.key for event in found if isinstance(event, events.Key)]


def cut(text: str, places: list[int]) -> list[str]:
    edges = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[start:end] for start, end in pairwise(edges) if start < end]


@given(
    st.text("甲乙1~[\x1b02", max_size=30).filter(lambda text: END not in text + END[:-1]),
    st.lists(st.integers(0, 100), max_size=6),
)
def test_a_paste_is_one_paste_in_order_whatever_is_in_it_and_however_it_comes(
    text: str, places: list[int]
) -> None:
    pastes, keys = read([*cut(f"a{START}{text}{END}b", places), "c"])
    assert [paste.replace("\x1a", "\x1b") for paste in pastes] == [text]
    assert keys == ["a", "b", "c"]


def test_keys_between_pastes_are_keys() -> None:
    assert read([f"{START}一{END}\x1b[A{START}二{END}", "x"]) == (["一", "二"], ["up", "x"])


def test_an_esc_in_a_paste_is_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIPINGBAO_STATE", str(tmp_path / "state"))
    library = Library.open(tmp_path / "库", create=True)
    report_id = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    terminal = Terminal(tmp_path, "--library", str(library.path))
    terminal.wait_for("2023")
    terminal.press("enter")
    terminal.wait_for("封面")
    terminal.press("f4")
    terminal.wait_for("第 2 页")
    terminal.paste("甲0段\x1b甲1段\x1b[31m甲2段\x1b]0;标题\x07完")
    terminal.wait_for("粘贴的内容里有 4")
    assert terminal.quit() == 0
    assert '"正文": "甲0段甲1段[31m甲2段]0;标题完"' in library.path_of(report_id).read_text(encoding="utf-8")


async def test_a_paste_longer_than_any_report_is_cut_and_that_is_said(library: Library) -> None:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.paste("一行字\n" * 30_000)
        await clerk.until_sees("只放进了前10万个字")
        await clerk.until_saved("一行字\n一行字")
        text = clerk.report_path.read_text(encoding="utf-8")
        assert text.count("一行字") == 25_000
