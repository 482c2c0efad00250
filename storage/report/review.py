"""The review of a report: whose copy this is, what happened so far, the remarks, and what both sides changed."""

from typing import Any, Self

from pydantic import Field, model_validator

from storage.report.block import Line, Model
from storage.report.event import Act, Event, Role, Stage, ordered, standing, why_locked, why_not
from storage.report.remark import Remark, RemarkState, union


class Version(Model):
    """A section as one side had it, under the digest of its content; the report reads it as a section."""

    digest: Line = Field(alias="校验")
    content: dict[str, Any] = Field(alias="内容")


class Conflict(Model):
    """A section that both sides changed since the last hand-over; a person has to pick."""

    section: Line = Field(alias="章节")
    versions: tuple[Version, ...] = Field(alias="两份", min_length=2)


class Choice(Model):
    """What a person decided: content with one of the digests `among` gives way to that with `chosen`."""

    id: Line = Field(alias="编号")
    section: Line = Field(alias="章节")
    among: tuple[Line, ...] = Field(alias="几份")
    chosen: Line = Field(alias="选定")
    by: Line = Field("", alias="署名")
    at: Line = Field("", alias="时间")


class Review(Model):
    """All there is of a report's review; equal to `Review()` before the first 送审."""

    role: Role = Field(Role.OFFICE, alias="角色")
    events: list[Event] = Field([], alias="经过")
    remarks: list[Remark] = Field([], alias="批注")
    conflicts: list[Conflict] = Field([], alias="两边都改过")
    choices: list[Choice] = Field([], alias="选定")

    @model_validator(mode="after")
    def _each_id_once(self) -> Self:
        replies = [reply for remark in self.remarks for reply in remark.thread]
        for told in (self.events, self.remarks, self.choices, replies):
            if len({one.id for one in told}) < len(told):
                raise ValueError("有两条编号相同")
        self.events = ordered(self.events)
        return self

    @property
    def stage(self) -> Stage:
        """Where the report stands."""
        return standing(self.events)[0]

    @property
    def round(self) -> int:
        """The number of the round that was sent last; 0 before the first."""
        return max((event.round for event in self.events), default=0)

    @property
    def locked(self) -> str:
        """Why the content cannot be changed now, in one sentence; empty when it can."""
        return why_locked(self.stage, self.round, self.role)

    def why_not(self, act: Act) -> str:
        """Return in one sentence why whoever holds this copy cannot do this now; empty when they can."""
        return why_not(act, self.stage, self.role)

    @property
    def last_hand_over(self) -> Event | None:
        """The last act that sent the report to the other side and was not recalled; None before the first."""
        counted = [event for event in standing(self.events)[1] if event.is_hand_over or event.act is Act.RECALL]
        return counted[-1] if counted and counted[-1].is_hand_over else None

    def remarks_in(self, state: RemarkState) -> list[Remark]:
        """Return the remarks that stand so, in order."""
        return [remark for remark in self.remarks if remark.state is state]

    def remark(self, remark_id: str) -> Remark:
        """Return the remark with this id.

        :raises KeyError: when there is none.
        """
        for remark in self.remarks:
            if remark.id == remark_id:
                return remark
        raise KeyError(remark_id)

    def record(self, event: Event) -> None:
        """Add an event."""
        self.events = ordered([*self.events, event])

    def merged(self, other: "Review") -> "Review":
        """Return all that either side knows, in this side's role, without conflicts.

        Whichever side does it, the outcome is the same but for the role; and so it is when done again.
        """
        ours, theirs = ({remark.id: remark for remark in side.remarks} for side in (self, other))
        remarks = [
            ours[key].merged(theirs[key]) if key in ours and key in theirs else {**theirs, **ours}[key]
            for key in {**ours, **theirs}
        ]
        return Review(
            role=self.role,
            events=union(self.events, other.events),
            remarks=sorted(remarks, key=lambda remark: (remark.order, remark.at, remark.id)),
            choices=union(self.choices, other.choices),
        )
