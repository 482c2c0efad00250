"""The verbs run as a script runs them: the real process, its two streams, its exit code."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from storage.library import Library
from storage.outline_files import BUILT_IN
from storage.reports import create_report
from tests.terminal import PROGRAM, environment


class Ran(NamedTuple):
    """How a process ended."""

    code: int
    out: str
    told: str

    @property
    def data(self) -> list[str]:
        return self.out.split("\n")[:-1]


def ran(command: Sequence[str | Path], home: Path, stdout: int = subprocess.PIPE, **env: str) -> Ran:
    done = subprocess.run(
        command,
        env=environment(home) | env,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=20,
        check=False,
    )
    return Ran(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())


class Machine:
    """A fresh machine; calling it runs the program there."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str | Path, **env: str) -> Ran:
        return ran([PROGRAM, *arguments], self.home, **env)

    def refused(self, *arguments: str | Path, code: int = 1, **env: str) -> str:
        """Run what is to be refused as a whole, and return the one sentence that says so."""
        result = self(*arguments, **env)
        assert (result.code, result.out) == (code, ""), result
        return sentence(result.told)


def powerless() -> list[str]:
    """What to put before a command so that the rights of files bind it, for root as for anybody."""
    if os.geteuid():
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("run by root, and there is no setpriv to take its powers away")
    return [setpriv, "--inh-caps=-all", "--bounding-set=-all"]


def sentence(told: str) -> str:
    assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。\n", told), told
    assert not re.search(r"Traceback|usage|error|Errno|[\x00-\x09\x0b-\x1f]", told), told
    return told.rstrip("\n")


def report(library: Library, project: str = "科技馆", unit: str = "科协", year: str = "2023") -> str:
    return create_report(library, outline_id="county", unit=unit, year=year, project=project)


def own_outline(library: Library) -> Path:
    """Put an outline of the office's own, with the id `own`, into the library and return its file."""
    library.templates.mkdir()
    own = library.templates / "own.toml"
    text = (BUILT_IN / "county.toml").read_text(encoding="utf-8")
    own.write_text(re.sub("(?m)^id = .*$", 'id = "own"', text, count=1), encoding="utf-8")
    return own
