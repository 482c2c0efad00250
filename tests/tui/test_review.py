"""A reviewer at the program: reads what was sent, says what is to be done, and gives it back by file."""

from pathlib import Path

import pytest

from storage.report.event import Stage
from storage.report.funds import Use
from storage.report.remark import Remark, RemarkState, ReplyKind, Severity
from storage.review.habits import SHIPPED, habits, note_remark
from storage.review.handing import take_in
from storage.review.remarking import reply
from tests.tui.checks import placeholder, present_tense
from tests.tui.clerk import Clerk, desk
from tests.tui.rounds import SECTION, TEXT, Round
from tui.review.record_screen import RecordScreen
from tui.review.screen import ReviewScreen


@pytest.fixture
def round_(tmp_path: Path, checks) -> Round:
    checks(present_tense, placeholder)
    sent = Round(tmp_path)
    take_in(sent.reviewer, sent.send())
    return sent


async def opened(clerk: Clerk, section_id: str) -> None:
    await clerk.press("enter")
    await clerk.until(lambda: isinstance(clerk.app.screen, ReviewScreen), "the reviewer's screen")
    await clerk.settled()
    screen = clerk.app.screen
    assert isinstance(screen, ReviewScreen)
    await clerk.until(lambda: screen._checker.result is not None and not screen.workers._workers, "the checks")
    ids = ["", *(section.id for section in screen._report.sections)]
    await clerk.burst(*["f4"] * (ids.index(section_id) - ids.index(screen._section_id)))


def remarks(round_: Round) -> list[Remark]:
    return round_.at(round_.reviewer).review.remarks


async def test_a_reviewer_remarks_on_what_was_sent_and_gives_it_back(round_: Round, tmp_path: Path) -> None:
    async with desk(round_.reviewer.path, size=(80, 24)) as clerk:
        await opened(clerk, "")
        assert clerk.sees("第1轮送审（李四") and clerk.sees("签署：负责人 张三，填报人 李四")
        await clerk.press("f4", "f4")
        # As it is printed, with what the checks found and why it was sent all the same.
        assert clerk.sees("小组组长为[/x][red]张三。") and clerk.sees("参观109,522人次。")
        assert clerk.sees("占位的字母还没有换掉。 填报单位说明：已和科室核实")
        # On the section as a whole, signed for the first time.
        await clerk.press("f7", "f3")
        await clerk.press("enter")
        await clerk.until_told("批注还没有写内容")
        await clerk.type("写得太简略")
        await clerk.press("enter")
        await clerk.until_told("还没有署名")
        await clerk.type("王五")
        await clerk.press("enter")
        assert clerk.sees("[建议修改] 写得太简略 （王五，第1轮） 待答复")
        # On a few words of a paragraph, by a phrase, which is the first to be offered afterwards.
        await clerk.press("down", "down", "down", "shift+right")
        await clerk.burst(*["shift+right"] * 4, "enter", "down", "down", "enter", "enter")
        assert clerk.sees(f"[必须修改] “目前共开” {SHIPPED[0]}")
        assert habits().offered[0] == SHIPPED[0] and habits().name == "王五"
        # On a paragraph with a figure that was referred to.
        await clerk.press("up")
        await clerk.press("f7", *"改", "enter")
        # On what was found: one key, and it is said.
        while not clerk.sees("> ✗ 占位的字母"):
            await clerk.press("tab")
        await clerk.press("g")
        assert clerk.sees("> 到场XX。")
        while not clerk.sees("> ✗ 占位的字母"):
            await clerk.press("tab")
        await clerk.press("f7", "enter")
        assert clerk.sees("[必须修改] “XX” 占位的字母还没有换掉。")
        # On a field of the cover.
        await clerk.press("f3", "down", "right", "f7", "f4", *"全称吗", "enter")
        assert clerk.sees("[疑问] 内容：全称吗 （王五，第1轮）")
        assert not clerk.sees("通过 退回")
        await clerk.until(lambda: len(remarks(round_)) == 5, "five remarks in the file")
        whole, words, paragraph, found, cell = remarks(round_)
        assert (whole.anchor.section, whole.anchor.kind, whole.severity) == (SECTION, None, Severity.SHOULD)
        assert (words.anchor.words, words.anchor.start) == ("目前共开", TEXT.index("目前"))
        assert paragraph.anchor.words == TEXT.split("\n")[0]
        assert (found.anchor.words, found.severity) == ("XX", Severity.MUST)
        assert (cell.anchor.kind, cell.anchor.field) == ("cover", ("unit",))
        # What was said by mistake is closed, not deleted.
        await clerk.press("down", "x")
        assert clerk.sees("已销号") and clerk.sees("销号 （王五")
        # The verdict: 通过 waits for every 必须修改.
        await clerk.press("f9")
        assert clerk.is_told("共有批注 5 条：必须修改 3 条未销号，建议修改 1 条未销号。")
        await clerk.burst(*"请改正", "tab", "tab", "right", "enter")
        await clerk.until_told("还有3条“必须修改”的批注没有销号，不能通过")
        await clerk.burst("tab", "tab", "enter")
        await clerk.until_told("就用这个文件夹")
        (tmp_path / "满").write_text("")
        await write_to(clerk, tmp_path / "满")
        await clerk.until_told("满”：那里已经有同名的文件")
        await write_to(clerk, round_.stick)
        await clerk.until_told("第1轮退回.审核.json")
        await clerk.press("enter")
        assert clerk.sees("第1轮已经有了审核意见（已退回）") and clerk.sees("F9 写审核文件")
        await clerk.press("f7", "enter")
        assert isinstance(clerk.app.screen, ReviewScreen)
        await clerk.press("ctrl+e")
        assert isinstance(clerk.app.screen, RecordScreen)
        assert clerk.sees("第1轮退回（王五") and clerk.sees("请改正")
        await clerk.press("escape", "escape")
        await clerk.until_sees("已退回 1轮")
    told = take_in(round_.office, next(round_.stick.glob("*退回*")))
    assert told.sentence == "已导入第1轮退回：5条新批注、1条新的往来。"


async def write_to(clerk: Clerk, folder: Path) -> None:
    await clerk.press("end", "ctrl+u")
    await clerk.paste(str(folder))
    await clerk.press("enter")


async def test_the_next_round_shows_what_was_changed_and_what_was_answered(round_: Round) -> None:
    note_remark("王五", "")
    async with desk(round_.reviewer.path) as clerk:
        await opened(clerk, SECTION)
        await clerk.burst("down", "down", "f7", *"场次不对", "enter")
        await clerk.burst("f9", *"请改", "tab", "tab", "enter")
        await clerk.until_told("就用这个文件夹")
        await write_to(clerk, round_.stick)
        await clerk.until_told("退回.审核.json")
    take_in(round_.office, next(round_.stick.glob("*退回*")))

    def mend(report, _) -> None:
        report.section(SECTION).prose.text = TEXT.replace("52场次", "47场次")
        report.section("purpose").funds.uses.append(Use(category="展品购置", amount="1000"))
        reply(report, report.review.remarks[0].id, ReplyKind.MENDED, "已核对台账", "李四")

    round_.edit(round_.office, mend)
    path = round_.send()
    async with desk(round_.reviewer.path, size=(120, 30)) as clerk:
        await clerk.press("ctrl+o")
        await clerk.paste(str(path))
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, ReviewScreen), "the reviewer's screen")
        await clerk.press("escape")
        await clerk.until_sees("待审核 2轮")
        await opened(clerk, SECTION)
        await clerk.until_sees("共开展[-52场次-][+47场次+]，参观109,522人次")
        assert clerk.sees("（一）组织管理 ✗1 ?1 批1/1 改1")
        assert clerk.sees("待答复") is False and clerk.sees("> 已修改：已核对台账 （李四")
        await clerk.press("f8")
        assert clerk.sees("第 1 处，共 2 处") and clerk.sees("增加一行 [+用途 展品购置；金额 1,000.00+]")
        await clerk.press("f4", "escape")
        assert clerk.sees("[+展品购置+]") or clerk.sees("[+展品购")
        await clerk.burst("f3", "f3", "f3")
        while not clerk.sees("> [必须修改]"):
            await clerk.press("tab")
        await clerk.press("x")
        assert clerk.sees("已销号")
        await clerk.press("r")
        await clerk.until_told("场次不对")
        await clerk.press("enter")
        await clerk.until_told("还没有写理由")
        await clerk.burst(*"还差附件", "enter")
        assert clerk.sees("> 重新打开：还差附件 （王五")
        await clerk.burst("x", "f9", *"同意", "tab", "tab", "right", "enter")
        await clerk.until_told("就用这个文件夹")
        await clerk.press("escape", "escape")
        await clerk.until_sees("已通过 2轮")
    remark = round_.at(round_.reviewer).review.remarks[0]
    assert remark.state is RemarkState.CLOSED and len(remark.thread) == 4
    assert round_.at(round_.reviewer).status is Stage.ACCEPTED


async def test_a_second_window_may_look_and_say_nothing(round_: Round) -> None:
    async with desk(round_.reviewer.path) as clerk:
        with round_.reviewer.open_report(round_.report_id):
            await opened(clerk, SECTION)
            assert clerk.sees("正在审核这份报告")
            await clerk.press("f7", "x", "f9", "enter")
            assert isinstance(clerk.app.screen, ReviewScreen)
            assert not clerk.sees("F7 批注") and clerk.sees("占位的字母还没有换掉。")
