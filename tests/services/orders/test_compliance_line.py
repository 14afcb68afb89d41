"""What the issue asks of compliance, phrase by phrase, at confirm and on amendments; on both databases.

Its other phrases: denied parties in test_screened_orders.py, export control in goods/test_export_licences.py, dangerous
goods in goods/test_carriers.py, regulated goods and age in goods/test_licences.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import RefusedError
from app.domain.orders.draft import edit_header
from app.domain.promotion_inputs import PromotionInput
from app.domain.regulated import LicenceInput
from app.domain.rights import SYSTEM
from app.services.goods.licence_kinds import LicenceKindInput, create_licence_kind
from app.services.goods.licences import create_licence
from app.services.order_policies import PolicyInput, create_policy
from app.services.orders.planning import plan_order
from app.services.prices.promotions import create_promotion
from db.schema.parties import Customer
from tests.helpers.goods import change_product, refused_codes
from tests.helpers.order_office import ANNA, CABLE, CHAIR, LAMP, NORD, OWNER, WIEN
from tests.services.orders.test_foreign_orders import FRIDAY, set_rate

NO_DOZENS = PolicyInput(text="No pallets to Helgoland", severity="block", units=("dz",), postcodes=("27498",))
TRADE = PolicyInput(text="Seating only to trade", severity="block", families=("seating",), buyer="consumer")
LEAST = PolicyInput(text="At least 100", severity="approve", below_minor=100_00)
NOT_THERE = PolicyInput(text="Nothing to Austria", severity="block", countries=("AT",))
HELGOLAND = {"ship_postcode": "27498", "ship_city": "Helgoland"}


def rule(desk, data):
    with desk.begin(SYSTEM) as uow:
        create_policy(uow, data)


def told(desk, order_id):
    with desk.reading() as view:
        return [
            (issue.code, issue.severity.value)
            for issue in plan_order(view, order_id).issues
            if "policy" in issue.code
        ]


def refusal(call, *args):
    with pytest.raises(RefusedError) as refused:
        call(*args)
    return refused_codes(refused.value)


def test_no_pallets_to_a_postcode(desk):
    rule(desk, NO_DOZENS)
    assert refusal(desk.confirm, desk.key((CHAIR, "1 dz"), **HELGOLAND)) == {"line.policy"}
    desk.confirm(desk.key((CHAIR, 3), **HELGOLAND))
    order_id = desk.ordered((CHAIR, "1 dz"))
    moved = edit_header(desk.read(order_id), **HELGOLAND)
    assert refusal(desk.amend, order_id, moved) == {"line.policy"}, "the line is the same, and goes elsewhere"


def test_a_category_only_to_trade(desk):
    change_product(desk, CHAIR, family="seating")
    rule(desk, TRADE)
    assert told(desk, desk.key((CHAIR, 1))) == []
    assert refusal(desk.confirm, desk.key((CHAIR, 1), customer=ANNA)) == {"line.policy"}
    assert told(desk, desk.key((LAMP, 1), customer=ANNA)) == []


def test_a_free_article_of_the_category_is_told_too(desk):
    change_product(desk, LAMP, family="blades")
    rule(desk, replace(TRADE, families=("blades",)))
    gift = PromotionInput(
        name="Lamp for two", effect="gift", currency="EUR", buy_micro=2_000_000, get_micro=1_000_000, gift=LAMP,
        articles=CHAIR,
    )  # fmt: skip
    with desk.begin(OWNER) as uow:
        create_promotion(uow, gift)
    order_id = desk.key((CHAIR, 2), customer=ANNA)
    assert [line.sku for line in desk.read(order_id).lines] == [CHAIR, LAMP]
    assert told(desk, order_id) == [("line.policy", "block")]


@pytest.mark.parametrize(("exchange", "asks"), [("", True), ("USD 0.5 EUR 2026-02-27 typed", False)])
def test_a_least_value_of_an_order_in_the_firms_currency(desk, exchange, asks):
    set_rate(desk.work, "USD", 500_000_000, FRIDAY)
    change_product(desk, CABLE, min_quantity_micro=0)
    rule(desk, LEAST)
    order_id = desk.start(exchange=exchange)
    desk.edit(order_id, desk.free("Service", "60"))
    assert told(desk, order_id) == ([("order.policy", "approve")] if asks else [])


def test_a_customer_block_and_a_country_block(desk):
    rule(desk, NOT_THERE)
    assert refusal(desk.confirm, desk.key((CHAIR, 1), customer=WIEN)) == {"order.policy"}
    desk.confirm(desk.key((CHAIR, 1)))
    card = desk.row(Customer, desk.ids[NORD])
    rule(desk, PolicyInput(text="Not to them", severity="block", customers=(card["number"],)))
    assert refusal(desk.confirm, desk.key((CHAIR, 1))) == {"order.policy"}


def test_a_rule_that_came_later_leaves_alone_what_was_sold_and_asks_for_more_of_it(desk):
    order_id = desk.ordered((CHAIR, 2), customer=WIEN)
    rule(desk, NOT_THERE)
    desk.amend(order_id, edit_header(desk.read(order_id), po_number="PO-7"))
    assert refusal(desk.amend, order_id, desk.set_quantity(order_id, 0, 3)) == {"order.policy"}


def test_goods_that_leave_after_the_customers_licence_ends_are_told_when_the_day_is_moved(desk):
    change_product(desk, CHAIR, licence_kind="")
    with desk.begin(SYSTEM) as uow:
        create_licence_kind(uow, LicenceKindInput("tobacco", "Tobacco trade"))
        create_licence(uow, desk.ids[NORD], LicenceInput("tobacco", "T-1", valid_until=date(2026, 4, 1)))
    change_product(desk, CHAIR, licence_kind="tobacco")
    order_id = desk.ordered((CHAIR, 1))
    moved = edit_header(desk.read(order_id), requested_date=date(2026, 5, 4))
    assert refusal(desk.amend, order_id, moved) == {"goods.licence_over"}
