"""The review in the real program: an office and a reviewer, two libraries, files on a stick, keys and nothing else."""

from pathlib import Path
from typing import Final, Self

import docx

from storage.demo import demo_payload
from storage.library import Library
from storage.report.event import Act
from storage.report.remark import ReplyKind
from storage.report.report import Report
from storage.report_file import read_report
from storage.review.content import report_digest
from tests.terminal import Terminal

ON_SECTION: Final = "请附小组名单"
ON_WORDS: Final = "怎么分级写清楚"
ON_CELL: Final = "写公章上的全称"
WORDS: Final = "审核分两级进"
EXPLAINED: Final = "名单另附"
NOT_YET: Final = "还没有看到名单"
OPINIONS: Final = ("请照批注改", "还差名单", "同意通过")


class Side:
    """One of the two at a machine of their own; the stick is in whichever needs it."""

    def __init__(self, home: Path, stick: Path) -> None:
        home.mkdir(exist_ok=True)
        self._home, self._stick = home, stick
        self.terminal = self._started()

    def _started(self) -> Terminal:
        return Terminal(self._home, "--library", str(self._home / "库"), columns=110)

    def press(self, *keys: str, until: str) -> None:
        """Press keys and wait for words that were not there before."""
        assert until not in self.terminal.text
        self.terminal.press(*keys)
        self.terminal.wait_for(until)

    def write(self, text: str, *, until: str) -> None:
        self.terminal.type(text)
        self.press("enter", until=until)

    def put_on_stick(self, *, until: str) -> None:
        self.terminal.wait_for("就用这个文件夹")
        self.terminal.paste(str(self._stick))
        self.terminal.wait_for("按 Enter 就用这个文件夹")
        self.press("enter", until=until)

    def back(self) -> Self:
        """Go back to the library."""
        self.press("escape", until="^O 导入")
        return self

    def take_in(self, name: str, *, until: str) -> None:
        """Take in the file of that name from the library."""
        self.press("ctrl+o", until="导入：选一个文件")
        self.terminal.paste(str(next(self._stick.glob(f"*{name}.审核.json"))))
        self.terminal.wait_for("按 Enter 打开这个路径")
        self.terminal.press("enter")
        self.terminal.wait_told(until)

    def killed(self) -> None:
        """Have the program killed once all is saved, and start it again."""
        self.terminal.wait_for("已保存")
        self.terminal.kill()
        self.terminal = self._started()
        self.terminal.wait_for("科技馆免费开放补助资金")

    @property
    def report(self) -> Report:
        library = Library.open(self._home / "库")
        (entry,) = library.entries()
        return Report.read(read_report(library.path_of(entry.id)))


def send(office: Side, number: int) -> None:
    office.press("f10", until=f"第{number}轮送审")
    office.press("s", until="签署，选文件夹")
    office.terminal.press("enter")
    office.put_on_stick(until="送审文件已经写好")
    office.press("enter", until=f"第{number}轮已送审")


def give_back(reviewer: Side, number: int, act: Act) -> None:
    reviewer.press("f9", until=f"第{number}轮审核意见")
    reviewer.terminal.type(OPINIONS[number - 1])
    reviewer.terminal.press("tab", "tab", *["right"] * (act is Act.ACCEPT), "enter")
    reviewer.put_on_stick(until=f"第{number}轮{act}.审核.json")
    reviewer.press("enter", until=f"第{number}轮已经有了审核意见")


def remark_on_section_words_and_cell(reviewer: Side) -> None:
    reviewer.press("f4", "f4", until="一（一）组织管理　第 2 节")
    reviewer.press("f7", until="批注：")
    reviewer.write(ON_SECTION, until="还没有署名")
    reviewer.write("赵审核", until="批注 1，未销号 1")
    reviewer.press(*["down"] * 4, until=f"> {WORDS}")
    reviewer.press("shift+right", until="所批的原文")
    reviewer.terminal.press(*["shift+right"] * len(WORDS), "enter")
    reviewer.write(ON_WORDS, until="批注 2，未销号 2")
    reviewer.press("f3", until="封面　第 1 节")
    reviewer.press(*["down"] * 5, "right", until="> 实施单位")
    reviewer.press("f7", "f3", until=">F3 建议修改")
    reviewer.write(ON_CELL, until="批注 3，未销号 3")


def answer_and_mend(office: Side) -> None:
    office.press("f7", until="已退回　待答复 3")
    office.terminal.wait_for(f"实施单位：{ON_CELL}")
    office.press("enter", until="填写内容：实际使用资金的")
    office.terminal.press("end")
    office.terminal.type("（盖章）")
    office.press("escape", until="Enter 到原处去改")
    office.press("m", until="答复：已修改")
    office.write("已写全称", until="待答复 2")
    office.press("e", until="答复：说明")
    office.write(EXPLAINED, until="待答复 1")
    # What was quoted is selected: one types over it.
    office.press("enter", until=f"选中 {len(WORDS)} 字")
    office.terminal.type(WORDS.replace("两", "三"))
    office.press("escape", until="Enter 到原处去改")
    office.press("m", until="答复：已修改")
    office.press("enter", until="已答复 3")


def close_one_and_open_another_again(reviewer: Side) -> None:
    reviewer.terminal.wait_for("[-临泽县科技馆-][+临泽县科技馆（盖章）+]")
    reviewer.press("f8", until="第 1 处，共 2 处")
    reviewer.terminal.wait_for("审核分[-两-][+三+]级")
    reviewer.press("escape", until="封面　第 1 节")
    reviewer.terminal.press("home")
    reviewer.press("tab", "tab", until=f">   [建议修改] 内容：{ON_CELL}")
    reviewer.press("x", until="批注 3，未销号 2")
    # The file once more, and one that comes late, change nothing.
    reviewer.back().take_in("第2轮送审", until="已经导入过，没有新的内容")
    reviewer.back().take_in("第1轮送审", until="旧文件，这里已经到第2轮")
    assert all(f"第{number}轮送审.审核.json " in reviewer.terminal.text for number in (1, 2))
    reviewer.press("escape", until="待审核 2轮")
    reviewer.press("enter", until="批注 3，未销号 2")
    reviewer.press(*["tab"] * 3, until=f">   [必须修改] {ON_SECTION}")
    reviewer.press("r", until="还差什么")
    reviewer.write(NOT_YET, until=f"重新打开：{NOT_YET}")
    reviewer.killed()
    reviewer.press("enter", until=f"重新打开：{NOT_YET}")


def answer_again(office: Side) -> None:
    office.press("f7", until="已退回　待答复 1　已答复 1　已销号 1")
    office.press("m", until="答复：已修改")
    office.press("enter", until="已退回　已答复 2　已销号 1")
    office.press("escape", until="批注都答复了，改好以后按 F10 再送审")


def test_three_rounds_go_by_file_between_two_people_at_two_machines(tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    Library.open(tmp_path / "填报" / "库", create=True).create(demo_payload())
    office, reviewer = Side(tmp_path / "填报", stick), Side(tmp_path / "审核", stick)

    office.terminal.wait_for("科技馆免费开放补助资金")
    office.press("enter", until="第 1 页")
    send(office, 1)
    reviewer.terminal.wait_for("在这里新建")
    reviewer.press("enter", until="收到的审核文件")
    reviewer.take_in("第1轮送审", until="已导入第1轮送审")
    remark_on_section_words_and_cell(reviewer)
    give_back(reviewer, 1, Act.RETURN)

    office.back().take_in("第1轮退回", until="已导入第1轮退回：3条新批注")
    answer_and_mend(office)
    send(office, 2)
    reviewer.back().take_in("第2轮送审", until="已导入第2轮送审：3条新的往来、2节有改动")
    close_one_and_open_another_again(reviewer)
    give_back(reviewer, 2, Act.RETURN)

    office.back().take_in("第2轮退回", until="已导入第2轮退回：2条新的往来")
    answer_again(office)
    send(office, 3)
    reviewer.back().take_in("第3轮送审", until="已导入第3轮送审")
    reviewer.press("tab", until=f">   [必须修改] {ON_SECTION}")
    reviewer.press("x", until="批注 3，未销号 1")
    reviewer.press("tab", until=f">   [必须修改] “{WORDS}”（原文已改）")
    reviewer.press("x", until="批注 3，未销号 0")
    give_back(reviewer, 3, Act.ACCEPT)

    office.back().take_in("第3轮通过", until="已导入第3轮通过")
    office.terminal.wait_for("报告已通过审核，不能直接改")
    office.back().press("ctrl+e", until="第3轮通过（赵审核")
    office.terminal.press("f9")
    office.put_on_stick(until="审核记录已导出")
    office.press("enter", until="F9 导出记录")
    assert (office.terminal.quit(), reviewer.terminal.quit()) == (0, 0)

    ours, theirs = office.report, reviewer.report
    acts = [event.act for event in ours.review.events]
    assert acts == [Act.SEND, Act.RETURN, Act.SEND, Act.RETURN, Act.SEND, Act.ACCEPT]
    assert ours.review.events == theirs.review.events and ours.review.remarks == theirs.review.remarks
    assert report_digest(ours) == report_digest(theirs) == ours.review.events[-1].digest
    mended, explained, closed, reopened = ReplyKind
    assert {one.text: [reply.kind for reply in one.thread] for one in ours.review.remarks} == {
        ON_SECTION: [explained, reopened, mended, closed],
        ON_WORDS: [mended, closed],
        ON_CELL: [mended, closed],
    }
    (record,) = stick.glob("*审核记录.docx")
    cells = {cell.text for table in docx.Document(str(record)).tables for row in table.rows for cell in row.cells}
    assert {ON_SECTION, ON_WORDS, ON_CELL, WORDS, EXPLAINED, NOT_YET, *OPINIONS, "李雪梅", "赵审核"} <= cells
    assert "封面·实施单位" in cells
