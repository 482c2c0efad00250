"""The complete sample report that `zipingbao --demo` opens."""

from pathlib import Path
from typing import Any

from storage.report_file import read_report


def demo_payload() -> dict[str, Any]:
    """Return the payload of the sample: 临泽县科技馆 for 2023, by the county outline.

    Its amounts and quantities are published ones; persons, surveys, targets and reasons are made up.
    """
    return read_report(Path(__file__).with_name("demo.json"))
