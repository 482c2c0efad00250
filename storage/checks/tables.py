"""The tables of a report as the checks see them: the funds account, the 自评表 and its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from storage.checks.fields import quote_at
from storage.checks.finding import Quote
from storage.checks.subject import Subject
from storage.outline import BlockKind
from storage.report.funds import Funds
from storage.report.indicators import Indicator, Indicators, Measure
from storage.report.scoring import Score, read_amount, share_of_quantity


@dataclass(frozen=True, slots=True)
class Row:
    """A filled row of the 自评表, scored or not, and where it stands."""

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
    def has_unread_figure(self) -> bool:
        """Whether its weight, 达成度 or deduction is typed and not understood as a number."""
        row = self.measure
        figures = (row.weight, row.achieved, row.deduction) if isinstance(row, Indicator) else ()
        return any(isinstance(figure, str) and figure for figure in figures)

    @property
    def reached(self) -> Decimal | None:
        """Actual ÷ target where more is better and both are numbers of one unit; else None."""
        target, actual = read_amount(self.measure.target), read_amount(self.measure.actual)
        if target is None or actual is None or target.is_upper_bound or target.value <= 0:
            return None
        return actual.value / target.value if actual.has_unit_of(target) and not actual.is_bound else None

    def quote(self, field: str, words: str = "") -> Quote:
        """Quote one of its cells, or other `words` about it."""
        place = ("rows", self.position, field)
        shown = words or str(getattr(self.measure, field))
        return quote_at(self.subject, self.section, self.kind, place, shown)


def accounts(subject: Subject) -> Iterator[tuple[str, Funds]]:
    """Yield each funds account in which something was entered, with the id of its section."""
    for section in subject.report.sections if subject.report is not None else ():
        if section.funds is not None and not section.funds.is_blank():
            yield section.id, section.funds


def scored_tables(subject: Subject) -> Iterator[tuple[str, Indicators]]:
    """Yield each scored 自评表 that has rows, with the id of its section."""
    for section in subject.report.sections if subject.report is not None else ():
        if section.indicators is not None and section.indicators.rows:
            yield section.id, section.indicators


@lru_cache(maxsize=1)
def rows(subject: Subject) -> tuple[Row, ...]:
    """Return the rows of the 自评表 in which something has been typed."""
    return tuple(_rows(subject))


def _rows(subject: Subject) -> Iterator[Row]:
    for section in subject.report.sections if subject.report is not None else ():
        if section.indicators is not None:
            for position, row in enumerate(section.indicators.rows):
                if not row.is_blank():
                    yield Row(subject, section.id, "indicators", position, row)
        if section.transfer is not None:
            for position, measure in enumerate(section.transfer.rows):
                if not measure.is_blank():
                    yield Row(subject, section.id, "transfer", position, measure)
