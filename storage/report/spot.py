"""A place in a report that can be pointed at: quoted, jumped to, changed."""

from dataclasses import dataclass
from typing import TypeAlias

from storage.outline import BlockKind

Field: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A field of a section's block, and characters of its text from `start` to before `end`.

    `field` leads there by the model's names and positions from 0: `("text",)`, `("rows", 3, "value")`,
    `("uses", 1, "parts", 0, "amount")`; empty for the block as a whole. In prose the characters are those typed.
    """

    section: str
    kind: BlockKind
    field: Field = ()
    start: int = 0
    end: int = 0
