"""Texts and documents made of what Markdown, YAML and file systems take for something else."""

from hypothesis import strategies as st

from exports.document import Document, Element, Heading, Paragraph, Table
from storage.text import clean

_FRAGMENTS = [
    *"\\`*_[]()<>~|$&#+-=:.!\"'@/^{}%;",
    *" \t\n\u00a0\u3000\u2003\u202f",
    *"年度绩效，。（）“”aAzZ019éК😀𠮷",
    *(
        "    ",
        "\n\n",
        "\\\n",
        "---",
        "===",
        "***",
        "```",
        "~~~",
        "$$",
        "**",
        "~~",
        "-:",
        ":-",
        ":-:",
        "|---|",
        "| - |",
    ),
    *(
        "# ",
        "## ",
        " #",
        "> ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "2.",
        "3) ",
        "10、",
        "1.5万元",
        "1234567890. ",
        "- [ ] ",
        ": ",
    ),
    *(
        "<br>",
        "<br/>",
        "<b>",
        "</p>",
        "<!-- ",
        "-->",
        "<?x?>",
        "<![CDATA[",
        "<0@0>",
        "<a:b>",
        "<script>",
        "<div>\n",
    ),
    *("&amp;", "&lt;", "&#35;", "&#x3000;", "&nbsp;", "&copy", "&", "\\&amp;", "&#xA;"),
    *(
        "http://",
        "https://",
        "HTTP://",
        "ftp://",
        "www.",
        "WWW.lz.gov.cn",
        "a@b.cn",
        "<a@b.cn>",
        "mailto:a@b.cn",
        "//c.cn",
    ),
    *(
        "[a]",
        "[x](y)",
        "![i](u)",
        "[a]: b",
        "[^1]",
        "[^1]: c",
        "](javascript:x)",
        ":smile:",
        "CON",
        "NUL.",
        "..",
        "~$",
    ),
]

texts = st.lists(st.sampled_from(_FRAGMENTS) | st.characters(), max_size=12).map(
    lambda parts: clean("".join(parts))[0]
)
lines = texts.map(lambda text: text.replace("\n", ""))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    row = st.lists(texts, min_size=width, max_size=width).map(tuple)
    right = st.frozensets(st.integers(0, width - 1))
    return Table(draw(row), tuple(draw(st.lists(row, max_size=4))), draw(right))


elements = st.one_of(
    st.builds(Heading, st.integers(1, 6), lines), st.builds(Paragraph, texts.filter(bool)), tables()
)
bodies: st.SearchStrategy[list[Element]] = st.lists(elements, max_size=6)
documents = st.builds(
    Document,
    st.dictionaries(st.sampled_from(["格式", "模板", "单位", "年度", "编号"]), texts),
    bodies.map(tuple),
)
