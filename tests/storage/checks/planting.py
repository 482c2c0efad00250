"""Reports and texts to be checked: the clean sample with one thing changed, or a text of its own."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from storage.checks.checking import check
from storage.checks.codes import Code
from storage.checks.finding import Finding
from storage.checks.subject import Subject, of_report, of_text
from storage.demo import demo_payload
from storage.outline import Outline
from storage.outline_files import find_outline
from storage.report.funds import Funds
from storage.report.indicators import Indicator, Indicators
from storage.report.problems import Problem, Promise
from storage.report.prose import Prose
from storage.report.report import Report

Change: TypeAlias = Callable[[Report], None]
Case: TypeAlias = Change | str
"""A change to the sample, or a whole plain text."""

COUNTY = find_outline("county")
FIGURES = frozenset(
    {
        Code.SAME_DIFFERS,
        Code.AMOUNT_NEARLY_EQUAL,
        Code.COUNT_TIMES_EACH_DIFFERS,
        Code.FREQUENCY_DIFFERS,
        Code.LISTED_EXCEED_TOTAL,
        Code.PARTS_DIFFER,
        Code.DIFFERENCE_MISSTATED,
        Code.RATE_MISSTATED,
        Code.SHARE_MISSTATED,
        Code.SCORE_MISSTATED,
        Code.DEDUCTION_MISSTATED,
        Code.COUNT_MISSTATED,
        Code.GRADE_BAND,
        Code.MONEY_ROLES_MIXED,
        Code.CARRIED_OVER_AS_CURRENT,
        Code.CLAIMS_BUDGET_AGREEMENT,
        Code.CLAIMS_ALL_PAID,
        Code.UNMET_SAID_DONE,
        Code.GOAL_BELOW_RESULT,
    }
)
"""What is told of figures that do not agree, as distinct from how a text is worded, numbered and filled in."""


def demo(*changes: Change) -> Report:
    report = Report.read(demo_payload())
    for change in changes:
        change(report)
    return report


def headed(body: str) -> str:
    """Put lines into a plain text that lacks nothing else."""
    return f"某县文化馆2023年自评报告\n{body}\n附件：自评表\n某县文化馆\n2024年3月1日\n"


def subject_of(case: Case, outline: Outline = COUNTY) -> Subject:
    return of_text(case, outline) if isinstance(case, str) else of_report(demo(case), outline)


def found_in(case: Case, outline: Outline = COUNTY) -> list[Finding]:
    return check(subject_of(case, outline))


def figures_in(case: Case) -> list[Finding]:
    """Return what is found about figures that do not agree."""
    return [finding for finding in found_in(case) if finding.code in FIGURES]


def codes_of(case: Case, outline: Outline = COUNTY) -> set[str]:
    return {str(finding.code) for finding in found_in(case, outline)}


def together(*changes: Change) -> Change:
    def all_of_them(report: Report) -> None:
        for change in changes:
            change(report)

    return all_of_them


def says(section: str, words: str) -> Change:
    """Add a paragraph to a section."""

    def change(report: Report) -> None:
        prose = report.section(section).prose
        assert prose is not None
        prose.text += "\n" + words

    return change


def reads(section: str, words: str) -> Change:
    """Make this the whole text of a section."""

    def change(report: Report) -> None:
        prose = report.section(section).prose
        assert prose is not None
        prose.text = words

    return change


def emptied(section: str) -> Change:
    """Take everything out of a section."""

    def change(report: Report) -> None:
        found = report.section(section)
        found.prose, found.done = Prose(), False

    return change


def not_done(section: str) -> Change:
    def change(report: Report) -> None:
        report.section(section).done = False

    return change


def told(words: str) -> Change:
    """Write the problems as a text, with no list of them."""

    def change(report: Report) -> None:
        found = report.section("problems")
        found.problems, found.prose = None, Prose(text=words)

    return change


def instead(section: str, old: str, new: str) -> Change:
    """Write something else where the sample has `old`."""

    def change(report: Report) -> None:
        prose = report.section(section).prose
        assert prose is not None and old in prose.text, old
        prose.text = prose.text.replace(old, new, 1)

    return change


def without(*words: str) -> Change:
    """Drop every paragraph that holds one of these words, and every such problem."""

    def change(report: Report) -> None:
        for section in report.sections:
            if section.prose is not None:
                lines = section.prose.text.split("\n")
                section.prose.text = "\n".join(line for line in lines if not any(word in line for word in words))
            if section.problems is not None:
                rows = section.problems.rows
                section.problems.rows = [
                    row for row in rows if not any(word in row.problem + row.cause for word in words)
                ]

    return change


def goal(**halves: str) -> Change:
    def change(report: Report) -> None:
        for name, text in halves.items():
            setattr(table_of(report), name, text)

    return change


def cover(**entries: str) -> Change:
    def change(report: Report) -> None:
        for name, text in entries.items():
            assert hasattr(report.cover, name)
            setattr(report.cover, name, text)

    return change


def table_of(report: Report) -> Indicators:
    table = report.section("table").indicators
    assert table is not None
    return table


def funds_of(report: Report) -> Funds:
    assert report.funds is not None
    return report.funds


def row(which: str, **cells: Any) -> Change:
    """Change cells of the indicator with this name."""

    def change(report: Report) -> None:
        (found,) = [row for row in table_of(report).rows if row.name == which]
        for cell, value in cells.items():
            assert hasattr(found, cell)
            setattr(found, cell, value)

    return change


def every_row(**cells: Any) -> Change:
    def change(report: Report) -> None:
        for found in table_of(report).rows:
            for cell, value in cells.items():
                setattr(found, cell, value)

    return change


def another_row(**cells: Any) -> Change:
    """Add an indicator of one point, which the first one gives up."""

    def change(report: Report) -> None:
        table = table_of(report)
        first = table.rows[0]
        assert isinstance(first.weight, Decimal)
        first.weight -= 1
        usual: dict[str, Any] = {"level": "产出指标", "kind": "数量指标", "weight": "1"}
        table.rows.append(Indicator(**usual | cells))

    return change


def source(position: int, **amounts: str) -> Change:
    def change(report: Report) -> None:
        found = funds_of(report).sources[position]
        for name, amount in amounts.items():
            setattr(found, name, Decimal(amount) if amount.replace(".", "").isdecimal() else amount)

    return change


def use(position: int, amount: str) -> Change:
    def change(report: Report) -> None:
        funds_of(report).uses[position].amount = Decimal(amount) if amount else ""

    return change


def fact(section: str, name: str, value: str) -> Change:
    def change(report: Report) -> None:
        facts = report.section(section).facts
        assert facts is not None
        (found,) = [fact for fact in facts.rows if fact.name == name]
        found.read(value)

    return change


def problem(**cells: str) -> Change:
    """Add a problem."""

    def change(report: Report) -> None:
        problems = report.section("problems").problems
        assert problems is not None
        problems.rows.append(Problem(**cells))

    return change


def carried(section: str) -> Change:
    """Make the text of a section one that last year's report handed on."""

    def change(report: Report) -> None:
        report.last_year = "2022"
        prose = report.section(section).prose
        assert prose is not None
        prose.ask_to_confirm(None)

    return change


def promised(measure: str, outcome: str, note: str = "") -> Change:
    """Add a measure that last year's report promised."""

    def change(report: Report) -> None:
        problems = report.section("problems").problems
        assert problems is not None
        problems.promises.append(Promise(measure=measure, outcome=outcome, note=note))

    return change


def new_report() -> Report:
    return Report.new(COUNTY, unit="民乐县文化馆", year="2023", project="公共文化服务补助资金")
