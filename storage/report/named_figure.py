"""A figure that the text of a report can refer to by its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeAlias

from storage.figures import Figure, plain, yuan
from storage.outline import BlockKind
from storage.report.spot import Field, Spot
from storage.text import one_line

Key: TypeAlias = tuple[str | int, ...]
BLANK: Final = "（未填）"
# Braces end a reference: in a name they are written as the input method's full-width ones.
_BRACES: Final = str.maketrans("{}", "｛｝")


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure under the name that `{{名称}}` in a text gives it.

    `text` is what is printed, with its unit; while the figure is not `known` it is what was typed, or empty.
    `spot` is where it is typed, or shown. `key` is the same however the row it stands in is called or moved.
    `how` says in words, with the figures, what it is computed from; empty where it is typed.
    """

    name: str
    text: str
    known: bool
    spot: Spot
    key: Key
    how: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names the figures of one block."""

    section: str
    kind: BlockKind

    def typed(
        self, name: str, figure: Figure, written: str, field: Field, *, identity: int | None = None
    ) -> NamedFigure:
        """Return a figure that was typed in `field`; `written` is how it prints where it is understood."""
        is_known = isinstance(figure, Decimal)
        return self._figure(name, written if is_known else str(figure), is_known, field, identity)

    def words(self, name: str, text: str, field: Field, *, identity: int | None = None) -> NamedFigure:
        """Return words that were typed in `field`."""
        return self._figure(name, text.strip(), bool(text.strip()), field, identity)

    def computed(
        self, name: str, text: str, how: str, field: Field, *, identity: int | None = None
    ) -> NamedFigure:
        """Return a figure that follows from others; `text` is empty while it cannot be said."""
        return self._figure(name, text, bool(text), field, identity, how)

    def _figure(
        self, name: str, text: str, is_known: bool, field: Field, identity: int | None, how: str = ""
    ) -> NamedFigure:
        # A row keeps its key when it is called otherwise or moved; what stands in no row has its name for good.
        key = (self.kind, *field, name) if identity is None else (identity, field[-1])
        return NamedFigure(clean_name(name), text, is_known, Spot(self.section, self.kind, field), key, how)


@lru_cache(maxsize=4096)
def clean_name(name: str) -> str:
    """Return a name as a reference can hold it, on one line."""
    return one_line(name).strip().translate(_BRACES)


def money(value: Decimal | None) -> str:
    """Write an amount in 元 as it is printed in a text; empty where there is none."""
    return "" if value is None else f"{yuan(value)}元"


def points(value: Decimal | None) -> str:
    """Write a score as it is printed in a text; empty where there is none."""
    return "" if value is None else f"{plain(value)}分"


def spelled(value: Decimal | None, unit: str = "元") -> str:
    """Write an amount within the words on how another was computed."""
    if value is None:
        return BLANK
    return f"{yuan(value) if unit == '元' else plain(value)} {unit}"


def sum_spelled(values: Iterable[Decimal | None], unit: str = "元") -> str:
    """Write a sum within the words on how it was computed."""
    return " + ".join(spelled(value, unit) for value in values) or BLANK
