"""The bench works; what it measures is no test's affair."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.figures import FIGURES
from tests.bench.measuring import Goal, Line, alternated

ROOT = Path(__file__).parent.parent


def bench(*arguments: str, code: int = 0) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", *arguments], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == code, done
    return (done.stdout or done.stderr).decode().splitlines()


def test_the_bench_lists_every_figure_with_its_goal() -> None:
    listed = bench("--list")
    assert [line.split()[0] for line in listed] == list(FIGURES)
    assert all(line.endswith(figure.goal) for line, figure in zip(listed, FIGURES.values(), strict=True))


def test_a_figure_is_measured_and_printed_beside_its_goal() -> None:
    _, _, heading, line = bench("export", "--quick")
    assert heading == "export: the Markdown of one report"
    what, _, rest = line.partition(" ms ")
    assert what.split()[:3] == ["the", "sample", "report"]
    assert all(float(number) > 0 for number in what.split()[3:])
    assert rest.split("≤")[1].split() in (["3", "ms", "met"], ["3", "ms", "MISSED"])


def test_a_figure_there_is_not_is_refused() -> None:
    assert "there is no figure 'speed'" in bench("speed", code=2)[-1]


@pytest.mark.parametrize(
    ("goal", "is_met"),
    [
        (None, None),
        (Goal(2), True),
        (Goal(1.9), False),
        (Goal(2, p99=True), False),
        (Goal(40, p99=True), True),
        (Goal(4, unit="ms"), True),
        (Goal(3.9, unit="ms"), False),
        (Goal(4, p99=True, unit="ms"), False),
    ],
)
def test_a_goal_binds_the_median_and_where_it_says_so_the_p99(goal: Goal | None, is_met: bool | None) -> None:
    assert Line("", ours=[4, 4, 60], peer="", theirs=[2, 2, 2], goal=goal).is_met is is_met


def test_measures_take_turns_and_the_first_round_is_thrown_away() -> None:
    turns: list[str] = []
    taken = alternated({name: lambda name=name: turns.append(name) or len(turns) for name in "ab"}, 2)
    assert "".join(turns) == "abbaab"
    assert taken == {"a": [4, 5], "b": [3, 6]}
