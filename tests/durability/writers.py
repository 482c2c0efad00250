"""Two processes that change one report, each taking its turn: nothing is lost, and nothing is ever torn."""

import os
import subprocess
import sys
import time
from pathlib import Path

from storage.library import Library
from storage.report_file import read_report
from tests.storage.conftest import a_payload, strays

_REPOSITORY = Path(__file__).parents[2]


def write_in_turn(updates: int, folder: Path) -> str:
    """Let two processes make so many updates each, while a third reads; return the figures."""
    library = Library.open(folder / "库", create=True)
    report_id = library.create(a_payload("0和0" * 500, 甲=0, 乙=0))
    path = library.path_of(report_id)
    command = [sys.executable, "-m", "tests.durability.writers", str(library.path), report_id, str(updates)]
    environment = {**os.environ, "PYTHONPATH": str(_REPOSITORY)}
    reads = 0
    before = {"甲": 0, "乙": 0}
    writers = [subprocess.Popen([*command, name], cwd=_REPOSITORY, env=environment) for name in before]
    while any(writer.poll() is None for writer in writers):
        payload = read_report(path)
        assert all(payload[name] >= count for name, count in before.items()), "an update is lost"
        assert payload["章节"][0]["文字"] == f"{payload['甲']}和{payload['乙']}" * 500, "a torn report"
        before = {name: payload[name] for name in before}
        reads += 1
        time.sleep(0.005)
    assert [writer.wait() for writer in writers] == [0, 0]
    payload = read_report(path)
    assert (payload["甲"], payload["乙"]) == (updates, updates)
    assert not strays(library.path)
    return f"2 × {updates} updates, read {reads} times meanwhile: none lost, none torn"


def _write(library: Library, report_id: str, updates: int, name: str) -> None:
    for _ in range(updates):
        while True:
            with library.open_report(report_id) as report:
                if report.read_only:
                    time.sleep(0.0005)
                    continue
                payload = report.load()
                payload[name] += 1
                payload["章节"][0]["文字"] = f"{payload['甲']}和{payload['乙']}" * 500
                report.save(payload)
                break


if __name__ == "__main__":
    _write(Library.open(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]), sys.argv[4])
