"""What is measured: our editor, texts of any length, reports and libraries."""

import json
import sys
from decimal import Decimal
from functools import cache
from itertools import cycle, islice, product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from textual.widgets import TextArea

from storage.demo import demo_payload
from storage.library import TEMPLATES, Library
from storage.outline_files import find_outline
from storage.report.indicators import Indicator
from storage.report.problems import Problem
from storage.report.report import Report
from storage.report_file import ReportFile

PYTHON = sys.executable
ZIPINGBAO = str(Path(PYTHON).with_name("zipingbao"))

_SENTENCE = (
    "全年开放267天，接待参观109522人次，其中中小学生占六成；组织科普活动（含流动展览）43场次，覆盖七个乡镇。"
)
FRESH = [chr(code) for code in range(0x5140, 0x9000) if chr(code) not in _SENTENCE]
"""Characters that stand in no text: wherever one of them is drawn, it was typed just now."""

_OUTLINE = """
format = 1
id = "bench"
version = 1
name = "快慢"
about = "两节文字，两节表"
title = "{填报单位}{年度}年自评报告"
cover = ["填报单位", "年度", "项目名称"]
cover_guidance = "填封面"

[scoring]
levels = [{ name = "产出指标", weight = 90, kinds = ["数量指标"] }]

[[parts]]
number = "一"
title = "全部"
"""
_SECTION = """
[[parts.sections]]
id = "{id}"
number = "（{number}）"
title = "{id}"
short = "{id}"
guidance = "填写"
blocks = ["{block}"]
"""
_SECTIONS = {"text": "prose", "other": "prose", "list": "problems", "table": "indicators"}
TABLES = {"list": ("问题与改进措施", 0), "table": ("绩效指标", 2)}
"""The sections that are tables: what the table is called on screen, and its first column that takes words."""


def our_editor() -> TextArea:
    """Return the editor of a section's text as the entry screen has it; nothing else here names its class."""
    from tui.entry.prose_editor import ProseEditor

    return ProseEditor()


def paragraph(length: int, last: str = "") -> str:
    """Return one paragraph of `length` characters, of which the last are `last`."""
    return "".join(islice(cycle(_SENTENCE), length - len(last))) + last


def reference(chosen: Path | None) -> tuple[str, str]:
    """Return the text to check and what to call it: the one chosen, the published report, or the sample's."""
    from exports.exporting import written
    from storage.reports import parsed
    from tests.bench.programs import ROOT

    path = chosen or ROOT.parent / "shared" / "reference" / "linze-2023.txt"
    if chosen or path.is_file():
        return path.read_text(encoding="utf-8"), path.name
    return written(*parsed(demo_payload(), None), "md").decode(), "the sample report"


def library_of_text(folder: Path, text: str, caret: int) -> Path:
    """Make a library of the sample report with `text` in its first section, left with the caret in it."""
    payload = demo_payload()
    section = payload["章节"][1]
    section["文字"]["正文"] = text
    place = {"章节": section["编号"], "内容": "prose", "行": 0, "列": caret}
    return _library_of(folder, payload, place)


def library_of_sections(folder: Path, *, rows: int, texts: tuple[str, str], section: str) -> Path:
    """Make a library of a report of two texts and two tables of `rows`, left at the end of one of them."""
    templates = folder / TEMPLATES
    templates.mkdir(parents=True)
    sections = (
        _SECTION.format(id=name, number=number, block=block)
        for (name, block), number in zip(_SECTIONS.items(), "一二三四", strict=True)
    )
    (templates / "bench.toml").write_text(_OUTLINE + "".join(sections), encoding="utf-8")
    report = Report.new(find_outline("bench", templates), unit="甲县科协", year="2023", project="免费开放")
    for name, text in zip(("text", "other"), texts, strict=True):
        prose = report.section(name).prose
        assert prose is not None
        prose.text = text
    problems, indicators = report.section("list").problems, report.section("table").indicators
    assert problems is not None
    assert indicators is not None
    scored: dict[str, Any] = {"level": "产出指标", "kind": "数量指标", "weight": Decimal(90) / rows}
    problems.rows = [
        Problem(problem=f"问题{number}", cause="人手不足", measure="增加两人", owner="办公室", due="2024年6月底前")
        for number in range(rows)
    ]
    indicators.rows = [
        Indicator(**scored, name=f"指标{number}", target="≥10场次", actual="12场次") for number in range(rows)
    ]
    place: dict[str, Any] = {"章节": section, "内容": _SECTIONS[section]}
    if section in TABLES:
        sheet, column = TABLES[section]
        place |= {"表": sheet, "行": 1, "列": column, "字": 0}
    return _library_of(folder, report.payload(), place)


def _library_of(folder: Path, payload: dict[str, Any], place: dict[str, Any]) -> Path:
    library = Library.open(folder, create=True)
    with ReportFile(library.path_of(library.create(payload))) as file:
        file.save_place(place)
    return folder


@cache
def library_of_many(folder: Path, count: int) -> Library:
    """Make a library of `count` reports like the sample, each of its own project; made once for all figures.

    The project of the last in the list begins with the first of FRESH.
    """
    library = Library.open(folder, create=True)
    first, *numbers = islice(map("".join, product(ascii_lowercase, repeat=6)), count)
    payload = demo_payload()
    library.create({**payload, "编号": f"2023-{first}"})
    tables = json.loads(library.path_of(f"2023-{first}").read_text(encoding="utf-8"))
    head, cover = tables["报告"]["1"], tables["章节"]["1"]["封面"]
    project = cover["项目名称"]
    head["修改时间"] = "2024-03-15T16:20:00+08:00"

    def put(number: str, project: str) -> None:
        # Not through the store: ten thousand durable writes take minutes, and the bytes are the same.
        head["编号"] = f"2023-{number}"
        head["摘要"]["项目"] = cover["项目名称"] = project
        text = json.dumps(tables, ensure_ascii=False)
        (folder / f"2023-{number}.json").write_text(text, encoding="utf-8")

    for number in numbers:
        put(number, f"{project}{number}")
    head["修改时间"] = "2000-01-01T00:00:00+08:00"
    put(first, f"{FRESH[0]}项目")
    library.entries()
    return library
