"""A database with everything in it that verify looks at."""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa

from app.domain.allocation import Share
from app.domain.bonus import BonusInput
from app.domain.money import MICRO
from app.services.bonus import BONUS_BOOK, read_bonus_rows
from app.services.costs import ReceivedAtCost, note_receipts
from app.services.invoicing.bonus_credits import credit_bonus
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.invoicing.shipped import post_invoice
from app.services.payments.undoing import undo_allocation
from db.schema.invoicing import InvoiceLine
from tests.helpers.invoice_office import InvoiceOffice, Line


def busy(firm: InvoiceOffice, clock) -> None:
    """Orders shipped and invoiced in parts, gross and negative papers, credits, payments, an undone one."""
    anna, bert = firm.customer("Anna AG"), firm.customer("Bert KG")
    _parts(firm, anna)
    invoice_id = firm.invoice(
        anna, [Line(7 * MICRO, 10_030_000), Line(3 * MICRO, rate=70_000), Line(kind="charge")]
    )
    firm.invoice(bert, [Line(3 * MICRO, 19_990_000)], mode="gross")
    firm.invoice(bert, [Line(), Line(price=-30 * MICRO, kind="discount")], reason="bonus")
    firm.order(bert, [Line(4 * MICRO)])
    clock.advance(days=3)
    _credit(firm, invoice_id)
    free = FreeCredit(bert, (FreeCreditLine("Goodwill", MICRO, 10 * MICRO, "S"),), "late")
    firm.do(lambda uow: post_free_credit(uow, free))
    firm.pay(anna, 1_000)
    firm.pay(bert, 100_000)
    claim = firm.claim(anna, 5_000)
    firm.pay(anna, 6_000, allocations=(Share(claim, 5_000),))
    firm.do(lambda uow: undo_allocation(uow, allocation_id=2))
    _receive(firm)
    _give_bonus(firm, bert, clock)


def _parts(firm: InvoiceOffice, customer: int) -> None:
    order_id = firm.order(customer, [Line(3 * MICRO, 10_030_000)])
    for _ in range(3):
        shipments = [firm.ship(order_id, {1: MICRO})]
        firm.do(partial(post_invoice, shipment_ids=shipments))


def _credit(firm: InvoiceOffice, invoice_id: int) -> None:
    line_id = firm.scalar(sa.select(sa.func.min(InvoiceLine.id)).where(InvoiceLine.invoice_id == invoice_id))
    for _ in range(3):
        lines = [CreditLine(line_id, 2 * MICRO)]
        firm.do(partial(credit_invoice_lines, invoice_id=invoice_id, lines=lines, reason="dent"))
    firm.do(lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="all of it"))


def _receive(firm: InvoiceOffice) -> None:
    """Receipts with costs: two averages in a chain."""
    for cost in (10, 20, 30):
        came = [ReceivedAtCost(firm.products[0], MICRO, cost * MICRO)]
        firm.do(partial(note_receipts, lines=came, source_kind="receipt"))


def _give_bonus(firm: InvoiceOffice, customer: int, clock) -> None:
    """A bonus of what was sold so far, credited."""
    last = clock.today()
    data = BonusInput(
        name="Bonus", customer_id=customer, steps="0:10000", valid_from=last.replace(day=1), valid_to=last
    )
    bonus = firm.do(lambda uow: BONUS_BOOK.create(uow, data))
    clock.advance(days=1)
    [row] = firm.ask(read_bonus_rows)
    firm.do(lambda uow: credit_bonus(uow, bonus, customer, accrued_minor=row.reached.accrued_minor))
