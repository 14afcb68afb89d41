"""Credit page and new invoice by keys: pieces of a pack, discounts, reasons, warnings before the paper is frozen."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from app import i18n
from app.domain.money import MICRO
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.shipped import post_invoice
from app.views.kit.entry_grid import EntryGrid, PlainTable
from app.views.kit.history_view import HistoryView
from db.schema.firm import Firm
from db.schema.invoicing import Invoice, InvoiceLine
from db.schema.orders import OrderLine
from db.schema.parties import Customer
from tests.helpers.invoice_office import Line
from tests.helpers.window import CTRL, SHIFT, open_on

DISCOUNT = Line(kind="discount", price=-10 * MICRO, text="Fair discount")


def invoices(firm):
    columns = (Invoice.kind, Invoice.gross_minor, Invoice.reason)
    return [tuple(row.values()) for row in firm.rows(sa.select(*columns).order_by(Invoice.id))]


def billable(firm, *lines, **changes):
    order_id = firm.order(firm.customer(**changes), lines)
    firm.ship(order_id)
    return order_id


def test_goods_are_credited_with_their_discount(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line(price=100 * MICRO), DISCOUNT])
    desk.ask("invoice.credit", id_)
    model = desk.find(EntryGrid, "creditGrid").model()
    assert model.index(1, model.column_of("credit")).data() == "with its lines"
    desk.type("returned")
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert invoices(firm)[-1] == ("credit_note", 10710, "returned")


def test_one_piece_of_a_pack_is_keyed_with_its_unit(desk, firm):
    order_id = firm.order(firm.customer(), [Line(3 * MICRO, 49_900 * MICRO, factor=(12, 1))])
    firm.do(lambda uow: uow.db.execute(sa.update(OrderLine).values(unit="pk")))
    shipment_id = firm.ship(order_id)
    desk.ask("invoice.credit", firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id])))
    desk.type("returned\n1 pc\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    line = firm.rows(sa.select(InvoiceLine.__table__).order_by(InvoiceLine.id.desc()))[0]
    assert (line["base_micro"], line["amount_minor"]) == (MICRO, 415_833)


def test_a_total_below_zero_asks_for_its_reason(desk, firm):
    desk.ask("invoice.start", billable(firm, Line(), Line(kind="discount", price=-30 * MICRO)))
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "Enter its reason" in desk.message()
    assert desk.focus().objectName() == "invoiceReason"
    desk.type("year's bonus")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert invoices(firm) == [("credit_note", 2380, "year's bonus")]


def test_a_missing_bank_account_is_told_once_and_the_same_key_goes_on(desk, firm):
    firm.do(lambda uow: uow.db.execute(sa.update(Firm).values(iban="")))
    desk.ask("invoice.start", billable(firm, Line()))
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "no bank account" in desk.message()
    assert invoices(firm) == []
    desk.press(Qt.Key.Key_F8)
    assert (desk.asked[-1].name, desk.asked[-1].params) == ("setup.open", {"page": "firm"})
    desk.show("invoices")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [row[0] for row in invoices(firm)] == ["invoice"]


def test_a_missing_vat_id_leads_to_the_customers_card(desk, firm):
    order_id = billable(firm, Line(rate=0))
    firm.do(lambda uow: uow.db.execute(sa.update(Customer).values(vat_id="")))
    desk.ask("invoice.start", order_id)
    assert "must show the VAT id" in desk.message()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert invoices(firm) == []
    desk.press(Qt.Key.Key_F8)
    assert desk.asked[-1].name == "customer.open"


def test_a_story_says_first_what_was_done(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line()])
    desk.ask("invoice.open", id_)
    told = desk.find(HistoryView, "history").text().split("\n")
    assert told[1] == "Invoice posted"
    assert [line.partition(":")[0] for line in told[2:]] == ["Kind", "Number", "Date", "Net", "Tax", "Total"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_settled_an_invoice_is_read_whole_in_a_small_window(qtbot, office, firm, language):
    i18n.set_language(language)
    customer = firm.customer()
    id_ = firm.invoice(customer, [Line()])
    firm.pay(customer, 500)
    desk = open_on(qtbot, office)
    desk.frame.resize(1280, 720)
    desk.ask("invoice.open", id_)
    for name in ("settlements", "invoiceLines"):
        table = desk.find(PlainTable, name)
        assert table.horizontalScrollBar().maximum() == 0, name
    settled = desk.find(PlainTable, "settlements")
    model = settled.model()
    assert "PAY-" in model.index(0, 1).data()
    for column in range(model.columnCount()):
        room = settled.columnWidth(column) - 10
        text = model.index(0, column).data()
        assert settled.fontMetrics().horizontalAdvance(text) <= room, text


def open_credit_beyond(desk, firm):
    """An invoice of 5.00 whose goods at 19 % alone, less their half of a discount at 7 %, are worth more."""
    lines = [Line(price=100 * MICRO, rate=190_000), Line(price=100 * MICRO, rate=0)]
    lines.append(Line(kind="discount", price=-200 * MICRO, rate=70_000, code="R", text="Rebate"))
    desk.ask("invoice.credit", firm.invoice(firm.customer(), lines))
    desk.type("back\n1\n")
    desk.press(Qt.Key.Key_Return, CTRL)


def test_a_credit_beyond_its_invoice_is_made_whole_by_one_key(desk, firm):
    open_credit_beyond(desk, firm)
    assert len(invoices(firm)) == 1
    assert "Credit everything that is left" in [
        button.text().partition("  ")[0] for button in desk.page.message_bar.findChildren(QPushButton)
    ]
    desk.press(Qt.Key.Key_F8)
    assert desk.message() == ""
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [row[0] for row in invoices(firm)] == ["invoice", "credit_note"]
    assert invoices(firm)[0][1] == invoices(firm)[1][1]


def test_what_is_missing_of_a_credit_has_a_key_that_goes_there(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line(), Line(quantity=4 * MICRO)])
    desk.ask("invoice.credit", id_)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "Enter a reason" in desk.message()
    assert desk.focus().objectName() == "creditReason"
    desk.type("returned")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "No line of invoice" in desk.message()
    grid = desk.find(EntryGrid, "creditGrid")
    assert desk.focus() is grid
    desk.find(QLineEdit, "creditReason").setFocus()
    desk.press(Qt.Key.Key_F8)
    assert desk.focus() is grid
    assert grid.currentIndex().column() == grid.model().column_of("credit")


def test_more_than_somebody_else_left_is_cut_to_the_rest_by_one_key(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line(), Line(quantity=4 * MICRO)])
    desk.ask("invoice.credit", id_)
    desk.type("returned\n")
    grid = desk.find(EntryGrid, "creditGrid")
    grid.select_row(1, grid.model().column_of("credit"))
    desk.type("3\n")
    line = firm.rows(sa.select(InvoiceLine.id).order_by(InvoiceLine.id.desc()))[0]["id"]
    theirs = [CreditLine(line, 2 * MICRO)]
    firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=id_, lines=theirs, reason="theirs"))
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "only 2 can still be credited" in desk.message()
    desk.press(Qt.Key.Key_F8)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [row[2] for row in invoices(firm)] == ["", "theirs", "returned"]


def test_a_wrong_line_of_a_free_credit_is_gone_to(desk, firm):
    firm.customer()
    desk.ask("credit.free")
    page = desk.page
    page.customer.customer_id = 1
    page.reason.setText("Bonus")
    grid = desk.find(EntryGrid, "freeCreditGrid")
    grid.setFocus()
    grid.select_row(0, grid.model().column_of("text"))
    desk.type("Bonus of the year\n")
    page.reason.setFocus()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "The price of line 1 must be more than 0" in desk.message()
    assert desk.focus() is grid
    assert grid.currentIndex().column() == grid.model().column_of("price")
    page.reason.setFocus()
    desk.press(Qt.Key.Key_F8)
    assert desk.focus() is grid


def test_keyed_quantities_stay_when_the_invoice_is_read_again(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line(5 * MICRO), Line(4 * MICRO)])
    desk.ask("invoice.credit", id_)
    desk.type("returned\n2\n3\n")
    model = desk.find(EntryGrid, "creditGrid").model()
    first = model.rows()[0].line.id
    firm.do(
        lambda uow: credit_invoice_lines(
            uow, invoice_id=id_, lines=[CreditLine(first, MICRO)], reason="elsewhere"
        )
    )
    desk.press(Qt.Key.Key_F5)
    assert [row.credit_micro for row in model.rows()] == [0, 3 * MICRO], "of the first others left less"
