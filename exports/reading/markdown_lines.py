"""The lines of a Markdown file as a reader sees them, each with its number in the file."""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from exports.markdown_reading import BREAKS, inline_text, parser
from exports.reading.lines import Line

_FENCE: Final = "---"


def markdown_lines(text: str) -> Iterator[Line]:
    """Yield the lines of cleaned Markdown; front matter and the rule below a table's header read as blank."""
    written = text.split("\n")
    begin = _end_of_front_matter(written)
    tokens = parser().parse("\n".join(written[begin:]))
    shown: dict[int, list[Line]] = {}
    for number, token in enumerate(tokens):
        if token.map is None:
            continue
        line = begin + token.map[0] + 1
        opening = tokens[number - 1] if number else token
        if token.type == "tr_open":
            shown[line] = [Line(line, "\t".join(_cells(tokens, number)), row=True)]
        elif token.type == "inline" and opening.type not in {"th_open", "td_open"}:
            level = int(opening.tag[1:]) if opening.type == "heading_open" else None
            for offset, part in _parts(token):
                shown.setdefault(line + offset, []).append(Line(line + offset, part, level))
    for line in range(1, len(written) + 1):
        yield from shown.get(line) or [Line(line, "")]


def _parts(inline: Token) -> Iterator[tuple[int, str]]:
    """Yield what stands between the breaks of a paragraph, with the line of it that each is on, from 0."""
    offset, held = 0, Token("inline", "", 0, children=[])
    for child in inline.children or []:
        if child.type in BREAKS:
            yield offset, inline_text(held)
            offset, held = offset + (not child.markup), Token("inline", "", 0, children=[])
        elif held.children is not None:
            held.children.append(child)
    yield offset, inline_text(held)


def _end_of_front_matter(written: Sequence[str]) -> int:
    if written[0] != _FENCE or _FENCE not in written[1:]:
        return 0
    end = written.index(_FENCE, 1)
    return end + 1 if all(": " in line for line in written[1:end]) else 0


def _cells(tokens: Sequence[Token], row: int) -> Iterator[str]:
    # No slice: a table may have as many rows as the file has lines.
    for number in range(row + 1, len(tokens)):
        token = tokens[number]
        if token.type == "tr_close":
            return
        if token.type == "inline":
            yield inline_text(token).replace("\n", " ")
