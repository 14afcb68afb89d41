"""What the price desk reads: contracts with what is drawn, conflicts in slices, calendars; in few queries."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.pages import Filter, PageRequest
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.pricing.spans import Span
from app.domain.rights import Actor
from app.services.prices import add_price_rows, create_price_list
from app.services.prices.calendar import read_calendar
from app.services.prices.conflicts import look_at, name_conflicts, read_conflict_facts
from app.services.prices.contracts import read_contracts_page
from app.services.prices.overview import read_channels, read_list_overviews
from app.services.settings_store import write_firm_settings
from tests.helpers.order_office import CABLE, CHAIR, LAMP, NORD, OWNER, WIEN, micro


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    return order_desk


def make_list(desk, rows=(), **values):
    head = {"code": "NORD", "name": "Nord contract", "kind": "general", "currency": "EUR", **values}
    with desk.begin(OWNER) as uow:
        made = create_price_list(uow, PriceListInput(**head))
        add_price_rows(uow, made, [PriceRowInput(**row) for row in rows])
    return made


def row(desk, sku, price, **values):
    return {"product_id": desk.ids[sku], "price_micro": micro(price), **values}


def contract(desk, *rows, customer=NORD, **values):
    return make_list(desk, rows, kind="contract", customer_id=desk.ids[customer], **values)


def conflicts(view):
    facts = read_conflict_facts(view)
    parts = [look_at(facts, number) for number in range(len(facts.slices))]
    return name_conflicts(view, facts, parts, most=100)


def test_what_is_drawn_of_a_contract_is_what_confirmed_orders_of_its_days_took(desk):
    contract(desk, row(desk, CHAIR, "300", agreed_micro=micro("10")), row(desk, LAMP, "5"))
    contract(desk, row(desk, CHAIR, "300", agreed_micro=micro("7")), customer=WIEN, code="SUED")
    desk.ordered((CHAIR, "2"))
    desk.ordered((CHAIR, "1"))
    desk.key((CHAIR, "5"))  # a draft draws nothing
    with desk.reading(OWNER) as view:
        page = read_contracts_page(view, PageRequest())
    assert [(each.sku, each.drawn_micro, each.left_micro) for each in page.rows] == [
        (CHAIR, micro("3"), micro("7")), (LAMP, 0, None), (CHAIR, 0, micro("7")),
    ]  # fmt: skip
    assert [each.list_code for each in page.rows] == ["NORD", "NORD", "SUED"]


def test_days_of_the_list_hold_for_its_rows_and_a_customer_is_filtered(desk):
    contract(desk, row(desk, CHAIR, "300", agreed_micro=micro("10")), valid_to=date(2020, 1, 1))
    contract(desk, row(desk, CHAIR, "300", agreed_micro=micro("7")), customer=WIEN, code="SUED")
    desk.ordered((CHAIR, "2"))
    wanted = (Filter("customer_id", "eq", desk.ids[NORD]),)
    with desk.reading(OWNER) as view:
        (found,) = read_contracts_page(view, PageRequest(filters=wanted)).rows
        ended = read_contracts_page(view, PageRequest(filters=(Filter("until", "le", date(2020, 1, 1)),)))
    assert (found.valid_to, found.drawn_micro) == (date(2020, 1, 1), 0)
    assert [each.list_code for each in ended.rows] == ["NORD"]


def test_contracts_take_the_same_queries_whatever_their_number(desk):
    contract(desk, row(desk, CHAIR, "300", agreed_micro=micro("10")))
    with desk.reading(OWNER) as view:
        few = _count(view, lambda: read_contracts_page(view, PageRequest()))
    for number in range(5):
        contract(desk, row(desk, CABLE, "3", agreed_micro=micro("10")), code=f"C{number}")
    with desk.reading(OWNER) as view:
        many = _count(view, lambda: read_contracts_page(view, PageRequest()))
        lists = _count(view, lambda: read_list_overviews(view))
        found = _count(view, lambda: conflicts(view))
    assert (few, many, lists) == (many, many, 3)
    assert found <= 12  # the rules are read as a whole


def _count(view, call):
    seen = []
    sa.event.listen(view.db, "before_cursor_execute", lambda *args: seen.append(args[2]))
    call()
    return len(seen)


def test_conflicts_are_named_and_costs_stay_with_those_who_may_see_them(desk):
    made = make_list(desk, [row(desk, CHAIR, "0.01")], code="CHEAP", priority=9)
    with desk.reading(OWNER) as view:
        _total, found = conflicts(view)
    below = next(each for each in found if each.conflict.code == "below_cost")
    assert (below.sku, below.list_code, below.conflict.list_id) == (CHAIR, "CHEAP", made)
    with desk.reading(Actor(name="Sam", roles=frozenset({"sales"}))) as view:
        _total, told = conflicts(view)
    assert "below_cost" not in {each.conflict.code for each in told}
    assert all(each.conflict.cost_micro is None for each in told)


def test_a_used_up_contract_is_among_the_conflicts(desk):
    contract(desk, row(desk, CHAIR, "300", agreed_micro=micro("2")))
    desk.ordered((CHAIR, "2"))
    with desk.reading(OWNER) as view:
        _total, found = conflicts(view)
    assert [each.sku for each in found if each.conflict.code == "used_up"] == [CHAIR]


def test_the_calendar_of_an_article_has_a_row_a_break_and_its_gaps(desk):
    first, last = date(2026, 1, 31), date(2026, 3, 1)
    rows = [row(desk, CHAIR, "90", valid_to=first), row(desk, CHAIR, "95", valid_from=last)]
    more = row(desk, CHAIR, "80", min_quantity_micro=micro("5"))
    made = make_list(desk, [*rows, more], code="GAP")
    with desk.reading(OWNER) as view:
        calendar = read_calendar(view, desk.ids[CHAIR])
        lists = read_calendar(view, None)
    plain, least = (each for each in calendar.rows if (each.kind, each.id) == ("list", made))
    assert plain.gaps == (Span(date(2026, 2, 1), date(2026, 2, 28)),)
    assert [bar.price_micro for bar in plain.bars] == [micro("90"), micro("95")]
    assert (least.min_micro, least.gaps) == (micro("5"), ())
    assert made in {each.id for each in lists.rows}
    assert calendar.sku == CHAIR


def test_two_lists_of_one_rank_overlap_in_the_calendar_on_the_days_of_both(desk):
    one = make_list(desk, code="A", priority=7, valid_to=date(2026, 6, 30))
    two = make_list(desk, code="B", priority=7, valid_from=date(2026, 6, 1))
    other = make_list(desk, code="C", priority=8)
    with desk.reading(OWNER) as view:
        rows = {each.id: each.overlaps for each in read_calendar(view, None).rows}
    both = (Span(date(2026, 6, 1), date(2026, 6, 30)),)
    assert (rows[one], rows[two], rows[other]) == (both, both, ())


def test_lists_come_with_an_example_and_the_code_of_the_list_they_are_made_of(desk):
    parent = make_list(desk, [row(desk, CHAIR, "348.35")], code="P")
    made = make_list(desk, code="M", parent_id=parent, factor_ppm=1_100_000)
    named = contract(desk, code="K")
    with desk.reading(OWNER) as view:
        known = {each.card.id: each for each in read_list_overviews(view)}
    assert (known[parent].row_count, known[parent].example) == (1, (micro("348.35"), 1))
    assert (known[made].row_count, known[made].example, known[made].parent_code) == (0, None, "P")
    assert known[named].customer


def test_the_channels_of_the_firm_are_read_each_once(desk):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"sales.channels": "phone, web,, phone ,shop"})
    with desk.reading(OWNER) as view:
        assert read_channels(view) == ("phone", "web", "shop")
