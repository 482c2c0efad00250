"""`new`: a report made from its unit, year and project."""

from storage.library import TEMPLATES, Library
from storage.outline_files import DEFAULT, find_outline
from storage.report.cover import read_year
from storage.reports import create_report
from storage.text import one_line
from tui.arguments import Arguments, Usage
from tui.verbs.output import put
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    answers = {name: one_line(arguments.get(f"--{name}")).strip() for name in ("unit", "year", "project")}
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
