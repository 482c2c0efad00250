"""Every file of a library looked at, mended where that can be done, and never deleted.

Mending is what opening does (the damaged set aside, the last good generation brought back, what a killed program
had not saved kept), done for every file at once. What a window has open is only looked at.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from storage.durable import NotSaved, keep, move, sweep, unused, write_file
from storage.errors import Refused
from storage.generations import OWN_TEXT, SAVED
from storage.index import INDEX
from storage.journal import far_of, near_of, read_journals
from storage.json_file import Damaged, Missing, Unreadable, parse, read_file, shown
from storage.library import MARKER, TEMPLATES, Library
from storage.lock import ReportLock
from storage.outline_files import OutlineError, find_outline
from storage.report.report import Report
from storage.report_file import latest_good, read_report
from storage.report_shape import BACKUP_RECORD, DAMAGED, HISTORY, ID, JOURNALS, LOCKS, PREVIOUS, TRASH, TooNew
from storage.reports import OpenReport, open_report, parsed, replace_damaged
from storage.rights import restrict
from storage.temporary_names import is_temporary
from storage.text import one_line
from storage.times import stamp

_FOLDERS = (PREVIOUS, TRASH, DAMAGED, HISTORY, JOURNALS, LOCKS)
_GENERATION = re.compile(rf"(?P<id>{ID.pattern})(-[23])?\.json")


class State(StrEnum):
    """How a file was found, or left."""

    FINE = "完好"
    MENDED = "已修好"
    NOTED = "留意"
    WRONG = "有问题"


class Seen(NamedTuple):
    """One file: its path in the library, how it is now, and one sentence on what was found and done."""

    file: str
    state: State
    message: str


def examine(path: Path) -> Iterator[Seen]:
    """Look at every file of the library in a folder and mend what can be mended; yield each as it was found.

    A library that cannot be written to is only looked at, and the first that is yielded says so.

    :raises LibraryRefused: when there is none, or it cannot be read; it is never taken for an empty one.
    :raises TooNew: when a later version made it.
    """
    # Opening writes a damaged marker anew and sweeps: what there was has to be looked at before.
    path = path.absolute()
    marker = _fault(path / MARKER)
    temporary = _temporary(path)
    yield from _Examination(Library.open(path)).seen(marker, temporary)


class _Examination:
    def __init__(self, library: Library) -> None:
        self._library = library
        self._root = library.path
        self._mends = not library.read_only
        self._restricted: set[Path] = set()

    def seen(self, marker: str, temporary: list[Path]) -> Iterator[Seen]:
        if not self._mends:
            yield Seen(".", State.NOTED, "文档库没有写入权限，只核对，没有修。")
        else:
            self._restrict()
        yield self._marker(marker)
        yield from self._temporary(temporary)
        notes = sorted(file for file in _inside(self._root / LOCKS) if file.suffix == ".json")
        for file in _inside(self._root):
            if ID.fullmatch(file.stem) and file.suffix == ".json":
                yield self._report(file)
            elif file.name not in (MARKER, INDEX, BACKUP_RECORD):
                yield self._foreign(file)
        yield from self._copies()
        for file in _inside(self._root / TRASH):
            if ID.fullmatch(file.stem) and file.suffix == ".json":
                yield self._trashed(file)
            elif file.name != INDEX:
                yield self._foreign(file)
        yield from self._journals()
        yield from self._templates()
        yield from (self._lock(note) for note in notes)
        # Last: what was mended is in the list then.
        yield from self._indexes()
        if aside := len(list(_inside(self._root / DAMAGED))):
            yield Seen(DAMAGED, State.FINE, f"以前损坏的{aside}个文件留在这里备查，没有动。")

    # -- what is in the library

    def _marker(self, fault: str) -> Seen:
        marker = self._root / MARKER
        if not fault:
            return self._told(marker, State.FINE, "文档库的标记完好。")
        now = _fault(marker)
        return self._told(marker, State.WRONG if now else State.MENDED, now or "文档库的标记已损坏，已重新写好。")

    def _report(self, file: Path) -> Seen:
        fault = ""
        try:
            payload = read_report(file)
            parsed(payload, self._library.templates)
            if payload.get("编号") != file.stem:
                fault = f"文件名和里面的编号“{one_line(str(payload.get('编号')))[:20]}”不一致。"
        except Missing:
            return self._told(file, State.NOTED, "刚刚被移走了，没有核对。")
        except Refused as error:
            fault = str(error)
        unsaved = any(map(os.path.lexists, (near_of(file), far_of(file))))
        if not fault and not (unsaved and self._mends):
            return self._told(file, State.FINE, "报告完好。")
        if not self._mends:
            return self._told(file, State.WRONG, fault)
        try:
            opened = open_report(self._library, file.stem, fall_back=True)
        except TooNew as error:
            return self._told(file, State.WRONG, str(error))
        except Refused as error:
            return self._told(file, *self._from_history(file, error))
        try:
            return self._told(file, *self._mended(opened, fault))
        finally:
            opened.file.close()

    def _mended(self, opened: OpenReport, fault: str) -> tuple[State, str]:
        file = opened.file
        if file.read_only:
            held = "正在另一处打开，只核对，没有修" if file.holder else "打不开来写，没有修"
            return (State.WRONG, f"{fault.rstrip('。')}；{held}。") if fault else (State.FINE, f"{held}。")
        if opened.unsaved:
            aside = file.notice or ""
            return State.NOTED, f"{aside}上次没有正常关闭，有没存完的字；下次打开这份报告时放回原处。"
        try:
            payload = file.load()
            if payload.get("编号") != file.id:
                file.save({**payload, "编号": file.id, "版次": opened.report.revision + 1})
                return State.MENDED, opened.notice or f"{fault.rstrip('。')}，已改成和文件名一致。"
        except Refused as error:
            return State.WRONG, str(error)
        return (State.MENDED, opened.notice) if opened.notice else (State.FINE, "报告完好。")

    def _from_history(self, file: Path, error: Refused) -> tuple[State, str]:
        """Put the latest sound snapshot in the place of a report that has no sound generation either."""
        if not _is_sound(file):
            for version in self._library.versions(file.stem):
                if version.why in (SAVED, OWN_TEXT) or not _is_sound(version.path):
                    continue
                try:
                    aside = replace_damaged(self._library, file.stem, read_file(version.path))
                except Refused as failed:
                    return State.WRONG, str(failed)
                kept = f"{version.when[:16].replace('T', ' ')}的留底（{version.why}）"
                return State.MENDED, f"报告已损坏，没有好的上一版，已换成{kept}，原文件留在“{aside}”。"
        return State.WRONG, str(error)

    def _copies(self) -> Iterator[Seen]:
        for file in _inside(self._root / PREVIOUS):
            match = _GENERATION.fullmatch(file.name)
            yield self._copy(file, match["id"], "以前保存的内容") if match else self._foreign(file)
        for folder in _folders(self._root / HISTORY):
            for file in _inside(folder):
                known = ID.fullmatch(folder.name) and file.suffix == ".json"
                yield self._copy(file, folder.name, "留底") if known else self._foreign(file)
        yield from (self._foreign(file) for file in _inside(self._root / HISTORY))

    def _copy(self, file: Path, report_id: str, what: str) -> Seen:
        try:
            Report.read(read_report(file))
        except Missing:
            return self._told(file, State.NOTED, "刚刚换成了新的，没有核对。")
        except Refused as error:
            if not _is_damage(error):
                return self._told(file, State.WRONG, str(error))
            return self._told(file, *self._aside(file, report_id, f"{what}已损坏"))
        return self._told(file, State.FINE, f"{what}完好。")

    def _aside(self, file: Path, report_id: str, what: str) -> tuple[State, str]:
        """Set a damaged file aside that nothing takes the place of."""
        if not self._mends:
            return State.WRONG, f"{what}，没有修。"
        with self._locked(report_id) as free:
            if not free:
                return State.WRONG, f"{what}；报告正在另一处打开，没有修。"
            aside = unused(self._root / DAMAGED / f"{file.stem}-{stamp()}{file.suffix}")
            try:
                move(file, aside)
            except NotSaved as error:
                return State.WRONG, f"{what}。{error}"
        return State.MENDED, f"{what}，已移到“{DAMAGED}/{aside.name}”。"

    def _trashed(self, file: Path) -> Seen:
        report = self._root / file.name
        try:
            Report.read(read_report(file))
        except Refused as error:
            mends = self._mends and _is_damage(error) and not os.path.lexists(report)
            good = latest_good(report, Report.read) if mends else None
            if good is None:
                return self._told(file, State.WRONG, str(error))
            aside = unused(self._root / DAMAGED / f"{file.stem}-{stamp()}.json")
            try:
                keep(file, aside)
                write_file(file, read_file(good))
            except Refused as failed:
                return self._told(file, State.WRONG, str(failed))
            told = f"已损坏，已换成上一次保存的内容，原文件留在“{DAMAGED}/{aside.name}”。"
            return self._told(file, State.MENDED, f"回收站里的报告{told}")
        if os.path.lexists(report):
            return self._told(
                file, State.WRONG, "文档库里有编号一样的报告，还原不了；请把其中一个文件移到别的文件夹。"
            )
        return self._told(file, State.FINE, "回收站里的报告完好。")

    def _journals(self) -> Iterator[Seen]:
        """Look at the journals that opening their report did not see to."""
        for file in _inside(self._root / JOURNALS):
            report = self._root / f"{file.stem}.json"
            if not ID.fullmatch(file.stem) or file.suffix != ".jsonl":
                yield self._foreign(file)
            elif not read_journals(report).damaged:
                there = os.path.lexists(report)
                state, rest = (State.FINE, "完好") if there else (State.NOTED, "的报告不在文档库里，原样留着")
                yield self._told(file, state, f"没存完的字的记录{rest}。")
            elif os.path.lexists(report):
                told = "没存完的字的记录有一部分读不出来；读得出的，下次打开报告时放回原处。"
                yield self._told(file, State.NOTED, told)
            else:
                yield self._told(file, *self._aside(file, file.stem, "没存完的字的记录有一部分读不出来"))

    def _templates(self) -> Iterator[Seen]:
        for file in _inside(self._library.templates):
            if file.suffix != ".toml":
                yield self._foreign(file)
                continue
            try:
                find_outline(file.stem, self._library.templates)
            except OutlineError as error:
                yield self._told(file, State.WRONG, str(error))
            else:
                yield self._told(file, State.FINE, "模板完好。")

    # -- what programs leave behind

    def _temporary(self, files: list[Path]) -> Iterator[Seen]:
        if self._mends:
            for folder in {file.parent for file in files}:
                sweep(folder)
        for file in files:
            if not os.path.lexists(file):
                yield self._told(file, State.MENDED, "是没写完就中断了的临时文件，已清掉。")
            else:
                yield self._told(file, State.NOTED, "是临时文件，可能有程序正在写，没有动。")

    def _lock(self, note: Path) -> Seen:
        if not self._mends:
            return self._told(note, State.NOTED, "说报告正打开着，没有核对。")
        with self._locked(note.stem) as free:
            pass
        if not free:
            return self._told(note, State.FINE, "报告正在另一处打开。")
        return self._told(note, State.MENDED, "是中断的程序留下的占用记号，已清掉。")

    def _indexes(self) -> Iterator[Seen]:
        indexes = (self._root / INDEX, self._root / TRASH / INDEX)
        before = {index: os.path.lexists(index) and _fault(index) for index in indexes}
        self._library.entries()
        self._library.trashed()
        for index, fault in before.items():
            now = _fault(index)
            if os.path.lexists(index) and now:
                remedy = "列表照常能用，只是慢一些；请把它移走" if self._mends else "列表照常能用，没有修"
                yield self._told(index, State.WRONG if self._mends else State.NOTED, f"索引读不出来，{remedy}。")
            elif os.path.lexists(index):
                told = "索引读不出来，已重建。" if fault else "索引完好。"
                yield self._told(index, State.MENDED if fault else State.FINE, told)

        record = self._root / BACKUP_RECORD
        if os.path.lexists(record):
            state, told = (State.NOTED, "读不出来，下次备份时重写") if _fault(record) else (State.FINE, "完好")
            yield self._told(record, state, f"上次备份的记录{told}。")

    def _foreign(self, file: Path) -> Seen:
        with contextlib.suppress(OSError):
            if file.is_file() and not file.stat().st_size:
                return self._told(file, State.NOTED, "是空文件，不是自评宝的，没有动。")
        with contextlib.suppress(Refused):
            report = Report.read(read_report(file))
            name = f"{self._library.new_id(report.cover.year)}.json"
            told = f"是一份报告，但文件名不是编号，列表里看不见；改名为“{name}”就看得见了。"
            return self._told(file, State.WRONG, told)
        return self._told(file, State.NOTED, "不是自评宝的文件，没有动。")

    # -- how

    def _restrict(self) -> None:
        # The library's own folder is the person's: colleagues may have been let in on purpose.
        for folder in (self._root / name for name in _FOLDERS):
            if folder.is_dir() and not folder.is_symlink() and restrict(folder):
                self._restricted.add(folder)
        copies = [*_folders(self._root / HISTORY)]
        self._restricted |= {folder for folder in copies if restrict(folder)}
        for folder in (self._root, *(self._root / name for name in _FOLDERS), *copies):
            ours = (file for file in _inside(folder) if folder != self._root or _is_ours(file))
            self._restricted |= {file for file in ours if restrict(file)}

    @contextlib.contextmanager
    def _locked(self, report_id: str) -> Iterator[bool]:
        lock = ReportLock(self._root, report_id)
        free = False
        with contextlib.suppress(OSError):
            free = lock.acquire()
        try:
            yield free
        finally:
            lock.release()

    def _told(self, file: Path, state: State, message: str) -> Seen:
        if file in self._restricted:
            rights = "别人原来也能读写，已改成只有自己能读写。"
            state, message = (State.MENDED, rights) if state == State.FINE else (state, message + rights)
        return Seen(shown(file.relative_to(self._root)), state, message)


def _is_ours(file: Path) -> bool:
    of_a_report = file.suffix == ".json" and ID.fullmatch(file.stem) is not None
    return of_a_report or file.name in (MARKER, INDEX, BACKUP_RECORD)


def _is_damage(error: Refused) -> bool:
    # What this program cannot read now, for want of rights or of a newer version, is not damaged.
    return isinstance(error, Damaged) or not isinstance(error, (Unreadable, TooNew))


def _is_sound(report: Path) -> bool:
    try:
        Report.read(read_report(report))
    except Refused:
        return False
    return True


def _fault(file: Path) -> str:
    try:
        parse(read_file(file), shown(file))
    except Unreadable as error:
        return str(error)
    return ""


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder by name, but for temporary ones; nothing where it cannot be listed."""
    found: list[Path] = []
    with contextlib.suppress(OSError):
        found = sorted(folder.iterdir())
    yield from (file for file in found if not is_temporary(file.name) and (file.is_symlink() or not file.is_dir()))


def _folders(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(inner for inner in folder.iterdir() if inner.is_dir() and not inner.is_symlink())


def _temporary(root: Path) -> list[Path]:
    folders = [root, root / TEMPLATES, *(root / name for name in _FOLDERS), *_folders(root / HISTORY)]
    found: list[Path] = []
    for folder in folders:
        with contextlib.suppress(OSError):
            found += sorted(file for file in folder.iterdir() if is_temporary(file.name))
    return found
