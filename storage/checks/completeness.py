"""What a report must have and does not have yet."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import quote_at, title_of
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.matching import occurs
from storage.checks.subject import Subject, where
from storage.outline import OutlineSection
from storage.report.report import Section, State
from storage.report.spot import Spot

_COUNT: Final = "[0-9一二两三四五六七八九十]+[ ]?[个项]"
_COVERAGE: Final = {
    "金额": re.compile("[0-9][0-9,.]*[ ]?(?:亿|万)?元|金额[^，。；]{0,8}[0-9]"),
    "个数": re.compile(
        f"{_COUNT}[^，。；0-9]{{0,8}}(?:项目|资金)|(?:项目|个数)[^，。；0-9]{{0,8}}{_COUNT}|(?:个数|数量|项目数)[为是：:]?[0-9]"
    ),
    "覆盖率": re.compile(
        "(?:覆盖|自评)率[^，。；]{0,10}(?:[0-9]|百分之)|[0-9]+[%％]的?全?覆盖|自评[^，。；]{0,10}全覆盖|应评尽评"
    ),
}
_DATE_LINE: Final = re.compile(
    "[ 　\t]*(?:填报日期[：:])?.{0,20}20[0-9]{2}[ ]?[年.-][ ]?[0-9]{1,2}[ ]?[月.-].{0,8}"
)
_UNIT_LINE: Final = re.compile(
    "[^，。；\n]{0,40}(?:局|委|办|办公室|会|馆|院|校|所|站|中心|政府|协会|部|队|厂|公司|厅|社)(?:[（(].*[）)])?"
)
_UNIT_ENTRY: Final = re.compile("(?:填报|实施)?单位[^，。]{0,6}[：:].+")
_ANNEX: Final = re.compile("附[件表][：:1一]|自评表(?:附后|见附|如下)|(?:支出|区域|项目\\)?)绩效自评表")
_TAIL: Final = 8
_CONTENTS: Final = re.compile("[ 　\t]*目[ 　]*[录次]")
_PART: Final = re.compile("[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十][、季])|附件")
_SECTION: Final = re.compile("[（(][一二三四五六七八九十]{1,3}[）)]、?")
_LONGEST_TITLE: Final = 40
_SHOWN: Final = 20


def empty_sections(subject: Subject) -> Iterator[Finding]:
    """A section nothing was entered in: a required blank."""
    report = subject.report
    for section in report.sections if report is not None else ():
        if section.state is State.EMPTY:
            name = where(subject.outline, section.id, section.title)
            yield Finding(
                Code.SECTION_EMPTY, Severity.ERROR, section.id, f"“{name}”还没有填写；没有内容的也要写“无”。"
            )


def blanks(subject: Subject) -> Iterator[Finding]:
    """What the outline asks for and a section that was begun still lacks; rows of the 自评表 are told singly."""
    for asked, section in _begun(subject):
        for kind in (kind for kind in asked.blocks if kind != "facts" and kind in section.kinds()):
            names = section.block(kind).missing(asked, subject.outline)
            if kind == "indicators" and section.indicators is not None:
                names = [name for name in names if name in {"预期目标", "实际完成情况"}]
                names += ["绩效指标"] if all(row.is_blank() for row in section.indicators.rows) else []
            if names:
                title = where(subject.outline, section.id)
                yield Finding(
                    Code.ENTRY_BLANK,
                    Severity.ERROR,
                    section.id,
                    f"“{title}”里的{'、'.join(names)}还没有填；请补上。",
                    tuple(quote_at(subject, section.id, kind, (), name) for name in names),
                )


def blank_facts(subject: Subject) -> Iterator[Finding]:
    """Quantities left blank in a section that is called done: those of work not done may be."""
    for asked, section in _begun(subject):
        names = section.facts.missing(asked, subject.outline) if section.facts is not None and section.done else []
        if names:
            yield Finding(
                Code.FACTS_BLANK,
                Severity.HINT,
                section.id,
                f"{'、'.join(names)}没有填数；没有这项工作的可以留空，有的请补上。",
                tuple(quote_at(subject, section.id, "facts", (), name) for name in names),
            )


def coverage(subject: Subject) -> Iterator[Finding]:
    """A section on 金额、个数、覆盖率 that does not tell all three."""
    for passage in subject.passages:
        asked = [name for name in _COVERAGE if name in title_of(subject, passage)]
        told = passage.text + _facts_beside(subject, passage.section) if asked else ""
        lacking = [name for name in asked if not occurs(_COVERAGE[name], told)]
        if "覆盖率" in asked and lacking:
            yield Finding(
                Code.COVERAGE_MISSING,
                Severity.ERROR,
                passage.section,
                f"这一节要写自评的{'、'.join(asked)}，没有找到{'、'.join(lacking)}；请补上。",
                (passage.quote(0, min(_SHOWN, len(passage.text))),),
            )


def _facts_beside(subject: Subject, section_id: str) -> str:
    """Return the quantities of a section as lines of text."""
    section = subject.report.section(section_id) if subject.report is not None else None
    facts = section.facts.rows if section is not None and section.facts is not None else []
    return "".join(f"\n{fact.name}{fact.shown()}{fact.unit}" for fact in facts if fact.value != "")


def empty_headings(subject: Subject) -> Iterator[Finding]:
    """A heading of a plain text with nothing under it: a question, because it may be an item of a list."""
    if subject.report is not None or any(map(_CONTENTS.match, subject.lines)):
        return
    lines = [(number, line.strip()) for number, line in enumerate(subject.lines) if line.strip()]
    following = [*(line for _, line in lines), "一、"][1:]
    for (number, line), after in zip(lines, following, strict=True):
        if _is_empty_heading(line, after):
            yield Finding(
                Code.SECTION_EMPTY,
                Severity.QUESTION,
                "",
                f"“{line}”下面没有内容；没有内容的也要写“无”。",
                (Quote(Spot("", "prose", ("lines", number), 0, len(line)), f"第{number + 1}行", line),),
            )


def _is_empty_heading(line: str, following: str) -> bool:
    """Whether a heading without words of its own is followed by one that is not below it."""
    part, section = _PART.match(line), _SECTION.match(line)
    marker = part or section
    title = line[marker.end() :] if marker is not None else ""
    if (
        not title
        or len(title) > _LONGEST_TITLE
        or re.search("[。；;：:，,]|[ 　]", title.rstrip("：:"))
        or title.endswith("无")
    ):
        return False
    return bool(_PART.match(following) or (section and _SECTION.match(following)))


def unsigned(subject: Subject) -> Iterator[Finding]:
    """A plain text without unit and date at its end; a report has them by its outline."""
    if subject.report is not None:
        return
    lines = [line.strip() for line in subject.lines if line.strip()]
    head, tail = lines[:_TAIL], lines[-_TAIL:]
    lacking = []
    if not any(_UNIT_LINE.fullmatch(line) for line in tail) and not any(map(_UNIT_ENTRY.match, head)):
        lacking.append("落款单位")
    if not any(_DATE_LINE.fullmatch(line) for line in tail) and not any("填报日期" in line for line in lines):
        lacking.append("落款日期")
    if lines and lacking:
        yield Finding(
            Code.SIGNATURE_MISSING,
            Severity.QUESTION,
            "",
            f"没有看到{'、'.join(lacking)}；送审前请补齐。",
            (_end(subject),),
        )


def without_table(subject: Subject) -> Iterator[Finding]:
    """A plain text that neither has nor names the 自评表, whose scores nobody can look at."""
    has_lines = any(line.strip() for line in subject.lines)
    if subject.report is None and has_lines and not occurs(_ANNEX, "\n".join(subject.lines)):
        yield Finding(
            Code.TABLE_NOT_JUDGED,
            Severity.HINT,
            "",
            "没有看到附件自评表，指标、分值和得分还不能核对；送审前请附上。",
            (_end(subject),),
            unjudged=True,
        )


def _end(subject: Subject) -> Quote:
    number = max(number for number, line in enumerate(subject.lines) if line.strip())
    words = subject.lines[number].strip()[:_SHOWN]
    start = subject.lines[number].index(words)
    return Quote(Spot("", "prose", ("lines", number), start, start + len(words)), "文末", words)


def _begun(subject: Subject) -> Iterator[tuple[OutlineSection, Section]]:
    report = subject.report
    if report is None:
        return
    there: dict[str, Section] = {section.id: section for section in report.sections}
    for asked in subject.outline.sections:
        section = there.get(asked.id)
        if section is not None and section.state is not State.EMPTY:
            yield asked, section
