"""Going to the next section: from F4 written to the end of the other section drawn."""

from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

from tests.bench.keys import entry_screen
from tests.bench.materials import FRESH, PYTHON, library_of_sections, paragraph
from tests.bench.measuring import Goal, Line, Lines, Setting, alternated
from tests.bench.programs import Program

AS_STOCK = Goal(1.2)

_ROUNDS = 60
_LENGTH = 2_000
_OPEN = 0.5
_F3, _F4 = b"\x1bOR", b"\x1bOS"
_MARKS = (FRESH[0] * 2, FRESH[1] * 2)
# The cells the entry screen leaves to its editor: the stock one is to draw as many.
_COLUMNS, _ROWS = 66, 21


class Switcher:
    """Goes there and back, and waits for what ends each section."""

    def __init__(self, program: Program, there: bytes, back: bytes, marks: tuple[str, str]) -> None:
        self._program = program
        self._turns = cycle(((there, marks[1]), (back, marks[0])))
        program.settle(_OPEN)

    def switch(self) -> float:
        key, mark = next(self._turns)
        self._program.send(key)
        (ms,) = self._program.until(mark)
        self._program.settle()
        return ms


def between_texts(setting: Setting) -> Lines:
    """Measure going between sections of 2,000 characters against giving a stock editor another text."""
    yield from _switched(setting, "text", _MARKS, "text ↔ text")


def between_tables(setting: Setting) -> Lines:
    """Measure the same between two forms that are tables of 200 rows."""
    # What stands in the first row of each; the caret is in the second, and breaks its words in two.
    yield from _switched(setting, "list", ("问题0", "指标0"), "table ↔ table")


def _switched(setting: Setting, section: str, marks: tuple[str, str], what: str) -> Lines:
    sizes = (200,) if section == "text" else (200, 2)
    with ExitStack() as stack:
        switchers = {
            f"ours {rows}": Switcher(
                stack.enter_context(
                    _sections(setting.home / f"switch-{section}-{rows}", setting.home, section, rows)
                ),
                _F4,
                _F3,
                marks,
            )
            for rows in sizes
        }
        command = [PYTHON, "-m", "tests.bench.apps.editor", "stock", str(_LENGTH), str(_LENGTH), *_MARKS]
        program = stack.enter_context(Program(command, setting.home, columns=_COLUMNS, rows=_ROWS))
        switchers["stock"] = Switcher(program, _F4, _F4, _MARKS)
        taken = alternated({name: each.switch for name, each in switchers.items()}, setting.rounds(_ROUNDS))
    stock = "load_text, stock TextArea, 2,000"
    if section == "text":
        yield Line(f"{what}, {_LENGTH:,} characters", taken["ours 200"], stock, taken["stock"], AS_STOCK)
        return
    yield Line(f"{what}, 200 rows", taken["ours 200"], stock, taken["stock"], AS_STOCK)
    yield Line(f"{what}, 200 rows", taken["ours 200"], "the same of 2 rows", taken["ours 2"])


def _sections(folder: Path, home: Path, section: str, rows: int) -> Program:
    first, second = (paragraph(_LENGTH, mark) for mark in _MARKS)
    return entry_screen(home, library_of_sections(folder, rows=rows, texts=(first, second), section=section))
