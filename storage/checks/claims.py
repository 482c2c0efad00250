"""What the text claims in words, against the figures: 相符, 全部拨付, 均已完成, goals already behind."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.checks.agreement import Stated, stated_in
from storage.checks.codes import Code
from storage.checks.fields import quote_at
from storage.checks.finding import Finding, Quote, Severity
from storage.checks.likeness import core, covers, key, sides
from storage.checks.matching import matches
from storage.checks.money import Account, account_of, spending_in
from storage.checks.subject import Passage, Subject
from storage.checks.tables import rows
from storage.figures import percent, yuan
from storage.quantities.quantity import Role
from storage.report.indicators import Measure

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
_NEAR: Final = 12


def agreement_with_budget(subject: Subject) -> Iterator[Finding]:
    """与预算相符 where the money spent was not what was budgeted, or nothing says what was."""
    for passage in subject.passages:
        for match in matches(_AGREES, passage.text):
            before = passage.text[max(0, match.start() - 3 * _NEAR) : match.start()]
            near = re.split("[。；\n]", before)[-1]
            if _ASKED.search(near[-_NEAR:]) or "预算数" in near[-_NEAR:] or not _SPENDING.search(near):
                continue
            claim = passage.quote(*match.span())
            contrary = _contrary_to_budget(subject, claim.words)
            if contrary is None:
                yield Finding(
                    Code.BUDGET_NOT_JUDGED,
                    Severity.HINT,
                    passage.section,
                    f"{passage.where}写“{claim.words}”，文中却没有预算数和支出数，无法核对；请写明这两个数。",
                    (claim,),
                    unjudged=True,
                )
            elif contrary:
                against, quotes = contrary
                yield Finding(
                    Code.CLAIMS_BUDGET_AGREEMENT,
                    Severity.QUESTION,
                    passage.section,
                    f"{passage.where}写“{claim.words}”，但{against}；请按实际情况写明差额和原因。",
                    (claim, *quotes),
                )


def _contrary_to_budget(subject: Subject, claim: str) -> tuple[str, list[Quote]] | tuple[()] | None:
    """Return what speaks against it and where; nothing where it holds, None where nothing can be compared."""
    account = account_of(subject)
    if account is not None:
        return _contrary_in_account(subject, account, claim)
    found = spending_in(subject)
    if found.carried is not None:
        quote = found.carried.quote
        return f"{quote.where}的支出里有上年结转的“{quote.words}”，文中又没有年初预算数可以比", [quote]
    if found.granted is None or found.spent is None:
        return None
    if found.granted.quantity.agrees(found.spent.quantity):
        return ()
    quotes = [found.granted.quote, found.spent.quote]
    return f"安排的是“{quotes[0].words}”，支出的是“{quotes[1].words}”", quotes


def _contrary_in_account(subject: Subject, account: Account, claim: str) -> tuple[str, list[Quote]] | tuple[()]:
    total = account.everything
    # What the account lacks is told of the account.
    if total.rate is None:
        return ()
    if total.rate > 1 or not _is_full(total.rate):
        table = quote_at(subject, account.section, "funds", ("sources",), f"执行率{percent(total.rate)}")
        return f"{table.where}的资金表里{table.words}", [table]
    if "年初" not in claim or not total.initial.value or total.initial.value == total.annual.value:
        return ()
    amounts = (f"年初预算数{yuan(total.initial.value)}元", f"全年执行数{yuan(total.executed.value)}元")
    quotes = [quote_at(subject, account.section, "funds", ("sources",), words) for words in amounts]
    return f"{quotes[0].where}的资金表里{'、'.join(amounts)}", quotes


def all_paid(subject: Subject) -> Iterator[Finding]:
    """全部拨付 or 支付完毕 where the rate says otherwise."""
    for passage in subject.passages:
        for match in matches(_ALL_PAID, passage.text):
            near = re.split("[。；\n]", passage.text[max(0, match.start() - 2 * _NEAR) : match.start()])[-1]
            if _ASKED.search(near[-_NEAR:]):
                continue
            claim, against = passage.quote(*match.span()), _rate_below_full(subject, near)
            if against is not None:
                place = "同一节里执行率" if against.where == claim.where else f"{against.where}的执行率"
                yield Finding(
                    Code.CLAIMS_ALL_PAID,
                    Severity.QUESTION,
                    passage.section,
                    f"{passage.where}写“{claim.words}”，{place}却是“{against.words}”；请核对后改成一样。",
                    (claim, against),
                )


def _rate_below_full(subject: Subject, near: str) -> Quote | None:
    """Return a rate below 100 % of the money that the words before a claim speak of."""
    account = account_of(subject)
    if account is None:
        # Without an account a rate that is stated is that of all the money.
        return _stated_rate_below_full(subject) if "结转" not in near else None
    line = account.everything
    if "结转" in near:
        line = account.carried
    elif re.search("当年|本年", near):
        line = account.current
    if line.rate is None or _is_full(line.rate):
        return None
    return quote_at(subject, account.section, "funds", ("sources",), percent(line.rate))


def _is_full(rate: Decimal) -> bool:
    """Whether all was spent, as far as a printed rate can tell."""
    return rate >= 1 or percent(rate) == percent(Decimal(1))


def _stated_rate_below_full(subject: Subject) -> Quote | None:
    for stated in stated_in(subject):
        quantity = stated.quantity
        is_rate = quantity.unit == "%" and quantity.role is Role.ACTUAL and _BY_RATE.search(quantity.label)
        if is_rate and quantity.high < 100:
            return stated.quote
    return None


def unmet_said_done(subject: Subject) -> Iterator[Finding]:
    """An indicator short of its target in the table, and the text says it was reached."""
    unmet = list(_unmet(subject))
    if not unmet:
        return
    for passage in subject.passages:
        for match in matches(_CLAUSE, passage.text):
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
        Code.UNMET_SAID_DONE,
        Severity.QUESTION,
        passage.section,
        f"{passage.where}写“{claim.words}”，{quote.where}里“{row.name}”的指标值是“{row.target}”，"
        f"实际完成“{row.actual}”，没有完成{more}，请按表改写。",
        (claim, *(place for _, place in rows[:4])),
    )


def _unmet(subject: Subject) -> Iterator[tuple[Measure, Quote]]:
    for row in rows(subject):
        share = row.score.share
        if share is not None and share < 1 and row.measure.is_quantitative():
            yield row.measure, row.quote("actual")


def _is_of(row: Measure, words: str) -> bool:
    name, said = key(row.name), core(words)
    if covers(name, words):
        return True
    return len(said) >= 4 and covers(said, name) and sides(said) == sides(name)


def goals_already_reached(subject: Subject) -> Iterator[Finding]:
    """A rate set as the next goal though the report says that all was reached; to keep above a goal is none."""
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
            if stated.passage is not goal.passage and same and stated.quantity.value == 100 > goal.quantity.value:
                yield Finding(
                    Code.GOAL_BELOW_RESULT,
                    Severity.QUESTION,
                    stated.passage.section,
                    f"{stated.passage.where}写“{stated.quantity.label}{stated.quote.words}”已经达到，"
                    f"{goal.passage.where}又把“{goal.quote.words}”作为要确保的目标，请核对实际的数。",
                    (stated.quote, goal.quote),
                )


def _looks_ahead(goal: Stated) -> bool:
    text, start = goal.passage.text, goal.quantity.sentence
    sentence = text[start : goal.quantity.start]
    ahead = _AHEAD.search(sentence) or _AHEAD.search(text[:start])
    return ahead is not None and not re.search("年初|目标是", sentence)
