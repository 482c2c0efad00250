"""Writing a document as Word, in the style of official papers (GB/T 9704): the same document, the same bytes.

What identifies the document is in the file's own properties, with the digest its Markdown has: Word and WPS keep
them when they save the file again, while every byte of it changes. The package is plain XML in a zip; a template
of somebody else's would have to be emptied of its fonts, names and dates first.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from exports import markdown
from exports.document import Document, Element, Heading, Paragraph, Table
from exports.word_package import EVEN_FOOTER, ODD_FOOTER, packed
from exports.word_tables import WIDE, table_xml
from exports.word_text import halves, paragraph
from storage.text import clean

# Twentieths of a point: A4, its margins of 37, 35, 28 and 26 mm, and what is left between the latter two.
_LONG, _SHORT = 16838, 11906
_TOP, _BOTTOM, _LEFT, _RIGHT = 2098, 1984, 1587, 1474
_UPRIGHT_WIDTH: Final = _SHORT - _LEFT - _RIGHT
_TURNED_WIDTH: Final = _LONG - _TOP - _BOTTOM
_UPRIGHT: Final = (
    f'<w:pgSz w:w="{_SHORT}" w:h="{_LONG}"/><w:pgMar w:top="{_TOP}" w:right="{_RIGHT}" w:bottom="{_BOTTOM}" '
    f'w:left="{_LEFT}" w:header="851" w:footer="1247" w:gutter="0"/>'
)
_TURNED: Final = (
    f'<w:pgSz w:w="{_LONG}" w:h="{_SHORT}" w:orient="landscape"/><w:pgMar w:top="{_LEFT}" w:right="{_TOP}" '
    f'w:bottom="{_RIGHT}" w:left="{_BOTTOM}" w:header="851" w:footer="737" w:gutter="0"/>'
)
# Half a character of the title's 22 pt.
_HALF: Final = 220
_FOOTERS: Final = (
    f'<w:footerReference w:type="default" r:id="{ODD_FOOTER}"/>'
    f'<w:footerReference w:type="even" r:id="{EVEN_FOOTER}"/>'
)
_GRID: Final = '<w:docGrid w:type="lines" w:linePitch="579"/>'


def write(document: Document) -> bytes:
    """Return the whole file.

    :raises ValueError: as `markdown.elements`.
    """
    digest = markdown.digest(clean(markdown.elements(document.elements))[0])
    title = next((element.text for element in document.elements if isinstance(element, Heading)), "")
    author = document.identity.get("单位", "")
    properties = document.identity | {markdown.DIGEST_KEY: digest}
    return packed("".join(_body(document.elements)), title, author, properties)


def _body(elements: Sequence[Element]) -> Iterator[str]:
    sections = [
        (turned, [element for stretch in stretches for element in stretch])
        for turned, stretches in groupby(_stretches(elements), _is_wide)
    ]
    for turned, content in sections[:-1]:
        yield from _section(content, turned, _layout(turned))
    turned, content = sections[-1] if sections else (False, [])
    yield from _section(content, turned, "")
    yield _layout(turned)


def _stretches(elements: Sequence[Element]) -> Iterator[list[Element]]:
    """Yield what stands on one kind of paper: headings one below the other, and everything under the last."""
    stretch: list[Element] = []
    for element in elements:
        if isinstance(element, Heading) and stretch:
            above = stretch[-1]
            if not isinstance(above, Heading) or element.level <= above.level:
                yield stretch
                stretch = []
        stretch.append(element)
    if stretch:
        yield stretch


def _is_wide(stretch: Sequence[Element]) -> bool:
    return any(isinstance(element, Table) and len(element.header) >= WIDE for element in stretch)


def _section(elements: Sequence[Element], turned: bool, layout: str) -> Iterator[str]:
    """Yield the elements of a section; its layout, "" for the last one, is in the last paragraph of it."""
    width = _TURNED_WIDTH if turned else _UPRIGHT_WIDTH
    for number, element in enumerate(elements):
        before = elements[number - 1] if number else None
        after = elements[number + 1] if number + 1 < len(elements) else None
        ending = "" if after else layout
        match element:
            case Heading(level=1):
                title = element.text.replace("\n", "")
                yield paragraph("Title", title, _evened(title, width) + ending)
            case Heading():
                yield paragraph(f"Heading{element.level - 1}", element.text.replace("\n", ""), ending)
            case Paragraph():
                yield paragraph(_style_between(before, after), element.text, ending)
            case Table():
                yield table_xml(element, width)
                # Two tables that touch are one to Word, and only a paragraph can end a section.
                yield paragraph("Gap", "", ending)


def _evened(title: str, width: int) -> str:
    """Return an indent on both sides that makes the lines of a long title about equal, "" for one of one line."""
    # Word leaves a little room on both sides of a number.
    long = (halves(title) + 1) * _HALF
    lines = -(-long // width)
    # Room for another character on either side lets a line end where it may.
    side = max((width - long // lines) // 2 - 2 * _HALF, 0) if lines > 1 else 0
    return f'<w:ind w:left="{side}" w:right="{side}"/>' if side else ""


def _style_between(before: Element | None, after: Element | None) -> str:
    if isinstance(before, Heading) and before.level == 1:
        return "Subtitle"
    return "Caption" if isinstance(after, Table) else "BodyText"


def _layout(turned: bool) -> str:
    return f"<w:sectPr>{_FOOTERS}{_TURNED if turned else _UPRIGHT}{_GRID}</w:sectPr>"
