"""Whether the funds account adds up, and whether its rate of execution is explained.

Totals, parts and rates are computed by the account itself, so that a wrong sum of rows, a line that is not the sum
of its parts and a rate that is not 全年执行数 ÷ 全年预算数 cannot occur; these are what can.
"""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import explains, fields, quote_at, typed
from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject
from storage.checks.tables import accounts
from storage.figures import percent, yuan
from storage.report.funds import Funds

_SLOW: Final = re.compile(
    r"执行率|执行进度|(?:支付|支出|拨付)(?:的?进度|缓慢|滞后)|结余|结转|未支[付出]|少支[付出]|尚未[支拨]"
)
_REASON: Final = re.compile(r"原因|由于|因为|因[^此而]|主要是|导致|影响|未到|尚未|不具备|才(?:能|签|开|完)")


def unread_amounts(subject: Subject) -> Iterator[Finding]:
    """A figure that is not understood as one, and so is left out of every total."""
    for field in fields(subject):
        passage = field.passage
        # An actual written as a goal is asked about as that.
        if field.is_figure and not re.match(r"\s*[≥≤≧≦<>＜＞]", passage.text):
            yield Finding(
                Code.FIGURE_UNREAD,
                Severity.ERROR,
                passage.section,
                f"“{passage.text}”看不懂，没有算进合计；请改成数字。",
                (passage.quote(0, len(passage.text)),),
            )


def sources_and_uses(subject: Subject) -> Iterator[Finding]:
    """What the sources spent is not what the uses add up to, or cannot be compared with it yet."""
    for section, account in accounts(subject):
        blanks = _blanks(account)
        spent, used = account.all_sources().executed.value, account.all_uses().value
        if blanks:
            yield Finding(
                Code.FUNDS_NOT_JUDGED,
                Severity.HINT,
                section,
                f"还不能核对支出与来源是否一致和执行率，因为{'、'.join(blanks)}没有填好；请补上。",
                (quote_at(subject, section, "funds", (), "、".join(blanks)),),
                unjudged=True,
            )
        elif spent != used:
            apart = f"{'多' if used > spent else '少'}{yuan(abs(used - spent))}元"
            yield Finding(
                Code.FUNDS_GAP,
                Severity.ERROR,
                section,
                f"支出用途合计{yuan(used)}元，比资金来源的全年执行数{yuan(spent)}元{apart}；"
                "两个数应当相等，请查是哪一笔记错或漏记。",
                (
                    quote_at(subject, section, "funds", ("uses",), f"支出用途合计{yuan(used)}元"),
                    quote_at(subject, section, "funds", ("sources",), f"全年执行数合计{yuan(spent)}元"),
                ),
            )


def rates(subject: Subject) -> Iterator[Finding]:
    """A rate over 100 %, where the outline does not allow it: certain in all, a question for one source."""
    if subject.outline.checks.rate_over_full:
        return
    for section, account in accounts(subject):
        line = account.all_sources()
        if line.rate is not None and line.rate > 1:
            yield Finding(
                Code.RATE_OVER_FULL,
                Severity.ERROR,
                section,
                f"执行率{percent(line.rate)}超过100%：全年执行数大于全年预算数，请核对是否漏了预算调整或上年结转。",
                (
                    quote_at(subject, section, "funds", ("sources",), f"全年执行数{yuan(line.executed.value)}元"),
                    quote_at(subject, section, "funds", ("sources",), f"全年预算数{yuan(line.annual.value)}元"),
                ),
            )
            continue
        for position, source in enumerate(account.sources):
            own = source.line()
            if own.rate is not None and own.rate > 1:
                yield Finding(
                    Code.SOURCE_OVER_FULL,
                    Severity.QUESTION,
                    section,
                    f"“{source.name or source.kind}”执行了全年预算数的{percent(own.rate)}；"
                    "请核对是否有别的来源的支出记在了这里。",
                    tuple(
                        quote_at(
                            subject, section, "funds", ("sources", position, field), f"{label}{yuan(value)}元"
                        )
                        for field, label, value in (
                            ("executed", "全年执行数", own.executed.value),
                            ("annual", "全年预算数", own.annual.value),
                        )
                    ),
                )


def low_rate(subject: Subject) -> Iterator[Finding]:
    """A low rate that no paragraph and no problem explains; certain where the outline sets the threshold."""
    checks = subject.outline.checks
    for section, account in accounts(subject):
        rate = account.all_sources().rate
        if rate is None or rate >= checks.low_rate or _explained(subject):
            continue
        is_set = "low_rate" in checks.model_fields_set
        yield Finding(
            Code.RATE_LOW_UNEXPLAINED,
            Severity.ERROR if is_set else Severity.QUESTION,
            section,
            f"执行率{percent(rate)}低于{percent(checks.low_rate)}，没有找到原因；请写明为什么没有用完、什么时候用。",
            (quote_at(subject, section, "funds", ("sources",), f"执行率{percent(rate)}"),),
        )


def _blanks(account: Funds) -> list[str]:
    """Name what the comparison of both sides still needs."""
    sources = [source for source in account.sources if not source.is_blank()]
    uses = [use for use in account.uses if not use.is_blank()]
    blanks = [f"“{name}”" for name, rows in (("资金来源", sources), ("支出用途", uses)) if not rows]
    for source in sources:
        for amount, label in ((source.annual, "全年预算数"), (source.executed, "全年执行数")):
            if isinstance(amount, str):
                blanks.append(f"“{source.name or source.kind}”的{label}")
    for use in uses:
        lines = [(part.name, part.amount) for part in use.parts] or [(use.category, use.amount)]
        blanks += [f"“{name or use.category}”的金额" for name, amount in lines if isinstance(amount, str)]
    return blanks


def _explained(subject: Subject) -> bool:
    paragraphs = [paragraph for passage in typed(subject) for paragraph in passage.text.split("\n")]
    for section in subject.report.sections if subject.report is not None else ():
        rows = section.problems.rows if section.problems is not None else []
        paragraphs += [f"{row.problem}原因{row.cause}" for row in rows if explains(row.cause)]
    return any(_SLOW.search(paragraph) and _REASON.search(paragraph) for paragraph in paragraphs)
