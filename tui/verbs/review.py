"""`review`: a report sent, taken in, given back, and what was said about it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from exports.exporting import default_folder, export_name, write_record
from storage.checks.finding import Finding
from storage.checks.subject import where
from storage.errors import Refused
from storage.library import Library
from storage.lock import user
from storage.outline import Outline
from storage.report.event import Act, Event, Role, Signature, Stage
from storage.report.report import Report
from storage.report_file import read_report
from storage.reports import OpenReport, open_report, parsed
from storage.review.acting import change, give_back, readiness, recall, send
from storage.review.handing import hand_over, take_in
from storage.text import one_line
from storage.times import now
from tui.arguments import Arguments, Usage
from tui.home import with_home
from tui.verbs.output import put, put_json, tell
from tui.verbs.places import library_path

_VERDICTS: Final = (Act.RETURN, Act.ACCEPT)


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    doing, *names = arguments.names or [""]
    if doing not in _DOINGS:
        raise Usage(f"review 后面写 {'、'.join(_DOINGS)} 中的一个")
    run_it, options, what = _DOINGS[doing]
    foreign = next((option for option in arguments.options if option not in {*options, "--library"}), None)
    if foreign:
        raise Usage(f"{foreign} 不能和 review {doing} 一起用")
    if len(names) != 1:
        raise Usage(f"review {doing} 后面写一个{what}")
    return run_it(arguments, names[0])


def _send(arguments: Arguments, report_id: str) -> int:
    reasons = dict(_override(given) for given in arguments.get_all("--override"))

    def doing(opened: OpenReport) -> None:
        report = opened.report
        if report.status is Stage.SENT and report.review.role is Role.OFFICE:
            tell(f"第{report.review.round}轮已经送审，再写一份同样的文件。")
            return
        errors = readiness(report, opened.outline).errors
        known = {str(error.code) for error in errors}
        for code in reasons:
            if code not in known:
                raise Refused(f"报告里没有代码是 {one_line(code)} 的错误，没有送审；请用 zipingbao check 查看。")
        left = [error for error in errors if error.code not in reasons]
        for error in left:
            tell(f"{error.code}：{error.message}")
        cover = report.cover
        signature = Signature(
            responsible=one_line(arguments.get("--signed")).strip() or cover.head,
            preparer=cover.preparer or user(),
            date=one_line(arguments.get("--date")).strip() or now()[:10],
        )
        send(report, opened.outline, signature, _by_key(errors, reasons))

    return _handed_over(report_id, arguments, doing)


def _override(given: str) -> tuple[str, str]:
    code, equals, reason = given.partition("=")
    if not equals or not code or not reason.strip():
        raise Usage("--override 后面写 代码=理由")
    return code, reason


def _by_key(errors: tuple[Finding, ...], reasons: dict[str, str]) -> dict[str, str]:
    return {error.key: reasons[error.code] for error in errors if error.code in reasons}


def _return(arguments: Arguments, report_id: str) -> int:
    verdict = next((act for act in _VERDICTS if act == arguments.get("--verdict")), None)
    if verdict is None:
        raise Usage(f"review return 要写 --verdict {' 或 '.join(_VERDICTS)}")
    if not arguments.get("--opinion"):
        raise Usage("review return 要写 --opinion 意见")

    def doing(opened: OpenReport) -> None:
        by = one_line(arguments.get("--signed")).strip() or user()
        give_back(opened.report, verdict, arguments.get("--opinion"), by)

    return _handed_over(report_id, arguments, doing)


def _recall(arguments: Arguments, report_id: str) -> int:
    return _acted(arguments, report_id, recall)


def _change(arguments: Arguments, report_id: str) -> int:
    return _acted(arguments, report_id, change)


def _acted(arguments: Arguments, report_id: str, act: Callable[[Report, str, str], Event]) -> int:
    """Do what needs a reason and writes no file."""
    opened = _opened(arguments, report_id)
    with opened.file:
        act(opened.report, arguments.get("--reason"), opened.report.cover.preparer or user())
        opened.file.save(opened.report.payload())
    return 0


def _handed_over(report_id: str, arguments: Arguments, doing: Callable[[OpenReport], None]) -> int:
    """Do something to a report, save it and write its review file; say where that is."""
    folder = Path(with_home(arguments.get("--output"))) if arguments.has("--output") else default_folder()
    opened = _opened(arguments, report_id)
    with opened.file:
        before = opened.report.revision
        doing(opened)
        if opened.report.revision != before:
            opened.file.save(opened.report.payload())
        put(f"{hand_over(Library.open(library_path(arguments)), opened.report, folder)}\n")
    return 0


def _opened(arguments: Arguments, report_id: str) -> OpenReport:
    opened = open_report(Library.open(library_path(arguments)), report_id)
    if opened.file.read_only:
        opened.file.close()
        raise Refused(f"报告 {report_id} 现在只能查看，没有办成；请先在另一处关闭它，或解除只读。")
    return opened


def _import(arguments: Arguments, name: str) -> int:
    library = Library.open(library_path(arguments), create=True)
    taken = take_in(library, Path(with_home(name)))
    put(f"{taken.report_id}\n")
    tell(taken.sentence)
    return 0


def _list(arguments: Arguments, report_id: str) -> int:
    report, outline = _read(arguments, report_id)
    rows: list[dict[str, Any]] = [
        {
            "id": remark.id,
            "round": remark.round,
            "severity": remark.severity,
            "state": remark.state,
            "section": remark.anchor.section,
            "where": _where(report, outline, remark.anchor.section),
            "words": remark.anchor.words,
            "text": remark.text,
            "by": remark.by,
            "at": remark.at,
            "thread": [
                {"kind": reply.kind, "round": reply.round, "text": reply.text, "by": reply.by, "at": reply.at}
                for reply in remark.thread
            ],
        }
        for remark in report.review.remarks
    ]
    if arguments.has("--json"):
        put_json(rows)
        return 0
    shown = ("id", "round", "severity", "state", "where", "words", "text")
    put("".join("\t".join(one_line(str(row[key])) for key in shown) + "\n" for row in rows))
    return 0


def _where(report: Report, outline: Outline, section_id: str) -> str:
    title = next((section.title for section in report.sections if section.id == section_id), "")
    return where(outline, section_id, title) if section_id else "全文"


def _record(arguments: Arguments, report_id: str) -> int:
    report, outline = _read(arguments, report_id)
    if not report.review.events:
        raise Refused(f"报告 {report_id} 还没有送审过，没有审核记录；请先送审。")
    name = Path(export_name(report, "md"))
    path = default_folder() / name.with_stem(f"{name.stem}-审核记录")
    if arguments.has("--output"):
        path = Path(with_home(arguments.get("--output")))
    write_record(path, report, outline)
    put(f"{path}\n")
    return 0


def _read(arguments: Arguments, report_id: str) -> tuple[Report, Outline]:
    library = Library.open(library_path(arguments))
    return parsed(read_report(library.path_of(report_id)), library.templates)


_DOINGS: Final[dict[str, tuple[Callable[[Arguments, str], int], frozenset[str], str]]] = {
    "send": (_send, frozenset({"--output", "--signed", "--date", "--override"}), "报告编号"),
    "import": (_import, frozenset(), "审核文件"),
    "return": (_return, frozenset({"--output", "--signed", "--verdict", "--opinion"}), "报告编号"),
    "recall": (_recall, frozenset({"--reason"}), "报告编号"),
    "change": (_change, frozenset({"--reason"}), "报告编号"),
    "list": (_list, frozenset({"--json"}), "报告编号"),
    "record": (_record, frozenset({"--output"}), "报告编号"),
}
"""What each word after `review` does, the options it takes, and what it asks for."""
