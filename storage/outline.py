"""An office's outline as data: which sections a report has, what each asks for, and how it is scored.

Outlines are TOML files because offices write their own: no national outline for a self-evaluation exists.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from storage.outline_faults import Misplaced
from storage.sentence import PatternError, mentions, parse
from storage.text import clean, one_line

BlockKind: TypeAlias = Literal["cover", "prose", "facts", "funds", "indicators", "transfer", "problems"]
CoverLabel: TypeAlias = Literal[
    "填报单位",
    "年度",
    "项目名称",
    "中央主管部门",
    "主管部门",
    "实施单位",
    "资金名称",
    "资金性质",
    "负责人",
    "填报人",
    "联系电话",
    "填报日期",
    "依据文件",
]

_NEEDED: Final = ("填报单位", "年度", "项目名称")

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


def _cleaned(value: object) -> object:
    return one_line(value).strip() if isinstance(value, str) else value


def _cleaned_text(value: object) -> object:
    return clean(value)[0].strip() if isinstance(value, str) else value


def _exact(value: object) -> object:
    # TOML has binary floats only: 7.5 is taken by its shortest decimal writing, which is what stands in the file.
    # Text and true would be taken for numbers too; turned into what is none, they are refused as such.
    return str(value) if isinstance(value, float) else None if isinstance(value, bool | str) else value


Name = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(_cleaned)]
Line = Annotated[str, Field(max_length=200), BeforeValidator(_cleaned)]
Text = Annotated[str, Field(min_length=1, max_length=4000), BeforeValidator(_cleaned_text)]
Number = Annotated[Decimal, BeforeValidator(_exact)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Named(_Data):
    name: Name


class AskedFact(_Named):
    """A quantity a section asks for: its name, its unit and the period it counts."""

    unit: Line = ""
    period: Name = "全年"
    note: Line = ""


class AskedRate(_Named):
    """A rate computed from two quantities of the section: 已自评项目数 ÷ 应自评项目数."""

    part: Name
    whole: Name


# What every table gives text to refer to, whatever is entered in it.
FIGURES: Final[Mapping[BlockKind, tuple[str, ...]]] = {
    "funds": (
        *("年初预算合计", "全年预算合计", "全年执行合计", "执行率", "结余", "支出合计"),
        *("资金来源个数", "支出用途个数"),
    ),
    "indicators": (
        *("预算执行率得分", "自评总分", "评价等级", "指标个数", "定量指标个数", "定性指标个数"),
        *("满分指标个数", "未得满分指标个数"),
    ),
    "transfer": ("指标个数", "定量指标个数", "定性指标个数"),
    "problems": ("问题个数",),
}


class OutlineSection(_Data):
    """One section: official number and title, guidance for the clerk, and its blocks in order.

    `sentences` are patterns (storage/sentence.py) of paragraphs that can be built from the tables.
    """

    id: Identifier
    number: Line = ""
    title: Name
    short: Name
    guidance: Text
    blocks: tuple[BlockKind, ...] = Field(min_length=1)
    facts: tuple[AskedFact, ...] = ()
    rates: tuple[AskedRate, ...] = ()
    sentences: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.facts and "facts" not in self.blocks:
            raise Misplaced("列了要填的数据（facts），blocks 里却没有 facts", "blocks")
        asked = [fact.name for fact in self.facts]
        for position, rate in enumerate(self.rates):
            for field, name in (("part", rate.part), ("whole", rate.whole)):
                if name not in asked:
                    raise Misplaced(f"本节没有要填的数据“{name}”，算不出“{rate.name}”", "rates", position, field)
        if self.sentences and "prose" not in self.blocks:
            raise Misplaced("有成文句式（sentences），blocks 里却没有 prose", "blocks")
        for position, pattern in enumerate(self.sentences):
            try:
                parse(pattern)
            except PatternError as error:
                raise Misplaced(f"成文句式写错了：{error}", "sentences", position) from error
        for position, kind in enumerate(self.blocks):
            if kind in self.blocks[:position]:
                raise Misplaced(f"内容 {kind} 在 blocks 里写了两次", "blocks", position)
        return self


class Part(_Data):
    """A first-level heading with its sections; a part without sub-headings holds one section without a number."""

    number: Name
    title: Name
    sections: tuple[OutlineSection, ...] = Field(min_length=1)

    @property
    def heading(self) -> str:
        """The heading as printed: `一、自评工作开展情况`, `附件：项目支出绩效自评表`."""
        return f"{self.number}{'：' if self.number.startswith('附件') else '、'}{self.title}"


class Level(_Data):
    """A first-level indicator, the weight its rows add up to, and its second-level indicators."""

    name: Name
    weight: Number = Field(ge=0, le=100)
    kinds: tuple[Name, ...] = Field(min_length=1)


class Tier(_Data):
    """A tier of a qualitative result: its name and the least share (of 1) of the weight it earns."""

    name: Name
    at_least: Number = Field(ge=0, le=1)


class Step(_Data):
    """An execution rate (of 1) from which a fixed score is given, where a province scores in steps."""

    rate: Number = Field(ge=0)
    score: Number = Field(ge=0)


class Scoring(_Data):
    """How the 自评表 is scored; the defaults are 财预〔2020〕10号 and practice, provinces differ.

    `execution` is the weight of 预算执行率. `steps` replaces rate × weight where given. `reverse` says what an
    indicator with ≤ earns above its target: target ÷ actual, or linear to 0 at twice the target. `places` and
    `rounding` are the decimals a score keeps. `empty_budget_full` counts 0 ÷ 0 as fully executed.
    """

    execution: Number = Field(default=Decimal(10), ge=0, le=100)
    steps: tuple[Step, ...] = ()
    empty_budget_full: bool = Field(default=False, strict=True)
    levels: tuple[Level, ...] = Field(min_length=1)
    reverse: Literal["ratio", "linear"] = "ratio"
    rounding: Literal["half_up", "cut"] = "half_up"
    places: int = Field(default=2, ge=0, le=4, strict=True)
    tiers: tuple[Tier, ...] = (
        Tier(name="达成预期指标", at_least=Decimal("0.8")),
        Tier(name="部分达成预期指标并具有一定效果", at_least=Decimal("0.6")),
        Tier(name="未达成预期指标且效果较差", at_least=Decimal(0)),
    )
    grades: tuple[Tier, ...] = (
        Tier(name="优", at_least=Decimal("0.9")),
        Tier(name="良", at_least=Decimal("0.8")),
        Tier(name="中", at_least=Decimal("0.6")),
        Tier(name="差", at_least=Decimal(0)),
    )

    @property
    def full(self) -> Decimal:
        """The full marks: 100 for a table that follows the rules."""
        return self.execution + sum((level.weight for level in self.levels), Decimal(0))

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.full != 100:
            raise Misplaced(f"预算执行率与各一级指标的分值合计是 {self.full}，应当是 100", "levels")
        for position, step in enumerate(self.steps):
            if step.score > self.execution:
                raise Misplaced(
                    f"这一档给 {step.score} 分，超过预算执行率的分值 {self.execution}", "steps", position, "score"
                )
        for position, level in enumerate(self.levels):
            _once(level.kinds, "二级指标“{}”列了两次", "levels", position, "kinds")
        _once([step.rate for step in self.steps], "steps 里有两档的起点一样", "steps")
        for name, tiers in (("tiers", self.tiers), ("grades", self.grades)):
            _once([tier.at_least for tier in tiers], name + " 里有两档的起点一样", name)
            if all(tier.at_least for tier in tiers):
                raise Misplaced(f"{name} 里要有从 0 起的一档，低分才有归处", name)
        return self


class Thresholds(_Data):
    """From where on the checks speak; the defaults are practice, provinces differ.

    `low_rate` is the 执行率 (of 1) under which a reason is asked for: certain where the outline sets it, as
    Sichuan does with 0.9, else a question. `rate_over_full` allows a rate over 100 %, as Zhejiang does.
    `overshoot` is how many times its target an indicator may reach unexplained (Guangxi: 1.3), and
    `overshot_share` the share of indicators doing so above which the targets are too low. More than
    `qualitative_share` of the indicators in words is odd; a total under `rectification_below` points needs 整改.
    """

    low_rate: Number = Field(default=Decimal("0.8"), ge=0, le=1)
    rate_over_full: bool = Field(default=False, strict=True)
    overshoot: Number = Field(default=Decimal("1.2"), ge=1, le=10)
    overshot_share: Number = Field(default=Decimal("0.5"), ge=0, le=1)
    qualitative_share: Number = Field(default=Decimal("0.5"), ge=0, le=1)
    rectification_below: Number = Field(default=Decimal(80), ge=0, le=100)


class Outline(_Data):
    """A whole outline. `title` and `subtitle` may hold {填报单位}, {年度} and {项目名称}."""

    format: Literal[1]
    id: Identifier
    version: int = Field(ge=1, le=9999, strict=True)
    name: Name
    about: Text
    title: Name
    subtitle: Line = ""
    cover: tuple[CoverLabel, ...] = Field(min_length=1)
    cover_guidance: Text
    fund_kinds: tuple[Name, ...] = Field(default=("当年财政拨款", "上年结转资金", "其他资金"), min_length=1)
    scoring: Scoring
    checks: Thresholds = Thresholds()
    parts: tuple[Part, ...] = Field(min_length=1)

    @cached_property
    def sections(self) -> tuple[OutlineSection, ...]:
        """The sections in order, with the cover before them."""
        cover = OutlineSection(
            id="cover", title="封面", short="封面", guidance=self.cover_guidance, blocks=("cover",)
        )
        return (cover, *(section for part in self.parts for section in part.sections))

    def section(self, section_id: str) -> OutlineSection | None:
        """Return the section with this id; None for sections of an older version."""
        return next((section for section in self.sections if section.id == section_id), None)

    def part_of(self, section_id: str) -> Part | None:
        """Return the part that holds a section; None for the cover and for sections of an older version."""
        return next((part for part in self.parts for s in part.sections if s.id == section_id), None)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for field in ("title", "subtitle"):
            for name in re.findall(r"\{(.*?)\}", getattr(self, field)):
                if name not in _NEEDED:
                    raise Misplaced(
                        f"标题里的 {{{name}}} 不认识，只能用 {{填报单位}}、{{年度}}、{{项目名称}}", field
                    )
        for label in _NEEDED:
            if label not in self.cover:
                raise Misplaced(f"封面里缺少“{label}”，报告靠它辨认", "cover")
        _once(self.cover, "封面的“{}”列了两次", "cover")
        _once(self.fund_kinds, "资金类别“{}”列了两次", "fund_kinds")
        _once([level.name for level in self.scoring.levels], "一级指标“{}”列了两次", "scoring", "levels")
        self._sections_differ()
        self._sentences_are_of_what_is_there()
        return self

    def _names(self) -> set[str]:
        """Return the names of the figures that every report by this outline has."""
        names = set[str](self.cover)
        for section in self.sections:
            names.update(fact.name for fact in section.facts)
            names.update(rate.name for rate in section.rates)
            names |= {name for kind in section.blocks for name in FIGURES.get(kind, ())}
        return names

    def _sentences_are_of_what_is_there(self) -> None:
        names = self._names()
        for p, part in enumerate(self.parts):
            for s, section in enumerate(part.sections):
                for position, pattern in enumerate(section.sentences):
                    for name in sorted(mentions(parse(pattern)) - names):
                        place = ("parts", p, "sections", s, "sentences", position)
                        raise Misplaced(f"成文句式里的 {{{{{name}}}}} 在这份模板里没有", *place)

    def _sections_differ(self) -> None:
        ids, kinds, names = {"cover"}, {"cover"}, set()
        for p, part in enumerate(self.parts):
            for s, section in enumerate(part.sections):
                place = ("parts", p, "sections", s)
                if section.id in ids:
                    raise Misplaced(f"有两节的 id 都是 {section.id}", *place, "id")
                ids.add(section.id)
                for b, kind in enumerate(section.blocks):
                    if kind in kinds:
                        raise Misplaced(f"内容 {kind} 在整份模板里只能出现一次", *place, "blocks", b)
                    if kind not in {"prose", "facts"}:
                        kinds.add(kind)
                listed: tuple[tuple[str, Sequence[_Named]], ...]
                listed = (("facts", section.facts), ("rates", section.rates))
                for field, asked in listed:
                    for position, one in enumerate(asked):
                        if one.name in names:
                            reason = f"数据“{one.name}”要求填两次，一个数只填一次"
                            raise Misplaced(reason, *place, field, position, "name")
                        names.add(one.name)


def _once(entries: Sequence[object], message: str, *place: str | int) -> None:
    for position, entry in enumerate(entries):
        if entry in entries[:position]:
            raise Misplaced(message.format(entry), *place, position)
