"""The price panel says why a line stands there that rules added, before the confirm and years after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bootstrap import open_office
from app.domain.orders.draft import Line, edit_header
from app.domain.pricing import MadeLine, RulesSnapshot, SurchargeRule
from app.domain.pricing.metals import NANOGRAMS
from app.domain.rights import SYSTEM
from app.messages import spoken
from app.services.prices import (
    DiscountInput,
    SurchargeInput,
    create_discount,
    create_surcharge,
    end_surcharge,
    read_surcharges,
)
from app.views.orders.made_words import MadeFacts, facts_of, made_bars, made_sentences
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY
from tests.unit.orders.world import draft

FREIGHT = SurchargeInput(slot="freight", name="Freight", amount_minor=990, free_from_minor=100_000)
EXPRESS = SurchargeInput(slot="express", name="Express", amount_minor=1500, rate_ppm=10_000, applies="chosen")
BULK = DiscountInput(name="Bulk 2 %", discount_ppm=20_000, scope="order", least_minor=10_000)

FREE_FROM_500 = SurchargeRule(1, "f", "F", 990, free_from_minor=50_000)
BY_WEIGHT = SurchargeRule(1, "x", "X", 1200, 0, "chosen", 400_500)
COPPER = MadeLine("MCU", "Copper", "", 900, weight_ng=500 * NANOGRAMS, quote_micro=900_000_000, per_g=100_000)


def plain(texts):
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts]


def bars(facts):
    return [(*plain([bar.label]), *plain([bar.text])) for bar in made_bars(facts, "EUR")]


def told(made, *, here=None, whole=None, rule=None, may_change=True):
    line = Line(
        "k", 0, "charge", amount_minor=made.amount_minor if here is None else here, origin=made.origin
    )
    facts = MadeFacts(made, made.amount_minor if whole is None else whole, rule, may_change)
    return plain(made_sentences(line, facts, "EUR"))[1:]


def test_a_surcharge_is_put_together_of_what_is_fixed_and_its_percent():
    made = MadeLine("S1", "Express", "service", 2100, 10_000, 60_000)
    assert bars(MadeFacts(made, 2100)) == [
        ("Fixed amount", "15.00"), ("1 % of 600.00 EUR", "6.00"), ("Express", "21.00"),
    ]  # fmt: skip
    assert bars(MadeFacts(MadeLine("S2", "Freight", "", 990), 990)) == [("Freight", "9.90")]
    assert bars(MadeFacts(MadeLine("S3", "Insurance", "", 600, 10_000, 60_000), 600)) == [
        ("Insurance 1 %", "6.00")
    ]


def test_a_promotion_is_taken_off_its_articles_and_gives_them_along():
    tenth = MadeLine("P3", "Tenth", "standard", -1000, 100_000, 10_000)
    assert bars(MadeFacts(tenth, -1500)) == [
        ("Articles of the promotion", "100.00"),
        ("Tenth 10 %", "−10.00"),
    ]
    gift = MadeLine("P4", "Lamp for ten", "standard", 0, product_id=2, base_micro=1_000_000)
    assert bars(MadeFacts(gift, 0)) == [("Lamp for ten", "free of charge")]


def test_a_discount_is_taken_off_its_base():
    made = MadeLine("D1", "Bulk 2 %", "standard", -1_600, 20_000, 100_000)
    assert bars(MadeFacts(made, -2000)) == [("Goods and services", "1,000.00"), ("Bulk 2 %", "−20.00")]
    typed = MadeLine("T", "", "standard", -1_000, 0, 100_000)
    assert bars(MadeFacts(typed, -1000))[1] == ("Order discount", "−10.00")


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (told(MadeLine("T", "", "", -100), may_change=False), ["Typed for the order as a whole."]),
        (
            told(MadeLine("D1", "Bulk", "", -160), whole=-200, may_change=False),
            [
                "Added by the rules for the whole order.",
                "Shared out over the taxes of the order: -1.60 of -2.00 EUR stand here.",
            ],
        ),
        (
            told(MadeLine("S1", "Freight", "", 990, 0, 40_000), rule=FREE_FROM_500),
            [
                "Added by the rules for the whole order.",
                "From 500.00 EUR net on nothing is due: 100.00 EUR more.",
                "Ctrl+Del takes it out of this order.",
            ],
        ),
        (
            told(MadeLine("S1", "X", "", 3600), rule=BY_WEIGHT, may_change=False),
            ["Chosen for this order (Ctrl+F6).", "12.00 EUR for each beginning 400.5 kg: 3 times."],
        ),
        (
            told(COPPER, may_change=False),
            [
                "Added by the rules for the whole order.",
                "0.5 kg at 900.00 for 100 kg, less the base price that the articles' prices contain.",
            ],
        ),
        (
            told(replace(COPPER, contained_micro=150_000_000), may_change=False)[1:],
            ["0.5 kg at 900.00 for 100 kg, less the 150.00 that the articles' prices contain."],
        ),
        (
            told(MadeLine("S1", "Freight", "", 990), here=-500, whole=990, may_change=False),
            [
                "Added by the rules for the whole order.",
                "What was confirmed before stands: this line is -5.00, all of them come to 9.90 EUR.",
            ],
        ),
    ],
)  # fmt: skip
def test_what_the_bars_do_not_say_is_said_in_words(sentences, expected):
    assert sentences == expected


def test_a_line_of_a_rule_that_wants_nothing_of_it_any_more_has_no_facts():
    line = Line("k", 0, "charge", origin="S1")
    rules = RulesSnapshot(1, "EUR", {}, {})
    assert facts_of(line, draft([]), rules, {}, may_change=True) is None


# at the desk


@pytest.fixture
def firm_url(firm_url):
    """The firm with freight, express if chosen, and 2 % off from 100.00 on."""
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        create_surcharge(uow, FREIGHT)
        create_surcharge(uow, EXPRESS)
        create_discount(uow, BULK)
    office.close()
    return firm_url


def shown(desk, name):
    draft_now = desk.page.session.draft
    row = next(row for row, line in enumerate(draft_now.lines) if spoken(line.text).startswith(name))
    desk.page.grid.select_row(row, 1)
    desk.idle()
    panel = desk.page.panels.price
    steps = panel.waterfall.steps()
    return plain([f"{step.label}: {step.text}" for step in steps]), plain(panel.told.lines())


@pytest.fixture
def chairs(desk):
    """Two chairs for 473.10, with express."""
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F6, CTRL)
    desk.press(KEY.Key_Space)
    desk.press(KEY.Key_Return)
    return desk


def test_each_line_of_a_draft_is_told(chairs):
    assert shown(chairs, "Bulk")[0] == ["Goods and services: 473.10", "Bulk 2 %: −9.46"]
    assert shown(chairs, "Express")[0] == [
        "Fixed amount: 15.00", "1 % of 463.64 EUR: 4.64", "Express: 19.64",
    ]  # fmt: skip
    freight = shown(chairs, "Freight")[1]
    assert "From 1,000.00 EUR net on nothing is due: 536.36 EUR more." in freight
    assert "Ctrl+Del takes it out of this order." in freight


def test_a_confirmed_order_tells_what_was_stored_though_the_rule_is_gone(chairs, elsewhere):
    before = {name: shown(chairs, name)[0] for name in ("Bulk", "Express", "Freight")}
    chairs.press(KEY.Key_Return, CTRL)
    assert chairs.page.session.draft.number
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        for card in read_surcharges(uow):
            end_surcharge(uow, card.id)
    chairs.qtbot.waitUntil(lambda: not chairs.page.session.context.rules.surcharges)
    for name, told_before in before.items():
        assert shown(chairs, name)[0] == told_before
        assert not any("Ctrl+Del" in text for text in shown(chairs, name)[1])


def test_a_typed_discount_says_that_it_was_typed(chairs):
    page = chairs.page
    page.session.edit(edit_header(page.session.draft, order_discount="100000ppm"))
    chairs.idle()
    bars_shown, words = shown(chairs, "Order discount")
    assert bars_shown == ["Goods and services: 473.10", "Order discount 10 %: −47.31"]
    assert "Typed for the order as a whole." in words
