"""Checking and exporting."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from exports.exporting import export_reports, written
from storage.checks.checking import check
from storage.checks.subject import of_text
from storage.demo import demo_payload
from storage.outline_files import DEFAULT, find_outline
from storage.report_file import read_report
from storage.reports import parsed
from tests.bench.materials import library_of_many, reference
from tests.bench.measuring import Goal, Line, Lines, Setting, alternated, timed

FIVE_PARSES = Goal(5)
EXPORTED = Goal(3, unit="ms")
EIGHTY_PERCENT = Goal(1.25)

_ROUNDS = 100
_MANY = 10_000
_CHUNK = 500
_CORES = 2


def whole_check(setting: Setting) -> Lines:
    """Measure the whole check of the reference text against parsing it with markdown-it-py."""
    text, name = reference(setting.text)
    outline, markdown = find_outline(DEFAULT), MarkdownIt()
    taken = alternated(
        {
            "ours": timed(lambda: check(of_text(text, outline))),
            "tokens": timed(lambda: markdown.parse(text)),
            "html": timed(lambda: markdown.render(text)),
        },
        setting.rounds(_ROUNDS),
    )
    what = f"{name}, {len(text):,} characters"
    yield Line(what, taken["ours"], "markdown-it-py, to tokens", taken["tokens"], FIVE_PARSES)
    yield Line(what, taken["ours"], "markdown-it-py, to HTML", taken["html"], FIVE_PARSES)


def export(setting: Setting) -> Lines:
    """Measure the Markdown of one report that is open."""
    payload = demo_payload()
    report, outline = parsed(payload, None)
    taken = alternated(
        {"ours": timed(lambda: written(report, outline, "md")), "plain": timed(lambda: plain_markdown(payload))},
        setting.rounds(_ROUNDS),
    )
    yield Line("the sample report", taken["ours"], "plain string building", taken["plain"], EXPORTED)


def batch(setting: Setting) -> Lines:
    """Measure exporting a library, a part of it in turn, against plain string building, both on both cores."""
    count = setting.count(_MANY)
    chunk = setting.count(_CHUNK)
    library = library_of_many(setting.home / f"library-{count}", count)
    ids = sorted(entry.id for entry in library.entries())
    chunks = [ids[start : start + chunk] for start in range(0, count, chunk)]
    folders = {name: setting.home / f"batch-{name}" for name in ("plain", "ours", "machinery")}
    for folder in folders.values():
        folder.mkdir()
    with ProcessPoolExecutor(_CORES) as pool:
        ways: dict[str, Callable[[Sequence[str]], object]] = {
            "plain": lambda ids: _on_all_cores(pool, plainly, library.path, folders["plain"], ids),
            "ours": lambda ids: _on_all_cores(pool, by_us, library.path, folders["ours"], ids),
            "machinery": lambda ids: list(
                export_reports(ids, library.path, form="md", output=str(folders["machinery"]), overwrite=True)
            ),
        }
        taken = alternated({name: _by_chunks(way, chunks) for name, way in ways.items()}, len(chunks))
    plain = "plain string building, 2 cores"
    what = f"of {count:,} reports, each"
    yield Line(f"{what}: exporting, 2 cores", taken["ours"], plain, taken["plain"], EIGHTY_PERCENT)
    yield Line(f"{what}: export --all", taken["machinery"], plain, taken["plain"], EIGHTY_PERCENT)


def _by_chunks(way: Callable[[Sequence[str]], object], chunks: Sequence[Sequence[str]]) -> Callable[[], float]:
    """Return a measure of what one report of the next chunk takes, in ms."""
    turns = cycle(chunks)

    def measure() -> float:
        ids = next(turns)
        return timed(lambda: way(ids))() / len(ids)

    return measure


def _on_all_cores(
    pool: ProcessPoolExecutor, work: Callable[[Path, str], None], source: Path, target: Path, ids: Sequence[str]
) -> None:
    list(pool.map(partial(_export_one, work, source, target), ids, chunksize=25))


def _export_one(work: Callable[[Path, Path], None], source: Path, target: Path, report_id: str) -> None:
    work(source / f"{report_id}.json", target / f"{report_id}.md")


def by_us(source: Path, target: Path) -> None:
    """Read a report, write its Markdown; without the durability that `export --all` adds."""
    target.write_bytes(written(*parsed(read_report(source), None), "md"))


def plainly(source: Path, target: Path) -> None:
    """Do the same with nothing but the JSON and strings put together."""
    tables = json.loads(source.read_text(encoding="utf-8"))
    target.write_text(plain_markdown({"章节": [*tables["章节"].values()]}), encoding="utf-8")


def plain_markdown(payload: dict[str, Any]) -> str:
    """Return every entry of a report as headings, paragraphs and tables, with no model and nothing escaped."""
    parts = [f"## {section['标题']}\n\n{''.join(map(_plain, section.values()))}" for section in payload["章节"]]
    return "\n".join(parts)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "".join(f"{key}：{_plain(entry)}" for key, entry in value.items())
    if isinstance(value, list) and value and isinstance(value[0], dict):
        head = f"| {' | '.join(value[0])} |\n|{' --- |' * len(value[0])}\n"
        return head + "".join(f"| {' | '.join(map(str, row.values()))} |\n" for row in value) + "\n"
    return f"{value}\n\n"
