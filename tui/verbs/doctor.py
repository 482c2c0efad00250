"""`doctor`: every file of the library looked at and mended, a line a file."""

from collections import Counter

from storage.doctor import State, examine
from tui.arguments import Arguments
from tui.verbs.output import put, put_json, tell
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    counts: Counter[State] = Counter()
    rows = []
    for seen in examine(library_path(arguments)):
        counts[seen.state] += 1
        if arguments.has("--json"):
            rows.append({"file": seen.file, "state": str(seen.state), "message": seen.message})
        else:
            put(f"{seen.state}\t{seen.file}\t{seen.message}\n")
    if arguments.has("--json"):
        put_json(rows)
    told = "，".join(f"{state}{counts[state]}个" for state in State if counts[state])
    tell(f"看完了{counts.total()}个文件：{told}。")
    return int(counts[State.WRONG] > 0)
