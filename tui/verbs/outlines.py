"""`outlines`: the outlines there are, and what is wrong in those of the office."""

from storage.library import TEMPLATES
from storage.library_refusals import LibraryMissing
from storage.outline_files import OutlineError, find_outline, outline_files
from storage.text import one_line
from tui.arguments import Arguments
from tui.verbs.output import put, sentence_of, tell
from tui.verbs.places import chosen_library, library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    library = library_path(arguments)
    exit_code = 0
    for outline_id in outline_files(library / TEMPLATES):
        try:
            outline = find_outline(outline_id, library / TEMPLATES)
        except OutlineError as error:
            tell(sentence_of(error))
            exit_code = 1
        else:
            put(f"{outline.id}\t{outline.name}\t{outline.version}\t{one_line(outline.about)}\n")
    # Before the first report there is no library and nothing in it to check; one that was named should be there.
    if chosen_library(arguments) and not library.is_dir():
        raise LibraryMissing(library)
    return exit_code
