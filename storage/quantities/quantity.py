"""A quantity found in prose: how much, of what, and how it is meant."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from storage.quantities.units import family


class Role(StrEnum):
    """What a stated value is: only 实际 values can contradict a table's actuals."""

    ACTUAL = "实际"
    TARGET = "目标"
    EARLIER = "上年"
    DIFFERENCE = "差额"
    REST = "其余"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, from `start` to before `end` of the text it was found in.

    `value` is the number as written, in `unit` (money in 元); `low` to `high` is what the writing allows:
    the rounding of the last digit where the unit is a measure, and what 余, 近, 约, 左右, 以上 leave open.
    `digits` is the span of the number alone. `each` is the word after 每 (场 in 每场60人), empty for a total.
    `label` is what the clause says before the number, `after` what follows the unit, `context` the sentence
    before the clause; `within` says that 其中 went before; `sentence` is where the sentence starts.
    """

    start: int
    end: int
    digits: tuple[int, int]
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    sign: str = ""
    approximate: bool = False
    contradictory: bool = False
    label: str = ""
    after: str = ""
    context: str = ""
    each: str = ""
    period: str = ""
    role: Role = Role.ACTUAL
    within: bool = False
    sentence: int = 0

    def moved(self, by: int) -> "Quantity":
        """Return it as it stands so many characters further on."""
        if not by:
            return self
        start, end = self.digits
        return replace(
            self,
            start=self.start + by,
            end=self.end + by,
            digits=(start + by, end + by),
            sentence=self.sentence + by,
        )

    @property
    def family(self) -> str:
        """What its unit is compared as."""
        return family(self.unit)

    @property
    def words(self) -> str:
        """Everything that may say what it counts, the nearest last."""
        return f"{self.context} {self.label} {self.after}"

    @property
    def is_actual(self) -> bool:
        """Whether it states a total of what was reached this year."""
        return self.role is Role.ACTUAL and not self.each

    def allows(self, value: Decimal) -> bool:
        """Whether what is written can stand for `value`."""
        return self.low <= value <= self.high

    def agrees(self, other: "Quantity") -> bool:
        """Whether both can stand for the same value."""
        return self.low <= other.high and other.low <= self.high
