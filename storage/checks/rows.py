"""The rows of the 自评表, scored or not, as the checks see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from storage.checks.fields import quote_at
from storage.checks.finding import Quote
from storage.checks.subject import Subject
from storage.outline import BlockKind
from storage.report.indicators import Indicator, Measure
from storage.report.scoring import Score, read_amount, share_of_quantity


@dataclass(frozen=True, slots=True)
class Row:
    """A filled row and where it stands; `share` is how far it got, None while that cannot be said."""

    subject: Subject
    section: str
    kind: BlockKind
    position: int
    measure: Measure

    @property
    def name(self) -> str:
        """What to call it: its 三级指标, or its number while that is blank."""
        return self.measure.name.strip() or f"第{self.position + 1}行"

    @property
    def score(self) -> Score:
        """What it earns; of a table without scores only the share is known."""
        scoring = self.subject.outline.scoring
        if isinstance(self.measure, Indicator):
            return self.measure.score(scoring)
        target = read_amount(self.measure.target)
        if target is None:
            return Score(why="" if self.measure.target.strip() else "还没有填年度指标值")
        return share_of_quantity(target, self.measure.actual, scoring)

    @property
    def reached(self) -> Decimal | None:
        """Actual ÷ target where more is better and both are numbers of one unit; else None."""
        target, actual = read_amount(self.measure.target), read_amount(self.measure.actual)
        if target is None or actual is None or target.sign == "≤" or target.value <= 0:
            return None
        if actual.sign in {"≥", "≤"} or (actual.unit and target.unit and actual.unit != target.unit):
            return None
        return actual.value / target.value

    def quote(self, field: str, words: str = "") -> Quote:
        """Quote one of its cells, or other `words` about it."""
        place = ("rows", self.position, field)
        shown = words or str(getattr(self.measure, field))
        return quote_at(self.subject, self.section, self.kind, place, shown)


def rows(subject: Subject) -> Iterator[Row]:
    """Yield the rows of the 自评表 in which something has been typed."""
    for section in subject.report.sections if subject.report is not None else ():
        if section.indicators is not None:
            for position, row in enumerate(section.indicators.rows):
                if not row.is_blank():
                    yield Row(subject, section.id, "indicators", position, row)
        if section.transfer is not None:
            for position, measure in enumerate(section.transfer.rows):
                if not measure.is_blank():
                    yield Row(subject, section.id, "transfer", position, measure)
