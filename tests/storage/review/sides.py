"""An office and a reviewer with a copy of one report each, and what they do with it."""

from storage.outline import Outline
from storage.report.event import Event, Role, Signature
from storage.report.prose import Prose
from storage.report.remark import Anchor, Remark, Severity
from storage.report.report import Report
from storage.review.acting import readiness, send
from storage.review.remarking import make_remark
from tests.storage.office import office_outline

SIGNED = Signature(responsible="张三", preparer="李四", date="2024-01-20")


def small_outline() -> Outline:
    return office_outline({"plan": ["prose", "facts"], "result": ["prose"]}, plan=["开放天数/天"])


def small_report() -> Report:
    report = Report.new(small_outline(), unit="县科协", year="2023", project="科技馆")
    report.id = "2023-aaaaaa"
    report.cover.preparer = "李四"
    report.section("plan").prose = Prose(text="全年开放267天，组织馆外活动47场次。\n观众满意。")
    report.section("result").prose = Prose(text="效果较好。")
    return report


def copy_for(report: Report, role: Role) -> Report:
    """Return the same report as the other side holds it."""
    other = Report.read(report.payload())
    other.review.role = role
    return other


def sent(report: Report) -> Event:
    """Send it whatever the checks found."""
    outline = small_outline()
    reasons = {finding.key: "已和科室核实" for finding in readiness(report, outline).errors}
    return send(report, outline, SIGNED, reasons)


def remarked(report: Report, text: str = "请写明依据", severity: Severity = Severity.MUST) -> Remark:
    return make_remark(report, Anchor(section="plan"), severity, text, "王五")
