"""An order in dollars from its draft to the last cent of its payment, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.allocation import Share
from app.domain.errors import RefusedError
from app.domain.orders.draft import edit_header
from app.domain.rights import SYSTEM
from app.services import rates
from app.services.collections.papers import freeze_statement
from app.services.credit import read_credit
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.ledger.aging import read_aging
from app.services.ledger.entries import trial_balance
from app.services.orders.amending import amend_order
from app.services.orders.drafts import duplicate_order
from app.services.orders.planning import plan_order
from app.services.orders.previewing import preview_amendment
from app.services.orders.quotes import order_from_quote, send_quote
from app.services.papers import read_content
from app.services.parties import read_customer_context
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.payments.lists import read_open_items
from app.services.payments.returning import MoneyBack, pay_back, reverse_payment
from app.services.payments.undoing import undo_allocation
from app.services.pricing import read_rules
from app.services.verify import verify
from db.schema.invoicing import Allocation, Invoice, LedgerEntry, OpenItem
from db.schema.orders import Order
from tests.helpers.order_office import CABLE, CHAIR, LAMP, NORD, OWNER, WIEN, micro
from tests.services.orders.test_confirm import change_customer
from tests.services.orders.test_gross_orders import ship_all

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 2, 27)
USD = "USD 1.0543 EUR 2026-02-27 typed"


def set_rate(work, currency, rate_nano, day):
    data = rates.RateInput(currency=currency, day=day, rate_nano=rate_nano, far_off=True)
    with work.begin(actor=SYSTEM) as uow:
        rates.create_rate(uow, data)


@pytest.fixture
def abroad(desk):
    """The office with the rates of Friday."""
    set_rate(desk.work, "USD", 1_054_300_000, FRIDAY)
    set_rate(desk.work, "JPY", 162_310_000_000, FRIDAY)
    return desk


def seen(desk, call):
    with desk.reading(OWNER) as view:
        return call(view)


def run(desk, call):
    with desk.begin(OWNER) as uow:
        return call(uow)


def sold(desk, *lines, customer=NORD, exchange=USD):
    """A confirmed order in dollars."""
    return desk.ordered(*(lines or ((CHAIR, 2), (CABLE, "3"))), customer=customer, exchange=exchange)


def invoiced(desk, *lines, **options):
    shipment = ship_all(desk, sold(desk, *lines, **options))
    return run(desk, lambda uow: post_invoice(uow, shipment_ids=[shipment]))


def pay(desk, amount_minor, customer=NORD, currency="USD", on=MONDAY, **options):
    payment = PaymentInput(desk.ids[customer], amount_minor, on, currency=currency, **options)
    return run(desk, lambda uow: enter_payment(uow, payment))


def items(desk, customer=NORD):
    return seen(desk, lambda view: read_open_items(view, desk.ids[customer]))


def books(desk):
    found = seen(desk, lambda view: trial_balance(view, as_of=date(2030, 1, 1)))
    assert sum(found.values()) == 0
    return {account: minor for account, minor in found.items() if minor}


def balance(desk, customer=NORD):
    return seen(desk, lambda view: read_customer_context(view, desk.ids[customer])).customer.open_minor


def sound(desk):
    return seen(desk, verify)


def test_the_prices_of_the_firms_list_are_converted_and_the_order_keeps_its_rate(abroad):
    at_home = abroad.read(abroad.ordered((CHAIR, 2)))
    order = abroad.read(sold(abroad, (CHAIR, 2)))
    assert (order.currency, order.header.exchange) == ("USD", USD)
    (line,), (plain,) = order.lines, at_home.lines
    assert line.price_micro == round(plain.price_micro * 1.0543)
    assert line.cost_micro == round(plain.cost_micro * 1.0543) > 0
    set_rate(abroad.work, "USD", 1_200_000_000, MONDAY)
    assert abroad.read(order.id) == order
    assert sound(abroad) == ()


def test_another_currency_makes_the_draft_anew_and_undo_brings_all_back(abroad):
    order_id = abroad.key((CHAIR, 2))
    before = abroad.read(order_id)
    dollars = abroad.edit(order_id, edit_header(before, exchange=USD))
    assert (dollars.currency, abroad.head(order_id)["currency"]) == ("USD", "USD")
    assert dollars.lines[0].amount_minor != before.lines[0].amount_minor
    back = abroad.edit(order_id, edit_header(dollars, exchange=""))
    assert (back.currency, back.lines) == ("EUR", before.lines)


def test_yen_have_no_decimals(abroad):
    order = abroad.read(sold(abroad, (CABLE, "1.5"), exchange="JPY 162.31 EUR 2026-02-27 typed"))
    assert order.currency == "JPY"
    assert order.lines[0].amount_minor == round(1.5 * order.lines[0].price_micro / 1_000_000)


def test_what_was_typed_off_the_order_is_the_same_number_in_yen_and_in_a_copy(abroad):
    order_id = abroad.key((CHAIR, 20))
    abroad.edit(order_id, edit_header(abroad.read(order_id), order_discount="5000minor"))
    yen = "JPY 162.31 EUR 2026-02-27 typed"
    draft = abroad.edit(order_id, edit_header(abroad.read(order_id), exchange=yen))
    assert (draft.header.order_discount, draft.lines[-1].amount_minor) == ("50minor", -50)
    copy = run(abroad, lambda uow: duplicate_order(uow, order_id, keep_manual_prices=True))
    assert abroad.read(copy).header.order_discount == "50minor"
    draft = abroad.edit(order_id, edit_header(abroad.read(order_id), exchange=""))
    assert (draft.header.order_discount, draft.lines[-1].amount_minor) == ("5000minor", -5000)


def test_an_amendment_keeps_the_rate_of_the_document(abroad):
    order_id = sold(abroad, (CHAIR, 2))
    set_rate(abroad.work, "USD", 1_200_000_000, MONDAY)
    after = abroad.amend(order_id, abroad.line(CHAIR, 1))
    assert after.lines[0].price_micro == after.lines[1].price_micro
    assert after.header.exchange == USD
    before = abroad.read(order_id)
    moved = replace(before, header=replace(before.header, exchange=""))
    with pytest.raises(RefusedError) as caught:
        run(abroad, lambda uow: amend_order(uow, before=before, after=moved))
    assert caught.value.code == "order.currency_stays"


def test_a_quote_and_its_order_keep_the_rate_and_a_copy_takes_todays(abroad):
    order_id = abroad.key((CHAIR, 2), exchange=USD)
    plan = seen(abroad, lambda view: plan_order(view, order_id))
    run(abroad, lambda uow: send_quote(uow, plan, valid_until=date(2026, 4, 1)))
    set_rate(abroad.work, "USD", 1_200_000_000, MONDAY)
    quote = abroad.read(order_id)
    made = abroad.read(run(abroad, lambda uow: order_from_quote(uow, order_id, version=quote.version)))
    assert (made.header.exchange, made.currency) == (USD, "USD")
    assert made.lines[0].price_micro == quote.lines[0].price_micro
    copy = abroad.read(run(abroad, lambda uow: duplicate_order(uow, order_id, keep_manual_prices=True)))
    assert (copy.header.exchange, copy.currency) == ("USD 1.2 EUR 2026-03-02 typed", "USD")


def test_a_list_in_dollars_comes_before_the_firms(abroad):
    from app.domain.price_inputs import PriceListInput, PriceRowInput
    from app.services import prices

    head = PriceListInput(code="USD", name="Dollars", kind="general", currency="USD")
    row = PriceRowInput(product_id=abroad.ids[CHAIR], price_micro=micro("399"))

    def make(uow):
        prices.add_price_rows(uow, prices.create_price_list(uow, head), [row])

    run(abroad, make)
    assert abroad.read(sold(abroad, (CHAIR, 1))).lines[0].price_micro == micro("399")
    rules = seen(abroad, lambda view: read_rules(view, currency="EUR"))
    assert list(rules.beside) == ["USD"]
    assert abroad.read(abroad.ordered((CHAIR, 1))).lines[0].price_micro != micro("399")


def test_an_order_in_dollars_uses_the_credit_of_its_rate(abroad):
    order_id = sold(abroad, (CHAIR, 2))
    gross = abroad.head(order_id)["gross_minor"]
    credit = seen(abroad, lambda view: read_credit(view, abroad.ids[NORD]))
    assert credit.used_minor == round(gross / 1.0543)
    invoice = ship_all(abroad, order_id)
    run(abroad, lambda uow: post_invoice(uow, shipment_ids=[invoice]))
    (item,) = items(abroad)
    after = seen(abroad, lambda view: read_credit(view, abroad.ids[NORD]))
    assert after.exposure.open_items_minor == abroad.row(OpenItem, item.id)["home_minor"] == balance(abroad)


@pytest.mark.parametrize(
    ("exchange", "gross_minor"), [(USD, 87_409), ("JPY 162.31 EUR 2026-02-27 typed", 134_566)]
)
def test_a_changed_order_counts_its_own_credit_once_and_at_its_rate(abroad, exchange, gross_minor):
    order_id = sold(abroad, (CHAIR, 2), exchange=exchange)
    assert abroad.head(order_id)["gross_minor"] == gross_minor
    change_customer(abroad, NORD, credit_limit_minor=100_000)
    before = abroad.read(order_id)
    after = abroad.edited(before, abroad.set_quantity(order_id, 0, 3))
    found = seen(abroad, lambda view: preview_amendment(view, before, after))
    assert found.context.customer is not None
    assert found.context.customer.credit_used_minor == 0
    assert [issue.code for issue in found.issues] == ["order.credit_exceeded"]


def test_the_tax_in_the_firms_currency_is_the_total_of_each_rate_converted(abroad):
    """A23: not the sum of lines that were converted one by one."""
    invoice_id = invoiced(abroad, (CHAIR, 1), (LAMP, 3), (CABLE, "2"))
    head = abroad.row(Invoice, invoice_id)
    entries = seen(
        abroad,
        lambda view: view.db.execute(
            sa.select(LedgerEntry).where(
                LedgerEntry.document_id == invoice_id, LedgerEntry.document_kind == "invoice"
            )
        ).all(),
    )
    taxes = [row for row in entries if row.credit_account == "tax"]
    assert {row.currency for row in entries} == {"EUR"}
    stored = seen(
        abroad,
        lambda view: view.db.execute(sa.text("select tax_minor, home_tax_minor from invoice_tax")).all(),
    )
    assert sum(row.amount_minor for row in taxes) == sum(home for _tax, home in stored)
    assert all(home == round(tax / 1.0543) for tax, home in stored)
    assert head["exchange"] == USD
    assert sound(abroad) == ()


def test_an_invoice_paid_at_another_rate_is_closed_in_dollars_with_its_loss(abroad):
    """D73: nothing is left in either currency."""
    invoiced(abroad)
    (item,) = items(abroad)
    claim = abroad.row(OpenItem, item.id)["home_minor"]
    set_rate(abroad.work, "USD", 1_100_000_000, MONDAY)
    pay(abroad, item.open_minor)
    assert items(abroad) == ()
    paid = round(item.open_minor / 1.1)
    assert books(abroad)["exchange"] == claim - paid > 0
    assert books(abroad)["bank"] == paid
    assert not {"receivable", "customer_credit"} & books(abroad).keys()
    assert balance(abroad) == 0
    assert sound(abroad) == ()


def test_parts_are_worth_their_share_and_the_last_one_takes_the_rest(abroad):
    invoiced(abroad)
    (item,) = items(abroad)
    set_rate(abroad.work, "USD", 1_010_000_000, MONDAY)
    for amount in (3_333, 3_333, item.open_minor - 6_666):
        pay(abroad, amount)
    row = abroad.row(OpenItem, item.id)
    assert (row["applied_minor"], row["home_applied_minor"]) == (row["amount_minor"], row["home_minor"])
    assert books(abroad)["exchange"] < 0
    assert balance(abroad) == 0
    assert sound(abroad) == ()


def test_a_settlement_taken_back_leaves_all_as_before(abroad):
    invoiced(abroad)
    (item,) = items(abroad)
    before, owed = abroad.row(OpenItem, item.id), balance(abroad)
    set_rate(abroad.work, "USD", 1_200_000_000, MONDAY)
    payment_id = pay(abroad, 5_000)
    allocation = seen(abroad, lambda view: view.db.execute(sa.select(Allocation.id)).scalar_one())
    run(abroad, lambda uow: undo_allocation(uow, allocation_id=allocation))
    assert abroad.row(OpenItem, item.id) == before
    assert "exchange" not in books(abroad)
    run(abroad, lambda uow: reverse_payment(uow, payment_id, reason="Wrong customer"))
    assert balance(abroad) == owed
    assert "bank" not in books(abroad)
    assert sound(abroad) == ()


def test_money_in_dollars_is_paid_back_in_dollars(abroad):
    pay(abroad, 10_000, keep_rest=True)
    (credit,) = items(abroad)
    set_rate(abroad.work, "USD", 1_000_000_000, MONDAY)
    wish = MoneyBack(abroad.ids[NORD], (Share(credit.id, 10_000),), MONDAY, "Paid twice")
    run(abroad, lambda uow: pay_back(uow, wish))
    assert items(abroad) == ()
    assert books(abroad) == {"bank": 9_485 - 10_000, "exchange": 10_000 - 9_485}
    assert sound(abroad) == ()


def test_a_credit_note_takes_the_rate_of_its_invoice(abroad):
    """D60: whatever the rate is by now."""
    invoice_id = invoiced(abroad)
    set_rate(abroad.work, "USD", 1_300_000_000, MONDAY)
    note = run(abroad, lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="Broken"))
    assert abroad.row(Invoice, note)["exchange"] == USD
    assert items(abroad) == ()
    assert books(abroad) == {}
    assert balance(abroad) == 0
    assert sound(abroad) == ()


def test_dollars_settle_dollars_alone(abroad):
    invoiced(abroad, (CHAIR, 1))
    shipment = ship_all(abroad, abroad.ordered((LAMP, 10)))
    run(abroad, lambda uow: post_invoice(uow, shipment_ids=[shipment]))
    dollars, euros = sorted(items(abroad), key=lambda item: item.currency, reverse=True)
    with pytest.raises(RefusedError) as caught:
        pay(abroad, 1_000, allocations=(Share(euros.id, 1_000),))
    assert [issue.code for issue in caught.value.issues] == ["payment.other_currency"]
    pay(abroad, euros.open_minor, currency="")
    assert [(item.id, item.open_minor) for item in items(abroad)] == [(dollars.id, dollars.open_minor)]
    (line,) = seen(abroad, lambda view: read_aging(view, as_of=MONDAY))
    assert line.aging.balance_minor == abroad.row(OpenItem, dollars.id)["home_minor"]
    assert sound(abroad) == ()


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("currency", "amount", "code"),
    [("CHF", 1_000, "payment.rate_missing"), ("JPY", 1, "payment.worth_nothing")],
)
def test_money_without_a_rate_or_without_worth_is_refused(abroad, currency, amount, code):
    set_rate(abroad.work, "JPY", 300_000_000_000, MONDAY)
    with pytest.raises(RefusedError) as caught:
        pay(abroad, amount, currency=currency)
    assert [issue.code for issue in caught.value.issues] == [code]


def test_credits_of_two_currencies_are_paid_back_one_by_one(abroad):
    pay(abroad, 10_000)
    pay(abroad, 5_000, currency="EUR")
    shares = tuple(Share(item.id, -item.open_minor) for item in items(abroad))
    with pytest.raises(RefusedError) as caught:
        run(abroad, lambda uow: pay_back(uow, MoneyBack(abroad.ids[NORD], shares, MONDAY, "Over")))
    assert [issue.code for issue in caught.value.issues] == ["payment.two_currencies"]


def test_a_statement_has_a_table_for_each_currency(abroad):
    invoiced(abroad, (CHAIR, 1))
    shipment = ship_all(abroad, abroad.ordered((LAMP, 10)))
    run(abroad, lambda uow: post_invoice(uow, shipment_ids=[shipment]))
    paper_id = run(abroad, lambda uow: freeze_statement(uow, customer_id=abroad.ids[NORD]))
    content = seen(abroad, lambda view: read_content(view, paper_id))
    assert [table.columns[5].label[-3:] for table in content.tables] == ["EUR", "USD"]
    assert all(len(table.rows) == 1 for table in content.tables)


def test_orders_at_two_rates_are_invoiced_one_by_one(abroad):
    one, other = sold(abroad, (CHAIR, 1)), sold(abroad, (CHAIR, 1), exchange=USD.replace("1.0543", "1.06"))
    shipments = [ship_all(abroad, one), ship_all(abroad, other)]
    with pytest.raises(RefusedError) as caught:
        run(abroad, lambda uow: post_invoice(uow, shipment_ids=shipments))
    assert [issue.code for issue in caught.value.issues] == ["invoice.two_currencies"]


def test_a_customers_currency_comes_with_todays_rate_as_long_as_there_is_one(abroad):
    with abroad.begin(OWNER) as uow:
        uow.db.execute(
            sa.text("update customer set currency = 'USD' where id = :id"), {"id": abroad.ids[WIEN]}
        )
    found = seen(abroad, lambda view: read_customer_context(view, abroad.ids[WIEN]))
    assert (found.customer.currency, found.exchange) == ("USD", USD)
    assert seen(abroad, rates.read_offers) == ("JPY 162.31 EUR 2026-02-27 typed", USD)
    assert seen(abroad, lambda view: rates.read_rate_text(view, "EUR")) == ""
    assert seen(abroad, lambda view: rates.read_rate_text(view, "CHF")) == ""


def test_the_papers_say_the_rate_and_the_tax_at_home(abroad):
    order_id = sold(abroad, (CHAIR, 1))
    shipment = ship_all(abroad, order_id)
    invoice_id = run(abroad, lambda uow: post_invoice(uow, shipment_ids=[shipment]))
    papers = seen(
        abroad,
        lambda view: view.db.execute(
            sa.text(
                "select id, document_kind from paper where document_kind in ('order', 'invoice') order by id"
            )
        ).all(),
    )
    notes = {kind: seen(abroad, lambda view, id_=id_: read_content(view, id_)).notes for id_, kind in papers}
    assert any("1 EUR = 1,0543 USD" in note and "27.02.2026" in note for note in notes["order"])
    assert len(notes["invoice"]) == 2
    assert notes["invoice"][1].endswith("EUR")
    assert abroad.row(Invoice, invoice_id)["currency"] == "USD"


def test_a_rate_and_a_currency_that_disagree_are_found(abroad):
    order_id = sold(abroad, (CHAIR, 1))
    with abroad.begin(SYSTEM) as uow:
        uow.db.execute(sa.update(Order).where(Order.id == order_id).values(currency="GBP"))
    assert "verify.order_currency" in {finding.code for finding in sound(abroad)}
