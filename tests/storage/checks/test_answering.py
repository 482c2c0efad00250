import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.checks.answering import answer, sort_out, withdraw
from storage.checks.checking import check
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.subject import of_report
from storage.errors import Refused
from storage.library import Library
from storage.outline_files import find_outline
from storage.report.report import Report
from storage.report.spot import Spot
from storage.report_file import read_report
from storage.reports import carry_over, create_report, open_report
from tests.storage.checks.planting import demo
from tests.storage.office import office_outline
from tests.strategies import clean_texts

COUNTY = find_outline("county")
OUTLINE = office_outline({"plan": ["prose"], "effect": ["prose"]})


def new_report() -> Report:
    report = Report.new(OUTLINE, unit="县科协", year="2023", project="免费开放")
    report.cover.preparer = "李会计"
    return report


def question(
    *words: str, section: str = "plan", severity: Severity = Severity.QUESTION, start: int = 0
) -> Finding:
    quotes = [
        Quote(Spot(section, "prose", ("text",), start + n, start + n + len(each)), section, each)
        for n, each in enumerate(words)
    ]
    return Finding("toy", severity, section, "两处不一样。", tuple(quotes))


def test_an_answer_keeps_the_reason_with_who_and_when_and_closes_the_question() -> None:
    report = new_report()
    before = report.revision
    asked, other = question("42场次", "47场次"), question("6场")
    answer(report, asked, "　47 场次里有 5 场是\n联办的 ")
    sorted_out = sort_out([asked, other], report.answers)
    assert sorted_out.open == (other,)
    (answered,) = sorted_out.answered
    assert (answered.finding, answered.answer.by) == (asked, "李会计")
    assert answered.answer.reason == "47 场次里有 5 场是\n联办的"
    assert answered.answer.at == report.modified
    assert report.revision == before + 1


def test_an_answer_counts_as_long_as_the_words_are_the_same_wherever_they_stand() -> None:
    report = new_report()
    answer(report, question("42场次", "47场次"), "联办的不算")
    moved, changed = question("42场次", "47场次", start=100), question("43场次", "47场次")
    assert not sort_out([moved], report.answers).open
    assert sort_out([changed], report.answers).open == (changed,)
    assert len(report.answers) == 1


def test_an_answer_for_one_row_leaves_the_same_words_of_another_open() -> None:
    report = demo()
    rows = report.section("table").indicators.rows
    rows[0].target = rows[1].target = "显著提高"
    asked = [f for f in check(of_report(report, COUNTY)) if f.code == "target-vague"]
    assert len(asked) == 2
    answer(report, asked[0], "批复的目标表就是这样写的")
    rows.insert(0, rows.pop(2))
    (still_open,) = (
        f for f in sort_out(check(of_report(report, COUNTY)), report.answers).open if f.code == "target-vague"
    )
    assert still_open.quotes[0].of == rows[2].name


def test_a_second_answer_replaces_the_first_and_a_withdrawn_one_opens_the_question_again() -> None:
    report = new_report()
    asked = question("42场次")
    answer(report, asked, "甲")
    answer(report, asked, "乙")
    assert [each.reason for each in report.answers] == ["乙"]
    withdraw(report, asked)
    assert sort_out([asked], report.answers).open == (asked,)


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.HINT])
def test_only_questions_can_be_answered(severity: Severity) -> None:
    report, finding = new_report(), question("42场次", severity=severity)
    with pytest.raises(Refused, match="请改正"):
        answer(report, finding, "就是这样")
    assert not report.answers


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.HINT])
def test_an_answer_that_came_by_file_does_not_close_what_is_no_question(severity: Severity) -> None:
    report = new_report()
    answer(report, question("42场次"), "就是这样")
    certain = question("42场次", severity=severity)
    assert sort_out([certain], report.answers).open == (certain,)


@pytest.mark.parametrize("reason", ["", " \n　", "\u200b"])
def test_an_answer_without_a_reason_is_refused(reason: str) -> None:
    report = new_report()
    with pytest.raises(Refused, match="还没有写理由"):
        answer(report, question("42场次"), reason)
    assert not report.answers


def test_what_could_not_be_judged_is_neither_open_nor_answered() -> None:
    finding = Finding("toy", Severity.HINT, "plan", "没有预算数，执行率没法核对。", unjudged=True)
    sorted_out = sort_out([finding], [])
    assert (sorted_out.open, sorted_out.unjudged) == ((), (finding,))


@given(st.lists(clean_texts.filter(str.strip), min_size=1, max_size=4), clean_texts.filter(str.strip))
def test_an_answer_comes_back_from_the_file_and_still_answers(words: list[str], reason: str) -> None:
    report, asked = new_report(), question(*words)
    answer(report, asked, reason)
    again = Report.read(report.payload())
    assert again.answers == report.answers
    assert not sort_out([asked], again.answers).open


def test_a_report_without_answers_is_written_and_read_as_before() -> None:
    payload = new_report().payload()
    assert "答复" not in payload
    assert Report.read(payload).answers == []


def test_answers_stay_in_the_library_and_are_not_copied_to_the_next_year(tmp_path) -> None:
    library = Library.open(tmp_path / "库", create=True)
    report_id = create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
    opened = open_report(library, report_id)
    answer(opened.report, question("42场次", section="process"), "联办的不算")
    opened.file.save(opened.report.payload())
    opened.file.close()
    (kept,) = Report.read(read_report(library.path_of(report_id))).answers
    assert kept.reason == "联办的不算"
    copied = carry_over(library, report_id, unit="甲", year="2024", project="乙")
    assert not Report.read(read_report(library.path_of(copied))).answers
