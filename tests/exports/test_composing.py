from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from exports.blocks import cover, facts, funds, problems
from exports.composing import COMPOSERS, compose, compose_section, fill_in
from exports.document import Document, Heading, Paragraph, Table
from exports.exporting import export_name
from exports.markdown import elements, write
from exports.markdown_reading import front_matter, read_body
from exports.recomposing import FORMS
from storage.figures import known, read_quantity
from storage.outline_files import find_outline, outline_files
from storage.report.block import Model
from storage.report.facts import Fact, Facts
from storage.report.funds import Funds, Source
from storage.report.naming import named_figures
from storage.report.problems import Problem, Promise
from storage.report.prose import Prose
from storage.report.references import resolve
from storage.report.report import BLOCKS, Report, Section
from tests.exports.sample import linze_report, new_report, sample_outline, table
from tests.strategies import reports

OUTLINE = sample_outline()
CAPTIONS = {header: caption for form in FORMS.values() for header, caption in form.tables.items()}


def headings(document: Document) -> list[tuple[int, str]]:
    return [(e.level, e.text) for e in document.elements if isinstance(e, Heading)]


def strings(document: Document) -> set[str]:
    found: set[str] = set()
    for element in document.elements:
        if isinstance(element, Table):
            found.update(cell for row in element.rows for cell in row)
        else:
            found.add(element.text)
    return found


def entered(value: Any) -> Iterator[str | Decimal]:
    """Yield all that was typed into a block: prose by its lines, anything else whole; no blanks."""
    if isinstance(value, Prose):
        yield from (line for line in value.text.split("\n") if line.strip())
    elif isinstance(value, list):
        for item in value:
            yield from entered(item)
    elif isinstance(value, str | Decimal):
        yield from [value] if value != "" else []
    elif isinstance(value, Model) and not value.is_blank() and not (isinstance(value, Fact) and value.value == ""):
        for name in type(value).model_fields:
            yield from entered(getattr(value, name))


def printed(report: Report) -> Report:
    """Return a report with the figures its references stand for typed into its texts."""
    copy, figures = report.model_copy(deep=True), named_figures(report, OUTLINE)
    for section in copy.sections:
        if section.prose is not None:
            section.prose.text = resolve(section.prose.text, figures).text
    return copy


def test_every_kind_of_block_has_its_composer() -> None:
    assert COMPOSERS.keys() == BLOCKS.keys()


def test_the_headings_are_those_of_the_outline() -> None:
    assert headings(compose(new_report(), OUTLINE)) == [
        (1, "临泽县科学技术协会2023年项目绩效自评报告"),
        (2, "一、自评工作开展情况"),
        (3, "（一）组织管理情况"),
        (3, "（二）资金和数据"),
        (2, "二、存在的问题"),
        (2, "附件一：项目支出绩效自评表"),
        (2, "附件二：转移支付绩效自评表"),
    ]


def test_the_title_is_followed_by_the_subtitle_and_the_cover() -> None:
    report = new_report()
    report.cover.phone, report.cover.head = "0936-5521234", "张三"
    _, subtitle, front, *_ = compose(report, OUTLINE).elements
    assert subtitle == Paragraph("（2023年科技馆免费开放补助资金项目）")
    assert front == Table(
        cover.HEADER,
        (
            ("填报单位", "临泽县科学技术协会"),
            ("年度", "2023"),
            ("项目名称", "科技馆免费开放补助资金项目"),
            ("主管部门", ""),
            ("联系电话", "0936-5521234"),
            ("负责人", "张三"),
        ),
    )


def test_the_identity_holds_only_what_identifies() -> None:
    report = linze_report()
    known = {
        "格式": "自评宝 1",
        "模板": "sample 3",
        "单位": "临泽县科学技术协会",
        "年度": "2023",
        "项目": "科技馆免费开放补助资金项目",
    }
    assert compose(report, OUTLINE).identity == known
    report.id = "r-7"
    assert compose(report, OUTLINE).identity == known | {"编号": "r-7"}


@pytest.mark.parametrize("project", ["2023年科技馆免费开放", "2023年度科技馆免费开放"])
def test_a_project_called_by_its_year_does_not_say_the_year_twice(project: str) -> None:
    report = new_report()
    report.cover.project = project
    title, subtitle, front, *_ = compose(report, OUTLINE).elements
    assert title == Heading(1, "临泽县科学技术协会2023年项目绩效自评报告")
    assert subtitle == Paragraph("（2023年科技馆免费开放）")
    assert isinstance(front, Table)
    assert ("项目名称", project) in front.rows
    assert fill_in("{项目名称}绩效自评报告", report) == f"{project}绩效自评报告"
    assert export_name(report, "md") == "临泽县科学技术协会2023年度科技馆免费开放绩效自评报告.md"


@pytest.mark.parametrize("project", ["2022年科技馆", "20231年", "2023年", "2023年度", "科技馆2023年"])
def test_another_year_in_the_project_stays(project: str) -> None:
    report = new_report()
    report.cover.project = project
    assert compose(report, OUTLINE).elements[1] == Paragraph(f"（2023年{project}）")


def test_braces_typed_into_the_cover_are_left_alone() -> None:
    report = Report.new(OUTLINE, unit="{年度}", year="{}{0}", project="{项目名称}\\1")
    title, subtitle, *_ = compose(report, OUTLINE).elements
    assert title == Heading(1, "{年度}{}{0}年项目绩效自评报告")
    assert subtitle == Paragraph("（{}{0}年{项目名称}\\1）")


def test_a_line_of_prose_is_a_paragraph_exactly_as_typed() -> None:
    report = new_report()
    report.section("organisation").prose = Prose(text="一是|a|。\n\n　\n  # 二是*b* {{开放天数}}\n| - | - |")
    assert compose_section(report, OUTLINE, "organisation") == [
        Heading(3, "（一）组织管理情况"),
        Paragraph("一是|a|。"),
        Paragraph("  # 二是*b* {{开放天数}}"),
        Paragraph("| - | - |"),
    ]


def test_problems_are_numbered_and_come_before_the_text_as_the_outline_says() -> None:
    report = new_report()
    section = report.section("problems")
    assert section.problems is not None
    section.prose = Prose(text="其他说明")
    section.problems.rows = [
        Problem(),
        Problem(
            problem="指标不够量化", cause="经验不足", measure="重订指标\n加强培训", owner="办公室", due="2024年6月"
        ),
        Problem(measure="另一措施"),
    ]
    assert compose_section(report, OUTLINE, "problems") == [
        Heading(2, "二、存在的问题"),
        Paragraph(problems.CAPTION),
        Table(
            problems.HEADER,
            (
                ("1", "指标不够量化", "经验不足", "重订指标\n加强培训", "办公室", "2024年6月"),
                ("2", "", "", "另一措施", "", ""),
            ),
        ),
        Paragraph("其他说明"),
    ]
    section.problems.rows = []
    section.problems.promises = [Promise(measure="重订指标", outcome="未落实", note="没有批复")]
    assert compose_section(report, OUTLINE, "problems")[1:3] == [
        Paragraph(problems.PROMISES_CAPTION),
        Table(problems.PROMISES_HEADER, (("1", "重订指标", "未落实", "没有批复"),)),
    ]


def test_what_the_outline_no_longer_asks_for_comes_last_under_its_own_title() -> None:
    report = new_report()
    report.section("organisation").facts = Facts(rows=[Fact(name="旧数据", value="5")])
    report.sections += [
        Section(
            id="old", title="旧的一节", prose=Prose(text="旧内容"), funds=Funds(sources=[Source(name="旧资金")])
        ),
        Section(id="nameless", prose=Prose(text="无题")),
        Section(id="empty", title="空的", prose=Prose(), facts=Facts()),
    ]
    document = compose(report, OUTLINE)
    assert headings(document)[-2:] == [(2, "旧的一节"), (2, "nameless")]
    assert document.elements[-5:] == (
        Paragraph("旧内容"),
        Paragraph(funds.SOURCES_CAPTION),
        Table(
            funds.SOURCES_HEADER,
            (("旧资金", "", "", "", "", ""), ("合计", "", "", "", "", "")),
            frozenset({2, 3, 4, 5}),
        ),
        Heading(2, "nameless"),
        Paragraph("无题"),
    )
    assert compose_section(report, OUTLINE, "nameless") == list(document.elements[-2:])
    assert table(compose_section(report, OUTLINE, "organisation"), facts.HEADER) == [("旧数据", "5", "", "全年")]


def test_a_section_the_report_does_not_have_yet_is_a_heading_alone() -> None:
    report = new_report()
    del report.sections[1]
    assert compose_section(report, OUTLINE, "organisation") == [Heading(3, "（一）组织管理情况")]
    assert (3, "（一）组织管理情况") in headings(compose(report, OUTLINE))


def test_a_section_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        compose_section(new_report(), OUTLINE, "nowhere")


@given(reports(OUTLINE))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_entry_of_any_report_stands_in_its_document(report: Report) -> None:
    before = report.payload()
    document = compose(report, OUTLINE)
    shown = strings(document)
    numbers = {known(read_quantity(text)) for text in shown}
    for section in printed(report).sections:
        for kind in section.kinds():
            for entry in entered(section.block(kind)):
                assert entry in (numbers if isinstance(entry, Decimal) else shown)
    assert report.payload() == before


@given(reports(OUTLINE))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_paragraph_is_a_line_that_was_typed_or_the_caption_of_the_table_after_it(report: Report) -> None:
    _, _, *body = compose(report, OUTLINE).elements
    untold = [line for section in printed(report).sections for line in entered(section.prose)]
    for element, after in pairwise([*body, Heading(1, "")]):
        if isinstance(element, Paragraph) and isinstance(after, Table):
            assert element.text.startswith(CAPTIONS[after.header])
        elif isinstance(element, Paragraph):
            assert element.text == untold.pop(0)
    assert not untold


@given(reports(OUTLINE))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_of_a_table_has_as_many_cells_as_its_header(report: Report) -> None:
    for element in compose(report, OUTLINE).elements:
        if isinstance(element, Table):
            assert all(len(row) == len(element.header) for row in element.rows)
            assert max(element.right, default=0) < len(element.header)


@given(reports(OUTLINE))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_report_comes_through_markdown_unchanged(report: Report) -> None:
    document = compose(report, OUTLINE)
    identity, body = front_matter(write(document))
    assert read_body(body) == list(document.elements)
    assert identity.items() >= document.identity.items()


def test_the_published_figures_are_plain_text_in_the_markdown() -> None:
    body = elements(compose(linze_report(), OUTLINE).elements)
    assert "\\" not in body
    assert "| 年度资金总额 | 76.000000 | 155.422533 | 155.422533 | 10 | 100% | 10 |\n" in body
    assert "|  | 合计 |  | 1,554,225.33 |\n" in body


@given(reports(OUTLINE))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_section_alone_looks_as_it_does_in_the_whole(report: Report) -> None:
    whole = compose(report, OUTLINE).elements
    for section in OUTLINE.sections:
        alone = tuple(compose_section(report, OUTLINE, section.id))
        assert any(whole[at : at + len(alone)] == alone for at in range(len(whole)))


@pytest.mark.parametrize("outline_id", sorted(outline_files()))
def test_every_built_in_outline_makes_a_document(outline_id: str) -> None:
    outline = find_outline(outline_id)
    report = Report.new(outline, unit="甲", year="2023", project="乙")
    texts = [text for _, text in headings(compose(report, outline))]
    assert all(part.heading in texts for part in outline.parts)
    assert len(texts) == len(set(texts))
