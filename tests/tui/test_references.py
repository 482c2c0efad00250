"""References in the text: picked, marked, followed, asked where they come from."""

import pytest

from storage.demo import demo_payload
from storage.library import Library
from storage.report.report import Report
from storage.report.spot import Spot
from storage.report_file import read_report
from storage.reports import carry_over
from tests.tui.clerk import Clerk, desk, left_at
from tui.entry.pick_figure import PickFigure
from tui.entry.screen import EntryScreen


@pytest.fixture
def report_id(library: Library) -> str:
    return library.create(demo_payload())


@pytest.fixture
def benefits(library: Library, report_id: str) -> Library:
    """The sample, left in a section with a text and facts; the text is short."""
    return with_text(library, report_id, "benefits", "全年开放。")


def with_text(library: Library, report_id: str, section_id: str, text: str) -> Library:
    payload = read_report(library.path_of(report_id))
    section = next(section for section in payload["章节"] if section["编号"] == section_id)
    section["文字"]["正文"] = text
    with library.open_report(report_id) as file:
        file.load()
        file.save(payload)
    left_at(library, report_id, section_id)
    return library


def text_of(clerk: Clerk, section_id: str = "benefits") -> str:
    return clerk.entry._report.section(section_id).prose.text


def facts_of(clerk: Clerk, section_id: str = "benefits") -> list[str]:
    return [fact.name for fact in clerk.entry._report.section(section_id).facts.rows]


@pytest.mark.parametrize("typed", ["开放天", "kfts", "KFTS"])
async def test_f8_finds_a_figure_by_characters_or_initials_and_refers_to_it(benefits: Library, typed: str) -> None:
    async with desk(benefits.path) as clerk:
        await clerk.open()
        await clerk.press("home", "right", "right", "right", "right")
        await clerk.press("f8")
        await clerk.until_sees("引用数据")
        await clerk.type(typed)
        assert clerk.sees("开放天数267天二（三）效益目标")
        assert not clerk.sees("参观人次")
        await clerk.press("enter")
        await clerk.until(lambda: text_of(clerk) == "全年开放{{开放天数}}。", "the reference")
        await clerk.press("f5")
        await clerk.until_sees("全年开放267天。")


async def test_initials_pass_over_dots_and_arrows_choose_among_what_is_left(benefits: Library) -> None:
    async with desk(benefits.path) as clerk:
        await clerk.open()
        await clerk.press("f8")
        await clerk.type("zcsf")
        assert clerk.sees("支出·水费")
        await clerk.press("down", "enter")
        await clerk.until(lambda: "{{支出·水费·占比}}" in text_of(clerk), "the second choice")


async def test_what_nobody_has_says_so_and_esc_leaves_the_text_alone(benefits: Library) -> None:
    async with desk(benefits.path) as clerk:
        await clerk.open()
        await clerk.press("f8")
        await clerk.type("没有的")
        assert clerk.sees("没有这样的数据。")
        await clerk.press("enter", "escape")
        await clerk.settled()
        await clerk.type("完")
        assert text_of(clerk) == "全年开放。完"


async def test_the_palette_offers_references_in_a_text_and_not_in_a_table(benefits: Library) -> None:
    async with desk(benefits.path) as clerk:
        await clerk.open()
        assert clerk.sees("F8 引用")
        await clerk.press("tab")
        assert not clerk.sees("F8 引用")
        await clerk.press("shift+tab", "ctrl+p")
        await clerk.type("引用")
        await clerk.until_sees("引用（F8）")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, PickFigure), "the picker")


async def test_a_reference_to_nothing_is_named_under_the_text_while_it_is_typed(benefits: Library) -> None:
    async with desk(benefits.path) as clerk:
        await clerk.open()
        await clerk.type("{{开放天数}}{{参观")
        assert not clerk.sees("没有名为")
        await clerk.type("人数}}")
        assert clerk.sees("没有名为“参观人数”的数据")
        await clerk.press("backspace", "backspace", "backspace", "backspace")
        assert not clerk.sees("没有名为")


async def test_renaming_a_fact_renames_its_references_letter_by_letter_here_and_elsewhere(
    library: Library, report_id: str
) -> None:
    with_text(library, report_id, "other", "见{{师生满意度}}。")
    with_text(library, report_id, "benefits", "{{师生满意度}}，{{公众满意度}}。")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("tab", "ctrl+end", "shift+tab", "ctrl+a")
        for letter in "公众满意度二":
            await clerk.type(letter)
            first, second = text_of(clerk).removesuffix("。").split("，")
            figures = clerk.entry._following.figures
            assert figures[first.strip("{}")].text == "94.68%"
            assert figures[second.strip("{}")].text == "97.12%"
        assert text_of(clerk) == "{{公众满意度二}}，{{公众满意度}}。"
        assert text_of(clerk, "other") == "见{{公众满意度二}}。"
        await clerk.entry.go_to(Spot("benefits", "prose"))
        await clerk.until_sees("{{公众满意度二}}，{{公众满意度}}。")
        await clerk.entry.go_to(Spot("benefits", "facts", ("rows", 12, "name")))
        await clerk.press("ctrl+z")
        assert text_of(clerk) == "{{师生满意度}}，{{公众满意度}}。"
        assert text_of(clerk, "other") == "见{{师生满意度}}。"
        await clerk.press("ctrl+y")
        assert text_of(clerk, "other") == "见{{公众满意度二}}。"
        await clerk.press("ctrl+q")
    report = Report.read(read_report(library.path_of(report_id)))
    assert report.section("other").prose.text == "见{{公众满意度二}}。"


async def test_undoing_a_text_after_a_renaming_keeps_today_s_names(library: Library, report_id: str) -> None:
    with_text(library, report_id, "benefits", "{{师生满意度}}")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.type("，好。")
        await clerk.press("tab", "ctrl+end", "shift+tab", "ctrl+a")
        await clerk.type("评分")
        assert text_of(clerk) == "{{评分}}，好。"
        await clerk.entry.go_to(Spot("benefits", "prose"))
        await clerk.press("ctrl+z")
        assert text_of(clerk) == "{{评分}}，"
        await clerk.press("ctrl+z")
        assert text_of(clerk) == "{{评分}}"
        await clerk.press("ctrl+y", "ctrl+y")
        assert text_of(clerk) == "{{评分}}，好。"


async def test_a_row_removed_and_brought_back_has_its_references_back(library: Library, report_id: str) -> None:
    with_text(library, report_id, "benefits", "{{师生满意度}}")
    async with desk(library.path, size=(100, 50)) as clerk:
        await clerk.open()
        await clerk.press("tab", "ctrl+end", "ctrl+r")
        assert "师生满意度" not in facts_of(clerk)
        await clerk.until_sees("没有名为“师生满意度”的数据")
        await clerk.press("ctrl+z")
        assert not clerk.sees("没有名为")
        await clerk.press("shift+tab", "ctrl+a")
        await clerk.type("评分")
        assert text_of(clerk) == "{{评分}}"


async def test_ctrl_g_in_a_text_says_how_a_figure_is_computed_and_leads_there(
    library: Library, report_id: str
) -> None:
    with_text(library, report_id, "benefits", "执行率{{执行率}}。")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("left", "left", "ctrl+g")
        await clerk.until_sees("来历")
        assert clerk.sees("“执行率”（66.28%）是自动算出的：全年执行数 1,554,225.33 元")
        assert clerk.sees("2,345,041.85 元。")
        await clerk.press("enter")
        await clerk.until(
            lambda: isinstance(clerk.app.screen, EntryScreen) and clerk.section() == "purpose", "the jump"
        )
        await clerk.settled()
        assert clerk.sees("资金来源（元）")


async def test_ctrl_g_in_a_text_says_who_typed_a_figure_and_leads_into_its_cell(
    library: Library, report_id: str
) -> None:
    with_text(library, report_id, "other", "{{开放天数}}")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("ctrl+g")
        await clerk.until_sees("“开放天数”（267天）由李雪梅填在二（三）效益目标")
        assert clerk.sees("2024年3月6日9时50分。")
        await clerk.press("enter")
        await clerk.until(
            lambda: isinstance(clerk.app.screen, EntryScreen) and clerk.section() == "benefits", "the jump"
        )
        await clerk.settled()
        await clerk.press("ctrl+a")
        await clerk.type("268")
        assert str(clerk.entry._report.section("benefits").facts.rows[0].value) == "268"


async def test_ctrl_g_in_a_table_tells_of_the_current_cell(library: Library, report_id: str) -> None:
    left_at(library, report_id, "problems")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("tab", "ctrl+g")
        await clerk.until_sees("由李雪梅填在三（三）")
        await clerk.press("escape")
        await clerk.entry.go_to(Spot("purpose", "funds", ("sources", 0, "rate")))
        await clerk.press("ctrl+g")
        await clerk.until_sees("（49.12%）是自动算")
        assert clerk.sees("全年执行数 763,383.48 元")
        assert not clerk.sees("去看")


async def test_ctrl_g_away_from_any_figure_offers_all_of_them(library: Library, report_id: str) -> None:
    left_at(library, report_id, "organisation")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("ctrl+g")
        await clerk.until_sees("看哪个数的来历")
        await clerk.type("支出合计")
        await clerk.press("enter")
        await clerk.until_sees("是自动算出的：各项支出用途相加")
        await clerk.press("enter")
        await clerk.until(
            lambda: isinstance(clerk.app.screen, EntryScreen) and clerk.section() == "purpose", "the jump"
        )


async def test_what_a_figure_was_last_year_is_told_beside_where_it_comes_from(
    library: Library, report_id: str
) -> None:
    started = carry_over(library, report_id, unit="甲", year="2024", project="乙")
    left_at(library, started, "benefits")
    async with desk(library.path) as clerk:
        clerk.library_screen._list.go_to(started)
        await clerk.open()
        await clerk.press("tab", "ctrl+g")
        await clerk.until_told("还没有填，填在二（三）效益目标。上年是267天。")
        await clerk.press("escape")
        await clerk.type("12")
        await clerk.press("ctrl+g")
        await clerk.until_told("上年是267天。")
        assert clerk.is_told("填在二（三）效益目标")
