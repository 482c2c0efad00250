"""The real program in a real terminal, typed at and killed at random instants; and a bare writer of the store."""

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

from storage.journal import near_of
from storage.library import Library
from storage.report.report import Report
from storage.report_file import ReportFile, read_report
from storage.reports import create_report
from tests.storage.conftest import a_payload, strays
from tests.terminal import Terminal

REPOSITORY = Path(__file__).parents[2]
BOUND = 1.0
"""How much typing a kill may take, in seconds."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_A_REPORT = 20
_LONGEST_LINE = 60


class Typist:
    """Types into one report, a line between two kills, and knows what was seen on the screen when.

    One that is `patient` waits each time until the disk has the words: then none may be lost, however slow the
    machine is.
    """

    def __init__(self, home: Path, rng: random.Random, *, patient: bool = False) -> None:
        self.patient = patient
        self.home = home
        self.rng = rng
        self.library = Library.open(home / "库", create=True)
        self.line = 0
        self.seen: list[tuple[float, str]] = []
        self.worst = 0.0
        self.found = 0
        self._new_report()

    def _new_report(self) -> None:
        project = f"第{self.line}次"
        report_id = create_report(self.library, outline_id="county", unit="甲县科协", year="2023", project=project)
        self.path = self.library.path_of(report_id)
        self.acknowledged = ""
        with ReportFile(self.path) as file:
            file.save_place({"章节": "organisation"})

    def prose(self) -> str:
        """Return what the report's file holds; it is whole at any moment, or this raises."""
        block = Report.read(read_report(self.path)).section("organisation").prose
        assert block is not None
        return block.text

    def type_until_killed(self) -> None:
        """Start the program, look that the last kill took nothing, type a line, and kill it."""
        terminal = Terminal(self.home, "--library", str(self.library.path))
        try:
            if self.line and self.rng.random() < 0.08:
                time.sleep(self.rng.random() * 0.6)
                return
            terminal.wait_for("甲县科协", 60)
            assert not strays(self.library.path), "temporary files stay after the next start"
            terminal.press("enter")
            terminal.wait_for("第 2 页", 60)
            self._look_back(terminal)
            if self.line and self.line % _A_REPORT == 0:
                self._new_report()
                terminal.press("escape")
                terminal.wait_for("打字查找", 60)
                terminal.kill()
                terminal = Terminal(self.home, "--library", str(self.library.path))
                terminal.wait_for("甲县科协", 60)
                terminal.press("enter")
                terminal.wait_for("第 2 页", 60)
            self._type(terminal)
        finally:
            terminal.kill()
            self.killed = time.monotonic()
            terminal.child.close()
            # Whatever the instant: the file is a report, and holds what it held before.
            assert self.acknowledged in self.prose(), "an acknowledged save is lost"

    def _type(self, terminal: Terminal) -> None:
        self.line += 1
        self.seen = []
        tag = f"k{self.line}:"
        terminal.press("enter")
        terminal.type(tag)
        end = time.monotonic() + self.rng.random() * 1.6
        typed = 0
        while time.monotonic() < end:
            if typed < (len(_LETTERS) if self.patient else _LONGEST_LINE):
                terminal.type(_LETTERS[typed % len(_LETTERS)])
                typed += 1
            terminal.read(0.01 + self.rng.random() * 0.04)
            found = re.search(rf"{tag}[a-z]*", terminal.text)
            if found is not None:
                self.seen.append((time.monotonic(), found[0]))
            if typed % 8 == 0:
                self.acknowledged = self.prose()
        if self.patient:
            terminal.wait_for(f"{tag}{_LETTERS}"[: len(tag) + typed], 60)
            self.seen = [(time.monotonic(), f"{tag}{_LETTERS}"[: len(tag) + typed])]
            end = time.monotonic() + 30
            while self.seen[0][1] not in self._on_disk():
                assert time.monotonic() < end, "what is typed reaches neither the report nor its journal"
                terminal.read()

    def _on_disk(self) -> str:
        journal = near_of(self.path)
        return self.prose() + (journal.read_text(encoding="utf-8", errors="replace") if journal.exists() else "")

    def _look_back(self, terminal: Terminal) -> None:
        """Compare what the program found with what had been on the screen when it was killed."""
        if not self.seen:
            return
        words = self.seen[-1][1]
        if "上次没有正常关闭" in terminal.text:
            self.found += 1
            terminal.wait_for("已保存", 60)
        there = self.prose()
        lost = [when for when, shown in self.seen if shown not in there]
        assert not (lost and self.patient), f"words are lost: {words} not in {there[-200:]}"
        if lost:
            self.worst = max(self.worst, self.killed - lost[0])
        assert self.worst <= BOUND, f"{self.worst:.2f} s of typing are lost: {words} not in {there[-200:]}"
        self.acknowledged = there
        self.seen = []


def kill_the_program(kills: int, home: Path, seed: int = 1, *, patient: bool = False) -> str:
    """Kill the program so often; return the figures."""
    typist = Typist(home, random.Random(seed), patient=patient)
    for _ in range(kills):
        typist.type_until_killed()
    terminal = Terminal(home, "--library", str(typist.library.path))
    terminal.wait_for("甲县科协", 60)
    assert not strays(typist.library.path), "temporary files stay after the next start"
    terminal.press("enter")
    terminal.wait_for("第 2 页", 60)
    typist._look_back(terminal)
    assert terminal.quit() == 0
    return f"{kills} kills, {typist.line} while typing, {typist.found} times words put back: at most {typist.worst:.2f} s lost"


def kill_the_store(kills: int, folder: Path, seed: int = 7) -> str:
    """Kill a program that only saves, again and again, in the middle; return the figures."""
    library = Library.open(folder / "库", create=True)
    report_id = library.create(a_payload(版次=0))
    path = library.path_of(report_id)
    rng = random.Random(seed)
    saves = 0
    for _ in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.saver", str(library.path), report_id],
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        with child:
            assert child.stdout is not None
            told = int(child.stdout.readline())
            time.sleep(rng.random() * 0.02)
            child.kill()
            told = max([told, *(int(line) for line in child.stdout.read().split())])
        payload = read_report(path)
        assert payload["版次"] in (told, told + 1)
        assert payload["章节"][0]["文字"] == f"第{payload['版次']}次" * 2000
        saves = payload["版次"]
    Library.open(library.path)
    assert not strays(library.path)
    with library.open_report(report_id) as report:
        assert not report.read_only
    return f"{kills} kills, {saves} saves: every acknowledged one is there, none is damaged"
