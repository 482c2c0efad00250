"""A file of ours coming back to a library: made a new report, or taken into the one it was exported from."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from exports.reading.own_file import OwnFile
from exports.taking import Compared, Standing, as_shown, compare_sections, continued, take_sections
from storage.comparing import Comparison, compare_reports
from storage.errors import Refused
from storage.generations import BEFORE_IMPORT
from storage.index import Entry
from storage.json_file import shown
from storage.library import MARKER, Library
from storage.report.report import Report, State
from storage.report_file import read_report
from storage.report_shape import ID
from storage.reports import open_report, parsed, take_place
from storage.text_difference import Sort

_NAMED: Final = 6
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Returned:
    """A file beside the report of the library that it is a state of.

    `here` is that report and `there` the file's as a later state of it; None and the file's own where the library
    has none, `id` being "" then. `sections` are those of both, or those of the file that hold something.
    """

    file: OwnFile
    id: str
    here: Report | None
    there: Report
    sections: tuple[Compared, ...]

    @property
    def differing(self) -> list[Compared]:
        """The sections that are not the same here and there."""
        return [one for one in self.sections if one.standing is not Standing.SAME]

    def comparison(self, here: Report) -> Comparison:
        """Compare the entries of both, in the order of `sections`, but for blank ones the file lacks."""
        shown_here, shown_there = (as_shown(report, here, self.file.outline) for report in (here, self.there))
        found = {one.id: one for one in compare_reports(shown_here, shown_there).sections}
        alike = {one.section for one in self.sections if one.standing is Standing.SAME}
        ordered = (found[one.section] for one in self.sections)
        return Comparison(tuple(one for one in ordered if one.sort is Sort.SAME or one.id not in alike))

    @property
    def takeable(self) -> list[Compared]:
        """The sections of which there is something to take."""
        return [one for one in self.sections if one.standing.can_be_taken]

    def chosen(self, names: Sequence[str]) -> list[str]:
        """Return the ids of sections named by id or title, or all that can be taken for `all`.

        :raises Refused: when a name is none of these.
        """
        known = {name: one.section for one in self.takeable for name in (one.title, one.section)}
        if "all" in names:
            return [one.section for one in self.takeable]
        for name in names:
            if name not in known:
                listed = "、".join(one.section for one in self.takeable) or "没有"
                raise Refused(f"没有可以采用的“{name}”；文件里不同的节是：{listed}。")
        return [known[name] for name in names]


def find_returned(file: OwnFile, library_path: Path) -> Returned:
    """Look for the report a file was exported from: by its number, else by unit, year and project.

    Nothing is written, and no library need be there.

    :raises Refused: when several reports could be meant, or it or the library cannot be read.
    """
    library = Library.open(library_path) if os.path.lexists(library_path / MARKER) else None
    report_id = _found(file, library.entries()) if library is not None else ""
    if library is None or not report_id:
        holding = [section for section in file.report.sections if section.state is not State.EMPTY]
        titles = {section.id: f"{section.number}{section.title}" for section in file.outline.sections}
        sections = tuple(
            Compared(section.id, titles.get(section.id, section.title), Standing.ONLY_THERE) for section in holding
        )
        return Returned(file, "", None, file.report, sections)
    here, outline = parsed(read_report(library.path_of(report_id)), library.templates)
    there = continued(file.report, here, outline)
    return Returned(file, report_id, here, there, tuple(compare_sections(here, there, outline)))


def add_returned(found: Returned, library: Library) -> str:
    """Make a new report of a file and return its number: the one it was exported under, where that is free.

    :raises Refused: as `Library.create`.
    """
    report = found.file.report.model_copy(deep=True)
    report.fit(found.file.outline)
    used = {entry.id for entry in (*library.entries(), *library.trashed())}
    if not ID.fullmatch(report.id) or report.id in used:
        report.id = library.new_id(report.cover.year)
    return library.create(report.payload())


def take_returned(found: Returned, library: Library, chosen: Collection[str]) -> None:
    """Take chosen sections of a file into the report of the library; what it was before is kept in its history.

    :raises Refused: when it is open somewhere, its content is locked or not what the file was compared with any
        more, or it cannot be opened or saved.
    """
    opened = open_report(library, found.id)
    with opened.file:
        if opened.file.read_only:
            raise Refused(f"报告 {found.id} 正在另一处打开，或没有写入权限，没有采用；请先关闭它再试。")
        if locked := opened.report.review.locked:
            raise Refused(locked)
        if opened.unsaved:
            opened.file.save(opened.report.payload())
        if opened.report != found.here:
            raise Refused(f"报告 {found.id} 刚才又改过，没有采用；请再导入一次，看过不同的地方再采用。")
        taken = take_sections(opened.report, found.there, chosen)
        take_place(library, opened.file, opened.report.payload(), taken.payload(), BEFORE_IMPORT)


def problems_told(file: OwnFile) -> list[str]:
    """Return the problems of a file as far as a person reads them, and how many there are."""
    told = list(file.problems[:_MOST_TOLD])
    if len(file.problems) > _MOST_TOLD:
        told.append(f"这样的地方一共{len(file.problems)}处，其余的没有列出。")
    return told


Outcome: TypeAlias = Literal["same", "different", "new", "taken"]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of a file: the number of its report, "" while it would be a new one; `told` is to be said."""

    id: str
    outcome: Outcome
    sections: tuple[Compared, ...]
    told: tuple[str, ...]


def bring_in(file: OwnFile, library_path: Path, take: Sequence[str], *, write: bool) -> BroughtIn:
    """Bring a file in as far as nothing has to be asked, with the sections a person named; without `write`, look.

    What the library does not have becomes a new report, in a library made for it if need be.

    :raises Refused: when the library's report differs and nothing was named to take, and as the functions above.
    """
    found = find_returned(file, library_path)
    told = [*(() if file.unchanged else (f"“{shown(file.path)}”导出后改过。",)), *problems_told(file)]
    if found.here is None:
        if take:
            raise Refused("库里没有这份报告，不用写 --take；去掉它就导入成新报告。")
        report_id = add_returned(found, Library.open(library_path, create=True)) if write else ""
        return BroughtIn(report_id, "new", found.sections, tuple(told))
    chosen = found.chosen(take)
    if found.takeable and write and not chosen:
        raise Refused(_to_be_asked(found))
    outcome: Outcome = "different" if found.takeable else "same"
    if chosen and write:
        take_returned(found, Library.open(library_path), chosen)
        outcome = "taken"
    elif not found.takeable:
        told.append(f"这份文件和库里的报告（{found.id}）一样，没有要导入的。")
    told += [
        f"文件里没有“{one.title}”，库里的没有动。" for one in found.differing if not one.standing.can_be_taken
    ]
    return BroughtIn(found.id, outcome, found.sections, tuple(told))


def _to_be_asked(found: Returned) -> str:
    titles = "、".join(f"“{one.title}”" for one in found.takeable[:_NAMED])
    more = f"等{len(found.takeable)}节" if len(found.takeable) > _NAMED else ""
    why = "文件导出后没有改过，是库里的后来改了；" if found.file.unchanged else ""
    return (
        f"库里已有这份报告（{found.id}），没有导入：{titles}{more}不同；{why}"
        "要用文件里的，请加 --take all，或 --take 写上节的编号（--dry-run 列出，几节之间用逗号）。"
    )


def _found(file: OwnFile, entries: Sequence[Entry]) -> str:
    """Return the number of the report a file was exported from, "" where the library has none."""
    cover = file.report.cover
    numbered = [one for one in entries if one.id == file.report.id and one.outline in {file.report.outline, ""}]
    named = [
        one
        for one in entries
        if (one.unit, one.year, one.project, one.outline)
        == (cover.unit, cover.year, cover.project, file.report.outline)
    ]
    found = numbered or named
    if len(found) > 1:
        ids = "、".join(one.id for one in found)
        raise Refused(
            f"库里有几份报告的单位、年度和项目都和文件一样（{ids}），不知道是哪一份；请把其余的移到回收站。"
        )
    return found[0].id if found else ""
