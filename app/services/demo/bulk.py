"""The bulk path of `demo --scale`: many rows at once, behind the services' back and by their rules.

It adds to a demo firm, for each step of the scale, 1,000 customers, 1,000 products and 10,000 orders as
closed history: each order shipped and invoiced in full, nine of ten invoices paid by one collective payment
a customer. The documents stand in the series "imported", outside the gap rule, and have no audit entries
and no papers yet (made on their first view). Everything else is as the services write it: amounts by
`app.domain.money`, posted hashes, ledger, stock moves (the trigger keeps stock), open items; `verify` proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.price_inputs import PriceRowInput
from app.domain.search_words import search_text, sort_key
from app.i18n import _
from app.services.costs import keep_first_costs
from app.services.demo.bulk_documents import TABLES, BulkDocuments, BulkFacts
from app.services.demo.bulk_indexes import drop_indexes, make_indexes, make_room, take_back_room
from app.services.demo.catalogue import choose_range
from app.services.demo.loading import load_rows, next_id, settle_ids
from app.services.demo.office import OWNER, DemoOffice
from app.services.demo.words import countries
from app.services.parties.texts import text_of_customer
from app.services.prices import add_price_rows, read_price_lists
from app.services.setup import require_firm
from app.services.setup.taxes import read_tax_rules
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import NumberSeries
from db.schema.parties import Customer
from db.schema.products import Product
from db.schema.search_index import CustomerText, ProductText
from db.schema.stock import StockMove

CUSTOMERS, PRODUCTS, ORDERS = 1_000, 1_000, 10_000
CHUNK = 5_000
OPENING = 10_000_000 * MICRO
PRICE_ROWS_MOST = 50_000

Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class _Card:
    """A bulk product as documents need it."""

    id: int
    sku: str
    name: str
    price_micro: int


def add_bulk(office: DemoOffice, *, scale: int, tell: Tell, cards_only: bool = False) -> None:
    """Add the rows of the scale, or its cards alone; `tell` hears after each chunk and may raise to stop.

    For an office whose work is one transaction (`Work.as_one`): of what is stopped or killed nothing stays.
    """
    office.write(OWNER, make_room)
    try:
        _add_all(office, scale, tell, cards_only=cards_only)
    finally:  # a pragma is no part of the transaction
        office.write(OWNER, take_back_room)


def _add_all(office: DemoOffice, scale: int, tell: Tell, *, cards_only: bool) -> None:
    customers = _add_customers(office, scale * CUSTOMERS, tell)
    products = _add_products(office, scale * PRODUCTS, tell)
    documents = BulkDocuments(
        office.random("bulk"),
        office.read(_read_facts, office),
        customers,
        [_facts(card) for card in products],
    )
    if not cards_only:
        _add_orders(office, documents, scale * ORDERS, tell)
        for first in range(0, len(customers), CHUNK):
            tell(0.92 + 0.08 * first / len(customers), _("Adding payments"))
            office.write(OWNER, documents.pay, customers[first : first + CHUNK])
    office.write(OWNER, documents.finish)


def _add_orders(office: DemoOffice, documents: BulkDocuments, total: int, tell: Tell) -> None:
    indexes = office.write(OWNER, drop_indexes, [table for _name, table, _columns in TABLES])
    for first in range(0, total, CHUNK):
        office.write(OWNER, documents.add, min(CHUNK, total - first))
        tell(0.2 + 0.7 * first / total, _("Adding orders"))
    office.write(OWNER, make_indexes, indexes)


def _facts(card: _Card) -> tuple[int, str, str, int]:
    return card.id, card.sku, card.name, card.price_micro


def _read_facts(view: Reading, office: DemoOffice) -> BulkFacts:
    firm = require_firm(view)
    tax = next(each for code, each in read_tax_rules(view).taxes.items() if code == "S")
    rate = tax.rate_on(office.clock.today())
    assert rate is not None, "the seeds know today's rate"
    series = {
        row.kind: (row.id, row.prefix, row.digits)
        for row in view.db.execute(
            sa.select(NumberSeries.kind, NumberSeries.id, NumberSeries.prefix, NumberSeries.digits)
        )
    }
    return BulkFacts(
        firm=firm,
        tax_category=tax.category,
        tax_ppm=rate,
        imported_series=series["imported"][0],
        payment_series=series["payment"],
        warehouse_id=office.warehouses[0],
        today=office.clock.today(),
    )


def _add_customers(office: DemoOffice, count: int, tell: Tell) -> list[tuple[int, str, str, str, str]]:
    """(id, name, street, postcode, city) of the customers made."""
    made: list[tuple[int, str, str, str, str]] = []
    names = _customer_names(office)
    for first in range(0, count, CHUNK):
        part = [next(names) for _number in range(min(CHUNK, count - first))]
        made += office.write(OWNER, _write_customers, part, first)
        tell(0.1 * first / count, _("Adding customers"))
    return made


def _customer_names(office: DemoOffice) -> Iterator[tuple[str, str, str, str]]:
    source = office.random("bulk customers")
    words = next(each for each in countries() if each.code == "DE")
    number = 0
    while True:
        number += 1
        city, postcode, _dial = source.choice(words.cities)
        name = (
            f"{source.choice(words.last)} {source.choice(words.trades)} {number} {source.choice(words.forms)}"
        )
        yield name, f"{source.choice(words.streets)} {source.randrange(1, 200)}", postcode, city


def _write_customers(
    uow: UnitOfWork, part: list[tuple[str, str, str, str]], first: int
) -> list[tuple[int, str, str, str, str]]:
    term_id = require_firm(uow).default_term_id
    start = next_id(uow, Customer)
    columns = (
        "id", "number", "name", "sort_key", "street", "postcode", "city", "country", "phone", "email", "term_id",
        "credit_limit_minor",
    )  # fmt: skip
    rows = []
    texts = []
    for place, (name, street, postcode, city) in enumerate(part):
        number = f"B-{first + place + 1:06d}"
        phone, email = f"+49 40 {first + place:07d}", f"office{first + place}@customer.example"
        id_ = start + place
        rows.append(
            (
                id_,
                number,
                name,
                sort_key(name),
                street,
                postcode,
                city,
                "DE",
                phone,
                email,
                term_id,
                5_000_000,
            )
        )
        card = {"number": number, "name": name, "city": city, "phone": phone, "email": email}
        texts.append((id_, text_of_customer({**card, "street": street, "postcode": postcode, "vat_id": ""})))
    load_rows(uow, Customer, columns, rows)
    load_rows(uow, CustomerText, ("customer_id", "text"), texts)
    settle_ids(uow, Customer)
    return [(start + place, *each) for place, each in enumerate(part)]


def _add_products(office: DemoOffice, count: int, tell: Tell) -> list[_Card]:
    made: list[_Card] = []
    for first in range(0, count, CHUNK):
        made += office.write(OWNER, _write_products, first, min(CHUNK, count - first), office.warehouses[0])
        tell(0.1 + 0.1 * first / count, _("Adding products"))
    return made


def _write_products(uow: UnitOfWork, first: int, count: int, warehouse_id: int) -> list[_Card]:
    start = next_id(uow, Product)
    base = choose_range(10_000)
    columns = ("id", "sku", "name", "sort_key", "family", "unit", "weight_g")
    cards, rows, texts, moves, costs = [], [], [], [], {}
    for place in range(count):
        number = first + place + 1
        model = base[number % len(base)]
        sku, name, id_ = f"{model.data.sku}-{number:06d}", f"{model.data.name} {number}", start + place
        rows.append((id_, sku, name, sort_key(name), model.data.family, "pc", model.data.weight_g))
        costs[id_] = model.data.standard_cost_micro or 0
        texts.append((id_, search_text(sku, name, model.data.family)))
        moves.append((id_, warehouse_id, OPENING, "opening", uow.today.isoformat(), _micros(uow), "owner"))
        cards.append(_Card(id_, sku, name, model.price_micro))
    load_rows(uow, Product, columns, rows)
    load_rows(uow, ProductText, ("product_id", "text"), texts)
    move_columns = ("product_id", "warehouse_id", "quantity_micro", "kind", "date", "at", "actor")
    load_rows(uow, StockMove, move_columns, moves)
    settle_ids(uow, Product)
    keep_first_costs(uow, costs, source="card")
    _write_prices(uow, cards if first < PRICE_ROWS_MOST else [])
    return cards


def _write_prices(uow: UnitOfWork, cards: list[_Card]) -> None:
    if not cards:
        return
    general = next(each for each in read_price_lists(uow) if each.kind == "general")
    rows = [PriceRowInput(product_id=card.id, price_micro=card.price_micro) for card in cards]
    add_price_rows(uow, general.id, rows)


def _micros(uow: UnitOfWork) -> Any:
    return int(uow.now.timestamp()) * MICRO
