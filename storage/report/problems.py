"""Problems: what went wrong, why, what is done about it, by whom and by when; and what last year promised."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Self

from pydantic import Field

from storage.outline import Outline, OutlineSection
from storage.report.block import Block, CarriedRow, Line, Model, Text, filled
from storage.report.named_figure import NamedFigure, Naming

OUTCOMES: Final = ("已落实", "部分落实", "未落实")


class Problem(CarriedRow):
    """One problem with its cause and its measure; a measure may stand alone and is then marked."""

    figures_of_the_year = ("due",)

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


class Promise(Model):
    """A measure that last year's report promised, and what has become of it: one of `OUTCOMES`, or blank."""

    measure: Text = Field("", alias="上年措施")
    outcome: Line = Field("", alias="落实情况")
    note: Text = Field("", alias="说明")

    def is_answered(self) -> bool:
        """Whether it is said what has become of it, with a word on what was not done."""
        return self.outcome == OUTCOMES[0] or (self.outcome in OUTCOMES and bool(self.note.strip()))


class Problems(Block):
    """The problems of the year and the measures promised last year, in order."""

    rows: list[Problem] = Field([], alias="问题清单")
    promises: list[Promise] = Field([], alias="上年改进措施")

    def carried_over(self) -> Self:
        """Hand the problems on without the times that were set, and ask about each measure whether it was done."""
        measures = (row.measure for row in self.rows if row.measure.strip())
        promises = [Promise(measure=measure) for measure in dict.fromkeys(measures)]
        return self.model_copy(update={"rows": [row.carried_over() for row in self.rows], "promises": promises})

    def is_blank(self) -> bool:
        """Whether no row has anything in it, and no measure of last year has been answered."""
        answered = any((promise.outcome + promise.note).strip() for promise in self.promises)
        return not (filled(self.rows) or answered)

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the list while it is blank."""
        return [] if filled(self.rows) else ["问题清单"]

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield how many problems there are."""
        count = sum(bool(row.problem.strip()) for row in self.rows)
        how = "问题清单里写了问题的行数"
        yield Naming(section_id, "problems").computed("问题个数", f"{count}个" if count else "", how, ("rows",))
