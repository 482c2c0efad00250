"""Finding words in a report and replacing them, against the plainest way to do it."""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.checks.fixing import put
from storage.demo import demo_payload
from storage.outline_files import find_outline
from storage.report.cover import COVER_FIELDS
from storage.report.facts import Fact
from storage.report.funds import Source, Use, UsePart
from storage.report.indicators import Indicator
from storage.report.references import references
from storage.report.report import Report
from storage.report.transfer import ManagementLine
from storage.search import (
    CHOSEN,
    COMPUTED,
    REFERENCE,
    SET_BY_OUTLINE,
    Match,
    first_from,
    occurrences,
    replacements,
    search,
)
from tests.strategies import reports

COUNTY, TRANSFER = find_outline("county"), find_outline("transfer")


def blank(outline=COUNTY) -> Report:
    return Report.new(outline, unit="甲", year="2023", project="乙")


def with_text(text: str) -> Report:
    report = blank()
    report.section("benefits").prose.text = text
    return report


def places(found: list[Match]) -> list[tuple[Any, ...]]:
    return [(match.spot.section, match.spot.field, match.spot.start, match.spot.end) for match in found]


def replace(report: Report, words: str, by: str, outline=COUNTY) -> None:
    for change in replacements(report, search(report, outline, words), by):
        put(report, change)


# -- words in a text

_characters = "aAａＡbＢ1１（(，,　 \t中\n"


def naive(text: str, words: str) -> Iterator[tuple[int, int]]:
    def plainest(character: str) -> str:
        if "！" <= character <= "～":
            character = unicodedata.normalize("NFKC", character)
        return {"　": " ", "\t": " "}.get(character, character.lower())

    start = 0
    while words and start + len(words) <= len(text):
        if all(plainest(text[start + at]) == plainest(words[at]) for at in range(len(words))):
            yield start, start + len(words)
            start += len(words)
        else:
            start += 1


@given(st.text(_characters, max_size=30), st.text(_characters.replace("\n", ""), max_size=3))
def test_words_are_found_where_every_character_is_alike(text: str, words: str) -> None:
    assert list(occurrences(text, words)) == list(naive(text, words))


@given(st.text(max_size=30), st.text(max_size=2))
def test_what_is_found_has_its_place_in_the_text_as_typed(text: str, words: str) -> None:
    found = list(occurrences(f"{text}{words}{text}", words))
    assert all(end - start == len(words) for start, end in found)
    assert bool(found) == bool(words)


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("共１２场次（全年）", "12场次(全年)", 1),
        ("共12场次(全年)", "１２场次（全年）", 1),
        ("Wi-Fi 和 WI-FI", "wi-fi", 2),
        ("ＩＴ", "it", 1),
        ("3.5万。", ".", 1),
        ("第②项", "2", 0),
        ("İstanbul i", "i", 1),
        ("甲甲甲", "甲甲", 1),
        ("第一\n段", "一段", 0),
        ("有　全角空格", "有 全角", 1),
    ],
)
def test_forms_of_a_character_are_alike_and_others_are_not(text: str, words: str, count: int) -> None:
    assert len(list(occurrences(text, words))) == count


# -- a report


def typed_words(report: Report) -> Iterator[tuple[str, tuple[Any, ...], str]]:
    def leaves(value: Any, field: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
        if isinstance(value, list):
            for position, row in enumerate(value):
                yield from leaves(row, (*field, position))
        elif isinstance(value, str):
            yield field, value
        elif not isinstance(value, Decimal):
            for name in type(value).model_fields.keys() - value.beside:
                yield from leaves(getattr(value, name), (*field, name))

    for section in report.sections:
        for kind in section.kinds():
            for field, text in leaves(section.block(kind), ()):
                yield section.id, field, text


@settings(max_examples=30)
@given(reports(COUNTY), st.sampled_from(["a", "1", "（", "人次", "元", "2023", "||", "一"]))
def test_everything_typed_in_words_is_searched(report: Report, words: str) -> None:
    found = [match for match in search(report, COUNTY, words) if not match.is_figure]
    asked = {COVER_FIELDS[label] for label in COUNTY.cover}
    wanted = [
        (section, field, *span)
        for section, field, text in typed_words(report)
        if (section != "cover" or field[0] in asked) and not _is_hidden(report, section, field)
        for span in naive(text, words)
    ]
    assert sorted(map(str, places(found))) == sorted(map(str, wanted))


def _is_hidden(report: Report, section: str, field: tuple[Any, ...]) -> bool:
    """Whether the table shows something computed in the place of what was typed there once."""
    return (
        field[-1] == "achieved"
        and len(field) > 1
        and report.section(section).indicators.rows[field[1]].is_quantitative()
    )


@settings(max_examples=30)
@given(reports(COUNTY), st.sampled_from(["1", "0", "人", "年", "."]))
def test_matches_come_in_the_order_of_the_pages(report: Report, words: str) -> None:
    found = search(report, COUNTY, words)
    assert [first_from(report, COUNTY, found, match.spot) for match in found] == list(range(len(found)))
    for section in report.sections:
        own = [match for match in found if match.spot.section == section.id]
        assert search(report, COUNTY, words, section_id=section.id) == own


def test_cells_come_as_they_are_read() -> None:
    report = blank()
    report.section("benefits").facts.rows.append(Fact(name="甲1", unit="1", period="1", value="11"))
    report.funds.sources.append(Source(name="1", initial="1", annual="4", executed="1"))
    report.funds.uses.append(Use(category="1", parts=[UsePart(name="1", amount="1")]))
    row = Indicator(name="1", target="≥1次", actual="1次", weight="1", deduction="0.1", reason="1")
    report.section("table").indicators.rows.append(row)
    fields = [match.spot.field[-1] for match in search(report, COUNTY, "1")]
    assert fields[:5] == ["name", "initial", "executed", "category", "amount"]
    assert fields[5:8] == ["share", "name", "amount"]
    assert fields[8:13] == ["name", "value", "value", "unit", "period"]
    assert fields[13:] == ["name", "target", "actual", "weight", "achieved", "deduction", "reason"]


def test_an_amount_is_found_by_its_digits_grouped_or_not() -> None:
    report = blank()
    report.funds.sources.append(Source(name="甲", executed="763,383.50", annual="1763383.5"))
    annual, executed = ("sources", 0, "annual"), ("sources", 0, "executed")
    for words, fields in {
        "763,383": [annual, executed],
        "763383": [annual, executed],
        "763,383.50": [executed],
        "763383.500": [executed],
        "１，７６３，３８３": [annual],
        "763 384": [],
        ",": [],
    }.items():
        found = search(report, COUNTY, words, section_id="purpose")
        assert [match.spot.field for match in found] == fields, words


def test_what_cannot_be_typed_in_says_why() -> None:
    report = blank()
    report.funds.sources.append(Source(name="甲", kind="当年财政拨款", annual="200", executed="100"))
    report.funds.uses.append(
        Use(category="电", parts=[UsePart(name="一", amount="30"), UsePart(name="二", amount="70")])
    )
    rows = report.section("table").indicators.rows
    rows.append(
        Indicator(level="产出指标", name="场次", target="≥4场次", actual="3场次", weight="8", achieved="81")
    )
    report.section("benefits").facts.rows.append(Fact(name="开放天数", unit="天", value="7"))

    def kept(words: str) -> dict[Any, str]:
        return {match.spot.field: match.kept for match in search(report, COUNTY, words)}

    assert kept("50%") == {("sources", 0, "rate"): COMPUTED}
    assert kept("当年财政拨款") == {("sources", 0, "kind"): CHOSEN}
    assert kept("产出指标") == {("rows", 0, "level"): CHOSEN}
    assert kept("75%") == {("rows", 0, "achieved"): COMPUTED}
    assert kept("81") == {}
    assert (("uses", 0, "amount"), COMPUTED) in kept("100").items()
    own = len(report.section("benefits").facts.rows) - 1
    assert kept("开放天数") == {("rows", 0, "name"): SET_BY_OUTLINE, ("rows", own, "name"): ""}
    transfer = blank(TRANSFER)
    transfer.section("table").transfer.management.append(ManagementLine(name="另一项", situation="拨付合规性好"))
    found = search(transfer, TRANSFER, "拨付合规性")
    assert [match.kept for match in found] == [SET_BY_OUTLINE, ""]


def test_what_is_no_entry_of_this_outline_is_left_out() -> None:
    report = Report.read(demo_payload())
    report.cover.central_department = "某某部"
    assert "中央主管部门" not in COUNTY.cover
    assert search(report, COUNTY, "某某部") == []
    assert search(report, COUNTY, "") == []


# -- replacing


@given(st.text("甲乙a，\n", max_size=30), st.text("甲乙a，", min_size=1, max_size=3), st.text("甲丙", max_size=3))
def test_replacing_is_what_str_replace_does(text: str, words: str, by: str) -> None:
    report = with_text(text)
    replace(report, words, by)
    assert report.section("benefits").prose.text == text.replace(words, by)


_pieces = st.lists(st.sampled_from(["{{参观人次}}", "{{场次}}", "参观", "人次", "场次", "甲", "\n"]), max_size=8)


@given(_pieces, st.data())
def test_replacing_leaves_every_reference_whole_or_takes_all_of_it(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    line = data.draw(st.sampled_from([line for line in text.split("\n") if line] or ["甲"]))
    start = data.draw(st.integers(0, len(line) - 1))
    words = line[start : data.draw(st.integers(start + 1, len(line)))]
    report = with_text(text)
    taken = [match.spot for match in search(report, COUNTY, words, section_id="benefits") if not match.kept]
    left = [
        reference.name
        for reference in references(text)
        if not any(
            spot.start <= reference.start and reference.end <= spot.end for spot in taken if spot.kind == "prose"
        )
    ]
    replace(report, words, "乙")
    assert [reference.name for reference in references(report.section("benefits").prose.text)] == left


def test_a_part_of_a_reference_says_why_it_is_left() -> None:
    report = with_text("参观{{参观人次}}")
    assert [
        match.kept for match in search(report, COUNTY, "参观", section_id="benefits") if match.spot.kind == "prose"
    ] == [
        "",
        REFERENCE,
    ]
    replace(report, "{{参观人次}}", "一万人")
    assert report.section("benefits").prose.text == "参观一万人"


def test_what_comes_out_is_read_as_its_field_reads_what_is_typed() -> None:
    report = blank()
    report.funds.sources.append(Source(name="甲", annual="155.42万", executed="1554200"))
    replace(report, "1554200", "155.43万元")
    assert (report.funds.sources[0].annual, report.funds.sources[0].executed) == (Decimal("1554300"),) * 2
    replace(report, "543", "约")
    assert report.funds.sources[0].executed == "15约00"
    facts = report.section("benefits").facts
    facts.rows.append(Fact(name="甲", unit="工时", value="12节"))
    assert facts.rows[-1].value == "12节"
    replace(report, "工时", "节")
    assert facts.rows[-1].value == 12
