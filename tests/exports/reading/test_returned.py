"""A file of ours brought into a library that has its report, or has not."""

from pathlib import Path

import docx
import pytest

from exports.exporting import write_export
from exports.reading.own import read_own
from exports.reading.own_file import OwnFile
from exports.reading.returned import BroughtIn, bring_in, find_returned, take_returned
from exports.taking import Standing
from storage.demo import demo_payload
from storage.errors import Refused
from storage.generations import BEFORE_IMPORT
from storage.library import Library
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import carry_over, open_report, parsed

REPORT = "2023-kjgmkf"


class Desk:
    """A library with the demo report, a reference in one of its texts, and the file that was exported of it."""

    def __init__(self, home: Path) -> None:
        self.home, self.path = home, home / "甲.md"
        payload = demo_payload() | {"编号": REPORT}
        benefits = next(section for section in payload["章节"] if section["编号"] == "benefits")
        benefits["文字"]["正文"] = benefits["文字"]["正文"].replace("开放267天，", "开放{{开放天数}}，")
        self.library = Library.open(home / "库", create=True)
        self.library.create(payload)
        write_export(self.path, *parsed(self.payload(), None), "md")

    def payload(self, library: str = "库", report_id: str = REPORT) -> dict[str, object]:
        return read_report(Library.open(self.home / library).path_of(report_id))

    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def edit(self, before: str, after: str) -> None:
        assert before in self.text()
        self.path.write_text(self.text().replace(before, after), encoding="utf-8")

    def read(self) -> OwnFile:
        own = read_own(self.path, None)
        assert own is not None
        return own

    def bring(self, *take: str, library: str = "库", write: bool = True) -> BroughtIn:
        return bring_in(self.read(), self.home / library, take, write=write)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def prose_of(payload: dict[str, object], section_id: str) -> str:
    prose = Report.read(payload).section(section_id).prose
    assert prose is not None
    return prose.text


def change(library: Library, words: str) -> None:
    """Add words to a section of the report in the library."""
    opened = open_report(library, REPORT)
    with opened.file:
        section = opened.report.section("other")
        assert section.prose is not None
        section.prose.text += words
        opened.report.touch(section)
        opened.file.save(opened.report.payload())


def test_the_library_s_own_report_writes_nothing(desk: Desk) -> None:
    before = desk.library.path_of(REPORT).read_bytes()
    brought = desk.bring()
    assert (brought.id, brought.outcome) == (REPORT, "same") and "一样" in brought.told[0]
    assert {one.standing for one in brought.sections} == {Standing.SAME}
    assert desk.library.path_of(REPORT).read_bytes() == before and len(desk.library.entries()) == 1


def test_controls_are_dropped_and_counted(desk: Desk) -> None:
    desk.edit("比目标多7天", "比\u202e目标\x1b多7天")
    brought = desk.bring()
    assert brought.outcome == "same" and brought.told[0] == "有2个看不见的控制字符没有读进来。"


def test_what_the_library_does_not_have_becomes_its_report_under_its_number(desk: Desk) -> None:
    looked = desk.bring(library="另", write=False)
    assert (looked.id, looked.outcome, len(looked.sections)) == ("", "new", 13)
    assert not (desk.home / "另").exists()
    with pytest.raises(Refused, match="不用写 --take"):
        desk.bring("all", library="另")
    brought = desk.bring(library="另")
    assert (brought.id, brought.outcome, brought.told) == (REPORT, "new", ())
    other = Library.open(desk.home / "另")
    again = desk.home / "乙.md"
    write_export(again, *parsed(desk.payload("另"), None), "md")
    assert again.read_bytes() == desk.path.read_bytes()
    # In the trash it still has its number.
    other.trash(REPORT)
    assert desk.bring(library="另").id != REPORT


def test_the_report_is_found_by_its_number_or_by_what_it_is_about(desk: Desk) -> None:
    desk.edit("| 项目名称 | 科技馆免费开放补助资金 |", "| 项目名称 | 科技馆运行 |")
    brought = desk.bring(write=False)
    assert brought.id == REPORT and [one.section for one in brought.sections if one.standing != "相同"] == [
        "cover"
    ]
    desk.edit("| 项目名称 | 科技馆运行 |", "| 项目名称 | 科技馆免费开放补助资金 |")
    desk.edit(REPORT, "2023-zzzzzz")
    assert desk.bring().id == REPORT
    cover = Report.read(desk.payload()).cover
    carry_over(desk.library, REPORT, unit=cover.unit, year=cover.year, project=cover.project)
    with pytest.raises(Refused, match="不知道是哪一份"):
        desk.bring()


def test_what_differs_is_asked_for_and_taken_by_name(desk: Desk) -> None:
    desk.edit("开放267天，比目标多7天", "开放267天，比去年多7天")
    desk.edit("| 电费 |  | 229,592.46 |", "| 电费 |  | 229,592.47 |")
    with pytest.raises(
        Refused, match="没有导入：“（一）项目基本性质、用途、涉及范围”、“（三）效益目标”不同；要用"
    ):
        desk.bring()
    with pytest.raises(Refused, match="没有可以采用的“other”；文件里不同的节是：purpose、benefits"):
        desk.bring("other")
    taken = desk.bring("（三）效益目标")
    assert taken.outcome == "taken" and taken.told[0].endswith("甲.md”导出后改过。") and len(taken.told) == 2
    assert "开放{{开放天数}}，比去年多7天" in prose_of(desk.payload(), "benefits")
    funds = Report.read(desk.payload()).funds
    assert funds is not None and str(funds.uses[1].amount) == "229592.46"
    # What it was before is in its history.
    kept = desk.library.versions(REPORT)[0]
    assert kept.why == BEFORE_IMPORT and "比目标多7天" in prose_of(read_report(kept.path), "benefits")
    with open_report(desk.library, REPORT).file, pytest.raises(Refused, match="正在另一处打开"):
        desk.bring("all")
    # Nothing takes the place of what nobody has seen beside it.
    found = find_returned(desk.read(), desk.library.path)
    change(desk.library, "另有一点。")
    with pytest.raises(Refused, match="刚才又改过"):
        take_returned(found, desk.library, ["purpose"])
    assert desk.bring("all").outcome == "taken"
    assert desk.bring().outcome == "same"
    funds = Report.read(desk.payload()).funds
    assert funds is not None and str(funds.uses[1].amount) == "229592.47"


def test_a_file_nobody_changed_that_is_older_than_the_library_s_report_is_asked_about(desk: Desk) -> None:
    change(desk.library, "另有一点。")
    with pytest.raises(Refused, match="文件导出后没有改过，是库里的后来改了"):
        desk.bring()
    assert desk.bring("other").outcome == "taken"
    assert "另有一点" not in prose_of(desk.payload(), "other")


def test_a_section_that_the_file_leaves_out_stays(desk: Desk) -> None:
    text = desk.text()
    end = text.index("## 附件")
    desk.path.write_text(text[: text.index("## 四、")] + text[end:], encoding="utf-8")
    brought = desk.bring()
    assert brought.outcome == "same" and "文件里没有“其他需说明的问题”，库里的没有动。" in brought.told


def test_a_word_file_of_ours_comes_back_as_markdown_does(desk: Desk) -> None:
    desk.path = desk.home / "甲.docx"
    write_export(desk.path, *parsed(desk.payload(), None), "docx")
    assert desk.bring().outcome == "same"
    assert desk.bring(library="另").told == ()
    assert Report.read(desk.payload("另")).funds == Report.read(desk.payload()).funds
    edited = docx.Document(str(desk.path))
    for paragraph in edited.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("比目标多7天", "比去年\u202e多7天")
    edited.tables[0].rows[1].cells[1].paragraphs[0].runs[0].text += "\u202e"
    (cell,) = (
        row.cells[3]
        for table in edited.tables
        for row in table.rows
        if row.cells[1].text == row.cells[0].text + "合计"
    )
    cell.paragraphs[0].runs[0].text = "1.00"
    edited.save(str(desk.path))
    brought = desk.bring("all")
    assert brought.outcome == "taken" and len(brought.told) == 3
    assert brought.told[1] == "有2个看不见的控制字符没有读进来。"
    assert brought.told[2].startswith("“（一）项目基本性质、用途、涉及范围”，表格第11行：“1.00”（金额）没有采用")
    assert "开放{{开放天数}}，比去年多7天" in prose_of(desk.payload(), "benefits")
