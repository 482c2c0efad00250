"""Taking turns, and what comes of it: samples of ours beside samples of a peer, with the goal they are held to."""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

Sample = TypeVar("Sample")


@dataclass(frozen=True)
class Setting:
    """What all figures share: a folder to work in, the text to check, and whether a glance is enough."""

    home: Path
    text: Path | None
    quick: bool

    def rounds(self, full: int) -> int:
        """Return how often to measure: `full` times, or just often enough to see that it works."""
        return max(3, full // 40) if self.quick else full

    def count(self, full: int) -> int:
        """Return how many reports to make of the `full` number."""
        return full // 20 if self.quick else full


@dataclass(frozen=True)
class Goal:
    """The most that ours may be: so many times the peer's, or with `unit` so much. `p99` binds the tail as well."""

    most: float
    p99: bool = False
    unit: str = ""

    def __str__(self) -> str:
        words = f"≤ {self.most:g} {self.unit}" if self.unit else f"≤ {self.most:g} ×"
        return f"{words}, p99 too" if self.p99 else words


@dataclass(frozen=True)
class Line:
    """One comparison; `theirs` is empty where there is no peer, only a limit."""

    what: str
    ours: Sequence[float]
    peer: str = ""
    theirs: Sequence[float] = ()
    goal: Goal | None = None
    unit: str = "ms"

    @property
    def ratios(self) -> tuple[float, float] | None:
        """Ours as a multiple of the peer's: of the median, and of the p99."""
        if not self.theirs:
            return None
        return median(self.ours) / median(self.theirs), p99(self.ours) / p99(self.theirs)

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        found = (median(self.ours), p99(self.ours)) if self.goal.unit else self.ratios
        return found is not None and max(found[: 1 + self.goal.p99]) <= self.goal.most


@dataclass(frozen=True)
class Note:
    """A sentence among the lines, such as what is not installed."""

    words: str


Lines = Iterator[Line | Note]


def alternated(measures: Mapping[str, Callable[[], Sample]], rounds: int) -> dict[str, list[Sample]]:
    """Measure each in turn, `rounds` times over.

    Every second round goes backwards, so that none always follows the same other; a first round is thrown away.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name in list(measures)[:: -1 if number % 2 else 1]:
            sample = measures[name]()
            if number:
                samples[name].append(sample)
    return samples


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """Return a measure of how long `work` takes, in ms."""

    def measure() -> float:
        start = perf_counter()
        work()
        return (perf_counter() - start) * 1000

    return measure


def median(samples: Sequence[float]) -> float:
    """Return the middle one."""
    return statistics.median(samples)


def p99(samples: Sequence[float]) -> float:
    """Return what all but one in a hundred stay under; of fewer than a hundred, nearly the largest."""
    return statistics.quantiles(samples, n=100, method="inclusive")[98]
