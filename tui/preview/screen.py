"""The report as it will read: the section, or all of it, rendered from the very Markdown that is exported."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Markdown, Static

from exports import markdown
from exports.composing import compose, compose_section
from exports.markdown_reading import parser
from storage.outline import Outline
from storage.report.report import Report
from tui.keybar import KeyBar
from tui.preview.set_text import SetText


class PreviewScreen(Screen[None]):
    """One key away from the form and back."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "VerticalScroll"
    HELP = "这里看到的就是导出的样子。上下键、翻页键滚动；Tab 在这一节和整份报告之间切换；F5 或 Esc 回去接着填。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,escape", "dismiss", "回去填写", tooltip="回到刚才填写的地方"),
        Binding("tab", "switch", "本节／全文", tooltip="在这一节和整份报告之间切换"),
    ]

    def __init__(self, report: Report, outline: Outline, section_id: str) -> None:
        super().__init__()
        self._report = report
        self._outline = outline
        self._section_id = section_id
        self._whole = False

    def compose(self) -> ComposeResult:
        """Lay out the page; its text follows."""
        yield Static(markup=False, id="header")
        with VerticalScroll():
            yield Markdown(parser_factory=parser, open_links=False)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the section."""
        await self._show()

    async def _show(self) -> None:
        if self._whole:
            elements = compose(self._report, self._outline).elements
        else:
            elements = tuple(compose_section(self._report, self._outline, self._section_id))
        name = "整份报告" if self._whole else self._report.section(self._section_id).title
        self.query_one("#header", Static).update(f"预览：{name}")
        await self.query_one(Markdown).update(markdown.elements(elements))
        for part in self.query("Markdown Static").results(Static):
            # The widget gives every cell its text as a tooltip, and tooltips are read as markup.
            part.tooltip = None
            if isinstance(part.content, Content):
                part.update(SetText.of(part.content))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    async def action_switch(self) -> None:
        """Show the whole report instead of the section, or the other way round."""
        self._whole = not self._whole
        await self._show()
