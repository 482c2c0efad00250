"""Word files, made here: what a reader of the page sees is what is read."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from exports.reading.files import read_source
from exports.reading.recognising import headings, recognise
from storage.errors import Refused

NUMBERING = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="70">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>
</w:abstractNum>"""


class Page:
    """A document to put paragraphs into as XML."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = docx.Document()
        numbering = self.document.part.numbering_part.element
        numbering.insert(0, parse_xml(NUMBERING))
        for number, start in (
            ("70", ""),
            ("71", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        ):
            numbering.append(
                parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="70"/>{start}</w:num>')
            )

    def xml(self, inner: str) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(inner.replace(">", f" {nsdecls('w')}>", 1)))

    def numbered(self, text: str, level: int, number: int = 70) -> None:
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        self.xml(f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")

    def read(self) -> list[str]:
        self.document.save(str(self.path))
        source = read_source(self.path)
        assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))
        return [line.text for line in source.lines]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path / "去年的报告.docx")


def test_automatic_numbers_are_those_a_reader_sees(page: Page) -> None:
    page.numbered("项目概况", 0)
    page.numbered("立项", 1)
    page.numbered("背景", 2)
    page.numbered("2023年安排", 2)
    page.numbered("资金", 1)
    page.numbered("下达", 2)
    page.numbered("绩效情况", 0)
    page.numbered("产出", 1)
    page.numbered("明细", 3)
    page.numbered("从五开始", 0, number=71)
    assert page.read() == [
        *("一、项目概况", "（一）立项", "1.背景", "2. 2023年安排", "（二）资金", "1.下达"),
        *("二、绩效情况", "（一）产出", "2.1明细", "五、从五开始"),
    ]
    found = headings(recognise(read_source(page.path), {}))
    assert [(one.depth, one.marker, one.title) for one in found[:4]] == [
        (1, "一、", "项目概况"),
        (2, "（一）", "立项"),
        (3, "1.", "背景"),
        (3, "2.", "2023年安排"),
    ]


def test_numbers_of_styles_and_of_a_paragraph_without_text(page: Page) -> None:
    page.document.add_paragraph("甲", style="List Number")
    page.document.add_paragraph("", style="List Number")
    page.document.add_paragraph("乙", style="List Number")
    page.document.add_paragraph("丙", style="List Bullet")
    assert page.read() == ["1.甲", "", "2.乙", "• 丙"]


def test_tracked_changes_are_taken_as_accepted(page: Page) -> None:
    page.xml(
        '<w:p><w:r><w:t>支出</w:t></w:r><w:del w:id="1"><w:r><w:delText>80</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>79.5</w:t></w:r></w:ins><w:r><w:t>万元</w:t></w:r>'
        '<w:moveFrom w:id="3"><w:r><w:t>移走的</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4"><w:r><w:t>，移来的</w:t></w:r></w:moveTo></w:p>'
    )
    page.xml('<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr><w:r><w:t>前半句，</w:t></w:r></w:p>')
    page.xml("<w:p><w:r><w:t>后半句。</w:t></w:r></w:p>")
    assert page.read() == ["支出79.5万元，移来的", "前半句，后半句。"]


def test_text_in_controls_boxes_links_and_fields(page: Page) -> None:
    page.xml("<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的段</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    page.xml(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>乙</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:smartTag><w:r><w:t>丙</w:t></w:r></w:smartTag><w:hyperlink><w:r><w:t>丁</w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>戊</w:t><w:tab/><w:t>己</w:t><w:br/><w:t>庚</w:t></w:r></w:p>'
    )
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    page.xml(
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wps">{box.format("框里的字")}</mc:Choice><mc:Fallback>{box.format("框里的字")}</mc:Fallback>'
        "</mc:AlternateContent></w:r><w:r><w:t>框外的字</w:t></w:r></w:p>"
    )
    assert page.read() == ["控件里的段", "甲乙丙丁戊\t己", "庚", "框外的字", "框里的字"]


def test_tables_are_rows_and_a_frame_is_text(page: Page) -> None:
    table = page.document.add_table(3, 3)
    for number, text in enumerate(["产出指标", "", "个数", "", "质量", "好\n很好", "", "时效", "按时"]):
        table.cell(*divmod(number, 3)).text = text
    table.cell(0, 0).merge(table.cell(2, 0))
    frame = page.document.add_table(1, 1).cell(0, 0)
    frame.text = "一、项目概况"
    frame.add_paragraph("修路。")
    page.document.save(str(page.path))
    lines = read_source(page.path).lines
    assert [(line.text, line.row) for line in lines if line.text] == [
        ("产出指标\t\t个数", True),
        ("\t质量\t好 很好", True),
        ("\t时效\t按时", True),
        ("一、项目概况", False),
        ("修路。", False),
    ]


def test_styles_say_what_is_title_heading_and_contents(page: Page) -> None:
    page.document.add_paragraph("某县项目自评报告", style="Title")
    page.document.styles.add_style("toc 1", 1)
    for text in ("项目概况\t1", "绩效情况\t2"):
        page.document.add_paragraph(text, style="toc 1")
    for text, level in (("项目概况", 1), ("建设内容", 2), ("绩效情况", 1)):
        page.document.add_heading(text, level)
        page.document.add_paragraph("正文。")
    page.document.save(str(page.path))
    pieces = recognise(read_source(page.path), {})
    assert [(one.line, one.depth, one.title) for one in headings(pieces)] == [
        (4, 1, "项目概况"),
        (6, 2, "建设内容"),
        (8, 1, "绩效情况"),
    ]
    assert [piece.kind.value for piece in pieces[:3]] == ["题名", "目录", "目录"]


def test_a_bomb_is_not_unpacked(page: Page) -> None:
    page.read()
    with zipfile.ZipFile(page.path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.xml", bytes(65 * 1024 * 1024))
    assert page.path.stat().st_size < 1024 * 1024
    with pytest.raises(Refused, match="展开后太大"):
        read_source(page.path)


def test_a_bomb_that_says_it_is_small_is_not_unpacked(page: Page) -> None:
    page.read()
    with zipfile.ZipFile(page.path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.xml", bytes(24 * 1024 * 1024))
    data = bytearray(page.path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        entry = data.rindex(mark) + at
        data[entry : entry + 4] = (9).to_bytes(4, "little")
    page.path.write_bytes(data)
    with pytest.raises(Refused, match="不是完好的 Word 文件"):
        read_source(page.path)


def _rewritten(path: Path, name: str, data: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, data if entry == name else old.read(entry))
    path.write_bytes(packed.getvalue())


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<w:document",
        b"\x00\x01",
        b"<a>" * 3000 + b"</a>" * 3000,
        b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><d>&j;</d>",
    ],
)
def test_a_damaged_or_hostile_file_is_refused(page: Page, xml: bytes) -> None:
    page.read()
    _rewritten(page.path, "word/document.xml", xml)
    with pytest.raises(Refused, match="不是完好的 Word 文件"):
        read_source(page.path)


def test_no_file_is_drawn_in(page: Page, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密", encoding="utf-8")
    page.document.add_paragraph("正文")
    page.read()
    with zipfile.ZipFile(page.path) as archive:
        xml = archive.read("word/document.xml").decode()
    head, _, rest = xml.partition("<w:document")
    entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    _rewritten(
        page.path, "word/document.xml", f"{head}{entity}<w:document{rest}".replace("正文", "正文&x;").encode()
    )
    assert "机密" not in "".join(line.text for line in read_source(page.path).lines)


def test_what_is_cut_off_or_no_archive(page: Page) -> None:
    page.read()
    whole = page.path.read_bytes()
    for data in (b"", whole[:2000], "一、概况".encode()):
        page.path.write_bytes(data)
        with pytest.raises(Refused, match="不是完好的 Word 文件"):
            read_source(page.path)
