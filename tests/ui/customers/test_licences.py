"""Licences pasted into a customer's card; a firm that has no kinds of them sees nothing of it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.rights import SYSTEM
from app.services.goods.licence_kinds import LicenceKindInput, create_licence_kind
from app.services.goods.licences import read_licences
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def kinds(work, firm):
    with work.begin(actor=SYSTEM) as uow:
        create_licence_kind(uow, LicenceKindInput("pharmacy", "Pharmacy"))
        create_licence_kind(uow, LicenceKindInput("tobacco", "Tobacco trade"))


def licences(work, customer_id):
    with work.reading(actor=SYSTEM) as view:
        return read_licences(view, customer_id)


def open_card(window, customer_id):
    window.show("customers")
    window.context.bus.ask("customer.open", customer_id)
    window.idle()
    return window.context.desk().page()


def stand(page, row, column):
    page.licences.setFocus()
    page.licences.select_row(row, page.licences.cells.column_number(column))


def test_rows_of_a_sheet_become_licences_and_one_is_taken_out(window, kinds, firm, work):
    page = open_card(window, firm[0])
    QGuiApplication.clipboard().setText(
        "Tobacco trade\tT-17\tCity of Hamburg\t2026-01-01\t2026-12-31\nPharmacy\tP-3\tChamber"
    )
    stand(page, 0, "kind")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    pharmacy, tobacco = licences(work, firm[0])
    assert (tobacco.number, tobacco.valid_until) == ("T-17", date(2026, 12, 31))
    assert (pharmacy.kind, pharmacy.valid_until) == ("pharmacy", None)
    stand(page, 0, "number")
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert [each.number for each in licences(work, firm[0])] == ["T-17"]


def test_what_is_wrong_is_marked_in_its_cell(window, kinds, firm, work):
    page = open_card(window, firm[0])
    QGuiApplication.clipboard().setText("Tobacco trade\tT-17\tCity\t2026-12-31\t2026-01-01")
    stand(page, 0, "kind")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert page.licences.cells.errors()[0, "valid_until"]
    assert licences(work, firm[0]) == ()


def test_the_way_out_of_the_order_leads_to_the_next_row(window, kinds, firm):
    window.show("orders")
    window.context.bus.ask("customer.licences", firm[0])
    window.idle()
    page = window.context.desk().page()
    assert page.licences.hasFocus()
    assert page.licences.currentIndex().row() == page.licences.cells.rowCount() - 1


def test_a_firm_without_kinds_sees_no_licences(window, firm):
    page = open_card(window, firm[0])
    assert page.licences.isHidden() or not page.licences.isVisible()
