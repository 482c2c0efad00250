"""`import`: a file made a new report or, where it is of a report of the library, taken into it; or only shown."""

from dataclasses import asdict
from pathlib import Path

from exports.reading.draft import ASIDE
from exports.reading.importing import Identity, imported_report, read_import
from exports.reading.offers import offers
from exports.reading.own import read_own_or_why
from exports.reading.own_file import OwnFile
from exports.reading.returned import bring_in
from storage.library import TEMPLATES, Library
from storage.outline_files import DEFAULT, find_outline
from storage.text import one_line
from tui.arguments import Arguments, Usage
from tui.home import with_home
from tui.verbs.output import put, put_json, tell
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    if len(arguments.names) != 1:
        raise Usage("导入哪个文件？import 后面写一个文件")
    path = library_path(arguments)
    file = Path(with_home(arguments.names[0]))
    own, why = read_own_or_why(file, path / TEMPLATES)
    if own is not None:
        return _bring_in(own, path, arguments)
    if arguments.has("--take"):
        raise Usage("--take 只用于自评宝导出的文件")
    if why:
        tell(why)
    outline = find_outline(arguments.get("--outline") or DEFAULT, path / TEMPLATES)
    read = read_import(file, outline, path / TEMPLATES)
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


def _bring_in(own: OwnFile, library: Path, arguments: Arguments) -> int:
    for option in ("--unit", "--year", "--project", "--outline"):
        if arguments.has(option):
            raise Usage(f"{option} 只用于别处来的文件；自评宝导出的照它自己的封面和模板")
    looking = arguments.has("--dry-run")
    names = [name for name in map(str.strip, arguments.get("--take").split(",")) if name]
    brought = bring_in(own, library, names, write=not looking)
    for sentence in brought.told:
        tell(sentence)
    sections = [{"id": one.section, "title": one.title, "standing": one.standing} for one in brought.sections]
    if arguments.has("--json"):
        cover = own.report.cover
        named = {"unit": cover.unit, "year": cover.year, "project": cover.project}
        put_json([{"id": brought.id, **named, "outcome": brought.outcome, "sections": sections}])
    elif looking:
        put("".join(f"{one['id']}\t{one_line(one['title'])}\t{one['standing']}\n" for one in sections))
    else:
        put(f"{brought.id}\n")
    return 0
