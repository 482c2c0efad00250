"""A file becomes a report: looked at, put right, its figures offered, whose it is asked, written once."""

from pathlib import Path

import pytest

from exports.reading.draft import UNSORTED
from storage.library import Library
from storage.recent_folders import remember_folder
from storage.report.report import Report
from tests.tui.clerk import Clerk, desk
from tui.entry.screen import EntryScreen
from tui.importing.offers import OffersScreen
from tui.importing.screen import ImportScreen
from tui.new_report import NewReport
from tui.pick import Pick

ACCOUNT = (
    "本年共支出补助资金100万元。其中：支出上年结转资金30万元，支出本年财政拨款70万元，"
    "支出劳务费60万元（其中支付工资50.5万元、缴纳社保9.5万元），支出水电费15万元、布展费25万元。"
)
LONG = "办公室牵头逐项核对账目，" * 30 + "到此为止。"
TEXT = f"""某县文化馆
2023年项目支出绩效自评报告
（免费开放补助资金项目）
一、自评工作开展情况
（一）组织管理
{LONG}
二、宣传报道
登报两次，[/x]【上】\x07\x07电视一次。
三、项目概况和资金使用情况
（一）项目性质、用途和范围
{ACCOUNT}
指标\t目标\t完成
开放天数\t300\t301
（三）效益目标
全年免费开放301天，参观人次5万余人次。
四、其他需要说明的问题
无。
某县文化馆
2024年3月1日
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "去年.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "短.txt").write_text("今年的情况总的很好。\n", encoding="utf-8")
    remember_folder(tmp_path)
    return tmp_path


async def previewed(clerk: Clerk, name: str) -> ImportScreen:
    """Choose a file and the outline proposed."""
    await clerk.press("ctrl+o")
    await clerk.until_sees(f"{name}.txt")
    await clerk.type(name)
    await clerk.press("enter")
    await clerk.until(lambda: isinstance(clerk.app.screen, Pick), "the outlines")
    await clerk.press("enter")
    await clerk.until(lambda: isinstance(clerk.app.screen, ImportScreen), "the preview")
    await clerk.settled()
    screen = clerk.app.screen
    assert isinstance(screen, ImportScreen)
    return screen


async def picked(clerk: Clerk, key: str, letters: str) -> None:
    """Pick a section by typing."""
    await clerk.press(key)
    await clerk.until(lambda: isinstance(clerk.app.screen, Pick), "the sections")
    await clerk.type(letters)
    await clerk.press("enter")
    await clerk.settled()


def texts(library: Library, report_id: str) -> dict[str, str]:
    with library.open_report(report_id, writable=False) as file:
        report = Report.read(file.load())
    return {one.id: one.prose.text for one in report.sections if one.prose is not None and one.prose.text}


async def test_a_file_is_put_right_and_becomes_a_report(library: Library, folder: Path) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        screen = await previewed(clerk, "去年")
        # Everything of the file is there, and what should be looked at is counted and marked.
        assert clerk.sees("? 拿不准 2 处") and clerk.sees(f"{UNSORTED} 2 段") and clerk.sees("表格 2 行")
        assert clerk.sees("去掉了 2 个看不见的控制字符") and clerk.sees("不放进报告")
        assert not clerk.sees("到此为止")
        await clerk.burst(*["down"] * 5)
        await clerk.press("tab", "end")
        await clerk.until_sees("到此为止")
        await clerk.burst("tab", "f4")
        assert clerk.sees("没有认出它属于哪一节") and clerk.sees("连同选中的另外 1 段")
        assert clerk.sees("? 小标题 二、宣传报道")
        # A heading goes with what is under it; everything can be taken back and done again.
        await picked(clerk, "enter", "wtygj")
        assert screen._draft.texts()["problems"] == "二、宣传报道\n登报两次，[/x]【上】电视一次。"
        assert clerk.sees("都认出来了") and UNSORTED not in screen._draft.texts()
        await clerk.press("ctrl+z")
        assert clerk.sees("? 拿不准 2 处")
        await picked(clerk, "t", "问题原因")
        assert screen._draft.texts()["problems"] == "登报两次，[/x]【上】电视一次。"
        await clerk.burst("b", "ctrl+z", "ctrl+y")
        assert screen._draft.texts()["organisation"].endswith("二、宣传报道\n登报两次，[/x]【上】电视一次。")
        await clerk.burst("ctrl+z", "ctrl+z", "space")
        assert screen._draft.unsure() == [] and UNSORTED in screen._draft.texts()
        # Two paragraphs at once, and another outline and back.
        await clerk.burst("down", "down", "down", "shift+down", "shift+down")
        assert clerk.sees("连同选中的另外 2 段")
        await clerk.press("f2")
        await clerk.until(lambda: isinstance(clerk.app.screen, Pick), "the outlines")
        await clerk.press("down", "enter")
        await clerk.until_sees("部门整体支出")
        await clerk.press("ctrl+z")
        assert clerk.sees("县级") and not list(library.entries())
        # Nothing is ticked that nobody ticks; the words stand beside each figure.
        await clerk.press("ctrl+o")
        await clerk.until(lambda: isinstance(clerk.app.screen, OffersScreen), "the offers")
        await clerk.until_sees("打了勾 0 个")
        assert (
            "[✓]" not in clerk.text
            and clerk.sees("全年执行数 300,000.00 元")
            and clerk.sees("支出上年结转资金30万元")
        )
        rows = clerk.app.screen._compositor.render_strips()
        assert "30万元" in {part.text for row in rows for part in row if part.style and part.style.reverse}
        await clerk.press("space", "down", "down", "enter", "escape")
        assert clerk.app.screen is screen
        await clerk.press("ctrl+o")
        await clerk.until(lambda: isinstance(clerk.app.screen, OffersScreen), "the offers")
        # What was ticked is ticked still; only the last stays so.
        await clerk.until_sees("打了勾 2 个")
        await clerk.burst("ctrl+a", "ctrl+a", "space", "end", "space", "ctrl+o")
        await clerk.until(lambda: isinstance(clerk.app.screen, NewReport), "whose it is")
        await clerk.until_told("从文件的题名里读的")
        assert clerk.is_told("某县文化馆")
        await clerk.burst("ctrl+u", "tab", "tab", "tab", "enter")
        await clerk.until_told("“填报单位”还没有填")
        await clerk.type("某县图书馆")
        await clerk.press("enter", "enter", "enter")
        # A button that was pressed a moment ago takes no second press.
        await clerk.until(lambda: clerk.app.screen.query("Button:focus").exclude(".-active"), "the button")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen), "the report", 10)
        report = clerk.entry._report
        assert (report.cover.unit, report.cover.year, report.cover.project) == (
            *("某县图书馆", "2023"),
            "免费开放补助资金项目",
        )
        funds, facts = report.section("purpose").funds, report.section("benefits").facts
        assert funds is not None and facts is not None
        assert [str(one.executed) for one in funds.sources if one.executed] == ["300000.00"]
        assert [fact.name for fact in facts.rows if fact.value] == ["参观人次"]
        assert clerk.sees("没有归类的文字在最后一节")
    (entry,) = library.entries()
    kept = texts(library, entry.id)
    assert kept[UNSORTED] == "二、宣传报道\n登报两次，[/x]【上】电视一次。"
    assert kept["organisation"] == LONG and kept["purpose"] == f"{ACCOUNT}\n指标\t目标\t完成\n开放天数\t300\t301"
    with library.open_report(entry.id) as file:
        assert file.load()["版次"] >= 1
    assert (folder / "去年.txt").read_text(encoding="utf-8") == TEXT


async def test_leaving_writes_nothing_and_asks_only_after_a_change(library: Library, folder: Path) -> None:
    async with desk(library.path, size=(120, 30)) as clerk:
        await previewed(clerk, "短")
        assert clerk.sees("没有认出它属于哪一节")
        await clerk.press("escape")
        assert clerk.app.screen is clerk.library_screen
        await previewed(clerk, "短")
        await clerk.press("space", "escape")
        await clerk.until_told("报告还没有生成")
        await clerk.press("enter", "ctrl+o")
        await clerk.until(lambda: isinstance(clerk.app.screen, NewReport), "whose it is")
        await clerk.until_told("文件里没有写这三项")
        await clerk.press("escape", "ctrl+q")
        await clerk.until_told("报告还没有生成")
        await clerk.press("right", "enter")
        await clerk.until(lambda: not clerk.app.is_running, "the end")
    assert library.entries() == []
