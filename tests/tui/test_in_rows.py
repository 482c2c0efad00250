"""A widget that is as high as its rows, when what is in it or the window changes."""

from collections.abc import Iterator

from textual.app import App, ComposeResult
from textual.content import Content

from tui.in_rows import InRows


class Tenth(InRows):
    """A row for each letter, as many as a tenth of the window."""

    DEFAULT_CSS = "Tenth { height: auto; }"
    letters = "甲乙丙丁"

    def rows(self, width: int) -> Iterator[Content]:
        return map(Content, self.letters[: self.app.size.height // 10])


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield Tenth()


def shown(app: Host) -> str:
    return "".join(strip.text.strip() for strip in app.screen._compositor.render_strips())


async def test_it_follows_what_it_shows_and_a_window_that_only_grows_higher() -> None:
    app = Host()
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        assert shown(app) == "甲乙" and app.query_one(Tenth).size.height == 2
        await pilot.resize_terminal(40, 30)
        await pilot.pause()
        assert shown(app) == "甲乙丙" and app.query_one(Tenth).size.height == 3
        app.query_one(Tenth).letters = "戊"
        app.query_one(Tenth).show_anew()
        await pilot.pause()
        assert shown(app) == "戊" and app.query_one(Tenth).size.height == 1
