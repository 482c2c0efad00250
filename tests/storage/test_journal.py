"""What is typed between two saves is on the disk, and comes back after a kill."""

import errno
import hashlib
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import durable
from storage.errors import Refused
from storage.journal import Entry, Journal, LeftOver, Mark, far_of, near_of, read_journals
from storage.library import Library
from storage.report_file import read_report
from storage.report_shape import DAMAGED
from storage.reports import OpenReport, create_report, open_report


@pytest.fixture
def opened(library: Library) -> OpenReport:
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    return open_report(library, report_id)


def typed(opened: OpenReport, text: str) -> dict[str, Any]:
    section = opened.report.section("organisation")
    assert section.prose is not None
    section.prose.text += text
    opened.report.touch(section)
    return opened.report.payload()


def prose(opened: OpenReport) -> str:
    block = opened.report.section("organisation").prose
    assert block is not None
    return block.text


def killed(library: Library, opened: OpenReport) -> OpenReport:
    """Let go of a report as a kill does, which writes and removes nothing, and open it again."""
    opened.file._lock.release()
    return open_report(library, opened.file.id)


PLACE = {"章节": "organisation", "行": 0, "列": 3}


@pytest.mark.parametrize("far", [False, True])
def test_what_was_noted_and_not_saved_comes_back_with_the_caret(
    library: Library, opened: OpenReport, far: bool
) -> None:
    opened.file.save(typed(opened, "存了的"))
    before = opened.file.path.read_bytes()
    assert opened.file.note(typed(opened, "，还没"), {}, far=far)
    assert opened.file.note(typed(opened, "存的"), PLACE, far=far)
    again = killed(library, opened)
    assert prose(again) == "存了的，还没存的"
    assert again.unsaved
    assert again.place == PLACE
    assert "上次没有正常关闭" in again.notice
    assert again.file.path.read_bytes() == before
    twice = killed(library, again)
    assert prose(twice) == "存了的，还没存的"
    twice.file.save(twice.report.payload())
    twice.file.close()
    assert not any(map(os.path.lexists, (near_of(opened.file.path), far_of(opened.file.path))))
    last = open_report(library, opened.file.id)
    assert (prose(last), last.notice, last.unsaved) == ("存了的，还没存的", "", False)
    last.file.close()


def test_what_was_saved_after_it_was_noted_is_no_loss(library: Library, opened: OpenReport) -> None:
    opened.file.note(typed(opened, "甲"), {})
    opened.file.save(typed(opened, "乙"))
    again = killed(library, opened)
    assert (prose(again), again.notice, again.unsaved) == ("甲乙", "", False)
    again.file.close()
    assert not near_of(again.file.path).exists()


def test_a_save_whose_end_the_program_did_not_live_to_see_is_no_foreign_one(
    library: Library, opened: OpenReport
) -> None:
    payload = typed(opened, "甲")
    opened.file.note(payload, {})
    later = typed(opened, "乙")
    journal = Journal(opened.file.path, opened.file.load(), kept=True)
    journal.note(payload, {})
    journal.saving(later)
    opened.file.save(later)
    again = killed(library, opened)
    assert (prose(again), again.notice, library.versions(again.file.id)[0].why) == ("甲乙", "", "保存")
    again.file.close()


def test_a_journal_is_for_its_owner_alone_and_gone_when_all_is_saved(opened: OpenReport) -> None:
    opened.file.note(typed(opened, "甲"), {})
    path = near_of(opened.file.path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    opened.file.save(opened.report.payload())
    opened.file.close()
    assert not path.exists()


def test_a_long_journal_is_shortened_by_a_save(opened: OpenReport) -> None:
    path = near_of(opened.file.path)
    for _ in range(4):
        opened.file.note(typed(opened, "长" * 30_000), {})
    assert path.stat().st_size > 256 * 1024
    opened.file.save(opened.report.payload())
    assert path.stat().st_size < 1024
    opened.file.close()


@pytest.mark.parametrize("far", [False, True])
def test_a_journal_stays_short_while_no_save_succeeds(
    library: Library, opened: OpenReport, monkeypatch: pytest.MonkeyPatch, far: bool
) -> None:
    path = far_of(opened.file.path) if far else near_of(opened.file.path)
    sync = durable.sync_file

    def too_late(path: Path, *flags: int) -> None:
        if path == opened.file.path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(path, *flags)

    assert opened.file.note(typed(opened, "甲"), {}, far=far)
    with monkeypatch.context() as failing:
        failing.setattr(durable, "sync_file", too_late)
        with pytest.raises(Refused, match="磁盘读写出错"):
            opened.file.save(opened.report.payload())
    assert read_report(opened.file.path)["版次"] == opened.report.revision
    for _ in range(12):
        assert opened.file.note(typed(opened, "长" * 10_000), {}, far=far)
    assert path.stat().st_size < 1024 * 1024
    again = killed(library, opened)
    assert prose(again) == "甲" + "长" * 120_000
    assert again.unsaved
    again.file.close()


def test_what_was_given_up_does_not_come_back(library: Library, opened: OpenReport) -> None:
    opened.file.note(typed(opened, "不要了"), {})
    opened.file.give_up()
    opened.file.close()
    again = open_report(library, opened.file.id)
    assert (prose(again), again.notice) == ("", "")
    again.file.close()


class NoRoom(durable.Files):
    """A library's disk without room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT and Path(path).is_relative_to(self.folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return os.open(path, flags, mode)


def test_a_full_library_disk_is_noted_elsewhere_and_kept_when_it_is_closed(
    library: Library, opened: OpenReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(durable, "files", NoRoom(library.path))
        payload = typed(opened, "存不下的字")
        assert opened.file.note(payload, PLACE)
        with pytest.raises(Refused, match="磁盘已满"):
            opened.file.save(payload)
        opened.file.close()
    assert far_of(opened.file.path).exists()
    again = open_report(library, opened.file.id)
    assert prose(again) == "存不下的字"
    again.file.save(again.report.payload())
    again.file.close()
    assert not far_of(opened.file.path).exists()


def test_a_disk_that_hangs_holds_no_later_note_up(opened: OpenReport, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go, hanging = threading.Event(), threading.Event()

    class Hanging(durable.Files):
        @staticmethod
        def fsync(descriptor: int) -> None:
            if threading.current_thread() is first:
                hanging.set()
                let_go.wait(20)
            os.fsync(descriptor)

    payload = typed(opened, "甲")
    first = threading.Thread(target=opened.file.note, args=(payload, {}))
    monkeypatch.setattr(durable, "files", Hanging())
    first.start()
    assert hanging.wait(20)
    assert opened.file.note(payload, {})
    assert far_of(opened.file.path).exists()
    let_go.set()
    first.join()
    opened.file.close()


def test_words_another_save_has_overtaken_are_laid_beside(library: Library, opened: OpenReport) -> None:
    opened.file.note(typed(opened, "这台机器上打的"), {}, far=True)
    opened.file._lock.release()
    with library.open_report(opened.file.id) as elsewhere:
        elsewhere.save({**elsewhere.load(), "版次": 99, "修改时间": "2024-02-01T10:00:00+08:00"})
    theirs = opened.file.path.read_bytes()
    again = open_report(library, opened.file.id)
    assert "后来报告又在别处改过" in again.notice
    assert not again.unsaved
    assert opened.file.path.read_bytes() == theirs
    (version,) = [one for one in library.versions(opened.file.id) if one.why == "未存入"]
    assert "这台机器上打的" in version.path.read_text(encoding="utf-8")
    again.file.close()
    last = open_report(library, opened.file.id)
    assert last.notice == ""
    last.file.close()


def test_text_refused_because_somebody_else_changed_the_file_is_kept_beside(
    library: Library, opened: OpenReport
) -> None:
    path = opened.file.path
    theirs = path.read_bytes().replace("甲县科协".encode(), "别处改的".encode())
    path.write_bytes(theirs)
    for text in ("我的", "话"):
        with pytest.raises(Refused, match=r"没有覆盖它；内容仍在屏幕上，也存成了“历史/.*-未存入.json”"):
            opened.file.save(typed(opened, text))
    opened.file.close()
    assert path.read_bytes() == theirs
    (version,) = library.versions(opened.file.id)
    assert "我的话" in version.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\0" * 900, b"[]", b"\xff\n" * 9, b"\n0 {}", "\n乱".encode() * 50]
)
def test_a_journal_that_cannot_be_read_is_no_obstacle_and_is_set_aside(
    library: Library, opened: OpenReport, content: bytes
) -> None:
    opened.file.save(typed(opened, "存了的"))
    opened.file.close()
    path = near_of(opened.file.path)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content + b"\n")
    again = open_report(library, opened.file.id)
    assert prose(again) == "存了的"
    assert not again.file.read_only
    if content.strip():
        assert "读不出来" in again.notice
        (aside,) = (library.path / DAMAGED).iterdir()
        assert aside.read_bytes() == content + b"\n"
    assert not path.exists()
    again.file.close()


def test_a_line_whose_sections_have_no_proper_number_is_no_obstacle(library: Library, opened: OpenReport) -> None:
    opened.file.save(typed(opened, "存了的"))
    assert opened.file.note(typed(opened, "，还没存的"), {})
    path = near_of(opened.file.path)
    content = path.read_bytes().partition(b" ")[2].replace(b'"organisation"', b"[]")
    digest = hashlib.blake2b(content, digest_size=8).hexdigest().encode()
    path.write_bytes(b"\n" + digest + b" " + content + b"\n")
    again = killed(library, opened)
    assert prose(again) == "存了的"
    assert "读不出来" in again.notice
    again.file.close()


def test_a_folder_in_the_journals_place_is_no_obstacle(library: Library, opened: OpenReport) -> None:
    opened.file.close()
    near_of(opened.file.path).mkdir(parents=True)
    again = open_report(library, opened.file.id)
    assert "读不出来" in again.notice
    again.file.save(typed(again, "照样能存"))
    again.file.close()


def test_whole_lines_before_a_damaged_one_are_put_back(library: Library, opened: OpenReport) -> None:
    opened.file.note(typed(opened, "甲"), {})
    path = near_of(opened.file.path)
    with path.open("ab") as stream:
        stream.write(b"\nnonsense\n")
    again = killed(library, opened)
    assert prose(again) == "甲"
    assert "找回来了" in again.notice
    assert "读不出来" in again.notice
    again.file.close()


def test_a_line_cut_off_anywhere_is_left_out_without_a_word(library: Library, opened: OpenReport) -> None:
    opened.file.note(typed(opened, "甲"), {})
    path = near_of(opened.file.path)
    first = len(path.read_bytes())
    opened.file.note(typed(opened, "乙"), {})
    whole = path.read_bytes()
    opened.file.close()
    for length in range(first, len(whole), 37):
        path.write_bytes(whole[:length])
        left = read_journals(opened.file.path)
        assert (len(left.entries), left.damaged) == (1, False)
    path.write_bytes(whole[:-1])
    again = open_report(library, opened.file.id)
    assert prose(again) == "甲"
    again.file.close()


SECTIONS = st.dictionaries(st.sampled_from("甲乙丙丁"), st.text(max_size=3), min_size=1)


@given(SECTIONS, SECTIONS)
def test_a_line_brings_one_payload_to_the_other(before: dict[str, str], after: dict[str, str]) -> None:
    def payload(texts: dict[str, str], revision: int) -> dict[str, Any]:
        return {"版次": revision, "章节": [{"编号": key, "文字": text} for key, text in texts.items()]}

    old, new = payload(before, 1), payload({**before, **after}, 2)
    changed = [section for section in new["章节"] if section not in old["章节"]]
    entry = Entry(Mark.of(new), Mark.of(old), {"版次": 2}, changed, {})
    assert entry.applied(old) == new


def test_nothing_is_found_where_there_is_no_journal(tmp_path: Path) -> None:
    assert read_journals(tmp_path / "2023-aaaaaa.json") == LeftOver()


def test_a_window_that_only_reads_notes_nothing(library: Library, opened: OpenReport) -> None:
    opened.file.note(typed(opened, "甲"), {})
    there = near_of(opened.file.path).read_bytes()
    second = open_report(library, opened.file.id)
    assert second.file.read_only
    assert (second.unsaved, prose(second)) == (False, "")
    assert not second.file.note(second.report.payload(), {})
    second.file.close()
    assert near_of(opened.file.path).read_bytes() == there
    assert read_report(opened.file.path)["版次"] == 0
    opened.file.close()


def test_a_library_pulled_out_is_noted_elsewhere_and_nothing_is_put_in_its_place(
    library: Library, opened: OpenReport, tmp_path: Path
) -> None:
    path = opened.file.path
    library.path.rename(tmp_path / "拔出的U盘")
    library.path.mkdir()
    payload = typed(opened, "拔出以后打的")
    assert opened.file.note(payload, {})
    with pytest.raises(Refused, match="没有覆盖它；内容仍在屏幕上，请先另存"):
        opened.file.save(payload)
    opened.file.close()
    assert not list(library.path.iterdir())
    library.path.rmdir()
    (tmp_path / "拔出的U盘").rename(library.path)
    again = open_report(library, path.stem)
    assert prose(again) == "拔出以后打的"
    again.file.close()


def test_a_note_that_comes_after_the_end_leaves_nothing_behind(library: Library, opened: OpenReport) -> None:
    payload = typed(opened, "甲")
    opened.file.note(payload, {})
    journal = opened.file._journal
    assert journal is not None
    opened.file.save(typed(opened, "乙"))
    opened.file.close()
    assert not journal.note(payload, {})
    again = open_report(library, opened.file.id)
    assert (prose(again), again.notice) == ("甲乙", "")
    again.file.close()
