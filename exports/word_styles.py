"""How a report looks in Word: fonts and paragraph styles after GB/T 9704.

Word takes the children of an element in the order of its schema only; what is written here keeps to it.
"""

from typing import Final, NamedTuple

NAMESPACE: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

FIGURE_HEAD: Final = "数字表头"
"""The style that tells the head of a column of figures."""

_LATIN: Final = "Times New Roman"
_SMALL_SONG: Final = "方正小标宋简体"
_FANGSONG: Final = "仿宋_GB2312"
_KAI: Final = "楷体_GB2312"
_BLACK: Final = "黑体"
_SONG: Final = "宋体"
# What Word takes where a font is not installed.
_FALLBACKS: Final = {_SMALL_SONG: _SONG, _FANGSONG: "仿宋", _KAI: "楷体", _BLACK: "SimHei", _SONG: "SimSun"}

_INDENT: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
# Lines of another height than the body's would be stretched to that.
_OFF_GRID: Final = '<w:snapToGrid w:val="0"/>'
# 28 characters of 16 pt are a little wider than the 156 mm of a line.
_NARROWER: Final = '<w:spacing w:val="-5"/>'


class _Style(NamedTuple):
    """A paragraph style: its font and size in half points, and what else its paragraphs and characters have."""

    id: str
    name: str
    font: str
    size: int
    paragraph: str
    characters: str = ""


def _heading(level: int, font: str) -> _Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    paragraph = f"<w:keepNext/><w:keepLines/>{_INDENT}{outline}"
    return _Style(f"Heading{level}", f"heading {level}", font, 32, paragraph, _NARROWER)


def _cell(style_id: str, name: str, font: str, alignment: str) -> _Style:
    line = f'{_OFF_GRID}<w:spacing w:line="280" w:lineRule="exact"/>'
    return _Style(style_id, name, font, 21, f'{line}<w:jc w:val="{alignment}"/>')


def _page_number(style_id: str, name: str, side: str) -> _Style:
    # One blank stands between the number and the outer edge.
    outer = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
    return _Style(style_id, name, _SONG, 28, f'<w:spacing w:line="240" w:lineRule="auto"/>{outer}')


_CENTRED: Final = '<w:jc w:val="center"/>'
_STYLES: Final = (
    _Style(
        "Title",
        "Title",
        _SMALL_SONG,
        44,
        f'<w:keepNext/>{_OFF_GRID}<w:spacing w:after="280" w:line="640" w:lineRule="exact"/>{_CENTRED}',
    ),
    _Style("Subtitle", "Subtitle", _KAI, 32, f'<w:spacing w:after="280"/>{_CENTRED}'),
    _Style("BodyText", "Body Text", _FANGSONG, 32, f'{_INDENT}<w:jc w:val="both"/>', _NARROWER),
    _heading(1, _BLACK),
    _heading(2, _KAI),
    *(_heading(level, _FANGSONG) for level in (3, 4, 5)),
    _Style("Caption", "caption", _BLACK, 24, f'<w:keepNext/><w:spacing w:before="120"/>{_CENTRED}'),
    _cell("CellHead", "表头", _BLACK, "center"),
    _cell("FigureHead", FIGURE_HEAD, _BLACK, "center"),
    _cell("CellText", "表格文字", _FANGSONG, "left"),
    _cell("CellFigure", "表格数字", _FANGSONG, "right"),
    _Style("Gap", "表后", _FANGSONG, 16, f'{_OFF_GRID}<w:spacing w:line="160" w:lineRule="exact"/>'),
    _page_number("FooterOdd", "单页页码", "right"),
    _page_number("FooterEven", "双页页码", "left"),
)


def styles() -> str:
    """Return the part `styles.xml`: every font by name, so that no theme has a say in any."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_FANGSONG)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:spacing w:line="560" w:lineRule="exact"/></w:pPr></w:style>'
    )
    return f"<w:styles {NAMESPACE}>{defaults}{''.join(map(_style, _STYLES))}</w:styles>"


def font_table() -> str:
    """Return the part `fontTable.xml`, which names what stands in for a font that is not installed."""
    fonts = (
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for font, other in _FALLBACKS.items()
    )
    return f"<w:fonts {NAMESPACE}>{''.join(fonts)}</w:fonts>"


def _style(style: _Style) -> str:
    # Word knows its own styles by name; those of ours must say that they are.
    own = "" if style.name.isascii() else ' w:customStyle="1"'
    follower = '<w:next w:val="BodyText"/>' if style.paragraph.startswith("<w:keepNext/>") else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/>{follower}<w:qFormat/><w:pPr>{style.paragraph}</w:pPr>'
        f'<w:rPr>{_fonts(style.font)}{style.characters}<w:sz w:val="{style.size}"/>'
        f'<w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def _fonts(font: str) -> str:
    return (
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{font}" w:cs="{_LATIN}" w:hint="eastAsia"/>'
    )
