"""A file from elsewhere as a new report: whose it is, where each piece goes, and the report made of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from exports.reading.draft import Draft
from exports.reading.recognising import OFFICE, Kind, Piece
from exports.reading.whole_file import read_file_as_pieces
from storage.errors import Refused
from storage.json_file import shown
from storage.outline import Outline
from storage.report.cover import read_year
from storage.report.report import Report
from storage.reports import check_lengths

_YEAR: Final = re.compile("((?:19|20)[0-9]{2})年?度?")
_PROJECT: Final = re.compile(
    "(?:项目)?(?:支出)?(?:单位)?(?:预算)?绩效(?:管理)?(?:单位)?(?:自我评价|自评|评价)(?:工作)?(?:总结|情况)?的?报告.*$"
)
_OPTIONS: Final = {"填报单位": "--unit", "年度": "--year", "项目名称": "--project"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report a file is, as far as its title and signature say; "" where they do not."""

    unit: str = ""
    year: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """A file laid out, whose it is, and how many control characters were dropped.

    `notice` is a sentence on why one of ours is laid out like one from elsewhere, "" for all others.
    """

    path: Path
    draft: Draft
    identity: Identity
    dropped: int
    notice: str = ""

    def laid_over(self, outline: Outline) -> "Import":
        """Return the same file laid out over another outline, as if nobody had moved anything yet."""
        return replace(self, draft=Draft.of([placed.piece for placed in self.draft.pieces], outline))


def read_import(path: Path, outline: Outline, templates: Path | None) -> Import:
    """Read a file and lay it out over an outline; nothing is written.

    :raises Refused: when it cannot be read.
    """
    reading = read_file_as_pieces(path, templates)
    if not any(piece.text.strip() for piece in reading.pieces):
        raise Refused(f"“{shown(path)}”里没有文字，没有可以导入的内容；请检查是不是选错了文件。")
    return Import(path, Draft.of(reading.pieces, outline), identity_of(reading.pieces), reading.dropped)


def imported_report(read: Import, identity: Identity) -> Report:
    """Return a new report with the texts of a draft.

    :raises Refused: when unit, year or project is missing, the year is none, or a name is too long.
    """
    entries = {"填报单位": identity.unit, "年度": identity.year, "项目名称": identity.project}
    for name, entry in entries.items():
        if not entry.strip():
            raise Refused(f"“{shown(read.path)}”里看不出{name}；请用 {_OPTIONS[name]} 写明后再试。")
    check_lengths(identity.unit, identity.project)
    year = read_year(identity.year)
    report = Report.new(read.draft.outline, unit=identity.unit, year=year, project=identity.project)
    read.draft.apply(report)
    return report


def identity_of(pieces: Sequence[Piece]) -> Identity:
    """Return whose report it is by its title, or by who signed it."""
    titles = [piece.text.strip() for piece in pieces if piece.kind is Kind.TITLE and piece.text.strip()]
    signed = [piece.text.strip() for piece in pieces if piece.kind is Kind.SIGNATURE]
    year = _YEAR.search(" ".join(titles))
    return Identity(_unit(titles, signed), year[1] if year is not None else "", _project(titles))


def _unit(titles: Sequence[str], signed: Sequence[str]) -> str:
    alone = [text for text in (*titles, *signed) if OFFICE.search(text) and _YEAR.search(text) is None]
    before_year = (re.split("(?:19|20)[0-9]{2}年|关于", title)[0].strip() for title in titles)
    return next((text for text in (*alone, *before_year) if OFFICE.search(text)), "")


def _project(titles: Sequence[str]) -> str:
    in_brackets = [found[1] for title in titles if (found := re.fullmatch("[（(](.*)[）)]", title)) is not None]
    reported = [_PROJECT.sub("", title) for title in titles if _PROJECT.search(title)]
    for name in (*in_brackets, *reported):
        # The unit and the year stand before it.
        bare = re.sub("^.*?(?:19|20)[0-9]{2}年?度?", "", name).strip()
        if bare:
            return bare
    return ""
