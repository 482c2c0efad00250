"""An outline with every kind of block, and the published account of 临泽县科技馆 for 2023 entered into it."""

from collections.abc import Sequence

from exports.document import Element, Table
from storage.outline import Outline
from storage.outline_files import parse_outline
from storage.report.funds import Source, Use, UsePart
from storage.report.report import Report

OUTLINE_TEXT = """
format = 1
id = "sample"
version = 3
name = "样例"
about = "每种内容都有"
title = "{填报单位}{年度}年项目绩效自评报告"
subtitle = "（{年度}年{项目名称}）"
cover = ["填报单位", "年度", "项目名称", "主管部门", "联系电话"]
cover_guidance = "填封面"

[scoring]
levels = [
    { name = "产出指标", weight = 50, kinds = ["数量指标", "质量指标"] },
    { name = "效益指标", weight = 30, kinds = ["社会效益指标"] },
    { name = "满意度指标", weight = 10, kinds = ["服务对象满意度指标"] },
]

[[parts]]
number = "一"
title = "自评工作开展情况"

[[parts.sections]]
id = "organisation"
number = "（一）"
title = "组织管理情况"
short = "组织管理"
guidance = "写组织管理"
blocks = ["prose"]

[[parts.sections]]
id = "account"
number = "（二）"
title = "资金和数据"
short = "资金"
guidance = "填资金"
blocks = ["prose", "funds", "facts"]
facts = [
    { name = "开放天数", unit = "天" },
    { name = "参观人次", unit = "人次" },
    { name = "门票收入", unit = "元", period = "上半年" },
]

[[parts]]
number = "二"
title = "存在的问题"

[[parts.sections]]
id = "problems"
title = "存在的问题"
short = "问题"
guidance = "写问题"
blocks = ["problems", "prose"]

[[parts]]
number = "附件一"
title = "项目支出绩效自评表"

[[parts.sections]]
id = "table"
title = "自评表"
short = "自评表"
guidance = "填自评表"
blocks = ["indicators"]

[[parts]]
number = "附件二"
title = "转移支付绩效自评表"

[[parts.sections]]
id = "transfer"
title = "转移支付自评表"
short = "转移支付"
guidance = "填转移支付自评表"
blocks = ["transfer"]
"""


def sample_outline() -> Outline:
    return parse_outline(OUTLINE_TEXT, "样例")


def new_report() -> Report:
    return Report.new(
        sample_outline(), unit="临泽县科学技术协会", year="2023", project="科技馆免费开放补助资金项目"
    )


def linze_report() -> Report:
    """Return the report with the published figures: two sources, six uses, 1,554,225.33 元 in all."""
    report = new_report()
    account = report.funds
    assert account is not None
    account.sources = [
        Source(name="2022年结转免费开放资金", kind="上年结转资金", annual="790841.85", executed="790841.85"),
        Source(
            name="2023年免费开放资金",
            kind="当年财政拨款",
            initial="76万",
            annual="763383.48",
            executed="763383.48元",
        ),
    ]
    account.uses = [
        Use(
            category="临时聘用人员劳务费",
            parts=[
                UsePart(name="临聘人员工资", amount="292774.39"),
                UsePart(name="社保及医保", amount="42523.27"),
            ],
        ),
        Use(category="电费", amount="229592.46"),
        Use(category="水费", amount="16623.60"),
        Use(category="场馆运行维护费", amount="224321.1"),
        Use(
            category="场馆提升改造费",
            parts=[
                UsePart(name="2022年改造", amount="224806.32"),
                UsePart(name="2023年改造", amount="427302"),
            ],
        ),
        Use(category="科普活动支出", amount="96282.19"),
    ]
    return report


def table(elements: Sequence[Element], header: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of the one table with this header."""
    (found,) = [element for element in elements if isinstance(element, Table) and element.header == tuple(header)]
    return list(found.rows)


def has_table(elements: Sequence[Element], header: Sequence[str]) -> bool:
    return any(isinstance(element, Table) and element.header == tuple(header) for element in elements)
