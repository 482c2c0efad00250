"""Reports as a clerk might leave them: half filled in, oddly named, with figures nobody can read."""

from typing import TypeVar

from hypothesis import strategies as st

from storage.outline import Outline
from storage.report.answer import Answer
from storage.report.cover import COVER_FIELDS, Cover
from storage.report.facts import Fact, Facts
from storage.report.funds import Funds, Source, Use, UsePart
from storage.report.indicators import Indicator, Indicators, Measure
from storage.report.problems import OUTCOMES, Problem, Problems, Promise
from storage.report.prose import Prose
from storage.report.report import Report, Section
from storage.report.transfer import ManagementLine, Transfer
from storage.text import clean, one_line

Row = TypeVar("Row")

HOSTILE = (
    "",
    "| a | b |\n|---|---|",
    "a\n===",
    "# 一、标题",
    "3~5天，4~6月",
    "**重点：**内容",
    "<br>&amp;<script>",
    "\\",
    "[2023]",
    "{年度}{{参观人次}}{0}",
    "---\n格式: 自评宝 1\n---",
    "　　缩进",
    "    四个空格",
    "1. 一\n2. 二\n2. 三",
    "合计",
    "（一）组织管理情况",
    "资金来源（单位：元）",
    "https://www.example.cn/a_b_c",
)
texts = st.sampled_from(HOSTILE) | st.text(max_size=20)
lines = st.sampled_from(HOSTILE) | st.text(max_size=12)
amounts = st.sampled_from(["", "0", "155.42万", "1,554,225.33", "约3万", "—", "0.005"]) | st.decimals(
    min_value=-(10**9), max_value=10**12, places=2
).map(str)
quantities = st.sampled_from(["", "10", "267天", "三十", "100", "97.125"]) | st.integers(0, 10**6).map(str)
targets = st.sampled_from(["", "≥62场次", "≤10万元", "100%", "有所提高", "2023年12月底前"]) | lines


def _measures(model: type[Row], **more: st.SearchStrategy[str]) -> st.SearchStrategy[Row]:
    return st.builds(
        model, level=lines, kind=lines, name=lines, target=targets, actual=targets, reason=texts, **more
    )


def rows(strategy: st.SearchStrategy[Row]) -> st.SearchStrategy[list[Row]]:
    return st.lists(strategy, max_size=3)


facts = st.builds(
    Fact, name=lines, unit=st.sampled_from(["", "元", "%", "人次"]) | lines, period=lines, value=quantities
)


def _answers(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[Answer]]:
    return rows(st.builds(Answer, **dict.fromkeys(("疑问", "理由", "填报人", "时间"), words)))


@st.composite
def reports(draw: st.DrawFn, outline: Outline) -> Report:
    """Draw a report fitted to `outline`, with or without a section the outline no longer has."""
    report = Report.new(outline, unit=draw(lines), year=draw(lines), project=draw(lines))
    kinds = st.sampled_from([*outline.fund_kinds, ""]) | lines
    sources = st.builds(Source, name=lines, kind=kinds, initial=amounts, annual=amounts, executed=amounts)
    parts = st.builds(UsePart, name=lines, amount=amounts)
    uses = st.one_of(
        st.builds(Use, category=lines, amount=amounts),
        st.builds(Use, category=lines, parts=st.lists(parts, min_size=1, max_size=3)),
    )
    for section in report.sections:
        if section.cover is not None:
            section.cover = Cover.model_validate(
                {label: draw(lines) for label in COVER_FIELDS}
                | {"填报单位": report.cover.unit, "年度": report.cover.year, "项目名称": report.cover.project}
            )
        if section.prose is not None:
            section.prose = Prose(text=draw(texts))
        if section.facts is not None:
            section.facts.rows += draw(rows(facts))
            for fact in section.facts.rows:
                fact.read(draw(quantities))
        if section.funds is not None:
            section.funds.sources, section.funds.uses = draw(rows(sources)), draw(rows(uses))
        if section.indicators is not None:
            section.indicators.expected, section.indicators.achieved = draw(texts), draw(texts)
            section.indicators.rows = draw(
                rows(_measures(Indicator, weight=quantities, achieved=quantities, deduction=quantities))
            )
        if section.transfer is not None:
            section.transfer.expected, section.transfer.achieved = draw(texts), draw(texts)
            for line in section.transfer.management:
                line.situation = draw(texts)
            section.transfer.management += draw(rows(st.builds(ManagementLine, name=lines, remedy=texts)))
            section.transfer.rows = draw(rows(_measures(Measure)))
        if section.problems is not None:
            section.problems = draw(
                st.builds(
                    Problems,
                    rows=rows(
                        st.builds(Problem, problem=texts, cause=texts, measure=texts, owner=lines, due=lines)
                    ),
                    promises=rows(
                        st.builds(Promise, measure=texts, outcome=st.sampled_from(("", *OUTCOMES)), note=texts)
                    ),
                )
            )
    report.answers = draw(_answers(texts))
    if draw(st.booleans()):
        report.sections.append(Section(id="old-section", title=draw(lines), prose=Prose(text=draw(texts))))
    return Report.read(report.payload())


raw_texts = texts | st.text(st.characters(exclude_categories=()), max_size=12).map(
    lambda text: text.replace("0", "\u200b\x1b[0m\r\n")
)
"""What can be pasted: any code point at all, lone surrogates and controls among them."""

clean_texts = raw_texts.map(lambda text: clean(text)[0])
clean_lines = raw_texts.map(one_line)
"""What a report can hold, of several lines and of one."""

typed_figures = (
    st.sampled_from(
        ["", " ", "0", "-3", "(3.00)", "１５５．４２ 万元", "1 554 225.33", "12.345", "85%", "约3万", "1\u200b2"]
    )
    | amounts
    | quantities
    | raw_texts
)


@st.composite
def any_sections(draw: st.DrawFn, section_id: str) -> Section:
    """Draw a section with any blocks at all, made from what can be pasted."""
    parts = rows(st.builds(UsePart, name=raw_texts, amount=typed_figures))
    uses = st.builds(Use, category=raw_texts, amount=typed_figures) | st.builds(
        Use, category=raw_texts, parts=parts
    )
    measure = dict.fromkeys(("level", "kind", "name", "target", "actual", "reason"), raw_texts)
    points = dict.fromkeys(("weight", "achieved", "deduction"), typed_figures)
    goal = {"expected": raw_texts, "achieved": raw_texts}
    blocks = {
        "cover": st.builds(Cover, unit=raw_texts, year=raw_texts, head=raw_texts, basis=raw_texts),
        "prose": st.builds(Prose, text=raw_texts),
        "facts": st.builds(
            Facts,
            rows=rows(
                st.builds(
                    Fact,
                    name=raw_texts,
                    unit=st.sampled_from(["元", "万元", "千米", "％", "㎡", "人/场"]) | raw_texts,
                    value=typed_figures,
                )
            ),
        ),
        "funds": st.builds(
            Funds,
            sources=rows(
                st.builds(
                    Source,
                    name=raw_texts,
                    kind=raw_texts,
                    initial=typed_figures,
                    annual=typed_figures,
                    executed=typed_figures,
                )
            ),
            uses=rows(uses),
        ),
        "indicators": st.builds(Indicators, rows=rows(st.builds(Indicator, **measure, **points)), **goal),
        "transfer": st.builds(
            Transfer,
            management=rows(st.builds(ManagementLine, name=raw_texts, situation=raw_texts, remedy=raw_texts)),
            rows=rows(st.builds(Measure, **measure)),
            **goal,
        ),
        "problems": st.builds(
            Problems,
            rows=rows(st.builds(Problem, problem=raw_texts, cause=raw_texts, measure=raw_texts, due=raw_texts)),
            promises=rows(st.builds(Promise, measure=raw_texts, outcome=raw_texts, note=raw_texts)),
        ),
    }
    kinds = draw(st.sets(st.sampled_from(sorted(set(blocks) - {"cover"}))))
    if section_id == "cover":
        kinds.add("cover")
    return Section(
        id=section_id,
        title=draw(raw_texts),
        done=draw(st.booleans()),
        editor=draw(raw_texts),
        **{kind: draw(blocks[kind]) for kind in sorted(kinds)},
    )


@st.composite
def any_reports(draw: st.DrawFn) -> Report:
    """Draw a report of no outline in particular, as if every entry had just been pasted."""
    ids = ["cover", *draw(st.lists(st.sampled_from(["a", "b", "节"]), unique=True, max_size=2))]
    return Report(
        id=draw(clean_lines),
        outline="any",
        outline_version=draw(st.integers(1, 9)),
        revision=draw(st.integers(0, 10**6)),
        answers=draw(_answers(raw_texts)),
        sections=[draw(any_sections(section_id)) for section_id in ids],
    )
