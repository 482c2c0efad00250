"""A small office's outline and scoring, and the published figures of 临泽县科技馆 for 2023."""

from decimal import Decimal
from typing import Any

from storage.outline import Outline, Scoring
from storage.outline_files import parse_outline
from storage.report.funds import Funds, Source, Use, UsePart

SMALL = """\
format = 1
id = "small"
version = 2
name = "小模板"
about = "只有两节"
title = "{填报单位}{年度}年自评报告"
cover = [
    "填报单位", "年度",
    "项目名称",
]
cover_guidance = \"\"\"
填封面。

[parts]
写全称。\"\"\"

[scoring]  # 计分
levels = [
    { name = "产出指标", weight = 50, kinds = ["数量指标"] },
    { name = "效益指标", weight = 40, kinds = [
        "社会效益指标",
        "生态效益指标",
    ] },
]

[[parts]]
number = "一"
title = "概况"

[[parts.sections]]
id = "funds"
number = "（一）"
title = "资金"
short = "资金"
guidance = "填资金"
blocks = ["prose", "facts", "funds"]
facts = [
    { name = "开放天数", unit = "天" },
    { name = "参观人次", unit = "人次" },
]

[[parts]]
number = "二"
title = "绩效"

[[parts.sections]]
id = "table"
title = "绩效"
short = "绩效"
guidance = "填绩效"
blocks = ["facts", "indicators"]

[[parts.sections.facts]]
name = "活动场次"
unit = "场次"

[[parts.sections.facts]]
name = "活动人数"
unit = "人"
"""

HEAD = """
format = 1
id = "office"
version = {version}
name = "小模板"
about = "测试用"
title = "{{填报单位}}{{年度}}年自评报告"
cover = ["填报单位", "年度", "项目名称"]
cover_guidance = "填封面"

[scoring]
levels = [
    {{ name = "产出指标", weight = 50, kinds = ["数量指标"] }},
    {{ name = "效益指标", weight = 30, kinds = ["社会效益指标"] }},
    {{ name = "满意度指标", weight = 10, kinds = ["服务对象满意度指标"] }},
]

[[parts]]
number = "一"
title = "全部"
"""
SECTION = """
[[parts.sections]]
id = "{id}"
number = "（{number}）"
title = "{id}的标题"
short = "{id}"
guidance = "填{id}"
blocks = {blocks}
facts = [{facts}]
"""


def office_text(sections: dict[str, list[str]], version: int = 1, **facts: list[str]) -> str:
    """Return the file of an outline of sections with these blocks; `facts` names what each asks for, `开放天数/天`."""
    texts = [HEAD.format(version=version)]
    for number, (section_id, blocks) in enumerate(sections.items(), 1):
        asked = (fact.partition("/") for fact in facts.get(section_id, []))
        rows = ", ".join(f'{{ name = "{name}", unit = "{unit}" }}' for name, _, unit in asked)
        texts.append(SECTION.format(id=section_id, number=number, blocks=blocks, facts=rows))
    return "".join(texts)


def office_outline(sections: dict[str, list[str]], version: int = 1, **facts: list[str]) -> Outline:
    """Return that outline."""
    return parse_outline(office_text(sections, version, **facts), "小模板")


def office_scoring(**changes: Any) -> Scoring:
    """Return the scoring of that outline with some of its settings changed; 产出 makes up for 预算执行率."""
    usual = office_outline({"all": ["prose"]}).scoring.model_dump() | changes
    usual["levels"][0]["weight"] += 10 - usual["execution"]
    return Scoring.model_validate(usual)


def published_funds() -> Funds:
    """Return sources and uses as printed: 1,554,225.33 元 on both sides."""
    improved = [
        UsePart(name="2022年场馆提升改造费用", amount="224806.32"),
        UsePart(name="2023年场馆提升改造费用", amount="427302"),
    ]
    staff = [
        UsePart(name="临聘人员工资", amount="292774.39"),
        UsePart(name="临聘人员社保及医保", amount="42523.27"),
    ]
    return Funds(
        sources=[
            Source(kind="上年结转资金", annual="790841.85", executed="790841.85"),
            Source(kind="当年财政拨款", annual="763383.48", executed="763383.48"),
        ],
        uses=[
            Use(category="临时聘用人员劳务费", parts=staff),
            Use(category="电费", amount="229592.46"),
            Use(category="水费", amount="16623.60"),
            Use(category="场馆运行维护费", amount="224321.1"),
            Use(category="场馆提升改造费", parts=improved),
            Use(category="科普活动支出", amount="96282.19"),
        ],
    )


PUBLISHED_TOTAL = Decimal("1554225.33")
