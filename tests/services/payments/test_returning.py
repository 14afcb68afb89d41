"""Money that goes back: credits paid out, payments entered wrongly reversed; nothing is changed, all adds up."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.domain.accounts import Account
from app.domain.allocation import Share
from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.money import MICRO
from app.domain.rights import SYSTEM, Actor
from app.messages import text_of
from app.services.history import read_history
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.ledger.aging import read_aging
from app.services.ledger.entries import account_balance
from app.services.payments.entering import apply_credit
from app.services.payments.lists import read_open_items, read_payment
from app.services.payments.returning import MoneyBack, pay_back, reverse_payment
from app.services.payments.undoing import undo_allocation
from app.services.verify import verify
from db.schema.invoicing import Allocation, LedgerEntry, OpenItem, Payment

TODAY = dt.date(2026, 3, 2)
SALES = Actor(name="Sam", roles=frozenset({"sales"}))


def item_of(firm, payment_id):
    return firm.scalar(sa.select(OpenItem.id).where(OpenItem.payment_id == payment_id))


def balance(firm, account, customer):
    return firm.ask(
        lambda view: account_balance(view, account, as_of=dt.date(2026, 12, 31), customer_id=customer)
    )


def back(firm, customer, *shares, **changes):
    values = {"date": TODAY, "reason": "overpaid", **changes}
    wish = MoneyBack(customer, tuple(Share(item, amount) for item, amount in shares), **values)
    return firm.do(lambda uow: pay_back(uow, wish))


def reverse(firm, payment_id, reason="wrong customer"):
    return firm.do(lambda uow: reverse_payment(uow, payment_id, reason=reason))


def undo_settlement_of(firm, payment_id):
    """Take back the newest settlement of a payment."""
    item = item_of(firm, payment_id)
    newest = firm.scalar(
        sa.select(sa.func.max(Allocation.id)).where(
            sa.or_(Allocation.claim_id == item, Allocation.credit_id == item),
            Allocation.reverses_id.is_(None),
        )
    )
    firm.do(lambda uow: undo_allocation(uow, allocation_id=newest))


def codes(caught):
    return [issue.code for issue in caught.value.issues]


def findings(firm):
    return firm.ask(verify)


def test_an_overpayment_is_paid_back_in_part_and_then_whole(firm, customer):
    claim = firm.claim(customer, 10_000)
    credit = item_of(firm, firm.pay(customer, 12_500))
    first = back(firm, customer, (credit, 1_000), reference="IBAN DE02")
    assert (firm.open_minor(claim), firm.open_minor(credit)) == (0, -1_500)
    assert firm.open_minor(item_of(firm, first)) == 0
    back(firm, customer, (credit, 1_500))
    assert firm.open_minor(credit) == 0
    assert balance(firm, Account.CUSTOMER_CREDIT, customer) == 0
    assert balance(firm, Account.RECEIVABLE, customer) == 0
    assert firm.scalar(sa.select(sa.func.sum(Payment.amount_minor))) == 10_000
    assert firm.ask(lambda view: read_open_items(view, customer)) == ()
    assert findings(firm) == ()


def test_several_credits_go_back_as_one_payment(firm, customer):
    line = FreeCreditLine("Goodwill", MICRO, 10 * MICRO, "S")
    note = firm.item(firm.do(lambda uow: post_free_credit(uow, FreeCredit(customer, (line,), "late"))))
    paid = item_of(firm, firm.pay(customer, 700))
    payment = firm.ask(lambda view: read_payment(view, back(firm, customer, (note, 1_190), (paid, 300))))
    assert payment.payment.amount_minor == -1_490
    assert [each.amount_minor for each in payment.settlements] == [1_190, 300]
    assert payment.payment.unapplied_minor == 0
    assert firm.open_minor(paid) == -400
    assert findings(firm) == ()


def test_the_ledger_says_receivable_from_bank_and_the_reason_is_kept(firm, customer):
    credit = item_of(firm, firm.pay(customer, 500))
    id_ = back(firm, customer, (credit, 500), reason="  paid twice ")
    entry = firm.rows(
        sa.select(LedgerEntry.debit_account, LedgerEntry.credit_account, LedgerEntry.amount_minor).where(
            LedgerEntry.document_kind == "payment", LedgerEntry.document_id == id_
        )
    )
    assert [tuple(row.values()) for row in entry] == [("receivable", "bank", 500)]
    acts = firm.ask(lambda view: read_history(view, "payment", id_))
    assert [act.reason for act in acts] == ["paid twice"]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("amount", "changes", "expected"),
    [
        (501, {}, ["payment.above_credit"]),
        (0, {}, ["payment.return_not_positive"]),
        (-5, {}, ["payment.return_not_positive"]),
        (100, {"reason": "  "}, ["payment.reason_missing"]),
        (100, {"date": TODAY + dt.timedelta(days=1)}, ["payment.date_ahead"]),
        (100, {"date": TODAY - dt.timedelta(days=1)}, ["payment.date_before_credit"]),
        (100, {"method": "shells", "reason": ""}, ["payment.reason_missing", "payment.unknown_method"]),
    ],
)
def test_what_is_wrong_with_a_refund_is_said_and_nothing_is_written(
    firm, customer, amount, changes, expected
):
    credit = item_of(firm, firm.pay(customer, 500))
    with pytest.raises(RefusedError) as caught:
        back(firm, customer, (credit, amount), **changes)
    assert codes(caught) == expected
    assert firm.open_minor(credit) == -500


def test_claims_strange_credits_and_nothing_at_all_are_no_credits(firm, customer):
    claim, other = firm.claim(customer, 500), item_of(firm, firm.pay(firm.customer("Other"), 500))
    for shares, expected in (
        ([(claim, 5)], ["payment.no_such_credit"]),
        ([(other, 5)], ["payment.no_such_credit"]),
        ([(10**6, 5)], ["payment.no_such_credit"]),
        ([], ["payment.nothing_to_return"]),
    ):
        with pytest.raises(RefusedError) as caught:
            back(firm, customer, *shares)
        assert codes(caught) == expected


def test_one_credit_named_twice_gives_no_more_than_it_holds(firm, customer):
    credit = item_of(firm, firm.pay(customer, 500))
    with pytest.raises(RefusedError) as caught:
        back(firm, customer, (credit, 300), (credit, 300))
    assert set(codes(caught)) == {"payment.above_credit"}


def test_a_wrong_payment_is_reversed_and_its_claims_are_open_again(firm, customer, clock):
    first, second = firm.claim(customer, 10_000), firm.claim(customer, 5_000)
    payment = firm.pay(customer, 12_000)
    clock.advance(days=3)
    counter = reverse(firm, payment)
    assert (firm.open_minor(first), firm.open_minor(second)) == (10_000, 5_000)
    assert firm.open_minor(item_of(firm, payment)) == 0
    found = firm.ask(lambda view: read_payment(view, counter)).payment
    original = firm.ask(lambda view: read_payment(view, payment)).payment
    assert (found.amount_minor, found.date, found.reference) == (-12_000, clock.today(), original.number)
    assert balance(firm, Account.BANK, customer) == 0
    assert balance(firm, Account.RECEIVABLE, customer) == 15_000
    aging = firm.ask(lambda view: read_aging(view, as_of=TODAY))[0].aging
    assert aging.claims_minor == 3_000  # as it was believed on that day
    assert findings(firm) == ()


def test_an_unapplied_payment_is_reversed_too(firm, customer):
    payment = firm.pay(customer, 700)
    reverse(firm, payment)
    assert firm.ask(lambda view: read_open_items(view, customer)) == ()
    acts = firm.ask(lambda view: read_history(view, "payment", payment))
    assert acts[0].reason == "wrong customer"
    assert acts[0].changes[0].field == "reversed_by"
    assert findings(firm) == ()


def test_what_was_reversed_or_paid_back_is_not_reversed_again(firm, customer):
    reversed_ = firm.pay(customer, 700)
    reverse(firm, reversed_)
    paid_back = firm.pay(customer, 900)
    back(firm, customer, (item_of(firm, paid_back), 100))
    for payment in (reversed_, paid_back):
        with pytest.raises(RefusedError) as caught:
            reverse(firm, payment)
        assert codes(caught) == ["payment.returned_already"]


def test_a_counter_payment_that_another_payment_settled_since_is_told_as_that(firm, customer):
    """Its own settlement was taken back, so what settles it now is neither its reversal nor its refund."""
    earlier = firm.pay(customer, 300)
    wrong = firm.pay(customer, 700)
    counter = reverse(firm, wrong)
    undo_settlement_of(firm, counter)
    later = firm.pay(customer, 400)  # settles what is open, the counter payment
    assert firm.open_minor(item_of(firm, counter)) == 300
    credit, share = item_of(firm, earlier), Share(item_of(firm, counter), 300)
    firm.do(lambda uow: apply_credit(uow, credit_item_id=credit, allocations=(share,)))
    for payment, other in ((counter, later), (earlier, counter)):
        with pytest.raises(RefusedError) as caught:
            reverse(firm, payment)
        assert codes(caught) == ["payment.settled_by_later"]
        numbers = [
            firm.ask(lambda view, id_=id_: read_payment(view, id_)).payment.number for id_ in (payment, other)
        ]
        assert text_of(caught.value.issues[0].code, caught.value.issues[0].params) == (
            f"{numbers[0]} is settled with the later payment {numbers[1]}."
            f" Take that settlement back first, then reverse {numbers[0]}."
        )
    undo_settlement_of(firm, later)
    undo_settlement_of(firm, earlier)
    reverse(firm, counter)
    assert findings(firm) == ()


def test_a_refund_that_never_left_is_reversed_and_the_credit_is_back(firm, customer):
    payment = firm.pay(customer, 900)
    refund = back(firm, customer, (item_of(firm, payment), 400))
    counter = reverse(firm, refund, reason="the bank sent it back")
    assert firm.open_minor(item_of(firm, payment)) == -900
    assert firm.ask(lambda view: read_payment(view, counter)).payment.amount_minor == 400
    assert findings(firm) == ()
    reverse(firm, payment)
    assert balance(firm, Account.BANK, customer) == 0
    assert findings(firm) == ()


def test_a_reversal_wants_a_reason_a_payment_and_the_right(firm, customer):
    payment = firm.pay(customer, 900)
    with pytest.raises(RefusedError) as caught:
        reverse(firm, payment, reason=" ")
    assert codes(caught) == ["payment.reason_missing"]
    with pytest.raises(NotFoundError):
        reverse(firm, payment + 99)
    with pytest.raises(NotAllowedError):
        firm.do(lambda uow: reverse_payment(uow, payment, reason="x"), actor=SALES)
    wish = MoneyBack(customer, (Share(item_of(firm, payment), 5),), TODAY, "x")
    with pytest.raises(NotAllowedError):
        firm.do(lambda uow: pay_back(uow, wish), actor=SALES)


def test_a_settlement_taken_back_before_does_not_disturb_the_reversal(firm, customer):
    claim = firm.claim(customer, 10_000)
    payment = firm.pay(customer, 4_000)
    firm.do(lambda uow: undo_allocation(uow, allocation_id=1))
    reverse(firm, payment)
    assert firm.open_minor(claim) == 10_000
    assert findings(firm) == ()


def test_a_double_click_pays_back_once(firm, work, customer):
    credit = item_of(firm, firm.pay(customer, 500))
    wish = MoneyBack(customer, (Share(credit, 200),), TODAY, "overpaid")
    ids = {work.run(lambda uow: pay_back(uow, wish), actor=SYSTEM, key="refund-1") for _time in range(2)}
    assert len(ids) == 1
    assert firm.open_minor(credit) == -300


def test_two_reversals_at_once_give_one(firm, work, customer):
    """The second reads what the first has not committed yet, on PostgreSQL; SQLite makes it wait."""
    payment = firm.pay(customer, 500)

    def once(_number):
        try:
            return reverse(firm, payment)
        except (RefusedError, ConflictError):
            return None

    with ThreadPoolExecutor(2) as pool:
        done = [id_ for id_ in pool.map(once, range(2)) if id_ is not None]
    assert len(done) == 1
    assert findings(firm) == ()
