from hypothesis import given
from hypothesis import strategies as st

from tui.history import LIMIT, History, Place


class Block:
    def __init__(self) -> None:
        self.text = ""

    def history(self) -> History:
        return History(lambda: self.text, lambda text: setattr(self, "text", text))


def place(row: int = 0, sheet: str = "来源") -> Place:
    return Place(sheet, row, 0, 0)


def test_typing_in_one_cell_is_one_step_and_another_cell_another() -> None:
    block = Block()
    history = block.history()
    for letter in "一二三":
        history.record("输入", place(0), typing=True)
        block.text += letter
    history.record("输入", place(1), typing=True)
    block.text += "四"
    assert history.undo() == place(1)
    assert block.text == "一二三"
    assert history.undo() == place(0)
    assert block.text == ""
    assert history.undo() is None


def test_leaving_a_cell_ends_the_step() -> None:
    block = Block()
    history = block.history()
    history.record("输入", place(), typing=True)
    block.text = "一"
    history.close()
    history.record("输入", place(), typing=True)
    block.text = "一二"
    history.undo()
    assert block.text == "一"


def test_a_step_that_changed_nothing_is_passed_over() -> None:
    block = Block()
    history = block.history()
    history.record("粘贴", place(3))
    block.text = "一"
    history.record("移动本行", place(5))
    assert history.undo() == place(3)
    assert block.text == ""


def test_a_new_change_ends_what_could_be_redone() -> None:
    block = Block()
    history = block.history()
    history.record("粘贴", place())
    block.text = "一"
    history.undo()
    assert history.redoable == "粘贴"
    history.record("输入", place(), typing=True)
    block.text = "二"
    assert history.redo() is None
    assert block.text == "二"


def test_no_more_than_the_limit_is_kept() -> None:
    block = Block()
    history = block.history()
    for number in range(LIMIT + 20):
        history.record("粘贴", place())
        block.text = str(number)
    undone = 0
    while history.undo() is not None:
        undone += 1
    assert undone == LIMIT
    assert block.text == "19"


@given(st.lists(st.sampled_from(["change", "undo", "redo"])))
def test_undo_and_redo_walk_one_line_of_states(actions: list[str]) -> None:
    block = Block()
    history = block.history()
    states, at = [""], 0
    for number, action in enumerate(actions):
        if action == "change":
            history.record("粘贴", place())
            block.text = str(number)
            states, at = [*states[: at + 1], str(number)], at + 1
        elif action == "undo":
            at = max(0, at - 1)
            history.undo()
        else:
            at = min(len(states) - 1, at + 1)
            history.redo()
        assert block.text == states[at]


def test_changes_inside_a_step_are_one() -> None:
    block = Block()
    history = block.history()
    with history.step("粘贴", place(2)):
        for letter in "一二三":
            history.record("输入", place(len(block.text)), typing=True)
            block.text += letter
    history.record("输入", place(2), typing=True)
    block.text += "四"
    history.undo()
    assert block.text == "一二三"
    assert history.undo() == place(2)
    assert block.text == ""
