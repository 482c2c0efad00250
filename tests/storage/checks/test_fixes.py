"""Every fix, accepted in the report it was raised for, mends what it was raised for and breaks nothing."""

import pytest

from storage.checks.checking import check
from storage.checks.codes import Code
from storage.checks.finding import Finding, Severity
from storage.checks.fixing import changes, put
from storage.checks.subject import of_report
from storage.report.report import Report
from tests.storage.checks.planting import (
    COUNTY,
    Change,
    carried,
    demo,
    found_in,
    instead,
    reads,
    says,
    together,
)

# What is planted in which section, and a piece of the text once it is mended.
MISTAKES: list[tuple[Code, Change, str, str]] = [
    (
        Code.NUMBERING_DUPLICATE,
        reads("other", "1.甲。\n2.乙。\n2.丙。\n3.丁。"),
        "other",
        "2.乙。\n3.丙。\n4.丁。",
    ),
    (Code.NUMBERING_DUPLICATE, reads("other", "一是甲。二是乙。二是丙。"), "other", "二是乙。三是丙。"),
    (Code.NUMBERING_MIXED, reads("other", "(一)甲。\n（二）乙。"), "other", "（一）甲。\n（二）乙。"),
    (Code.NUMBERING_MIXED, reads("other", "1.甲。\n2、乙。"), "other", "1.甲。\n2.乙。"),
    (Code.NUMBERING_COMMA, reads("other", "（一）、甲。\n（二）、乙。"), "other", "（一）甲。\n（二）乙。"),
    (Code.SENTENCE_UNFINISHED, reads("other", "说明如上，"), "other", "说明如上。"),
    (Code.BRACKET_WIDTHS, says("other", "大篷车（1辆)。"), "other", "大篷车（1辆）。"),
    (Code.PUNCTUATION_MIXED, says("other", "没有调整,口径一致。"), "other", "没有调整，口径一致。"),
    (
        Code.RATE_MISSTATED,
        instead("comparison", "执行率66.28%", "执行率百分之六十八"),
        "comparison",
        "执行率66.28%",
    ),
    (Code.RATE_MISSTATED, instead("comparison", "执行率49.12%", "执行率 52%"), "comparison", "执行率 49.12%"),
    (Code.SCORE_MISSTATED, instead("completion", "自评总分95.11分", "自评总分59.11分"), "completion", "95.11分"),
    (
        Code.SCORE_MISSTATED,
        instead("completion", "6.63分（满分10分）", "6.63分（满分20分）"),
        "completion",
        "6.63分（满分10分）",
    ),
    (Code.GRADE_BAND, instead("completion", "等级为优", "等级为良"), "completion", "等级为优"),
    (Code.GRADE_BAND, says("other", "自评等级为“良好”。"), "other", "自评等级为“优”。"),
    (Code.COUNT_MISSTATED, instead("analysis", "定性指标4项", "定性指标五项"), "analysis", "定性指标4项"),
    (Code.COUNT_MISSTATED, instead("process", "把22项三级指标", "把２３项三级指标"), "process", "把22项三级指标"),
    (
        Code.CARRIED_YEAR,
        together(instead("other", "2023年度没有", "2022年度没有"), carried("other")),
        "other",
        "2023年度没有",
    ),
    (Code.REFERENCE_UNKNOWN, says("other", "接待{{参观人数}}。"), "other", "接待{{参观人次}}。"),
    (Code.UNIT_DOUBLED, says("other", "讲座共{{科普讲座}}场。"), "other", "讲座共{{科普讲座}}。"),
]


def accept(report: Report, finding: Finding) -> None:
    for change in changes(report, finding):
        put(report, change)


@pytest.mark.parametrize(("code", "change", "section", "right"), MISTAKES)
def test_a_fix_mends_what_it_was_raised_for(code: Code, change: Change, section: str, right: str) -> None:
    report = demo(change)
    before = check(of_report(report, COUNTY))
    (finding,) = [finding for finding in before if finding.code == code]
    accept(report, finding)
    prose = report.section(section).prose
    assert prose is not None and right in prose.text
    after = check(of_report(report, COUNTY))
    assert code not in {finding.code for finding in after}
    # What waits to be confirmed is quoted as it reads now.
    more = [finding for finding in after if finding.code is not Code.CARRIED_UNCONFIRMED]
    assert {finding.key for finding in more} <= {finding.key for finding in before}


def test_a_fix_of_a_figure_says_what_it_puts_there() -> None:
    for _, change, _, _ in MISTAKES:
        for finding in found_in(change):
            if finding.severity is Severity.ERROR and finding.fix is not None and "改成“" in finding.fix.label:
                assert finding.fix.changes[0][1] in finding.fix.label
