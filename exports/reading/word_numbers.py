"""The numbers that Word writes before paragraphs by itself, computed as it does; levels and names of styles."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from exports.reading.word_xml import Xml, flag, name_of, number_of, value_of, word

_DIGITS: Final = "〇一二三四五六七八九"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BULLET: Final = "•"
_CHINESE: Final = frozenset(
    {
        *("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting"),
        *("taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional", "koreanCounting"),
    }
)
_DEEPEST_STYLE: Final = 20
_LEVELS: Final = 9


@dataclass(slots=True)
class _Level:
    """How one level of a list counts: its format, its text (`%1、`), its first number, what it restarts after.

    `restart` is None for after any higher level, 0 for never. `style` is that of the paragraphs on this level.
    """

    form: str
    text: str
    start: int
    legal: bool
    restart: int | None
    style: str


@dataclass(slots=True)
class _Numbering:
    """One list: its levels, the numbers some of them start anew from, and the counters it shares."""

    abstract: str
    levels: dict[int, _Level]
    overrides: dict[int, int] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)


class Numbers:
    """Counts the numbered paragraphs of a document as they are asked for, in order."""

    def __init__(self, document: Any) -> None:  # python-docx has no types
        self._styles: dict[str, Xml] = {}
        self._default = ""
        for style in document.styles.element.iterfind(word("style")):
            self._styles[value_of(style, "styleId")] = style
            if value_of(style, "type") == "paragraph" and value_of(style, "default") in {"1", "true"}:
                self._default = value_of(style, "styleId")
        self._numberings = dict(_numberings(document))
        self._counters: dict[str, dict[int, int]] = {}

    def style_name(self, paragraph: Xml) -> str:
        """Return the name of a paragraph's style in lower case: `heading 1`, `toc 2`."""
        style = self._styles.get(value_of(flag(paragraph, "pPr", "pStyle")) or self._default)
        return value_of(style.find(word("name")) if style is not None else None).lower()

    def level(self, paragraph: Xml) -> int | None:
        """Return the level of a heading by style or outline, from 1; 0 for the title; None for body."""
        if self.style_name(paragraph) in {"title", "标题"}:
            return 0
        for properties in self._properties(paragraph):
            found = properties.find(word("outlineLvl"))
            if found is not None:
                level = number_of(found, _LEVELS)
                return level + 1 if level < _LEVELS else None
        return None

    def marker(self, paragraph: Xml) -> str:
        """Return the number before a paragraph as it is seen, "" where there is none, and count it."""
        number, level = self._place(paragraph)
        numbering = self._numberings.get(number)
        if numbering is None or level not in numbering.levels:
            return ""
        counters = self._counters.setdefault(numbering.abstract, {})
        own = numbering.levels[level]
        if level in numbering.overrides and level not in numbering.started:
            numbering.started.add(level)
            counters[level] = numbering.overrides[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else own.start
        for deeper in [one for one in counters if one > level]:
            restart = numbering.levels[deeper].restart if deeper in numbering.levels else None
            if restart is None or (restart and level < restart):
                del counters[deeper]
        return self._written(numbering, level, counters)

    def _written(self, numbering: _Numbering, level: int, counters: dict[int, int]) -> str:
        own = numbering.levels[level]
        if own.form == "bullet":
            return f"{_BULLET} "
        if own.form == "none":
            return ""
        text = own.text
        for place in range(_LEVELS):
            if (mark := f"%{place + 1}") in text:
                other = numbering.levels.get(place)
                value = counters.setdefault(place, other.start if other is not None else 1)
                form = "decimal" if own.legal or other is None else other.form
                text = text.replace(mark, written(value, form))
        return text

    def _place(self, paragraph: Xml) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        number, level = "", None
        for properties in self._properties(paragraph):
            found = properties.find(word("numPr"))
            if found is None:
                continue
            number = number or value_of(found.find(word("numId")))
            depth = found.find(word("ilvl"))
            if level is None and depth is not None:
                level = number_of(depth, 0)
            if number:
                break
        if number and level is None:
            level = self._level_of_style(number, value_of(flag(paragraph, "pPr", "pStyle")))
        return number, level or 0

    def _level_of_style(self, number: str, style: str) -> int:
        # A list may name the style whose paragraphs stand on each of its levels.
        numbering = self._numberings.get(number)
        levels = numbering.levels.items() if numbering is not None else ()
        return next((level for level, one in levels if style and one.style == style), 0)

    def _properties(self, paragraph: Xml) -> Iterator[Xml]:
        own = paragraph.find(word("pPr"))
        if own is not None:
            yield own
        name = value_of(own.find(word("pStyle")) if own is not None else None) or self._default
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(name)
            if style is None:
                return
            properties = style.find(word("pPr"))
            if properties is not None:
                yield properties
            name = value_of(style.find(word("basedOn")))


def _numberings(document: Any) -> Iterator[tuple[str, _Numbering]]:
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return
    abstracts = {value_of(one, "abstractNumId"): one for one in root.iterfind(word("abstractNum"))}
    for number in root.iterfind(word("num")):
        name = value_of(number.find(word("abstractNumId")))
        abstract = abstracts.get(name)
        if abstract is None:
            continue
        levels = {_depth(level): _level(level) for level in abstract.iterfind(word("lvl"))}
        numbering = _Numbering(name, levels)
        for override in number.iterfind(word("lvlOverride")):
            depth = _depth(override)
            start, own = override.find(word("startOverride")), override.find(word("lvl"))
            if own is not None:
                levels[depth] = _level(own)
            if start is not None:
                numbering.overrides[depth] = number_of(start, 1)
        yield value_of(number, "numId"), numbering


def _depth(element: Xml) -> int:
    written = value_of(element, "ilvl")
    return int(written) if written.isdecimal() and len(written) == 1 else 0


def _level(element: Xml) -> _Level:
    parts = {name_of(child): child for child in element}
    form = parts.get("numFmt")
    if "AlternateContent" in parts:
        form = next(parts["AlternateContent"].iter(word("numFmt")), form)
    restart = parts.get("lvlRestart")
    legal = parts.get("isLgl")
    return _Level(
        form=value_of(form) or "decimal",
        text=value_of(parts.get("lvlText")),
        start=number_of(parts.get("start"), 1),
        legal=legal is not None and value_of(legal) not in {"0", "false"},
        restart=number_of(restart, 0) if restart is not None else None,
        style=value_of(parts.get("pStyle")),
    )


def written(value: int, form: str) -> str:
    """Write a number in one of Word's formats; in digits where it is none of those that reports use."""
    if form in _CHINESE and 0 < value < 100:
        tens, ones = divmod(value, 10)
        ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
        return ten + (_DIGITS[ones] if ones else "")
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if form.startswith("decimalEnclosedCircle") and 0 < value <= len(_CIRCLED):
        return _CIRCLED[value - 1]
    if form.startswith("decimalFullWidth"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    if form == "decimalZero":
        return f"{value:02}"
    if form in {"lowerLetter", "upperLetter"} and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < value < 100:
        tens, ones = divmod(value, 10)
        roman = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")[tens]
        roman += ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return roman if form == "lowerRoman" else roman.upper()
    return str(value)
