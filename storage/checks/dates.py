"""Times that do not belong into the report of a whole year."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from storage.checks.carried import last_year, to_year
from storage.checks.codes import Code
from storage.checks.fields import clause, inside, quote_at, sentence, typed, year_of
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.matching import matches
from storage.checks.subject import Subject

_DAY: Final = re.compile("((?:19|20)[0-9]{2})[ ]?年[ ]?([0-9]{1,2})[ ]?月(?!份?以来)(?:[ ]?([0-9]{1,2})[ ]?日)?")
_NAMES: Final = re.compile("《[^《》]*》|〔[^〕]*〕|[（(][^（）()]*(?:号|文件)[）)]")
# What lies in another year by its nature: where money comes from, what was decided, built or compared.
_OF_ANOTHER_YEAR: Final = re.compile(
    "结转|上年|往年|去年|历年|以来|[年月日]起|^自|批复|立项|印发|下发|成立|建成|竣工|开工|较(?:上|20)|[相同]比|"
    "比(?:上|20)|同期|合同|规划|有效期|曾"
)
_OF_THE_NEXT: Final = re.compile(
    "将|计划|争取|力争|拟|下一?年|明年|前|底|之内|预计|完成时限|整改|措施|自评|评价|报告|审定|填报|公开|结转"
)
_UNFINISHED: Final = re.compile(
    "(?:截[至止](?:到)?|[至到])?目前(?:为止)?[^。；！？\n]{0,30}?(?<![0-9])[0-9]+(?![0-9年月-])(?:场次|人次|[一-鿿])?|上半年|前三季度|一至三季度"
)
_UNTIL: Final = re.compile("截[至止]到?[ ]?((?:19|20)[0-9]{2})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日|底)?)?")
_UNNAMED: Final = re.compile("今年|去年|明年")


def impossible_days(subject: Subject) -> Iterator[Finding]:
    """A day the calendar does not have: 2023年2月30日."""
    for passage in typed(subject):
        for found in matches(_DAY, passage.text):
            year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
            if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
                yield Finding(
                    Code.DATE_IMPOSSIBLE,
                    Severity.ERROR,
                    passage.section,
                    f"没有“{found[0]}”这一天；请改正日期。",
                    (passage.quote(*found.span()),),
                )


def other_years(subject: Subject) -> Iterator[Finding]:
    """Something done on a day outside the year reported on."""
    year = year_of(subject.year)
    if year is None:
        return
    for passage in subject.passages:
        part = subject.outline.part_of(passage.section)
        # The self-evaluation itself takes place in the spring after.
        about_work = part is not None and "自评工作" in part.title
        named_at = inside(_NAMES, passage.text)
        for found in matches(_DAY, passage.text):
            own, named = int(found[1]), found.start() in named_at
            line = sentence(passage.text, *found.span()).strip()
            if own == year or named or line == found[0]:
                continue
            around = clause(passage.text, *found.span())
            if _OF_ANOTHER_YEAR.search(around) or (own == year + 1 and (about_work or _OF_THE_NEXT.search(line))):
                continue
            yield Finding(
                Code.DATE_OUTSIDE_YEAR,
                Severity.QUESTION,
                passage.section,
                f"“{found[0]}”不在{year}年；是日期写错了，还是别的年度的事？",
                (passage.quote(*found.span()),),
                to_year(found, passage.spot(*found.span(1)), year) if own == last_year(subject) else None,
            )


def unfinished_year(subject: Subject) -> Iterator[Finding]:
    """目前, 上半年 and 截至 a day before the end: the figures of a draft from within the year."""
    year = year_of(subject.year)

    def before_the_end(found: re.Match[str]) -> bool:
        return int(found[1]) == year and found[2] is not None and (int(found[2]), int(found[3] or 31)) < (12, 31)

    def of_half(found: re.Match[str]) -> bool:
        return "半年" not in found[0] or "下半年" not in found.string

    yield from _together(
        subject,
        ((_UNFINISHED, of_half), (_UNTIL, before_the_end)),
        Code.YEAR_UNFINISHED,
        Severity.QUESTION,
        "年度报告要写全年的数，“{}”像是年中的稿子；到年底是多少，请核对。",
    )


def unnamed_years(subject: Subject) -> Iterator[Finding]:
    """今年 and 去年, which mean other years by the time the report is read."""
    yield from _together(
        subject,
        ((_UNNAMED, lambda found: True),),
        Code.YEAR_UNNAMED,
        Severity.HINT,
        "报告过了年才看，“{}”说不清是哪一年；请写成具体的年份。",
    )


def cover_date(subject: Subject) -> Iterator[Finding]:
    """填报日期 before the year was over, or a measure that was due before it."""
    report = subject.report
    year, filled = year_of(subject.year), _day(report.cover.date) if report is not None else None
    if report is None or filled is None:
        return
    cover = next(section for section in report.sections if section.cover is not None)
    if year is not None and filled.year < year:
        yield Finding(
            Code.DATE_OUTSIDE_YEAR,
            Severity.QUESTION,
            cover.id,
            f"填报日期“{report.cover.date}”早于{year}年度；请核对是不是去年的日期没有改。",
            (quote_at(subject, cover.id, "cover", ("date",), report.cover.date),),
        )
    for section in report.sections:
        for position, row in enumerate(section.problems.rows if section.problems is not None else []):
            due = _day(row.due)
            if due is not None and due < filled:
                yield Finding(
                    Code.DUE_PAST,
                    Severity.QUESTION,
                    section.id,
                    f"完成时限“{row.due}”在填报日期“{report.cover.date}”之前；做完了就写结果，没有做完请改时限。",
                    (
                        quote_at(subject, section.id, "problems", ("rows", position, "due"), row.due),
                        quote_at(subject, cover.id, "cover", ("date",), report.cover.date),
                    ),
                )


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, min(int(found[3] or last), last) or 1)


def _together(
    subject: Subject,
    patterns: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...],
    code: Code,
    severity: Severity,
    message: str,
) -> Iterator[Finding]:
    """Tell all such words of a section in one finding: a draft has many of them, and one answer."""
    for passage in subject.passages:
        quotes: list[Quote] = []
        for pattern, counts in patterns:
            quotes += [passage.quote(*found.span()) for found in matches(pattern, passage.text) if counts(found)]
        if quotes:
            words = quotes[0].words
            yield Finding(code, severity, passage.section, message.format(words), tuple(quotes))
