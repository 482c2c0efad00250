from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from storage import library as library_module
from storage.index import Entry
from storage.library import Library
from storage.outline_files import BUILT_IN
from storage.report.report import Report
from storage.report_file import ReportFile, read_report
from storage.reports import create_report
from tests.tui.clerk import desk
from tui.entry.screen import EntryScreen
from tui.library import report_list
from tui.library.screen import LibraryScreen
from tui.new_report import NewReport


def a_report(library: Library, unit: str = "临泽县科协", year: str = "2023", project: str = "免费开放") -> str:
    return create_report(library, outline_id="county", unit=unit, year=year, project=project)


async def test_an_empty_library_says_what_to_do_first(library: Library) -> None:
    async with desk(library.path) as clerk:
        assert clerk.sees("这里还没有报告")
        assert clerk.sees("按 Ctrl+N 新建第一份")
        await clerk.press("enter", "delete", "f9", "ctrl+d")
        assert isinstance(clerk.app.screen, LibraryScreen)


async def test_a_row_tells_year_unit_project_status_progress_and_last_change(library: Library) -> None:
    report_id = a_report(library)
    path = library.path_of(report_id)
    report = Report.read(read_report(path))
    report.section("organisation").block("prose").text = "写了一段"
    report.modified = "2024-03-05T14:32:10+08:00"
    with ReportFile(path) as file:
        file.save(report.payload())
    async with desk(library.path) as clerk:
        row = next(line for line in clerk.text.split("\n") if "免费开放" in line)
        assert row.split() == ["2023", "临泽县科协", "免费开放", "草稿", "1/12", "2024-03-05", "14:32"]
        assert clerk.sees("1 份")


async def test_typing_in_the_list_searches_and_esc_shows_all_again(library: Library) -> None:
    for unit, project in (("甲县科协", "科技馆"), ("甲县文旅局", "图书馆"), ("乙县文旅局", "文化馆")):
        a_report(library, unit, project=project)
    async with desk(library.path) as clerk:
        await clerk.burst("甲县", "space", "文旅")
        assert clerk.sees("图书馆")
        assert not clerk.sees("科技馆")
        assert not clerk.sees("文化馆")
        await clerk.press("down")
        await clerk.type("无")
        assert clerk.sees("没有找到含“甲县 文旅无”的报告")
        await clerk.press("escape")
        for project in ("科技馆", "图书馆", "文化馆"):
            assert clerk.sees(project)
        await clerk.type("科技")
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        assert clerk.sees("甲县科协 · 2023年度 · 科技馆")


async def test_the_list_keeps_to_its_report_while_others_come_and_go(library: Library) -> None:
    ids = [a_report(library, f"单位{number}") for number in range(4)]
    async with desk(library.path) as clerk:
        rows = clerk.library_screen.query_one(report_list.ReportList)
        await clerk.press("end")
        last = rows.current
        assert last is not None
        await clerk.press("up", "delete")
        assert len(library.entries()) == 3
        assert rows.current is not None
        assert rows.current.id in ids
        await clerk.press("end")
        assert rows.current == last


async def test_a_new_report_is_asked_for_field_by_field_and_opened(library: Library) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.until_sees("新建报告")
        await clerk.press("enter", "enter", "enter", "enter")
        await clerk.until_sees("“填报单位”还没有填")
        assert clerk.app.screen.focused is clerk.app.screen.query_one("#unit")
        await clerk.type("临泽县科协")
        await clerk.press("enter", "ctrl+u")
        await clerk.type("2024")
        await clerk.press("enter")
        await clerk.type("免费开放")
        assert clerk.app.screen.query_one("#outline", OptionList).option_count == 4
        await clerk.press("enter", "enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        await clerk.until_sees("临泽县科协 · 2024年度 · 免费开放")
        (entry,) = library.entries()
        assert (entry.unit, entry.year, entry.project, entry.outline) == (
            "临泽县科协",
            "2024",
            "免费开放",
            "county",
        )
        assert clerk.report_path == library.path_of(entry.id)


async def test_blanks_are_no_answer_and_esc_makes_nothing(library: Library) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.until_sees("新建报告")
        await clerk.burst("space", "enter", "enter")
        await clerk.type("项目")
        await clerk.press("enter", "enter")
        await clerk.until_sees("“填报单位”还没有填")
        await clerk.press("escape")
        assert isinstance(clerk.app.screen, LibraryScreen)
        assert library.entries() == []


async def test_another_outline_can_be_chosen_by_keys(library: Library) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.until_sees("新建报告")
        await clerk.burst("单位", "enter", "enter", "项目", "enter", "down")
        chosen = clerk.app.screen.query_one("#outline", OptionList).highlighted_option.id
        assert chosen != "county"
        await clerk.press("enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        assert library.entries()[0].outline == chosen


@pytest.mark.parametrize(("typed", "year"), [("２０２３年度", "2023"), ("2023年", "2023")])
async def test_a_year_is_taken_as_it_is_written(library: Library, typed: str, year: str) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.burst("单位", "enter", "ctrl+u", typed, "enter", "项目", "enter", "enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        assert library.entries()[0].year == year


async def test_what_is_no_year_is_asked_again(library: Library) -> None:
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.burst("单位", "enter", "ctrl+u", "20244", "enter", "项目", "enter", "enter")
        await clerk.until_sees("年度要写四位数字")
        assert clerk.app.screen.focused is clerk.app.screen.query_one("#year")
        assert library.entries() == []


async def test_a_broken_outline_in_place_of_the_usual_one_leaves_the_others(library: Library) -> None:
    library.templates.mkdir()
    (library.templates / "county.toml").write_text("format = 1\nid = ", encoding="utf-8")
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.until_sees("新建报告")
        assert clerk.app.screen.query_one("#outline", OptionList).option_count == 3
        await clerk.burst("单位", "enter", "enter", "项目", "enter", "enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))


async def test_an_outlines_name_is_shown_as_it_is(library: Library) -> None:
    library.templates.mkdir()
    county = (BUILT_IN / "county.toml").read_text(encoding="utf-8")
    own = county.replace('id = "county"', 'id = "own"', 1).replace(
        'name = "项目支出绩效', 'name = "[/x][red]绩效', 1
    )
    (library.templates / "own.toml").write_text(own, encoding="utf-8")
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.burst("tab", "tab", "tab", "end")
        await clerk.until_sees("[/x][red]绩效")


async def test_the_trash_says_that_enter_restores(library: Library) -> None:
    a_report(library)
    async with desk(library.path) as clerk:
        await clerk.press("delete", "f8")
        await clerk.until_sees("Enter 还原")
        await clerk.press("enter")
        assert [entry.unit for entry in library.entries()] == ["临泽县科协"]


async def test_what_was_found_by_typing_can_start_the_next_year(library: Library) -> None:
    a_report(library)
    async with desk(library.path) as clerk:
        await clerk.type("临泽")
        assert clerk.sees("^D 以它做今年的")
        await clerk.press("ctrl+d")
        await clerk.until(lambda: isinstance(clerk.app.screen, NewReport))


async def test_the_next_new_report_starts_with_the_offices_name(library: Library) -> None:
    a_report(library)
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+n")
        await clerk.until_sees("新建报告")
        assert clerk.app.screen.query_one("#unit", Input).value == "临泽县科协"
        assert clerk.app.screen.query_one("#year", Input).value.isdecimal()


async def test_a_report_hands_its_content_on_to_the_next_year(library: Library) -> None:
    path = library.path_of(a_report(library, project="2023年免费开放"))
    report = Report.read(read_report(path))
    report.section("organisation").block("prose").text = "去年写的"
    report.section("organisation").done = True
    with ReportFile(path) as file:
        file.save(report.payload())
    before = path.read_bytes()
    async with desk(library.path) as clerk:
        await clerk.press("ctrl+d")
        await clerk.until(lambda: isinstance(clerk.app.screen, NewReport))
        assert clerk.app.screen.query_one("#year", Input).value == "2024"
        assert clerk.app.screen.query_one("#project", Input).value == "2024年免费开放"
        await clerk.press("enter", "enter", "enter", "enter")
        await clerk.until(lambda: isinstance(clerk.app.screen, EntryScreen))
        await clerk.until_sees("2024年度")
        started = Report.read(clerk.saved())
        assert clerk.report_path != path
        assert started.outline == report.outline and started.last_year == "2023"
        assert started.section("organisation").block("prose").text == "去年写的"
        assert not started.section("organisation").done
    assert path.read_bytes() == before


async def test_a_report_goes_to_the_trash_and_comes_back(library: Library) -> None:
    kept, thrown = a_report(library, project="留下的"), a_report(library, project="扔掉的")
    async with desk(library.path) as clerk:
        await clerk.type("扔掉")
        await clerk.press("down", "delete", "escape")
        assert [entry.id for entry in library.entries()] == [kept]
        assert not clerk.sees("扔掉的")
        await clerk.press("f8")
        assert clerk.sees("回收站")
        assert clerk.sees("扔掉的")
        assert not clerk.sees("留下的")
        await clerk.press("ctrl+n", "delete", "f9")
        assert isinstance(clerk.app.screen, LibraryScreen)
        await clerk.press("enter")
        assert clerk.sees("回收站是空的")
        await clerk.press("f8")
        assert clerk.sees("扔掉的")
        assert {entry.id for entry in library.entries()} == {kept, thrown}


async def test_a_report_open_elsewhere_stays_out_of_the_trash(library: Library) -> None:
    report_id = a_report(library)
    with ReportFile(library.path_of(report_id)):
        async with desk(library.path) as clerk:
            await clerk.press("delete")
            await clerk.until_sees("正在另一处打开，没有移到回收站")
            assert [entry.id for entry in library.entries()] == [report_id]


async def test_a_report_open_elsewhere_is_shown_read_only_with_who_has_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "会计小王")
    path = library.path_of(a_report(library))
    with ReportFile(path):
        before = path.read_bytes()
        async with desk(library.path) as clerk:
            await clerk.open()
            assert clerk.sees("只读：会计小王（")
            assert clerk.sees("正在填这份报告")
            await clerk.burst("改", "enter", "改", "ctrl+t", "f4", "改")
            await clerk.paste("改")
            await clerk.go("purpose")
            await clerk.burst("ctrl+n", "tab", "ctrl+n", "改", "ctrl+b", "ctrl+r", "ctrl+z")
            assert clerk.sees("只读")
            await clerk.press("f3", "escape")
            await clerk.until(lambda: isinstance(clerk.app.screen, LibraryScreen))
        assert path.read_bytes() == before


async def test_an_unreadable_report_is_listed_and_refused_in_a_sentence(library: Library) -> None:
    a_report(library, project="好的")
    path = library.path_of(a_report(library, project="坏的"))
    path.write_bytes(b"{")
    async with desk(library.path) as clerk:
        assert clerk.sees("好的")
        row = next(line for line in clerk.text.split("\n") if path.stem in line)
        assert "读不出来：内容不完整" in row
        await clerk.type(path.stem)
        await clerk.press("enter")
        await clerk.until_sees("读不出来")
        assert clerk.sees("请改用它的另一份副本")
        assert isinstance(clerk.app.screen, LibraryScreen)
        for key in ("ctrl+d", "f9", "f12"):
            assert not clerk.sees("按 Enter 打开它")
            await clerk.press(key)
            assert clerk.sees("按 Enter 打开它，能改用上一次保存的那一份就改用")
            await clerk.press("enter")
        assert isinstance(clerk.app.screen, LibraryScreen)
        assert path.read_bytes() == b"{"


async def test_a_report_by_an_unknown_outline_is_refused_in_a_sentence(library: Library) -> None:
    path = library.path_of(a_report(library))
    path.write_text(path.read_text(encoding="utf-8").replace('"county"', '"elsewhere"'), encoding="utf-8")
    async with desk(library.path) as clerk:
        await clerk.press("enter")
        await clerk.until_sees("elsewhere")
        assert isinstance(clerk.app.screen, LibraryScreen)
        with ReportFile(path) as file:
            assert not file.read_only


async def test_a_missing_library_is_made_only_when_that_is_chosen(tmp_path: Path) -> None:
    async with desk(tmp_path / "还没有") as clerk:
        await clerk.until_sees("不存在")
        assert not (tmp_path / "还没有").exists()
        await clerk.press("enter")
        await clerk.until_sees("这里还没有报告")
        assert Library.open(tmp_path / "还没有").entries() == []


async def test_a_lost_library_is_found_again_by_retrying(library: Library, tmp_path: Path) -> None:
    a_report(library, project="还在")
    library.path.rename(tmp_path / "拔走了")
    async with desk(library.path, create=True) as clerk:
        await clerk.until_sees("现在找不到了")
        assert not library.path.exists()
        (tmp_path / "拔走了").rename(library.path)
        await clerk.press("enter")
        await clerk.until_sees("还在")


async def test_a_library_lost_while_it_is_shown_is_not_shown_empty(library: Library, tmp_path: Path) -> None:
    a_report(library, project="还在")
    async with desk(library.path) as clerk:
        library.path.rename(tmp_path / "拔走了")
        await clerk.press("f8")
        await clerk.until_sees("现在找不到了")
        (tmp_path / "拔走了").rename(library.path)
        await clerk.press("enter")
        await clerk.until_sees("回收站是空的")
        await clerk.press("f8")
        await clerk.until_sees("还在")


async def test_a_file_in_place_of_the_library_is_refused_and_another_folder_opened(
    library: Library, tmp_path: Path
) -> None:
    a_report(library, project="在别处")
    (tmp_path / "文件").write_text("", encoding="utf-8")
    async with desk(tmp_path / "文件", create=True) as clerk:
        await clerk.until_sees("不是文件夹")
        await clerk.press("enter")
        await clerk.until_sees("就用这个文件夹")
        await clerk.press("ctrl+u")
        await clerk.type("~没有这个人/库")
        await clerk.press("enter")
        await clerk.until_sees("不存在")
        await clerk.press("right", "enter")
        await clerk.until_sees("就用这个文件夹")
        await clerk.press("ctrl+u")
        await clerk.type("~/库")
        await clerk.press("enter")
        await clerk.until_sees("在别处")


async def test_a_library_that_cannot_be_opened_can_be_left(tmp_path: Path) -> None:
    async with desk(tmp_path / "还没有") as clerk:
        await clerk.until_sees("不存在")
        await clerk.press("escape")
    assert clerk.app.return_code == 1


async def test_a_library_that_cannot_be_written_to_can_be_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_report(library)
    monkeypatch.setattr(library_module, "is_writable", lambda _: False)
    async with desk(library.path) as clerk:
        assert clerk.sees("只读")
        before = {path: path.read_bytes() for path in library.path.rglob("*.json")}
        await clerk.press("ctrl+n", "ctrl+d", "delete")
        assert isinstance(clerk.app.screen, LibraryScreen)
        await clerk.open()
        assert clerk.sees("这个文件夹不能写入，只能查看")
        await clerk.burst("改", "f4", "改")
        await clerk.press("escape")
        assert {path: path.read_bytes() for path in library.path.rglob("*.json")} == before


async def test_ten_thousand_reports_draw_only_the_rows_in_sight(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [
        Entry(f"2023-{number:06d}", f"单位{number}", "2023", f"项目{number}", "county", "草稿", 1, 0, 12, "2024")
        for number in range(10_000)
    ]
    monkeypatch.setattr(Library, "entries", lambda _: many)
    drawn = []
    monkeypatch.setattr(report_list, "fitted", lambda text, cells: drawn.append(text) or text[:cells].ljust(cells))
    async with desk(library.path) as clerk:
        assert clerk.sees("10000 份")
        assert clerk.sees("项目0")
        await clerk.press("end")
        assert clerk.sees("项目9999")
        await clerk.type("单位7777")
        assert clerk.sees("项目7777")
        assert not clerk.sees("项目9999")
    assert len(drawn) < 6 * 30 * 12
