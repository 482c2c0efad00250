"""The office's side of the review: looked through, sent, recalled, answered when it comes back, sent again."""

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input, TextArea

from storage.library import Library
from storage.report.event import Act, Signature, Stage
from storage.report.remark import Anchor, RemarkState, ReplyKind, Severity
from storage.report.report import Report
from storage.report.review import Conflict, Version
from storage.report.spot import Spot
from storage.report_file import read_report
from storage.reports import create_report, open_report
from storage.review.acting import give_back
from storage.review.acting import send as sent
from storage.review.content import section_digest, section_payload
from storage.review.handing import hand_over, take_in
from storage.review.placing import anchor_at
from storage.review.remarking import make_remark
from tests.storage.office import office_text
from tests.tui.checks import placeholder, present_tense
from tests.tui.clerk import Clerk, desk, left_at
from tui.conflict.screen import ConflictScreen
from tui.dialogs import Dialog
from tui.entry.screen import EntryScreen
from tui.handover.screen import HandoverScreen
from tui.remarks.screen import RemarksScreen


def put_outline(library: Library) -> Library:
    """Give a library an outline of two sections: the county's takes long to show."""
    outline = office_text({"organisation": ["prose"], "coverage": ["prose", "facts"]}, coverage=["个数/个"])
    library.templates.mkdir(exist_ok=True)
    (library.templates / "office.toml").write_text(outline, encoding="utf-8")
    return library


@pytest.fixture
def report_id(library: Library) -> str:
    put_outline(library)
    report_id = create_report(library, outline_id="office", unit="甲县科协", year="2023", project="免费开放")
    opened = open_report(library, report_id)
    opened.report.cover.head, opened.report.cover.preparer = "张三", "李四"
    opened.report.section("organisation").prose.text = "成立了小组。\n目前一切正常。"
    opened.report.section("coverage").prose.text = "XX待补。"
    opened.file.save(opened.report.payload())
    opened.file.close()
    left_at(library, report_id, "organisation")
    return report_id


def read(library: Library, report_id: str) -> Report:
    return Report.read(read_report(library.path_of(report_id)))


async def on(clerk: Clerk, screen: type) -> None:
    await clerk.until(lambda: isinstance(clerk.app.screen, screen), screen.__name__)
    await clerk.settled() if screen is EntryScreen else await clerk._answered()


async def told(clerk: Clerk, words: str) -> None:
    """Wait for a dialog that says `words`; it comes once a file is written."""
    await clerk.until(lambda: isinstance(clerk.app.screen, Dialog) and clerk.app.screen.query(VerticalScroll))
    await clerk.until_told(words)


async def send(clerk: Clerk, folder: Path) -> None:
    """Sign as proposed and write the file into a folder."""
    await clerk.press("s")
    assert clerk.is_told("签署以后报告不能再改")
    await clerk.press("enter")
    await clerk.until(lambda: isinstance(clerk.app.focused, Input), "the folder asked for")
    await clerk.press("ctrl+u")
    await clerk.burst(str(folder), "enter")


def reviewed(library: Library, folder: Path, act: Act, *, text: str = "请改。") -> Path:
    """Take in the latest file in a folder as the reviewer does, remark on it and give it back."""
    sent = max(folder.glob("*送审*.json"))
    taken = take_in(library, sent)
    opened = open_report(library, taken.report_id)
    report = opened.report
    if act is Act.RETURN:
        spot = Spot("organisation", "prose", ("text",), 0, 5)
        make_remark(report, anchor_at(report, spot), Severity.MUST, "请写明几个人", "王五")
        make_remark(report, Anchor(section="coverage"), Severity.QUESTION, "[/x]覆盖率呢", "王五")
    give_back(report, act, text, "王五")
    opened.file.save(report.payload())
    path = hand_over(library, report, folder)
    opened.file.close()
    return path


async def test_a_report_is_looked_through_sent_and_recalled(
    library: Library, report_id: str, checks, tmp_path: Path
) -> None:
    checks(placeholder, present_tense)
    stick = tmp_path / "U盘"
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.press("f10")
        await on(clerk, HandoverScreen)
        assert clerk.sees("还不能送审，先处理最前面列出的1处：Enter 到那里去。")
        # The error comes first, and stops.
        assert clerk.sees("✗ 占位")
        await clerk.press("s")
        assert isinstance(clerk.app.screen, HandoverScreen)
        # Its place is gone to, and Esc comes back to it.
        await clerk.press("enter")
        await on(clerk, EntryScreen)
        assert clerk.section() == "coverage"
        assert isinstance(clerk.app.focused, TextArea)
        assert clerk.app.focused.selected_text == "XX"
        assert clerk.sees("Esc 回到送审")
        await clerk.press("escape")
        await on(clerk, HandoverScreen)
        # It goes out all the same with a reason, which is not asked for twice.
        await clerk.press("a", "enter")
        assert clerk.is_told("还没有写理由")
        await clerk.burst("年底才有数", "enter")
        await on(clerk, HandoverScreen)
        # Also when the report was closed in between.
        await clerk.press("escape", "escape")
        await clerk.open()
        await clerk.press("f10")
        await on(clerk, HandoverScreen)
        assert clerk.sees("照样送审：年底才有数")
        assert clerk.sees("还有1处疑问没有答复，会一起交上去；看过以后按 Ctrl+S 送审。")
        # From the paragraph of a question to its words and back to it.
        await clerk.press("tab", "enter")
        await on(clerk, EntryScreen)
        assert clerk.section() == "organisation"
        await clerk.press("escape")
        await on(clerk, HandoverScreen)
        # Nothing is sent while the library is away.
        library.path.rename(tmp_path / "拔出")
        await send(clerk, stick)
        await clerk.until_sees("已不在原处")
        (tmp_path / "拔出").rename(library.path)
        assert read(library, report_id).status is clerk.entry._report.status is Stage.DRAFT
        stick.write_text("")
        await send(clerk, stick)
        await told(clerk, "报告已经送审，但是文件没有写出")
        stick.unlink()
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.focused, Input), "the folder asked for")
        await clerk.press("ctrl+u")
        await clerk.burst(str(stick), "enter")
        await told(clerk, "甲县科协-2023-免费开放-第1轮送审.审核.json 请把这个文件交给审核单位")
        (written,) = stick.glob("*.json")
        await clerk.press("enter")
        await on(clerk, EntryScreen)
        assert clerk.sees("已送审 · ")
        assert clerk.sees("第1轮已送审，退回或通过之前不能改；要改请先撤回。")
        await clerk.burst("改", "ctrl+t")
        event = read(library, report_id).review.events[-1]
        assert event.signature.responsible == "张三"
        assert [found.reason for found in event.found] == ["年底才有数", ""]
        assert clerk.entry._report.section("organisation").prose.text == "成立了小组。\n目前一切正常。"
        # Taken back with a reason, and written in again where the caret was.
        await clerk.press("f10")
        await on(clerk, HandoverScreen)
        await clerk.burst("r", "数错了", "enter")
        await on(clerk, EntryScreen)
        await clerk.press("ctrl+end")
        await clerk.burst("改")
        await clerk.until_saved("目前一切正常。改")
        assert read(library, report_id).status is Stage.DRAFT
    # The reason holds on for the next round; nobody has to think of it again.
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.press("f10")
        await on(clerk, HandoverScreen)
        assert clerk.sees("照样送审：年底才有数") and clerk.sees("看过以后按 Ctrl+S 送审")
    assert written.exists()


async def test_remarks_come_back_and_are_answered_one_by_one(
    library: Library, report_id: str, checks, tmp_path: Path
) -> None:
    checks()
    folder, reviewer = tmp_path / "U盘", put_outline(Library.open(tmp_path / "审核", create=True))
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.press("f10")
        await on(clerk, HandoverScreen)
        await send(clerk, folder)
        await told(clerk, "请把这个文件交给审核单位")
        await clerk.press("enter", "escape")
        returned = reviewed(reviewer, folder, Act.RETURN)
        # A file that is none is refused where it is asked for.
        await clerk.burst("ctrl+o", str(library.path_of(report_id)), "enter")
        await told(clerk, "不是审核文件")
        await clerk.press("ctrl+u")
        await clerk.burst(str(returned), "enter")
        await on(clerk, EntryScreen)
        assert clerk.sees("已导入第1轮退回：2条新批注。")
        assert clerk.sees("第1轮已退回：有2条批注待答复，请按 F7。")
        assert clerk.sees("必须修改 “成立了小组”：请写明几个人")
        assert list(clerk.entry._page._forms["prose"].text_area.marks_of("这里成立了小组。")) == [
            (2, 7, "prose--remarked")
        ]
        await clerk.press("escape")
        assert clerk.sees("已退回 批2 2/2")
        await clerk.open()
        # Where they wait the report cannot be sent.
        await clerk.press("f6", "f10")
        await on(clerk, HandoverScreen)
        assert clerk.sees("还有2条批注没有答复，不能送审")
        await clerk.press("s", "f7")
        await on(clerk, RemarksScreen)
        assert clerk.sees("第1轮退回的意见（王五）：请改。")
        await clerk.press("enter")
        await on(clerk, EntryScreen)
        assert clerk.app.focused.selected_text == "成立了小组"
        await clerk.burst("成立了5人小组", "escape")
        await on(clerk, RemarksScreen)
        assert clerk.sees("“成立了小组”（已经改过）：请写明几个人")
        await clerk.burst("m", "补了人数", "enter")
        await on(clerk, RemarksScreen)
        assert clerk.sees("待答复 1 已答复 1")
        assert clerk.sees("[/x]覆盖率呢")
        await clerk.press("e", "enter")
        assert clerk.is_told("还没有写说明")
        await clerk.burst("第三部分有", "enter")
        await on(clerk, RemarksScreen)
        assert clerk.sees("说明：第三部分有（第1轮，李四")
        await clerk.press("f10")
        await on(clerk, HandoverScreen)
        assert clerk.sees("第2轮送审")
        await send(clerk, folder)
        await told(clerk, "第2轮送审.审核.json")
        await clerk.press("enter", "escape")
        # A file that is older than what is here changes nothing.
        clerk.app.clear_notifications()
        await clerk.burst("ctrl+o", str(returned), "enter")
        await told(clerk, "旧文件")
        await clerk.press("escape")
    first, second = read(library, report_id).review.remarks
    assert {first.state, second.state} == {RemarkState.ANSWERED}
    assert {reply.kind for remark in (first, second) for reply in remark.thread} == {
        ReplyKind.MENDED,
        ReplyKind.EXPLAINED,
    }


async def test_the_first_key_that_would_change_an_accepted_report_asks_why(
    library: Library, report_id: str, checks, tmp_path: Path
) -> None:
    checks()
    opened = open_report(library, report_id)
    sent(opened.report, opened.outline, Signature(responsible="张三", preparer="李四"), {})
    opened.file.save(opened.report.payload())
    hand_over(library, opened.report, tmp_path)
    opened.file.close()
    accepted = reviewed(
        put_outline(Library.open(tmp_path / "审核", create=True)), tmp_path, Act.ACCEPT, text="同意。"
    )
    take_in(library, accepted)
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        assert clerk.sees("报告已通过审核，不能直接改；要改请先写明改动的理由。")
        await clerk.press("ctrl+home")
        await clerk.burst("不改", "escape")
        await on(clerk, EntryScreen)
        assert read(library, report_id).status is Stage.ACCEPTED
        # Typed ahead, all of it goes where the caret was, and nothing of it into the reason.
        await clerk.burst("又", "改", "了")
        assert clerk.is_told("刚打的“又改了”先留着")
        await clerk.burst("enter", "漏了一条", "enter")
        await on(clerk, EntryScreen)
        await clerk.until_saved("又改了成立了小组")
        assert clerk.sees("草稿 · ")
        report = read(library, report_id)
        assert (report.status, report.review.events[-1].text) == (Stage.DRAFT, "漏了一条")


async def test_a_section_that_both_sides_changed_is_picked_or_joined(
    library: Library, report_id: str, checks, tmp_path: Path
) -> None:
    checks()
    other = open_report(library, report_id).report
    opened = open_report(library, report_id)
    report = opened.report
    sent(report, opened.outline, Signature(responsible="张三", preparer="李四"), {})
    for section_id, text in (("organisation", "成立了小组。\n由王主任牵头。"), ("coverage", "覆盖3个乡。")):
        section = other.section(section_id)
        section.prose.text = text
        versions = tuple(
            Version(digest=section_digest(one), content=section_payload(one))
            for one in (report.section(section_id), section)
        )
        report.review.conflicts.append(Conflict(section=section_id, versions=versions))
    give = report.review.events[-1].model_copy(update={"id": "aa", "act": Act.RETURN, "text": "请改"})
    report.review.record(give)
    opened.file.save(report.payload())
    opened.file.close()
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        assert clerk.sees("有2节两边都改过，要逐节选定一份，请按 F7。")
        await clerk.press("f7")
        await on(clerk, RemarksScreen)
        await clerk.press("enter")
        await on(clerk, ConflictScreen)
        assert clerk.sees("由王主任牵头")
        assert clerk.sees("目前一切正常")
        await clerk.press("escape")
        await on(clerk, RemarksScreen)
        await clerk.press("enter", "3")
        await on(clerk, EntryScreen)
        await clerk.until_saved("成立了小组。\n目前一切正常。\n由王主任牵头。")
        await clerk.press("escape")
        await on(clerk, RemarksScreen)
        await clerk.press("enter")
        await on(clerk, ConflictScreen)
        await clerk.press("2")
        await on(clerk, EntryScreen)
        await clerk.until(lambda: not read(library, report_id).review.conflicts, "both decided")
        assert read(library, report_id).section("coverage").prose.text == "覆盖3个乡。"
        assert len(read(library, report_id).review.choices) == 2
        await clerk.press("ctrl+z")
        await clerk.until(lambda: read(library, report_id).section("coverage").prose.text == "XX待补。", "undo")
