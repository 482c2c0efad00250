"""The middle of the entry screen: one section's guidance and its forms, in the outline's order."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import TextArea

from storage.outline import BlockKind
from storage.report.spot import Spot
from storage.search import section_kinds
from tui.entry.cover import CoverForm
from tui.entry.facts import FactsForm
from tui.entry.form import Form
from tui.entry.funds import FundsForm
from tui.entry.indicators import IndicatorsForm
from tui.entry.problems import ProblemsForm
from tui.entry.prose import ProseForm
from tui.entry.transfer import TransferForm
from tui.entry.where_from import Pointed
from tui.entry.work import Work
from tui.sight import bring_into_sight
from tui.wrapped import Wrapped

FORMS: Final[dict[BlockKind, Callable[[], Form]]] = {
    "cover": CoverForm,
    "prose": ProseForm,
    "facts": FactsForm,
    "funds": FundsForm,
    "indicators": IndicatorsForm,
    "transfer": TransferForm,
    "problems": ProblemsForm,
}


class SectionPage(VerticalScroll, can_focus=False):
    """Forms are mounted when first needed and then given other sections to show: switching mounts nothing."""

    DEFAULT_CSS = """
    SectionPage { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    SectionPage > .guidance { height: auto; color: $text-muted; margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._guidance = Wrapped(classes="guidance")
        self._forms: dict[BlockKind, Form] = {}
        self._shown: list[BlockKind] = []
        self._kind: BlockKind | None = None

    def compose(self) -> ComposeResult:
        """Lay out the guidance; forms come as sections need them."""
        yield self._guidance

    async def show(self, work: Work, *, read_only: bool) -> None:
        """Show a section."""
        guidance = work.asked.guidance if work.asked else "这一节不在现在的模板里，内容原样保留。"
        builds = "这一节可以照表成文：在正文里按 Ctrl+L。" if work.asked and work.asked.sentences else ""
        self._guidance.update(f"填写说明：{guidance.strip()}{builds}")
        kinds = section_kinds(work.section, work.asked)
        for kind in kinds:
            if kind not in self._forms:
                self._forms[kind] = FORMS[kind]()
                await self.mount(self._forms[kind])
        shown = [self._guidance, *(self._forms[kind] for kind in kinds)]
        self.sort_children(key=lambda child: shown.index(child) if child in shown else len(shown))
        for kind, form in self._forms.items():
            form.display = kind in kinds
            if form.display:
                await form.show(work, read_only=read_only)
        # Only now: a save meanwhile asks for the place, and a form just mounted has none yet.
        self._shown = kinds
        self.scroll_home(animate=False, immediate=True)

    def set_read_only(self, *, read_only: bool) -> None:
        """Let what is shown be changed, or no longer."""
        for kind in self._shown:
            self._forms[kind].set_read_only(read_only=read_only)

    def show_remarks(self, spots: Sequence[Spot]) -> None:
        """Mark what the reviewer remarked on in the section shown."""
        for kind in self._shown:
            self._forms[kind].show_remarks([spot for spot in spots if spot.kind == kind])

    def pointed(self) -> Pointed | None:
        """Return the figure at the caret."""
        return self._forms[self._kind].pointed() if self._kind in self._shown else None

    def refresh_figures(self, changed: Form) -> None:
        """Let the section's other forms show what the change of one means for them."""
        for kind in self._shown:
            if self._forms[kind] is not changed:
                self._forms[kind].refresh_figures()

    def make(self, kind: BlockKind, label: str, change: Callable[[], None]) -> Form:
        """Let `change` change a block of the section shown, so that it can be undone; return its form."""
        self._forms[kind].make(label, change)
        return self._forms[kind]

    def on_mount(self) -> None:
        """Keep the caret in sight also when what is above it turns out higher, as after a change of sections."""
        self.watch(self, "virtual_size", self.on_resize, init=False)

    def on_resize(self) -> None:
        """Keep the caret in sight when findings beneath make the page lower."""
        self.call_after_refresh(self._show_caret)

    @on(TextArea.SelectionChanged)
    def _caret_moved(self) -> None:
        self.call_after_refresh(self._show_caret)

    def _show_caret(self) -> None:
        """Scroll as little as it takes: a text has some rows at least, even where the page is lower."""
        caret = self.screen.focused
        if caret is None or self not in caret.ancestors:
            caret = self._forms[self._kind].text_area if self._kind in self._shown else None
        if isinstance(caret, TextArea):
            row = caret.cursor_screen_offset.y - caret.region.y
            bring_into_sight(self, caret, ((row, row + 1),))

    def place(self) -> dict[str, Any]:
        """Return which form the caret is in, or was in last, and where; nothing while no section is shown."""
        if not self._shown:
            return {}
        kind = self._kind if self._kind in self._shown else self._shown[0]
        return {"内容": kind, **self._forms[kind].place()}

    def on_descendant_focus(self) -> None:
        """Remember the form the caret is in: it may leave for the outline or a dialog."""
        # Not what the event names: two fields focused one after the other may tell of it in either order.
        focused = self.screen.focused
        within = focused.ancestors if focused is not None else ()
        self._kind = next((form.kind for form in within if isinstance(form, Form)), self._kind)
        if self in within:
            self.unpoint()

    def go(self, place: dict[str, Any]) -> None:
        """Put the caret back."""
        kind = place.get("内容")
        self._kind = kind if kind in self._shown else self._shown[0]
        self._forms[self._kind].go(place)

    def go_to(self, spot: Spot, *, focus: bool = True) -> None:
        """Put the caret into the field of a spot of the section shown; without `focus`, only show the field."""
        self.unpoint()
        self._kind = spot.kind
        self._forms[spot.kind].go_to(spot, focus=focus)
        self.call_after_refresh(self._show_caret)

    def unpoint(self) -> None:
        """Show no longer what was gone to without focus."""
        for form in self._forms.values():
            form.unpoint()

    def spot(self) -> Spot:
        """Return where the caret is in the section shown, or was last."""
        return self._forms[self._kind if self._kind in self._shown else self._shown[0]].spot()

    @property
    def selected(self) -> str:
        """The words selected in the text, if that is where the caret is."""
        is_text = self._kind == "prose" and self._kind in self._shown
        return self._forms["prose"].text_area.selected_text if is_text else ""
