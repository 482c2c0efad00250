"""`import`: a file made a new report, or only shown where it would go."""

from dataclasses import asdict
from pathlib import Path

from exports.reading.draft import ASIDE
from exports.reading.importing import Identity, imported_report, read_import
from exports.reading.offers import offers
from storage.library import TEMPLATES, Library
from storage.outline_files import DEFAULT, find_outline
from storage.text import one_line
from tui.arguments import Arguments, Usage
from tui.verbs.output import put, put_json, tell
from tui.verbs.places import library_path, with_home


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    if len(arguments.names) != 1:
        raise Usage("导入哪个文件？import 后面写一个文件")
    path = library_path(arguments)
    outline = find_outline(arguments.get("--outline") or DEFAULT, path / TEMPLATES)
    read = read_import(Path(with_home(arguments.names[0])), outline, path / TEMPLATES)
    given = {name: one_line(arguments.get(f"--{name}")).strip() for name in ("unit", "year", "project")}
    identity = Identity(**{name: given[name] or found for name, found in asdict(read.identity).items()})
    if read.dropped:
        tell(f"有{read.dropped}个看不见的控制字符没有读进来。")
    pieces = [placed for placed in read.draft.pieces if placed.piece.text.strip()]
    if not arguments.has("--dry-run"):
        # Made first: no library is left behind by a report that cannot be made.
        report = imported_report(read, identity)
        report_id = Library.open(path, create=True).create(report.payload())
        if arguments.has("--json"):
            put_json([{"id": report_id, **asdict(identity), "unsure": len(read.draft.unsure())}])
        else:
            put(report_id + "\n")
        return 0
    if arguments.has("--json"):
        fields = ("line", "kind", "section", "sure", "title", "text")
        put_json([dict(zip(fields, placed.row(), strict=True)) for placed in pieces])
        return 0
    names = dict(read.draft.places())
    for placed in pieces:
        doubt = "" if placed.sure or placed.section == ASIDE else "？"
        put(f"{placed.piece.line}\t{names[placed.section]}\t{doubt}\t{one_line(placed.piece.text).strip()}\n")
    for offer in offers(read.draft.texts(), outline):
        put(f"\t可填入表格\t？\t{one_line(offer.words)}\n")
    return 0
