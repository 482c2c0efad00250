"""Every figure of a report under a name that means it alone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from storage.outline import Outline
from storage.report.named_figure import NamedFigure
from storage.report.report import Report
from storage.text import one_line

# Braces end a reference: in a name they are written as the input method's full-width ones.
_BRACES: Final = str.maketrans("{}", "｛｝")


def named_figures(report: Report, outline: Outline) -> dict[str, NamedFigure]:
    """Return the figures that `{{名称}}` in a text can stand for, in the order of the report.

    Figures of the same name are told apart by their section, `效益目标·参观人次`, and within a section by number,
    `参观人次（2）`; the bare name then means none of them, so that no reference can come to mean another figure.
    """
    short = {asked.id: asked.short for asked in outline.sections}
    rate = report.execution_rate(outline.scoring)
    found = [
        replace(figure, name=clean_name(figure.name))
        for section in report.sections
        for kind in section.kinds()
        for figure in section.block(kind).figures(section.id, outline, rate)
    ]
    found = [figure for figure in found if figure.name]

    def by_section(figure: NamedFigure, _: int) -> str:
        section = figure.spot.section
        return f"{clean_name(short.get(section, section))}·{figure.name}"

    found = _told_apart(found, by_section)
    found = _told_apart(found, lambda figure, number: f"{figure.name}（{number}）")
    times = Counter(figure.name for figure in found)
    return {figure.name: figure for figure in found if times[figure.name] == 1}


def clean_name(name: str) -> str:
    """Return a name as a reference can hold it, on one line."""
    return one_line(name).strip().translate(_BRACES)


def _told_apart(found: list[NamedFigure], longer: Callable[[NamedFigure, int], str]) -> list[NamedFigure]:
    """Give those of the same name the `longer` one, made from the figure and its number among them."""
    times = Counter(figure.name for figure in found)
    numbers: Counter[str] = Counter()
    apart = []
    for figure in found:
        numbers[figure.name] += 1
        is_shared = times[figure.name] > 1
        name = longer(figure, numbers[figure.name]) if is_shared else figure.name
        apart.append(replace(figure, name=name))
    return apart
