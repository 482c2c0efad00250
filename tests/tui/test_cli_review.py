"""Two machines that share nothing but a stick: the verbs of `review`, run as processes, through three rounds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.demo import demo_payload
from storage.library import Library
from storage.report.prose import Prose
from storage.report.remark import ReplyKind, Severity
from storage.report.report import Report
from storage.report.spot import Spot
from storage.reports import open_report
from storage.review.placing import anchor_at
from storage.review.remarking import make_remark, reply
from tests.tui.verbs import Machine
from tui.cli import main

LIBRARY = "库"


class Side(Machine):
    """A machine with a library."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(home)
        home.mkdir()
        self.capsys = capsys

    @property
    def library(self) -> Library:
        return Library.open(self.home / LIBRARY, create=True)

    @property
    def status(self) -> str:
        return self.library.entries()[0].status

    def edit(self, report_id: str, doing: Callable[[Report], object]) -> None:
        opened = open_report(self.library, report_id)
        doing(opened.report)
        opened.file.save(opened.report.payload())
        opened.file.close()

    def review(self, *arguments: str | Path) -> str:
        """Run the verb as a process and return the line it prints."""
        result = self("review", *arguments, "--library", LIBRARY)
        assert result.code == 0, result
        (line,) = result.data
        return line

    def told(self, *arguments: str | Path, code: int = 1) -> str:
        """Run the verb in this process, as one of its own costs a quarter of a second; return what it tells."""
        assert main(["review", *map(str, arguments), "--library", str(self.home / LIBRARY)]) == code
        out, told = self.capsys.readouterr()
        return told if code else out or told


def test_the_demo_report_goes_through_three_rounds_between_two_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, reviewer, stick = Side(tmp_path / "甲", capsys), Side(tmp_path / "乙", capsys), tmp_path / "U盘"
    number = office.library.create(demo_payload() | {"编号": None})
    wrong = Prose(text="2023年2月30日成立小组。")
    office.edit(number, lambda report: report.section("organisation").put("prose", wrong))

    told = office.told("send", number, "-o", stick)
    assert "date-impossible：" in told
    assert "还有1处错误没有改正，不能送审" in told
    assert "没有代码是 nonsense 的错误" in office.told("send", number, "--override", "nonsense=理由")
    assert not stick.exists()
    first = office.review("send", number, "-o", stick, "--override", "date-impossible=原文如此")
    assert Path(first).name.endswith("-第1轮送审.审核.json")

    assert reviewer.review("import", first) == number
    assert reviewer.status == "已送审"
    spot = Spot("organisation", "prose", ("text",), 5, 10)

    def remarked(report: Report) -> None:
        make_remark(report, anchor_at(report, spot), Severity.MUST, "没有这一天", "王五")
        make_remark(report, anchor_at(report, spot), Severity.SHOULD, "写明文号", "王五")

    reviewer.edit(number, remarked)
    assert "没有销号，不能通过" in reviewer.told("return", number, "--verdict", "通过", "--opinion", "同意")
    back = reviewer.review("return", number, "--verdict", "退回", "--opinion", "请改", "-o", stick)

    office.review("import", back)
    assert office.told("import", back, code=0) == f"{number}\n"
    assert "还有2条批注没有答复" in office.told("send", number)
    rows = json.loads(office.told("list", number, "--json", code=0))
    assert [(row["severity"], row["state"], row["words"]) for row in rows] == [
        ("必须修改", "待答复", "2月30日"),
        ("建议修改", "待答复", "2月30日"),
    ]

    def answered(report: Report) -> None:
        report.section("organisation").put("prose", Prose(text="2023年2月28日成立小组。"))
        reply(report, rows[0]["id"], ReplyKind.MENDED, "改为28日", "李四")
        reply(report, rows[1]["id"], ReplyKind.EXPLAINED, "没有文号", "李四")

    office.edit(number, answered)
    second = office.told("send", number, "-o", stick, code=0).rstrip("\n")
    assert "（2）" in office.told("send", number, "-o", stick, code=0)
    reviewer.told("import", second, code=0)
    assert "是第1轮送审的旧文件" in reviewer.told("import", first)

    def closed(report: Report) -> None:
        reply(report, rows[0]["id"], ReplyKind.CLOSED, "", "王五")
        reply(report, rows[1]["id"], ReplyKind.REOPENED, "有文号", "王五")

    reviewer.edit(number, closed)
    back = reviewer.told("return", number, "--verdict=退回", "--opinion=再改", "-o", stick, code=0).rstrip("\n")
    office.told("import", back, code=0)
    office.edit(number, lambda report: reply(report, rows[1]["id"], ReplyKind.MENDED, "已补", "李四"))
    third = office.review("send", number, "-o", stick, "--signed", "赵六", "--date", "2024-02-01")
    reviewer.review("import", third)
    reviewer.edit(number, lambda report: reply(report, rows[1]["id"], ReplyKind.CLOSED, "", "王五"))
    office.review("import", reviewer.review("return", number, "--verdict=通过", "--opinion=同意", "-o", stick))
    assert [office.status, reviewer.status] == ["已通过", "已通过"]

    records = []
    for side in (office, reviewer):
        side.told("record", number, "-o", side.home / "记录.md", code=0)
        records.append((side.home / "记录.md").read_text(encoding="utf-8"))
    assert records[0] == records[1]
    assert "赵六" in records[0]
    assert (
        main(["export", number, "--record", "-o", str(stick / "报告.md"), "--library", str(office.library.path)])
        == 0
    )
    assert "\n# 审核记录\n" in (stick / "报告.md").read_text(encoding="utf-8")

    assert "还没有写" in office.told("change", number)
    office.told("change", number, "--reason=决算调整", code=0)
    assert "不能撤回；请先送审" in office.told("recall", number, "--reason=漏了")
    assert office.status == "草稿"
    office.told("send", number, "-o", stick, code=0)
    office.told("recall", number, "--reason=漏了", code=0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["review"], "review 后面写 send、import、return、recall、change、list、record 中的一个"),
        (["review", "send"], "review send 后面写一个报告编号"),
        (["review", "list", "2023-aaaaaa", "--verdict", "退回"], "--verdict 不能和 review list 一起用"),
        (["review", "return", "2023-aaaaaa", "--verdict", "同意"], "--verdict 退回 或 通过"),
        (["review", "return", "2023-aaaaaa", "--verdict", "退回"], "--opinion 意见"),
        (["review", "send", "2023-aaaaaa", "--override", "理由"], "--override 后面写 代码=理由"),
    ],
)
def test_a_command_that_is_not_as_the_help_says_is_told_so(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(arguments) == 2
    assert told in capsys.readouterr().err
