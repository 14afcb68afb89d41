"""A tab is closed before all of it is saved, and that goes wrong: it is told, tried again, and shown by one key."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from app.domain.errors import OutsideError
from app.domain.orders.draft import apply_edits, edit_line
from app.domain.rights import SYSTEM
from app.services.journal import Journal
from app.services.orders.confirming import confirm
from app.services.orders.drafts import read_draft, save_draft
from tests.helpers.order_keys import (
    MICRO,
    assert_both_shown,
    change_unseen,
    rows,
    type_po_number,
)
from tests.helpers.order_office import OWNER
from tests.helpers.slow_office import key
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY
from tests.ui.orders.outage import held_by_another_program


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("db.session.BUSY_TIMEOUT_MS", 300)
    monkeypatch.setattr("app.views.orders.keeping.RETRY_MS", 150)
    monkeypatch.setattr("app.views.orders.keeping.SLOW_MS", 20)


def told(desk):
    """What stands over the list, where no order is in front."""
    return desk.context.desk().message_bar.text()


def quantities(firm_url):
    return rows(firm_url, "select quantity_micro / 1000000 from order_line")


def kept(firm_url):
    """What waits on this computer for the next start."""
    return list(Journal(firm_url).read("owner"))


@pytest.fixture
def five(desk):
    """Eight chairs are stored; five stands in the open cell."""
    open_order(desk, ("CHR", "8"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5")
    return desk


def test_what_the_database_did_not_take_is_told_and_saved_as_soon_as_it_answers(five, firm_url):
    with held_by_another_program(firm_url):
        QTest.keyClick(five.focus(), KEY.Key_W, CTRL)
        five.until(lambda: "What you keyed is kept" in told(five))
    five.until(lambda: quantities(firm_url) == [(5,)])
    five.until(lambda: not five.context.desk()._closed.pages)
    five.idle()
    assert (told(five), kept(firm_url)) == ("", [])


def test_what_the_database_did_not_take_is_shown_by_one_key(five, firm_url):
    with held_by_another_program(firm_url):
        QTest.keyClick(five.focus(), KEY.Key_W, CTRL)
        five.until(lambda: "What you keyed is kept" in told(five))
        QTest.keyClick(five.focus(), KEY.Key_9, ALT)
        assert five.draft.lines[0].quantity_micro == 5_000_000
        assert (told(five), five.context.desk()._closed.pages) == ("", ())
    five.until(lambda: quantities(firm_url) == [(5,)])
    five.until(lambda: "everything keyed is saved" in five.message())
    five.page.grid.edit_cell(0, "quantity")
    five.type("6\n")
    assert quantities(firm_url) == [(6,)]


@pytest.fixture
def overruled(desk, firm_url):
    """Another desk's number stands where mine was keyed as its tab was closed."""
    open_order(desk, ("CHR", "8"))
    change_unseen(firm_url, "update sales_order set po_number = 'THEIRS-9', version = version + 1")
    type_po_number(desk)
    desk.press(KEY.Key_W, CTRL)
    assert desk.context.desk().page() is None
    return desk


@pytest.mark.parametrize(("answer", "stands"), [(KEY.Key_1, "MINE-7"), (KEY.Key_2, "THEIRS-9")])
def test_a_value_that_somebody_else_has_meanwhile_is_told_and_asked_for(overruled, firm_url, answer, stands):
    assert "MINE-7" in told(overruled)
    assert "THEIRS-9" in told(overruled)
    overruled.press(KEY.Key_9, ALT)
    assert_both_shown(overruled)
    overruled.press(answer, ALT)
    assert rows(firm_url, "select po_number from sales_order") == [(stands,)]
    assert kept(firm_url) == []


def test_an_order_that_waits_for_a_decision_is_the_one_that_is_opened(overruled, firm_url):
    ((order_id,),) = rows(firm_url, "select id from sales_order")
    overruled.ask("order.open", order_id)
    assert_both_shown(overruled)


def test_a_value_that_is_not_decided_waits_for_the_next_start(overruled, firm_url):
    assert [each.after.header.po_number for each in kept(firm_url)] == ["MINE-7"]


def test_an_order_that_waits_for_a_decision_shows_what_others_changed_since(overruled, elsewhere, firm_url):
    (page,) = overruled.context.desk()._closed.pages
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        before = read_draft(uow, page.order_id)
        after = apply_edits(before, [edit_line(before.lines[0], quantity_micro=77 * MICRO)])
        version = save_draft(uow, before=before, after=after)
    overruled.qtbot.waitUntil(lambda: page.session.news.heard >= version)
    overruled.idle()
    overruled.press(KEY.Key_9, ALT)
    assert_both_shown(overruled)
    assert overruled.draft.lines[0].quantity_micro == 77 * MICRO
    overruled.press(KEY.Key_1, ALT)
    assert rows(firm_url, "select po_number, version from sales_order") == [("MINE-7", version + 1)]


def test_an_order_that_was_thrown_away_elsewhere_is_told_and_shown(desk, firm_url):
    open_order(desk, ("CHR", "8"))
    change_unseen(firm_url, "delete from order_line", "delete from sales_order")
    type_po_number(desk)
    desk.press(KEY.Key_W, CTRL)
    assert told(desk) != ""
    desk.press(KEY.Key_9, ALT)
    assert desk.draft.header.po_number == "MINE-7"
    desk.press(KEY.Key_W, CTRL)
    assert desk.context.desk().page() is None


@pytest.fixture
def confirmed_meanwhile(monkeypatch, quick, request, firm_url, elsewhere):
    """The database was away as the tab was closed; another desk confirms the order before the next try."""
    monkeypatch.setattr("app.views.orders.keeping.RETRY_MS", 600_000)
    five = request.getfixturevalue("five")
    with held_by_another_program(firm_url):
        QTest.keyClick(five.focus(), KEY.Key_W, CTRL)
        five.until(lambda: "What you keyed is kept" in told(five))
        five.idle()
    (page,) = five.context.desk()._closed.pages
    confirm(elsewhere.work, page.order_id, actor=OWNER)
    page.session.saving.flush()
    five.idle()
    assert "SO-000001 stands without what you keyed since" in told(five)
    return five


def test_an_order_that_went_on_elsewhere_is_not_kept_once_that_is_told(confirmed_meanwhile):
    assert confirmed_meanwhile.context.desk()._closed.pages == ()


def test_what_is_not_in_an_order_that_went_on_is_offered_as_a_change(confirmed_meanwhile, firm_url):
    confirmed_meanwhile.press(KEY.Key_9, ALT)
    assert "stands without what you keyed since" in confirmed_meanwhile.message()
    confirmed_meanwhile.press(KEY.Key_1, ALT)
    confirmed_meanwhile.press(KEY.Key_Return, CTRL)
    assert quantities(firm_url) == [(5,)]


def test_an_order_that_is_closed_and_shown_several_times_tells_once(overruled, monkeypatch):
    several = []
    overruled.press(KEY.Key_9, ALT)
    overruled.press(KEY.Key_W, CTRL)
    (page,) = overruled.context.desk()._closed.pages
    monkeypatch.setattr("app.views.orders.closing.tell_behind", lambda *args, **_level: several.append(args))
    page.session.failed.emit(OutsideError("database.locked", database="the firm"))
    assert len(several) == 1


def test_a_draft_that_is_thrown_away_as_its_tab_is_closed_tells_nothing(five, firm_url):
    five.context.commands.run("order.throw_away")
    five.press(KEY.Key_W, CTRL)
    assert rows(firm_url, "select count(*) from sales_order") == [(0,)]
    assert (told(five), five.context.desk()._closed.pages, kept(firm_url)) == ("", (), [])


def test_a_draft_that_is_thrown_away_before_the_next_try_is_kept_nowhere(
    monkeypatch, quick, request, firm_url
):
    monkeypatch.setattr("app.views.orders.keeping.RETRY_MS", 600_000)
    five = request.getfixturevalue("five")
    with held_by_another_program(firm_url):
        key(five, "\n")
        five.until(lambda: five.page.session.saving.is_away and kept(firm_url) != [])
        five.idle()
    five.context.commands.run("order.throw_away")
    five.idle()
    assert rows(firm_url, "select count(*) from sales_order") == [(0,)]
    assert kept(firm_url) == []
