"""The editor of a section's text, with a history that outlives the names in it."""

from collections.abc import Callable, Collection, Container, Iterable
from functools import lru_cache
from itertools import takewhile
from typing import ClassVar, Final, NamedTuple

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.events import Key, Paste

from storage.report.references import Reference, references
from storage.text import clean
from tui.entry.form import Form
from tui.history import History, Place
from tui.writing.area import Mark, WritingArea

# Typing up to one of these is a step to be undone.
_ENDS: Final = frozenset("，。；：！？、\n")
_HERE: Final = Place("", 0, 0)


class Remarked(NamedTuple):
    """Words of a paragraph that were remarked on, with what is before them: so they are found while it changes."""

    lead: str
    words: str


@lru_cache(64)
def _references(line: str) -> tuple[Reference, ...]:
    # Asked for every row in sight, and a paragraph has many.
    return tuple(references(line))


class _Checkpoints(EditHistory):
    """Passes on where a step ends. The area's own history holds edits at places, and renaming moves these."""

    def __init__(self, editor: "ProseEditor") -> None:
        super().__init__(max_checkpoints=1, checkpoint_timer=0, checkpoint_max_characters=0)
        self._editor = editor

    def record(self, edit: Edit) -> None:
        """Leave it to the history of whole texts."""

    def checkpoint(self) -> None:
        """Begin a new step."""
        self._editor.close_step()


class ProseEditor(WritingArea):
    """The text of a section; a line is a paragraph."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "prose--carried",
        "prose--reference",
        "prose--remarked",
        "prose--unknown",
    }
    """How a paragraph is shown that waits to be confirmed, a reference to a figure, one to nothing, and words the
    reviewer remarked on."""
    DEFAULT_CSS = """
    ProseEditor .prose--carried { color: $text-warning; }
    ProseEditor .prose--remarked { background: $warning-muted; text-style: underline; }
    ProseEditor .prose--reference { color: $text-primary; background: $primary-muted; }
    ProseEditor .prose--unknown { color: $text-error; background: $error-muted; text-style: underline; }
    """

    def __init__(self) -> None:
        super().__init__(placeholder="在这里写正文；回车另起一段。")
        self._figures: Callable[[], Container[str]] = tuple
        self._waits: Callable[[str], bool] = lambda _: False
        self._remarked: Collection[Remarked] = ()
        self.history = _Checkpoints(self)
        self._steps: History | None = None
        self._restoring = False
        self._inserting = True

    def show(
        self,
        text: str,
        steps: History,
        figures: Callable[[], Container[str]],
        waits: Callable[[str], bool],
    ) -> None:
        """Edit another text with its own history.

        `figures` gives the names that can be referred to, `waits` says whether a paragraph waits to be confirmed.
        """
        self._steps = steps
        self._figures = figures
        self._waits = waits
        self._remarked = ()
        self.load_text(text)

    def show_remarked(self, remarked: Collection[Remarked]) -> None:
        """Mark words that were remarked on."""
        if remarked != self._remarked:
            self._remarked = remarked
            self.refresh()

    def become(self, text: str) -> None:
        """Change the text from outside, only where it differs; this is no step."""
        before = self.text
        start = _alike(before, text)
        tail = _alike(before[start:][::-1], text[start:][::-1])
        self._restoring = True
        try:
            self.replace(
                text[start : len(text) - tail],
                self.location(start),
                self.location(len(before) - tail),
                maintain_selection_offset=False,
            )
        finally:
            self._restoring = False

    # -- references

    def marks_of(self, line: str) -> Iterable[Mark]:
        """Show apart from the text what is not confirmed, words remarked on, references, and those to nothing."""
        if self._waits(line):
            yield 0, len(line), "prose--carried"
        for remarked in self._remarked:
            at = line.find(remarked.lead + remarked.words)
            if at >= 0:
                start = at + len(remarked.lead)
                yield start, start + len(remarked.words), "prose--remarked"
        for reference in _references(line):
            known = reference.name in self._figures()
            yield reference.start, reference.end, "prose--reference" if known else "prose--unknown"

    def action_delete_left(self) -> None:
        """Delete the selection, the reference before the caret as a whole, or a character."""
        self._delete(lambda reference: reference.end, super().action_delete_left)

    def action_delete_right(self) -> None:
        """Delete the selection, the reference after the caret as a whole, or a character."""
        self._delete(lambda reference: reference.start, super().action_delete_right)

    def _delete(self, edge: Callable[[Reference], int], otherwise: Callable[[], None]) -> None:
        line, column = self.cursor_location
        whole = [found for found in _references(self.document.get_line(line)) if edge(found) == column]
        if whole and self.selection.is_empty:
            self._delete_via_keyboard((line, whole[0].start), (line, whole[0].end))
        else:
            otherwise()

    # -- steps

    def close_step(self) -> None:
        """Let the next typing be a step of its own."""
        if self._steps is not None:
            self._steps.close()

    def begin_step(self, label: str) -> None:
        """Note the text as it is before it will `become` another by what `label` says: a step of its own."""
        if self._steps is not None:
            self._steps.record(label, _HERE)

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit as a step, or as a part of one."""
        if self._steps is not None and not self._restoring:
            is_insertion = edit.from_location == edit.to_location
            if len(edit.text) > 1 or is_insertion is not self._inserting:
                self._steps.close()
            self._inserting = is_insertion
            self._steps.record("输入", _HERE, typing=True)
            if len(edit.text) > 1 or edit.text in _ENDS:
                self._steps.close()
        return super().edit(edit)

    def undo(self) -> None:
        """Take the last step back."""
        if self._steps is not None:
            self._steps.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        if self._steps is not None:
            self._steps.redo()

    # -- what comes from outside

    async def _on_key(self, event: Key) -> None:
        # A full-width space is not "printable" to Python, and Textual would swallow it.
        if event.character == "\u3000":
            event.stop()
            event.prevent_default()
            self.put(event.character)

    def on_paste(self, event: Paste) -> None:
        """Take a paste of any size and any line ends, without what cannot be in a report."""
        event.prevent_default()
        event.stop()
        self.put(event.text)

    def action_paste(self) -> None:
        """Paste what was copied in the program; it passes the same entrance."""
        self.put(self.app.clipboard)

    def put_paragraphs(self, text: str) -> None:
        """Insert whole paragraphs at the caret, on lines of their own."""
        (start, end), lines = sorted(self.selection), self.document.lines
        before, after = lines[start[0]][: start[1]], lines[end[0]][end[1] :]
        self.put("\n" * bool(before.strip()) + text + "\n" * bool(after.strip()))

    def put(self, text: str) -> None:
        """Insert pasted text at the caret, in place of what is selected."""
        if self.read_only:
            return
        kept, dropped = clean(text)
        if dropped:
            self.post_message(Form.Dropped(dropped))
        self.replace(kept, *self.selection, maintain_selection_offset=False)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
