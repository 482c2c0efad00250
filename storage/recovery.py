"""What a killed program had not saved, found again when the report is opened."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.durable import NotSaved, keep, unused
from storage.errors import Refused
from storage.generations import OWN_TEXT, snapshot_path
from storage.journal import Entry, Mark, far_of, near_of, read_journals
from storage.report_file import write_report
from storage.report_shape import DAMAGED, HISTORY
from storage.text import one_line
from storage.times import stamp


@dataclass(frozen=True)
class Recovered:
    """What was found: the sentence that says so, and the payload and the place to go on from.

    `payload` is None where nothing is to be put back; the journals are then done with, unless they are `stuck`:
    nothing else holds what they hold.
    """

    sentence: str = ""
    payload: dict[str, Any] | None = None
    place: dict[str, Any] | None = None
    stuck: bool = False


def recover(report: Path, payload: dict[str, Any]) -> Recovered:
    """Return what the journals of a report file have that its `payload` has not.

    Where they do not follow from that payload (somebody else has saved since), nothing is put back: a snapshot in
    the history holds it then. A journal that cannot be read is set aside. Never raises.
    """
    left = read_journals(report)
    mark = Mark.of(payload)
    bad = _set_aside(report) if left.damaged else Recovered()
    if mark in left.begun or any(mark in (entry.base, entry.mark) for entry in left.entries):
        newer = [entry for entry in left.entries if entry.mark.revision > mark.revision]
        if not newer:
            return bad
        return Recovered(_told(newer[-1]) + bad.sentence, _applied(newer, payload), newer[-1].place)
    if left.entries:
        return _beside(report, _applied(left.entries, payload), bad)
    return bad


def not_fitting(report: Path) -> Recovered:
    """Set the journals aside whose words make no report."""
    return _set_aside(report)


def _applied(entries: list[Entry], payload: dict[str, Any]) -> dict[str, Any]:
    for entry in entries:
        payload = entry.applied(payload)
    return payload


def _told(entry: Entry) -> str:
    titles = [str(section.get("标题") or section.get("编号") or "") for section in entry.sections]
    where = "、".join(f"“{one_line(title)[:20]}”" for title in titles[:3]) or "报告"
    return f"上次没有正常关闭；最后打的字找回来了，已放回{where}（{one_line(entry.mark.modified)[11:16]}）。"


def _beside(report: Path, payload: dict[str, Any], bad: Recovered) -> Recovered:
    try:
        path = snapshot_path(report, OWN_TEXT)
        write_report(path, payload)
    except Refused as error:
        return Recovered(f"上次没有正常关闭，没存的字还放不回来：{str(error).rstrip('。')}。", stuck=True)
    where = f"{HISTORY}/{report.stem}/{path.name}"
    return Recovered(
        f"上次没有正常关闭，后来报告又在别处改过；当时没存的字没有放进来，另存在“{where}”，可以对照。{bad.sentence}",
        stuck=bad.stuck,
    )


def _set_aside(report: Path) -> Recovered:
    kept = []
    for path in filter(os.path.lexists, (near_of(report), far_of(report))):
        aside = unused(report.parent / DAMAGED / f"{report.stem}-{stamp()}.jsonl")
        try:
            keep(path, aside)
        except (NotSaved, OSError):
            return Recovered("上次没存完的记录读不出来，也移不开，报告照常打开。", stuck=True)
        kept.append(f"“{DAMAGED}/{aside.name}”")
    return Recovered(f"上次没存完的记录有一部分读不出来，留在{'、'.join(kept)}，报告照常打开。")
