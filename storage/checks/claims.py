"""What the text claims in words, against the figures: 相符, 全部拨付, 均已完成, goals already behind."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.agreement import Stated, stated_in
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.known import cell
from storage.checks.likeness import core, covers, key, sides
from storage.checks.money import account_of, spending_in
from storage.checks.subject import Passage, Subject
from storage.figures import percent
from storage.quantities.quantity import Role
from storage.report.indicators import Measure
from storage.report.report import Section
from storage.report.scoring import read_amount, share_of_quantity

_AGREES: Final = re.compile(
    "与(?:年初|全年|批复的?)?预算(?:数|安排|批复)?(?:完全|基本|都|均)?(?:相符|一致|吻合|相等)"
)
_ALL_PAID: Final = re.compile(
    "(?:全部|全额|百分之百|100[%％])(?:已)?(?:拨付|支付|支出|使用完|执行完|用完)|(?:拨付|支付|支出|使用|执行)完毕"
)
_ASKED: Final = re.compile("是否|没有|未|不|如果|应当|争取|确保")
_SPENDING: Final = re.compile("支付|支出|进度|资金|执行|使用")
_BY_RATE: Final = re.compile("执行率|支出率|支付率")
_ALL_DONE: Final = re.compile(
    "(?:各项|全部|所有|年度|绩效|三级)(?:绩效)?(?:目标|指标|任务)[^，。；]{0,6}?(?:均|全部|都|全面|圆满|如期)已?(?:完成|达到|实现|达标)"
    "|(?:全部|全面|圆满|超额)完成[^，。；]{0,8}(?:目标|指标|任务)"
)
_EXCEPT: Final = re.compile("其余|其他|除|主要|大部分|多数|未|没有|不")
_DONE: Final = re.compile("(?:达到|完成|实现|超过)了?(?:年度|预期|绩效|年初)?(?:目标|指标|任务)|达标")
_CLAUSE: Final = re.compile("[^，,。；;\n]+")
_AHEAD: Final = re.compile("下一步|今后|改进措施|明年|确保")
_RISING: Final = re.compile("满意度[^，,。；;]{0,4}(?:持续|不断|逐步|稳步|进一步)(?:上升|提高|提升)")
_NEAR: Final = 12


def agreement_with_budget(subject: Subject) -> Iterator[Finding]:
    """与预算相符 where the money spent was not what was budgeted, or nothing says what was."""
    for passage in subject.passages:
        for match in _AGREES.finditer(passage.text):
            before = passage.text[max(0, match.start() - 3 * _NEAR) : match.start()]
            near = re.split("[。；\n]", before)[-1]
            if _ASKED.search(near[-_NEAR:]) or "预算数" in near[-_NEAR:] or not _SPENDING.search(near):
                continue
            claim = passage.quote(*match.span())
            contrary, quotes, judged = _contrary_to_budget(subject)
            if contrary:
                yield Finding(
                    "claims-budget-agreement",
                    Severity.QUESTION if judged else Severity.HINT,
                    passage.section,
                    f"{passage.where}写“{claim.words}”，{contrary}，请按实际情况写明差额和原因。",
                    (claim, *quotes),
                )


def _contrary_to_budget(subject: Subject) -> tuple[str, list[Quote], bool]:
    """Return what speaks against agreement with the budget, its places, and whether it could be judged."""
    account = account_of(subject)
    if account is not None:
        rate = account.everything.rate
        if rate is None:
            return "但资金表没有填全，无法判断", [], False
        if rate == 1 and account.everything.initial.value == account.everything.annual.value:
            return "", [], True
        table = cell(subject, account.section, "funds", (), f"执行率{percent(rate)}")
        return f"{table.where}的资金表里{table.words}", [table], True
    found = spending_in(subject)
    if found.carried is not None:
        quote = found.carried.quote
        return f"但{quote.where}的支出里有上年结转的“{quote.words}”，文中又没有年初预算数可以比", [quote], True
    granted, spent = found.granted, found.spent
    if granted is not None and spent is not None and not granted.quantity.agrees(spent.quantity):
        quotes = [granted.quote, spent.quote]
        return f"但安排的是“{quotes[0].words}”，支出的是“{quotes[1].words}”", quotes, True
    return (
        ("文中却没有年初预算数和支出数，无法判断", [], False)
        if granted is None or spent is None
        else ("", [], True)
    )


def all_paid(subject: Subject) -> Iterator[Finding]:
    """全部拨付 or 支付完毕 where the rate says otherwise."""
    account = account_of(subject)
    for passage in subject.passages:
        for match in _ALL_PAID.finditer(passage.text):
            near = re.split("[。；\n]", passage.text[max(0, match.start() - 2 * _NEAR) : match.start()])[-1]
            if _ASKED.search(near[-_NEAR:]):
                continue
            claim = passage.quote(*match.span())
            if account is not None:
                line = (
                    account.carried
                    if "结转" in near
                    else account.current
                    if re.search("当年|本年", near)
                    else account.everything
                )
                against = (
                    cell(subject, account.section, "funds", (), f"执行率{percent(line.rate)}")
                    if line.rate is not None and line.rate < 1
                    else None
                )
            else:
                against = _rate_below_full(subject)
            if against is not None:
                yield Finding(
                    "claims-all-paid",
                    Severity.QUESTION,
                    passage.section,
                    f"{passage.where}写“{claim.words}”，{against.where}的却是“{against.words}”，请核对后改成一样。",
                    (claim, against),
                )


def _rate_below_full(subject: Subject) -> Quote | None:
    for stated in stated_in(subject):
        quantity = stated.quantity
        if (
            quantity.unit == "%"
            and quantity.role is Role.ACTUAL
            and quantity.high < 100
            and _BY_RATE.search(quantity.label)
        ):
            return stated.quote
    return None


def unmet_said_done(subject: Subject) -> Iterator[Finding]:
    """An indicator short of its target in the table, and the text says it was reached."""
    unmet = list(_unmet(subject))
    if not unmet:
        return
    for passage in subject.passages:
        for match in _CLAUSE.finditer(passage.text):
            clause = match[0]
            if _EXCEPT.search(clause):
                continue
            general, done = _ALL_DONE.search(clause), _DONE.search(clause)
            rows = (
                unmet
                if general is not None
                else [pair for pair in unmet if done and _is_of(pair[0], clause[: done.start()])]
            )
            if rows:
                yield _said_done(passage, passage.quote(*match.span()), rows)


def _said_done(passage: Passage, claim: Quote, rows: list[tuple[Measure, Quote]]) -> Finding:
    row, quote = rows[0]
    more = f"（共 {len(rows)} 项没有完成）" if len(rows) > 1 else ""
    return Finding(
        "unmet-said-done",
        Severity.QUESTION,
        passage.section,
        f"{passage.where}写“{claim.words}”，{quote.where}里“{row.name}”的指标值是“{row.target}”，"
        f"实际完成“{row.actual}”，没有完成{more}，请按表改写。",
        (claim, *(place for _, place in rows[:4])),
    )


def _unmet(subject: Subject) -> Iterator[tuple[Measure, Quote]]:
    for section in subject.report.sections if subject.report is not None else ():
        for position, row in enumerate(_rows(section)):
            target = read_amount(row.target)
            share = (
                share_of_quantity(target, row.actual, subject.outline.scoring).share
                if target is not None
                else None
            )
            if share is not None and share < 1:
                kind = "indicators" if section.indicators is not None else "transfer"
                yield (
                    row,
                    cell(
                        subject,
                        section,
                        "indicators" if kind == "indicators" else "transfer",
                        ("rows", position, "actual"),
                        row.actual,
                    ),
                )


def _rows(section: Section) -> list[Measure]:
    table = section.indicators if section.indicators is not None else section.transfer
    return list(table.rows) if table is not None else []


def _is_of(row: Measure, words: str) -> bool:
    name, said = key(row.name), core(words)
    if covers(name, words):
        return True
    return len(said) >= 4 and covers(said, name) and sides(said) == sides(name)


def goals_already_reached(subject: Subject) -> Iterator[Finding]:
    """A rate set as the next goal though the report says more was reached, and 100% that goes on rising."""
    rates = [
        s
        for s in stated_in(subject)
        if (s.quantity.unit == "%" and "率" in s.quantity.label) or "满意度" in s.quantity.label
    ]
    reached = [s for s in rates if s.quantity.role is Role.ACTUAL and not s.quantity.sign]
    for goal in rates:
        if goal.quantity.role is not Role.TARGET or not _looks_ahead(goal):
            continue
        for stated in reached:
            one, other = core(goal.quantity.label), core(stated.quantity.label)
            same = "满意度" in one and "满意度" in other and (other in one or one in other)
            if stated.passage is not goal.passage and same and stated.quantity.low > goal.quantity.value:
                yield Finding(
                    "goal-below-result",
                    Severity.QUESTION,
                    stated.passage.section,
                    f"{stated.passage.where}写“{stated.quantity.label}{stated.quote.words}”已经达到，"
                    f"{goal.passage.where}又把“{goal.quote.words}”作为要确保的目标，请核对实际的数。",
                    (stated.quote, goal.quote),
                )
    full = next((s for s in reached if s.quantity.value == 100 and "满意度" in s.quantity.label), None)
    for passage in subject.passages if full is not None else ():
        match = _RISING.search(passage.text)
        if match is not None and full is not None:
            rising = passage.quote(*match.span())
            yield Finding(
                "full-yet-rising",
                Severity.QUESTION,
                passage.section,
                f"{rising.where}写“{rising.words}”，{full.passage.where}写满意度“{full.quote.words}”，已经满了就不能再升，请核对。",
                (rising, full.quote),
            )


def _looks_ahead(goal: Stated) -> bool:
    text, start = goal.passage.text, goal.quantity.sentence
    sentence = text[start : goal.quantity.start]
    ahead = _AHEAD.search(sentence) or _AHEAD.search(text[:start])
    return ahead is not None and not re.search("年初|目标是", sentence)
