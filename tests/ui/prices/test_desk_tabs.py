"""Contracts, calendar and conflicts of the price desk by keys: looked at, narrowed, opened with Enter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.pricing.conflicts import CODES, Conflict
from app.domain.rights import SYSTEM
from app.services import prices
from app.services.prices import conflicts as conflict_service
from app.views.prices.conflict_words import STATES, kinds, told, what_to_do
from tests.helpers.firm_facts import make_customers, make_firm, make_price_list, make_product
from tests.helpers.window import CTRL, KEY

WHOLE_DESK = True


@pytest.fixture
def chair(work):
    make_firm(work)
    return make_product(work, "CHR-1", "Chair", standard_cost_micro=80 * MICRO)


@pytest.fixture
def lists(work, chair):
    """A general list with a gap ahead, and contracts of two customers."""
    general = make_price_list(work, chair, price_micro=100 * MICRO)
    north, south = make_customers(work, "Nord", "Sued")
    with work.begin(actor=SYSTEM) as uow:
        today = uow.clock.today()
        (row,) = prices.read_price_rows_for_cards(uow, price_list_id=general)
        ends = PriceRowInput(product_id=chair, price_micro=100 * MICRO, valid_to=today + timedelta(5))
        later = PriceRowInput(product_id=chair, price_micro=110 * MICRO, valid_from=today + timedelta(9))
        prices.replace_price_rows(uow, general, [ends, later], closing=[row.id])
        for number, customer in enumerate((north, south)):
            head = PriceListInput(
                code=f"K{number}", name=f"Contract {number}", kind="contract", currency="EUR", customer_id=customer,
                valid_to=today + timedelta(10) if number else None,
            )  # fmt: skip
            made = prices.create_price_list(uow, head)
            agreed = PriceRowInput(product_id=chair, price_micro=90 * MICRO, agreed_micro=50 * MICRO)
            prices.add_price_rows(uow, made, [agreed])
    return general


def show(window, page):
    window.show("prices")
    window.ask("price.open", page=page)
    return window.page


def shown(page):
    rows = range(page.model.rowCount())
    return [[page.model.index(row, at).data() for at in range(page.model.columnCount())] for row in rows]


def test_contracts_tell_what_is_left_and_are_narrowed_to_a_customer(window, lists):
    page = show(window, "contract")
    first, second = ([text.replace("\N{NO-BREAK SPACE}", " ") for text in row] for row in shown(page))
    assert first[:3] == ["Nord", "K0", "CHR-1"]
    assert first[4:8] == ["90.00 EUR", "50 pc", "0 pc", "50 pc"]
    assert second[-1] == "11"
    window.key_field("contractCustomer", "Sued")
    window.idle()
    window.press(KEY.Key_Return)
    window.idle()
    assert [row[0] for row in shown(page)] == ["Sued"]
    page.customer.setFocus()
    window.type("x")
    window.idle()
    assert len(shown(page)) == 2, "another text is no customer yet"
    window.key_field("contractCustomer", "")
    window.press(KEY.Key_Backspace)
    assert len(shown(page)) == 2


def test_enter_on_a_contract_opens_its_prices_at_the_article(window, lists):
    page = show(window, "contract")
    page.enter()
    window.press(KEY.Key_Return)
    opened = window.page
    assert opened.objectName() == "priceListPage"
    assert opened.search.text() == "CHR-1"
    assert opened.record.card.code == "K0"


def test_conflicts_are_looked_for_and_opened(window, lists):
    page = show(window, "conflict")
    kinds_found = [row[0] for row in shown(page)]
    assert kinds_found == ["Gap"]
    page.enter()
    window.press(KEY.Key_Return)
    assert window.page.record.card.id == lists
    assert [row.values["price"] for row in window.page.grid.cells.rows()][:2] == ["100.00", "110.00"]


def test_a_change_elsewhere_says_that_f5_looks_again(window, work, lists, chair):
    page = show(window, "conflict")
    with work.begin(actor=SYSTEM) as uow:
        price = PriceRowInput(product_id=chair, price_micro=10 * MICRO, min_quantity_micro=5 * MICRO)
        prices.add_price_rows(uow, lists, [price])
    window.until(lambda: "F5" in window.find(QLabel, "conflictNote").text())
    window.press(KEY.Key_F5)
    assert sorted(row[0] for row in shown(page)) == ["Below cost", "Gap"]
    page.kind.setFocus()
    window.press(KEY.Key_Down)
    assert [row[0] for row in shown(page)] == ["Gap"]


def test_looking_is_stopped_by_escape_between_two_slices(window, work, lists, monkeypatch):
    page = show(window, "conflict")
    monkeypatch.setattr(conflict_service, "SLICE", 1)
    page.refresh()
    assert page.progress.isVisible()
    page.can_do["leave"]()
    window.idle()
    assert not page.progress.isVisible()
    assert page.note.text() == "Stopped. F5 looks again."


def test_a_firm_without_prices_is_told_so(window, chair):
    page = show(window, "conflict")
    assert shown(page) == []
    assert page.table.findChild(QLabel, "nothing").isVisible()
    assert show(window, "contract").model.rowCount() == 0
    calendar = show(window, "calendar")
    assert calendar.told.text() == "Nothing to show."


@pytest.mark.parametrize("code", CODES)
def test_every_conflict_has_words_and_a_next_step(code):
    day = date(2026, 3, 1)
    conflict = Conflict(code, 1, 2, 3, 4, day, day, price_micro=MICRO, cost_micro=2 * MICRO, rows=2)
    named = conflict_service.NamedConflict(conflict, "A", "List A", "B", "CHR", "Chair", "pc")
    assert kinds()[code]
    assert "{" not in told(named)
    assert what_to_do(named)
    assert STATES.get(code) in {"bad", "warn", None}


def test_the_calendar_is_walked_zoomed_and_opened_by_keys(window, lists):
    page = show(window, "calendar")
    page.enter()
    assert page.told.text().startswith("K1 · Contract 1 · to ")
    window.press(KEY.Key_Down, times=2)
    assert page.told.text() == "LIST · List · always"
    before = page.rows.scale
    window.press(KEY.Key_Plus)
    assert page.rows.scale.pixels_a_day == 2 * before.pixels_a_day
    window.press(KEY.Key_Minus)
    window.press(KEY.Key_Right)
    assert page.rows.scale.first == before.first + timedelta(30)
    window.press(KEY.Key_Home)
    assert page.rows.scale == before
    window.press(KEY.Key_Return)
    assert window.page.record.card.id == lists


def test_an_article_chosen_shows_its_prices_with_the_gap(window, work, lists):
    page = show(window, "calendar")
    window.press(KEY.Key_F, CTRL)
    window.type("chr")
    window.idle()
    window.press(KEY.Key_Return)
    window.idle()
    assert page.rows.calendar.sku == "CHR-1"
    rows = [page.rows.text_at(10, number * 30 + 5) for number in range(3)]
    assert "100.00: to " in rows[2]
    assert "gap: " in rows[2]
    with work.reading(actor=SYSTEM) as view:
        gap = view.clock.today() + timedelta(6)
    x = page.rows.scale.x(gap) + 1
    assert page.rows.text_at(x, 65).splitlines()[1].startswith("gap: ")
    assert page.rows.text_at(x, 400) == ""
    page.grab()  # painted without a warning
