import json
from collections.abc import Callable
from typing import Any

import pytest

from storage.demo import demo_payload
from storage.library import Library
from storage.outline_files import find_outline
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk, left_at
from tui.entry.indicators import IndicatorsForm
from tui.entry.screen import EntryScreen
from tui.entry.work import Work
from tui.library.screen import LibraryScreen
from tui.line_input import LineInput


@pytest.fixture
def report_id(library: Library) -> str:
    return create_report(library, outline_id="county", unit="甲县科协", year="2023", project="免费开放")


def read(library: Library, report_id: str) -> Report:
    return Report.read(read_report(library.path_of(report_id)))


def prose(clerk: Clerk, section_id: str) -> str:
    block = clerk.entry._report.section(section_id).prose
    assert block is not None
    return block.text


@pytest.mark.parametrize("outline_id", ["county", "department", "evaluation", "transfer"])
async def test_every_section_of_every_outline_takes_what_is_typed(library: Library, outline_id: str) -> None:
    create_report(library, outline_id=outline_id, unit="甲", year="2023", project="乙")
    sections = find_outline(outline_id).sections
    async with desk(library.path, size=(64, 18)) as clerk:
        await clerk.open()
        for number, section in enumerate(sections, 1):
            assert clerk.sees(f"第 {number} 页，共 {len(sections)} 页")
            assert clerk.sees(section.title[:8])
            words = [f"字{number}{kind}" for kind in section.blocks]
            await clerk.burst(words[0], *(key for word in words[1:] for key in ("tab", word)), "f4")
        assert clerk.sees("已经是最后一节")
        await clerk.press("escape")
    report = read(library, library.entries()[0].id)
    for number, section in enumerate(sections, 1):
        for kind in section.blocks:
            assert f"字{number}{kind}" in report.section(section.id).block(kind).model_dump_json()


async def test_the_first_section_says_that_it_is_the_first(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("f3")
        assert clerk.sees("已经是第一节")
        assert clerk.section() == "cover"


async def test_the_outline_leads_to_a_section_and_back_to_the_same_caret(library: Library, report_id: str) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.burst("f4", "一二三", "left", "f2")
        assert clerk.sees("（三）实施过程")
        assert clerk.sees("[~] （一）组织管理")
        await clerk.burst("down", "f2", "四", "f2", "down", "escape", "五")
        assert prose(clerk, "organisation") == "一二四五三"
        await clerk.burst("f2", "down", "down", "enter", "六")
        assert clerk.section() == "process"
        assert prose(clerk, "process") == "六"
        assert clerk.sees("第 4 页")


async def test_the_outline_cuts_a_name_only_where_there_is_no_room(library: Library, report_id: str) -> None:
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.burst("f4", "f4", "展品完好率保持在97%以上。", "f2")
        await clerk.until_sees("（二）金额个数覆盖率 ✗1 ?1")
        await clerk.pilot.resize_terminal(120, 30)
        await clerk.until_sees("（二）金额个数.. ✗1 ?1")


async def test_the_outline_reached_by_tab_leads_back_to_the_form_it_was_left_from(
    library: Library, report_id: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4", "甲", "f2", "down", "enter", "乙", "tab", "9", "shift+tab", "shift+tab")
        assert clerk.section() == "coverage"
        assert clerk.entry._outline_list.has_focus
        await clerk.burst("escape", "丙")
        assert prose(clerk, "coverage") == "乙丙"
        assert prose(clerk, "organisation") == "甲"


async def test_the_palette_goes_to_a_section_and_types_there(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("ctrl+p")
        await clerk.until_sees("打几个字找功能")
        await clerk.type("实施过程")
        await clerk.until_sees("去：一（三）")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen) and clerk.section() == "process")
        await clerk.settled()
        await clerk.type("到了")
        assert prose(clerk, "process") == "到了"


async def test_the_palette_offers_what_the_keys_do(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("ctrl+p")
        await clerk.type("标完成")
        await clerk.until_sees("标完成（^T）")
        await clerk.press("enter")
        await clerk.until(lambda: clerk.entry._report.section("cover").done)


async def test_a_tick_is_shown_counted_saved_and_taken_back(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4", "ctrl+t")
        assert clerk.sees("[ ] （一）组织管理")
        assert clerk.sees("这一节还没有填，填了再打勾")
        await clerk.burst("无", "ctrl+t")
        assert clerk.sees("[✓] （一）组织管理")
        assert clerk.sees("完成 1")
        await clerk.until(lambda: read(library, report_id).section("organisation").done)
        await clerk.press("ctrl+t")
        assert clerk.sees("[~] （一）组织管理")
        assert clerk.sees("完成 0")
        await clerk.until(lambda: not read(library, report_id).section("organisation").done)


async def test_the_outline_counts_a_section_as_soon_as_something_is_in_it(
    library: Library, report_id: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        assert clerk.sees("已填 0/12")
        await clerk.burst("f4", "字")
        assert clerk.sees("[~] （一）组织管理")
        assert clerk.sees("已填 1/12")
        await clerk.press("backspace")
        assert clerk.sees("已填 0/12")


async def test_esc_goes_back_to_a_list_that_shows_what_was_changed(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("改名的单位", "f4", "字", "escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        await clerk.until_sees("改名的单位")
        assert clerk.sees("1/12")


async def test_esc_and_ctrl_q_wait_for_no_timer(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4", "马上走", "escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        assert "马上走" in library.path_of(report_id).read_text(encoding="utf-8")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        await clerk.settled()
        await clerk.burst("又走", "ctrl+q")
    report = read(library, report_id)
    assert report.section("organisation").prose.text == "马上走又走"


KEYS: dict[str, tuple[str, str, list[str], Callable[[Report], Any]]] = {
    "cover": ("county", "cover", ["tab", "tab", "end", "left"], lambda r: r.cover.project),
    "prose": (
        "county",
        "process",
        ["第一段", "enter", "免费开放", "left"],
        lambda r: r.section("process").prose.text,
    ),
    "parts": (
        "county",
        "purpose",
        ["tab", "tab", "ctrl+n", "甲", "ctrl+b", "乙", "ctrl+b", "免费开放", "left"],
        lambda r: r.funds.uses[0].parts[1].name,
    ),
    "goal": (
        "county",
        "table",
        ["enter", "甲", "ctrl+j", "免费开放", "left"],
        lambda r: r.section("table").indicators.achieved,
    ),
    "transfer": (
        "transfer",
        "table",
        ["enter", "enter", "down", "tab", "免费开放", "left"],
        lambda r: r.section("table").transfer.management[1].remedy,
    ),
}


async def test_a_report_opens_where_it_was_left_to_the_letter(library: Library) -> None:
    ids = {}
    for kind, (outline_id, section_id, _, _) in KEYS.items():
        ids[kind] = create_report(library, outline_id=outline_id, unit="甲", year="2023", project="免费开放")
        left_at(library, ids[kind], section_id)
    async with desk(library.path) as clerk:
        for kind, (_, section_id, keys, _) in KEYS.items():
            for typed in (keys, ["！"]):
                clerk.library_screen._list.go_to(ids[kind])
                await clerk.open()
                assert clerk.section() == section_id
                await clerk.burst(*typed)
                await clerk.press("f2", "escape", "escape")
                await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
    for kind, (*_, field) in KEYS.items():
        assert str(field(read(library, ids[kind]))).endswith("免费开！放"), kind


async def test_a_report_quit_from_the_outline_opens_in_the_field_that_was_left(
    library: Library, report_id: str
) -> None:
    left_at(library, report_id, "coverage")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("tab", "down", "12", "f2", "ctrl+q")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("3", "ctrl+q")
    assert str(read(library, report_id).section("coverage").facts.rows[1].value) == "123"


async def test_keys_typed_ahead_land_where_they_are_meant(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst(
            *(
                "局",
                "f4",
                "甲乙",
                "backspace",
                "丙",
                "enter",
                "丁",
                "up",
                "home",
                "戊",
                "f4",
                "己",
                "tab",
                "12",
                "enter",
            ),
            *(
                "34",
                "f3",
                "庚",
                "f4",
                "f4",
                "f4",
                "辛",
                "tab",
                "ctrl+n",
                "来源",
                "tab",
                "tab",
                "100",
                "tab",
                "tab",
            ),
            *("tab", "ctrl+n", "人员", "tab", "7", "ctrl+b", "工资", "tab", "5", "ctrl+b", "社保", "tab", "2"),
            *("f2", "down", "enter", "壬"),
        )
        await clerk.until(lambda: clerk.section() == "allocation")
        report = clerk.entry._report
    assert report.cover.unit == "局"
    assert report.section("organisation").prose.text == "戊庚甲丙\n丁"
    assert report.section("coverage").prose.text == "己"
    assert [str(fact.value) for fact in report.section("coverage").facts.rows[:2]] == ["12", "34"]
    assert report.section("process").prose.is_blank()
    assert report.section("purpose").prose.text == "辛"
    (source,), (use,) = report.funds.sources, report.funds.uses
    assert (source.name, str(source.initial)) == ("来源", "100.00")
    assert [(part.name, str(part.amount)) for part in use.parts] == [("工资", "5.00"), ("社保", "2.00")]
    assert (use.category, use.amount) == ("人员", "")
    assert report.section("allocation").prose.text == "壬"


async def test_tab_goes_on_to_the_table_below_a_text_before_either_has_been_drawn(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4")
        with monkeypatch.context() as slow:
            slow.setattr(EntryScreen, "_refresh_layout", lambda *_, **__: None)
            await clerk.burst("f4", "己", "tab", "12")
        report = clerk.entry._report
    assert report.section("coverage").prose.text == "己"
    assert str(report.section("coverage").facts.rows[0].value) == "12"


async def test_a_save_that_comes_while_a_form_is_being_built_finds_a_place_to_keep(
    library: Library, report_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = IndicatorsForm.show

    async def save_first(form: IndicatorsForm, work: Work, *, read_only: bool) -> None:
        clerk.entry.save_now()
        await shown(form, work, read_only=read_only)

    left_at(library, report_id, "other")
    async with desk(library.path) as clerk:
        await clerk.open()
        with monkeypatch.context() as slow:
            slow.setattr(IndicatorsForm, "show", save_first)
            await clerk.burst("甲", "f4")
        assert clerk.section() == "table"
    assert read(library, report_id).section("other").prose.text == "甲"


async def test_a_section_the_outline_no_longer_has_can_still_be_read_and_typed_into(
    library: Library, report_id: str
) -> None:
    path = library.path_of(report_id)
    text = path.read_text(encoding="utf-8").replace('"organisation"', '"formerly"')
    path.write_text(text.replace('"正文": ""', '"正文": "旧的内容"', 1), encoding="utf-8")
    left_at(library, report_id, "formerly")
    async with desk(library.path) as clerk:
        await clerk.open()
        assert clerk.sees("这一节不在现在的模板里")
        assert clerk.sees("旧的内容")
        await clerk.burst("home", "新", "f2", "f2", "ctrl+t", "f5")
        await clerk.until_sees("新旧的内容")
        await clerk.press("ctrl+q")
    report = read(library, report_id)
    assert report.section("formerly").prose.text == "新旧的内容"
    assert report.section("formerly").done


async def test_a_damaged_report_opens_in_its_previous_generation_and_says_so_until_it_is_left(
    library: Library, report_id: str
) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4", "第一次")
        await clerk.until_saved("第一次")
        await clerk.press("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        library.path_of(report_id).write_bytes(b'{"')
        await clerk.press("enter")
        await clerk.until_sees("的文件已损坏")
        await clerk.settled()
        await clerk.type("接着写")
        await clerk.until_saved("接着写")
        await clerk.until_sees("已保存")
        await clerk.press("left")
        assert clerk.sees("原文件留在")
    assert json.loads(library.path_of(report_id).read_text(encoding="utf-8"))


async def test_the_official_table_is_pasted_into_its_own_columns(library: Library, report_id: str) -> None:
    left_at(library, report_id, "table")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.press("tab", "tab", "ctrl+n")
        await clerk.paste(
            "产出指标\t质量指标\t展品完好率\t≥97%\t96%\t10\t9.9\t两件展品在修\n"
            "效益指标\t社会效益指标\t参与人次\t≥5000人次\t5300人次\t7\t7\t"
        )
        report = clerk.entry._report
    rows = report.section("table").indicators.rows
    assert [(row.name, row.target, row.actual, str(row.weight), row.reason) for row in rows] == [
        ("展品完好率", "≥97%", "96%", "10", "两件展品在修"),
        ("参与人次", "≥5000人次", "5300人次", "7", ""),
    ]
    assert [(row.level, row.kind) for row in rows] == [("产出指标", "质量指标"), ("效益指标", "社会效益指标")]
    assert all(row.achieved == row.deduction == "" for row in rows)


async def test_a_fact_of_the_clerks_own_stays_its_own_under_a_name_the_outline_asks(
    library: Library, report_id: str
) -> None:
    left_at(library, report_id, "benefits")
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("tab", "ctrl+n", "开放天数", "tab", "12", "shift+tab", "end", "二", "tab", "ctrl+r")
        names = [fact.name for fact in clerk.entry._report.section("benefits").facts.rows]
    assert names.count("开放天数") == 1
    assert "开放天数二" not in names


async def test_a_full_width_space_is_typed_like_any_character(library: Library, report_id: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.open()
        await clerk.burst("f4")
        await clerk.type("甲\u3000乙")
        assert prose(clerk, "organisation") == "甲\u3000乙"
        await clerk.press("escape")
        await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        await clerk.press("ctrl+n")
        await clerk.type("\u3000丙\u3000丁")
        assert clerk.app.screen.query_one("#unit", LineInput).value.endswith("\u3000丙\u3000丁")


async def test_a_field_of_a_dialog_takes_a_paste_whole_and_clean(library: Library) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.paste("甲县\x1b[31m\u202e科协\r\n办公室")
        assert clerk.app.screen.query_one("#unit", LineInput).value == "甲县[31m科协 办公室"
        await clerk.until_sees("粘贴的内容里有 2 个")


async def test_the_sums_stay_in_sight_while_the_funds_are_typed(library: Library) -> None:
    report_id = library.create(demo_payload())
    left_at(library, report_id, "purpose")
    async with desk(library.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.press("tab", "ctrl+end")
        assert clerk.sees("支出合计 1,554,225.33 元相符")
        await clerk.burst("tab", "tab", "tab", "ctrl+end", "tab", "1")
        assert clerk.sees("相差")
        await clerk.press("f4")
        assert not clerk.sees("支出合计 1,554,225.33 元")
