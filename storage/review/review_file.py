"""The one file that goes from side to side: a report with its review, and what it was at earlier hand-overs.

It bears a digest of each of its parts, so that a file somebody changed is refused with what was changed in it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError

from storage.durable import NotSaved, make_folder, sweep, write_file
from storage.errors import Refused
from storage.filename import safe_name
from storage.json_file import LIMIT, encode, parse, read_file, shown
from storage.outline_files import LIMIT as LONGEST_OUTLINE
from storage.outline_files import OutlineError, parse_outline
from storage.report.block import Line, Model, Text
from storage.report.event import Act, Event, Role
from storage.report.report import Report
from storage.report_shape import FORMAT, ID, SECTIONS, check_format
from storage.review.content import canonical_digest, content_digest
from storage.text import one_line

_KIND: Final = "自评宝审核文件"
_FILE, _ACT, _ROUND, _OUTLINE, _REPORT, _EARLIER, _DIGESTS, _ALL = (
    *("文件", "种类", "轮次", "模板", "报告", "前几次", "校验", "全部"),
)
_MOST: Final = 8
"""How many earlier hand-overs go along at most."""
_SUFFIX: Final = ".审核.json"


class _Earlier(Model):
    digest: Line = Field(alias="内容校验")
    sections: list[dict[str, Any]] = Field(alias=SECTIONS)


class _Told(Model):
    format: int = Field(alias="格式")
    kind: Line = Field(alias=_FILE)
    act: Act = Field(alias=_ACT)
    round: int = Field(alias=_ROUND)
    outline: Text = Field("", alias=_OUTLINE)
    report: dict[str, Any] = Field(alias=_REPORT)
    earlier: list[_Earlier] = Field(alias=_EARLIER, max_length=_MOST)


@dataclass(frozen=True)
class ReviewFile:
    """A review file that was read.

    `event` is the hand-over it was written at. `earlier` holds the sections at hand-overs, as a payload has them,
    by the digest of the content; that of `event` is among them. `outline` is the TOML of the outline of the report
    where it is the office's own, empty where it comes with the program.
    """

    event: Event
    report: Report
    payload: dict[str, Any]
    earlier: dict[str, list[dict[str, Any]]]
    outline: str = ""


def write_review_file(
    folder: Path, report: Report, event: Event, earlier: Mapping[str, list[dict[str, Any]]], outline: str
) -> Path:
    """Write the file of a hand-over into a folder, made if need be, under a name no file bears; return it.

    `earlier` and `outline` are as in a `ReviewFile`; the latest of `earlier` go along, as many as there is room
    for.

    :raises NotSaved: when it could not be written, or the report alone is too long.
    """
    cover = report.cover
    name = "-".join(filter(None, (cover.unit.strip(), cover.year.strip(), cover.project.strip())))
    what = f"-第{event.round}轮{event.act}"
    numbered = (
        folder / safe_name(name, f"{what}（{number}）{_SUFFIX}" if number > 1 else f"{what}{_SUFFIX}")
        for number in count(1)
    )
    content: dict[str, Any] = {"格式": FORMAT, _FILE: _KIND, _ACT: event.act, _ROUND: event.round}
    content |= ({_OUTLINE: outline} if outline else {}) | {_REPORT: _as_sent(report), _EARLIER: []}
    data = _signed(content)
    digests = dict.fromkeys(one.digest for one in reversed(report.review.events) if one.digest != event.digest)
    for digest in [digest for digest in digests if digest in earlier][:_MOST]:
        longer = {**content, _EARLIER: [*content[_EARLIER], {"内容校验": digest, SECTIONS: earlier[digest]}]}
        signed = _signed(longer)
        if len(signed) > LIMIT:
            break
        content, data = longer, signed
    make_folder(folder)
    sweep(folder)
    path = next(free for free in numbered if not os.path.lexists(free))
    if len(data) > LIMIT:
        raise NotSaved(path, f"超过{LIMIT // 1024 // 1024}兆字节", "请删去一些内容后重试")
    write_file(path, data)
    return path


def read_review_file(path: Path) -> ReviewFile:
    """Read a review file.

    :raises Unreadable: when it cannot be read, or is damaged.
    :raises TooNew: when a later version wrote it.
    :raises Refused: when it is no review file, or not what was written; the sentence says what differs.
    """
    where = shown(path)
    content = parse(read_file(path), where)
    if content.get(_FILE) != _KIND:
        raise Refused(f"“{where}”不是审核文件；请选用对方用自评宝写出的“{_SUFFIX}”文件。")
    check_format(content, where)
    _check_digests(content, where)
    try:
        told = _Told.model_validate(content, by_alias=True, by_name=False)
        report = Report.read(told.report)
        contents = {one.digest: one.sections for one in told.earlier}
        for sections in contents.values():
            Report.read({**told.report, SECTIONS: sections})
    except ValidationError as error:
        raise _wrong(where, "里面的内容不全") from error
    except Refused as error:
        raise _wrong(where, str(error).partition("，请")[0]) from error
    event = report.review.last_hand_over
    if event is None or (event.act, event.round) != (told.act, told.round):
        raise _wrong(where, "里面的报告和文件上写的种类、轮次对不上")
    contents[event.digest] = told.report[SECTIONS]
    if any(digest != content_digest({SECTIONS: sections}) for digest, sections in contents.items()):
        raise _wrong(where, f"里面的内容和{event.act}时登记的对不上")
    if not ID.fullmatch(report.id) or report.review.conflicts:
        raise _wrong(where, "里面的报告不能交接")
    if told.outline:
        _check_outline(told.outline, report.outline, where)
    return ReviewFile(event, report, told.report, contents, told.outline)


def _check_outline(text: str, outline_id: str, where: str) -> None:
    if len(text.encode()) > LONGEST_OUTLINE:
        raise _wrong(where, "里面的模板太长")
    try:
        outline = parse_outline(text, outline_id)
    except OutlineError as error:
        raise _wrong(where, f"里面的{str(error).rstrip('。')}") from error
    if outline.id != outline_id:
        raise _wrong(where, f"里面的模板是 {outline.id}，报告用的是 {one_line(outline_id)[:40]}")


def _as_sent(report: Report) -> dict[str, Any]:
    """Return the payload of a report without whose copy it is."""
    review = report.review.model_copy(update={"role": Role.OFFICE})
    return report.model_copy(update={"review": review}).payload()


def _signed(content: dict[str, Any]) -> bytes:
    return encode({**content, _DIGESTS: _digests(content)})


def _digests(content: dict[str, Any]) -> dict[str, str]:
    """Return a digest of each part, by what it is called, and of them all."""
    digests: dict[str, str] = {}
    for key, value in content.items():
        for name, part in _parts(key, value):
            digests[name] = canonical_digest(part)
    return {**digests, _ALL: canonical_digest(digests)}


def _parts(key: str, value: Any) -> list[tuple[str, Any]]:
    if key != _REPORT or not isinstance(value, dict):
        return [(key, value)]
    parts = [(f"{_REPORT}·{name}", part) for name, part in value.items() if name not in {SECTIONS, "审核"}]
    for name in (SECTIONS, "审核"):
        held = value.get(name)
        if isinstance(held, dict):
            parts += [(f"{name}·{inner}", part) for inner, part in held.items()]
        elif isinstance(held, list):
            parts += [(f"第{number}节", part) for number, part in enumerate(held, 1)]
        else:
            parts.append((name, held))
    return parts


def _check_digests(content: dict[str, Any], where: str) -> None:
    told = content.pop(_DIGESTS, None)
    if not isinstance(told, dict):
        raise _wrong(where, "缺少校验")
    found = _digests(content)
    if found == told:
        return
    report = content.get(_REPORT)
    sections = report.get(SECTIONS) if isinstance(report, dict) else None
    titles = {
        f"第{number}节": f"“{one_line(section['标题'])[:20]}”一节"
        for number, section in enumerate(sections if isinstance(sections, list) else (), 1)
        if isinstance(section, dict) and isinstance(section.get("标题"), str) and section["标题"].strip()
    }
    names = [name for name in {**told, **found} if name != _ALL and told.get(name) != found.get(name)]
    changed = "、".join(titles.get(name, one_line(name)[:20]) for name in names[:3]) or "校验"
    raise _wrong(where, f"{changed}{'等' if len(names) > 3 else ''}在写出之后变了")


def _wrong(where: str, what: str) -> Refused:
    return Refused(f"“{where}”没有导入：{what}；请让对方重新发一份，不要手工修改。")
