"""From a place that is pointed at to the very field and words."""

import pytest

from storage.demo import demo_payload
from storage.library import Library
from storage.report.spot import Spot
from storage.reports import create_report
from tests.tui.clerk import Clerk, desk


@pytest.fixture
def demo(library: Library) -> Library:
    library.create(demo_payload())
    return library


PLACES = [
    (Spot("cover", "cover", ("executor",)), lambda r: r.cover.executor),
    (Spot("benefits", "facts", ("rows", 4, "value")), lambda r: str(r.section("benefits").facts.rows[4].value)),
    (Spot("purpose", "funds", ("sources", 1, "executed")), lambda r: str(r.funds.sources[1].executed)),
    (Spot("purpose", "funds", ("uses", 4, "parts", 1, "amount")), lambda r: str(r.funds.uses[4].parts[1].amount)),
    (Spot("purpose", "funds", ("uses", 5, "category")), lambda r: r.funds.uses[5].category),
    (Spot("table", "indicators", ("achieved",)), lambda r: r.section("table").indicators.achieved),
    (Spot("table", "indicators", ("rows", 3, "actual")), lambda r: r.section("table").indicators.rows[3].actual),
    (Spot("problems", "problems", ("rows", 2, "due")), lambda r: r.section("problems").problems.rows[2].due),
]


async def typed_over(clerk: Clerk, spot: Spot) -> None:
    await clerk.entry.go_to(spot)
    await clerk.settled()
    await clerk.press("ctrl+a")
    await clerk.type("7")


async def test_a_spot_in_a_table_leads_to_its_cell(demo: Library) -> None:
    async with desk(demo.path) as clerk:
        await clerk.open()
        for spot, read in PLACES:
            await typed_over(clerk, spot)
            assert clerk.section() == spot.section
            assert read(clerk.entry._report).removesuffix(".00") == "7", spot


async def test_a_spot_leads_to_a_management_line_of_the_transfer_table(library: Library) -> None:
    create_report(library, outline_id="transfer", unit="甲", year="2023", project="乙")
    async with desk(library.path) as clerk:
        await clerk.open()
        await typed_over(clerk, Spot("table", "transfer", ("management", 4, "remedy")))
        assert clerk.entry._report.section("table").transfer.management[4].remedy == "7"


async def test_a_spot_in_a_text_selects_its_words_and_a_cell_does_too(demo: Library) -> None:
    async with desk(demo.path) as clerk:
        await clerk.open()
        report = clerk.entry._report
        text = report.section("benefits").prose.text
        start = text.index("馆外47场次")
        await clerk.entry.go_to(Spot("benefits", "prose", ("text",), start, start + 6))
        await clerk.settled()
        await clerk.type("甲")
        assert report.section("benefits").prose.text == text[:start] + "甲" + text[start + 6 :]

        cause = report.section("problems").problems.rows[1].cause
        start = cause.index("降雪")
        await clerk.entry.go_to(Spot("problems", "problems", ("rows", 1, "cause"), start, start + 2))
        await clerk.settled()
        await clerk.type("乙")
        assert report.section("problems").problems.rows[1].cause == cause.replace("降雪", "乙")


async def test_a_jump_within_the_section_closes_the_outline_over_it(demo: Library) -> None:
    async with desk(demo.path, size=(80, 24)) as clerk:
        await clerk.open()
        await clerk.press("f2")
        await clerk.entry.go_to(Spot("cover", "cover"))
        await clerk.settled()
        await clerk.type("甲")
        assert not clerk.sees("[✓]")
        assert clerk.entry._report.cover.unit == "甲"
