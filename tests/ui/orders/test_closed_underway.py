"""A tab is closed while its confirm or its change is under way: a refusal is told, and shown by one key."""

from __future__ import annotations

import pytest

from app.domain.errors import RefusedError
from app.views.orders import actions
from tests.helpers.order_keys import amend_chairs, rows
from tests.helpers.slow_office import Gate, press
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY

TAKEN = "order.has_pick_list"


def told(desk):
    """What stands over the list, where no order is in front."""
    return desk.context.desk().message_bar.text()


def refuse(*_args, **_values):
    """Somebody else was faster."""
    raise RefusedError(TAKEN, number="SO-000001", shipment="SH-1", issues=[])


def close_while_sent(desk, monkeypatch, name) -> Gate:
    """Ctrl+Enter, and Ctrl+W before its answer."""
    gate = Gate(monkeypatch, actions, name)
    press(desk, KEY.Key_Return, CTRL)
    desk.until(gate.entered.is_set)
    press(desk, KEY.Key_W, CTRL)
    return gate


@pytest.fixture(params=["confirm", "amend_order"])
def refused(desk, monkeypatch, request):
    """The tab of eight chairs, or of nine where eight were confirmed, is closed; then the answer is no."""
    if request.param == "confirm":
        open_order(desk, ("CHR", "8"))
    else:
        amend_chairs(desk, "9")
    monkeypatch.setattr(actions, request.param, refuse)
    close_while_sent(desk, monkeypatch, request.param).open(desk)
    return desk


def test_a_refusal_is_told_and_shown_by_one_key(refused):
    text = told(refused)
    assert "pick list" in text
    refused.press(KEY.Key_9, ALT)
    assert (refused.message(), refused.page.session.is_editable) == (text, True)
    assert (told(refused), refused.context.desk()._closed.pages) == ("", ())


def test_what_was_refused_can_be_confirmed_again_from_there(refused, monkeypatch, firm_url):
    monkeypatch.undo()
    wanted = refused.context.desk()._closed.pages[0].session.draft.lines[0].quantity_micro
    refused.press(KEY.Key_9, ALT)
    refused.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("confirmed",)]
    assert rows(firm_url, "select quantity_micro from order_line") == [(wanted,)]


def test_a_refusal_that_was_shown_and_closed_again_is_not_told_twice(refused):
    refused.press(KEY.Key_9, ALT)
    refused.press(KEY.Key_W, CTRL)
    refused.idle()
    assert (told(refused), refused.context.desk()._closed.pages) == ("", ())


def test_an_order_that_is_confirmed_behind_its_closed_tab_tells_nothing(desk, monkeypatch, firm_url):
    open_order(desk, ("CHR", "8"))
    close_while_sent(desk, monkeypatch, "confirm").open(desk)
    assert rows(firm_url, "select state from sales_order") == [("confirmed",)]
    assert (told(desk), desk.context.desk()._closed.pages) == ("", ())


def test_a_change_that_was_refused_is_kept_when_its_message_goes(desk, monkeypatch):
    amend_chairs(desk, "9")
    monkeypatch.setattr(actions, "amend_order", refuse)
    close_while_sent(desk, monkeypatch, "amend_order").open(desk)
    (page,) = desk.context.desk()._closed.pages
    page.message_bar.clear()  # as when the server answers again
    page.session.ask_plan()
    desk.idle()
    desk.press(KEY.Key_9, ALT)
    assert (desk.page is page, page.session.is_amending) == (True, True)
