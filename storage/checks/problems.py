"""Whether problems and measures answer each other, and whether what is promised is not there already."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import explains, quote_at, sentence, title_of, typed
from storage.checks.finding import Finding, Severity
from storage.checks.matching import matches, occurs
from storage.checks.subject import Passage, Subject
from storage.checks.tables import rows

_MAKING: Final = (
    "(?:打造|创建|建立|建设|建成|开设|成立|设立|开办|开通|推出|增设|新建|新设|创办|组建|制定|出台|引进|启动)"
)
_PROMISE: Final = re.compile(
    f"{_MAKING}(?:了)?[^“”《》，。；\n]{{0,6}}(?:“([^”\n]{{2,20}})”|《([^》\n]{{2,30}})》)"
)
_FUTURE: Final = re.compile("将|下一步|今后|明年|下一?年|计划|拟|争取|力争|探索|要")
_MEASURES: Final = re.compile(
    "(?:下一步|下步)?(?:的)?(?:改进|整改)(?:措施|意见|建议|计划)|下一步(?:打算|工作|计划)"
)
_ANY_MEASURE: Final = re.compile(
    "改进|措施|下一步|整改|今后|将|加强|完善|加快|加大|建立|健全|优化|争取|严格|规范|建议"
)
_ITEM: Final = re.compile(
    "^[ 　]*(?:[0-9]{1,2}[.．、](?![0-9])|[（(][0-9一二三四五六七八九十]{1,2}[）)])|"
    "(?:^|(?<=[。；：:，\n 　]))[一二三四五六七八九十]{1,2}是",
    re.MULTILINE,
)
_SHOWN: Final = 20
_NONE: Final = re.compile("(?:本?项目)?(?:无|没有|不存在)(?:问题|偏离|未完成(?:的)?(?:目标|指标)?|其他)?[。.]?")


def unanswered(subject: Subject) -> Iterator[Finding]:
    """A problem in the list without a measure, or a measure without a problem."""
    for section in subject.report.sections if subject.report is not None else ():
        for position, row in enumerate(section.problems.rows if section.problems is not None else []):
            if row.is_unanswered():
                code, field, lacks = Code.PROBLEM_WITHOUT_MEASURE, "problem", "没有改进措施"
            elif row.answers_nothing():
                code, field, lacks = Code.MEASURE_WITHOUT_PROBLEM, "measure", "没有写针对哪个问题"
            else:
                continue
            words = str(getattr(row, field))
            short = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
            yield Finding(
                code,
                Severity.QUESTION,
                section.id,
                f"“{short}”{lacks}；请补上，或删去这一行。",
                (quote_at(subject, section.id, "problems", ("rows", position, field), words),),
            )


def unanswered_in_text(subject: Subject) -> Iterator[Finding]:
    """Problems told without any measure, and many more measures than problems, where there is no list of them."""
    for passage in subject.passages:
        about = _is_about_problems(title_of(subject, passage))
        if not about or len(passage.text) < _SHOWN or _is_listed(subject, passage):
            continue
        beginning = passage.quote(0, _SHOWN)
        if not occurs(_ANY_MEASURE, passage.text):
            message = "这一节写了问题，没有写怎样改进；请一个问题对一条措施。"
            yield Finding(Code.PROBLEM_WITHOUT_MEASURE, Severity.QUESTION, passage.section, message, (beginning,))
            continue
        heading = next((found for found in matches(_MEASURES, passage.text) if found.start() > _SHOWN), None)
        if heading is None:
            continue
        # The number before the heading of the measures, on its line, is the heading's own.
        line = passage.text.rfind("\n", 0, heading.start()) + 1
        problems = len(_ITEM.findall(passage.text[: line or heading.start()]))
        measures = len(_ITEM.findall(passage.text[heading.end() :]))
        if problems and measures > 2 * problems:
            yield Finding(
                Code.MEASURE_WITHOUT_PROBLEM,
                Severity.QUESTION,
                passage.section,
                f"问题写了{problems}个，措施写了{measures}条；多出来的措施针对什么问题？",
                (passage.quote(*heading.span()), beginning),
            )


def _is_about_problems(title: str) -> bool:
    return "问题" in title and not title.startswith("其他")


def _is_listed(subject: Subject, passage: Passage) -> bool:
    section = subject.report.section(passage.section) if subject.report is not None else None
    return section is not None and section.problems is not None and not section.problems.is_blank()


def promises(subject: Subject) -> Iterator[Finding]:
    """Something named that is promised in one place and told as there in another."""
    texts = list(typed(subject))
    for passage in texts:
        for found in matches(_PROMISE, passage.text):
            name = found[1] or found[2]
            if not _is_promised(subject, passage, found):
                continue
            there = next(
                (
                    other.quote(at.start() - 1, at.end() + 1)
                    for other in texts
                    for at in re.finditer(re.escape(name), other.text)
                    if at.start() and other.text[at.start() - 1] in "“《"
                    if not (other is passage and found.start() <= at.start() < found.end())
                    if _is_done(subject, other, at)
                ),
                None,
            )
            if there is not None:
                yield Finding(
                    Code.PROMISE_ALREADY_THERE,
                    Severity.QUESTION,
                    passage.section,
                    f"这里说要{found[0]}，{there.where}里已经有{there.words}了；是扩大还是新办，请写清。",
                    (passage.quote(*found.span()), there),
                )


def none_but_problems(subject: Subject) -> Iterator[Finding]:
    """无 under problems, while points were lost or the list of problems is filled."""
    lost = [row for row in rows(subject) if row.score.share is not None and row.score.share < 1]
    for passage in subject.passages:
        title = title_of(subject, passage)
        about = _is_about_problems(title) or re.search("偏离|未完成|改进", title)
        if not about or not _NONE.fullmatch(passage.text.strip()):
            continue
        section = subject.report.section(passage.section) if subject.report is not None else None
        listed = section.problems.rows if section is not None and section.problems is not None else []
        quotes = [
            quote_at(subject, passage.section, "problems", ("rows", position, "problem"), row.problem)
            for position, row in enumerate(listed)
            if row.problem.strip() and explains(row.problem)
        ]
        quotes += [row.quote("actual", f"{row.name}：{row.measure.actual}") for row in lost]
        if quotes:
            yield Finding(
                Code.NONE_BUT_PROBLEMS,
                Severity.QUESTION,
                passage.section,
                f"这里写“{passage.text.strip()}”，{quotes[0].where}却有“{quotes[0].words}”；请写上这个问题。",
                (passage.quote(0, len(passage.text)), *quotes),
            )


def _is_promised(subject: Subject, passage: Passage, found: re.Match[str]) -> bool:
    around = sentence(passage.text, *found.span())
    if re.search("了|已", found[0]) or "已" in around:
        return False
    before = passage.text[: found.start()]
    return bool(_FUTURE.search(around) or (_MEASURES.search(before) and "改进" in title_of(subject, passage)))


def _is_done(subject: Subject, passage: Passage, at: re.Match[str]) -> bool:
    around = sentence(passage.text, *at.span())
    return not _FUTURE.search(around) and "改进" not in title_of(subject, passage) and passage.kind == "prose"
