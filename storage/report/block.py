"""What every kind of block shares."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, PrivateAttr

from storage.figures import Figure, cents, plain, read_money, read_quantity
from storage.outline import Outline, OutlineSection
from storage.report.named_figure import NamedFigure
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

    def is_blank(self) -> bool:
        """Whether nothing has been typed in any field; a typed 0 is something."""
        return all(_is_blank(getattr(self, name)) for name in type(self).model_fields)


M = TypeVar("M", bound=Model)


def filled(rows: Iterable[M]) -> list[M]:
    """Return the rows that hold an entry: Enter on the last row begins one that may stay blank."""
    return [row for row in rows if not row.is_blank()]


_NUMBERS: Final = count(1)


class Row(Model):
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
    """One kind of content in a section."""

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
