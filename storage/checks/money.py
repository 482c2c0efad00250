"""Whose money an amount is: granted, spent or left; this year's or carried over from the year before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from storage.checks.agreement import Stated, stated_in
from storage.checks.codes import Code
from storage.checks.fields import quote_at
from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject
from storage.checks.tables import accounts
from storage.figures import percent, yuan
from storage.quantities.quantity import Role
from storage.report.funds import FundLine, Funds

_SPENT: Final = re.compile("执行|支出|支付|使用|拨付")
_GRANTED: Final = re.compile("下达|到位|拨入|年初预算|全年预算|预算安排|安排预算")
_LEFT: Final = re.compile("结余|剩余|未支出|未使用")
_CARRIED: Final = re.compile("结转|上年")
_CURRENT: Final = re.compile("当年|本年(?!度?共|度?合计|工程|改造)|下达")
_ALL: Final = re.compile("^(?:项目|全年|共|合计|总)*(?:共计?|合计|全年|总计)")
_TITLE: Final = "年[^，。：:；]{0,20}资金"
_FEWEST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Account:
    """The account's lines that the text speaks of, and the id of its section."""

    section: str
    everything: FundLine
    current: FundLine
    carried: FundLine
    amounts: frozenset[Decimal]


@lru_cache(maxsize=1)
def account_of(subject: Subject) -> Account | None:
    """Return the funds account where something was entered in it."""
    for section, funds in accounts(subject):
        current = funds.of_kind(next((s.kind for s in funds.sources if "当年" in s.kind), ""))
        carried = funds.of_kind(next((s.kind for s in funds.sources if "结转" in s.kind), ""))
        return Account(section, funds.all_sources(), current, carried, frozenset(_amounts(funds)))
    return None


def _amounts(funds: Funds) -> Iterator[Decimal]:
    lines = [funds.all_sources(), *(source.line() for source in funds.sources)]
    for line in lines:
        yield from (line.initial.value, line.annual.value, line.executed.value)
    for use in funds.uses:
        yield use.total().value
        yield from (part.amount for part in use.parts if isinstance(part.amount, Decimal))


def misread_amounts(subject: Subject) -> Iterator[Finding]:
    """An amount that differs from another one in a single digit, or in two that changed places."""
    account = account_of(subject)
    money = [stated for stated in stated_in(subject) if stated.quantity.unit == "元"]
    written = {stated.quantity.value for stated in money}
    right = written | account.amounts if account is not None else written
    table = account.amounts if account is not None else frozenset()
    told: set[frozenset[Decimal]] = set()
    in_digits = {f"{amount:.2f}": amount for amount in sorted(right)}
    for stated in money:
        value = stated.quantity.value
        twin = None if value in table else _twin(value, in_digits)
        if twin is None or frozenset({value, twin}) in told:
            continue
        told.add(frozenset({value, twin}))
        other = next((s.quote for s in money if s.quantity.value == twin and s is not stated), None)
        if account is not None and twin in table:
            other = quote_at(subject, account.section, "funds", (), f"{yuan(twin)}元")
        if other is not None:
            yield Finding(
                Code.AMOUNT_NEARLY_EQUAL,
                Severity.QUESTION,
                stated.passage.section,
                f"{stated.passage.where}写的“{stated.quote.words}”与{other.where}的“{other.words}”"
                "只差一两个数字，请核对是不是写错。",
                (stated.quote, other),
            )


def _twin(value: Decimal, in_digits: Mapping[str, Decimal]) -> Decimal | None:
    own = f"{value:.2f}"
    return next((amount for digits, amount in in_digits.items() if _nearly(own, digits)), None)


def _nearly(one: str, other: str) -> bool:
    if one == other or len(one) != len(other) or len(one.strip("0.").replace(".", "")) < _FEWEST_DIGITS:
        return False
    different = [position for position, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(different) == 1:
        return True
    first, last = different[0], different[-1]
    return len(different) == 2 and one[first] == other[last] and one[last] == other[first]


def mixed_money(subject: Subject) -> Iterator[Finding]:
    """下达, 执行 or 结余 of this year's, last year's or all money that the account gives otherwise."""
    account = account_of(subject)
    if account is None:
        return
    for stated in stated_in(subject):
        quantity = stated.quantity
        if quantity.unit != "元" or not quantity.is_actual or (quantity.within and "、" in quantity.label):
            continue
        reading = _reading(stated, subject.year)
        expected = _expected(*reading, account) if reading is not None else None
        if reading is None or expected is None or quantity.allows(expected):
            continue
        if reading[0] == "结余" and any(quantity.allows(left) for left in _left(account)):
            continue
        yield _mixed(subject, stated, account, f"{reading[1]}{reading[0]}", expected)


def _reading(stated: Stated, year: str) -> tuple[str, str] | None:
    """Return what an amount is (下达, 执行, 结余) and of which money, where its own words say both."""
    label = stated.quantity.label
    # 支出由…和本年下达资金…组成: what is told apart there is spending.
    if re.search("由(?:[^，,。；]|,(?=[0-9]))*$", stated.quantity.context + label):
        return None
    found = {
        name: [match.start() for match in pattern.finditer(label)]
        for name, pattern in (("执行", _SPENT), ("下达", _GRANTED), ("结余", _LEFT))
    }
    named = {name: places[-1] for name, places in found.items() if places}
    if not named or re.search("和|与|及|、|工程|费", label):
        return None
    aspect = max(named, key=lambda name: named[name])
    if _CARRIED.search(label):
        return aspect, "上年结转资金"
    if _CURRENT.search(label) or (f"{year}年" in label and aspect == "下达"):
        return aspect, "当年资金"
    return (aspect, "全部资金") if _ALL.search(label) else None


def _expected(aspect: str, whose: str, account: Account) -> Decimal | None:
    line = {"上年结转资金": account.carried, "当年资金": account.current, "全部资金": account.everything}[whose]
    if not line.paired or line.annual.unread or line.executed.unread:
        return None
    amounts = {
        "下达": line.annual.value,
        "执行": line.executed.value,
        "结余": line.annual.value - line.executed.value,
    }
    return amounts[aspect]


def _left(account: Account) -> list[Decimal]:
    lines = (account.everything, account.current, account.carried)
    return [line.annual.value - line.executed.value for line in lines]


def _mixed(subject: Subject, stated: Stated, account: Account, what: str, expected: Decimal) -> Finding:
    lines = {"当年资金": account.current, "上年结转资金": account.carried, "全部资金": account.everything}
    amounts = {
        **{f"{name}全年预算数": line.annual.value for name, line in lines.items()},
        **{f"{name}全年执行数": line.executed.value for name, line in lines.items()},
    }
    meant = next((name for name, amount in amounts.items() if stated.quantity.allows(amount)), None)
    quote = quote_at(subject, account.section, "funds", (), f"{yuan(expected)}元")
    if meant is None:
        code, reading = Code.SAME_DIFFERS, f"{quote.where}的资金表里是“{quote.words}”"
    else:
        same_aspect = ("执行" in meant) is ("执行" in what)
        carried = "当年" in what and "全部" in meant and same_aspect
        code = Code.CARRIED_OVER_AS_CURRENT if carried else Code.MONEY_ROLES_MIXED
        reading = f"这个数在{quote.where}的资金表里是{meant}；如果写的是{what}，表里是“{quote.words}”"
    return Finding(
        code,
        Severity.QUESTION,
        stated.passage.section,
        f"{stated.passage.where}写的{what}是“{stated.quote.words}”，{reading}，请核对是哪一个数。",
        (stated.quote, quote),
    )


def facts_against_account(subject: Subject) -> Iterator[Finding]:
    """下达资金 and 自评金额 among the facts against the account (下达 is this year's, 自评 covers all of it)."""
    account = account_of(subject)
    if account is None or subject.report is None:
        return
    for section in subject.report.sections:
        for position, fact in enumerate(section.facts.rows if section.facts is not None else ()):
            line = {"下达资金": account.current, "自评金额": account.everything}.get(fact.name)
            if line is None or not isinstance(fact.value, Decimal) or not line.annual.value or line.annual.unread:
                continue
            if fact.value != line.annual.value:
                own = quote_at(subject, section.id, "facts", ("rows", position, "value"), fact.shown() + fact.unit)
                table = quote_at(subject, account.section, "funds", (), f"{yuan(line.annual.value)}元")
                whose = "当年资金" if fact.name == "下达资金" else "全部资金"
                yield Finding(
                    Code.SAME_DIFFERS,
                    Severity.QUESTION,
                    section.id,
                    f"{own.where}的“{fact.name}”是“{own.words}”，{table.where}"
                    f"里{whose}的全年预算数是“{table.words}”，请核对。",
                    (own, table),
                )


@dataclass(frozen=True, slots=True)
class SpendingText:
    """What a text without tables says of the money: granted, spent in all, and what of that was carried over."""

    granted: Stated | None
    spent: Stated | None
    carried: Stated | None
    current: Stated | None


def spending_in(subject: Subject) -> SpendingText:
    """Find the amounts a text names as granted, as spent in all, as carried over and as this year's."""
    money = [s for s in stated_in(subject) if s.quantity.unit == "元" and s.quantity.role is Role.ACTUAL]
    granted = next(
        (s for s in money if _GRANTED.search(s.quantity.label) and "结转" not in s.quantity.label), None
    )
    spent = next(
        (s for s in money if re.search("(?:共计?|合计|总)支出|支出(?:合计|总计|共)", s.quantity.label)), None
    )
    after = money[money.index(spent) + 1 :] if spent is not None else []
    carried = next((s for s in after if "结转" in s.quantity.label), None)
    current = next(
        (
            s
            for s in after
            if carried is not None
            and "结转" not in s.quantity.label
            and re.search("本年|当年|[0-9]{4}年", s.quantity.label)
        ),
        None,
    )
    return SpendingText(granted, spent, carried, current)


def mixed_money_in_text(subject: Subject) -> Iterator[Finding]:
    """Granted money that looks like all spending, and money carried over told as this year's; no table needed."""
    if account_of(subject) is not None:
        return
    found = spending_in(subject)
    if found.spent is None or found.carried is None:
        return
    spent, carried, current = found.spent, found.carried, found.current
    this_year = f"，本年资金支出的是“{current.quote.words}”" if current is not None else ""
    own = [stated.quote for stated in (spent, carried, current) if stated is not None]
    before = spent.passage.text[: spent.quantity.start]
    if re.search(f"{subject.year}{_TITLE}", before) and "结转" not in spent.quantity.label:
        yield Finding(
            Code.CARRIED_OVER_AS_CURRENT,
            Severity.QUESTION,
            spent.passage.section,
            f"{spent.passage.where}把“{spent.quote.words}”写成{subject.year}年资金的支出，"
            f"其中“{carried.quote.words}”却是上年结转的钱{this_year}，请分开写明。",
            tuple(own),
        )
    granted = found.granted
    if granted is None or not _close(granted.quantity.value, spent.quantity.value):
        return
    left = granted.quantity.value - current.quantity.value if current is not None else None
    # Who tells what is left of this year's money has not mixed it up with all that was spent.
    if any(stated.quantity.value == left for stated in stated_in(subject) if stated.quantity.unit == "元"):
        return
    yield Finding(
        Code.MONEY_ROLES_MIXED,
        Severity.QUESTION,
        granted.passage.section,
        f"{granted.passage.where}写下达“{granted.quote.words}”，{spent.passage.where}写支出“{spent.quote.words}”"
        f"（含上年结转“{carried.quote.words}”），两个数接近却不是同一笔钱：如果“{granted.quote.words}”是本年下达数，"
        f"{_of_this_year(granted, current)}；如果它是全年支出取的整数，就不是下达数。请写明是哪一个。",
        (granted.quote, *own),
    )


def _of_this_year(granted: Stated, current: Stated | None) -> str:
    if current is None:
        return "本年资金支出多少、结余多少没有写"
    left = granted.quantity.value - current.quantity.value
    rate = percent(current.quantity.value / granted.quantity.value)
    return f"本年资金只支出“{current.quote.words}”，执行率 {rate}，还有{yuan(left)}元没有交代"


def _close(one: Decimal, other: Decimal) -> bool:
    return one != other and abs(one - other) * 100 < other
