"""Ctrl+G: a wanted total is keyed, seen line by line, taken with one key and undone with one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit

from app.bootstrap import open_office
from app.domain.orders.draft import GOAL
from app.domain.orders.repricing import draft_totals
from app.domain.pricing import PriceRight
from app.domain.rights import SYSTEM
from app.services.prices.rights import create_price_right
from app.views.kit.entry_grid import PlainTable
from tests.helpers.order_keys import change_unseen, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY
from tests.ui.orders.test_list_prices import bars, type_price


@pytest.fixture
def order(desk):
    """Two chairs for 473.10 and a lamp; no cell is open."""
    return key_lines(desk)


def key_lines(desk):
    open_order(desk, ("CHR", "2"), ("LMP", "1"))
    desk.press(KEY.Key_Escape)
    return desk


def part(desk, kind, name):
    return desk.page.window().findChild(kind, name)


def key_goal(desk, text, kind="net"):
    desk.press(KEY.Key_G, CTRL)
    box = part(desk, QComboBox, "goalKind")
    box.setCurrentIndex(box.findData(kind))
    desk.type(text)
    desk.idle()


def told(desk):
    return part(desk, QLabel, "goalTold").text().replace("\N{NO-BREAK SPACE}", " ")


def table(desk):
    model = part(desk, PlainTable, "goalLines").model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def net(desk):
    return draft_totals(desk.page.session.draft).net_minor


def test_a_net_total_is_shown_taken_and_undone_in_one_step(order, firm_url):
    before = order.page.session.draft.lines
    key_goal(order, "500")
    assert net(order) != 50_000, "nothing is taken yet"
    assert told(order).startswith("500.00 EUR is reached")
    assert sum(float(row[4].replace(",", "")) for row in table(order)) == 500
    order.press(KEY.Key_Return, CTRL)
    assert not part(order, PlainTable, "goalLines").isVisible()
    assert net(order) == 50_000
    assert {line.price_source for line in order.page.session.draft.keyed_lines} == {GOAL}
    assert rows(firm_url, "select net_minor from sales_order") == [(50_000,)]
    assert "500.00" in order.page.message_bar.text()
    order.page.grid.select_row(0, 1)
    assert "Price by a goal" in " ".join(bars(order))
    order.press(KEY.Key_Z, CTRL)
    assert order.page.session.draft.lines == before


def test_ctrl_enter_takes_the_goal_and_does_not_confirm_the_order(order):
    key_goal(order, "500")
    order.press(KEY.Key_Return, CTRL)
    assert order.page.session.is_draft


def test_a_gross_sum_is_rounded_down(order):
    key_goal(order, "50", "gross_down")
    order.press(KEY.Key_Return, CTRL)
    assert draft_totals(order.page.session.draft).gross_minor % 5_000 == 0


def test_a_margin_is_reached(order):
    key_goal(order, "30", "margin")
    assert told(order).startswith("30 % is reached")


def test_a_line_whose_cost_is_unknown_is_named(desk, firm_url):
    lamps = "select id from product where sku like 'LMP%'"
    change_unseen(firm_url, f"delete from product_cost where product_id in ({lamps})")
    order = key_lines(desk)
    key_goal(order, "30", "margin")
    assert "cost of line 20 is unknown" in told(order)


def test_a_line_is_left_out_by_space_and_keeps_its_price(order):
    chair = order.page.session.draft.lines[0]
    key_goal(order, "500")
    part(order, PlainTable, "goalLines").setFocus()
    part(order, PlainTable, "goalLines").select_row(0, 0)
    order.press(KEY.Key_Space)
    assert table(order)[0][0] == ""
    assert table(order)[0][-1] == "not chosen"
    order.press(KEY.Key_Return, CTRL)
    assert order.page.session.draft.lines[0] == chair
    assert net(order) == 50_000


def test_a_typed_price_stays_unless_wished(order):
    order.page.grid.select_row(0, 1)
    type_price(order, "200")
    order.press(KEY.Key_Escape)
    key_goal(order, "450")
    assert table(order)[0][-1] == "typed price"
    part(order, QCheckBox, "goalTyped").setChecked(True)
    order.idle()
    assert table(order)[0][-1] == ""
    order.press(KEY.Key_Escape)
    assert order.page.session.draft.lines[0].price_source == "manual"


def test_what_is_no_amount_is_said_and_cannot_be_taken(order):
    before = order.page.session.draft
    key_goal(order, "much")
    assert part(order, QLineEdit, "goalValue").property("invalid")
    assert "no amount" in told(order)
    order.press(KEY.Key_Return, CTRL)
    assert order.page.session.draft == before
    order.press(KEY.Key_Escape)
    assert order.page.grid.hasFocus()


def test_enter_goes_on_and_escape_gives_the_keys_back(order):
    key_goal(order, "500")
    order.press(KEY.Key_Return)
    assert not part(order, QLineEdit, "goalValue").hasFocus()
    assert net(order) != 50_000
    order.press(KEY.Key_Escape)
    assert order.page.grid.hasFocus()


@pytest.fixture
def limited(firm_url):
    """Whoever keys may give five percent."""
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        for role in ("sales", "owner", "warehouse", "bookkeeper"):
            create_price_right(uow, PriceRight(role, "", 50_000))
    office.close()


def test_beyond_the_rights_the_nearest_is_told_and_why_each_line_gives_no_more(limited, order):
    key_goal(order, "300")
    assert "300.00 EUR cannot be reached" in told(order)
    assert {row[-1] for row in table(order)} == {"no more discount without an approval"}
    order.press(KEY.Key_Return, CTRL)
    order.idle()
    assert not any(issue.code == "price.beyond_discount" for issue in order.page.session.issues)


def test_a_confirmed_order_says_what_to_press_first(order):
    order.press(KEY.Key_Return, CTRL)
    order.press(KEY.Key_G, CTRL)
    assert part(order, PlainTable, "goalLines") is None
    order.press(KEY.Key_E, CTRL)
    key_goal(order, "500")
    assert "500.00 EUR" in told(order)
    order.press(KEY.Key_Return, CTRL)
    order.press(KEY.Key_Return, CTRL)
    assert net(order) == 50_000
    assert order.page.session.draft.revision == 1
