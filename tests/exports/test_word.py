"""What a Word file says to the programs that open it; how it looks was seen in pages made of it."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length

from exports import word
from exports.blocks.indicators import ROWS_HEADER
from exports.composing import compose
from exports.document import Document, Heading, Paragraph, Table
from storage.demo import demo_payload
from storage.reports import parsed

# The order Word insists on, of the children that are written (ECMA-376, part 1, annex A).
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl snapToGrid spacing ind jc outlineLvl sectPr",
    "rPr": "rFonts spacing sz szCs lang",
    "tblPr": "tblW jc tblBorders tblLayout tblCellMar",
    "tblCellMar": "top left bottom right",
    "tblBorders": "top left bottom right insideH insideV",
    "tcPr": "tcW gridSpan vMerge vAlign",
    "sectPr": "footerReference footerReference pgSz pgMar docGrid",
    "style": "name basedOn next qFormat pPr rPr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "p": "pPr r fldSimple r",
    "font": "altName charset",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
}


@pytest.fixture(scope="module")
def demo() -> Document:
    return compose(*parsed(demo_payload(), None))


@pytest.fixture(scope="module")
def data(demo: Document) -> bytes:
    return word.write(demo)


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def parts(data: bytes) -> Iterator[tuple[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, docx.oxml.parse_xml(archive.read(name))


def test_the_same_document_is_the_same_bytes_and_bears_no_time(demo: Document, data: bytes) -> None:
    assert word.write(demo) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(data).core_properties
    assert (properties.author, properties.created) == (demo.identity["单位"], None)
    assert properties.title == "临泽县科学技术协会2023年项目支出绩效自评报告"


def test_headings_are_headings_and_text_is_text(data: bytes) -> None:
    paragraphs = opened(data).paragraphs
    styles = [paragraph.style.name for paragraph in paragraphs if paragraph.text]
    assert styles[:5] == ["Title", "Subtitle", "Heading 1", "Heading 2", "Body Text"]
    assert set(styles) == {"Title", "Subtitle", "Heading 1", "Heading 2", "Body Text", "Caption"}
    assert "根据" in next(one.text for one in paragraphs if one.style.name == "Body Text")


def test_the_paper_is_that_of_an_official_document_and_turned_for_the_form(data: bytes) -> None:
    document = opened(data)
    assert document.settings.odd_and_even_pages_header_footer
    upright, turned = document.sections
    millimetres = [
        [round(side.mm) for side in (one.top_margin, one.bottom_margin, one.left_margin, one.right_margin)]
        for one in (upright, turned)
    ]
    assert millimetres == [[37, 35, 28, 26], [28, 26, 35, 37]]
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (turned.orientation, round(turned.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)
    body = list(document.element.body)
    ending = next(number for number, one in enumerate(body) if list(one.iter(qn("w:sectPr"))))
    assert "".join(body[ending + 1].itertext()).startswith("附件：项目支出绩效自评表")
    for section in (upright, turned):
        for footer, style in ((section.footer, "单页页码"), (section.even_page_footer, "双页页码")):
            assert "".join(text.text for text in footer._element.iter(qn("w:t"))) == "— 1 —"
            assert footer.paragraphs[0].style.name == style


def test_only_what_belongs_to_the_form_is_turned_with_it() -> None:
    form = Table(ROWS_HEADER, ())
    elements = (Heading(2, "甲"), Heading(2, "乙"), Heading(3, "丙"), form, Heading(3, "丁"), Paragraph("戊"))
    document = opened(word.write(Document({}, elements)))
    assert [section.orientation for section in document.sections] == [*WD_ORIENT, WD_ORIENT.PORTRAIT]
    ends = [one.text for one in document.paragraphs if list(one._p.iter(qn("w:sectPr")))]
    assert ends == ["甲", ""]


def test_a_long_title_has_lines_of_about_one_length() -> None:
    for count, a_line in ((19, 20), (20, 12), (41, 15)):
        document = opened(word.write(Document({}, (Heading(1, "题" * count),))))
        indent = document.paragraphs[0].paragraph_format.left_indent
        assert (442 - 2 * (indent.pt if indent else 0)) // 22 == a_line


def test_every_run_is_set_in_the_fonts_of_official_documents(data: bytes) -> None:
    for name, root in parts(data):
        assert not [one for one in root.iter() if any("Theme" in key for key in one.attrib)], name
        for run in root.iter(qn("w:r")):
            assert run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:hint")) == "eastAsia"
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in opened(data).styles
        if style.element.rPr is not None
    }
    assert fonts["Title"].startswith("方正小标宋")
    assert [fonts[name] for name in ("Heading 1", "Heading 2", "Body Text")] == [
        "黑体",
        "楷体_GB2312",
        "仿宋_GB2312",
    ]
    body = opened(data).styles["Body Text"].element.pPr
    assert body.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    grids = [grid for _, root in parts(data) for grid in root.iter(qn("w:docGrid"))]
    assert {(grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) for grid in grids} == {("lines", "579")}


def test_elements_stand_in_the_order_that_word_insists_on(data: bytes) -> None:
    seen = set()
    for name, root in parts(data):
        for element in root.iter():
            kind = element.tag.partition("}")[2]
            if kind in ORDER:
                seen.add(kind)
                order = ORDER[kind].split()
                for child in element:
                    tag = child.tag.partition("}")[2]
                    assert tag in order, (name, kind, tag)
                    order = order[order.index(tag) :]
    assert seen == set(ORDER)


def test_a_table_is_drawn_over_the_width_of_its_paper(data: bytes) -> None:
    document = opened(data)
    upright, turned = document.sections
    widths = {Length(one.page_width - one.left_margin - one.right_margin).twips for one in (upright, turned)}
    for table in document.tables:
        columns = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(columns) in widths and min(columns) > 400
        for row in table.rows:
            cells = [cell.width.twips for cell in row._tr.tc_lst]
            assert sum(cells) == sum(columns)
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]


def test_names_that_repeat_are_one_cell_and_figures_stand_on_the_right() -> None:
    rows = (
        ("产出指标", "数量指标", "开放天数", "", "", "5", "5", ""),
        ("产出指标", "数量指标", "场次", "", "", "5", "5", ""),
        ("产出指标", "质量指标", "", "", "", "5", "5", ""),
        ("效益指标", "质量指标", "", "", "", "5", "5", ""),
        ("总分", "", "", "", "", "100", "95", ""),
    )
    (table,) = opened(word.write(Document({}, (Table(ROWS_HEADER, rows, frozenset({5, 6})),)))).tables
    level = [table.cell(number, 0)._tc for number in range(1, 6)]
    assert level[0] is level[1] is level[2] and level[2] is not level[3]
    kind = [table.cell(number, 1)._tc for number in range(1, 5)]
    assert kind[0] is kind[1] and len(set(kind)) == 3
    assert table.cell(5, 0)._tc is table.cell(5, 4)._tc is not table.cell(5, 5)._tc
    aligned = [cell.paragraphs[0].style.paragraph_format.alignment for cell in table.row_cells(1)]
    assert [str(one) for one in aligned[4:7]] == ["LEFT (0)", "RIGHT (2)", "RIGHT (2)"]


def test_nothing_that_xml_cannot_hold_stops_an_export() -> None:
    hostile = "甲\x00\x0b\ud800\ufffe<&]]>\u202e乙"
    elements = (Heading(1, hostile), Paragraph(hostile), Table((hostile,), ((hostile,),)))
    document = opened(word.write(Document({"单位": hostile, hostile: ""}, elements)))
    assert [one.text for one in document.paragraphs[:2]] == ["甲\n<&]]>乙"] * 2
