"""`new`: a report made from its unit, year and project, or from last year's report."""

from storage.library import TEMPLATES, Library
from storage.outline_files import DEFAULT, find_outline
from storage.report.cover import read_year
from storage.report.next_year import proposed
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import carry_over, create_report
from storage.text import one_line
from tui.arguments import Arguments, Usage
from tui.verbs.output import put
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    answers = {name: one_line(arguments.get(f"--{name}")).strip() for name in ("unit", "year", "project")}
    if arguments.has("--from"):
        put(_next_year(arguments, answers) + "\n")
        return 0
    for name, word in (("unit", "单位"), ("year", "年度"), ("project", "项目")):
        if not answers[name]:
            raise Usage(f"新建报告要写 --{name} {word}")
    path = library_path(arguments)
    outline = arguments.get("--outline") or DEFAULT
    # Asked for first: no library is left behind by a report that cannot be made.
    find_outline(outline, path / TEMPLATES)
    read_year(answers["year"])
    library = Library.open(path, create=True)
    put(create_report(library, outline_id=outline, **answers) + "\n")
    return 0


def _next_year(arguments: Arguments, answers: dict[str, str]) -> str:
    """Start a report from another one, by what was answered and else proposed; return its number."""
    library = Library.open(library_path(arguments))
    report_id = arguments.get("--from")
    cover = Report.read(read_report(library.path_of(report_id))).cover
    year, project = proposed(cover.year, cover.project)
    usual = {"unit": cover.unit, "year": year, "project": project}
    wanted = {name: answers[name] or usual[name] for name in usual}
    return carry_over(library, report_id, outline_id=arguments.get("--outline"), **wanted)
