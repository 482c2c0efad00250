"""What is written as Word comes back, text for text, also through another program that saves the file again."""

from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import word
from exports.blocks.indicators import GRADE, ROWS_HEADER, TOTAL
from exports.composing import compose
from exports.document import Document, Heading, Paragraph, Table
from exports.reading.own_word import OwnWord, read_own_word
from storage.demo import demo_payload
from storage.errors import Refused
from storage.reports import parsed
from tests.exports import adversarial

OURS = {"格式": "自评宝 1"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("word") / "报告.docx"


def back(document: Document, path: Path) -> OwnWord | None:
    path.write_bytes(word.write(document))
    return read_own_word(path)


@st.composite
def groups(draw: st.DrawFn) -> Table:
    """Draw a table whose names repeat down and across, as an official form's do."""
    name = st.sampled_from(["", "产出指标", "数量\n指标", " ", TOTAL, GRADE])
    row = st.tuples(name, name, *[st.sampled_from(["", "甲"])] * 6)
    return Table(ROWS_HEADER, tuple(draw(st.lists(row, max_size=6))), frozenset({5, 6}))


@given(adversarial.documents, st.lists(groups(), max_size=2))
@settings(deadline=None, max_examples=40)
def test_any_document_comes_back_element_for_element(path: Path, document: Document, more: list[Table]) -> None:
    whole = Document(document.identity | OURS, (*document.elements, *more))
    assert back(whole, path) == OwnWord(whole, unchanged=True, dropped=0)


def test_a_report_comes_back_when_another_program_has_saved_it(path: Path) -> None:
    written = compose(*parsed(demo_payload(), None))
    assert back(written, path) == OwnWord(written, unchanged=True, dropped=0)
    docx.Document(str(path)).save(str(path))
    assert read_own_word(path) == OwnWord(written, unchanged=True, dropped=0)


def test_what_somebody_changed_in_word_is_read_as_it_is_now(path: Path) -> None:
    elements = (
        Heading(2, "一、概况"),
        Paragraph("支出80万元。"),
        Table(("名称", "数值"), (("甲", "1"), ("乙", "2"))),
    )
    back(Document(OURS, elements), path)
    edited = docx.Document(str(path))
    edited.paragraphs[1].add_run("其中电费5万元。")
    edited.paragraphs[1].insert_paragraph_before("")
    edited.paragraphs[0].insert_paragraph_before("新的一段。")
    table = edited.tables[0]
    table.cell(1, 0).merge(table.cell(2, 0)).paragraphs[0].text = "甲"
    table.cell(2, 1).add_paragraph("3")
    edited.save(str(path))
    read = read_own_word(path)
    assert read is not None and not read.unchanged and read.document.identity == OURS
    assert read.document.elements == (
        Paragraph("新的一段。"),
        Heading(2, "一、概况"),
        Paragraph("支出80万元。其中电费5万元。"),
        Table(("名称", "数值"), (("甲\n乙", "1"), ("甲\n乙", "2\n3"))),
    )


def test_a_file_of_somebody_else_is_none_of_ours(path: Path) -> None:
    docx.Document().save(str(path))
    assert read_own_word(path) is None
    assert back(Document({"格式": "别的"}, ()), path) is None
    assert read_own_word(path.with_suffix(".md")) is None


def test_what_is_no_report_any_more_is_refused_in_a_sentence(path: Path) -> None:
    elements = (Table(("甲", "乙", "丙"), (("1", "2", "3"),)),)
    back(Document(OURS, elements), path)
    edited = docx.Document(str(path))
    row = edited.tables[0].rows[1]._tr
    row.remove(row.tc_lst[0])
    edited.save(str(path))
    with pytest.raises(Refused, match="“2 3”有2格，表头有3格"):
        read_own_word(path)

    # A name of half a million characters in three rows, and a cell that claims to reach over all columns there are.
    names = Table(("一级指标",), (("甲" * 400_000,),) * 3)
    with pytest.raises(Refused, match="一百万字"):
        back(Document(OURS, (names,)), path)
    back(Document(OURS, elements), path)
    whole = path.read_bytes()
    edited = docx.Document(str(path))
    edited.tables[0].cell(0, 0)._tc.grid_span = 99_999_999
    edited.save(str(path))
    with pytest.raises(Refused, match="表头有65格"):
        read_own_word(path)
    for data in (b"", whole[:2000], b"PK\x03\x04"):
        path.write_bytes(data)
        with pytest.raises(Refused, match="不是完好的 Word 文件"):
            read_own_word(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(500))
    with pytest.raises(Refused, match=r"另存为 \.docx"):
        read_own_word(path)
