"""Where in a TOML file a value stands: `tomllib` gives the values and forgets the lines."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

Location: TypeAlias = tuple[str | int, ...]

_TOKEN: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\n\[\]{}=,.]"
    r"|[^\s\[\]{}=,.#\"']+",
    re.DOTALL,
)


def tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield the tokens of TOML, comments left out, each with its line, from 1."""
    line, end = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        if not match[0].startswith("#"):
            yield match[0], line
        line += match[0].count("\n")
        end = match.end()


class _Scanner:
    """Walks valid TOML and notes the line, from 1, of every table, key and member of a list."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Location, int] = {}
        self._tokens = list(tokens(text))
        self._at = 0
        self._counts: dict[Location, int] = {}

    def scan(self) -> None:
        table: Location = ()
        while self._next():
            if self._next() == "\n":
                self._take()
            elif self._next() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _next(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _take(self) -> int:
        """Pass a token and return its line."""
        line = self._tokens[self._at][1]
        self._at += 1
        return line

    def _note(self, place: Location, line: int) -> None:
        self.lines.setdefault(place, line)

    def _names(self, end: str) -> list[str]:
        names = []
        while self._next() not in {end, ""}:
            if self._next() != ".":
                names.append(self._next().strip("\"'"))
            self._take()
        return names

    def _header(self) -> Location:
        line = self._take()
        listed = self._next() == "["
        place: Location = ()
        if listed:
            self._take()
        names = self._names("]")
        for position, name in enumerate(names, 1):
            place = (*place, name)
            if listed and position == len(names):
                self._counts[place] = self._counts.get(place, -1) + 1
            if place in self._counts:
                self._note(place, line)
                place = (*place, self._counts[place])
            self._note(place, line)
        while self._next() == "]":
            self._take()
        return place

    def _pair(self, table: Location) -> None:
        line = self._tokens[self._at][1]
        place = table
        for name in self._names("="):
            place = (*place, name)
            self._note(place, line)
        self._take()
        self._value(place)

    def _value(self, place: Location) -> None:
        if self._next() == "[":
            self._take()
            position = 0
            while self._next() not in {"]", ""}:
                if self._next() in {"\n", ","}:
                    self._take()
                    continue
                member = (*place, position)
                self._note(member, self._tokens[self._at][1])
                self._value(member)
                position += 1
            self._take()
        elif self._next() == "{":
            self._take()
            while self._next() not in {"}", ""}:
                if self._next() in {"\n", ","}:
                    self._take()
                else:
                    self._pair(place)
            self._take()
        else:
            while self._next() not in {"\n", ",", "]", "}", ""}:
                self._take()


def line_of(text: str, location: Location) -> int:
    """Return the line, from 1, of the value at `location` in valid TOML, or of what stands nearest around it."""
    scanner = _Scanner(text)
    scanner.scan()
    for length in range(len(location), 0, -1):
        if location[:length] in scanner.lines:
            return scanner.lines[location[:length]]
    return 1
