"""A draft that another desk confirmed or quoted, unseen here: the keys do what fits the order as it is now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import OutsideError
from app.services.orders.confirming import confirm
from app.services.orders.opening import read_opened
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from tests.helpers.order_office import OWNER
from tests.helpers.slow_office import key
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY


@pytest.fixture(autouse=True)
def _unheard(monkeypatch):
    """The window looks for no news: on a slow machine it would hear of the other desk before the key is pressed."""
    monkeypatch.setattr("app.services.change_feed.POLL_S", 3600.0)


@pytest.fixture(params=["", "8"], ids=["no cell", "a cell with the same value"])
def keyed(request, desk):
    """A draft of eight chairs; a cell of it may be open, in which nothing else was typed."""
    open_order(desk, ("CHR", "8"))
    if request.param:
        desk.page.grid.setFocus()
        desk.page.grid.select_row(0, desk.page.model.column_of("quantity"))
        key(desk, request.param)
    return desk


def confirm_there(desk, elsewhere):
    confirm(elsewhere.work, desk.page.order_id, actor=OWNER)


def quote_there(desk, elsewhere):
    with elsewhere.work.begin(actor=OWNER) as uow:
        until = desk.page.today() + timedelta(days=30)
        send_quote(uow, plan_order(uow, desk.page.order_id), valid_until=until)


@pytest.mark.parametrize(("there", "state"), [(confirm_there, "confirmed"), (quote_there, "quoted")])
def test_ctrl_p_shows_the_paper_that_the_order_has_by_now(keyed, elsewhere, there, state):
    there(keyed, elsewhere)
    keyed.press(KEY.Key_P, CTRL)
    assert "cannot become" not in keyed.message()
    assert keyed.draft.state == state
    assert [ask.name for ask in keyed.asked] == ["paper.show"]


def test_ctrl_enter_tells_that_it_is_confirmed(keyed, elsewhere):
    confirm_there(keyed, elsewhere)
    keyed.press(KEY.Key_Return, CTRL)
    assert "SO-000001 is confirmed" in keyed.message()
    assert keyed.draft.state == "confirmed"


def test_ctrl_enter_on_what_is_a_quote_by_now_tells_that_it_is_no_draft(keyed, elsewhere):
    quote_there(keyed, elsewhere)
    keyed.press(KEY.Key_Return, CTRL)
    assert "QU-000001 is not a draft any more" in keyed.message()
    assert keyed.draft.state == "quoted"


def test_an_order_that_could_not_be_read_after_its_confirm_is_shown_as_soon_as_it_can(desk, monkeypatch):
    monkeypatch.setattr("app.views.orders.keeping.RETRY_MS", 150)
    open_order(desk, ("CHR", "8"))
    tries = []

    def away_twice(*args):
        tries.append(args)
        if len(tries) <= 2:
            raise OutsideError("database.locked", database="the firm")
        return read_opened(*args)

    monkeypatch.setattr("app.views.orders.catching_up.read_opened", away_twice)
    desk.press(KEY.Key_Return, CTRL)
    assert tries
    desk.until(lambda: desk.draft.state == "confirmed")
