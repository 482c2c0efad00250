"""Published reports: what a careful reviewer raises is raised, and no alarm is false."""

from pathlib import Path

import pytest

from storage.checks.finding import Finding, Severity
from tests.storage.checks.checked import of_words

REFERENCE = Path(__file__).parents[3].parent / "shared" / "reference"
PUBLISHED = REFERENCE / "linze-2023.txt"
OTHERS = sorted((REFERENCE / "reports").glob("*.txt"))

pytestmark = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published reports are not beside the repository"
)


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return of_words(PUBLISHED.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("same-quantity-differs", ["42场次", "47场次"]),
        ("count-times-each-differs", ["47场次", "60人左右", "4000人", "42场次"]),
        ("listed-exceed-total", ["62场次", "22次", "6场次", "17节", "18节"]),
        ("listed-exceed-total", ["62场次", "40人左右", "3000余人", "1000余人"]),
        ("money-roles-mixed", ["155.42万元", "1554225.33元", "790841.85元", "763383.48元"]),
        ("carried-over-as-current", ["1554225.33元", "790841.85元", "763383.48元"]),
        ("claims-budget-agreement", ["与年初预算相符", "790841.85元"]),
        ("goal-below-result", ["100%", "95%以上"]),
        ("full-yet-rising", ["满意度持续上升", "100%"]),
        ("frequency-differs", ["每月", "22次"]),
        ("frequency-differs", ["每月", "6场次", "每周", "17节", "每周", "18节"]),
        ("approximation-contradicts", ["近8000余人"]),
    ],
)
def test_it_raises_what_a_careful_reviewer_raises(findings: list[Finding], code: str, words: list[str]) -> None:
    assert words in [[quote.words for quote in finding.quotes] for finding in findings if finding.code == code]


def test_nothing_certain_is_said_of_sums_that_are_right(findings: list[Finding]) -> None:
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert not any(quote.words == "109场次" for finding in findings for quote in finding.quotes)
    assert not any(finding.code == "parts-differ-from-total" for finding in findings)


AGREEMENT = (
    "differs",
    "misstated",
    "mixed",
    "current",
    "claims",
    "exceed",
    "goal",
    "full",
    "amount",
    "approximation",
)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_other_reports_raise_only_what_is_so(path: Path) -> None:
    raised = [f for f in of_words(path.read_text(encoding="utf-8")) if any(part in f.code for part in AGREEMENT)]
    # One says that all was paid and that 97 % was.
    assert [finding.code for finding in raised] == (["claims-all-paid"] if path.stem == "05" else [])
