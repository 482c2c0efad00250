"""A program that saves one report again and again, saying each number once it is saved: something to kill."""

import sys
from itertools import count
from pathlib import Path

from storage.library import Library

if __name__ == "__main__":
    library = Library.open(Path(sys.argv[1]))
    with library.open_report(sys.argv[2]) as report:
        payload = report.load()
        for number in count(payload["版次"] + 1):
            payload["版次"] = number
            payload["章节"][0]["文字"] = f"第{number}次" * 2000
            report.save(payload)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
