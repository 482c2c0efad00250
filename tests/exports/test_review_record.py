"""审核记录 after a report and alone: everything said is in it, and what reads the report back does not see it."""

from pathlib import Path

from exports import markdown
from exports.checking import check_named
from exports.composing import compose
from exports.document import RECORD, Heading, Table, without_record
from exports.exporting import write_export, write_record
from exports.markdown_reading import front_matter, read_body
from exports.reading.own import read_own
from exports.review_record import record_document, with_record
from storage.outline_files import find_outline
from storage.report.event import Act, Role, Signature
from storage.report.prose import Prose
from storage.report.remark import Anchor, ReplyKind, Severity
from storage.report.report import Report
from storage.report.spot import Spot
from storage.review.acting import give_back, readiness, recall, send
from storage.review.placing import anchor_at
from storage.review.remarking import make_remark, reply

OUTLINE = find_outline("county")


def reviewed_report() -> Report:
    report = Report.new(OUTLINE, unit="县科协", year="2023", project="科技馆")
    report.id = "2023-aaaaaa"
    report.section("organisation").prose = Prose(text="2023年2月30日成立领导小组。")
    reasons = {one.key: "登记如此|有据" for one in readiness(report, OUTLINE).errors}
    signed = Signature(responsible="张三", preparer="李四", date="2024-01-20")
    send(report, OUTLINE, signed, reasons)
    recall(report, "漏了一张表", "李四")
    send(report, OUTLINE, signed, reasons)
    report.review.role = Role.REVIEWER
    words = Spot("organisation", "prose", ("text",), 5, 10)
    remark = make_remark(report, anchor_at(report, words), Severity.MUST, "# 没有\n这一天", "王五")
    make_remark(report, Anchor(), Severity.QUESTION, "全文再核一遍", "王五")
    give_back(report, Act.RETURN, "见批注", "王五")
    report.review.role = Role.OFFICE
    reply(report, remark.id, ReplyKind.EXPLAINED, "改为2月28日", "李四")
    return report


def test_the_record_tells_every_round_finding_remark_and_answer() -> None:
    report = reviewed_report()
    elements = record_document(report, OUTLINE).elements
    cells = [cell for element in elements if isinstance(element, Table) for row in element.rows for cell in row]
    for told in (
        "送审",
        "撤回",
        "退回",
        "张三",
        "登记如此|有据",
        "漏了一张表",
        "见批注",
        "2月30",
        "# 没有\n这一天",
    ):
        assert any(told in cell for cell in cells), told
    for told in ("必须修改", "疑问", "已答复", "待答复", "说明", "改为2月28日", "全文", "第2轮"):
        assert told in cells, told


def test_a_record_that_follows_a_report_is_not_read_back_with_it(tmp_path: Path) -> None:
    report = reviewed_report()
    document = compose(report, OUTLINE)
    text = markdown.write(with_record(document, report, OUTLINE))
    read = read_body(front_matter(text)[1])
    assert RECORD in read
    assert tuple(without_record(read)) == document.elements
    assert without_record(document.elements) == document.elements
    plain, recorded = tmp_path / "报告.md", tmp_path / "带记录.md"
    write_export(plain, report, OUTLINE, "md")
    write_export(recorded, report, OUTLINE, "md", record=True)
    assert len(recorded.read_bytes()) > len(plain.read_bytes())
    checked = [check_named(str(path), tmp_path)[0] for path in (plain, recorded)]
    assert checked[0].passages == checked[1].passages
    write_export(tmp_path / "带记录.docx", report, OUTLINE, "docx", record=True)
    files = [read_own(path, None) for path in (plain, recorded, tmp_path / "带记录.docx")]
    for file in files:
        assert file is not None
        assert (file.unchanged, file.problems) == (True, ())
        assert compose(file.report, OUTLINE) == document


def test_a_report_nobody_reviewed_has_no_record_to_follow_it_and_may_be_called_so() -> None:
    report = Report.new(OUTLINE, unit="县科协", year="2023", project="科技馆")
    document = compose(report, OUTLINE)
    assert with_record(document, report, OUTLINE) == document
    assert without_record((RECORD, Heading(2, "一"))) == (RECORD, Heading(2, "一"))


def test_the_record_alone_is_a_file_of_its_own_in_either_format(tmp_path: Path) -> None:
    report = reviewed_report()
    write_record(tmp_path / "记录.md", report, OUTLINE)
    assert "# 县科协2023年度科技馆绩效自评报告审核记录" in (tmp_path / "记录.md").read_text(encoding="utf-8")
    write_record(tmp_path / "记录.docx", report, OUTLINE)
    assert (tmp_path / "记录.docx").read_bytes().startswith(b"PK")
