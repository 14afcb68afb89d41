"""Ctrl+K leads to documents by their numbers."""

from __future__ import annotations

import sqlalchemy as sa

from app.views.kit.searches import Found, SearchProvider
from db.schema.invoicing import Invoice
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.window import CTRL, KEY, open_on


def test_a_number_in_the_palette_opens_its_invoice(qtbot, office, work):
    firm = InvoiceOffice(work).set_up()
    id_ = firm.invoice(firm.customer("Bergmann"), [Line()])
    number = firm.scalar(sa.select(Invoice.number).where(Invoice.id == id_))
    desk = open_on(qtbot, office)
    desk.press(KEY.Key_K, CTRL)
    desk.type(number)
    desk.press(KEY.Key_Return)
    assert (desk.asked[-1].name, desk.asked[-1].id) == ("invoice.open", id_)
    assert desk.page.invoice_id == id_


def test_a_search_that_comes_after_the_typing_is_asked_too(qtbot, office):
    desk = open_on(qtbot, office)
    palette = desk.frame.palette_popup
    desk.press(KEY.Key_K, CTRL)
    desk.type("zebra")
    assert [entry.main for entry in palette.entries()] == ["Nothing found"]
    asked = []
    provider = SearchProvider("zoo", "Zoo", "mdi6.tray", lambda text, answer: asked.append((text, answer)))
    desk.context.searches.register(provider)
    (text, answer) = asked[0]
    answer([Found(text, lambda: None)])
    assert [entry.main for entry in palette.entries()] == ["zebra"]
