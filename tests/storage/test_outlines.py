"""The outlines that come with the program, an office's own."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from storage.outline import Outline
from storage.outline_files import DEFAULT, OutlineError, find_outline, outline_files, parse_outline
from storage.report.cover import COVER_FIELDS
from storage.report.report import Report, State
from tests.storage.office import SMALL

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
    assert [fact.name for section in report.sections if section.facts for fact in section.facts.rows] == asked


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


def test_a_section_is_found_by_its_id() -> None:
    county = find_outline("county")
    assert [county.section(section.id) for section in county.sections] == list(county.sections)
    assert county.section("cover") is county.sections[0]
    assert county.section("没有") is None


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


def test_an_outline_sets_what_the_checks_go_by() -> None:
    usual = parse_outline(SMALL, "t").checks
    assert (usual.low_rate, usual.overshoot, usual.rate_over_full) == (Decimal("0.8"), Decimal("1.2"), False)
    settings = "[checks]\nlow_rate = 0.9\nrate_over_full = true\novershoot = 1.3\n\n"
    own = parse_outline(SMALL.replace("[scoring]", settings + "[scoring]"), "t").checks
    assert (own.low_rate, own.overshoot, own.rate_over_full) == (Decimal("0.9"), Decimal("1.3"), True)
    assert own.rectification_below == usual.rectification_below == 80
