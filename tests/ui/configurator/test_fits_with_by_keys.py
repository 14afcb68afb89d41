"""What a customer owns is given where something is configured for him: ticked by keys, named in reasons, kept."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app.bootstrap import open_office
from app.domain.owned import OwnedInput
from app.domain.rights import SYSTEM
from app.services.owned import record_item
from app.views.configurator.page import ConfigPage
from tests.helpers.order_keys import change_unseen, rows
from tests.helpers.window import ALT, CTRL, KEY, SHIFT
from tests.ui.configurator.conftest import SKU
from tests.ui.configurator.test_order_line_by_keys import open_table

FRAME = OwnedInput("Frame F2", "frame = steel, hinge = h4", "hall 3", "SN-4711")


@pytest.fixture
def page(desk, firm_url):
    """An order's line being configured for a customer who owns a steel frame, and a lamp."""
    page = open_table(desk)
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        record_item(uow, page.wish.customer_id, FRAME)
        record_item(uow, page.wish.customer_id, OwnedInput("Lamp"))
    office.close()
    return page


def tick(desk, *letters):
    desk.press(KEY.Key_I, CTRL)
    for letter in letters:
        desk.type(letter)
        desk.press(KEY.Key_Space)
    desk.enter()


def test_ctrl_i_gives_what_the_customer_owns_and_no_way_out_drops_it(desk, page):
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Up)
    tick(desk, "F")
    session = desk.page.opened.session
    assert session.levels["frame.steel"] == "given"
    assert "fits with Frame F2, hall 3, SN-4711" in desk.page.detail
    reason = session.reason("frame.light")
    assert [(choice.name, choice.origin) for choice in reason.choices] == [
        ("Steel", "Frame F2, hall 3, SN-4711")
    ]
    assert session.repairs("frame.light") == ()
    desk.page.view.explain.show_repairs(reason, ())
    assert "What the customer owns stands against it. Ctrl+I" in desk.page.view.explain.text()


def test_a_line_that_is_opened_again_still_fits_until_the_tick_is_gone(desk, page):
    tick(desk, "F")
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F6)
    assert desk.page.opened.session.levels["frame.steel"] == "given"
    tick(desk, "F")
    assert desk.page.opened.fits_with == ()
    assert desk.page.opened.session.levels["frame.steel"] != "given"
    desk.press(KEY.Key_Escape)
    assert desk.message() == "The choices are not on the line yet."


def test_undo_goes_back_to_what_was_chosen_before_it_was_to_fit(desk, page):
    desk.press(KEY.Key_Down)
    desk.enter()
    tick(desk, "F")
    assert desk.page.opened.session.levels["frame.steel"] == "given"
    desk.press(KEY.Key_Z, CTRL)
    session = desk.page.opened.session
    assert (desk.page.opened.fits_with, session.choices) == ((), {"size.large": True})
    desk.press(KEY.Key_Z, CTRL)
    assert session.choices == {}, "and further back"


def test_a_thing_of_which_the_model_asks_nothing_is_told(desk, page):
    tick(desk, "L")
    assert desk.message() == "The product model asks for nothing of this: Lamp. Nothing is given by it."


def test_where_nothing_is_recorded_the_way_is_told(desk):
    open_table(desk)
    desk.press(KEY.Key_I, CTRL)
    assert desk.message() == "Nothing is recorded of what the customer owns: his card has a table for it."


def test_for_nobody_there_is_nothing_to_fit(desk):
    desk.show("configurator")
    desk.enter()
    desk.press(KEY.Key_I, CTRL)
    assert desk.message().startswith("Whose things it is to fit is not known")


def test_on_the_customers_card_a_thing_is_keyed_and_f6_configures_what_fits(desk, firm_url):
    ((customer,),) = rows(firm_url, "select min(id) from customer")
    desk.show("customers")
    desk.ask("customer.open", customer)
    card = desk.page
    QGuiApplication.clipboard().setText("Frame F2\tframe = steel\thall 3\tSN-4711\t2019-05-01")
    card.owned.setFocus()
    card.owned.select_row(0, card.owned.cells.column_number("text"))
    desk.press(KEY.Key_V, CTRL)
    desk.press(KEY.Key_S, CTRL)
    assert card.message_bar.level() == "ok", card.message_bar.text()
    card.owned.setFocus()
    card.owned.select_row(0, card.owned.cells.column_number("place"))
    desk.press(KEY.Key_F6)
    assert desk.message() == "Enter configures what is to fit with: Frame F2, hall 3, SN-4711"
    desk.enter()
    opened = desk.page
    assert isinstance(opened, ConfigPage)
    assert opened.opened is not None
    assert opened.opened.session.levels["frame.steel"] == "given"


def test_what_a_customer_owns_is_recorded_by_configuring_it(desk, firm_url):
    ((customer,),) = rows(firm_url, "select min(id) from customer")
    desk.show("customers")
    desk.ask("customer.open", customer)
    card = desk.page
    card.owned.setFocus()
    card.owned.select_row(0, card.owned.cells.column_number("text"))
    desk.press(KEY.Key_F6)
    assert desk.message().startswith("Enter configures what ")
    desk.enter()
    desk.press(KEY.Key_Down)
    desk.enter()
    assert "Record it" in desk.page.view.take_button.text()
    desk.press(KEY.Key_Escape)
    assert desk.message() == "The choices are not on the customer's card yet."
    desk.press(KEY.Key_Return, CTRL)
    assert desk.page is card
    ((text, model, choices),) = rows(firm_url, "select text, model, choices from owned_item")
    assert (text.startswith("Table Large"), model) == (True, "table")
    assert '"size.large":true' in choices.replace(" ", "")
    assert [row.values["text"] for row in card.owned.cells.rows()] == [text], "and the card shows it"


def test_a_serial_number_leads_to_what_is_to_fit(desk, page):
    desk.press(KEY.Key_K, CTRL)
    desk.type("sn-47")
    desk.enter()
    assert "Frame F2" in desk.message()
    desk.enter()
    assert desk.page.opened.session.levels["frame.steel"] == "given"


def test_by_its_serial_number_what_was_sold_here_opens_as_it_was_sold(desk, firm_url):
    page = open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Return, CTRL)
    change_unseen(
        firm_url,
        "insert into owned_item (customer_id, product_id, text, model, configuration, choices, quantity_micro, serial,"
        " order_line_id) select o.customer_id, l.product_id, l.text, 'table', l.configuration, '{}', 1000000, 'SN-99',"
        " l.id from order_line l join sales_order o on o.id = l.order_id",
    )
    desk.press(KEY.Key_K, CTRL)
    desk.type("sn-99")
    desk.enter()
    desk.press(KEY.Key_1, ALT)
    sold = desk.page
    assert (sold.wish.sku, sold.wish.customer_id) == (SKU, page.wish.customer_id)
    assert "size.large" in sold.opened.session.preview.options
    assert not sold.wish.may_take
    desk.press(KEY.Key_D, CTRL | SHIFT)
    assert [line.configuration for line in desk.draft.lines] == [sold.wish.configuration]
    assert (desk.draft.state, desk.draft.header.customer_id) == ("draft", page.wish.customer_id)
