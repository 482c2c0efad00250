"""The facts' table: what it keeps in memory is what its file will say."""

from hypothesis import example, given
from hypothesis import strategies as st

from storage.report.facts import Fact, Facts
from storage.report.following import Following
from storage.report.report import Report
from tests.storage.office import office_outline
from tests.strategies import typed_figures
from tui.entry.facts import FactsSheet
from tui.entry.work import Work

NAME, VALUE, UNIT, _ = range(4)
OUTLINE = office_outline({"all": ["facts"]})
units = st.sampled_from(["", "元", "万元", "%", "天", "㎡"])


@given(st.lists(st.tuples(st.just(VALUE), typed_figures) | st.tuples(st.just(UNIT), units), max_size=4))
@example([(VALUE, "1.234"), (UNIT, "元")])
@example([(UNIT, "元"), (VALUE, "1.5"), (UNIT, "天")])
def test_whatever_is_typed_in_whatever_order_reads_the_same_from_the_file(edits: list[tuple[int, str]]) -> None:
    report = Report.new(OUTLINE, unit="甲", year="2023", project="乙")
    section = report.section("all")
    sheet = FactsSheet(Work(report, OUTLINE, section, OUTLINE.section("all"), Following(report, OUTLINE)))
    sheet.rows.append(Fact(name="自己的数据"))
    for column, text in edits:
        sheet.edit(0, column, text)
    there = Report.read(report.payload()).section("all").block("facts")
    assert isinstance(there, Facts)
    assert there.rows == sheet.rows
    assert type(there.rows[0].value) is type(sheet.rows[0].value)
