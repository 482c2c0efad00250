"""What a reviewer is shown of a section: nothing that was changed is left out, and each remark is where it belongs."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from storage.comparing import compare_reports
from storage.demo import demo_payload
from storage.outline_files import find_outline
from storage.report.event import Act, Event, Role
from storage.report.facts import Fact
from storage.report.funds import Use, UsePart
from storage.report.remark import Anchor, Severity
from storage.report.report import Report
from storage.report.spot import Spot
from storage.review.placing import anchor_at
from storage.review.remarking import make_remark
from storage.text_difference import Sort
from tui.review.items import Cell, Item, Note, Remarked, Row, Text, Title
from tui.review.passages import place_in, report_items, section_items

OUTLINE = find_outline("county")


@pytest.fixture
def report() -> Report:
    report = Report.read(demo_payload())
    report.fit(OUTLINE)
    report.review.role = Role.REVIEWER
    report.review.record(Event(id="e", act=Act.SEND, round=1))
    return report


def pages(report: Report, before: Report | None = None) -> dict[str, list[Item]]:
    changes = {one.id: one for one in compare_reports(before or report, report).sections}
    return {
        section.id: section_items(report, OUTLINE, section, changes.get(section.id), before, None)
        for section in report.sections
    }


def runs(items: list[Item]) -> list[tuple[Sort, str]]:
    found = []
    for item in items:
        match item:
            case Text(cell):
                found += cell.runs
            case Row(_, _, cells):
                found += [run for cell in cells for run in cell.runs]
            case Note(told):
                found += told
    return [(run.sort, run.text) for run in found]


def add_use(report: Report) -> None:
    report.section("purpose").funds.uses.append(Use(category="购置", parts=[UsePart(name="展柜", amount="100")]))


def swap_sources(report: Report) -> None:
    report.section("purpose").funds.sources.reverse()


def blank_text(report: Report) -> None:
    report.section("process").prose.text = ""


def split_text(report: Report) -> None:
    text = report.section("process").prose.text
    report.section("process").prose.text = text[:20] + "\n新的一段。\n" + text[24:]


def change_fact(report: Report) -> None:
    report.section("benefits").facts.rows[0].read("2670")
    report.section("benefits").facts.rows.append(Fact(name="新数据", unit="个", value="3"))


CHANGES: dict[str, tuple[str, Callable[[Report], None], list[tuple[Sort, str]]]] = {
    "a use with its parts": (
        "purpose",
        add_use,
        [(Sort.ADDED, "购置"), (Sort.ADDED, "展柜"), (Sort.ADDED, "100.00")],
    ),
    "a text no more": ("process", blank_text, []),
    "a text in two": ("process", split_text, [(Sort.ADDED, "新的一段。")]),
    "sources in another order": ("purpose", swap_sources, []),
    "a figure": ("benefits", change_fact, [(Sort.ADDED, "2,670"), (Sort.ADDED, "新数据"), (Sort.ADDED, "3")]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_marked_where_it_is_and_none_is_left_out(report: Report, name: str) -> None:
    section_id, change, expected = CHANGES[name]
    before = deepcopy(report)
    change(report)
    shown = pages(report, before)
    found = runs(shown[section_id])
    assert set(expected) <= set(found)
    (changes,) = (one for one in compare_reports(before, report).sections if one.id == section_id)
    told = "".join(text for _, text in found).replace(" ", "")
    for difference in changes.differences:
        for run in difference.runs() if difference.sort is not Sort.MOVED and len(difference.field) < 2 else ():
            assert run.text.replace("\n", "").replace(" ", "") in told.replace("　", "")
        if difference.sort is Sort.MOVED:
            assert f"移到{difference.after}".replace(" ", "") in told
    # Elsewhere nothing that is printed is marked; and going back, what was added is what is taken out.
    for other, items in shown.items():
        if other != section_id:
            assert {sort for sort, _ in runs(items)} <= {Sort.SAME}
    back = runs(pages(before, report)[section_id])
    for _, text in expected:
        assert any(sort is Sort.REMOVED and text in words for sort, words in back)


def test_everything_printed_is_on_the_page_of_its_section(report: Report) -> None:
    for section_id, items in pages(report).items():
        assert isinstance(items[0], Title)
        assert all(cell.text or not cell.runs for item in items if isinstance(item, Row) for cell in item.cells)
        section = report.section(section_id)
        if section.prose is not None:
            lines = [line for line in section.prose.text.split("\n") if line.strip() and "{{" not in line]
            assert set(lines) <= {item.cell.text for item in items if isinstance(item, Text)}


def test_remarks_stand_beside_what_they_are_about(report: Report) -> None:
    text = report.section("process").prose.text
    second = text.index("\n") + 1
    for anchor in (
        Anchor(),
        Anchor(section="process"),
        anchor_at(report, Spot("process", "prose", ("text",), second, second + 3)),
        anchor_at(report, Spot("purpose", "funds", ("sources", 1, "executed"))),
        anchor_at(report, Spot("cover", "cover", ("phone",))),
    ):
        make_remark(report, anchor, Severity.SHOULD, "见此", "王五")
    shown = pages(report)
    assert [type(item) for item in report_items(report, None)[:2]] == [Title, Remarked]
    process = shown["process"]
    assert isinstance(process[1], Remarked) and isinstance(process[4], Remarked)
    assert isinstance(process[3], Text) and process[3].quoted == ((text[second : second + 3], 0),)
    for section_id, column, called in (("purpose", "全年执行数", None), ("cover", "内容", "联系电话")):
        items = shown[section_id]
        at = next(at for at, item in enumerate(items) if isinstance(item, Remarked))
        row, remarked = items[at - 1], items[at]
        assert isinstance(row, Row) and isinstance(remarked, Remarked) and remarked.column == column
        assert row.cells[0].text == (called or report.section("purpose").funds.sources[1].name)


def test_words_of_a_paragraph_lead_to_what_was_typed_also_behind_a_reference(report: Report) -> None:
    report.section("process").prose.text = "第一段。\n参观{{参观人次}}，超过预期。"
    (paragraph,) = (i for i in pages(report)["process"] if isinstance(i, Text) and "超过" in i.cell.text)
    cell: Cell = paragraph.cell
    start = cell.text.index("超过")
    spot = place_in(report, OUTLINE, cell, start, start + 4)
    assert spot is not None
    assert report.section("process").prose.text[spot.start : spot.end] == "超过预期"
    figure = cell.text.index("，") - 3
    spot = place_in(report, OUTLINE, cell, figure, figure + 2)
    assert spot is not None and report.section("process").prose.text[spot.start : spot.end] == "{{参观人次}}"
