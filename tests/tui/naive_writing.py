"""A text editor as simple as can be, to hold ours against: one string, a caret, rows broken one by one."""

import re
from dataclasses import dataclass

from rich.cells import cell_len

from storage.quantities.units import pattern

CLOSING = set("，。、；：？！）》」』】〕〉”’…—·％‰℃%,.;:?!)]}")
OPENING = set("（《「『【〔〈“‘￥¥([{")
FIGURE = re.compile(
    rf"(?:[第≥≤±−－+-](?=[0-9０-９]))?[A-Za-z0-9０-９][A-Za-z0-9０-９.,'/+:-]*"
    rf"(?:(?<=[0-9０-９])[余多]?[十百千万亿]{{0,3}}[余多]?(?:{pattern()}|[月日号])?)?"
)
REFERENCE = re.compile(r"\{\{[^{}\n]{1,60}\}\}")


def width(text: str) -> int:
    return cell_len(text.replace("\t", " "))


def unit_end(line: str, start: int) -> int:
    """Where what may not be broken ends, that starts here."""
    at = start
    while at < len(line) - 1 and line[at] in OPENING and not REFERENCE.match(line, at):
        at += 1
    found = REFERENCE.match(line, at) or FIGURE.match(line, at)
    end = found.end() if found else at + 1
    if not found and line[end : end + 1] == "\ufe0f":
        end += 1
    while end < len(line) and line[end] in CLOSING:
        end += 1
    return end


def naive_rows(line: str, cells: int) -> list[str]:
    """The rows of a line, character by character."""
    cells, rows, start = max(2, cells), [], 0
    while True:
        end = start
        while end < len(line):
            unit = unit_end(line, end)
            if width(line[start:unit]) <= cells:
                end = unit
                continue
            if width(line[end:unit]) > cells:
                while width(line[start : end + 1 + (line[end + 1 : end + 2] == "\ufe0f")]) <= cells:
                    end += 1 + (line[end + 1 : end + 2] == "\ufe0f")
            break
        while end < len(line) and width(line[end]) == 0:
            end += 1
        end = max(end, min(start + 1, len(line)))
        rows.append(line[start:end])
        start = end
        if start >= len(line):
            return rows


@dataclass
class Naive:
    """A string with an anchor and a caret, both counted in characters."""

    text: str = ""
    anchor: int = 0
    caret: int = 0
    leans: bool = False

    @property
    def ends(self) -> tuple[int, int]:
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    def put(self, text: str) -> None:
        start, end = self.ends
        self.text = self.text[:start] + text + self.text[end:]
        self.leans = False
        self.anchor = self.caret = start + len(text)

    def move(self, to: int, *, select: bool = False) -> None:
        to = min(max(0, to), len(self.text))
        self.caret, self.leans = to, self.leans and to == self.caret
        if not select:
            self.anchor = self.caret

    def delete(self, step: int) -> None:
        if self.anchor == self.caret:
            reference = next(
                (f for f in REFERENCE.finditer(self.text) if (f.end() if step < 0 else f.start()) == self.caret),
                None,
            )
            self.anchor = self.caret
            self.caret += step
            if reference:
                self.anchor, self.caret = reference.span()
            self.caret = min(max(0, self.caret), len(self.text))
        self.put("")

    def rows(self, cells: int) -> list[tuple[int, str, bool]]:
        """Every row: the characters before it, its text, and whether its line ends with it."""
        rows, start = [], 0
        for line in self.text.split("\n"):
            parts = naive_rows(line, cells)
            for number, part in enumerate(parts, 1):
                rows.append((start, part, number == len(parts)))
                start += len(part)
            start += 1
        return rows

    def y(self, cells: int) -> int:
        """The row the caret is shown in: between two rows the second, unless it leans on the first."""
        for y, (start, row, last) in enumerate(self.rows(cells)):
            if self.caret < start + len(row) or (self.caret == start + len(row) and (last or self.leans)):
                return y
        raise AssertionError

    def cell(self, cells: int) -> tuple[int, int]:
        """Where the caret is shown."""
        y = self.y(cells)
        start, row, _ = self.rows(cells)[y]
        return width(row[: self.caret - start]), y

    def home(self, cells: int, *, select: bool = False) -> None:
        start, _, _ = self.rows(cells)[self.y(cells)]
        at_edge = self.caret == start
        self.move(self.text.rfind("\n", 0, self.caret) + 1 if at_edge else start, select=select)

    def end(self, cells: int, *, select: bool = False) -> None:
        start, row, last = self.rows(cells)[self.y(cells)]
        if self.caret == start + len(row):
            found = self.text.find("\n", self.caret)
            self.move(found if found >= 0 else len(self.text), select=select)
        else:
            self.move(start + len(row), select=select)
            self.leans = not last
