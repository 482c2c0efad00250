"""How the work of a function grows with what it is given: told by a ratio within one run, on any machine."""

import time
from collections.abc import Callable


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times as long `work` takes for four times the size: about 4 where it is linear, 16 where not."""

    def shortest(given: int) -> float:
        taken = []
        for _ in range(3):
            began = time.process_time()
            work(given)
            taken.append(time.process_time() - began)
        return min(taken)

    return shortest(4 * size) / shortest(size)
