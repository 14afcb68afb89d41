"""A historic sale: closed order, shipment, invoice, payment, all under the file's number and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.billing import InvoiceKind
from app.domain.importing.countries import CountryFit
from app.domain.importing.retail.documents import RetailDocument
from app.domain.tax import PriceMode, TaxKey, Totals
from app.domain.terms import due_date
from app.services.importing.history.facts import COUNTER, BuyerRef, HistoryFacts
from app.services.importing.history.lines import HistoryLine, draft_line, history_lines
from app.services.importing.history.moves import book_history, summed
from app.services.importing.history.settling import settle
from app.services.invoicing.drafts import DraftLine, InvoiceDraft, totals_of
from app.services.invoicing.posting import post_draft
from app.services.numbering import DrawnNumber
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.shipping import Shipment, ShipmentLine
from db.statements import insert_row, insert_rows

SHIP_FIELDS = ("name", "street", "postcode", "city", "country")


@dataclass(frozen=True, slots=True)
class Sale:
    """A document ready to be written."""

    document: RetailDocument
    buyer: BuyerRef
    lines: tuple[HistoryLine, ...]
    key: TaxKey
    totals: Totals
    ship_to: dict[str, str]

    @property
    def day(self) -> dt.date:
        """The document's date."""
        return self.document.at.date()


def write_sale(uow: UnitOfWork, facts: HistoryFacts, document: RetailDocument) -> int:
    """Write the sale; the invoice's id."""
    sale = _sale(facts, document)
    order_id = insert_row(uow.db, Order, _order_row(uow, facts, sale))
    rows = [_line_row(order_id, place, sale, facts) for place in range(len(sale.lines))]
    line_ids = _insert_lines(uow, order_id, rows)
    shipped = _ship(uow, facts, sale, order_id, line_ids)
    drafts = tuple(
        draft_line(line, sale.key, order_line_id=line_id, shipment_line_id=shipped.get(line_id))
        for line, line_id in zip(sale.lines, line_ids, strict=True)
    )
    drawn = DrawnNumber(document.number, facts.office.series_id, None)
    posted = post_draft(uow, _draft(facts, sale, drafts, order_id, is_shipped=bool(shipped)), number=drawn)
    settle(uow, facts.office, posted, day=sale.day)
    after = {"state": "closed", "number": document.number, "file": facts.office.file_name}
    uow.audit("order", order_id, before={}, after=after)
    uow.changed("order", order_id, version=1)
    return posted.invoice_id


def _sale(facts: HistoryFacts, document: RetailDocument) -> Sale:
    office = facts.office
    key = office.tax_key(document.at.date())
    assert key is not None, "documents before the tax's first day are refused"
    buyer = facts.buyers[document.customer or COUNTER]
    lines = history_lines(document, facts.products, office.currency)
    totals = totals_of(tuple(draft_line(line, key) for line in lines), PriceMode.NET)
    return Sale(document, buyer, lines, key, totals, ship_to(buyer, document))


def ship_to(buyer: BuyerRef, document: RetailDocument) -> dict[str, str]:
    """The place of delivery: the buyer's, in the country that the document names."""
    address = {name: buyer.buyer.address.get(name, "") for name in SHIP_FIELDS}
    country = document.country
    if country is not None and country.fit in {CountryFit.EXACT, CountryFit.NEAREST}:
        address["country"] = country.code
    return address


def _order_row(uow: UnitOfWork, facts: HistoryFacts, sale: Sale) -> dict[str, Any]:
    buyer = sale.buyer.buyer
    return {
        "kind": "order",
        "state": "closed",
        "number": sale.document.number,
        "series_id": facts.office.series_id,
        "customer_id": buyer.customer_id,
        "customer_name": buyer.name,
        "customer_sort": buyer.sort_key,
        **{f"ship_{name}": text for name, text in sale.ship_to.items()},
        "term_id": sale.buyer.term_id,
        "currency": facts.office.currency,
        "price_mode": PriceMode.NET.value,
        "order_date": sale.day,
        "promise_date": sale.day,
        "net_minor": sale.totals.net_minor,
        "tax_minor": sale.totals.tax_minor,
        "gross_minor": sale.totals.gross_minor,
        "created_by": uow.actor.name,
        "created_at": uow.now,
        "confirmed_at": facts.office.moment(sale.document.at),
        "imported": True,
    }


def _line_row(order_id: int, place: int, sale: Sale, facts: HistoryFacts) -> dict[str, Any]:
    line = sale.lines[place]
    return {
        "order_id": order_id,
        "line_key": f"i{place + 1}",
        "position": place + 1,
        "kind": line.kind,
        "product_id": line.product.id,
        "sku": line.product.sku,
        "text": line.text,
        "quantity_micro": line.quantity_micro,
        "unit": line.product.unit,
        "base_micro": line.quantity_micro,
        "price_source": "manual",
        "price_micro": line.price_micro,
        "amount_minor": line.amount_minor,
        "tax_class": line.product.tax_class,
        "tax_code": sale.key.code,
        "tax_category": sale.key.category,
        "tax_ppm": sale.key.rate_ppm,
        "promise_date": sale.day,
        "warehouse_id": facts.office.warehouse_id if line.ships else None,
        "shipped_micro": line.quantity_micro,
        "invoiced_micro": line.quantity_micro,
        "invoiced_minor": line.amount_minor,
    }


def _insert_lines(uow: UnitOfWork, order_id: int, rows: Sequence[dict[str, Any]]) -> list[int]:
    """The lines' ids in order: read back, which costs half of RETURNING on wide rows."""
    insert_rows(uow.db, OrderLine, rows)
    statement = sa.select(OrderLine.id).where(OrderLine.order_id == order_id).order_by(OrderLine.position)
    return [int(id_) for id_ in uow.db.execute(statement).scalars()]


def _ship(
    uow: UnitOfWork, facts: HistoryFacts, sale: Sale, order_id: int, line_ids: Sequence[int]
) -> dict[int, int]:
    """The shipment with its stock moves; shipment line by order line. Services alone need none."""
    goods = [(line, id_) for line, id_ in zip(sale.lines, line_ids, strict=True) if line.ships]
    if not goods:
        return {}
    shipment_id = insert_row(uow.db, Shipment, _shipment_row(uow, facts, sale, order_id))
    fulfilments = _insert_fulfilments(uow, facts, sale, goods, order_id)
    rows = [
        {
            "shipment_id": shipment_id,
            "order_line_id": line_id,
            "fulfilment_id": fulfilments[line_id],
            "quantity_micro": line.quantity_micro,
            "picked_micro": line.quantity_micro,
            "invoiced_micro": line.quantity_micro,
        }
        for line, line_id in goods
    ]
    insert_rows(uow.db, ShipmentLine, rows)
    statement = sa.select(ShipmentLine.order_line_id, ShipmentLine.id)
    ids = uow.db.execute(statement.where(ShipmentLine.shipment_id == shipment_id))
    shipped = {row[0]: int(row[1]) for row in ids}
    changes = summed((line.product.id, -line.quantity_micro) for line, _id in goods)
    book_history(uow, facts.office, changes, kind="shipment", day=sale.day, shipment_id=shipment_id)
    return shipped


def _shipment_row(uow: UnitOfWork, facts: HistoryFacts, sale: Sale, order_id: int) -> dict[str, Any]:
    return {
        "number": sale.document.number,
        "series_id": facts.office.series_id,
        "order_id": order_id,
        "warehouse_id": facts.office.warehouse_id,
        "state": "shipped",
        **{f"ship_{name}": text for name, text in sale.ship_to.items()},
        "ship_date": sale.day,
        "created_at": uow.now,
        "created_by": uow.actor.name,
        "imported": True,
    }


def _insert_fulfilments(
    uow: UnitOfWork, facts: HistoryFacts, sale: Sale, goods: Sequence[tuple[HistoryLine, int]], order_id: int
) -> dict[int, int]:
    """The fulfilment's id by order line."""
    rows = [
        {
            "order_line_id": line_id,
            "product_id": line.product.id,
            "warehouse_id": facts.office.warehouse_id,
            "quantity_micro": line.quantity_micro,
            "shipped_micro": line.quantity_micro,
            "promise_date": sale.day,
        }
        for line, line_id in goods
    ]
    insert_rows(uow.db, Fulfilment, rows)
    of_order = sa.select(OrderLine.id, Fulfilment.id).where(OrderLine.order_id == order_id)
    ids = uow.db.execute(of_order.join(Fulfilment, Fulfilment.order_line_id == OrderLine.id))
    return {row[0]: int(row[1]) for row in ids}


def _draft(
    facts: HistoryFacts, sale: Sale, lines: tuple[DraftLine, ...], order_id: int, *, is_shipped: bool
) -> InvoiceDraft:
    number = sale.document.number
    return InvoiceDraft(
        kind=InvoiceKind.INVOICE,
        buyer=sale.buyer.buyer,
        date=sale.day,
        supply_date=sale.day,
        due_date=due_date(sale.day, sale.buyer.due),
        currency=facts.office.currency,
        price_mode=PriceMode.NET,
        lines=lines,
        totals=sale.totals,
        ship_to=sale.ship_to,
        term_text=sale.buyer.term_name,
        order_numbers=number,
        delivery_numbers=number if is_shipped else "",
        orders=((order_id, 1),),
        imported=True,
    )
