"""Another desk saves while a cell of a card is open: the cell stays open, and what is typed is saved with the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.errors import OutsideError
from app.domain.rights import SYSTEM
from app.services.setup.terms import TermInput, create_term, read_terms, update_term
from tests.helpers.slow_office import lose_answer
from tests.helpers.window import ALT, CTRL, KEY


def term(code, name="77 days"):
    return TermInput(code=code, name=name, days=77, end_of_month=False, extra_days=0)


@pytest.fixture
def page(open_setup):
    return open_setup("term")


def elsewhere(window, work, code="N77"):
    with work.begin(actor=SYSTEM) as uow:
        create_term(uow, term(code))
    window.idle()


def stand(page, row, column):
    page.grid.setFocus()
    page.grid.select_row(row, page.grid.cells.column_number(column))


def names(page):
    return [row.values["name"] for row in page.grid.cells.rows()]


def saved(work):
    with work.reading(actor=SYSTEM) as view:
        return {each.code: each.name for each in read_terms(view)}


def hurry(window, text, key=None, modifiers=Qt.KeyboardModifier.NoModifier):
    """Keys that do not wait for what the database says."""
    for letter in text:
        QTest.keyClicks(window.focus(), letter)
    if key is not None:
        QTest.keyClick(window.focus(), key, modifiers)
    QApplication.processEvents()


def test_an_open_cell_stays_open_and_the_other_desks_row_comes_after_it(window, work, page):
    before = len(names(page))
    stand(page, 0, "name")
    window.type("45 days ne")
    elsewhere(window, work)
    assert page.grid.is_keying()
    assert window.focused_text() == "45 days ne"
    assert len(names(page)) == before
    window.type("t\n")
    assert names(page)[0] == "45 days net"
    assert "77 days" in names(page)
    window.press(KEY.Key_S, CTRL)
    assert "45 days net" in saved(work).values()
    assert saved(work)["N77"] == "77 days"


def test_ctrl_s_in_the_open_cell_saves_it(window, work, page):
    stand(page, 0, "name")
    window.type("45 days net")
    elsewhere(window, work)
    window.press(KEY.Key_S, CTRL)
    assert "45 days net" in saved(work).values()


def test_the_cursor_stays_on_its_row_when_others_come_before_it(window, work, page):
    stand(page, 2, "name")
    mine = names(page)[2]
    elsewhere(window, work, "A01")
    at = page.grid.currentIndex()
    assert at.column() == page.grid.cells.column_number("name")
    assert names(page)[at.row()] == mine


def test_the_cursor_stays_on_the_empty_row(window, work, page):
    last = page.grid.cells.rowCount() - 1
    stand(page, last, "code")
    elsewhere(window, work)
    window.type("N90\n")
    assert [row.values["code"] for row in page.grid.cells.rows() if row.key is None] == ["N90"]


def test_typing_on_after_ctrl_s_loses_nothing(window, work, page):
    stand(page, 0, "name")
    window.type("45 days net\n")
    stand(page, 1, "name")
    hurry(window, "", KEY.Key_S, CTRL)
    hurry(window, "60 days")
    window.idle()
    assert window.focused_text() == "60 days"
    window.press(KEY.Key_S, CTRL)
    assert {"45 days net", "60 days"} <= set(saved(work).values())
    assert not page.is_dirty()
    assert page.message_bar.text() == "Saved."


def test_a_new_row_that_is_keyed_on_while_it_is_saved_comes_once(window, work, page):
    code, last = page.grid.cells.column_number("code"), page.grid.cells.rowCount() - 1
    stand(page, last, "code")
    window.type("N91\n")
    page.grid.cells.key_cell(last, "name", "91 days")
    page.grid.cells.key_cell(last, "days", "91")
    stand(page, last, "name")
    hurry(window, "", KEY.Key_S, CTRL)
    hurry(window, "91 days net", KEY.Key_Return)
    window.idle()
    codes = [page.grid.cells.data(page.grid.cells.index(at, code)) for at in range(len(names(page)))]
    assert codes.count("N91") == 1
    window.press(KEY.Key_S, CTRL)
    assert saved(work)["N91"] == "91 days net"


def test_a_reading_that_fails_after_saving_saves_nothing_later_by_itself(window, work, page, monkeypatch):
    def refuse(_view):
        raise OutsideError("database.locked", database="the firm")

    stand(page, 0, "name")
    window.type("45 days net\n")
    monkeypatch.setattr(page, "read", refuse)
    window.press(KEY.Key_S, CTRL)
    assert "is locked by another program" in window.message()
    monkeypatch.undo()
    stand(page, 1, "name")
    window.type("60 days\n")
    elsewhere(window, work)
    assert "60 days" not in saved(work).values()
    window.press(KEY.Key_S, CTRL)
    assert "60 days" in saved(work).values()


def rename(window, work, id_, name):
    """Another desk gives the terms another name."""
    with work.begin(actor=SYSTEM) as uow:
        card = next(each for each in read_terms(uow) if each.id == id_)
        data = TermInput(card.code, name, card.days, card.end_of_month, card.extra_days)
        update_term(uow, id_, data, version=card.version)
    window.idle()


@pytest.fixture
def refused(window, page):
    """The name of the first terms is right, the days of the second are refused: neither is saved. The first's id."""
    stand(page, 0, "name")
    window.type("Mine\n")
    stand(page, 1, "days")
    window.type("99999\n")
    window.press(KEY.Key_S, CTRL)
    assert list(page.grid.cells.errors()) == [(1, "days")]
    return page.grid.cells.rows()[0].key


def put_right(window, page):
    stand(page, 1, "days")
    window.type("0\n")


def test_what_another_desk_saves_after_a_refused_save_is_asked_about(window, work, page, refused):
    rename(window, work, refused, "Theirs")
    assert page.grid.cells.errors()[0, "name"] == "Changed elsewhere meanwhile to: Theirs"
    assert "Changed elsewhere meanwhile to: Theirs" in window.message()
    assert names(page)[0] == "Mine"
    assert "Theirs" in saved(work).values()
    window.press(KEY.Key_1, ALT)
    assert names(page)[0] == "Theirs"
    assert not page.is_dirty()


def test_mine_is_saved_over_theirs_only_when_it_is_chosen(window, work, page, refused):
    put_right(window, page)
    rename(window, work, refused, "Theirs")
    assert page.grid.cells.errors() == {(0, "name"): "Changed elsewhere meanwhile to: Theirs"}
    window.press(KEY.Key_2, ALT)
    assert "Theirs" in saved(work).values()
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    assert "Mine" in saved(work).values()


def test_a_save_without_an_answer_is_still_our_own(window, work, page, monkeypatch):
    stand(page, 0, "name")
    window.type("Mine\n")
    lose_answer(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)
    stand(page, 0, "name")
    window.type("Mine again\n")
    window.press(KEY.Key_F5)
    assert page.grid.cells.errors() == {}
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    assert "Mine again" in saved(work).values()


def test_what_was_taken_for_our_own_is_asked_about_when_it_was_never_saved(window, work, page, monkeypatch):
    def roll_back(call, *, actor, key):
        def fail(uow):
            call(uow)
            raise OutsideError("database.locked", database="the firm")

        monkeypatch.undo()
        return work.run(fail, actor=actor, key=key)

    stand(page, 0, "name")
    window.type("Mine\n")
    mine = page.grid.cells.rows()[0].key
    monkeypatch.setattr(work, "run", roll_back)
    window.press(KEY.Key_S, CTRL)
    rename(window, work, mine, "Theirs")
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors() == {(0, "name"): "Changed elsewhere meanwhile to: Theirs"}
    assert "Theirs" in saved(work).values()
    window.press(KEY.Key_1, ALT)
    assert names(page)[0] == "Theirs"
