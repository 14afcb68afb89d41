"""A credit is keyed while somebody else credits the same invoice: F5 never takes a quantity away without a word."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.views.kit.entry_grid import EntryGrid
from db.schema.invoicing import Invoice, InvoiceLine
from tests.helpers.invoice_office import Line
from tests.helpers.window import CTRL

RETURN, F5 = Qt.Key.Key_Return, Qt.Key.Key_F5


@pytest.fixture
def invoice(desk, firm):
    """Two lines of ten; two of the first and three of the second are keyed to be credited."""
    id_ = firm.invoice(firm.customer(), [Line(10 * MICRO), Line(10 * MICRO)])
    desk.ask("invoice.credit", id_)
    desk.type("broken\n2\n3\n")
    return id_


def theirs(firm, invoice, micro):
    first = firm.rows(sa.select(InvoiceLine.id).where(InvoiceLine.invoice_id == invoice))[0]["id"]
    lines = [CreditLine(first, micro)]
    firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice, lines=lines, reason="theirs"))


def keyed(desk):
    return [row.credit_micro // MICRO for row in desk.page.model.rows()]


def reasons(firm):
    return [row["reason"] for row in firm.rows(sa.select(Invoice.reason).order_by(Invoice.id))]


def credited(firm):
    last = sa.select(sa.func.max(Invoice.id)).scalar_subquery()
    rows = firm.rows(sa.select(InvoiceLine.quantity_micro).where(InvoiceLine.invoice_id == last))
    return sorted(abs(row["quantity_micro"]) // MICRO for row in rows)


def test_the_quantity_that_fell_away_is_asked_for_before_anything_is_posted(desk, firm, invoice):
    theirs(firm, invoice, MICRO)
    desk.press(F5)
    assert keyed(desk) == [0, 3]
    assert "Line 1, Credit now: Somebody changed this line meanwhile. Key 0 to 9" in desk.message()
    desk.press(RETURN, CTRL)
    assert reasons(firm) == ["", "theirs"]
    desk.type("2\n")
    desk.press(RETURN, CTRL)
    assert reasons(firm) == ["", "theirs", "broken"]
    assert credited(firm) == [2, 3]


def test_a_line_of_which_nothing_is_left_is_told(desk, firm, invoice):
    theirs(firm, invoice, 10 * MICRO)
    desk.press(F5)
    assert keyed(desk) == [0, 3]
    assert desk.message() == "Line 1: somebody changed it meanwhile; what was keyed there is not kept."


def test_what_nobody_credited_is_kept_without_a_word(desk, firm, invoice):
    desk.press(F5)
    assert (keyed(desk), desk.message()) == ([2, 3], "")


def test_everything_that_is_left_is_credited_after_all(desk, firm, invoice):
    theirs(firm, invoice, MICRO)
    desk.press(F5)
    desk.press(Qt.Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert keyed(desk) == [9, 10]
    assert not desk.find(EntryGrid, "creditGrid").model().has_bad()
    desk.press(RETURN, CTRL)
    assert credited(firm) == [9, 10]


def test_the_rest_that_the_key_took_is_kept_by_f5(desk, firm, invoice):
    theirs(firm, invoice, 9 * MICRO)
    desk.press(RETURN, CTRL)
    assert "only 1 can still be credited" in desk.message()
    desk.press(Qt.Key.Key_F8)
    assert keyed(desk) == [1, 3]
    desk.press(F5)
    assert (keyed(desk), desk.message()) == ([1, 3], "")
