"""Small questions to the XML of Word files."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

# lxml comes without types.
Xml: TypeAlias = Any

_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(name: str) -> str:
    """Return the full tag or attribute of a name of WordprocessingML."""
    return f"{{{_NAMESPACE}}}{name}"


def name_of(element: Xml) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value_of(element: Xml, name: str = "val") -> str:
    """Return an attribute, "" where it or the element is missing."""
    return "" if element is None else str(element.get(word(name)) or "")


def flag(element: Xml, properties: str, name: str) -> Xml:
    """Return what the properties of an element say under a name."""
    return element.find(f"{word(properties)}/{word(name)}")


def number_of(element: Xml, default: int) -> int:
    """Return the whole number in `val`, or the default."""
    written = value_of(element)
    return int(written) if written.isdecimal() and len(written) < 9 else default


def in_order(element: Xml, wanted: str, unseen: frozenset[str]) -> Iterator[Xml]:
    """Yield the nearest elements of a name below another, through whatever wraps them."""
    for child in element:
        name = name_of(child)
        if name == wanted:
            yield child
        elif name not in unseen and name not in {"p", "tbl"}:
            yield from in_order(child, wanted, unseen)
