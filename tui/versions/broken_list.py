"""A list of entries of several rows, broken where Chinese text may be."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.writing.line_breaking import text_rows


class BrokenList(OptionList):
    """Draws its entries anew for every width."""

    DEFAULT_CSS = """
    BrokenList, BrokenList:focus {
        height: 1fr; max-height: 100%; border: none; padding: 0; scrollbar-size-vertical: 1;
    }
    BrokenList > .option-list--option-highlighted {
        background: $primary 20%; color: $foreground; text-style: none;
    }
    BrokenList:focus > .option-list--option-highlighted {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: none;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._width = 0

    def prompts(self) -> Iterator[Content]:
        """Yield each entry as it is drawn."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Break the sentences anew."""
        if self._width != self.size.width:
            self._width = self.size.width
            self.lay_out(self.highlighted or 0)

    def lay_out(self, at: int) -> None:
        """Draw the entries anew, the one at `at` current."""
        # Taken out and put in again, it would be highlighted twice, and compared as often.
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(prompt) for prompt in self.prompts())
        self.highlighted = at if self.option_count else None

    def broken(self, text: str, indent: int) -> Sequence[str]:
        """Return a text in rows behind an indent of so many cells."""
        # A scrollbar may come, and an option is padded by a cell on each side.
        return [" " * indent + row for row in text_rows(text, max(10, self._width - 3 - indent))]
