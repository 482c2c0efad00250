import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.checks.fixing import text_at
from storage.report.facts import Fact
from storage.report.prose import Prose
from storage.report.remark import Anchor
from storage.report.report import Report
from storage.report.spot import Spot
from storage.review.placing import Place, anchor_at, place_of
from tests.storage.review.sides import small_report

TEXT = "全年开放267天，组织馆外活动47场次。\n馆内活动另有47场次，观众满意。"


def written(text: str) -> Report:
    report = small_report()
    report.section("plan").prose = Prose(text=text)
    return report


def on(words: str, nth: int = 0, text: str = TEXT) -> Anchor:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return anchor_at(written(text), Spot("plan", "prose", ("text",), start, start + len(words)))


def now_at(report: Report, anchor: Anchor) -> tuple[str, bool]:
    place = place_of(report, anchor)
    if place.spot is None:
        return place.section, place.is_same
    prose = report.section(place.spot.section).prose
    assert prose is not None
    return prose.text[place.spot.start : place.spot.end], place.is_same


@pytest.mark.parametrize("nth", [0, 1])
def test_words_are_found_again_by_what_stands_around_them(nth: int) -> None:
    anchor = on("47场次", nth)
    lines = TEXT.split("\n")
    moved = "先说明一点。\n" + "\n".join(reversed(lines)) + "\n另有47场次。"
    place = place_of(written(moved), anchor)
    line = lines[nth]
    assert place.spot is not None
    assert place.spot.start == moved.index(line) + line.index("47场次")
    assert place.is_same


def test_words_that_moved_to_another_section_are_followed_with_what_stood_around_them() -> None:
    report = written("这一节重写了。")
    report.section("result").prose = Prose(text=f"效果：{TEXT}")
    place = place_of(report, on("47场次"))
    assert (place.section, place.is_same) == ("result", True)


def test_words_that_were_mended_are_shown_as_they_are_now() -> None:
    assert now_at(written(TEXT.replace("活动47场次。", "活动52场次（含下乡）。")), on("47场次")) == (
        "52场次（含下乡）",
        False,
    )


@pytest.mark.parametrize(
    ("words", "changed", "now"),
    [
        ("47场次", {"47场次。\n": "52场次。\n", "组织": "举办"}, "52场次"),
        ("47场次", {"开放267天，组织馆外活动47场次。\n馆内": "组织馆外活动52场次。\n院内"}, "52场次"),
        ("全年开放267天", {"全年开放267天": "年内开门300天", "馆外": "下乡"}, "年内开门300天"),
        ("观众满意。", {"观众满意": "游客都说好", "47场次，": "5场次，"}, "游客都说好。"),
        (TEXT, {TEXT: "全部重写，共52场次。"}, "全部重写，共52场次。"),
    ],
)
def test_words_that_were_mended_keep_their_place_where_more_was_changed_nearby(
    words: str, changed: dict[str, str], now: str
) -> None:
    text = TEXT
    for old, new in changed.items():
        text = text.replace(old, new, 1)
    assert text != TEXT
    assert now_at(written(text), on(words)) == (now, False)


def test_of_several_gaps_alike_the_nearest_is_taken() -> None:
    lines = [
        f"第{number}项：{season}季组织馆外活动47场次，效果好。" for number, season in enumerate("春夏秋冬", 1)
    ]
    text = "\n".join(lines)
    start = text.index("47", text.index("秋"))
    anchor = anchor_at(written(text), Spot("plan", "prose", ("text",), start, start + 4))
    changed = text.replace("47场次", "52场次").replace("季组织", "天组织")
    place = place_of(written(changed), anchor)
    assert place.spot == Spot("plan", "prose", ("text",), start, start + 4)


def test_of_words_that_were_rewritten_the_closest_piece_is_shown() -> None:
    report = written("今年馆外活动47场次，比上年多。")
    assert now_at(report, on("组织馆外活动47场次")) == ("馆外活动47场次", False)


def test_words_that_are_gone_leave_the_remark_at_its_section() -> None:
    assert now_at(written("全部重写。"), on("组织馆外活动47场次")) == ("plan", False)
    assert place_of(written(TEXT), Anchor(section="dropped", words="x")) == Place(is_same=False)
    assert place_of(written(TEXT), Anchor()) == Place()
    assert place_of(written(TEXT), Anchor(section="plan")) == Place("plan")


def test_a_cell_is_followed_by_what_its_row_is_called_even_an_empty_one() -> None:
    report = written(TEXT)
    facts = report.section("plan").facts
    assert facts is not None
    facts.rows.append(Fact(name="馆外活动", unit="场次"))
    anchor = anchor_at(report, Spot("plan", "facts", ("rows", 1, "value")))
    facts.rows.insert(0, Fact(name="讲解", unit="次"))
    assert place_of(report, anchor) == Place("plan", Spot("plan", "facts", ("rows", 2, "value")))
    del facts.rows[2]
    assert place_of(report, anchor) == Place("plan", is_same=False)
    assert place_of(report, Anchor(section="plan", kind="funds", field=("uses", 0, "amount"))).is_same is False
    assert place_of(report, Anchor(section="plan", kind="facts")).spot == Spot("plan", "facts")


hostile_steps = st.lists(
    st.one_of(st.integers(-3, 9), st.sampled_from(["rows", "text", "value", "__class__", "name"])), max_size=4
)


@given(
    st.builds(
        Anchor,
        section=st.sampled_from(["plan", "result", "x"]),
        kind=st.sampled_from(["prose", "facts", "funds", None]),
        field=hostile_steps.map(tuple),
        row=st.text(max_size=3),
        start=st.integers(0, 99),
        words=st.text("全年47场次\n", max_size=9),
        before=st.text("开放天活", max_size=5),
        after=st.text("。，馆", max_size=5),
    ),
    st.text("全年47场次开放天活。，馆\n", max_size=60),
)
def test_any_anchor_has_a_place_that_is_there(anchor: Anchor, text: str) -> None:
    report = written(text)
    place = place_of(report, anchor)
    if place.spot is not None and place.spot.end:
        spot = place.spot
        there = text_at(report, Spot(spot.section, spot.kind, spot.field))
        assert 0 <= spot.start <= spot.end <= len(there)
        assert place.is_same == (there[spot.start : spot.end] == anchor.words)
