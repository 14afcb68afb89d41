"""Yen have no decimals and dinars three (A4): an order in them from its draft to the last unit of its payment."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError
from app.domain.orders.draft import edit_header
from app.domain.rights import RIGHTS, SYSTEM
from app.services import rates
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.ledger.entries import trial_balance
from app.services.papers import newest_paper, read_content
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.settings_store import write_firm_settings
from app.services.verify import verify
from db.schema.invoicing import Invoice, OpenItem
from db.statements import table_of
from tests.helpers.order_office import CABLE, CHAIR, NORD, OWNER
from tests.services.orders.test_gross_orders import ship_all

YEN, DINAR = "JPY 162.31 EUR 2026-02-27 typed", "KWD 0.325 EUR 2026-02-27 typed"
RATES = {"JPY": 162_310_000_000, "KWD": 325_000_000}
MONDAY = date(2026, 3, 2)


@pytest.fixture
def abroad(desk):
    for currency, rate in RATES.items():
        data = rates.RateInput(currency=currency, day=date(2026, 2, 27), rate_nano=rate, far_off=True)
        with desk.work.begin(actor=SYSTEM) as uow:
            rates.create_rate(uow, data)
    return desk


def invoiced(desk, exchange, kind):
    """A chair for 348.35 and 1.5 m of cable for 7.77 each, in the currency; prices with or without tax."""
    order_id = desk.key((CHAIR, 1), (CABLE, "1.5"), exchange=exchange)
    if kind:
        desk.edit(order_id, edit_header(desk.read(order_id), price_kind=kind))
    desk.confirm(order_id)
    shipment = ship_all(desk, order_id)
    with desk.begin(OWNER) as uow:
        return order_id, post_invoice(uow, shipment_ids=[shipment])


CASES = [  # amounts of the lines; net, tax, gross
    (YEN, "net", (56541, 1892), (58433, 11102, 69535)),
    (YEN, "gross", (67283, 2251), (58432, 11102, 69534)),
    (DINAR, "net", (113214, 3788), (117002, 22230, 139232)),
    (DINAR, "gross", (134724, 4508), (117002, 22230, 139232)),
]


@pytest.mark.rows_on_sqlite(but=2)
@pytest.mark.parametrize(("exchange", "kind", "amounts", "sums"), CASES, ids=lambda each: str(each)[:9])
def test_amounts_and_taxes_are_rounded_to_the_currency(abroad, exchange, kind, amounts, sums):
    order_id, invoice_id = invoiced(abroad, exchange, kind)
    assert tuple(line.amount_minor for line in abroad.read(order_id).lines) == amounts
    for row in (abroad.head(order_id), abroad.row(Invoice, invoice_id)):
        assert (row["net_minor"], row["tax_minor"], row["gross_minor"], row["price_mode"]) == (*sums, kind)
    currency = exchange[:3]
    with abroad.reading(OWNER) as view:
        content = read_content(view, newest_paper(view, "invoice", invoice_id) or 0)
        assert verify(view) == ()
    assert content.currency == currency
    with abroad.begin(OWNER) as uow:
        enter_payment(uow, PaymentInput(abroad.ids[NORD], sums[2], MONDAY, currency=currency))
    open_item = table_of(OpenItem)
    (item,) = abroad.rows(sa.select(open_item).where(open_item.c.invoice_id == invoice_id))
    assert (item["amount_minor"], item["applied_minor"]) == (sums[2], sums[2])
    with abroad.reading(OWNER) as view:
        books = trial_balance(view, as_of=date(2030, 1, 1))
        assert verify(view) == ()
    assert sum(books.values()) == 0
    assert books["receivable"] == 0


def test_dinars_are_rounded_to_five_fils_and_given_back(abroad):
    with abroad.begin(OWNER) as uow:
        write_firm_settings(uow, {"cash.rounding": "all", "cash.coins": "KWD 0.005; JPY 10"})
    for exchange, rounding in ((DINAR, -2), (YEN, 5)):
        _order, invoice_id = invoiced(abroad, exchange, "")
        assert abroad.row(Invoice, invoice_id)["rounding_minor"] == rounding
        with abroad.begin(OWNER) as uow:
            credit_id = credit_whole_invoice(uow, invoice_id=invoice_id, reason="back")
        assert abroad.row(Invoice, credit_id)["rounding_minor"] == rounding
    with abroad.reading(OWNER) as view:
        assert set(trial_balance(view, as_of=date(2030, 1, 1)).values()) == {0}
        assert verify(view) == ()


def test_who_may_type_no_discount_may_change_the_currency_of_one_and_back(abroad, monkeypatch):
    order_id = abroad.key((CHAIR, 1), order_discount="6667minor")
    monkeypatch.setitem(RIGHTS, "price.manual", frozenset({"owner"}))
    step = edit_header(abroad.read(order_id), exchange=YEN)
    assert abroad.edit(order_id, step).header.order_discount == "67minor"
    assert abroad.edit(order_id, step.inverse).header.order_discount == "6667minor"
    with pytest.raises(NotAllowedError):
        abroad.edit(order_id, edit_header(abroad.read(order_id), exchange=YEN, order_discount="70minor"))
