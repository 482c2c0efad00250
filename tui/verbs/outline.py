"""`outline`: the headings recognised in a file."""

from pathlib import Path

from exports.reading.recognising import headings
from exports.reading.whole_file import read_file_as_pieces
from storage.library import TEMPLATES
from tui.arguments import Arguments, Usage
from tui.home import with_home
from tui.verbs.output import put, put_json, tell
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    if len(arguments.names) != 1:
        raise Usage("认哪个文件的提纲？outline 后面写一个文件")
    reading = read_file_as_pieces(Path(with_home(arguments.names[0])), library_path(arguments) / TEMPLATES)
    found = headings(reading.pieces)
    if arguments.has("--json"):
        fields = ("line", "depth", "marker", "title", "run_in")
        put_json([{field: getattr(heading, field) for field in fields} for heading in found])
    else:
        indented = (f"{'  ' * (heading.depth - 1)}{heading.marker}{heading.title}" for heading in found)
        put("".join(f"{heading.line}\t{title}\n" for heading, title in zip(found, indented, strict=True)))
    if not found:
        tell("没有认出标题；请检查是不是选错了文件。")
    if reading.dropped:
        tell(f"有{reading.dropped}个看不见的控制字符没有读进来。")
    return 0
