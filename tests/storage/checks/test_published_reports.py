"""Published reports: what a careful reviewer sends the reference back for, and no alarm that is false."""

from collections import Counter
from pathlib import Path

import pytest

from storage.checks.codes import Code
from storage.checks.finding import Finding
from tests.storage.checks.planting import found_in

REFERENCE = Path(__file__).parents[3].parent / "shared" / "reference"
REPORTS = sorted((REFERENCE / "reports").glob("*.txt"))
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the published reports are not beside the repository"
)


def findings_of(path: Path) -> list[Finding]:
    return found_in(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return findings_of(REFERENCE / "linze-2023.txt")


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
def test_the_reference_is_sent_back_for_what_is_wrong_in_it(
    findings: list[Finding], code: Code, where: str, words: str
) -> None:
    quotes = [quote for finding in findings if finding.code == code for quote in finding.quotes]
    assert any(where in quote.where and words in quote.words for quote in quotes), quotes


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (Code.SAME_DIFFERS, ["42场次", "47场次"]),
        (Code.COUNT_TIMES_EACH_DIFFERS, ["47场次", "60人左右", "4000人", "42场次"]),
        (Code.LISTED_EXCEED_TOTAL, ["62场次", "22次", "6场次", "17节", "18节"]),
        (Code.LISTED_EXCEED_TOTAL, ["62场次", "40人左右", "3000余人", "1000余人"]),
        (Code.MONEY_ROLES_MIXED, ["155.42万元", "1554225.33元", "790841.85元", "763383.48元"]),
        (Code.CARRIED_OVER_AS_CURRENT, ["1554225.33元", "790841.85元", "763383.48元"]),
        (Code.CLAIMS_BUDGET_AGREEMENT, ["与年初预算相符", "790841.85元"]),
        (Code.GOAL_BELOW_RESULT, ["100%", "95%以上"]),
        (Code.FREQUENCY_DIFFERS, ["每月", "22次"]),
        (Code.FREQUENCY_DIFFERS, ["每月", "6场次", "每周", "17节", "每周", "18节"]),
        (Code.ROUGH_TWICE, ["近8000余人"]),
    ],
)
def test_figures_that_do_not_agree_are_told_with_all_their_places(
    findings: list[Finding], code: Code, words: list[str]
) -> None:
    assert words in [[quote.words for quote in finding.quotes] for finding in findings if finding.code == code]


def test_sums_that_are_right_are_let_pass(findings: list[Finding]) -> None:
    assert not any(quote.words == "109场次" for finding in findings for quote in finding.quotes)
    assert Code.PARTS_DIFFER not in {finding.code for finding in findings}


def test_certain_is_only_what_is_certain(findings: list[Finding]) -> None:
    assert Counter(finding.code for finding in findings if finding.severity == "错误") == Counter(
        [
            Code.BRACKET_UNCLOSED,
            Code.COVERAGE_MISSING,
            Code.SENTENCE_UNFINISHED,
            Code.NUMBERING_DUPLICATE,
            Code.NUMBERING_MIXED,
        ]
    )


def test_its_last_section_may_say_that_there_is_nothing_to_add(findings: list[Finding]) -> None:
    assert not {finding.code for finding in findings} & {Code.NONE_BUT_PROBLEMS, Code.SECTION_EMPTY}
    assert [finding for finding in findings if finding.section == "other"] == []


# A 、 after （一）, and stars where the name of a city was taken out.
CERTAIN = {"07": {Code.NUMBERING_COMMA}, "19": {Code.PLACEHOLDER}}
QUESTIONS = {
    "02": {Code.SATISFACTION_WITHOUT_SURVEY, Code.ALL_FULL_MARKS},
    # One says that all was paid and that 97 % was, in December before the year was over.
    "05": {Code.YEAR_UNFINISHED, Code.CLAIMS_ALL_PAID},
    "17": {Code.SATISFACTION_WITHOUT_SURVEY},
}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: str(path.stem))
def test_other_reports_raise_only_what_is_so(path: Path) -> None:
    found = findings_of(path)
    assert {f.code for f in found if f.severity == "错误"} == CERTAIN.get(path.stem, set())
    asked = {f.code for f in found if f.severity == "疑问"} - {Code.SIGNATURE_MISSING}
    assert asked == QUESTIONS.get(path.stem, set())
