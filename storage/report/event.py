"""What happened to a report between the office and the reviewer, and where it stands therefore.

The one state machine: stage, round, who may do what and whether the content is locked all follow from the events.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from pydantic import Field

from storage.report.block import Line, Model, Text


class Act(StrEnum):
    """What moves a report on, in the order it can happen within a round."""

    SEND = "送审"
    RECALL = "撤回"
    RETURN = "退回"
    ACCEPT = "通过"
    CHANGE = "改动"


class Stage(StrEnum):
    """Where a report stands."""

    DRAFT = "草稿"
    SENT = "已送审"
    RETURNED = "已退回"
    ACCEPTED = "已通过"


class Role(StrEnum):
    """Whose copy of the report this is."""

    OFFICE = "填报"
    REVIEWER = "审核"


class Signature(Model):
    """Who answers for what is sent, as signed."""

    responsible: Line = Field("", alias="负责人")
    preparer: Line = Field("", alias="填报人")
    date: Line = Field("", alias="日期")


class Found(Model):
    """What the checks found at a 送审; `reason` is why it went out all the same, or the clerk's answer."""

    code: Line = Field(alias="代码")
    severity: Line = Field(alias="轻重")
    section: Line = Field("", alias="章节")
    message: Text = Field("", alias="问题")
    reason: Text = Field("", alias="理由")


class Event(Model):
    """One act. `digest` is that of the content it was about, `text` the reason or opinion given with it."""

    id: Line = Field(alias="编号")
    act: Act = Field(alias="事项")
    round: int = Field(alias="轮次", ge=1)
    by: Line = Field("", alias="署名")
    at: Line = Field("", alias="时间")
    revision: int = Field(0, alias="版次", ge=0)
    digest: Line = Field("", alias="内容校验")
    text: Text = Field("", alias="说明")
    signature: Signature | None = Field(None, alias="签署")
    found: tuple[Found, ...] | None = Field(None, alias="核对")

    @property
    def is_hand_over(self) -> bool:
        """Whether a file goes to the other side with it."""
        return self.act in {Act.SEND, Act.RETURN, Act.ACCEPT}


_MOVES: Final = {
    (Stage.DRAFT, Act.SEND): Stage.SENT,
    (Stage.RETURNED, Act.SEND): Stage.SENT,
    (Stage.SENT, Act.RECALL): Stage.DRAFT,
    (Stage.SENT, Act.RETURN): Stage.RETURNED,
    (Stage.SENT, Act.ACCEPT): Stage.ACCEPTED,
    (Stage.ACCEPTED, Act.CHANGE): Stage.DRAFT,
}
_BY: Final = {
    Act.SEND: Role.OFFICE,
    Act.RECALL: Role.OFFICE,
    Act.RETURN: Role.REVIEWER,
    Act.ACCEPT: Role.REVIEWER,
    Act.CHANGE: Role.OFFICE,
}
_INSTEAD: Final = {
    Stage.DRAFT: "请先送审",
    Stage.SENT: "请等审核退回或通过，要改请先撤回",
    Stage.RETURNED: "请改好后再送审",
    Stage.ACCEPTED: "要改请先写明改动的理由",
}
_ORDER: Final = list(Act)


def ordered(events: Iterable[Event]) -> list[Event]:
    """Return events by round, and as acts can follow each other in it; then by time and id.

    The clocks of two machines need not agree: time decides only between acts of a kind. Where one side recalled
    what the other was judging, the recall counts.
    """
    return sorted(events, key=lambda event: (event.round, _ORDER.index(event.act), event.at, event.id))


def standing(events: Sequence[Event]) -> tuple[Stage, list[Event]]:
    """Return the stage that ordered events lead to, and those of them that count.

    What does not follow from the stage before it (a verdict on what was recalled) stays on record, moving nothing.
    """
    stage, counted = Stage.DRAFT, []
    for event in events:
        moved = _MOVES.get((stage, event.act))
        if moved is not None:
            stage = moved
            counted.append(event)
    return stage, counted


def why_not(act: Act, stage: Stage, role: Role) -> str:
    """Return in one sentence why whoever holds this copy cannot do this now; empty when they can."""
    if _BY[act] is not role:
        whose, who = {
            Role.OFFICE: ("填报单位的", "审核一方"),
            Role.REVIEWER: ("收来审核的", "填报单位"),
        }[role]
        return f"这一份是{whose}，不能{act}；{act}由{who}办理。"
    if (stage, act) not in _MOVES:
        return f"报告现在是“{stage}”，不能{act}；{_INSTEAD[stage]}。"
    return ""


def why_locked(stage: Stage, round_number: int, role: Role) -> str:
    """Return in one sentence why the content cannot be changed now; empty when it can."""
    if role is Role.REVIEWER:
        return "这一份是收来审核的，只能加批注，不能改内容。"
    if stage is Stage.SENT:
        return f"第{round_number}轮已送审，退回或通过之前不能改；要改请先撤回。"
    if stage is Stage.ACCEPTED:
        return "报告已通过审核，不能直接改；要改请先写明改动的理由。"
    return ""
