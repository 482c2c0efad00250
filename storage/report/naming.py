"""Every figure of a report under a name that means it alone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from storage.outline import Outline
from storage.report.named_figure import NamedFigure, clean_name
from storage.report.report import Report


def named_figures(report: Report, outline: Outline) -> dict[str, NamedFigure]:
    """Return the figures that `{{名称}}` in a text can stand for, in the order of the report.

    Figures of the same name are told apart by their section, `效益目标·参观人次`, and within a section by number,
    `参观人次（2）`; the bare name then means none of them, so that no reference can come to mean another figure.
    """
    short = {asked.id: asked.short for asked in outline.sections}
    rate = report.execution_rate(outline.scoring)
    found = [
        figure
        for section in report.sections
        for kind in section.kinds()
        for figure in section.block(kind).figures(section.id, outline, rate)
        if figure.name
    ]

    def by_section(figure: NamedFigure, _: int) -> str:
        section = figure.spot.section
        return f"{clean_name(short.get(section, section))}·{figure.name}"

    found = _told_apart(found, by_section)
    found = _told_apart(found, lambda figure, number: f"{figure.name}（{number}）")
    times = Counter(figure.name for figure in found)
    return {figure.name: figure for figure in found if times[figure.name] == 1}


def names_made_of(report: Report) -> list[object]:
    """Return what the names of the report's figures are made of: while it is the same, so are names and keys."""
    return [(kind, section.block(kind).names_made_of()) for section in report.sections for kind in section.kinds()]


def _told_apart(found: list[NamedFigure], longer: Callable[[NamedFigure, int], str]) -> list[NamedFigure]:
    """Give those of the same name the `longer` one, made from the figure and its number among them."""
    times = Counter(figure.name for figure in found)
    numbers: Counter[str] = Counter()
    apart = []
    for figure in found:
        if times[figure.name] > 1:
            numbers[figure.name] += 1
            figure = replace(figure, name=longer(figure, numbers[figure.name]))
        apart.append(figure)
    return apart
