"""A key: from the byte written to the bytes that draw the character, in one long paragraph and in tables."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.bench.materials import FRESH, PYTHON, TABLES, ZIPINGBAO, library_of_sections, library_of_text, paragraph
from tests.bench.measuring import Goal, Line, Lines, Note, Setting, alternated
from tests.bench.programs import NoAnswer, Program

SIZES = (0, 2_000, 4_000, 20_000)
AS_EMPTY = Goal(1.25, p99=True)
AS_MICRO = Goal(1.3, p99=True)
TEN_TIMES_STOCK = Goal(0.1, p99=True)
AS_TWO_ROWS = Goal(1.25)

_ROUNDS = 120
_LONG = 4_000
_OPEN = 0.5
_UNSEEN = 1.0
# What every program says before it draws.
_FULL_SCREEN = "\x1b[?1049h"
_numbers = count(1)


class Key(NamedTuple):
    """What a key took: ms until its character was drawn, None where it never was; the bytes drawn for it in all."""

    ms: float | None
    drawn: int


class Typist:
    """Types into a program that is open, a character it has not drawn before at a time."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._fresh = iter(FRESH)
        program.until(_FULL_SCREEN)
        program.settle(_OPEN)

    def press(self) -> Key:
        character = next(self._fresh)
        self._program.send(character.encode())
        ms = None
        # An editor that leaves the caret's row out of sight draws nothing of what is typed there.
        with suppress(NoAnswer):
            (ms,) = self._program.until(character, patience=_UNSEEN)
        return Key(ms, self._program.settle())


def at_end(setting: Setting) -> Lines:
    """Measure the bare editor with the caret at the paragraph's end."""
    yield from _paragraphs(setting, lambda size: size, _bare)


def in_middle(setting: Setting) -> Lines:
    """Measure the bare editor with the caret in the paragraph's middle."""
    yield from _paragraphs(setting, lambda size: size // 2, _bare)


def at_end_of_entry(setting: Setting) -> Lines:
    """Measure the entry screen with the caret at the paragraph's end."""
    yield from _paragraphs(setting, lambda size: size, _entry)


def in_middle_of_entry(setting: Setting) -> Lines:
    """Measure the entry screen with the caret in the paragraph's middle."""
    yield from _paragraphs(setting, lambda size: size // 2, _entry)


def in_tables(setting: Setting) -> Lines:
    """Measure a key in a cell of a table of 200 rows against one in a table of two."""
    with ExitStack() as stack:
        typists = {
            f"{section} {rows}": Typist(stack.enter_context(_table(setting, section, rows)))
            for section in TABLES
            for rows in (2, 200)
        }
        keys = alternated({name: typist.press for name, typist in typists.items()}, setting.rounds(_ROUNDS))
    ms = _latencies(keys)
    for section, (title, _) in TABLES.items():
        many, two = (ms[f"{section} {rows}"] for rows in (200, 2))
        yield Line(f"{_NAMES[title]} of 200 rows", many, "the same of 2 rows", two, AS_TWO_ROWS)


_NAMES = {"问题与改进措施": "list of problems", "绩效指标": "scored indicators"}


def _paragraphs(
    setting: Setting, caret: Callable[[int], int], ours: Callable[[Setting, int, int], Program]
) -> Lines:
    editors = {name: open_in for name, open_in in _EDITORS.items() if shutil.which(name)}
    stock_sizes = SIZES if ours is _bare else (_LONG,)
    with ExitStack() as stack:
        typists: dict[str, Typist] = {}
        for size in SIZES:
            typists[f"ours {size}"] = Typist(stack.enter_context(ours(setting, size, caret(size))))
        for size in stock_sizes:
            typists[f"stock {size}"] = Typist(stack.enter_context(_editor("stock", setting, size, caret(size))))
        # A new one each time: what was typed and never saved would be offered for recovery.
        text = setting.home / f"paragraph-{next(_numbers)}.txt"
        text.write_text(paragraph(_LONG), encoding="utf-8")
        for name, open_in in editors.items():
            program = Program(open_in(text, caret(_LONG)), setting.home)
            typists[name] = Typist(stack.enter_context(program))
        keys = alternated({name: typist.press for name, typist in typists.items()}, setting.rounds(_ROUNDS))
    yield from _compared(keys, stock_sizes)
    for name in (name for name in _EDITORS if name not in editors):
        yield Note(f"{name} is not installed: apt-get install {name}")


def _latencies(keys: Mapping[str, list[Key]]) -> dict[str, list[float]]:
    return {name: [key.ms for key in pressed if key.ms is not None] for name, pressed in keys.items()}


def _compared(keys: Mapping[str, list[Key]], stock_sizes: tuple[int, ...]) -> Lines:
    ms = _latencies(keys)
    drawn = {name: [key.drawn for key in pressed] for name, pressed in keys.items()}
    for size in SIZES[1:]:
        goal = AS_EMPTY if size >= _LONG else None
        yield Line(f"{size:,} characters", ms[f"ours {size}"], "ours, empty", ms["ours 0"], goal)
    for name in filter(keys.__contains__, _EDITORS):
        goal = AS_MICRO if name == "micro" else None
        yield Line(f"{_LONG:,} characters", ms[f"ours {_LONG}"], f"{name}, as many", ms[name], goal)
    for size in stock_sizes:
        goal = TEN_TIMES_STOCK if size == _LONG else None
        what = f"{size:,} characters" if size else "empty"
        yield Line(what, ms[f"ours {size}"], "stock TextArea, as many", ms[f"stock {size}"], goal)
    for size in stock_sizes:
        what = f"{size:,} characters" if size else "empty"
        stock = drawn[f"stock {size}"]
        yield Line(
            f"{what}: bytes drawn for a key", drawn[f"ours {size}"], "stock TextArea, as many", stock, unit="B"
        )


def _bare(setting: Setting, size: int, caret: int) -> Program:
    return _editor("ours", setting, size, caret)


def _editor(kind: str, setting: Setting, size: int, caret: int) -> Program:
    return Program([PYTHON, "-m", "tests.bench.apps.editor", kind, str(size), str(caret)], setting.home)


def _entry(setting: Setting, size: int, caret: int) -> Program:
    folder = setting.home / f"text-{next(_numbers)}"
    return entry_screen(setting.home, library_of_text(folder, paragraph(size), caret))


def _table(setting: Setting, section: str, rows: int) -> Program:
    folder = setting.home / f"table-{next(_numbers)}"
    texts = (paragraph(100), paragraph(100))
    return entry_screen(setting.home, library_of_sections(folder, rows=rows, texts=texts, section=section))


def entry_screen(home: Path, library: Path) -> Program:
    """Start the program on a library of one report, and open that."""
    program = Program([ZIPINGBAO, "--library", str(library)], home)
    program.until("2023")
    program.settle(_OPEN)
    program.press_on(b"\r")
    program.until("自动保存")
    return program


_EDITORS: dict[str, Callable[[Path, int], list[str]]] = {
    "micro": lambda path, caret: ["micro", "-softwrap", "true", f"+1:{caret + 1}", str(path)],
    "nano": lambda path, caret: ["nano", "--ignorercfiles", "--softwrap", f"+1,{caret + 1}", str(path)],
    "vim": lambda path, caret: [
        *("vim", "-N", "-n", "-u", "NONE", "-c", "set encoding=utf-8"),
        *(
            "-c",
            f"call setcursorcharpos(1, {caret + 1})",
            "-c",
            "startinsert!" if caret == _LONG else "startinsert",
        ),
        str(path),
    ],
}
