"""A report nobody has open here, as the page of its history needs it: opened for as long as it takes to change."""

from storage.errors import Refused
from storage.generations import Version
from storage.library import Library
from storage.outline import Outline
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import bring_back, open_report, parsed


class ClosedReport:
    """One report of the library."""

    def __init__(self, library: Library, report_id: str) -> None:
        self._library = library
        self._report_id = report_id

    @property
    def why_read_only(self) -> str:
        """A sentence on why nothing can be brought back; empty where it can, unless somebody has it open."""
        if not self._library.read_only:
            return ""
        return "只读：这个文件夹不能写入，可以看、可以比较，不能换回；把文件夹复制到自己的电脑上就可以换回。"

    def present(self) -> tuple[Report, Outline]:
        """Return the report as it is in the library, and its outline.

        :raises Refused: when it cannot be read.
        """
        return parsed(read_report(self._library.path_of(self._report_id)), self._library.templates)

    async def bring_back(self, version: Version, section_id: str | None) -> None:
        """Make a version, or one section of it, the content; what a killed program left unsaved is saved first.

        :raises Refused: when it could not be saved, or somebody has the report open.
        """
        opened = open_report(self._library, self._report_id)
        try:
            if opened.file.read_only:
                raise Refused("这份报告正在另一个窗口里填，没有换回；请在那边按 F12 换回，或者关闭它以后再试。")
            if opened.unsaved:
                opened.file.save(opened.report.payload())
            bring_back(self._library, opened.file, version, section_id)
        finally:
            opened.file.close()
