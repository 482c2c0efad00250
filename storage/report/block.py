"""What every kind of block shares."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    field_serializer,
)

from storage.figures import Figure, cents, plain, read_money, read_quantity
from storage.outline import Outline, OutlineSection
from storage.report.carried import Entry, numbered, sign
from storage.report.named_figure import NamedFigure
from storage.report.spot import Field as Place
from storage.text import clean, one_line


def as_typed(value: object) -> str:
    """Return what stands for a figure in a file or a call as text, so that one reader judges all of it.

    :raises ValueError: for anything but text and Decimal; a float has lost what was typed.
    """
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        return value
    raise ValueError("应当是文字")


def _in_unit(unit: str) -> BeforeValidator:
    return BeforeValidator(lambda value: read_quantity(as_typed(value), unit))


# Figures are kept as text in the file, so that no reader of JSON can turn them into binary floats.
_Written = PlainSerializer(lambda value: plain(value) if isinstance(value, Decimal) else value, return_type=str)
_MoneyWritten = PlainSerializer(
    lambda value: cents(value) if isinstance(value, Decimal) else value, return_type=str
)

Text = Annotated[str, AfterValidator(lambda text: clean(text)[0])]
Line = Annotated[str, AfterValidator(one_line)]
Money = Annotated[Figure, BeforeValidator(lambda value: read_money(as_typed(value))), _MoneyWritten]
Points = Annotated[Figure, _in_unit("分"), _Written]
Percentage = Annotated[Figure, _in_unit("%"), _Written]
# A figure whose unit stands beside it: the model that holds both reads it.
Measured = Annotated[Figure, _Written]


def _is_blank(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_blank, value))
    if isinstance(value, Model):
        return value.is_blank()
    return isinstance(value, str) and not value.strip()


class Model(BaseModel):
    """A part of a report: Chinese names in the file, English ones in the code; unknown names are refused."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, extra="forbid")
    beside: ClassVar[frozenset[str]] = frozenset()
    """Fields that are no entries of its own: what stood here last year."""

    def is_blank(self) -> bool:
        """Whether nothing has been typed in any field; a typed 0 is something."""
        return all(_is_blank(getattr(self, name)) for name in type(self).model_fields if name not in self.beside)


M = TypeVar("M", bound=Model)


def filled(rows: Iterable[M]) -> list[M]:
    """Return the rows that hold an entry: Enter on the last row begins one that may stay blank."""
    return [row for row in rows if not row.is_blank()]


class CarriedRow(Model):
    """A line of a table that last year's report can hand on."""

    beside = frozenset({"last"})
    figures_of_the_year: ClassVar[tuple[str, ...]] = ()
    """Fields that count for their year only: last year's stand beside this year's and are not handed on."""

    last: Self | None = Field(None, alias="上年")

    def carried_over(self) -> Self:
        """Return the line as next year's report starts with it, and beside it what it does not take over."""
        # Not read anew: figures are understood in their unit, which stands in another field.
        last = self.model_construct(**{name: getattr(self, name) for name in self.figures_of_the_year})
        blank = dict.fromkeys(self.figures_of_the_year, "")
        return self.model_copy(update={**blank, "last": None if last.is_blank() else last})

    @field_serializer("last")
    def _in_brief(self, last: Self | None) -> dict[str, Any] | None:
        if last is None:
            return None
        return last.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"last"})

    def told(self, name: str) -> str:
        """Write one of its figures for a person, with its unit; empty where there is none."""
        value = getattr(self, name, "")
        return plain(value) if isinstance(value, Decimal) else str(value)

    def words(self, *, without: Collection[str] = ()) -> tuple[str, ...]:
        """Return its texts and figures in order, without some of them and those of lines within it."""
        names = (name for name in type(self).model_fields if name not in self.beside and name not in without)
        values = (getattr(self, name) for name in names)
        written = (plain(value) if isinstance(value, Decimal) else value for value in values)
        return tuple(value for value in written if isinstance(value, str))


_NUMBERS: Final = count(1)


class Row(CarriedRow):
    """A line of a table that bears a name. While the program runs it can be told from any other."""

    _identity: int = PrivateAttr(default_factory=_NUMBERS.__next__)

    @property
    def identity(self) -> int:
        """A number no other row has, whatever this one is called and wherever it is moved."""
        return self._identity

    @property
    def called(self) -> tuple[str, ...]:
        """What the names of its figures are made of."""
        return ()

    def __eq__(self, other: object) -> bool:
        # Two rows with the same entries are equal; Pydantic would compare their identities too.
        return type(self) is type(other) and self.__dict__ == other.__dict__


def rows_in(model: Model) -> Iterator[Row]:
    """Yield the rows in a block, each before the rows within it."""
    if isinstance(model, Row):
        yield model
    for value in model.__dict__.values():
        if isinstance(value, list):
            for member in value:
                yield from rows_in(member)


def identify(model: Model, identities: Iterable[int]) -> None:
    """Give the rows in a block the identities they had when it was written down."""
    for row, identity in zip(rows_in(model), identities, strict=True):
        row._identity = identity


class Block(Model):
    """One kind of content in a section.

    `carried` holds the signs of what came from last year's report and nobody has confirmed: an entry counts as
    such while it reads as it did, so that editing it confirms it, and undoing that does not.
    """

    beside = frozenset({"carried"})

    # No list: those hold rows.
    carried: tuple[Line, ...] | None = Field(None, alias="待确认")

    def carried_over(self) -> Self:
        """Return what next year's report starts from: names, texts, targets, without the figures of its year."""
        raise NotImplementedError

    def ask_to_confirm(self, section: OutlineSection | None) -> None:
        """Let every entry wait to be confirmed; `section` is what the outline asks here, None for nothing."""
        own = self.given(section)
        self.carried = tuple(entry.sign for entry in self.entries() if entry.field not in own) or None

    def given(self, section: OutlineSection | None) -> frozenset[Place]:
        """Return the fields of entries that would be there without last year's report."""
        return frozenset()

    def entries(self) -> Iterator[Entry]:
        """Yield what can be confirmed, in order; blank ones and what is answered anew each year are none."""
        times: Counter[str] = Counter()
        for entry in self.typed_entries():
            times[entry.sign] += 1
            yield replace(entry, sign=numbered(entry.sign, times[entry.sign]))

    def typed_entries(self) -> Iterator[Entry]:
        """Yield the entries; those that read the same bear the same sign."""
        yield from _entries(self, ())

    def unconfirmed(self) -> list[Entry]:
        """Return the entries that came from last year's report and nobody has confirmed or changed."""
        carried = frozenset(self.carried or ())
        return [entry for entry in self.entries() if entry.sign in carried] if carried else []

    def confirm(self, entries: Iterable[Entry]) -> None:
        """Let entries count as this year's."""
        signs = {entry.sign for entry in entries}
        self.carried = tuple(sign for sign in self.carried or () if sign not in signs)
        if not self.unconfirmed():
            self.carried = None

    def remember(self, before: "Block") -> None:
        """Take over what an earlier state of the block knew of last year, which no document shows."""
        self.carried = before.carried
        lasts = {row.words(without=row.figures_of_the_year): row.last for row in _carried_rows(before)}
        for row in _carried_rows(self):
            row.last = lasts.get(row.words(without=row.figures_of_the_year))

    def last_year(self, field: Place) -> str:
        """Write what stood in a field of a table last year; empty where that is not known."""
        holder: Any = self
        for step in field[:-1]:
            holder = holder[step] if isinstance(step, int) else getattr(holder, step)
        last = holder.last if isinstance(holder, CarriedRow) else None
        return last.told(str(field[-1])) if last is not None else ""

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield the figures that texts can refer to; `rate` is 执行率 of the whole report, 1 for 100 %."""
        return iter(())

    def names_made_of(self) -> Sequence[object]:
        """Return what the names of its figures are made of: it changes whenever one of them does."""
        return [(row.identity, row.called) for row in rows_in(self)]

    def fit(self, section: OutlineSection, outline: Outline) -> None:
        """Bring the block up to what the outline asks now, without losing an entry."""

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name what the outline asks for and is still blank; a whole block is named by its kind's term."""
        raise NotImplementedError


def _carried_rows(model: Model) -> Iterator[CarriedRow]:
    for value in model.__dict__.values():
        for member in value if isinstance(value, list) else ():
            if isinstance(member, CarriedRow):
                yield member
                yield from _carried_rows(member)


def _entries(model: Model, place: Place) -> Iterator[Entry]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, list):
            for position, row in enumerate(value):
                if isinstance(row, CarriedRow):
                    at, words = (*place, name, position), row.words()
                    if not row.is_blank() or row.last is not None:
                        yield Entry(at, " ".join(filter(None, words)), sign(name, *words))
                    yield from _entries(row, at)
        elif isinstance(model, Block) and isinstance(value, str) and value.strip():
            yield Entry((*place, name), value, sign(name, value))
