"""F6 on an order's line: the article is configured, and the configuration stands on the line."""

from __future__ import annotations

import json

from app.views.configurator.page import ConfigPage
from app.views.orders.order_page import OrderPage
from tests.helpers.order_keys import change_unseen, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT
from tests.ui.configurator.conftest import SKU


def open_table(desk):
    """A line of two tables, being configured."""
    open_order(desk, (SKU, "2"))
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_F6)
    assert isinstance(desk.page, ConfigPage)
    return desk.page


def test_f6_configures_the_line_and_ctrl_enter_takes_it_into_the_order(desk, firm_url):
    page = open_table(desk)
    assert page.view.top.crumb.accessibleName() == "Back to New order · line 10"
    desk.press(KEY.Key_Down)
    desk.enter()
    assert page.view.price.pieces.text() == "1,974.10\N{NO-BREAK SPACE}EUR", (
        "the article's own 689.00, and 350.00, less the customer's 5 %"
    )
    desk.press(KEY.Key_Return, CTRL)
    line = desk.draft.lines[0]
    assert line.configuration.startswith("table")
    assert line.text.startswith("Table")
    assert (line.list_price_micro, line.amount_minor) == (1_039_000_000, 197_410), "as the page said"
    assert rows(firm_url, "select count(*) from configuration") == [(1,)]
    assert desk.context.desk().objectName() == "orderDesk"


def test_no_pieces_are_not_taken_over(desk):
    page = open_table(desk)
    desk.press(KEY.Key_F9)
    desk.type("0")
    desk.press(KEY.Key_Return, CTRL)
    assert desk.page is page
    assert page.view.explain.text() == "Key how many pieces it is to be."
    assert page.view.price.quantity.hasFocus()


def test_a_typed_price_is_told_since_it_stays(desk):
    open_order(desk, (SKU, "2"))
    desk.page.grid.edit_cell(0, "price")
    desk.type("500\n")
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_F6)
    assert desk.message() == "The price of this line was typed: 500.00 EUR stays, whatever is chosen here."


def test_f6_opens_the_configuration_that_stands_on_the_line(desk):
    open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F6)
    assert "size.large" in desk.page.opened.session.preview.options


def test_an_article_without_a_model_says_so_in_words(desk):
    open_order(desk, ("CHR", "1"))
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_F6)
    assert desk.message().endswith("is sold as it is: it has no product model to configure it by.")


def test_an_empty_line_says_what_f6_is_for(desk):
    start_order(desk)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F6)
    assert desk.message() == "Choose a line with an article first."


def test_esc_asks_before_choices_are_left_and_coming_back_finds_them_with_their_undo(desk):
    open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Escape)
    assert desk.message() == "The choices are not on the line yet."
    desk.press(KEY.Key_2, ALT)
    assert desk.context.desk().objectName() == "orderDesk"
    assert desk.draft.lines[0].configuration == ""
    desk.press(KEY.Key_F6)
    assert "size.large" in desk.page.opened.session.preview.options
    desk.press(KEY.Key_Z, CTRL)
    assert "size.small" in desk.page.opened.session.preview.options
    desk.press(KEY.Key_Z, CTRL | SHIFT)
    assert "size.large" in desk.page.opened.session.preview.options


def test_esc_goes_straight_back_where_nothing_was_chosen(desk):
    open_table(desk)
    desk.press(KEY.Key_Escape)
    assert desk.context.desk().objectName() == "orderDesk"


def test_a_blocked_option_is_repaired_by_one_key(desk):
    page = open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Home)
    assert "Large tables stand on steel." in page.view.explain.text()
    desk.enter()
    desk.press(KEY.Key_1)
    assert {"size.small", "frame.light"} <= page.opened.session.preview.options


def test_ctrl_m_fills_in_the_rest_by_a_number(desk):
    page = open_table(desk)
    desk.press(KEY.Key_M, CTRL)
    desk.press(KEY.Key_2)
    assert page.opened.session.preview.options == {"size.small", "frame.light", "top.white"}
    assert page.hands.now.undoes is not None


def test_ctrl_b_compares_with_what_it_began_with(desk):
    page = open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_B, CTRL)
    popup = page.keys._compare
    told = [(row.name, row.left, row.right) for row in popup.model.rows()]
    assert ("Size", "Small", "Large") in told
    desk.press(KEY.Key_Escape)
    assert not popup.isVisible()


def test_page_keys_go_through_the_steps(desk):
    page = open_table(desk)
    desk.press(KEY.Key_PageDown)
    assert page.hands.now.step == "look"
    desk.press(KEY.Key_PageUp)
    assert page.hands.now.step == "size"


def test_stock_is_a_dot_with_words(desk):
    page = open_table(desk)
    desk.press(KEY.Key_PageDown)
    said = page.view.form.current().list.rows.index(1).data(11)
    assert "stock" in said


def test_all_that_can_be_configured_is_listed_and_tried_out(desk):
    desk.show("configurator")
    desk.enter()
    assert isinstance(desk.page, ConfigPage)
    assert desk.page.view is not None
    assert desk.page.view.take_button.isHidden()
    desk.press(KEY.Key_Return, CTRL)
    assert "Not possible now" in desk.message()


def test_f6_on_a_products_row_and_card_tries_its_configurator_out(desk):
    desk.show("products")
    desk.type(SKU)
    desk.enter()
    desk.press(KEY.Key_F6)
    assert isinstance(desk.page, ConfigPage)
    assert desk.page.wish.order_id == 0
    desk.show("products")
    desk.enter()
    desk.press(KEY.Key_F6)
    assert isinstance(desk.page, ConfigPage)
    assert desk.page.title == SKU


def test_where_the_model_is_gone_the_page_says_so_and_tries_again_by_a_key(desk, firm_url):
    ((chair,),) = rows(firm_url, "select id from product where sku like 'CHR%' limit 1")
    desk.show("configurator")
    desk.ask("configurator.open", chair, sku="CHR")
    assert desk.message() == "CHR has no released product model: it is sold as it is."
    change_unseen(
        firm_url,
        "update product set product_model_id = (select product_model_id from product where sku = 'DSK-1608-OAK')"
        f" where id = {chair}",
    )
    desk.press(KEY.Key_1, ALT)
    assert desk.message() == ""
    assert desk.page.view.form.current() is not None


def test_an_order_that_is_not_configured_is_not_confirmed_and_the_way_out_opens_the_configurator(desk):
    open_order(desk, (SKU, "1"))
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F8)
    desk.press(KEY.Key_Return, ALT)
    opened = desk.page
    assert isinstance(opened, ConfigPage)
    desk.press(KEY.Key_Return, CTRL)
    line = desk.draft.lines[0]
    assert line.configuration
    assert isinstance(desk.page, OrderPage)
    assert "line.not_configured" not in {each.code for each in desk.page.session.issues}


def test_undo_takes_the_configuration_back_with_its_price(desk):
    open_table(desk)
    desk.press(KEY.Key_Return, CTRL)
    configured = desk.draft.lines[0]
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Z, CTRL)
    plain = desk.draft.lines[0]
    assert plain.configuration == ""
    assert configured.list_price_micro - plain.list_price_micro == 200_000_000


def test_ctrl_k_finds_what_can_be_configured(desk):
    desk.press(KEY.Key_K, CTRL)
    desk.type("linea table")
    desk.enter()
    assert isinstance(desk.page, ConfigPage)


def test_a_confirmed_order_is_looked_at_and_not_changed(desk):
    open_table(desk)
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Return, CTRL)
    assert desk.draft.state == "confirmed"
    before = desk.draft.lines[0].configuration
    desk.press(KEY.Key_F6)
    assert desk.message().startswith("This order is not being changed")
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    assert "Not possible now" in desk.frame.message_bar.text()
    desk.press(KEY.Key_Escape)
    assert desk.draft.lines[0].configuration == before


def test_the_quote_and_its_revision_show_what_is_configured(desk, firm_url):
    open_table(desk)
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_P, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F6)
    assert desk.message().startswith("This quote is not being changed")
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_E, CTRL)
    desk.press(KEY.Key_R, ALT)
    desk.type("2027-01-07")
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    assert not desk.page.session.is_amending
    papers = [json.loads(content) for (content,) in rows(firm_url, "select content from paper order by id")]
    titles = [[figure["title"] for figure in paper["figures"]] for paper in papers]
    assert titles == [["10  Table Small, White"]] * 2
