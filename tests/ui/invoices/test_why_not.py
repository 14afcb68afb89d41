"""A key that cannot do its work says why, and what is done instead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.helpers.invoice_office import Line
from tests.helpers.window import CTRL, SHIFT


@pytest.mark.parametrize(
    ("key", "modifiers", "why"),
    [
        (Qt.Key.Key_P, CTRL, "Paper. Open an invoice or a credit note first: Enter in the list."),
        (Qt.Key.Key_K, CTRL | SHIFT, "Reverse the payment. Open a payment first: Enter in the list."),
    ],
)
def test_on_the_list_a_document_is_to_be_opened_first(desk, key, modifiers, why):
    desk.show("invoices")
    desk.press(key, modifiers)
    assert desk.message() == f"Not possible now: {why}"


def test_an_invoice_says_what_stands_against_it_and_where_a_list_is_searched(desk, firm):
    id_ = firm.invoice(firm.customer(), [Line()])
    desk.ask("invoice.open", id_)
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    assert desk.message().endswith("Nothing of it is left to apply.")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.message() == "Not possible now: Post. It is posted already."
    desk.press(Qt.Key.Key_F, CTRL)
    assert "Find in list. It is for: " in desk.message()
