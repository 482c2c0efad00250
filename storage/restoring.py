"""What a backup would change in a library, and each of it brought back: nothing is overwritten silently."""

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from storage.archive import Archive
from storage.durable import make_folder, write_file
from storage.errors import Refused
from storage.generations import BEFORE_RESTORE
from storage.json_file import Missing, Unreadable, read_file, shown
from storage.library import TEMPLATES, Library
from storage.report.report import Report
from storage.report_file import read_payload, read_report
from storage.report_shape import HISTORY, ID, JOURNALS, PREVIOUS, TRASH, TooNew
from storage.reports import open_report, replace_damaged, take_place
from storage.text import one_line

_KEPT_APART = frozenset({"版次", "修改时间"})


class Change(StrEnum):
    """What a file of a backup is to the library."""

    NEW = "新的"
    NEWER = "备份里较新"
    OLDER = "这里较新"
    SAME = "一样"
    BROKEN_HERE = "这里已损坏"
    IN_TRASH = "在回收站里"
    KEPT = "这里的不一样"
    UNREADABLE = "备份里读不出来"


BRINGS: frozenset[Change] = frozenset({Change.NEW, Change.NEWER, Change.OLDER, Change.BROKEN_HERE})
"""Those where there is something to bring back."""

_LEFT = {
    Change.SAME: "和备份里的一样",
    Change.IN_TRASH: "在回收站里",
    Change.KEPT: "和备份里的不一样",
    Change.UNREADABLE: "在备份里读不出来",
}


class Item(NamedTuple):
    """A report of a backup, or a template or a report of its trash: its name there, and what it is to the library.

    `title` is what a person knows it by; `there` and `here` are when it was changed last, "" where that is not
    known. `note` is a sentence that has to be said.
    """

    name: str
    title: str
    change: Change
    there: str = ""
    here: str = ""
    note: str = ""

    @property
    def id(self) -> str:
        """The report's number, or the template's file."""
        return self.name.rpartition("/")[2].removesuffix(".json")


def plan(archive: Archive, library: Library | None) -> list[Item]:
    """Return what the backup holds compared with the library, None for one that is not there yet; reads only."""
    items = []
    for name in sorted(archive.files):
        folder, _, file = name.rpartition("/")
        if folder == TEMPLATES:
            items.append(_template(archive, library, name))
        elif folder in ("", TRASH) and ID.fullmatch(file.removesuffix(".json")):
            items.append((_trashed if folder else _report)(archive, library, name))
    return items


def bring(archive: Archive, library: Library, item: Item) -> str:
    """Bring one item of the plan back into the library; return the sentence that says what was done.

    A report that is there becomes what it was in the backup by a save, and what it was until now is kept in its
    history. Its history, and the generations of one that is new, come along where they are not there already.

    :raises Refused: when that cannot be, such as for a report that is open elsewhere; nothing is then changed.
    """
    path = library.path / item.name
    if item.change in (Change.NEW, Change.BROKEN_HERE) and item.name.startswith((f"{TRASH}/", f"{TEMPLATES}/")):
        _put(path, archive.read(item.name))
        return f"“{item.title}”恢复好了。"
    if item.change not in BRINGS:
        if item.change is Change.SAME and "/" not in item.name:
            _bring_along(archive, library, item)
        return f"“{item.title}”{_LEFT[item.change]}，没有动。"
    data, payload, *_ = _sound(archive, item.id)
    if item.change is Change.NEW:
        library.create(payload)
        told = "恢复好了"
    elif item.change is Change.BROKEN_HERE:
        told = f"恢复好了，原来损坏的文件留在“{replace_damaged(library, item.id, data)}”"
    else:
        told = f"恢复好了，原来的内容留在“{HISTORY}/{item.id}”（{BEFORE_RESTORE}）"
        _replace(library, item.id, payload)
    _bring_along(archive, library, item)
    return f"“{item.title}”{told}。"


def _replace(library: Library, report_id: str, payload: dict[str, Any]) -> None:
    opened = open_report(library, report_id, fall_back=True)
    try:
        if opened.file.read_only:
            raise Refused(f"报告 {report_id} 正在另一处打开，没有恢复；请先关闭它，再恢复一次。")
        # What a killed program had not saved is part of what is kept.
        present = opened.report.payload() if opened.unsaved else opened.file.load()
        take_place(library, opened.file, present, payload, BEFORE_RESTORE)
    finally:
        opened.file.close()


def _bring_along(archive: Archive, library: Library, item: Item) -> None:
    """Bring what belongs to a report and is not there; a file of these that is damaged is left in the backup."""
    folders = [f"{HISTORY}/{item.id}/"]
    if item.change is Change.NEW:
        folders += [f"{PREVIOUS}/{item.id}", f"{JOURNALS}/{item.id}"]
    for name in archive.files:
        path = library.path / name
        if name.startswith(tuple(folders)) and not os.path.lexists(path):
            try:
                _put(path, archive.read(name))
            except Unreadable:
                continue


def _put(path: Path, data: bytes) -> None:
    make_folder(path.parent)
    if os.path.lexists(path):
        raise Refused(f"“{shown(path)}”已经有了，没有覆盖；请再看一次有哪些不同。")
    write_file(path, data)


# -- how each compares


class _Sound(NamedTuple):
    """A sound file of a report: content, payload, what a person calls it, and whether it is an older one."""

    data: bytes
    payload: dict[str, Any]
    title: str
    older: bool


def _sound(archive: Archive, report_id: str) -> _Sound:
    """Return the latest file of a report in the backup that is sound.

    :raises TooNew: when a later version wrote the latest that is: an older one is not what it stands for.
    :raises Refused: what is wrong with the latest, when none is.
    """
    first: Refused | None = None
    for name in (f"{report_id}.json", *(f"{PREVIOUS}/{report_id}{mark}.json" for mark in ("", "-2", "-3"))):
        if name not in archive.files:
            continue
        try:
            data = archive.read(name)
            payload = read_payload(data, name)
            title = _title(payload)
        except TooNew:
            raise
        except Refused as error:
            first = first or error
        else:
            # Its name is what it goes by in the library.
            return _Sound(data, {**payload, "编号": report_id}, title, "/" in name)
    raise first or Missing(report_id, "备份里没有", "请另选一个备份")


def _report(archive: Archive, library: Library | None, name: str) -> Item:
    report_id = name.removesuffix(".json")
    try:
        _, payload, title, older = _sound(archive, report_id)
    except Refused as error:
        return Item(name, report_id, Change.UNREADABLE, note=str(error))
    note = "备份里它最后的内容已损坏，可以恢复的是再前一次保存的。" if older else ""
    item = Item(name, title, Change.NEW, _changed(payload), note=note)
    if library is None:
        return item
    path = library.path / name
    if not os.path.lexists(path):
        trashed = os.path.lexists(library.path / TRASH / name)
        return item._replace(change=Change.IN_TRASH) if trashed else item
    try:
        present = read_report(path)
        if _content(present) == _content(payload):
            return item._replace(change=Change.SAME, here=_changed(present))
        Report.read(present)
    except TooNew as error:
        return item._replace(change=Change.KEPT, note=str(error))
    except Refused as error:
        return item._replace(change=Change.BROKEN_HERE, note=note or str(error))
    change = Change.NEWER if _age(payload) > _age(present) else Change.OLDER
    return item._replace(change=change, here=_changed(present))


def _trashed(archive: Archive, library: Library | None, name: str) -> Item:
    report_id = name.removeprefix(f"{TRASH}/").removesuffix(".json")
    try:
        payload = read_payload(archive.read(name), name)
        title = _title(payload)
    except Refused as error:
        return Item(name, report_id, Change.UNREADABLE, note=str(error))
    item = Item(name, f"回收站：{title}", Change.NEW, _changed(payload))
    if library is not None and os.path.lexists(library.path / name):
        return item._replace(change=Change.IN_TRASH)
    if library is not None and os.path.lexists(library.path / f"{report_id}.json"):
        return item._replace(change=Change.KEPT, note="文档库里已有编号一样的报告。")
    return item


def _template(archive: Archive, library: Library | None, name: str) -> Item:
    title = f"模板：{name.rpartition('/')[2]}"
    try:
        data = archive.read(name)
    except Refused as error:
        return Item(name, title, Change.UNREADABLE, note=str(error))
    try:
        same = library is not None and read_file(library.path / name) == data
    except Missing:
        return Item(name, title, Change.NEW)
    except Refused:
        same = False
    if library is None:
        return Item(name, title, Change.NEW)
    return Item(name, title, Change.SAME if same else Change.KEPT)


def _title(payload: dict[str, Any]) -> str:
    """Return what a person knows a report by; raises Refused when it is no sound one."""
    cover = Report.read(payload).cover
    return one_line(f"{cover.year} {cover.project}（{cover.unit}）")


def _changed(payload: dict[str, Any]) -> str:
    return one_line(str(payload.get("修改时间", "")))[:19].replace("T", " ")


def _content(payload: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key not in _KEPT_APART}


def _age(payload: dict[str, Any]) -> tuple[datetime, int]:
    revision = payload.get("版次")
    try:
        when = datetime.fromisoformat(str(payload.get("修改时间"))).astimezone()
    except (ValueError, OverflowError, OSError):
        when = datetime.min.replace(tzinfo=UTC)
    return when, revision if type(revision) is int else 0
