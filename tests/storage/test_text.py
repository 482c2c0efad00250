import pytest
from hypothesis import given

from storage.text import clean, one_line
from tests.strategies import clean_texts, raw_texts


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n"])
def test_every_kind_of_line_end_becomes_one_line_feed_and_none_counts_as_dropped(end: str) -> None:
    assert clean(f"上{end}下") == ("上\n下", 0)


@pytest.mark.parametrize(
    "invisible",
    [
        *(
            "\x00",
            "\x07",
            "\x1b",
            "\x1c",
            "\x7f",
            "\x9b",
            "\u200b",
            "\u200d",
            "\u202e",
            "\u2066",
            "\u00ad",
            "\ufeff",
        ),
        *("\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\U000e0041"),
    ],
)
def test_what_cannot_be_seen_or_acts_on_a_terminal_is_dropped_and_counted(invisible: str) -> None:
    assert clean(f"{invisible}科{invisible}协") == ("科协", 2)


@pytest.mark.parametrize(
    "text", ["　　缩进\t列", "a\u00a0b", "e\u0301", "😀", "\U00020000", "〔2023〕", "≥97％ ‰㎡"]
)
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert clean(text) == (text, 0)


@given(raw_texts)
def test_clean_text_stays_as_it_is_and_can_be_written_as_utf_8(text: str) -> None:
    cleaned, dropped = clean(text)
    assert clean(cleaned) == (cleaned, 0)
    assert cleaned.encode().decode() == cleaned
    assert len(cleaned) + dropped <= len(text)


@given(clean_texts)
def test_a_line_has_no_breaks_and_loses_no_visible_character(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert "\n" not in line
    assert "\t" not in line
    assert [c for c in line if c != " "] == [c for c in text if c not in " \n\t"]


def test_a_pasted_cell_becomes_one_line() -> None:
    assert one_line("\n临泽县\r\n\t科协\n") == "临泽县 科协"
