"""What is keyed while a confirm is under way is not in the order, but told with its value and kept as a change."""

from __future__ import annotations

import pytest

from app.services.orders.confirming import confirm
from app.views.orders import actions
from tests.helpers.order_keys import amend_chairs, rows
from tests.helpers.order_office import OWNER
from tests.helpers.slow_office import Gate, hold_answer, key, press
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT


@pytest.fixture
def sent(desk, monkeypatch):
    """An order of eight chairs whose confirm is under way; the cursor stands on its quantity again."""
    return send(desk, monkeypatch, "confirm", KEY.Key_Return)


def send(desk, monkeypatch, name, pressed) -> Gate:
    open_order(desk, ("CHR", "8"))
    gate = Gate(monkeypatch, actions, name)
    press(desk, pressed, CTRL)
    desk.until(gate.entered.is_set)
    to_quantity(desk)
    return gate


def to_quantity(desk, row: int = 0) -> None:
    desk.page.grid.setFocus()
    desk.page.grid.select_row(row, desk.page.model.column_of("quantity"))


def stored(firm_url) -> list[tuple[object, ...]]:
    return rows(firm_url, "select quantity_micro / 1000000 from order_line order by position")


def test_a_quantity_is_told_with_its_value_and_becomes_a_change_by_one_key(desk, sent, firm_url):
    key(desk, "12\n")
    sent.open(desk)
    told = desk.message()
    assert "SO-000001 stands without what you keyed since" in told
    assert "Quantity 12." in told, "and nothing of the unit, which is the same"
    assert (desk.draft.state, stored(firm_url)) == ("confirmed", [(8,)])
    desk.press(KEY.Key_1, ALT)
    assert desk.page.session.is_amending
    desk.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(12,)]


def test_a_cell_that_is_being_typed_stays_open_and_is_told_when_it_is_left(desk, sent, firm_url):
    key(desk, "1")
    sent.open(desk)
    assert "SO-000001 is confirmed" in desk.message()
    assert desk.focused_text() == "1"
    desk.type("2\n")
    assert "Quantity 12" in desk.message()
    assert (desk.draft.state, stored(firm_url)) == ("confirmed", [(8,)])
    desk.press(KEY.Key_1, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(12,)]


def test_a_cell_that_is_given_up_leaves_the_order_as_it_was_confirmed(desk, sent, firm_url):
    key(desk, "1")
    sent.open(desk)
    desk.press(KEY.Key_Escape)
    assert (desk.draft.state, stored(firm_url)) == ("confirmed", [(8,)])
    assert "stands without" not in desk.message()


def test_a_line_that_was_deleted_is_told(desk, sent, firm_url):
    press(desk, KEY.Key_Delete, CTRL)
    sent.open(desk)
    assert ": deleted" in desk.message()
    assert stored(firm_url) == [(8,)]


def test_a_new_line_is_told_and_added_by_one_key(desk, sent, firm_url):
    desk.page.grid.select_row(1, 0)
    key(desk, "DSK-18\n")
    sent.open(desk)
    assert "DSK" in desk.message()
    desk.press(KEY.Key_1, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert len(stored(firm_url)) == 2


def test_what_is_keyed_while_a_quote_is_sent_is_told_too(desk, monkeypatch, firm_url):
    gate = send(desk, monkeypatch, "send_quote", KEY.Key_P)
    key(desk, "12\n")
    gate.open(desk)
    assert "Quantity 12" in desk.message()
    assert (desk.draft.state, stored(firm_url)) == ("quoted", [(8,)])


def test_what_is_typed_while_another_desk_confirms_is_told(desk, elsewhere, firm_url):
    open_order(desk, ("CHR", "8"))
    to_quantity(desk)
    key(desk, "1")
    confirm(elsewhere.work, desk.draft.id, actor=OWNER)
    desk.type("2\n")
    assert "Quantity 12" in desk.message()
    assert (desk.draft.state, stored(firm_url)) == ("confirmed", [(8,)])


def test_who_keys_nothing_is_told_of_the_confirmation_alone(desk, sent):
    sent.open(desk)
    assert "SO-000001 is confirmed" in desk.message()
    assert desk.draft.state == "confirmed"


@pytest.fixture
def changed(desk, monkeypatch):
    """A change of the order from eight chairs to nine is under way; the cursor stands on its quantity again."""
    amend_chairs(desk, "9")
    gate = Gate(monkeypatch, actions, "amend_order")
    press(desk, KEY.Key_Return, CTRL)
    desk.until(gate.entered.is_set)
    to_quantity(desk)
    return gate


@pytest.mark.parametrize("typed", ["12\n", "12"])
def test_what_is_keyed_while_a_change_is_confirmed_is_told_and_kept(desk, changed, firm_url, typed):
    key(desk, typed)
    changed.open(desk)
    assert "SO-000001 stands without what you keyed since" in desk.message()
    assert "Quantity 12" in desk.message()
    assert (desk.page.session.is_amending, stored(firm_url)) == (False, [(9,)])
    desk.press(KEY.Key_1, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(12,)]


def test_the_news_of_a_change_that_comes_before_its_answer_takes_nothing_away(desk, monkeypatch, firm_url):
    amend_chairs(desk, "9")
    committed, answer = hold_answer(monkeypatch, desk.context.office.work)
    press(desk, KEY.Key_Return, CTRL)
    desk.until(committed.is_set)
    to_quantity(desk)
    key(desk, "12\n")
    session = desk.page.session
    desk.until(lambda: session.news.heard > session.before_amendment.version and not session.is_keying)
    once_read(desk)
    answer.set()
    desk.idle()
    assert "Quantity 12." in desk.message()
    assert (desk.page.session.is_amending, stored(firm_url)) == (False, [(9,)])
    desk.press(KEY.Key_1, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(12,)]


def once_read(desk) -> None:
    """What was asked of the database before has its answer."""
    answers: list[None] = []
    desk.context.jobs.read(desk.page, lambda _view: None, answers.append)
    desk.until(lambda: bool(answers))


# a cell that is still open when the answer comes


def papers_shown(desk):
    """The papers that were asked for since."""
    shown = []
    desk.context.bus.asked.connect(lambda ask: shown.append(ask.name) if ask.name == "paper.show" else None)
    return shown


def test_a_cell_that_is_typed_while_a_quote_is_sent_stays_open_and_is_told(desk, monkeypatch, firm_url):
    gate = send(desk, monkeypatch, "send_quote", KEY.Key_P)
    shown = papers_shown(desk)
    key(desk, "1")
    gate.open(desk)
    assert "Quote QU-000001 is valid until" in desk.message()
    assert (desk.focused_text(), shown) == ("1", []), "the hand is still typing"
    desk.type("2\n")
    assert "QU-000001 stands without what you keyed since" in desk.message()
    assert "Quantity 12." in desk.message()
    assert (desk.draft.state, stored(firm_url)) == ("quoted", [(8,)])
    desk.press(KEY.Key_P, CTRL)
    assert shown == ["paper.show"]


@pytest.mark.parametrize(("name", "pressed"), [("confirm", KEY.Key_Return), ("send_quote", KEY.Key_P)])
@pytest.mark.parametrize("typed", ["1", "8"])
def test_the_paper_is_shown_though_a_cell_is_still_open(desk, monkeypatch, firm_url, name, pressed, typed):
    gate = send(desk, monkeypatch, name, pressed)
    shown = papers_shown(desk)
    key(desk, typed)
    gate.open(desk)
    desk.press(KEY.Key_P, CTRL)
    assert "cannot become" not in desk.message()
    assert ("Quantity 1." in desk.message()) == (typed == "1")
    assert shown == ["paper.show"]
    assert desk.draft.state == {"confirm": "confirmed", "send_quote": "quoted"}[name]
    assert (stored(firm_url), desk.draft.lines[0].quantity_micro) == ([(8,)], 8_000_000)


def test_a_second_ctrl_enter_from_an_open_cell_tells_what_was_typed(desk, sent, firm_url):
    key(desk, "1")
    sent.open(desk)
    desk.press(KEY.Key_Return, CTRL)
    assert "Quantity 1." in desk.message()
    assert (desk.draft.state, stored(firm_url)) == ("confirmed", [(8,)])


@pytest.mark.parametrize("typed", ["1", "8"])
def test_the_goods_are_shipped_by_the_offered_key_though_a_cell_is_still_open(desk, sent, typed):
    order_id = desk.page.order_id
    key(desk, typed)
    sent.open(desk)
    assert "SO-000001 is confirmed" in desk.message()
    desk.press(KEY.Key_P, CTRL | SHIFT)
    assert {(ask.name, ask.id) for ask in desk.asked} == {("shipping.start", order_id)}


@pytest.mark.parametrize("typed", ["1", "8"])
def test_the_order_is_changed_by_the_offered_key_though_a_cell_is_still_open(desk, sent, typed, firm_url):
    key(desk, typed)
    sent.open(desk)
    desk.press(KEY.Key_E, CTRL)
    assert (desk.page.session.is_amending, stored(firm_url)) == (True, [(8,)])
    assert ("Quantity 1." in desk.message()) == (typed == "1")
    if typed == "8":
        assert "Change what is needed" in desk.message()
        return
    desk.press(KEY.Key_1, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(1,)]


def test_the_invoice_is_asked_for_though_a_cell_is_still_open(desk, sent):
    key(desk, "8")
    sent.open(desk)
    desk.press(KEY.Key_I, CTRL | SHIFT)
    assert {ask.name for ask in desk.asked} == {"invoice.start"}


def test_a_quote_is_not_shipped_by_a_key_in_an_open_cell(desk, monkeypatch):
    gate = send(desk, monkeypatch, "send_quote", KEY.Key_P)
    key(desk, "8")
    gate.open(desk)
    desk.press(KEY.Key_P, CTRL | SHIFT)
    assert desk.asked == []
    assert "Turn the quote into an order first" in desk.frame.message_bar.text() + desk.message()


@pytest.fixture
def two(desk, monkeypatch):
    """The confirm of two lines is under way; twelve was keyed into the first, and the second is being typed."""
    open_order(desk, ("CHR", "8"), ("DSK-18", "3"))
    gate = Gate(monkeypatch, actions, "confirm")
    press(desk, KEY.Key_Return, CTRL)
    desk.until(gate.entered.is_set)
    to_quantity(desk)
    key(desk, "12\n")
    to_quantity(desk, 1)
    key(desk, "1")
    gate.open(desk)
    assert desk.focused_text() == "1"
    return desk


def test_a_cell_before_and_the_one_that_is_still_typed_are_told_together(two, firm_url):
    two.type("0\n")
    assert "Quantity 12" in two.message()
    assert "Quantity 10" in two.message()
    assert (two.draft.state, stored(firm_url)) == ("confirmed", [(8,), (3,)])
    two.press(KEY.Key_1, ALT)
    two.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(12,), (10,)]


def test_a_cell_before_is_told_when_the_one_that_is_typed_is_given_up(two, firm_url):
    two.press(KEY.Key_Escape)
    assert "Quantity 12" in two.message()
    assert two.message().count("Quantity") == 1
    assert (two.draft.state, stored(firm_url)) == ("confirmed", [(8,), (3,)])


# a tab that is closed before the answer comes


@pytest.mark.parametrize("typed", ["12\n", "12"])
@pytest.mark.parametrize(("under_way", "stands"), [("sent", 8), ("changed", 9)])
def test_what_was_keyed_before_the_tab_was_closed_is_told_and_kept(
    desk, request, firm_url, under_way, stands, typed
):
    gate = request.getfixturevalue(under_way)
    key(desk, typed)
    press(desk, KEY.Key_W, CTRL)
    gate.open(desk)
    told = desk.context.desk().message_bar.text()
    assert "SO-000001 stands without what you keyed since" in told
    assert "Quantity 12" in told
    assert (desk.context.desk().page(), stored(firm_url)) == (None, [(stands,)])
    desk.press(KEY.Key_9, ALT)
    assert "Quantity 12" in desk.message()
    desk.press(KEY.Key_1, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert stored(firm_url) == [(12,)]
