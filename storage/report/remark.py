"""The reviewer's remarks on a report, each with the thread of what was said to it; nothing is ever deleted."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from pydantic import Field

from storage.outline import BlockKind
from storage.report.block import Line, Model, Text


class Severity(StrEnum):
    """How much a remark asks for; 通过 waits for every 必须修改 to be 已销号."""

    MUST = "必须修改"
    SHOULD = "建议修改"
    QUESTION = "疑问"


class ReplyKind(StrEnum):
    """What a reply does: the first two are the office's answers, the others the reviewer's."""

    MENDED = "已修改"
    EXPLAINED = "说明"
    CLOSED = "销号"
    REOPENED = "重新打开"


class RemarkState(StrEnum):
    """Where a remark stands; it follows from the last reply."""

    WAITING = "待答复"
    ANSWERED = "已答复"
    CLOSED = "已销号"


_STATES = {
    ReplyKind.MENDED: RemarkState.ANSWERED,
    ReplyKind.EXPLAINED: RemarkState.ANSWERED,
    ReplyKind.CLOSED: RemarkState.CLOSED,
    ReplyKind.REOPENED: RemarkState.WAITING,
}


class Anchor(Model):
    """What a remark is attached to: the report, a section, a field of a block, or words in it.

    `section` is empty for the report as a whole, `kind` is None for a section as a whole. `field` leads to the
    field as in a `Spot`; in a table, `row` is what its row is called. Quoted `words` were at `start` when the
    remark was made, with `before` and `after` around them.
    """

    section: Line = Field("", alias="章节")
    kind: BlockKind | None = Field(None, alias="内容")
    field: tuple[Line | int, ...] = Field((), alias="位置", max_length=8)
    row: Line = Field("", alias="行名")
    start: int = Field(0, alias="起", ge=0)
    words: Text = Field("", alias="引文")
    before: Text = Field("", alias="前文")
    after: Text = Field("", alias="后文")


class Reply(Model):
    """One thing said to a remark; `order` counts from 1, as two machines' clocks do not tell which was first."""

    id: Line = Field(alias="编号")
    kind: ReplyKind = Field(alias="事项")
    text: Text = Field("", alias="内容")
    by: Line = Field("", alias="署名")
    at: Line = Field("", alias="时间")
    round: int = Field(0, alias="轮次", ge=0)
    order: int = Field(1, alias="序", ge=1)


class Remark(Model):
    """One remark of the round it was made in, with its thread in order; `order` counts remarks from 1."""

    id: Line = Field(alias="编号")
    anchor: Anchor = Field(alias="所指")
    severity: Severity = Field(alias="轻重")
    text: Text = Field(alias="内容")
    by: Line = Field("", alias="署名")
    at: Line = Field("", alias="时间")
    round: int = Field(0, alias="轮次", ge=0)
    order: int = Field(1, alias="序", ge=1)
    thread: list[Reply] = Field([], alias="往来")

    @property
    def state(self) -> RemarkState:
        """Where it stands: 待答复 until somebody replies."""
        return _STATES[self.thread[-1].kind] if self.thread else RemarkState.WAITING

    def merged(self, other: "Remark") -> "Remark":
        """Return the remark with what was said to it on either side; `other` bears the same id."""
        first = min(self, other, key=lambda remark: remark.model_dump_json(exclude={"thread"}))
        replies = union(self.thread, other.thread)
        return first.model_copy(
            update={"thread": sorted(replies, key=lambda reply: (reply.order, reply.at, reply.id))}
        )


Told = TypeVar("Told", bound=Model)


def union(ours: Iterable[Told], theirs: Iterable[Told]) -> list[Told]:
    """Return the models of both sides, each id once, in the order of their ids.

    Whichever side is `ours`, the outcome is the same, also where one id bears two contents: that is no accident.
    """
    both = sorted([*ours, *theirs], key=lambda model: model.model_dump_json())
    by_id = {getattr(model, "id"): model for model in both}  # noqa: B009
    return [by_id[model_id] for model_id in sorted(by_id)]
