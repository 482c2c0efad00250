"""A document read back as a report: what was composed comes back, what was changed by hand is told."""

import pytest
from hypothesis import HealthCheck, given, settings

from exports.composing import compose
from exports.document import Document
from exports.markdown import DIGEST_KEY, write
from exports.markdown_reading import front_matter, read_body
from exports.recomposing import FORMS, read_document
from storage.demo import demo_payload
from storage.outline import Outline
from storage.outline_files import find_outline, outline_files
from storage.report.block import filled
from storage.report.naming import named_figures
from storage.report.prose import Prose
from storage.report.references import resolve
from storage.report.report import BLOCKS, Report
from storage.reports import parsed
from tests.exports.sample import linze_report, new_report, sample_outline
from tests.strategies import reports

OUTLINE = sample_outline()
cheap = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shown(report: Report, outline: Outline) -> dict[str, object]:
    """Return all that the document of a report shows, by section and kind."""
    figures, found = named_figures(report, outline), {}
    for section in report.sections:
        name = section.id if outline.section(section.id) else section.title.strip() or section.id
        for kind in section.kinds():
            block = section.block(kind).model_copy(deep=True)
            if isinstance(block, Prose):
                block.text = resolve(block.text, figures).text
                block.text = "\n".join(line for line in block.text.split("\n") if line.strip())
            for field in ("rows", "sources", "uses", "management"):
                if hasattr(block, field):
                    setattr(block, field, filled(getattr(block, field)))
            for use in getattr(block, "uses", []):
                use.parts = filled(use.parts)
            if block != BLOCKS[kind]():
                found[name, kind] = block
    return {str(key): value for key, value in found.items()}


def comes_back(report: Report, outline: Outline) -> None:
    written = write(compose(report, outline))
    identity, body = front_matter(written)
    del identity[DIGEST_KEY]
    read = read_document(Document(identity, tuple(read_body(body))), outline)
    assert read.problems == ()
    assert write(compose(read.report, outline)) == written
    assert shown(read.report, outline) == shown(report, outline)


def test_every_kind_of_block_is_read() -> None:
    assert FORMS.keys() | {"prose"} == BLOCKS.keys()


@given(reports(OUTLINE))
@cheap
def test_any_report_comes_back(report: Report) -> None:
    comes_back(report, OUTLINE)


@pytest.mark.parametrize("outline_id", sorted(outline_files()))
@given(reports(OUTLINE))
@settings(cheap, max_examples=3)
def test_a_report_by_every_built_in_outline_comes_back(outline_id: str, typed: Report) -> None:
    outline = find_outline(outline_id)
    report = Report.new(outline, unit="某馆", year="2023", project="某项目")
    given = {kind: section.block(kind) for section in typed.sections for kind in section.kinds()}
    for section in report.sections:
        asked = outline.section(section.id)
        assert asked is not None
        for kind in asked.blocks:
            block = given[kind].model_copy(deep=True)
            block.fit(asked, outline)
            section.put(kind, block)
    comes_back(Report.read(report.payload()), outline)


def test_the_sample_and_the_published_report_come_back() -> None:
    comes_back(*parsed(demo_payload(), None))
    comes_back(linze_report(), OUTLINE)
    comes_back(new_report(), OUTLINE)
