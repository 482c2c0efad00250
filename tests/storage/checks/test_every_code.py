"""Every code: what must raise it, and what comes near and must not."""

import re

import pytest

from storage.checks.checking import CHECKS, check
from storage.checks.codes import Code
from storage.checks.finding import Finding
from storage.checks.subject import Passage, Subject
from storage.report.references import resolve
from tests.storage.checks import cases, cases_of_figures, cases_of_tables
from tests.storage.checks.planting import Case, codes_of, found_in, subject_of
from tests.storage.checks.test_fixes import MISTAKES

CASES = [*cases.CASES, *cases_of_tables.CASES, *cases_of_figures.CASES]
MENDED = {code for code, _, _, _ in MISTAKES}


def _named(case: tuple[Code, Case, Case]) -> str:
    return str(case[0])


def test_the_sample_is_clean() -> None:
    assert found_in(lambda report: None) == []


@pytest.mark.parametrize(("code", "wrong", "near"), CASES, ids=map(_named, CASES))
def test_a_check_finds_its_mistake_and_lets_what_comes_near_pass(code: Code, wrong: Case, near: Case) -> None:
    subject = subject_of(wrong)
    found = check(subject)
    assert code in {finding.code for finding in found}
    for finding in found:
        says_so = re.search("不能核对|无法核对", finding.message) is not None
        assert finding.unjudged is says_so is finding.code.endswith("-not-judged")
        assert finding.fix is None or finding.code in MENDED
    are_quoted_as_they_stand(found, subject)
    assert code not in codes_of(near)


def are_quoted_as_they_stand(found: list[Finding], subject: Subject) -> None:
    texts = {
        (passage.section, passage.kind, passage.field): typed(subject, passage) for passage in subject.passages
    }
    for finding in found:
        for quote in finding.quotes:
            spot = quote.spot
            text = texts.get((spot.section, spot.kind, spot.field))
            if text is not None and spot.end:
                assert resolve(text[spot.start : spot.end], subject.figures).text == quote.words, finding
            elif spot.field[:1] == ("lines",):
                assert quote.words in subject.lines[int(spot.field[1])]


def typed(subject: Subject, passage: Passage) -> str:
    """Return the text that spots count in: references stand there as they were typed."""
    prose = subject.report.section(passage.section).prose if subject.report is not None else None
    return prose.text if prose is not None else passage.text


def test_every_code_has_its_row() -> None:
    assert {code for code, _, _ in CASES} == set(Code)


def test_every_check_has_a_row_that_no_other_check_would_find() -> None:
    lacking = set(CHECKS)
    for code, wrong, _ in CASES:
        subject = subject_of(wrong)
        finders = [check for check in CHECKS if code in {finding.code for finding in check(subject)}]
        if len(finders) == 1:
            lacking.discard(finders[0])
    assert {f"{check.__module__}.{check.__qualname__}" for check in lacking} == set()
