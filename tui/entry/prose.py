"""The prose form: a roomy editor with a count of characters, and references to the report's figures."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static, TextArea

from storage.report.named_figure import NamedFigure
from storage.report.prose import Prose, count_words
from storage.report.references import reference_to, references, resolve
from storage.report.sentences import sentences
from storage.report.spot import Spot
from tui.dialogs import Choice, Question
from tui.entry.form import CONFIRM, Form
from tui.entry.pick_figure import PickFigure
from tui.entry.prose_editor import ProseEditor, Remarked
from tui.entry.where_from import Pointed
from tui.entry.work import Work
from tui.history import History

_WRITING: Final = "正文：一行一段，不用空格缩进；Ctrl+Z 撤销，Tab 到下一处"
_CARRIED: Final = f"这一段{CONFIRM}，变了直接改；Ctrl+Z 撤销"
# Words that stand twice in a paragraph are told apart by what is before them.
_LEAD: Final = 8


class ProseForm(Form):
    """The text of a section."""

    kind = "prose"
    DEFAULT_CSS = """
    ProseForm { height: 1fr; min-height: 9; }
    ProseForm ProseEditor { height: 1fr; border: round $border-blurred; padding: 0 1; }
    ProseForm ProseEditor:focus { border: round $border; }
    ProseForm .count {
        height: 1; color: $text-muted; text-align: right; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "refer", "引用", tooltip="选一个数据引用到正文里；数改了，正文跟着改"),
        Binding("ctrl+l", "build", "成文", tooltip="照表里的数写成一段标准的话，看过再放进正文"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._work: Work | None = None
        self._histories: dict[str, History] = {}
        self._editor = ProseEditor()
        self._selecting = False
        self._hinted = ""
        self._count = Static(markup=False, classes="count")

    def compose(self) -> ComposeResult:
        """Lay out the editor over the count."""
        yield self._editor
        yield self._count

    async def show(self, work: Work, *, read_only: bool) -> None:
        """Show a section's text; what was changed in it since opening can still be undone."""
        self._work = work
        self._editor.read_only = read_only
        text = work.block(Prose).text
        history = self._histories.setdefault(work.section.id, self._history_of(work))
        with self.prevent(TextArea.Changed):
            self._editor.show(text, history, self._figures, self._waits)
        self._tell_count()
        # One section has standard paragraphs, another none.
        self.refresh_bindings()

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the text be changed, or no longer."""
        self._editor.read_only = read_only
        self.refresh_bindings()

    def show_remarks(self, spots: Collection[Spot]) -> None:
        """Mark the quoted words, line by line."""
        text, found = self._editor.text, set[Remarked]()
        for spot in spots:
            start = spot.start
            for words in text[spot.start : spot.end].split("\n"):
                lead = text[max(0, start - _LEAD) : start].rpartition("\n")[2]
                found |= {Remarked(lead, words)} if words else set()
                start += len(words) + 1
        self._editor.show_remarked(found)

    def _figures(self) -> Mapping[str, NamedFigure]:
        """Every figure of the report, by name."""
        return self._work.following.figures if self._work is not None else {}

    def _waits(self, line: str) -> bool:
        """Whether a paragraph came from last year's report and waits to be confirmed."""
        return self._work is not None and self._work.block(Prose).is_carried(line)

    def _history_of(self, work: Work) -> History:
        def snapshot() -> str:
            return json.dumps([work.following.noted(self._editor.text), work.block(Prose).carried])

        def restore(state: str) -> None:
            note, carried = json.loads(state)
            work.block(Prose).carried = tuple(carried) if carried is not None else None
            self._editor.become(work.following.recalled(note))
            self._editor.refresh()
            self.post_message(self.Changed(self))

        return History(snapshot, restore)

    def refresh_figures(self) -> None:
        """Show the text anew where figures it refers to are called otherwise now."""
        if self._work is None:
            return
        text = self._work.block(Prose).text
        if text != self._editor.text:
            with self.prevent(TextArea.Changed):
                self._editor.become(text)
        # A name typed in a table may have made a reference one to a figure.
        self._editor.refresh()
        self._tell_count()

    def _tell_count(self) -> None:
        text, selected = self._editor.text, self._editor.selected_text
        paragraphs = sum(1 for line in text.split("\n") if line.strip())
        found = dict.fromkeys(reference.name for reference in references(text))
        # Asked at every key, and the figures are dear: a text without references has no need of them.
        figures = self._figures() if found else {}
        # What is printed counts, not the braces.
        count = f"{count_words(resolve(text, figures).text):,} 字　{paragraphs} 段"
        self._selecting = bool(selected)
        if selected:
            count = f"选中 {count_words(resolve(selected, figures).text):,} 字　共 {count}"
        unknown = [name for name in found if name not in figures]
        told = f"没有名为{'、'.join(f'“{name}”' for name in unknown)}的数据，按 F8 重选　" if unknown else ""
        self._count.update(Content.assemble((told, "bold $text-error"), count), layout=False)

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._work is not None and self._editor.text != self._work.block(Prose).text:
            self._work.block(Prose).text = self._editor.text
            self._tell_count()
            self.post_message(self.Changed(self))

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        if self._selecting or not self._editor.selection.is_empty:
            self._tell_count()
        if self._editor.has_focus and self._hint() != self._hinted:
            self._tell_hint()

    def _hint(self) -> str:
        line = self._editor.document.get_line(self._editor.cursor_location[0])
        return _CARRIED if self._waits(line) and not self._editor.read_only else _WRITING

    def _tell_hint(self) -> None:
        self._hinted = self._hint()
        self.post_message(self.Hint(self._hinted))

    def make(self, label: str, change: Callable[[], None]) -> None:
        """Let `change` change the text, as one step that Ctrl+Z takes back."""
        if self._work is None:
            return
        self._editor.begin_step(label)
        change()
        text = self._work.block(Prose).text
        self._editor.become(text)
        self._editor.refresh()
        self._tell_count()

    def on_descendant_focus(self) -> None:
        """Say what can be done in a text."""
        self._tell_hint()

    # -- references

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer references only where something can be typed, and paragraphs where the outline has some."""
        if action == "refer":
            return not self._editor.read_only
        if action == "build":
            asked = self._work.asked if self._work is not None else None
            return asked is not None and bool(asked.sentences) and not self._editor.read_only
        return super().check_action(action, parameters)

    @work
    async def action_refer(self) -> None:
        """Ask for a figure and refer to it at the caret."""
        if self._work is None:
            return
        name = await self.app.push_screen_wait(PickFigure(self._work, "引用数据"))
        if name is not None:
            self._editor.put(reference_to(name))

    @work
    async def action_build(self) -> None:
        """Show the paragraphs built from the tables, and put in what is wanted of them."""
        if self._work is None or self._work.asked is None:
            return
        figures = self._figures()
        built = sentences(self._work.asked, self._work.report, figures)
        if not built:
            self.post_message(self.Hint("表里的数还没有填，写不成这一段；先把本节和资金表、自评表的数填上。"))
            return
        shown = "\n".join(resolve(text, figures).text for text in built)
        each = [Choice(f"只要第 {number} 段", text) for number, text in enumerate(built, 1)] if built[1:] else []
        choices = [Choice("放进正文", "\n".join(built)), *each, Choice("返回", "")]
        text = await self.app.push_screen_wait(Question("照表成文", shown, choices))
        if text:
            self._editor.put_paragraphs(text)

    def pointed(self) -> Pointed | None:
        """Return the figure whose reference the caret is in or at; of two, the one that begins there."""
        caret, figures = self._editor.caret, self._figures()
        at = [found for found in references(self._editor.text) if found.start <= caret <= found.end]
        figure = figures.get(at[-1].name) if at else None
        return None if figure is None else Pointed.at(figure, is_reference=True)

    # -- where the caret is

    def place(self) -> dict[str, Any]:
        """Return the caret's line and column."""
        row, column = self._editor.cursor_location
        return {"行": row, "列": column}

    def go(self, place: dict[str, Any]) -> None:
        """Put the caret back; to the end of the text where nothing was kept of it or that line is no more."""
        row, column = place.get("行"), place.get("列")
        if isinstance(row, int) and isinstance(column, int) and 0 <= row < self._editor.document.line_count:
            line = self._editor.document.get_line(row)
            self._editor.move_cursor((row, min(max(0, column), len(line))))
        else:
            self._editor.move_cursor(self._editor.document.end)
        self._arrive()

    def go_to(self, spot: Spot, *, focus: bool = True) -> None:
        """Select the words of a spot; put the caret at the end for the text as a whole."""
        if not spot.field:
            self.go({})
            return
        self._editor.select(spot.start, max(spot.start, spot.end))
        self._arrive(focus=focus)

    def spot(self) -> Spot:
        """Return the selected characters, or the place of the caret."""
        caret, length = self._editor.caret, len(self._editor.selected_text)
        start = caret - length if self._editor.selection.start <= self._editor.selection.end else caret
        section = self._work.section.id if self._work is not None else ""
        return Spot(section, self.kind, ("text",), start, start + length)

    @property
    def text_area(self) -> TextArea:
        """The editor."""
        return self._editor

    def _arrive(self, *, focus: bool = True) -> None:
        if focus:
            self._editor.focus()
        # The editor may just have been put on the screen: only then it knows what is in sight.
        self.call_after_refresh(self._editor.scroll_cursor_visible)
