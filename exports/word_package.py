"""The parts of a Word file and the zip they are in, the same for the same content."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from exports.word_styles import NAMESPACE, font_table, styles
from exports.word_text import run
from storage.text import clean

ODD_FOOTER: Final = "rIdOdd"
EVEN_FOOTER: Final = "rIdEven"

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "wordprocessingml"
# The one set that programs look for custom properties in, and the first number it leaves free.
_CUSTOM_SET: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_CUSTOM: Final = 2
# No clock has a say in the bytes; time begins so in a zip.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_SETTINGS: Final = (
    f'<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/>'
    "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    '<w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


class _Part(NamedTuple):
    """A part: where it is, the kind of its content, and how the part it belongs to names and knows it."""

    path: str
    kind: str
    name: str
    relation: str
    content: str


def packed(body: str, title: str, author: str, properties: Mapping[str, str]) -> bytes:
    """Return the file with a body in Word's XML, and what the file says of itself."""
    custom = _custom(properties)
    top = [
        _Part(
            "word/document.xml",
            f"vnd.openxmlformats-officedocument.{_WORD}.document.main",
            "rId1",
            f"{_OFFICE}/relationships/officeDocument",
            f'<w:document {NAMESPACE} xmlns:r="{_OFFICE}/relationships"><w:body>{body}</w:body></w:document>',
        ),
        _Part(
            "docProps/core.xml",
            "vnd.openxmlformats-package.core-properties",
            "rId2",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_escaped(title)}</dc:title>'
            f"<dc:creator>{_escaped(author)}</dc:creator></cp:coreProperties>",
        ),
        _Part(
            "docProps/custom.xml",
            "vnd.openxmlformats-officedocument.custom-properties",
            "rId3",
            f"{_OFFICE}/relationships/custom-properties",
            custom,
        ),
    ]
    below = [
        _of_word("styles", "rIdStyles", "styles", styles()),
        _of_word("settings", "rIdSettings", "settings", _SETTINGS),
        _of_word("fontTable", "rIdFonts", "fontTable", font_table()),
        _of_word("footer1", ODD_FOOTER, "footer", _footer("FooterOdd")),
        _of_word("footer2", EVEN_FOOTER, "footer", _footer("FooterEven")),
    ]
    contents = {
        "[Content_Types].xml": _content_types([*top, *below]),
        "_rels/.rels": _relations(top),
        "word/_rels/document.xml.rels": _relations(below),
        **{part.path: part.content for part in (*top, *below)},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in contents.items():
            entry = zipfile.ZipInfo(path, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(entry, (head + content).encode("utf-8"))
    return buffer.getvalue()


def _of_word(file: str, name: str, kind: str, content: str) -> _Part:
    media = f"vnd.openxmlformats-officedocument.{_WORD}.{kind}"
    return _Part(f"word/{file}.xml", media, name, f"{_OFFICE}/relationships/{kind}", content)


def _content_types(parts: Sequence[_Part]) -> str:
    listed = "".join(
        f'<Override PartName="/{part.path}" ContentType="application/{part.kind}+xml"/>' for part in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(parts: Sequence[_Part]) -> str:
    listed = "".join(
        f'<Relationship Id="{part.name}" Type="{part.relation}" Target="/{part.path}"/>' for part in parts
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _custom(properties: Mapping[str, str]) -> str:
    listed = "".join(
        f'<property fmtid="{_CUSTOM_SET}" pid="{number}" name={quoteattr(clean(name)[0])}>'
        f"<vt:lpwstr>{_escaped(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(properties.items(), _FIRST_CUSTOM)
    )
    spaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"<Properties {spaces}>{listed}</Properties>"


def _footer(style: str) -> str:
    """Return `— 1 —`, on the outer side of the page."""
    return (
        f'<w:ftr {NAMESPACE}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run("— ")}'
        f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>{run(" —")}</w:p></w:ftr>'
    )


def _escaped(text: str) -> str:
    return escape(clean(text)[0])
