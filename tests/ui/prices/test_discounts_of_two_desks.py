"""Discount rules get another id with each change: what is keyed, typed on or taken out here is never lost for it."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from app.domain.price_inputs import DiscountInput
from app.domain.rights import SYSTEM
from app.services.prices import change_discount, create_discount, end_discount, read_discounts
from tests.helpers.firm_facts import make_firm
from tests.helpers.window import ALT, CTRL, KEY


def rule(name="Old", percent=10, **more):
    return DiscountInput(name=name, discount_ppm=percent * 10_000, **more)


@pytest.fixture
def page(window, work):
    make_firm(work)
    with work.begin(actor=SYSTEM) as uow:
        create_discount(uow, rule())
    window.show("prices")
    window.context.bus.ask("price.open", page="discount")
    window.idle()
    return window.context.desk().page()


def elsewhere(window, work, call, *parts):
    with work.begin(actor=SYSTEM) as uow:
        call(uow, *parts)
    window.idle()


def stand(page, row, column):
    page.grid.setFocus()
    page.grid.select_row(row, page.grid.cells.column_number(column))


def shown(page):
    return [(row.values["name"], row.values["discount"]) for row in page.grid.cells.rows()]


def saved(work):
    with work.reading(actor=SYSTEM) as view:
        return [(each.name, each.discount_ppm // 10_000) for each in read_discounts(view)]


def key_of(page, row=0):
    return page.grid.cells.rows()[row].key


def test_a_rule_that_is_keyed_on_while_it_is_saved_keeps_both(window, work, page):
    stand(page, 0, "name")
    window.type("Autumn\n")
    stand(page, 0, "discount")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("15")
    window.idle()
    assert shown(page) == [("Autumn", "15")]
    assert page.is_dirty()
    assert page.message_bar.text() == "Saved."
    window.press(KEY.Key_S, CTRL)
    assert saved(work) == [("Autumn", 15)]


def test_a_cell_that_is_still_open_at_the_answer_is_kept_too(window, work, page):
    stand(page, 0, "name")
    window.type("Autumn\n")
    stand(page, 0, "discount")
    window.type_fast("", KEY.Key_S, CTRL)
    for letter in "15":
        QTest.keyClicks(window.focus(), letter)
    window.idle()
    assert window.focused_text() == "15"
    window.press(KEY.Key_S, CTRL)
    assert saved(work) == [("Autumn", 15)]


@pytest.mark.parametrize("percent", ["5.0", "5", "05"])
def test_a_new_rule_that_is_keyed_on_while_it_is_saved_comes_once(window, work, page, percent):
    last = page.grid.cells.rowCount() - 1
    stand(page, last, "name")
    window.type("New\n")
    stand(page, last, "discount")
    window.type(f"{percent}\n")
    stand(page, last, "price_group")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("A")
    window.idle()
    assert [name for name, _percent in shown(page)] == ["New", "Old"]
    assert "elsewhere" not in window.message()
    window.press(KEY.Key_S, CTRL)
    assert saved(work) == [("New", 5), ("Old", 10)]
    with work.reading(actor=SYSTEM) as view:
        assert read_discounts(view)[0].price_group == "A"


def test_what_another_desk_made_of_the_keyed_cell_is_asked(window, work, page):
    stand(page, 0, "discount")
    window.type("12\n")
    elsewhere(window, work, change_discount, key_of(page), rule(percent=30))
    assert shown(page) == [("Old", "12")]
    assert page.grid.cells.errors() == {(0, "discount"): "Changed elsewhere meanwhile to: 30"}
    assert "Row 1, Discount %: Changed elsewhere meanwhile to: 30" in window.message()
    window.press(KEY.Key_2, ALT)
    window.press(KEY.Key_S, CTRL)
    assert saved(work) == [("Old", 12)]


def test_theirs_is_taken_by_one_key(window, work, page):
    stand(page, 0, "discount")
    window.type("12\n")
    elsewhere(window, work, change_discount, key_of(page), rule(percent=30))
    window.press(KEY.Key_1, ALT)
    assert shown(page) == [("Old", "30")]
    assert not page.is_dirty()


def test_another_cell_of_the_keyed_rule_is_taken_over_unasked(window, work, page):
    stand(page, 0, "name")
    window.type("Mine\n")
    elsewhere(window, work, change_discount, key_of(page), rule(percent=30))
    elsewhere(window, work, change_discount, saved_id(work), rule(percent=31))
    assert shown(page) == [("Mine", "31")]
    assert page.is_dirty()
    window.press(KEY.Key_S, CTRL)
    assert saved(work) == [("Mine", 31)]


def saved_id(work):
    with work.reading(actor=SYSTEM) as view:
        return read_discounts(view)[0].id


def test_the_cursor_stays_on_the_rule_that_is_saved_under_another_name(window, work, page):
    elsewhere(window, work, create_discount, rule("Before"))
    stand(page, 1, "name")
    window.type("A first\n")
    stand(page, 1, "discount")
    window.press(KEY.Key_S, CTRL)
    assert [name for name, _percent in shown(page)] == ["A first", "Before"]
    assert page.grid.current_row() == 0


def test_a_keyed_rule_that_was_taken_out_elsewhere_is_told_and_stays_a_new_one(window, work, page):
    stand(page, 0, "discount")
    window.type("12\n")
    elsewhere(window, work, end_discount, key_of(page))
    assert shown(page) == [("Old", "12")]
    told = "Somebody took this row out meanwhile. It said: 10"
    assert page.grid.cells.errors() == {(0, "discount"): told}
    assert told in window.message()
    window.press(KEY.Key_S, CTRL)
    assert saved(work) == [("Old", 12)]


def test_a_keyed_rule_that_was_taken_out_elsewhere_goes_with_theirs(window, work, page):
    stand(page, 0, "discount")
    window.type("12\n")
    elsewhere(window, work, end_discount, key_of(page))
    window.press(KEY.Key_1, ALT)
    assert shown(page) == []
    assert not page.is_dirty()


def test_a_rule_that_nobody_keyed_goes_without_a_word(window, work, page):
    elsewhere(window, work, create_discount, rule("Second", 20))
    stand(page, 1, "discount")
    window.type("12\n")
    elsewhere(window, work, end_discount, key_of(page, 0))
    assert shown(page) == [("Second", "12")]
    assert window.message() == ""


def test_a_rule_taken_out_while_the_others_are_saved_stays_out(window, work, page):
    elsewhere(window, work, create_discount, rule("Second", 20))
    stand(page, 0, "name")
    window.type("Autumn\n")
    stand(page, 1, "name")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("", KEY.Key_Delete, CTRL)
    window.idle()
    assert shown(page) == [("Autumn", "10")]
    assert page.is_dirty()
    window.press(KEY.Key_S, CTRL)
    assert saved(work) == [("Autumn", 10)]


@pytest.mark.parametrize("name", ["Autumn", "New"])
def test_a_rule_taken_out_while_it_is_saved_itself_is_ended_by_the_next_save(window, work, page, name):
    row = 0 if name == "Autumn" else page.grid.cells.rowCount() - 1
    stand(page, row, "name")
    window.type(f"{name}\n")
    stand(page, row, "name")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("", KEY.Key_Delete, CTRL)
    window.idle()
    assert name not in dict(shown(page))
    assert name in dict(saved(work))
    window.press(KEY.Key_S, CTRL)
    assert name not in dict(saved(work))
    assert name not in dict(shown(page))


def test_a_rule_taken_out_here_and_changed_elsewhere_is_told_before_it_is_ended(window, work, page):
    stand(page, 0, "name")
    window.press(KEY.Key_Delete, CTRL)
    elsewhere(window, work, change_discount, saved_id(work), rule(percent=30))
    assert shown(page) == []
    told = "A row that you took out was changed elsewhere meanwhile. Discount %: 30"
    assert told in window.message()
    window.press(KEY.Key_2, ALT)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    assert saved(work) == []


def test_a_rule_taken_out_here_and_changed_elsewhere_comes_back_with_theirs(window, work, page):
    stand(page, 0, "name")
    window.press(KEY.Key_Delete, CTRL)
    elsewhere(window, work, change_discount, saved_id(work), rule(percent=30))
    window.press(KEY.Key_1, ALT)
    assert shown(page) == [("Old", "30")]
    assert not page.is_dirty()


def test_a_rule_taken_out_at_both_desks_is_nothing_to_save(window, work, page):
    stand(page, 0, "name")
    window.press(KEY.Key_Delete, CTRL)
    elsewhere(window, work, end_discount, saved_id(work))
    assert shown(page) == []
    assert not page.is_dirty()


def test_a_clash_that_is_not_answered_stays_beside_the_next_one(window, work, page):
    elsewhere(window, work, create_discount, rule("Second", 20))
    for row, keyed in enumerate(("12", "22")):
        stand(page, row, "discount")
        window.type(f"{keyed}\n")
    for row, percent in enumerate((30, 40)):
        elsewhere(window, work, change_discount, key_of(page, row), rule(("Old", "Second")[row], percent))
    assert [page.grid.cells.errors()[row, "discount"][-2:] for row in (0, 1)] == ["30", "40"]
    assert "Row 1, Discount %" in window.message()
    assert "Row 2, Discount %" in window.message()
