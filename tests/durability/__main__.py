"""The long form of the tests of the store: `python -m tests.durability [--kills 1000] [NAME…]`.

Every name is one demonstration; without names all are made, one after the other, each with its figures.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.durability import failures, fuzz, kills, power_cuts, writers

_MEGABYTES = 200
_SECONDS = 1.0


def _fuzz(amount: int, folder: Path) -> str:
    figures, slowest = fuzz.fuzz(amount, folder)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    assert memory <= _MEGABYTES, f"{memory} MB"
    assert slowest <= _SECONDS, figures
    return f"{figures}; {memory} MB at most"


FORMS: dict[str, Callable[[argparse.Namespace, Path], str]] = {
    "program-kills": lambda asked, folder: kills.kill_the_program(asked.kills, folder, asked.seed),
    "store-kills": lambda asked, folder: kills.kill_the_store(asked.kills, folder, asked.seed),
    "failures": lambda _, folder: asyncio.run(failures.fail_in_turn(folder)),
    "power-cuts": lambda asked, folder: power_cuts.cut_the_power("snnssns" * asked.rounds, folder),
    "fuzz": lambda asked, folder: _fuzz(asked.files, folder),
    "writers": lambda asked, folder: writers.write_in_turn(asked.updates, folder),
}


def main() -> int:
    """Make the demonstrations asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *FORMS], metavar="NAME", help="、".join(FORMS))
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--files", type=int, default=2000, help="fuzzed files of each kind")
    parser.add_argument("--updates", type=int, default=10_000, help="by each of the two writers")
    parser.add_argument("--rounds", type=int, default=1, help="of typing and saving before the power fails")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    names = asked.names or list(FORMS)
    if not asked.here:
        # Each in a process of its own, so that the memory it takes is its own.
        options = [word for word in sys.argv[1:] if word not in FORMS]
        command = [sys.executable, "-m", "tests.durability", *options, "--here"]
        return max(subprocess.run([*command, name], check=False).returncode for name in names)
    with tempfile.TemporaryDirectory(prefix="zipingbao-durability-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        os.environ |= {"HOME": folder, "ZIPINGBAO_STATE": str(home / "state")}
        begun = time.monotonic()
        sys.stdout.write(f"{names[0]}: {FORMS[names[0]](asked, home)} ({time.monotonic() - begun:.0f} s)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
