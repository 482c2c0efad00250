"""The content of a report, apart from who typed it and when: what two hand-overs are compared by."""

import hashlib
import json
from typing import Any, Final

from storage.report.report import Report, Section
from storage.report_shape import SECTIONS

# Ticking a section off, and who was there last, is nothing the other side has to know of.
_ABOUT_THE_WORK: Final = frozenset({"已完成", "修改时间", "修改人"})


def canonical_digest(value: object) -> str:
    """Return `sha256:` and the hexadecimal digest of a JSON value, whatever the order of its members."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def section_content(section: dict[str, Any]) -> dict[str, Any]:
    """Return what was entered in a section, as its payload holds it."""
    return {key: value for key, value in section.items() if key not in _ABOUT_THE_WORK}


def content_digest(payload: dict[str, Any]) -> str:
    """Return the digest of all that was entered in the report a payload holds."""
    return canonical_digest([section_content(section) for section in payload[SECTIONS]])


def section_digest(section: Section) -> str:
    """Return the digest of what was entered in a section."""
    return canonical_digest(section_content(section_payload(section)))


def section_payload(section: Section) -> dict[str, Any]:
    """Return a section as a payload holds it."""
    return section.model_dump(mode="json", by_alias=True, exclude_none=True)


def report_digest(report: Report) -> str:
    """Return the digest of all that was entered in a report."""
    return content_digest(report.payload())
