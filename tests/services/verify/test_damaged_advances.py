"""Damage to advances of a copy, by SQL behind the program's back, each found as what it is."""

from __future__ import annotations

import shutil

import pytest

from app.domain.money import MICRO
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.invoicing.shipped import post_invoice_for_order
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.services.verify.damaging import damage, findings_of, make_sound


def ask_and_bill(work, _clock):
    """Half in advance, half of that paid, a fifth supplied and invoiced."""
    firm = InvoiceOffice(work).set_up()
    customer = firm.customer()
    order_id = firm.order(customer, [Line(quantity=10 * MICRO, price=100 * MICRO)])
    firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=AdvanceWish(percent_ppm=500_000)))
    firm.pay(customer, 29_750)
    firm.ship(order_id, {1: 2 * MICRO})
    firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))


@pytest.fixture(scope="module")
def sound(sqlite_template, tmp_path_factory):
    return make_sound(sqlite_template, tmp_path_factory.mktemp("advances") / "keyline.db", ask_and_bill)


@pytest.fixture
def copy(sound, tmp_path):
    path = tmp_path / "copy.db"
    shutil.copyfile(sound, path)
    return path


COUNTER = "update credited_quantity set credited_minor = credited_minor + 1"
DUE_TAX = "update ledger_entry set amount_minor = amount_minor - 1 where debit_account = 'tax_not_due'"
DAMAGES = {
    "a cent more taken off than its line says": (
        "verify.advance_deduction",
        f"update advance_deduction set amount_minor = amount_minor + 1; {COUNTER}",
    ),
    "a line that takes an advance off and names none": (
        "verify.advance_deduction",
        "delete from advance_deduction; update credited_quantity set credited_minor = 0, credited_micro = 0",
    ),
    "more counted as used of an advance than was taken off": ("verify.credited", COUNTER),
    "an advance that is none": (
        "verify.posted_changed",
        "update invoice set is_advance = 0 where is_advance",
    ),
    "tax that became due and is posted too low": (
        "verify.advance_tax",
        f"update advance_tax set amount_minor = amount_minor - 1; {DUE_TAX}",
    ),
    "due tax that the ledger does not have": (
        "verify.ledger_document",
        DUE_TAX,
    ),
    "revenue of an advance that the ledger does not have": (
        "verify.ledger_document",
        "delete from ledger_entry where debit_account = 'advances'",
    ),
}


def test_the_copy_is_sound(copy):
    assert findings_of(copy) == ()


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_gives_its_finding(copy, name):
    code, statements = DAMAGES[name]
    damage(copy, *statements.split("; "))
    assert [finding.code for finding in findings_of(copy)] == [code]
