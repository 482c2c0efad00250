"""`list`: a line a report."""

from typing import Any

from storage.library import Library
from tui.arguments import Arguments
from tui.verbs.output import put, put_json, tell
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    rows: list[dict[str, Any]] = [
        {
            "id": entry.id,
            "unit": entry.unit,
            "year": entry.year,
            "project": entry.project,
            "status": entry.status,
            "progress": f"{entry.filled}/{entry.total}",
            "findings": None,
            "modified": entry.modified,
            "problem": entry.problem,
        }
        for entry in Library.open(library_path(arguments)).entries()
    ]
    if arguments.has("--json"):
        put_json(rows)
        return 0
    shown = ("id", "unit", "year", "project", "status", "progress", "modified")
    put("".join("\t".join(row[key] for key in shown) + "\n" for row in rows))
    for row in rows:
        if row["problem"]:
            tell(row["problem"])
    return 0
