"""Words that are markup elsewhere, in every kind of field and on every screen."""

import json
from collections.abc import Collection

import pytest
from textual.command import CommandPalette
from textual.widgets import Markdown

from exports.exporting import default_folder
from exports.markdown_reading import front_matter, read_body
from storage.library import Library
from storage.outline_files import find_outline
from storage.report.report import Report
from storage.report_file import ReportFile
from storage.reports import create_report
from tests.tui.clerk import desk
from tests.tui.forms import sheets_of
from tui.entry.funds import UsesSheet
from tui.export.dialog import ExportDialog
from tui.help import Help
from tui.library.screen import LibraryScreen
from tui.preview.screen import PreviewScreen

HOSTILE = "[/x][red]【】|<script>1."
# As a file may be called.
SAFE = "[／x][red]【】"
LARGE = (160, 40)
COUNTY = {kind for section in find_outline("county").sections for kind in section.blocks}


def filled(library: Library, outline_id: str) -> None:
    """Put a report into the library with the words in every field that takes words."""
    outline = find_outline(outline_id)
    report_id = create_report(library, outline_id=outline_id, unit=HOSTILE, year="2023", project=HOSTILE)
    with ReportFile(library.path_of(report_id)) as file:
        report = Report.read(file.load())
        for sheet in sheets_of(report, outline):
            sheet.add(-1)
            if isinstance(sheet, UsesSheet):
                sheet.add_part(sheet.add(0))
            for row in range(sheet.row_count()):
                for column, shape in enumerate(sheet.columns):
                    if sheet.cell(row, column).editable and not shape.choices:
                        sheet.edit(row, column, HOSTILE)
        for section in report.sections:
            if section.prose is not None:
                section.prose.text = HOSTILE
        file.save(report.payload())


@pytest.mark.parametrize(
    ("outline_id", "previewed"),
    [("county", ()), ("transfer", COUNTY)],
)
async def test_hostile_words_are_seen_literally_in_every_section_and_each_kind_of_it_in_the_preview(
    library: Library, outline_id: str, previewed: Collection[str]
) -> None:
    filled(library, outline_id)
    async with desk(library.path, size=LARGE) as clerk:
        await clerk.open()
        seen = set(previewed)
        for section in find_outline(outline_id).sections:
            assert clerk.section() == section.id
            # Twice or more in the header, and then in the section.
            assert clerk.text.count(HOSTILE) > 3, section.id
            if not seen.issuperset(section.blocks):
                seen.update(section.blocks)
                await clerk.press("f5")
                await clerk.until(lambda: isinstance(clerk.app.screen, PreviewScreen))
                await clerk.until_sees(HOSTILE)
                await clerk.press("escape")
            await clerk.press("f4")


async def test_hostile_words_are_seen_literally_on_every_other_screen(library: Library) -> None:
    filled(library, "county")
    async with desk(library.path, size=LARGE) as clerk:
        (row,) = (line for line in clerk.text.split("\n") if HOSTILE in line)
        assert row.count(HOSTILE) == 2
        await clerk.type(HOSTILE)
        assert clerk.text.count(HOSTILE) == 3
        await clerk.type("没有的")
        await clerk.until_sees(f"没有找到含“{HOSTILE}没有的”的报告")
        await clerk.press("escape")
        await clerk.open()
        await clerk.press("f2")
        assert clerk.sees(HOSTILE)
        await clerk.press("f2", "f1")
        assert isinstance(clerk.app.screen, Help)
        await clerk.press("escape", "ctrl+p")
        await clerk.until_sees("打几个字找功能")
        await clerk.type(HOSTILE)
        assert isinstance(clerk.app.screen, CommandPalette)
        await clerk.until_sees(HOSTILE)
        await clerk.press("escape", "f5", "tab")
        await clerk.until_sees("整份报告")
        await clerk.until(lambda: len(clerk.app.screen.query_one(Markdown).source) > 5000, "the whole report")
        await clerk.until_sees(HOSTILE)
        await clerk.press("escape", "f9")
        assert isinstance(clerk.app.screen, ExportDialog)
        await clerk.press("enter")
        await clerk.until_sees("已导出")
        assert clerk.sees(SAFE)
        await clerk.press("enter", "f9", "enter")
        await clerk.until_sees("已有同名文件")
        assert clerk.sees(SAFE)
        await clerk.press("escape", "escape", "escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        await clerk.press("ctrl+d")
        await clerk.until(lambda: clerk.app.screen is not clerk.library_screen)
        assert clerk.text.count(HOSTILE) >= 3
        await clerk.press("escape", "delete", "f8")
        await clerk.until_sees("回收站")
        assert clerk.sees(HOSTILE)
    (export,) = default_folder().iterdir()
    identity, body = front_matter(export.read_text(encoding="utf-8"))
    assert (identity["单位"], identity["年度"], identity["项目"]) == (HOSTILE, HOSTILE, HOSTILE)
    assert HOSTILE in str(list(read_body(body)))


async def test_a_report_is_made_with_hostile_words(library: Library) -> None:
    async with desk(library.path, size=LARGE) as clerk:
        await clerk.press("ctrl+n")
        await clerk.until_sees("新建报告")
        await clerk.paste(HOSTILE)
        await clerk.press("enter", "enter")
        await clerk.paste(HOSTILE)
        assert clerk.text.count(HOSTILE) == 2
        await clerk.press("enter", "enter")
        await clerk.until_sees(f"年度 · {HOSTILE}")
        assert json.dumps(HOSTILE, ensure_ascii=False) in clerk.report_path.read_text(encoding="utf-8")
