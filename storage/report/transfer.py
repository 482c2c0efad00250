"""The 转移支付区域（项目）绩效自评表: management in seven lines, goal and indicators, and no scores."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Self

from pydantic import Field

from storage.outline import Outline, OutlineSection
from storage.report.block import Block, CarriedRow, Line, Text, filled
from storage.report.indicators import Measure, measure_figures
from storage.report.named_figure import NamedFigure, Naming
from storage.report.spot import Field as Place

MANAGEMENT: Final = (
    "分配科学性",
    "下达及时性",
    "拨付合规性",
    "使用规范性",
    "执行准确性",
    "预算绩效管理情况",
    "支出责任履行情况",
)


class ManagementLine(CarriedRow):
    """One of the seven lines on how the money was managed."""

    name: Line = Field("", alias="管理事项")
    situation: Text = Field("", alias="情况说明")
    remedy: Text = Field("", alias="存在问题和改进措施")


class Transfer(Block):
    """The table. Its amounts A and B are those of the funds account."""

    expected: Text = Field("", alias="总体目标")
    achieved: Text = Field("", alias="全年实际完成情况")
    management: list[ManagementLine] = Field([], alias="资金管理情况")
    rows: list[Measure] = Field([], alias="绩效指标")

    def carried_over(self) -> Self:
        """Hand on the goal, how the money is managed, and the indicators without what was reached."""
        lines, rows = ([row.carried_over() for row in rows] for rows in (self.management, self.rows))
        return self.model_copy(update={"achieved": "", "management": lines, "rows": rows})

    def given(self, section: OutlineSection | None) -> frozenset[Place]:
        """Return the official lines of management in which nothing was said."""
        lines = enumerate(self.management)
        return frozenset(("management", at) for at, line in lines if not (line.situation + line.remedy).strip())

    def is_blank(self) -> bool:
        """Whether nothing has been filled in."""
        managed = any((line.situation + line.remedy).strip() for line in self.management)
        return not (self.expected.strip() or self.achieved.strip() or managed or filled(self.rows))

    def fit(self, section: OutlineSection, outline: Outline) -> None:
        """Add the official lines that are not there."""
        names = {line.name for line in self.management}
        self.management += [ManagementLine(name=name) for name in MANAGEMENT if name not in names]

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the goal's blank halves, management lines without a word, and the indicators while blank."""
        return [
            *(
                name
                for name, text in (("总体目标", self.expected), ("全年实际完成情况", self.achieved))
                if not text.strip()
            ),
            *(line.name for line in self.management if not line.situation.strip()),
            *(["绩效指标"] if not filled(self.rows) else ()),
        ]

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield what each indicator came to, and how many there are."""
        return measure_figures(self.rows, Naming(section_id, "transfer"))
