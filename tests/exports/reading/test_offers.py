"""Figures that a text states, offered for the tables with the words they were read from."""

from decimal import Decimal

import pytest

from exports.reading.offers import FactOffer, SourceOffer, UseOffer, accept, offers
from storage.outline_files import find_outline
from storage.report.report import Report
from tests.exports.reading.test_draft import draft_of
from tests.exports.reading.test_recognising import REFERENCE, published
from tests.growth import growth

COUNTY = find_outline("county")
ACCOUNT = (
    "本年共支出补助资金100万元。其中：支出上年结转资金30万元，支出本年财政拨款70万元，"
    "支出劳务费60万元（其中支付工资50.5万元、缴纳社保9.5万元），支出水电费15万元、布展费25万元。"
)
EFFECTS = (
    "全年免费开放301天，参观人次5万余人次，开展科普活动36场次，其中馆内24场次，每次参与人数50人左右，馆外12场次。"
)


def report() -> Report:
    return Report.new(COUNTY, unit="某馆", year="2023", project="免费开放")


def test_an_account_that_adds_up_is_offered_by_source_and_by_use() -> None:
    assert offers({"purpose": ACCOUNT}, COUNTY) == [
        SourceOffer("上年结转资金", "上年结转资金", Decimal(300_000), "支出上年结转资金30万元"),
        SourceOffer("本年财政拨款", "当年财政拨款", Decimal(700_000), "支出本年财政拨款70万元"),
        UseOffer(
            "劳务费",
            Decimal(600_000),
            (("工资", Decimal(505_000)), ("社保", Decimal(95_000))),
            "支出劳务费60万元（其中支付工资50.5万元、缴纳社保9.5万元",
        ),
        UseOffer("水电费", Decimal(150_000), (), "支出水电费15万元"),
        UseOffer("布展费", Decimal(250_000), (), "布展费25万元"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        ACCOUNT.replace("布展费25", "布展费26").replace("上年结转资金30", "上年结转资金31"),
        "到位资金100万元，执行率95%。",
        "支出约100万元，其中劳务费60万元，水电费40万元。",
        "",
    ],
)
def test_what_does_not_add_up_is_not_offered(text: str) -> None:
    assert offers({"purpose": text}, COUNTY) == []


def test_a_paragraph_of_nothing_but_amounts_is_read_in_linear_time() -> None:
    assert growth(lambda count: offers({"purpose": "支出5元、" * count}, COUNTY), 600) < 9


def test_parts_that_do_not_add_up_are_left_out() -> None:
    found = offers({"purpose": ACCOUNT.replace("社保9.5", "社保9.4")}, COUNTY)
    assert [offer.parts for offer in found if isinstance(offer, UseOffer)] == [(), (), ()]


def test_facts_are_offered_by_the_words_around_a_number() -> None:
    found = {offer.name: offer for offer in offers({"benefits": EFFECTS}, COUNTY) if isinstance(offer, FactOffer)}
    assert {name: (offer.value, offer.exact) for name, offer in found.items()} == {
        "开放天数": (Decimal(301), True),
        "参观人次": (Decimal(50_000), False),
        "科普活动场次": (Decimal(36), True),
        "馆内活动场次": (Decimal(24), True),
        "馆内活动每场人数": (Decimal(50), False),
        "馆外活动场次": (Decimal(12), True),
    }
    assert found["馆外活动场次"].words == "馆外12场次" and found["馆外活动场次"].section == "benefits"


def test_the_section_that_asks_for_a_fact_has_the_say() -> None:
    texts = {"coverage": "参观人次达到3000人次。", "benefits": "参观人次2000人次。"}
    assert [offer.words for offer in offers(texts, COUNTY)] == ["参观人次2000人次"]


def test_what_is_accepted_stands_in_the_tables() -> None:
    own = report()
    for offer in offers({"purpose": ACCOUNT, "benefits": EFFECTS}, COUNTY):
        accept(own, offer)
    funds = own.section("purpose").funds
    assert funds is not None
    assert [(s.kind, s.executed) for s in funds.sources if not s.is_blank()] == [
        ("上年结转资金", Decimal(300_000)),
        ("当年财政拨款", Decimal(700_000)),
    ]
    assert funds.gap() == 0 and funds.all_uses().value == 1_000_000
    assert [len(use.parts) for use in funds.uses if not use.is_blank()] == [2, 0, 0]
    facts = own.section("benefits").facts
    assert facts is not None
    assert {fact.name: fact.value for fact in facts.rows}["参观人次"] == 50_000
    assert Report.read(own.payload()) == own
    with pytest.raises(KeyError):
        accept(own, FactOffer("benefits", "没有", "个", Decimal(1), ""))


@published
def test_the_reference_offers_its_account_and_its_effects() -> None:
    texts = draft_of((REFERENCE / "linze-2023.txt").read_text(encoding="utf-8")).texts()
    found = offers(texts, COUNTY)
    sources = [offer for offer in found if isinstance(offer, SourceOffer)]
    uses = [offer for offer in found if isinstance(offer, UseOffer)]
    assert [(offer.kind, offer.executed) for offer in sources] == [
        ("上年结转资金", Decimal("790841.85")),
        ("当年财政拨款", Decimal("763383.48")),
    ]
    assert [len(offer.parts) for offer in uses] == [2, 0, 0, 0, 2, 0]
    assert sum(offer.amount for offer in uses) == Decimal("1554225.33")
    facts = {
        offer.name: offer.value for offer in found if isinstance(offer, FactOffer) and offer.section == "benefits"
    }
    assert facts == {
        "开放天数": 267,
        "建筑面积": 5237,
        "展陈总面积": 3600,
        "常设展厅面积": 2740,
        "参观人次": 109522,
        "科普活动场次": 109,
        "馆内活动场次": 62,
        "馆内活动每场人数": 40,
        "馆外活动场次": 47,
        "馆外活动每场人数": 60,
        "展品完好率": 97,
        "公众满意度": 100,
    }
