"""The main job in the real program: an empty machine, every section and table typed, a kill, an export."""

import re
import time
from pathlib import Path

import pytest

from exports.markdown_reading import front_matter, read_body
from storage.outline_files import find_outline
from storage.report.report import Report
from storage.report_file import ReportFile
from tests.terminal import Terminal

SOURCES = [
    ("2022年结转免开资金", 1, "790841.85", "79.084185万元", "790,841.85"),
    ("2023年免开资金", 0, "1554200", "１５５．４２万元", "763383.48"),
]
USES = [
    ("临时聘用人员劳务费", [("临聘人员工资", "292774.39"), ("社保及医保", "42523.27")], ""),
    ("电费", [], "229592.46"),
    ("水费", [], "16623.60"),
    ("场馆运行维护费", [], "224321.1"),
    ("场馆提升改造费", [("2022年提升改造", "224806.32"), ("2023年提升改造", "427302")], ""),
    ("科普活动支出", [], "96282.19"),
]
TYPED: list[str] = []


def typed(words: str) -> str:
    TYPED.append(words)
    return words


def fill_prose(terminal: Terminal, section_id: str) -> None:
    terminal.type(typed(f"第一段：{section_id}这一节的正文，共3项，完成率100%。"))
    terminal.press("enter")
    terminal.type(typed(f"第二段：“引号”、[方括号]、1.编号和|竖线|都照原样，见{section_id}。"))


def fill_cover(terminal: Terminal, section_id: str) -> None:
    terminal.press("enter", "enter", "enter")
    for label in ("主管部门", "实施单位", "资金名称", "资金性质", "负责人", "填报人"):
        terminal.type(typed(f"甲县{label}填写"))
        terminal.press("enter")


def fill_facts(terminal: Terminal, section_id: str) -> None:
    asked = next(section for section in find_outline("county").sections if section.id == section_id).facts
    for number, fact in enumerate(asked[:4], 1):
        value = 1000 * number + len(fact.name)
        terminal.type(f"{value}{fact.unit}")
        TYPED.append(f"{value:,}")
        terminal.press("tab", "tab")


def fill_funds(terminal: Terminal, section_id: str) -> None:
    terminal.press("ctrl+n")
    for number, (name, turns, initial, annual, executed) in enumerate(SOURCES):
        if number:
            terminal.press("enter")
        terminal.type(typed(name))
        terminal.press("tab")
        # A new source proposes the first kind not used yet; the space bar turns to the next.
        terminal.type(" " * ((turns - number) % 3))
        for amount in (initial, annual, executed):
            terminal.press("tab")
            terminal.type(amount)
    terminal.press("tab", "ctrl+n")
    for number, (name, parts, amount) in enumerate(USES):
        if number:
            terminal.press("ctrl+n")
        terminal.type(typed(name))
        for part, part_amount in parts:
            terminal.press("ctrl+b")
            terminal.type(typed(part))
            terminal.press("tab")
            terminal.type(part_amount)
        if not parts:
            terminal.press("tab")
            terminal.type(amount)


def fill_problems(terminal: Terminal, section_id: str) -> None:
    terminal.press("ctrl+n")
    for number in (1, 2):
        for part in ("问题", "原因", "措施"):
            terminal.type(typed(f"{part}{number}：写明白"))
            terminal.press("tab")
        terminal.type(typed(f"科普部{number}"))
        terminal.press("tab")
        terminal.type(typed(f"2024年{number}月底前"))
        terminal.press("enter" if number == 1 else "tab")


def fill_indicators(terminal: Terminal, section_id: str) -> None:
    terminal.type(typed("预期：免费开放不少于260天"))
    terminal.press("enter")
    terminal.type(typed("完成：免费开放267天"))
    terminal.press("tab", "ctrl+n", "tab", "tab")
    for number, (name, target, actual, weight, judged) in enumerate(
        [("馆外活动", "≥50场次", "47场次", "90", ""), ("制度建设", "健全", "已健全", "0", "95")]
    ):
        if number:
            terminal.press("ctrl+n", "tab", "tab")
        terminal.type(typed(name))
        for words in (target, actual, weight):
            terminal.press("tab")
            terminal.type(words)
        if judged:
            terminal.press("tab")
            terminal.type(judged)
        # Past the deduction to the reason.
        terminal.press("tab", "tab")
        terminal.type(typed(f"{name}的偏差原因"))


FILL = {
    "cover": fill_cover,
    "prose": fill_prose,
    "facts": fill_facts,
    "funds": fill_funds,
    "problems": fill_problems,
    "indicators": fill_indicators,
}


def wait_until_on_disk(terminal: Terminal, library: Path, words: str) -> None:
    """Wait until the words, and the caret right behind them, have been saved without anyone asking for it."""
    (path,) = library.glob("*-*.json")
    end = time.monotonic() + 15
    while True:
        terminal.read()
        with ReportFile(path, writable=False) as file:
            section = Report.read(file.load()).section(file.place.get("章节", "cover"))
            row, column = (file.place.get(key) for key in ("行", "列"))
            lines = section.prose.text.split("\n") if section.prose else []
        if isinstance(row, int) and row < len(lines) and lines[row] == words and column == len(words):
            return
        assert time.monotonic() < end, f"“{words}” did not reach the disk:\n{terminal.text}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "文档").mkdir()
    return tmp_path


def test_a_report_is_made_typed_killed_found_again_and_exported(home: Path) -> None:
    TYPED.clear()
    terminal = Terminal(home, "--library", str(home / "库"))
    terminal.wait_for("不存在")
    terminal.press("enter")
    terminal.wait_for("这里还没有报告")
    terminal.press("ctrl+n")
    terminal.wait_for("新建报告")
    terminal.type(typed("临泽县科学技术协会"))
    terminal.press("enter")
    terminal.press("ctrl+u")
    terminal.type("2023")
    terminal.press("enter")
    terminal.type(typed("科技馆免费开放补助资金"))
    terminal.press("enter", "enter")
    terminal.wait_for("封面")

    sections = find_outline("county").sections
    for number, section in enumerate(sections, 1):
        terminal.wait_for(f"第 {number} 页")
        for position, kind in enumerate(section.blocks):
            if position:
                terminal.press("tab")
            FILL[kind](terminal, section.id)
        terminal.press("f4")

    terminal.press("f3")
    terminal.wait_for("第 12 页")
    # Between two paragraphs: the end of the text is where a caret would go that was not kept.
    terminal.press("up", "up", "end", "enter")
    terminal.type("早已存下的字")
    wait_until_on_disk(terminal, home / "库", "早已存下的字")
    terminal.type("最后一秒")
    terminal.kill()

    terminal = Terminal(home, "--library", str(home / "库"))
    terminal.wait_for("临泽县科学技术协会")
    terminal.press("enter")
    terminal.wait_for("第 12 页")
    terminal.wait_for("早已存下的字")
    terminal.type("接着打")
    terminal.press("f9")
    terminal.wait_for("导出报告")
    terminal.press("enter")
    terminal.wait_for("已导出")
    terminal.press("enter")
    assert terminal.quit() == 0

    (export,) = home.rglob("*.md")
    assert export.name == "临泽县科学技术协会2023年度科技馆免费开放补助资金绩效自评报告.md"
    identity, body = front_matter(export.read_text(encoding="utf-8"))
    assert identity["单位"] == "临泽县科学技术协会"
    read = "\n".join(map(str, read_body(body)))
    assert [words for words in TYPED if words not in read] == []
    # Of what was typed in the last second nothing, some or all is there, and the caret was right behind it.
    assert re.search("早已存下的字最?后?一?秒?接着打", read)
    for section in sections[1:]:
        assert re.sub(r"\s", "", section.title) in read
    for amount in ("790,841.85", "763,383.48", "1,554,225.33", "335,297.66", "652,108.32", "49.12%", "66.28%"):
        assert amount in read
