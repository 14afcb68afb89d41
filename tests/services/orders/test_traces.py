"""Years later a confirmed order still says why its prices are what they are, though every rule is another."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.orders.draft import edit_header
from app.domain.orders.repricing import DraftPrices
from app.domain.price_inputs import DiscountInput, PriceRowInput, SurchargeInput
from app.services.orders.planning import plan_order
from app.services.orders.standing import plan_standing
from app.services.orders.traces import read_traces, stored_made, stored_price
from app.services.prices import add_price_rows, create_discount, create_surcharge, set_prices
from tests.helpers.order_office import CHAIR, LAMP, OWNER, micro


@pytest.fixture
def desk(desk):
    with desk.begin(OWNER) as uow:
        create_discount(uow, DiscountInput(name="Spring", discount_ppm=50_000, valid_to=date(2026, 12, 31)))
        create_surcharge(uow, SurchargeInput(slot="freight", name="Freight", amount_minor=990))
        row = {"product_id": desk.ids[CHAIR], "min_quantity_micro": micro(500)}
        add_price_rows(uow, desk.price_list, [PriceRowInput(price_micro=micro(300), **row)])
    return desk


def told(desk, order_id):
    """What F9 shows of each line of an order: by the desk's own reading of it."""
    draft = desk.read(order_id)
    with desk.reading() as view:
        plan = plan_standing(view, draft)
    found = {line.key: stored_price(plan.traces[line.key], line) for line in draft.keyed_lines}
    return {key: result for key, result in found.items() if result is not None}


def test_the_waterfall_stays_whatever_the_rules_say_later(desk):
    order_id = desk.key((CHAIR, 2), (LAMP, 1))
    with desk.reading() as view:
        plan = plan_order(view, order_id)
    prices = DraftPrices(plan.draft, plan.context)
    explained = [(line.key, prices.explained(line, with_unfit=False)) for line in plan.draft.keyed_lines]
    shown = {key: result for key, result in explained if result is not None}
    desk.confirm(order_id)
    with desk.begin(OWNER) as uow:
        set_prices(uow, desk.price_list, [PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro(999))])
    later = told(desk, order_id)
    assert {key: (each.steps, each.near_misses) for key, each in later.items()} == {
        key: (each.steps, each.near_misses) for key, each in shown.items()
    }
    chair = next(iter(later.values()))
    assert [step.code for step in chair.steps] == ["base", "discount", "net"]
    assert "needs_quantity" in {miss.reason for miss in chair.near_misses}


def test_what_rules_added_says_by_which_rule(desk):
    order_id = desk.ordered((CHAIR, 2))
    freight = next(line for line in desk.read(order_id).lines if line.is_made)
    with desk.reading() as view:
        made = stored_made(read_traces(view, order_id)[freight.key])
    assert made is not None
    assert (made.name, made.amount_minor, made.origin) == ("Freight", 990, freight.origin)


def test_an_amended_line_is_explained_anew_and_the_others_stay(desk):
    order_id = desk.ordered((CHAIR, 2), (LAMP, 1))
    before = told(desk, order_id)
    desk.amend(
        order_id, edit_header(desk.read(order_id), note="ring twice"), desk.set_quantity(order_id, 0, 12)
    )
    after = told(desk, order_id)
    chair, lamp = before
    assert after[lamp] == before[lamp]
    assert [step.code for step in after[chair].steps] == ["base", "break", "discount", "net"]
    assert after[chair].steps[-1].after_micro == desk.read(order_id).lines[0].price_micro
