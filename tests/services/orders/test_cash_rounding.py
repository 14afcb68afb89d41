"""Invoices that are paid with coins: rounded, posted, paid, credited in parts and found sound, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.orders.draft import edit_header
from app.domain.orders.repricing import draft_totals
from app.services import rates
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.ledger.entries import trial_balance
from app.services.orders.context import read_order_context
from app.services.papers import newest_paper, read_content
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.settings_store import write_firm_settings
from app.services.setup.terms import TermInput, create_term
from app.services.verify import verify
from db.schema.invoicing import Invoice, InvoiceLine, OpenItem
from db.statements import table_of
from tests.helpers.order_office import CHAIR, LAMP, NORD, OWNER, WIEN
from tests.services.orders.test_gross_orders import ship_all

CHF = "CHF 0.9375 EUR 2026-02-27 typed"
MONDAY = date(2026, 3, 2)


def settle(desk, applies="all", coins="EUR 0.05; CHF 0.05"):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"cash.rounding": applies, "cash.coins": coins})


@pytest.fixture
def coins(desk):
    """Everything is rounded to five cents."""
    settle(desk)
    return desk


def invoiced(desk, *lines, **options):
    """An invoice over 12 chairs and a lamp, or what is asked: 3,960.00 + 49.90 and 19 % of it are 4,771.78."""
    shipment = ship_all(desk, desk.ordered(*(lines or ((CHAIR, 12), (LAMP, 1))), **options))
    with desk.begin(OWNER) as uow:
        return post_invoice(uow, shipment_ids=[shipment])


def head(desk, invoice_id):
    row = desk.row(Invoice, invoice_id)
    return row["gross_minor"], row["rounding_minor"], row["coin_minor"]


def item(desk, invoice_id):
    table = table_of(OpenItem)
    (row,) = desk.rows(sa.select(table).where(table.c.invoice_id == invoice_id))
    return row


def books(desk):
    with desk.reading(OWNER) as view:
        found = trial_balance(view, as_of=date(2030, 1, 1))
        assert verify(view) == ()
    assert sum(found.values()) == 0
    return {account: minor for account, minor in found.items() if minor}


def test_nothing_is_rounded_unless_the_firm_says_so(desk):
    assert head(desk, invoiced(desk)) == (477178, 0, 0)
    settle(desk, "cash")
    assert head(desk, invoiced(desk)) == (477178, 0, 0)


def test_an_invoice_is_paid_with_coins_and_its_tax_stays(coins):
    invoice_id = invoiced(coins)
    assert head(coins, invoice_id) == (477178, 2, 5)
    assert item(coins, invoice_id)["amount_minor"] == 477180
    assert books(coins) == {"receivable": 477180, "rounding": -2, "revenue": -400990, "tax": -76188}
    with coins.begin(OWNER) as uow:
        enter_payment(uow, PaymentInput(coins.ids[NORD], 477180, MONDAY))
    assert item(coins, invoice_id)["applied_minor"] == 477180
    assert books(coins) == {"bank": 477180, "rounding": -2, "revenue": -400990, "tax": -76188}


def test_the_paper_says_the_rounding_and_what_is_to_be_paid(coins):
    invoice_id = invoiced(coins)
    with coins.reading(OWNER) as view:
        content = read_content(view, newest_paper(view, "invoice", invoice_id) or 0)
    totals = content.totals
    assert totals is not None
    assert content.payment is not None
    assert (totals.gross_minor, totals.payable_minor) == (477178, 477180)
    (rounding,) = totals.further
    assert (rounding.label, rounding.amount_minor) == ("Rundung", 2)
    assert content.payment.amount_minor == 477180


def test_the_order_and_its_confirmation_say_it_beforehand(coins):
    order_id = coins.ordered((CHAIR, 12), (LAMP, 1))
    draft = coins.read(order_id)
    with coins.reading(OWNER) as view:
        context = read_order_context(view, customer_id=draft.header.customer_id, product_ids=())
        content = read_content(view, newest_paper(view, "order", order_id) or 0)
    assert content.totals is not None
    assert context.coin_of(draft) == 5
    assert (content.totals.gross_minor, content.totals.payable_minor) == (477178, 477180)
    assert draft_totals(draft).gross_minor == 477178


def test_a_whole_credit_gives_back_what_was_paid(coins):
    invoice_id = invoiced(coins)
    settle(coins, "off")
    with coins.begin(OWNER) as uow:
        credit_id = credit_whole_invoice(uow, invoice_id=invoice_id, reason="back")
    assert head(coins, credit_id) == (477178, 2, 5)
    assert item(coins, credit_id)["amount_minor"] == -477180
    assert books(coins) == {}


def test_credits_in_parts_sum_to_what_was_paid(coins):
    invoice_id = invoiced(coins)
    line = table_of(InvoiceLine)
    chairs, lamp = coins.rows(
        sa.select(line).where(line.c.invoice_id == invoice_id).order_by(line.c.position)
    )
    steps = ((chairs, 5), (lamp, 1), (chairs, 4), (chairs, 3))
    given = []
    for row, quantity in steps:
        with coins.begin(OWNER) as uow:
            credit_id = credit_invoice_lines(
                uow, invoice_id=invoice_id, lines=[CreditLine(row["id"], quantity * 10**6)], reason="back"
            )
        given.append(-item(coins, credit_id)["amount_minor"])
        assert given[-1] % 5 == 0
        assert books(coins) is not None
    assert sum(given) == 477180
    assert books(coins) == {}


def test_only_terms_that_are_paid_in_cash_are_rounded(desk):
    settle(desk, "cash")
    with desk.begin(OWNER) as uow:
        cash = create_term(uow, TermInput("cash", "Cash", 0, is_cash=True))
    order_id = desk.key((CHAIR, 12), (LAMP, 1))
    desk.edit(order_id, edit_header(desk.read(order_id), term_id=cash))
    desk.confirm(order_id)
    shipment = ship_all(desk, order_id)
    with desk.begin(OWNER) as uow:
        invoice_id = post_invoice(uow, shipment_ids=[shipment])
    assert head(desk, invoice_id) == (477178, 2, 5)
    books(desk)


@pytest.mark.parametrize("customer", [NORD, WIEN])
def test_francs_are_rounded_and_the_books_are_in_euro(coins, customer):
    with coins.begin(OWNER) as uow:
        data = rates.RateInput(currency="CHF", day=date(2026, 2, 27), rate_nano=937_500_000, far_off=True)
        rates.create_rate(uow, data)
    invoice_id = invoiced(coins, (CHAIR, 3), (LAMP, 2), customer=customer, exchange=CHF)
    gross, rounding, coin = head(coins, invoice_id)
    assert (coin, (gross + rounding) % 5, rounding != 0) == (5, 0, True)
    assert item(coins, invoice_id)["amount_minor"] == gross + rounding
    assert books(coins)["receivable"] == item(coins, invoice_id)["home_minor"]
    with coins.begin(OWNER) as uow:
        credit_whole_invoice(uow, invoice_id=invoice_id, reason="back")
    assert books(coins) == {}
