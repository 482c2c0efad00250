"""Whatever is done in the tables of the forms, the report can be saved and comes back as it was."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.outline import BlockKind
from storage.outline_files import find_outline
from storage.report.problems import Promise
from storage.report.report import BLOCKS, Report
from storage.report_file import read_report, write_report
from storage.reports import parsed
from storage.text import clean, one_line
from tests.strategies import typed_figures
from tests.tui.forms import sheets_of
from tui.entry.funds import UsesSheet
from tui.sheet import Sheet


def change(sheet: Sheet, data: st.DataObject) -> None:
    """Do one thing that the keys can do in this table."""
    count = sheet.row_count()
    row = data.draw(st.integers(0, count - 1)) if count else -1
    columns = [column for column in range(len(sheet.columns)) if count and sheet.cell(row, column).editable]
    doings = ["edit"] * len(columns)
    if sheet.growable:
        doings += ["add", *["remove", "up", "down"] * bool(count)]
    if isinstance(sheet, UsesSheet) and count:
        doings += ["add part"]
    doing = data.draw(st.sampled_from(doings))
    if doing == "add":
        sheet.add(row)
    elif doing == "add part" and isinstance(sheet, UsesSheet):
        sheet.add_part(row)
    elif doing == "remove":
        sheet.remove(row)
    elif doing in {"up", "down"}:
        sheet.move(row, -1 if doing == "up" else 1)
    else:
        column = data.draw(st.sampled_from(columns))
        shape = sheet.columns[column]
        text = data.draw(st.sampled_from(shape.choices) if shape.choices else typed_figures)
        sheet.edit(row, column, clean(text)[0] if shape.multiline else one_line(text))


@pytest.mark.parametrize("kind", ["cover", "facts", "funds", "problems", "indicators", "transfer"])
@given(data=st.data())
@settings(max_examples=25)
def test_any_changes_in_the_tables_come_back_equal_through_the_store(kind: BlockKind, data: st.DataObject) -> None:
    outline = find_outline("transfer" if kind == "transfer" else "county")
    report = Report.new(outline, unit="甲县科协", year="2023", project="免费开放")
    for section in report.sections:
        if section.problems is not None:
            section.problems.promises = [Promise(measure="招聘2人。"), Promise(measure="按月检查。")]
    tables = list(sheets_of(report, outline, kind))
    for sheet in data.draw(st.lists(st.sampled_from(tables), min_size=10, max_size=25)):
        change(sheet, data)
    for section in report.sections:
        # What an undo keeps and puts back.
        for name in section.kinds():
            block = section.block(name)
            assert BLOCKS[name].model_validate_json(block.model_dump_json(by_alias=True)) == block
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2023-aaaaaa.json"
        write_report(path, report.payload())
        found, _ = parsed(read_report(path), None)
    assert found == report
