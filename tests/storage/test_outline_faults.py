"""What is said about a wrong outline, and where."""

import tomllib
from pathlib import Path

import pytest

from storage.outline_files import OutlineError, find_outline, load_outline, outline_files, parse_outline
from storage.toml_lines import Location, line_of
from tests.storage.office import SMALL


def line_with(text: str, needle: str, nth: int = 1) -> int:
    """Return the line, from 1, of the nth line that holds `needle`."""
    return [number for number, line in enumerate(text.split("\n"), 1) if needle in line][nth - 1]


FACT = '    { name = "参观人次", unit = "人次" },'
STEPS = "steps = [\n    { rate = 1, score = 10 },\n    { rate = 0, score = 12 },\n]\nlevels = ["
SAME_STEPS = STEPS.replace("rate = 0, score = 12", "rate = 1.0, score = 9")
BLOCKS = 'blocks = ["prose", "facts", "funds"]'
PARTS = '[[parts]]\nnumber = "二"'
TIERS = 'grades = [{ name = "优", at_least = 0.9 }]\nlevels = ['
# What is replaced, by what, where the fault then stands (what its line holds, and which such line), and the words.
WRONG = {
    "a quote left open": ('name = "小模板"', 'name = "小模板', 'name = "小模板', 1, "不符合 TOML 写法"),
    "Chinese quotes": ('id = "funds"', "id = “funds”", "id = “funds”", 1, "不符合 TOML 写法"),
    "no equals sign": ('short = "资金"', 'short "资金"', 'short "资金"', 1, "不符合 TOML 写法"),
    "an open bracket at the end": ('unit = "人"', 'kinds = ["人"', 'kinds = ["人"', 1, "缺收尾的引号或括号"),
    "a key twice": ('short = "绩效"', 'title = "绩效"', 'title = "绩效"', 3, "同一项写了两次"),
    "a table twice": ('[[parts]]\nnumber = "二"', '[scoring]\nnumber = "二"', "[scoring]", 2, "同一项写了两次"),
    "a missing key at the top": ("version = 2\n", "", "", 1, "version：缺少这一项"),
    "a missing key in a section": ('short = "绩效"\n', "", "[[parts.sections]]", 2, "short：缺少这一项"),
    "a missing key in a part": ('number = "二"\n', "", "[[parts]]", 2, "number：缺少这一项"),
    "a missing key in a member": ('name = "参观人次", ', "", '{ unit = "人次" }', 1, "name：缺少这一项"),
    "no scoring": ("levels = [", "levles = [", "levles", 1, "不认识这一项"),
    "an unknown key at the top": ("version = 2\n", "version = 2\nverison = 2\n", "verison", 1, "不认识这一项"),
    "an unknown key in a section": (
        'guidance = "填绩效"',
        'guidence = "填绩效"',
        "guidence",
        1,
        "guidence：不认识",
    ),
    "an unknown key in a member": (FACT, FACT.replace("unit", "units"), "units", 1, "第2个.units：不认识"),
    "another format": ("format = 1", "format = 2", "format", 1, "format：只能是 1"),
    "an id with capitals": ('id = "table"', 'id = "Table"', '"Table"', 1, "只能用小写字母"),
    "a number as text": ("version = 2", 'version = "2"', "version", 1, "应当是整数"),
    "text as a number": ('unit = "场次"', "unit = 3", "unit = 3", 1, "应当是文字（加引号）"),
    "an empty title": ('title = "概况"', 'title = "  "', 'title = "  "', 1, "不能为空"),
    "text for a list": ('blocks = ["facts", "indicators"]', 'blocks = "facts"', 'blocks = "facts"', 1, "列表"),
    "an empty list": ('blocks = ["facts", "indicators"]', "blocks = []", "blocks = []", 1, "至少要有一个"),
    "a wrong kind": (
        '"prose", "facts", "funds"',
        '"prose",\n "facts",\n "fund"',
        '"fund"',
        1,
        "只能是 cover、prose",
    ),
    "a kind twice in a section": ('["facts", "indicators"]', '["facts",\n "facts"]', '"facts"]', 1, "写了两次"),
    "a kind twice in the outline": (
        '["facts", "indicators"]',
        '["facts",\n "funds"]',
        '"funds"]',
        2,
        "只能出现一次",
    ),
    "a second cover": ('["facts", "indicators"]', '["facts", "cover"]', '"cover"]', 1, "只能出现一次"),
    "facts without their block": (
        '["facts", "indicators"]',
        '["indicators"]',
        '["indicators"]',
        1,
        "却没有 facts",
    ),
    "an id twice": ('id = "table"', 'id = "funds"', 'id = "funds"', 2, "有两节的 id 都是 funds"),
    "a section that is called cover": ('id = "table"', 'id = "cover"', 'id = "cover"', 1, "id 都是 cover"),
    "a fact twice in a section": (
        FACT,
        FACT.replace("参观人次", "开放天数"),
        '"开放天数"',
        2,
        "“开放天数”要求填两次",
    ),
    "a fact twice in the outline": (
        'name = "活动人数"',
        'name = "参观人次"',
        'name = "参观人次"',
        2,
        "要求填两次",
    ),
    "a weight above 100": ("weight = 40", "weight = 400", "weight = 400", 1, "weight：不能大于 100"),
    "a weight below 0": ("weight = 40", "weight = -1", "weight = -1", 1, "weight：不能小于 0"),
    "a weight as text": ("weight = 40", 'weight = "40"', "weight = ", 2, "应当是数字"),
    "a weight that is no number": ("weight = 40", "weight = nan", "weight = nan", 1, "应当是数字"),
    "weights that are not 100": ("weight = 40", "weight = 30", "levels = [", 1, "合计是 90，应当是 100"),
    "an empty name in a list": ('"生态效益指标"', '""', '        "",', 1, "kinds.第2个：不能为空"),
    "a level twice": ('name = "效益指标"', 'name = "产出指标"', '"产出指标"', 2, "“产出指标”列了两次"),
    "a step above the weight": ("levels = [", STEPS, "score = 12", 1, "超过预算执行率的分值 10"),
    "no lowest grade": ("levels = [", TIERS, "grades", 1, "要有从 0 起的一档"),
    "two grades at one limit": (
        "levels = [",
        'grades = [{ name = "优", at_least = 0.9 },\n    { name = "良", at_least = 0.90 },\n'
        '    { name = "差", at_least = 0 }]\nlevels = [',
        "0.90",
        1,
        "grades 里有两档的起点一样",
    ),
    "two tiers at one limit": (
        "levels = [",
        'tiers = [{ name = "好", at_least = 0 },\n    { name = "差", at_least = 0.0 }]\nlevels = [',
        "0.0",
        1,
        "tiers 里有两档的起点一样",
    ),
    "two steps at one rate": ("levels = [", SAME_STEPS, "score = 9", 1, "steps 里有两档的起点一样"),
    "a kind of money twice": (
        "version = 2",
        'version = 2\nfund_kinds = ["财政拨款",\n "其他",\n "财政拨款"]',
        '"财政拨款"]',
        1,
        "资金类别“财政拨款”列了两次",
    ),
    "a kind of indicator twice": (
        '"生态效益指标"',
        '"社会效益指标"',
        '"社会效益指标"',
        2,
        "二级指标“社会效益指标”列了两次",
    ),
    "arrays in arrays without end": (
        "version = 2",
        "version = [\n" + "[" * 20_000 + "]" * 20_000 + "]",
        "[[[",
        1,
        "嵌套太深",
    ),
    "a number too long to read": ("version = 2", f"version = {'7' * 5000}", "777", 1, "数字太长"),
    "a number too long to print": ("version = 2", f"version = 0x{'7' * 5000}", "777", 1, "不能大于 9999"),
    "an unknown rounding": ("levels = [", 'rounding = "up"\nlevels = [', "rounding", 1, "只能是 half_up、cut"),
    "a word for yes": ("levels = [", 'empty_budget_full = "是"\nlevels = [', "empty_budget", 1, "true 或 false"),
    "an unknown threshold": (PARTS, f"[checks]\nlow = 0.9\n{PARTS}", "low = 0.9", 1, "checks.low：不认识这一项"),
    "a rate in per cent": (PARTS, f"[checks]\nlow_rate = 90\n{PARTS}", "low_rate", 1, "low_rate：不能大于 1"),
    "an overshoot below the target": (
        PARTS,
        f"[checks]\novershoot = 0.2\n{PARTS}",
        "overshoot",
        1,
        "overshoot：不能小于 1",
    ),
    "a threshold as text": (
        PARTS,
        f'[checks]\nrectification_below = "80"\n{PARTS}',
        "rectification",
        1,
        "应当是数字",
    ),
    "a word for a threshold's yes": (
        PARTS,
        f"[checks]\nrate_over_full = 1\n{PARTS}",
        "rate_over_full",
        1,
        "应当是 true 或 false",
    ),
    "an unknown title placeholder": ("{年度}", "{年份}", "{年份}", 1, "{年份} 不认识"),
    "an unknown label of the cover": (
        '    "项目名称",',
        '    "项目名称",\n    "传真",',
        "传真",
        1,
        "只能是 填报单位",
    ),
    "a label of the cover twice": (
        '    "项目名称",',
        '    "项目名称",\n    "年度",',
        '"年度"',
        2,
        "“年度”列了两次",
    ),
    "a cover without the project": ('    "项目名称",\n', "", "cover = [", 1, "缺少“项目名称”"),
    "a section that is no table": (
        '[[parts.sections]]\nid = "table"',
        '[parts.sections]\nid = "table"',
        "[parts.sections]",
        2,
        "应当是一个列表",
    ),
    "a rate of what is not asked for": (
        BLOCKS,
        f'{BLOCKS}\nrates = [{{ name = "率", part = "开放天数", whole = "总天数" }}]',
        "whole",
        1,
        "没有要填的数据“总天数”，算不出“率”",
    ),
    "a rate called as a fact": (
        BLOCKS,
        f'{BLOCKS}\nrates = [{{ name = "开放天数", part = "开放天数", whole = "参观人次" }}]',
        "whole",
        1,
        "“开放天数”要求填两次",
    ),
    "sentences where there is no text": (
        'blocks = ["facts", "indicators"]',
        'blocks = ["facts", "indicators"]\nsentences = ["{{活动场次}}"]',
        'blocks = ["facts", "indicators"]',
        1,
        "却没有 prose",
    ),
    **{
        f"a sentence {words}": (
            BLOCKS,
            f'{BLOCKS}\nsentences = [\n    "开放{{{{开放天数}}}}。",\n    "{pattern}",\n]',
            pattern,
            1,
            reason,
        )
        for words, pattern, reason in (
            ("of nothing", "全年开放。", "没有引用任何数据"),
            ("of an unknown figure", "开放{{开放天}}。", "{{开放天}} 在这份模板里没有"),
            (
                "of an unknown figure in a clause",
                "支出{{支出合计}}[，{{结余款}}]。",
                "{{结余款}} 在这份模板里没有",
            ),
            ("of an unknown figure in a listing", "<列举|、|{{没有}}>。", "{{没有}} 在这份模板里没有"),
            ("with a clause left open", "开放{{开放天数}}[，{{参观人次}}。", "到句式末尾还缺“]”"),
            ("with a loop left open", "[<用途|、|{名称}{{金额}}。", "到句式末尾还缺“>”"),
            ("with a bracket too many", "开放{{开放天数}}]。", "“]”不成对"),
            ("with brackets crossed", "[<用途|、|{名称}{{金额}}]>", "“]”不成对"),
            ("with a brace left open", "开放{{开放天数}。", "“{”不成对"),
            ("with a clause of words alone", "{{开放天数}}[，很好]。", "[ ] 里没有引用任何数据"),
            ("with a loop of words alone", "{{开放天数}}<用途|、|很好>。", "有一段没有引用任何数据"),
            ("with an unknown loop", "<项目|、|{名称}>", "<项目|…> 不认识，只能用 来源、用途、其中"),
            ("with a loop without its bars", "<用途{名称}>", "要写成 <行|分隔|内容>"),
            ("with a loop of two contents", "<用途|、|{名称}|{{金额}}>", "多了“|”"),
            ("with parts outside of uses", "<其中|、|{名称}{{金额}}>", "只能写在 <用途|…> 里面"),
            ("with a loop within another", "<用途|、|{名称}<来源|、|{名称}>>", "不能写在 <用途|…> 里面"),
            ("with another row's figure", "<用途|、|{名称}{{全年执行数}}>", "“用途”的一行里没有 {{全年执行数}}"),
            ("with a row's name outside of rows", "{名称}{{开放天数}}。", "{名称} 不认识"),
            ("nested beyond reason", "[" * 30 + "{{开放天数}}" + "]" * 30, "套得太深"),
        )
    },
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_outline_is_refused_with_file_line_and_what_is_wrong(case: str) -> None:
    old, new, needle, nth, words = WRONG[case]
    assert SMALL.count(old) >= 1
    text = SMALL[::-1].replace(old[::-1], new[::-1], 1)[::-1]
    with pytest.raises(OutlineError) as caught:
        parse_outline(text, "本局.toml")
    message = str(caught.value)
    expected = line_with(text, needle, nth)
    assert message.startswith(f"模板 本局.toml 第 {expected} 行："), message
    assert words in message
    assert message.endswith("。")
    assert message.count("。") == 1


@pytest.mark.parametrize("outline_id", outline_files())
def test_every_value_of_a_real_outline_is_found_in_its_line(outline_id: str) -> None:
    text = outline_files()[outline_id].read_text(encoding="utf-8")
    lines = text.split("\n")

    def look(value: object, place: Location) -> None:
        if isinstance(value, dict):
            for key, member in value.items():
                look(member, (*place, key))
        elif isinstance(value, list):
            for position, member in enumerate(value):
                look(member, (*place, position))
        else:
            found = lines[line_of(text, place) - 1]
            is_long = place[-1] in {"guidance", "cover_guidance"} or "sentences" in place
            assert str(value) in found or (is_long and '"""' in found), place

    look(tomllib.loads(text), ())


def test_the_line_is_right_in_a_file_with_the_line_ends_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    text = SMALL.replace('short = "绩效"', 'shrot = "绩效"')
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    with pytest.raises(OutlineError, match=f"第 {line_with(text, 'shrot')} 行"):
        load_outline(path)
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load_outline(path) == parse_outline(SMALL, "t")


def test_an_outline_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(OutlineError, match="另存为 UTF-8"):
        load_outline(path)


def test_a_file_too_large_for_an_outline_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL + "#" * 1024 * 1024, encoding="utf-8")
    with pytest.raises(OutlineError, match="超过1兆字节"):
        load_outline(path)


def test_what_is_no_file_is_refused_as_an_outline(tmp_path: Path) -> None:
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    for path in (loop, tmp_path, tmp_path / "没有.toml"):
        with pytest.raises(OutlineError, match="读不出来"):
            load_outline(path)


def test_a_name_from_outside_does_not_act_on_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "坏\x1b[31m\n板.toml"
    path.write_text("format = 1", encoding="utf-8")
    for refused in (lambda: load_outline(path), lambda: find_outline("无\x1b[31m\n", tmp_path)):
        with pytest.raises(OutlineError) as caught:
            refused()
        assert str(caught.value).isprintable()
