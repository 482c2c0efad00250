"""`restore`: reports brought back from a backup, or only shown how they differ."""

import os
from pathlib import Path

from storage.archive import Archive
from storage.errors import Refused
from storage.library import Library
from storage.restoring import Change, Item, bring, plan
from tui.arguments import Arguments, Usage
from tui.home import with_home
from tui.verbs.output import put, put_json, sentence_of, tell
from tui.verbs.places import chosen_library, library_path


def run(arguments: Arguments) -> int:
    """Run the verb; return its exit code."""
    if not arguments.names:
        raise Usage("从哪个备份恢复？restore 后面写备份文件")
    path = library_path(arguments)
    with Archive(Path(with_home(arguments.names[0]))) as archive:
        only_shown = arguments.has("--dry-run")
        library = None if only_shown and not os.path.lexists(path) else _library(arguments, create=not only_shown)
        items = _asked(plan(archive, library), arguments.names[1:])
        exit_code = 0
        rows = []
        for item in items:
            message, done = item.note, item.change is not Change.UNREADABLE
            if library is not None and not only_shown and done:
                try:
                    message = bring(archive, library, item) + item.note
                except Refused as error:
                    message, done = sentence_of(error, about=item.title), False
            exit_code = exit_code if done else 1
            if arguments.has("--json"):
                fields = {"id": item.id, "file": item.name, "title": item.title, "change": str(item.change)}
                rows.append(fields | {"backup": item.there, "library": item.here, "message": message})
            elif only_shown:
                put(f"{item.change}\t{item.id}\t{item.title}\t{item.there}\t{item.here}\n")
            elif done:
                put(f"{item.change}\t{item.id}\t{message}\n")
            if message and (only_shown or not done):
                tell(message)
    if arguments.has("--json"):
        put_json(rows)
    return exit_code


def _library(arguments: Arguments, *, create: bool) -> Library:
    # One that was named should be there; on a new machine the one of this person is made.
    return Library.open(library_path(arguments), create=create and not chosen_library(arguments))


def _asked(items: list[Item], ids: list[str]) -> list[Item]:
    unknown = next((one for one in ids if all(item.id != one for item in items)), None)
    if unknown is not None:
        raise Refused(f"备份里没有编号为 {unknown} 的报告；请用 --dry-run 看看有哪些。")
    return [item for item in items if not ids or item.id in ids]
