"""Where in a report the cells of a table were typed."""

from collections.abc import Iterator, Sequence

from storage.outline import BlockKind
from storage.report.block import Model
from storage.report.report import Section
from storage.report.spot import Field, Spot

RowSpots = tuple[Spot | None, ...]


def cells(section: Section, kind: BlockKind, field: Field, names: Sequence[str]) -> RowSpots:
    """Return where the cells of one row were typed; a column without a name is computed."""
    return tuple(Spot(section.id, kind, (*field, name)) if name else None for name in names)


def rows(
    section: Section, kind: BlockKind, listed: Sequence[Model], names: Sequence[str], name: str = "rows"
) -> tuple[RowSpots, ...]:
    """Return the same for each row of a list called `name` that holds an entry."""
    return tuple(cells(section, kind, (name, number), names) for number, _ in numbered(listed))


def numbered(listed: Sequence[Model]) -> Iterator[tuple[int, Model]]:
    """Yield the rows that hold an entry, each with its position among all."""
    return ((number, row) for number, row in enumerate(listed) if not row.is_blank())
