"""The command line: the terminal app, and the same verbs without a screen.

Data goes to stdout, messages to stderr. Exit codes: 0 fine, 1 refused or an error
found, 2 usage. Every module a verb needs is
imported by that verb, so that the app's first frame waits for none of them.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from storage.errors import Refused
from storage.text import one_line
from tui.arguments import Arguments, Usage, read_arguments

HELP: Final = """\
自评宝：离线填写、核对、导出项目绩效自评报告。

用法：
  zipingbao                      打开自评宝
  zipingbao --demo               打开一份写好的示例报告（临时的，退出后不保留）
  zipingbao new --unit 单位 --year 年度 --project 项目 [--outline 模板]
                                 新建报告，打印它的编号；文档库还没有时先建好
  zipingbao list [--json]        列出报告：编号、单位、年度、项目、状态、进度、修改时间
  zipingbao outline 文件 [--json]
                                 认出 .docx、.txt、.md 里的提纲，每行打印一个标题：第几行、标题
  zipingbao import 文件 [--dry-run] [--json] [--unit 单位] [--year 年度] [--project 项目] [--outline 模板]
                                 把 .docx、.txt、.md 导入成新报告，打印它的编号；对不上的放在“未归类”
                                 --dry-run 只看不写：每行打印第几行、去哪一节、拿不准的打“？”、文字
  zipingbao check 编号|文件 [--json]
                                 核对，每行打印一处：轻重、位置、问题、原文；有错误时退出码是 1
                                 “文件”还可以是 .txt 和 .md 的文字，不用先放进文档库
  zipingbao export 编号|文件 … [--all] [--format md|json] [-o 路径] [--overwrite]
                                 导出，打印导出的文件；--all 是文档库里的全部报告
                                 不写 -o 时放在“文档”里的“自评报告”文件夹，-o - 写到标准输出
                                 多份时 -o 是文件夹；已有的文件只有加 --overwrite 才覆盖
                                 “文件”是报告文件，或用 --format json 导出的文件
  zipingbao outlines             列出模板，并检查自己写的模板（文档库的“模板”文件夹）

选项：
  --library 文件夹                用这个文件夹作文档库（也可设环境变量 ZIPINGBAO_LIBRARY）
  --version                      版本
  -h, --help                     本说明

退出码：0 正常，1 没有办成或核对出错误，2 用法不对。
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; never a traceback."""
    _ready_streams()
    try:
        return _run(read_arguments(sys.argv[1:] if argv is None else argv))
    except Usage as error:
        _tell(f"{error}；用法请看 zipingbao --help。")
        return 2
    except Refused as error:
        _tell(_sentence(error))
    except BrokenPipeError:
        # Whoever read our output went away (`| head`); there is nobody left to tell.
        _drop_output()
    except KeyboardInterrupt:
        _tell("按了 Ctrl+C，没有做完就停下了。")
    except UnicodeEncodeError:
        _tell("路径里有这个语言环境写不出的字，没有办成；请先运行 export LC_ALL=C.UTF-8 再试。")
    except OSError as error:
        _tell(f"没有办成：“{error.filename}”用不了（{error.strerror}）；请检查路径和权限后重试。")
    except Exception as error:
        from tui.crash import log_crash

        _tell(f"自评宝出错了，没有办成；{log_crash(error)}。")
    return 1


def _run(arguments: Arguments) -> int:
    if arguments.has("--help"):
        _put(HELP)
        return 0
    if arguments.has("--version"):
        from importlib.metadata import version

        _put(f"自评宝 {version('zipingbao')}\n")
        return 0
    return _VERBS[arguments.verb](arguments)


def library_path(arguments: Arguments) -> Path:
    """Return the library's folder: the option, the environment, or 自评宝 among the person's documents."""
    chosen = _chosen_library(arguments)
    return Path(_with_home(chosen)) if chosen else default_library()


def default_library() -> Path:
    """Return the library used where none is named: a folder a person finds among their documents."""
    from platformdirs import user_documents_path

    return user_documents_path() / "自评宝"


def _chosen_library(arguments: Arguments) -> str:
    return arguments.get("--library") or os.environ.get("ZIPINGBAO_LIBRARY", "")


def _with_home(path: str) -> str:
    # For what shells leave alone, such as `--library=~/自评宝`; of a person there is not, Path would raise.
    return os.path.expanduser(path)  # noqa: PTH111


def _new(arguments: Arguments) -> int:
    from storage.library import TEMPLATES, Library
    from storage.outline_files import DEFAULT, find_outline
    from storage.report.cover import read_year
    from storage.reports import create_report

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
    _put(create_report(library, outline_id=outline, **answers) + "\n")
    return 0


def _list(arguments: Arguments) -> int:
    from storage.library import Library

    rows: list[dict[str, Any]] = [
        {
            "id": entry.id,
            "unit": entry.unit,
            "year": entry.year,
            "project": entry.project,
            "status": entry.status,
            "progress": f"{entry.filled}/{entry.total}",
            "findings": None,
            "modified": entry.modified,
            "problem": entry.problem,
        }
        for entry in Library.open(library_path(arguments)).entries()
    ]
    if arguments.has("--json"):
        _put_json(rows)
        return 0
    shown = ("id", "unit", "year", "project", "status", "progress", "modified")
    _put("".join("\t".join(row[key] for key in shown) + "\n" for row in rows))
    for row in rows:
        if row["problem"]:
            _tell(row["problem"])
    return 0


def _check(arguments: Arguments) -> int:
    from exports.checking import check_named
    from storage.checks.finding import Severity
    from storage.checks.subject import where

    if len(arguments.names) != 1:
        raise Usage("核对哪一份？check 后面写一个编号或文件")
    subject, findings = check_named(_with_home(arguments.names[0]), library_path(arguments))
    if arguments.has("--json"):
        _put_json(
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
            _put("\t".join([finding.severity, place, one_line(finding.message), " ".join(quoted)]) + "\n")
    return int(any(finding.severity == Severity.ERROR for finding in findings))


def _outline(arguments: Arguments) -> int:
    from exports.reading.recognising import headings
    from exports.reading.whole_file import read_file_as_pieces
    from storage.library import TEMPLATES

    if len(arguments.names) != 1:
        raise Usage("认哪个文件的提纲？outline 后面写一个文件")
    reading = read_file_as_pieces(Path(_with_home(arguments.names[0])), library_path(arguments) / TEMPLATES)
    found = headings(reading.pieces)
    if arguments.has("--json"):
        fields = ("line", "depth", "marker", "title", "run_in")
        _put_json([{field: getattr(heading, field) for field in fields} for heading in found])
    else:
        indented = (f"{'  ' * (heading.depth - 1)}{heading.marker}{heading.title}" for heading in found)
        _put("".join(f"{heading.line}\t{title}\n" for heading, title in zip(found, indented, strict=True)))
    if not found:
        _tell("没有认出标题；请检查是不是选错了文件。")
    if reading.dropped:
        _tell(f"有{reading.dropped}个看不见的控制字符没有读进来。")
    return 0


def _import(arguments: Arguments) -> int:
    from dataclasses import asdict

    from exports.reading.draft import ASIDE
    from exports.reading.importing import Identity, imported_report, read_import
    from exports.reading.offers import offers
    from storage.library import TEMPLATES, Library
    from storage.outline_files import DEFAULT, find_outline

    if len(arguments.names) != 1:
        raise Usage("导入哪个文件？import 后面写一个文件")
    path = library_path(arguments)
    outline = find_outline(arguments.get("--outline") or DEFAULT, path / TEMPLATES)
    read = read_import(Path(_with_home(arguments.names[0])), outline, path / TEMPLATES)
    given = {name: one_line(arguments.get(f"--{name}")).strip() for name in ("unit", "year", "project")}
    identity = Identity(**{name: given[name] or found for name, found in asdict(read.identity).items()})
    if read.dropped:
        _tell(f"有{read.dropped}个看不见的控制字符没有读进来。")
    pieces = [placed for placed in read.draft.pieces if placed.piece.text.strip()]
    if not arguments.has("--dry-run"):
        # Made first: no library is left behind by a report that cannot be made.
        report = imported_report(read, identity)
        report_id = Library.open(path, create=True).create(report.payload())
        if arguments.has("--json"):
            _put_json([{"id": report_id, **asdict(identity), "unsure": len(read.draft.unsure())}])
        else:
            _put(report_id + "\n")
        return 0
    if arguments.has("--json"):
        fields = ("line", "kind", "section", "sure", "title", "text")
        _put_json([dict(zip(fields, placed.row(), strict=True)) for placed in pieces])
        return 0
    names = dict(read.draft.places())
    for placed in pieces:
        doubt = "" if placed.sure or placed.section == ASIDE else "？"
        _put(f"{placed.piece.line}\t{names[placed.section]}\t{doubt}\t{one_line(placed.piece.text).strip()}\n")
    for offer in offers(read.draft.texts(), outline):
        _put(f"\t可填入表格\t？\t{one_line(offer.words)}\n")
    return 0


def _export(arguments: Arguments) -> int:
    from exports.exporting import FORMATS, AlreadyThere, export_reports

    form = arguments.get("--format") or "md"
    if form not in FORMATS:
        raise Usage(f"--format 只能是 {'、'.join(FORMATS)}")
    if arguments.names and arguments.has("--all"):
        raise Usage("--all 已经是全部报告，不要再写编号或文件")
    if not arguments.names and not arguments.has("--all"):
        raise Usage("要导出哪份报告？请写编号、文件，或 --all")
    exit_code = 0
    for name, outcome in export_reports(
        arguments.names or None,
        library_path(arguments),
        form=form,
        output=_with_home(arguments.get("--output")) or None,
        overwrite=arguments.has("--overwrite"),
    ):
        if isinstance(outcome, Path):
            _put(f"{outcome}\n")
        elif isinstance(outcome, str):
            # The very bytes a file would hold, whatever the console's encoding is.
            _put(outcome.encode("utf-8"))
        else:
            exit_code = 1
            if isinstance(outcome, AlreadyThere):
                _tell(f"“{outcome.path}”已经有了，没有覆盖；请用 -o 另写一处，或加 --overwrite 覆盖它。")
            else:
                _tell(_sentence(outcome, about=name))
    return exit_code


def _outlines(arguments: Arguments) -> int:
    from storage.library import TEMPLATES
    from storage.library_refusals import LibraryMissing
    from storage.outline_files import OutlineError, find_outline, outline_files

    library = library_path(arguments)
    exit_code = 0
    for outline_id in outline_files(library / TEMPLATES):
        try:
            outline = find_outline(outline_id, library / TEMPLATES)
        except OutlineError as error:
            _tell(_sentence(error))
            exit_code = 1
        else:
            _put(f"{outline.id}\t{outline.name}\t{outline.version}\t{one_line(outline.about)}\n")
    # Before the first report there is no library and nothing in it to check; one that was named should be there.
    if _chosen_library(arguments) and not library.is_dir():
        raise LibraryMissing(library)
    return exit_code


def _open_app(arguments: Arguments) -> int:
    from tui.terminal import unfit_terminal

    if unfit := unfit_terminal():
        _tell(unfit)
        return 1
    from tui.app import run, run_demo

    if arguments.has("--demo"):
        return run_demo()
    return run(library_path(arguments), create=not _chosen_library(arguments))


_VERBS: Final[dict[str, Callable[[Arguments], int]]] = {
    "": _open_app,
    "new": _new,
    "list": _list,
    "outline": _outline,
    "import": _import,
    "check": _check,
    "export": _export,
    "outlines": _outlines,
}


def _put(data: str | bytes) -> None:
    """Write data to stdout at once: what goes wrong with it is known before the exit code is.

    :raises BrokenPipeError: when nobody reads it any more.
    :raises NotSaved: when it could not be written otherwise.
    """
    try:
        if isinstance(data, bytes):
            sys.stdout.buffer.write(data)
        else:
            sys.stdout.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from storage.durable import NotSaved

        _drop_output()
        raise NotSaved.because(Path("标准输出"), error) from error


def _put_json(rows: list[dict[str, Any]]) -> None:
    import json

    # A mark for what the console cannot show would not be JSON; an escape is.
    ascii_only = sys.stdout.encoding.lower().replace("-", "") != "utf8"
    _put(json.dumps(rows, ensure_ascii=ascii_only, indent=1) + "\n")


def _tell(sentence: str) -> None:
    # One line, and nothing a terminal would act on, whatever a path or an argument was made of.
    with contextlib.suppress(OSError):
        print(one_line(sentence), file=sys.stderr)


def _sentence(error: Refused, about: str = "") -> str:
    """Return what to tell of a refusal; `about` is what it was refused for, said where the sentence does not."""
    from storage.durable import NotSaved

    if isinstance(error, NotSaved):
        # Its own words are for a screen that still holds the text.
        return f"没有保存到“{error.path}”：{error.reason}；{error.remedy}。"
    return str(error) if one_line(about) in str(error) else f"{about}：{error}"


def _ready_streams() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by whoever called (`>&-`): what is written then goes nowhere.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        else:
            # A console in another encoding gets a mark for what it cannot show, never a crash.
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    # What is still buffered would be tried once more at exit, and complained about in English.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
