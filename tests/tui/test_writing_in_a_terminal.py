"""The terminal's own cursor, where input methods show their candidates, stands at the caret."""

import sys
from pathlib import Path
from random import Random

from tests.terminal import Terminal
from tests.tui.naive_writing import Naive

COLUMNS, ROWS = 46, 12
# Two cells of it are the scroll bar's and the caret's own.
CELLS = COLUMNS - 2
PIECES = [
    *"科技馆项目的，。；：（）《1,.%元a ",
    "800万元",
    "——",
    "共支出763,383.48元，",
    "接待观众109522人次。",
    "free",
]
STEPS = ["left", "right", "home", "end", "backspace", "delete"]


def do(terminal: Terminal, model: Naive, step: str, piece: str) -> None:
    match step:
        case "type":
            terminal.type(piece)
            model.put(piece)
        case "enter":
            terminal.press("enter")
            model.put("\n")
        case "left" | "right":
            terminal.press(step)
            model.move(model.caret + (1 if step == "right" else -1))
        case "home" | "end":
            terminal.press(step)
            getattr(model, step)(CELLS)
        case "backspace" | "delete":
            terminal.press(step)
            model.delete(-1 if step == "backspace" else 1)


def stands_right(terminal: Terminal, model: Naive) -> bool:
    """Whether the cursor is in the caret's cell, and the rows about it are those it should be in."""
    x, y = model.cell(CELLS)
    cursor, rows = terminal.screen.cursor, model.rows(CELLS)
    top = y - cursor.y
    if not model.text:
        return (cursor.x, cursor.y) == (0, 0)
    return (
        cursor.x == x
        and top >= 0
        and all(
            # What follows a row is the scroll bar's.
            shown.startswith(row.rstrip()) and not set(shown[len(row) : -1]) - {" "}
            for shown, (_, row, _) in zip(terminal.screen.display, rows[top:], strict=False)
        )
    )


def test_the_cursor_is_at_the_caret_after_each_of_500_things_done(tmp_path: Path) -> None:
    random = Random(2023)
    terminal = Terminal(
        tmp_path, "-m", "tests.tui.writing_desk", program=Path(sys.executable), columns=COLUMNS, rows=ROWS,
        PYTHONPATH=str(Path(__file__).parents[2]),
    )  # fmt: skip
    model, done = Naive(), []
    terminal.wait_for("在这里写正文")
    for _ in range(500):
        step = random.choice(["type"] * 7 + ["enter", *STEPS])
        done.append((step, piece := random.choice(PIECES)))
        do(terminal, model, step, piece)
        terminal.wait_until(
            lambda: stands_right(terminal, model), f"the cursor is not at the caret after {done[-3:]}"
        )
    terminal.kill()
    assert len(model.text) > 200
