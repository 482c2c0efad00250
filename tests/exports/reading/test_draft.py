"""A file laid out over an outline's sections: everything has a place, is movable, and lands in the report."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.composing import compose
from exports.markdown import write
from exports.markdown_reading import front_matter, read_body
from exports.reading.draft import ASIDE, UNSORTED, Draft
from exports.reading.files import text_source
from exports.reading.recognising import Kind, known_titles, recognise
from storage.outline_files import find_outline, outline_files
from storage.report.report import Report
from tests.exports.reading.samples import SAMPLES, sample
from tests.exports.reading.test_recognising import REFERENCE, published

KNOWN = known_titles([find_outline(outline_id) for outline_id in outline_files()])
COUNTY = find_outline("county")
TEXT = """某县文化馆
2023年免费开放项目绩效自评报告
各位领导审阅。
一、自评工作开展情况
（一）组织管理
由办公室牵头。
（二）自评金额、个数和覆盖率：应自评1个项目，覆盖率100%。
（三）自评实施过程
三月查账。
1.现场核查
四月到现场。
二、项目概况和资金使用情况
总的情况写在这里。
（一）项目性质、用途和范围
免费开放补助。
（二）资金安排及落实
到位20万元。
（三）宣传报道
报纸登了两次。
三、主要经验
无。
四、其他需要说明的问题
无
某县文化馆
2024年3月1日
"""


def draft_of(text: str, outline_id: str = "county") -> Draft:
    return Draft.of(recognise(text_source(text), KNOWN), find_outline(outline_id))


def at(draft: Draft, words: str) -> int:
    return next(number for number, placed in enumerate(draft.pieces) if words in placed.piece.text)


def new_report() -> Report:
    return Report.new(COUNTY, unit="某县文化馆", year="2023", project="免费开放")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_each_line_finds_its_section_by_title_order_and_number() -> None:
    assert draft_of(TEXT).texts() == {
        UNSORTED: "各位领导审阅。\n（三）宣传报道\n报纸登了两次。\n三、主要经验\n无。",
        "organisation": "由办公室牵头。",
        "coverage": "应自评1个项目，覆盖率100%。",
        "process": "三月查账。\n1.现场核查\n四月到现场。",
        "purpose": "总的情况写在这里。\n免费开放补助。",
        "allocation": "到位20万元。",
        "other": "无",
    }


def test_what_a_person_should_look_at_is_marked() -> None:
    draft = draft_of(TEXT)
    unsure = {draft.pieces[position].piece.text for position in draft.unsure()}
    assert {"总的情况写在这里。", "报纸登了两次。", "三、主要经验", "各位领导审阅。"} <= unsure
    assert not {"由办公室牵头。", "（二）资金安排及落实", "四、其他需要说明的问题", "1.现场核查"} & unsure
    looked_at = draft.confirmed(draft.unsure())
    assert looked_at.unsure() == [] and looked_at.texts() == draft.texts()


def test_what_stands_around_the_body_is_aside_and_can_be_brought_in() -> None:
    draft = draft_of(TEXT)
    aside = [placed.piece.text for placed in draft.pieces if placed.section == ASIDE]
    assert [text for text in aside if text] == [
        *("某县文化馆", "2023年免费开放项目绩效自评报告"),
        *("某县文化馆", "2024年3月1日"),
    ]
    brought = draft.moved([at(draft, "2024年3月1日")], "other")
    assert brought.texts()["other"] == "无\n2024年3月1日"


def test_a_heading_moves_with_what_is_under_it() -> None:
    draft = draft_of(TEXT)
    moved = draft.moved(draft.below(at(draft, "宣传报道")), "completion")
    assert moved.texts()["completion"] == "（三）宣传报道\n报纸登了两次。"
    titled = draft.as_title(at(draft, "宣传报道"), "completion")
    assert titled.texts()["completion"] == "报纸登了两次。"
    assert "宣传报道" not in titled.texts()[UNSORTED]


def test_a_heading_can_be_left_as_text() -> None:
    draft = draft_of(TEXT)
    left = draft.as_text(at(draft, "（二）自评金额"))
    assert (
        left.texts()["organisation"] == "由办公室牵头。\n（二）自评金额、个数和覆盖率：应自评1个项目，覆盖率100%。"
    )
    assert "coverage" not in left.texts()
    assert at(left, "（二）自评金额") not in left.unsure()


def test_there_is_no_moving_to_nowhere() -> None:
    draft = draft_of(TEXT)
    for place in ("cover", "table", "没有"):
        with pytest.raises(KeyError):
            draft.moved([0], place)
    assert [place for place, _ in draft.places()][-2:] == [UNSORTED, ASIDE]


def test_another_order_is_found_and_doubted() -> None:
    text = "一、其他需说明的问题\n无\n二、自评工作开展情况\n（一）自评工作实施过程\n查账。\n（二）自评工作的组织管理情况\n牵头。"
    draft = draft_of(text)
    assert draft.texts() == {"other": "无", "process": "查账。", "organisation": "牵头。"}
    assert at(draft, "组织管理情况") in draft.unsure()


def test_a_text_without_headings_is_unsorted_and_none_of_it_is_lost() -> None:
    draft = draft_of("今年的情况总的很好。\n具体数字见表，\n不再重复。")
    assert draft.texts() == {UNSORTED: "今年的情况总的很好。\n具体数字见表，\n不再重复。"}


def test_a_draft_is_put_into_a_report_after_what_is_there() -> None:
    report = new_report()
    other = report.section("other").prose
    assert other is not None
    other.text = "原有的话。"
    draft_of(TEXT).apply(report)
    assert other is not report.section("other").prose
    texts = {one.id: one.prose.text for one in report.sections if one.prose is not None and one.prose.text}
    assert texts == draft_of(TEXT).texts() | {"other": "原有的话。\n无"}
    again = Report.read(report.payload())
    again.fit(COUNTY)
    assert again.section(UNSORTED).title == UNSORTED and again.section(UNSORTED) == report.section(UNSORTED)


@published
def test_the_reference_lands_in_its_twelve_sections() -> None:
    text = (REFERENCE / "linze-2023.txt").read_text(encoding="utf-8")
    draft = draft_of(text)
    assert draft.unsure() == []
    texts = draft.texts()
    assert list(texts) == [
        *("organisation", "coverage", "process", "purpose", "allocation", "benefits"),
        *("comparison", "completion", "analysis", "problems", "other"),
    ]
    body = [placed.piece for placed in draft.pieces if placed.piece.kind in {Kind.BODY, Kind.HEADING}]
    kept = [squeezed(piece.text[piece.body if piece.heading else 0 :]) for piece in body]
    assert squeezed("".join(texts.values())) == "".join(kept)
    titles = [placed.piece.text for placed in draft.pieces if placed.title]
    assert len(titles) == 14
    report = new_report()
    draft.apply(report)
    _, exported = front_matter(write(compose(report, COUNTY)))
    shown = squeezed("".join(getattr(element, "text", "") for element in read_body(exported)))
    assert all(line in shown for line in kept)
    assert "\\" not in exported.replace("\\\n", "")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(SAMPLES)), min_size=1, max_size=3),
    st.sampled_from(list(outline_files())),
    st.data(),
)
def test_no_character_of_the_body_is_lost_or_moved_past_another(
    names: list[str], outline_id: str, data: st.DataObject
) -> None:
    draft = draft_of("\n".join(sample(SAMPLES[name]).text for name in names), outline_id)
    places = [place for place, _ in draft.places()]
    for _ in range(data.draw(st.integers(0, 3))):
        position = data.draw(st.integers(0, len(draft.pieces) - 1))
        draft = data.draw(
            st.sampled_from(
                [draft.as_text(position), draft.moved(draft.below(position), places[position % len(places)])]
            )
        )
    for section, text in draft.texts().items():
        assert text == "\n".join(
            placed.text for placed in draft.pieces if placed.section == section and placed.text
        )
    for placed in draft.pieces:
        if placed.piece.kind in {Kind.BODY, Kind.ROW, Kind.ANNEX} and placed.section != ASIDE:
            assert placed.text == placed.piece.text.strip(" \t　\n")
