"""`check`: what is wrong in a report or a text, a line a finding."""

from exports.checking import check_named
from storage.checks.finding import Severity
from storage.checks.subject import where
from storage.text import one_line
from tui.arguments import Arguments, Usage
from tui.home import with_home
from tui.verbs.output import put, put_json
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    if len(arguments.names) != 1:
        raise Usage("核对哪一份？check 后面写一个编号或文件")
    subject, findings = check_named(with_home(arguments.names[0]), library_path(arguments))
    if arguments.has("--json"):
        put_json(
            [
                {
                    "code": finding.code,
                    "severity": finding.severity,
                    "section": finding.section,
                    "message": finding.message,
                    "quotes": [{"where": quote.where, "words": quote.words} for quote in finding.quotes],
                }
                for finding in findings
            ]
        )
    else:
        for finding in findings:
            place = finding.quotes[0].where if finding.quotes else where(subject.outline, finding.section)
            quoted = (f"“{one_line(quote.words)}”" for quote in finding.quotes)
            put("\t".join([finding.severity, place, one_line(finding.message), " ".join(quoted)]) + "\n")
    return int(any(finding.severity == Severity.ERROR for finding in findings))
