"""What a report was before: listed, compared, brought back."""

import pytest

from storage.comparing import compare_reports
from storage.demo import demo_payload
from storage.generations import previous_of
from storage.library import Library
from storage.report.funds import Use
from storage.report.prose import Prose
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import create_report, open_report
from tests.tui.clerk import Clerk, desk, left_at
from tests.tui.test_hostile_text import HOSTILE
from tui.library.screen import LibraryScreen
from tui.versions.screen import VersionsScreen

WIDE, SMALL = (120, 34), (80, 24)


@pytest.fixture
def report_id(library: Library) -> str:
    """A report with three generations: the first words, a funds table of two rows, and a person on the cover."""
    report_id = create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")
    left_at(library, report_id, "organisation")
    opened = open_report(library, report_id)
    report = opened.report
    organisation, purpose = report.section("organisation"), report.section("purpose")
    assert report.funds is not None

    def save() -> None:
        opened.file.save(report.payload())

    organisation.prose = Prose(text="全年共举办47场次活动，接待了学生和群众。")
    report.cover.preparer = "王会计"
    report.touch(organisation)
    save()
    report.funds.uses = [Use(category="电费", amount="1000"), Use(category="水费", amount="200")]
    report.touch(purpose)
    save()
    organisation.prose = Prose(text="全年共举办42场次活动，接待了学生和群众。")
    report.funds.uses.pop()
    organisation.done = True
    report.touch(organisation)
    save()
    opened.file.close()
    return report_id


def prose(report: Report, section_id: str = "organisation") -> str:
    block = report.section(section_id).prose
    assert block is not None
    return block.text


async def to_versions(clerk: Clerk) -> None:
    await clerk.press("f12")
    await clerk.until(lambda: isinstance(clerk.app.screen, VersionsScreen), "the history")
    await clerk.settled()


async def to_the_first_words(clerk: Clerk) -> None:
    """Go to the latest version that has the first words."""
    for _ in range(5):
        await clerk.until(lambda: clerk.app.screen._comparison is not None, "a comparison")
        if clerk.sees("[-47场次-][+42场次+]"):
            return
        await clerk.press("down")
    raise AssertionError(clerk.text)


def saved(library: Library, report_id: str) -> Report:
    return Report.read(read_report(library.path_of(report_id)))


async def test_a_section_is_brought_back_while_the_rest_stays_as_it_is_typed(
    library: Library, report_id: str
) -> None:
    async with desk(library.path, size=WIDE) as clerk:
        await clerk.open()
        assert clerk.sees("F12 历史")
        await clerk.go("process")
        await clerk.type("还没存的字")
        await to_versions(clerk)
        # What was typed is saved before anything is listed.
        assert prose(saved(library, report_id), "process") == "还没存的字"
        assert clerk.sees("当天改动之前")
        assert clerk.sees("自动保存")
        assert clerk.sees("王会计")
        await to_the_first_words(clerk)
        assert clerk.sees("支出用途·水费：删去一行 [-用途 水费；金额 200.00-]")
        assert clerk.sees("完成：[-没有打勾-][+已打勾+]")
        assert clerk.sees("没有变化：")
        await clerk.press("enter", "f4", "f4", "f3")
        assert clerk.sees("第 2 处，共 4 处")
        await clerk.press("ctrl+r")
        await clerk.until_told("把“一（一）组织管理”这一节换成")
        await clerk.press("escape")
        assert prose(clerk.entry._report) == "全年共举办42场次活动，接待了学生和群众。"
        await clerk.press("ctrl+r", "enter")
        await clerk.until_sees("换回之前的在最上面")
        assert clerk.sees("换回之前")
        await clerk.until_sees("[-42场次-][+47场次+]")
        for report in (clerk.entry._report, saved(library, report_id)):
            assert prose(report) == "全年共举办47场次活动，接待了学生和群众。"
            assert prose(report, "process") == "还没存的字"
            assert not report.section("organisation").done
            assert [use.category for use in report.funds.uses] == ["电费"]
        # Nothing is left that would have to be saved once more.
        assert clerk.entry._report.payload() == clerk.saved()
        top = library.versions(report_id)[0]
        assert top.why == "换回前"
        assert prose(Report.read(read_report(top.path))) == "全年共举办42场次活动，接待了学生和群众。"
        await clerk.press("escape")
        await clerk.until(lambda: clerk.app.screen is clerk.entry)
        assert clerk.section() == "organisation"
        assert clerk.sees("全年共举办47场次活动，接待了学生和群众。")
        # It goes on from there: typing is saved, and undo takes back first that and then what was brought back.
        await clerk.type("又")
        await clerk.until_saved("又")
        await clerk.press("ctrl+z")
        assert prose(clerk.entry._report) == "全年共举办47场次活动，接待了学生和群众。"
        await clerk.press("ctrl+z")
        assert prose(clerk.entry._report) == "全年共举办42场次活动，接待了学生和群众。"
        await clerk.until_saved("42场次")
        await clerk.go("process")
        assert clerk.sees("还没存的字")
        await clerk.press("ctrl+z")
        assert prose(clerk.entry._report, "process") == ""
        # The whole of it as well, which takes the words of the section shown along.
        await to_versions(clerk)
        await clerk.press("end")
        await clerk.until(lambda: clerk.app.screen._comparison is not None)
        oldest = Report.read(read_report(library.versions(report_id)[-1].path))
        await clerk.press("ctrl+b", "enter")
        await clerk.until_sees("已把整份报告换成")
        assert clerk.entry._report.payload() == clerk.saved()
        assert compare_reports(clerk.entry._report, oldest).count == 0
        await clerk.press("f12")
        assert clerk.section() == "process"


async def test_the_whole_report_is_brought_back_and_that_is_taken_back(library: Library, report_id: str) -> None:
    async with desk(library.path, size=SMALL) as clerk:
        await to_versions(clerk)
        assert not clerk.sees("[-")
        await clerk.press("down", "enter")
        await clerk.until_sees("[-47场次-][+42场次+]")
        assert not clerk.sees("以前的版本")
        await clerk.press("ctrl+b")
        await clerk.until_told("把整份报告换成")
        await clerk.press("enter")
        await clerk.until_sees("已把整份报告换成")
        back = saved(library, report_id)
        assert prose(back) == "全年共举办47场次活动，接待了学生和群众。"
        assert back.funds is not None
        await clerk.until_sees("换回之前")
        await clerk.press("ctrl+b", "enter")
        await clerk.until(lambda: prose(saved(library, report_id)) == "全年共举办42场次活动，接待了学生和群众。")
        await clerk.press("f12")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))


async def test_any_two_versions_are_compared(library: Library, report_id: str) -> None:
    async with desk(library.path, size=WIDE) as clerk:
        await to_versions(clerk)
        versions = library.versions(report_id)
        texts = [prose(Report.read(read_report(version.path))) for version in versions]
        assert texts[0] == "全年共举办47场次活动，接待了学生和群众。"
        assert texts[-1] == "" and clerk.sees("刚建好，还没有改动") and not clerk.sees("第 0 次")
        await clerk.press("space", "end")
        await clerk.until_sees("正文：[+全年共举办47场次活动，接待了学生和群众。+]")
        assert not clerk.sees("→ 现在")
        await clerk.press("space", "home")
        await clerk.until_sees("正文：[+全年共举办47场次活动，接待了学生和群众。+]")
        await clerk.press("space", "space")
        await clerk.until_sees("→ 现在")


async def test_versions_that_cannot_be_read_and_reports_without_any_are_said_to_be_so(
    library: Library, report_id: str
) -> None:
    previous_of(library.path_of(report_id))[0].write_bytes(b"{")
    other = create_report(library, outline_id="county", unit="乙", year="2024", project="新的")
    assert library.versions(other) == []
    async with desk(library.path, size=SMALL) as clerk:
        clerk.library_screen._list.go_to(other)
        await to_versions(clerk)
        assert clerk.sees("这份报告还没有以前的版本")
        await clerk.press("escape")
        clerk.library_screen._list.go_to(report_id)
        await to_versions(clerk)
        assert clerk.sees("内容不完整")
        for _ in range(5):
            if clerk.app.screen._list.current.problem is None:
                await clerk.press("down")
        await clerk.until(lambda: clerk.app.screen._comparison is None)
        keys = {active.binding.action for active in clerk.app.screen.active_bindings.values() if active.enabled}
        assert keys.isdisjoint({"bring_back", "bring_back_section", "select", "mark"})


async def test_who_may_only_read_sees_why_and_changes_nothing(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.path_of(report_id).read_bytes()
    with library.open_report(report_id):
        async with desk(library.path, size=WIDE) as clerk:
            # The library does not know yet that somebody else is writing.
            await to_versions(clerk)
            await clerk.press("down")
            await clerk.until_sees("[-47场次-]")
            await clerk.press("ctrl+b", "enter")
            await clerk.until_sees("正在另一个窗口里填，没有换回")
            await clerk.press("f12")
            await clerk.open()
            await to_versions(clerk)
            assert clerk.sees("正在填这份报告；在那边关闭后")
            await clerk.press("down")
            await clerk.until_sees("[-47场次-]")
            await clerk.press("ctrl+b", "ctrl+r")
            assert isinstance(clerk.app.screen, VersionsScreen)
    monkeypatch.setattr("storage.library.is_writable", lambda path: False)
    async with desk(library.path, size=WIDE) as clerk:
        await to_versions(clerk)
        assert clerk.sees("可以看、可以比较，不能换回")
        assert not clerk.sees("^B")
    assert library.path_of(report_id).read_bytes() == before


async def test_a_long_difference_scrolls_and_hostile_words_are_read_literally(library: Library) -> None:
    report_id = library.create(demo_payload())
    opened = open_report(library, report_id)
    section = opened.report.section("benefits")
    paragraphs = [f"第{number}段，{'说明情况' * 20}。" for number in range(40)]
    others = [f"第{number}条，{'说明情况' * 20}。" for number in range(40)]
    for text in ("\n".join(paragraphs), "\n".join([HOSTILE, *others])):
        section.prose = Prose(text=text)
        opened.report.touch(section)
        opened.file.save(opened.report.payload())
    opened.file.close()
    async with desk(library.path, size=SMALL) as clerk:
        await to_versions(clerk)
        await clerk.press("enter")
        await clerk.until_sees(HOSTILE)
        assert not clerk.sees("第[-30段-]")
        await clerk.burst(*["f4"] * 30)
        assert clerk.sees("第 31 处，共 40 处")
        await clerk.until_sees("> 第[-30段-][+30条+]")
        await clerk.press("home")
        await clerk.until_sees(HOSTILE)
        # Scrolled away from the current one, it goes on from what is in sight.
        await clerk.press("f4")
        assert clerk.sees("第 1 处，共 40 处")
        await clerk.press("end")
        await clerk.until_sees("没有变化")
        assert clerk.sees("第[-39段-][+39条+]")
