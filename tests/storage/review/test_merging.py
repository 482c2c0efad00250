"""An office with two machines and a reviewer, all working at once, whose files arrive in any order, twice or late."""

import itertools
import random
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from storage.errors import Refused
from storage.report.event import Act, Role, standing
from storage.report.prose import Prose
from storage.report.remark import Anchor, ReplyKind, Severity
from storage.report.report import Report, Section
from storage.report_shape import SECTIONS
from storage.review.acting import change, give_back, recall
from storage.review.content import content_digest, section_digest
from storage.review.merging import merge, settle
from storage.review.remarking import make_remark, reply
from tests.storage.review.sides import copy_for, sent, small_outline, small_report

BEGUN = "全年开放267天，组织馆外活动47场次。\n观众满意。"
SIDES = ("填报", "另一台", "审核")
OUTLINE = small_outline()
sides = st.sampled_from(SIDES)
section_ids = st.sampled_from(["plan", "result"])


def digests(report: Report) -> dict[str, str]:
    return {section.id: section_digest(section) for section in report.sections}


def pair() -> tuple[Report, Report, dict[str, list[dict[str, Any]]]]:
    """Return an office's report that was sent, the reviewer's copy, and the content at the hand-over."""
    office = small_report()
    sent(office)
    payload = office.payload()
    return office, copy_for(office, Role.REVIEWER), {content_digest(payload): payload[SECTIONS]}


def write(report: Report, text: str) -> None:
    report.section("plan").prose = Prose(text=text)


def read(report: Report) -> str:
    prose = report.section("plan").prose
    assert prose is not None
    return prose.text


@pytest.mark.parametrize("chosen", ["甲", "乙", "合起来", BEGUN])
def test_what_a_person_picked_of_two_comes_to_the_other_side_and_stays(chosen: str) -> None:
    office, reviewer, contents = pair()
    write(office, "甲")
    write(reviewer, "乙")
    told = merge(office, reviewer, contents, OUTLINE)
    assert (told.conflicts, told.taken, read(office)) == (("plan",), (), "甲")
    late = copy_for(reviewer, Role.REVIEWER)
    assert merge(reviewer, office, contents, OUTLINE).conflicts == ("plan",)
    picked = office.section("plan").model_copy(update={"prose": Prose(text=chosen)})
    settle(office, "plan", picked, "李四")
    merge(reviewer, office, contents, OUTLINE)
    assert (read(reviewer), reviewer.review.conflicts) == (chosen, [])
    write(office, "后来又改")
    assert merge(office, late, contents, OUTLINE).changed is False
    assert (read(office), office.review.conflicts) == ("后来又改", [])


def test_what_has_to_be_picked_stays_so_when_the_same_comes_again() -> None:
    here = small_report()
    there = copy_for(here, Role.OFFICE)
    sent(there)
    payload = there.payload()
    write(there, "另一台写的")
    contents = {content_digest(payload): payload[SECTIONS]}
    assert merge(here, there, contents, OUTLINE).conflicts == ("plan",)
    assert merge(here, there, contents, OUTLINE).changed is False
    assert (read(here), len(here.review.conflicts)) == (BEGUN, 1)


def test_the_last_hand_over_both_know_tells_which_side_changed() -> None:
    office, reviewer, contents = pair()
    give_back(reviewer, Act.RETURN, "请改", "王五")
    merge(office, reviewer, contents, OUTLINE)
    write(office, "第二稿")
    sent(office)
    payload = office.payload()
    contents[content_digest(payload)] = payload[SECTIONS]
    assert merge(reviewer, office, contents, OUTLINE).taken == ("plan",)
    write(office, "第三稿")
    assert merge(office, reviewer, contents, OUTLINE).conflicts == ()
    assert read(office) == "第三稿"


class Clocks:
    """The clocks of machines that do not agree."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def now(self, zone: tzinfo) -> datetime:
        return datetime(2024, 1, 1, tzinfo=zone) + timedelta(seconds=self.rng.randrange(9))


class ToAndFro(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        rng = random.Random(5)
        # The same in every run of an example: else its failure would not be found again.
        self.patched = pytest.MonkeyPatch()
        self.patched.setattr("secrets.token_hex", lambda size: rng.randbytes(size).hex())
        self.patched.setattr("storage.times.datetime", Clocks(rng))
        self.numbers = itertools.count(1)
        self.contents: dict[str, list[dict[str, Any]]] = {}
        self.files: list[dict[str, Any]] = []
        self.said: set[str] = set()

    @initialize()
    def begin(self) -> None:
        first = small_report()
        self.reports = {side: copy_for(first, Role.REVIEWER if side == "审核" else Role.OFFICE) for side in SIDES}

    def teardown(self) -> None:
        self.patched.undo()

    def attempt(self, doing: Any, *arguments: Any) -> Any:
        try:
            return doing(*arguments)
        except Refused as refused:
            assert str(refused).endswith("。")
            return None

    @rule(side=sides, section=section_ids, even_if_locked=st.booleans())
    def write(self, side: str, section: str, even_if_locked: bool) -> None:
        report = self.reports[side]
        if even_if_locked or not report.review.locked:
            report.section(section).prose = Prose(text=f"{side}写的{next(self.numbers)}")
            report.touch(report.section(section))

    @rule(side=sides, act=st.sampled_from(list(Act)))
    def act(self, side: str, act: Act) -> None:
        report, words = self.reports[side], f"理由{next(self.numbers)}"
        if report.review.conflicts:
            return
        before = report.status
        event = {
            Act.SEND: lambda: self.attempt(sent, report),
            Act.RECALL: lambda: self.attempt(recall, report, words, side),
            Act.RETURN: lambda: self.attempt(give_back, report, act, words, side),
            Act.ACCEPT: lambda: self.attempt(give_back, report, act, words, side),
            Act.CHANGE: lambda: self.attempt(change, report, words, side),
        }[act]()
        if event is None:
            assert report.status is before
            return
        assert report.status is not before
        if act is not Act.SEND:
            self.said.add(words)
        if event.is_hand_over:
            payload = report.payload()
            self.contents[content_digest(payload)] = payload[SECTIONS]
            self.files.append(payload)

    @rule(side=sides, section=section_ids)
    def remark(self, side: str, section: str) -> None:
        text = f"批注{next(self.numbers)}"
        if self.attempt(make_remark, self.reports[side], Anchor(section=section), Severity.SHOULD, text, side):
            self.said.add(text)

    @rule(side=sides, kind=st.sampled_from(list(ReplyKind)), which=st.integers(0, 5))
    def reply(self, side: str, kind: ReplyKind, which: int) -> None:
        remarks, text = self.reports[side].review.remarks, f"答复{next(self.numbers)}"
        if which < len(remarks) and self.attempt(reply, self.reports[side], remarks[which].id, kind, text, side):
            self.said.add(text)

    @precondition(lambda self: self.files)
    @rule(side=sides, which=st.integers(0, 30))
    def take_in(self, side: str, which: int) -> None:
        other = Report.read(self.files[-1 - which % len(self.files)])
        self.merged(self.reports[side], other)

    @rule(one=sides, other=sides)
    def meet(self, one: str, other: str) -> None:
        ours, theirs = self.reports[one], self.reports[other]
        there = copy_for(theirs, theirs.review.role)
        merge(there, copy_for(ours, ours.review.role), self.contents, OUTLINE)
        self.merged(ours, theirs)
        apart = {"role": None, "conflicts": None}
        assert ours.review.model_copy(update=apart) == there.review.model_copy(update=apart)
        in_conflict = {conflict.section for conflict in ours.review.conflicts}
        assert in_conflict == {conflict.section for conflict in there.review.conflicts}
        assert {key: value for key, value in digests(ours).items() if key not in in_conflict} == {
            key: value for key, value in digests(there).items() if key not in in_conflict
        }

    def merged(self, report: Report, other: Report) -> None:
        had, theirs = digests(report), digests(other)
        merge(report, other, self.contents, OUTLINE)
        now, kept = digests(report), report.payload()
        held = {version.digest for conflict in report.review.conflicts for version in conflict.versions}
        for section_id in had:
            # What is here now was here or there; of two new contents neither is gone.
            assert now[section_id] in {had[section_id], theirs[section_id]}
            assert (
                now[section_id] == had[section_id]
                or had[section_id] in self.known(other)
                or had[section_id] in held
            )
        again = merge(report, other, self.contents, OUTLINE)
        assert (again.changed, report.payload()) == (False, kept)

    def known(self, other: Report) -> set[str]:
        """Return the contents of sections that were handed over, or that somebody knew when deciding."""
        handed = {
            section_digest(Section.model_validate(section)) for part in self.contents.values() for section in part
        }
        begun = set(digests(small_report()).values())
        return begun | handed | {digest for choice in other.review.choices for digest in choice.among}

    @rule(side=sides, joined=st.booleans())
    def decide(self, side: str, joined: bool) -> None:
        report = self.reports[side]
        for conflict in list(report.review.conflicts):
            chosen = Section.model_validate(conflict.versions[0].content)
            if joined:
                chosen.prose = Prose(text=f"合起来{next(self.numbers)}")
            settle(report, conflict.section, chosen, side)
        assert report.review.conflicts == []

    @invariant()
    def nothing_said_is_lost_and_what_happened_is_legal(self) -> None:
        told: set[str] = set()
        for report in getattr(self, "reports", {}).values():
            review = report.review
            stage, counted = standing(review.events)
            assert stage is report.status
            for before, after in itertools.pairwise([None, *counted]):
                assert after is not None
                rounds = (before.round if before else 0) + (after.act is Act.SEND)
                assert after.round >= rounds
            told |= {event.text for event in review.events}
            told |= {remark.text for remark in review.remarks}
            told |= {one.text for remark in review.remarks for one in remark.thread}
            assert Report.read(report.payload()) == report
        assert self.said <= told


TestToAndFro = ToAndFro.TestCase
TestToAndFro.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
