"""The order checks set by keys: switched off, weighed otherwise, counted over the last month."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.rights import SYSTEM
from app.services.check_settings import code_of, read_check_cards, read_check_settings
from app.services.orders.check_hits import CheckHits, HitOrder
from app.views.kit.bus import Ask
from tests.helpers.window import CTRL, KEY

CODES = "order.held", "order.no_email"


@pytest.fixture
def page(open_setup):
    return open_setup("order_check")


def cards(work):
    with work.reading(actor=SYSTEM) as view:
        return {card.code: card for card in read_check_cards(view)}


def go(page, code, column):
    page.grid.setFocus()
    rows = [code_of(row.key) for row in page.grid.cells.rows()]
    page.grid.select_row(rows.index(code), page.grid.cells.column_number(column))


def test_all_checks_stand_there_with_who_answers(page):
    rows = page.grid.cells.rows()
    assert len(rows) > 50
    first = rows[0].values
    assert (first["name"], first["area"], first["held"], first["is_on"]) == (
        "no customer",
        "Customer",
        "law",
        True,
    )


def test_the_checks_keep_several_rows_where_the_window_is_low_and_orders_were_hit(page, window):
    page.window().resize(1280, 680)
    page._counted(CheckHits(page.today(), 0, {}, None))
    window.idle()
    assert page.message_bar.text()
    assert page.hits.isVisible()
    assert page.story.isVisible()
    assert page.grid.viewport().height() >= 4 * page.grid.rowHeight(0)


def test_a_check_is_switched_off_by_space_and_another_gets_a_number(page, window, work):
    go(page, "line.late", "is_on")
    window.press(KEY.Key_Space)
    go(page, "order.date_far", "threshold")
    window.type("30")
    window.press(KEY.Key_Return)
    go(page, "order.below_minimum_value", "threshold")
    window.type("25.50")
    window.press(KEY.Key_Return)
    go(page, "order.po_twice", "exempt")
    window.type("RV-*, 4711")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    found = cards(work)
    assert not found["line.late"].is_on
    assert found["order.date_far"].threshold == 30
    assert found["order.below_minimum_value"].threshold == 2550
    assert found["order.po_twice"].exempt == ("RV-*", "4711")
    with work.reading(actor=SYSTEM) as view:
        assert len(read_check_settings(view).choices) == 4


def test_what_the_books_need_is_refused_in_its_cell(page, window, work):
    go(page, "line.quantity_zero", "is_on")
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    assert [column for _row, column in page.grid.cells.errors()] == ["is_on"]
    assert cards(work)["line.quantity_zero"].is_on


def test_an_empty_month_is_counted_in_a_process_of_its_own(page, window):
    window.press(KEY.Key_M, CTRL)
    assert page.progress.isVisible()
    window.until(lambda: not page.progress.isVisible())
    window.idle()
    assert page.message_bar.level() == "ok", page.message_bar.text()
    counts = {code_of(row.key): row.values["hits"] for row in page.grid.cells.rows()}
    assert counts["line.late"] == "0"
    assert counts["order.credit_exceeded"] == "", "nobody knows any more"


def test_the_orders_hit_follow_the_cursor_and_open_by_enter(page, window, work):
    today = page.today()
    order = HitOrder(17, "SO-17", today, "Nord Office GmbH", 41454, "EUR")
    page._counted(CheckHits(today - timedelta(days=30), 1, {"line.late": (order,)}, None))
    window.idle()
    asked: list[Ask] = []
    window.context.bus.asked.connect(asked.append)
    go(page, "line.late", "is_on")
    window.press(KEY.Key_Down, CTRL)
    assert page.hits.hasFocus()
    window.press(KEY.Key_Return)
    assert [(ask.name, ask.id) for ask in asked][:1] == [("order.open", 17)]
    go(page, "order.no_email", "is_on")
    window.idle()
    assert page.hits.row_of(0) is None


def test_what_is_not_saved_is_not_counted(page, window):
    go(page, "line.late", "is_on")
    window.press(KEY.Key_Space)
    window.press(KEY.Key_M, CTRL)
    assert page.message_bar.level() == "warn"
    assert not page.progress.isVisible()


def test_names_of_checks_are_read_whole_until_the_last_month_is_counted(page, window):
    window.frame.resize(1280, 720)
    window.idle()
    hits = page.grid.cells.column_number("hits")
    assert page.grid.isColumnHidden(hits)
    room = page.grid.columnWidth(page.grid.cells.column_number("name")) - 16
    words = page.grid.fontMetrics()
    assert [name for name in names_of(page) if words.horizontalAdvance(name) > room] == []
    page._counted(CheckHits(page.today(), 0, {}, None))
    window.idle()
    assert not page.grid.isColumnHidden(hits)


def names_of(page):
    return [str(row.values["name"]) for row in page.grid.cells.rows()]
