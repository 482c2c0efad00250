"""The editor against a plain string, a caret and a naive breaking into rows."""

import asyncio
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.naive_writing import Naive, width
from tests.tui.writing_desk import Desk
from tui.entry.prose_editor import ProseEditor

PIECES = [
    *"科技馆项目的，。；：（）《“”1,.%元a \t①é👍",
    *["\u0301", "\n", "800万元", "——", "……", "{{参观人次}}", "✈\ufe0f", "free"],
    *["科技馆全年免费开放，共支出763,383.48元，接待观众109522人次。", "第一段。\n\n　　第二段（一）“彩虹课堂”"],
]
STEPS = ["left", "right", "up", "down", "home", "end", "backspace", "delete", "all", "cut", "undo", "redo", "jump"]
BLANK = " \u0301\ufe0f"


def doings(seed: int) -> list[tuple[str, object]]:
    """Sixty things a person does. Drawn by themselves they would be too much alike to tell faults apart."""
    random = Random(seed)
    return [
        random.choice([("put", random.choice(PIECES))] * 5 + [(step, random.random() < 0.4) for step in STEPS])
        if random.random() < 0.9
        else random.choice([("jump", random.randrange(300)), ("widen", random.randrange(8, 200))])
        for _ in range(60)
    ]


async def work(size: tuple[int, int], doings: list[tuple[str, object]]) -> None:
    app = Desk()
    async with app.run_test(size=size) as pilot:
        editor, model = app.query_one(ProseEditor), Naive()
        await pilot.pause()
        texts = {""}
        for number, (doing, value) in enumerate(doings):
            if doing == "widen":
                await pilot.resize_terminal(int(str(value)), size[1])
            cells = editor.wrap_width
            do(editor, model, doing, value, cells)
            if doing in {"undo", "redo"}:
                assert editor.text in texts
                line, column = editor.selection.start
                anchor = len("\n".join([*editor.document.lines[:line], ""])) + column
                model = Naive(editor.text, anchor, editor.caret, leans=editor.rows.leans == editor.cursor_location)
            elif doing in {"up", "down"}:
                old, new = model.y(cells), editor.rows.y_of(editor.cursor_location)
                bottom = len(model.rows(cells)) - 1
                assert new == min(max(0, old + (1 if doing == "down" else -1)), bottom)
                model.caret, model.leans = editor.caret, editor.rows.leans == editor.cursor_location
                model.anchor = model.anchor if value else model.caret
            texts.add(editor.text)
            assert editor.text == model.text
            assert editor.selection == (editor.location(model.anchor), editor.location(model.caret))
            if number % 4 == 3 or number == len(doings) - 1:
                await pilot.pause()
                # A scroll bar may have come or gone.
                cells = editor.wrap_width
                assert tuple(editor.rows.location_to_offset(editor.cursor_location)) == model.cell(cells)
                check_screen(app, editor, model, cells)


def do(editor: ProseEditor, model: Naive, doing: str, value: object, cells: int) -> None:
    match doing:
        case "put":
            editor.put(str(value))
            model.put(str(value))
        case "left" | "right":
            step = 1 if doing == "right" else -1
            getattr(editor, f"action_cursor_{doing}")(select=value)
            if value or model.anchor == model.caret:
                model.move(model.caret + step, select=bool(value))
            else:
                model.move(model.ends[step > 0])
        case "up" | "down":
            getattr(editor, f"action_cursor_{doing}")(select=value)
        case "home":
            editor.action_cursor_line_start(select=bool(value))
            model.home(cells, select=bool(value))
        case "end":
            editor.action_cursor_line_end(select=bool(value))
            model.end(cells, select=bool(value))
        case "backspace":
            editor.action_delete_left()
            model.delete(-1)
        case "delete":
            editor.action_delete_right()
            model.delete(1)
        case "all":
            editor.action_select_all()
            model.anchor, model.caret, model.leans = 0, len(model.text), False
        case "cut":
            editor.action_cut()
            model.put("")
        case "undo":
            editor.undo()
        case "redo":
            editor.redo()
        case "jump":
            editor.move_cursor(editor.location(int(str(value), 0) if not isinstance(value, bool) else 0))
            model.move(editor.caret)


def check_screen(app: Desk, editor: ProseEditor, model: Naive, cells: int) -> None:
    """Hold what has been painted against the rows in sight."""
    top, shown = editor.scroll_offset.y, app.screen._compositor.render_strips()
    (first, last), selection = model.ends, editor.get_component_rich_style("text-area--selection").bgcolor
    for y, (start, row, ends) in enumerate(model.rows(cells)[top : top + editor.size.height]):
        segments = list(shown[y].crop(0, cells + 1))
        painted = "".join(segment.text for segment in segments)
        chosen = "".join(
            segment.text for segment in segments if segment.style and segment.style.bgcolor == selection
        )
        expected = row[max(0, first - start) : max(0, last - start)] + " " * (
            ends and first <= start + len(row) < last
        )
        if not set(chosen + expected) & {"\u0301", "\ufe0f"}:
            # The caret's own cell is painted as the caret.
            assert chosen in {expected.replace("\t", " "), expected.replace("\t", " ")[1:]}, (y, top)
        if model.text:
            # What has no cell of its own at a row's start is not painted.
            assert painted.strip(BLANK) == row.replace("\t", " ").strip(BLANK), (y, top)
    x, y = model.cell(cells)
    assert editor.cursor_screen_offset == (x, y - top)
    assert app.cursor_position == (x, y - top)
    assert 0 <= y - top < editor.size.height
    assert width(model.rows(cells)[y][1]) <= max(2, cells)


@settings(max_examples=12, deadline=None)
@given(st.integers(8, 200), st.integers(2, 12), st.integers(0, 10**6).map(doings))
def test_text_caret_selection_and_screen_are_those_of_a_plain_string(
    columns: int, rows: int, doings: list[tuple[str, object]]
) -> None:
    asyncio.run(work((columns, rows), doings))
