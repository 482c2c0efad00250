"""Published reports: what a careful reviewer sends the reference back for, and no certainty that is none."""

from pathlib import Path

import pytest

from storage.checks.checking import check
from storage.checks.codes import Code
from storage.checks.finding import Finding
from storage.checks.subject import of_text
from tests.storage.checking import COUNTY

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference"
REPORTS = sorted((REFERENCE / "reports").glob("*.txt"))
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the published reports are not beside the repository"
)


def findings_of(path: Path) -> list[Finding]:
    return check(of_text(path.read_text(encoding="utf-8"), COUNTY))


@pytest.mark.parametrize(
    ("code", "where", "words"),
    [
        (Code.SATISFACTION_WITHOUT_SURVEY, "二（三）", "满意度100%"),
        (Code.RESULT_AS_GOAL, "二（三）", "≥97%"),
        (Code.YEAR_UNFINISHED, "一（二）", "上半年"),
        (Code.YEAR_UNFINISHED, "一（二）", "至目前已开展活动22"),
        (Code.ROUGH_TWICE, "一（二）", "近8000余人"),
        (Code.NUMBERING_DUPLICATE, "", "2."),
        (Code.NUMBERING_MIXED, "", "(一)"),
        (Code.NUMBERING_MIXED, "", "（二）"),
        (Code.BRACKET_UNCLOSED, "一（一）", "（临财预发〔2023〕296号"),
        (Code.SENTENCE_UNFINISHED, "二（四）", "相符，"),
        (Code.COVERAGE_MISSING, "一（二）", ""),
        (Code.SECTION_WITHOUT_AMOUNT, "二（二）", ""),
        (Code.SECTION_WITHOUT_AMOUNT, "二（四）", ""),
        (Code.SECTION_WITHOUT_FIGURE, "三（一）", ""),
        (Code.MEASURE_WITHOUT_PROBLEM, "三（三）", ""),
        (Code.PROMISE_ALREADY_THERE, "三（三）", "“彩虹课堂”"),
        (Code.PROMISE_ALREADY_THERE, "一（二）", "“彩虹课堂”"),
        (Code.UNITS_MIXED, "一（二）", "155.42万元"),
        (Code.DECIMALS_MIXED, "二（一）", "224321.1元"),
        (Code.SIGNATURE_MISSING, "", ""),
    ],
)
def test_the_reference_is_sent_back_for_what_is_wrong_in_it(code: Code, where: str, words: str) -> None:
    quotes = [
        quote
        for finding in findings_of(REFERENCE / "linze-2023.txt")
        if finding.code == code
        for quote in finding.quotes
    ]
    assert any(where in quote.where and words in quote.words for quote in quotes), quotes


def test_its_last_section_may_say_that_there_is_nothing_to_add() -> None:
    findings = findings_of(REFERENCE / "linze-2023.txt")
    assert not {finding.code for finding in findings} & {Code.NONE_BUT_PROBLEMS, Code.SECTION_EMPTY}
    assert [finding for finding in findings if finding.section == "other"] == []


# A 、 after （一）, and stars where the name of a city was taken out.
CERTAIN = {"07.txt": {Code.NUMBERING_COMMA}, "19.txt": {Code.PLACEHOLDER}}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: str(path.name))
def test_other_reports_hold_no_mistake_that_is_none(path: Path) -> None:
    found = findings_of(path)
    assert {finding.code for finding in found if finding.severity == "错误"} == CERTAIN.get(path.name, set())
    assert len([finding for finding in found if finding.severity == "疑问"]) <= 4
