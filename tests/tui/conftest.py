"""What the tests of the screens share: a machine of their own, and a library with a small report."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.checks import checking
from storage.library import Library
from tests.tui.checks import Check
from tui.check import checker


@pytest.fixture(autouse=True)
def _own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ZIPINGBAO_STATE", str(tmp_path / "state"))
    for name in ("XDG_DOCUMENTS_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "ZIPINGBAO_LIBRARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "库", create=True)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes the given checks the only ones; they wait less for the keys to rest."""
    monkeypatch.setattr(checker, "_PAUSE", 0.1)

    def use(*these: Check) -> None:
        monkeypatch.setattr(checking, "CHECKS", these)

    return use
