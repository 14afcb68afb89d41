"""A new order and a note of a talk whose answer was lost are there once, however often they are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.domain.errors import OutsideError
from app.domain.orders.draft import apply_edits, edit_header
from app.domain.pages import Page, PageRequest
from app.domain.rights import SYSTEM
from app.services.orders.drafts import read_draft, save_draft, throw_away_draft
from app.services.unit_of_work import Reading
from app.views.collections import worklist_page
from app.views.collections.calls import Work, read_work
from app.views.kit.entry_grid import EntryGrid
from app.views.orders import starting
from db.schema.orders import Order
from db.schema.parties import TalkNote
from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.slow_office import lose_answer, refuse_once
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


def drafts(firm) -> list[int]:
    statement = sa.select(Order.id).where(Order.state == "draft").order_by(Order.id)
    return [row["id"] for row in firm.rows(statement)]


@pytest.fixture
def orders(window, firm):
    window.show("orders")
    return window


def test_a_new_order_that_is_asked_for_again_is_the_one_whose_answer_was_lost(
    orders, firm, work, monkeypatch
):
    lose_answer(monkeypatch, work)
    orders.press(KEY.Key_N, CTRL)
    assert orders.context.desk().page() is None
    orders.press(KEY.Key_N, CTRL)
    assert drafts(firm) == [orders.draft.id]


def test_a_new_order_that_never_arrived_is_made_by_the_next_press(orders, firm, work, monkeypatch):
    refuse_once(monkeypatch, work)
    orders.press(KEY.Key_N, CTRL)
    assert drafts(firm) == []
    orders.press(KEY.Key_N, CTRL)
    assert drafts(firm) == [orders.draft.id]


def test_two_presses_make_two_orders(orders, firm):
    orders.press_twice(KEY.Key_N, CTRL)
    assert len(drafts(firm)) == 2


def test_a_lost_order_that_somebody_threw_away_meanwhile_is_made_anew(orders, firm, work, monkeypatch):
    lose_answer(monkeypatch, work)
    orders.press(KEY.Key_N, CTRL)
    (lost,) = drafts(firm)
    with work.begin(actor=SYSTEM) as uow:
        throw_away_draft(uow, lost)
    orders.press(KEY.Key_N, CTRL)
    assert drafts(firm) == [orders.draft.id]


def test_a_lost_order_into_which_somebody_keyed_a_number_is_left_to_them(orders, firm, work, monkeypatch):
    lose_answer(monkeypatch, work)
    orders.press(KEY.Key_N, CTRL)
    (lost,) = drafts(firm)
    with work.begin(actor=SYSTEM) as uow:
        before = read_draft(uow, lost)
        save_draft(uow, before=before, after=apply_edits(before, [edit_header(before, po_number="4500-1")]))
    orders.press(KEY.Key_N, CTRL)
    assert drafts(firm) == [lost, orders.draft.id]


def test_after_a_repeat_the_next_order_is_another_one(orders, firm, work, monkeypatch):
    lose_answer(monkeypatch, work)
    orders.press(KEY.Key_N, CTRL)
    orders.press(KEY.Key_N, CTRL)
    orders.press(KEY.Key_N, CTRL)
    assert len(drafts(firm)) == 2


def test_a_repeat_that_cannot_be_looked_at_keeps_its_order_for_the_next_press(
    orders, firm, work, monkeypatch
):
    lose_answer(monkeypatch, work)
    orders.press(KEY.Key_N, CTRL)
    real = starting._is_empty

    def away(_view: Reading, _order_id: int) -> bool:
        monkeypatch.setattr(starting, "_is_empty", real)
        raise OutsideError("database.locked", database="the firm")

    monkeypatch.setattr(starting, "_is_empty", away)
    orders.press(KEY.Key_N, CTRL)
    assert orders.context.desk().page() is None
    orders.press(KEY.Key_N, CTRL)
    assert drafts(firm) == [orders.draft.id]


# talks


@pytest.fixture
def late(window, firm, clock):
    """Two customers to be called; the cursor stands on the note of the first."""
    for name, minor in (("Alt", 10_000), ("Beta", 3_000)):
        firm.claim(firm.customer(name), minor)
    clock.advance(days=50)
    window.show("collections")
    to_note(window)
    return window


def to_note(window, row: int = 0) -> None:
    grid = window.find(EntryGrid, "worklistGrid")
    grid.setFocus()
    grid.select_row(row, grid.model().column_of("note"))


def talks(firm) -> list[str]:
    return [row["text"] for row in firm.rows(sa.select(TalkNote.text).order_by(TalkNote.id))]


def key_note(window, text: str, row: int = 0) -> None:
    to_note(window, row)
    window.type(f"{text}\n")


@pytest.fixture
def unseen(late, work, monkeypatch):
    """The next note is committed behind its answer, and behind the reading that follows."""
    before = late.page.model.rows()

    def read_before(view: Reading, request: PageRequest) -> Work:
        return replace(read_work(view, request), page=Page(before, len(before)))

    monkeypatch.setattr(worklist_page, "read_work", read_before)
    lose_answer(monkeypatch, work)
    return late


def test_a_note_that_is_keyed_again_after_a_lost_answer_is_kept_once(unseen, firm):
    key_note(unseen, "pays on Friday")
    assert "locked" in unseen.message()
    key_note(unseen, "pays on Friday")
    assert talks(firm) == ["pays on Friday"]


def test_once_it_is_answered_the_same_note_is_another_one(unseen, firm):
    for _time in range(2):
        key_note(unseen, "nobody answers")
    unseen.press(KEY.Key_F5)
    key_note(unseen, "nobody answers")
    assert len(talks(firm)) == 2


def test_a_note_that_never_arrived_is_kept_when_it_is_keyed_again(late, firm, work, monkeypatch):
    refuse_once(monkeypatch, work)
    key_note(late, "pays on Friday")
    assert talks(firm) == []
    key_note(late, "pays on Friday")
    assert talks(firm) == ["pays on Friday"]


def test_the_same_words_after_another_talk_are_a_talk_of_their_own(unseen, firm):
    for text in ("nobody answers", "calls back", "nobody answers"):
        key_note(unseen, text)
    assert talks(firm) == ["nobody answers", "calls back", "nobody answers"]


def test_the_same_words_of_two_customers_are_two_talks(unseen, firm):
    key_note(unseen, "nobody answers")
    key_note(unseen, "nobody answers", row=1)
    assert len(talks(firm)) == 2


def test_the_same_words_on_the_next_day_are_another_talk(unseen, firm, clock):
    key_note(unseen, "nobody answers")
    clock.advance(days=1)
    key_note(unseen, "nobody answers")
    assert talks(firm) == ["nobody answers", "nobody answers"]
