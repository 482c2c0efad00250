"""A report: what it is about, and its sections in the order of the outline."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from storage.errors import Refused
from storage.outline import BlockKind, Outline, OutlineSection, Scoring
from storage.report.answer import Answer
from storage.report.block import Block, Line, Model
from storage.report.carried import Entry
from storage.report.cover import Cover
from storage.report.event import Role, Stage
from storage.report.facts import Fact, Facts
from storage.report.funds import Funds
from storage.report.indicators import Indicators
from storage.report.problems import Problems
from storage.report.prose import Prose
from storage.report.remark import RemarkState
from storage.report.review import Review
from storage.report.transfer import Transfer
from storage.report_shape import FORMAT
from storage.text import one_line
from storage.times import now


class State(StrEnum):
    """How far a section is; 已完成 is the clerk's word, the other two are counted."""

    EMPTY = "未填"
    STARTED = "填写中"
    DONE = "已完成"


class Section(Model):
    """One section's content: a block for each kind the outline gives it. A new kind adds its line here."""

    id: Line = Field(alias="编号")
    title: Line = Field("", alias="标题")
    done: bool = Field(False, alias="已完成")
    edited: Line = Field("", alias="修改时间")
    editor: Line = Field("", alias="修改人")
    cover: Cover | None = Field(None, alias="封面")
    prose: Prose | None = Field(None, alias="文字")
    facts: Facts | None = Field(None, alias="数据")
    funds: Funds | None = Field(None, alias="资金")
    indicators: Indicators | None = Field(None, alias="自评表")
    transfer: Transfer | None = Field(None, alias="转移支付自评表")
    problems: Problems | None = Field(None, alias="问题")

    def block(self, kind: BlockKind) -> Block:
        """Return the block of a kind the section has.

        :raises KeyError: when it has none.
        """
        block: Block | None = getattr(self, kind)
        if block is None:
            raise KeyError(kind)
        return block

    def put(self, kind: BlockKind, block: Block) -> None:
        """Replace the block of a kind, as undoing does."""
        setattr(self, kind, block)

    def unconfirmed(self) -> list[tuple[BlockKind, Entry]]:
        """Return what came from last year's report and waits to be confirmed, block by block."""
        return [(kind, entry) for kind in self.kinds() for entry in self.block(kind).unconfirmed()]

    def kinds(self) -> list[BlockKind]:
        """Return the kinds it has, in the order of the registry above."""
        return [kind for kind in BLOCKS if getattr(self, kind) is not None]

    @property
    def state(self) -> State:
        """How far it is; without an entry it is 未填 even where it was ticked."""
        if all(self.block(kind).is_blank() for kind in self.kinds()):
            return State.EMPTY
        return State.DONE if self.done else State.STARTED


BLOCKS: Final[dict[BlockKind, type[Block]]] = {
    "cover": Cover,
    "prose": Prose,
    "facts": Facts,
    "funds": Funds,
    "indicators": Indicators,
    "transfer": Transfer,
    "problems": Problems,
}


class Report(Model):
    """A whole report, as one file of the library holds it."""

    format: Literal[1] = Field(FORMAT, alias="格式")
    id: Line = Field("", alias="编号")
    outline: Line = Field(alias="模板")
    outline_version: int = Field(1, alias="模板版本")
    revision: int = Field(0, alias="版次", ge=0)
    last_year: Line | None = Field(None, alias="上年")
    """The year of the report this one started from; None where it started from none."""
    created: Line = Field("", alias="创建时间")
    modified: Line = Field("", alias="修改时间")
    answers: list[Answer] = Field([], alias="答复")
    review: Review = Field(default_factory=Review, alias="审核")
    sections: list[Section] = Field(alias="章节")

    @model_validator(mode="after")
    def _has_its_cover_and_each_section_once(self) -> Self:
        ids = [section.id for section in self.sections]
        for section_id in ids:
            if ids.count(section_id) > 1:
                raise ValueError(f"有两节的编号都是 {section_id}")
        if all(section.cover is None for section in self.sections):
            raise ValueError("缺少封面")
        return self

    @model_validator(mode="after")
    def _conflicts_are_between_sections(self) -> Self:
        for version in (version for conflict in self.review.conflicts for version in conflict.versions):
            try:
                section = Section.model_validate(version.content, by_alias=True, by_name=False)
            except ValidationError as error:
                raise ValueError("“两边都改过”里有一份不成一节") from error
            version.content = section.model_dump(mode="json", by_alias=True, exclude_none=True)
        return self

    @classmethod
    def new(cls, outline: Outline, *, unit: str, year: str, project: str) -> Self:
        """Return an empty report by `outline` with the three things it is known by."""
        moment = now()
        cover = Section(id="cover", cover=Cover(unit=unit, year=year, project=project), edited=moment)
        report = cls(outline=outline.id, created=moment, modified=moment, sections=[cover])
        report.fit(outline)
        return report

    @classmethod
    def read(cls, payload: dict[str, Any]) -> Self:
        """Read a report from the payload of its file.

        :raises Refused: saying which entry is not what it should be.
        """
        entries = {key: value for key, value in payload.items() if key not in {"摘要", "状态"}}
        try:
            return cls.model_validate(entries, by_alias=True, by_name=False)
        except ValidationError as error:
            raise Refused(f"报告文件里{_fault(error)}，请改用“上一版”里它的副本。") from error

    def payload(self) -> dict[str, Any]:
        """Return what its file holds: plain JSON values under Chinese names, with a summary for listing."""
        payload = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        if not self.answers:
            del payload["答复"]
        if self.review == Review():
            del payload["审核"]
        payload["状态"] = str(self.status)
        states = [section.state for section in self.sections if section.cover is None]
        payload["摘要"] = {
            "单位": self.cover.unit,
            "年度": self.cover.year,
            "项目": self.cover.project,
            "状态": payload["状态"],
            "已填": sum(state is not State.EMPTY for state in states),
            "完成": sum(state is State.DONE for state in states),
            "节数": len(states),
        }
        if waiting := len(self.review.remarks_in(RemarkState.WAITING)):
            payload["摘要"]["待答复"] = waiting
        if self.review.role is Role.REVIEWER:
            payload["摘要"]["收来审核"] = self.review.round
        return payload

    def fit(self, outline: Outline) -> None:
        """Bring the report up to its outline: sections, blocks and facts it lacks are added, in order.

        What the outline now asks in another section moves there with its entries; what it no longer has stays
        in the report, after the rest: no entry is lost.
        """
        there = {section.id: section for section in self.sections}
        fitted = [there.pop(asked.id, Section(id=asked.id)) for asked in outline.sections]
        for section, asked in zip(fitted, outline.sections, strict=True):
            others = [other for other in [*fitted, *there.values()] if other is not section]
            _fit(section, asked, outline, others)
        self.sections = [*fitted, *(section for section in there.values() if section.kinds())]
        self.outline_version = outline.version

    def section(self, section_id: str) -> Section:
        """Return the section with this id.

        :raises KeyError: when there is none.
        """
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def touch(self, section: Section | None = None) -> None:
        """Record that the report was changed, now, and a section of it by whoever fills in the report."""
        self.revision += 1
        self.modified = now()
        if section is not None:
            section.edited, section.editor = self.modified, self.cover.preparer

    @property
    def status(self) -> Stage:
        """Where it stands between the office and the reviewer."""
        return self.review.stage

    @property
    def cover(self) -> Cover:
        """The cover; every outline has one."""
        return next(section.cover for section in self.sections if section.cover is not None)

    @property
    def funds(self) -> Funds | None:
        """The funds account, where the outline has one."""
        return next((section.funds for section in self.sections if section.funds is not None), None)

    def execution_rate(self, scoring: Scoring | None = None) -> Decimal | None:
        """Return 执行率 of all sources, 1 for 100 %; None while it cannot be computed.

        `scoring` decides whether 0 ÷ 0 is fully executed; without it there is no such rate.
        """
        if self.funds is None:
            return None
        line = self.funds.all_sources()
        if line.has_empty_budget and scoring is not None and scoring.empty_budget_full:
            return Decimal(1)
        return line.rate


def _fit(section: Section, asked: OutlineSection, outline: Outline, others: list[Section]) -> None:
    section.title = asked.title
    for kind in asked.blocks:
        if getattr(section, kind) is None:
            block = _taken_from(others, kind) or BLOCKS[kind]()
            section.put(kind, block)
        if kind == "facts" and section.facts is not None:
            section.facts.rows += _facts_taken_from(others, asked, section.facts)
        section.block(kind).fit(asked, outline)


def _taken_from(others: list[Section], kind: BlockKind) -> Block | None:
    """Take the block of a kind that an outline asks for once out of the section that used to hold it."""
    if kind in {"prose", "facts"}:
        return None
    holder = next((other for other in others if getattr(other, kind) is not None), None)
    if holder is None:
        return None
    block = holder.block(kind)
    setattr(holder, kind, None)
    return block


def _facts_taken_from(others: list[Section], asked: OutlineSection, own: Facts) -> list[Fact]:
    """Take the facts that are now asked for here out of the sections that used to ask for them."""
    wanted = {fact.name for fact in asked.facts} - {fact.name for fact in own.rows}
    taken = []
    for facts in (other.facts for other in others if other.facts is not None):
        moved = [fact for fact in facts.rows if fact.name in wanted]
        if moved and facts.carried:
            own.carried = (*(own.carried or ()), *facts.carried)
        taken += moved
        facts.rows = [fact for fact in facts.rows if fact.name not in wanted]
    return taken


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    # Names of entries come from the file and go to the screen.
    place = "·".join(f"第{step + 1}项" if isinstance(step, int) else one_line(step) for step in first["loc"])
    own = str(first.get("ctx", {}).get("error", ""))
    if first["type"] == "extra_forbidden":
        return f"有不认识的“{place}”"
    if first["type"] == "missing":
        return f"缺少“{place}”"
    if not place:
        return own
    return f"“{place}”的内容不对" + (f"（{own}）" if own else "")
