"""`backup`: the whole library in one verified zip."""

from pathlib import Path

from storage.backing_up import back_up, default_backup_folder
from storage.library import Library
from storage.settings import read_settings
from tui.arguments import Arguments
from tui.home import with_home
from tui.verbs.output import put, tell
from tui.verbs.places import library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    library = Library.open(library_path(arguments))
    settings = read_settings()
    if settings.fault:
        tell(settings.fault)
    chosen = with_home(arguments.get("--output")) or settings.backup_folder
    made = back_up(library, Path(chosen) if chosen else default_backup_folder())
    put(f"{made.path}\n")
    for sentence in made.left_out:
        tell(sentence)
    tell(f"备份了{made.reports}份报告，读回来核对过，一共{made.size:,}字节。")
    return int(bool(made.left_out))
