import pytest

from exports import markdown
from exports.document import Document, Heading, Paragraph, Table
from exports.markdown_reading import front_matter, parser, read_body
from storage.errors import Refused

WRITTEN = markdown.write(Document({"年度": "012", "单位": "no"}, (Heading(1, "题"), Paragraph("文"))))


def test_the_front_matter_is_text_whatever_it_looks_like() -> None:
    entries, body = front_matter(WRITTEN)
    assert entries == {"年度": "012", "单位": "no", "校验": markdown.digest(body)}
    assert body == "# 题\n\n文\n"


def test_an_edit_of_the_body_shows_in_the_digest() -> None:
    entries, body = front_matter(WRITTEN.replace("文\n", "文字\n"))
    assert entries["校验"] != markdown.digest(body)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第1行不是 ---"),
        ("# 题\n", "第1行不是 ---"),
        ('---\n年度: "2023"\n# 题\n', "没有结束"),
        ("---\n年度: 2023\n---\n", "第2行“年度: 2023”看不懂"),
        ('---\n年度: "20\\q"\n---\n', "第2行"),
        ('---\n年度: "20" 23"\n---\n', "第2行"),
        ('---\n年度: "1"\n\n---\n', "第3行"),
        ('---\n年度: "1"\n年度: "2"\n---\n', "第3行的“年度”前面已经有了"),
    ],
)
def test_a_spoilt_front_matter_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        front_matter(text)


@pytest.mark.parametrize(
    ("row", "cells"), [("| 一 |", 1), ("| 一 | 二 | 三 |", 3), ("没有空行的一段", 1), ("| 一 \\| 二 |", 1)]
)
def test_a_row_with_other_cells_than_the_header_is_refused(row: str, cells: int) -> None:
    with pytest.raises(Refused, match=f"有{cells}格，表头有2格"):
        read_body(f"| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n{row}\n")


def test_a_table_typed_without_outer_bars_is_read() -> None:
    assert read_body("甲|乙\n-|-:\n1|2\\|3\n") == [Table(("甲", "乙"), (("1", "2|3"),), frozenset({1}))]


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:y)",
        "![图](http://a.cn/b.png)",
        "<ms-word:a>",
        "<b>粗</b>",
        "**重点**和~~删~~",
        "`代码`",
        "- 一\n- 二",
        "2. 一\n2. 二",
        "> 引文",
        "[a]: b",
        "甲\n===",
        "***",
        "```\n代码\n```",
        "<div>\n块\n</div>",
    ],
)
def test_what_others_typed_stays_the_text_it_is(text: str) -> None:
    assert read_body(text) == [Paragraph(text)]
    assert "<a" not in parser().render(text)


def test_breaks_and_references_others_typed_are_read() -> None:
    assert read_body("一<br/>二<BR>三\n四  \n五&nbsp;&amp;\\<br>") == [Paragraph("一\n二\n三\n四\n五\u00a0&<br>")]


def test_references_bring_in_nothing_invisible() -> None:
    assert read_body("a&#x202E;b&#13;c&#x200B;&#8232;d") == [Paragraph("ab\nc\nd")]
    assert front_matter('---\n单位: "a\\u001b\\u202eb\\ud800"\n---\n') == ({"单位": "ab"}, "")
