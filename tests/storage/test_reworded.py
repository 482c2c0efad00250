from hypothesis import given, settings
from hypothesis import strategies as st

from storage.report.named_figure import NamedFigure
from storage.report.references import resolve
from storage.report.reworded import with_references
from storage.report.spot import Spot


def figures(**texts: str) -> dict[str, NamedFigure]:
    return {name: NamedFigure(name, text, True, Spot("s", "facts"), (name,)) for name, text in texts.items()}


NOW = figures(天数="267天", 人次="26,700人次", 馆内="10场次", 馆外="10场次")
SOURCE = "全年开放{{天数}}，接待{{人次}}。\n\n馆内活动{{馆内}}、馆外活动{{馆外}}；其他见{{附件}}。\n\n{{天数}}"
PRINTED = resolve(SOURCE, NOW).text


def back(printed: str, *states: dict[str, NamedFigure]) -> str:
    return with_references(printed, SOURCE, states or [NOW])


def test_what_is_as_it_was_printed_is_the_source_with_its_blank_lines() -> None:
    assert back(PRINTED) == SOURCE
    assert back(PRINTED.replace("\n\n", "\n")) == SOURCE
    assert back("序言。\n" + PRINTED.split("\n\n")[1]) == "序言。\n" + SOURCE.split("\n\n")[1] + "\n"


def test_in_a_reworded_paragraph_a_reference_stays_where_its_figure_and_its_clause_do() -> None:
    assert back("去年冬天，全年开放267天，接待26,700人次。") == "去年冬天，全年开放267天，接待{{人次}}。"
    assert back("全年开放267天，共接待26,700人次。") == "全年开放{{天数}}，共接待26,700人次。"
    assert back("全年开放267天，接待26,700人次！") == "全年开放{{天数}}，接待26,700人次！"
    assert back("全年开放268天，接待26,700人次。") == "全年开放268天，接待{{人次}}。"
    assert back("另开放1267天，接待126,700人次。") == "另开放1267天，接待126,700人次。"
    assert back("共267天") == "共267天"


def test_a_figure_that_merely_looks_like_another_is_not_taken_for_it() -> None:
    swapped = "馆外活动10场次、馆内活动10场次；其他见{{附件}}。"
    assert back(swapped) == swapped
    assert back("只有馆外活动10场次；其他没有。") == "只有馆外活动10场次；其他没有。"


def test_paragraphs_that_were_joined_or_parted_keep_their_references() -> None:
    joined = "全年开放267天，接待26,700人次。另外，馆内活动10场次、馆外活动10场次；其他见附件。"
    assert back(joined) == "全年开放{{天数}}，接待{{人次}}。另外，馆内活动10场次、馆外活动{{馆外}}；其他见附件。"
    assert back("全年开放267天，接待26,700人次。\n馆内活动10场次、\n馆外活动10场次；见后。").split("\n")[0] == (
        "全年开放{{天数}}，接待{{人次}}。"
    )


def test_the_figures_may_be_those_of_before_or_those_of_now() -> None:
    later = NOW | figures(天数="300天")
    assert back(PRINTED, later, NOW) == back(PRINTED, NOW, later) == SOURCE
    assert back(resolve(SOURCE, later).text, NOW, later) == SOURCE


def test_texts_too_long_to_compare_come_back_as_they_are() -> None:
    source, printed = "共{{天数}}。" + "好" * 4000, "共267天。" + "坏" * 4000
    assert with_references(printed, source, [NOW]) == printed


words = st.sampled_from(
    ["{{天数}}", "{{人次}}", "{{附件}}", "267", "天", "267天", "开放", "，", "。", "\n", " ", "5"]
)
texts = st.lists(words, max_size=12).map("".join)


@given(texts, texts)
@settings(max_examples=200, deadline=None)
def test_what_comes_back_always_prints_as_what_was_read(source: str, other: str) -> None:
    printed = resolve(other, NOW).text
    kept = with_references(printed, source, [NOW])
    shown = [line for line in resolve(kept, NOW).text.split("\n") if line.strip()]
    assert shown == [line for line in resolve(printed, NOW).text.split("\n") if line.strip()]
