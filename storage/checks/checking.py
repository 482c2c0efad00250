"""All checks, run together."""

from collections.abc import Callable, Iterator
from typing import Final

from storage.checks import agreement, claims, completeness, events, money, rates, scores, sums
from storage.checks.finding import Finding
from storage.checks.subject import Subject

# A new check adds its line here.
CHECKS: Final[tuple[Callable[[Subject], Iterator[Finding]], ...]] = (
    completeness.empty_sections,
    agreement.contradictory_words,
    agreement.text_against_tables,
    agreement.tables_against_each_other,
    agreement.text_against_text,
    sums.parts_of_totals,
    sums.composed_totals,
    sums.totals_after_lists,
    sums.remainders,
    sums.differences,
    money.misread_amounts,
    money.mixed_money,
    money.mixed_money_in_text,
    money.facts_against_account,
    claims.agreement_with_budget,
    claims.all_paid,
    claims.unmet_said_done,
    claims.goals_already_reached,
    events.people_by_events,
    events.frequencies,
    events.listed_inside,
    rates.execution_rates,
    rates.counted_rates,
    rates.shares_of_spending,
    scores.stated_scores,
    scores.stated_grade,
    scores.stated_deductions,
    scores.stated_numbers_of_indicators,
)


def check(subject: Subject) -> list[Finding]:
    """Return everything found, certain things first, then in the order of the sections."""
    order = {passage.section: number for number, passage in enumerate(subject.passages)}
    if subject.report is not None:
        order = {section.id: number for number, section in enumerate(subject.report.sections)}
    severities = ["错误", "疑问", "提示"]
    found = [finding for each in CHECKS for finding in each(subject)]
    return sorted(found, key=lambda f: (severities.index(f.severity), order.get(f.section, len(order))))
