"""Our own Markdown, as it was exported and as people change it, read back and taken into a library's report."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports import markdown
from exports.composing import compose
from exports.reading.own_file import OwnFile
from exports.reading.own_markdown import read_own_markdown
from exports.taking import Standing, compare_sections, continued, take_sections
from storage.demo import demo_payload
from storage.errors import Refused
from storage.outline import Outline
from storage.report.prose import Prose
from storage.report.report import Report, Section
from storage.reports import parsed


def sample() -> tuple[Report, Outline]:
    """Return the demo report with references in its texts and a section no outline has."""
    report, outline = parsed(demo_payload(), None)
    prose = report.section("benefits").prose
    assert prose is not None
    prose.text = prose.text.replace("开放267天", "开放{{开放天数}}").replace(
        "参观人次109,522，", "参观{{参观人次}}，"
    )
    prose.text = prose.text.replace("科普活动109场次，", "科普活动{{科普活动场次}}，") + "\n\n　\n"
    report.sections.append(Section(id="old-one", title="旧的一节", done=True, prose=Prose(text="旧内容")))
    return report, outline


HERE, OUTLINE = sample()
EXPORTED = markdown.write(compose(HERE, OUTLINE))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own") / "报告.md"


def read(path: Path, text: str, encoding: str = "utf-8") -> OwnFile:
    path.write_bytes(text.encode(encoding))
    own = read_own_markdown(path, None)
    assert own is not None
    return own


def edited(path: Path, *changes: tuple[str, str]) -> OwnFile:
    text = EXPORTED
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    own = read(path, text)
    assert not own.unchanged
    return own


def text_of(report: Report, section_id: str) -> str:
    prose = report.section(section_id).prose
    assert prose is not None
    return prose.text


def standings(own: OwnFile) -> dict[str, Standing]:
    there = continued(own.report, HERE, OUTLINE)
    found = compare_sections(HERE, there, OUTLINE)
    return {one.section: one.standing for one in found if one.standing is not Standing.SAME}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_what_nobody_changed_is_the_same_report(path: Path, encoding: str) -> None:
    own = read(path, EXPORTED.replace("\n", "\r\n"), encoding)
    assert own.unchanged and own.problems == () and own.report.id == HERE.id
    assert standings(own) == {}
    taken = take_sections(HERE, continued(own.report, HERE, OUTLINE), [section.id for section in HERE.sections])
    assert text_of(taken, "benefits") == text_of(HERE, "benefits").rstrip("\n　") + "\n\n　\n"
    assert taken.section("old-one").done and taken.answers == HERE.answers


def test_changes_are_taken_section_by_section_and_references_stay(path: Path) -> None:
    own = edited(
        path,
        ("参观109,522人次，比目标多9,522", "参观109,522人次，比目标多九千余"),
        ("| 开放天数 | 267 |", "| 开放天数 | 270 |"),
        ("旧内容", "新内容"),
        ("| 电费 |  | 229,592.46 |", "| 电费 |  | 22.959246万元 |"),
        ("| 水费 |  | 16,623.60 |", "| 水费 |  | 16623.61 |"),
    )
    assert standings(own) == dict.fromkeys(["purpose", "benefits", "old-one"], Standing.DIFFERENT)
    assert [problem.partition("：")[2] for problem in own.problems] == [
        "“1,554,225.33”（金额）没有采用：这一格是自动填的，应是“1,554,225.34”。"
    ]
    line = EXPORTED.split("\n").index("|  | 合计 |  | 1,554,225.33 |") + 1
    assert own.problems[0].startswith(f"第{line}行：")
    there = continued(own.report, HERE, OUTLINE)
    taken = take_sections(HERE, there, ["benefits", "old-one"])
    assert text_of(taken, "benefits") == text_of(HERE, "benefits").replace("比目标多9,522", "比目标多九千余")
    assert "开放270天" in markdown.write(compose(taken, OUTLINE))
    assert text_of(taken, "old-one") == "新内容" and taken.section("old-one").done
    assert taken.funds == HERE.funds and taken.revision == HERE.revision + 2
    assert text_of(HERE, "old-one") == "旧内容"


def test_a_section_that_is_only_here_or_only_there_is_told_apart(path: Path) -> None:
    end = EXPORTED.index("## 旧的一节")
    own = read(
        path,
        EXPORTED[:end]
        + "## 附言\n\n## 附言\n\n谢谢。\n\n## 其他需说明的问题\n\n没有。\n\n### （三）自评工作实施过程\n\n又一遍。\n",
    )
    assert standings(own) == {
        "old-one": Standing.ONLY_HERE,
        "附言": Standing.ONLY_THERE,
        "其他需说明的问题": Standing.ONLY_THERE,
        "（三）自评工作实施过程": Standing.ONLY_THERE,
    }
    assert [problem.partition("：")[2] for problem in own.problems] == ["“附言”下面没有内容，没有采用。"]
    taken = take_sections(HERE, continued(own.report, HERE, OUTLINE), ["附言"])
    assert text_of(taken, "附言") == "谢谢。"
    begin, end = EXPORTED.index("### （二）绩效自评金额"), EXPORTED.index("### （三）自评工作实施过程")
    own = read(path, EXPORTED[:begin] + EXPORTED[end:])
    assert standings(own) == {"coverage": Standing.ONLY_HERE}
    taken = take_sections(HERE, continued(own.report, HERE, OUTLINE), [])
    assert taken == HERE


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "# 临泽县科学技术协会2023年项目",
            "# 某县项目",
            "照封面应是“临泽县科学技术协会2023年项目支出绩效自评报告”",
        ),
        ("（2023年科技馆免费开放补助资金）", "（2022年）", "“（2022年）”没有采用"),
        ("### （三）自评工作实施过程", "### （三）过程", "模板里没有“（三）过程”这个标题"),
        ("## 二、项目概况", "收尾。\n\n#### 小标题\n\n## 二、项目概况", "“小标题”不是一节的标题，作为正文"),
        ("## 二、项目概况和资金使用管理情况\n", "## 二、项目概况和资金使用管理情况\n\n总述。\n", "自成一节"),
        (
            "| 名称 | 数值 | 单位 | 期间 |",
            "| 名称 | 数值 | 单位 | 时间 |",
            "认不出表头是“名称、数值、单位、时间”的表",
        ),
        ("| 主管部门 | 临泽", "| 主管 | 临泽", "“主管　临泽县科学技术协会”没有采用"),
        ("| 100% |\n", "| 99% |\n", "“99%”（执行率）没有采用：这一格是自动填的，应是“100%”"),
        ("| 总分 |  |  |  |  | 100 | 95.11 |", "| 总分 |  |  |  |  | 100 | 98 |", "“98”（得分）没有采用"),
    ],
)
def test_what_cannot_be_taken_as_it_stands_is_told_with_its_line(
    path: Path, before: str, after: str, told: str
) -> None:
    own = edited(path, (before, after))
    assert any(told in problem for problem in own.problems), own.problems
    assert all(re.fullmatch("第[0-9]+行：.*。", problem) for problem in own.problems)
    # All that was written is in the report, or quoted where it is told.
    shown = markdown.write(compose(own.report, OUTLINE)) + "".join(own.problems)
    words = [word for word in re.split(r"[|#\s]+", after) if word]
    assert all(word[:30] in shown for word in words)


def test_a_cover_that_is_no_table_any_more_is_kept_as_text(path: Path) -> None:
    own = edited(path, ("（2023年科技馆免费开放补助资金）\n\n| 事项 | 内容 |\n", ""))
    assert "没有封面的表" in own.problems[0] and "0936-1234567" in text_of(own.report, "cover")
    assert own.report.cover.unit == HERE.cover.unit and not own.report.cover.phone


def test_what_is_not_ours_is_left_to_the_other_readers(path: Path) -> None:
    path.write_text("# 一、概况\n", encoding="utf-8")
    assert read_own_markdown(path, None) is None
    other = path.with_suffix(".txt")
    other.write_text(EXPORTED, encoding="utf-8")
    assert read_own_markdown(other, None) is None


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("自评宝 1", "自评宝 2", "由更新的版本导出"),
        ("county 2", "nowhere 1", "nowhere"),
        ("单位: ", "单位 ", "看不懂"),
        ("| 开放天数 | 267 | 天 | 全年 |", "| 开放天数 | 267 | 天 |", "有3格，表头有4格"),
        ("## 旧的一节\n", "## 甲\n\n" * 400, "不像一份报告"),
    ],
)
def test_one_that_cannot_be_read_is_refused_in_words(path: Path, before: str, after: str, why: str) -> None:
    path.write_text(EXPORTED.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Refused, match=why):
        read_own_markdown(path, None)


def test_another_version_of_the_outline_is_named_where_something_does_not_fit(path: Path) -> None:
    own = edited(path, ("county 2", "county 1"), ("（三）自评工作实施过程", "（三）实施"))
    assert own.problems[0] == "它照模板“项目支出绩效自评报告（县级）”第1版写成，现在是第2版。"
    assert read(path, EXPORTED.replace("county 2", "county 1")).problems == ()


lines = EXPORTED.split("\n")
spots = st.integers(0, len(lines) - 1)
pieces = st.sampled_from(
    ["", "|", "| a | b |", "# 甲", "### （三）自评工作实施过程", "合计", "小计", "{{开放天数}}", "9"]
)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Draw the exported file with lines taken out, doubled, moved, cut, or with something put in."""
    text = list(lines)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(spots) % len(text)
        match draw(st.integers(0, 4)):
            case 0:
                del text[at : at + draw(st.integers(1, 9))]
            case 1:
                text.insert(draw(spots) % len(text), text[at])
            case 2:
                text[at] = text[at][: draw(st.integers(0, 9))] + draw(pieces) + text[at][draw(st.integers(0, 9)) :]
            case 3:
                text.insert(at, draw(pieces))
            case _:
                text[at], text[-at] = text[-at], text[at]
    return "\n".join(text)


@given(mangled())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_to_a_file_it_is_read_or_refused_in_words(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    try:
        own = read_own_markdown(path, None)
    except Refused as error:
        assert re.fullmatch(".+。", str(error), re.DOTALL)
        return
    if own is None:
        assert not text.startswith(EXPORTED[:12])
        return
    there = continued(own.report, HERE, OUTLINE)
    chosen = [one.section for one in compare_sections(HERE, there, OUTLINE) if one.standing.can_be_taken]
    taken = take_sections(HERE, there, chosen)
    assert Report.read(taken.payload()) == taken
    remaining = compare_sections(taken, there, OUTLINE)
    assert not [one for one in remaining if one.standing.can_be_taken]
