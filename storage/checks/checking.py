"""All checks, run together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from storage.checks import (
    agreement,
    brackets,
    carried,
    claims,
    completeness,
    dates,
    events,
    funds,
    grades,
    indicators,
    leftovers,
    money,
    numbering,
    problems,
    rates,
    references,
    satisfaction,
    scores,
    sums,
    targets,
    wording,
)
from storage.checks.codes import Code
from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject
from storage.report.spot import Spot

# A new check adds its line here, and what it tells to storage.checks.codes.
CHECKS: Final[tuple[Callable[[Subject], Iterator[Finding]], ...]] = (
    completeness.empty_sections,
    completeness.empty_headings,
    completeness.blanks,
    completeness.blank_facts,
    completeness.coverage,
    completeness.unsigned,
    completeness.without_table,
    funds.unread_amounts,
    funds.sources_and_uses,
    funds.rates,
    funds.low_rate,
    indicators.weights,
    indicators.unscored,
    indicators.losses,
    indicators.overshoots,
    indicators.tiers,
    indicators.full_marks,
    targets.actuals_as_goals,
    targets.vague_targets,
    targets.mostly_words,
    targets.money_as_quantity,
    targets.costs,
    targets.duplicates,
    satisfaction.satisfaction,
    grades.grades,
    grades.rectification,
    grades.full_score,
    wording.results_as_goals,
    wording.rough_numbers,
    wording.unfinished_sentences,
    wording.results_without_figures,
    wording.mixed_units,
    wording.mixed_decimals,
    wording.mixed_punctuation,
    brackets.unclosed,
    numbering.sequences,
    numbering.styles,
    numbering.commas,
    dates.impossible_days,
    dates.other_years,
    dates.unfinished_year,
    dates.unnamed_years,
    dates.cover_date,
    leftovers.placeholders,
    leftovers.form_hints,
    leftovers.other_year,
    leftovers.other_units,
    leftovers.other_projects,
    problems.unanswered,
    problems.unanswered_in_text,
    problems.promises,
    problems.none_but_problems,
    carried.unconfirmed,
    carried.years,
    carried.measures,
    references.unprintable,
    references.doubled_units,
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
    scores.stated_deductions,
    scores.stated_numbers_of_indicators,
)


# What adds nothing where one of the others speaks of the same words; it is told once those are mended.
_LESS_THAN: Final[Mapping[Code, frozenset[Code]]] = {
    Code.AMOUNT_NEARLY_EQUAL: frozenset(
        {Code.SAME_DIFFERS, Code.PARTS_DIFFER, Code.MONEY_ROLES_MIXED, Code.CARRIED_OVER_AS_CURRENT}
    ),
    Code.PARTS_DIFFER: frozenset({Code.SAME_DIFFERS, Code.SCORE_MISSTATED, Code.MONEY_ROLES_MIXED}),
    Code.SHARE_MISSTATED: frozenset({Code.SAME_DIFFERS}),
    Code.CARRIED_YEAR: frozenset({Code.YEAR_LEFT, Code.DATE_OUTSIDE_YEAR}),
    Code.SATISFACTION_FULL: frozenset({Code.SAME_DIFFERS, Code.SHARE_MISSTATED}),
}


def check(subject: Subject, *, on_fault: Callable[[Exception], object] | None = None) -> list[Finding]:
    """Return everything found, certain things first, then in the order of the sections.

    A fault in a check is raised; with `on_fault` it is handed to that, and the other checks go on.
    """
    order = {passage.section: number for number, passage in enumerate(subject.passages)}
    if subject.report is not None:
        order = {section.id: number for number, section in enumerate(subject.report.sections)}
    severities = list(Severity)
    found = [finding for each in CHECKS for finding in _findings(each, subject, on_fault)]
    found = [finding for finding in found if not _adds_nothing(finding, found)]
    return sorted(found, key=lambda f: (severities.index(f.severity), order.get(f.section, len(order))))


def _findings(
    each: Callable[[Subject], Iterator[Finding]],
    subject: Subject,
    on_fault: Callable[[Exception], object] | None,
) -> Iterator[Finding]:
    try:
        yield from each(subject)
    except Exception as fault:
        if on_fault is None:
            raise
        on_fault(fault)


def _adds_nothing(finding: Finding, found: Iterable[Finding]) -> bool:
    more = _LESS_THAN.get(finding.code)
    return (
        more is not None
        and finding.severity is not Severity.ERROR
        and any(
            _overlap(own.spot, other.spot)
            for told in found
            if told.code in more
            for own in finding.quotes
            for other in told.quotes
        )
    )


def _overlap(one: Spot, other: Spot) -> bool:
    """Whether two places share characters, or are the same cell of a table."""
    if (one.section, one.kind, one.field) != (other.section, other.kind, other.field):
        return False
    return one == other if one.start == one.end else one.start < other.end and other.start < one.end
