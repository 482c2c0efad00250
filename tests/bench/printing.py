"""The table: a heading a figure, a line a comparison, the goal and whether it is met at the end of it."""

import sys
from collections.abc import Sequence

from tests.bench.measuring import Line, Note, median, p99

_WHAT, _PEER = 50, 34
_HEADS = ("median", "p99", "", "median", "p99", "ratio", "p99")


def put(line: str = "") -> None:
    """Print a line at once: a figure takes minutes, and somebody is watching."""
    sys.stdout.write(line.rstrip() + "\n")
    sys.stdout.flush()


def put_heads() -> None:
    """Print what the columns are."""
    ours, p99_of_ours, unit, theirs, p99_of_theirs, ratio, ratio_of_p99 = _HEADS
    put(
        f"{'':{_WHAT}} {ours:>8} {p99_of_ours:>8} {unit:2}  {'against':{_PEER}} {theirs:>8} {p99_of_theirs:>8}"
        f" {ratio:>7} {ratio_of_p99:>7}  goal"
    )


def put_figure(name: str, what: str) -> None:
    """Print the heading of a figure."""
    put()
    put(f"{name}: {what}")


def put_line(line: Line | Note) -> None:
    """Print a comparison, or what there is to say instead."""
    if isinstance(line, Note):
        put(f"  ({line.words})")
        return
    theirs = f"{line.peer:{_PEER}} {_pair(line.theirs)}" if line.theirs else " " * (_PEER + 18)
    ratios = "".join(f" {ratio:7.2f}" for ratio in line.ratios) if line.ratios else " " * 16
    goal = f"{line.goal!s:16} {'met' if line.is_met else 'MISSED'}" if line.goal else ""
    put(f"  {line.what:{_WHAT - 2}} {_pair(line.ours)} {line.unit:2}  {theirs}{ratios}  {goal}")


def _pair(samples: Sequence[float]) -> str:
    return f"{_number(median(samples)):>8} {_number(p99(samples)):>8}"


def _number(value: float) -> str:
    places = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{places}f}"
