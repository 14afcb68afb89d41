"""The order desk tells what lines cost, of how many that is known, and what is left after the expected bonus."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.bootstrap import open_office
from app.domain.bonus import BonusInput
from app.domain.changes import Change
from app.domain.costs import CostInput
from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.bonus import BONUS_BOOK
from app.services.costs import read_costs_of, replace_costs
from app.views.orders.totals_card import TotalsCard
from tests.helpers.order_keys import add_line, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def office(firm_url):
    office = open_office(firm_url)
    yield office
    office.close()


def id_of(url, table, name, like):
    [(id_,)] = rows(url, f"select id from {table} where {name} like ?", like)
    return id_


def bars(desk):
    return [step.label.replace("\xa0", " ") for step in desk.page.panels.price.waterfall.steps()]


def totals(desk):
    card = desk.page.findChild(TotalsCard)
    return [label.text().replace("\xa0", " ") for label in card.findChildren(QLabel)]


def agree(office, customer, today):
    days = {"valid_from": today.replace(month=1, day=1), "valid_to": today.replace(month=12, day=31)}
    with office.work.begin(actor=SYSTEM) as uow:
        BONUS_BOOK.create(uow, BonusInput(name="Bonus", customer_id=customer, steps="0:20000", **days))


def test_the_margin_is_told_before_and_after_the_expected_bonus(desk, office, firm_url):
    agree(office, id_of(firm_url, "customer", "name", "Berger%"), office.work.clock.today())
    open_order(desk, ("CHR", "1"))
    desk.press(KEY.Key_Up)
    shown = bars(desk)
    assert (shown[-4], shown[-2]) == ("Standard cost", "Expected bonus 2 %")
    assert shown[-3].startswith("Margin ")
    assert shown[-1].startswith("After bonus ")
    assert any(text.endswith("after bonus") for text in totals(desk))


def test_a_line_of_unknown_cost_is_told_beside_those_that_are_known(desk, office, firm_url):
    lamp = id_of(firm_url, "product", "sku", "LMP%")
    with office.work.begin(actor=SYSTEM) as uow:
        replace_costs(uow, [], closing=[row.id for row in read_costs_of(uow, lamp)])
    open_order(desk, ("CHR", "1"), ("LMP", "1"))
    assert "Margin of 1 of 2 lines" in totals(desk)
    desk.press(KEY.Key_Up)
    assert bars(desk)[-1] == "Cost unknown"


def test_a_draft_that_is_opened_again_has_the_cost_of_today_and_confirms_with_it(desk, office, firm_url):
    open_order(desk, ("CHR", "1"))
    desk.press(KEY.Key_W, CTRL)
    chair, today = id_of(firm_url, "product", "sku", "CHR%"), office.work.clock.today()
    with office.work.begin(actor=SYSTEM) as uow:
        replace_costs(uow, [CostInput(product_id=chair, cost_micro=140 * MICRO, valid_from=today)])
    [(order,)] = rows(firm_url, "select max(id) from sales_order")
    desk.ask("order.open", order)
    assert desk.page.session.draft.lines[0].cost_micro == 140 * MICRO
    desk.press(KEY.Key_Return, CTRL)
    stored = rows(
        firm_url, "select cost_micro, cost_source, cost_date from order_line where order_id = ?", order
    )
    assert stored == [(140 * MICRO, "standard", today.isoformat())]


def change_cost(office, product_id, cost):
    today = office.work.clock.today()
    with office.work.begin(actor=SYSTEM) as uow:
        replace_costs(uow, [CostInput(product_id=product_id, cost_micro=cost * MICRO, valid_from=today)])


def hear_product(desk, product_id):
    """What the change feed tells of another desk's change."""
    desk.context.bus.changed.emit((Change("product", product_id, 0),))
    desk.idle()


def test_an_open_draft_takes_a_cost_that_was_changed_elsewhere(desk, office, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "2")
    chair = id_of(firm_url, "product", "sku", "CHR%")
    before = desk.page.session.draft
    change_cost(office, chair, 140)
    hear_product(desk, chair)
    draft = desk.page.session.draft
    assert draft.lines[0].cost_micro == 140 * MICRO
    assert (draft.version, draft.lines[0].amount_minor) == (before.version, before.lines[0].amount_minor)
    assert desk.page.session.saving.is_saved, "it is nobody's edit"
    assert bars(desk)[-1].startswith("Margin")
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select cost_micro from order_line where order_id = ?", draft.id) == [
        (140 * MICRO,)
    ]


def test_a_confirmed_order_keeps_its_cost_when_another_desk_changes_it(desk, office, firm_url):
    open_order(desk, ("CHR", "1"))
    desk.press(KEY.Key_Return, CTRL)
    chair = id_of(firm_url, "product", "sku", "CHR%")
    cost = desk.page.session.draft.lines[0].cost_micro
    change_cost(office, chair, 140)
    hear_product(desk, chair)
    assert desk.page.session.draft.lines[0].cost_micro == cost
