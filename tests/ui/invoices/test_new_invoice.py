"""A new invoice is posted as it was seen: with the day that stands in its field, and what that day brings."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from db.schema.firm import Firm
from db.schema.invoicing import Invoice
from tests.helpers.invoice_office import Line
from tests.helpers.window import CTRL

DAY = dt.timedelta(days=1)


def dates(firm):
    return [row["date"] for row in firm.rows(sa.select(Invoice.date))]


def start(desk, firm, *lines):
    order_id = firm.order(firm.customer(), lines or [Line()])
    firm.ship(order_id)
    desk.ask("invoice.start", order_id)
    return desk.context.desk().page()


def supplied(page):
    assert page.draft is not None
    return page.draft.supply_date


def type_day(desk, page, text):
    page.day.setFocus()
    page.day.selectAll()
    desk.type(text)


def test_a_day_keyed_last_warns_before_it_is_posted(desk, firm):
    page = start(desk, firm)
    day = supplied(page) - 4 * DAY
    type_day(desk, page, day.isoformat())
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "would stand before its supply" in desk.message()
    assert dates(firm) == []
    desk.press(Qt.Key.Key_Return, CTRL)
    assert dates(firm) == [day]


def test_a_day_keyed_last_is_posted_at_once_where_nothing_is_to_be_told(desk, firm, clock):
    page = start(desk, firm)
    clock.advance(days=3)
    day = supplied(page) + DAY
    type_day(desk, page, day.isoformat())
    desk.press(Qt.Key.Key_Return, CTRL)
    assert dates(firm) == [day]


def test_what_is_no_day_is_asked_again_in_its_field(desk, firm):
    page = start(desk, firm)
    type_day(desk, page, "31.2.")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "“31.2.” is no day" in desk.message()
    assert desk.focus() is page.day
    assert dates(firm) == []


def test_a_warning_goes_when_it_holds_no_more(desk, firm):
    firm.do(lambda uow: uow.db.execute(sa.update(Firm).values(iban="")))
    page = start(desk, firm)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "no bank account" in desk.message()

    def put_right(uow):
        uow.db.execute(sa.update(Firm).values(iban="DE89370400440532013000"))
        uow.changed("firm", 1, version=99)

    firm.do(put_right)
    desk.until(lambda: page.warnings == ())
    assert desk.message() == ""


def test_two_taxes_of_one_rate_say_which_is_which(desk, firm):
    page = start(desk, firm, Line(), Line(code="B", price=5 * MICRO))
    captions = [label.text() for label in page.findChildren(type(page.facts)) if "VAT" in label.text()]
    assert len(captions) == len(set(captions)) == 2


def test_a_day_changed_before_the_answer_is_not_posted_by_itself(desk, firm, clock):
    page = start(desk, firm)
    clock.advance(days=5)
    day = supplied(page) + 2 * DAY
    type_day(desk, page, (day - DAY).isoformat())
    page.post()  # its day is not read for yet
    page.day.set_date(day)
    desk.idle()
    assert dates(firm) == []
    desk.press(Qt.Key.Key_Return, CTRL)
    assert dates(firm) == [day]
