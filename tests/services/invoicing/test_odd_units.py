"""Credits of lines whose unit is a fraction of the base unit, or holds no whole number of it (B26, D60)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from db.schema.invoicing import InvoiceLine
from db.schema.products import Product
from tests.helpers.invoice_office import Line

UNITS = [(250, 3), (500, 7), (1, 12), (1, 7), (100, 3), (40, 3), (1, 3), (12, 1)]


def lines_of(firm, invoice_id):
    line = InvoiceLine
    return firm.rows(
        sa.select(line.id, line.quantity_micro, line.base_micro, line.amount_minor).where(
            line.invoice_id == invoice_id
        )
    )


def invoiced(firm, factor, decimals, quantity=100, price=2_500):
    """An invoice over one line of such a unit; its id."""
    firm.do(lambda uow: uow.db.execute(sa.update(Product).values(unit_decimals=decimals)))
    return firm.invoice(firm.customer(), [Line(quantity * MICRO, price * MICRO, factor=factor)])


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("factor", UNITS)
def test_everything_is_credited_whatever_the_unit(firm, factor):
    for decimals in (0, 6):
        invoice_id = invoiced(firm, factor, decimals, quantity=2)
        credit_id = firm.do(
            lambda uow, id_=invoice_id: credit_whole_invoice(uow, invoice_id=id_, reason="all")
        )
        (billed,), (given,) = lines_of(firm, invoice_id), lines_of(firm, credit_id)
        assert {**given, "id": 0} == {**billed, "id": 0}, decimals


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("factor", UNITS)
def test_so_many_of_a_unit_are_credited_as_so_many(firm, factor):
    for quantity in (1, 5, 99):
        invoice_id = invoiced(firm, factor, 6)
        (billed,) = lines_of(firm, invoice_id)
        first = credited(firm, invoice_id, quantity)
        assert (first["quantity_micro"], first["amount_minor"]) == (quantity * MICRO, quantity * 250_000)
        rest = credited(firm, invoice_id, 100 - quantity)
        for name in ("quantity_micro", "base_micro", "amount_minor"):
            assert first[name] + rest[name] == billed[name], (quantity, name)


def credited(firm, invoice_id, quantity):
    """The line of a credit of so many of the invoice's one line."""
    (billed,) = lines_of(firm, invoice_id)
    part = [CreditLine(billed["id"], quantity * MICRO)]
    credit_id = firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=part, reason="x"))
    (given,) = lines_of(firm, credit_id)
    return given
