"""Text as it may enter a report: one kind of line end, nothing invisible that acts on a terminal or a parser.

Every entrance (paste, load, import) passes here once; after that no other module has to wonder.
"""

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NONCHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
# Controls except TAB and LF, surrogates, zero-width and bidi controls, BOM, tags, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    f"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\U000e0000-\U000e007f{_NONCHARACTERS}]"
)


def clean(text: str) -> tuple[str, int]:
    """Return `text` fit for a report, and how many characters were dropped.

    CRLF, CR, VT, FF, U+0085, U+2028 and U+2029 become LF; C0 and C1 controls (TAB stays), surrogates,
    non-characters, bidi controls, zero-width characters and the BOM are dropped.
    """
    lines = _LINE_ENDS.sub("\n", text)
    kept = _UNWANTED.sub("", lines)
    return kept, len(lines) - len(kept)


def one_line(text: str) -> str:
    """Return cleaned `text` on a single line, its breaks and tabs turned into single spaces."""
    return re.sub(r"[\n\t]+", " ", clean(text)[0].strip("\n\t"))
