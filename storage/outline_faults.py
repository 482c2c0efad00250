"""What is wrong in an outline's file, in Chinese, with the line it stands in."""

import re
import tomllib
from typing import Final

from pydantic import ValidationError

from storage.toml_lines import line_of, tokens


class Misplaced(ValueError):
    """What is wrong between several entries, at the one to change: its place within the model that found it."""

    def __init__(self, message: str, *place: str | int) -> None:
        super().__init__(message)
        self.place = place


_MESSAGES: Final = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项，请检查拼写",
    "literal_error": "只能是 {expected}",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字",
    "string_type": "应当是文字（加引号）",
    "string_pattern_mismatch": "要用小写字母开头，只能用小写字母、数字和 -，最多 40 个",
    "too_short": "至少要有一个",
    "tuple_type": "应当是一个列表，写在 [ ] 里或用 [[ ]] 开头",
    "model_type": "应当是一组“名 = 值”",
    "int_type": "应当是整数（不加引号）",
    "decimal_type": "应当是数字（不加引号）",
    "bool_type": "应当是 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "finite_number": "应当是数字（不加引号）",
}


def fault(error: ValidationError, text: str) -> tuple[int, str]:
    """Return the line in the TOML `text` of what is wrong first, and what it is."""
    errors = error.errors()
    # A misspelt name is missing too, and the misspelling is what has to be changed.
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    location = first["loc"]
    context = dict(first.get("ctx", {}))
    own = context.get("error")
    if isinstance(own, Misplaced):
        return line_of(text, (*location, *own.place)), str(own)
    name = ".".join(f"第{step + 1}个" if isinstance(step, int) else step for step in location)
    if "expected" in context:
        context["expected"] = context["expected"].replace(" or ", "、").replace(", ", "、").replace("'", "")
    message = _MESSAGES.get(first["type"], "值不对").format_map(context)
    return line_of(text, location), f"{name}：{message}"


def syntax_fault(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Return the line at which `text` stops being TOML, and what is wrong there."""
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    if "overwrite" in str(error) or "twice" in str(error):
        reason = "同一项写了两次，请删去一个"
    elif not found:
        reason = "到文件末尾还缺收尾的引号或括号，请从后往前检查"
    else:
        reason = "不符合 TOML 写法，请检查引号、括号和等号是不是英文的、是否成对"
    return line, reason


def nesting_fault(text: str) -> tuple[int, str]:
    """Return the line in which `text` is nested deepest, and that it is nested too deep to be read."""
    depth = deepest = 0
    line = 1
    for token, here in tokens(text):
        depth += (token in {"[", "{"}) - (token in {"]", "}"})
        if depth > deepest:
            deepest, line = depth, here
    return line, "括号嵌套太深，请删去多余的括号"


def length_fault(text: str) -> tuple[int, str]:
    """Return the line of the longest number in `text`, and that it is too long to be read."""
    numbers = ((len(token), line) for token, line in tokens(text) if token[-1].isdigit())
    return max(numbers)[1], "数字太长，请检查是不是多打了"
