"""Reading back the Markdown that `exports.markdown` writes, also after somebody edited it."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from exports.document import Element, Heading, Paragraph, Table
from storage.errors import Refused
from storage.text import clean

_LINE_BREAK = re.compile(r"<br */?>", re.IGNORECASE)
_ENTRY = re.compile(r'([^\s:"]+): (".*")')
# A backslash before a bar always keeps it in the cell, even one that is escaped itself.
_CELL_BORDER = re.compile(r"(?<!\\)\|")
BREAKS: Final = frozenset({"softbreak", "hardbreak"})
_EXCERPT: Final = 30


def parser() -> MarkdownIt:
    """Return a parser of headings, paragraphs, tables, backslashes, character references and `<br>`, nothing else.

    Whatever else Markdown has (links, images, HTML, lists, emphasis) stays visible as the text it is typed in, so
    that nothing in a file from elsewhere acts and nothing of it is lost.
    """
    markdown = MarkdownIt("zero").enable(["heading", "table", "escape", "entity", "newline"])
    markdown.inline.ruler.push("line_break", _line_break)
    return markdown


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split a file into the entries of its front matter, each a text whatever it looks like, and its body.

    :raises Refused: when the front matter is missing or not written as the export writes it.
    """
    first, *lines = clean(text)[0].split("\n")
    if first != "---":
        raise Refused("文件第1行不是 ---，看不出是哪份报告；请选用自评宝导出的 Markdown 文件。")
    if "---" not in lines:
        raise Refused("文件开头的说明没有结束，缺少单独一行的 ---；请在正文前补上这一行，或重新导出。")
    end = lines.index("---")
    entries: dict[str, str] = {}
    for number, line in enumerate(lines[:end], start=2):
        key, value = _entry(line, number)
        if key in entries:
            raise Refused(f"文件第{number}行的“{key}”前面已经有了，不知道以哪个为准；请删去其中一行。")
        entries[key] = value
    return entries, "\n".join(lines[end + 1 :]).lstrip("\n")


def read_body(body: str) -> list[Element]:
    """Read a body back into the elements it was written from.

    :raises Refused: when the row of a table has more or fewer cells than its header, which Markdown parsers cut
        off or fill up without a word.
    """
    return [element for element, _ in read_body_by_line(body)]


def read_body_by_line(body: str) -> list[tuple[Element, int]]:
    """Read a body as `read_body` does, each element with the line of the body it begins in, from 0.

    A table's header is one line, its alignment the next, and every row one of those that follow.

    :raises Refused: as `read_body`.
    """
    source = clean(body)[0]
    lines = source.split("\n")
    tokens = iter(parser().parse(source))
    elements: list[tuple[Element, int]] = []
    for token in tokens:
        start, end = token.map or (0, 0)
        match token.type:
            case "heading_open":
                elements.append((Heading(int(token.tag[1:]), inline_text(next(tokens))), start))
            case "paragraph_open":
                elements.append((Paragraph(inline_text(next(tokens))), start))
            case "table_open":
                _check_rows(lines[start:end])
                elements.append((_table(tokens), start))
    return elements


def _line_break(state: StateInline, silent: bool) -> bool:
    found = _LINE_BREAK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        # Told from the break at a line's end, which the newline rule pushes: no line of the file ends here.
        state.push("hardbreak", "br", 0).markup = found[0]
    state.pos = found.end()
    return True


def _entry(line: str, number: int) -> tuple[str, str]:
    if match := _ENTRY.fullmatch(line):
        try:
            # An escape may hold what cleaning the file could not see.
            return match[1], clean(json.loads(match[2]))[0]
        except ValueError:
            pass
    raise Refused(f'文件第{number}行“{line[:_EXCERPT]}”看不懂，应当写成 名称: "内容"；请照此改好，或重新导出。')


def inline_text(inline: Token) -> str:
    """Return the text that an inline token shows, its breaks as line ends."""
    children = inline.children or []
    # A character reference may stand for what cleaning the file could not see.
    return clean("".join("\n" if child.type in BREAKS else child.content for child in children))[0]


def _check_rows(lines: Sequence[str]) -> None:
    header, _, *rows = lines
    expected = _count_cells(header)
    for row in rows:
        if (count := _count_cells(row)) != expected:
            raise Refused(
                f"表格的一行“{row[:_EXCERPT]}”有{count}格，表头有{expected}格；请把这一行的格数改得和表头一样。"
            )


def _count_cells(row: str) -> int:
    first, *others = _CELL_BORDER.split(row.strip(" \t"))
    return len(others) + (first != "") - (bool(others) and others[-1] == "")


def _table(tokens: Iterator[Token]) -> Table:
    rows: list[list[str]] = []
    right: set[int] = set()
    for token in takewhile(lambda token: token.type != "table_close", tokens):
        match token.type:
            case "tr_open":
                rows.append([])
            case "th_open" | "td_open":
                if token.attrs.get("style") == "text-align:right":
                    right.add(len(rows[-1]))
                rows[-1].append(inline_text(next(tokens)))
    header, *others = map(tuple, rows)
    return Table(header, tuple(others), frozenset(right))
