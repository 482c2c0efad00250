"""The outlines that come with the program, an office's own, and what is said about a wrong one."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from storage.outline import (
    DEFAULT,
    Outline,
    OutlineError,
    find_outline,
    load_outline,
    outline_files,
    parse_outline,
)
from storage.report.cover import COVER_FIELDS
from storage.report.report import Report, State
from storage.toml_lines import Location, line_of

OUTLINES = ("county", "department", "evaluation", "transfer")

COUNTY_SECTIONS = [
    ("organisation", "一", "（一）", "自评工作的组织管理情况"),
    ("coverage", "一", "（二）", "绩效自评金额、个数、覆盖率"),
    ("process", "一", "（三）", "自评工作实施过程"),
    ("purpose", "二", "（一）", "项目基本性质、用途、涉及范围"),
    ("allocation", "二", "（二）", "项目资金安排落实情况"),
    ("benefits", "二", "（三）", "效益目标"),
    ("comparison", "二", "（四）", "项目资金实际使用情况与年初预算对比分析"),
    ("completion", "三", "（一）", "对比绩效目标自评表，分析说明项目绩效目标实际完成情况"),
    ("analysis", "三", "（二）", "对绩效目标、评价指标体系进行分析，提出改进建议"),
    ("problems", "三", "（三）", "对项目实施中存在的问题原因分析，提出改进意见"),
    ("other", "四", "", "其他需说明的问题"),
    ("table", "附件", "", "项目支出绩效自评表"),
]

SMALL = """\
format = 1
id = "small"
version = 2
name = "小模板"
about = "只有两节"
title = "{填报单位}{年度}年自评报告"
cover = [
    "填报单位", "年度",
    "项目名称",
]
cover_guidance = \"\"\"
填封面。

[parts]
写全称。\"\"\"

[scoring]  # 计分
levels = [
    { name = "产出指标", weight = 50, kinds = ["数量指标"] },
    { name = "效益指标", weight = 40, kinds = [
        "社会效益指标",
        "生态效益指标",
    ] },
]

[[parts]]
number = "一"
title = "概况"

[[parts.sections]]
id = "funds"
number = "（一）"
title = "资金"
short = "资金"
guidance = "填资金"
blocks = ["prose", "facts", "funds"]
facts = [
    { name = "开放天数", unit = "天" },
    { name = "参观人次", unit = "人次" },
]

[[parts]]
number = "二"
title = "绩效"

[[parts.sections]]
id = "table"
title = "绩效"
short = "绩效"
guidance = "填绩效"
blocks = ["facts", "indicators"]

[[parts.sections.facts]]
name = "活动场次"
unit = "场次"

[[parts.sections.facts]]
name = "活动人数"
unit = "人"
"""


def sections_of(outline: Outline) -> list[tuple[str, str, str, str]]:
    return [
        (section.id, part.number, section.number, section.title)
        for part in outline.parts
        for section in part.sections
    ]


def test_four_outlines_come_with_the_program_and_the_county_one_is_the_default() -> None:
    assert tuple(sorted(outline_files())) == OUTLINES
    assert DEFAULT == "county"


def test_the_county_outline_has_the_twelve_official_sections() -> None:
    county = find_outline("county")
    assert sections_of(county) == COUNTY_SECTIONS
    assert [part.heading for part in county.parts] == [
        "一、自评工作开展情况",
        "二、项目概况和资金使用管理情况",
        "三、项目绩效情况",
        "四、其他需说明的问题",
        "附件：项目支出绩效自评表",
    ]


def test_the_transfer_outline_has_five_parts_and_the_unscored_table() -> None:
    transfer = find_outline("transfer")
    assert [part.heading for part in transfer.parts] == [
        "一、绩效目标分解下达情况",
        "二、绩效情况分析",
        "三、偏离绩效目标的原因和下一步改进措施",
        "四、绩效自评结果拟应用和公开情况",
        "五、其他需要说明的问题",
        "附件：转移支付区域（项目）绩效自评表",
    ]
    blocks = {kind for section in transfer.sections for kind in section.blocks}
    assert {"transfer", "funds", "problems"} < blocks
    assert "indicators" not in blocks
    assert transfer.fund_kinds == ("中央财政资金", "地方资金", "其他资金")
    assert "中央主管部门" in transfer.cover


def test_the_evaluation_outline_has_seven_parts_and_a_scored_table() -> None:
    evaluation = find_outline("evaluation")
    assert [part.number for part in evaluation.parts] == ["一", "二", "三", "四", "五", "六", "七", "附件"]
    assert evaluation.sections[-1].blocks == ("indicators",)


@pytest.mark.parametrize("outline_id", ["county", "transfer", "department"])
def test_the_official_weights_are_output_50_effect_30_satisfaction_10_execution_10(outline_id: str) -> None:
    scoring = find_outline(outline_id).scoring
    assert {level.name: str(level.weight) for level in scoring.levels} == {
        "产出指标": "50",
        "效益指标": "30",
        "满意度指标": "10",
    }
    assert scoring.execution == 10
    assert scoring.levels[0].kinds == ("数量指标", "质量指标", "时效指标", "成本指标")


@pytest.mark.parametrize("outline_id", OUTLINES)
def test_every_outline_suits_the_screen_and_says_something(outline_id: str) -> None:
    for section in find_outline(outline_id).sections:
        assert len(section.short) <= 10, section.short
        sentences = re.findall(r"[。！？]", section.guidance)
        assert 2 <= len(sentences) <= 4, (section.id, len(sentences))
        assert 40 <= len(section.guidance) <= 220, section.id
        assert not re.search(r"[*#`_>|~\\<\n]|^\s*[-+\d]+[.、 ]|\{|\[", section.guidance), section.id


@pytest.mark.parametrize("outline_id", OUTLINES)
def test_a_report_by_every_outline_starts_empty_and_complete(outline_id: str) -> None:
    outline = find_outline(outline_id)
    report = Report.new(outline, unit="临泽县科学技术协会", year="2023", project="科技馆免费开放补助资金")
    assert [section.id for section in report.sections] == [section.id for section in outline.sections]
    assert all(section.state is State.EMPTY for section in report.sections[1:])
    asked = [fact.name for section in outline.sections for fact in section.facts]
    assert [fact.name for facts in report.facts() for fact in facts.rows] == asked


def test_the_cover_knows_every_label_an_outline_may_ask_for() -> None:
    small = parse_outline(
        SMALL.replace('    "项目名称",\n', "".join(f'    "{label}",\n' for label in list(COVER_FIELDS)[2:])), "t"
    )
    assert set(small.cover) == set(COVER_FIELDS)


def test_an_outline_is_read_as_it_stands() -> None:
    small = parse_outline(SMALL, "t")
    assert small.cover_guidance == "填封面。\n\n[parts]\n写全称。"
    assert [fact.name for fact in small.sections[2].facts] == ["活动场次", "活动人数"]
    assert small.parts[1].heading == "二、绩效"
    assert small.scoring.full == 100


def test_a_weight_with_decimals_is_exactly_what_was_written() -> None:
    text = SMALL.replace("weight = 50", "weight = 50.1").replace("weight = 40", "weight = 39.9")
    assert [level.weight for level in parse_outline(text, "t").scoring.levels] == [
        Decimal("50.1"),
        Decimal("39.9"),
    ]


def test_what_acts_on_a_terminal_is_dropped_from_an_outline() -> None:
    small = parse_outline(SMALL.replace('about = "只有', 'about = "\\u001b[31m只\\u202e有'), "t")
    assert small.about == "[31m只有两节"


def line_with(text: str, needle: str, nth: int = 1) -> int:
    """Return the line, from 1, of the nth line that holds `needle`."""
    return [number for number, line in enumerate(text.split("\n"), 1) if needle in line][nth - 1]


FACT = '    { name = "参观人次", unit = "人次" },'
STEPS = "steps = [\n    { rate = 1, score = 10 },\n    { rate = 0, score = 12 },\n]\nlevels = ["
TIERS = 'grades = [{ name = "优", at_least = 0.9 }]\nlevels = ['
# What is replaced, by what, where the fault then stands (what its line holds, and which such line), and the words.
WRONG = {
    "a quote left open": ('name = "小模板"', 'name = "小模板', 'name = "小模板', 1, "不符合 TOML 写法"),
    "Chinese quotes": ('id = "funds"', "id = “funds”", "id = “funds”", 1, "不符合 TOML 写法"),
    "no equals sign": ('short = "资金"', 'short "资金"', 'short "资金"', 1, "不符合 TOML 写法"),
    "an open bracket at the end": ('unit = "人"', 'kinds = ["人"', 'kinds = ["人"', 1, "缺收尾的引号或括号"),
    "a key twice": ('short = "绩效"', 'title = "绩效"', 'title = "绩效"', 3, "同一项写了两次"),
    "a table twice": ('[[parts]]\nnumber = "二"', '[scoring]\nnumber = "二"', "[scoring]", 2, "同一项写了两次"),
    "a missing key at the top": ("version = 2\n", "", "", 1, "version：缺少这一项"),
    "a missing key in a section": ('short = "绩效"\n', "", "[[parts.sections]]", 2, "short：缺少这一项"),
    "a missing key in a part": ('number = "二"\n', "", "[[parts]]", 2, "number：缺少这一项"),
    "a missing key in a member": ('name = "参观人次", ', "", '{ unit = "人次" }', 1, "name：缺少这一项"),
    "no scoring": ("levels = [", "levles = [", "levles", 1, "不认识这一项"),
    "an unknown key at the top": ("version = 2\n", "version = 2\nverison = 2\n", "verison", 1, "不认识这一项"),
    "an unknown key in a section": (
        'guidance = "填绩效"',
        'guidence = "填绩效"',
        "guidence",
        1,
        "guidence：不认识",
    ),
    "an unknown key in a member": (FACT, FACT.replace("unit", "units"), "units", 1, "第2个.units：不认识"),
    "another format": ("format = 1", "format = 2", "format", 1, "format：只能是 1"),
    "an id with capitals": ('id = "table"', 'id = "Table"', '"Table"', 1, "只能用小写字母"),
    "a number as text": ("version = 2", 'version = "2"', "version", 1, "应当是整数"),
    "text as a number": ('unit = "场次"', "unit = 3", "unit = 3", 1, "应当是文字（加引号）"),
    "an empty title": ('title = "概况"', 'title = "  "', 'title = "  "', 1, "不能为空"),
    "text for a list": ('blocks = ["facts", "indicators"]', 'blocks = "facts"', 'blocks = "facts"', 1, "列表"),
    "an empty list": ('blocks = ["facts", "indicators"]', "blocks = []", "blocks = []", 1, "至少要有一个"),
    "a wrong kind": (
        '"prose", "facts", "funds"',
        '"prose",\n "facts",\n "fund"',
        '"fund"',
        1,
        "只能是 cover、prose",
    ),
    "a kind twice in a section": ('["facts", "indicators"]', '["facts",\n "facts"]', '"facts"]', 1, "写了两次"),
    "a kind twice in the outline": (
        '["facts", "indicators"]',
        '["facts",\n "funds"]',
        '"funds"]',
        2,
        "只能出现一次",
    ),
    "a second cover": ('["facts", "indicators"]', '["facts", "cover"]', '"cover"]', 1, "只能出现一次"),
    "facts without their block": (
        '["facts", "indicators"]',
        '["indicators"]',
        '["indicators"]',
        1,
        "却没有 facts",
    ),
    "an id twice": ('id = "table"', 'id = "funds"', 'id = "funds"', 2, "有两节的 id 都是 funds"),
    "a section that is called cover": ('id = "table"', 'id = "cover"', 'id = "cover"', 1, "id 都是 cover"),
    "a fact twice in a section": (
        FACT,
        FACT.replace("参观人次", "开放天数"),
        '"开放天数"',
        2,
        "“开放天数”要求填两次",
    ),
    "a fact twice in the outline": (
        'name = "活动人数"',
        'name = "参观人次"',
        'name = "参观人次"',
        2,
        "要求填两次",
    ),
    "a weight above 100": ("weight = 40", "weight = 400", "weight = 400", 1, "weight：不能大于 100"),
    "a weight below 0": ("weight = 40", "weight = -1", "weight = -1", 1, "weight：不能小于 0"),
    "a weight as text": ("weight = 40", 'weight = "40"', "weight = ", 2, "应当是数字"),
    "a weight that is no number": ("weight = 40", "weight = nan", "weight = nan", 1, "应当是数字"),
    "weights that are not 100": ("weight = 40", "weight = 30", "levels = [", 1, "合计是 90，应当是 100"),
    "an empty name in a list": ('"生态效益指标"', '""', '        "",', 1, "kinds.第2个：不能为空"),
    "a level twice": ('name = "效益指标"', 'name = "产出指标"', '"产出指标"', 2, "“产出指标”列了两次"),
    "a step above the weight": ("levels = [", STEPS, "score = 12", 1, "超过预算执行率的分值 10"),
    "no lowest grade": ("levels = [", TIERS, "grades", 1, "要有从 0 起的一档"),
    "an unknown rounding": ("levels = [", 'rounding = "up"\nlevels = [', "rounding", 1, "只能是 half_up、cut"),
    "a word for yes": ("levels = [", 'empty_budget_full = "是"\nlevels = [', "empty_budget", 1, "true 或 false"),
    "an unknown title placeholder": ("{年度}", "{年份}", "{年份}", 1, "{年份} 不认识"),
    "an unknown label of the cover": (
        '    "项目名称",',
        '    "项目名称",\n    "传真",',
        "传真",
        1,
        "只能是 填报单位",
    ),
    "a label of the cover twice": (
        '    "项目名称",',
        '    "项目名称",\n    "年度",',
        '"年度"',
        2,
        "“年度”列了两次",
    ),
    "a cover without the project": ('    "项目名称",\n', "", "cover = [", 1, "缺少“项目名称”"),
    "a section that is no table": (
        '[[parts.sections]]\nid = "table"',
        '[parts.sections]\nid = "table"',
        "[parts.sections]",
        2,
        "应当是一个列表",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_outline_is_refused_with_file_line_and_what_is_wrong(case: str) -> None:
    old, new, needle, nth, words = WRONG[case]
    assert SMALL.count(old) >= 1
    text = SMALL[::-1].replace(old[::-1], new[::-1], 1)[::-1]
    with pytest.raises(OutlineError) as caught:
        parse_outline(text, "本局.toml")
    message = str(caught.value)
    expected = line_with(text, needle, nth)
    assert message.startswith(f"模板 本局.toml 第 {expected} 行："), message
    assert words in message
    assert message.endswith("。")
    assert message.count("。") == 1


@pytest.mark.parametrize("outline_id", OUTLINES)
def test_every_value_of_a_real_outline_is_found_in_its_line(outline_id: str) -> None:
    text = outline_files()[outline_id].read_text(encoding="utf-8")
    lines = text.split("\n")

    def look(value: object, place: Location) -> None:
        if isinstance(value, dict):
            for key, member in value.items():
                look(member, (*place, key))
        elif isinstance(value, list):
            for position, member in enumerate(value):
                look(member, (*place, position))
        else:
            found = lines[line_of(text, place) - 1]
            assert str(value) in found or (place[-1] in {"guidance", "cover_guidance"} and '"""' in found), place

    look(tomllib.loads(text), ())


def test_the_line_is_right_in_a_file_with_the_line_ends_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    text = SMALL.replace('short = "绩效"', 'shrot = "绩效"')
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    with pytest.raises(OutlineError, match=f"第 {line_with(text, 'shrot')} 行"):
        load_outline(path)
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load_outline(path) == parse_outline(SMALL, "t")


def test_an_outline_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(OutlineError, match="另存为 UTF-8"):
        load_outline(path)


def test_an_office_adds_outlines_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    assert set(outline_files(tmp_path)) == {*OUTLINES, "small"}
    assert find_outline("small", tmp_path).name == "小模板"
    with pytest.raises(OutlineError, match="没有名为 small 的模板"):
        find_outline("small")


def test_an_office_puts_its_own_in_place_of_a_built_in_outline(tmp_path: Path) -> None:
    (tmp_path / "county.toml").write_text(SMALL.replace('"small"', '"county"'), encoding="utf-8")
    assert find_outline("county", tmp_path).name == "小模板"
    assert find_outline("county").name != "小模板"


def test_a_change_to_an_office_s_outline_is_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert find_outline("small", tmp_path).version == 2
    path.write_text(SMALL.replace("version = 2", "version = 3"), encoding="utf-8")
    assert find_outline("small", tmp_path).version == 3


def test_an_outline_named_otherwise_than_its_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(OutlineError, match=r"other\.toml 里的 id 是 small"):
        find_outline("other", tmp_path)


def test_a_folder_of_outlines_need_not_be_there(tmp_path: Path) -> None:
    assert set(outline_files(tmp_path / "没有")) == set(OUTLINES)
