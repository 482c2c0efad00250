"""`export`: reports written as files."""

from pathlib import Path

from exports.exporting import FORMATS, AlreadyThere, export_reports
from tui.arguments import Arguments, Usage
from tui.home import with_home
from tui.verbs.output import put, sentence_of, tell
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    form = arguments.get("--format") or "md"
    if form not in FORMATS:
        raise Usage(f"--format 只能是 {'、'.join(FORMATS)}")
    if form == "docx" and arguments.get("--output") == "-":
        raise Usage("Word 文件不能写到标准输出，-o 后面要写文件名或文件夹")
    if arguments.names and arguments.has("--all"):
        raise Usage("--all 已经是全部报告，不要再写编号或文件")
    if not arguments.names and not arguments.has("--all"):
        raise Usage("要导出哪份报告？请写编号、文件，或 --all")
    exit_code = 0
    for name, outcome in export_reports(
        arguments.names or None,
        library_path(arguments),
        form=form,
        output=with_home(arguments.get("--output")) or None,
        overwrite=arguments.has("--overwrite"),
        record=arguments.has("--record"),
    ):
        if isinstance(outcome, Path):
            put(f"{outcome}\n")
        elif isinstance(outcome, bytes):
            # What a file would hold, whatever the console's encoding is.
            put(outcome)
        else:
            exit_code = 1
            if isinstance(outcome, AlreadyThere):
                tell(f"“{outcome.path}”已经有了，没有覆盖；请用 -o 另写一处，或加 --overwrite 覆盖它。")
            else:
                tell(sentence_of(outcome, about=name))
    return exit_code
