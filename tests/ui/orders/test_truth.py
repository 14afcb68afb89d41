"""What the desk says of stock, dates and credit is true, in colour and in words, whatever the order's state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.rights import SYSTEM
from app.models.rows_model import STATE_ROLE
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.views.kit.bars import ShareBars
from tests.helpers.order_keys import add_line, amend_chairs, key_chairs, rows, start_order
from tests.helpers.window import CTRL, KEY, SHIFT

MICRO = 1_000_000


def cell(desk, row, name):
    model = desk.page.model
    return str(model.data(model.index(row, model.column_of(name))) or "").replace("\N{NO-BREAK SPACE}", " ")


def told(desk, row):
    """What the grid says of a line: availability, its colour, the day or the word in its place."""
    model = desk.page.model
    colour = model.data(model.index(row, model.column_of("available")), STATE_ROLE)
    return cell(desk, row, "available"), colour, cell(desk, row, "date")


def sentence(desk, row=0):
    desk.page.grid.setCurrentIndex(desk.page.model.index(row, 0))
    desk.idle()
    return desk.find(QLabel, "promiseText").text()


def bars(desk, row=0):
    sentence(desk, row)
    found = desk.page.panels.availability.findChild(ShareBars).bars()
    return [(bar.label, bar.text.replace("\N{NO-BREAK SPACE}", " "), bar.level) for bar in found]


def title(card):
    return card.accessibleName()


def badge(desk):
    return desk.page.header._badges.credit.text().replace("\N{NO-BREAK SPACE}", " ")


def confirm(desk):
    desk.press(KEY.Key_Return, CTRL)


def expect(desk, sku_id, quantity, days, warehouse_id=1):
    work = desk.context.office.work
    with work.begin(actor=SYSTEM) as uow:
        due = uow.clock.today() + timedelta(days=days)
        lines = [ExpectedLine(sku_id, quantity * MICRO, due)]
        create_arrival(uow, warehouse_id=warehouse_id, supplier="Works", lines=lines)


def product_id(firm_url, sku):
    return rows(firm_url, "select id from product where sku = ?", sku)[0][0]


# amending


def test_an_amendment_shows_what_will_be_true_after_it(desk):
    """132 chairs: 8 are held; 150 wanted; what is shown before the confirm stands after it."""
    amend_chairs(desk, "150")
    assert told(desk, 0) == ("132 + 18", "bad", "open")
    assert {issue.code for issue in desk.page.session.issues} >= {"line.no_supply"}
    confirm(desk)
    assert told(desk, 0) == ("132 + 18", "bad", "open")


def test_a_line_left_alone_keeps_its_date_in_an_amendment(desk):
    start_order(desk)
    add_line(desk, "LMP", "1")
    add_line(desk, "CHR", "8")
    confirm(desk)
    before = told(desk, 0)
    assert before[:2] == ("1", "ok")
    desk.press(KEY.Key_E, CTRL)
    desk.page.grid.edit_cell(1, "quantity")
    desk.type("9")
    desk.enter()
    assert told(desk, 0) == before
    assert not desk.page.session.issues or {issue.severity for issue in desk.page.session.issues} == {"info"}


# lines


def test_a_quote_promises_a_day_or_says_that_it_is_open(desk, firm_url):
    start_order(desk)
    add_line(desk, "DSK-18", "30")
    add_line(desk, "CHR", "2")
    desk.press(KEY.Key_P, CTRL)
    desk.press(KEY.Key_Escape)
    assert desk.draft.state == "quoted"
    assert told(desk, 0) == ("3 + 27", "bad", "open")
    assert told(desk, 1)[:2] == ("132", "ok")
    assert told(desk, 1)[2]
    assert "holds nothing" in sentence(desk)
    assert rows(firm_url, "select count(*) from fulfilment") == [(0,)]


@pytest.mark.parametrize("quantity", ["0", "-3"])
def test_a_quantity_that_ships_nothing_is_not_green(desk, quantity):
    start_order(desk)
    add_line(desk, "CHR", quantity)
    assert told(desk, 0) == ("132", "muted", "")
    assert "takes nothing" in sentence(desk)
    assert bars(desk)[0][1] == "132 free / 132"


def test_a_cancelled_order_ships_nothing(desk):
    key_chairs(desk)
    confirm(desk)
    assert told(desk, 0)[:2] == ("132", "ok")
    desk.context.desk().actions_of[desk.page].cancel("keyed twice")
    desk.idle()
    assert desk.draft.state == "cancelled"
    assert told(desk, 0) == ("", None, "cancelled")
    assert "nothing is held" in sentence(desk)


def test_two_lines_of_one_article_share_what_there_is(desk):
    start_order(desk)
    add_line(desk, "CHR", "100")
    add_line(desk, "CHR", "20")
    add_line(desk, "CHR", "20")
    assert [told(desk, row)[:2] for row in range(3)] == [("132", "ok"), ("32", "ok"), ("12 + 8", "bad")]


def test_availability_says_its_unit_where_it_is_not_that_of_the_line(desk):
    start_order(desk)
    add_line(desk, "CBL", "2 pk")
    add_line(desk, "CBL", "3")
    assert [told(desk, row)[0] for row in range(2)] == ["500 pc", "476"]
    assert bars(desk, 0)[0][1] == "500 free / 500 pc"
    assert bars(desk, 1)[0][1] == "500 free / 500"


def test_an_order_shipped_complete_shows_one_day(desk, firm_url):
    lamp = product_id(firm_url, "LMP-DSK-LED")
    expect(desk, lamp, 10, days=20)
    start_order(desk)
    add_line(desk, "CHR", "2")
    add_line(desk, "LMP", "3")
    apart = told(desk, 0), told(desk, 1)
    assert [line[1] for line in apart] == ["ok", "warn"]
    wish = desk.page.header.wish
    wish.setCurrentIndex(1)
    wish.activated.emit(1)
    desk.idle()
    assert told(desk, 0)[2] == told(desk, 1)[2] == apart[1][2]
    assert told(desk, 0)[1] == "warn"


# panels


def test_arrivals_come_by_their_day_with_what_is_free_of_them(desk, firm_url):
    lamp = product_id(firm_url, "LMP-DSK-LED")
    for days in (40, 30, 50, 60):
        expect(desk, lamp, 12, days=days)
    expect(desk, lamp, 5, days=10)
    start_order(desk)
    add_line(desk, "LMP", "6")
    confirm(desk)
    start_order(desk)
    add_line(desk, "LMP", "1")
    shown = bars(desk)
    assert shown[0] == ("Hamburg DC", "0 free / 1", "muted")
    assert [text.split(" · ")[0] for _label, text, _level in shown[1:]] == [
        "0 / 5",
        "12 / 12",
        "12 / 12",
        "12 / 12",
        "12 / 12",
    ]
    assert [level for _label, _text, level in shown[1:]] == ["muted", "warn", "warn", "warn", "warn"]
    assert [label.split()[0] for label, _text, _level in shown[1:-1]] == ["HAM"] * 4
    assert shown[-1][0] == "and 1 more"


def test_a_line_without_an_article_is_not_told_to_be_chosen(desk):
    start_order(desk)
    add_line(desk, "NOPE-1", "2")
    assert "Not known as an article" in sentence(desk)
    assert "Choose a line" not in desk.page.panels.price._empty.text()


def test_panels_forget_a_line_that_was_deleted(desk):
    start_order(desk)
    add_line(desk, "CHR", "2")
    add_line(desk, "LMP", "1")
    for sku in ("LMP-DSK-LED", "CHR-ERG-BLK"):
        desk.page.grid.setCurrentIndex(desk.page.model.index(len(desk.draft.lines) - 1, 2))
        desk.page.grid.setFocus()
        desk.idle()
        assert sku in title(desk.page.panels.price)
        desk.press(KEY.Key_Delete, CTRL)
        shown = title(desk.page.panels.price) if desk.page.panels.price.isVisible() else ""
        assert sku not in shown
        assert desk.page.panels.customer.isVisible() or shown


# the customer


def test_the_credit_badge_counts_the_order_in_front(desk):
    start_order(desk)
    free = badge(desk)
    assert free == "Credit OK · 25,000.00 of 25,000.00 free"
    add_line(desk, "CHR", "8")
    assert badge(desk) != free
    keyed = badge(desk)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("800")
    desk.enter()
    assert badge(desk).startswith("Credit exceeded · ")
    assert "order.credit_exceeded" in {issue.code for issue in desk.page.session.issues}
    desk.press(KEY.Key_Z, CTRL)
    desk.idle()
    desk.press(KEY.Key_Escape)
    confirm(desk)
    assert badge(desk) == keyed, "counted once, now by the database"


def test_another_tab_hears_of_an_amendment(desk):
    amend_chairs(desk, "9")
    amended = desk.page
    desk.press(KEY.Key_N, CTRL)
    desk.type("berger")
    desk.enter()
    stale = badge(desk)
    other = desk.page
    desk.context.desk().tabs.setCurrentWidget(amended)
    desk.idle()
    confirm(desk)
    desk.context.desk().tabs.setCurrentWidget(other)
    desk.idle()
    assert badge(desk) != stale


def test_undo_of_the_customer_takes_its_badges_and_terms_back(desk):
    desk.press(KEY.Key_N, CTRL)
    desk.type("berger")
    desk.enter()
    assert badge(desk)
    assert desk.page.header.term.currentText()
    desk.press(KEY.Key_Z, CTRL)
    assert desk.draft.header.customer_id is None
    assert badge(desk) == ""
    assert desk.page.header.term.currentText() == ""
    assert "Berger" not in title(desk.page.panels.customer)
    desk.press(KEY.Key_Z, CTRL | SHIFT)
    assert "Credit OK" in badge(desk)
    assert "Berger" in title(desk.page.panels.customer)
