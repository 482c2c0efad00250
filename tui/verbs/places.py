"""Where the library is that a command line means."""

import os
from pathlib import Path

from tui.arguments import Arguments
from tui.home import with_home


def library_path(arguments: Arguments) -> Path:
    """Return the library's folder: the option, the environment, or 自评宝 among the person's documents."""
    chosen = chosen_library(arguments)
    return Path(with_home(chosen)) if chosen else default_library()


def default_library() -> Path:
    """Return the library used where none is named: a folder a person finds among their documents."""
    from platformdirs import user_documents_path

    return user_documents_path() / "自评宝"


def chosen_library(arguments: Arguments) -> str:
    """Return the library that was named, "" where none was."""
    return arguments.get("--library") or os.environ.get("ZIPINGBAO_LIBRARY", "")
