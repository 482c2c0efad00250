"""The cover: who reports on which money, for which year."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, Self

from pydantic import Field

from storage.errors import Refused
from storage.figures import fold
from storage.outline import Outline, OutlineSection
from storage.report.block import Block, Line
from storage.report.named_figure import NamedFigure, Naming
from storage.report.spot import Field as Place
from storage.text import one_line


class Cover(Block):
    """The cover's entries under their official names."""

    unit: Line = Field("", alias="填报单位")
    year: Line = Field("", alias="年度")
    project: Line = Field("", alias="项目名称")
    central_department: Line = Field("", alias="中央主管部门")
    department: Line = Field("", alias="主管部门")
    executor: Line = Field("", alias="实施单位")
    fund: Line = Field("", alias="资金名称")
    fund_nature: Line = Field("", alias="资金性质")
    head: Line = Field("", alias="负责人")
    preparer: Line = Field("", alias="填报人")
    phone: Line = Field("", alias="联系电话")
    date: Line = Field("", alias="填报日期")
    basis: Line = Field("", alias="依据文件")

    @property
    def known_as(self) -> str:
        """What a person knows the report by: `单位 · 2023年度 · 项目`, as far as these are filled in."""
        return " · ".join(filter(None, (self.unit, f"{self.year}年度" if self.year else "", self.project)))

    def carried_over(self) -> Self:
        """Hand everything on but the day it was filled in."""
        return self.model_copy(update={"date": ""})

    def given(self, section: OutlineSection | None) -> frozenset[Place]:
        """Return what every report is begun with."""
        return frozenset({("unit",), ("year",), ("project",)})

    def get(self, label: str) -> str:
        """Return the entry with this official name.

        :raises KeyError: when the cover has no such entry.
        """
        return str(getattr(self, COVER_FIELDS[label]))

    def set(self, label: str, text: str) -> None:
        """Set the entry with this official name.

        :raises KeyError: when the cover has no such entry.
        """
        setattr(self, COVER_FIELDS[label], one_line(text))

    def missing(self, section: OutlineSection, outline: Outline) -> list[str]:
        """Name the blank entries the outline asks for."""
        return [label for label in outline.cover if not self.get(label).strip()]

    def names_made_of(self) -> Sequence[object]:
        """Return the names of the entries that are filled in."""
        return [label for label in COVER_FIELDS if self.get(label).strip()]

    def figures(self, section_id: str, outline: Outline, rate: Decimal | None) -> Iterator[NamedFigure]:
        """Yield the entries the outline asks for, and others that were filled in, under their official names."""
        naming = Naming(section_id, "cover")
        for label, name in COVER_FIELDS.items():
            if label in outline.cover or self.get(label).strip():
                yield naming.words(label, self.get(label), (name,))


def is_year(text: str) -> bool:
    """Whether text is a year as the cover holds it: four digits and no more."""
    return re.fullmatch("(?:19|20)[0-9]{2}", text) is not None


def read_year(text: str) -> str:
    """Return the year in `2023`, `２０２３`, `2023年` or `2023年度` as four digits.

    :raises Refused: when it is none of these.
    """
    year = fold(text).removesuffix("度").removesuffix("年").strip()
    if not is_year(year):
        raise Refused("年度要写四位数字，如 2023，请改好再试。")
    return year


COVER_FIELDS: Final = {
    field.alias or name: name for name, field in Cover.model_fields.items() if name not in Cover.beside
}
