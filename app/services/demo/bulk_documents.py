"""Orders of the bulk path with everything that belongs to a closed one."""

from __future__ import annotations

import random
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.domain.money import MICRO, line_amount
from app.domain.posted_hash import LATER_LINE_FIELDS, posted_hash
from app.domain.search_words import sort_key
from app.domain.tax import tax_on_net
from app.i18n import _
from app.services.demo import bulk_columns as names
from app.services.demo.loading import load_rows, next_id, settle_ids
from app.services.seeds import TERM_NAMES
from app.services.setup import FirmFacts
from app.services.unit_of_work import UnitOfWork
from db.schema.base import canonical_json
from db.schema.firm import NumberSeries
from db.schema.invoicing import Allocation, Invoice, InvoiceLine, InvoiceTax, LedgerEntry, OpenItem, Payment
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.parties import Customer
from db.schema.shipping import Shipment, ShipmentLine
from db.schema.stock import StockMove
from db.statements import table_of

USUAL_TERM = TERM_NAMES["30days"]
PAID_SHARE = 0.9
LINES = (1, 1, 1, 2, 2, 3)
HISTORY_DAYS = 420
ADDRESS = ("name", "street", "postcode", "city", "country", "vat_id")
TABLES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("order", Order, names.ORDER),
    ("order_line", OrderLine, names.ORDER_LINE),
    ("fulfilment", Fulfilment, names.FULFILMENT),
    ("shipment", Shipment, names.SHIPMENT),
    ("shipment_line", ShipmentLine, names.SHIPMENT_LINE),
    ("move", StockMove, names.MOVE),
    ("invoice", Invoice, names.INVOICE),
    ("invoice_line", InvoiceLine, names.INVOICE_LINE),
    ("invoice_tax", InvoiceTax, names.INVOICE_TAX),
    ("item", OpenItem, names.ITEM),
    ("ledger", LedgerEntry, names.LEDGER),
)


@dataclass(frozen=True, slots=True)
class BulkFacts:
    """What the documents of one firm share."""

    firm: FirmFacts
    tax_category: str
    tax_ppm: int
    imported_series: int
    payment_series: tuple[int, str, int]
    warehouse_id: int
    today: date


@dataclass(slots=True)
class _Ids:
    order: int
    line: int
    fulfilment: int
    shipment: int
    shipment_line: int
    invoice: int
    invoice_line: int
    item: int


@dataclass(slots=True)
class BulkDocuments:
    """Writes chunk after chunk; keeps what the payments must settle."""

    source: random.Random
    facts: BulkFacts
    customers: list[tuple[int, str, str, str, str]]
    products: list[tuple[int, str, str, int]]
    made: int = 0
    paid: defaultdict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("q")))
    """Customer -> claim, amount, claim, amount ...: 16 bytes a claim, or a million would not stay small."""
    _sorts: dict[int, str] = field(default_factory=dict)

    def add(self, uow: UnitOfWork, count: int) -> None:
        """Write so many orders with their shipments, invoices, moves and postings."""
        ids = _Ids(*(next_id(uow, table) for table in _NUMBERED))
        rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        at = int(uow.now.timestamp()) * MICRO
        seller = {name: getattr(self.facts.firm, name) for name in ADDRESS}
        for _number in range(count):
            self._add_order(rows, ids, at, seller)
        for name, table, columns in TABLES:
            load_rows(uow, table, columns, rows[name])
        for table in (*_NUMBERED, StockMove, InvoiceTax, LedgerEntry):
            settle_ids(uow, table)
        for customer_id, *claim in rows["claim"]:  # only now: what was not written is not to be paid
            self.paid[customer_id].extend(claim)

    def _add_order(
        self, rows: dict[str, list[tuple[Any, ...]]], ids: _Ids, at: int, seller: dict[str, str]
    ) -> None:
        self.made += 1
        source, facts = self.source, self.facts
        customer_id, name, street, postcode, city = source.choice(self.customers)
        day = (facts.today - timedelta(days=1 + source.randrange(HISTORY_DAYS))).isoformat()
        number = f"H{self.made:07d}"
        lines = [
            (*source.choice(self.products), source.randint(1, 9)) for _line in range(source.choice(LINES))
        ]
        amounts = [
            line_amount(quantity_micro=quantity * MICRO, price_micro=price, per=1, currency="EUR")
            for *_product, price, quantity in lines
        ]
        net = sum(amounts)
        tax = tax_on_net(net, facts.tax_ppm)
        place = (name, street, postcode, city, "DE")
        due = (date.fromisoformat(day) + timedelta(days=30)).isoformat()
        sort = self._sorts.get(customer_id) or self._sorts.setdefault(customer_id, sort_key(name))
        rows["order"].append(
            (ids.order, "closed", number, facts.imported_series, customer_id, name, sort, *place, "EUR", day,
             net, tax, net + tax, day, at, at, "bulk", True)
        )  # fmt: skip
        rows["shipment"].append(
            (ids.shipment, number, facts.imported_series, ids.order, facts.warehouse_id, "shipped", *place, day,
             at, "bulk", True)
        )  # fmt: skip
        head = {
            "order_id": ids.order, "customer_id": customer_id, "customer_sort": sort, "number": number, "date": day,
            "due_date": due, "net_minor": net, "tax_minor": tax,
        }  # fmt: skip
        header = self._header(head, place, seller)
        invoice_lines = self._add_lines(rows, ids, lines, amounts, day, at)
        tax_row = {
            "tax_code": "S", "tax_category": facts.tax_category, "tax_ppm": facts.tax_ppm, "base_minor": net,
            "tax_minor": tax, "exemption_text": "",
        }  # fmt: skip
        digest = posted_hash(header, invoice_lines, [tax_row])
        frozen = {key: canonical_json(header[key]) for key in ("buyer", "ship_to")}
        frozen["seller"] = self._frozen(tuple(seller.items()))
        rows["invoice"].append(
            (
                ids.invoice,
                *({**header, **frozen}[key] for key in names.INVOICE_HEAD),
                digest,
                at,
                "bulk",
                True,
            )
        )
        rows["invoice_tax"].append((ids.invoice, *tax_row.values()))
        self._add_money(rows, ids, customer_id, number, (day, due), (net, tax), at)
        ids.order += 1
        ids.shipment += 1
        ids.invoice += 1
        ids.item += 1

    @staticmethod
    @cache
    def _frozen(seller: tuple[tuple[str, str], ...]) -> str:
        return canonical_json(dict(seller))

    def _header(self, head: dict[str, Any], place: tuple[str, ...], seller: dict[str, str]) -> dict[str, Any]:
        """The invoice's header as its hash is taken over it."""
        return head | {
            "kind": "invoice", "series_id": self.facts.imported_series, "series_number": None,
            "customer_name": place[0], "supply_date": head["date"],
            "term_text": _(USUAL_TERM), "po_number": "",
            "order_numbers": head["number"], "delivery_numbers": head["number"], "seller": seller,
            "buyer": dict(zip(ADDRESS, (*place, ""), strict=True)),
            "ship_to": dict(zip(ADDRESS[:5], place, strict=True)), "currency": "EUR", "price_mode": "net",
            "language": "en", "gross_minor": head["net_minor"] + head["tax_minor"], "reason": "",
        }  # fmt: skip

    def _add_lines(
        self,
        rows: dict[str, list[tuple[Any, ...]]],
        ids: _Ids,
        lines: list[Any],
        amounts: list[int],
        day: str,
        at: int,
    ) -> list[dict[str, Any]]:
        facts = self.facts
        posted = []
        for position, ((product_id, sku, text, price, count), amount) in enumerate(
            zip(lines, amounts, strict=True), start=1
        ):
            quantity = count * MICRO
            rows["order_line"].append(
                (ids.line, ids.order, f"k{position}", position, "goods", product_id, sku, text, quantity, quantity,
                 price, price, amount, "S", facts.tax_category, facts.tax_ppm, day, facts.warehouse_id, quantity,
                 quantity, amount)
            )  # fmt: skip
            rows["fulfilment"].append(
                (ids.fulfilment, ids.line, product_id, facts.warehouse_id, quantity, quantity, day)
            )
            rows["shipment_line"].append(
                (ids.shipment_line, ids.shipment, ids.line, ids.fulfilment, quantity, quantity, quantity)
            )
            rows["move"].append(
                (
                    product_id,
                    facts.warehouse_id,
                    -quantity,
                    "shipment",
                    "shipment",
                    ids.shipment,
                    day,
                    at,
                    "bulk",
                )
            )
            line = dict(
                zip(
                    names.POSTED_LINE,
                    (position, "goods", ids.line, ids.shipment_line, None, product_id, sku, text, quantity, "pc",
                     quantity, price, 0, price, amount, "S", facts.tax_category, facts.tax_ppm,
                     *LATER_LINE_FIELDS.values()),
                    strict=True,
                )
            )  # fmt: skip
            rows["invoice_line"].append((ids.invoice_line, ids.invoice, *line.values()))
            posted.append(line)
            ids.line += 1
            ids.fulfilment += 1
            ids.shipment_line += 1
            ids.invoice_line += 1
        return posted

    def _add_money(
        self,
        rows: dict[str, list[tuple[Any, ...]]],
        ids: _Ids,
        customer_id: int,
        number: str,
        days: tuple[str, str],
        sums: tuple[int, int],
        at: int,
    ) -> None:
        net, tax = sums
        is_paid = self.source.random() < PAID_SHARE
        if is_paid:
            rows["claim"].append((customer_id, ids.item, net + tax))
        applied = net + tax if is_paid else 0
        rows["item"].append(
            (ids.item, customer_id, "invoice", ids.invoice, None, number, *days, "EUR", net + tax, applied)
        )
        for account, amount in (("revenue", net), ("tax", tax)):
            rows["ledger"].append(
                ("invoice", ids.invoice, days[0], customer_id, "receivable", account, amount, "EUR", "S",
                 self.facts.tax_ppm, at)
            )  # fmt: skip

    def pay(self, uow: UnitOfWork, customers: list[tuple[int, str, str, str, str]]) -> None:
        """One collective payment a customer, dated today, over all of its paid invoices."""
        payers = [customer[0] for customer in customers if self.paid[customer[0]]]
        first = self._draw_numbers(uow, len(payers))
        payment, item, allocation = (next_id(uow, table) for table in (Payment, OpenItem, Allocation))
        rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        at = int(uow.now.timestamp()) * MICRO
        for place, customer_id in enumerate(payers):
            ids = (payment + place, item + place, allocation)
            self._pay(rows, customer_id, first + place, ids, at)
            allocation += len(self.paid[customer_id]) // 2
        for name, table, columns in PAYMENT_TABLES:
            load_rows(uow, table, columns, rows[name])
            settle_ids(uow, table)

    def _draw_numbers(self, uow: UnitOfWork, count: int) -> int:
        """The first of so many payment numbers, drawn at once."""
        statement = (
            sa.update(NumberSeries)
            .where(NumberSeries.id == self.facts.payment_series[0])
            .values(next_number=NumberSeries.next_number + count, last_date=self.facts.today)
            .returning(NumberSeries.next_number)
        )
        return int(uow.db.execute(statement).scalar_one()) - count

    def _pay(
        self,
        rows: dict[str, list[tuple[Any, ...]]],
        customer_id: int,
        drawn: int,
        ids: tuple[int, int, int],
        at: int,
    ) -> None:
        payment, item, allocation = ids
        series_id, prefix, digits = self.facts.payment_series
        paid, day = self.paid[customer_id], self.facts.today.isoformat()
        claims = list(zip(paid[::2], paid[1::2], strict=True))
        number, total = f"{prefix}{drawn:0{digits}d}", sum(paid[1::2])
        rows["payment"].append(
            (payment, number, series_id, drawn, customer_id, day, total, "EUR", at, "bulk")
        )
        rows["item"].append(
            (item, customer_id, "payment", None, payment, number, day, day, "EUR", -total, -total)
        )
        bank = ("bank", "customer_credit", total, "EUR", "", 0, at)
        rows["ledger"].append(("payment", payment, day, customer_id, *bank))
        for id_, (claim, amount) in enumerate(claims, start=allocation):
            rows["allocation"].append((id_, claim, item, amount, day, at, "bulk"))
            settled = ("customer_credit", "receivable", amount, "EUR", "", 0, at)
            rows["ledger"].append(("allocation", id_, day, customer_id, *settled))

    def finish(self, uow: UnitOfWork) -> None:
        """Each customer's open amount as its open items say."""
        item, customer = table_of(OpenItem).c, table_of(Customer)
        owed = (
            sa.select(sa.func.coalesce(sa.func.sum(item.amount_minor - item.applied_minor), 0))
            .where(item.customer_id == customer.c.id, item.is_open)
            .scalar_subquery()
        )
        uow.db.execute(sa.update(customer).values(open_minor=owed))
        uow.db.execute(sa.text("analyze"))


_NUMBERED = (Order, OrderLine, Fulfilment, Shipment, ShipmentLine, Invoice, InvoiceLine, OpenItem)
PAYMENT_TABLES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("payment", Payment, names.PAYMENT),
    ("item", OpenItem, names.ITEM),
    ("allocation", Allocation, names.ALLOCATION),
    ("ledger", LedgerEntry, names.LEDGER),
)
