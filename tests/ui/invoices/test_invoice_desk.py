"""The bookkeeper invoices, credits and enters payments by keys alone; results are read from the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.money import MICRO
from app.services import search
from app.services.invoicing.shipped import post_invoice
from app.views.kit.entry_grid import EntryGrid, PlainTable
from app.views.kit.history_view import HistoryView
from app.views.kit.table_view import TableView
from db.schema.invoicing import Allocation, Invoice, OpenItem, Payment
from db.schema.papers import Paper
from tests.helpers.invoice_office import Line
from tests.helpers.window import ALT, CTRL, SHIFT


def invoices(firm):
    columns = (Invoice.id, Invoice.kind, Invoice.gross_minor, Invoice.reason)
    return firm.rows(sa.select(*columns).order_by(Invoice.id))


def find_customer(firm, name="Café Größenwahn", **values):
    id_ = firm.customer(name, **values)
    firm.do(lambda uow: search.index(uow, "customer", {id_: name}))
    return id_


def test_what_left_is_invoiced_after_a_look_at_it(desk, firm):
    order_id = firm.order(firm.customer(), [Line(quantity=4 * MICRO), Line(quantity=2 * MICRO)])
    firm.ship(order_id, {1: 3 * MICRO})
    desk.ask("invoice.start", order_id)
    assert invoices(firm) == []
    assert desk.find(PlainTable, "newInvoiceLines").model().rowCount() == 1
    desk.press(Qt.Key.Key_Return, CTRL)
    posted = invoices(firm)
    assert [(row["kind"], row["gross_minor"]) for row in posted] == [("invoice", 3570)]
    assert "posted" in desk.message()
    desk.press(Qt.Key.Key_P, CTRL)
    assert desk.asked[-1].name == "paper.show"


def test_nothing_to_invoice_is_said_at_once(desk, firm):
    desk.ask("invoice.start", firm.order(firm.customer(), [Line()]))
    assert "invoiced already" in desk.message()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert invoices(firm) == []


def test_an_order_is_invoiced_from_the_list_by_enter(desk, firm):
    firm.ship(firm.order(firm.customer(), [Line()]))
    desk.show("invoices")
    desk.press(Qt.Key.Key_Tab, CTRL)
    assert desk.focus().objectName() == "toInvoiceTable"
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert len(invoices(firm)) == 1


def test_chosen_quantities_are_credited_with_a_reason(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line(quantity=4 * MICRO), Line(quantity=2 * MICRO)])
    desk.ask("invoice.open", id_)
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "Enter a reason" in desk.message()
    desk.type("scratched\n1\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    credit = invoices(firm)[-1]
    assert (credit["kind"], credit["gross_minor"], credit["reason"]) == ("credit_note", 1190, "scratched")
    assert firm.open_minor(firm.item(id_)) == 7140 - 1190


def test_more_than_is_left_cannot_be_credited(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line(quantity=4 * MICRO)])
    desk.ask("invoice.credit", id_)
    desk.type("wrong\n5\n")
    assert desk.find(EntryGrid, "creditGrid").model().has_bad()
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.open_minor(firm.item(id_)) == 0


def test_a_free_credit_note_has_customer_reason_and_lines(desk, firm):
    find_customer(firm)
    desk.show("invoices")
    desk.press(Qt.Key.Key_N, CTRL | SHIFT)
    desk.type("caf")
    desk.press(Qt.Key.Key_Return)
    desk.type("goodwill\nBonus 2026\n2\n10\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    credit = invoices(firm)[-1]
    assert (credit["kind"], credit["reason"]) == ("credit_note", "goodwill")
    assert credit["gross_minor"] == 2380


def test_an_overpayment_settles_the_oldest_and_keeps_the_rest(desk, firm):
    customer = find_customer(firm)
    first, second = firm.claim(customer, 10_000), firm.claim(customer, 5_000)
    desk.show("invoices")
    desk.press(Qt.Key.Key_N, CTRL)
    assert desk.focus().objectName() == "customer"
    desk.type("caf")
    desk.press(Qt.Key.Key_Return)
    assert desk.focus().objectName() == "amount"
    desk.type("170\n")
    shares = [row.part_minor for row in desk.find(EntryGrid, "paymentGrid").model().rows()]
    assert shares == [10_000, 5_000]
    desk.press(Qt.Key.Key_Return, CTRL)
    assert (firm.open_minor(first), firm.open_minor(second)) == (0, 0)
    credit = sa.select(OpenItem.amount_minor - OpenItem.applied_minor).where(OpenItem.kind == "payment")
    assert firm.scalar(credit) == -2_000
    assert "20.00" in desk.message()


@pytest.mark.parametrize(("keyed", "left"), [("170", (0, 0)), ("120", (0, 3_000)), ("40", (6_000, 5_000))])
def test_an_amount_counts_as_it_stands_though_its_field_was_not_left(desk, firm, keyed, left):
    customer = firm.customer()
    first, second = firm.claim(customer, 10_000), firm.claim(customer, 5_000)
    desk.ask("payment.enter", customer)
    desk.type(keyed)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert (firm.open_minor(first), firm.open_minor(second)) == left


def test_an_amount_entered_before_the_claims_are_read_settles_them(desk, firm):
    customer = firm.customer()
    first = firm.claim(customer, 10_000)
    desk.ask("payment.enter", customer)
    desk.page.refresh()
    QTest.keyClicks(desk.focus(), "120")
    QTest.keyClick(desk.focus(), Qt.Key.Key_Return, CTRL)
    desk.idle()
    assert firm.open_minor(first) == 0
    assert firm.scalar(sa.select(sa.func.count()).select_from(Payment)) == 1


def test_an_exact_amount_is_proposed_for_its_claim(desk, firm):
    customer = firm.customer()
    first, second = firm.claim(customer, 10_000), firm.claim(customer, 5_000)
    desk.ask("payment.enter", customer)
    desk.type("50\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert (firm.open_minor(first), firm.open_minor(second)) == (10_000, 0)


def test_a_keyed_share_stays_when_the_amount_changes(desk, firm):
    customer = firm.customer()
    first, second = firm.claim(customer, 10_000), firm.claim(customer, 5_000)
    desk.ask("payment.enter", customer)
    desk.type("60\n\n\nline 7\n")
    desk.type("20\n40\n")
    desk.press(Qt.Key.Key_A, ALT)
    assert desk.focus().objectName() == "amount"
    desk.type("70\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert (firm.open_minor(first), firm.open_minor(second)) == (8_000, 1_000)
    assert firm.scalar(sa.select(Payment.reference)) == "line 7"


def test_a_payment_without_an_amount_is_not_entered(desk, firm):
    desk.ask("payment.enter", firm.customer())
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.scalar(sa.select(sa.func.count()).select_from(Payment)) == 0
    assert desk.focus().objectName() == "amount"


def test_an_invoice_is_paid_from_its_own_page(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 5_000)
    id_ = firm.invoice(customer, [Line()])
    desk.ask("invoice.open", id_)
    desk.press(Qt.Key.Key_P, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.open_minor(firm.item(id_)) == 0


def open_payment_of(desk, firm, minor):
    """A claim that is paid, its payment in front; the claim's open item."""
    customer = firm.customer()
    item = firm.claim(customer, minor)
    desk.ask("payment.open", firm.pay(customer, minor))
    return item


def test_a_settlement_is_undone_and_applied_again(desk, firm):
    item = open_payment_of(desk, firm, 5_000)
    desk.press(Qt.Key.Key_U, CTRL | SHIFT)
    assert firm.open_minor(item) == 5_000
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    assert firm.open_minor(item) == 0
    assert firm.scalar(sa.select(sa.func.count()).select_from(Allocation)) == 3


def test_the_list_filters_overdue_invoices_and_opens_them(desk, firm, clock):
    customer = firm.customer()
    firm.claim(customer, 5_000)
    desk.show("invoices")
    table = desk.find(TableView, "invoicesTable")
    assert table.model().rowCount() == 1
    desk.find(TableView, "invoicesTable").setFocus()
    table.select_row(0)
    desk.press(Qt.Key.Key_Return)
    assert desk.find(PlainTable, "invoiceLines").model().rowCount() == 1
    desk.press(Qt.Key.Key_W, CTRL)
    assert desk.find(TableView, "invoicesTable").hasFocus()


def payments(firm):
    return [row["amount_minor"] for row in firm.rows(sa.select(Payment.amount_minor).order_by(Payment.id))]


def test_the_rest_of_an_overpayment_is_paid_back_by_keys(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 10_000)
    payment = firm.pay(customer, 12_500)
    desk.ask("payment.open", payment)
    desk.press(Qt.Key.Key_B, CTRL | SHIFT)
    assert desk.focus().objectName() == "reason"
    desk.press(Qt.Key.Key_Return, CTRL)
    assert payments(firm) == [12_500]
    desk.type("paid twice")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert payments(firm) == [12_500, -2_500]
    assert "transfer" in desk.message()
    open_credit = sa.select(sa.func.sum(OpenItem.amount_minor - OpenItem.applied_minor))
    assert firm.scalar(open_credit) == 0


def test_a_part_of_a_credit_goes_back_from_the_payment_page(desk, firm):
    customer = firm.customer()
    firm.pay(customer, 2_500)
    desk.ask("payment.enter", customer)
    desk.press(Qt.Key.Key_B, CTRL | SHIFT)
    desk.type("asked for it\n\n\n\n10\n")
    assert [row.part_minor for row in desk.find(EntryGrid, "payBackGrid").model().rows()] == [1_000]
    desk.press(Qt.Key.Key_Return, CTRL)
    assert payments(firm) == [2_500, -1_000]


def test_more_than_the_credit_holds_is_refused_in_the_cell(desk, firm):
    customer = firm.customer()
    firm.pay(customer, 2_500)
    desk.ask("payment.back", customer)
    desk.type("asked for it\n\n\n\n25.01\n")
    assert desk.find(EntryGrid, "payBackGrid").model().has_bad()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert payments(firm) == [2_500]
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert payments(firm) == [2_500, -2_500]


def test_a_payment_entered_wrongly_is_reversed_with_a_reason(desk, firm):
    claim = open_payment_of(desk, firm, 10_000)
    desk.press(Qt.Key.Key_K, CTRL | SHIFT)
    assert desk.focus().objectName() == "reason"
    desk.type("\n")
    assert payments(firm) == [10_000]
    desk.type("not our customer\n")
    assert payments(firm) == [10_000, -10_000]
    assert firm.open_minor(claim) == 10_000
    assert "reversed" in desk.message()
    desk.press(Qt.Key.Key_1, ALT)
    desk.press(Qt.Key.Key_K, CTRL | SHIFT)
    desk.type("it was right\n")
    assert payments(firm) == [10_000, -10_000, 10_000]


def test_a_second_reversal_is_refused_by_name(desk, firm):
    payment = firm.pay(firm.customer(), 10_000)
    desk.ask("payment.open", payment)
    for reason in ("first", "second"):
        desk.press(Qt.Key.Key_K, CTRL | SHIFT)
        desk.type(f"{reason}\n")
    assert payments(firm) == [10_000, -10_000]
    assert "was reversed or paid back" in desk.message()


def test_a_credit_note_is_paid_back_from_its_page(desk, firm):
    customer = firm.customer()
    id_ = firm.invoice(customer, [Line(quantity=4 * MICRO)])
    firm.pay(customer, 4_760)
    desk.ask("invoice.credit", id_)
    desk.type("scratched\n1\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_B, CTRL | SHIFT)
    desk.type("wants money")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert payments(firm) == [4_760, -1_190]


def test_an_invoice_of_history_gets_its_paper_on_the_first_view(desk, firm):
    shipment_id = firm.ship(firm.order(firm.customer(), [Line()]))
    id_ = firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id], with_paper=False))
    assert firm.rows(sa.select(Paper.id)) == []
    desk.ask("invoice.open", id_)
    for _time in range(2):
        desk.press(Qt.Key.Key_P, CTRL)
        assert (desk.asked[-1].name, desk.asked[-1].id) == ("paper.show", 1)
        desk.show("invoices")
    assert [row["document_id"] for row in firm.rows(sa.select(Paper.document_id))] == [id_]


def test_ctrl_enter_twice_gives_money_back_once(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line(quantity=4 * MICRO), Line(quantity=2 * MICRO)])
    desk.ask("invoice.credit", id_)
    desk.type("scratched\n1\n")
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert [row["kind"] for row in invoices(firm)] == ["invoice", "credit_note"]
    assert "posted" in desk.message()


def test_ctrl_enter_twice_posts_one_free_credit_note_and_the_next_one_is_another(desk, firm):
    find_customer(firm)
    desk.show("invoices")
    for count in (1, 2):
        desk.press(Qt.Key.Key_N, CTRL | SHIFT)
        desk.type("caf")
        desk.press(Qt.Key.Key_Return)
        desk.type("goodwill\nBonus 2026\n2\n10\n")
        desk.press_twice(Qt.Key.Key_Return, CTRL)
        assert [row["gross_minor"] for row in invoices(firm)] == [2380] * count


def test_ctrl_enter_twice_posts_one_invoice_and_enters_one_payment(desk, firm):
    customer = firm.customer()
    order_id = firm.order(customer, [Line(quantity=4 * MICRO)])
    firm.ship(order_id, {1: 3 * MICRO})
    desk.ask("invoice.start", order_id)
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert [row["kind"] for row in invoices(firm)] == ["invoice"]
    desk.press(Qt.Key.Key_P, CTRL | SHIFT)
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert firm.scalar(sa.select(sa.func.count()).select_from(Payment)) == 1


def button(desk, words):
    found = [each for each in desk.page.findChildren(QPushButton) if each.accessibleName() == words]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("tab", "words", "title"),
    [
        (0, "Enter payment", "Enter payment"),
        (0, "Free credit note", "Free credit note"),
        (2, "Enter payment", "Enter payment"),
    ],
)
def test_the_lists_show_the_mouse_what_begins_there(desk, firm, tab, words, title):
    desk.show("invoices")
    desk.context.desk().tabs.setCurrentIndex(tab)
    QTest.mouseClick(button(desk, words), Qt.MouseButton.LeftButton)
    desk.idle()
    assert desk.page.title == title


def test_the_claims_to_pay_have_readable_numbers_in_a_narrow_window(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 5_000)
    desk.frame.resize(1024, 700)
    desk.ask("payment.enter", customer)
    grid = desk.find(EntryGrid, "paymentGrid")
    header, metrics = grid.horizontalHeader(), grid.fontMetrics()
    assert header.sectionSize(0) > metrics.horizontalAdvance("INV-000001")
    desk.frame.resize(700, 500)
    desk.idle()
    assert header.sectionSize(0) > metrics.horizontalAdvance("INV-000001")


def test_the_story_of_a_credit_note_says_what_it_is_in_words(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 5_000)
    desk.ask("invoice.open", firm.scalar(sa.select(Invoice.id)))
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("broken")
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    story = desk.find(HistoryView, "history").text()
    assert "credit note" in story
    assert "credit_note" not in story


def test_an_answer_about_a_customer_who_is_no_longer_chosen_is_not_shown(desk, firm):
    customer = firm.customer()
    firm.claim(customer, 5_000)
    desk.ask("payment.enter", customer)
    page = desk.page
    page.refresh()  # the payment's own change is heard, and its answer is late
    page.customer.customer_id = None
    page.customer.clear()
    page.model.set_rows(())
    desk.idle()
    assert page.customer.text() == ""
    assert page.model.rowCount() == 0


def test_what_nobody_has_is_told_and_not_taken_for_an_empty_list(desk, firm):
    firm.claim(firm.customer(), 5_000)
    desk.show("invoices")
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("zzzz")
    assert desk.find(QLabel, "emptyTitle").text() == "Nothing found"
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press(Qt.Key.Key_Delete)
    assert desk.find(TableView, "invoicesTable").model().rowCount() == 1


def test_a_posted_credit_note_offers_its_paper_and_no_payment(desk, firm):
    firm.claim(firm.customer(), 5_000)
    desk.ask("invoice.credit", firm.scalar(sa.select(Invoice.id)))
    desk.type("broken")
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    offered = [each.text() for each in desk.page.message_bar.findChildren(QPushButton) if each.isVisible()]
    assert any("Paper" in text for text in offered)
    assert not any("payment" in text for text in offered)
