from pathlib import Path

from exports.exporting import write_export
from storage import temporary_names
from tests.exports.sample import linze_report, sample_outline


def test_an_export_clears_away_what_a_writer_that_died_left_in_the_folder(tmp_path: Path) -> None:
    dead = tmp_path / f".报告.{temporary_names.host()}-{2**22 + 5}-1.tmp"
    others = tmp_path / ".报告.otherhost-77-1.tmp"
    for left in (dead, others):
        left.write_bytes(b"half")
    write_export(tmp_path / "报告.md", linze_report(), sample_outline(), "md")
    assert sorted(path.name for path in tmp_path.iterdir()) == [others.name, "报告.md"]
