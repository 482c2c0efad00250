"""What a reviewer would otherwise type again: the name remarks are signed with, and the phrases.

A note on this machine, outside the libraries. Without it nothing is lost but the typing.
"""

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from storage.durable import NotSaved, make_folder, write_file
from storage.json_file import Unreadable, encode, parse, read_file
from storage.state_folder import state_folder
from storage.text import one_line

_NAME: Final = "署名"
_PHRASES: Final = "常用语"
_MOST: Final = 30
_LONGEST: Final = 200
_LIMIT: Final = 64 * 1024

SHIPPED: Final = (
    "数据前后不一致，请核对后统一。",
    "明细相加与合计不符，请核对。",
    "执行率应按全年执行数÷全年预算数计算，请核对。",
    "上年结转资金的支出请单独说明，不要和当年支出混在一起。",
    "请说明偏差原因和改进措施。",
    "实际完成值没有依据，请补充佐证材料。",
    "得分与完成情况不符，请按评分标准重新计算。",
    "指标值设置偏低，请说明依据或者按规定扣分。",
    "满意度请写明调查方式、样本数和结果。",
    "这一项没有填写，请补充；确实没有的请写“无”。",
    "请写明具体数量、时间和依据文件的文号。",
    "问题没有对应的改进措施，请逐条对应，写明责任人和时限。",
    "改进措施太笼统，请写明做什么、谁来做、什么时候完成。",
    "文字没有写完或者有多余的占位符，请补全。",
    "内容像是照抄上一年的，请按本年度实际情况修改。",
)
"""The phrases there are from the start, most often needed first."""


@dataclass(frozen=True, slots=True)
class Habits:
    """The `name` used last, empty before the first time, and the `phrases` used, the latest first."""

    name: str = ""
    phrases: tuple[str, ...] = ()

    @property
    def offered(self) -> list[str]:
        """The phrases to choose from: those used before, then those shipped, each once."""
        return list(dict.fromkeys([*self.phrases, *SHIPPED]))


def habits() -> Habits:
    """Return what was noted; nothing of what cannot be read."""
    try:
        noted = parse(read_file(_file(), _LIMIT), "")
    except Unreadable:
        return Habits()
    listed = noted.get(_PHRASES)
    phrases = [_words(one) for one in listed[:_MOST]] if isinstance(listed, list) else []
    return Habits(_words(noted.get(_NAME)), tuple(filter(None, phrases)))


def note_remark(name: str, phrase: str) -> None:
    """Note who signed, and what was said, if anything: it is offered first the next time."""
    before = habits()
    said = _words(phrase)
    phrases = dict.fromkeys([said, *before.phrases] if said else before.phrases)
    _write(replace(before, name=_words(name), phrases=tuple(phrases)[:_MOST]))


def _words(value: object) -> str:
    """Return one line of text, or nothing where there is none or it is too long to be offered whole."""
    words = one_line(value).strip() if isinstance(value, str) else ""
    return words if len(words) <= _LONGEST else ""


def _file() -> Path:
    return state_folder() / "reviewer.json"


def _write(noted: Habits) -> None:
    document: dict[str, Any] = {_NAME: noted.name, _PHRASES: list(noted.phrases)}
    with contextlib.suppress(NotSaved, ValueError):
        make_folder(_file().parent)
        write_file(_file(), encode(document))
