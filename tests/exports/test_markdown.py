import hashlib
import json
from pathlib import Path

import pytest

from exports import markdown
from exports.document import Document, Heading, Paragraph, Table

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "linze-2023.txt"
ORDINARY = """\
一、自评工作开展情况
（一）组织管理情况
1.绩效目标：2023年预算155.42万元，执行155.42万元，执行率100.00%；比上年增加1.5万元（+0.97%）。
2、全年开放310天，接待观众约3万人次，门票收入0元。
（2）"三馆一站"免费开放补助资金《管理办法》（财教〔2013〕98号）：资金到位率=实际到位/计划到位×100%
满意度≥95%，投诉率 < 1%；a & b；A-1栋、#2机组，10:30-17:00；联系电话：0936-5521234。
10.完成情况！见附件1、2……
"""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("3～5天，4~6月", "3～5天，4\\~6月"),
        ("3~5天，4~6月", "3\\~5天，4\\~6月"),
        ("**重点：**内容", "\\*\\*重点：\\*\\*内容"),
        ("a\n===", "a\\\n\\==="),
        ("x|y\n-:", "x\\|y\\\n\\-:"),
        ("x|y\n:-", "x\\|y\\\n\\:-"),
        ("    缩进", "&#x20;&#x20;&#x20;&#x20;缩进"),
        ("\u3000\u3000", "&#x3000;&#x3000;"),
        ("完\u00a0", "完&#xA0;"),
        ("---", "\\---"),
        ("[^1]", "\\[^1]"),
        ("[x]", "\\[x]"),
        ("[a]: b", "\\[a]: b"),
        ("1.绩效", "1.绩效"),
        ("1.5万元", "1.5万元"),
        ("1. 绩效", "1\\. 绩效"),
        ("完成12", "完成12"),
        ("12)", "12\\)"),
        ("# 号", "\\# 号"),
        (": 定义", "\\: 定义"),
        (":定义", ":定义"),
        ("1 < 2", "1 < 2"),
        ("<0@0>", "\\<0@0>"),
        ("A&B & C", "A\\&B & C"),
        ("&#12288;", "\\&#12288;"),
        ("见https://a.cn", "见https\\://a.cn"),
        ("（http://a.cn，FTP://b.cn/c:d）", "（http\\://a.cn，FTP\\://b.cn/c:d）"),
        ("http: //，x://y，10:30", "http: //，x://y，10:30"),
        ("WWW.a.cn", "WWW\\.a.cn"),
        ("每股$5`_\\", "每股\\$5\\`\\_\\\\"),
        ("末尾\n", "末尾&#xA;"),
        ("一\n\n二", "一\\\n\\\n二"),
    ],
)
def test_a_paragraph_gets_the_backslashes_it_needs(text: str, written: str) -> None:
    assert markdown.elements([Paragraph(text)]) == written + "\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("一、概况", "## 一、概况"),
        ("1. 概况", "## 1. 概况"),
        ("第\n二节", "## 第二节"),
        ("C#", "## C#"),
        ("见 ##", "## 见 \\##"),
        ("#", "## \\#"),
        ("", "##"),
        ("概况 ", "## 概况&#x20;"),
    ],
)
def test_a_heading_is_one_line_that_keeps_its_marks(text: str, written: str) -> None:
    assert markdown.elements([Heading(2, text)]) == written + "\n"


def test_a_table_is_written_with_its_alignment_and_no_more_backslashes_than_its_cells_need() -> None:
    table = Table(("名称", "数值"), (("- 天数", "-5.20"), ("a|b\n<br>", ""), ("1. x", "# ")), frozenset({1}))
    assert markdown.elements([table]) == (
        "| 名称 | 数值 |\n| --- | ---: |\n| - 天数 | -5.20 |\n| a\\|b<br>\\<br> |  |\n| 1. x | #&#x20; |\n"
    )


def test_elements_stand_apart_and_the_body_ends_in_one_line_break() -> None:
    table = Table(("甲",), ())
    body = markdown.elements([Heading(1, "题"), Paragraph(""), table, table, Paragraph("后")])
    assert body == "# 题\n\n| 甲 |\n| --- |\n\n| 甲 |\n| --- |\n\n后\n"
    assert markdown.elements([]) == markdown.elements([Paragraph("")]) == ""


@pytest.mark.parametrize(
    "table", [Table((), ()), Table(("甲", "乙"), (("一",),)), Table(("甲",), (("一", "二"),))]
)
def test_a_table_that_markdown_would_cut_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match="as long as its header"):
        markdown.elements([table])


def test_the_front_matter_is_quoted_and_ends_with_the_digest_of_the_body() -> None:
    values = {"单位": '临泽县"科协"', "年度": "012", "备注": "a\\b\n\x85\u2028\x7f"}
    written = markdown.write(Document(values, (Heading(1, "题"), Paragraph("文"))))
    body = "# 题\n\n文\n"
    assert written == (
        '---\n单位: "临泽县\\"科协\\""\n年度: "012"\n备注: "a\\\\b\\n\\u0085\\u2028\\u007f"\n'
        f'校验: "sha256:{hashlib.sha256(body.encode()).hexdigest()}"\n---\n\n{body}'
    )
    assert json.loads('"a\\\\b\\n\\u0085\\u2028\\u007f"') == values["备注"]


def test_the_digest_does_not_depend_on_line_ends() -> None:
    assert markdown.digest("a\nb\n") == markdown.digest("a\r\nb\r\n") == markdown.digest("a\rb\r")
    assert markdown.digest("a\nb\n") != markdown.digest("a\nb")


def test_an_ordinary_report_needs_no_backslash() -> None:
    assert [markdown.escape(line) for line in ORDINARY.split("\n")] == ORDINARY.split("\n")


@pytest.mark.skipif(not REFERENCE.exists(), reason="the published reports are not part of the repository")
def test_a_published_report_needs_no_backslash() -> None:
    lines = [line.strip() for line in REFERENCE.read_text(encoding="utf-8").split("\n")]
    assert [markdown.escape(line) for line in lines] == lines
    assert sum(map(len, lines)) > 5000
