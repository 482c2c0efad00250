r"""Writing a document as Markdown: every character of it comes back from any GFM parser, with few backslashes.

The rules are CommonMark 0.31 and GFM 0.29, and what GitHub does beyond them: `$` is mathematics, one `~` strikes
out, and a bare URL becomes a link unless `http\:` or `www\.` stops it. Texts are cleaned (`storage.text.clean`).
"""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Final

from exports.document import Document, Element, Heading, Paragraph, Table

DIGEST_KEY: Final = "校验"

# Beginning with a set of characters, it skips ordinary text several times faster than as plain alternatives.
_SPECIAL = re.compile(
    r"[\\`*_\[~|$<&:.]"
    r"(?:(?<=[\\`*_\[~|$])|(?<=<)(?! )|(?<=&)(?=[#A-Za-z])"
    r"|(?i:(?<=http:)|(?<=https:)|(?<=ftp:))(?=//)|(?i:(?<=www\.)))"
)
# The backslash goes where the match ends: before the mark, but after the digits of a list number.
_LINE_START = re.compile(r"[0-9]+(?=[.)](?:[ \t]|\Z))|(?=[#\-+=>]|:[-:| \t])")
_CLOSING_MARKS = re.compile(r"(?<![^ \t])#+\Z")
# JSON leaves these as they are, YAML forbids them or takes them for line breaks.
_UNSAFE_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(document: Document) -> str:
    """Return the whole file: front matter with the digest of the body as its last key, then the body.

    :raises ValueError: as `elements`.
    """
    body = elements(document.elements)
    identity = document.identity | {DIGEST_KEY: digest(body)}
    head = "".join(f"{key}: {_quoted(value)}\n" for key, value in identity.items())
    return f"---\n{head}---\n\n{body}" if body else f"---\n{head}---\n"


def elements(elements: Sequence[Element]) -> str:
    """Return the body alone, ending in one line break; an empty paragraph writes nothing.

    :raises ValueError: when a table has no columns, or a row of another length than its header: what Markdown
        would lose without a word.
    """
    body = "\n\n".join(filter(None, map(_element, elements)))
    return f"{body}\n" if body else ""


def escape(line: str) -> str:
    """Return one line of text as a line of a Markdown paragraph that reads back as exactly that text."""
    escaped = _escape_within(line)
    if start := _LINE_START.match(line):
        return f"{escaped[: start.end()]}\\{escaped[start.end() :]}"
    return escaped


def digest(body: str) -> str:
    """Return `sha256:` and the hexadecimal digest of a body, whatever its line ends are."""
    return "sha256:" + hashlib.sha256(re.sub("\r\n?", "\n", body).encode("utf-8")).hexdigest()


def _element(element: Element) -> str:
    match element:
        case Heading():
            return _heading(element)
        case Paragraph():
            return _paragraph(element.text)
        case Table():
            return _table(element)


def _heading(heading: Heading) -> str:
    text = _CLOSING_MARKS.sub(r"\\\g<0>", _escape_within(heading.text.replace("\n", "")))
    return f"{'#' * heading.level} {text}".rstrip(" ")


def _paragraph(text: str) -> str:
    lines = text.rstrip("\n")
    # A backslash at the very end would be a backslash, not a break.
    return "\\\n".join(map(escape, lines.split("\n"))) + "&#xA;" * (len(text) - len(lines))


def _table(table: Table) -> str:
    width = len(table.header)
    if not width or any(len(row) != width for row in table.rows):
        raise ValueError(f"a table needs columns, and rows as long as its header: {table.header}")
    marks = ("---:" if column in table.right else "---" for column in range(width))
    rows = (map(_cell, row) for row in table.rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (map(_cell, table.header), marks, *rows))


def _cell(text: str) -> str:
    return "<br>".join(map(_escape_within, text.split("\n")))


def _escape_within(line: str) -> str:
    """Escape what has a meaning anywhere in a line, and the blanks at its ends, which parsers strip."""
    text = line.strip()
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    if len(text) == len(line):
        return escaped
    start = len(line) - len(line.lstrip()) if text else len(line)
    return f"{_references(line[:start])}{escaped}{_references(line[start + len(text) :])}"


def _references(blanks: str) -> str:
    return "".join(f"&#x{ord(blank):X};" for blank in blanks)


def _quoted(value: str) -> str:
    """Return `value` as a double-quoted string that JSON and YAML read alike."""
    return _UNSAFE_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
