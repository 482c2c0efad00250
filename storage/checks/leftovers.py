"""What a copied text or a form leaves behind: blanks to fill in, hints, other years, units and projects."""

import re
from collections.abc import Iterator
from typing import Final

from storage.checks.codes import Code
from storage.checks.fields import clause, sentence, typed, year_of
from storage.checks.finding import Finding, Severity
from storage.checks.subject import Subject

# × between numbers multiplies; ** in pairs is how a text from elsewhere marks bold.
_BLANK: Final = re.compile(
    "(?<![A-Za-z0-9])[xX×ｘＸ]{2,}(?![A-Za-z0-9])|(?<![一二三四五六七八九])[○〇]{2,}(?![一二三四五六七八九])|_{3,}|＿{2,}|"
    r"[＊]{2,}|(?<!\*)\*\*(?!\*)(?=[^*\n]*$)(?<=^\*\*)|[?？]{3,}|\{[^{}\n]{0,12}\}(?!\})",
    re.MULTILINE,
)
# Most texts have none of these, and one character is found much sooner than all that may be made of it.
_BLANK_SIGN: Final = re.compile(r"[xX×ｘＸ○〇_＿＊*?？{]")
_HINT: Final = re.compile(
    "[（(【\\[](?:注|说明|提示)?[:：]?(?:此处|这里)?"
    "(?:(?:请|简要)(?:填|写|说明|描述|列出|补充|介绍)|(?:应当?|须|需)(?:填写|写明|列明|注明))[^）)】\\]]{0,60}[）)】\\]]|"
    "(?:此处|这里)(?:填|请|应)|待(?:补充|填写|填)(?=[。；，、）)\n]|$)|填[写报]说明[:：]|请(?:简要|据实|如实)?填写"
)
_YEAR_OF: Final = re.compile(
    "((?:19|20)[0-9]{2})年"
    "(?:度(?=[^，。；\n]{0,12}(?:自评|绩效|预算|项目|报告))|(?![ ]?[0-9])(?=[^，。；\n]{0,12}自评))"
)
_RIGHTLY: Final = re.compile(
    "结转|上年|去年|往年|历年|较(?:上|20)|[相同]比|比(?:上|20)|同期|增长|下降|以来|年度?至|下一?年|次年|目标|指标|建议|改进|应付|欠"
)
_NAMES: Final = re.compile("《[^》]*》|〔[^〕]*〕")
_VISITING: Final = re.compile(
    "交流|学习|考察|参观|调研|来自|联合|兄弟|借鉴|观摩|合作|支援|帮扶|邀请|赴|先后到|比赛|大赛|承办|主办"
)
_PLACE: Final = re.compile("([一-鿿]{2})([县区市旗])")
_PROJECT: Final = re.compile(
    "(?:成立|组织|开展|做好|完成|关于|负责|[对将把就])*([一-鿿]{4,24}?(?:资金|项目|经费))(?:支出)?绩效自评"
)
_COMMON: Final = re.compile(
    "上级|中央|省级|市级|县级|本级|财政|专项|转移支付|项目|资金|支出|经费|年度|预算|补助|整体|各|所有|全部|[对的本将就按该个]|开展|组织|做好|进行|完成|纳入|关于"
)
_HINT_LENGTH: Final = 12


def placeholders(subject: Subject) -> Iterator[Finding]:
    """Signs that stand for something to be filled in: xxxx, ××, ____."""
    for passage in typed(subject):
        for found in _BLANK.finditer(passage.text) if _BLANK_SIGN.search(passage.text) else ():
            words = clause(passage.text, *found.span()).strip()[:20]
            yield Finding(
                Code.PLACEHOLDER,
                Severity.ERROR,
                passage.section,
                f"“{words}”里的“{found[0]}”还没有换成实际内容；请填上。",
                (passage.quote(*found.span()),),
            )


def form_hints(subject: Subject) -> Iterator[Finding]:
    """What the form tells the writer to do, left in the text."""
    asked = {section.id: section.guidance for section in subject.outline.sections}
    for passage in typed(subject):
        spans = [found.span() for found in _HINT.finditer(passage.text)]
        for hint in re.split("[。；，：\n]", asked.get(passage.section, "")):
            at = passage.text.find(hint) if len(hint) >= _HINT_LENGTH else -1
            if at >= 0:
                spans.append((at, at + len(hint)))
        for start, end in spans[:1]:
            yield Finding(
                Code.FORM_HINT,
                Severity.ERROR,
                passage.section,
                f"“{passage.text[start:end]}”是填表的提示，不是报告的内容；请删去，换成实际情况。",
                (passage.quote(start, end),),
            )


def other_year(subject: Subject) -> Iterator[Finding]:
    """Another year where this one is meant: the report, the budget or the project of last year."""
    year = year_of(subject.year)
    report = subject.report
    project = report.cover.project.strip() if report is not None else ""
    last_project = re.compile(f"({year - 1 if year else 0})年(?:度)?{re.escape(project)}") if project else None
    for passage in subject.passages:
        names = [found.span() for found in _NAMES.finditer(passage.text)]
        found_all = [
            *_YEAR_OF.finditer(passage.text),
            *(last_project.finditer(passage.text) if last_project else ()),
        ]
        for found in sorted(
            {match.start(): match for match in found_all}.values(), key=lambda match: match.start()
        ):
            around = clause(passage.text, *found.span())
            if int(found[1]) == year or any(start <= found.start() < end for start, end in names):
                continue
            if year is not None and not _RIGHTLY.search(around) and int(found[1]) != year + 1:
                yield Finding(
                    Code.YEAR_LEFT,
                    Severity.QUESTION,
                    passage.section,
                    f"报告是{year}年度的，这里写的是“{found[0]}”；是抄来的没有改吗？",
                    (passage.quote(*found.span()),),
                )


def other_units(subject: Subject) -> Iterator[Finding]:
    """The office, bureau or hall of another county where one's own is meant."""
    cover = subject.report.cover if subject.report is not None else None
    own = [place for name in (cover.unit, cover.executor) if (place := _PLACE.search(name))] if cover else []
    if cover is None or not own:
        return
    places = {place[0] for place in own}
    kinds = {place[2] for place in own}
    bodies = {name[place.end() :] for name in (cover.unit, cover.executor) if (place := _PLACE.search(name))}
    bodies |= {"财政局", "人民政府"} | ({"科协"} if "科学技术协会" in bodies else set())
    pattern = re.compile(f"([一-鿿]{{2}})([{''.join(kinds)}])({'|'.join(map(re.escape, sorted(bodies - {''})))})")
    for passage in typed(subject):
        for found in pattern.finditer(passage.text):
            if found[1] + found[2] in places or _VISITING.search(sentence(passage.text, *found.span())):
                continue
            # 由县财政局 and 报请县财政局 name no place.
            if re.search(
                "[由报经请向与和及各全本为对从到在是据照给该年月日度的我们等会同将把被让须需应已未还又再而其此那这每某]",
                found[1],
            ):
                continue
            yield Finding(
                Code.OTHER_UNIT,
                Severity.QUESTION,
                passage.section,
                f"填报单位是“{cover.unit}”，这里写的是“{found[0]}”；是抄来的没有改吗？",
                (passage.quote(*found.span()),),
            )


def other_projects(subject: Subject) -> Iterator[Finding]:
    """The self-evaluation of another project than the cover's."""
    cover = subject.report.cover if subject.report is not None else None
    if cover is None or not cover.project.strip():
        return
    for passage in subject.passages:
        for found in _PROJECT.finditer(passage.text):
            core = _COMMON.sub("", found[1])
            if len(core) >= 4 and not _alike(core, cover.project + "\n" + cover.fund):
                yield Finding(
                    Code.OTHER_PROJECT,
                    Severity.QUESTION,
                    passage.section,
                    f"封面的项目是“{cover.project}”，这里自评的是“{found[1]}”；是抄来的没有改吗？",
                    (passage.quote(*found.span(1)),),
                )


def _alike(core: str, names: str) -> bool:
    """Whether three characters in a row of a name stand in the project's names."""
    return any(core[at : at + 3] in names for at in range(len(core) - 2))
