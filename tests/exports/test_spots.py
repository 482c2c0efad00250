"""The cells and paragraphs of a document lead back to what was typed there."""

from decimal import Decimal

import pytest

from exports.composing import compose
from exports.document import Paragraph, Table
from storage.checks.fixing import text_at
from storage.demo import demo_payload
from storage.figures import read_quantity
from storage.outline_files import find_outline
from storage.report.indicators import Measure
from storage.report.report import Report
from storage.report.transfer import ManagementLine, Transfer


@pytest.fixture
def report() -> Report:
    """The sample, with a blank row before the typed ones of every table, and the other form too."""
    report = Report.read(demo_payload())
    report.sections[-1].transfer = Transfer(
        expected="目标",
        management=[ManagementLine(name="分配", situation="好")],
        rows=[Measure(name="场次", target="40场")],
    )
    report.fit(find_outline(report.outline))
    for section in report.sections:
        for kind in section.kinds():
            block = section.block(kind)
            for name in type(block).model_fields:
                if isinstance(rows := getattr(block, name), list) and rows and kind != "facts":
                    rows.insert(0, type(rows[0])())
    prose = report.section("organisation").prose
    assert prose is not None
    prose.text = "\n 第一段。\n\n参观{{参观人次}}，开放{{没有这个}}。"
    return report


def test_every_typed_cell_is_found_where_its_spot_leads(report: Report) -> None:
    kinds = set()
    for table in compose(report, find_outline(report.outline)).elements:
        if isinstance(table, Table):
            assert len(table.spots) <= len(table.rows)
            for row, spots in zip(table.rows, table.spots, strict=False):
                assert len(row) == len(spots)
                for cell, spot in zip(row, spots, strict=True):
                    if spot is not None:
                        typed = text_at(report, spot)
                        assert cell == typed or read_quantity(cell) == Decimal(typed)
                        kinds.add((spot.kind, *(step for step in spot.field if isinstance(step, str))))
    assert {("cover", "unit"), ("funds", "sources", "annual"), ("funds", "uses", "parts", "amount")} <= kinds
    assert {("facts", "rows", "value"), ("indicators", "rows", "reason"), ("problems", "rows", "measure")} <= kinds
    assert {("transfer", "rows", "target"), ("transfer", "management", "situation")} <= kinds


def test_a_paragraph_leads_to_the_line_as_it_was_typed(report: Report) -> None:
    elements = compose(report, find_outline(report.outline)).elements
    spots = [one.spot for one in elements if isinstance(one, Paragraph) and one.spot is not None]
    found = [text_at(report, spot)[spot.start : spot.end] for spot in spots if spot.section == "organisation"]
    assert found == [" 第一段。", "参观{{参观人次}}，开放{{没有这个}}。"]
