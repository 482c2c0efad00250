"""Two libraries on two machines that hand one report to and fro by file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.errors import Refused
from storage.library import Library
from storage.outline_files import find_outline
from storage.report.event import Act, Role, Stage
from storage.report.prose import Prose
from storage.report.remark import Anchor, ReplyKind, Severity
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import bring_back, carry_over, create_report, open_report
from storage.review.acting import change, give_back, readiness, recall, send
from storage.review.handing import TakenIn, hand_over, handed_over, report_at, take_in
from storage.review.remarking import make_remark, reply
from storage.review.review_file import read_review_file, write_review_file
from tests.storage.review.sides import SIGNED
from tests.tui.verbs import own_outline


class Side:
    """A library, and a folder it writes to and reads from like a stick."""

    def __init__(self, folder: Path, stick: Path) -> None:
        self.library = Library.open(folder, create=True)
        self.stick = stick
        self.report_id = ""

    def edit(self, doing: Callable[[Report], object]) -> None:
        opened = open_report(self.library, self.report_id)
        doing(opened.report)
        opened.file.save(opened.report.payload())
        opened.file.close()

    def write(self, section: str, text: str) -> None:
        def doing(report: Report) -> None:
            report.section(section).prose = Prose(text=text)
            report.touch(report.section(section))

        self.edit(doing)

    @property
    def report(self) -> Report:
        return Report.read(read_report(self.library.path_of(self.report_id)))

    def hand_over(self) -> Path:
        return hand_over(self.library, self.report, self.stick)

    def send(self) -> Path:
        outline = open_report(self.library, self.report_id)
        outline.file.close()
        self.edit(
            lambda report: send(
                report,
                outline.outline,
                SIGNED,
                {one.key: "已核实" for one in readiness(report, outline.outline).errors},
            )
        )
        return self.hand_over()

    def bring_back(self, why: str) -> None:
        version = next(one for one in self.library.versions(self.report_id) if one.why == why)
        with self.library.open_report(self.report_id) as file:
            bring_back(self.library, file, version)

    def give_back(self, act: Act = Act.RETURN) -> Path:
        self.edit(lambda report: give_back(report, act, "见批注", "王五"))
        return self.hand_over()

    def remark(self, text: str, section: str = "plan") -> None:
        self.edit(lambda report: make_remark(report, Anchor(section=section), Severity.MUST, text, "王五"))

    def take_in(self, path: Path) -> TakenIn:
        told = take_in(self.library, path)
        self.report_id = told.report_id
        return told


@pytest.fixture
def office(tmp_path: Path) -> Side:
    side = Side(tmp_path / "填报", tmp_path / "U盘")
    side.report_id = create_report(
        side.library, outline_id="county", unit="临泽县/科协", year="2023", project="科技馆"
    )
    return side


@pytest.fixture
def reviewer(tmp_path: Path) -> Side:
    return Side(tmp_path / "审核", tmp_path / "U盘")


def sections(report: Report) -> list[str]:
    return [section.id for section in report.sections if section.prose is not None]


def test_a_report_goes_to_and_fro_and_each_library_keeps_what_it_was_each_time(
    office: Side, reviewer: Side
) -> None:
    first, second = sections(office.report)[:2]
    office.write(first, "领导小组由分管领导任组长。")
    path = office.send()
    assert path.name == "临泽县／科协-2023-科技馆-第1轮送审.审核.json"
    told = reviewer.take_in(path)
    assert (told.is_new, told.role, told.sentence) == (True, Role.REVIEWER, "已导入第1轮送审。")
    assert reviewer.report.review.locked
    assert reviewer.report.sections == office.report.sections
    reviewer.remark("写明文号", first)
    back = reviewer.give_back()
    told = office.take_in(back)
    assert told.sentence == "已导入第1轮退回：1条新批注。"
    assert (office.report.status, office.report.review.role) == (Stage.RETURNED, Role.OFFICE)
    office.write(first, "领导小组由分管领导任组长（临科发〔2023〕5号）。")
    office.write(second, "个数一个。")
    remark = office.report.review.remarks[0]
    office.edit(lambda report: reply(report, remark.id, ReplyKind.MENDED, "已补", "李四"))
    told = reviewer.take_in(office.send())
    assert told.sentence == "已导入第2轮送审：1条新的往来、2节有改动。"
    assert told.event.digest in handed_over(reviewer.library, reviewer.report_id)
    assert reviewer.report.sections == office.report.sections
    reviewer.edit(lambda report: reply(report, remark.id, ReplyKind.CLOSED, "", "王五"))
    office.take_in(reviewer.give_back(Act.ACCEPT))
    assert [office.report.status, reviewer.report.status] == [Stage.ACCEPTED, Stage.ACCEPTED]
    assert office.report.review.events == reviewer.report.review.events
    for side in (office, reviewer):
        contents = handed_over(side.library, side.report_id)
        report = side.report
        then = [report_at(report, event, contents, find_outline("county")) for event in report.review.events]
        texts = [one.section(first).prose for one in then if one is not None]
        assert ["（临科发" in prose.text for prose in texts if prose is not None] == [False, False, True, True]
        assert {event.digest for event in side.report.review.events} == set(contents)
    entry = office.library.entries()[0]
    assert entry.status == "已通过"


def test_a_file_taken_in_again_changes_nothing_and_an_older_one_is_refused(office: Side, reviewer: Side) -> None:
    first = office.send()
    reviewer.take_in(first)
    kept = reviewer.library.path_of(reviewer.report_id).read_bytes()
    told = reviewer.take_in(first)
    assert (told.changed, told.sentence) == (False, "第1轮送审的文件已经导入过，没有新的内容。")
    assert office.take_in(first).changed is False
    assert reviewer.library.path_of(reviewer.report_id).read_bytes() == kept
    reviewer.remark("请改")
    back = reviewer.give_back()
    office.take_in(back)
    office.edit(lambda report: reply(report, report.review.remarks[0].id, ReplyKind.EXPLAINED, "无需改", "李四"))
    second = office.send()
    reviewer.take_in(second)
    for side, old in ((reviewer, first), (office, back)):
        before = side.library.path_of(side.report_id).read_bytes()
        with pytest.raises(Refused, match=r"是第1轮(送审|退回)的旧文件，这里已经到第2轮送审"):
            side.take_in(old)
        assert side.library.path_of(side.report_id).read_bytes() == before


def test_a_file_is_written_again_beside_the_first_and_never_over_it(office: Side, reviewer: Side) -> None:
    first = office.send()
    written = first.read_bytes()
    again = office.hand_over()
    assert again.name == "临泽县／科协-2023-科技馆-第1轮送审（2）.审核.json"
    assert first.read_bytes() == written == again.read_bytes()
    reviewer.take_in(first)
    with pytest.raises(Refused, match="还没有审核意见"):
        reviewer.hand_over()
    office.write(sections(office.report)[0], "偷偷改了。")
    assert read_review_file(office.hand_over()).event.digest == read_review_file(first).event.digest
    for kept in (office.library.path / "历史" / office.report_id).iterdir():
        kept.unlink()
    with pytest.raises(Refused, match="在送审之后又改过"):
        office.hand_over()


def test_a_verdict_on_what_was_recalled_brings_its_remarks_and_does_not_count(
    office: Side, reviewer: Side
) -> None:
    reviewer.take_in(office.send())
    reviewer.remark("请改")
    back = reviewer.give_back()
    office.edit(lambda report: recall(report, "漏了一张表", "李四"))
    first = sections(office.report)[0]
    office.write(first, "补上的。")
    told = office.take_in(back)
    assert "不作数" in told.sentence
    assert (office.report.status, len(office.report.review.remarks)) == (Stage.DRAFT, 1)
    kept = office.report.section(first).prose
    assert kept is not None
    assert kept.text == "补上的。"


def test_a_section_both_sides_changed_is_kept_twice_and_handed_over_only_when_settled(
    office: Side, reviewer: Side
) -> None:
    first = sections(office.report)[0]
    office.write(first, "原来的。")
    reviewer.take_in(office.send())
    reviewer.write(first, "审核一方写的。")
    back = reviewer.give_back()
    office.edit(lambda report: recall(report, "要改", "李四"))
    office.write(first, "填报单位写的。")
    told = office.take_in(back)
    assert "有1节两边都改过，两份都留着" in told.sentence
    report = office.report
    (conflict,) = report.review.conflicts
    texts = {version.content["文字"]["正文"] for version in conflict.versions}
    assert texts == {"填报单位写的。", "审核一方写的。"}
    (before,) = (one.path for one in office.library.versions(office.report_id) if one.why == "合并前")
    assert "填报单位写的。" in before.read_text(encoding="utf-8")
    with pytest.raises(Refused, match="还有1节两边都改过，不能送审"):
        office.send()


def test_another_report_of_that_number_is_not_merged_with(office: Side, reviewer: Side) -> None:
    path = office.send()
    payload = office.report.payload()
    del payload["审核"]
    reviewer.library.create({**payload, "创建时间": "2024-01-01T00:00:00+08:00"})
    with pytest.raises(Refused, match="在这里是另一份报告"):
        reviewer.take_in(path)
    reviewer.library.trash(office.report_id)
    with pytest.raises(Refused, match="在回收站里"):
        reviewer.take_in(path)


def test_two_sendings_of_one_round_are_not_both_taken(office: Side, reviewer: Side, tmp_path: Path) -> None:
    copy = Side(tmp_path / "另一台", tmp_path / "U盘")
    copy.library.create(office.report.payload())
    copy.report_id = office.report_id
    reviewer.take_in(office.send())
    with pytest.raises(Refused, match="第1轮已经收到过另一份送审"):
        reviewer.take_in(copy.send())


@pytest.fixture
def own(office: Side) -> Path:
    """The outline of the office's own that its report is made by."""
    path = own_outline(office.library)
    office.report_id = create_report(office.library, outline_id="own", unit="科协", year="2023", project="科技馆")
    return path


def test_an_outline_of_the_offices_own_travels_with_its_report(office: Side, reviewer: Side, own: Path) -> None:
    path = office.send()
    told = reviewer.take_in(path).sentence
    assert told == "已导入第1轮送审；它用的模板 own 也放进了“模板”文件夹。"
    put = reviewer.library.templates / "own.toml"
    assert put.read_text(encoding="utf-8") == own.read_text(encoding="utf-8")
    # Said otherwise, it says the same, and stays as it is here.
    put.write_text("# 我们也用\n" + put.read_text(encoding="utf-8"), encoding="utf-8")
    assert "没有新的内容" in reviewer.take_in(path).sentence
    assert put.read_text(encoding="utf-8").startswith("# 我们也用")
    # Meanwhile the office has changed it: what comes back is taken in all the same.
    own.write_text(own.read_text(encoding="utf-8").replace("version = ", "version = 1", 1), encoding="utf-8")
    office.take_in(reviewer.give_back())
    path = office.send()
    with pytest.raises(Refused, match=r"模板 own 和这里同名的模板不一样；.*放到这里的“模板”文件夹，再导入一次。$"):
        reviewer.take_in(path)
    assert reviewer.report.review.round == 1
    put.write_bytes(own.read_bytes())
    reviewer.take_in(path)
    assert reviewer.report.review.round == 2


def test_an_outline_that_cannot_be_one_is_refused_with_the_whole_file(
    office: Side, reviewer: Side, own: Path, tmp_path: Path
) -> None:
    read = read_review_file(office.send())
    text = own.read_text(encoding="utf-8")
    for hostile, told in (
        ("不是模板", "里面的模板 own 第 1 行"),
        ("a = " + "[" * 9000, "里面的模板 own 第 1 行"),
        (text.replace('id = "own"', 'id = "../own"'), "里面的模板 own 第"),
        (text.replace('id = "own"', 'id = "other"'), "里面的模板是 other，报告用的是 own"),
        (text + "#" * 1024 * 1024, "里面的模板太长"),
    ):
        path = write_review_file(tmp_path, read.report, read.event, {}, hostile)
        with pytest.raises(Refused, match=told) as refused:
            reviewer.take_in(path)
        assert str(refused.value).endswith("。") and "\n" not in str(refused.value)
    # As files were before an outline went along.
    with pytest.raises(Refused, match="没有名为 own 的模板"):
        reviewer.take_in(write_review_file(tmp_path, read.report, read.event, {}, ""))
    assert reviewer.library.entries() == [] and not reviewer.library.templates.exists()


def test_a_report_that_is_open_is_not_merged_with(office: Side, reviewer: Side) -> None:
    path = office.send()
    reviewer.take_in(path)
    opened = open_report(reviewer.library, reviewer.report_id)
    with pytest.raises(Refused, match="现在只能查看，没有导入"):
        reviewer.take_in(path)
    opened.file.close()


def test_accepted_and_changed_again_it_goes_on_with_the_next_round(office: Side, reviewer: Side) -> None:
    reviewer.take_in(office.send())
    office.take_in(reviewer.give_back(Act.ACCEPT))
    office.edit(lambda report: change(report, "决算调整", "李四"))
    assert office.report.status is Stage.DRAFT
    assert reviewer.take_in(office.send()).event.round == 2
    assert reviewer.report.status is Stage.SENT


def test_an_older_version_takes_nothing_back_of_what_was_said_and_nothing_locked(
    office: Side, reviewer: Side
) -> None:
    first = sections(office.report)[0]
    office.write(first, "第一稿。")
    reviewer.take_in(office.send())
    reviewer.remark("请改", first)
    with pytest.raises(Refused, match="要改请先撤回"):
        office.bring_back("送审")
    office.take_in(reviewer.give_back())
    office.write(first, "第二稿。")
    office.edit(lambda report: reply(report, report.review.remarks[0].id, ReplyKind.MENDED, "改了", "李四"))
    review = office.report.review
    office.bring_back("送审")
    assert office.report.review == review
    prose = office.report.section(first).prose
    assert prose is not None
    assert (prose.text, office.library.entries()[0].status) == ("第一稿。", "已退回")
    copied = carry_over(office.library, office.report_id, unit="乙县科协", year="2024", project="科技馆")
    assert "审核" not in read_report(office.library.path_of(copied))


def spoiled(*way: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def spoil(content: dict[str, Any]) -> None:
        holder: Any = content
        for step in way[:-1]:
            holder = holder[step]
        holder[way[-1]] = value

    return spoil


SPOILED = [
    (spoiled("报告", "章节", 1, "文字", "正文", value="改了"), "一节在写出之后变了"),
    (spoiled("报告", "审核", "批注", value=[1]), "审核·批注在写出之后变了"),
    (spoiled("轮次", value=2), "轮次在写出之后变了"),
    (spoiled("多的", value=2), "多的在写出之后变了"),
    (spoiled("报告", value=3), "报告·格式、报告·编号、报告·模板等在写出之后变了"),
    (spoiled("校验", value=3), "缺少校验"),
    (spoiled("校验", "全部", value="x"), "校验在写出之后变了"),
    (spoiled("格式", value=2), "由更新的版本写成"),
    (spoiled("文件", value="别的"), "不是审核文件"),
]


def test_a_file_that_is_not_what_was_written_is_refused_and_says_what_differs(
    office: Side, reviewer: Side
) -> None:
    path = office.send()
    written = path.read_bytes()
    for spoil, told in SPOILED:
        content = json.loads(written)
        spoil(content)
        path.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(Refused, match=told) as refused:
            reviewer.take_in(path)
        assert str(refused.value).endswith("。")
    assert reviewer.library.entries() == []


def test_what_a_file_carries_of_earlier_rounds_is_kept_by_whoever_did_not_have_it(
    office: Side, reviewer: Side, tmp_path: Path
) -> None:
    reviewer.take_in(office.send())
    office.take_in(reviewer.give_back())
    office.write(sections(office.report)[0], "第二稿。")
    path = office.send()
    assert len(read_review_file(path).earlier) == 2
    other = Side(tmp_path / "另一位审核人", tmp_path / "U盘")
    other.take_in(path)
    assert len(handed_over(other.library, other.report_id)) == 2
