"""Aging as of any day: buckets, credits apart, and always the ledger's balance (E75)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.accounts import Account
from app.domain.aging import Aging
from app.domain.pages import PageRequest
from app.services.ledger import aging as aging_service
from app.services.ledger.aging import aging_total, read_aging, read_aging_page, read_aging_total
from app.services.ledger.entries import account_balance, trial_balance
from app.services.ledger.open_items import Item
from app.services.payments.entering import apply_credit
from app.services.payments.lists import read_open_items
from app.services.payments.undoing import undo_allocation
from db.schema.invoicing import Allocation, OpenItem

START = dt.date(2026, 3, 2)


def aging_of(firm, as_of):
    return aging_total(firm.ask(lambda view: read_aging(view, as_of=as_of)))


def test_a_claim_walks_through_the_buckets(firm, customer):
    firm.claim(customer, 10_000)  # due 1 April
    due = dt.date(2026, 4, 1)
    walked = {days: aging_of(firm, due + dt.timedelta(days=days)) for days in (0, 1, 30, 31, 60, 61, 90, 91)}
    names = ["not_due", "days_1_30", "days_31_60", "days_61_90", "over_90"]
    found = {
        days: next(name for name in names if getattr(aging, f"{name}_minor"))
        for days, aging in walked.items()
    }
    assert found == {
        0: "not_due",
        1: "days_1_30",
        30: "days_1_30",
        31: "days_31_60",
        60: "days_31_60",
        61: "days_61_90",
        90: "days_61_90",
        91: "over_90",
    }
    assert all(aging.claims_minor == 10_000 for aging in walked.values())


def test_a_later_payment_is_not_seen_before_its_day(firm, customer, clock):
    firm.claim(customer, 10_000)
    clock.advance(days=10)
    firm.pay(customer, 12_000)
    before, after = (
        aging_of(firm, START + dt.timedelta(days=9)),
        aging_of(firm, START + dt.timedelta(days=10)),
    )
    assert (before.claims_minor, before.credit_minor) == (10_000, 0)
    assert (after.claims_minor, after.credit_minor, after.balance_minor) == (0, 2_000, -2_000)


def test_an_unapplied_credit_is_netted_into_no_bucket(firm, customer):
    firm.pay(customer, 3_000)
    firm.claim(customer, 10_000)
    aging = aging_of(firm, START)
    assert (aging.not_due_minor, aging.credit_minor) == (10_000, 3_000)


def test_an_undone_allocation_counts_until_its_reversal(firm, customer, clock):
    firm.claim(customer, 10_000)
    firm.pay(customer, 4_000)
    clock.advance(days=3)
    firm.do(lambda uow: undo_allocation(uow, allocation_id=1))
    assert aging_of(firm, START).claims_minor == 6_000
    assert aging_of(firm, START + dt.timedelta(days=3)).claims_minor == 10_000


def test_aging_is_one_statement(firm, work, customer):
    firm.claim(customer, 10_000)
    seen = []
    sa.event.listen(work.database.reader, "before_cursor_execute", lambda *a: seen.append(a[2]))
    firm.ask(lambda view: read_aging(view, as_of=START))
    assert len([text for text in seen if text != "begin"]) == 1


def test_an_item_s_bucket_is_worked_out_once_not_in_each_sum(firm, work, customer):
    """A fence keeps the database from merging the two selects; without it 20,000 items cost half as much again."""
    firm.claim(customer, 10_000)
    seen = []
    sa.event.listen(work.database.reader, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
    firm.ask(lambda view: read_aging_total(view, as_of=START))
    text, values = next(found for found in seen if "CASE" in found[0])
    sides = 3  # what is open now, and what was applied to claims and by credits since
    assert text.count("CASE") == text.count("OFFSET") == sides
    if work.database.reader.dialect.name == "sqlite":
        with work.database.reader.connect() as db:
            plan = [row[3] for row in db.exec_driver_sql(f"explain query plan {text}", values).all()]
        assert len([step for step in plan if step.startswith("CO-ROUTINE")]) >= sides


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "pay", "undo", "apply", "late"]), st.integers(1, 20_000), st.integers(0, 40)
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_aging_equals_the_ledger_on_every_past_day(firm, clock, steps):
    customer = firm.customer("Anders AG")
    first = clock.today()
    for kind, amount, days in steps:
        clock.advance(days=days)
        _act(firm, clock, customer, kind, amount)
    for offset in range(0, (clock.today() - first).days + 1, 7):
        _compare(firm, customer, first + dt.timedelta(days=offset))
    _compare(firm, customer, clock.today())
    _compare_ways(firm, first + (clock.today() - first) / 2)


def _compare_ways(firm, day):
    """From the beginning up to the day, and from now back to it: the same lines, the same sums."""
    wholes = []
    for mostly in (0, 1_000_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(aging_service, "_MOSTLY", mostly)
            whole = firm.ask(lambda view: read_aging(view, as_of=day))
            total = firm.ask(lambda view: read_aging_total(view, as_of=day))
            page = firm.ask(lambda view: read_aging_page(view, as_of=day, request=PageRequest()))
        assert (total, page.rows) == (aging_total(whole), whole)
        wholes.append(whole)
    assert wholes[0] == wholes[1]


def _act(firm, clock, customer, kind, amount):
    credits_open = sa.select(OpenItem.id).where(OpenItem.customer_id == customer, OpenItem.is_open)
    claims = firm.rows(credits_open.where(OpenItem.amount_minor > 0))
    if kind == "claim":
        firm.claim(customer, amount)
    elif kind in ("pay", "late"):
        firm.pay(customer, amount, on=clock.today() - dt.timedelta(days=9 if kind == "late" else 0))
    elif kind == "apply" and claims:
        found = firm.rows(credits_open.where(OpenItem.amount_minor < 0))
        if found:
            firm.do(lambda uow: apply_credit(uow, credit_item_id=found[0]["id"]))
    elif kind == "undo":
        undone = sa.select(Allocation.reverses_id).where(Allocation.reverses_id.is_not(None))
        left = (
            sa.select(Allocation.id)
            .join(OpenItem, OpenItem.id == Allocation.claim_id)
            .where(OpenItem.customer_id == customer, Allocation.reverses_id.is_(None))
            .where(Allocation.id.not_in(undone))
        )
        found = firm.rows(left)
        if found:
            firm.do(lambda uow: undo_allocation(uow, allocation_id=found[-1]["id"]))


@pytest.mark.parametrize("mostly", [0, 1_000_000], ids=["from the beginning", "from now"])
def test_pages_and_sums_are_those_of_the_whole_list(firm, clock, mostly, monkeypatch):
    monkeypatch.setattr(aging_service, "_MOSTLY", mostly)
    names = ["Ahorn", "Birke", "Eiche", "Esche", "Fichte", "Linde", "Ulme"]
    customers = [firm.customer(f"{name} KG") for name in names]
    for number, customer in enumerate(customers[:6]):
        firm.claim(customer, 1_000 * (number + 1))
    clock.advance(days=45)
    firm.claim(customers[0], 777)
    firm.pay(customers[1], 500)
    firm.pay(customers[6], 40)
    past, today = START + dt.timedelta(days=40), clock.today()
    for day in (today, past):
        whole = firm.ask(lambda view, day=day: read_aging(view, as_of=day))
        assert firm.ask(lambda view, day=day: read_aging_total(view, as_of=day)) == aging_total(whole)
        for descending in (False, True):
            ordered = whole[::-1] if descending else whole
            for first in (0, 2, 4, 6):
                asked = PageRequest(first, 2, sort="number", descending=descending)
                page = firm.ask(
                    lambda view, day=day, asked=asked: read_aging_page(view, as_of=day, request=asked)
                )
                assert (page.rows, page.total) == (ordered[first : first + 2], len(whole))
    by_overdue = PageRequest(0, 3, sort="d30", descending=True)
    rows = firm.ask(lambda view: read_aging_page(view, as_of=today, request=by_overdue)).rows
    amounts = [line.aging.days_1_30_minor for line in rows]
    assert amounts == sorted(amounts, reverse=True)
    found = firm.ask(lambda view: read_aging_page(view, as_of=today, request=PageRequest(text="esc kg"))).rows
    assert [line.name for line in found] == ["Esche KG"]
    assert firm.ask(lambda view: read_aging_total(view, as_of=START - dt.timedelta(days=900))) == Aging()


def _compare(firm, customer, day):
    def look(view):
        lines = read_aging(view, as_of=day, customer_id=customer)
        items = read_open_items(view, customer, as_of=day)
        accounts = [
            account_balance(view, account, as_of=day, customer_id=customer)
            for account in (Account.RECEIVABLE, Account.CUSTOMER_CREDIT)
        ]
        return aging_total(lines), items, accounts, trial_balance(view, as_of=day)

    aging, items, (receivable, credit), trial = firm.ask(look)
    assert aging.claims_minor == receivable == sum(item.open_minor for item in items if item.is_claim)
    assert aging.credit_minor == -credit
    assert sum(trial.values()) == 0


def test_an_item_knows_what_is_open():
    item = Item(1, 1, "invoice", 1, None, "INV-1", START, START, "EUR", 500, 200)
    assert item.claim.open_minor == item.open_minor == 300
