"""Price lists that are made of others, that count over a period, and contracts with an agreed quantity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import ConflictError, RefusedError
from app.domain.orders.draft import edit_header
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.messages import text_of_error
from app.services.orders.confirming import confirm_ready, prepare
from app.services.orders.planning import plan_order
from app.services.prices import (
    add_price_rows,
    change_price_row,
    create_price_list,
    read_price_lists,
    read_price_rows_for_cards,
    update_price_list,
)
from tests.helpers.order_office import CABLE, CHAIR, CLERK, LAMP, NORD, OWNER, micro

GENERAL = PriceListInput(code="EXP", name="Export", kind="general", currency="EUR")


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    return order_desk


def make_list(desk, **values):
    with desk.begin(OWNER) as uow:
        return create_price_list(uow, replace(GENERAL, **values))


def make_contract(desk, **values):
    named = {"code": "NORD", "name": "Nord contract", "kind": "contract", "customer_id": desk.ids[NORD]}
    return make_list(desk, **{**named, **values})


def add_rows(desk, list_id, *rows):
    with desk.begin(OWNER) as uow:
        add_price_rows(uow, list_id, [PriceRowInput(**row) for row in rows])


def row(desk, sku, price, **values):
    return {"product_id": desk.ids[sku], "price_micro": micro(price), **values}


def refused(call):
    with pytest.raises(RefusedError) as error:
        call()
    return {issue.code for issue in error.value.issues}, text_of_error(error.value)


def change(desk, id_, **values):
    with desk.begin(OWNER) as uow:
        card = next(card for card in read_price_lists(uow) if card.id == id_)
        data = PriceListInput(**{name: getattr(card, name) for name in PriceListInput.__dataclass_fields__})
        update_price_list(uow, id_, replace(data, **values), version=card.version)


def net(desk, order_id, place=0):
    return desk.read(order_id).lines[place].price_micro


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"parent_id": 4711}, "price.parent_unknown"),
        ({"country": "Austria"}, "price.country_wrong"),
        ({"breaks_over": "moon"}, "price.breaks_over_unknown"),
        ({"counts": "ever"}, "price.counts_unknown"),
        ({"counts": "period"}, "price.period_of_a_line"),
        ({"factor_ppm": 0}, "price.factor_range"),
        ({"step_micro": -1}, "price.step_range"),
        ({"ending_micro": -10_000}, "price.ending_range"),
        ({"factor_ppm": 900_000}, "price.formula_alone"),
        ({"channel": "x" * 41}, "price.too_long"),
        ({"name": "x" * 201}, "price.too_long"),
        ({"kind": "group", "price_group": "x" * 41}, "price.too_long"),
    ],
)
def test_what_no_price_list_can_be_is_refused_with_its_reason(desk, wrong, code):
    assert code in refused(lambda: make_list(desk, **wrong))[0]


def test_a_list_is_not_made_of_itself_over_whatever_way(desk):
    one = make_list(desk, code="A")
    two = make_list(desk, code="B", parent_id=one)
    three = make_list(desk, code="C", parent_id=two)
    for circle in (one, three):
        codes, text = refused(lambda circle=circle: change(desk, one, parent_id=circle))
        assert codes == {"price.parent_circle"}
        assert "A" in text
    assert "A → B → C → A" in refused(lambda: change(desk, one, parent_id=three))[1]


def test_a_list_is_made_of_one_in_its_own_currency(desk):
    swiss = make_list(desk, code="CHF", currency="CHF")
    assert refused(lambda: make_list(desk, parent_id=swiss))[0] == {"price.parent_currency"}


def test_a_list_of_which_others_are_made_keeps_its_currency(desk):
    parent = make_list(desk, code="A")
    made = make_list(desk, code="B", parent_id=parent)
    codes, text = refused(lambda: change(desk, parent, currency="CHF"))
    assert codes == {"price.children_currency"}
    assert "B" in text
    change(desk, made, parent_id=None)
    change(desk, parent, currency="CHF")


def test_an_order_takes_the_price_of_a_list_that_is_made_of_another(desk):
    make_list(
        desk, kind="group", price_group="export", parent_id=desk.price_list, factor_ppm=1_100_000,
        step_micro=micro(1), ending_micro=-10_000, country="DE", code="X1", channel="web",
    )  # fmt: skip
    with desk.begin(OWNER) as uow:
        uow.db.exec_driver_sql("update customer set price_group = 'export'")
    order_id = desk.key((CHAIR, 1))
    assert net(desk, order_id) == micro("348.35")
    assert net(desk, desk.key((CHAIR, 1), channel="web")) == micro("382.99")
    desk.edit(order_id, edit_header(desk.read(order_id), channel="web"))
    assert net(desk, order_id) == micro("382.99")


def test_breaks_of_a_period_count_what_was_confirmed_before(desk):
    list_id = make_contract(desk, breaks_over="article", counts="period", valid_from=date(2026, 1, 1))
    add_rows(desk, list_id, row(desk, LAMP, "40"), row(desk, LAMP, "30", min_quantity_micro=micro(10)))
    assert net(desk, desk.key((LAMP, 9))) == micro(40)
    first = desk.ordered((LAMP, 9))
    assert net(desk, first) == micro(40)
    assert net(desk, desk.key((LAMP, 1))) == micro(30)
    desk.amend(first, desk.set_quantity(first, 0, 8))
    assert net(desk, desk.key((LAMP, 1))) == micro(40)


def test_breaks_of_a_family_count_all_its_articles_and_shrink_with_them(desk):
    list_id = make_contract(desk, breaks_over="article")
    add_rows(desk, list_id, row(desk, LAMP, "40"), row(desk, LAMP, "30", min_quantity_micro=micro(10)))
    order_id = desk.key((LAMP, 6), (LAMP, 4))
    assert [net(desk, order_id, place) for place in (0, 1)] == [micro(30), micro(30)]
    desk.edit(order_id, desk.set_quantity(order_id, 1, 3))
    assert [net(desk, order_id, place) for place in (0, 1)] == [micro(40), micro(40)]


def test_an_agreed_quantity_is_drawn_by_orders_and_then_used_up(desk):
    list_id = make_contract(desk)
    add_rows(desk, list_id, row(desk, CABLE, "6.50", agreed_micro=micro(20)))
    assert net(desk, desk.ordered((CABLE, 20))) == micro("6.50")
    listed = net(desk, desk.key((CABLE, 1)))
    assert listed > micro("6.50")
    with desk.begin(OWNER) as uow:
        stored = read_price_rows_for_cards(uow, price_list_id=list_id)[0]
        data = PriceRowInput(**row(desk, CABLE, "6.40", agreed_micro=micro(30)))
        change_price_row(uow, stored.id, data)
    assert net(desk, desk.key((CABLE, 1))) == micro("6.40")


def test_who_draws_the_rest_of_a_contract_a_moment_later_is_told_that_prices_moved(desk):
    list_id = make_contract(desk)
    add_rows(desk, list_id, row(desk, CABLE, "6.50", agreed_micro=micro(20)))
    mine, theirs = desk.key((CABLE, 5)), desk.key((CABLE, 20))
    with desk.reading() as view:
        ready = prepare(view, plan_order(view, mine))
    desk.confirm(theirs)
    with pytest.raises(ConflictError) as moved, desk.begin(CLERK) as uow:
        confirm_ready(uow, ready)
    assert moved.value.code == "order.prices_moved"


def test_only_a_contract_has_an_agreed_quantity(desk):
    general = make_list(desk)
    agreed = row(desk, CABLE, "6.50", agreed_micro=micro(20))
    assert refused(lambda: add_rows(desk, general, agreed))[0] == {"price.agreed_alone"}
    assert refused(lambda: add_rows(desk, make_contract(desk), {**agreed, "agreed_micro": 0}))[0] == {
        "price.agreed_range"
    }
    contract = make_contract(desk, code="N2")
    add_rows(desk, contract, agreed)
    assert refused(lambda: change(desk, contract, kind="general", customer_id=None))[0] == {
        "price.kind_agreed"
    }
