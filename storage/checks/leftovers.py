"""What a copied text or a form leaves behind: blanks to fill in, hints, other years, units and projects."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from storage.checks.carried import last_year, to_year
from storage.checks.codes import Code
from storage.checks.fields import clause, inside, sentence, typed, year_of
from storage.checks.finding import Finding, Severity
from storage.checks.matching import matches, occurs
from storage.checks.subject import Subject

# What a blank for a figure is followed by.
_UNIT: Final = "(?:[万亿]?元|[人场]次|平方米|[%％]|[人次场个项名家户件套天](?=[。，；、）)\n]|$))"
# In 张×× a name is kept back. × between numbers multiplies; ** in pairs is how a text from elsewhere marks bold.
_BLANK: Final = re.compile(
    "(?<![A-Za-z0-9])[xX×ｘＸ]{2,}(?![A-Za-z0-9])|"
    "(?<![一二三四五六七八九0-9A-Za-z○〇])[○〇]{2,}(?![一二三四五六七八九0-9A-Za-z○〇])|"
    "_{3,}(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])_{3,}|＿{2,}|"
    r"(?<!^)(?<!＊)＊{2,}|＊{2,}(?![＊\n])(?!$)|(?<!\*)\*\*(?!\*)(?=[^*\n]*$)(?<=^\*\*)|\*{3,}|"
    "(?<![吗呢吧么啊呀?？])[?？]{3,}(?=[一-鿿0-9%％])|(?<![一-鿿”?？])[?？]{3,}|"
    r"\{(?:[ 　]*|[^{}\n]{0,10}(?:单位|年度|年份|名称|项目|金额|日期|时间|电话|人|数|率))\}(?!\})|"
    f"(?<=[一-鿿])(?:…{{2,}}|[.]{{3,}})[ 　]?(?={_UNIT})|[（(][ 　]{{2,}}[）)]|[（(][ 　]*[）)](?={_UNIT})",
    re.MULTILINE,
)
# Most texts have none of these, and one character is found much sooner than all that may be made of it.
_BLANK_SIGN: Final = re.compile(r"[xX×ｘＸ○〇_＿＊*?？{…]|\.\.\.|[（(][ 　）)]")
_SURNAME: Final = re.compile(
    "(?:^|[^一-鿿]|[由和与及是给请对学生长师员])"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔"
    "钟谭陆汪范廖贾夏韦付邹孟熊秦邱尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤]$"
)
# 王XX局 is an office all the same.
_NO_NAME: Final = re.compile("[年月日元万个次项号局办县市省区镇乡村科部%％]")
_HINT: Final = re.compile(
    "[（(【\\[](?:注|说明|提示)?[:：]?(?:此处|这里)?"
    "(?:(?:请|简要)(?:填|写|说明|描述|列出|补充|介绍)|(?:应当?|须|需)(?:写明|列明|说明))[^）)】\\]]{0,60}[）)】\\]]|"
    "(?:此处|这里)(?:请|应|需)?(?:填写|填报|填入|写明|插入)|"
    "(?:(?<=[（(【：:，,。；\n])|^)(?:此处|数据|内容)?待(?:补充|填写|填)(?=[。；，、）)】\n]|$)|"
    "填[写报]说明[:：][^。\n]{0,20}(?:请|应|填写|填列)|"
    "(?:(?<=[。；\n（(【])|^)[ 　]*请(?:简要|据实|如实)?填写(?![的人])"
)
_YEAR_OF: Final = re.compile(
    "((?:19|20)[0-9]{2})年"
    "(?:度(?=[^，。；\n]{0,12}(?:自评|绩效|预算|项目|报告))|(?![ ]?[0-9])(?=[^，。；\n]{0,12}自评))"
)
_RIGHTLY: Final = re.compile(
    "结转|上年|去年|往年|历年|较(?:上|20)|[相同]比|比(?:上|20)|同期|增长|下降|以来|年度?至|下一?年|次年|目标|指标|建议|改进|应付|欠"
)
_NAMES: Final = re.compile("《[^《》]*》|〔[^〕]*〕")
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
# What is done to a project's evaluation is no part of the project's name.
_DONE_TO_IT: Final = re.compile("完成|开展|推进|做好|提前")
_HINT_LENGTH: Final = 12


def placeholders(subject: Subject) -> Iterator[Finding]:
    """Signs that stand for something to be filled in: xxxx, ××, ____."""
    for passage in typed(subject):
        for found in matches(_BLANK, passage.text) if occurs(_BLANK_SIGN, passage.text) else ():
            if _is_name(passage.text, found):
                continue
            words = clause(passage.text, *found.span()).strip()[:20]
            yield Finding(
                Code.PLACEHOLDER,
                Severity.ERROR,
                passage.section,
                f"“{words}”里的“{found[0]}”还没有换成实际内容；请填上。",
                (passage.quote(*found.span()),),
            )


def _is_name(text: str, found: re.Match[str]) -> bool:
    """Whether crosses after a surname keep a person's name back: 张××同学."""
    is_short = found[0][0] in "xX×ｘＸ" and len(found[0]) == len("××")
    before = text[max(0, found.start() - 2) : found.start()]
    return is_short and _SURNAME.search(before) is not None and not _NO_NAME.match(text, found.end())


def form_hints(subject: Subject) -> Iterator[Finding]:
    """What the form tells the writer to do, left in the text."""
    asked = {section.id: section.guidance for section in subject.outline.sections}
    for passage in typed(subject):
        spans = [found.span() for found in matches(_HINT, passage.text)]
        for hint in _hints(asked.get(passage.section, "")):
            at = passage.text.find(hint)
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


@lru_cache(maxsize=64)
def _hints(guidance: str) -> tuple[str, ...]:
    return tuple(hint for hint in re.split("[。；，：\n]", guidance) if len(hint) >= _HINT_LENGTH)


def other_year(subject: Subject) -> Iterator[Finding]:
    """Another year where this one is meant: the report, the budget or the project of last year."""
    year = year_of(subject.year)
    report = subject.report
    project = report.cover.project.strip() if report is not None else ""
    last_project = re.compile(f"({year - 1 if year else 0})年(?:度)?{re.escape(project)}") if project else None
    for passage in subject.passages:
        named_at = inside(_NAMES, passage.text)
        found_all = [
            *matches(_YEAR_OF, passage.text),
            *(last_project.finditer(passage.text) if last_project else ()),
        ]
        for found in sorted(
            {match.start(): match for match in found_all}.values(), key=lambda match: match.start()
        ):
            around = clause(passage.text, *found.span())
            if int(found[1]) == year or found.start() in named_at:
                continue
            if year is not None and not _RIGHTLY.search(around) and int(found[1]) != year + 1:
                yield Finding(
                    Code.YEAR_LEFT,
                    Severity.QUESTION,
                    passage.section,
                    f"报告是{year}年度的，这里写的是“{found[0]}”；是抄来的没有改吗？",
                    (passage.quote(*found.span()),),
                    to_year(found, passage.spot(*found.span(1)), year)
                    if int(found[1]) == last_year(subject)
                    else None,
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
        for found in matches(pattern, passage.text):
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
        for found in matches(_PROJECT, passage.text):
            if _DONE_TO_IT.search(found[1]):
                continue
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
