"""An advance is asked for by keys, paid, and seen where it is taken off."""

import datetime as dt

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.domain.money import MICRO
from app.domain.tax_rules import DatedRate
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.papers import read_papers
from app.services.setup.taxes import TaxInput, read_taxes, update_tax
from app.views.invoices.invoice_page import CREDITED, InvoicePage
from app.views.kit.entry_grid import EntryGrid
from app.views.papers.words import paper_title
from db.schema.invoicing import Invoice
from tests.helpers.invoice_office import Line
from tests.helpers.window import CTRL, SHIFT

KEY = Qt.Key


@pytest.fixture
def order_id(firm):
    """Ten pieces at 100.00 net."""
    return firm.order(firm.customer(), [Line(quantity=10 * MICRO, price=100 * MICRO)])


def start(desk, order_id):
    desk.ask("invoice.advance", order_id)
    return desk.context.desk().page()


def posted(firm):
    rows = firm.rows(sa.select(Invoice.is_advance, Invoice.net_minor, Invoice.gross_minor))
    return [tuple(row.values()) for row in rows]


def key_field(desk, page, name, text):
    page.form.focus(name)
    page.form.widget(name).selectAll()
    desk.type(text)


def shown_sums(page):
    labels = [page.figures.itemAt(place).layout() for place in range(page.figures.count())]
    return [column.itemAt(1).widget().text() for column in labels]


def test_the_usual_percentage_is_posted_by_one_key_and_paid_by_the_next(desk, firm, order_id):
    page = start(desk, order_id)
    assert shown_sums(page) == ["300.00", "57.00", "357.00"]
    desk.press(KEY.Key_Return, CTRL)
    assert posted(firm) == [(True, 30_000, 35_700)]
    page = desk.context.desk().page()
    assert isinstance(page, InvoicePage)
    assert page.title.startswith("Advance invoice INV-")
    assert "its tax is due on receipt" in page.references.text()
    desk.press(KEY.Key_P, CTRL | SHIFT)
    assert desk.context.desk().page().objectName() == "enterPayment"


def test_a_percentage_keyed_last_is_shown_and_posted(desk, firm, order_id):
    page = start(desk, order_id)
    key_field(desk, page, "percent", "50")
    desk.press(KEY.Key_Return, CTRL)
    assert posted(firm) == [(True, 50_000, 59_500)]


def test_an_amount_takes_the_place_of_the_percentage(desk, firm, order_id):
    page = start(desk, order_id)
    key_field(desk, page, "amount", "123.45")
    desk.press(KEY.Key_Return)
    assert page.form.value("percent") is None
    assert shown_sums(page) == ["123.45", "23.46", "146.91"]
    desk.press(KEY.Key_Return, CTRL)
    assert posted(firm) == [(True, 12_345, 14_691)]


def test_too_much_is_told_and_all_that_is_left_is_one_key(desk, firm, order_id):
    firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=AdvanceWish(percent_ppm=800_000)))
    page = start(desk, order_id)
    assert "only 200.00" in desk.message().replace("\N{NO-BREAK SPACE}", " ")
    assert not page.post_button.isEnabled()
    desk.press(KEY.Key_Return, CTRL)
    assert len(posted(firm)) == 1
    desk.press(KEY.Key_F8)
    assert page.post_button.isEnabled()
    desk.press(KEY.Key_Return, CTRL)
    assert posted(firm)[-1] == (True, 20_000, 23_800)


def test_the_page_shows_what_was_asked_for_before(desk, firm, order_id):
    firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=AdvanceWish(percent_ppm=100_000)))
    page = start(desk, order_id)
    (row,) = page.advances.rows()
    assert (row.gross_minor, row.open_minor, row.left_minor) == (11_900, 11_900, 11_900)


def test_nothing_that_is_no_number_is_posted(desk, firm, order_id):
    page = start(desk, order_id)
    key_field(desk, page, "percent", "half")
    desk.press(KEY.Key_Return, CTRL)
    assert page.form.errors()
    assert posted(firm) == []


def test_a_rate_that_changes_before_the_money_comes_is_told_once(desk, firm, order_id, clock):
    def change(uow):
        (card,) = [card for card in read_taxes(uow) if card.facts.code == "S"]
        rates = (*card.facts.rates, DatedRate(clock.today() + dt.timedelta(days=5), 160_000))
        data = TaxInput(code="S", name=card.facts.name, category="S", rates=rates)
        update_tax(uow, card.facts.id, data, version=card.version)

    firm.do(change)
    start(desk, order_id)
    desk.press(KEY.Key_Return, CTRL)
    assert "the day of its receipt" in desk.message()
    assert posted(firm) == []
    desk.press(KEY.Key_Return, CTRL)
    assert len(posted(firm)) == 1


def test_the_invoice_of_the_supply_shows_what_comes_off(desk, firm, order_id):
    firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=AdvanceWish(percent_ppm=500_000)))
    firm.ship(order_id)
    desk.ask("invoice.start", order_id)
    page = desk.context.desk().page()
    goods, off = page.model.rows()
    assert (goods.amount_minor, off.amount_minor) == (100_000, -50_000)
    table = page.table.model()
    quantity = next(
        at for at in range(table.columnCount()) if table.headerData(at, Qt.Orientation.Horizontal) == "Qty"
    )
    assert [table.index(row, quantity).data() for row in (0, 1)] == ["10\N{NO-BREAK SPACE}pc", ""]
    desk.press(KEY.Key_Return, CTRL)
    assert posted(firm)[-1] == (False, 50_000, 59_500)


def test_the_list_has_the_advances_by_themselves(desk, firm, order_id):
    firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=AdvanceWish(percent_ppm=500_000)))
    firm.invoice(firm.customer("Other GmbH"), [Line()])
    desk.show("invoices")
    invoices = desk.context.desk().invoices
    assert invoices.model.total() == 2
    box = invoices.findChild(QComboBox, "invoicesChoice")
    box.setCurrentIndex(box.findText("Advances"))
    desk.idle()
    assert invoices.model.total() == 1


def test_a_part_of_an_advance_is_credited_by_its_amount(desk, firm, order_id):
    advance_id = firm.do(
        lambda uow: post_advance(uow, order_id=order_id, wish=AdvanceWish(amount_minor=12_345))
    )
    desk.ask("invoice.open", advance_id)
    page = desk.context.desk().page()
    assert (page.invoice.advance_left_minor, shown_sums(page)[-1]) == (14_691, "146.91")
    desk.press(KEY.Key_R, CTRL | SHIFT)
    grid = desk.find(EntryGrid, "creditGrid")
    grid.setFocus()
    grid.select_row(0, grid.model().column_of("credit"))
    desk.type("23.45")
    desk.press(KEY.Key_Return)
    desk.find(QLineEdit, "creditReason").setFocus()
    desk.type("agreed")
    desk.press(KEY.Key_Return, CTRL)
    assert posted(firm)[-1] == (True, 2_345, 2_791)
    desk.ask("invoice.open", advance_id)
    assert desk.context.desk().page().invoice.advance_left_minor == 11_900


def test_the_paper_of_an_advance_is_called_so_where_papers_are_listed(firm, order_id):
    wish = AdvanceWish(percent_ppm=500_000)
    advance_id = firm.do(lambda uow: post_advance(uow, order_id=order_id, wish=wish))
    (paper,) = firm.ask(lambda view: read_papers(view, "invoice", advance_id))
    assert paper_title(paper) == f"Advance invoice {paper.number}"


def test_what_was_credited_has_a_column_only_where_something_was(desk, firm, order_id):
    firm.ship(order_id)
    invoice_id = firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))
    desk.ask("invoice.open", invoice_id)
    page = desk.context.desk().page()
    assert page.table.isColumnHidden(CREDITED)
    lines = (CreditLine(page.invoice.lines[0].id, 3 * MICRO),)
    firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason="back"))
    page.refresh()
    desk.idle()
    assert not page.table.isColumnHidden(CREDITED)
