"""What others change, and answers that come late, never take what was keyed here: neither its value nor its message."""

from __future__ import annotations

import threading

import pytest

from app.domain.errors import ConflictError, OutsideError
from app.domain.orders.draft import edit_header
from app.services.orders.confirming import confirm
from app.services.orders.opening import read_opened
from app.views.orders import actions, catching_up
from tests.helpers.order_keys import amend_chairs, change_elsewhere, rows
from tests.helpers.order_office import OWNER
from tests.helpers.slow_office import WAIT_SECONDS, Gate, key, press
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY
from tests.ui.orders.outage import held_by_another_program


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("db.session.BUSY_TIMEOUT_MS", 300)
    monkeypatch.setattr("app.views.orders.keeping.RETRY_MS", 1000)


def to_quantity(desk) -> None:
    desk.page.grid.setFocus()
    desk.page.grid.select_row(0, desk.page.model.column_of("quantity"))


def stored(firm_url) -> list[tuple[object, ...]]:
    return rows(firm_url, "select quantity_micro / 1000000 from order_line")


def lose_reads(monkeypatch, count: int) -> list[object]:
    """The next readings of an open order have no answer; all tries."""
    tries: list[object] = []

    def read(*asked):
        tries.append(asked)
        if len(tries) <= count:
            raise OutsideError("database.locked", database="the firm")
        return read_opened(*asked)

    monkeypatch.setattr(catching_up, "read_opened", read)
    return tries


@pytest.fixture
def away(desk, firm_url):
    """Twelve were keyed over eight while the database was away; it is back, and the next try comes in a second."""
    open_order(desk, ("CHR", "8"))
    with held_by_another_program(firm_url):
        to_quantity(desk)
        key(desk, "12\n")
        desk.until(lambda: desk.page.session.saving.is_away)
    return desk


def test_what_waits_for_its_save_stays_when_another_field_is_changed_elsewhere(away, elsewhere, firm_url):
    change_elsewhere(away, elsewhere, lambda draft: edit_header(draft, po_number="THEIRS-9"))
    away.until(lambda: stored(firm_url) == [(12,)])
    away.until(lambda: away.draft.header.po_number == "THEIRS-9")
    assert away.draft.lines[0].quantity_micro == 12_000_000


def test_what_waits_for_its_save_is_told_when_the_order_is_confirmed_elsewhere(away, elsewhere, firm_url):
    confirm(elsewhere.work, away.page.order_id, actor=OWNER)
    away.until(lambda: away.draft.state == "confirmed")
    away.idle()
    assert "Quantity 12." in away.message()
    assert stored(firm_url) == [(8,)]


@pytest.mark.parametrize("lost", [1, 2])
def test_what_is_left_over_is_told_though_the_order_is_read_late(desk, monkeypatch, firm_url, lost):
    open_order(desk, ("CHR", "8"))
    gate = Gate(monkeypatch, actions, "confirm")
    press(desk, KEY.Key_Return, CTRL)
    desk.until(gate.entered.is_set)
    to_quantity(desk)
    key(desk, "12\n")
    tries = lose_reads(monkeypatch, lost)
    gate.open(desk)
    desk.until(lambda: len(tries) > lost and desk.draft.state == "confirmed")
    desk.idle()
    assert "Quantity 12." in desk.message()
    desk.press(KEY.Key_1, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(12,)]


@pytest.mark.parametrize("lost", [1, 2])
def test_a_change_that_is_read_late_is_not_told_as_left_over(desk, monkeypatch, firm_url, lost):
    amend_chairs(desk, "9")
    tries = lose_reads(monkeypatch, lost)
    told: list[object] = []
    desk.page.session.saving.left_over.connect(lambda *mine: told.append(mine))
    desk.press(KEY.Key_Return, CTRL)
    desk.until(lambda: len(tries) > lost)
    desk.idle()
    assert (told, stored(firm_url), desk.draft.lines[0].quantity_micro) == ([], [(9,)], 9_000_000)


def test_a_change_that_is_on_its_way_is_not_forgotten(desk, monkeypatch, firm_url):
    amend_chairs(desk, "9")
    gate = Gate(monkeypatch, actions, "amend_order")
    press(desk, KEY.Key_Return, CTRL)
    desk.until(gate.entered.is_set)
    press(desk, KEY.Key_Escape)
    press(desk, KEY.Key_Escape)
    press(desk, KEY.Key_2, ALT)
    gate.open(desk)
    assert "SO-000001 is changed" in desk.message()
    assert (stored(firm_url), desk.draft.lines[0].quantity_micro) == ([(9,)], 9_000_000)


def test_an_order_that_was_read_before_the_last_save_is_read_again(desk, monkeypatch, firm_url):
    """After a refused confirm it is read again; meanwhile its quantity is keyed and saved."""
    open_order(desk, ("CHR", "8"))
    entered, answer = threading.Event(), threading.Event()

    def refused(*_asked, **_values):
        raise ConflictError("order.prices_moved", id=1)

    def late(*asked):
        opened = read_opened(*asked)
        entered.set()
        assert answer.wait(WAIT_SECONDS), "the test lets it come"
        return opened

    monkeypatch.setattr(actions, "confirm", refused)
    monkeypatch.setattr(catching_up, "read_opened", late)
    press(desk, KEY.Key_Return, CTRL)
    desk.until(entered.is_set)
    to_quantity(desk)
    key(desk, "12\n")
    desk.until(lambda: stored(firm_url) == [(12,)])
    answer.set()
    desk.idle()
    assert desk.draft.lines[0].quantity_micro == 12_000_000
