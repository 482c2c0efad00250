"""The title in what follows a marker: where it ends, and how likely it is one at all."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

_NOUN: Final = re.compile(
    "(?:情况|分析|概况|概述|简介|目标|指标|措施|问题|原因|建议|意见|结果|结论|说明|做法|经验|管理|背景|依据|内容|评价|自评|过程|组织|实施"
    "|投入|产出|效益|满意度|方法|原则|范围|对象|目的|计划|打算|应用|公开|经费|资金|绩效|进度|总结|构成|职能|职责|任务|安排|落实|来源|用途|使用"
    "|体系|标准|程序|步骤|思路|方向|效果|成效|成果|影响|偏差|要求|制度|保障|预算|支出|执行|执行率|覆盖率|得分|评分|等级|对比|差异|整改|事项|附件"
    "|立项|机构设置|人员情况|自评表|工作|项目|金额|个数|数量|质量|时效|成本|必要性|可行性|有效性|合规性|及时性|完整性|可持续性|反馈|跟踪|改进|决策)"
    "(?:等|表|（[^（）]*）|\\([^()]*\\)|[”》])*$"
)
_CLOSING: Final = "：:。；;，,、.．!！?？ 　\t"
_BREAKS: Final = re.compile("[：:。；;！？!?]")
_BRACKETS: Final = {"（": "）", "(": ")", "“": "”", "《": "》", "〔": "〕", "「": "」", "【": "】"}
_BODY_BEGINS: Final = re.compile(
    "[ 　\t]*(?:[0-9]|本[项单部年局县市区中院校次]|我[单局县市区院校部委办中馆]|该[项资]"
    "|根据|按照|按[《照]|依据|为[了进贯加切]|截[至止]|全年|通过|一是|经[过费自县市]|项目[实资总主于]|年初|主要"
    "|无。|由|对照|从|在|[县市区省]财政)"
)
_QUANTITY: Final = re.compile(
    r"[0-9][0-9.,]*(?:余|多)?(?:万|亿|元|%|％|个|人|次|场|户|公里|平方|亩|吨|家|台|套|期|天|项|条|座|所|分)"
)
_PREDICATE: Final = re.compile(
    "[了已均仍]|^[是无]|[^事社]是(?!否)|不够|不足(?!之)|没有|未能|未按|达到|共计|有待|需要?进一步|还不|较为|得到|将于|能够"
)
_VERB: Final = re.compile(
    "(?:进一步|切实|不断|积极|继续|着力|大力|认真|严格|全面|充分|及时|扎实)?"
    "(?:加强|加大|加快|实行|提前|争取|购买|购置|召开|举办|完善|提高|提升|建立|健全|强化|优化|推进|推动|落实|规范|开展|做好|确保|增强|深化|细化|创新|丰富|组织|严格|成立|制定|注重|树牢)"
)
PAGE: Final = re.compile(
    r"[ 　\t]*(?:[-—–－]+ ?[0-9]{1,3} ?[-—–－]+|第 ?[0-9]{1,3} ?页(?:[ ,，]?共 ?[0-9]{1,3} ?页)?)[ 　\t]*$"
)
"""A page's number at the end of a line."""
_GLUED_PAGE: Final = re.compile(r"(?<=[一-鿿])[0-9]{1,3}$")
# How a title ends in a text that lost its line breaks, where the body follows with nothing between.
_STRONG: Final = "情况|概况|问题|建议|措施|分析|意见|做法|说明"
_GLUED: Final = re.compile(
    f"(?:{_STRONG})(?:{_STRONG}|(?:及其?|和|与|、|的)[^，。；：:,;]{{0,12}}?(?:{_STRONG}))*|(?:目标|背景|依据|内容|来源|概述|结论|结果)"
)
_LONGEST_GLUED: Final = 32
_JOINS: Final = "、和及与的）)"
_NOTHING: Final = re.compile("无。?$")
_ENDS: Final = {"。": 0.7, "；": 1.0, ";": 1.0, "？": 1.0, "?": 1.0}
_LONGEST: Final = 64
_FARTHEST: Final = 200
_LONGEST_PAGE: Final = 24
_EXPLAINED: Final = re.compile("（[^（）]*）$|\\([^()]*\\)$")
_LONGEST_PLAIN: Final = 12
_SHORT_BODY: Final = 6


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text, what closes it, where the body after it begins, and whether there is one on the line."""

    text: str
    closing: str
    body: int
    run_in: bool


def normal(title: str) -> str:
    """Return a title's words alone, to compare titles by: no punctuation, no blanks, no 等 at the end."""
    return re.sub("[^0-9A-Za-z一-鿿]", "", title).removesuffix("等")


def is_nominal(title: str) -> bool:
    """Whether a title ends as headings do: 情况, 分析, 措施."""
    return _NOUN.search(title.rstrip(_CLOSING)) is not None


def read_title(text: str, start: int, end: int, known: Collection[str], *, glued: bool = False) -> Title:
    """Return the title between `start` and `end`; `known` are titles of outlines as `normal` writes them.

    `glued` says that the text lost its line breaks, so that body may follow a title with nothing between.
    """
    whole = end
    while start < end and text[start] in " 　\t、.．":
        start += 1
    page = PAGE.search(text, max(start, end - _LONGEST_PAGE), end)
    end = page.start() if page is not None else end
    while end > start and text[end - 1].isspace():
        end -= 1
    stop = _first_break(text, start, min(end, start + _FARTHEST))
    head = text[start:stop]
    tail = text[stop:end].lstrip(_CLOSING)
    short = (_glued_end(head, known) if glued else 0) or _unmarked_end(head, tail, known)
    if short:
        return Title(head[:short].rstrip(_CLOSING), "", start + short, run_in=True)
    closing = text[stop : stop + 1] if stop < end else ""
    if not tail and not closing and is_nominal(bare := _GLUED_PAGE.sub("", head)):
        head = bare
    return Title(head.strip(_CLOSING), closing, end - len(tail) if tail else whole, run_in=bool(tail))


def _first_break(text: str, start: int, end: int) -> int:
    """Return where the first punctuation stands that may close a title: outside brackets, and not in 14:30."""
    inside: list[str] = []
    for position in range(start, end):
        character = text[position]
        if inside and character == inside[-1]:
            inside.pop()
        elif character in _BRACKETS and _BRACKETS[character] in text[position:end]:
            inside.append(_BRACKETS[character])
        elif not inside and _BREAKS.match(character) and not text[position - 1 : position + 2 : 2].isdecimal():
            return position
    return end


def _unmarked_end(head: str, tail: str, known: Collection[str]) -> int:
    """Return where a title ends that the body follows with no more than a blank, 0 where there is none."""
    rest = len(head) + len(tail)
    for end in (rest - 1, rest - 2):
        if not tail and normal(head[:end]) in known and _NOTHING.match(head, end):
            return end
    if len(head) <= _LONGEST_PLAIN:
        return 0
    for blank in re.finditer("[ 　\t]+", head):
        if rest - blank.end() < _SHORT_BODY or blank.start() > _LONGEST:
            continue
        before = head[: blank.start()]
        if is_nominal(before) and (
            is_sentence(head[blank.end() :] + tail) or _BODY_BEGINS.match(head, blank.end())
        ):
            return blank.start()
    for end in range(min(len(head) - 1, 24), 3, -1):
        # 项目概况和… is another title than 项目概况.
        if normal(head[:end]) not in known or head[end] in _JOINS or rest - end < _SHORT_BODY:
            continue
        if _BODY_BEGINS.match(head, end) or (is_sentence(head[end:] + tail) and not is_nominal(head)):
            return end
    if is_nominal(head) and "，" not in head and "," not in head:
        return 0
    return next(
        (end for end in range(3, min(len(head), 20)) if is_nominal(head[:end]) and _starts_body(head, end)), 0
    )


def _glued_end(head: str, known: Collection[str]) -> int:
    """Return where a title ends that the body follows with nothing between, by its last word; 0 for nowhere."""
    for end in range(min(len(head) - 1, _LONGEST_GLUED), _SHORT_BODY - 1, -1):
        if normal(head[:end]) in known and head[end] not in _JOINS:
            return end
    blank = re.search("[ 　\t]", head[:_LONGEST_GLUED])
    if blank is not None and (blank.start() <= _LONGEST_PLAIN or is_nominal(head[: blank.start()])):
        return blank.start()
    for found in _GLUED.finditer(head[:_LONGEST_GLUED]):
        end = found.end()
        if end < len(head) and (re.match(_STRONG, found[0]) or _BODY_BEGINS.match(head, end)):
            return end
    return 0


def _starts_body(head: str, end: int) -> bool:
    return len(head) - end >= _SHORT_BODY and _BODY_BEGINS.match(head, end) is not None


def is_sentence(text: str) -> bool:
    """Whether a text reads as a sentence: it ends as one or has a pause in it."""
    return text.rstrip().endswith(("。", "；", ";", "！")) or "，" in text or "," in text


def likely(title: Title, known: Collection[str]) -> float:
    """Return how likely a title is one: above 0 yes, below no; a long sentence is about -5."""
    # What stands in brackets explains a title: （满分6分，得分5分）
    text = _EXPLAINED.sub("", title.text) or title.text
    length = len(text)
    if not length or not re.search("[一-鿿A-Za-z]", text):
        return -6.0
    nominal = is_nominal(text)
    score = (
        1.2 if length <= 14 else 0.9 if length <= 22 else 0.2 if length <= 32 else -0.6 if length <= 46 else -2.5
    )
    if normal(text) in known:
        score += 1.5
    score += 1.2 if nominal else 0.0
    score -= (0.15 if nominal else 0.8) * len(re.findall("[，,]", text))
    score -= 1.2 * len(_QUANTITY.findall(text))
    score -= (0.3 if nominal else 1.0) * min(2, len(_PREDICATE.findall(text)))
    if _VERB.match(text):
        score -= 1.5 if title.closing == "。" and not title.run_in else 0.2
    if title.run_in:
        return score - (1.2 if title.closing in {"；", ";"} else 0.0)
    return score - _ENDS.get(title.closing, 0.0) * (0.3 if nominal else 1)
