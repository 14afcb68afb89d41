"""Credit used counts each euro once, all gross (C45)."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.credit import Exposure
from app.domain.rights import SYSTEM
from app.services.credit import read_credit, read_credits
from app.services.parties import read_customer_context, read_last_prices
from app.services.parties.context import RECENT_ORDERS
from db.schema.invoicing import OpenItem
from db.schema.orders import Order, OrderLine
from db.statements import insert_row
from tests.helpers.firm_facts import make_customers, make_firm, make_product

PIECE = 1_000_000


@pytest.fixture
def customer(work):
    make_firm(work)
    return make_customers(work, "Adler AG", credit_limit_minor=2_000_00)[0]


def make_order(uow, customer, *lines, state="confirmed", **values):
    """An order with lines (amount, pieces, shipped, invoiced, cancelled) taxed at 19 %."""
    order = insert_row(
        uow.db,
        Order,
        {
            "state": state,
            "customer_id": customer,
            "currency": "EUR",
            "order_date": uow.today,
            "note": "",
            "cancel_reason": "",
            "created_by": "test",
            "created_at": uow.now,
            "gross_minor": sum(line[0] for line in lines) * 119 // 100,
            **values,
        },
    )
    for place, (amount, pieces, shipped, invoiced, cancelled, *product) in enumerate(lines):
        insert_row(
            uow.db,
            OrderLine,
            {
                "order_id": order,
                "line_key": f"k{place}",
                "position": place,
                "product_id": product[0] if product else None,
                "text": "",
                "quantity_micro": pieces * PIECE,
                "base_micro": pieces * PIECE,
                "price_micro": amount * 10_000 // pieces,
                "amount_minor": amount,
                "tax_code": "S",
                "tax_category": "S",
                "tax_ppm": 190_000,
                "shipped_micro": shipped * PIECE,
                "invoiced_micro": invoiced * PIECE,
                "cancelled_micro": cancelled * PIECE,
            },
        )
    return order


def make_item(uow, customer, amount, applied=0, due=date(2026, 4, 1)):
    values = {"customer_id": customer, "kind": "invoice", "number": "X", "currency": "EUR"}
    dates = {"date": date(2026, 1, 1), "due_date": due}
    insert_row(uow.db, OpenItem, {**values, **dates, "amount_minor": amount, "applied_minor": applied})


def test_a_delivery_does_not_count_twice(work, customer):
    with work.begin(actor=SYSTEM) as uow:
        make_order(uow, customer, (100_00, 10, 0, 0, 0))
        before = read_credit(uow, customer)
        uow.db.execute(sa.update(OrderLine).values(shipped_micro=6 * PIECE))
        shipped = read_credit(uow, customer)
        uow.db.execute(sa.update(OrderLine).values(invoiced_micro=6 * PIECE))
        make_item(uow, customer, 71_40)
        invoiced = read_credit(uow, customer)
    assert (before.exposure, before.used_minor) == (Exposure(ordered_minor=119_00), 119_00)
    assert (shipped.exposure, shipped.used_minor) == (
        Exposure(ordered_minor=47_60, shipped_minor=71_40), 119_00,
    )  # fmt: skip
    assert (invoiced.exposure, invoiced.used_minor) == (
        Exposure(ordered_minor=47_60, open_items_minor=71_40), 119_00,
    )  # fmt: skip
    assert invoiced.available_minor == 2_000_00 - 119_00


def test_credits_reduce_and_what_is_no_order_does_not_count(work, customer):
    with work.begin(actor=SYSTEM) as uow:
        make_item(uow, customer, 300_00, applied=100_00)
        make_item(uow, customer, -50_00, applied=-20_00)
        make_order(uow, customer, (100_00, 1, 0, 0, 0), state="draft")
        make_order(uow, customer, (100_00, 1, 0, 0, 0), state="quoted", kind="quote")
        make_order(uow, customer, (100_00, 4, 0, 0, 3))
        mine = make_order(uow, customer, (500_00, 1, 0, 0, 0))
        credit = read_credit(uow, customer)
        without = read_credit(uow, customer, without_order=mine)
    assert (credit.exposure.open_items_minor, credit.exposure.unapplied_minor) == (200_00, 30_00)
    assert credit.exposure.ordered_minor == 29_75 + 595_00
    assert without.used_minor == 200_00 - 30_00 + 29_75


def test_only_what_is_past_its_day_is_overdue(work, customer):
    with work.begin(actor=SYSTEM) as uow:
        make_item(uow, customer, 10_00, due=date(2026, 3, 1))
        make_item(uow, customer, 20_00, applied=5_00, due=date(2026, 2, 10))
        make_item(uow, customer, 40_00, due=date(2026, 3, 2))
        make_item(uow, customer, -80_00, due=date(2026, 1, 1))
        credit = read_credit(uow, customer)
    assert (credit.overdue_minor, credit.overdue_count, credit.overdue_days) == (25_00, 2, 20)


def test_many_customers_are_read_in_the_queries_of_one_and_each_has_his_own(work, customer):
    others = make_customers(work, "Biber KG", "Chor eV", credit_limit_minor=5_00)
    with work.begin(actor=SYSTEM) as uow:
        for place, id_ in enumerate((customer, *others), 1):
            make_order(uow, id_, (100_00 * place, 10, 4, 1, 0))
            make_order(uow, id_, (7_00, 1, 0, 0, 0))
            make_item(uow, id_, 10_00 * place, due=date(2026, 2, 20))
        counted: list[str] = []
        sa.event.listen(uow.db, "before_cursor_execute", lambda *event: counted.append(event[2]))
        found = read_credits(uow, (customer, *others))
        assert len(counted) == 3
        assert found == {id_: read_credit(uow, id_) for id_ in (customer, *others)}
    assert [found[id_].overdue_minor for id_ in (customer, *others)] == [10_00, 20_00, 30_00]
    assert [found[id_].exposure.shipped_minor for id_ in (customer, *others)] == [35_70, 71_40, 107_10]


def test_what_is_owed_in_another_currency_counts_by_the_rate_of_its_document(work, customer):
    with work.begin(actor=SYSTEM) as uow:
        make_item(uow, customer, 10_00, due=date(2026, 2, 20))
        values = {
            "customer_id": customer,
            "kind": "invoice",
            "number": "Y",
            "currency": "USD",
            "amount_minor": 5_00,
            "home_minor": 10_00,
            "home_applied_minor": 0,
        }
        insert_row(uow.db, OpenItem, {**values, "date": date(2026, 1, 1), "due_date": date(2026, 2, 1)})
        rate = "USD 0.5 EUR 2026-03-02 typed"
        make_order(uow, customer, (100_00, 10, 4, 0, 0), currency="USD", exchange=rate)
        credit = read_credit(uow, customer)
    assert (credit.exposure.open_items_minor, credit.overdue_minor) == (20_00, 20_00)
    assert (credit.exposure.shipped_minor, credit.exposure.ordered_minor) == (95_20, 142_80)


def test_the_desk_sees_usual_products_with_the_last_price_and_open_orders(work, customer):
    chair, desk = make_product(work, "CH-1", "Chair"), make_product(work, "DE-1", "Desk")
    with work.begin(actor=SYSTEM) as uow:
        first = date(2026, 1, 5)
        make_order(uow, customer, (10_00, 1, 1, 1, 0, chair), state="closed", order_date=first)
        last = make_order(
            uow,
            customer,
            (24_00, 2, 0, 0, 0, chair),
            (90_00, 1, 0, 0, 0, desk),
            gross_minor=135_66,
            number="SO-2",
        )
        make_order(uow, customer, (1_00, 1, 0, 0, 0, desk), state="cancelled")
        context = read_customer_context(uow, customer)
    usual = [(each.sku, each.count, each.last_price_micro, each.last_date) for each in context.usual_products]
    assert usual == [("CH-1", 2, 12 * PIECE, uow.today), ("DE-1", 1, 90 * PIECE, uow.today)]
    assert [(each.id, each.number, each.gross_minor) for each in context.open_orders] == [
        (last, "SO-2", 135_66)
    ]
    assert context.last_order == uow.today


def test_the_last_price_is_found_however_much_was_ordered_since_in_one_query(work, customer):
    rare, usual = make_product(work, "RA-1", "Rare"), make_product(work, "US-1", "Usual")
    never = make_product(work, "NE-1", "Never")
    with work.begin(actor=SYSTEM) as uow:
        then = date(2025, 1, 5)
        make_order(uow, customer, (30_00, 3, 0, 0, 0, rare), state="closed", order_date=then)
        for _time in range(RECENT_ORDERS + 1):
            make_order(uow, customer, (5_00, 1, 0, 0, 0, usual), state="closed", order_date=date(2026, 2, 1))
        late = date(2024, 1, 1)  # imported afterwards: younger as a row, older as a purchase
        make_order(uow, customer, (99_00, 1, 0, 0, 0, rare), state="closed", order_date=late)
        make_order(uow, customer, (77_00, 1, 0, 0, 0, rare), state="cancelled")
        own = make_order(uow, customer, (88_00, 1, 0, 0, 0, rare))
        with_own = read_last_prices(uow, customer, [rare])
        counted: list[str] = []
        sa.event.listen(uow.db, "before_cursor_execute", lambda *event: counted.append(event[2]))
        found = read_last_prices(uow, customer, [rare, usual, never], without_order=own)
        assert len(counted) == 1
        assert read_last_prices(uow, customer + 1, [rare]) == {}
    assert with_own[rare].last_price_micro == 88 * PIECE
    told = {
        id_: (each.last_date, each.last_quantity_micro, each.last_price_micro) for id_, each in found.items()
    }
    assert told == {rare: (then, 3 * PIECE, 10 * PIECE), usual: (date(2026, 2, 1), PIECE, 5 * PIECE)}
