"""Start-up: from the process to what a person sees, and can use."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench.materials import FRESH, PYTHON, ZIPINGBAO, library_of_many
from tests.bench.measuring import Goal, Line, Lines, Note, Setting, alternated
from tests.bench.programs import NoAnswer, Program

AS_MINIMAL = Goal(1.15)

_ROUNDS = 30
_REPORTS = 1_000


class Start(NamedTuple):
    """When, in ms: the first frame, the keys at its foot, and the answer to a key pressed at the first frame."""

    frame: float
    whole: float
    answered: float


def first_frame(setting: Setting) -> Lines:
    """Measure the library screen with 1,000 reports against a minimal form, bare Python, and others."""
    count, home = setting.count(_REPORTS), setting.home
    library = library_of_many(home / f"library-{count}", count)
    document = home / "document.md"
    document.write_text("# Heading\n\nParagraph\n", encoding="utf-8")
    found = {name: path for name in _OTHERS if (path := shutil.which(name))}
    forms: dict[str, Callable[[], Start]] = {
        "ours": partial(
            _start, [ZIPINGBAO, "--library", str(library.path)], home, "科技馆", "退出", f"{FRESH[0]}项目"
        ),
        "minimal": partial(
            _start, [PYTHON, "-m", "tests.bench.apps.minimal_form"], home, "Project", "Leave", FRESH[0]
        ),
    }
    others: dict[str, Callable[[], Start]] = {
        f"python -c {code!r}": partial(_run, [PYTHON, "-c", code], home) for code in ("pass", "import textual.app")
    }
    for name, path in found.items():
        mark, *arguments = _OTHERS[name]
        named = [str(document) if each == _DOCUMENT else each for each in arguments]
        others[name] = partial(_first, [path, *named], home, mark)
    for name in found:
        try:
            others[name]()
        except NoAnswer as error:
            del others[name]
            yield Note(f"{name} is left out: {error}")
    starts = alternated(forms | others, setting.rounds(_ROUNDS))
    frames = {name: [start.frame for start in taken] for name, taken in starts.items()}
    what = f"library screen, {count:,} reports"
    yield Line(what, frames["ours"], "minimal Textual form", frames["minimal"], AS_MINIMAL)
    for part, words, goal in (
        ("whole", "… with the keys at its foot", None),
        ("answered", "… and a key pressed at that frame answered", AS_MINIMAL),
    ):
        ours, minimal = ([getattr(start, part) for start in starts[name]] for name in forms)
        yield Line(words, ours, "minimal Textual form", minimal, goal)
    for name in others:
        yield Line(what, frames["ours"], name, frames[name])
    for name in (name for name in _OTHERS if name not in found):
        yield Note(f"{name} is not installed: {_HOW.get(name, 'apt-get install ' + name)}")


def _start(command: list[str], home: Path, first: str, last: str, answer: str) -> Start:
    with Program(command, home) as program:
        (frame,) = program.until(first)
        program.press_on(FRESH[0].encode())
        _, whole, answered = program.until(first, last, answer)
    return Start(frame, whole, answered)


def _first(command: list[str], home: Path, mark: str) -> Start:
    with Program(command, home) as program:
        (frame,) = program.until(mark)
    return Start(frame, frame, frame)


def _run(command: list[str], home: Path) -> Start:
    with Program(command, home) as program:
        end = program.until_end()
    return Start(end, end, end)


_DOCUMENT = "DOCUMENT"
# Of each what its first frame shows, and its arguments.
_OTHERS = {
    "posting": ("Send",),
    "frogmouth": ("Heading", _DOCUMENT),
    "micro": ("Paragraph", _DOCUMENT),
    "nano": ("Paragraph", "--ignorercfiles", _DOCUMENT),
    "vim": ("Paragraph", "-n", _DOCUMENT),
}
_HOW = {
    "posting": "pip install posting, in an environment of its own that is on the PATH",
    "frogmouth": "pip install frogmouth, in an environment of its own that is on the PATH (it pins an old Textual)",
}
