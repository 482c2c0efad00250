"""Whose figure it is: the report's own for its year, or another year's, period's, judge's, part's or rule's."""

import re
from typing import Final

from storage.checks.fields import year_of

_CLAUSE_END: Final = re.compile("[，；：。！？;:\n]|,(?![0-9])")
_REACH: Final = 120
_YEAR_END: Final = (
    "(?:截[至止])?(?:{year}年度?)?(?:12月(?:31日|底|末)|年底|年末)|{year}年度?|[0-9]{{4}}年度?(?=结[转余])"
)
_OTHER: Final = re.compile(
    # Another year or a part of this one.
    "(?:19|20)[0-9]{2}年|上(?:一)?年(?!度?结[转余])|去年|往年|以前|上期|同期|下年|明年|季度|半年|[0-9]月|截[至止]|目前"
    # Another house, judge or matter.
    "|同类|平均|全[省市县]|其他|兄弟|财政(?:[局厅部]|评价|复核)|[省市]级(?:评价|考核)|主管部门|第三方|复核|复评|抽查|初评|专家|公众|观众|群众|大赛|竞赛|比赛|选手|考[试核]|试卷"
    # A part of the money or of the matter.
    "|(?<![免经])费|质保金|质量保证金|进度款|工程款|满意度(?!指标)"
    # Another reckoning, and what is asked for.
    "|调整|追加|剔除|扣除|不含|计入|假[如设]|如(?!期)|若|要求|应当|应达|以[上下]|按.{0,8}计算"
)
_OPENS_RULE: Final = re.compile("(?<![按照])规定$")
_RULE: Final = re.compile("规定|办法|标准|细则|划分")


def clause_before(text: str, start: int) -> tuple[str, str]:
    """Return the words of the clause up to `start`, and the clause of the same sentence before it."""
    sentence = re.split("[。！？\n]", text[max(0, start - _REACH) : start])[-1]
    *_, before, own = ["", *_CLAUSE_END.split(sentence)]
    return own, before


def is_of_another(words: str, year: str) -> bool:
    """Whether words name another owner than the report and its `year`; the end of the year is the year's."""
    own = re.sub(_YEAR_END.format(year=year_of(year) or "[0-9]{4}"), "", words)
    return _OTHER.search(own) is not None


def is_rule(words: str) -> bool:
    """Whether words tell of a rule, whose figures are nobody's."""
    return _RULE.search(words) is not None


def opens_rule(clause: str) -> bool:
    """Whether a clause ends in 办法规定, so that what follows is the rule; 按规定 tells of what was done."""
    return _OPENS_RULE.search(clause) is not None
