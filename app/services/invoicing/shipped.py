"""Invoices from what was shipped and not invoiced yet (D56)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.billing import InvoiceKind, quantity_of_part
from app.domain.cash_rounding import CashRounding, rounding_of
from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.findings import Findings
from app.domain.holds import Stop
from app.domain.issues import Issue
from app.domain.orders.states import OrderState
from app.domain.tax import PriceMode, TaxRounding
from app.services.cash_rounding import read_cash_rounding
from app.services.holds.asking import Asked, held_issues
from app.services.invoicing.checks import check_buyer, read_warnings
from app.services.invoicing.deducting import with_deductions
from app.services.invoicing.drafts import DraftLine, InvoiceDraft, totals_of
from app.services.invoicing.facts import read_buyer, read_due, read_rates
from app.services.invoicing.papers import freeze_invoice_paper
from app.services.invoicing.parts import line_parts
from app.services.invoicing.posting import check_date, post_draft
from app.services.invoicing.ships_from import read_abroad
from app.services.invoicing.sources import (
    LinePart,
    ShippedPart,
    SourceOrder,
    SourceShipment,
    lock_orders,
    mark_lines_invoiced,
    mark_parts_invoiced,
    read_lines,
    read_orders,
    read_shipments,
    read_shipped_of,
    read_shipped_parts,
)
from app.services.invoicing.stacked_supply import read_stacked
from app.services.invoicing.supply_rates import Supply, at_supply, split_by_rate
from app.services.unit_of_work import Reading, UnitOfWork

Tell = Callable[[tuple[Issue, ...]], object]
PO_MAX = 200  # the width of `invoice.po_number`, which PostgreSQL holds to
BILLABLE_STATES = frozenset({OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.CLOSED})


def post_invoice(
    uow: UnitOfWork,
    *,
    shipment_ids: Collection[int],
    date: dt.date | None = None,
    reason: str = "",
    with_paper: bool = True,
    tell: Tell | None = None,
) -> int:
    """Invoice what the shipments hold and no invoice has yet; the invoice's id.

    Shipments may belong to several orders of one customer. Services, charges, free and discount lines of an
    order come once, with its first invoice, a discount as far as it fits. Rates are those of the days of supply.
    A total below zero is posted as a credit note: that needs its right and a reason. `with_paper=False` leaves the
    paper to its first view (history). `tell` hears what may be posted as it is, as the preview's `issues`.
    """
    uow.actor.require("invoice.post")
    on = check_date(uow, date)
    shipments = _known_shipments(uow, shipment_ids)
    orders = lock_orders(uow, {shipment.order_id for shipment in shipments})
    return _post(uow, orders, shipments, on=on, reason=reason, with_paper=with_paper, tell=tell)


def post_invoice_for_order(
    uow: UnitOfWork,
    *,
    order_id: int,
    date: dt.date | None = None,
    reason: str = "",
    with_paper: bool = True,
    tell: Tell | None = None,
) -> int:
    """Invoice everything of the order that was shipped and not invoiced; the invoice's id.

    An order without goods (services only) is invoiced without a shipment.
    """
    uow.actor.require("invoice.post")
    on = check_date(uow, date)
    orders = lock_orders(uow, {order_id})
    if not orders:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    shipments = read_shipped_of(uow, order_id)
    return _post(uow, orders, shipments, on=on, reason=reason, with_paper=with_paper, tell=tell)


def preview_invoice_for_order(view: Reading, *, order_id: int, date: dt.date) -> InvoiceDraft:
    """What `post_invoice_for_order` would post on that day, with its issues; refused for the same reasons."""
    orders = read_orders(view, {order_id})
    if not orders:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    return _preview(view, orders, read_shipped_of(view, order_id), on=date)


def _preview(
    view: Reading, orders: Sequence[SourceOrder], shipments: Sequence[SourceShipment], *, on: dt.date
) -> InvoiceDraft:
    _check_sources(view, orders, shipments)
    cash = read_cash_rounding(view)
    billed = _billed(view, orders, shipments, on=on)
    draft = _draft(view, orders, billed, cash, on=on)
    return replace(draft, issues=read_warnings(view, draft))


def _known_shipments(view: Reading, shipment_ids: Collection[int]) -> tuple[SourceShipment, ...]:
    shipments = read_shipments(view, shipment_ids)
    missing = set(shipment_ids) - {shipment.id for shipment in shipments}
    if missing:
        raise NotFoundError("document.not_found", kind="shipment", id=min(missing))
    return shipments


@dataclass(frozen=True, slots=True)
class _Billed:
    """Shipped goods not invoiced yet, what each line contributes, the shipments they came with, and their last day."""

    taken: tuple[ShippedPart, ...]
    parts: tuple[LinePart, ...]
    shipments: tuple[SourceShipment, ...]
    supply_date: dt.date
    is_last: bool  # nothing more is to be invoiced of these orders


def _billed(
    view: Reading, orders: Sequence[SourceOrder], shipments: Sequence[SourceShipment], *, on: dt.date
) -> _Billed:
    """What there is to invoice; refused if there is nothing."""
    ordered = read_lines(view, [order.id for order in orders])
    shipped = read_shipped_parts(view, [shipment.id for shipment in shipments])
    goods = {line.id for line in ordered if line.kind == "goods"}
    taken = tuple(part for part in shipped if part.order_line_id in goods)
    used = {part.shipment_id for part in taken}
    billed = tuple(shipment for shipment in shipments if shipment.id in used)
    days = {shipment.id: shipment.ship_date for shipment in billed if shipment.ship_date}
    rates = read_rates(view, {line.tax.code for line in ordered})
    day = max(days.values(), default=on)
    stacked = read_stacked(view, orders, ordered, {day, *days.values()})
    supply = Supply(on=day, days=days, rates=rates, stacked=stacked)
    currency = orders[0].currency
    lines = at_supply(ordered, supply)
    mode, rounding = PriceMode(orders[0].price_mode), TaxRounding(orders[0].tax_rounding)
    parts = line_parts(lines, taken, currency=currency, mode=mode, rounding=rounding)
    if not parts:
        _refuse_nothing(orders)
    parts = split_by_rate(parts, taken, {line.id: line.tax for line in ordered}, supply, currency)
    rest = sum(line.progress.left_micro for line in ordered) - sum(part.base_micro for part in parts)
    return _Billed(taken, tuple(parts), billed, supply.on, is_last=rest == 0)


def _post(
    uow: UnitOfWork,
    orders: Sequence[SourceOrder],
    shipments: Sequence[SourceShipment],
    *,
    on: dt.date,
    reason: str,
    with_paper: bool,
    tell: Tell | None,
) -> int:
    _check_sources(uow, orders, shipments)
    cash = read_cash_rounding(uow)
    billed = _billed(uow, orders, shipments, on=on)
    if not (mark_parts_invoiced(uow, billed.taken) and mark_lines_invoiced(uow, billed.parts)):
        raise ConflictError("invoice.invoiced_elsewhere", number=_joined(order.number for order in orders))
    draft = _draft(uow, orders, billed, cash, on=on)
    if tell is not None:
        tell(read_warnings(uow, draft))
    if draft.totals.gross_minor < 0:
        draft = replace(draft, reason=reason.strip())
    posted = post_draft(uow, draft)
    for shipment in billed.shipments:
        uow.changed("shipment", shipment.id, version=shipment.version)
    if with_paper:
        freeze_invoice_paper(uow, posted.invoice_id)
    return posted.invoice_id


def _check_sources(view: Reading, orders: Sequence[SourceOrder], shipments: Sequence[SourceShipment]) -> None:
    findings = Findings("invoice")
    if not orders:
        findings.block(True, "no_shipments", "")
    for shipment in shipments:
        findings.block(shipment.state != "shipped", "not_shipped", "shipments", number=shipment.number)
    for order in orders:
        wrong_state = order.state not in BILLABLE_STATES
        findings.block(wrong_state, "order_not_confirmed", "orders", number=order.number)
    names = _joined(order.number for order in orders)
    findings.block(len({order.customer_id for order in orders}) > 1, "two_customers", "orders", numbers=names)
    rules = {(order.currency, order.exchange, order.price_mode, order.tax_rounding) for order in orders}
    findings.block(len(rules) > 1, "two_currencies", "orders", numbers=names)
    differ = len({order.warehouse_id for order in orders}) > 1
    countries = {read_abroad(view, order).country for order in orders} if differ else ()
    findings.block(len(countries) > 1, "two_countries", "orders", numbers=names)
    asked = [Asked(order.id, order.customer_id, order.number) for order in orders]
    issues = (*findings.all, *held_issues(view, asked, Stop.INVOICE))
    if issues:
        raise RefusedError("invoice.refused", issues=issues)


def _refuse_nothing(orders: Sequence[SourceOrder]) -> None:
    findings = Findings("invoice")
    findings.block(True, "nothing_to_invoice", "", numbers=_joined(order.number for order in orders))
    raise RefusedError("invoice.refused", issues=findings.all)


def _draft(
    view: Reading, orders: Sequence[SourceOrder], billed: _Billed, cash: CashRounding, *, on: dt.date
) -> InvoiceDraft:
    first = orders[0]
    facts = read_buyer(view, first.customer_id)
    due, term_text = read_due(view, first.term_id or facts.term_id, on=on)
    mode, rounding = PriceMode(first.price_mode), TaxRounding(first.tax_rounding)
    lines = tuple(_draft_line(part) for part in billed.parts)
    draft = InvoiceDraft(
        kind=InvoiceKind.INVOICE,
        buyer=facts.buyer,
        date=on,
        supply_date=billed.supply_date,
        due_date=due,
        currency=first.currency,
        exchange=first.exchange,
        price_mode=mode,
        tax_rounding=rounding,
        lines=lines,
        totals=totals_of(lines, mode, rounding),
        ship_to={
            "name": first.ship_name,
            "street": first.ship_street,
            "postcode": first.ship_postcode,
            "city": first.ship_city,
            "country": first.ship_country,
        },
        term_text=term_text,
        po_number=joined((order.po_number for order in orders), PO_MAX),
        order_numbers=_joined(order.number for order in orders),
        delivery_numbers=_joined(shipment.number for shipment in billed.shipments),
        orders=tuple((order.id, order.version) for order in orders),
        abroad=read_abroad(view, first),
        shipped_from=tuple((shipment.number, shipment.warehouse_id) for shipment in billed.shipments),
    )
    check_buyer(draft)
    orders_of_lines = [part.line.order_id for part in billed.parts]
    draft = with_deductions(view, draft, orders_of_lines, is_last=billed.is_last)
    coin = cash.coin(first.currency, first.term_id or facts.term_id)
    return replace(draft, coin_minor=coin, rounding_minor=rounding_of(draft.totals.gross_minor, coin))


def _draft_line(part: LinePart) -> DraftLine:
    line = part.line
    return DraftLine(
        kind=line.kind,
        text=line.text,
        quantity_micro=quantity_of_part(line.progress, part.base_micro),
        unit=line.unit,
        base_micro=part.base_micro,
        price_micro=line.progress.price_micro,
        amount_minor=part.amount_minor,
        tax=line.tax,
        sku=line.sku,
        product_id=line.product_id,
        order_line_id=line.id,
        shipment_line_id=part.shipment_line_id,
        list_price_micro=line.list_price_micro,
        discount_ppm=line.discount_ppm,
        discount_on_micro=line.discount_on_micro,
        price_per=line.progress.price_per,
        ordered_tax=part.ordered_tax,
    )


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(_different(texts))


def joined(texts: Iterable[str], longest: int) -> str:
    """The texts behind commas; of those that have no room the number is told: "PO 1, PO 2 … (+7)"."""
    every = _different(texts)
    for count in range(len(every), 0, -1):
        left = len(every) - count
        text = ", ".join(every[:count]) + (f" … (+{left})" if left else "")
        if len(text) <= longest:
            return text
    return every[0][: longest - 1] + "…" if every else ""


def _different(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
