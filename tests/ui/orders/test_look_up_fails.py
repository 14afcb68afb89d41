"""A code that is looked up while the database does not answer: the line takes keys, and its article comes later."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import OutsideError
from app.views.orders import keying
from tests.helpers.order_keys import MICRO, add_line, change_unseen, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT

KEY = Qt.Key


class Outage:
    """What reads articles for a line, which may be told to find no server."""

    def __init__(self, monkeypatch) -> None:
        self.is_on = False
        for name in ("resolve_codes", "read_product_facts"):
            monkeypatch.setattr(keying, name, self._cut(getattr(keying, name)))

    def _cut(self, real):
        def read(*args, **named):
            if self.is_on:
                raise OutsideError("database.away", detail="no answer")
            return real(*args, **named)

        return read


@pytest.fixture
def outage(monkeypatch):
    return Outage(monkeypatch)


def lines_of(desk) -> list[tuple[str, bool, int]]:
    return [
        (line.sku, line.product_id is not None, line.quantity_micro // MICRO) for line in desk.draft.lines
    ]


def test_a_quantity_keyed_after_a_failed_look_up_is_taken_and_the_article_follows(desk, outage, firm_url):
    start_order(desk)
    outage.is_on = True
    desk.type("CBL-TRAY\n")
    assert "cannot be reached" in desk.message()
    assert lines_of(desk) == [("CBL-TRAY", False, 1)]
    outage.is_on = False
    desk.type("7\n")
    assert lines_of(desk) == [("CBL-TRAY", True, 7)], "the database answers: the code is looked up again"
    assert "answers again" in desk.message()
    assert rows(firm_url, "select sku, quantity_micro from order_line where product_id is not null") == [
        ("CBL-TRAY", 7 * MICRO)
    ]


def test_what_was_keyed_while_the_look_up_was_under_way_is_kept(desk, outage):
    start_order(desk)
    outage.is_on = True
    desk.type_fast("CBL-TRAY")
    desk.type_fast("7")
    desk.idle()
    assert lines_of(desk) == [("CBL-TRAY", False, 7)]


def test_a_line_keyed_over_meanwhile_is_not_filled_by_the_old_code(desk, outage):
    start_order(desk)
    outage.is_on = True
    desk.type("CBL-TRAY\n")
    desk.page.grid.edit_cell(0, "sku")
    outage.is_on = False
    desk.press(KEY.Key_A, CTRL)
    desk.type("CHR\n")
    (line,) = desk.draft.lines
    assert line.product_id is not None
    assert line.sku.startswith("CHR")


def test_an_article_chosen_from_the_list_comes_when_the_database_answers(desk, outage):
    start_order(desk)
    desk.type("CBL-TRAY")
    outage.is_on = True
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.type("3\n")
    assert [line.sku for line in desk.draft.lines] == ["CBL-TRAY"]
    outage.is_on = False
    desk.type("\n")
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("4\n")
    assert lines_of(desk) == [("CBL-TRAY", True, 4)]


def test_a_pasted_row_taken_while_nothing_answers_is_there_to_be_looked_up(desk, outage):
    start_order(desk)
    QApplication.clipboard().setText("NOBODY-1\t2\n")
    desk.press(KEY.Key_V, CTRL)
    desk.press(KEY.Key_M, CTRL | SHIFT)
    outage.is_on = True
    desk.enter()
    assert desk.page.grid.is_keying()
    assert desk.focused_text() == "NOBODY-1"
    outage.is_on = False
    desk.press(KEY.Key_A, CTRL)
    desk.type("CBL-TRAY\n")
    assert lines_of(desk) == [("CBL-TRAY", True, 2)]


def test_a_code_that_named_nothing_is_looked_up_once_more_when_it_is_keyed_again(desk, firm_url):
    start_order(desk)
    add_line(desk, "NEW-TRAY", "3")
    assert lines_of(desk) == [("NEW-TRAY", False, 3)]
    change_unseen(firm_url, "update product set sku = 'NEW-TRAY' where sku = 'CBL-TRAY'")
    desk.page.grid.edit_cell(0, "sku")
    desk.press(KEY.Key_A, CTRL)
    desk.type("NEW-TRAY\n")
    assert lines_of(desk) == [("NEW-TRAY", True, 3)]


def test_what_stood_there_keyed_again_ends_a_refusal(desk):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_A, CTRL)
    desk.type("abc\n")
    desk.type("2\n")  # all of it is selected
    assert desk.message() == ""
    assert desk.page.model.columns[desk.page.grid.currentIndex().column()].name == "discount"
