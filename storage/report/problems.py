"""Problems: what went wrong, why, what is done about it, by whom and by when."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from storage.outline import Outline, OutlineSection
from storage.report.block import Block, Line, Model, Text, filled
from storage.report.named_figure import NamedFigure, Naming


class Problem(Model):
    """One problem with its cause and its measure; a measure may stand alone and is then marked."""

    problem: Text = Field("", alias="问题")
    cause: Text = Field("", alias="原因")
    measure: Text = Field("", alias="改进措施")
    owner: Line = Field("", alias="责任人")
    due: Line = Field("", alias="完成时限")

    def is_unanswered(self) -> bool:
        """Whether a problem stands without a measure."""
        return bool(self.problem.strip()) and not self.measure.strip()

    def answers_nothing(self) -> bool:
        """Whether a measure stands without a problem."""
        return bool(self.measure.strip()) and not self.problem.strip()


class Problems(Block):
    """The problems of the year, in order."""

    rows: list[Problem] = Field([], alias="问题清单")

    def is_blank(self) -> bool:
        """Whether no row has anything in it."""
        return not filled(self.rows)

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the list while it is blank."""
        return ["问题清单"] if self.is_blank() else []

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield how many problems there are."""
        count = sum(bool(row.problem.strip()) for row in self.rows)
        how = "问题清单里写了问题的行数"
        yield Naming(section_id, "problems").computed("问题个数", f"{count}个" if count else "", how, ("rows",))
