"""The outline of a file: what a person sees in it, in every way offices write it, and not a character lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.reading.contents import contents
from exports.reading.files import markdown_source, text_source
from exports.reading.lines import Source
from exports.reading.recognising import Heading, Kind, Piece, headings, joined, known_titles, recognise
from storage.outline_files import find_outline, outline_files
from storage.text import clean
from tests.exports.reading.samples import SAMPLES, sample
from tests.growth import growth

REFERENCE = Path(__file__).parents[3].parent / "shared" / "reference"
REPORTS = sorted((REFERENCE / "reports").glob("*.txt"))
published = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the published reports are not beside the repository"
)
KNOWN = known_titles([find_outline(outline_id) for outline_id in outline_files()])


def pieces_of(source: Source) -> tuple[Piece, ...]:
    return recognise(source, KNOWN)


def kinds(text: str) -> list[tuple[str, Kind]]:
    return [(piece.text, piece.kind) for piece in pieces_of(text_source(text)) if piece.text.strip()]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_outline_is_what_a_person_sees(name: str) -> None:
    text, expected = sample(SAMPLES[name])
    pieces = pieces_of(text_source(text))
    assert headings(pieces) == expected
    assert joined(pieces) == text


@pytest.mark.parametrize("name", SAMPLES)
def test_no_outline_need_be_known_where_there_are_numbers(name: str) -> None:
    text, expected = sample(SAMPLES[name])
    found = headings(recognise(text_source(text), {}))
    assert [one for one in found if one.marker] == [one for one in expected if one.marker] or "lost" in name


@published
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: str(path.stem))
def test_published_reports(path: Path) -> None:
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    fields = ("line", "depth", "marker", "title", "run_in")
    expected = [Heading(*(one[field] for field in fields)) for one in gold["headings"]]
    text = path.read_text(encoding="utf-8")
    pieces = pieces_of(text_source(text))
    assert headings(pieces) == expected
    assert joined(pieces) == clean(text)[0]


@published
def test_the_reference_has_four_parts_and_ten_sections() -> None:
    text = (REFERENCE / "linze-2023.txt").read_text(encoding="utf-8")
    pieces = pieces_of(text_source(text))
    assert [(one.line, one.depth) for one in headings(pieces)] == [
        *((6, 1), (7, 2), (10, 2), (16, 2)),
        *((18, 1), (19, 2), (20, 2), (21, 2), (22, 2)),
        *((23, 1), (24, 2), (25, 2), (26, 2)),
        (30, 1),
    ]
    assert [piece.line for piece in pieces if piece.kind is Kind.TITLE] == [1, 2, 4]
    assert joined(pieces) == text


def test_what_stands_around_the_body_is_told_from_it() -> None:
    assert kinds(sample(SAMPLES["title over three lines, the unit after it"]).text)[:5] == [
        ("2022年度项目支出", Kind.TITLE),
        ("绩效自评报告", Kind.TITLE),
        ("（农村饮水安全维修养护项目）", Kind.TITLE),
        ("某县水务局", Kind.TITLE),
        ("2023年3月", Kind.TITLE),
    ]
    assert kinds(sample(SAMPLES["salutation, signature, annex"]).text)[:2] == [
        ("某县财政局：", Kind.BODY),
        ("根据通知要求，现将自评情况报告如下：", Kind.BODY),
    ]
    assert kinds(sample(SAMPLES["salutation, signature, annex"]).text)[-5:] == [
        ("特此报告。", Kind.BODY),
        ("附件：1.项目支出绩效自评表", Kind.ANNEX),
        ("2.佐证材料目录", Kind.ANNEX),
        ("某县农业农村局", Kind.SIGNATURE),
        ("2024年2月28日", Kind.SIGNATURE),
    ]
    table = kinds(sample(SAMPLES["a table first"]).text)
    assert [kind for _, kind in table[:2]] == [Kind.ROW, Kind.ROW]
    listed = kinds(sample(SAMPLES["contents without page numbers"]).text)
    assert [kind for _, kind in listed[:5]] == [Kind.CONTENTS] * 5


def test_the_body_of_a_run_in_heading_is_found() -> None:
    (piece,) = pieces_of(text_source("一、资金情况：到位20万元，支出18万元。"))
    assert piece.text[piece.body :] == "到位20万元，支出18万元。"


@pytest.mark.parametrize(
    ("before", "filler", "after"),
    [("一、项目概况：本项目", " ", "x"), ("一、项目概况：本项目", "-", "x"), ("目录", " ", "x\n一、项目概况")],
    ids=["blanks", "dashes", "contents"],
)
def test_a_line_of_nothing_but_blanks_or_dashes_is_read_in_linear_time(
    before: str, filler: str, after: str
) -> None:
    def read(length: int) -> None:
        text = before + filler * length + after
        assert joined(pieces_of(text_source(text))) == text

    assert growth(read, 4_000) < 9


def test_a_long_table_of_contents_is_found_in_linear_time() -> None:
    def find(count: int) -> None:
        entries = "".join(f"1、甲{number}号\n" for number in range(count))
        assert contents(text_source(entries * 2).lines) == frozenset(range(count))

    assert growth(find, 800) < 9


def test_a_long_table_in_markdown_is_read_in_linear_time() -> None:
    def read(rows: int) -> None:
        source = markdown_source("|甲|乙|\n|-|-|\n" + "|1|2|\n" * rows)
        assert [line.text for line in source.lines[-2:]] == ["1\t2", ""]

    assert growth(read, 400) < 9


def test_markdown_shows_what_its_signs_mean() -> None:
    text = "# 某报告\n\n## 一、**基本**情况\n\n1\\. 是正文。\n\n### 无编号的小节\n\n正文。\n\n## 附件：自评表\n"
    pieces = pieces_of(markdown_source(text))
    assert [(one.line, one.depth, one.marker, one.title) for one in headings(pieces)] == [
        (3, 1, "一、", "**基本**情况"),
        (7, 2, "", "无编号的小节"),
        (11, 1, "", "附件：自评表"),
    ]
    assert pieces[0].kind is Kind.TITLE


_LINES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "",
                "一、",
                "二、",
                "（一）",
                "(二)",
                "1.",
                "2、",
                "（1）",
                "①",
                "1.1",
                "附件：",
                "目录",
                "—1—",
                "　",
                "第一部分",
            ]
        ),
        st.sampled_from(
            ["", "项目概况", "资金情况：", "绩效情况分析。", "加强领导，", "12.5万元", "\t甲\t乙\t丙", "2023年"]
        )
        | st.text("一二、（）.。；：年 1\x07\x0b\u2028", max_size=12),
        st.sampled_from(["", "本项目已完成，运行正常。", "（一）立项情况", "……3", "一、概况（一）背景1.情况"]),
    ).map("".join),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(_LINES)
def test_every_line_is_accounted_for_once(lines: list[str]) -> None:
    text = "\n".join(lines)
    pieces = pieces_of(text_source(text))
    assert joined(pieces) == clean(text)[0]
    begun = [piece.line for piece in pieces if piece.begins]
    assert begun == sorted(begun) and set(begun) == set(range(1, len(lines or [""]) + 1))
    for piece in pieces:
        assert (piece.heading is not None) == (piece.kind is Kind.HEADING)
        assert (
            piece.heading is None
            or piece.text[: piece.body].strip().endswith(tuple("：:。；;，,、.．!！?？ "))
            or (piece.heading.title in piece.text[: piece.body])
        )
