"""An office's library and a reviewer's, and what their people do between two sittings at the program."""

from collections.abc import Callable
from pathlib import Path

from storage.demo import demo_payload
from storage.library import Library
from storage.outline import Outline
from storage.report.event import Signature
from storage.report.prose import Prose
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import open_report
from storage.review.acting import readiness, send
from storage.review.handing import hand_over

SIGNED = Signature(responsible="张三", preparer="李四", date="2024-01-20")
SECTION = "organisation"
TEXT = "小组组长为[/x][red]张三。\n目前共开展52场次，参观{{参观人次}}。\n到场XX。"


class Round:
    """The sample report, sent from one library to the other by file."""

    def __init__(self, folder: Path) -> None:
        self.office = Library.open(folder / "填报", create=True)
        self.reviewer = Library.open(folder / "审核", create=True)
        self.stick = folder / "U盘"
        self.report_id = self.office.create(demo_payload())
        self.write(TEXT)

    def edit(self, library: Library, doing: Callable[[Report, Outline], object]) -> None:
        opened = open_report(library, self.report_id)
        doing(opened.report, opened.outline)
        opened.file.save(opened.report.payload())
        opened.file.close()

    def write(self, text: str) -> None:
        def doing(report: Report, _: Outline) -> None:
            report.section(SECTION).prose = Prose(text=text)
            report.touch(report.section(SECTION))

        self.edit(self.office, doing)

    def send(self) -> Path:
        """Send it, whatever the checks found, and return the file."""

        def doing(report: Report, outline: Outline) -> None:
            reasons = {finding.key: "已和科室核实" for finding in readiness(report, outline).errors}
            send(report, outline, SIGNED, reasons)

        self.edit(self.office, doing)
        return hand_over(self.office, self.at(self.office), self.stick)

    def at(self, library: Library) -> Report:
        return Report.read(read_report(library.path_of(self.report_id)))
