"""Files as nobody should leave them, given to the real openers: a sentence or a report, never anything else."""

import json
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from exports.checking import check_named
from storage import known_libraries
from storage.archive import Archive
from storage.backing_up import back_up
from storage.demo import demo_payload
from storage.doctor import examine
from storage.errors import Refused
from storage.index import INDEX
from storage.journal import near_of
from storage.library import MARKER, Library
from storage.lock import ReportLock
from storage.outline_files import BUILT_IN, find_outline
from storage.report.event import Signature
from storage.report_shape import DAMAGED, LOCKS, PREVIOUS
from storage.reports import create_report, open_report
from storage.restoring import plan
from storage.review.acting import readiness, send
from storage.review.handing import hand_over, take_in
from storage.state_folder import state_folder

_TOKENS = [
    b"NaN", b"1e999", b"null", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b'"\\u0000"', b'"\\ud800"', b"{", b"}", b"[", b"]",
    b"9" * 5000, b"-0.0", b'"', b"\\", b",", b":", "汉".encode("gbk"), "１２３".encode(), b"\x1b[2J", b"[red]", b"\r\n",
    b'{"a":1,"a":2}', b"true", "\u202e".encode(), b"1979-05-27T07:32:00Z", b"0x7fffffffffffffff", b"'''", b"= =",
]  # fmt: skip
_NASTY: list[Any] = [
    None, True, -1, 0, 10**30, 1e308, -0.5, "", "\x1b[31m", "一" * 5000, "\u202e\u0000", [], {}, [[]], {"a": {}},
    [None] * 50, "2023-aaaaaa", "../../x", "NaN", "９９９９", 2**63,
]  # fmt: skip
LARGE: dict[str, Callable[[], bytes]] = {
    "100,000 levels of lists": lambda: b"[" * 100_000 + b"]" * 100_000,
    "100,000 levels of objects": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a million empty lists": lambda: b'{"a":[' + b"[]," * 1_000_000 + b"1]}",
    "400,000 keys": lambda: b"{" + b",".join(b'"%d":0' % number for number in range(400_000)) + b"}",
    "a number of a million digits": lambda: b'{"a":' + b"9" * 1_000_000 + b"}",
    "a text of many megabytes": lambda: b'{"a":"' + b"x" * 20_000_000 + b'"}',
}
"""Small to write down, large to read; what may be in a text that is JSON, and in one that is not."""


def mangled(good: bytes, rng: random.Random) -> bytes:
    """Return a file as something went wrong with it."""
    way = rng.randrange(10)
    at, end = sorted(rng.randrange(len(good) + 1) for _ in range(2))
    if way == 0:
        return good[:at]
    if way == 1:
        return good[:at] + good[end:]
    if way == 2:
        return good[:at] + rng.randbytes(rng.randrange(1, 40)) + good[at:]
    if way == 3:
        return good[:at] + b"\0" * (end - at) + good[end:]
    if way == 4:
        return good[:end] + good[at:]
    if way == 5:
        data = bytearray(good)
        for _ in range(rng.randrange(1, 9)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        return bytes(data)
    if way == 6:
        return rng.choice(
            [b"", b"null", b"[]", good.decode("utf-8", "replace").encode("gb18030"), rng.randbytes(99)]
        )
    if way == 7:
        return good[:at] + rng.choice(_TOKENS) + good[at:]
    return _changed(good, rng)


def _changed(good: bytes, rng: random.Random) -> bytes:
    """Return valid JSON with something else in one or a few places; a token more where it is no JSON."""
    try:
        document = json.loads(good)
    except ValueError:
        at = rng.randrange(len(good) + 1)
        return good[:at] + rng.choice(_TOKENS) + good[at + rng.randrange(20) :]
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        for key in keys:
            places.append((value, key))
            walk(value[key])

    walk(document)
    for _ in range(rng.randrange(1, 4)):
        holder, key = rng.choice(places)
        if rng.random() < 0.2 and isinstance(holder, dict):
            holder.pop(key, None)
            holder[rng.choice(["", "编号", "格式", "不认识", "\x1b"])] = rng.choice(_NASTY)
        elif isinstance(holder, dict) or key < len(holder):
            holder[key] = rng.choice(_NASTY)
    return json.dumps(document, ensure_ascii=rng.random() < 0.5).encode("utf-8", "replace")


@dataclass(frozen=True)
class Kind:
    """A kind of file: where it is, and what opens it. `kept` when it may be set aside, but never be lost.

    Of those that open much else besides, only one in so many is tried.
    """

    path: Path
    open: Callable[[], object]
    kept: bool = True
    one_in: int = 1


class Shelf:
    """A library with one report, and a file of every kind in it."""

    def __init__(self, folder: Path) -> None:
        self.library = library = Library.open(folder / "库", create=True)
        self.report_id = report_id = library.create(demo_payload() | {"编号": None})
        for number in range(3):
            opened = open_report(library, report_id)
            payload = opened.report.payload() | {"版次": 100 + number}
            opened.file.save(payload)
            opened.file.close()
        self.path = path = library.path_of(report_id)
        opened = open_report(library, report_id)
        section = opened.report.sections[1]
        opened.report.touch(section)
        section.title = "改了"
        opened.file.note(opened.report.payload(), {"章节": section.id})
        opened.file._lock.release()
        self.journal = near_of(path).read_bytes()
        near_of(path).unlink()
        create_report(library, outline_id="county", unit="甲", year="2023", project="乙")
        library.entries()
        library.templates.mkdir()
        county = (BUILT_IN / "county.toml").read_bytes()
        self.good = path.read_bytes()
        record = folder / "记录.json"
        record.write_text(json.dumps(demo_payload(), ensure_ascii=False), encoding="utf-8")
        text = folder / "文稿.txt"
        text.write_text("一、项目概况\n项目预算155.42万元，执行率98.5%，参观1.2万人次。\n" * 5, encoding="utf-8")
        note = library.path / LOCKS / f"{report_id}.json"
        note.write_text(
            '{"who": "甲", "host": "乙", "pid": 5, "since": "2024-01-05T09:00:00+08:00"}', encoding="utf-8"
        )
        outline = library.templates / "county.toml"
        outline.write_bytes(county)
        near_of(path).write_bytes(self.journal)
        self.kinds = {
            "report": Kind(path, self._open),
            "report, only read": Kind(path, lambda: library.open_report(report_id, writable=False).load()),
            "generation": Kind(library.path / PREVIOUS / path.name, lambda: library.versions(report_id)),
            "journal": Kind(near_of(path), self._open),
            "outline": Kind(outline, lambda: find_outline("county", library.templates)),
            "index": Kind(library.path / INDEX, library.entries, kept=False),
            # It holds nothing but a number, and is written anew.
            "marker": Kind(library.path / MARKER, lambda: Library.open(library.path), kept=False),
            "lock": Kind(note, lambda: ReportLock(library.path, report_id).holder()),
            "known libraries": Kind(
                state_folder() / "libraries.json", lambda: known_libraries.recall(library.path)
            ),
            "record": Kind(record, lambda: check_named(str(record), library.path)),
            "archive": Kind(back_up(library, folder / "备份.zip").path, self._compare, one_in=5),
            "doctor": Kind(path, self._examine, one_in=5),
            "text": Kind(text, lambda: check_named(str(text), library.path)),
        }
        self.kinds |= self._review_file(folder)
        self.contents = {name: kind.path.read_bytes() for name, kind in self.kinds.items()}
        for kind in ("journal", "outline"):
            self.kinds[kind].path.unlink()

    def _review_file(self, folder: Path) -> dict[str, Kind]:
        """Send a report, so that its file can be taken in by another library, which has had it once."""
        opened = open_report(
            self.library, create_report(self.library, outline_id="county", unit="丙", year="2023", project="丁")
        )
        signed = Signature(responsible="甲", preparer="乙")
        errors = readiness(opened.report, opened.outline).errors
        send(opened.report, opened.outline, signed, {error.key: "已核实" for error in errors})
        opened.file.save(opened.report.payload())
        opened.file.close()
        path = hand_over(self.library, opened.report, folder / "U盘")
        reviewers = Library.open(folder / "审核库", create=True)
        take_in(reviewers, path)
        return {"review file": Kind(path, lambda: take_in(reviewers, path))}

    def _open(self) -> None:
        opened = open_report(self.library, self.report_id)
        opened.file.close()

    def _compare(self) -> None:
        with Archive(self.kinds["archive"].path) as archive:
            for item in plan(archive, self.library):
                assert "\x1b" not in f"{item.title}{item.note}"

    def _examine(self) -> None:
        for seen in examine(self.library.path):
            assert seen.message.endswith("。") and "\x1b" not in seen.message, seen

    def put(self, name: str, data: bytes) -> float:
        """Put a file in its place and open it; return the seconds that took. Afterwards all is as before.

        :raises AssertionError: when it is gone afterwards.
        """
        kind = self.kinds[name]
        kind.path.write_bytes(data)
        begun = time.monotonic()
        try:
            kind.open()
        except Refused as refused:
            assert str(refused).endswith("。")
            assert "\x1b" not in str(refused)
        took = time.monotonic() - begun
        damaged = self.library.path / DAMAGED
        if (kind.kept and kind.path.exists() and kind.path.read_bytes() != data) or not kind.path.exists():
            aside = [path.read_bytes() for path in damaged.iterdir()] if damaged.exists() else []
            # A journal whose words are in the report, or were put back, has done its work.
            assert data in aside or name == "journal", f"{name}: overwritten and not set aside"
        shutil.rmtree(damaged, ignore_errors=True)
        kind.path.unlink(missing_ok=True)
        if name not in ("journal", "outline"):
            kind.path.write_bytes(self.contents[name])
        self.path.write_bytes(self.good)
        return took


def fuzz(files: int, folder: Path, seed: int = 3, *, large: bool = True) -> tuple[str, float]:
    """Open so many files of every kind; return the figures, and how long the slowest took in seconds."""
    shelf = Shelf(folder)
    worst, slowest = 0.0, ""
    for name, content in shelf.contents.items():
        rng = random.Random(f"{seed} {name}")
        mangle = partial(mangled, content, rng)
        cases = [(f"{name} {number}", mangle) for number in range(0, files, shelf.kinds[name].one_in)]
        # Doctor reads the report twice and all the others besides: it is not held to the time of one opening.
        cases += [(f"{name}, {what}", make) for what, make in LARGE.items()] if large and name != "doctor" else []
        for what, make in cases:
            data = make()
            try:
                took = shelf.put(name, data)
            except Exception as error:
                (folder / "failing").write_bytes(data)
                raise AssertionError(f"{what}: {error!r}, see {folder / 'failing'}") from error
            if took > worst:
                worst, slowest = took, what
    told = f"{len(shelf.kinds)} kinds × {files} files: sentences or reports; slowest {worst:.2f} s ({slowest})"
    return told, worst
