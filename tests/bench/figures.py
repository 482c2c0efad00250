"""Every figure there is: a new one adds its line here."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import documents, keys, saving, startup, switching
from tests.bench.measuring import Lines, Setting


@dataclass(frozen=True)
class Figure:
    """What is measured, what it is held to, in words, and how."""

    what: str
    goal: str
    run: Callable[[Setting], Lines]


_KEY_GOAL = "4,000 and 20,000 ≤ 1.25 × ours empty; 4,000 ≤ 1.3 × micro and ≤ 0.1 × stock TextArea; p99 too"

FIGURES = {
    "startup": Figure(
        "process started → drawn, in a pseudo-terminal",
        "first frame, and a key pressed at it, ≤ 1.15 × a minimal Textual form",
        startup.first_frame,
    ),
    "key": Figure("byte → character drawn, bare editor, end of one paragraph", _KEY_GOAL, keys.at_end),
    "key-middle": Figure("the same in the paragraph's middle", _KEY_GOAL, keys.in_middle),
    "key-entry": Figure(
        "byte → character drawn, entry screen, end of one paragraph", _KEY_GOAL, keys.at_end_of_entry
    ),
    "key-entry-middle": Figure("the same in the paragraph's middle", _KEY_GOAL, keys.in_middle_of_entry),
    "tables": Figure("byte → character drawn in a cell of a table", "200 rows ≤ 1.25 × 2 rows", keys.in_tables),
    "switch": Figure(
        "F4 → the other section drawn, texts of 2,000 characters",
        "≤ 1.2 × load_text into a mounted stock TextArea",
        switching.between_texts,
    ),
    "switch-tables": Figure(
        "F4 → the other section drawn, tables of 200 rows",
        "≤ 1.2 × load_text of 2,000 characters into a mounted stock TextArea",
        switching.between_tables,
    ),
    "save": Figure("a report saved", "≤ 2 × raw write + fsync + rename", saving.save),
    "save-many": Figure(
        "a report saved among others", "10,000 reports ≤ 1.2 × 10 reports", saving.save_among_many
    ),
    "list": Figure("a library listed", "10,000 reports ≤ 100 ms", saving.listing),
    "check": Figure(
        "every check of the reference text", "≤ 5 × parsing it with markdown-it-py", documents.whole_check
    ),
    "export": Figure("the Markdown of one report", "≤ 3 ms", documents.export),
    "batch": Figure(
        "a library exported, read to written",
        "≤ 1.25 × plain string building on both cores (80 % of its speed)",
        documents.batch,
    ),
}


def chosen(names: list[str]) -> dict[str, Figure]:
    """Return the figures of these names, `key` standing for `key-middle` and its like as well; all for no names.

    :raises KeyError: with the first name that is none.
    """
    for name in names:
        if name not in FIGURES:
            raise KeyError(name)
    return {
        name: figure
        for name, figure in FIGURES.items()
        if not names or any(name == each or name.startswith(f"{each}-") for each in names)
    }
