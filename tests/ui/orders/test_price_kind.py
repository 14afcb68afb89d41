"""Prices with tax: private customers have them by their list, a key turns them round, the page says which they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM
from app.services import prices, products
from app.views.kit.cards import Badge
from tests.helpers.order_keys import rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT
from tests.ui.orders.test_list_prices import bars

KEPT = "select price_mode, price_kind from sales_order"
HEAD = PriceListInput(code="SHOP", name="Shop", kind="general", currency="EUR", includes_tax=True, priority=9)


@pytest.fixture
def shop(elsewhere):
    """The chair for 119.00 with tax."""
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        chair = products.find_products(uow, "CHR")[0]
        made = prices.create_price_list(uow, HEAD)
        prices.add_price_rows(uow, made, [PriceRowInput(product_id=chair.id, price_micro=119 * MICRO)])


def draft(desk):
    return desk.page.session.draft


def turn(desk):
    desk.press(KEY.Key_G, CTRL | SHIFT)


def captions(desk):
    return [label.text() for label in desk.page.totals.findChildren(QLabel)]


def price_title(desk):
    model = desk.page.model
    return model.headerData(model.column_of("price"), Qt.Orientation.Horizontal)


def badge(desk):
    return desk.page.findChild(Badge, "orderPrices")


def test_a_firm_without_prices_with_tax_is_not_asked(desk):
    start_order(desk)
    desk.press(KEY.Key_F3)
    assert desk.page.header.price_kind.isHidden()
    assert not badge(desk).text()


def test_a_key_turns_the_prices_round_and_undo_turns_them_back(shop, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    before = draft(desk).lines[0]
    assert (before.price_micro, price_title(desk)) == (95 * MICRO, "Net")
    turn(desk)
    assert draft(desk).lines[0].amount_minor == 22610
    assert (price_title(desk), badge(desk).text()) == ("Gross", "Prices incl. VAT")
    assert {"incl. VAT 19 %", "Total EUR incl. VAT"} <= {
        text.replace("\u00a0", " ") for text in captions(desk)
    }
    assert "190.00" in desk.page.message_bar.text()
    assert rows(firm_url, KEPT) == [("gross", "gross")]
    desk.press(KEY.Key_Z, CTRL)
    assert draft(desk).lines[0] == before
    assert rows(firm_url, KEPT) == [("net", "")]


def test_the_head_has_the_choice_and_says_what_was_chosen(shop, desk):
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_F3)
    desk.page.header.price_kind.setFocus()
    desk.press(KEY.Key_Down, times=2)
    assert desk.page.header.price_kind.currentText() == "incl. VAT"
    assert draft(desk).price_mode == "gross"
    desk.press(KEY.Key_Up, times=2)
    assert (draft(desk).price_mode, draft(desk).header.price_kind) == ("net", "")


def test_the_waterfall_takes_the_tax_out_before_the_cost(shop, desk):
    open_order(desk, ("CHR", "2"))
    turn(desk)
    desk.page.grid.setFocus()
    desk.page.grid.select_row(0, 1)
    told = [text.replace("\u00a0", " ") for text in bars(desk)]
    assert "Gross / unit" in told
    turn(desk)
    desk.page.grid.select_row(0, 1)
    assert any(
        text.startswith("VAT taken out") for text in (each.replace("\u00a0", " ") for each in bars(desk))
    )


def test_an_order_without_lines_says_what_it_became(shop, desk):
    start_order(desk)
    desk.press(KEY.Key_Escape)
    turn(desk)
    assert desk.page.message_bar.text() == "The prices of this order include VAT now."


def test_invoice_and_credit_note_say_that_their_prices_include_vat(shop, desk):
    open_order(desk, ("CHR", "2"))
    turn(desk)
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_P, CTRL | SHIFT)
    desk.press(KEY.Key_Return, CTRL, times=2)
    desk.press(KEY.Key_I, CTRL | SHIFT)
    kinds = [desk.page.kind.text()]
    desk.press(KEY.Key_Return, CTRL)
    kinds.append(desk.page.kind.text())
    desk.press(KEY.Key_R, CTRL | SHIFT)
    kinds.append(desk.page.kind.text())
    assert kinds == 3 * ["Prices incl. VAT"]
