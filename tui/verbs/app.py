"""No verb: the terminal app."""

from tui.arguments import Arguments
from tui.terminal import unfit_terminal
from tui.verbs.output import tell
from tui.verbs.places import chosen_library, library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    if unfit := unfit_terminal():
        tell(unfit)
        return 1
    from tui.app import run as run_app
    from tui.app import run_demo

    if arguments.has("--demo"):
        return run_demo()
    return run_app(library_path(arguments), create=not chosen_library(arguments))
