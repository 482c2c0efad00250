import pytest
from textual.widgets import Markdown

from storage.demo import demo_payload
from storage.library import Library
from storage.report.prose import Prose
from storage.report.report import Report
from storage.report_file import ReportFile
from storage.reports import create_report
from tests.tui.clerk import desk, left_at
from tui.preview.screen import PreviewScreen

HOSTILE = "[/x][red]【】|<script>1."


@pytest.fixture
def report_id(library: Library) -> str:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    return report_id


async def test_a_section_is_seen_as_it_will_read_then_the_whole_report_and_the_section_again(
    library: Library, report_id: str
) -> None:
    async with desk(library.path, size=(100, 40)) as clerk:
        await clerk.open()
        await clerk.type("这一节写的")
        await clerk.go("process")
        await clerk.burst("另一节写的", "f5")
        await clerk.until_sees("预览：自评工作实施过程")
        await clerk.until_sees("另一节写的")
        assert not clerk.sees("这一节写的")
        await clerk.press("tab")
        await clerk.until_sees("预览：整份报告")
        await clerk.until_sees("填报单位")
        for words in ("这一节写的", "另一节写的", "二、项目概况"):
            assert words in clerk.app.screen.query_one(Markdown).source
        await clerk.press("tab")
        await clerk.until_sees("预览：自评工作实施过程")
        await clerk.until_sees("另一节写的")
        assert not clerk.sees("这一节写的")


@pytest.mark.parametrize("key", ["f5", "escape"])
async def test_the_preview_leads_back_to_the_caret_it_was_opened_from(
    library: Library, report_id: str, key: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("甲丙", "left", "f5")
        await clerk.until(lambda: isinstance(clerk.app.screen, PreviewScreen))
        await clerk.press("tab", "down", key)
        await clerk.until(lambda: clerk.app.screen is clerk.entry)
        await clerk.type("乙")
        assert clerk.entry._report.section("organisation").prose == Prose(text="甲乙丙")


async def test_the_preview_is_scrolled_by_keys(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("f5")
        await clerk.until_sees("预览：")
        await clerk.press("tab")
        await clerk.until_sees("整份报告")
        await clerk.until_sees("填报单位")
        await clerk.press("pagedown", "pagedown")
        await clerk.until(lambda: not clerk.sees("填报单位"), "another page")
        await clerk.press("tab", "tab")
        await clerk.until_sees("填报单位")


async def test_hostile_words_in_titles_are_read_literally(library: Library, report_id: str) -> None:
    path = library.path_of(report_id)
    with ReportFile(path) as file:
        report = Report.read(file.load())
        # A section the outline no longer has keeps the title it was written under.
        report.section("organisation").id = "formerly"
        report.section("formerly").title = HOSTILE
        report.section("formerly").prose = Prose(text="旧的内容")
        file.save(report.payload())
    left_at(library, report_id, "formerly")
    async with desk(library.path) as clerk:
        await clerk.open()
        assert clerk.sees(HOSTILE)
        await clerk.press("f5")
        await clerk.until_sees(f"预览：{HOSTILE}")
        await clerk.until_sees("旧的内容")
        assert clerk.text.count(HOSTILE) == 2
        await clerk.press("tab")
        await clerk.until_sees("整份报告")
        await clerk.press("end")
        await clerk.until_sees(HOSTILE)


async def test_hostile_words_in_tables_are_read_literally(library: Library) -> None:
    report_id = library.create(demo_payload())
    path = library.path_of(report_id)
    with ReportFile(path) as file:
        report = Report.read(file.load())
        assert report.funds is not None
        report.funds.sources[0].name = report.funds.uses[0].category = HOSTILE
        file.save(report.payload())
    left_at(library, report_id, "purpose")
    async with desk(library.path, size=(200, 50)) as clerk:
        await clerk.open()
        await clerk.press("f5")
        await clerk.until_sees(HOSTILE)
        await clerk.press("end")
        cells = list(clerk.app.screen.query(".cell"))
        assert cells
        # Whatever the mouse rests on would be read as markup.
        assert {cell.tooltip for cell in cells} == {None}


async def test_the_preview_breaks_rows_as_the_editor_does(library: Library) -> None:
    library.create(demo_payload())
    async with desk(library.path, size=(80, 60)) as clerk:
        await clerk.open()
        await clerk.go("purpose")
        await clerk.press("f5")
        await clerk.until_sees("预览：")
        rows = [row.strip() for row in clerk.text.splitlines()]
    assert len(rows) > 20
    assert [row for row in rows if row[:1] in set("，。、；：）》”%")] == []
    # At this width it would have been cut in two.
    assert any("224,806.32元" in row for row in rows)
