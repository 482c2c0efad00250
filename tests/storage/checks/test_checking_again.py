"""A check that follows another finds what a first one would: nothing of the text before is left in it."""

from hypothesis import given
from hypothesis import strategies as st

from storage.checks.checking import check
from storage.checks.codes import Code
from storage.checks.subject import of_text
from tests.storage.checks.planting import COUNTY

BODIES = (
    "全年开展活动62场次，参观2.3万人次（其中学生9000人次。",
    "截至目前开展活动47场次，满意度≥97%。",
    "支出1554225.33元，其中电费763383.48元、水费100元。",
    "评价等级为优，得分98.5分,各项目标全部完成。",
)
texts = st.lists(st.sampled_from(BODIES), min_size=1, max_size=3)


def written(bodies: list[str]) -> str:
    numbers = "一二三"
    return "\n".join(f"{numbers[at]}、情况说明\n{body}" for at, body in enumerate(bodies))


@given(texts, texts)
def test_going_back_to_a_text_finds_what_was_found_in_it(before: list[str], after: list[str]) -> None:
    first = check(of_text(written(before), COUNTY))
    other = check(of_text(written(after), COUNTY))
    assert check(of_text(written(before), COUNTY)) == first
    assert (before == after) is (other == first)


def test_the_same_words_in_two_sections_are_told_of_both() -> None:
    findings = check(of_text(written([BODIES[0], BODIES[0]]), COUNTY))
    unclosed = [finding.section for finding in findings if finding.code is Code.BRACKET_UNCLOSED]
    assert unclosed == ["一", "二"]
