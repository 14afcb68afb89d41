"""Payments: one to many, many to one, too much, too little, and undone."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from app.domain.allocation import Share
from app.domain.errors import NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.pages import Filter, PageRequest
from app.domain.rights import SYSTEM, Actor
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.payments.entering import PaymentInput, apply_credit, enter_payment
from app.services.payments.lists import read_open_items, read_payment, read_payments
from app.services.payments.undoing import undo_allocation
from db.schema.invoicing import Allocation, LedgerEntry, OpenItem, Payment
from db.schema.parties import Customer

TODAY = dt.date(2026, 3, 2)


def codes(caught):
    return [issue.code for issue in caught.value.issues]


def credit_item(firm, payment_id):
    return firm.scalar(sa.select(OpenItem.id).where(OpenItem.payment_id == payment_id))


def test_a_payment_settles_the_oldest_claims_first(firm, customer, clock):
    first = firm.claim(customer, 10_000)
    clock.advance(days=5)
    second, third = firm.claim(customer, 5_000), firm.claim(customer, 2_000)
    firm.pay(customer, 12_000)
    assert [firm.open_minor(item) for item in (first, second, third)] == [0, 3_000, 2_000]


def test_one_claim_is_paid_by_several_payments(firm, customer):
    claim = firm.claim(customer, 10_000)
    firm.pay(customer, 2_500)
    firm.pay(customer, 7_499)
    assert firm.open_minor(claim) == 1
    firm.pay(customer, 1)
    assert firm.open_minor(claim) == 0


def test_an_overpayment_stays_as_a_credit(firm, customer):
    firm.claim(customer, 10_000)
    payment_id = firm.pay(customer, 12_345)
    assert firm.open_minor(credit_item(firm, payment_id)) == -2_345
    assert firm.scalar(sa.select(Customer.open_minor).where(Customer.id == customer)) == -2_345


def test_the_clerk_says_what_is_paid(firm, customer):
    first, second = firm.claim(customer, 10_000), firm.claim(customer, 5_000)
    firm.pay(customer, 6_000, allocations=(Share(second, 5_000), Share(first, 400)))
    assert [firm.open_minor(first), firm.open_minor(second)] == [9_600, 0]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("amount", "shares", "code"),
    [
        (5_000, (6_000,), "payment.above_amount"),
        (20_000, (10_001,), "payment.above_open"),
        (20_000, (6_000, 6_000), "payment.above_open"),
        (5_000, (0,), "payment.share_not_positive"),
        (5_000, (-1,), "payment.share_not_positive"),
    ],
)
def test_more_than_payment_or_claim_is_refused(firm, customer, amount, shares, code):
    claim = firm.claim(customer, 10_000)
    with pytest.raises(RefusedError) as caught:
        firm.pay(customer, amount, allocations=tuple(Share(claim, share) for share in shares))
    assert codes(caught) == [code]
    assert firm.rows(sa.select(Payment.id)) == []
    assert firm.open_minor(claim) == 10_000


def test_the_claim_of_somebody_else_is_refused(firm, customer):
    claim = firm.claim(firm.customer("Anders AG"), 10_000)
    with pytest.raises(RefusedError) as caught:
        firm.pay(customer, 5_000, allocations=(Share(claim, 5_000),))
    assert codes(caught) == ["payment.unknown_claim"]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_minor": 0}, "payment.amount_not_positive"),
        ({"amount_minor": -5}, "payment.amount_not_positive"),
        ({"amount_minor": 10**18}, "payment.amount_not_positive"),
        ({"date": dt.date(2026, 3, 3)}, "payment.date_ahead"),
        ({"method": "shells"}, "payment.unknown_method"),
        ({"keep_rest": False}, "payment.rest_left"),
    ],
)
def test_a_wrong_payment_is_refused(firm, customer, changes, code):
    values = {"customer_id": customer, "amount_minor": 100, "date": TODAY, **changes}
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: enter_payment(uow, PaymentInput(**values)))
    assert codes(caught) == [code]


def test_undoing_an_allocation_restores_both_sides_exactly(firm, customer):
    claim = firm.claim(customer, 10_000)
    payment_id = firm.pay(customer, 4_000)
    (allocation,) = firm.rows(sa.select(Allocation.id))
    firm.do(lambda uow: undo_allocation(uow, allocation_id=allocation["id"], reason="wrong invoice"))
    assert firm.open_minor(claim) == 10_000
    assert firm.open_minor(credit_item(firm, payment_id)) == -4_000
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: undo_allocation(uow, allocation_id=allocation["id"]))
    assert codes(caught) == ["payment.already_undone"]


def test_a_reversal_is_not_undone_itself(firm, customer):
    firm.claim(customer, 10_000)
    firm.pay(customer, 4_000)
    reversal = firm.do(lambda uow: undo_allocation(uow, allocation_id=1))
    with pytest.raises(RefusedError):
        firm.do(lambda uow: undo_allocation(uow, allocation_id=reversal))


def test_a_credit_left_over_is_applied_later(firm, customer):
    payment_id = firm.pay(customer, 5_000)
    claim = firm.claim(customer, 3_000)
    item = credit_item(firm, payment_id)
    firm.do(lambda uow: apply_credit(uow, credit_item_id=item))
    assert firm.open_minor(claim) == 0
    assert firm.open_minor(item) == -2_000
    other = firm.claim(customer, 9_000)
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: apply_credit(uow, credit_item_id=item, allocations=(Share(other, 2_001),)))
    assert codes(caught) == ["payment.above_amount"]
    firm.do(lambda uow: apply_credit(uow, credit_item_id=item, allocations=(Share(other, 2_000),)))
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: apply_credit(uow, credit_item_id=item))
    assert codes(caught) == ["payment.no_credit_left"]


def test_a_credit_without_claims_has_nothing_to_settle(firm, customer):
    item = credit_item(firm, firm.pay(customer, 5_000))
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: apply_credit(uow, credit_item_id=item))
    assert codes(caught) == ["payment.nothing_to_apply"]


def test_a_credit_note_settles_claims_like_a_payment(firm, customer):
    line = FreeCreditLine("Goodwill", MICRO, 10 * MICRO, "S")
    credit_id = firm.do(lambda uow: post_free_credit(uow, FreeCredit(customer, (line,), "late")))
    claim = firm.claim(customer, 5_000)
    firm.do(lambda uow: apply_credit(uow, credit_item_id=firm_item(uow, credit_id)))
    assert firm.open_minor(claim) == 5_000 - 1_190


def firm_item(uow, invoice_id):
    return uow.db.execute(sa.select(OpenItem.id).where(OpenItem.invoice_id == invoice_id)).scalar_one()


def test_a_double_click_enters_one_payment(firm, work, customer):
    firm.claim(customer, 10_000)
    payment = PaymentInput(customer, 10_000, TODAY)
    ids = {work.run(lambda uow: enter_payment(uow, payment), actor=SYSTEM, key="pay-1") for _ in range(2)}
    assert len(ids) == 1
    assert len(firm.rows(sa.select(Payment.id))) == 1


def test_an_older_bank_date_does_not_upset_the_series(firm, customer):
    firm.pay(customer, 100)
    firm.pay(customer, 100, on=dt.date(2026, 2, 20))
    assert [row["number"] for row in firm.rows(sa.select(Payment.number).order_by(Payment.id))] == [
        "PAY-000001",
        "PAY-000002",
    ]


def test_the_ledger_moves_bank_to_credit_to_receivable(firm, customer):
    firm.claim(customer, 10_000)
    firm.pay(customer, 12_000)
    statement = sa.select(LedgerEntry.__table__).where(
        LedgerEntry.document_kind.in_(("payment", "allocation"))
    )
    moved = {
        (row["debit_account"], row["credit_account"], row["amount_minor"]) for row in firm.rows(statement)
    }
    assert moved == {("bank", "customer_credit", 12_000), ("customer_credit", "receivable", 10_000)}


def test_only_who_may_enters_payments(firm, customer):
    clerk = Actor("Wim", frozenset({"sales"}))
    with pytest.raises(NotAllowedError):
        firm.do(lambda uow: enter_payment(uow, PaymentInput(customer, 1, TODAY)), actor=clerk)


def test_lists_show_payments_and_open_items(firm, customer, clock):
    claim = firm.claim(customer, 10_000)
    payment_id = firm.pay(customer, 4_000, reference="INV 1")
    page = firm.ask(
        lambda view: read_payments(view, PageRequest(filters=(Filter("customer_id", "eq", customer),)))
    )
    (row,) = page.rows
    assert (row.number, row.amount_minor, row.unapplied_minor, row.reference) == (
        "PAY-000001",
        4_000,
        0,
        "INV 1",
    )
    detail = firm.ask(lambda view: read_payment(view, payment_id))
    assert [(each.other_number, each.amount_minor) for each in detail.settlements] == [("INV-000001", 4_000)]
    (item,) = firm.ask(lambda view: read_open_items(view, customer))
    assert (item.id, item.open_minor) == (claim, 6_000)


def test_many_claims_cost_no_more_statements_than_one(firm, work, customer):
    counts = []
    for size in (1, 15):
        for _ in range(size):
            firm.claim(customer, 1_000)
        seen: list[str] = []
        sa.event.listen(
            work.database.writer, "before_cursor_execute", lambda *a, seen=seen: seen.append(a[2])
        )
        firm.pay(customer, 1_000 * size)
        counts.append(len(seen))
    assert counts[0] == counts[1]
