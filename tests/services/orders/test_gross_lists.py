"""Price lists with tax: who gets an order with such prices, what a firm pays, until the money is back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.orders.draft import edit_header, edit_line
from app.domain.orders.goals import Goal, seek_goal
from app.domain.orders.margins import order_margin
from app.domain.orders.without_tax import net_price
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import Actor
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.orders.context import read_order_context
from app.services.orders.drafts import duplicate_order, save_edits, start_draft
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, send_quote
from app.services.prices import (
    SurchargeInput,
    add_price_rows,
    create_price_list,
    create_surcharge,
    read_price_lists,
    update_price_list,
)
from app.services.verify import verify
from db.schema.invoicing import Invoice, OpenItem
from db.statements import table_of
from tests.helpers.order_office import ANNA, CHAIR, HEADS, LAMP, NORD, OWNER, WIEN, micro
from tests.services.orders.test_coming_rates import change_rate
from tests.services.orders.test_gross_orders import ship_all

SHOP = PriceListInput(code="SHOP", name="Shop", kind="general", currency="EUR", priority=5, includes_tax=True)
HELPER = Actor("hugo", frozenset({"warehouse"}))


def make_list(desk, *rows, **values):
    with desk.begin(OWNER) as uow:
        list_id = create_price_list(uow, replace(SHOP, **values))
        inputs = [PriceRowInput(product_id=desk.ids[sku], price_micro=micro(price)) for sku, price in rows]
        add_price_rows(uow, list_id, inputs)
    return list_id


@pytest.fixture
def shop(desk):
    """Chairs for 19.99 with tax; lamps only on the general list without."""
    desk.shop = make_list(desk, (CHAIR, "19.99"))
    return desk


def keyed(desk, *lines, customer=ANNA, **header):
    """An order as the desk keys it: the customer, then the lines."""
    with desk.begin() as uow:
        order_id = start_draft(uow)
    head = {"customer_id": desk.ids[customer], "customer_name": customer, "ship_name": customer}
    desk.edit(order_id, edit_header(desk.read(order_id), **{**head, **HEADS[customer], **header}))
    desk.edit(order_id, *(desk.line(sku, quantity) for sku, quantity in lines))
    return order_id


def sums(row):
    return row["net_minor"], row["tax_minor"], row["gross_minor"]


def switch(desk, order_id, kind):
    return desk.edit(order_id, edit_header(desk.read(order_id), price_kind=kind))


def test_a_private_customer_pays_the_price_that_the_list_shows(shop):
    order_id = keyed(shop, (CHAIR, 3), (LAMP, 1), ship_country="DE")
    chair, lamp = shop.read(order_id).lines
    assert shop.head(order_id)["price_mode"] == "gross"
    assert (chair.price_micro, chair.amount_minor) == (micro("19.99"), 5997)
    assert lamp.price_micro == micro("59.381")  # 49.90 and 19 %
    assert sums(shop.head(order_id))[2] == 5997 + 5938


def test_the_price_shown_is_the_price_paid_until_the_last_cent_is_given_back(shop):
    order_id, tax = keyed(shop, (CHAIR, 3), ship_country="DE"), 958
    shop.confirm(order_id)
    shipment = ship_all(shop, order_id)
    with shop.begin(OWNER) as uow:
        invoice_id = post_invoice(uow, shipment_ids=[shipment])
        credit_id = credit_whole_invoice(uow, invoice_id=invoice_id, reason="back")
    invoice, credit = shop.row(Invoice, invoice_id), shop.row(Invoice, credit_id)
    assert sums(invoice) == (5997 - tax, tax, 5997)
    assert sums(credit) in {sums(invoice), tuple(-each for each in sums(invoice))}
    assert credit["price_mode"] == "gross"
    items = shop.rows(sa.select(table_of(OpenItem)))
    assert sum(item["amount_minor"] for item in items) == 0
    with shop.reading(OWNER) as view:
        assert verify(view) == ()


def test_a_firm_pays_the_same_without_the_tax(shop):
    order_id = keyed(shop, (CHAIR, 3), customer=NORD)
    (line,) = shop.read(order_id).lines
    assert shop.head(order_id)["price_mode"] == "net"
    assert (line.price_micro, line.amount_minor) == (micro("16.798319"), 5039)
    assert sums(shop.head(order_id)) == (5039, 957, 5996)


def test_a_firm_abroad_pays_what_a_firm_at_home_does(shop):
    (line,) = shop.read(keyed(shop, (CHAIR, 3), customer=WIEN)).lines
    assert (line.tax_ppm, line.price_micro) == (0, micro("16.798319"))


def test_a_list_of_a_channel_makes_its_orders_with_tax(shop):
    make_list(shop, (CHAIR, "24.99"), code="WEB", channel="web")
    order_id = keyed(shop, (CHAIR, 1), customer=NORD, channel="web")
    assert shop.head(order_id)["price_mode"] == "gross"
    assert shop.read(order_id).lines[0].price_micro == micro("24.99")
    shop.edit(order_id, edit_header(shop.read(order_id), channel=""))
    assert shop.head(order_id)["price_mode"] == "net"
    assert shop.read(order_id).lines[0].price_micro == micro("16.798319")


def test_a_clerk_turns_the_prices_round_and_typed_ones_keep_their_numbers(shop):
    order_id = keyed(shop, (CHAIR, 3), (CHAIR, 1), customer=NORD)
    typed = edit_line(shop.read(order_id).lines[1], price_source="manual", list_price_micro=micro("10"))
    shop.edit(order_id, typed)
    auto, manual = switch(shop, order_id, "gross").lines
    assert (auto.price_micro, manual.price_micro) == (micro("19.99"), micro("10"))
    assert sums(shop.head(order_id))[2] == 5997 + 1000
    auto, manual = switch(shop, order_id, "").lines
    assert (auto.price_micro, manual.price_micro) == (micro("16.798319"), micro("10"))
    assert shop.head(order_id)["price_mode"] == "net"


def test_who_may_not_type_prices_may_not_turn_them_round(shop):
    order_id = keyed(shop, (CHAIR, 3), customer=NORD)
    before = shop.read(order_id)
    after = shop.edited(before, edit_header(before, price_kind="gross"))
    with pytest.raises(NotAllowedError), shop.begin(HELPER) as uow:
        save_edits(uow, before=before, after=after)


def test_what_is_confirmed_keeps_its_kind_of_prices(shop):
    order_id = keyed(shop, (CHAIR, 3))
    shop.confirm(order_id)
    with pytest.raises(RefusedError) as caught:
        shop.amend(order_id, edit_header(shop.read(order_id), price_kind="net"))
    assert caught.value.code == "order.prices_stay"
    changed = shop.amend(order_id, shop.set_quantity(order_id, 0, 2))
    assert (changed.price_mode, changed.lines[0].amount_minor) == ("gross", 3998)


def test_a_quote_its_order_and_a_copy_have_the_same_kind(shop):
    order_id = keyed(shop, (CHAIR, 3))
    with shop.begin() as uow:
        send_quote(uow, plan_order(uow, order_id), valid_until=date(2026, 4, 1))
    with shop.begin() as uow:
        made = order_from_quote(uow, order_id, version=shop.read(order_id).version)
        copied = duplicate_order(uow, order_id, keep_manual_prices=False)
    for id_ in (made, copied):
        head = shop.head(id_)
        assert (head["price_mode"], head["gross_minor"]) == ("gross", 5997)


def test_costs_and_margin_are_without_tax(shop):
    order_id = keyed(shop, (CHAIR, 3), ship_country="DE")
    draft = shop.read(order_id)
    costed = replace(draft, lines=tuple(replace(line, cost_micro=micro("10")) for line in draft.lines))
    margin = order_margin(costed)
    assert margin is not None
    assert (margin.revenue_minor, margin.cost_minor) == (5039, 3000)
    assert net_price(costed.lines[0], "gross") == micro("16.798319")


def test_a_goal_is_reached_to_the_cent_with_tax(shop):
    order_id = keyed(shop, (CHAIR, 3), (LAMP, 2), ship_country="DE")
    draft = shop.read(order_id)
    with shop.reading(OWNER) as view:
        context = read_order_context(
            view, customer_id=draft.header.customer_id, product_ids=[line.product_id for line in draft.lines]
        )
    found = seek_goal(draft, context, Goal("gross", 15000))
    assert (found.is_exact, found.reached) == (True, 15000)


def test_a_floor_without_tax_holds_in_an_order_with_tax(shop):
    make_list(shop, (CHAIR, "16.80"), code="FLOOR", purpose="floor", includes_tax=False)
    order_id = keyed(shop, (CHAIR, 1), ship_country="DE")
    with pytest.raises(RefusedError) as caught:
        shop.confirm(order_id)
    assert "price.below_floor" in {issue.code for issue in caught.value.issues} or any(
        "floor" in issue.code for issue in caught.value.issues
    )


def refused(call):
    with pytest.raises(RefusedError) as caught:
        call()
    return {issue.code for issue in caught.value.issues}


def test_a_list_that_is_made_of_another_has_its_kind_of_prices(shop):
    assert refused(lambda: make_list(shop, code="MADE", parent_id=shop.shop, includes_tax=False)) == {
        "price.parent_tax"
    }
    make_list(shop, code="MADE", parent_id=shop.shop)
    with shop.reading(OWNER) as view:
        card = next(each for each in read_price_lists(view) if each.id == shop.shop)
    data = replace(SHOP, includes_tax=False)

    def change():
        with shop.begin(OWNER) as uow:
            update_price_list(uow, shop.shop, data, version=card.version)

    assert refused(change) == {"price.children_tax"}


def test_freight_without_tax_is_charged_with_it(shop):
    with shop.begin(OWNER) as uow:
        create_surcharge(
            uow, SurchargeInput(slot="freight", name="Freight", amount_minor=990, free_from_minor=5100)
        )
    order_id = keyed(shop, (CHAIR, 3), ship_country="DE")
    draft = shop.read(order_id)
    assert [line.amount_minor for line in draft.lines] == [5997, 1178]  # 50.39 without tax: not free yet
    shop.edit(order_id, shop.set_quantity(order_id, 0, 4))
    assert [line.amount_minor for line in shop.read(order_id).lines] == [7996]


def test_a_rate_that_changes_before_the_supply_leaves_the_price_that_was_shown(shop):
    order_id = keyed(shop, (CHAIR, 3), ship_country="DE")
    shop.confirm(order_id)
    change_rate(shop, date(2026, 3, 2), 160_000)
    shipment = ship_all(shop, order_id)
    with shop.begin(OWNER) as uow:
        invoice_id = post_invoice(uow, shipment_ids=[shipment])
    assert sums(shop.row(Invoice, invoice_id)) == (5170, 827, 5997)  # 16 % in it, no more 19 %
    with shop.reading(OWNER) as view:
        assert verify(view) == ()
