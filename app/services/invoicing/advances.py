"""Invoices of advances: a part of an order is asked for before it is supplied (D57, D59)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.advances import (
    ADVANCE,
    HeldAdvance,
    advance_of,
    quantity_of,
    split_over_taxes,
    tax_point,
)
from app.domain.billing import InvoiceKind, amount_of_base
from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings
from app.domain.holds import Stop
from app.domain.issues import Issue, Remedy
from app.domain.money import MICRO, Money
from app.domain.orders.states import OrderState
from app.domain.tax import PriceMode, TaxKey, TaxRounding
from app.i18n import _, format_rate, speaking
from app.services.holds.asking import Asked, held_issues
from app.services.invoicing.checks import check_buyer, read_warnings
from app.services.invoicing.creditable import start_counting
from app.services.invoicing.drafts import DraftLine, InvoiceDraft, totals_of
from app.services.invoicing.facts import BuyerFacts, read_buyer, read_due, read_rates
from app.services.invoicing.papers import freeze_invoice_paper
from app.services.invoicing.posting import check_date, post_draft
from app.services.invoicing.ships_from import read_abroad
from app.services.invoicing.sources import SourceLine, SourceOrder, lock_orders, read_lines, read_orders
from app.services.invoicing.supply_rates import Supply
from app.services.ledger.advances import read_held
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.invoicing import Invoice, OpenItem

OPEN_STATES = frozenset({OrderState.CONFIRMED, OrderState.SHIPPED})


@dataclass(frozen=True, slots=True)
class AdvanceWish:
    """How much is asked for: a percentage of the order, or an amount as its prices are (net, or with tax)."""

    percent_ppm: int = 0
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class OrderAdvance:
    """An advance invoice of an order: what is to be paid of it, and what no invoice took off yet, gross."""

    invoice_id: int
    number: str
    date: dt.date
    currency: str
    gross_minor: int
    open_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class AdvanceSheet:
    """An order on the way to an advance: what was asked for, and what the wish would post or why it cannot."""

    order_number: str
    customer_name: str
    currency: str
    advances: tuple[OrderAdvance, ...]
    draft: InvoiceDraft | None
    refusal: RefusedError | None


def read_advance_sheet(view: Reading, *, order_id: int, wish: AdvanceWish, date: dt.date) -> AdvanceSheet:
    """All that the screen of a new advance shows."""
    order = _known(read_orders(view, {order_id}), order_id)
    draft, refusal = None, None
    try:
        draft = preview_advance(view, order_id=order_id, wish=wish, date=date)
    except RefusedError as error:
        refusal = error
    name = read_buyer(view, order.customer_id).buyer.name
    return AdvanceSheet(order.number, name, order.currency, read_advances(view, order_id), draft, refusal)


def post_advance(
    uow: UnitOfWork, *, order_id: int, wish: AdvanceWish, date: dt.date | None = None, with_paper: bool = True
) -> int:
    """Ask for an advance on a confirmed order; the id of its invoice. Two clerks never ask for more than the order."""
    uow.actor.require("invoice.post")
    on = check_date(uow, date)
    order = _known(lock_orders(uow, {order_id}), order_id)
    draft = _draft(uow, order, wish, on=on)
    posted = post_draft(uow, draft)
    start_counting(uow, posted.invoice_id)
    if with_paper:
        freeze_invoice_paper(uow, posted.invoice_id)
    return posted.invoice_id


def preview_advance(view: Reading, *, order_id: int, wish: AdvanceWish, date: dt.date) -> InvoiceDraft:
    """What `post_advance` would post on that day, with its issues; refused for the same reasons."""
    draft = _draft(view, _known(read_orders(view, {order_id}), order_id), wish, on=date)
    return replace(draft, issues=(*draft.issues, *read_warnings(view, draft)))


def read_advances(view: Reading, order_id: int) -> tuple[OrderAdvance, ...]:
    """The advance invoices of an order, the oldest first."""
    item = OpenItem
    statement = (
        sa.select(Invoice.id, Invoice.number, Invoice.date, Invoice.currency, Invoice.gross_minor)
        .add_columns(sa.func.coalesce(item.amount_minor - item.applied_minor, 0))
        .outerjoin(item, item.invoice_id == Invoice.id)
        .where(Invoice.order_id == order_id, Invoice.is_advance, Invoice.kind == "invoice")
        .order_by(Invoice.id)
    )
    rows: Sequence[Any] = view.db.execute(statement).all()
    left: dict[int, int] = {}
    for held in read_held(view, [order_id]) if rows else ():
        left[held.advance_id] = left.get(held.advance_id, 0) + held.left.gross_minor
    return tuple(_advance(row, left.get(row[0], 0)) for row in rows)


def _advance(row: Any, left_minor: int) -> OrderAdvance:
    id_, number, date, currency, gross_minor, open_minor = row
    return OrderAdvance(id_, number, date, currency, gross_minor, open_minor, left_minor)


def _known(orders: Sequence[SourceOrder], order_id: int) -> SourceOrder:
    if not orders:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    return orders[0]


@dataclass(frozen=True, slots=True)
class _Worth:
    """An order by the taxes of a day: all of it, and what neither invoices nor advances asked for."""

    whole: Mapping[TaxKey, int]
    left: Mapping[TaxKey, int]
    rates: Supply

    @property
    def most_minor(self) -> int:
        """The largest advance."""
        return min(sum(self.left.values()), sum(minor for minor in self.left.values() if minor > 0))


def _worth(view: Reading, order: SourceOrder, *, on: dt.date) -> _Worth:
    lines = read_lines(view, [order.id])
    point = tax_point(supplied=None, received=on)
    assert point is not None, "a day was given"
    supply = Supply(on=point.on, days={}, rates=read_rates(view, {line.tax.code for line in lines}))
    whole: dict[TaxKey, int] = {}
    left: dict[TaxKey, int] = {}
    for line in lines:
        key, minor = supply.key_on(line.tax, supply.on), _amount(line, order.currency)
        whole[key] = whole.get(key, 0) + minor
        left[key] = left.get(key, 0) + minor - line.progress.invoiced_minor
    for held in read_held(view, [order.id]):
        key = _key_for(held, left)
        left[key] = left.get(key, 0) - held.left.amount_minor
    return _Worth(whole, left, supply)


def _amount(line: SourceLine, currency: str) -> int:
    """The line without its cancelled rest."""
    progress = line.progress
    return amount_of_base(progress, progress.base_micro - progress.cancelled_micro, currency)


def _key_for(held: HeldAdvance, left: Mapping[TaxKey, int]) -> TaxKey:
    """The tax whose lines an advance is for: its own, at another rate the same code."""
    same = [key for key in left if key.code == held.key.code]
    return held.key if held.key in left or not same else same[0]


def _draft(view: Reading, order: SourceOrder, wish: AdvanceWish, *, on: dt.date) -> InvoiceDraft:
    _check_order(view, order)
    worth = _worth(view, order, on=on)
    _refuse_stacked(order, worth.whole)
    amount = _amount_wanted(order, wish, worth)
    facts = read_buyer(view, order.customer_id)
    due, term_text = read_due(view, order.term_id or facts.term_id, on=on)
    mode, rounding = PriceMode(order.price_mode), TaxRounding(order.tax_rounding)
    lines = _lines(order, wish, facts, split_over_taxes(amount, worth.left))
    draft = InvoiceDraft(
        kind=InvoiceKind.INVOICE,
        buyer=facts.buyer,
        date=on,
        supply_date=worth.rates.on,
        due_date=due,
        currency=order.currency,
        exchange=order.exchange,
        price_mode=mode,
        tax_rounding=rounding,
        lines=lines,
        totals=totals_of(lines, mode, rounding),
        ship_to={},
        term_text=term_text,
        po_number=order.po_number,
        order_numbers=order.number,
        orders=((order.id, order.version),),
        is_advance=True,
        issues=_rate_warnings(lines, worth.rates, due),
        abroad=read_abroad(view, order),
    )
    check_buyer(draft)
    return draft


def _check_order(view: Reading, order: SourceOrder) -> None:
    findings = Findings("advance")
    findings.block(order.state not in OPEN_STATES, "order_not_open", "order", number=order.number)
    issues = (
        *findings.all,
        *held_issues(view, [Asked(order.id, order.customer_id, order.number)], Stop.INVOICE),
    )
    if issues:
        raise RefusedError("advance.refused", issues=issues)


def _refuse_stacked(order: SourceOrder, taxes: Iterable[TaxKey]) -> None:
    """Taxes that jurisdictions stack are due with the sale, never with money that comes before it."""
    findings = Findings("advance")
    findings.block(any(key.stack for key in taxes), "is_stacked", "order", number=order.number)
    if findings.all:
        raise RefusedError("advance.refused", issues=findings.all)


def _amount_wanted(order: SourceOrder, wish: AdvanceWish, worth: _Worth) -> int:
    """The wish as an amount within what is left; refused with what would be."""
    findings = Findings("advance")
    amount = wish.amount_minor or advance_of(wish.percent_ppm, worth.whole)
    most = worth.most_minor
    out = not 0 <= wish.percent_ppm <= MICRO or wish.amount_minor < 0
    findings.block(most <= 0, "nothing_left", "order", number=order.number)
    findings.block(most > 0 and (out or amount <= 0), "not_positive", "wish")
    remedy = Remedy("advance.take_rest", "advance.take_rest", {"amount_minor": most})
    left = Money(most, order.currency)
    beyond = most > 0 and not out and amount > most
    wanted = Money(amount, order.currency)
    findings.block(beyond, "above_left", "wish", remedy, number=order.number, left=left, wanted=wanted)
    if findings.all:
        raise RefusedError("advance.refused", issues=findings.all)
    return amount


def _lines(
    order: SourceOrder, wish: AdvanceWish, facts: BuyerFacts, parts: Mapping[TaxKey, int]
) -> tuple[DraftLine, ...]:
    with speaking(facts.buyer.language):
        text = _("Advance on order {number}").format(number=order.number)
        if wish.percent_ppm and not wish.amount_minor:
            share = format_rate(wish.percent_ppm)
            text = _("Advance of {share} on order {number}").format(share=share, number=order.number)
    return tuple(
        DraftLine(
            kind=ADVANCE,
            text=text,
            quantity_micro=quantity_of(minor, order.currency),
            unit="",
            base_micro=quantity_of(minor, order.currency),
            price_micro=MICRO,
            amount_minor=minor,
            tax=key,
            sku=order.number,
        )
        for key, minor in parts.items()
    )


def _rate_warnings(lines: Sequence[DraftLine], rates: Supply, due: dt.date) -> tuple[Issue, ...]:
    """The tax of an advance is that of its receipt: told where the rate changes before it is due."""
    findings = Findings("advance")
    for line in lines:
        then = rates.key_on(line.tax, due)
        params = {"now": format_rate(line.tax.rate_ppm), "then": format_rate(then.rate_ppm), "due": due}
        findings.warn(then != line.tax, "rate_changes", "wish", **params)
    return findings.all
