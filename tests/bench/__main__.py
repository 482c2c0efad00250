"""`python -m tests.bench [NAME…]`: how fast it is, beside what it is held to."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import chosen
from tests.bench.measuring import Setting
from tests.bench.printing import put, put_figure, put_heads, put_line
from tests.bench.programs import NoAnswer
from tests.terminal import environment


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="figures to measure; all when none is named")
    parser.add_argument("--list", action="store_true", help="name the figures and their goals")
    parser.add_argument(
        "--quick", action="store_true", help="few rounds, small libraries: whether it works at all"
    )
    parser.add_argument("--text", type=Path, help="a plain text to check instead of the reference")
    arguments = parser.parse_args()
    try:
        figures = chosen(arguments.names)
    except KeyError as error:
        parser.error(f"there is no figure {error}; --list names them")
    if arguments.list:
        for name, figure in figures.items():
            put(f"{name:17} {figure.what:60} {figure.goal}")
        return 0
    failed = False
    with tempfile.TemporaryDirectory(prefix="zipingbao-bench-") as folder:
        # What is opened here is not to be remembered as a library of the person's.
        os.environ["ZIPINGBAO_STATE"] = environment(Path(folder))["ZIPINGBAO_STATE"]
        setting = Setting(Path(folder), arguments.text, arguments.quick)
        put_heads()
        for name, figure in figures.items():
            put_figure(name, figure.what)
            try:
                for line in figure.run(setting):
                    put_line(line)
            except NoAnswer as error:
                put(f"  could not be measured: {error}")
                failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
