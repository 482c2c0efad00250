"""File names fit for every system a file may be carried to."""

import re
import unicodedata
from pathlib import Path
from typing import Final

from storage.durable import unused

UNNAMED: Final = "未命名"
LIMIT: Final = 200
"""The most bytes of UTF-8 in a name with its suffix; common file systems allow 255."""

_TWINS: Final = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_EDGE = re.compile(r"\A[\s.~-]+|[\s.~-]+\Z")
# Windows takes these for devices, whatever follows a dot.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\s*(?:\.|\Z))", re.IGNORECASE
)


def safe_name(text: str, suffix: str) -> str:
    """Return `text` as a file name ending in `suffix`, such as `.md`; 未命名 when nothing of it can stay.

    The name is NFC; invisible characters are dropped, the marks Windows forbids become their full-width twins,
    blanks, dots, `-` and `~` at the ends go, device names get a `_`, and it is cut to `LIMIT` bytes.
    """
    visible = "".join(c for c in text if unicodedata.category(c) not in _DROPPED)
    name = _trimmed(unicodedata.normalize("NFC", visible).translate(_TWINS), LIMIT - len(suffix.encode("utf-8")))
    return f"{name or UNNAMED}{suffix}"


def free_name(path: Path) -> Path:
    """Return `path`, or the first of `名（2）.md`, `名（3）.md` … beside it, whose name is not taken."""
    return unused(path, "（{}）")


def _trimmed(name: str, limit: int) -> str:
    # One byte is kept for the `_` of a device name, which the cut may bring about.
    cut = _EDGE.sub("", name).encode("utf-8")[: limit - 1].decode("utf-8", "ignore")
    cut = _EDGE.sub("", cut)
    reserved = _RESERVED.match(cut)
    return f"{reserved[0]}_{cut[reserved.end() :]}" if reserved else cut
