"""Every figure of the report by name; a few letters or characters find one."""

from textual.content import Content

from storage.checks.subject import where
from storage.report.named_figure import BLANK, NamedFigure
from tui.entry.work import Work
from tui.pick import Pick, Pickable
from tui.writing.line_breaking import text_rows, text_width

_NAME, _VALUE = 34, 18


class PickFigure(Pick):
    """A list to choose from by typing; answers the name of the figure."""

    def __init__(self, work: Work, title: str) -> None:
        here = work.section.id
        sections = {section.id: section.title for section in work.report.sections}
        # What the section itself has is wanted first.
        figures = sorted(work.following.figures.values(), key=lambda figure: figure.spot.section != here)
        super().__init__(
            title,
            [
                Pickable(
                    figure.name,
                    figure.name,
                    _line(figure, where(work.outline, figure.spot.section, sections[figure.spot.section])),
                )
                for figure in figures
            ],
            placeholder="打几个字，或拼音首字母（开放天数：kfts）；↑↓ 选，回车确定",
            none="没有这样的数据。",
        )


def _line(figure: NamedFigure, place: str) -> Content:
    rows = text_rows(figure.text or BLANK, _VALUE - 4)
    value = rows[0] if len(rows) == 1 else f"{rows[0]}…"
    return Content.assemble(
        _padded(figure.name, _NAME),
        (_padded(value, _VALUE), "" if figure.known else "$text-warning"),
        (place, "$text-muted"),
    )


def _padded(text: str, width: int) -> str:
    """Return a text as wide as a column, with at least two blanks after it."""
    return text + " " * max(2, width - text_width(text))
