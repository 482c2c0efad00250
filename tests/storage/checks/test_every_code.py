"""Every code: what must raise it, and what comes near and must not."""

import re

import pytest

from storage.checks.checking import CHECKS
from storage.checks.codes import Code
from tests.storage.checks import cases, cases_of_figures, cases_of_tables
from tests.storage.checks.planting import Case, codes_of, found_in, subject_of

CASES = [*cases.CASES, *cases_of_tables.CASES, *cases_of_figures.CASES]


def _named(case: tuple[Code, Case, Case]) -> str:
    return str(case[0])


def test_the_sample_is_clean() -> None:
    assert found_in(lambda report: None) == []


@pytest.mark.parametrize(("code", "wrong", "near"), CASES, ids=map(_named, CASES))
def test_a_check_finds_its_mistake_and_lets_what_comes_near_pass(code: Code, wrong: Case, near: Case) -> None:
    found = found_in(wrong)
    assert code in {finding.code for finding in found}
    for finding in found:
        says_so = re.search("不能核对|无法核对", finding.message) is not None
        assert finding.unjudged is says_so is finding.code.endswith("-not-judged")
    assert code not in codes_of(near)


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
