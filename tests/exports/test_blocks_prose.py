"""Prose as it is printed: a paragraph a line, and figures in place of references."""

from exports import markdown
from exports.composing import compose, compose_section
from exports.document import Heading, Paragraph
from storage.demo import demo_payload
from storage.outline_files import find_outline
from storage.report.report import Report

COUNTY = find_outline("county")


def paragraphs(text: str) -> list[str]:
    report = Report.read(demo_payload())
    report.section("allocation").prose.text = text
    elements = compose_section(report, COUNTY, "allocation")
    return [element.text for element in elements if isinstance(element, Paragraph)]


def test_a_reference_is_printed_as_the_figure_it_stands_for() -> None:
    text = "支出{{支出合计}}，执行率{{执行率}}。\n\n{{填报单位}}全年开放{{开放天数}}，得{{自评总分}}。"
    assert paragraphs(text) == [
        "支出1,554,225.33元，执行率66.28%。",
        "临泽县科学技术协会全年开放267天，得95.11分。",
    ]


def test_braces_that_are_no_known_name_are_printed_as_typed() -> None:
    assert paragraphs("{年度}{{参观人数}}{{}}{{开放\n天数}}") == ["{年度}{{参观人数}}{{}}{{开放", "天数}}"]


def test_a_reference_to_a_blank_is_printed_as_typed() -> None:
    report = Report.read(demo_payload())
    report.section("benefits").facts.rows[0].value = ""
    report.section("allocation").prose.text = "开放{{开放天数}}。"
    assert Paragraph("开放{{开放天数}}。") in compose(report, COUNTY).elements


def test_titles_and_tables_know_no_references() -> None:
    report = Report.read(demo_payload())
    report.cover.unit = "{{开放天数}}"
    report.section("problems").problems.rows[0].cause = "{{开放天数}}"
    document = compose(report, COUNTY)
    assert Heading(1, "{{开放天数}}2023年项目支出绩效自评报告") in document.elements
    assert markdown.elements(document.elements).count("267天") == markdown.elements(
        compose(Report.read(demo_payload()), COUNTY).elements
    ).count("267天")
