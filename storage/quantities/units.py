"""Units and measure words: which there are, which are the same, and which can be compared."""

from functools import cache
from typing import Final

from storage.figures import comparable_unit

# Each with what may not follow, for then it is the start of another word: 3次日 is no count, 5分钟 no score.
_NOT_BEFORE: Final = {
    "人次": "", "户次": "", "车次": "", "场次": "", "课时": "", "班次": "", "批次": "",
    "个百分点": "", "百分点": "", "%": "", "‰": "",
    "个工作日": "", "工作日": "", "个月": "", "个小时": "", "小时": "", "分钟": "", "天": "然下气",
    "平方公里": "", "平方米": "", "立方米": "", "公里": "", "千米": "", "平米": "", "公顷": "", "公斤": "",
    "千克": "", "千瓦时": "", "千瓦": "", "㎡": "", "m²": "", "m2": "", "m³": "", "m3": "", "km": "", "米": "",
    "亩": "次", "吨": "", "升": "级", "元整": "", "美元": "", "元": "旦件素",
    "件(套)": "", "件套": "", "台(套)": "", "台套": "",
    "人": "员才工民口力数均物大身事社", "名": "单称额列次录义为优", "位": "于置列居", "户": "外籍均主",
    "次": "数日年月生", "场": "馆所地景合", "期": "间末初限待望", "节": "约假日目能点庆余", "堂": "",
    "轮": "流换", "批": "复准评改", "例": "如会行外", "宗": "旨", "起": "来点到草步",
    "个": "别性体", "项": "目", "件": "数", "套": "", "台": "账阶湾", "辆": "", "架": "构", "部": "门分队署长委",
    "张": "掖贴家", "幅": "度", "份": "额", "册": "", "篇": "", "条": "件例理款", "处": "理置罚级长室",
    "座": "谈位", "间": "隔", "栋": "", "所": "有需属在以用", "家": "庭长属里具", "类": "别似", "种": "植类子",
    "支": "出付持部撑教", "组": "织成长建", "株": "", "棵": "", "只": "有能要是", "门": "票类户口前槛店",
    "艘": "", "枚": "", "盒": "", "箱": "", "瓶": "", "袋": "", "包": "括含装",
    "本": "年级次地身项科单馆报市县着质职部",
    "年": "级度龄初底末均轻代来月", "周": "边年一二三四五六日末转期",
    "分": "别类为析工配期时部院之区批层组散享段级项线",
    "倍": "", "字": "", "条次": "",
}  # fmt: skip
# With a Chinese numeral these are mostly parts of words: 一起, 一年, 三部, 十分, 一本.
_ARABIC_ONLY: Final = frozenset("起年分本部门间处支组位架批只包周升米字条种类份家")
# In prose the brackets hold another word for the pieces.
_PAIRS: Final = {"件(套)": "件", "件套": "件", "台(套)": "台", "台套": "台"}
# A sentence may call visits people and working days days; a table may not.
_LOOSELY: Final = {"人次": "人", "工作日": "天"}
# What is counted one by one is written exactly; what is measured may have been rounded.
_MEASURED: Final = frozenset(
    {"元", "%", "‰", "个百分点", "平方米", "立方米", "公里", "平方公里", "米", "亩", "公顷", "分"}
)


def pattern(*, chinese: bool = False) -> str:
    """Return a regular expression of the units, the longer first; of those safe after a Chinese numeral."""
    units = sorted(_NOT_BEFORE, key=len, reverse=True)
    alternatives = []
    for unit in units:
        if chinese and unit in _ARABIC_ONLY:
            continue
        follows = _NOT_BEFORE[unit]
        escaped = unit.replace("(", r"\(").replace(")", r"\)")
        alternatives.append(f"{escaped}(?![{follows}])" if follows else escaped)
    return "|".join(alternatives)


def normal_unit(unit: str) -> str:
    """Return a unit in the one form prose keeps it in: ㎡ is 平方米, 名 is 人, 场 is 场次; 次 stays."""
    comparable = comparable_unit(unit)
    return unit if unit == "次" else _PAIRS.get(comparable, comparable)


@cache
def family(unit: str) -> str:
    """Return what units are compared as: 次 with 场次, 人次 with 人; any other as itself."""
    comparable = comparable_unit(normal_unit(unit))
    return _LOOSELY.get(comparable, comparable)


def is_measured(unit: str) -> bool:
    """Whether a value in this unit may have been rounded when it was written."""
    return unit in _MEASURED
