"""Figures that the text states, each with the words it was read from; none is taken unless it is ticked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from exports.reading.offers import FactOffer, Offer, SourceOffer, UseOffer
from storage.figures import plain, yuan
from storage.quantities.reading import find_quantities
from tui.keybar import KeyBar
from tui.wrapped import Wrapped
from tui.writing.line_breaking import row_starts

_ABOUT: Final = """\
文字里写着这些数，可以填进报告的表格，省得再打一遍。打了勾的才填，没有打勾的只留在文字里。"""
_TICKED, _BLANK = "[✓]", "[ ]"
_INDENT: Final = 4
_BEFORE, _AFTER = 40, 20
_SENTENCE_END: Final = "。；;\n"


class OfferList(OptionList):
    """The offers; a key ticks the current one."""

    DEFAULT_CSS = """
    OfferList, OfferList:focus {
        height: 1fr; border: none; padding: 0 1; background: $background; scrollbar-size-vertical: 1;
    }
    OfferList > .option-list--option-disabled { color: $primary; text-style: bold; }
    OfferList > .option-list--option-highlighted, OfferList:focus > .option-list--option-highlighted {
        background: $primary 20%; color: $foreground; text-style: none;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "select", "打勾", tooltip="打勾就填进表格，再按一次去掉"),
    ]


class OffersScreen(Screen[bool | None]):
    """Keeps what is ticked in `accepted`; answers True to go on, None to go back."""

    AUTO_FOCUS = "OfferList"
    HELP = """\
文件的文字里写着的金额和数据，可以直接填进报告的表格。下面是它的原话，数字反白；请对着原话看。
空格打勾，Ctrl+A 全部打勾；没有打勾的不填。按 Ctrl+O 接着往下走，Esc 回到上一步。"""
    DEFAULT_CSS = """
    OffersScreen #header { height: 1; background: $primary; color: $text; text-style: bold; padding: 0 1; }
    OffersScreen #about { padding: 0 1; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "返回", tooltip="回到上一步，接着看分节"),
        Binding("ctrl+o", "go_on", "下一步", tooltip="打了勾的填进表格，接着核对单位、年度、项目"),
        Binding("ctrl+a,a", "all", "全部打勾", tooltip="全部打勾；已经全打了就全部去掉"),
    ]

    def __init__(self, found: Sequence[Offer], texts: Mapping[str, str], accepted: set[Offer]) -> None:
        super().__init__()
        self._found = found
        self._texts = texts
        self._accepted = accepted
        self._width = 0

    def compose(self) -> ComposeResult:
        """Lay out what this is over the list."""
        yield Static(markup=False, id="header")
        yield Wrapped(_ABOUT, id="about")
        yield OfferList(markup=False)
        yield KeyBar()

    def on_resize(self) -> None:
        """Break the sentences anew."""
        if self._width != self.size.width:
            self._width = self.size.width
            self._lay_out()

    def _lay_out(self) -> None:
        self.query_one("#header", Static).update(
            f"文字里的数：{len(self._found)} 个，打了勾 {len(self._accepted.intersection(self._found))} 个"
        )
        options = self.query_one(OfferList)
        at = options.highlighted
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = 1 if at is None else at

    def _options(self) -> Iterator[Option]:
        table = ""
        for number, offer in enumerate(self._found):
            above, table = table, _table(offer)
            if table != above:
                yield Option(Content(table), disabled=True)
            mark = _TICKED if offer in self._accepted else _BLANK
            rows = [
                Content(f"{mark} {row}") if not at else Content(f"    {row}")
                for at, row in enumerate(_rows(offer))
            ]
            yield Option(Content("\n").join([*rows, *self._quoted(offer)]), id=str(number))

    def _quoted(self, offer: Offer) -> list[Content]:
        sentence = quoted(offer, self._texts)
        # A scrollbar may come, and an option is padded by a cell on each side.
        room = self._width - _INDENT - 5
        return [Content(" " * _INDENT) + row for row in sentence.divide(row_starts(sentence.plain, room))]

    @on(OptionList.OptionSelected)
    def _tick(self, event: OptionList.OptionSelected) -> None:
        self._accepted ^= {self._found[int(str(event.option_id))]}
        self._lay_out()

    def action_all(self) -> None:
        """Tick all, or none where all are."""
        if self._accepted.issuperset(self._found):
            self._accepted.difference_update(self._found)
        else:
            self._accepted.update(self._found)
        self._lay_out()

    def action_go_on(self) -> None:
        """Go on with those ticked."""
        self.dismiss(True)


def _table(offer: Offer) -> str:
    match offer:
        case SourceOffer():
            return "资金来源"
        case UseOffer():
            return "支出用途"
        case FactOffer():
            return "数据"


def _rows(offer: Offer) -> Iterator[str]:
    """Yield what would stand in the table."""
    match offer:
        case SourceOffer():
            yield f"{offer.name}（{offer.kind}）　全年执行数 {yuan(offer.executed)} 元"
        case UseOffer():
            yield f"{offer.category}　{yuan(offer.amount)} 元"
            for name, amount in offer.parts:
                yield f"其中：{name}　{yuan(amount)} 元"
        case FactOffer():
            rough = "" if offer.exact else "（原话是约数或界限，填进表里就是这个数）"
            yield f"{offer.name}　{plain(offer.value)} {offer.unit}{rough}"


def quoted(offer: Offer, texts: Mapping[str, str]) -> Content:
    """Return the sentence an offer was read from, on a line, its figures reversed."""
    text = next((text for text in texts.values() if offer.words in text), offer.words)
    start = text.index(offer.words)
    end = start + len(offer.words)
    first = max(text.rfind(mark, 0, start) + 1 for mark in _SENTENCE_END)
    last = min((at for mark in _SENTENCE_END if (at := text.find(mark, end)) >= 0), default=len(text))
    before, after = text[first:start], text[end:last]
    if len(before) > _BEFORE:
        # From a clause on: half a figure would be another one.
        before = "……" + re.split("[，、：]", before[-_BEFORE:], maxsplit=1)[-1]
    if len(after) > _AFTER:
        cut = max(after.rfind(mark, 0, _AFTER) for mark in "，、：")
        after = after[: cut + 1] + "……"
    figures = [(one.start, one.end) for one in find_quantities(offer.words)]
    if not isinstance(offer, UseOffer):
        # What stands before it may hold figures too; the one that is meant ends the words.
        figures = figures[-1:]
    words = Content(offer.words)
    for from_, to in figures:
        words = words.stylize("reverse", from_, to)
    return Content(f"“{before}") + words + Content(f"{after}”")
