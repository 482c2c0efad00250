"""Rates and shares that the text states, against what the amounts beside them and the account make."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from storage.checks.agreement import Stated
from storage.checks.codes import Code
from storage.checks.fields import quote_at
from storage.checks.finding import Finding, Fix, Severity
from storage.checks.owners import clause_before, is_of_another, is_rule
from storage.checks.subject import Subject
from storage.checks.tables import accounts
from storage.figures import percent, plain
from storage.quantities.quantity import Quantity, Role
from storage.quantities.reading import find_quantities
from storage.report.funds import FundLine, Funds

_RATE: Final = re.compile("(?:执行率|支出率|支付率|支出进度|支付进度)(?:只有|仅|仅为|为|是|达到?|约|共)*$")
# Words that leave the rate that of all the money, or of the kind of money they name.
_OWN_RATE: Final = re.compile(
    "(?:其中|本|该|项目|全年|年度|(?:19|20)[0-9]{2}年度?|截[至止]|12月|31日|年?[底末]|总体?|整体|的|预算|资金|财政|补助|专项|经费|拨款"
    "|上年|当年|结转|下达|实际|综合)*(?:执行率|支出率|支付率|支出进度|支付进度)(?:只有|仅|仅为|为|是|达到?|约|共)*"
)
_ALL_SPENT: Final = re.compile(
    "(?:其中|截[至止]|年?[底末]|12月|31日|(?:19|20)[0-9]{2}年|实际|全年|年度|累计|共计?|已|资金|预算|总)*"
    "(?:执行|支出|拨付|支付|使用)(?:资金|数|总?额|完成)*(?:共计?|为|是|达到?|了|[：: ])*"
)
_SPENT: Final = re.compile("执行|支出|拨付|支付|使用")
_BUDGET: Final = re.compile("预算|下达|到位|安排|投入|共|总额|资金")
_THIS_YEAR: Final = re.compile("当年|本年(?!度?执行)|本年度下达")
_CARRIED: Final = re.compile("结转")
_COUNTED_RATE: Final = re.compile("(?:满意度|完好率|合格率|优良率|达标率|及格率|完成率)(?:为|是|达到?|约)*$")
_COUNTED_PART: Final = re.compile("满意|正常|完好|合格|达标|完成|优良")
_SHARE: Final = re.compile("占(?:全年|全部|总|本年)?(?:支出|资金|预算)?(?:总额|总数|合计)?的?$")


def execution_rates(subject: Subject) -> Iterator[Finding]:
    """A 执行率 that is not 全年执行数 ÷ 全年预算数 (财预〔2020〕10号)."""
    account = next(accounts(subject), None)
    for passage in subject.passages:
        quantities = find_quantities(passage.text)
        for position, quantity in enumerate(quantities):
            if quantity.family != "%" or quantity.role is not Role.ACTUAL or not _RATE.search(quantity.label):
                continue
            stated = Stated(passage, quantity)
            pairs = _pairs(quantity, quantities[:position])
            if any(_is_about(quantity, spent.value / budget.value) for spent, budget in pairs):
                continue
            own, before = clause_before(passage.text, quantity.start)
            if is_of_another(f"{before}，{own}", subject.year) or quantity.sign or quantity.after.startswith("的"):
                continue
            if account is not None:
                yield from _against_table(subject, stated, *account)
            elif pairs and _kind_named(own) is _kind_named(pairs[-1][0].label):
                yield _against_amounts(stated, pairs)


def _pairs(rate: Quantity, before: tuple[Quantity, ...]) -> list[tuple[Quantity, Quantity]]:
    """Return what may have been divided: amounts spent by amounts budgeted, of the same sentence."""
    money = [
        q for q in before if q.family == "元" and q.sentence == rate.sentence and q.role is not Role.DIFFERENCE
    ]
    spent = [q for q in money if _SPENT.search(q.label)]
    budget = [q for q in money if q not in spent and _BUDGET.search(q.label) and q.value > 0]
    return [(one, other) for one in spent[-1:] if _ALL_SPENT.fullmatch(one.label) for other in budget]


def _is_about(stated: Quantity, rate: Decimal) -> bool:
    """Whether a rate was rounded or cut to what is stated, or is printed like it."""
    if percent(rate) == percent(stated.value / 100):
        return True
    return stated.low <= rate * 100 <= stated.high + (stated.high - stated.value)


def _against_amounts(stated: Stated, pairs: list[tuple[Quantity, Quantity]]) -> Finding:
    spent, budget = (Stated(stated.passage, quantity).quote for quantity in pairs[-1])
    rate = percent(pairs[-1][0].value / pairs[-1][1].value)
    certain = len(pairs) == 1 and _is_plain(stated)
    return Finding(
        Code.RATE_MISSTATED,
        Severity.ERROR if certain else Severity.QUESTION,
        stated.passage.section,
        f"{stated.passage.where}写的执行率是“{stated.quote.words}”，"
        f"按文中的“{spent.words}”÷“{budget.words}”算是 {rate}，请{'改正' if certain else '核对'}。",
        (stated.quote, spent, budget),
        _replaced(stated, rate) if certain else None,
    )


def _against_table(subject: Subject, stated: Stated, section: str, funds: Funds) -> Iterator[Finding]:
    lines = {"": funds.all_sources(), **{source.kind: funds.of_kind(source.kind) for source in funds.sources}}
    kind = _kind(f"{stated.quantity.context}{stated.quantity.label}", lines)
    line = lines[kind]
    # What the account lacks is told of the account.
    if line.rate is None or _is_about(stated.quantity, line.rate):
        return
    others = [other.rate for other in lines.values() if other.rate is not None]
    mixed = any(_is_about(stated.quantity, rate) for rate in others)
    certain = not mixed and _is_plain(stated)
    rate = percent(line.rate)
    name = f"“{kind}”的" if kind else "总"
    table = quote_at(subject, section, "funds", (), rate)
    yield Finding(
        Code.RATE_MISSTATED,
        Severity.ERROR if certain else Severity.QUESTION,
        stated.passage.section,
        f"{stated.passage.where}写的执行率是“{stated.quote.words}”，按{table.where}的资金表，"
        f"{name}执行率是 {rate}（全年执行数÷全年预算数），请{'改正' if certain else '核对是哪笔资金的执行率'}。",
        (stated.quote, table),
        _replaced(stated, rate) if certain else None,
    )


def _is_plain(stated: Stated) -> bool:
    """Whether the clause names nothing that the rate could be of but the money of the report."""
    own, before = clause_before(stated.passage.text, stated.quantity.start)
    return _OWN_RATE.fullmatch(own.strip()) is not None and not is_rule(before)


def _kind_named(words: str) -> bool:
    """Whether words name a kind of money by its year."""
    return _THIS_YEAR.search(words) is not None or _CARRIED.search(words) is not None


def _kind(words: str, lines: dict[str, FundLine]) -> str:
    """Return the kind of money the nearest words speak of, "" for all of it."""
    found = {kind: words.rfind(kind) for kind in lines if kind and kind in words}
    for pattern in (_THIS_YEAR, _CARRIED):
        mentions = [match.start() for match in pattern.finditer(words)]
        kind = next((kind for kind in lines if kind and pattern.search(kind)), "")
        if mentions and kind:
            found[kind] = max(found.get(kind, -1), mentions[-1])
    return max(found, key=lambda kind: found[kind]) if found else ""


def counted_rates(subject: Subject) -> Iterator[Finding]:
    """满意度 or 完好率 that the counts right before it do not make: 312份, 其中满意303份."""
    for passage in subject.passages:
        quantities = find_quantities(passage.text)
        for whole, part, rate in zip(quantities, quantities[1:], quantities[2:], strict=False):
            counted = whole.family == part.family not in {"%", "元"} and whole.sentence == rate.sentence
            if not counted or rate.family != "%" or not _COUNTED_RATE.search(rate.label):
                continue
            if not _COUNTED_PART.search(part.label) or not 0 < part.value <= whole.value:
                continue
            if whole.approximate or part.approximate or rate.sign or _is_about(rate, part.value / whole.value):
                continue
            stated, computed = Stated(passage, rate), percent(part.value / whole.value)
            counts = [Stated(passage, quantity).quote for quantity in (part, whole)]
            yield Finding(
                Code.SHARE_MISSTATED,
                Severity.QUESTION,
                passage.section,
                f"{passage.where}写的“{stated.quote.words}”与前面的数不符："
                f"“{counts[0].words}”÷“{counts[1].words}”是 {computed}，请核对。",
                (stated.quote, *counts),
            )


def shares_of_spending(subject: Subject) -> Iterator[Finding]:
    """A share of all spending (占…%) that the amount or the use it follows does not make."""
    found = next(accounts(subject), None)
    total = found[1].all_uses() if found is not None else None
    if found is None or total is None or total.unread or not total.value:
        return
    section, funds = found
    for passage in subject.passages:
        quantities = find_quantities(passage.text)
        for position, quantity in enumerate(quantities):
            if quantity.family != "%" or not _SHARE.search(quantity.label):
                continue
            before = quantities[position - 1] if position else None
            amount = _use_named(quantity.label, funds)
            if (
                before is not None
                and before.family == "元"
                and before.sentence == quantity.sentence
                and len(quantity.label) <= 8
            ):
                amount = before.value
            if amount is None or _is_about(quantity, amount / total.value):
                continue
            stated, share = Stated(passage, quantity), percent(amount / total.value)
            table = quote_at(subject, section, "funds", (), f"{plain(total.value)}元")
            yield Finding(
                Code.SHARE_MISSTATED,
                Severity.QUESTION,
                passage.section,
                f"{passage.where}写的占比是“{stated.quote.words}”，"
                f"按{table.where}的支出合计“{table.words}”算是 {share}，请核对。",
                (stated.quote, table),
            )


def _use_named(label: str, funds: Funds) -> Decimal | None:
    """Return the amount of the one use that the words before 占 name."""
    words = _SHARE.sub("", label)
    uses = [
        use for use in funds.uses if use.category and use.category.removesuffix("费").removesuffix("支出") in words
    ]
    return uses[0].total().value if len(uses) == 1 else None


def _replaced(stated: Stated, rate: str) -> Fix:
    first, last = stated.quantity.digits
    # 百分之六十八 has no sign to keep.
    has_sign = re.match("[ 　]*[%％]", stated.passage.text[last:])
    new = rate.removesuffix("%") if has_sign else rate
    return Fix(f"改成“{rate}”", ((stated.passage.spot(first, last), new),))
