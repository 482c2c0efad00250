"""The cover's form: two columns, the official names and what is filled in."""

from collections.abc import Sequence
from typing import Final

from storage.report.cover import COVER_FIELDS, Cover, is_year
from storage.report.spot import Field
from tui.entry.sheet_form import SheetForm
from tui.entry.work import Work
from tui.sheet import Cell, Column, Sheet

_COLUMNS: Final = (Column("项目", 12, frozen=True), Column("填写内容", 30, grow=1))
_NOTES: Final = {
    "填报单位": "写单位全称，与公章一致",
    "年度": "只写年份，如 2023",
    "项目名称": "与预算批复或资金下达文件上的名称一致，前面不写年份",
    "主管部门": "写一级预算单位的全称",
    "实施单位": "实际使用资金的单位；就是本单位的，写本单位",
    "资金名称": "下达文件上的专项资金名称",
    "资金性质": "上级专项、转移支付或本级财政资金",
    "负责人": "单位主要负责人姓名",
    "填报人": "填这份报告的人",
    "联系电话": "审核的人有疑问时打得通的电话",
    "填报日期": "如 2024年3月15日，月、日前不加 0",
    "依据文件": "布置自评的文件，文号用六角括号，如 临财预发〔2023〕296号",
}


class CoverSheet(Sheet):
    """The entries the outline asks for on the cover."""

    name = ""
    spreads = False

    def __init__(self, work: Work) -> None:
        self._work = work
        self._labels = work.outline.cover

    @property
    def columns(self) -> Sequence[Column]:
        """Name and entry."""
        return _COLUMNS

    def row_count(self) -> int:
        """One row an entry."""
        return len(self._labels)

    def cell(self, row: int, column: int) -> Cell:
        """Show the name, or the entry with a note on how it is written."""
        label = self._labels[row]
        if column == 0:
            return Cell(label, editable=False)
        entry = self._work.block(Cover).get(label)
        bad = label == "年度" and bool(entry) and not is_year(entry)
        return Cell(entry, mark="bad" if bad else "", note=_NOTES.get(label, ""))

    def field(self, row: int, column: int) -> Field:
        """Return the entry; its name is none."""
        return (COVER_FIELDS[self._labels[row]],) if column else ()

    def edit(self, row: int, column: int, text: str) -> None:
        """Take the entry as typed."""
        self._work.block(Cover).set(self._labels[row], text)


class CoverForm(SheetForm):
    """The cover."""

    kind = "cover"

    def sheets(self, work: Work) -> Sequence[Sheet]:
        """One table."""
        return [CoverSheet(work)]
