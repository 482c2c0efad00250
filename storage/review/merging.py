"""One report out of two that both sides worked on: nothing said is lost, no text is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.outline import Outline
from storage.report.answer import Answer
from storage.report.event import Event
from storage.report.report import Report, Section
from storage.report.review import Choice, Conflict, Version
from storage.report_shape import SECTIONS
from storage.review.acting import new_id
from storage.review.content import section_digest, section_payload
from storage.text import one_line
from storage.times import now

Contents = Mapping[str, list[dict[str, Any]]]
"""The sections at hand-overs, as a payload has them, by the digest of the content."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging brought: sections `taken` from the other side, and those that both changed, by their ids."""

    changed: bool
    taken: tuple[str, ...]
    conflicts: tuple[str, ...]


def merge(report: Report, other: Report, contents: Contents, outline: Outline) -> Merged:
    """Put into `report` what `other`, the same report from the other side, has that it has not.

    A section changed on one side since the last hand-over both know is that side's; changed on both, it stays as
    it is here and becomes a conflict, with both contents. Whichever side merges, the review comes out the same.
    """
    review = report.review.merged(other.review)
    before = report.review.merged(report.review)
    before.conflicts = report.review.conflicts
    there = Report.read(other.payload())
    there.fit(outline)
    base = _base(report, other, contents, outline)
    mine = {choice.id: choice for choice in report.review.choices}
    yours = {choice.id: choice for choice in other.review.choices}
    decided_here = [choice for key, choice in mine.items() if key not in yours]
    decided_there = [choice for key, choice in yours.items() if key not in mine]
    pending = _still_open([*report.review.conflicts, *other.review.conflicts], review.choices)
    undecided = {conflict.section for conflict in pending}
    taken, found = [], []
    for section in there.sections:
        own = next((one for one in report.sections if one.id == section.id), None)
        if own is None:
            report.sections.append(section)
            taken.append(section.id)
            continue
        ours, theirs = section_digest(own), section_digest(section)
        heeded, unheeded = _among(decided_here, section.id, theirs), _among(decided_there, section.id, ours)
        if ours == theirs or (heeded and not unheeded):
            continue
        is_theirs = unheeded and not heeded
        known = base.get(section.id)
        if not is_theirs and not heeded and known == theirs:
            continue
        # While a person has to pick here, the other side is one more to pick from.
        if is_theirs or (not heeded and known == ours and section.id not in undecided):
            report.sections[report.sections.index(own)] = section
            taken.append(section.id)
        else:
            found.append(_conflict(own, section))
    review.conflicts = _still_open([*pending, *found], review.choices)
    answers = _answers(report.answers, other.answers)
    changed = bool(taken) or review != before or any(answer not in report.answers for answer in answers)
    # Also where it says the same in another order: both sides end with the same words in the same place.
    report.review = review
    if changed:
        report.answers = answers
        report.revision = max(report.revision, other.revision)
        report.touch()
    return Merged(changed, tuple(taken), tuple(conflict.section for conflict in found))


def settle(report: Report, section_id: str, chosen: Section, by: str) -> None:
    """Make `chosen`, one of the contents of a conflict or one joined from them, the section; record that.

    :raises KeyError: when there is no such conflict.
    """
    conflict = next((one for one in report.review.conflicts if one.section == section_id), None)
    if conflict is None:
        raise KeyError(section_id)
    own = report.section(section_id)
    among = {version.digest for version in conflict.versions} | {section_digest(own), section_digest(chosen)}
    report.sections[report.sections.index(own)] = chosen
    report.touch(chosen)
    review = report.review
    review.conflicts = [one for one in review.conflicts if one is not conflict]
    review.choices.append(
        Choice(
            id=new_id(),
            section=section_id,
            among=tuple(sorted(among)),
            chosen=section_digest(chosen),
            by=one_line(by).strip(),
            at=now(),
        )
    )


def last_common(report: Report, other: Report, contents: Contents) -> Event | None:
    """Return the last event both sides know at which the content is known; None where there is none."""
    theirs = {event.id for event in other.review.events}
    both = [event for event in report.review.events if event.id in theirs and event.digest in contents]
    return both[-1] if both else None


def _base(report: Report, other: Report, contents: Contents, outline: Outline) -> dict[str, str]:
    """Return the digest of each section at the last hand-over both know, as the outline has it now."""
    event = last_common(report, other, contents)
    if event is None:
        return {}
    then = Report.read({**other.payload(), SECTIONS: contents[event.digest]})
    then.fit(outline)
    return {section.id: section_digest(section) for section in then.sections}


def _among(choices: Iterable[Choice], section_id: str, digest: str) -> bool:
    """Whether somebody decided about this content, knowing it."""
    return any(choice.section == section_id and digest in choice.among for choice in choices)


def _conflict(own: Section, section: Section) -> Conflict:
    return Conflict(
        section=own.id,
        versions=tuple(
            Version(digest=section_digest(one), content=section_payload(one)) for one in (own, section)
        ),
    )


def _still_open(conflicts: Iterable[Conflict], choices: Iterable[Choice]) -> list[Conflict]:
    """Return one conflict a section, without those a choice has settled."""
    versions: dict[str, dict[str, Version]] = {}
    decided = list(choices)
    for conflict in conflicts:
        digests = {version.digest for version in conflict.versions}
        if not any(one.section == conflict.section and digests <= set(one.among) for one in decided):
            versions.setdefault(conflict.section, {}).update(
                {version.digest: version for version in conflict.versions}
            )
    return [
        Conflict(section=section, versions=tuple(found[digest] for digest in sorted(found)))
        for section, found in sorted(versions.items())
    ]


def _answers(ours: Iterable[Answer], theirs: Iterable[Answer]) -> list[Answer]:
    """Return the answers of both sides, the later where both answered the same question."""
    both = sorted([*ours, *theirs], key=lambda answer: (answer.at, answer.reason))
    return list({answer.finding: answer for answer in both}.values())
